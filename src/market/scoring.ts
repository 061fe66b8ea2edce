/**
 * How good lenders' scores turn out to be: loans by what the lender knew and by score at origination, and what became
 * of them within a year. Only loans whose year ends inside the run count.
 */
import { LOAN_SLOTS } from '../agents/consumers.ts'
import { defaultWithinYear, missGivenDistress, OUTCOME_MONTHS } from '../agents/underwriting.ts'
import { SCORE_REGIMES, scoreCell } from '../base/cells.ts'
import { logistic } from '../base/math.ts'
import type { Decision } from './apply.ts'
import type { Counts, Market, People, Present } from './world.ts'

/** Score bins: 0.3 of log-odds of distress a month from −6.5 on; the first and the last are open. */
export const SCORE_BINS = 21
export const SCORE_BIN_WIDTH = 0.3
export const SCORE_BINS_FROM = -6.5
export const SCORE_CELLS: number = SCORE_BINS * SCORE_REGIMES

/** Cell of a score, below 256. */
export function scoreCellOf(logOdds: number, bureau: boolean, platform: boolean, file: number): number {
  const bin = Math.floor((logOdds - SCORE_BINS_FROM) / SCORE_BIN_WIDTH)
  const held = bin < 0 ? 0 : bin >= SCORE_BINS ? SCORE_BINS - 1 : bin
  return scoreCell(held, bureau, platform, file)
}

/** Whether a loan made at `madeTick` belongs to the reported window and has its year inside the run. */
function counts(world: Present, madeTick: number): boolean {
  const { burnIn, months } = world.base.horizon
  return madeTick >= burnIn && madeTick + OUTCOME_MONTHS < burnIn + months
}

/**
 * Counts a new loan and, in millionths, the chance of default within a year that its score stands for; beside it the
 * same times the loss multiplier that the lender prices with, which also carries what large loans cost more.
 */
export function countScore(world: Market & Counts, decision: Decision, lender: number, termMonths: number): void {
  if (!counts(world, world.tick)) return
  const { tally, scenario, industry } = world
  const { repayment } = scenario
  const cell = decision.scoreCell
  const miss = missGivenDistress(repayment, decision.seen)
  const expected = defaultWithinYear(
    logistic(decision.distressLogOdds),
    miss,
    repayment.distressPersistence,
    termMonths,
  )
  const priced = Math.min(1, expected * industry.lenders[lender].lossMultiplier)
  tally.scoreLoans[cell]++
  tally.scoreExpectedPpm[cell] += Math.round(1e6 * expected)
  tally.scorePricedPpm[cell] += Math.round(1e6 * priced)
}

/** Counts a loan that has just become non-performing for the first time. */
export function countDefault(world: Present & People & Counts, consumer: number, slot: number): void {
  const at = consumer * LOAN_SLOTS + slot
  const made = world.consumers.loanTick[at]
  if (counts(world, made) && world.tick - made <= OUTCOME_MONTHS) {
    world.tally.scoreDefaulted[world.consumers.loanScore[at]]++
  }
}
