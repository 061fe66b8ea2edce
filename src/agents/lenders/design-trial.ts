/**
 * What a new design would book, on the month's demand cells. A product that moves is reweighed shopper by shopper: its
 * own misfit and crowding, and the crowding of its neighbours, all exactly as the choice itself would have them. What
 * changes more than fit (limits, terms, a product more or less) needs a survey of its own.
 */
import { exp, power } from '../../base/math.ts'
import { PURPOSES } from '../../base/vocabulary.ts'
import { MAX_PRODUCTS } from '../../scenarios/scenario.ts'
import { kernel, pointOf } from './design.ts'
import type { Design, Product } from './lender.ts'
import { customersOf, shareInside } from './pricing.ts'
import type { DemandSurvey } from './view.ts'

/** Dimensions of an ideal point: purpose fits, then channel. */
export const IDEAL_DIMENSIONS: number = PURPOSES.length + 1

/** What a lender expects of the sampled shoppers: margin (yuan) and lending (yuan-years), and the margin by shopper. */
export interface Expectation {
  margin: number
  exposure: number
  readonly ofShopper: Float64Array
}

/** Expected bookings of the products `own`; those who are no customers of theirs add nothing. */
export function expectation(
  cells: DemandSurvey,
  own: readonly number[],
  customers: Uint32Array = customersOf(cells, own),
): Expectation {
  const sum: Expectation = { margin: 0, exposure: 0, ofShopper: new Float64Array(cells.shoppers) }
  for (let customer = 0; customer < customers.length; customer++) {
    const shopper = customers[customer]
    addShopper(sum, cells, shopper, cells.weight, shopper * cells.products, cells.share[shopper], own)
  }
  return sum
}

/** Adds what one shopper is expected to book, given the weights that start at `from` and the chance of one unit of them. */
function addShopper(
  sum: Expectation,
  cells: DemandSurvey,
  shopper: number,
  weights: Float64Array,
  from: number,
  share: number,
  own: readonly number[],
): void {
  const row = shopper * cells.products
  let value = 0
  let lent = 0
  for (let k = 0; k < own.length; k++) {
    const place = own[k]
    const exposure = weights[from + place] * cells.exposure[row + place]
    if (exposure === 0) continue
    value += exposure * cells.unitMargin[row + place]
    lent += exposure
  }
  if (lent === 0) return
  sum.margin += share * value
  sum.exposure += share * lent
  sum.ofShopper[shopper] = share * value
}

/** Squared distance of a surveyed shopper's ideal point and a design at `point` (`pointOf`). */
export function misfit({ ideal }: DemandSurvey, shopper: number, point: Float64Array): number {
  const at = shopper * IDEAL_DIMENSIONS
  const fits = IDEAL_DIMENSIONS - 1
  const channel = ideal[at + fits] - point[fits]
  let sum = channel * channel
  for (let d = 0; d < fits; d++) sum += (ideal[at + d] - point[d]) * (ideal[at + d] - point[d])
  return sum
}

const similarBefore = new Float64Array(MAX_PRODUCTS)
const similarAfter = new Float64Array(MAX_PRODUCTS)
const weights = new Float64Array(MAX_PRODUCTS)
const crowds = new Float64Array(MAX_PRODUCTS)

/**
 * Expected bookings of `own` if product `moved` had `design`, whose limit and term are the old ones. Whom they lend nothing,
 * they lend nothing after it, so `customers`, those whom they lend to, are enough.
 */
