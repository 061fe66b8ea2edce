/**
 * Lenders redesign their products, one after another: they copy what earns well elsewhere, put research into what nobody
 * offers, launch beside the old ones and take losers off the shelf. Homogenisation is an outcome of this and never an input.
 */

import { ageBandOf } from '../agents/demography.ts'
import {
  between,
  designDistance,
  expectedTicketFen,
  headPurposes,
  innovated,
  mainPurpose,
  nearestArchetype,
  productLetters,
  STEP_DIMENSIONS,
} from '../agents/lenders/design.ts'
import { type Expectation, expectation, IDEAL_DIMENSIONS, misfit, tryMove } from '../agents/lenders/design-trial.ts'
import { type Design, type Origin, type Product, placeIn, windowSum, YEAR } from '../agents/lenders/lender.ts'
import type { OmniscientSurvey } from '../agents/lenders/view.ts'
import { exp, ln, logistic } from '../base/math.ts'
import { yuanFromFen } from '../base/units.ts'
import { type Archetype, PURPOSES } from '../base/vocabulary.ts'
import { draw, normal, uniform } from '../random/streams.ts'
import { ARCHETYPE_DESIGNS } from '../scenarios/archetypes.ts'
import { MAX_PRODUCTS } from '../scenarios/scenario.ts'
import { surveyOf } from './demand.ts'
import { enact, type MarketEvent } from './events.ts'
import { FIT_DIMENSIONS } from './offers.ts'
import { innovationCostFen, shelfCostFen } from './product-results.ts'
import type { DesignDecision, World } from './world.ts'

/** The longest copy lag that a scenario may ask for, months. */
const LONGEST_LAG = 36
/** A candidate this near to what there is would change nothing. */
const NO_DISTANCE = 1e-3
/** A design that is withdrawn within so many months has failed. */
const FAILURE_MONTHS = 12
/** Places in the design stream of a lender and month: its turn, whom research looks at, the random step, errors. */
const TURN = 0
const PERSONA = 1
const STEP = 2
const ERRORS = STEP + STEP_DIMENSIONS

const words = new Int32Array(2)

/** A lender whose turn has come, and what it will do. */
interface Turn {
  readonly l: number
  readonly imitates: boolean
  readonly innovates: boolean
}

/** A new design, the own product that it starts from, and what kind of product it would be beside it. */
interface Candidate {
  readonly base: number
  readonly design: Design
  readonly archetype: Archetype
  readonly distance: number
  /** Standard normal error of what is foreseen. */
  readonly error: number
}

interface Project {
  readonly kind: 'imitation' | 'innovation'
  readonly parent: string | null
  readonly costFen: number
}

/** This month's survey; forgotten when the shelf changes, asked for again when somebody wants to know. */
interface Survey {
  readonly asking: Uint8Array
  cells: OmniscientSurvey | null
}

export function redesignProducts(world: World): MarketEvent[] {
  world.designs = []
  if (world.scenario.products.mode !== 'endogenous') return []
  world.pastProducts.push(world.industry.products)
  if (world.pastProducts.length > LONGEST_LAG + 1) world.pastProducts.shift()
  const events = withdrawLosers(world)
  if (world.samples === null) return events
  const turns = turnsOfMonth(world)
  const asking = new Uint8Array(world.industry.lenders.length)
  for (const { l } of turns) asking[l] = 1
  const survey: Survey = { asking, cells: null }
  for (const turn of turns) {
    if (turn.imitates) events.push(...imitate(world, survey, turn.l))
    if (turn.innovates) events.push(...innovate(world, survey, turn.l))
  }
  return events
}

/** Who reviews its designs this month and acts, in an order that starts elsewhere each month. */
function turnsOfMonth(world: World): Turn[] {
  const { scenario, industry, tick, streams } = world
  const { redesignMonths, imitation, innovation } = scenario.products
  const turns: Turn[] = []
  const count = industry.lenders.length
  for (let turn = 0; turn < count; turn++) {
    const l = (turn + tick) % count
    if (l % redesignMonths !== tick % redesignMonths) continue
    const lender = industry.lenders[l]
    // A lender that may not lend has nothing to design, and sees no demand.
    if (lender.admission === 0 || ownOf(world, l).length === 0) continue
    const strategy = scenario.strategy[lender.strategy]
    draw(streams.design, l, tick, TURN, words)
    const imitates = uniform(words[0]) < strategy.imitate * imitation
    const innovates = uniform(words[1]) < strategy.innovate * innovation
    if (imitates || innovates) turns.push({ l, imitates, innovates })
  }
  return turns
}

