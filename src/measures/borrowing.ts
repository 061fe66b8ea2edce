/** Borrowing from several lenders at once, and the burden of debt service, by age. */

import { numbers, type Table, texts } from '../base/table.ts'
import { AGE_GROUPS } from '../base/vocabulary.ts'
import { ratio, tableNamed } from './rows.ts'

export interface LenderCount {
  readonly ageGroup: string
  readonly lenders: number
  /** Borrower-months in the reported window, and their share of those of the age group. */
  readonly borrowerMonths: number
  readonly share: number
}

/** Borrowers of the reported window by age and number of lenders. */
export function lendersPerBorrower(tables: readonly Table[]): LenderCount[] {
  const table = tableNamed(tables, 'multiLender')
  const [month, lenders, borrowers] = ['month', 'lenders', 'borrowers'].map((name) => numbers(table, name))
  const ageGroup = texts(table, 'ageGroup')
  const sums = new Map<string, number[]>(AGE_GROUPS.map((group) => [group, [0, 0, 0, 0]]))
  for (let row = 0; row < table.rows; row++) {
    if (month[row] >= 0) (sums.get(ageGroup[row]) as number[])[lenders[row] - 1] += borrowers[row]
  }
  return [...sums].flatMap(([group, counts]) => {
    const all = counts.reduce((sum, count) => sum + count, 0)
    return counts.map((count, k) => ({
      ageGroup: group,
      lenders: k + 1,
      borrowerMonths: count,
      share: ratio(count, all),
    }))
  })
}

export interface BurdenQuantile {
  readonly ageGroup: string
  /** Share of borrower-months at or below. */
  readonly quantile: number
  /** Instalments due over income; interpolated within bins. NaN without borrowers; the last, open bin counts as 1. */
  readonly debtService: number
}

const QUANTILES = [0.1, 0.25, 0.5, 0.75, 0.9, 0.95]

/** Quantiles of instalments due over income in the reported window. */
export function burdenQuantiles(tables: readonly Table[]): BurdenQuantile[] {
  const table = tableNamed(tables, 'debtService')
  const [from, months] = [numbers(table, 'from'), numbers(table, 'borrowerMonths')]
  const ageGroup = texts(table, 'ageGroup')
  return AGE_GROUPS.flatMap((group) => {
    const rows = [...ageGroup.keys()].filter((row) => ageGroup[row] === group)
    const total = rows.reduce((sum, row) => sum + months[row], 0)
    return QUANTILES.map((quantile) => {
      let below = 0
      for (const [k, row] of rows.entries()) {
        const above = below + months[row]
        if (total > 0 && above >= quantile * total && months[row] > 0) {
          const width = k + 1 < rows.length ? from[rows[k + 1]] - from[row] : 0
          const inside = (quantile * total - below) / months[row]
          return { ageGroup: group, quantile, debtService: from[row] + width * inside }
        }
        below = above
      }
      return { ageGroup: group, quantile, debtService: NaN }
    })
  })
}
