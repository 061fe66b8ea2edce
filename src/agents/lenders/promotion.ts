/** When a lender promotes a product: calendar, and the rule that keeps it from giving money away. */

import { exp } from '../../base/math.ts'
import { yuanFromFen } from '../../base/units.ts'
import type { Scenario } from '../../scenarios/scenario.ts'
import { effectiveApr } from '../loans.ts'
import { classPolicy, windowSum } from './lender.ts'
import { type DemandCells, shareInside } from './pricing.ts'
import type { DemandSurvey, LenderView, PublicProduct } from './view.ts'

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

/** Whether the calendar of a product calls for a promotion to start in `month`: at launch, and once every so often. */
export function promotionDue(promotion: Scenario['promotion'], month: number, launched: number, turn: number): boolean {
  if (promotion.kind === 'none' || phaseScale(promotion, month, launched) === 0) return false
  if (promotion.launchMonths > 0 && month === launched) return true
  if (promotion.campaignEvery === 0 || promotion.campaignMonths === 0) return false
  const phase = (month - launched - turn) % promotion.campaignEvery
  return month > launched + promotion.launchMonths && phase === 0
}

/** Months that a promotion starting in `month` lasts. */
export function promotionMonths(promotion: Scenario['promotion'], month: number, launched: number): number {
  return month === launched ? promotion.launchMonths : promotion.campaignMonths
}

/**
 * Size of a promotion by the product's phase of life, as a multiple of what the scenario states: launch and growth have
 * all of it, a mature product `matureDepth`.
 */
export function phaseScale(promotion: Scenario['promotion'], month: number, launched: number): number {
  return month - launched < promotion.growthMonths ? 1 : promotion.matureDepth
}

/**
 * The size with which a lender answers rivals whose deepest promotion is `rival`: as deep if it runs none (`own` 0), a
 * step deeper if it runs one that is no deeper, never beyond `maxDepth`; `own` where it has no reason to move.
 */
export function answeringScale(promotion: Scenario['promotion'], own: number, rival: number): number {
  if (rival === 0 || own > rival) return own
  const wish = own === 0 ? rival : rival + promotion.matchStep
  const scale = wish < promotion.maxDepth ? wish : promotion.maxDepth
  return scale > own ? scale : own
}

/** What a promotion is expected to bring in, yuan over the sampled shoppers. */
export interface PromotionForecast {
  /** Margin on customers whom the lender wins, repeat business included, less that lost on its own other products. */
  readonly additionalMargin: number
  /** What is given to all who take it, those who would have come anyway included, and acquiring those who are won. */
  readonly cost: number
}

/** One promotion under consideration. Savings are in posted effective APR. */
export interface PlannedPromotion {
  readonly product: number
  /** All products of the lender, this one included. */
  readonly own: readonly number[]
  readonly saving: number
  /** Saving that each product gives already, by product. */
  readonly given: Float64Array
  readonly presentBias: number
  readonly acquisitionYuan: number
  /** Cost of acquisition that break-even prices of each product hold already, per yuan-year lent. */
  readonly acquisitionInPrice: Float64Array
  readonly repeatLoans: number
}

/**
 * Expected effect of raising a product's saving from what it gives now: bookings of all the lender's products with and
 * without, as a hold-out group would show them. A rule on the average margin would also pass promotion paid to people
 * who come anyway, and one product's customers won from another of the same lender are no gain. Present bias adds to the
 * pull of a saving and not to its cost. Acquisition is counted once, for each customer who is won: it is taken out of
 * the break-even that margins are counted from.
 */
export function forecastPromotion(cells: DemandCells, planned: PlannedPromotion): PromotionForecast {
  const { shoppers, products, weight, total, share, exposure, unitMargin, priceSensitivity, nestScale } = cells
  const { product, own, saving, given, presentBias, acquisitionYuan, acquisitionInPrice, repeatLoans } = planned
  const rise = saving - given[product]
  let additionalMargin = 0
  let cost = 0
  for (let shopper = 0; shopper < shoppers; shopper++) {
    const row = shopper * products
    const w = weight[row + product]
    if (w === 0) continue
    const lifted = w * exp((priceSensitivity[shopper] * rise * (1 + presentBias)) / nestScale)
    const shareAfter = shareInside(cells, total[shopper] - w + lifted)
    let won = 0
    let margin = 0
    for (const its of own) {
      const lent = exposure[row + its]
      if (lent === 0) continue
      const before = share[shopper] * weight[row + its]
      const after = shareAfter * (its === product ? lifted : weight[row + its])
      won += after - before
      margin += (after - before) * lent * (unitMargin[row + its] + acquisitionInPrice[its])
      cost += lent * (after * (its === product ? saving : given[its]) - before * given[its])
    }
    // Those who only change products would have come back all the same.
    const lent = exposure[row + product]
    const again = lent === 0 ? margin : won * lent * (unitMargin[row + product] + acquisitionInPrice[product])
    additionalMargin += margin + repeatLoans * again
    cost += won * acquisitionYuan
  }
  return { additionalMargin, cost }
}

