/** What is on offer this month: the industry's products turned into flat arrays for the monthly loop. */

import { GRADES, gradeLoss } from '../agents/expected-loss.ts'
import { kernel, pointOf } from '../agents/lenders/design.ts'
import type { Industry, Lender, Product } from '../agents/lenders/lender.ts'
import { acquisitionFactor, classPolicy, isFounder, peersIn, pricedCosts } from '../agents/lenders/lender.ts'
import { breakEvenApr, type LoanCosts, meanLifeMonths, quoteAprBp } from '../agents/lenders/pricing.ts'
import { type PromotionTerms, phaseScale, promotedApr, promotionTerms } from '../agents/lenders/promotion.ts'
import { instalmentFactor, internalRateMonthly } from '../agents/loans.ts'
import { serviceQuality } from '../agents/satisfaction.ts'
import { ln } from '../base/math.ts'
import { basisPoints, fenFromYuan, monthlyRateOfBasisPoints, monthsFromYears } from '../base/units.ts'
import { LENDER_CLASSES, PURPOSES } from '../base/vocabulary.ts'
import { ARCHETYPE_DESIGNS, CHECKOUT_VERTICALS, rosterOf } from '../scenarios/archetypes.ts'
import type { LenderClassPolicy, Scenario } from '../scenarios/scenario.ts'
import { ENTRY_AGE } from '../scenarios/scenario.ts'
import { blendedFundsRate } from './mechanisms/partners/participation.ts'
import { capOn, isWithdrawn, youngestServed } from './mechanisms/regulation/rules.ts'
import { type LineLife, lineLife, minimumPath } from './mechanisms/revolving/terms.ts'

export const FIT_DIMENSIONS: number = PURPOSES.length

/** Entry of `funder` for a lender without a partner that lends. */
export const NO_FUNDER = 255

/** Ticks before the first that count as having always been there. */
const LONG_AGO = 1_000_000

/** What one row of the offers was published from. */
interface OfferSource {
  readonly product: Product
  readonly lender: Lender
  readonly partner: Lender | null
}

/** Offers by product; by product and grade at [product × GRADES + grade]; by purpose at [purpose × count + product]. */
export interface OfferBook {
  readonly count: number
  /** What it was published from: rows from the same sources in the same month need not be published again. */
  readonly basis: OfferBasis
  readonly month: number
  readonly sources: OfferSource[]
  /** Products on the shelf; the others are withdrawn and have loans that run off, or nothing. */
  readonly active: Uint16Array
  readonly lender: Uint8Array
  /** Index into LENDER_CLASSES by lender. */
  readonly classOfLender: Uint8Array
  /** Who books facilitated loans that a lender brings now; NO_FUNDER if nobody. */
  readonly funder: Uint8Array
  /** Quality of service by class. */
  readonly serviceQuality: Float64Array
  /** Tick before a lender's first on the market, by lender; long ago for those that were there from the start. */
  readonly enteredTick: Int32Array
  /** Highest APR that a product may carry. */
  readonly cap: Float64Array
  readonly limitFen: Float64Array
  readonly logLimit: Float64Array
  readonly termMonths: Uint8Array
  /** 1 = a revolving line, on the shelf. */
  readonly revolving: Uint8Array
  /** 1 = the limit falls with the risk grade. */
  readonly graded: Uint8Array
  /** Whether any offer is a line that somebody who pays in full has for nothing. */
  readonly freeLines: boolean
  /** Months that a unit lent is expected to bear interest. */
  readonly lifeMonths: Float64Array
  readonly fit: Float64Array
  readonly channel: Float64Array
  /** Ages served, months since 18, [from, to). */
  readonly ageFrom: Int32Array
  readonly ageTo: Int32Array
  /** Bit k set: lends for purpose k. */
  readonly purposes: Uint8Array
  /** 1 = the money goes to a merchant. */
  readonly bound: Uint8Array
  /** Contract APR by grade, basis points; -1 = refused. */
  readonly aprBp: Int32Array
  readonly breakEven: Float64Array
  /** Principal per fen of instalment, without and with the promotion. */
  readonly instalmentFactor: Float64Array
  readonly promotedFactor: Float64Array
  /** Principal per fen of instalment at the posted APR. */
  readonly postedFactor: Float64Array
  /** Posted contract APR; posted effective APR without and with the promotion. */
  readonly postedContract: Float64Array
  readonly posted: Float64Array
  readonly postedPromoted: Float64Array
  readonly promoted: Uint8Array
  /** By lender: 1 while any of its products is promoted. */
  readonly lenderPromotes: Uint8Array
  /** Terms of the promotion that runs, or that would, by product. */
  readonly promotion: PromotionTerms[]
  /** Part of utility that price, amount, age and person do not enter; the best purpose's without misfit. */
  readonly systematic: Float64Array
  readonly beforeFit: Float64Array
  /** Bounds over all offers: utility before price and fit, posted effective APR, introductory saving, λ ln(count). */
  readonly bestBeforeFit: number
  readonly lowestApr: number
  readonly largestSaving: number
  readonly varietyBound: number
  /** exp(−‖x_j − x_k‖² / 2h²) at [j × count + k]. */
  readonly similarity: Float64Array
}

