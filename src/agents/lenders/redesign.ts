/**
 * What a lender would make of its products: copies of what lends much elsewhere, or research into what nobody offers, as
 * far as it can see. Homogenisation is an outcome of this and never an input.
 */
import { exp, ln, logistic } from '../../base/math.ts'
import { yuanFromFen } from '../../base/units.ts'
import { type Archetype, PURPOSES, type Purpose } from '../../base/vocabulary.ts'
import { draw, normal, uniform } from '../../random/streams.ts'
import { ARCHETYPE_DESIGNS } from '../../scenarios/archetypes.ts'
import { ageBandOf } from '../demography.ts'
import { type Crowd, crowdGain, crowdOf } from './crowd.ts'
import {
  between,
  designDistance,
  expectedTicketFen,
  headPurposes,
  innovated,
  innovationCostFen,
  mainPurpose,
  mayRebind,
  nearestArchetype,
  pointOf,
  productLetters,
  STEP_DIMENSIONS,
  shelfCostFen,
} from './design.ts'
import { type Expectation, expectation, IDEAL_DIMENSIONS, misfit, tryMove } from './design-trial.ts'
import { type Design, type Product, windowSum, YEAR } from './lender.ts'
import { customersOf } from './pricing.ts'
import type { DemandSurvey, DisclosedProduct, LenderView, Surveyor } from './view.ts'

/** A candidate this near to what there is would change nothing. */
export const NO_DISTANCE = 1e-3
/** Squared distance of two purposes, ‖e_k − e_m‖². */
const OTHER_PURPOSE = 2
/** Places in the design stream of a lender and month: its turn, whom research looks at, the random step, errors … */
export const TURN = 0
const PERSONA = 1
const STEP = 2
const ERRORS = STEP + STEP_DIMENSIONS
/** … whom to copy and with what, and by own product whether binding goes along. */
const MODEL = 64
const BINDING = 65

const words = new Int32Array(2)

/** A new design, the own product that it starts from, and what kind of product it would be beside it. */
export interface Candidate {
  readonly base: number
  readonly design: Design
  readonly boundTo: Purpose | null
  readonly archetype: Archetype
  readonly distance: number
  /** Standard normal errors of what the crowd and what a survey seem to say. */
  readonly crowdError: number
  readonly surveyError: number
}

/** A product of another lender, drawn by what it lent in twelve months as far as the copy lag lets it be known. */
export function drawnModel(view: LenderView): DisclosedProduct | null {
  const { scenario, lender, books, tick, luck } = view
  const head = headPurposes(scenario.needs.share)
  const others = view.disclosed().filter((product) => {
    if (product.lender === lender) return false
    return books.strategy !== 'niche' || head[mainPurpose(product.design)] === 0
  })
  const total = others.reduce((sum, { lentYuan }) => sum + lentYuan, 0)
  if (!(total > 0)) return null
  draw(luck, lender, tick, MODEL, words)
  let left = uniform(words[0]) * total
  let model: DisclosedProduct | null = null
  for (const product of others) {
    if (product.lentYuan === 0) continue
    model = product
    left -= product.lentYuan
    if (left < 0) break
  }
  return model
}

/** Place among own products of the one that is changed without a look. */
export function drawnBase({ lender, tick, luck, own }: LenderView): number {
  draw(luck, lender, tick, MODEL, words)
  return Math.min(own.length - 1, Math.floor(uniform(words[1]) * own.length))
}

/**
 * What a product becomes bound to: with chance `likely` what is wished for, where business model and law allow it. Openly,
 * and by no threshold on fit.
 */
function rebound(view: LenderView, base: number, place: number, wish: Purpose | null, likely: number): Purpose | null {
  const { boundTo } = view.ownProduct(base)
  if (!mayRebind(view.books.model) || (wish === null && !view.mayBeGeneral)) return boundTo
  draw(view.luck, view.lender, view.tick, BINDING + place, words)
  return uniform(words[0]) < likely ? wish : boundTo
}

/** A candidate of the own product at `place` among own ones. */
function candidateOf(
  view: LenderView,
  place: number,
  { design, boundTo, archetype }: Pick<Candidate, 'design' | 'boundTo' | 'archetype'>,
): Candidate {
  const base = view.own[place]
  const before = view.ownProduct(base)
  draw(view.luck, view.lender, view.tick, ERRORS + place, words)
  // Another binding is another product, however near.
  const distance =
    boundTo === before.boundTo
      ? designDistance(before.design, design)
      : Math.max(NO_DISTANCE, designDistance(before.design, design))
  return { base, design, boundTo, archetype, distance, crowdError: normal(words[0]), surveyError: normal(words[1]) }
}

