/**
 * The long tail of demand. A niche is purpose × amount band × age band; potential demand counts the needs that
 * arose, which no lender can change, so head and tail are the same niches in every arm of an experiment.
 */
import { ln } from '../base/math.ts'
import { numbers, type Table } from '../base/table.ts'
import { groupRows, ratio, reportedRows, sumOf, tableNamed } from './rows.ts'

/** Share of potential demand that the head holds. */
export const HEAD_SHARE = 0.8

export interface Niche {
  /** Rank by potential demand, 1 = largest. */
  readonly rank: number
  readonly purpose: string
  readonly amountBand: string
  readonly ageBand: string
  readonly potential: number
  readonly potentialYuan: number
  readonly demanded: number
  readonly demandedYuan: number
  readonly served: number
  readonly servedYuan: number
  readonly head: boolean
}

/** How many of the largest values are needed for `share` of the total. Values come in descending order. */
export function headCount(descending: readonly number[], share: number = HEAD_SHARE): number {
  const total = descending.reduce((sum, value) => sum + value, 0)
  let held = 0
  let count = 0
  while (count < descending.length && held < share * total) held += descending[count++]
  return count
}

/** Niches of the reported window by potential demand; equals keep the order in which they were recorded. */
export function rankNiches(tables: readonly Table[]): Niche[] {
  const table = tableNamed(tables, 'niches')
  const columns = ['potential', 'potentialYuan', 'demanded', 'demandedYuan', 'served', 'servedYuan'] as const
  const values = columns.map((column) => numbers(table, column))
  const niches = groupRows(table, ['purpose', 'amountBand', 'ageBand'], reportedRows(table)).map(({ key, rows }) => ({
    purpose: key[0],
    amountBand: key[1],
    ageBand: key[2],
    potential: sumOf(values[0], rows),
    potentialYuan: sumOf(values[1], rows),
    demanded: sumOf(values[2], rows),
    demandedYuan: sumOf(values[3], rows),
    served: sumOf(values[4], rows),
    servedYuan: sumOf(values[5], rows),
  }))
  niches.sort((a, b) => b.potential - a.potential)
  const heads = headCount(niches.map(({ potential }) => potential))
  return niches.map((niche, index) => ({ rank: index + 1, ...niche, head: index < heads }))
}

/** Gini coefficient of non-negative values: 0 = all equal, (n − 1)/n = one holds all. */
export function gini(values: readonly number[]): number {
  const ascending = [...values].sort((a, b) => a - b)
  let sum = 0
  let weighted = 0
  ascending.forEach((value, index) => {
    sum += value
    weighted += (index + 1) * value
  })
  const n = ascending.length
  return sum > 0 ? (2 * weighted) / (n * sum) - (n + 1) / n : NaN
}

/** Slope and intercept of ordinary least squares of y on x; NaN with fewer than two different x. */
export function leastSquares(x: readonly number[], y: readonly number[]): { slope: number; intercept: number } {
  const n = x.length
  const meanX = x.reduce((sum, value) => sum + value, 0) / n
  const meanY = y.reduce((sum, value) => sum + value, 0) / n
  let xy = 0
  let xx = 0
  for (let k = 0; k < n; k++) {
    xy += (x[k] - meanX) * (y[k] - meanY)
    xx += (x[k] - meanX) * (x[k] - meanX)
  }
  const slope = ratio(xy, xx)
  return { slope, intercept: meanY - slope * meanX }
}

/**
 * b of ln S = a − b ln rank over the values above zero, ranked among themselves (Brynjolfsson, Hu & Smith's
 * rank–sales curve): the smaller b, the longer the tail.
 */
export function rankSlope(values: readonly number[]): number {
  const descending = values.filter((value) => value > 0).sort((a, b) => b - a)
  const ranks = descending.map((_, index) => ln(index + 1))
  return -leastSquares(ranks, descending.map(ln)).slope
}

export interface LongTail {
  /** Niches in which any need arose. */
  readonly niches: number
  readonly headNiches: number
  /** Niches with demand of which not one need was served. */
  readonly unservedNiches: number
  /** Served / demanded in the tail's niches, by count and by yuan. */
  readonly tailServed: number
  readonly tailServedYuan: number
  readonly headServed: number
  /** Share of all loans that the tail's niches get, by count and by yuan. */
  readonly tailShare: number
  readonly tailShareYuan: number
  readonly giniPotential: number
  readonly giniServed: number
  readonly slopePotential: number
  readonly slopeServed: number
}

export function longTail(niches: readonly Niche[]): LongTail {
  const total = (part: readonly Niche[], column: 'demanded' | 'demandedYuan' | 'served' | 'servedYuan'): number =>
    part.reduce((sum, niche) => sum + niche[column], 0)
  const head = niches.filter((niche) => niche.head)
  const tail = niches.filter((niche) => !niche.head)
  return {
    niches: niches.filter(({ potential }) => potential > 0).length,
    headNiches: head.length,
    unservedNiches: niches.filter(({ demanded, served }) => demanded > 0 && served === 0).length,
    tailServed: ratio(total(tail, 'served'), total(tail, 'demanded')),
    tailServedYuan: ratio(total(tail, 'servedYuan'), total(tail, 'demandedYuan')),
    headServed: ratio(total(head, 'served'), total(head, 'demanded')),
    tailShare: ratio(total(tail, 'served'), total(niches, 'served')),
    tailShareYuan: ratio(total(tail, 'servedYuan'), total(niches, 'servedYuan')),
    giniPotential: gini(niches.map(({ potential }) => potential)),
    giniServed: gini(niches.map(({ served }) => served)),
    slopePotential: rankSlope(niches.map(({ potential }) => potential)),
    slopeServed: rankSlope(niches.map(({ served }) => served)),
  }
}