/** What offers take from the scenario in force, whatever the industry. */
interface OfferBasis {
  readonly scenario: Scenario
  /** Charge-offs a year per unit of balance that grades stand for. */
  readonly losses: Float64Array
  /** Lenders at the start, by class. */
  readonly founders: readonly number[]
  readonly serviceQuality: Float64Array
}

function basisOf(scenario: Scenario): OfferBasis {
  const roster = rosterOf(scenario)
  return {
    scenario,
    losses: Float64Array.from({ length: GRADES }, (_, grade) => gradeLoss(grade)),
    founders: LENDER_CLASSES.map((of) => peersIn(roster, of).length),
    serviceQuality: new Float64Array(
      LENDER_CLASSES.map((of) => serviceQuality(classPolicy(scenario, of), scenario.service)),
    ),
  }
}

/** An offer book that is being written. */
type Draft = { -readonly [Name in keyof OfferBook]: OfferBook[Name] }

/**
 * One block of memory to cut the columns of a book from: blocks of their own, six times a month, took longer than what is
 * written in them.
 */
class Block {
  private readonly memory: ArrayBuffer
  private used = 0

  constructor(count: number, lenders: number) {
    this.memory = new ArrayBuffer(count * BYTES_PER_OFFER + lenders * BYTES_PER_LENDER + COLUMNS_AT_MOST * 8)
  }

  private next(bytes: number): number {
    const from = this.used
    // All columns begin where doubles may.
    this.used = from + Math.ceil(bytes / 8) * 8
    return from
  }

  doubles(length: number): Float64Array {
    return new Float64Array(this.memory, this.next(length * 8), length)
  }

  integers(length: number): Int32Array {
    return new Int32Array(this.memory, this.next(length * 4), length)
  }

  bytes(length: number): Uint8Array {
    return new Uint8Array(this.memory, this.next(length), length)
  }
}

const BYTES_PER_OFFER: number = (10 + FIT_DIMENSIONS + PURPOSES.length + 3 * GRADES) * 8 + (2 + GRADES) * 4 + 7
const BYTES_PER_LENDER = 4 + 3
const COLUMNS_AT_MOST = 40

