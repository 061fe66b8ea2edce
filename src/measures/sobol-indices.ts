/**
 * Variance-based sensitivity indices. Designs and estimators: Saltelli et al. 2010 (Computer Physics Communications
 * 181), table 2 (b) for the first order and (f), of Jansen 1999, for the total; Saltelli 2002 (ibid. 145) for the
 * second order. The outcome of a stochastic model is its mean over seeds: replications of a row share their seeds, and
 * products are taken across different ones (`productAcross`), so that chance raises no index in expectation.
 */
import { type Estimate, estimated, meanOf, productAcross } from './resampling.ts'

export interface SobolIndices {
  /** Rows of the design in which every value is known; the others are left out. */
  readonly rows: number
  readonly mean: number
  /** Variance over the ranges of the factors, less what chance adds. */
  readonly variance: number
  /** Share of the variance between points, each the mean of its replications, that chance makes; NaN with one. */
  readonly noiseShare: number
  readonly first: readonly Estimate[]
  readonly total: readonly Estimate[]
  /** By pairs (0, 1), (0, 2) … (1, 2) …; empty where the design has no points for them. */
  readonly second: readonly Estimate[]
  /** Sum of the first-order indices: what is missing to 1 are interactions. */
  readonly firstSum: Estimate
}

/**
 * Indices of an outcome. `rows` are the rows of the design; each holds its points (A, B, then A with column i from B
 * for each factor i, then perhaps B with column i from A), each point its replications. Each resample names the rows
 * that it takes, from 0, among all.
 */
export function sobolIndices(
  rows: readonly (readonly ArrayLike<number>[])[],
  factors: number,
  resamples: readonly ArrayLike<number>[],
): SobolIndices {
  const isKnown = rows.map((points) => points.every((values) => Array.from(values).every(Number.isFinite)))
  const known = rows.filter((_, row) => isKnown[row])
  const count = known.length
  const mean = known.reduce((sum, points) => sum + meanOf(points[0]) + meanOf(points[1]), 0) / (2 * count)
  const hasPairs = (rows[0]?.length ?? 0) > factors + 2
  const parts = rows.map((points, row) => (isKnown[row] ? contributions(points, mean, factors, hasPairs) : null))
  const all = indices(
    parts,
    rows.map((_, row) => row),
    factors,
    hasPairs,
  )
  const resampled = resamples.map((taken) => indices(parts, taken, factors, hasPairs))
  const each = (of: (found: Indices) => readonly number[]): Estimate[] =>
    of(all).map((_, k) => estimated((found) => of(found)[k], all, resampled))
  return {
    rows: count,
    mean,
    variance: all.variance,
    noiseShare: all.noise / (all.variance + all.noise),
    first: each(({ first }) => first),
    total: each(({ total }) => total),
    second: each(({ second }) => second),
    firstSum: estimated(({ first }) => first.reduce((sum, value) => sum + value, 0), all, resampled),
  }
}

/** Places in what a row contributes; first orders, totals and pairs follow. */
const [SUM, SQUARE, NOISE, FIRST] = [0, 1, 2, 3]

/** What one row adds to the sums of the estimators. */
function contributions(
  points: readonly ArrayLike<number>[],
  mean: number,
  factors: number,
  hasPairs: boolean,
): Float64Array {
  // Products of numbers about zero lose least to rounding and to sampling.
  const centred = points.map((values) => Float64Array.from(values, (value) => value - mean))
  const [a, b] = centred
  const pairs = hasPairs ? (factors * (factors - 1)) / 2 : 0
  const found = new Float64Array(FIRST + 2 * factors + pairs)
  const [meanA, meanB] = [meanOf(a), meanOf(b)]
  const [squareA, squareB] = [productAcross(a, a), productAcross(b, b)]
  found[SUM] = (meanA + meanB) / 2
  found[SQUARE] = (squareA + squareB) / 2
  found[NOISE] = a.length === 1 ? NaN : (meanA * meanA - squareA + meanB * meanB - squareB) / 2
  for (let i = 0; i < factors; i++) {
    const change = centred[2 + i].map((value, k) => value - a[k])
    found[FIRST + i] = productAcross(b, change)
    found[FIRST + factors + i] = productAcross(change, change) / 2
  }
  if (!hasPairs) return found
  const both = productAcross(a, b)
  let at = FIRST + 2 * factors
  for (let i = 0; i < factors; i++) {
    for (let j = i + 1; j < factors; j++) {
      const [one, other] = [
        productAcross(centred[2 + factors + i], centred[2 + j]),
        productAcross(centred[2 + factors + j], centred[2 + i]),
      ]
      found[at++] = (one + other) / 2 - both
    }
  }
  return found
}

interface Indices {
  readonly variance: number
  readonly noise: number
  readonly first: readonly number[]
  readonly total: readonly number[]
  readonly second: readonly number[]
}

function indices(
  parts: readonly (Float64Array | null)[],
  taken: ArrayLike<number>,
  factors: number,
  hasPairs: boolean,
): Indices {
  const sums = new Float64Array(FIRST + 2 * factors + (hasPairs ? (factors * (factors - 1)) / 2 : 0))
  let count = 0
  for (let k = 0; k < taken.length; k++) {
    const part = parts[taken[k]]
    if (part === null) continue
    count++
    for (let c = 0; c < sums.length; c++) sums[c] += part[c]
  }
  for (let c = 0; c < sums.length; c++) sums[c] /= count
  const variance = sums[SQUARE] - sums[SUM] * sums[SUM]
  // An outcome that no factor moves has no shares.
  const share = (part: number): number => (variance > 0 ? part / variance : NaN)
  const first = Array.from({ length: factors }, (_, i) => share(sums[FIRST + i]))
  const total = Array.from({ length: factors }, (_, i) => share(sums[FIRST + factors + i]))
  const second: number[] = []
  if (hasPairs) {
    let at = FIRST + 2 * factors
    for (let i = 0; i < factors; i++) {
      for (let j = i + 1; j < factors; j++) second.push(share(sums[at++]) - first[i] - first[j])
    }
  }
  return { variance, noise: sums[NOISE], first, total, second }
}
