/**
 * Needs by true risk (agents/fundable.ts): whether one is fundable, how scores stand to the truth over all applicants, and
 * what borrowers of the same true risk pay. For measures alone: nothing of it reaches a lender.
 */
import {
  FRAUD,
  FUNDABLE,
  type NeedOwner,
  PREFERS_NOT,
  priceKind,
  referenceDefault,
  referenceHazard,
  referencePrice,
  wouldBorrow,
} from '../agents/fundable.ts'
import { riskCell } from '../base/cells.ts'
import { logit } from '../base/math.ts'
import { draw, uniform } from '../random/streams.ts'
import type { Decision } from './apply.ts'
import { thresholdBand } from './groups.ts'
import { scoreCellOf } from './scores.ts'
import type { Chance, Counts, Nature, People, Present, Thresholds } from './world.ts'

const words = new Int32Array(2)
/** The one at work, filled again and again. */
const owner: NeedOwner = { risk: 0.5, ageMonths: 0, isOut: false, expectedFen: 0.5 }

function fillOwner({ consumers: c }: Nature, consumer: number, ageMonths: number, expectedFen: number): void {
  owner.risk = c.risk[consumer]
  owner.ageMonths = ageMonths
  owner.isOut = c.unemployed[consumer] === 1
  owner.expectedFen = expectedFen
}

/**
 * Kind of a need that arrives, a position in NEED_KINDS. Its draws are those that the need keeps for life, at most two,
 * so nothing else draws differently.
 */
export function needKind(
  world: Present & Nature & Chance,
  consumer: number,
  amountFen: number,
  ageMonths: number,
  expectedFen: number,
): number {
  const { consumers: c, streams, tick, reference } = world
  fillOwner(world, consumer, ageMonths, expectedFen)
  const hazard = referenceHazard(reference, amountFen, owner)
  const price = referencePrice(reference, amountFen, hazard)
  const kind = priceKind(reference, amountFen, hazard, price)
  if (kind !== FUNDABLE) return kind
  draw(streams.choice, consumer, tick, 0, words)
  const outside = logit(uniform(words[0]))
  if (!wouldBorrow(reference, c.priceSensitivity[consumer], price, outside)) return PREFERS_NOT
  if (reference.fraudShare === 0) return FUNDABLE
  // By the share at the start, and not by what somebody tried before: leaks and loans depend on lenders.
  draw(streams.fraud, consumer, tick, 0, words)
  return uniform(words[0]) < reference.fraudShare ? FRAUD : FUNDABLE
}

/** Counts a scored application in the reported window, and the true chance of default of the applicant. */
export function countAssessment(
  world: Present & Nature & Counts,
  consumer: number,
  demandFen: number,
  expectedFen: number,
  { score }: Decision,
): void {
  if (world.month < 0) return
  const { tally, reference, consumers: c, tick } = world
  const cell = scoreCellOf(score)
  fillOwner(world, consumer, tick - c.birthTick[consumer], expectedFen)
  tally.scoreApplications[cell]++
  tally.scoreApplicationsPpm[cell] += Math.round(1e6 * referenceDefault(reference, demandFen, owner))
}

/** Counts a loan by its borrower's file, the coverage that would give one, and true risk. */
export function countPriceOfRisk(
  world: Present & People & Thresholds & Nature & Counts,
  consumer: number,
  loan: Decision,
): void {
  const { consumers: c, tally, tick } = world
  const wouldBe = thresholdBand(world, consumer, tick - c.birthTick[consumer])
  const cell = riskCell(c.file[consumer], wouldBe, c.risk[consumer])
  tally.riskLoans[cell]++
  tally.riskFen[cell] += loan.amountFen
  tally.riskAprFen[cell] += loan.aprBp * loan.amountFen
}
