/** Intervals of means that do not lean on the normal distribution. */
import { normalQuantile } from '../base/math.ts'
import { normalCdf } from '../base/normal.ts'
import { draw, openStream, uniform } from '../random/streams.ts'
import { quantile } from './quantile.ts'

export const RESAMPLES = 2000

/** Fewer values have too few different resamples for ends of an interval to mean anything. */
const LEAST = 5

/** Places of the values in every resample, by the number of values: the same for all outcomes, so made once. */
const drawn = new Map<string, Int32Array>()

function resamples(n: number, count: number): Int32Array {
  const id = `${n} ${count}`
  let places = drawn.get(id)
  if (places === undefined) {
    const stream = openStream(n, 'bootstrap')
    const words = new Int32Array(2)
    places = new Int32Array(n * count)
    for (let k = 0; k < places.length; k++) {
      draw(stream, k, 0, 0, words)
      places[k] = Math.floor(uniform(words[0]) * n)
    }
    drawn.set(id, places)
  }
  return places
}

/**
 * The 95 % interval of the mean, bias-corrected and accelerated (BCa). NaN with fewer than five values or none that
 * differ. The same values give the same interval. With few values it holds the truth less often than it says, and less
 * often than Student's interval (test/measures/coverage.test.ts).
 */
export function bootstrapInterval(
  values: readonly number[],
  count: number = RESAMPLES,
): { readonly low: number; readonly high: number } {
  const n = values.length
  if (n < LEAST || values.every((value) => value === values[0])) return { low: NaN, high: NaN }
  const places = resamples(n, count)
  const means = Array.from({ length: count }, (_, b) => {
    let sum = 0
    for (let k = 0; k < n; k++) sum += values[places[b * n + k]]
    return sum / n
  })
  const [low, high] = bcaEnds(values, means)
  return { low, high }
}

/**
 * Ends of that interval from the means of resamples (Efron 1987, Journal of the American Statistical Association 82;
 * acceleration by the jackknife, Efron & Tibshirani 1993, eq. 14.15).
 */
export function bcaEnds(values: readonly number[], means: readonly number[]): number[] {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const [ascending, count] = [[...means].sort((a, b) => a - b), means.length]
  // Of a mean, the value left out moves the jackknife mean by (mean − value) / (n − 1).
  let [squares, cubes] = [0, 0]
  for (const value of values) {
    const push = value - mean
    squares += push * push
    cubes += push * push * push
  }
  // Of few values many resamples have the very mean of all; sums round, and a tie counts half to either side.
  const tie = 1e-12 * Math.sqrt(squares)
  const below = means.reduce((sum, value) => sum + (value < mean - tie ? 1 : value > mean + tie ? 0 : 0.5), 0) / count
  const bias = normalQuantile(Math.min(1 - 0.5 / count, Math.max(0.5 / count, below)))
  const acceleration = cubes / (6 * squares * Math.sqrt(squares))
  return [0.025, 0.975].map((p) => {
    const z = bias + normalQuantile(p)
    return quantile(ascending, normalCdf(bias + z / (1 - acceleration * z)))
  })
}
