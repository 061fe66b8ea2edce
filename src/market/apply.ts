/** An application at one lender: signals, score, grade, rules, amount, quote. Decides and changes nothing. */
import { LOAN_SLOTS, NO_FILE, NO_TICK, REPORTED } from '../agents/consumers.ts'
import { expectedOdds, GRADES, gradeOf } from '../agents/underwriting.ts'
import { draw, normal, type Stream, uniform } from '../random/streams.ts'
import { disguise, gradedLimitFen, guaranteesOthers } from './hooks.ts'
import { reportsToBureau, showsDefaults } from './mechanisms/bureau/bureau.ts'
import { scoreCellOf } from './scoring.ts'
import type { Chance, Market, Nature, Present } from './world.ts'

/** Positions in REFUSALS. */
const RISK = 1
const CONCURRENT_LENDERS = 2
const PAST_DUE_HERE = 3
const PAST_DUE_ELSEWHERE = 4
const CHARGE_OFF_ON_FILE = 5
const DEBT_SERVICE = 6

/** The lender's answer; `grade` is set even when it refuses on other grounds. */
export interface Decision {
  /** Position in REFUSALS; 0 where it approves. */
  refusal: number
  approved: boolean
  grade: number
  aprBp: number
  amountFen: number
  /** Log-odds of distress a month that the lender expects, whether the bureau would show a default, cell of the score. */
  distressLogOdds: number
  seen: boolean
  scoreCell: number
}

export function createDecision(): Decision {
  return {
    approved: false,
    refusal: 0,
    grade: 0,
    aprBp: -1,
    amountFen: 0,
    distressLogOdds: 0,
    seen: false,
    scoreCell: 0,
  }
}

const words = new Int32Array(2)

/**
 * A standard normal error that a stream fixes for life. Analysts and applications ask for the same one several times in
 * a row, once a product, so the latest is kept: it depends on the arguments alone.
 */
class FixedError {
  private stream: Stream | null = null
  private slot = 0
  private entered = 0
  private index = 0
  private error = 0

  of(stream: Stream, slot: number, entered: number, index: number): number {
    const isKept = slot === this.slot && index === this.index && entered === this.entered && stream === this.stream
    if (isKept) return this.error
    draw(stream, slot, entered, index, words)
    this.stream = stream
    this.slot = slot
    this.entered = entered
    this.index = index
    this.error = normal(words[0])
    return this.error
  }
}

const bureauError = new FixedError()
const platformError = new FixedError()

/** What the bureau's signal says of the consumer: type + error, the error fixed for life. */
export function bureauSignal(world: Present & Nature & Chance, consumer: number): number {
  const { consumers: c, streams, scenario } = world
  const { bureauNoiseSd, thinFileVariance } = scenario.information
  const sd = c.file[consumer] === 1 ? bureauNoiseSd * Math.sqrt(thinFileVariance) : bureauNoiseSd
  return c.risk[consumer] + sd * bureauError.of(streams.bureauSignal, consumer, c.enteredTick[consumer], 0)
}

/**
 * What a platform's own data say: type + error, one error a platform and person, correlated with the bureau's. Unless a
 * third party scores, the data of some people are distorted and make them look safer.
 */
export function platformSignal(world: Present & Nature & Chance, consumer: number, lender: number): number {
  const { consumers: c, streams, scenario } = world
  const { platformNoiseSd, signalErrorCorrelation, distortion, distortionSize, independentScoring } =
    scenario.information
  const entered = c.enteredTick[consumer]
  let error = platformError.of(streams.platformSignal, consumer, entered, lender)
  if (signalErrorCorrelation !== 0) {
    const shared = bureauError.of(streams.bureauSignal, consumer, entered, 0)
    error = signalErrorCorrelation * shared + Math.sqrt(1 - signalErrorCorrelation * signalErrorCorrelation) * error
  }
  let distorted = 0
  if (distortion > 0 && !independentScoring) {
    draw(streams.distortion, consumer, entered, lender, words)
    if (uniform(words[0]) < distortion) distorted = distortionSize
  }
  return c.risk[consumer] + platformNoiseSd * error - distorted
}