/** Written out, with a double in every field that may hold one: V8 compiles the loops over offers for one shape. */
function emptyBook(count: number, lenders: number, basis: OfferBasis, month: number): Draft {
  const block = new Block(count, lenders)
  return {
    count,
    basis,
    month,
    sources: [],
    promotion: [],
    active: new Uint16Array(0),
    lender: block.bytes(count),
    classOfLender: block.bytes(lenders),
    funder: block.bytes(lenders),
    serviceQuality: basis.serviceQuality,
    enteredTick: block.integers(lenders),
    lenderPromotes: block.bytes(lenders),
    cap: block.doubles(count),
    limitFen: block.doubles(count),
    logLimit: block.doubles(count),
    termMonths: block.bytes(count),
    revolving: block.bytes(count),
    graded: block.bytes(count),
    lifeMonths: block.doubles(count),
    fit: block.doubles(count * FIT_DIMENSIONS),
    channel: block.doubles(count),
    ageFrom: block.integers(count),
    ageTo: block.integers(count),
    purposes: block.bytes(count),
    bound: block.bytes(count),
    aprBp: block.integers(count * GRADES),
    breakEven: block.doubles(count * GRADES),
    instalmentFactor: block.doubles(count * GRADES),
    promotedFactor: block.doubles(count * GRADES),
    postedFactor: block.doubles(count),
    postedContract: block.doubles(count),
    posted: block.doubles(count),
    postedPromoted: block.doubles(count),
    promoted: block.bytes(count),
    systematic: block.doubles(count * PURPOSES.length),
    beforeFit: block.doubles(count),
    similarity: new Float64Array(0),
    freeLines: false,
    bestBeforeFit: Number.NaN,
    lowestApr: Number.NaN,
    largestSaving: Number.NaN,
    varietyBound: Number.NaN,
  }
}

/** What of a book is not the industry's and the scenario's again: as it passes to another thread. */
export type OfferColumns = Omit<OfferBook, 'basis' | 'sources'>

export function offerColumns({ basis: _, sources: __, ...columns }: OfferBook): OfferColumns {
  return columns
}

/** The book of these columns, under this scenario and industry. `kept` may be of any month. */
export function bookOf(columns: OfferColumns, scenario: Scenario, industry: Industry, kept: OfferBook): OfferBook {
  const basis = kept.basis.scenario === scenario ? kept.basis : basisOf(scenario)
  // Onto an empty book, so that it has the shape that every other has.
  const book = Object.assign(emptyBook(0, 0, basis, columns.month), columns)
  book.sources = industry.products.map((product) => sourceOf(product, industry.lenders))
  return book
}

function sourceOf(product: Product, lenders: readonly Lender[]): OfferSource {
  const lender = lenders[product.lender]
  return { product, lender, partner: lender.partner === null ? null : lenders[lender.partner] }
}

/** Columns that hold as many cells for each product. */
const COLUMNS = [
  'lender',
  'cap',
  'limitFen',
  'logLimit',
  'termMonths',
  'revolving',
  'graded',
  'lifeMonths',
  'fit',
  'channel',
  'ageFrom',
  'ageTo',
  'purposes',
  'bound',
  'aprBp',
  'breakEven',
  'instalmentFactor',
  'promotedFactor',
  'postedFactor',
  'postedContract',
  'posted',
  'postedPromoted',
  'promoted',
  'beforeFit',
] as const

/** Takes over the rows of a book of as many products or fewer. */
function keepRows(book: Draft, kept: OfferBook): void {
  book.sources.push(...kept.sources)
  book.promotion.push(...kept.promotion)
  for (const name of COLUMNS) book[name].set(kept[name])
  for (let purpose = 0; purpose < PURPOSES.length; purpose++) {
    const from = purpose * kept.count
    book.systematic.set(kept.systematic.subarray(from, from + kept.count), purpose * book.count)
  }
}

/**
 * Publishes the month's offers. Of those published before, `kept`, whatever has the same sources stands: within a month
 * only the rows of products and lenders that changed, from month to month the similarities of designs that did not.
 */
