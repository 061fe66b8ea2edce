/** Chances of knowing a lender, as adverts and forgetting leave them. */
import { LENDER_CLASSES } from '../base/vocabulary.ts'
import type { Scenario } from '../scenarios/scenario.ts'
import { advertisingReach } from './satisfaction.ts'

/** Months after which an old state of awareness counts as this old. */
export const AWARENESS_MEMORY = 256

/**
 * A consumer learns of an unknown lender with the chance that advertising reaches it within a month and forgets a known
 * one with `forgetting`. Chance of knowing a lender of a class some months after a state of awareness, by class, since
 * lenders come and go: at [(class × AWARENESS_MEMORY + months) × 2], one further where it was known.
 */
export function awarenessTable(scenario: Scenario): Float64Array {
  const chance = new Float64Array(LENDER_CLASSES.length * AWARENESS_MEMORY * 2)
  LENDER_CLASSES.forEach((name, of) => {
    const learn = advertisingReach(scenario.lenders[name])
    const flow = learn + scenario.awareness.forgetting
    const longRun = flow === 0 ? 0 : learn / flow
    for (let months = 0, left = 1; months < AWARENESS_MEMORY; months++, left *= 1 - flow) {
      const at = (of * AWARENESS_MEMORY + months) * 2
      chance[at] = longRun * (1 - left)
      chance[at + 1] = longRun * (1 - left) + left
    }
  })
  return chance
}

/** Chances as bounds on lots of 16 bits: lots below the bound are those whose middle, (lot + 0.5) / 65536, lies below the chance. */
export function lotsOf(chances: Float64Array): Int32Array {
  return Int32Array.from(chances, (chance) => Math.ceil(chance * 65536 - 0.5))
}
