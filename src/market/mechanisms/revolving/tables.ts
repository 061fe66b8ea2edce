/** What is recorded of revolving lines. */
import { intColumn, yuanColumn } from '../../../base/build-table.ts'
import type { ColumnSpec } from '../../../base/table.ts'

/** Of the market, month by month. */
export const LINE_MONTH_COLUMNS: readonly ColumnSpec[] = [
  intColumn('lines', 'count', 'open revolving lines', '循环额度账户数'),
  yuanColumn('lineLimits', 'their limits; revolving / lineLimits is the utilisation', '循环额度授信总额'),
  yuanColumn('revolving', 'balance owed on them', '循环额度用信余额'),
  intColumn('drawn', 'count', 'purchases on a line already granted', '额度内再次支用笔数'),
  yuanColumn('drawnYuan', 'amount of those purchases', '额度内再次支用金额'),
]