export function publishOffers(scenario: Scenario, industry: Industry, month: number, kept?: OfferBook): OfferBook {
  const { products, lenders } = industry
  const count = products.length
  const basis = kept?.basis.scenario === scenario ? kept.basis : basisOf(scenario)
  const stands = kept !== undefined && kept.basis === basis && kept.month === month && kept.count <= count
  const changed: number[] = []
  for (let at = 0; at < count; at++) if (!stands || !isPublished(kept, industry, at)) changed.push(at)
  if (stands && changed.length === 0 && kept.count === count && kept.enteredTick.length === lenders.length) return kept
  const book = emptyBook(count, lenders.length, basis, month)
  if (stands) keepRows(book, kept)
  for (const at of changed) {
    book.sources[at] = sourceOf(products[at], lenders)
    writeOffer(book, at)
  }
  book.active = new Uint16Array(products.flatMap((product, at) => (product.withdrawn === null ? [at] : [])))
  book.similarity = similarities(products, scenario.choice.bandwidth, kept)
  writeLenders(book, lenders)
  writeBounds(book)
  return book
}

/** Whether the row of a product is what would be published of it now. */
function isPublished({ sources }: OfferBook, { products, lenders }: Industry, at: number): boolean {
  if (sources[at]?.product !== products[at]) return false
  const { lender, partner } = sourceOf(products[at], lenders)
  return publishesAs(sources[at].lender, lender) && publishesAs(sources[at].partner, partner)
}

/** What lenders note of themselves that no offer shows. */
const UNPUBLISHED: ReadonlySet<string> = new Set<keyof Lender>(['researchFen', 'productsEver'])

/** Whether two states of a lender offer the same. */
function publishesAs(before: Lender | null, after: Lender | null): boolean {
  if (before === after) return true
  if (before === null || after === null) return false
  const keys = Object.keys(after) as (keyof Lender)[]
  return keys.every((key) => before[key] === after[key] || UNPUBLISHED.has(key))
}

/** Writes all cells of the product at `at` from its source. */
function writeOffer(book: Draft, at: number): void {
  const { basis, month } = book
  const { scenario } = basis
  const { product, lender } = book.sources[at]
  const { design, archetype, withdrawn, promotedUntil } = product
  const isLine =
    scenario.products.revolving && archetype === 'ecommerce' && lender.model !== 'p2p' && withdrawn === null
  book.lender[at] = product.lender
  book.cap[at] = capOn(scenario, lender)
  book.limitFen[at] = design.limitFen
  book.logLimit[at] = ln(design.limitFen)
  book.termMonths[at] = design.termMonths
  book.revolving[at] = isLine ? 1 : 0
  book.graded[at] = lender.model === 'ecommerce' || isLine ? 1 : 0
  book.lifeMonths[at] = meanLifeMonths(design.termMonths)
  book.fit.set(design.fit, at * FIT_DIMENSIONS)
  book.channel[at] = design.channel
  const youngest = Math.max(ARCHETYPE_DESIGNS[archetype].ageFrom, youngestServed(scenario, lender))
  book.ageFrom[at] = monthsFromYears(youngest - ENTRY_AGE)
  book.ageTo[at] = monthsFromYears(ARCHETYPE_DESIGNS[archetype].ageTo - ENTRY_AGE)
  book.purposes[at] = purposesServed(scenario, lender, product)
  book.bound[at] = product.boundTo === null ? 0 : 1
  book.promotion[at] = promotionTerms(
    scenario.promotion,
    promotedUntil === null ? phaseScale(scenario.promotion, month, product.launched) : product.promotionScale,
  )
  // A line has its interest-free months always, so a promotion of the rate has nothing to give.
  const gives = !isLine || scenario.promotion.kind === 'rebate'
  book.promoted[at] = withdrawn === null && promotedUntil !== null && month < promotedUntil && gives ? 1 : 0
  const line = isLine ? lineOf(scenario, product) : null
  if (line !== null && line.revolverBearing > 0) book.lifeMonths[at] = line.revolverBearing
  writeQuotes(book, at, line)
  writePosted(book, scenario, at)
  writeUtility(book, at)
}