/** Indices of a lender's products on the shelf. */
function ownOf(world: World, l: number): number[] {
  return world.industry.products.flatMap((product, j) =>
    product.lender === l && product.withdrawn === null ? [j] : [],
  )
}

function surveyed(world: World, survey: Survey): OmniscientSurvey {
  survey.cells ??= surveyOf(world, world.industry, survey.asking)
  return survey.cells
}

/** Goes part of the way to the most profitable product of somebody else that it can see. */
function imitate(world: World, survey: Survey, l: number): MarketEvent[] {
  const { scenario, industry, streams, tick } = world
  const { copyStep, copyLag } = scenario.products
  const model = mostProfitable(world, l)
  if (model === null) return []
  const candidates = ownOf(world, l).map((base, place): Candidate => {
    const own = industry.products[base].design
    const design = between(scenario, own, model.design, copyStep)
    draw(streams.design, l, tick, ERRORS + place, words)
    return { base, design, archetype: model.archetype, distance: designDistance(own, design), error: normal(words[0]) }
  })
  const profit = Math.round(yuanFromFen(windowSum(model.profitFen)))
  const why = `${model.code} earned ${profit} yuan in the twelve months to ${copyLag} months ago, the most it can see`
  const event = enact(world, { actor: industry.lenders[l].code, kind: 'imitate', why })
  const project: Project = { kind: 'imitation', parent: model.code, costFen: 0 }
  return [event, decide(world, survey, l, candidates, project)]
}

/** The product of another lender that earned most in twelve months, as far as the copy lag lets it be known. */
function mostProfitable(world: World, l: number): Product | null {
  const { scenario, industry, pastProducts } = world
  const known = pastProducts[pastProducts.length - 1 - scenario.products.copyLag] ?? []
  const head = headPurposes(scenario.needs.share)
  const niche = industry.lenders[l].strategy === 'niche'
  let best: Product | null = null
  let most = 0
  for (const product of known) {
    if (product.lender === l || product.withdrawn !== null) continue
    if (niche && head[mainPurpose(product.design)] === 1) continue
    const profit = windowSum(product.profitFen)
    if (profit > most) {
      most = profit
      best = product
    }
  }
  return best
}

/** Pays for research, aims at the demand that its strategy looks at, and steps there as precisely as research allows. */
function innovate(world: World, survey: Survey, l: number): MarketEvent[] {
  const { scenario, industry, streams, tick, month } = world
  const lender = industry.lenders[l]
  const costFen = innovationCostFen(scenario)
  const budget = Math.max(0, windowSum(lender.profitFen)) * scenario.products.researchShare
  if (windowSum(lender.researchFen) + costFen > budget) {
    const why = 'the research budget, a share of the profit of twelve months, does not pay for another project'
    return [enact(world, { actor: lender.code, kind: 'reject', why })]
  }
  const aim = aimOf(world, surveyed(world, survey), l)
  const normals = new Float64Array(STEP_DIMENSIONS)
  for (let k = 0; k < STEP_DIMENSIONS; k++) {
    draw(streams.design, l, tick, STEP + k, words)
    normals[k] = normal(words[0])
  }
  const candidates = ownOf(world, l).map((base, place): Candidate => {
    const own = industry.products[base].design
    const design = innovated(scenario, own, aim?.design ?? null, normals)
    draw(streams.design, l, tick, ERRORS + place, words)
    const distance = designDistance(own, design)
    return { base, design, archetype: nearestArchetype(design), distance, error: normal(words[1]) }
  })
  const why =
    aim === null
      ? 'it found no creditworthy demand to aim at and changes at random'
      : `${aim.shoppers} sampled shoppers want ${PURPOSES[aim.purpose]}, could be lent to and are served badly`
  const event = enact(world, { actor: lender.code, kind: 'innovate', why }, (draft) => {
    draft.lenders[l].researchFen[placeIn(YEAR, month)] += costFen
  })
  return [event, decide(world, survey, l, candidates, { kind: 'innovation', parent: null, costFen })]
}

