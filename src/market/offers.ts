/** What is on offer this month: the industry's products turned into flat arrays for the monthly loop. */

import { squaredDistance } from '../agents/design.ts'
import type { Industry, Lender, Product } from '../agents/lenders.ts'
import { classPolicy, isFounder, peersIn, pricedCosts } from '../agents/lenders.ts'
import { effectiveApr, instalmentFactor, internalRateMonthly } from '../agents/loans.ts'
import { breakEvenApr, meanLifeMonths, modelledHazards, quoteAprBp } from '../agents/pricing.ts'
import { phaseScale } from '../agents/promotion.ts'
import { advertisingReach, serviceQuality } from '../agents/satisfaction.ts'
import { GRADES } from '../agents/underwriting.ts'
import { exp, ln } from '../base/math.ts'
import { basisPoints, fenFromYuan, monthlyRateOfBasisPoints, monthsFromYears } from '../base/units.ts'
import { LENDER_CLASSES, PURPOSES } from '../base/vocabulary.ts'
import { ARCHETYPE_DESIGNS, CHECKOUT_VERTICALS, rosterOf } from '../scenarios/archetypes.ts'
import type { Scenario } from '../scenarios/scenario.ts'
import { ENTRY_AGE } from '../scenarios/scenario.ts'
import { blendedFundsRate } from './mechanisms/partners/participation.ts'
import { capOn, isWithdrawn, youngestServed } from './mechanisms/regulation/rules.ts'
import { type LineLife, lineLife, minimumPath } from './mechanisms/revolving/terms.ts'

export const FIT_DIMENSIONS: number = PURPOSES.length

/** Ticks before the first that count as having always been there. */
const LONG_AGO = 1_000_000

/** Terms of one promotion as they enter contracts. */
export interface PromotionTerms {
  readonly introMonths: number
  /** Share of the rate charged in those months, per cent. */
  readonly introPercent: number
  readonly rebateShare: number
}

export const NO_PROMOTION: PromotionTerms = { introMonths: 0, introPercent: 100, rebateShare: 0 }

/** Introductory months fit a byte of the loan. */
const MOST_INTRO_MONTHS = 255

/**
 * Terms of a promotion of `scale` times what the scenario states. Below 1 it gives less, above it gives more of the same:
 * once the first months bear no interest at all, more of them do so.
 */
export function promotionTerms(promotion: Scenario['promotion'], scale = 1): PromotionTerms {
  switch (promotion.kind) {
    case 'none':
      return NO_PROMOTION
    case 'interestFree':
      return introductory(promotion.introMonths, scale)
    case 'feeCut':
      return introductory(promotion.introMonths, promotion.depth * scale)
    case 'rebate':
      return { introMonths: 0, introPercent: 100, rebateShare: Math.min(1, promotion.depth * scale) }
  }
}

/** `depth` is the share of interest waived; what is above all of it lengthens the time. */
function introductory(introMonths: number, depth: number): PromotionTerms {
  return {
    introMonths: depth > 1 ? Math.min(MOST_INTRO_MONTHS, Math.round(introMonths * depth)) : introMonths,
    introPercent: depth > 1 ? 0 : Math.round(100 * (1 - depth)),
    rebateShare: 0,
  }
}

/** Effective APR of a product posted at `apr` under the terms of a promotion. */
export function promotedApr(apr: number, termMonths: number, terms: PromotionTerms): number {
  const rate = apr / 12
  return effectiveApr(termMonths, rate, terms.introMonths, (rate * terms.introPercent) / 100, terms.rebateShare)
}