function lineOf({ products }: Scenario, { ticketFen }: Product): LineLife {
  const { minimumPayment, minimumPaymentFloor, freeMonths, transactors } = products
  return lineLife(ticketFen, freeMonths, minimumPayment, fenFromYuan(minimumPaymentFloor), transactors)
}

/** Loss a year on what a lender of this multiplier lends at a grade, collection included. */
function annualLoss({ losses, scenario }: OfferBasis, lossMultiplier: number, grade: number): number {
  const { lossGivenDefault, collectionCost } = scenario.repayment
  return losses[grade] * lossMultiplier * (lossGivenDefault + collectionCost)
}

/** The same at the losses in force. */
export function annualLossAt({ basis }: OfferBook, lossMultiplier: number, grade: number): number {
  return annualLoss(basis, lossMultiplier, grade)
}

/** Whether a lender's loss cut-off is what keeps a grade from a product, whatever price it would take. */
export function isAboveCutoff({ basis, sources }: OfferBook, product: number, grade: number): boolean {
  const { lossCutoff } = costsOf(basis.scenario, sources[product])
  return annualLoss(basis, sources[product].lender.lossMultiplier, grade) > lossCutoff
}

/** What a lender prices in, its partner's funds included. */
function costsOf(scenario: Scenario, { product, lender, partner }: OfferSource): LoanCosts & Limits {
  const costs = pricedCosts(scenario, lender)
  const { operatingRate, loanCost, applicationCost, training, merchantSubsidy, lossCutoff } = costs
  const acquisitionCost = costs.acquisitionCost * acquisitionFactor(scenario, product)
  const isShared = lender.facilitatedShare !== 0 && partner !== null
  const fundsRate = isShared
    ? blendedFundsRate(costs.fundsRate, classPolicy(scenario, partner.class).fundsRate, lender.facilitatedShare)
    : costs.fundsRate
  return { fundsRate, operatingRate, acquisitionCost, loanCost, applicationCost, training, merchantSubsidy, lossCutoff }
}

type Limits = Pick<LenderClassPolicy, 'merchantSubsidy' | 'lossCutoff'>

/** Break-even, quote and instalment factors by grade. */
function writeQuotes(book: Draft, at: number, line: LineLife | null): void {
  const { scenario, losses } = book.basis
  const { repayment } = scenario
  const { product, lender } = book.sources[at]
  const { termMonths } = product.design
  const costs = costsOf(scenario, book.sources[at])
  const loanLife = line === null ? meanLifeMonths(termMonths) : line.months
  // What merchants pay at a checkout is earned once, on the part of its lending that is for shopping.
  const subsidy = lender.model === 'ecommerce' ? costs.merchantSubsidy * shoppingShare(scenario, book.purposes[at]) : 0
  // Collecting costs too, in proportion to what is charged off.
  const lossGivenDefault = repayment.lossGivenDefault + repayment.collectionCost
  for (let grade = 0; grade < GRADES; grade++) {
    const cell = at * GRADES + grade
    const loss = losses[grade] * lender.lossMultiplier
    const perBalance = breakEvenApr(
      costs,
      loss / 12,
      lossGivenDefault,
      product.ticketFen,
      termMonths,
      loanLife,
      lender.approvalRate,
      lender.newCustomerShare,
    )
    const earned = subsidy === 0 ? perBalance : perBalance - (12 * subsidy) / loanLife
    const breakEven = line === null ? earned : carriedBy(earned, line)
    book.breakEven[cell] = breakEven
    book.aprBp[cell] = quoteAprBp(breakEven, product.margin, book.cap[at], loss * lossGivenDefault, costs.lossCutoff)
    writeFactors(book, scenario, at, cell)
  }
}

