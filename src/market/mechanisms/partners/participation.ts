/**
 * Loans that an intermediary makes and a partner funds in part: how each month's flows are split between the two, in
 * whole fen. What the one does not book the other does, so the two parts always sum to what the consumers did.
 */

import type { Lender } from '../../../agents/lenders/lender.ts'
import { monthlyRate, wholeFen } from '../../../base/units.ts'
import type { LenderClass } from '../../../base/vocabulary.ts'
import type { LenderClassPolicy, Scenario } from '../../../scenarios/scenario.ts'

/** What consumers did with one lender's loans in a month, fen. */
export interface LoanFlows {
  readonly originatedFen: number
  readonly interestFen: number
  readonly repaidFen: number
  readonly settledFen: number
  readonly chargedOffFen: number
  readonly recoveredFen: number
}

/** The partner's part of those flows, what passes between the two, and where the partner's part of the book ends. */
export interface Participation extends LoanFlows {
  /** Kept by the intermediary out of the partner's interest. */
  readonly facilitationFeeFen: number
  /** Paid by the intermediary for the partner's losses. */
  readonly guaranteeFen: number
  readonly closingFen: number
  /** Provisions against that part that the partner makes; what the intermediary guarantees it provides for itself. */
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
  guaranteeFen: 0,
  closingFen: 0,
  allowanceFen: 0,
}

/**
 * Splits a month. New lending goes by `share`; all that happens to the existing book goes by the partner's part of that
 * book, one flow after another, so that a part is never more than its flow and the last fen repaid leaves nothing.
 * `allowanceFen` are the provisions that the whole book calls for at the end of the month.
 */
export function splitFlows(
  bookFen: number,
  partFen: number,
  share: number,
  flows: LoanFlows,
  facilitationFee: number,
  guarantee: number,
  allowanceFen: number,
): Participation {
  if (partFen === 0 && share === 0) return NO_PARTICIPATION
  const originatedFen = wholeFen(flows.originatedFen * share)
  const interestFen = bookFen === 0 ? 0 : wholeFen(flows.interestFen * (partFen / bookFen))
  let book = bookFen + flows.interestFen
  let part = partFen + interestFen
  const leaves = (fen: number): number => {
    // Rounded up, or the last few fen of a partner that funds no more would never leave a book that lives on; but
    // neither part pays more than there is, of the flow or of what it has in the book.
    const share = book === 0 ? 0 : Math.ceil(part * (fen / book))
    const gone = Math.max(part - (book - fen), Math.min(share, fen, part))
    book -= fen
    part -= gone
    return gone
  }
  const repaidFen = leaves(flows.repaidFen)
  const settledFen = leaves(flows.settledFen)
  const chargedOffFen = leaves(flows.chargedOffFen)
  const recoveredFen =
    flows.chargedOffFen === 0 ? 0 : wholeFen(flows.recoveredFen * (chargedOffFen / flows.chargedOffFen))
  const closingFen = part + originatedFen
  const closingBook = book + flows.originatedFen
  const fee = wholeFen(partFen * monthlyRate(facilitationFee))
  return {
    originatedFen,
    interestFen,
    repaidFen,
    settledFen,
    chargedOffFen,
    recoveredFen,
    facilitationFeeFen: fee < interestFen ? fee : interestFen,
    guaranteeFen: wholeFen((chargedOffFen - recoveredFen) * guarantee),
    closingFen,
    allowanceFen: closingBook === 0 ? 0 : wholeFen(allowanceFen * (closingFen / closingBook) * (1 - guarantee)),
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
    guaranteeFen: sum((one) => one.guaranteeFen),
    closingFen: sum((one) => one.closingFen),
    allowanceFen: sum((one) => one.allowanceFen),
  }
}

/** Whether a lender answers for its partner's losses, and so has a reason to rate borrowers well. */
export function guaranteesOthers(policy: Pick<LenderClassPolicy, 'guarantee'>, { partnerShare }: Lender): boolean {
  return policy.guarantee > 0 && partnerShare > 0
}

/** Share of new lending that a class's partners would fund: what it asks for, as far as regulation allows. */
export function partnerShareAllowed(scenario: Scenario, of: LenderClass): number {
  return Math.min(scenario.lenders[of].partnerShare, 1 - scenario.regulation.minOwnFunding)
}

/** The partner's own capital admits participations at the rate at which it admits its own loans; whole per cent. */
export function partnerShareNow(allowed: number, partner: Lender): number {
  return Math.floor(allowed * partner.fundedShare * 100 + 1e-9) / 100
}

/**
 * Annual cost of the money in a loan: each funds its part at its own cost. Pricing covers this whole; how the two share
 * what is left is the facilitation fee's business.
 */
export function blendedFundsRate(ownRate: number, partnerRate: number, share: number): number {
  return share === 0 ? ownRate : (1 - share) * ownRate + share * partnerRate
}