export function tryMove(
  cells: DemandSurvey,
  shelf: readonly Pick<Product, 'design'>[],
  own: readonly number[],
  moved: number,
  design: Design,
  customers: Uint32Array = customersOf(cells, own),
): Expectation {
  const { before, after } = compareDesigns(cells, shelf, moved, design)
  const sum: Expectation = { margin: 0, exposure: 0, ofShopper: new Float64Array(cells.shoppers) }
  for (let customer = 0; customer < customers.length; customer++) {
    const shopper = customers[customer]
    const row = shopper * cells.products
    // A product that is not offered for this need stays so: what it is bound to takes a survey of its own.
    if (cells.weight[row + moved] === 0) {
      addShopper(sum, cells, shopper, cells.weight, row, cells.share[shopper], own)
      continue
    }
    for (let k = 0; k < own.length; k++) weights[own[k]] = 0
    const total = reweigh(cells, shopper, moved, lostFit(cells, shopper, before, after))
    addShopper(sum, cells, shopper, weights, 0, shareInside(cells, total), own)
  }
  return sum
}

/** Gives the cells the weights that they have once `moved` has `design`, so that the next in the rotation compares against them. */
export function keepMove(
  cells: DemandSurvey,
  shelf: readonly Pick<Product, 'design'>[],
  moved: number,
  design: Design,
): void {
  const { before, after } = compareDesigns(cells, shelf, moved, design)
  for (let shopper = 0; shopper < cells.shoppers; shopper++) {
    if (cells.weight[shopper * cells.products + moved] === 0) continue
    const total = reweigh(cells, shopper, moved, lostFit(cells, shopper, before, after))
    keepWeights(cells, shopper, total, shareInside(cells, total))
  }
}

/** Fills how similar all products are to the design that `moved` has and to the one that it would have; returns both points. */
function compareDesigns(
  { products, choice }: DemandSurvey,
  shelf: readonly Pick<Product, 'design'>[],
  moved: number,
  design: Design,
): { before: Float64Array; after: Float64Array } {
  const before = pointOf(shelf[moved].design)
  const after = pointOf(design)
  for (let product = 0; product < products; product++) {
    const point = pointOf(shelf[product].design)
    similarBefore[product] = kernel(choice.bandwidth, before, point)
    similarAfter[product] = kernel(choice.bandwidth, after, point)
  }
  return { before, after }
}

/** Utility that a shopper loses by the misfit of a design at one point in the place of another. */
function lostFit(cells: DemandSurvey, shopper: number, before: Float64Array, after: Float64Array): number {
  return cells.choice.misfit * (misfit(cells, shopper, after) - misfit(cells, shopper, before))
}

/** Fills `weights` and `crowds` of the products that a shopper considers, once `moved` fits worse by `lost`; their sum. */
function reweigh(cells: DemandSurvey, shopper: number, moved: number, lost: number): number {
  const row = shopper * cells.products
  const { similarity } = cells.choice
  let crowd = 1
  let total = 0
  for (let place = 0; place < cells.considerations[shopper]; place++) {
    const product = cells.considered[row + place]
    const weight = cells.weight[row + product]
    weights[product] = weight
    if (weight === 0 || product === moved) continue
    const crowded = cells.crowd[row + product] - similarBefore[product] + similarAfter[product]
    crowd += similarAfter[product]
    crowds[product] = crowded
    weights[product] = weight * crowding(cells.crowd[row + product] / crowded, similarity)
    total += weights[product]
  }
  crowds[moved] = crowd
  weights[moved] *= exp(-lost / cells.nestScale) * crowding(cells.crowd[row + moved] / crowd, similarity)
  return total + weights[moved]
}

/** Factor of a weight whose crowd shrinks by `ratio`. */
function crowding(ratio: number, exponent: number): number {
  return exponent === 1 ? ratio : exponent === 0 ? 1 : power(ratio, exponent)
}

function keepWeights(cells: DemandSurvey, shopper: number, total: number, share: number): void {
  const row = shopper * cells.products
  for (let place = 0; place < cells.considerations[shopper]; place++) {
    const product = cells.considered[row + place]
    if (weights[product] === 0) continue
    cells.weight[row + product] = weights[product]
    cells.crowd[row + product] = crowds[product]
  }
  cells.total[shopper] = total
  cells.share[shopper] = share
}