/** Whether a promotion may run, and why or why not. */
export interface Verdict {
  readonly allowed: boolean
  readonly why: string
}

/** Whether the scenario's rule lets a lender promote its product at `place` at `scale`. */
export function affordable(view: LenderView, demand: DemandSurvey | null, place: number, scale: number): Verdict {
  const { promotion } = view.scenario
  if (isSpent(view, view.ownProduct(place).launched)) {
    return { allowed: false, why: 'promotion spending of twelve months exceeds its share of profit' }
  }
  if (promotion.rule === 'perCustomer' || promotion.rule === 'both') {
    if (demand === null) return { allowed: true, why: 'a launch: no demand is known yet that could speak against it' }
    const forecast = forecastPromotion(demand, planned(view, place, scale))
    if (forecast.additionalMargin < forecast.cost) {
      return { allowed: false, why: 'additional customers would not pay for what all customers are given' }
    }
    return { allowed: true, why: 'additional customers are expected to pay for it' }
  }
  return { allowed: true, why: promotion.rule === 'none' ? 'no rule forbids it' : 'within its share of profit' }
}

type Spender = Pick<LenderView, 'scenario' | 'month' | 'books'>

/** Whether the rule lets a lender promote a product launched then for nobody, since it has spent too much on promotions. */
function isSpent({ scenario: { promotion }, month, books }: Spender, launched: number): boolean {
  if (promotion.rule !== 'perLender' && promotion.rule !== 'both') return false
  const allowance = Math.max(0, windowSum(books.profitFen)) * promotion.profitShare
  // A launch is for newcomers, who have no history; from then on spending has to be earned.
  return month > launched && windowSum(books.promotionFen) > allowance
}

/** Whether the rule has a lender look at demand before it promotes a product that was launched then. */
export function looksAtDemand(spender: Spender, launched: number): boolean {
  const { rule } = spender.scenario.promotion
  return (rule === 'perCustomer' || rule === 'both') && !isSpent(spender, launched)
}

/** What a promotion would give, to whom, and what the lender gives already. */
function planned(view: LenderView, product: number, scale: number): PlannedPromotion {
  const { scenario, offers, books, own } = view
  const { acquisitionCost } = classPolicy(scenario, books.class)
  const given = new Float64Array(offers.count)
  const acquisitionInPrice = new Float64Array(offers.count)
  for (const place of own) {
    const its = view.ownProduct(place)
    if (isPromoted(its, view.month)) given[place] = savingOf(view, place, its.promotionScale)
    const yuanYears = (yuanFromFen(its.ticketFen) * offers.lifeMonths[place]) / 12
    acquisitionInPrice[place] = (acquisitionCost * books.newCustomerShare) / yuanYears
  }
  return {
    product,
    own,
    saving: savingOf(view, product, scale),
    given,
    presentBias: scenario.choice.presentBias,
    acquisitionYuan: acquisitionCost,
    acquisitionInPrice,
    repeatLoans: scenario.promotion.repeatLoans,
  }
}

export function isPromoted({ withdrawn, promotedUntil }: PublicProduct, month: number): boolean {
  return withdrawn === null && promotedUntil !== null && promotedUntil > month
}

/** Posted effective APR that a promotion of this scale takes off. */
function savingOf({ scenario, offers }: LenderView, place: number, scale: number): number {
  const terms = promotionTerms(scenario.promotion, scale)
  return offers.posted[place] - promotedApr(offers.posted[place], offers.termMonths[place], terms)
}

/** Scale of the deepest promotion among rivals' products that are as like one's own as the scenario says; 0 = none. */
export function deepestRival({ scenario, lender, offers, shelf, month }: LenderView, place: number): number {
  let deepest = 0
  shelf.forEach((product, other) => {
    if (product.lender === lender || !isPromoted(product, month)) return
    if (offers.similarity[place * offers.count + other] < scenario.promotion.matchSimilarity) return
    deepest = Math.max(deepest, product.promotionScale)
  })
  return deepest
}
