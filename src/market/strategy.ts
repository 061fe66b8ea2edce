/** Step 2 of the month: lenders decide on products, promotions and margins, one after another. */
import type { Product } from '../agents/lenders.ts'
import { classPolicy } from '../agents/lenders.ts'
import { type DemandCells, meanLifeMonths, moveMargin, reviewMargin } from '../agents/pricing.ts'
import { forecastPromotion, promotionDue, promotionMonths } from '../agents/promotion.ts'
import { yuanFromFen } from '../base/units.ts'
import { surveyDemand } from './demand.ts'
import { enact, type MarketEvent } from './events.ts'
import { publishOffers } from './offers.ts'
import { redesignProducts } from './redesign.ts'
import type { World } from './world.ts'

/** Products are redesigned; promotions end, start, or are thought better of; then margins are reviewed against the month's demand. */
export function planMonth(world: World): MarketEvent[] {
  const events = [...redesignProducts(world), ...endPromotions(world)]
  world.offers = publishOffers(world.scenario, world.industry, world.month)
  const demand = world.samples.length > 0 ? surveyDemand(world, analysts(world)) : null
  events.push(...startPromotions(world, demand))
  if (world.scenario.pricing.strategic) events.push(...reviewMargins(world, demand))
  return events
}

/** Lenders that will look at demand this month: those whose turn it is to review margins, and those due to promote. */
function analysts(world: World): Uint8Array {
  const { lenders, products } = world.industry
  const asking = new Uint8Array(lenders.length)
  for (let l = 0; l < lenders.length; l++) if (reviews(world, l)) asking[l] = 1
  products.forEach((product) => {
    if (dueToPromote(world, product)) asking[product.lender] = 1
  })
  return asking
}

function reviews(world: World, l: number): boolean {
  const { strategic, reviewMonths } = world.scenario.pricing
  return strategic && l % reviewMonths === world.tick % reviewMonths
}

/** Lenders take turns by position, or every campaign would fall into the same month. */
function dueToPromote(world: World, product: Product): boolean {
  if (product.withdrawn !== null) return false
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
    const verdict = affordable(world, demand, j)
    if (!verdict.allowed) return [enact(world, { actor: product.code, kind: 'refrain', why: verdict.why }, () => {})]
    const until = month + promotionMonths(promotion, month, product.launched)
    return [
      enact(world, { actor: product.code, kind: 'promote', why: verdict.why }, (draft) => {
        draft.products[j].promotedUntil = until
      }),
    ]
  })
}

/** Whether the scenario's rule lets product `j` be promoted, and why or why not. */
function affordable(world: World, demand: DemandCells | null, j: number): { allowed: boolean; why: string } {
  const { scenario, industry, offers, month } = world
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
    const policy = classPolicy(scenario, lender.class)
    const life = meanLifeMonths(product.design.termMonths) / 12
    const saving = offers.posted[j] - offers.postedPromoted[j]
    const forecast = forecastPromotion(
      demand,
      j,
      saving,
      scenario.choice.presentBias,
      saving,
      policy.acquisitionCost,
      yuanFromFen(product.ticketFen),
      life,
      promotion.repeatLoans,
    )
    if (forecast.additionalMargin < forecast.cost) {
      return { allowed: false, why: 'additional customers would not pay for what all customers are given' }
    }
    return { allowed: true, why: 'additional customers are expected to pay for it' }
  }
  return { allowed: true, why: promotion.rule === 'none' ? 'no rule forbids it' : 'within its share of profit' }
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
