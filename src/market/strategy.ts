/** Step 2 of the month: lenders decide on products, promotions and margins, one after another. */
import type { Product } from '../agents/lenders/lender.ts'
import { classPolicy } from '../agents/lenders/lender.ts'
import { type DemandCells, moveMargin, reviewMargin } from '../agents/lenders/pricing.ts'
import {
  answeringScale,
  forecastPromotion,
  type PlannedPromotion,
  phaseScale,
  promotionDue,
  promotionMonths,
} from '../agents/lenders/promotion.ts'
import { yuanFromFen } from '../base/units.ts'
import { surveyDemand } from './demand.ts'
import { enact, type MarketEvent } from './events.ts'
import { agreePartners } from './mechanisms/partners/partners.ts'
import { promotedApr, promotionTerms, publishOffers } from './offers.ts'
import { redesignProducts } from './redesign.ts'
import type { World } from './world.ts'

/** Products are redesigned; promotions start, end or are reconsidered; then margins are reviewed against the month's demand. */
export function planMonth(world: World): MarketEvent[] {
  const events = [...agreePartners(world), ...redesignProducts(world), ...endPromotions(world)]
  world.offers = publishOffers(world.scenario, world.industry, world.month, world.offers)
  const demand = world.samples !== null ? surveyDemand(world, analysts(world)) : null
  events.push(...startPromotions(world, demand), ...answerRivals(world, demand))
  if (world.scenario.pricing.strategic) events.push(...reviewMargins(world, demand))
  return events
}

/** Lenders that will look at demand this month: those whose turn it is to review margins, and those due to promote. */
function analysts(world: World): Uint8Array {
  const { lenders, products } = world.industry
  const asking = new Uint8Array(lenders.length)
  for (let l = 0; l < lenders.length; l++) if (reviews(world, l)) asking[l] = 1
  products.forEach((product) => {
    if (dueToPromote(world, product) || answersRivals(world, product.lender)) asking[product.lender] = 1
  })
  return asking
}

function reviews(world: World, l: number): boolean {
  const { strategic, reviewMonths } = world.scenario.pricing
  return strategic && world.industry.lenders[l].status === 'active' && l % reviewMonths === world.tick % reviewMonths
}

/** Lenders take turns by position, or every campaign would fall into the same month. */
function dueToPromote(world: World, product: Product): boolean {
  if (product.withdrawn !== null) return false
  if (world.industry.lenders[product.lender].status !== 'active') return false
  const { promotion } = world.scenario
  const turn = promotion.campaignEvery === 0 ? 0 : product.lender % promotion.campaignEvery
  return promotionDue(promotion, world.month, product.launched, turn)
}

function endPromotions(world: World): MarketEvent[] {
  const { industry, month } = world
  return industry.products.flatMap((product, j) => {
    if (product.promotedUntil === null || product.promotedUntil > month) return []
    const event = { actor: product.code, kind: 'endPromotion' as const, why: holdoutReport(world, product.lender) }
    return [
      enact(world, event, (draft) => {
        draft.products[j].promotedUntil = null
      }),
    ]
  })
}

/** What the hold-out group showed in the promotion's last month. */
function holdoutReport(world: World, lender: number): string {
  const t = world.tally.lenders
  const rate = (bookings: number, shoppers: number): string =>
    shoppers === 0 ? 'nobody' : `${bookings} of ${shoppers} considerations booked`
  const treated = rate(t.promotedBookings[lender], t.promotedShoppers[lender])
  const control = rate(t.heldOutBookings[lender], t.heldOutShoppers[lender])
  return `it ran its time; in its last month ${treated} with the promotion, ${control} in the hold-out group`
}

function startPromotions(world: World, demand: DemandCells | null): MarketEvent[] {
  const { scenario, industry, month } = world
  const { promotion } = scenario
  return industry.products.flatMap((product, j) => {
    if (!dueToPromote(world, product)) return []
    const scale = phaseScale(promotion, month, product.launched)
    const verdict = affordable(world, demand, j, scale)
    if (!verdict.allowed) return [enact(world, { actor: product.code, kind: 'refrain', why: verdict.why })]
    const until = month + promotionMonths(promotion, month, product.launched)
    return [
      enact(world, { actor: product.code, kind: 'promote', why: verdict.why }, (draft) => {
        draft.products[j].promotedUntil = until
        draft.products[j].promotionScale = scale
      }),
    ]
  })
}

/** Whether the scenario's rule lets product `j` be promoted at `scale`, and why or why not. */
function affordable(
  world: World,
  demand: DemandCells | null,
  j: number,
  scale: number,
): { allowed: boolean; why: string } {
  const { scenario, industry, month } = world
  const { promotion } = scenario
  const product = industry.products[j]
  const lender = industry.lenders[product.lender]
  const sum = (window: readonly number[]): number => window.reduce((total, value) => total + value, 0)
  if (promotion.rule === 'perLender' || promotion.rule === 'both') {
    const allowance = Math.max(0, sum(lender.profitFen)) * promotion.profitShare
    // A launch is for newcomers, who have no history; from then on spending has to be earned.
    if (month > product.launched && sum(lender.promotionFen) > allowance) {
      return { allowed: false, why: 'promotion spending of twelve months exceeds its share of profit' }
    }
  }
  if (promotion.rule === 'perCustomer' || promotion.rule === 'both') {
    if (demand === null) return { allowed: true, why: 'a launch: no demand is known yet that could speak against it' }
    const forecast = forecastPromotion(demand, planned(world, j, scale))
    if (forecast.additionalMargin < forecast.cost) {
      return { allowed: false, why: 'additional customers would not pay for what all customers are given' }
    }
    return { allowed: true, why: 'additional customers are expected to pay for it' }
  }
  return { allowed: true, why: promotion.rule === 'none' ? 'no rule forbids it' : 'within its share of profit' }
}

