/**
 * What phases of consumers look at beside columns, and beside what follows from the scenario: a value that can be posted to
 * another thread once a month. A world made there from the same scenario, over the same columns, takes it, and its chunks
 * live as they would have lived here. Then the threads' parts of the month are put together.
 */
import { scenarioAt } from '../scenarios/timeline.ts'
import { type P2pBrief, p2pBrief, takeP2p } from './mechanisms/p2p/brief.ts'
import { bookOf, type OfferColumns, offerColumns } from './offers.ts'
import { regimeOf, type World } from './world.ts'

/** Members of the world that are handed on as they are. */
const PLAIN = [
  'tick',
  'month',
  'fileIntercept',
  'groupIntercepts',
  'incomeQuartiles',
  'sampleChance',
  'surplusChance',
  'fraudChance',
  'industry',
] as const

type Plain = Pick<World, (typeof PLAIN)[number]>

export interface Brief extends Plain {
  readonly offers: OfferColumns
  readonly p2p: P2pBrief | null
  /** Consumers whose decisions are told; null where nobody looks on. */
  readonly traced: ReadonlySet<number> | null
}

export function briefOf(world: World): Brief {
  return {
    ...(Object.fromEntries(PLAIN.map((name) => [name, world[name]])) as Plain),
    offers: offerColumns(world.offers),
    p2p: p2pBrief(world.p2p),
    traced: world.trace?.consumers ?? null,
  }
}

/** Brings a world of the same scenario to the month of the brief; what it tells of those traced goes to `tell`. */
export function takeBrief(world: World, { offers, p2p, traced, ...plain }: Brief): void {
  Object.assign(world, plain)
  const scenario = scenarioAt(world.base, world.month)
  if (scenario !== world.scenario) {
    world.scenario = scenario
    world.regime = regimeOf(scenario)
  }
  world.offers = bookOf(offers, scenario, world.industry, world.offers)
  takeP2p(world.p2p, p2p)
  // Whoever lives the chunks listens in (market/parts.ts).
  world.trace = traced === null ? null : { consumers: traced, tell: () => {} }
}
