/** Demand as lenders’ analysts learn of it: last month's sampled shoppers against the offers as they stand now, in cells. */
import { markLender } from '../agents/consumers.ts'
import { GRADES } from '../agents/expected-loss.ts'
import { IDEAL_DIMENSIONS } from '../agents/lenders/design-trial.ts'
import type { Industry } from '../agents/lenders/lender.ts'
import { shareInside } from '../agents/lenders/pricing.ts'
import type { DemandSurvey, Surveyor } from '../agents/lenders/view.ts'
import { idealChannel } from '../agents/needs.ts'
import { exp } from '../base/math.ts'
import { yuanFromFen } from '../base/units.ts'
import { createDecision, underwrite } from './apply.ts'
import { considerOffers, createConsiderationSet } from './choice.ts'
import { isFree, isShutOut } from './hooks.ts'
import { publishOffers } from './offers.ts'
import type { Chance, Market, MutableMarket, Nature, Research, ShopperSample, Supply } from './world.ts'

const set = createConsiderationSet()
const decision = createDecision()

function emptyCells(world: Market, persons: readonly ShopperSample[]): DemandSurvey {
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
 * shopping step, with what shoppers state in the place of what they are. Cells of other lenders' products hold weights only, those of shoppers who know nobody that asks nothing.
 */
function surveyDemand(world: Market & Nature & Chance & Research, { asking, most, unserved }: Question): DemandSurvey {
  const cells = emptyCells(world, world.samples?.slice(0, most) ?? [])
  const asked = new Uint32Array(2)
  asking.forEach((asks, lender) => {
    if (asks === 1) markLender(asked, 0, lender)
  })
  const { knows } = world.consumers
  for (let shopper = 0; shopper < cells.shoppers; shopper++) {
    const { consumer } = cells.persons[shopper] as ShopperSample
    const knowsAny = (knows[consumer * 2] & asked[0]) | (knows[consumer * 2 + 1] & asked[1])
    // Who knows none of those that ask is no customer of theirs, whatever they do.
    if (knowsAny === 0) continue
    surveyShopper(world, cells, shopper, asking)
    if (unserved) appraiseUnserved(world, cells, shopper, asking)
  }
  return cells
}

/** A month's survey; it stands until the shelf changes, and is made again when somebody wants to know. */
export interface MonthSurvey extends Surveyor {
  readonly forget: () => void
  /** Whether anybody has asked since. */
  readonly isOpen: () => boolean
}

/** Who asks how many shoppers at most, and whether also what those are worth to them to whom their products do not lend. */
export interface Question {
  readonly asking: Uint8Array
  readonly most: number
  readonly unserved: boolean
}

/** Surveys demand. */
export function openSurvey(world: MutableMarket & Nature & Chance & Research, question: Question): MonthSurvey {
  let cells: DemandSurvey | null = null
  return {
    now: () => {
      cells ??= surveyOf(world, world.industry, question)
      return cells
    },
    instead: (place, product) => {
      const products = [...world.industry.products]
      products[place] = product
      return surveyOf(world, { ...world.industry, products }, question)
    },
    forget: () => {
      cells = null
    },
    isOpen: () => cells !== null,
  }
}

/** The demand cells as they would be with another industry. */
export function surveyOf(
  world: MutableMarket & Nature & Chance & Research,
  industry: Industry,
  question: Question,
): DemandSurvey {
  const { industry: before, offers } = world
  world.industry = industry
  world.offers = publishOffers(world.scenario, industry, world.month, offers)
  const cells = surveyDemand(world, question)
  world.industry = before
  world.offers = offers
  return cells
}

function surveyShopper(
  world: Market & Nature & Chance,
  cells: DemandSurvey,
  shopper: number,
  asking: Uint8Array,
): void {
  const { consumer, purpose, demandFen, ageMonths, expectedIncomeFen } = cells.persons[shopper] as ShopperSample
  const { offers } = world
  const row = shopper * cells.products
  considerOffers(world, consumer, purpose, demandFen, ageMonths, set, true)
  const shutOut = isShutOut(world, consumer)
  cells.priceSensitivity[shopper] = world.scenario.tastes.priceSensitivity
  fillIdeal(cells, shopper)
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

/**
 * What shoppers would be worth to whom no product of those that ask is offered, since none is for their purpose: research
 * looks at them too, or nobody would ever see a need that nothing is made for.
 */
function appraiseUnserved(
  world: Market & Nature & Chance,
  cells: DemandSurvey,
  shopper: number,
  asking: Uint8Array,
): void {
  const { consumer, demandFen, ageMonths, expectedIncomeFen } = cells.persons[shopper] as ShopperSample
  const { offers, consumers: c } = world
  if (isShutOut(world, consumer)) return
  const row = shopper * cells.products
  for (const product of offers.active) {
    const lender = offers.lender[product]
    if (asking[lender] === 0 || cells.exposure[row + product] > 0 || cells.weight[row + product] > 0) continue
    const known = lender < 32 ? c.knows[consumer * 2] & (1 << lender) : c.knows[consumer * 2 + 1] & (1 << (lender - 32))
    if (known === 0 || ageMonths < offers.ageFrom[product] || ageMonths >= offers.ageTo[product]) continue
    underwrite(world, consumer, product, demandFen, expectedIncomeFen, decision)
    if (decision.approved) appraise(world, cells, row, product)
  }
}

/** What the lender's decision on a shopper is worth to it, at the row of the shopper. */
function appraise({ offers, industry }: Supply, cells: DemandSurvey, row: number, product: number): void {
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

/** What need and age of a sampled shopper ask for, fits then channel. */
function fillIdeal({ ideal, persons }: DemandSurvey, shopper: number): void {
  const { purpose, ageMonths } = persons[shopper]
  const at = shopper * IDEAL_DIMENSIONS
  const fits = IDEAL_DIMENSIONS - 1
  for (let d = 0; d < fits; d++) ideal[at + d] = d === purpose ? 1 : 0
  ideal[at + fits] = idealChannel(ageMonths)
}
