/** The lender's side of an application: debts in sight, score, grade, rules, amount. It sees no private trait. */
import { LOAN_SLOTS, NO_FILE, REPORTED } from '../agents/consumers.ts'
import { GRADES } from '../agents/expected-loss.ts'
import { incomeLimitFen, limitAtGradeFen } from '../agents/limits.ts'
import type { Decision } from './apply.ts'
import { gradedLimitFen, isFundedBy } from './hooks.ts'
import { rate } from './rating.ts'
import type { Market, People } from './world.ts'

/** Positions in REFUSALS. */
const RISK = 1
const CONCURRENT_LENDERS = 2
const PAST_DUE_HERE = 3
const PAST_DUE_ELSEWHERE = 4
const DEBT_SERVICE = 5

/** Debts of the applicant that the lender at work sees. */
const inSight = { instalmentsFen: 0, otherLenders: 0, pastDueHere: false, pastDueElsewhere: false }

/** Decides on an application for a product; fills `decision`. `type` is the risk type that the lender's data show. */
export function decide(
  world: Market & People,
  consumer: number,
  product: number,
  demandFen: number,
  expectedIncomeFen: number,
  type: number,
  decision: Decision,
): void {
  lookAtDebts(world, consumer, world.offers.lender[product])
  decideInSight(world, consumer, product, demandFen, expectedIncomeFen, type, decision)
}

/** The same once `lookAtDebts` has looked at this applicant's debts for the lender of the product. */
export function decideInSight(
  world: Market & People,
  consumer: number,
  product: number,
  demandFen: number,
  expectedIncomeFen: number,
  type: number,
  decision: Decision,
): void {
  const { consumers: c, offers, scenario, regime } = world
  const { underwriting, products } = scenario
  const lender = offers.lender[product]
  const policy = regime.policies[offers.classOfLender[lender]]
  decision.approved = false
  decision.facilitated = false
  decision.refusal = RISK
  decision.amountFen = 0

  // The debt service that this loan would lead to counts, or large loans would look as safe as small ones.
  const limit = offers.limitFen[product]
  const bestFen = incomeLimitFen(underwriting, policy, expectedIncomeFen, c.file[consumer])
  const most = bestFen < limit ? bestFen : limit
  const wanted = demandFen < most ? demandFen : most
  const debtService = (inSight.instalmentsFen + wanted / offers.postedFactor[product]) / expectedIncomeFen
  decision.debtService = debtService
  rate(world, consumer, product, type, debtService, decision, lender)
  const cell = product * GRADES + decision.grade
  decision.aprBp = offers.aprBp[cell]
  if (decision.aprBp < 0) return
  decision.refusal = CONCURRENT_LENDERS
  if (inSight.otherLenders >= underwriting.maxLenders) return
  decision.refusal = PAST_DUE_HERE
  if (inSight.pastDueHere) return
  decision.refusal = PAST_DUE_ELSEWHERE
  if (inSight.pastDueElsewhere) return
  // The amount: what is asked for, within the product's limit, so many months of income, and what income can serve.
  const room = underwriting.debtServiceCap * expectedIncomeFen - inSight.instalmentsFen
  const serviceable = Math.floor(room * offers.instalmentFactor[cell])
  // A checkout rates the customer and sets the limit by it.
  const limitHere = offers.graded[product] === 1 ? gradedLimitFen(limit, products.gradedLimits, decision.grade) : limit
  const ofIncome = limitAtGradeFen(underwriting, bestFen, decision.grade)
  const least = ofIncome < limitHere ? ofIncome : limitHere
  const within = wanted < least ? wanted : least
  const amount = within < serviceable ? within : serviceable
  decision.refusal = DEBT_SERVICE
  if (amount < regime.needs.minLoanFen) return
  decision.refusal = 0
  decision.amountFen = amount
  decision.approved = true
}

/**
 * Fills what decisions go by: a lender's own loans in full; of reported ones elsewhere what the mode of sharing shows. It holds
 * for all products of the lender.
 */
export function lookAtDebts(
  { consumers: c, offers, scenario, regime }: Market & People,
  consumer: number,
  lender: number,
): void {
  const { sharing } = scenario.credit
  const seesBureau = regime.policies[offers.classOfLender[lender]].usesBureau && c.file[consumer] !== NO_FILE
  const seesOthers = seesBureau && sharing !== 'none'
  const seesInstalments = sharing === 'full'
  let instalments = 0
  let pastDueHere = false
  let pastDueElsewhere = false
  let others0 = 0
  let others1 = 0
  const end = consumer * LOAN_SLOTS + c.loanCount[consumer]
  for (let at = consumer * LOAN_SLOTS; at < end; at++) {
    const other = offers.lender[c.loanProduct[at]]
    if (other === lender) {
      instalments += c.loanInstalmentFen[at]
      if (c.loanOverdue[at] > 0) pastDueHere = true
    } else {
      // A facilitated loan is on the books of who funds it.
      const isHeld = isFundedBy(offers, other, c.loanFlags[at], lender)
      if (!isHeld && !(seesOthers && (c.loanFlags[at] & REPORTED) !== 0)) continue
      if (c.loanOverdue[at] > 0) pastDueElsewhere = true
      if (!isHeld && !seesInstalments) continue
      instalments += c.loanInstalmentFen[at]
      if (other < 32) others0 |= 1 << other
      else others1 |= 1 << (other - 32)
    }
  }
  inSight.instalmentsFen = instalments
  inSight.otherLenders = bits(others0) + bits(others1)
  inSight.pastDueHere = pastDueHere
  inSight.pastDueElsewhere = pastDueElsewhere
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
