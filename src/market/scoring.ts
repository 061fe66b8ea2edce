/**
 * How good lenders' scores turn out to be: loans by what the lender knew and by score at origination, and what became
 * of them within a year. Only loans whose year ends inside the run count.
 */
import { LOAN_SLOTS } from '../agents/consumers.ts'
import { expectedDefault } from '../agents/expected-loss.ts'
import { OUTCOME_MONTHS } from '../agents/underwriting.ts'
import { exp } from '../base/math.ts'
import type { Decision } from './apply.ts'
import { knowledgeOf } from './rating.ts'
import { scoreCellOf } from './scores.ts'
import type { Counts, Market, People, Present } from './world.ts'

/** Whether a loan made at `madeTick` belongs to the reported window and has its year inside the run. */
function counts(world: Present, madeTick: number): boolean {
  const { burnIn, months } = world.base.horizon
  return madeTick >= burnIn && madeTick + OUTCOME_MONTHS < burnIn + months
}

/**
 * Counts a new loan and, in millionths, the chance of default within a year that its score stands for, with what the class
 * has learnt; beside it the same times the loss multiplier that the lender prices with.
 */
export function countScore(
  world: Market & People & Counts,
  consumer: number,
  decision: Decision,
  lender: number,
  termMonths: number,
): void {
  if (!decision.isRated || !counts(world, world.tick)) return
  const { tally, regime, industry, consumers: c } = world
  const { lossMultiplier } = industry.lenders[lender]
  const cell = scoreCellOf(decision.score)
  const { spread } = knowledgeOf(world, lender, c.file[consumer])
  const chance = expectedDefault(regime.losses, spread, termMonths, decision.distressLogOdds) * exp(decision.shift)
  tally.scoreLoans[cell]++
  tally.scoreExpectedPpm[cell] += Math.round(1e6 * Math.min(1, chance))
  tally.scorePricedPpm[cell] += Math.round(1e6 * Math.min(1, chance * lossMultiplier))
}

/** Counts a loan that has just become non-performing for the first time. */
export function countDefault(world: Present & People & Counts, consumer: number, slot: number): void {
  const at = consumer * LOAN_SLOTS + slot
  const made = world.consumers.loanTick[at]
  if (counts(world, made) && world.tick - made <= OUTCOME_MONTHS) {
    world.tally.scoreDefaulted[scoreCellOf(world.consumers.loanScore[at])]++
  }
}