function writeFactors(book: Draft, scenario: Scenario, at: number, cell: number): void {
  const refused = book.aprBp[cell] < 0
  if (refused || book.revolving[at] === 1) {
    // The service of a line is its minimum payment.
    const factor = refused ? 0 : 1 / scenario.products.minimumPayment
    book.instalmentFactor[cell] = factor
    book.promotedFactor[cell] = factor
    return
  }
  const termMonths = book.termMonths[at]
  const rate = monthlyRateOfBasisPoints(book.aprBp[cell])
  const { introMonths, introPercent } = book.promotion[at]
  book.instalmentFactor[cell] = instalmentFactor(termMonths, rate, 0, 0)
  book.promotedFactor[cell] = instalmentFactor(termMonths, rate, introMonths, (rate * introPercent) / 100)
}

/** The APR that a product posts, and what it comes to. */
function writePosted(book: Draft, scenario: Scenario, at: number): void {
  const { product } = book.sources[at]
  const { minimumPayment, minimumPaymentFloor, freeMonths } = scenario.products
  const termMonths = book.termMonths[at]
  const posted = postedApr(book.aprBp, at, product.gradeMix, book.cap[at])
  book.postedContract[at] = posted
  if (book.revolving[at] === 0) {
    book.postedFactor[at] = instalmentFactor(termMonths, posted / 12, 0, 0)
    book.posted[at] = posted
    book.postedPromoted[at] = promotedApr(posted, termMonths, book.promotion[at])
    return
  }
  const floor = fenFromYuan(minimumPaymentFloor) / product.ticketFen
  const payments = minimumPath(freeMonths, posted / 12, minimumPayment, floor)
  book.postedFactor[at] = 1 / minimumPayment
  book.posted[at] = internalRateMonthly(1, payments) * 12
  book.postedPromoted[at] = internalRateMonthly(1 + book.promotion[at].rebateShare, payments) * 12
}

function writeUtility(book: Draft, at: number): void {
  const { scenario, founders, serviceQuality: quality } = book.basis
  const { choice, needs } = scenario
  const { product, lender } = book.sources[at]
  const { design } = product
  const of = LENDER_CLASSES.indexOf(lender.class)
  const { count } = book
  const atHand = product.boundTo === null ? 0 : choice.pointOfSale
  const ofLender = choice.service * quality[of] + choice.brand * brandOf(lender, founders[of]) + atHand
  let best = -Infinity
  PURPOSES.forEach((name, purpose) => {
    let misfit = 0
    for (let d = 0; d < FIT_DIMENSIONS; d++) {
      const gap = (d === purpose ? 1 : 0) - design.fit[d]
      misfit += gap * gap
    }
    const beforeFit = ofLender - choice.term * (Math.abs(design.termMonths - needs.term[name]) / 12)
    book.systematic[purpose * count + at] = beforeFit - choice.misfit * misfit
    best = Math.max(best, beforeFit)
  })
  book.beforeFit[at] = best
}

function writeLenders(book: Draft, lenders: readonly Lender[]): void {
  const { scenario } = book.basis
  lenders.forEach((lender, at) => {
    book.classOfLender[at] = LENDER_CLASSES.indexOf(lender.class)
    const { partner } = lender
    book.funder[at] = partner !== null && lenders[partner].status === 'active' ? partner : NO_FUNDER
    book.enteredTick[at] = isFounder(scenario, lender) ? -LONG_AGO : lender.entered - 1 + scenario.horizon.burnIn
  })
  for (const at of book.active) if (book.promoted[at] === 1) book.lenderPromotes[book.lender[at]] = 1
}

function writeBounds(book: Draft): void {
  const { products, choice } = book.basis.scenario
  book.freeLines = products.freeMonths > 0 && book.revolving.includes(1)
  book.bestBeforeFit = -Infinity
  // Borrowers who pay a line in full pay no interest.
  book.lowestApr = book.freeLines ? 0 : Infinity
  book.largestSaving = 0
  for (const at of book.active) {
    const posted = book.posted[at]
    const apr = book.promoted[at] === 1 ? Math.min(posted, book.postedPromoted[at]) : posted
    book.bestBeforeFit = Math.max(book.bestBeforeFit, book.beforeFit[at])
    book.lowestApr = Math.min(book.lowestApr, apr)
    book.largestSaving = Math.max(book.largestSaving, posted - apr)
  }
  book.varietyBound = choice.nestScale * ln(Math.max(1, book.active.length))
}

