/**
 * What phases of consumers look at beside columns, and beside what follows from the scenario: a value that can be posted to
 * another thread once a month. A world made there from the same scenario, over the same columns, takes it, and its chunks
 * live as they would have lived here. Then the threads' parts of the month are put together (market/parts.ts).
 */
import { scenarioAt } from '../scenarios/timeline.ts'
import { handFunding, takeFunding } from './hooks.ts'
import { bookOf, type OfferColumns, offerColumns } from './offers.ts'
import { type PublicWorld, regimeOf } from './world.ts'

/** Members of the world that are not handed on as they are: they follow from the scenario, belong to a thread, … */
const APART = [
  'base',
  'scenario',
  'regime',
  'reference',
  'meanIncomeFen',
  'streams',
  'structure',
  'consumers',
  'network',
  'tally',
  'journal',
  // … are handed on in part, …
  'offers',
  'p2p',
  'trace',
  // … or are nothing to consumers: what lenders' analysts and managers work with.
  'samples',
  'sampledFrom',
  'pastMonths',
  'designs',
  'desk',
  'lossEvidence',
] as const

type Plain = Omit<PublicWorld, (typeof APART)[number]>

export interface Brief {
  readonly plain: Plain
  readonly offers: OfferColumns
  readonly funding: ReturnType<typeof handFunding>
  /** Consumers whose decisions are told; null where nobody looks on. */
  readonly traced: ReadonlySet<number> | null
}

export function briefOf(world: PublicWorld): Brief {
  const isPlain = ([name]: [string, unknown]): boolean => !APART.some((apart) => apart === name)
  return {
    plain: Object.fromEntries(Object.entries(world).filter(isPlain)) as unknown as Plain,
    offers: offerColumns(world.offers),
    funding: handFunding(world),
    traced: world.trace?.consumers ?? null,
  }
}

/** Brings a world of the same scenario to the month of the brief. */
export function takeBrief(world: PublicWorld, { plain, offers, funding, traced }: Brief): void {
  Object.assign(world, plain)
  const scenario = scenarioAt(world.base, world.month)
  if (scenario !== world.scenario) {
    world.scenario = scenario
    world.regime = regimeOf(scenario)
  }
  world.offers = bookOf(offers, scenario, world.industry, world.offers)
  takeFunding(world, funding)
  // A listener is put in while chunks are lived (market/parts.ts).
  world.trace = traced === null ? null : { consumers: traced, tell: () => {} }
}
