/** Demand as lenders' analysts see it: last month's sampled shoppers against the offers as they stand now, in cells. */
import { markLender, TASTE_DIMENSIONS, TASTE_UNIT } from '../agents/consumers.ts'
import { GRADES } from '../agents/expected-loss.ts'
import { IDEAL_DIMENSIONS } from '../agents/lenders/design-trial.ts'
import type { Industry } from '../agents/lenders/lender.ts'
import { shareInside } from '../agents/lenders/pricing.ts'
import type { OmniscientSurvey, Surveyor } from '../agents/lenders/view.ts'
import { idealChannel } from '../agents/needs.ts'
import { exp } from '../base/math.ts'
import { yuanFromFen } from '../base/units.ts'
import { createDecision, underwrite } from './apply.ts'
import { considerOffers, createConsiderationSet } from './choice.ts'
import { isFree, isShutOut } from './hooks.ts'
import { publishOffers } from './offers.ts'
import type { Chance, Market, MutableMarket, Nature, Present, Research, ShopperSample, Supply } from './world.ts'

const set = createConsiderationSet()
const decision = createDecision()

function emptyCells(world: Market, persons: readonly ShopperSample[]): OmniscientSurvey {
  const shoppers = persons.length
  const products = world.offers.count
  const { choice } = world.scenario
  return {
    persons,
    shoppers,
    products,
    choice,
    weight: new Float64Array(shoppers * products),
    total: new Float64Array(shoppers),
    share: new Float64Array(shoppers),
    considered: new Uint16Array(shoppers * products),
    considerations: new Uint16Array(shoppers),
    crowd: new Float64Array(shoppers * products),
    priceSensitivity: new Float64Array(shoppers),
    ideal: new Float64Array(shoppers * IDEAL_DIMENSIONS),
    borrowing: choice.borrowing,
    nestScale: choice.nestScale,
    exposure: new Float64Array(shoppers * products),
    unitMargin: new Float64Array(shoppers * products),
    aboveCap: new Float64Array(shoppers * products),
  }
}

/**
 * For each sampled shopper, the weight that each considered offer has in the choice and, for the lenders that
 * `asking` marks, whether they would approve and what the loan would be worth. Uses the very functions of the
 * shopping step. Cells of other lenders' products hold weights only, those of shoppers who know nobody that asks nothing.
 */
function surveyDemand(world: Market & Nature & Chance & Research, asking: Uint8Array): OmniscientSurvey {
  const cells = emptyCells(world, world.samples?.slice(0, world.scenario.pricing.shopperSample) ?? [])
  const asked = new Uint32Array(2)
  asking.forEach((asks, lender) => {
    if (asks === 1) markLender(asked, 0, lender)
  })
  const { knows } = world.consumers
  for (let shopper = 0; shopper < cells.shoppers; shopper++) {
    const { consumer } = cells.persons[shopper] as ShopperSample
    const knowsAny = (knows[consumer * 2] & asked[0]) | (knows[consumer * 2 + 1] & asked[1])
    // Who knows none of those that ask is no customer of theirs, whatever they do.
    if (knowsAny !== 0) surveyShopper(world, cells, shopper, asking)
  }
  return cells
}

/** A month's survey; it stands until the shelf changes, and is made again when somebody wants to know. */
export interface MonthSurvey extends Surveyor {
  readonly forget: () => void
}

/** Surveys demand for the lenders that `asking` marks. */
export function openSurvey(world: MutableMarket & Nature & Chance & Research, asking: Uint8Array): MonthSurvey {
  let cells: OmniscientSurvey | null = null
  return {
    now: () => {
      cells ??= surveyOf(world, world.industry, asking)
      return cells
    },
    instead: (place, product) => {
      const products = [...world.industry.products]
      products[place] = product
      return surveyOf(world, { ...world.industry, products }, asking)
    },
    forget: () => {
      cells = null
    },
  }
}

/** The demand cells as they would be with another industry. */
export function surveyOf(
  world: MutableMarket & Nature & Chance & Research,
  industry: Industry,
  asking: Uint8Array,
): OmniscientSurvey {
  const { industry: before, offers } = world
  world.industry = industry
  world.offers = publishOffers(world.scenario, industry, world.month, offers)
  const cells = surveyDemand(world, asking)
  world.industry = before
  world.offers = offers
  return cells
}

function surveyShopper(
  world: Market & Nature & Chance,
  cells: OmniscientSurvey,
  shopper: number,
  asking: Uint8Array,
): void {
  const { consumer, purpose, demandFen, ageMonths, expectedIncomeFen } = cells.persons[shopper] as ShopperSample
  const { offers } = world
  const row = shopper * cells.products
  considerOffers(world, consumer, purpose, demandFen, ageMonths, set)
  const shutOut = isShutOut(world, consumer)
  cells.priceSensitivity[shopper] = world.consumers.priceSensitivity[consumer]
  fillIdeal(world, cells, shopper)
  // Undo the common factor that kept the weights from overflowing, within what a double can hold.
  const factor = exp(set.scale > 600 ? 600 : set.scale < -600 ? -600 : set.scale)
  let total = 0
  for (let place = 0; place < set.count; place++) {
    const product = set.product[place]
    const weight = set.weight[place] * factor
    cells.considered[row + place] = product
    cells.weight[row + product] = weight
    cells.crowd[row + product] = set.crowd[place]
    total += weight
    if (asking[offers.lender[product]] === 0 || shutOut) continue
    underwrite(world, consumer, product, demandFen, expectedIncomeFen, decision)
    appraise(world, cells, row, product)
  }
  cells.considerations[shopper] = set.count
  cells.total[shopper] = total
  cells.share[shopper] = shareInside(cells, total)
}

/** What the lender's decision on a shopper is worth to it, at the row of the shopper. */
function appraise({ offers, industry }: Supply, cells: OmniscientSurvey, row: number, product: number): void {
  const breakEven = offers.breakEven[product * GRADES + decision.grade]
  if (isFree(offers, set.free, product)) {
    // Somebody who pays in full brings no margin, and does not look at the rate.
    cells.aboveCap[row + product] = 1
  } else if (decision.approved) {
    cells.exposure[row + product] = yuanFromFen(decision.amountFen) * (offers.lifeMonths[product] / 12)
    cells.unitMargin[row + product] = decision.aprBp / 10000 - breakEven
    cells.aboveCap[row + product] = breakEven + industry.products[product].margin - offers.cap[product]
  } else {
    cells.aboveCap[row + product] = offers.postedContract[product] - offers.cap[product]
  }
}

/** Ideal point of a sampled shopper, fits then channel. */
function fillIdeal(world: Present & Nature, { ideal, persons }: OmniscientSurvey, shopper: number): void {
  const { taste } = world.consumers
  const { consumer, purpose, ageMonths } = persons[shopper] as ShopperSample
  const unit = TASTE_UNIT * world.scenario.tastes.tasteSd
  const from = consumer * TASTE_DIMENSIONS
  const at = shopper * IDEAL_DIMENSIONS
  const fits = IDEAL_DIMENSIONS - 1
  for (let d = 0; d < fits; d++) ideal[at + d] = (d === purpose ? 1 : 0) + taste[from + d] * unit
  ideal[at + fits] = idealChannel(ageMonths) + taste[from + fits] * unit
}
