/**
 * What a lender would make of its products: copies of what earns well elsewhere, or research into what nobody offers, as
 * far as it can see. Homogenisation is an outcome of this and never an input.
 */
import { exp, ln, logistic } from '../../base/math.ts'
import { yuanFromFen } from '../../base/units.ts'
import { type Archetype, PURPOSES } from '../../base/vocabulary.ts'
import { draw, normal, uniform } from '../../random/streams.ts'
import { ARCHETYPE_DESIGNS } from '../../scenarios/archetypes.ts'
import { ageBandOf } from '../demography.ts'
import {
  between,
  designDistance,
  expectedTicketFen,
  headPurposes,
  innovated,
  innovationCostFen,
  mainPurpose,
  nearestArchetype,
  productLetters,
  STEP_DIMENSIONS,
  shelfCostFen,
} from './design.ts'
import { type Expectation, expectation, IDEAL_DIMENSIONS, misfit, tryMove } from './design-trial.ts'
import { type Design, type Product, windowSum, YEAR } from './lender.ts'
import type { DisclosedProduct, LenderView, OmniscientSurvey, Surveyor } from './view.ts'

/** A candidate this near to what there is would change nothing. */
const NO_DISTANCE = 1e-3
/** Places in the design stream of a lender and month: its turn, whom research looks at, the random step, errors. */
export const TURN = 0
const PERSONA = 1
const STEP = 2
const ERRORS = STEP + STEP_DIMENSIONS

const words = new Int32Array(2)

/** A new design, the own product that it starts from, and what kind of product it would be beside it. */
export interface Candidate {
  readonly base: number
  readonly design: Design
  readonly archetype: Archetype
  readonly distance: number
  /** Standard normal error of what is foreseen. */
  readonly error: number
}

/** The product of another lender that earned most in twelve months, as far as the copy lag lets it be known. */
export function mostProfitable({ scenario, lender, books, disclosed }: LenderView): DisclosedProduct | null {
  const head = headPurposes(scenario.needs.share)
  let best: DisclosedProduct | null = null
  let most = 0
  for (const product of disclosed) {
    if (product.lender === lender || product.withdrawn !== null) continue
    if (books.strategy === 'niche' && head[mainPurpose(product.design)] === 1) continue
    const profit = windowSum(product.profitFen)
    if (profit > most) {
      most = profit
      best = product
    }
  }
  return best
}

/** Own designs that go part of the way to a model. */
export function imitations(view: LenderView, model: DisclosedProduct): Candidate[] {
  const { scenario, lender, tick, luck } = view
  return view.own.map((base, place) => {
    const own = view.ownProduct(base).design
    const design = between(scenario, own, model.design, scenario.products.copyStep)
    draw(luck, lender, tick, ERRORS + place, words)
    return { base, design, archetype: model.archetype, distance: designDistance(own, design), error: normal(words[0]) }
  })
}

/** Whether the research budget, a share of the profit of twelve months, pays for another project. */
export function canResearch({ scenario, books }: LenderView): boolean {
  const budget = Math.max(0, windowSum(books.profitFen)) * scenario.products.researchShare
  return windowSum(books.researchFen) + innovationCostFen(scenario) <= budget
}

/** Own designs that step towards an aim as precisely as research allows; at random without one. */
export function innovations(view: LenderView, aim: Aim | null): Candidate[] {
  const { scenario, lender, tick, luck } = view
  const normals = new Float64Array(STEP_DIMENSIONS)
  for (let k = 0; k < STEP_DIMENSIONS; k++) {
    draw(luck, lender, tick, STEP + k, words)
    normals[k] = normal(words[0])
  }
  return view.own.map((base, place) => {
    const own = view.ownProduct(base).design
    const design = innovated(scenario, own, aim?.design ?? null, normals)
    draw(luck, lender, tick, ERRORS + place, words)
    const distance = designDistance(own, design)
    return { base, design, archetype: nearestArchetype(design), distance, error: normal(words[1]) }
  })
}

