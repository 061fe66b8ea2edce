/**
 * What must hold before a claim is judged: its arms did what they are about, and its outcomes can move. A claim that
 * fails one of these is not testable in this market, whatever its effects are.
 */
import { LEAST_RUNS } from '../../measures/claim.ts'
import { type PairedEffect, pairedEffect } from '../../measures/paired.ts'
import { armName, armsOf, claimArm, claimPairs, drawnArm, drawnSettings, levels, type Values } from './arms.ts'
import type { ClaimPlan, Contrast, StudyPlan, Treatment } from './plan.ts'
import { measureOf, outcomeAt } from './read-plan.ts'

/** Whether an arm's own variable moved as meant. */
export interface TreatmentCheck {
  readonly treatment: Treatment
  readonly effect: PairedEffect
  /** Null over too few runs. */
  readonly passed: boolean | null
}

/** Whether an outcome can move as foretold. */
export interface CeilingCheck {
  readonly contrast: Contrast
  /** From the level that the effect sets out from to the bound of the measure in the foretold direction. */
  readonly room: number
  /** Largest difference of means between arms of the claim, those with a channel off or another reading among them. */
  readonly overArms: number
  /** Two standard deviations over draws of unmeasured parameters, the luck of a single run taken out; NaN without. */
  readonly overDraws: number
  readonly passed: boolean | null
  /** Why it did not. */
  readonly why: 'bound' | 'still' | null
}

export interface Checks {
  readonly treatment: readonly TreatmentCheck[]
  readonly ceiling: readonly CeilingCheck[]
}

export function checksOf(plan: StudyPlan, claim: ClaimPlan, values: Values): Checks {
  return {
    treatment: claim.treatment.map((one) => treatmentCheck(claim, values, one)),
    ceiling: claim.contrasts.map((one) => ceilingCheck(plan, claim, values, one)),
  }
}

/** The difference reaches its least value on the right side of zero, and its interval leaves zero out. */
function treatmentCheck(claim: ClaimPlan, values: Values, treatment: Treatment): TreatmentCheck {
  const effect = pairedEffect(claimPairs(values, claim, treatment))
  const { least } = treatment
  const sign = least < 0 ? -1 : 1
  const clear = sign > 0 ? effect.low > 0 : effect.high < 0
  // A level may be the same in every run, and then it has no spread.
  const passed = clear && sign * effect.mean >= Math.abs(least)
  return { treatment, effect, passed: effect.runs < LEAST_RUNS ? null : passed }
}

function ceilingCheck(plan: StudyPlan, claim: ClaimPlan, values: Values, contrast: Contrast): CeilingCheck {
  const { smallest } = outcomeAt(plan, contrast.key)
  const room = roomOf(plan, claim, values, contrast)
  const overArms = rangeOverArms(plan, claim, values, contrast.key)
  const overDraws = spreadOverDraws(plan, claim, values, contrast.key)
  const { runs } = pairedEffect(claimPairs(values, claim, contrast))
  const least = smallest ?? 0
  const why = room < least ? 'bound' : overDraws < least && overArms < least ? 'still' : null
  return { contrast, room, overArms, overDraws, passed: runs < LEAST_RUNS ? null : why === null, why }
}

/** How far the outcome can go; a change over time, or the level of one arm, knows no bound. */
function roomOf(plan: StudyPlan, claim: ClaimPlan, values: Values, { against, key, direction }: Contrast): number {
  const { of, less } = outcomeAt(plan, key)
  const domain = measureOf(of)?.domain
  if (against === null || less !== null || domain === undefined) return Infinity
  const { mean } = pairedEffect(levels(values, claimArm(claim, against), key))
  return direction > 0 ? domain[1] - mean : mean - domain[0]
}

function rangeOverArms(plan: StudyPlan, claim: ClaimPlan, values: Values, key: string): number {
  const off = plan.channels.filter(({ id }) => claim.channels.includes(id)).map(({ set }) => set)
  const names = [...claim.contrasts, ...claim.also].flatMap(armsOf)
  const means = [{}, ...off]
    .flatMap((set) => names.map((name) => claimArm(claim, name, set)))
    .filter((arm) => values[armName(arm)] !== undefined)
    .map((arm) => pairedEffect(levels(values, arm, key)).mean)
    .filter((mean) => Number.isFinite(mean))
  return Math.max(...means) - Math.min(...means)
}

/** NaN in a plan without draws. */
function spreadOverDraws(plan: StudyPlan, claim: ClaimPlan, values: Values, key: string): number {
  const from = drawnArm(claim)
  const drawn = drawnSettings(plan).flatMap((set) => levels(values, claimArm(claim, from, set), key))
  const luck = pairedEffect(levels(values, claimArm(claim, from), key)).sd
  const { sd } = pairedEffect(drawn)
  return 2 * Math.sqrt(Math.max(0, sd * sd - luck * luck))
}
