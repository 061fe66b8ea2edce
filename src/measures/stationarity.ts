/** Whether the reported window is in a steady state, and how much more burn-in it would take. */
import { type PairedEffect, pairedEffect } from './paired.ts'

const BATCH = 5

/**
 * How many values to cut from the start of a series by MSER-5 (White 1997, "An effective truncation heuristic for bias
 * reduction in simulation output", Simulation 69; in batches of five, White, Cobb & Spratt 2000): the cut with the
 * least squared standard error of the mean of what is left, at most half of the batches: a series that still moves
 * at the end is cut there, and no cut would do. NaN with fewer than four batches or missing values; 0 where nothing is to
 * be cut.
 */
export function mser5(series: readonly number[]): number {
  const count = Math.floor(series.length / BATCH)
  const means = Array.from({ length: count }, (_, b) => {
    return series.slice(b * BATCH, (b + 1) * BATCH).reduce((sum, value) => sum + value, 0) / BATCH
  })
  if (count < 4 || means.some((mean) => !Number.isFinite(mean))) return NaN
  let [best, least] = [0, Infinity]
  for (let cut = 0; cut <= count / 2; cut++) {
    const rest = means.slice(cut)
    const mean = rest.reduce((sum, value) => sum + value, 0) / rest.length
    const error = rest.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / (rest.length * rest.length)
    // A flat series must not be cut for the sake of a rounding error.
    if (error < least * (1 - 1e-9)) [best, least] = [cut, error]
  }
  return best * BATCH
}

/**
 * Drift over the window: mean of the second half less mean of the first, replication by replication. Replications are
 * independent, so Student's t holds for it however much the months of one run hang together (replication and deletion:
 * Law 2015, Simulation Modeling and Analysis, §9.5).
 */
export function drift(replications: readonly (readonly number[])[]): PairedEffect {
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length
  return pairedEffect(
    replications.map((series) => {
      const half = Math.floor(series.length / 2)
      return mean(series.slice(series.length - half)) - mean(series.slice(0, half))
    }),
  )
}
