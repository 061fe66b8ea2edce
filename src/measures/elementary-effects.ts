/**
 * Screening by elementary effects: Morris 1991 (Technometrics 33), with the mean of absolute effects of Campolongo,
 * Cariboni & Saltelli 2007 (Environmental Modelling & Software 22).
 */
import { estimated, meanOf, productAcross, type Resampled } from './resampling.ts'

/**
 * From one point of a trajectory to the next: one factor moves. `delta` is the change of the value that ran, in parts
 * of the factor's range; it differs from the step of the grid where a factor takes whole numbers.
 */
export interface Step {
  readonly factor: number
  readonly delta: number
}

/** What a factor does along one trajectory. */
export interface ElementaryEffect {
  /** Change of the outcome for the whole range of the factor, the mean over replications; NaN where it is not known. */
  readonly effect: number
  /** Variance of that mean which chance makes; NaN with one replication. */
  readonly noise: number
}

/** The effects of one trajectory by factor; `values` are point by point, replication by replication. */
export function elementaryEffects(
  values: readonly ArrayLike<number>[],
  steps: readonly Step[],
  factors: number,
): ElementaryEffect[] {
  const found = Array.from({ length: factors }, (): ElementaryEffect => ({ effect: NaN, noise: NaN }))
  steps.forEach(({ factor, delta }, k) => {
    const [before, after] = [values[k], values[k + 1]]
    // Replications share their seeds along a trajectory: luck that both points have falls out.
    const change = Array.from(before, (value, replication) => (after[replication] - value) / delta)
    const effect = meanOf(change)
    const noise = change.length === 1 ? NaN : effect * effect - productAcross(change, change)
    found[factor] = { effect, noise }
  })
  return found
}

export interface Screening {
  /** Trajectories in which the effect is known. */
  readonly trajectories: number
  /** Mean effect, mean absolute effect, and standard deviation of effects: linear, overall, and not additive. */
  readonly mu: Resampled
  readonly muStar: Resampled
  readonly sigma: Resampled
  /** Share of the mean square of the effects that chance makes; NaN with one replication. */
  readonly noiseShare: number
}

/**
 * Statistics of one factor's effects over trajectories. Each resample names the trajectories that it takes, from 0;
 * the intervals are percentile intervals over the resamples.
 */
export function screening(effects: readonly ElementaryEffect[], resamples: readonly ArrayLike<number>[]): Screening {
  const values = effects.map(({ effect }) => effect)
  const known = values.filter((value) => Number.isFinite(value))
  const all = statistics(known)
  const resampled = resamples.map((rows) =>
    statistics(Array.from(rows, (row) => values[row]).filter((value) => Number.isFinite(value))),
  )
  const squares = known.reduce((sum, value) => sum + value * value, 0)
  const noise = effects.reduce((sum, one) => (Number.isFinite(one.effect) ? sum + one.noise : sum), 0)
  return {
    trajectories: known.length,
    mu: estimated(({ mu }) => mu, all, resampled),
    muStar: estimated(({ muStar }) => muStar, all, resampled),
    sigma: estimated(({ sigma }) => sigma, all, resampled),
    noiseShare: squares > 0 ? noise / squares : NaN,
  }
}

interface Statistics {
  readonly mu: number
  readonly muStar: number
  readonly sigma: number
}

function statistics(effects: readonly number[]): Statistics {
  const count = effects.length
  const mu = effects.reduce((sum, value) => sum + value, 0) / count
  const muStar = effects.reduce((sum, value) => sum + Math.abs(value), 0) / count
  const squares = effects.reduce((sum, value) => sum + (value - mu) * (value - mu), 0)
  return { mu, muStar, sigma: count < 2 ? NaN : Math.sqrt(squares / (count - 1)) }
}
