/** What promotions cost, and whether customers whom they won stay once they are over. */
import { numbers, type Table } from '../base/table.ts'
import { ratio, reportedRows, reportedSum, sumOf, tableNamed } from './rows.ts'

const YEAR = 12

/** One month, burn-in included; kept shares are of the twelve months that end with it. */
export interface PromotionMonth {
  readonly month: number
  /** Cost of promotions over what lenders earned and would have earned: interest, fees, and interest waived. */
  readonly costShare: number
  /** Next loans taken from the same lender, of those whom it won in a promotion and of its other customers. */
  readonly promotedKept: number
  readonly otherKept: number
}

export interface PromotionOutcome {
  readonly costShare: number
  readonly promotedKept: number
  readonly otherKept: number
}

export function promotionByMonth(tables: readonly Table[]): PromotionMonth[] {
  const months = tableNamed(tables, 'months')
  const earned = earnedByMonth(tables)
  const month = numbers(months, 'month')
  return Array.from(month, (at, row) => {
    const rows = Array.from({ length: Math.min(YEAR, row + 1) }, (_, back) => row - back)
    const cost = numbers(months, 'promotionCost')[row]
    return { month: at, costShare: ratio(cost, (earned.get(at) ?? 0) + cost), ...kept(months, rows) }
  })
}

/** The same over the reported window. */
export function promotionOutcome(tables: readonly Table[]): PromotionOutcome {
  const months = tableNamed(tables, 'months')
  const rows = reportedRows(months)
  const earned = earnedByMonth(tables)
  const sum = rows.reduce((total, row) => total + (earned.get(numbers(months, 'month')[row]) ?? 0), 0)
  const cost = reportedSum(months, 'promotionCost')
  return { costShare: ratio(cost, sum + cost), ...kept(months, rows) }
}

function kept(months: Table, rows: readonly number[]): Pick<PromotionOutcome, 'promotedKept' | 'otherKept'> {
  const share = (part: string, whole: string): number =>
    ratio(sumOf(numbers(months, part), rows), sumOf(numbers(months, whole), rows))
  return { promotedKept: share('promotedRepeat', 'promotedNext'), otherKept: share('otherRepeat', 'otherNext') }
}

/** Interest and fees of all lenders by month. */
function earnedByMonth(tables: readonly Table[]): Map<number, number> {
  const lenders = tableNamed(tables, 'lenders')
  const [month, interest, fees] = ['month', 'interest', 'feeIncome'].map((name) => numbers(lenders, name))
  const earned = new Map<number, number>()
  for (let row = 0; row < lenders.rows; row++) {
    earned.set(month[row], (earned.get(month[row]) ?? 0) + interest[row] + fees[row])
  }
  return earned
}