/** The point that research finds: the mean wish of a group of shoppers, a persona. */
interface Aim {
  readonly design: Design
  readonly purpose: number
  readonly shoppers: number
}

/**
 * Among sampled shoppers to whom the lender would lend, mainstream lenders look at the purpose with the largest demand.
 * The others draw a shopper in proportion to unmet demand (chance of not borrowing × misfit of the best offer known)
 * and look at all of the same purpose and age band, niche specialists outside the head only.
 */
function aimOf(world: World, cells: OmniscientSurvey, l: number): Aim | null {
  const { scenario, industry, streams, tick } = world
  const { strategy } = industry.lenders[l]
  const { persons } = cells
  const own = ownOf(world, l)
  const head = headPurposes(scenario.needs.share)
  const weight = new Float64Array(cells.shoppers)
  const mass = new Float64Array(PURPOSES.length)
  let total = 0
  for (let s = 0; s < cells.shoppers; s++) {
    const row = s * cells.products
    if (!own.some((j) => cells.exposure[row + j] > 0)) continue
    const { purpose } = persons[s]
    mass[purpose]++
    if (strategy === 'niche' && head[purpose] === 1) continue
    weight[s] = strategy === 'mainstream' ? 1 : unmet(world, cells, s)
    total += weight[s]
  }
  if (!(total > 0)) return null
  let purpose = 0
  let band = -1
  if (strategy === 'mainstream') {
    for (let k = 1; k < mass.length; k++) if (mass[k] > mass[purpose]) purpose = k
  } else {
    draw(streams.design, l, tick, PERSONA, words)
    let left = uniform(words[0]) * total
    let chosen = -1
    for (let s = 0; s < cells.shoppers && left >= 0; s++) {
      if (weight[s] === 0) continue
      chosen = s
      left -= weight[s]
    }
    purpose = persons[chosen].purpose
    band = ageBandOf(persons[chosen].ageMonths)
  }
  return persona(world, cells, weight, purpose, band)
}

/** The mean wish of the weighted shoppers of a purpose and age band (−1 = any). */
function persona(world: World, cells: OmniscientSurvey, weight: Float64Array, purpose: number, band: number): Aim {
  const { scenario } = world
  const point = new Float64Array(IDEAL_DIMENSIONS)
  let sum = 0
  let logDemand = 0
  let shoppers = 0
  cells.persons.forEach((sample, s) => {
    if (weight[s] === 0 || sample.purpose !== purpose) return
    if (band >= 0 && ageBandOf(sample.ageMonths) !== band) return
    for (let d = 0; d < IDEAL_DIMENSIONS; d++) point[d] += weight[s] * cells.ideal[s * IDEAL_DIMENSIONS + d]
    logDemand += weight[s] * ln(sample.demandFen)
    sum += weight[s]
    shoppers++
  })
  const design: Design = {
    fit: Array.from({ length: FIT_DIMENSIONS }, (_, d) => point[d] / sum),
    channel: point[FIT_DIMENSIONS] / sum,
    limitFen: exp(logDemand / sum),
    termMonths: scenario.needs.term[PURPOSES[purpose]],
  }
  return { design, purpose, shoppers }
}

/** How badly a shopper is served: chance of not borrowing × squared misfit of the best-fitting offer considered. */
function unmet(world: World, cells: OmniscientSurvey, s: number): number {
  const row = s * cells.products
  let gap = Infinity
  for (let place = 0; place < cells.considerations[s]; place++) {
    const k = cells.considered[row + place]
    if (cells.weight[row + k] === 0) continue
    const distance = misfit(cells, s, world.industry.products[k].design)
    if (distance < gap) gap = distance
  }
  if (gap === Infinity) return 0
  return gap * (1 - logistic(cells.borrowing + cells.nestScale * ln(cells.total[s])))
}

