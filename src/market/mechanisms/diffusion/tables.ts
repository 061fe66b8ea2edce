/** What is recorded of word of mouth and rewards for recommendations. */
import { intColumn } from '../../../base/build-table.ts'
import { columnsOf } from '../../../base/counters.ts'
import type { ColumnSpec } from '../../../base/table.ts'

/** Of the market, month by month. */
export const TALK_MONTH_COLUMNS: readonly ColumnSpec[] = [
  intColumn(
    'newByWordOfMouth',
    'count',
    'of them by customers who heard of it by word of mouth, unrewarded',
    '其中经口碑得知（无奖励）的新客户',
  ),
  intColumn(
    'newByReferral',
    'count',
    'of them by customers whose recommendation was rewarded',
    '其中经有奖推荐而来的新客户',
  ),
  intColumn('talks', 'count', 'talks that passed on praise or blame of a lender', '传播了好评或差评的交谈次数'),
]

/** Counters by lender. */
export const TALK_LENDER_COUNTERS = {
  newHeard: { unit: 'count' },
  newReferred: {
    unit: 'count',
    column: 'newByReferral',
    en: 'of them by customers whose recommendation was rewarded',
    zh: '其中经有奖推荐而来的新客户',
  },
  referralFen: { unit: 'fen', column: 'referralCost', en: 'rewards paid for recommendations', zh: '推荐奖励支出' },
  praised: { unit: 'count', en: 'talks that praised it', zh: '好评次数' },
  blamed: { unit: 'count', en: 'talks that blamed it', zh: '差评次数' },
  told: { unit: 'count', en: 'consumers who learned of it by praise', zh: '因好评而得知的人次' },
  warned: { unit: 'count', en: 'consumers who dropped it after criticism', zh: '因差评而不再考虑的人次' },
} as const

const lenders = columnsOf(TALK_LENDER_COUNTERS)

/** Of each lender, month by month. */
export const TALK_LENDER_COLUMNS: readonly ColumnSpec[] = [
  intColumn(
    'newByWordOfMouth',
    'count',
    'of them by customers who heard of it by word of mouth, unrewarded',
    '其中经口碑得知（无奖励）的新客户',
  ),
  lenders.newReferred,
  lenders.referralFen,
  lenders.praised,
  lenders.blamed,
  lenders.told,
  lenders.warned,
]