/** exp(−‖x_j − x_k‖² / 2h²); those of two designs that `kept` holds stand. */
function similarities(products: readonly Product[], bandwidth: number, kept: OfferBook | undefined): Float64Array {
  const count = products.length
  const before = kept?.basis.scenario.choice.bandwidth === bandwidth ? kept : null
  const moved = products.map(({ design }, at) => before?.sources[at]?.product.design !== design)
  if (before?.count === count && !moved.includes(true)) return before.similarity
  const points = products.map(({ design }) => pointOf(design))
  const similarity = new Float64Array(count * count)
  if (before !== null) {
    const common = Math.min(before.count, count)
    for (let a = 0; a < common; a++) {
      similarity.set(before.similarity.subarray(a * before.count, a * before.count + common), a * count)
    }
  }
  for (let a = 0; a < count; a++) {
    if (before !== null && !moved[a]) continue
    for (let b = 0; b < count; b++) {
      const value = a === b ? 1 : kernel(bandwidth, points[a], points[b])
      similarity[a * count + b] = value
      similarity[b * count + a] = value
    }
  }
  return similarity
}

/** Break-even of the balance that bears interest, when it has to carry the rest. */
function carriedBy(breakEven: number, line: LineLife): number {
  if (line.bearing > 0) return (breakEven * line.months) / line.bearing
  return breakEven > 0 ? Infinity : 0
}

/** Share of shopping among the needs that a mask of purposes lets in. */
function shoppingShare(scenario: Scenario, purposes: number): number {
  let all = 0
  PURPOSES.forEach((purpose, k) => {
    if ((purposes & (1 << k)) !== 0) all += scenario.needs.share[purpose]
  })
  return all > 0 ? scenario.needs.share.shopping / all : 0
}

/**
 * Log of a lender's size over the mean of its class at the start: with β_b = λ, choice shares would go with size. Those
 * who come and go change nobody else's name.
 */
function brandOf(lender: Lender, founders: number): number {
  return ln(lender.weight * Math.max(1, founders))
}

/** The mean APR over the grades that a product has lately lent to; where it lends to none, the cap. */
function postedApr(aprBp: Int32Array, product: number, mix: readonly number[], cap: number): number {
  let weight = 0
  let sum = 0
  for (let grade = 0; grade < GRADES; grade++) {
    const bp = aprBp[product * GRADES + grade]
    if (bp < 0) continue
    weight += mix[grade]
    sum += mix[grade] * bp
  }
  if (weight > 0) return basisPoints(sum / weight / 10000) / 10000
  for (let grade = 0; grade < GRADES; grade++) {
    const bp = aprBp[product * GRADES + grade]
    if (bp >= 0) return bp / 10000
  }
  return cap
}

/**
 * Bit mask of the purposes a product may be used for: all of them, but only its own if it is bound to one, at a checkout
 * what it sells, and none once it is withdrawn or the lender has given up, while the lender's capital allows no lending, or where the law
 * forbids the product.
 */
function purposesServed(scenario: Scenario, lender: Lender, product: Product): number {
  const { archetype, boundTo, withdrawn } = product
  if (withdrawn !== null || lender.fundedShare === 0 || lender.status !== 'active') return 0
  if (isWithdrawn(scenario, lender, product)) return 0
  if (boundTo === null) return (1 << PURPOSES.length) - 1
  if (lender.model !== 'ecommerce') return 1 << PURPOSES.indexOf(boundTo)
  return CHECKOUT_VERTICALS[archetype].reduce((mask, purpose) => mask | (1 << PURPOSES.indexOf(purpose)), 0)
}