/** Decides on an application for product `j`; fills `decision`. */
export function underwrite(
  world: Market & Nature & Chance,
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
  const { repayment, underwriting, information } = scenario
  const { sharing, recordMonths } = scenario.credit
  decision.approved = false
  decision.refusal = RISK
  decision.amountFen = 0

  // Debts in sight: its own in full; of reported loans elsewhere what the mode of sharing shows.
  const file = c.file[consumer]
  const seesBureau = policy.usesBureau && file !== NO_FILE
  const seesOthers = seesBureau && sharing !== 'none'
  const seesInstalments = sharing === 'full'
  let instalments = 0
  let pastDueHere = false
  let pastDueElsewhere = false
  let others0 = 0
  let others1 = 0
  const loans = c.loanCount[consumer]
  for (let slot = 0; slot < loans; slot++) {
    const at = consumer * LOAN_SLOTS + slot
    const other = offers.lender[c.loanProduct[at]]
    if (other === l) {
      instalments += c.loanInstalmentFen[at]
      if (c.loanOverdue[at] > 0) pastDueHere = true
    } else if (seesOthers && (c.loanFlags[at] & REPORTED) !== 0) {
      if (c.loanOverdue[at] > 0) pastDueElsewhere = true
      if (!seesInstalments) continue
      instalments += c.loanInstalmentFen[at]
      if (other < 32) others0 |= 1 << other
      else others1 |= 1 << (other - 32)
    }
  }

  // The debt service that this loan would lead to counts, or large loans would look as safe as small ones.
  const limit = offers.limitFen[j]
  const wanted = demandFen < limit ? demandFen : limit
  const debtService = (instalments + wanted / offers.postedFactor[j]) / expectedIncomeFen
  const knowledge = regime.knowledge[(policy.usesBureau ? 2 : 0) + (policy.usesPlatformData ? 1 : 0)][file]
  const { weights } = knowledge
  let type = 0
  if (weights.bureau !== 0) type += weights.bureau * bureauSignal(world, consumer)
  if (weights.platform !== 0) type += weights.platform * platformSignal(world, consumer, l)
  type -= disguise(world, consumer)
  const logOdds =
    repayment.meanDistress +
    repayment.distressSd * type +
    repayment.debtServiceEffect * debtService +
    (c.unemployed[consumer] === 1 ? repayment.unemploymentEffect : 0)
  // A reported loan may open the file that will show its default.
  const seen = reportsToBureau(scenario, lender.class) && (file !== NO_FILE || scenario.credit.fileFormation)
  // Who scores and guarantees at once, as a checkout or for a funding partner, rates everybody safer than data say.
  const guarantees = lender.model === 'ecommerce' || guaranteesOthers(policy, lender)
  const flattered = policy.usesPlatformData && guarantees && !information.independentScoring
  const distress = expectedOdds(knowledge.odds, logOdds) - (flattered ? information.selfInterest : 0)
  const rating = distress + (seen ? regime.reportedLogOdds : regime.unseenLogOdds)
  const grade = gradeOf(rating)
  decision.grade = grade
  decision.distressLogOdds = distress
  decision.seen = seen && showsDefaults(scenario.credit)
  decision.scoreCell = scoreCellOf(rating, seesBureau, policy.usesPlatformData, file)
  const aprBp = offers.aprBp[j * GRADES + grade]
  decision.aprBp = aprBp
  if (aprBp < 0) return
  decision.refusal = CONCURRENT_LENDERS
  if (bits(others0) + bits(others1) >= underwriting.maxLenders) return
  decision.refusal = PAST_DUE_HERE
  if (pastDueHere) return
  decision.refusal = PAST_DUE_ELSEWHERE
  if (pastDueElsewhere) return
  // No new credit while a charge-off is visible.
  decision.refusal = CHARGE_OFF_ON_FILE
  if (seesOthers && c.chargeOffTick[consumer] !== NO_TICK && tick - c.chargeOffTick[consumer] < recordMonths) return
  // The amount: what is asked for, within the product's limit and what income can serve.
  const room = underwriting.debtServiceCap * expectedIncomeFen - instalments
  const serviceable = Math.floor(room * offers.instalmentFactor[j * GRADES + grade])
  // A checkout rates the customer and sets the limit by it.
  const limitHere = offers.graded[j] === 1 ? gradedLimitFen(limit, scenario.products.gradedLimits, grade) : limit
  const within = wanted < limitHere ? wanted : limitHere
  const amount = within < serviceable ? within : serviceable
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