/** What promoting product `j` at `scale` would give, to whom, and what the lender gives already. */
function planned(world: World, j: number, scale: number): PlannedPromotion {
  const { scenario, industry, offers } = world
  const l = industry.products[j].lender
  const lender = industry.lenders[l]
  const policy = classPolicy(scenario, lender.class)
  const own: number[] = []
  for (const k of offers.active) if (offers.lender[k] === l) own.push(k)
  const given = new Float64Array(offers.count)
  const acquisitionInPrice = new Float64Array(offers.count)
  for (const k of own) {
    const product = industry.products[k]
    if (isPromoted(product, world.month)) given[k] = savingOf(world, k, product.promotionScale)
    const yuanYears = (yuanFromFen(product.ticketFen) * offers.lifeMonths[k]) / 12
    acquisitionInPrice[k] = (policy.acquisitionCost * lender.newCustomerShare) / yuanYears
  }
  return {
    product: j,
    own,
    saving: savingOf(world, j, scale),
    given,
    presentBias: scenario.choice.presentBias,
    acquisitionYuan: policy.acquisitionCost,
    acquisitionInPrice,
    repeatLoans: scenario.promotion.repeatLoans,
  }
}

function isPromoted(product: Product, month: number): boolean {
  return product.withdrawn === null && product.promotedUntil !== null && product.promotedUntil > month
}

/** Posted effective APR that a promotion of this scale takes off. */
function savingOf(world: World, j: number, scale: number): number {
  const { scenario, offers } = world
  const terms = promotionTerms(scenario.promotion, scale)
  return offers.posted[j] - promotedApr(offers.posted[j], offers.termMonths[j], terms)
}

/** Lenders take turns to look at their rivals' promotions, as they do with margins. */
function answersRivals(world: World, l: number): boolean {
  const { promotion, pricing } = world.scenario
  return promotion.match && promotion.kind !== 'none' && l % pricing.reviewMonths === world.tick % pricing.reviewMonths
}

/**
 * A price war: a lender whose close rivals promote starts to promote too, or goes deeper, where the scenario's rule lets
 * it. One after another, each seeing what those before it have just done; the rotation starts elsewhere each month.
 */
function answerRivals(world: World, demand: DemandCells | null): MarketEvent[] {
  const { scenario, month, tick, offers } = world
  const { promotion } = scenario
  if (!promotion.match) return []
  const events: MarketEvent[] = []
  const lenders = world.industry.lenders.length
  for (let turn = 0; turn < lenders; turn++) {
    const l = (turn + tick) % lenders
    if (!answersRivals(world, l)) continue
    for (const j of offers.active) {
      if (offers.lender[j] !== l) continue
      const product = world.industry.products[j]
      const own = isPromoted(product, month) ? product.promotionScale : 0
      const scale = answeringScale(promotion, own, deepestRival(world, j))
      if (scale <= own) continue
      const verdict = affordable(world, demand, j, scale)
      if (!verdict.allowed) {
        events.push(enact(world, { actor: product.code, kind: 'refrain', why: verdict.why }))
        continue
      }
      const why = own === 0 ? 'close rivals promote' : 'close rivals promote as deeply'
      events.push(
        enact(world, { actor: product.code, kind: 'promote', why: `${why}; ${verdict.why}` }, (draft) => {
          draft.products[j].promotedUntil = month + Math.max(1, promotion.campaignMonths)
          draft.products[j].promotionScale = scale
        }),
      )
    }
  }
  return events
}

/** Scale of the deepest promotion among other lenders' products that are as like product `j` as the scenario says; 0 = none. */
function deepestRival(world: World, j: number): number {
  const { scenario, industry, offers, month } = world
  let deepest = 0
  for (const k of offers.active) {
    if (offers.lender[k] === offers.lender[j] || !isPromoted(industry.products[k], month)) continue
    if (offers.similarity[j * offers.count + k] < scenario.promotion.matchSimilarity) continue
    deepest = Math.max(deepest, industry.products[k].promotionScale)
  }
  return deepest
}

/**
 * A third (with `reviewMonths` 3) of the lenders review margins each month, one after another: each compares its
 * expected booked margin just before and just after a step, given what those before it have just done. All at once
 * on realised profit would be collusion by accident.
 */
function reviewMargins(world: World, demand: DemandCells | null): MarketEvent[] {
  const { scenario, tick, offers } = world
  if (demand === null || demand.shoppers === 0) return []
  const { step } = scenario.pricing
  const events: MarketEvent[] = []
  const lenders = world.industry.lenders.length
  for (let turn = 0; turn < lenders; turn++) {
    // The rotation starts elsewhere each month, so that nobody always moves last.
    const l = (turn + tick) % lenders
    if (!reviews(world, l)) continue
    const own: number[] = []
    for (const j of offers.active) if (offers.lender[j] === l) own.push(j)
    const steps = own.map((j) => {
      const move = reviewMargin(demand, own, j, step, world.industry.lenders[l].admission)
      if (move !== 0) moveMargin(demand, j, move)
      return move
    })
    if (steps.every((move) => move === 0)) continue
    const event = {
      actor: world.industry.lenders[l].code,
      kind: 'reprice' as const,
      why: 'expected booked margin rises',
    }
    events.push(
      enact(world, event, (draft) => {
        own.forEach((j, index) => {
          const margin = draft.products[j].margin + steps[index]
          // Margins are multiples of the step: sums of floating-point steps would drift.
          draft.products[j].margin = Math.round(margin / step) * step
        })
      }),
    )
  }
  return events
}
