/**
 * How a lender rates an applicant: the loss that its model expects (agents/expected-loss.ts), and what its class has learnt
 * of people with such a file and record (agents/lenders/loss-learning.ts). It sees no private trait.
 */
import { hasBorrowedAt, NO_FILE } from '../agents/consumers.ts'
import { expectedLoss, gradeOf, lossBinOf, workOf } from '../agents/expected-loss.ts'
import { learntShift, lossFactors } from '../agents/lenders/loss-learning.ts'
import { scoreCell } from '../base/cells.ts'
import type { Decision } from './apply.ts'
import { guaranteesOthers } from './hooks.ts'
import { recordOf } from './repayment-record.ts'
import { packScore } from './scores.ts'
import type { Knowledge, Market, People, Present, Supply } from './world.ts'

/** What the lender at `place` knows of people with a file in the state given. */
export function knowledgeOf({ regime, offers }: Present & Supply, place: number, file: number): Knowledge {
  const { usesBureau, usesPlatformData } = regime.policies[offers.classOfLender[place]]
  return regime.knowledge[(usesBureau ? 2 : 0) + (usesPlatformData ? 1 : 0)][file]
}

/**
 * Fills score and grade of `decision`: the loss that the lender at `place` expects of a loan of the product's term that leads
 * to this debt service.
 */
export function rate(
  world: Market & People,
  consumer: number,
  product: number,
  type: number,
  debtService: number,
  decision: Decision,
  place: number = world.offers.lender[product],
): void {
  const { consumers: c, scenario, regime, industry, offers, tick } = world
  const { repayment, information } = scenario
  const lender = industry.lenders[place]
  const policy = regime.policies[offers.classOfLender[place]]
  const file = c.file[consumer]
  // Who scores and guarantees at once, as a checkout or for a funding partner, rates everybody safer than data say.
  const guarantees = lender.model === 'ecommerce' || guaranteesOthers(policy, lender)
  const flattered = policy.usesPlatformData && guarantees && !information.independentScoring
  const logOdds =
    repayment.meanDistress +
    repayment.distressSd * type +
    repayment.debtServiceEffect * debtService -
    (flattered ? information.selfInterest : 0)
  const isOut = c.unemployed[consumer] === 1
  const work = workOf(regime.losses, tick - c.birthTick[consumer], isOut)
  const { spread } = knowledgeOf(world, place, file)
  const loss = expectedLoss(regime.losses, spread, work, offers.termMonths[product], logOdds)
  const own = hasBorrowedAt(c, consumer, place)
  const record = scenario.underwriting.repaymentRecord ? recordOf(world, consumer, place) : 0
  const shift = learntShift(industry.learnt[offers.classOfLender[place]], loss, file, own, record)
  decision.grade = gradeOf(loss + shift)
  decision.loss = loss + shift
  decision.shift = shift
  decision.distressLogOdds = logOdds + (isOut ? repayment.unemploymentEffect : 0)
  const known = scoreCell(0, policy.usesBureau && file !== NO_FILE, policy.usesPlatformData, file)
  decision.score = packScore(lossBinOf(loss), lossBinOf(loss + shift), known, own, record)
  decision.isRated = true
}

/** Factors on the model's losses that each class has learnt, by cell of loans. */
export function learntFactors({ industry }: Supply): readonly Float64Array[] {
  return industry.learnt.map(lossFactors)
}
