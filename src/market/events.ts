/** The event log: what lenders and regulators did and why, as immer patches of the industry, one line each. */
import { applyPatches, type Patch, produceWithPatches } from 'immer'
import type { Industry, Product } from '../agents/lenders/lender.ts'
import { changedList, changedRecord } from './edits.ts'
import type { IndustryKind } from './mechanisms/entry-exit/tables.ts'
import type { FraudKind } from './mechanisms/fraud/tables.ts'
import type { P2pKind } from './mechanisms/p2p/tables.ts'
import type { PartnerKind } from './mechanisms/partners/tables.ts'
import type { RegulationKind } from './mechanisms/regulation/tables.ts'
import type { MutableMarket } from './world.ts'

/** Redesign of products: what was tried, what came of it, what was taken off the shelf. */
export type DesignKind = 'imitate' | 'innovate' | 'adopt' | 'reject' | 'launch' | 'withdraw'

export interface MarketEvent {
  readonly month: number
  /** Code of the lender or product, `market` or `regulator`. */
  readonly actor: string
  readonly kind:
    | 'found'
    | 'policy'
    | 'reprice'
    | 'promote'
    | 'refrain'
    | 'coverage'
    | 'endPromotion'
    | 'close'
    | DesignKind
    | FraudKind
    | IndustryKind
    | P2pKind
    | PartnerKind
    | RegulationKind
  readonly why: string
  /** What the event did to the industry; replaying all of them from the founding gives its state in any month. */
  readonly patches: readonly Patch[]
}

/** Changes the industry by `recipe`, if there is one, and says so. */
export function enact(
  world: MutableMarket,
  event: Omit<MarketEvent, 'month' | 'patches'>,
  recipe?: (draft: Industry) => void,
): MarketEvent {
  if (recipe === undefined) return { month: world.month, ...event, patches: [] }
  const [industry, patches] = produceWithPatches(world.industry, recipe)
  world.industry = industry
  return { month: world.month, ...event, patches }
}

/** New values of some products, by their places in ascending order. */
export type ProductEdits = readonly (readonly [place: number, values: Partial<Product>])[]

/** Does the same to products only, without the proxies of immer: most of what lenders do in a month. */
export function enactOnProducts(
  world: MutableMarket,
  event: Omit<MarketEvent, 'month' | 'patches'>,
  edits: ProductEdits,
): MarketEvent {
  const { industry, month } = world
  const patches: Patch[] = []
  const products = [...industry.products]
  // From the last to the first, which is the order of immer's patches.
  for (const [place, values] of [...edits].reverse()) {
    const before = products[place]
    const keys = Object.keys(values) as (keyof Product)[]
    products[place] = changedRecord(patches, ['products', place], before, { ...before, ...values }, keys)
  }
  const changed = products.some((product, place) => product !== industry.products[place])
  if (changed) world.industry = Object.freeze({ ...industry, products: Object.freeze(products) as Product[] })
  return { month, ...event, patches }
}

/** Books what a lender pays for research in the month that has this place in its window. */
export function enactResearch(
  world: MutableMarket,
  event: Omit<MarketEvent, 'month' | 'patches'>,
  lender: number,
  place: number,
  costFen: number,
): MarketEvent {
  const { industry, month } = world
  const patches: Patch[] = []
  const before = industry.lenders[lender]
  const spent = before.researchFen.map((fen, at) => (at === place ? fen + costFen : fen))
  const researchFen = changedList(patches, ['lenders', lender, 'researchFen'], before.researchFen, spent)
  if (researchFen !== before.researchFen) {
    const lenders = [...industry.lenders]
    lenders[lender] = Object.freeze({ ...before, researchFen })
    world.industry = Object.freeze({ ...industry, lenders: Object.freeze(lenders) as Industry['lenders'] })
  }
  return { month, ...event, patches }
}

/** One line of events.ndjson. */
export function eventLine(event: MarketEvent): string {
  return JSON.stringify(event)
}

/** The industry at the end of `month`, from the lines of an event log. */
export function replayIndustry(lines: readonly string[], month: number): Industry {
  let industry: Industry = { lenders: [], products: [], learnt: [] }
  for (const line of lines) {
    const event = JSON.parse(line) as MarketEvent
    if (event.month > month) break
    industry = applyPatches(industry, event.patches)
  }
  return industry
}
