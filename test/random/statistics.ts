/** Tests of hypotheses for the tests of the generator. With fixed seeds they either always pass or never do. */
import { normalQuantile } from '../../src/base/math.ts'

/**
 * The chance that a sound generator fails one of these tests, had its seed not been fixed. Small, since there
 * are hundreds of tests; the faults looked for (equal keys, shared counters, wrong shape) exceed it by far.
 */
export const ERROR_RATE = 1e-5

/** Upper critical value of χ² (Wilson and Hilferty 1931), good to a per cent from ten degrees of freedom on. */
export function chiSquareLimit(degrees: number): number {
  const spread = 2 / (9 * degrees)
  return degrees * (1 - spread + normalQuantile(1 - ERROR_RATE) * Math.sqrt(spread)) ** 3
}

/** Σ (observed − expected)² / expected over equally likely cells. */
export function chiSquare(counts: ArrayLike<number>): number {
  const cells = Array.from(counts)
  const expected = cells.reduce((sum, count) => sum + count, 0) / cells.length
  return cells.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)
}

/** Largest distance between a sample's distribution and that of `cdf`, times √n. */
export function kolmogorovSmirnov(sample: Float64Array, cdf: (x: number) => number): number {
  const sorted = sample.slice().sort()
  const n = sorted.length
  let distance = 0
  sorted.forEach((x, k) => {
    const p = cdf(x)
    distance = Math.max(distance, (k + 1) / n - p, p - k / n)
  })
  return distance * Math.sqrt(n)
}

/** Critical value of √n D for large n: 2 exp(−2 d²) = the error rate. */
export const kolmogorovSmirnovLimit: number = Math.sqrt(-Math.log(ERROR_RATE / 2) / 2)

/** Correlation times √n, which is standard normal for independent samples. */
export function correlationScore(a: Float64Array, b: Float64Array): number {
  const n = a.length
  const mean = (x: Float64Array): number => x.reduce((sum, value) => sum + value, 0) / n
  const [meanA, meanB] = [mean(a), mean(b)]
  let [ab, aa, bb] = [0, 0, 0]
  for (let k = 0; k < n; k++) {
    ab += (a[k] - meanA) * (b[k] - meanB)
    aa += (a[k] - meanA) ** 2
    bb += (b[k] - meanB) ** 2
  }
  return (ab / Math.sqrt(aa * bb)) * Math.sqrt(n)
}

/** Two-sided limit of a standard normal score when `tests` of them are looked at together. */
export const scoreLimit = (tests = 1): number => -normalQuantile(ERROR_RATE / 2 / tests)

/** Φ(x), by the complementary error function's continued fraction and series: independent of our quantile. */
export function normalCdf(x: number): number {
  const density = Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI)
  if (Math.abs(x) > 5) {
    let tail = 0
    for (let k = 60; k > 0; k--) tail = k / (Math.abs(x) + tail)
    const upper = density / (Math.abs(x) + tail)
    return x > 0 ? 1 - upper : upper
  }
  let [sum, term] = [x, x]
  for (let k = 1; k < 100; k++) {
    term *= (x * x) / (2 * k + 1)
    sum += term
  }
  return 0.5 + sum * density
}
