/** What becomes of lenders that open within the reported window, counted from the launch of each. */
import { numbers, type Table, texts } from '../base/table.ts'
import { groupRows, ratio, reportedRows, reportedSum, sumOf, tableNamed } from './rows.ts'

const YEAR = 12
/** Months of the launch. */
export const LAUNCH_MONTHS = 24

export interface Entrants {
  /** Customers won in the first 24 months, of consumers, all entrants together. */
  readonly users: number
  /** What winning one of these cost: acquisition, applications and promotion, yuan. */
  readonly costPerUser: number
  /** After these months: further loans of its customers that they took from it. */
  readonly retention: number
  /** After these months: net income a year over mean loans. */
  readonly roa: number
  /** Net income from the launch to the end of the window, yuan a customer won. */
  readonly profitPerUser: number
}

/**
 * Of lenders that were not there in the first recorded month and opened in month 0 or later, each by its months since then;
 * those that the window shows for less than 24 months and one more tell nothing. NaN where there are none.
 */
export function entrants(tables: readonly Table[]): Entrants {
  const table = tableNamed(tables, 'lenders')
  const month = numbers(table, 'month')
  const reported = reportedRows(table)
  const last = Math.max(...reported.map((row) => month[row]))
  const seen = new Set(texts(table, 'lender').filter((_, row) => month[row] < 0))
  const lives = groupRows(table, ['lender'], reported)
    .filter(({ key }) => !seen.has(key[0]))
    .map(({ rows }) => ({ rows, opened: Math.min(...rows.map((row) => month[row])) }))
    // A lender of the very first reported month was there before, in a run without a burn-in.
    .filter(({ opened }) => opened > 0 && last - opened >= LAUNCH_MONTHS)
  const launch = lives.flatMap(({ rows, opened }) => rows.filter((row) => month[row] - opened < LAUNCH_MONTHS))
  const after = lives.flatMap(({ rows, opened }) => rows.filter((row) => month[row] - opened >= LAUNCH_MONTHS))
  const sum = (name: string, rows: readonly number[]): number => sumOf(numbers(table, name), rows)
  const months = tableNamed(tables, 'months')
  const consumers = reportedSum(months, 'consumers') / reportedRows(months).length
  const won = sum('newCustomers', launch)
  if (lives.length === 0) return { users: NaN, costPerUser: NaN, retention: NaN, roa: NaN, profitPerUser: NaN }
  const all = [...launch, ...after]
  return {
    users: ratio(won, consumers),
    costPerUser: ratio(sum('acquisitionCost', launch) + sum('promotionCost', launch), won),
    retention: ratio(sum('repeatLoans', after), sum('customersLoans', after)),
    roa: ratio(YEAR * sum('netIncome', after), sum('loans', after)),
    profitPerUser: ratio(sum('netIncome', all), sum('newCustomers', all)),
  }
}