/** The point that research finds: the mean wish of a group of shoppers, a persona. */
export interface Aim {
  readonly design: Design
  readonly purpose: number
  readonly shoppers: number
}

/**
 * Among sampled shoppers to whom the lender would lend, mainstream lenders look at the purpose with the largest demand.
 * The others draw a shopper in proportion to unmet demand (chance of not borrowing × misfit of the best offer known)
 * and look at all of the same purpose and age band, niche specialists outside the head only.
 */
export function aimOf(view: LenderView, cells: OmniscientSurvey): Aim | null {
  const { strategy } = view.books
  const head = headPurposes(view.scenario.needs.share)
  const weight = new Float64Array(cells.shoppers)
  const mass = new Float64Array(PURPOSES.length)
  let total = 0
  cells.persons.forEach(({ purpose }, shopper) => {
    if (!view.own.some((place) => cells.exposure[shopper * cells.products + place] > 0)) return
    mass[purpose]++
    if (strategy === 'niche' && head[purpose] === 1) return
    weight[shopper] = strategy === 'mainstream' ? 1 : unmet(view, cells, shopper)
    total += weight[shopper]
  })
  if (!(total > 0)) return null
  if (strategy === 'mainstream') return persona(view, cells, weight, largest(mass), null)
  const { purpose, ageMonths } = cells.persons[drawnShopper(view, weight, total)]
  return persona(view, cells, weight, purpose, ageBandOf(ageMonths))
}

function largest(mass: Float64Array): number {
  let found = 0
  for (let k = 1; k < mass.length; k++) if (mass[k] > mass[found]) found = k
  return found
}

function drawnShopper({ luck, lender, tick }: LenderView, weight: Float64Array, total: number): number {
  draw(luck, lender, tick, PERSONA, words)
  let left = uniform(words[0]) * total
  let chosen = -1
  for (let shopper = 0; shopper < weight.length && left >= 0; shopper++) {
    if (weight[shopper] === 0) continue
    chosen = shopper
    left -= weight[shopper]
  }
  return chosen
}

/** The mean wish of the weighted shoppers of a purpose and age band (null = any). */
function persona(
  { scenario }: LenderView,
  cells: OmniscientSurvey,
  weight: Float64Array,
  purpose: number,
  band: number | null,
): Aim {
  const point = new Float64Array(IDEAL_DIMENSIONS)
  let sum = 0
  let logDemand = 0
  let shoppers = 0
  cells.persons.forEach((person, shopper) => {
    if (weight[shopper] === 0 || person.purpose !== purpose) return
    if (band !== null && ageBandOf(person.ageMonths) !== band) return
    const at = shopper * IDEAL_DIMENSIONS
    for (let d = 0; d < IDEAL_DIMENSIONS; d++) point[d] += weight[shopper] * cells.ideal[at + d]
    logDemand += weight[shopper] * ln(person.demandFen)
    sum += weight[shopper]
    shoppers++
  })
  const design: Design = {
    fit: PURPOSES.map((_, d) => point[d] / sum),
    channel: point[PURPOSES.length] / sum,
    limitFen: exp(logDemand / sum),
    termMonths: scenario.needs.term[PURPOSES[purpose]],
  }
  return { design, purpose, shoppers }
}

/** How badly a shopper is served: chance of not borrowing × squared misfit of the best-fitting offer considered. */
function unmet({ shelf }: LenderView, cells: OmniscientSurvey, shopper: number): number {
  const row = shopper * cells.products
  let gap = Infinity
  for (let place = 0; place < cells.considerations[shopper]; place++) {
    const product = cells.considered[row + place]
    if (cells.weight[row + product] === 0) continue
    const distance = misfit(cells, shopper, shelf[product].design)
    if (distance < gap) gap = distance
  }
  if (gap === Infinity) return 0
  return gap * (1 - logistic(cells.borrowing + cells.nestScale * ln(cells.total[shopper])))
}

