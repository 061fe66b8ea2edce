/** Revolving lines in the month: what is left of them, drawing on them, their statements and payments. */
import {
  FACILITATED,
  GRADE_MASK,
  LINE_FACILITATED,
  LINE_MASK,
  LOAN_SLOTS,
  type PublicConsumers,
  REVOLVING,
} from '../../../agents/consumers.ts'
import { incomeLimitFen, limitAtGradeFen } from '../../../agents/limits.ts'
import { fenFromYuan, monthlyRateOfBasisPoints, wholeFen } from '../../../base/units.ts'
import { draw, uniform } from '../../../random/streams.ts'
import type { Scenario } from '../../../scenarios/scenario.ts'
import type { Decision } from '../../apply.ts'
import { NO_FUNDER, type OfferBook } from '../../offers.ts'
import { expectedIncomeFen } from '../../public-rules.ts'
import type { Chance, Counts, Market, People, Present, Supply } from '../../world.ts'
import { gradedLimitFen, minimumPaymentFen } from './terms.ts'

/** What `openLine` says of somebody without a line that may be drawn on. */
export const NO_LINE = -1
/** `loanRemaining` of a line: it has no last instalment. */
export const ENDLESS = 255

const words = new Int32Array(2)

/** Whether this consumer pays lines in full whenever cash allows; a trait for life. */
export function paysInFull(world: Present & People & Chance, consumer: number): boolean {
  const { streams, consumers: c, scenario } = world
  draw(streams.revolve, consumer, c.enteredTick[consumer], 0, words)
  return uniform(words[0]) < scenario.products.transactors
}

/** Whether the rates of lines mean nothing to this consumer: they have interest-free months, and this one pays in full. */
export function paysNoRate(world: Market & People & Chance, consumer: number): boolean {
  return world.offers.freeLines && paysInFull(world, consumer)
}

/** Whether a product costs nothing to somebody of whom `paysNoRate` says `free`. */
export function isFree(offers: OfferBook, free: boolean, product: number): boolean {
  return free && offers.revolving[product] === 1
}

/** Whether a loan is a line, by its flags. */
export function isLine(loanFlags: number): boolean {
  return (loanFlags & REVOLVING) !== 0
}

/** Limit of a consumer's line of a product granted at a grade: by the product, and by what the consumer earns now. */
export function lineFen(world: Market & People, consumer: number, product: number, grade: number): number {
  const { consumers: c, offers, scenario, industry, tick } = world
  const { underwriting, lenders, products } = scenario
  const ofProduct = gradedLimitFen(offers.limitFen[product], products.gradedLimits, grade)
  const policy = lenders[industry.lenders[offers.lender[product]].class]
  const income = expectedIncomeFen(world, consumer, tick - c.birthTick[consumer])
  const bestFen = incomeLimitFen(underwriting, policy, income, c.file[consumer])
  const ofIncome = limitAtGradeFen(underwriting, bestFen, grade)
  return ofIncome < ofProduct ? ofIncome : ofProduct
}

/** Slot of the consumer's line of a product, if anything is owed on it; −1 if not. */
export function lineSlot(c: PublicConsumers, consumer: number, product: number): number {
  for (let slot = 0; slot < c.loanCount[consumer]; slot++) {
    const at = consumer * LOAN_SLOTS + slot
    if (c.loanProduct[at] === product && (c.loanFlags[at] & REVOLVING) !== 0) return slot
  }
  return -1
}

/** Whether somebody lends what is drawn on a facilitated line. */
function isFunded({ funder, lender }: OfferBook, product: number): boolean {
  return funder[lender[product]] !== NO_FUNDER
}

/** Grade at which the line last paid off was granted. */
function idleGrade(c: PublicConsumers, consumer: number): number {
  return (c.lineGrade[consumer] & LINE_MASK) - 1
}

/**
 * What may still be drawn without asking, fen; NO_LINE where there is no line, or something is past due on it. What is owed
 * on a line whose funding partner lends no more stays owed to it, and nothing is left to draw.
 */
