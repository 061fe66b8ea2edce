/** How lenders design products: points of the design space, steps between them, and what a strategy aims at. */

import { exp, ln } from '../../base/math.ts'
import { fenFromYuan, wholeFen, yuanFromFen } from '../../base/units.ts'
import { ARCHETYPES, type Archetype, PURPOSES, type Purpose, type Strategy } from '../../base/vocabulary.ts'
import { ARCHETYPE_DESIGNS } from '../../scenarios/archetypes.ts'
import type { RosterEntry, Scenario } from '../../scenarios/scenario.ts'
import type { Design } from './lender.ts'

/** Share of needs whose purposes make the head of demand; the others are niches. */
const HEAD_SHARE = 0.8
/** Whole hundreds of yuan: nobody offers a limit of 8,013 yuan. */
const LIMIT_STEP_FEN = 10_000
const LONGEST_TERM = 60

/** Coordinates of the random step of an innovation: fits, channel, limit and term. */
export const STEP_DIMENSIONS: number = PURPOSES.length + 3

/** Purpose fits, then channel. Typed, because V8 keeps every number of a frozen list in an object of its own. */
const points = new WeakMap<Design, Float64Array>()

/** Where a design stands in the design space: purpose fits, then channel. Designs are never changed in place. */
export function pointOf(design: Design): Float64Array {
  let point = points.get(design)
  if (point === undefined) {
    point = Float64Array.of(...design.fit, design.channel)
    points.set(design, point)
  }
  return point
}

/** Squared distance of two designs, by their points: over purpose fit and channel, each with weight 1. */
function squaredDistance(a: Float64Array, b: Float64Array): number {
  const channel = a.length - 1
  let sum = (a[channel] - b[channel]) * (a[channel] - b[channel])
  for (let k = 0; k < channel; k++) sum += (a[k] - b[k]) * (a[k] - b[k])
  return sum
}

/** K(a, b) = exp(−‖a − b‖² / 2h²): how similar two points are, 1 = the same. */
export function kernel(bandwidth: number, a: Float64Array, b: Float64Array): number {
  return exp(-squaredDistance(a, b) / (2 * bandwidth * bandwidth))
}

export function designDistance(a: Design, b: Design): number {
  return Math.sqrt(squaredDistance(pointOf(a), pointOf(b)))
}

/** Six decimals: more would say nothing and fill the event log. */
function rounded(x: number): number {
  return Math.round(x * 1e6) / 1e6
}

/** The point of the simplex nearest to `point` (Duchi, Shalev-Shwartz, Singer & Chandra 2008), to six decimals. */
export function onSimplex(point: readonly number[]): number[] {
  const sorted = [...point].sort((a, b) => b - a)
  let sum = 0
  let shift = 0
  sorted.forEach((value, k) => {
    sum += value
    const candidate = (sum - 1) / (k + 1)
    if (value - candidate > 0) shift = candidate
  })
  const fit = point.map((value) => rounded(Math.max(0, value - shift)))
  // What rounding leaves goes to the largest weight.
  let largest = 0
  for (let k = 1; k < fit.length; k++) if (fit[k] > fit[largest]) largest = k
  fit[largest] = rounded(1 - fit.reduce((total, value, k) => (k === largest ? total : total + value), 0))
  return fit
}

function clamped(x: number): number {
  return rounded(x < 0 ? 0 : x > 1 ? 1 : x)
}

/** A whole-hundred limit that the scenario allows. */
function limitNear(scenario: Scenario, logFen: number): number {
  const { minLoan, maxAmount } = scenario.needs
  const least = Math.ceil(fenFromYuan(minLoan) / LIMIT_STEP_FEN) * LIMIT_STEP_FEN
  const fen = Math.round(exp(logFen) / LIMIT_STEP_FEN) * LIMIT_STEP_FEN
  return Math.max(least, Math.min(fenFromYuan(maxAmount), fen))
}

/** The point at `share` of the way from `from` to `to`; limits (in logs) and terms go along only if they differentiate. */
export function between(scenario: Scenario, from: Design, to: Design, share: number): Design {
  const way = (a: number, b: number): number => a + share * (b - a)
  const both = scenario.products.contracts === 'fitLimitsTerms'
  return {
    fit: onSimplex(from.fit.map((value, k) => way(value, to.fit[k]))),
    channel: clamped(way(from.channel, to.channel)),
    limitFen: both ? limitNear(scenario, way(ln(from.limitFen), ln(to.limitFen))) : from.limitFen,
    termMonths: both ? Math.max(1, Math.round(way(from.termMonths, to.termMonths))) : from.termMonths,
  }
}

/**
 * An innovation: χ × `aim` + (1 − χ) × (own design + random step). `normals` holds `STEP_DIMENSIONS` standard normal
 * numbers; without an aim the step is all there is.
 */
