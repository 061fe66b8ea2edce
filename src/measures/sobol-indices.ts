/**
 * Variance-based sensitivity indices by the estimators of Jansen 1999 (Computer Physics Communications 117; Saltelli et
 * al. 2010, ibid. 181, table 2 (c) and (f)) on the design of Saltelli 2002 (ibid. 145). All of them are means of squared
 * differences within a row of the design, whose points share their seeds: luck that moves all points of a row alike
 * falls out. The outcome of a stochastic model is its mean over seeds: squares are products across different
 * replications (`productAcross`), so that what luck is left raises no variance in expectation.
 */
import { estimated, meanOf, productAcross, type Resampled } from './resampling.ts'

export interface SobolIndices {
  /** Rows of the design in which every value is known; the others are left out. */
  readonly rows: number
  readonly mean: number
  /** Variance over the ranges of the factors, less what chance adds. */
  readonly variance: number
  /** Share of the variance between points of a row, each the mean of its replications, that chance makes; NaN with one. */
  readonly noiseShare: number
  readonly first: readonly Resampled[]
  readonly total: readonly Resampled[]
  /** By pairs (0, 1), (0, 2) … (1, 2) …; empty where the design has no points for them. */
  readonly second: readonly Resampled[]
  /** Sum of the first-order indices: what is missing to 1 are interactions. */
  readonly firstSum: Resampled
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
  const parts = rows.map((points, row) => (isKnown[row] ? contributions(points, factors, hasPairs) : null))
  const all = indices(
    parts,
    rows.map((_, row) => row),
    factors,
    hasPairs,
  )
  const resampled = resamples.map((taken) => indices(parts, taken, factors, hasPairs))
  const each = (of: (found: Indices) => readonly number[]): Resampled[] =>
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
const [VARIANCE, NOISE, FIRST] = [0, 1, 2]

/** What one row adds to the means of the estimators. */
function contributions(points: readonly ArrayLike<number>[], factors: number, hasPairs: boolean): Float64Array {
  // In expectation V less the variance that the coordinates which two points have in common explain.
  const halfSquare = (one: number, other: number): number => {
    const change = Array.from(points[one], (value, k) => value - points[other][k])
    return productAcross(change, change) / 2
  }
  const [A, B] = [0, 1]
  const withB = (factor: number): number => 2 + factor
  const withA = (factor: number): number => 2 + factors + factor
  const found = new Float64Array(FIRST + 2 * factors + (hasPairs ? (factors * (factors - 1)) / 2 : 0))
  const variance = halfSquare(A, B)
  const replications = points[A].length
  const change = meanOf(points[A]) - meanOf(points[B])
  found[VARIANCE] = variance
  found[NOISE] = replications === 1 ? NaN : (change * change) / 2 - variance
  for (let i = 0; i < factors; i++) {
    found[FIRST + i] = variance - halfSquare(B, withB(i))
    found[FIRST + factors + i] = halfSquare(A, withB(i))
  }
  if (!hasPairs) return found
  let at = FIRST + 2 * factors
  for (let i = 0; i < factors; i++) {
    for (let j = i + 1; j < factors; j++) {
      // B with i from A and A with j from B agree in i and j and nothing else; the same holds with i and j swapped.
      found[at++] = variance - (halfSquare(withA(i), withB(j)) + halfSquare(withA(j), withB(i))) / 2
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
  const variance = sums[VARIANCE]
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
