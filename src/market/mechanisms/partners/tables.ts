/** What is recorded of funding partners. */
import { floatColumn, yuanColumn } from '../../../base/build-table.ts'
import type { ColumnSpec } from '../../../base/table.ts'

/** Kind of event: the share of new lending that a partner funds changes. */
export type PartnerKind = 'partner'

/** Of the market, month by month. */
export const PARTNER_MONTH_COLUMNS: readonly ColumnSpec[] = [
  yuanColumn('partnerFunded', 'debt outstanding that funding partners own', '合作方出资余额'),
  yuanColumn('facilitationFees', "kept by intermediaries of their partners' interest", '助贷服务费收入'),
]

/** Of each lender, month by month. */
export const PARTNER_LENDER_COLUMNS: readonly ColumnSpec[] = [
  yuanColumn('partnerFunded', 'of these, what its funding partner owns', '其中合作方出资余额'),
  yuanColumn('participations', "its parts of intermediaries' loans", '作为资金方持有的联合贷款份额'),
  floatColumn('partnerShare', '1', 'share of new lending that the partner funds', '新增放款中合作方出资比例'),
]
