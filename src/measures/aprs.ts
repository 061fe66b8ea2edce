/** The distribution of APRs of loans made in the reported window, from bins of 50 basis points. */
import { numbers, type Table } from '../base/table.ts'
import { ratio, tableNamed } from './rows.ts'

export const BIN_WIDTH = 0.005
/** "Near the cap" means within one percentage point below it. */
export const NEAR_CAP = 0.01
/** APRs of licensed companies, 2025, by a secondary source; `targets.yaml` says more. */
const PUBLISHED_RANGE = { from: 0.04, to: 0.24 } as const

export interface AprDistribution {
  readonly p05: number
  readonly median: number
  readonly p95: number
  /** Share of the amount lent within one point of the cap that bound its lender in the month of the loan. */
  readonly nearCap: number
  /** Share of the amount lent inside the published range of APRs. */
  readonly inRange: number
  /** Share of the amount lent in the upper half of that range or above it. */
  readonly upperHalf: number
}

/** Quantile of binned values; inside a bin, weight is taken as spread evenly. */
export function binnedQuantile(from: ArrayLike<number>, weight: ArrayLike<number>, width: number, q: number): number {
  const order = Array.from(from, (_, index) => index).sort((a, b) => from[a] - from[b])
  const total = order.reduce((sum, index) => sum + weight[index], 0)
  if (!(total > 0)) return NaN
  let below = 0
  // Equal bins (of other classes or files) are pooled, else the quantile would depend on their order.
  for (let k = 0; k < order.length; ) {
    const edge = from[order[k]]
    let inside = 0
    while (k < order.length && from[order[k]] === edge) inside += weight[order[k++]]
    if (inside > 0 && below + inside >= q * total) return edge + (width * Math.max(0, q * total - below)) / inside
    below += inside
  }
  return NaN
}

export function aprDistribution(tables: readonly Table[]): AprDistribution {
  const table = tableNamed(tables, 'aprs')
  const from = numbers(table, 'aprFrom')
  const lent = numbers(table, 'originated')
  const nearCap = numbers(table, 'nearCap')
  let total = 0
  let near = 0
  let inside = 0
  let upper = 0
  // Half a bin of slack: edges are decimal fractions that doubles hold only nearly.
  const isFrom = (row: number, edge: number): boolean => from[row] > edge - BIN_WIDTH / 2
  for (let row = 0; row < table.rows; row++) {
    total += lent[row]
    near += nearCap[row]
    // The bin that starts at the upper end holds loans made exactly there.
    if (isFrom(row, PUBLISHED_RANGE.from) && !isFrom(row, PUBLISHED_RANGE.to + BIN_WIDTH)) inside += lent[row]
    if (isFrom(row, (PUBLISHED_RANGE.from + PUBLISHED_RANGE.to) / 2)) upper += lent[row]
  }
  const quantile = (q: number): number => binnedQuantile(from, lent, BIN_WIDTH, q)
  return {
    p05: quantile(0.05),
    median: quantile(0.5),
    p95: quantile(0.95),
    nearCap: ratio(near, total),
    inRange: ratio(inside, total),
    upperHalf: ratio(upper, total),
  }
}
