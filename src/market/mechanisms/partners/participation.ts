/** What the books of an intermediary and of its funding partner say of facilitated loans, month by month, in whole fen. */

import type { Lender } from '../../../agents/lenders/lender.ts'
import { monthlyRate, wholeFen } from '../../../base/units.ts'
import type { LenderClass } from '../../../base/vocabulary.ts'
import type { LenderClassPolicy, Scenario } from '../../../scenarios/scenario.ts'

/** What consumers did with facilitated loans in a month, fen. */
export interface LoanFlows {
  readonly originatedFen: number
  readonly interestFen: number
  readonly repaidFen: number
  readonly settledFen: number
  readonly chargedOffFen: number
  readonly recoveredFen: number
}

/** Those flows, which the partner books, what passes between the two, and where book and guarantee end. */
export interface Participation extends LoanFlows {
  /** The intermediary's, out of the interest. */
  readonly facilitationFeeFen: number
  /** Paid to the partner out of the guarantee. */
  readonly guaranteePaidFen: number
  /** What is left of the guarantee. */
  readonly guaranteeFen: number
  readonly closingFen: number
  /** Provisions that the partner makes: what the guarantee does not cover. */
  readonly allowanceFen: number
}

export const NO_PARTICIPATION: Participation = {
  originatedFen: 0,
  interestFen: 0,
  repaidFen: 0,
  settledFen: 0,
  chargedOffFen: 0,
  recoveredFen: 0,
  facilitationFeeFen: 0,
  guaranteePaidFen: 0,
  guaranteeFen: 0,
  closingFen: 0,
  allowanceFen: 0,
}

/** The month of an intermediary's facilitated loans; fee and guarantee are those in force. */
export function facilitatedMonth(
  /** Balance and guarantee at the start. */
  bookFen: number,
  guaranteedFen: number,
  flows: LoanFlows,
  { facilitationFee, guarantee }: Pick<LenderClassPolicy, 'facilitationFee' | 'guarantee'>,
  /** Provisions that the balance at the end calls for. */
  provisionsFen: number,
): Participation {
  const { originatedFen, interestFen, repaidFen, settledFen, chargedOffFen, recoveredFen } = flows
  const fee = wholeFen(bookFen * monthlyRate(facilitationFee))
  const lossFen = chargedOffFen - recoveredFen
  const guaranteePaidFen = lossFen < guaranteedFen ? lossFen : guaranteedFen
  // What is repaid needs no guarantee any more, and what nobody needs goes back.
  const oldFen = bookFen + interestFen - repaidFen - settledFen - chargedOffFen
  const gone = repaidFen + settledFen - interestFen
  const stands = oldFen === 0 ? 0 : gone > 0 ? oldFen / (oldFen + gone) : 1
  const left = wholeFen((guaranteedFen - guaranteePaidFen) * stands)
  const guaranteeFen = left + wholeFen(originatedFen * guarantee)
  return {
    ...flows,
    facilitationFeeFen: fee < interestFen ? fee : interestFen,
    guaranteePaidFen,
    guaranteeFen,
    closingFen: oldFen + originatedFen,
    allowanceFen: provisionsFen > guaranteeFen ? provisionsFen - guaranteeFen : 0,
  }
}

/** Flows of several participations together: what a partner of many intermediaries books. */
export function sumParticipations(all: readonly Participation[]): Participation {
  if (all.length === 0) return NO_PARTICIPATION
  const sum = (of: (one: Participation) => number): number => all.reduce((fen, one) => fen + of(one), 0)
  return {
    originatedFen: sum((one) => one.originatedFen),
    interestFen: sum((one) => one.interestFen),
    repaidFen: sum((one) => one.repaidFen),
    settledFen: sum((one) => one.settledFen),
    chargedOffFen: sum((one) => one.chargedOffFen),
    recoveredFen: sum((one) => one.recoveredFen),
    facilitationFeeFen: sum((one) => one.facilitationFeeFen),
    guaranteePaidFen: sum((one) => one.guaranteePaidFen),
    guaranteeFen: sum((one) => one.guaranteeFen),
    closingFen: sum((one) => one.closingFen),
    allowanceFen: sum((one) => one.allowanceFen),
  }
}

/** Whether a lender answers for its partner's losses, and so has a reason to rate borrowers well. */
export function guaranteesOthers(policy: Pick<LenderClassPolicy, 'guarantee'>, { facilitatedShare }: Lender): boolean {
  return policy.guarantee > 0 && facilitatedShare > 0
}

/** Share of applications that a class takes to its partners: what it asks for, as far as regulation allows. */
export function facilitatedAllowed(scenario: Scenario, of: LenderClass): number {
  return Math.min(scenario.lenders[of].facilitatedShare, 1 - scenario.regulation.minOwnFunding)
}

/** The partner's own capital admits facilitated loans at the rate at which it admits its own; whole per cent. */
export function facilitatedNow(allowed: number, partner: Lender): number {
  return Math.floor(allowed * partner.fundedShare * 100 + 1e-9) / 100
}

/**
 * Annual cost of the money in a loan, each of the two at its own. A price is one for all borrowers of a grade, so it covers
 * the mean; how the two share what is left is the facilitation fee's business.
 */
export function blendedFundsRate(ownRate: number, partnerRate: number, share: number): number {
  return share === 0 ? ownRate : (1 - share) * ownRate + share * partnerRate
}