/** A candidate with what the lender foresees of it, yuan a month above what it books now and costs. */
export interface Prospect {
  readonly candidate: Candidate
  readonly launch: boolean
  readonly foreseen: number
}

/** The candidate that promises most; null where all are nearly what there is. */
export function bestProspect(view: LenderView, survey: Surveyor, candidates: readonly Candidate[]): Prospect | null {
  let best: Prospect | null = null
  for (const candidate of candidates) {
    if (candidate.distance < NO_DISTANCE) continue
    const prospect = foresee(view, survey, candidate)
    if (best === null || prospect.foreseen > best.foreseen) best = prospect
  }
  return best
}

/**
 * What the lender foresees: expected margin booked on the month's sample, scaled to all who shopped, after less before
 * (capital allows no more lending than `fundedShare` of what is booked now), with an error in proportion to what the
 * product itself would bring that research narrows, less the shelf cost of a product more. A candidate that is far from
 * all own products stands beside them.
 */
function foresee(view: LenderView, survey: Surveyor, candidate: Candidate): Prospect {
  const { scenario, own, books } = view
  const { maxPerLender, launchDistance, research, researchError } = scenario.products
  const now = survey.now()
  const before = expectation(now, own, candidate.base)
  const far = own.every((place) => designDistance(view.shelf[place].design, candidate.design) >= launchDistance)
  const launch = far && own.length < maxPerLender
  const after = launch ? afterLaunch(view, survey, candidate) : afterMove(view, survey, now, candidate)
  const capacity = books.fundedShare < 1 ? before.exposure * books.fundedShare : Infinity
  const admitted = ({ exposure }: Expectation): number => (exposure > capacity ? capacity / exposure : 1)
  const scale = view.shoppers / Math.max(1, now.shoppers)
  const gain = after.margin * admitted(after) - before.margin * admitted(before)
  const error = researchError * (1 - research) * candidate.error * after.ofProduct * admitted(after)
  const shelf = launch ? yuanFromFen(shelfCostFen(scenario)) : 0
  return { candidate, launch, foreseen: (gain + error) * scale - shelf }
}

function afterMove(
  view: LenderView,
  survey: Surveyor,
  now: OmniscientSurvey,
  { base, design }: Candidate,
): Expectation {
  const product = view.ownProduct(base)
  if (sameContract(design, product.design)) return tryMove(now, view.shelf, view.own, base, design, false)
  return expectation(survey.instead(base, { ...product, design }), view.own, base)
}

function afterLaunch(view: LenderView, survey: Surveyor, candidate: Candidate): Expectation {
  const place = view.shelf.length
  return expectation(survey.instead(place, newProduct(view, candidate, null, 0)), [...view.own, place], place)
}

/** Whether two designs differ in nothing but fit. */
export function sameContract(a: Design, b: Design): boolean {
  return a.limitFen === b.limitFen && a.termMonths === b.termMonths
}

/** A product of its own with the candidate's design, and the margin and experience of the one that it starts from. */
export function newProduct(
  { scenario, lender, books, month, ownProduct }: LenderView,
  candidate: Candidate,
  parent: string | null,
  researchFen: number,
): Product {
  const { archetype } = candidate
  const base = ownProduct(candidate.base)
  const { limit, term } = ARCHETYPE_DESIGNS[archetype]
  const contracts = scenario.products.contracts === 'fitLimitsTerms'
  const design = contracts ? candidate.design : { ...candidate.design, limitFen: limit * 100, termMonths: term }
  return {
    code: `${books.code}-${productLetters(books.productsEver)}`,
    lender,
    archetype,
    design,
    boundTo: base.boundTo,
    margin: base.margin,
    ticketFen: expectedTicketFen(scenario, design),
    gradeMix: [...base.gradeMix],
    launched: month,
    promotedUntil: null,
    promotionScale: 1,
    origin: 'launch',
    parent,
    designed: month,
    researchFen,
    withdrawn: null,
    profitFen: new Array(YEAR).fill(0),
    lossMonths: 0,
  }
}
