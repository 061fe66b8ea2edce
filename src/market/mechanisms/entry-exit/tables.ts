/** What is recorded of entry and exit. */
import { intColumn } from '../../../base/build-table.ts'
import type { ColumnSpec } from '../../../base/table.ts'

/** Of the market, month by month. */
export const INDUSTRY_MONTH_COLUMNS: readonly ColumnSpec[] = [
  intColumn('activeLenders', 'count', 'lenders that make new loans', '营业机构数'),
  intColumn('entries', 'count', 'lenders that opened', '新进入机构数'),
  intColumn('exits', 'count', 'lenders that stopped lending for good', '退出机构数'),
  intColumn('turnedAway', 'count', 'newcomers turned away by the licence capital', '因准入资本被拒的进入者'),
]
