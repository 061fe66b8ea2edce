/** What is recorded of word of mouth and rewards for recommendations. */
import { intColumn, yuanColumn } from '../../../base/build-table.ts'
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

/** Of each lender, month by month. */
export const TALK_LENDER_COLUMNS: readonly ColumnSpec[] = [
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
  yuanColumn('referralCost', 'rewards paid for recommendations', '推荐奖励支出'),
  intColumn('praised', 'count', 'talks that praised it', '好评次数'),
  intColumn('blamed', 'count', 'talks that blamed it', '差评次数'),
  intColumn('told', 'count', 'consumers who learned of it by praise', '因好评而得知的人次'),
  intColumn('warned', 'count', 'consumers who dropped it upon blame', '因差评而不再考虑的人次'),
]
