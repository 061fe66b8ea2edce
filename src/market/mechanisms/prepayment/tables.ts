/** What is recorded of prepayment. */
import { columnsOf } from '../../../base/counters.ts'
import type { ColumnSpec } from '../../../base/table.ts'

/** Counters of the market. */
export const PREPAYMENT_MARKET_COUNTERS = {
  prepaid: { unit: 'count', column: 'prepaidLoans', en: 'loans paid off ahead of schedule', zh: '提前结清笔数' },
  prepaidFen: {
    unit: 'fen',
    column: 'prepaid',
    en: 'paid ahead of schedule, within the instalments paid',
    zh: '提前还款金额',
  },
  prepaymentFeeFen: { unit: 'fen', column: 'prepaymentFees', en: 'fees for prepayment', zh: '提前还款手续费' },
} as const

/** Counters by lender; none is recorded. */
export const PREPAYMENT_LENDER_COUNTERS = {
  prepaidFen: { unit: 'fen' },
  prepaymentFeeFen: { unit: 'fen' },
} as const

/** Of the market, month by month. */
export const PREPAYMENT_MONTH_COLUMNS: readonly ColumnSpec[] = Object.values(columnsOf(PREPAYMENT_MARKET_COUNTERS))
