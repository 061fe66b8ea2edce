/** What is recorded of prepayment. */
import { intColumn, yuanColumn } from '../../../base/build-table.ts'
import type { ColumnSpec } from '../../../base/table.ts'

/** Of the market, month by month. */
export const PREPAYMENT_MONTH_COLUMNS: readonly ColumnSpec[] = [
  intColumn('prepaidLoans', 'count', 'loans paid off ahead of schedule', '提前结清笔数'),
  yuanColumn('prepaid', 'paid ahead of schedule, within the instalments paid', '提前还款金额'),
  yuanColumn('prepaymentFees', 'fees for prepayment', '提前还款手续费'),
]