/** A candidate with what the lender foresees of it, yuan a month above what it books now and costs. */
interface Prospect {
  readonly candidate: Candidate
  readonly launch: boolean
  readonly foreseen: number
}

/** Adopts the candidate that promises most, if it promises anything: as a new product where it is far from all own ones. */
function decide(
  world: World,
  survey: Survey,
  l: number,
  candidates: readonly Candidate[],
  project: Project,
): MarketEvent {
  let best: Prospect | null = null
  for (const candidate of candidates) {
    if (candidate.distance < NO_DISTANCE) continue
    const prospect = foresee(world, survey, l, candidate)
    if (best === null || prospect.foreseen > best.foreseen) best = prospect
  }
  const { industry } = world
  const { kind, parent, costFen } = project
  const chosen = best?.candidate ?? candidates[0]
  const { code } = industry.products[chosen.base]
  const note = (outcome: DesignDecision['outcome'], product: string, origin: Origin): void => {
    world.designs.push({ kind, outcome, lender: l, product, parent, origin, distance: chosen.distance, costFen })
  }
  if (best === null || !(best.foreseen > 0)) {
    note('rejected', code, industry.products[chosen.base].origin)
    const why =
      best === null
        ? 'it offers nearly that already'
        : `no more profit foreseen (${Math.round(best.foreseen)} yuan a month)`
    return enact(world, { actor: code, kind: 'reject', why })
  }
  const promise = `${Math.round(best.foreseen)} yuan a month foreseen`
  if (best.launch) {
    const place = freePlace(world)
    if (place < 0) {
      note('rejected', code, industry.products[chosen.base].origin)
      const why = 'no room on the market for another product: loans remember 256'
      return enact(world, { actor: code, kind: 'reject', why })
    }
    const product = newProduct(world, l, chosen, parent, costFen)
    note('launched', product.code, 'launch')
    survey.cells = null
    const why = `${promise}, beside its other products, ${parent === null ? 'from research' : `after ${parent}`}`
    return enact(world, { actor: product.code, kind: 'launch', why }, (draft) => {
      draft.products[place] = product
      draft.lenders[l].productsEver++
    })
  }
  if (sameContract(chosen.design, industry.products[chosen.base].design)) {
    tryMove(surveyed(world, survey), industry.products, [], chosen.base, chosen.design, true)
  } else survey.cells = null
  note('moved', code, kind)
  const why = `${promise} from ${parent === null ? 'the new design' : `a design nearer to ${parent}`}`
  return enact(world, { actor: code, kind: 'adopt', why }, (draft) => {
    Object.assign(draft.products[chosen.base], {
      design: chosen.design,
      origin: kind,
      parent,
      designed: world.month,
      researchFen: costFen,
    })
  })
}

function sameContract(a: Design, b: Design): boolean {
  return a.limitFen === b.limitFen && a.termMonths === b.termMonths
}

/**
 * What the lender foresees: expected margin booked on the month's sample, scaled to all who shopped, after less before
 * (capital allows no more lending than `admission` of what is booked now), with an error in proportion to what the
 * product itself would bring that research narrows, less the shelf cost of a product more.
 */
function foresee(world: World, survey: Survey, l: number, candidate: Candidate): Prospect {
  const { scenario, industry, tally } = world
  const { maxPerLender, launchDistance, research, researchError } = scenario.products
  const own = ownOf(world, l)
  const now = surveyed(world, survey)
  const before = expectation(now, own, candidate.base)
  const far = own.every((j) => designDistance(industry.products[j].design, candidate.design) >= launchDistance)
  const launch = far && own.length < maxPerLender
  const after = launch ? afterLaunch(world, survey, l, own, candidate) : afterMove(world, survey, now, own, candidate)
  const capacity = industry.lenders[l].admission < 1 ? before.exposure * industry.lenders[l].admission : Infinity
  const admitted = ({ exposure }: Expectation): number => (exposure > capacity ? capacity / exposure : 1)
  const scale = tally.market.shoppers / Math.max(1, now.shoppers)
  const gain = after.margin * admitted(after) - before.margin * admitted(before)
  const error = researchError * (1 - research) * candidate.error * after.ofProduct * admitted(after)
  const shelf = launch ? yuanFromFen(shelfCostFen(scenario)) : 0
  return { candidate, launch, foreseen: (gain + error) * scale - shelf }
}