export function openLine(world: Market & People, consumer: number, product: number): number {
  const { consumers: c } = world
  const slot = lineSlot(c, consumer, product)
  if (slot >= 0) {
    const at = consumer * LOAN_SLOTS + slot
    if (c.loanOverdue[at] > 0) return NO_LINE
    if ((c.loanFlags[at] & FACILITATED) !== 0 && !isFunded(world.offers, product)) return 0
    const left = lineFen(world, consumer, product, c.loanGrade[at] & GRADE_MASK) - c.loanBalanceFen[at]
    return left > 0 ? left : 0
  }
  if (c.lineGrade[consumer] === 0 || c.lineProduct[consumer] !== product) return NO_LINE
  const isFacilitated = (c.lineGrade[consumer] & LINE_FACILITATED) !== 0
  if (isFacilitated && !isFunded(world.offers, product)) return NO_LINE
  return lineFen(world, consumer, product, idleGrade(c, consumer))
}

/** Whether there is a line of the product to draw on without an application. */
export function isOpenLine(world: Market & People, consumer: number, product: number): boolean {
  return world.offers.revolving[product] === 1 && openLine(world, consumer, product) !== NO_LINE
}

/** Whether the consumer has a line of any product, drawn on or not. */
export function hasLine({ consumers: c }: People, consumer: number): boolean {
  if (c.lineGrade[consumer] !== 0) return true
  const end = consumer * LOAN_SLOTS + c.loanCount[consumer]
  for (let at = consumer * LOAN_SLOTS; at < end; at++) if (isLine(c.loanFlags[at])) return true
  return false
}

/** Fills `decision` with the terms on which the line was granted, for a purchase of `amountFen`. */
export function drawOn(world: People, consumer: number, product: number, amountFen: number, decision: Decision): void {
  const { consumers: c } = world
  const slot = lineSlot(c, consumer, product)
  const at = consumer * LOAN_SLOTS + slot
  decision.approved = true
  decision.refusal = 0
  decision.grade = slot >= 0 ? c.loanGrade[at] & GRADE_MASK : idleGrade(c, consumer)
  decision.aprBp = slot >= 0 ? c.loanAprBp[at] : c.lineAprBp[consumer]
  decision.amountFen = amountFen
  decision.score = slot >= 0 ? c.loanScore[at] : c.lineScore[consumer]
  decision.isRated = false
  decision.facilitated =
    slot >= 0 ? (c.loanFlags[at] & FACILITATED) !== 0 : (c.lineGrade[consumer] & LINE_FACILITATED) !== 0
}

/** What `drawUnasked` says: there is no line to draw on, too little is left of it, or it was drawn on. */
export const NOT_OPEN = 0
export const SPENT = 1
export const DRAWN = 2

/** Within a line nobody asks again: buys on one that is open, and fills `decision` with its terms. */
export function drawUnasked(
  world: Market & People & Counts,
  consumer: number,
  product: number,
  demandFen: number,
  decision: Decision,
): number {
  const { offers, tally } = world
  if (offers.revolving[product] === 0) return NOT_OPEN
  const open = openLine(world, consumer, product)
  if (open === NO_LINE) return NOT_OPEN
  if (open < world.regime.needs.minLoanFen) return SPENT
  drawOn(world, consumer, product, demandFen < open ? demandFen : open, decision)
  tally.market.drawn++
  tally.market.drawnFen += decision.amountFen
  return DRAWN
}

/** Index of the loan that a purchase has been added to, for a line on which something is owed; −1 if there is none. */
export function addToRunning(
  world: Market & People & Counts,
  consumer: number,
  product: number,
  amountFen: number,
): number {
  const slot = world.offers.revolving[product] === 1 ? lineSlot(world.consumers, consumer, product) : -1
  if (slot < 0) return -1
  const at = consumer * LOAN_SLOTS + slot
  addToLine(world, at, amountFen)
  return at
}

/** A purchase on a line on which something is owed. The vintage stays that of the line's first purchase. */
export function addToLine(world: Present & People & Counts, at: number, amountFen: number): void {
  const { consumers: c, tally, scenario } = world
  c.loanBalanceFen[at] += amountFen
  c.loanPrincipalFen[at] += amountFen
  tally.vintageDrawnFen[c.loanTick[at]] += amountFen
  restateLine(scenario, c, at, true)
}

/** The first purchase on a line makes the loan in the slot one. */
export function openAccount(world: Present & People, consumer: number, at: number): void {
  const { consumers: c, scenario } = world
  c.loanFlags[at] |= REVOLVING
  c.loanRemaining[at] = ENDLESS
  c.loanIntroMonths[at] = scenario.products.freeMonths
  c.loanIntroPercent[at] = 0
  if (c.lineProduct[consumer] === c.loanProduct[at]) c.lineGrade[consumer] = 0
  restateLine(scenario, c, at, true)
}

