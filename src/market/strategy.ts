/** Step 2 of the month: lenders decide on products, promotions and margins, one after another. */
import type { Product } from '../agents/lenders/lender.ts'
import { marginSteps } from '../agents/lenders/pricing.ts'
import {
  affordable,
  answeringScale,
  deepestRival,
  isPromoted,
  looksAtDemand,
  phaseScale,
  promotionDue,
  promotionMonths,
} from '../agents/lenders/promotion.ts'
import type { Surveyor } from '../agents/lenders/view.ts'
import { CONSIDERING, offersOf, openAnswers } from './answers.ts'
import { enact, enactOnProducts, type MarketEvent, type ProductEdits } from './events.ts'
import { lenderView } from './lender-view.ts'
import { agreePartners } from './mechanisms/partners/partners.ts'
import { bindGeneralProducts } from './mechanisms/regulation/general-loans.ts'
import { withLastMonth } from './past.ts'
import { redesignProducts } from './redesign.ts'
import { openSurvey, type Question } from './survey.ts'
import type { Counts, Market, MutableMarket, Planning, Present, World } from './world.ts'

/** Products are redesigned; promotions start, end or are reconsidered; then margins are reviewed against the month's demand. */
export function planMonth(world: World): MarketEvent[] {
  world.pastMonths = withLastMonth(world.pastMonths, world)
  const { pricing, products } = world.scenario
  const answers = openAnswers(world, Math.max(pricing.shopperSample, products.researchSample), world.desk)
  const events = [
    ...agreePartners(world),
    ...bindGeneralProducts(world),
    ...redesignProducts(world, answers),
    ...endPromotions(world),
  ]
  world.offers = offersOf(world, world.industry, answers)
  const survey = world.samples === null ? null : openSurvey(world, analysts(world), answers)
  // Asked once, about the offers as redesign left them.
  survey?.now()
  events.push(...startPromotions(world, survey), ...answerRivals(world, survey))
  if (pricing.strategic) events.push(...reviewMargins(world, survey))
  return events
}

/** Lenders that will look at demand this month: those whose turn it is to review margins, and those due to promote. */
function analysts(world: Market): Question {
  const { lenders, products } = world.industry
  const asking = new Uint8Array(lenders.length)
  for (let l = 0; l < lenders.length; l++) if (reviews(world, l)) asking[l] = CONSIDERING
  products.forEach((product) => {
    if (!dueToPromote(world, product) && !answersRivals(world, product.lender)) return
    const { scenario, month } = world
    const books = lenders[product.lender]
    if (looksAtDemand({ scenario, month, books }, product.launched)) asking[product.lender] = CONSIDERING
  })
  return { asking, most: world.scenario.pricing.shopperSample }
}

function reviews(world: Market, l: number): boolean {
  const { strategic, reviewMonths } = world.scenario.pricing
  return strategic && world.industry.lenders[l].status === 'active' && l % reviewMonths === world.tick % reviewMonths
}

/** Lenders take turns by position, or every campaign would fall into the same month. */
function dueToPromote(world: Market, product: Product): boolean {
  if (product.withdrawn !== null) return false
  if (world.industry.lenders[product.lender].status !== 'active') return false
  const { promotion } = world.scenario
  const turn = promotion.campaignEvery === 0 ? 0 : product.lender % promotion.campaignEvery
  return promotionDue(promotion, world.month, product.launched, turn)
}

function endPromotions(world: MutableMarket & Counts): MarketEvent[] {
  const { industry, month } = world
  return industry.products.flatMap((product, j) => {
    if (product.promotedUntil === null || product.promotedUntil > month) return []
    const event = { actor: product.code, kind: 'endPromotion' as const, why: holdoutReport(world, product.lender) }
    return [enactOnProducts(world, event, [[j, { promotedUntil: null }]])]
  })
}

/** What the hold-out group showed in the promotion's last month. */
function holdoutReport(world: Counts, lender: number): string {
  const t = world.tally.lenders
  const rate = (bookings: number, shoppers: number): string =>
    shoppers === 0 ? 'nobody' : `${bookings} of ${shoppers} considerations booked`
  const treated = rate(t.promotedBookings[lender], t.promotedShoppers[lender])
  const control = rate(t.heldOutBookings[lender], t.heldOutShoppers[lender])
  return `it ran its time; in its last month ${treated} with the promotion, ${control} in the hold-out group`
}