function afterMove(
  world: World,
  survey: Survey,
  now: OmniscientSurvey,
  own: readonly number[],
  { base, design }: Candidate,
): Expectation {
  const { industry } = world
  if (sameContract(design, industry.products[base].design))
    return tryMove(now, industry.products, own, base, design, false)
  const products = industry.products.map((product, j) => (j === base ? { ...product, design } : product))
  return expectation(surveyOf(world, { ...industry, products }, survey.asking), own, base)
}

function afterLaunch(
  world: World,
  survey: Survey,
  l: number,
  own: readonly number[],
  candidate: Candidate,
): Expectation {
  const { industry } = world
  const place = industry.products.length
  const products = [...industry.products, newProduct(world, l, candidate, null, 0)]
  return expectation(surveyOf(world, { ...industry, products }, survey.asking), [...own, place], place)
}

/** A product of its own with the candidate's design, and the margin and experience of the one that it starts from. */
function newProduct(
  world: World,
  l: number,
  candidate: Candidate,
  parent: string | null,
  researchFen: number,
): Product {
  const { scenario, industry, month } = world
  const { archetype } = candidate
  const lender = industry.lenders[l]
  const base = industry.products[candidate.base]
  const { limit, term } = ARCHETYPE_DESIGNS[archetype]
  const contracts = scenario.products.contracts === 'fitLimitsTerms'
  const design = contracts ? candidate.design : { ...candidate.design, limitFen: limit * 100, termMonths: term }
  return {
    code: `${lender.code}-${productLetters(lender.productsEver)}`,
    lender: l,
    archetype,
    design,
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

/** Where a new product may stand: in the place of a withdrawn one whose loans have run off, or at the end; −1 = nowhere. */
export function freePlace({ industry, tally }: World): number {
  const { products } = industry
  const place = products.findIndex(({ withdrawn }, j) => withdrawn !== null && tally.products.held[j] === 0)
  if (place >= 0) return place
  return products.length < MAX_PRODUCTS ? products.length : -1
}

/** Products that have lost money for too long are withdrawn, the worst first, never the last one of a lender. */
function withdrawLosers(world: World): MarketEvent[] {
  const { patience } = world.scenario.products
  const events: MarketEvent[] = []
  for (let l = 0; l < world.industry.lenders.length; l++) {
    const { products } = world.industry
    const own = ownOf(world, l)
    const losers = own.filter((j) => products[j].lossMonths >= patience)
    losers.sort((a, b) => windowSum(products[a].profitFen) - windowSum(products[b].profitFen) || a - b)
    for (const j of losers.slice(0, own.length - 1)) events.push(withdraw(world, l, j))
  }
  return events
}

function withdraw(world: World, l: number, j: number): MarketEvent {
  const { month } = world
  const { code, parent, origin, lossMonths, profitFen, designed, researchFen } = world.industry.products[j]
  const loss = Math.round(yuanFromFen(-windowSum(profitFen)))
  const failed = (origin === 'launch' || origin === 'innovation') && month - designed <= FAILURE_MONTHS
  const costFen = failed ? researchFen + Math.max(0, -profitSince(profitFen, designed, month)) : 0
  const decision = { kind: 'withdrawal', outcome: 'withdrawn', distance: 0 } as const
  world.designs.push({ ...decision, lender: l, product: code, parent, origin, costFen })
  const why = `${loss} yuan lost in twelve months, negative for ${lossMonths} months in a row`
  return enact(world, { actor: code, kind: 'withdraw', why }, (draft) => {
    draft.products[j].withdrawn = month
    draft.products[j].promotedUntil = null
  })
}

/** Sum of a twelve-month window over the months from `since` up to `month`, exclusive. */
function profitSince(window: readonly number[], since: number, month: number): number {
  let sum = 0
  for (let m = Math.max(since, month - window.length); m < month; m++) sum += window[placeIn(window.length, m)]
  return sum
}
