/** Intervals by resampling (Efron & Tibshirani 1993): the caller draws which rows are taken, so that this stays free of chance. */
import { quantile } from './quantile.ts'

/** An estimate with its 95 % interval. */
export interface Estimate {
  readonly value: number
  readonly low: number
  readonly high: number
}

/** An estimate by resampling. It has all three numbers or none of them: then they are NaN. */
export interface Resampled extends Estimate {
  /** Resamples in which there is no value; the interval is that of the others. */
  readonly failed: number
}

const TAIL = 0.025
/** Share of the resamples that must have a value: the interval of a minority says nothing of the estimate. */
const LEAST_KNOWN = 0.5

/** Ends of the 95 % percentile interval, with the quantile of R's type 7; NaN of nothing. */
export function percentileInterval(replicates: readonly number[]): { readonly low: number; readonly high: number } {
  const sorted = replicates.filter((value) => Number.isFinite(value)).sort((a, b) => a - b)
  return sorted.length < 2 ? { low: NaN, high: NaN } : { low: quantile(sorted, TAIL), high: quantile(sorted, 1 - TAIL) }
}

/**
 * The estimate from all rows, and its interval from the estimates of the resamples. There is none where all rows have
 * no value, and none where half of the resamples or more have none.
 */
export function estimated<T>(of: (found: T) => number, all: T, resampled: readonly T[]): Resampled {
  const value = of(all)
  const replicates = resampled.map(of).filter((one) => Number.isFinite(one))
  const failed = resampled.length - replicates.length
  const isKnown = Number.isFinite(value) && replicates.length > LEAST_KNOWN * resampled.length && replicates.length > 1
  return isKnown ? { value, ...percentileInterval(replicates), failed } : { value: NaN, low: NaN, high: NaN, failed }
}

/**
 * E[X]E[Y] without the bias of chance, from replications that share their seeds pair by pair: only products of
 * different replications count, since luck that they share is none between them. Of one replication the product
 * itself, which takes its chance for the model's. A square is the product of a thing with itself.
 */
export function productAcross(x: ArrayLike<number>, y: ArrayLike<number>): number {
  const count = x.length
  let [sumX, sumY, same] = [0, 0, 0]
  for (let k = 0; k < count; k++) {
    sumX += x[k]
    sumY += y[k]
    same += x[k] * y[k]
  }
  return count === 1 ? same : (sumX * sumY - same) / (count * (count - 1))
}

/** Mean of replications. */
export function meanOf(x: ArrayLike<number>): number {
  let sum = 0
  for (let k = 0; k < x.length; k++) sum += x[k]
  return sum / x.length
}