/** Offers by product j; by product and grade at [j × GRADES + grade]; by purpose and product at [purpose × count + j]. */
export interface OfferBook {
  readonly count: number
  /** Products on the shelf; the others are withdrawn and have loans that run off, or nothing. */
  readonly active: Uint16Array
  readonly lender: Uint8Array
  /** Index into LENDER_CLASSES by lender. */
  readonly classOfLender: Uint8Array
  /** Quality of service by class. */
  readonly serviceQuality: Float64Array
  /** Tick before a lender's first on the market, by lender; long ago for those that were there from the start. */
  readonly enteredTick: Int32Array
  /** Highest APR that product j may carry. */
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
  readonly promotion: readonly PromotionTerms[]
  /** Part of utility that price, amount, age and person do not enter. */
  readonly systematic: Float64Array
  /** Bounds over all offers: utility before price and fit, posted effective APR, introductory saving, λ ln(count). */
  bestBeforeFit: number
  lowestApr: number
  largestSaving: number
  readonly varietyBound: number
  /** exp(−‖x_j − x_k‖² / 2h²) at [j × count + k]. */
  readonly similarity: Float64Array
}

/** Publishes the month's offers. */
export function publishOffers(scenario: Scenario, industry: Industry, month: number): OfferBook {
  const { products, lenders } = industry
  const { choice, repayment, needs } = scenario
  const count = products.length
  const hazards = modelledHazards(repayment)
  const promotions = products.map((product) =>
    promotionTerms(
      scenario.promotion,
      product.promotedUntil === null ? phaseScale(scenario.promotion, month, product.launched) : product.promotionScale,
    ),
  )
  const roster = rosterOf(scenario)
  const founders = LENDER_CLASSES.map((of) => peersIn(roster, of).length)
  const active = Uint16Array.from(products.flatMap((product, j) => (product.withdrawn === null ? [j] : [])))
  const revolving = Uint8Array.from(products, (product) =>
    scenario.products.revolving &&
    product.archetype === 'ecommerce' &&
    lenders[product.lender].model !== 'p2p' &&
    product.withdrawn === null
      ? 1
      : 0,
  )
  // A line has its interest-free months always, so a promotion of the rate has nothing to give.
  const rebate = scenario.promotion.kind === 'rebate'
  const book: OfferBook = {
    count,
    active,
    lender: Uint8Array.from(products, (product) => product.lender),
    classOfLender: Uint8Array.from(lenders, (lender) => LENDER_CLASSES.indexOf(lender.class)),
    serviceQuality: Float64Array.from(LENDER_CLASSES, (of) =>
      serviceQuality(classPolicy(scenario, of), scenario.service),
    ),
    enteredTick: Int32Array.from(lenders, (lender) =>
      isFounder(scenario, lender) ? -LONG_AGO : lender.entered - 1 + scenario.horizon.burnIn,
    ),
    cap: Float64Array.from(products, (product) => capOn(scenario, lenders[product.lender])),
    limitFen: Float64Array.from(products, (product) => product.design.limitFen),
    logLimit: Float64Array.from(products, (product) => ln(product.design.limitFen)),
    termMonths: Uint8Array.from(products, (product) => product.design.termMonths),
    revolving,
    graded: Uint8Array.from(products, (product, j) =>
      lenders[product.lender].model === 'ecommerce' || revolving[j] === 1 ? 1 : 0,
    ),
    freeLines: scenario.products.freeMonths > 0 && revolving.includes(1),
    lifeMonths: Float64Array.from(products, (product) => meanLifeMonths(product.design.termMonths)),
    fit: Float64Array.from(products.flatMap((product) => product.design.fit)),
    channel: Float64Array.from(products, (product) => product.design.channel),
    ageFrom: Int32Array.from(products, (p) => {
      const youngest = youngestServed(scenario, lenders[p.lender])
      return monthsFromYears(Math.max(ARCHETYPE_DESIGNS[p.archetype].ageFrom, youngest) - ENTRY_AGE)
    }),
    ageTo: Int32Array.from(products, (p) => monthsFromYears(ARCHETYPE_DESIGNS[p.archetype].ageTo - ENTRY_AGE)),
    purposes: Uint8Array.from(products, (product) => purposesServed(scenario, lenders[product.lender], product)),
    aprBp: new Int32Array(count * GRADES),
    breakEven: new Float64Array(count * GRADES),
    instalmentFactor: new Float64Array(count * GRADES),
    promotedFactor: new Float64Array(count * GRADES),
    postedFactor: new Float64Array(count),
    postedContract: new Float64Array(count),
    posted: new Float64Array(count),
    postedPromoted: new Float64Array(count),
    promoted: Uint8Array.from(products, (p, j) =>
      p.withdrawn === null && p.promotedUntil !== null && month < p.promotedUntil && (revolving[j] === 0 || rebate)
        ? 1
        : 0,
    ),
    lenderPromotes: new Uint8Array(lenders.length),
    promotion: promotions,
    systematic: new Float64Array(PURPOSES.length * count),
    bestBeforeFit: -Infinity,
    lowestApr: Infinity,
    largestSaving: 0,
    varietyBound: choice.nestScale * ln(Math.max(1, active.length)),
    similarity: new Float64Array(count * count),
  }
  products.forEach((product, j) => {
    const lender = lenders[product.lender]
    const policy = pricedCosts(scenario, lender)
    const { termMonths } = product.design
    const { minimumPayment, minimumPaymentFloor, freeMonths, transactors } = scenario.products
    const floorFen = fenFromYuan(minimumPaymentFloor)
    const isLine = revolving[j] === 1
    const line = isLine ? lineLife(product.ticketFen, freeMonths, minimumPayment, floorFen, transactors) : null
    const costs =
      lender.partnerShare === 0 || lender.partner === null
        ? policy
        : {
            ...policy,
            fundsRate: blendedFundsRate(
              policy.fundsRate,
              classPolicy(scenario, lenders[lender.partner].class).fundsRate,
              lender.partnerShare,
            ),
          }
    // What merchants pay at a checkout is earned once, on the part of its lending that is for shopping.
    const subsidy =
      lender.model === 'ecommerce' ? policy.merchantSubsidy * shoppingShare(scenario, book.purposes[j]) : 0
    if (line !== null && line.revolverBearing > 0) book.lifeMonths[j] = line.revolverBearing
    for (let grade = 0; grade < GRADES; grade++) {
      const at = j * GRADES + grade
      const hazard = hazards[grade] * lender.lossMultiplier
      // Collecting costs too, in proportion to what is charged off.
      const lossGivenDefault = repayment.lossGivenDefault + repayment.collectionCost
      const loanLife = line === null ? meanLifeMonths(termMonths) : line.months
      const perBalance = breakEvenApr(
        costs,
        hazard,
        lossGivenDefault,
        product.ticketFen,
        termMonths,
        loanLife,
        lender.approvalRate,
        lender.newCustomerShare,
      )
      const earned = subsidy === 0 ? perBalance : perBalance - (12 * subsidy) / loanLife
      const breakEven = line === null ? earned : carriedBy(earned, line)
      const annualLoss = 12 * hazard * lossGivenDefault
      const aprBp = quoteAprBp(breakEven, product.margin, book.cap[j], annualLoss, costs.lossCutoff)
      book.breakEven[at] = breakEven
      book.aprBp[at] = aprBp
      if (aprBp < 0) continue
      if (isLine) {
        // The service of a line is its minimum payment.
        book.instalmentFactor[at] = 1 / minimumPayment
        book.promotedFactor[at] = 1 / minimumPayment
        continue
      }
      const rate = monthlyRateOfBasisPoints(aprBp)
      const { introMonths, introPercent } = promotions[j]
      book.instalmentFactor[at] = instalmentFactor(termMonths, rate, 0, 0)
      book.promotedFactor[at] = instalmentFactor(termMonths, rate, introMonths, (rate * introPercent) / 100)
    }
    const posted = postedApr(book, j, product.gradeMix, book.cap[j])
    book.postedFactor[j] = instalmentFactor(termMonths, posted / 12, 0, 0)
    book.postedContract[j] = posted
    book.posted[j] = posted
    book.postedPromoted[j] = promotedApr(posted, termMonths, promotions[j])
    if (isLine) {
      const payments = minimumPath(freeMonths, posted / 12, minimumPayment, floorFen / product.ticketFen)
      book.postedFactor[j] = 1 / minimumPayment
      book.posted[j] = internalRateMonthly(1, payments) * 12
      book.postedPromoted[j] = internalRateMonthly(1 + promotions[j].rebateShare, payments) * 12
    }
    const brand = brandOf(lender, founders[book.classOfLender[product.lender]])
    PURPOSES.forEach((purpose, k) => {
      let misfit = 0
      for (let d = 0; d < FIT_DIMENSIONS; d++) {
        const gap = (d === k ? 1 : 0) - product.design.fit[d]
        misfit += gap * gap
      }
      const termGap = Math.abs(termMonths - needs.term[purpose]) / 12
      const beforeFit =
        choice.service * book.serviceQuality[book.classOfLender[product.lender]] +
        choice.brand * brand -
        choice.term * termGap
      book.systematic[k * count + j] = beforeFit - choice.misfit * misfit
      if (product.withdrawn === null) book.bestBeforeFit = Math.max(book.bestBeforeFit, beforeFit)
    })
    products.forEach((other, k) => {
      const squared = squaredDistance(product.design, other.design)
      book.similarity[j * count + k] = exp(-squared / (2 * choice.bandwidth * choice.bandwidth))
    })
  })
  // Whoever pays a line in full pays no interest.
  if (book.freeLines) book.lowestApr = 0
  for (const j of active) {
    if (book.promoted[j] === 1) book.lenderPromotes[book.lender[j]] = 1
    const apr = book.promoted[j] === 1 ? Math.min(book.posted[j], book.postedPromoted[j]) : book.posted[j]
    book.lowestApr = Math.min(book.lowestApr, apr)
    book.largestSaving = Math.max(book.largestSaving, book.posted[j] - apr)
  }
  return book
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

/** The APR that a product posts: the mean over the grades it has lately lent to; where it lends to none, the cap. */
function postedApr(book: OfferBook, product: number, mix: readonly number[], cap: number): number {
  let weight = 0
  let sum = 0
  for (let grade = 0; grade < GRADES; grade++) {
    const bp = book.aprBp[product * GRADES + grade]
    if (bp < 0) continue
    weight += mix[grade]
    sum += mix[grade] * bp
  }
  if (weight > 0) return basisPoints(sum / weight / 10000) / 10000
  for (let grade = 0; grade < GRADES; grade++) {
    const bp = book.aprBp[product * GRADES + grade]
    if (bp >= 0) return bp / 10000
  }
  return cap
}

/**
 * Bit mask of the purposes a product may be used for: all of them, but at a checkout only what it sells, and none
 * once it is withdrawn or the lender has given up, while the lender's capital allows no lending, or where the law
 * forbids the product.
 */
function purposesServed(scenario: Scenario, lender: Lender, { archetype, withdrawn }: Product): number {
  if (withdrawn !== null || lender.admission === 0 || lender.status !== 'active') return 0
  if (isWithdrawn(scenario, lender, archetype)) return 0
  if (lender.model !== 'ecommerce') return (1 << PURPOSES.length) - 1
  return CHECKOUT_VERTICALS[archetype].reduce((mask, purpose) => mask | (1 << PURPOSES.indexOf(purpose)), 0)
}

/** Months after which an old state of awareness counts as this old. */
export const AWARENESS_MEMORY = 256

/** Chances of knowing a lender after some months without an update; by class, since lenders come and go. */
export interface AwarenessTable {
  /** Long-run share aware, by lender class: a / (a + forgetting). */
  readonly longRun: Float64Array
  /** (1 − a − forgetting)^months at [class × AWARENESS_MEMORY + months]. */
  readonly memory: Float64Array
}

/** A consumer learns of an unknown lender with the chance that advertising reaches it within a month and forgets a known one with `forgetting`. */
export function awarenessTable(scenario: Scenario): AwarenessTable {
  const longRun = new Float64Array(LENDER_CLASSES.length)
  const memory = new Float64Array(LENDER_CLASSES.length * AWARENESS_MEMORY)
  LENDER_CLASSES.forEach((name, of) => {
    const learn = advertisingReach(scenario.lenders[name])
    const flow = learn + scenario.awareness.forgetting
    longRun[of] = flow === 0 ? 0 : learn / flow
    for (let m = 0, left = 1; m < AWARENESS_MEMORY; m++, left *= 1 - flow) memory[of * AWARENESS_MEMORY + m] = left
  })
  return { longRun, memory }
}