function startPromotions(world: Planning, survey: Surveyor | null): MarketEvent[] {
  const { scenario, industry, month } = world
  const { promotion } = scenario
  return industry.products.flatMap((product, place) => {
    if (!dueToPromote(world, product)) return []
    const scale = phaseScale(promotion, month, product.launched)
    const view = lenderView(world, product.lender, survey)
    const { allowed, why } = affordable(view, survey?.now() ?? null, place, scale)
    if (!allowed) return [enact(world, { actor: product.code, kind: 'refrain', why })]
    return [promote(world, place, scale, promotionMonths(promotion, month, product.launched), why)]
  })
}

function promote(world: MutableMarket, place: number, scale: number, months: number, why: string): MarketEvent {
  const { code } = world.industry.products[place]
  const values = { promotedUntil: world.month + months, promotionScale: scale }
  return enactOnProducts(world, { actor: code, kind: 'promote', why }, [[place, values]])
}

/** Lenders take turns to look at their rivals' promotions, as they do with margins. */
function answersRivals(world: Present, l: number): boolean {
  const { promotion, pricing } = world.scenario
  return promotion.match && promotion.kind !== 'none' && l % pricing.reviewMonths === world.tick % pricing.reviewMonths
}

/**
 * A price war: a lender whose close rivals promote starts to promote too, or goes deeper, where the scenario's rule lets
 * it. One after another, each seeing what those before it have just done; the rotation starts elsewhere each month.
 */
function answerRivals(world: Planning, survey: Surveyor | null): MarketEvent[] {
  const { promotion } = world.scenario
  if (!promotion.match) return []
  const events: MarketEvent[] = []
  const lenders = world.industry.lenders.length
  for (let turn = 0; turn < lenders; turn++) {
    const lender = (turn + world.tick) % lenders
    if (!answersRivals(world, lender)) continue
    for (const place of lenderView(world, lender, survey).own) events.push(...answer(world, survey, lender, place))
  }
  return events
}

/** What a lender does with one product about the promotions of its rivals. */
function answer(world: Planning, survey: Surveyor | null, lender: number, place: number): MarketEvent[] {
  const { promotion } = world.scenario
  const view = lenderView(world, lender, survey)
  const product = view.ownProduct(place)
  const own = isPromoted(product, world.month) ? product.promotionScale : 0
  const scale = answeringScale(promotion, own, deepestRival(view, place))
  if (scale <= own) return []
  const { allowed, why } = affordable(view, survey?.now() ?? null, place, scale)
  if (!allowed) return [enact(world, { actor: product.code, kind: 'refrain', why })]
  const reason = own === 0 ? 'close rivals promote' : 'close rivals promote as deeply'
  return [promote(world, place, scale, Math.max(1, promotion.campaignMonths), `${reason}; ${why}`)]
}

/**
 * A third (with `reviewMonths` 3) of the lenders review margins each month, one after another: each compares its
 * expected booked margin just before and just after a step, given what those before it have just done. All at once
 * on realised profit would be collusion by accident.
 */
function reviewMargins(world: Planning, survey: Surveyor | null): MarketEvent[] {
  if (survey === null || survey.now().shoppers === 0) return []
  const { step } = world.scenario.pricing
  const events: MarketEvent[] = []
  const lenders = world.industry.lenders.length
  for (let turn = 0; turn < lenders; turn++) {
    // The rotation starts elsewhere each month, so that nobody always moves last.
    const lender = (turn + world.tick) % lenders
    if (!reviews(world, lender)) continue
    const view = lenderView(world, lender, survey)
    const steps = marginSteps(view, survey.now())
    if (steps.every((move) => move === 0)) continue
    const event = { actor: view.books.code, kind: 'reprice' as const, why: 'expected booked margin rises' }
    // Margins are multiples of the step: sums of floating-point steps would drift.
    const margins = view.own.map((place, index): ProductEdits[number] => {
      const margin = view.ownProduct(place).margin + steps[index]
      return [place, { margin: Math.round(margin / step) * step }]
    })
    events.push(enactOnProducts(world, event, margins))
  }
  return events
}
