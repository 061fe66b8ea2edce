/** Means over replications with their intervals. */
import { studentQuantile } from '../base/student.ts'

export interface MeanInterval {
  /** How many finite values there were. */
  readonly runs: number
  readonly mean: number
  /** Ends of the two-sided 95 % interval of the mean by Student's t; NaN with fewer than two values. */
  readonly low: number
  readonly high: number
}

const LEFT_OUT = 0.05

const quantiles = new Map<number, number>()

function quantile(degrees: number): number {
  let known = quantiles.get(degrees)
  if (known === undefined) {
    known = studentQuantile(degrees, LEFT_OUT)
    quantiles.set(degrees, known)
  }
  return known
}

/** The standard deviation of single values behind a mean with an interval; NaN with fewer than two. */
export function deviationOf({ runs, low, high }: MeanInterval): number {
  return runs < 2 ? NaN : ((high - low) / 2 / quantile(runs - 1)) * Math.sqrt(runs)
}

/** Mean of the finite values and its interval, the values being independent draws. */
export function meanInterval(values: readonly number[]): MeanInterval {
  const finite = values.filter((value) => Number.isFinite(value))
  const runs = finite.length
  if (runs === 0) return { runs, mean: NaN, low: NaN, high: NaN }
  const mean = finite.reduce((sum, value) => sum + value, 0) / runs
  if (runs === 1) return { runs, mean, low: NaN, high: NaN }
  const squares = finite.reduce((sum, value) => sum + (value - mean) * (value - mean), 0)
  const half = quantile(runs - 1) * Math.sqrt(squares / (runs - 1) / runs)
  return { runs, mean, low: mean - half, high: mean + half }
}
