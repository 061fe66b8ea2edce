/**
 * How alike the products are. Distance counts the six purpose fits and the age/channel fit, all with weight 1;
 * limit, term and price are no part of it (dispersion of prices is measured beside it).
 */

import { exp, ln } from '../base/math.ts'
import { numbers, type Table, texts } from '../base/table.ts'
import { FIT_COLUMNS } from '../base/vocabulary.ts'
import { meanAndSd, ratio, rowsByNumber, tableNamed } from './rows.ts'

export const DESIGN_COLUMNS: readonly string[] = [...FIT_COLUMNS, 'channel']

/** Months over which lending is summed into a product's weight: one month is noise for a small product. */
export const TRAILING_MONTHS = 12

export type Point = readonly number[]

export function squaredDistance(a: Point, b: Point): number {
  let sum = 0
  for (let k = 0; k < a.length; k++) sum += (a[k] - b[k]) * (a[k] - b[k])
  return sum
}

/**
 * H = Σ_{j≠k} w_j w_k s_jk / Σ_{j≠k} w_j w_k with s_jk = exp(−d_jk² / 2h²): the similarity of two different
 * products drawn by weight. 1 = all the same, 0 = nothing in common. NaN with fewer than two weighted products.
 */
export function homogenisation(points: readonly Point[], weights: readonly number[], bandwidth: number): number {
  let similar = 0
  let pairs = 0
  for (let j = 0; j < points.length; j++) {
    for (let k = 0; k < j; k++) {
      const weight = weights[j] * weights[k]
      if (weight === 0) continue
      pairs += weight
      similar += weight * exp(-squaredDistance(points[j], points[k]) / (2 * bandwidth * bandwidth))
    }
  }
  return ratio(similar, pairs)
}

/** Rao's quadratic entropy Q = Σ_jk w_j w_k d_jk², weights scaled to sum 1: twice the variance of design. */
export function raoEntropy(points: readonly Point[], weights: readonly number[]): number {
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  let sum = 0
  for (let j = 0; j < points.length; j++) {
    for (let k = 0; k < j; k++) sum += 2 * weights[j] * weights[k] * squaredDistance(points[j], points[k])
  }
  return ratio(sum, total * total)
}

/** Shannon entropy in nats of shares proportional to `weights`; exp of it is the effective number. */
export function entropy(weights: readonly number[]): number {
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  if (!(total > 0)) return NaN
  let sum = 0
  for (const weight of weights) if (weight > 0) sum -= (weight / total) * ln(weight / total)
  return sum
}

/** The cell of a design: dominant purpose (first of equals) by tercile of the age/channel axis; 18 cells. */
export function designCell(point: Point): number {
  let dominant = 0
  for (let k = 1; k < FIT_COLUMNS.length; k++) if (point[k] > point[dominant]) dominant = k
  const tercile = Math.min(2, Math.floor(point[FIT_COLUMNS.length] * 3))
  return dominant * 3 + tercile
}

/** Coordinates of the products in given rows of the products table. */
export function designPoints(products: Table, rows: readonly number[]): Point[] {
  const columns = DESIGN_COLUMNS.map((column) => numbers(products, column))
  return rows.map((row) => columns.map((column) => column[row]))
}

export interface HomogenisationMonth {
  readonly month: number
  readonly products: number
  /** H weighted by lending of the trailing twelve months. */
  readonly byShare: number
  /** H with equal weights. */
  readonly equal: number
  readonly raoByShare: number
  readonly raoEqual: number
  /** Entropy (nats) of lending over the occupied cells of the design space. */
  readonly cellEntropy: number
  readonly cells: number
  /** Coefficient of variation of the APR of loans made in the month, weighted by amount. */
  readonly aprDispersion: number
  /** Coefficient of variation of posted APRs over products. */
  readonly postedDispersion: number
}

export function homogenisationByMonth(tables: readonly Table[], bandwidth: number): HomogenisationMonth[] {
  const products = tableNamed(tables, 'products')
  const months = tableNamed(tables, 'months')
  const codes = texts(products, 'product')
  const lent = numbers(products, 'originated')
  const posted = numbers(products, 'postedApr')
  const aprDispersion = new Map<number, number>()
  const [monthOf, meanApr, sdApr] = ['month', 'meanApr', 'sdApr'].map((column) => numbers(months, column))
  for (let row = 0; row < months.rows; row++) aprDispersion.set(monthOf[row], ratio(sdApr[row], meanApr[row]))

  const byMonth = rowsByNumber(products, 'month')
  const withdrawn = numbers(products, 'withdrawn')
  return [...byMonth].map(([month, all]) => {
    // What is off the shelf is on nobody's mind.
    const rows = all.filter((row) => withdrawn[row] === 0)
    const points = designPoints(products, rows)
    const trailing = new Map<string, number>()
    for (let back = 0; back < TRAILING_MONTHS; back++) {
      for (const row of byMonth.get(month - back) ?? []) {
        trailing.set(codes[row], (trailing.get(codes[row]) ?? 0) + lent[row])
      }
    }
    const weights = rows.map((row) => trailing.get(codes[row]) ?? 0)
    const ones = rows.map(() => 1)
    const cells = new Map<number, number>()
    points.forEach((point, index) => {
      const cell = designCell(point)
      cells.set(cell, (cells.get(cell) ?? 0) + weights[index])
    })
    const spread = meanAndSd(rows.map((row) => posted[row]))
    return {
      month,
      products: rows.length,
      byShare: homogenisation(points, weights, bandwidth),
      equal: homogenisation(points, ones, bandwidth),
      raoByShare: raoEntropy(points, weights),
      raoEqual: raoEntropy(points, ones),
      cellEntropy: entropy([...cells.values()]),
      cells: cells.size,
      aprDispersion: aprDispersion.get(month) ?? NaN,
      postedDispersion: ratio(spread.sd, spread.mean),
    }
  })
}
