/** An application at one lender: signals, score, grade, rules, amount, quote. Decides and changes nothing. */
import { LOAN_SLOTS, NO_FILE, NO_TICK } from '../agents/consumers.ts'
import { expectedOdds, GRADES, gradeOf } from '../agents/underwriting.ts'
import { draw, normal } from '../random/streams.ts'
import type { World } from './world.ts'

/** A charge-off stays visible at the bureau for five years (Regulation on the Administration of Credit Reporting, art. 16). */
const VISIBLE_MONTHS = 60

/** Grounds of refusal. */
export const REFUSALS = ['', 'risk', 'concurrentLenders', 'pastDueHere', 'chargeOff', 'debtService'] as const
const RISK = 1
const CONCURRENT_LENDERS = 2
const PAST_DUE_HERE = 3
const CHARGE_OFF_ON_FILE = 4
const DEBT_SERVICE = 5

/** The lender's answer; `grade` is set even when it refuses on other grounds. */
export interface Decision {
  /** Position in REFUSALS; 0 where it approves. */
  refusal: number
  approved: boolean
  grade: number
  aprBp: number
  amountFen: number
}

const words = new Int32Array(2)

/** What the bureau's signal says of the consumer: type + error, the error fixed for life. */
export function bureauSignal(world: World, consumer: number): number {
  const { consumers: c, streams, scenario } = world
  const { bureauNoiseSd, thinFileVariance } = scenario.information
  draw(streams.bureauSignal, consumer, c.birthTick[consumer], 0, words)
  const sd = c.file[consumer] === 1 ? bureauNoiseSd * Math.sqrt(thinFileVariance) : bureauNoiseSd
  return c.risk[consumer] + sd * normal(words[0])
}

/** What a platform's own data say: type + error, one error a platform and person, correlated with the bureau's. */
export function platformSignal(world: World, consumer: number, lender: number): number {
  const { consumers: c, streams, scenario } = world
  const { platformNoiseSd, signalErrorCorrelation } = scenario.information
  draw(streams.platformSignal, consumer, c.birthTick[consumer], lender, words)
  let error = normal(words[0])
  if (signalErrorCorrelation !== 0) {
    draw(streams.bureauSignal, consumer, c.birthTick[consumer], 0, words)
    error =
      signalErrorCorrelation * normal(words[0]) + Math.sqrt(1 - signalErrorCorrelation * signalErrorCorrelation) * error
  }
  return c.risk[consumer] + platformNoiseSd * error
}

/** Decides on an application for product `j`; fills `decision`. */
export function underwrite(
  world: World,
  consumer: number,
  j: number,
  demandFen: number,
  expectedIncomeFen: number,
  decision: Decision,
): void {
  const { consumers: c, scenario, offers, regime, industry, tick } = world
  const l = offers.lender[j]
  const lender = industry.lenders[l]
  const policy = scenario.lenders[lender.class]
  const { repayment, underwriting } = scenario
  decision.approved = false
  decision.refusal = RISK
  decision.amountFen = 0

  // Debts in sight: its own in full; of others, how many reporting lenders the bureau's file lists.
  const seesBureau = policy.usesBureau && c.file[consumer] !== NO_FILE
  let ownInstalments = 0
  let pastDueHere = false
  let others0 = 0
  let others1 = 0
  const loans = c.loanCount[consumer]
  for (let slot = 0; slot < loans; slot++) {
    const at = consumer * LOAN_SLOTS + slot
    const other = offers.lender[c.loanProduct[at]]
    if (other === l) {
      ownInstalments += c.loanInstalmentFen[at]
      if (c.loanOverdue[at] > 0) pastDueHere = true
    } else if (seesBureau && scenario.lenders[industry.lenders[other].class].reportsToBureau) {
      if (other < 32) others0 |= 1 << other
      else others1 |= 1 << (other - 32)
    }
  }

  // The debt service that this loan would lead to counts, or large loans would look as safe as small ones.
  const limit = offers.limitFen[j]
  const wanted = demandFen < limit ? demandFen : limit
  const debtService = (ownInstalments + wanted / offers.postedFactor[j]) / expectedIncomeFen
  const knowledge = regime.knowledge[(policy.usesBureau ? 2 : 0) + (policy.usesPlatformData ? 1 : 0)][c.file[consumer]]
  const { weights } = knowledge
  let type = 0
  if (weights.bureau !== 0) type += weights.bureau * bureauSignal(world, consumer)
  if (weights.platform !== 0) type += weights.platform * platformSignal(world, consumer, l)
  const logOdds =
    repayment.meanTrouble +
    repayment.troubleSd * type +
    repayment.debtServiceEffect * debtService +
    (c.unemployed[consumer] === 1 ? repayment.unemploymentEffect : 0)
  const seen = policy.reportsToBureau && c.file[consumer] !== NO_FILE
  const grade = gradeOf(expectedOdds(knowledge.odds, logOdds) + (seen ? 0 : regime.unseenLogOdds))
  decision.grade = grade
  const aprBp = offers.aprBp[j * GRADES + grade]
  decision.aprBp = aprBp
  if (aprBp < 0) return
  decision.refusal = CONCURRENT_LENDERS
  if (bits(others0) + bits(others1) >= underwriting.maxLenders) return
  decision.refusal = PAST_DUE_HERE
  if (pastDueHere) return
  // No new credit while a charge-off is visible.
  decision.refusal = CHARGE_OFF_ON_FILE
  if (seesBureau && c.chargeOffTick[consumer] !== NO_TICK && tick - c.chargeOffTick[consumer] < VISIBLE_MONTHS) return
  // The amount: what is asked for, within the product's limit and what income can serve.
  const room = underwriting.debtServiceCap * expectedIncomeFen - ownInstalments
  const serviceable = Math.floor(room * offers.instalmentFactor[j * GRADES + grade])
  const amount = wanted < serviceable ? wanted : serviceable
  decision.refusal = DEBT_SERVICE
  if (amount < regime.needs.minLoanFen) return
  decision.refusal = 0
  decision.amountFen = amount
  decision.approved = true
}

function bits(mask: number): number {
  let left = mask
  let count = 0
  while (left !== 0) {
    left &= left - 1
    count++
  }
  return count
}