/** Interest of the month's statement: none while interest-free or, as for other loans, when non-performing. */
export function statementInterestFen(c: PublicConsumers, at: number, accrues: boolean): number {
  if (!accrues || c.loanIntroMonths[at] > 0) return 0
  return wholeFen(c.loanBalanceFen[at] * monthlyRateOfBasisPoints(c.loanAprBp[at]))
}

/** Works out the minimum payment of the next statement, which is what debt service sees of a line. */
export function restateLine(scenario: Scenario, c: PublicConsumers, at: number, accrues: boolean): void {
  const { minimumPayment, minimumPaymentFloor } = scenario.products
  const interest = statementInterestFen(c, at, accrues)
  const floor = fenFromYuan(minimumPaymentFloor)
  c.loanInstalmentFen[at] = minimumPaymentFen(c.loanBalanceFen[at], interest, minimumPayment, floor)
}

/** Whether the debtor means to pay the next statement in full: a habit, kept by those who are neither in distress nor late. */
export function clearsStatement(world: Present & People & Chance, consumer: number, at: number): boolean {
  const { distress, loanOverdue } = world.consumers
  return distress[consumer] === 0 && loanOverdue[at] === 0 && paysInFull(world, consumer)
}

/**
 * What a willing debtor pays on a statement of `balanceFen`: in full if that is the habit and cash allows, else as many
 * of the minimum payments due as cash allows; in distress one at most. Moves the months past due; the caller moves the money.
 */
export function linePayment(
  world: Present & People & Chance,
  consumer: number,
  at: number,
  balanceFen: number,
): number {
  const { consumers: c } = world
  const cash = c.savingsFen[consumer]
  const overdue = c.loanOverdue[at]
  const minimum = c.loanInstalmentFen[at]
  if (cash >= balanceFen && clearsStatement(world, consumer, at)) return balanceFen
  const due = c.distress[consumer] === 1 ? 1 : overdue + 1
  const affordable = minimum > 0 && cash > 0 ? Math.floor(cash / minimum) : 0
  const count = affordable < due ? affordable : due
  const paid = count * minimum
  c.loanOverdue[at] = overdue + 1 - count
  return paid < balanceFen ? paid : balanceFen
}

/** After a payment: purchases still owed, and the next minimum. */
export function closeStatement(scenario: Scenario, c: PublicConsumers, at: number, accrues: boolean): void {
  if (c.loanPrincipalFen[at] > c.loanBalanceFen[at]) c.loanPrincipalFen[at] = c.loanBalanceFen[at]
  restateLine(scenario, c, at, accrues)
}

/** A line that is paid off stays open; a consumer keeps one such, the latest. */
export function rememberLine(c: PublicConsumers, consumer: number, at: number): void {
  const funding = (c.loanFlags[at] & FACILITATED) === 0 ? 0 : LINE_FACILITATED
  c.lineGrade[consumer] = ((c.loanGrade[at] & GRADE_MASK) + 1) | funding
  c.lineProduct[consumer] = c.loanProduct[at]
  c.lineAprBp[consumer] = c.loanAprBp[at]
  c.lineScore[consumer] = c.loanScore[at]
}

/** Counts the line of a consumer who owes nothing on it. */
export function countIdleLine(world: Market & People & Counts, consumer: number): void {
  const { consumers: c, tally } = world
  if (c.lineGrade[consumer] === 0) return
  tally.market.lineFen += lineFen(world, consumer, c.lineProduct[consumer], idleGrade(c, consumer))
  tally.market.lines++
}

/** Counts the loan at `at` if it is a line. */
export function countUsedLine(world: Market & People & Counts, at: number): void {
  const consumer = Math.floor(at / LOAN_SLOTS)
  const { consumers: c, tally } = world
  if (!isLine(c.loanFlags[at])) return
  tally.market.revolvingFen += c.loanBalanceFen[at]
  tally.market.lineFen += lineFen(world, consumer, c.loanProduct[at], c.loanGrade[at] & GRADE_MASK)
  tally.market.lines++
}

/** Closes the lines of products that are no longer offered as lines; what is owed on them stays owed. */
export function closeLines({ consumers: c, offers }: People & Supply, from: number, to: number): void {
  const { lineGrade, lineProduct } = c
  for (let consumer = from; consumer < to; consumer++) {
    if (lineGrade[consumer] !== 0 && offers.revolving[lineProduct[consumer]] === 0) lineGrade[consumer] = 0
  }
}
