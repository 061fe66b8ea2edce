/**
 * Facilitated loans as they are made (助贷): which applications an intermediary takes to its funding partner, what that
 * partner says, and which flows are its own.
 */

import { FACILITATED } from '../../../agents/consumers.ts'
import { ARREARS_BUCKETS, LOAN_FLOW, LOAN_FLOWS } from '../../../base/cells.ts'
import { wholeFen } from '../../../base/units.ts'
import { REFUSALS } from '../../../base/vocabulary.ts'
import { draw, uniform } from '../../../random/streams.ts'
import type { Decision } from '../../apply.ts'
import { annualLossAt, type OfferBook } from '../../offers.ts'
import { rate } from '../../rating.ts'
import type { Chance, Counts, Market, People } from '../../world.ts'

const BY_FUNDER = REFUSALS.indexOf('funder')
const words = new Int32Array(2)

/** Whom an application for this product also goes to: the lender's funding partner, by lot; −1 if to nobody. */
export function funderAsked(world: Market & People & Chance, consumer: number, product: number): number {
  const { offers, industry, streams, consumers: c } = world
  const place = offers.lender[product]
  const { facilitatedShare } = industry.lenders[place]
  if (facilitatedShare === 0) return -1
  if (facilitatedShare < 1) {
    // One lot a need and lender: asking again does not change it.
    draw(streams.facilitate, consumer, c.needTick[consumer], place, words)
    if (uniform(words[0]) >= facilitatedShare) return -1
  }
  return offers.funder[place]
}

/**
 * The funding partner looks at an application that the intermediary has approved: it rates it by its own data, of which
 * `type` is what they show, and refuses where the loss it expects, less what the guarantee can pay, is beyond its cut-off.
 * It asks for no file. Its refusal ends the application. `look` is room for its rating.
 */
export function secondLook(
  world: Market & People,
  consumer: number,
  product: number,
  funder: number,
  type: number,
  look: Decision,
  decision: Decision,
): void {
  const { offers, scenario, industry } = world
  rate(world, consumer, product, type, decision.debtService, look, funder)
  const bank = industry.lenders[funder]
  const { guarantee } = scenario.lenders[industry.lenders[offers.lender[product]].class]
  const net =
    annualLossAt(offers, bank.lossMultiplier, look.grade) - guaranteeAYear(guarantee, offers.lifeMonths[product])
  if (net <= scenario.lenders[bank.class].lossCutoff) {
    decision.facilitated = true
    return
  }
  decision.approved = false
  decision.refusal = BY_FUNDER
  decision.amountFen = 0
}

/**
 * What the guarantee can pay a year, over the balance: each loan brings a share of its amount, and so many loans a year
 * follow one another in a balance.
 */
export function guaranteeAYear(guarantee: number, lifeMonths: number): number {
  return (guarantee * 12) / lifeMonths
}

/**
 * The lender's own money in lending of `decision`, whole fen: all of it, or of a facilitated loan what it guarantees; the rest
 * is counted as asked of its partner.
 */
export function stakeFen({ scenario, industry, tally }: Market & Counts, lender: number, decision: Decision): number {
  const { amountFen, facilitated } = decision
  if (!facilitated) return amountFen
  tally.lenders.facilitatedApprovedFen[lender] += amountFen
  return wholeFen(amountFen * scenario.lenders[industry.lenders[lender].class].guarantee)
}

/** Counts a flow (`LOAN_FLOW`) of the loan at `at` for the partner, if it is facilitated. */
export function countFlow(
  { consumers: c, tally }: People & Counts,
  at: number,
  lender: number,
  flow: number,
  fen: number,
): void {
  if ((c.loanFlags[at] & FACILITATED) !== 0) tally.facilitatedFlowFen[lender * LOAN_FLOWS + flow] += fen
}

/** Counts a loan made for the partner. */
export function countFacilitated({ tally }: Counts, lender: number, { facilitated, amountFen }: Decision): void {
  if (!facilitated) return
  tally.market.facilitated++
  tally.market.facilitatedFen += amountFen
  tally.facilitatedFlowFen[lender * LOAN_FLOWS + LOAN_FLOW.originated] += amountFen
}

/** Counts the balance of the loan at `at`, `overdue` months past due, for the partner, if it is facilitated. */
export function countHeld({ consumers: c, tally }: People & Counts, at: number, lender: number, overdue: number): void {
  if ((c.loanFlags[at] & FACILITATED) === 0) return
  tally.facilitatedFen[lender * ARREARS_BUCKETS + overdue] += c.loanBalanceFen[at]
}

/** Whether a loan of `lender` with these flags is on the books of `funder`. */
export function isFundedBy(offers: OfferBook, lender: number, loanFlags: number, funder: number): boolean {
  return (loanFlags & FACILITATED) !== 0 && offers.funder[lender] === funder
}
