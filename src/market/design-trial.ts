/**
 * What a new design would book, on the month's demand cells. A product that moves is reweighed shopper by shopper: its
 * own misfit and crowding, and the crowding of its neighbours, all exactly as `considerOffers` would have them. What
 * changes more than fit (limits, terms, a product more or less) goes through the offers and the survey themselves.
 */
import { TASTE_DIMENSIONS, TASTE_UNIT } from '../agents/consumers.ts'
import { squaredDistance } from '../agents/lenders/design.ts'
import type { Design, Industry } from '../agents/lenders/lender.ts'
import { idealChannel } from '../agents/needs.ts'
import { exp, ln, logistic, power } from '../base/math.ts'
import { MAX_PRODUCTS } from '../scenarios/scenario.ts'
import { type SurveyedDemand, sampledShoppers, surveyDemand } from './demand.ts'
import { FIT_DIMENSIONS, publishOffers } from './offers.ts'
import type { ShopperSample, World } from './world.ts'

/** What a lender expects of the sampled shoppers: margin (yuan) and lending (yuan-years), and the margin of one product. */
export interface Expectation {
  margin: number
  exposure: number
  ofProduct: number
}

/** Expected bookings of the products `own`; `product` is the one looked at by itself. */
export function expectation(cells: SurveyedDemand, own: readonly number[], product: number): Expectation {
  const sum: Expectation = { margin: 0, exposure: 0, ofProduct: 0 }
  for (let s = 0; s < cells.shoppers; s++) {
    addShopper(sum, cells, s, cells.weight, s * cells.products, cells.total[s], own, product)
  }
  return sum
}

/** Adds what one shopper is expected to book, given the weights that start at `from` and sum to `total`. */
function addShopper(
  sum: Expectation,
  cells: SurveyedDemand,
  s: number,
  weights: Float64Array,
  from: number,
  total: number,
  own: readonly number[],
  product: number,
): void {
  const row = s * cells.products
  let value = 0
  let lent = 0
  let one = 0
  for (const k of own) {
    const exposure = weights[from + k] * cells.exposure[row + k]
    if (exposure === 0) continue
    value += exposure * cells.unitMargin[row + k]
    lent += exposure
    if (k === product) one = exposure * cells.unitMargin[row + k]
  }
  if (lent === 0 || !(total > 0)) return
  const share = logistic(cells.borrowing + cells.nestScale * ln(total)) / total
  sum.margin += share * value
  sum.exposure += share * lent
  sum.ofProduct += share * one
}

/** The demand cells as they would be with another industry. */
export function surveyOf(world: World, industry: Industry, asking: Uint8Array): SurveyedDemand {
  const { industry: before, offers } = world
  world.industry = industry
  world.offers = publishOffers(world.scenario, industry, world.month, offers)
  const cells = surveyDemand(world, asking)
  world.industry = before
  world.offers = offers
  return cells
}

/** Ideal point of a sampled shopper, fits then channel. */
export function fillIdeal(world: World, sample: ShopperSample, ideal: Float64Array): void {
  const { taste } = world.consumers
  const unit = TASTE_UNIT * world.scenario.tastes.tasteSd
  const at = sample.consumer * TASTE_DIMENSIONS
  for (let d = 0; d < FIT_DIMENSIONS; d++) ideal[d] = (d === sample.purpose ? 1 : 0) + taste[at + d] * unit
  ideal[FIT_DIMENSIONS] = idealChannel(sample.ageMonths) + taste[at + FIT_DIMENSIONS] * unit
}

/** Squared distance of an ideal point and a design. */
export function misfit(ideal: Float64Array, design: Design): number {
  const channel = ideal[FIT_DIMENSIONS] - design.channel
  let sum = channel * channel
  for (let d = 0; d < FIT_DIMENSIONS; d++) sum += (ideal[d] - design.fit[d]) * (ideal[d] - design.fit[d])
  return sum
}

const ideal = new Float64Array(FIT_DIMENSIONS + 1)
const similarBefore = new Float64Array(MAX_PRODUCTS)
const similarAfter = new Float64Array(MAX_PRODUCTS)
const weights = new Float64Array(MAX_PRODUCTS)
const crowds = new Float64Array(MAX_PRODUCTS)

/**
 * Expected bookings of `own` if product `moved` had `design`, whose limit and term are the old ones. With `keep` the
 * cells take the new weights, so that the next in the rotation compares against them.
 */
export function tryMove(
  world: World,
  cells: SurveyedDemand,
  own: readonly number[],
  moved: number,
  design: Design,
  keep: boolean,
): Expectation {
  const { industry, scenario } = world
  const { choice } = scenario
  const samples = sampledShoppers(world)
  const { products } = cells
  const before = industry.products[moved].design
  const width = 2 * choice.bandwidth * choice.bandwidth
  for (let k = 0; k < products; k++) {
    similarBefore[k] = exp(-squaredDistance(before, industry.products[k].design) / width)
    similarAfter[k] = exp(-squaredDistance(design, industry.products[k].design) / width)
  }
  const exponent = choice.similarity
  const ofCrowd = (ratio: number): number => (exponent === 1 ? ratio : exponent === 0 ? 1 : power(ratio, exponent))
  const sum: Expectation = { margin: 0, exposure: 0, ofProduct: 0 }
  for (let s = 0; s < cells.shoppers; s++) {
    const row = s * products
    if (cells.weight[row + moved] === 0) {
      addShopper(sum, cells, s, cells.weight, row, cells.total[s], own, moved)
      continue
    }
    fillIdeal(world, samples[s], ideal)
    const lost = choice.misfit * (misfit(ideal, design) - misfit(ideal, before))
    let crowd = 1
    let total = 0
    for (let k = 0; k < products; k++) {
      const w = cells.weight[row + k]
      weights[k] = w
      if (w === 0 || k === moved) continue
      const n = cells.crowd[row + k]
      const crowded = n - similarBefore[k] + similarAfter[k]
      crowd += similarAfter[k]
      crowds[k] = crowded
      weights[k] = w * ofCrowd(n / crowded)
      total += weights[k]
    }
    crowds[moved] = crowd
    weights[moved] *= exp(-lost / cells.nestScale) * ofCrowd(cells.crowd[row + moved] / crowd)
    total += weights[moved]
    addShopper(sum, cells, s, weights, 0, total, own, moved)
    if (!keep) continue
    for (let k = 0; k < products; k++) {
      if (weights[k] === 0) continue
      cells.weight[row + k] = weights[k]
      cells.crowd[row + k] = crowds[k]
    }
    cells.total[s] = total
  }
  return sum
}
