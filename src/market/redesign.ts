/**
 * Lenders redesign their products, one after another: they copy what lends much elsewhere, put research into what nobody
 * offers, launch beside the old ones and take losers off the shelf. Homogenisation is an outcome of this and never an input.
 */

import { innovationCostFen } from '../agents/lenders/design.ts'
import { keepMove } from '../agents/lenders/design-trial.ts'
import { type Origin, placeIn, windowSum, YEAR } from '../agents/lenders/lender.ts'
import {
  aimOf,
  bestProspect,
  type Candidate,
  canResearch,
  crowdSeen,
  drawnBase,
  drawnModel,
  imitations,
  innovations,
  isSameButFit,
  NO_DISTANCE,
  newProduct,
  type Prospect,
  TURN,
} from '../agents/lenders/redesign.ts'
import type { DisclosedProduct, LenderView } from '../agents/lenders/view.ts'
import { yuanFromFen } from '../base/units.ts'
import { PURPOSES } from '../base/vocabulary.ts'
import { draw, uniform } from '../random/streams.ts'
import { MAX_PRODUCTS } from '../scenarios/scenario.ts'
import { type Answers, CONSIDERING, openAnswers, UNSERVED } from './answers.ts'
import { enact, enactOnProducts, enactResearch, type MarketEvent } from './events.ts'
import { lenderView, ownPlaces } from './lender-view.ts'
import { type MonthSurvey, openSurvey } from './survey.ts'
import type {
  Chance,
  Counts,
  DesignDecision,
  Market,
  MutableMarket,
  Planning,
  Research,
  Supply,
  World,
} from './world.ts'

/** A design that is withdrawn within so many months has failed. */
const FAILURE_MONTHS = 12

const words = new Int32Array(2)

/** A lender whose turn has come: whether it copies without a look, and whether it has something new to weigh. */
interface Turn {
  readonly lender: number
  readonly copies: boolean
  readonly innovates: boolean
}

interface Project {
  readonly kind: 'imitation' | 'innovation'
  readonly parent: string | null
  readonly costFen: number
  readonly candidates: readonly Candidate[]
}

/** Redesigns products; `answers` are those of the month, for all who ask shoppers. */
export function redesignProducts(
  world: World,
  answers: Answers = openAnswers(world, world.scenario.products.researchSample),
): MarketEvent[] {
  world.designs = []
  if (world.scenario.products.mode !== 'endogenous') return []
  const events = withdrawLosers(world)
  if (world.samples === null) return events
  const turns = turnsOfMonth(world)
  const asking = new Uint8Array(world.industry.lenders.length)
  for (const { lender, copies, innovates } of turns) {
    // Research looks at those too whom nothing is offered to, or nobody would ever see a need that nothing is made for.
    if (!copies) asking[lender] = innovates && researches(world, lender) ? UNSERVED : CONSIDERING
  }
  const survey = openSurvey(world, { asking, most: world.scenario.products.researchSample }, answers)
  for (const { lender, copies, innovates } of turns) {
    events.push(...(copies ? copy(world, survey, lender) : weigh(world, survey, lender, innovates)))
    // If the shelf has changed, those whose turn has passed are not in the next survey.
    asking[lender] = 0
  }
  return events
}

/** Whether a lender that would innovate can, and looks at shoppers first. */
function researches({ scenario, industry }: Market, lender: number): boolean {
  return scenario.products.research > 0 && canResearch({ scenario, books: industry.lenders[lender] })
}

/** Who reviews its designs this month, in an order that starts elsewhere each month. */
function turnsOfMonth(world: Market & Chance): Turn[] {
  const { scenario, industry, tick, streams } = world
  const { redesignMonths, imitation, innovation } = scenario.products
  const turns: Turn[] = []
  const count = industry.lenders.length
  for (let turn = 0; turn < count; turn++) {
    const lender = (turn + tick) % count
    if (lender % redesignMonths !== tick % redesignMonths) continue
    const { fundedShare, strategy } = industry.lenders[lender]
    // A lender that may not lend has nothing to design, and sees no demand.
    if (fundedShare === 0 || ownPlaces(world, lender).length === 0) continue
    draw(streams.design, lender, tick, TURN, words)
    const copies = uniform(words[0]) < scenario.strategy[strategy].imitate * imitation
    const innovates = uniform(words[1]) < scenario.strategy[strategy].innovate * innovation
    turns.push({ lender, copies, innovates })
  }
  return turns
}

