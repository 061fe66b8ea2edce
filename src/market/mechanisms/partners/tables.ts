/** What is recorded of funding partners. */
import { floatColumn, yuanColumn } from '../../../base/build-table.ts'
import { columnsOf } from '../../../base/counters.ts'
import type { ColumnSpec } from '../../../base/table.ts'

/** Kind of event: the share of applications that go to a partner changes. */
export type PartnerKind = 'partner'

/** Counters of the market. */
export const PARTNER_MARKET_COUNTERS = {
  facilitated: {
    unit: 'count',
    en: 'loans made, and draws on lines, that a funding partner books',
    zh: '助贷放款笔数',
  },
  facilitatedFen: { unit: 'fen', column: 'facilitatedYuan', en: 'amount of these', zh: '助贷放款金额' },
} as const

/** Counters by lender. */
export const PARTNER_LENDER_COUNTERS = {
  facilitatedApprovedFen: { unit: 'fen' },
} as const

/** Of the market, month by month. */
export const PARTNER_MONTH_COLUMNS: readonly ColumnSpec[] = [
  ...Object.values(columnsOf(PARTNER_MARKET_COUNTERS)),
  yuanColumn(
    'partnerFunded',
    'facilitated loans outstanding: funding partners own them',
    '助贷余额（由资金合作方入账）',
  ),
  yuanColumn('guarantees', 'set aside by intermediaries for the losses on these', '助贷机构计提的担保准备'),
  yuanColumn('facilitationFees', "intermediaries' fees, out of the interest on these", '助贷服务费收入'),
]

/** Of each lender, month by month. */
export const PARTNER_LENDER_COLUMNS: readonly ColumnSpec[] = [
  yuanColumn(
    'partnerFunded',
    'of these, facilitated: its funding partner owns them',
    '其中助贷余额（由资金合作方入账）',
  ),
  yuanColumn('participations', "intermediaries' facilitated loans that it owns", '作为资金方持有的助贷余额'),
  yuanColumn('guarantee', "set aside for its partner's losses", '担保准备余额'),
  floatColumn('facilitatedShare', '1', 'share of applications that go to the partner', '送资金合作方审批的申请比例'),
]