export function innovated(scenario: Scenario, own: Design, aim: Design | null, normals: ArrayLike<number>): Design {
  const { randomStep, contracts } = scenario.products
  const step = (k: number): number => randomStep * normals[k]
  const n = own.fit.length
  const both = contracts === 'fitLimitsTerms'
  const stepped: Design = {
    fit: onSimplex(own.fit.map((value, k) => value + step(k))),
    channel: clamped(own.channel + step(n)),
    limitFen: both ? limitNear(scenario, ln(own.limitFen) + step(n + 1)) : own.limitFen,
    termMonths: both
      ? Math.max(1, Math.min(LONGEST_TERM, Math.round(own.termMonths * exp(step(n + 2)))))
      : own.termMonths,
  }
  return aim === null ? stepped : between(scenario, stepped, aim, scenario.products.research)
}

/** Purpose (index) that a design fits best; the first of equals. */
export function mainPurpose(design: Design): number {
  let main = 0
  for (let k = 1; k < design.fit.length; k++) if (design.fit[k] > design.fit[main]) main = k
  return main
}

/** Purpose that a category is made for: the one that it fits best. */
export function purposeOfCategory(archetype: Archetype): Purpose {
  const { fit } = ARCHETYPE_DESIGNS[archetype]
  return PURPOSES.reduce((main, purpose) => (fit[purpose] > fit[main] ? purpose : main))
}

/**
 * Purpose that a lender's product of a category is bound to when it opens, or null. Checkouts pay merchants whatever they
 * sell, P2P platforms pay out cash.
 */
export function boundByCategory(model: RosterEntry['model'], archetype: Archetype): Purpose | null {
  if (model === 'p2p') return null
  return ARCHETYPE_DESIGNS[archetype].boundTo ?? (model === 'ecommerce' ? purposeOfCategory(archetype) : null)
}

/**
 * Whether a business model leaves open what a product is bound to: a checkout lends for what it sells, and a P2P platform
 * lends money.
 */
export function mayRebind(model: RosterEntry['model']): boolean {
  return model === 'creditApp'
}

/** The purposes of the head: the smallest set that holds 80 % of needs. 1 = head, by purpose. */
export function headPurposes(share: Scenario['needs']['share']): Uint8Array {
  const order = PURPOSES.map((_, k) => k).sort((a, b) => share[PURPOSES[b]] - share[PURPOSES[a]] || a - b)
  const head = new Uint8Array(PURPOSES.length)
  let sum = 0
  for (const k of order) {
    if (sum >= HEAD_SHARE - 1e-9) break
    head[k] = 1
    sum += share[PURPOSES[k]]
  }
  return head
}

/** The category of Table 2 whose design lies nearest. */
export function nearestArchetype(design: Design): Archetype {
  let nearest: Archetype = ARCHETYPES[0]
  let least = Infinity
  for (const archetype of ARCHETYPES) {
    const { fit, channel } = ARCHETYPE_DESIGNS[archetype]
    let sum = (channel - design.channel) * (channel - design.channel)
    PURPOSES.forEach((purpose, k) => {
      sum += (fit[purpose] - design.fit[k]) * (fit[purpose] - design.fit[k])
    })
    if (sum < least) {
      least = sum
      nearest = archetype
    }
  }
  return nearest
}

/** Mean loan that a new product may expect before it has made any, fen: the mean need that it fits, within its limit. */
export function expectedTicketFen(scenario: Scenario, design: Design): number {
  const mean = PURPOSES.reduce((sum, purpose, k) => sum + design.fit[k] * scenario.needs.median[purpose], 0)
  return fenFromYuan(Math.min(yuanFromFen(design.limitFen), mean))
}

/** Fixed cost of one product on the shelf a month, whole fen. */
export function shelfCostFen({ products, population }: Scenario): number {
  return wholeFen((fenFromYuan(products.shelfCost) * population.consumers) / 1000)
}

/** Cost of one project of research and design, whole fen. */
export function innovationCostFen({ products, population }: Scenario): number {
  return wholeFen((fenFromYuan(products.innovationCost) * population.consumers) / 1000)
}

/**
 * The strategy of a lender whose roster entry names none: who sells for purposes outside the head only is a niche
 * specialist, a platform with more to sell an innovator, everybody else mainstream.
 */
export function strategyOf(entry: RosterEntry, head: Uint8Array): Strategy {
  if (entry.strategy !== undefined) return entry.strategy
  const main = (archetype: Archetype): number =>
    mainPurpose({
      fit: PURPOSES.map((purpose) => ARCHETYPE_DESIGNS[archetype].fit[purpose]),
      channel: 0,
      limitFen: 0,
      termMonths: 0,
    })
  if (entry.products.every((archetype) => head[main(archetype)] === 0)) return 'niche'
  return entry.class === 'platform' ? 'innovator' : 'mainstream'
}

/** Letters of the n-th product (from 0) of a lender: a … z, aa, ab … */
export function productLetters(n: number): string {
  const rest = Math.floor(n / 26)
  return (rest > 0 ? productLetters(rest - 1) : '') + String.fromCharCode(97 + (n % 26))
}
