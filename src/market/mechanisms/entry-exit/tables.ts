/** What is recorded of entry and exit. */
import { intColumn } from '../../../base/build-table.ts'
import { columnsOf } from '../../../base/counters.ts'
import type { ColumnSpec } from '../../../base/table.ts'

/** Kinds of events: owners put in capital, a lender stops lending, is wound up, opens, or is not let in. */
export type IndustryKind = 'raise' | 'exit' | 'windUp' | 'enter' | 'turnAway'

/** Counters of the market. */
export const INDUSTRY_MARKET_COUNTERS = {
  entries: { unit: 'count', en: 'lenders that opened', zh: '新进入机构数' },
  exits: { unit: 'count', en: 'lenders that stopped lending for good', zh: '退出机构数' },
  turnedAway: {
    unit: 'count',
    en: 'newcomers turned away by the licence capital',
    zh: '因资本低于最低注册资本而被拒的进入者',
  },
} as const

const market = columnsOf(INDUSTRY_MARKET_COUNTERS)

/** Of the market, month by month. */
export const INDUSTRY_MONTH_COLUMNS: readonly ColumnSpec[] = [
  intColumn('activeLenders', 'count', 'lenders that make new loans', '营业机构数'),
  market.entries,
  market.exits,
  market.turnedAway,
]
