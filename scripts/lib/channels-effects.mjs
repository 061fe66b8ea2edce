// Paired differences between two arms over seeds, and how they change when a channel is switched off.
// @ts-check
import { CHANNELS, ON } from './channels-plan.mjs'

/**
 * @typedef {object} Spread over seeds
 * @property {number} mean
 * @property {number} low
 * @property {number} high
 * @property {boolean} clear all seeds lie on one side of zero
 * @property {boolean} none exactly zero in every seed
 */

/** @typedef {{ readonly arms: readonly [number[], number[]], readonly effect: Spread, readonly change: Spread }} Cell */

/**
 * One run's place and outcomes.
 * @typedef {object} Run
 * @property {string} experiment
 * @property {string} variant
 * @property {0 | 1} arm
 * @property {number} seed
 * @property {readonly string[]} [set] the overrides that made it
 * @property {Record<string, number>} values
 */

/** @param {readonly number[]} values @returns {Spread} */
export function spread(values) {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const [low, high] = [Math.min(...values), Math.max(...values)]
  return { mean, low, high, clear: low > 0 || high < 0, none: low === 0 && high === 0 }
}

/**
 * What one outcome does in one variant of an experiment: levels by seed, the effect (second arm less first, paired by
 * seed), and by how much this effect differs from that with everything on.
 * @param {readonly Run[]} runs
 * @param {string} experiment
 * @param {string} variant
 * @param {string} key
 * @returns {Cell}
 */
export function cellOf(runs, experiment, variant, key) {
  const seeds = [...new Set(runs.map(({ seed }) => seed))]
  /** @type {(name: string, arm: 0 | 1) => number[]} */
  const levels = (name, arm) =>
    seeds.map((seed) => {
      const found = runs.find(
        (run) => run.experiment === experiment && run.variant === name && run.arm === arm && run.seed === seed,
      )
      if (found === undefined) throw new Error(`no run of ${experiment}, ${name}, arm ${arm}, seed ${seed}`)
      return found.values[key]
    })
  /** @type {(name: string) => number[]} */
  const effects = (name) => {
    const before = levels(name, 0)
    return levels(name, 1).map((after, k) => after - before[k])
  }
  const [here, there] = [effects(variant), effects(ON)]
  return {
    arms: [levels(variant, 0), levels(variant, 1)],
    effect: spread(here),
    change: spread(here.map((effect, k) => effect - there[k])),
  }
}

/** Whether a variant has runs that stand. @param {readonly Run[]} runs @param {string} experiment @param {string} variant */
export const hasRuns = (runs, experiment, variant) =>
  runs.some((run) => run.experiment === experiment && run.variant === variant)

/**
 * Runs of what the plan says, in its order; others were made by an earlier plan and show another market.
 * @param {readonly Run[]} runs @param {readonly Pick<Run, 'experiment' | 'variant' | 'arm' | 'set'>[]} planned
 */
export function standingRuns(runs, planned) {
  const nameOf = (
    /** @type {Pick<Run, 'experiment' | 'variant' | 'arm' | 'set'>} */ { experiment, variant, arm, set },
  ) => JSON.stringify([experiment, variant, arm, set])
  const names = new Set(planned.map(nameOf))
  return runs.filter((run) => names.has(nameOf(run)))
}

/**
 * Channels whose removal changes an effect in the same direction in all seeds, the largest change first.
 * @param {readonly Run[]} runs
 * @param {string} experiment
 * @param {string} key
 */
export function carriers(runs, experiment, key) {
  return CHANNELS.map((channel) => ({ channel, cell: cellOf(runs, experiment, channel.id, key) }))
    .filter(({ cell }) => cell.change.clear)
    .sort((a, b) => Math.abs(b.cell.change.mean) - Math.abs(a.cell.change.mean))
}