/** Copies what lends much elsewhere, and does not ask what it will bring. */
function copy(world: Planning, survey: MonthSurvey, lender: number): MarketEvent[] {
  const view = lenderView(world, lender, survey)
  const model = drawnModel(view)
  if (model === null) return []
  const event = follow(world, view, model, 'without a look at what it would bring')
  const project = imitationOf(view, model)
  const candidate = project.candidates[drawnBase(view)]
  if (candidate.distance < NO_DISTANCE) {
    return [event, reject(world, view, project, candidate, 'it offers that already')]
  }
  return [event, move(world, survey, view, project, candidate, `a design nearer to ${model.code}, unevaluated`)]
}

/** Weighs a copy of what lends much elsewhere against something new, as far as it has either. */
function weigh(world: Planning, survey: MonthSurvey, lender: number, innovates: boolean): MarketEvent[] {
  const view = lenderView(world, lender, survey)
  const events: MarketEvent[] = []
  const projects: Project[] = []
  const model = drawnModel(view)
  if (model !== null) {
    events.push(follow(world, view, model, 'and weighs a copy'))
    projects.push(imitationOf(view, model))
  }
  if (innovates && canResearch(view)) {
    const { event, project } = innovate(world, view)
    events.push(event)
    projects.push(project)
  } else if (innovates) {
    const why = 'the research budget, a share of the profit of twelve months, does not pay for another project'
    events.push(enact(world, { actor: view.books.code, kind: 'reject', why }))
  }
  events.push(...decide(world, survey, lender, projects))
  return events
}

function imitationOf(view: LenderView, model: DisclosedProduct): Project {
  return { kind: 'imitation', parent: model.code, costFen: 0, candidates: imitations(view, model) }
}

function follow(world: MutableMarket, view: LenderView, model: DisclosedProduct, how: string): MarketEvent {
  const { copyLag } = world.scenario.products
  const lent = Math.round(model.lentYuan)
  const why = `${model.code} lent ${lent} yuan in the twelve months to ${copyLag} months ago; it looks there ${how}`
  return enact(world, { actor: view.books.code, kind: 'imitate', why })
}

/** Pays for a project, aims at the demand that its strategy looks at, and steps there as precisely as research allows. */
function innovate(world: Planning, view: LenderView): { event: MarketEvent; project: Project } {
  const costFen = innovationCostFen(world.scenario)
  const isBlind = world.scenario.products.research === 0
  const aim = isBlind || view.survey === null ? null : aimOf(view, view.survey.now())
  const blind = isBlind ? 'it asks nobody' : 'it found no creditworthy demand to aim at'
  const why =
    aim === null
      ? `${blind} and changes at random`
      : `${aim.shoppers} sampled shoppers want ${PURPOSES[aim.purpose]}, could be lent to and are served badly`
  const told = { actor: view.books.code, kind: 'innovate', why } as const
  const event = enactResearch(world, told, view.lender, placeIn(YEAR, world.month), costFen)
  return { event, project: { kind: 'innovation', parent: null, costFen, candidates: innovations(view, aim) } }
}

/** Adopts the candidate that promises most, if it promises anything: as a new product where it is far from all own ones. */
function decide(world: Planning, survey: MonthSurvey, lender: number, projects: readonly Project[]): MarketEvent[] {
  const view = lenderView(world, lender, survey)
  const crowd = projects.length > 0 ? crowdSeen(view) : null
  const weighed = projects.map((project) => ({ project, best: bestProspect(view, crowd, project.candidates) }))
  const most = Math.max(0, ...weighed.map(({ best }) => best?.foreseen ?? 0))
  const chosen = weighed.find(({ best }) => best !== null && best.foreseen > 0 && best.foreseen === most)
  const events = weighed.flatMap(({ project, best }) => {
    if (project === chosen?.project) return []
    if (best === null) return [reject(world, view, project, project.candidates[0], 'it offers nearly that already')]
    const foreseen = `${Math.round(best.foreseen)} yuan a month foreseen`
    const why = best.foreseen > 0 ? `${foreseen}, less than of its other plan` : `no more profit: ${foreseen}`
    return [reject(world, view, project, best.candidate, why)]
  })
  if (chosen === undefined || chosen.best === null) return events
  const { project, best } = chosen
  if (best.launch) return [...events, launch(world, survey, view, project, best)]
  const source = project.parent === null ? 'the new design' : `a design nearer to ${project.parent}`
  const why = `${Math.round(best.foreseen)} yuan a month foreseen from ${source}`
  return [...events, move(world, survey, view, project, best.candidate, why)]
}

function note(
  world: Research,
  { lender }: LenderView,
  { kind, parent, costFen }: Project,
  { distance }: Candidate,
  decision: Pick<DesignDecision, 'outcome' | 'product' | 'origin'>,
): void {
  world.designs.push({ ...decision, kind, lender, parent, distance, costFen })
}

