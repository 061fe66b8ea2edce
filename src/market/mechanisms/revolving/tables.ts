/** What is recorded of revolving lines. */
import { columnsOf } from '../../../base/counters.ts'
import type { ColumnSpec } from '../../../base/table.ts'

/** Counters of the market. */
export const LINE_MARKET_COUNTERS = {
  lines: { unit: 'count', en: 'open revolving lines', zh: '循环额度账户数' },
  lineFen: {
    unit: 'fen',
    column: 'lineLimits',
    en: 'their limits; revolving / lineLimits is the utilisation',
    zh: '循环额度授信总额',
  },
  revolvingFen: { unit: 'fen', column: 'revolving', en: 'balance owed on them', zh: '循环额度用信余额' },
  drawn: { unit: 'count', en: 'purchases on a line already granted', zh: '额度内再次支用笔数' },
  drawnFen: { unit: 'fen', column: 'drawnYuan', en: 'amount of those purchases', zh: '额度内再次支用金额' },
} as const

/** Of the market, month by month. */
export const LINE_MONTH_COLUMNS: readonly ColumnSpec[] = Object.values(columnsOf(LINE_MARKET_COUNTERS))