/** Own designs that go part of the way to a model; what it is bound to goes along with chance `copyStep`. */
export function imitations(view: LenderView, model: DisclosedProduct): Candidate[] {
  const { copyStep } = view.scenario.products
  return view.own.map((base, place) => {
    const design = between(view.scenario, view.ownProduct(base).design, model.design, copyStep)
    const boundTo = rebound(view, base, place, model.boundTo, copyStep)
    return candidateOf(view, place, { design, boundTo, archetype: model.archetype })
  })
}

/** Whether the research budget, a share of the profit of twelve months, pays for another project. */
export function canResearch({ scenario, books }: Pick<LenderView, 'scenario' | 'books'>): boolean {
  const budget = Math.max(0, windowSum(books.profitFen)) * scenario.products.researchShare
  return windowSum(books.researchFen) + innovationCostFen(scenario) <= budget
}

/**
 * Own designs that step towards an aim as precisely as research allows; at random without one. A bound product follows the
 * aim's purpose with the same weight; a general one stays general, where it may.
 */
export function innovations(view: LenderView, aim: Aim | null): Candidate[] {
  const { scenario, lender, tick, luck } = view
  const normals = new Float64Array(STEP_DIMENSIONS)
  for (let k = 0; k < STEP_DIMENSIONS; k++) {
    draw(luck, lender, tick, STEP + k, words)
    normals[k] = normal(words[0])
  }
  return view.own.map((base, place) => {
    const own = view.ownProduct(base)
    const design = innovated(scenario, own.design, aim?.design ?? null, normals)
    const follows = aim !== null && (own.boundTo !== null || !view.mayBeGeneral)
    const boundTo = follows
      ? rebound(view, base, place, PURPOSES[aim.purpose], scenario.products.research)
      : own.boundTo
    return candidateOf(view, place, { design, boundTo, archetype: nearestArchetype(design) })
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
export function aimOf(view: LenderView, cells: DemandSurvey): Aim | null {
  const { strategy } = view.books
  const head = headPurposes(view.scenario.needs.share)
  const points = view.shelf.map(({ design }) => pointOf(design))
  const weight = new Float64Array(cells.shoppers)
  const mass = new Float64Array(PURPOSES.length)
  let total = 0
  cells.persons.forEach(({ purpose }, shopper) => {
    if (!view.own.some((place) => cells.exposure[shopper * cells.products + place] > 0)) return
    mass[purpose]++
    if (strategy === 'niche' && head[purpose] === 1) return
    weight[shopper] = strategy === 'mainstream' ? 1 : unmet(points, cells, shopper)
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
  cells: DemandSurvey,
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

/** How badly offers at these points serve a shopper: chance of not borrowing × squared misfit of the best-fitting one considered. */
function unmet(points: readonly Float64Array[], cells: DemandSurvey, shopper: number): number {
  const row = shopper * cells.products
  let gap = Infinity
  for (let place = 0; place < cells.considerations[shopper]; place++) {
    const product = cells.considered[row + place]
    if (cells.weight[row + product] === 0) continue
    const distance = misfit(cells, shopper, points[product])
    if (distance < gap) gap = distance
  }
  // Whom nothing is offered to is served by nothing: as far off as a product for another purpose altogether.
  if (gap === Infinity) return OTHER_PURPOSE
  return gap * (1 - logistic(cells.borrowing + cells.nestScale * ln(cells.total[shopper])))
}

/** A candidate with what the lender foresees of it, yuan a month above what it books now and costs. */
export interface Prospect {
  readonly candidate: Candidate
  readonly launch: boolean
  readonly foreseen: number
}

/** The crowd, where a lender goes by it. */
export function crowdSeen(view: LenderView): Crowd | null {
  return view.scenario.products.research < 1 ? crowdOf(view) : null
}

/** What a lender books as things stand, and whom it lends to. */
export interface Standing {
  readonly customers: Uint32Array
  readonly bookings: Expectation
}

export function standingOf(view: LenderView, cells: DemandSurvey): Standing {
  const customers = customersOf(cells, view.own)
  return { customers, bookings: expectation(cells, view.own, customers) }
}

/** The candidate that promises most; null where all are nearly what there is. */
export function bestProspect(view: LenderView, crowd: Crowd | null, candidates: readonly Candidate[]): Prospect | null {
  let best: Prospect | null = null
  let standing: Standing | null = null
  for (const candidate of candidates) {
    if (candidate.distance < NO_DISTANCE) continue
    if (view.scenario.products.research > 0 && view.survey !== null) {
      standing ??= standingOf(view, view.survey.now())
    }
    const prospect = foresee(view, crowd, candidate, standing)
    if (best === null || prospect.foreseen > best.foreseen) best = prospect
  }
  return best
}

/**
 * What the lender foresees: χ × what a survey says + (1 − χ) × what the crowd seems to say, less the shelf cost of a
 * product more. A candidate that is far from all own products stands beside them.
 */
function foresee(view: LenderView, crowd: Crowd | null, candidate: Candidate, standing: Standing | null): Prospect {
  const { scenario, own } = view
  const { maxPerLender, launchDistance, research, crowdNoise } = scenario.products
  const far = own.every((place) => designDistance(view.shelf[place].design, candidate.design) >= launchDistance)
  const launch = far && own.length < maxPerLender
  const { base, design } = candidate
  const from = view.ownProduct(base).design
  const change = { from, to: design, moved: launch ? null : base, products: own.length }
  const felt = crowd === null ? 0 : crowdGain(crowd, change, crowdNoise, candidate.crowdError)
  const said = research > 0 ? surveyedGain(view, candidate, launch, standing) : 0
  const shelf = launch ? yuanFromFen(shelfCostFen(scenario)) : 0
  return { candidate, launch, foreseen: research * said + (1 - research) * felt - shelf }
}

/**
 * Expected margin booked on the month's sample, scaled to all who shopped, after less before (capital allows no more
 * lending than `fundedShare` of what is booked now). Each answer has an error in proportion to what it changes, so small
 * changes have small errors and many answers cancel them out.
 */
export function surveyedGain(
  view: LenderView,
  candidate: Candidate,
  launch: boolean,
  known: Standing | null = null,
): number {
  const { books, survey, scenario } = view
  if (survey === null) return 0
  const now = survey.now()
  const { customers, bookings: before } = known ?? standingOf(view, now)
  const after = launch ? afterLaunch(view, survey, candidate) : afterMove(view, survey, now, candidate, customers)
  const capacity = books.fundedShare < 1 ? before.exposure * books.fundedShare : Infinity
  const admitted = ({ exposure }: Expectation): number => (exposure > capacity ? capacity / exposure : 1)
  let squares = 0
  for (let shopper = 0; shopper < now.shoppers; shopper++) {
    const change = after.ofShopper[shopper] - before.ofShopper[shopper]
    squares += change * change
  }
  const error = scenario.products.researchError * candidate.surveyError * Math.sqrt(squares) * admitted(after)
  const gain = after.margin * admitted(after) - before.margin * admitted(before)
  return (gain + error) * (view.shoppers / Math.max(1, now.shoppers))
}

function afterMove(
  view: LenderView,
  survey: Surveyor,
  now: DemandSurvey,
  candidate: Candidate,
  customers: Uint32Array,
): Expectation {
  const { base, design, boundTo } = candidate
  const product = view.ownProduct(base)
  if (isSameButFit(candidate, product)) return tryMove(now, view.shelf, view.own, base, design, customers)
  return expectation(survey.instead(base, { ...product, design, boundTo }), view.own)
}

function afterLaunch(view: LenderView, survey: Surveyor, candidate: Candidate): Expectation {
  const place = view.shelf.length
  return expectation(survey.instead(place, newProduct(view, candidate, null, 0)), [...view.own, place])
}

/** Whether a candidate differs from a product in nothing but fit. */
export function isSameButFit(
  { design, boundTo }: Pick<Candidate, 'design' | 'boundTo'>,
  product: Pick<Product, 'design' | 'boundTo'>,
): boolean {
  const { limitFen, termMonths } = product.design
  return design.limitFen === limitFen && design.termMonths === termMonths && boundTo === product.boundTo
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
    boundTo: candidate.boundTo,
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