function reject(
  world: MutableMarket & Research,
  view: LenderView,
  project: Project,
  chosen: Candidate,
  why: string,
): MarketEvent {
  const { code, origin } = view.ownProduct(chosen.base)
  note(world, view, project, chosen, { outcome: 'rejected', product: code, origin })
  return enact(world, { actor: code, kind: 'reject', why })
}

function launch(
  world: Planning,
  survey: MonthSurvey,
  view: LenderView,
  project: Project,
  { candidate, foreseen }: Prospect,
): MarketEvent {
  const place = freePlace(world)
  if (place < 0) {
    return reject(world, view, project, candidate, 'no room on the market for another product: loans remember 256')
  }
  const { parent, costFen } = project
  const product = newProduct(view, candidate, parent, costFen)
  note(world, view, project, candidate, { outcome: 'launched', product: product.code, origin: 'launch' })
  survey.forget()
  const source = parent === null ? 'from research' : `after ${parent}`
  const why = `${Math.round(foreseen)} yuan a month foreseen, beside its other products, ${source}`
  return enact(world, { actor: product.code, kind: 'launch', why }, (draft) => {
    draft.products[place] = product
    draft.lenders[view.lender].productsEver++
  })
}

function move(
  world: MutableMarket & Research,
  survey: MonthSurvey,
  view: LenderView,
  project: Project,
  candidate: Candidate,
  why: string,
): MarketEvent {
  const { base, design, boundTo } = candidate
  const { kind, parent, costFen } = project
  const product = view.ownProduct(base)
  const { code } = product
  if (isSameButFit(candidate, product) && survey.isOpen()) keepMove(survey.now(), view.shelf, base, design)
  else survey.forget()
  const origin: Origin = kind
  note(world, view, project, candidate, { outcome: 'moved', product: code, origin })
  const values = { design, boundTo, origin, parent, designed: world.month, researchFen: costFen }
  return enactOnProducts(world, { actor: code, kind: 'adopt', why }, [[base, values]])
}

/** Where a new product may stand: in the place of a withdrawn one whose loans have run off, or at the end; −1 = nowhere. */
export function freePlace(world: Supply & Counts): number {
  return freePlaces(world, 1)[0] ?? -1
}

/** The first `count` such places, or as many as there are. */
export function freePlaces({ industry, tally }: Supply & Counts, count: number): number[] {
  const { products } = industry
  const places: number[] = []
  for (let place = 0; place < MAX_PRODUCTS && places.length < count; place++) {
    if (place >= products.length || (products[place].withdrawn !== null && tally.products.held[place] === 0)) {
      places.push(place)
    }
  }
  return places
}

/** Products that have lost money for too long are withdrawn, the worst first, never the last one of a lender. */
function withdrawLosers(world: MutableMarket & Research): MarketEvent[] {
  const { patience } = world.scenario.products
  const events: MarketEvent[] = []
  for (let lender = 0; lender < world.industry.lenders.length; lender++) {
    const { products } = world.industry
    const own = ownPlaces(world, lender)
    const losers = own.filter((place) => products[place].lossMonths >= patience)
    losers.sort((a, b) => windowSum(products[a].profitFen) - windowSum(products[b].profitFen) || a - b)
    for (const place of losers.slice(0, own.length - 1)) events.push(withdraw(world, lender, place))
  }
  return events
}

function withdraw(world: MutableMarket & Research, lender: number, place: number): MarketEvent {
  const { month } = world
  const { code, parent, origin, lossMonths, profitFen, designed, researchFen } = world.industry.products[place]
  const loss = Math.round(yuanFromFen(-windowSum(profitFen)))
  const failed = (origin === 'launch' || origin === 'innovation') && month - designed <= FAILURE_MONTHS
  const costFen = failed ? researchFen + Math.max(0, -profitSince(profitFen, designed, month)) : 0
  const decision = { kind: 'withdrawal', outcome: 'withdrawn', distance: 0 } as const
  world.designs.push({ ...decision, lender, product: code, parent, origin, costFen })
  const why = `${loss} yuan lost in twelve months, negative for ${lossMonths} months in a row`
  const values = { withdrawn: month, promotedUntil: null }
  return enactOnProducts(world, { actor: code, kind: 'withdraw', why }, [[place, values]])
}

/** Sum of a twelve-month window over the months from `since` up to `month`, exclusive. */
function profitSince(window: readonly number[], since: number, month: number): number {
  let sum = 0
  for (let m = Math.max(since, month - window.length); m < month; m++) sum += window[placeIn(window.length, m)]
  return sum
}
