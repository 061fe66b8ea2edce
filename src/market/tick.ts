/**
 * One month of the market. The order is part of the model: who sees whose decision when. Steps are numbered as in
 * section 3 of docs/odd.md, here and at the head of the files that hold them.
 */

import { closeMonth, type Statement } from './close.ts'
import type { MarketEvent } from './events.ts'
import { fundListings } from './hooks.ts'
import { checkIdentities, checkLedgers } from './identities.ts'
import { reshapeIndustry } from './industry.ts'
import { openPage } from './journal.ts'
import { createChunkMonth, liveChunk } from './live.ts'
import { bureauChunk } from './mechanisms/bureau/bureau.ts'
import { payReferrals } from './mechanisms/diffusion/referral.ts'
import { talkChunk } from './mechanisms/diffusion/word-of-mouth.ts'
import { chanceOfFraud, countListed, leakData } from './mechanisms/fraud/fraud.ts'
import { settleInvestors } from './mechanisms/p2p/p2p.ts'
import { closeLines } from './mechanisms/revolving/lines.ts'
import { publishOffers } from './offers.ts'
import { enactPolicy } from './policy.ts'
import { serviceChunk } from './service.ts'
import { shopChunk } from './shopping.ts'
import { sumBuckets, takeStock } from './stock.ts'
import { planMonth } from './strategy.ts'
import { assertExact, clearTally } from './tally.ts'
import { CHUNK, type ShopperSample, type World } from './world.ts'

export type ChunkOrder = 'forward' | 'reverse'

export interface Month {
  readonly statements: readonly Statement[]
  readonly events: readonly MarketEvent[]
}

const chunkMonth = createChunkMonth()

/** Advances the world by one month; what happened stands in `world.tally` until the next call. */
export function tick(world: World, order: ChunkOrder = 'forward'): Month {
  const savingsBefore = world.tick === 0 ? totalSavings(world) : world.tally.market.liquidSavings
  const events: MarketEvent[] = []

  // 1. Policy: dated changes take effect.
  events.push(...enactPolicy(world))
  // 2. Lenders plan: products, promotions, margins.
  events.push(...planMonth(world))
  // 3. P2P investors choose among listings, or want their money back.
  events.push(...fundListings(world))
  world.fraudChance = chanceOfFraud(world)
  // 4. Offers are published.
  world.offers = publishOffers(world.scenario, world.industry, world.month, world.offers)
  // 5. Consumers, chunk by chunk: a chunk sees the month's offers and itself only.
  clearTally(world.tally)
  chunkMonth.referred.length = 0
  const { count } = world.consumers
  const chunks = Math.ceil(count / CHUNK)
  const samples: ShopperSample[][] = Array.from({ length: chunks }, () => [])
  for (let turn = 0; turn < chunks; turn++) {
    const chunk = order === 'forward' ? turn : chunks - 1 - turn
    const from = chunk * CHUNK
    const to = Math.min(count, from + CHUNK)
    openPage(world.journal, chunk)
    liveChunk(world, from, to, chunkMonth)
    serviceChunk(world, from, to, chunkMonth)
    shopChunk(world, from, to, chunkMonth, samples[chunk])
    bureauChunk(world, from, to)
    closeLines(world, from, to)
    takeStock(world, from, to, chunkMonth, world.month >= 0)
    countListed(world, from, to)
  }
  world.samples = samples
  sumBuckets(world)
  world.sampleChance = Math.min(1, world.scenario.pricing.shopperSample / Math.max(1, world.tally.market.shoppers))
  // 6. Referrals are paid.
  payReferrals(world, chunkMonth.referred)
  // 7. People talk, once everybody has shopped.
  for (let turn = 0; turn < chunks; turn++) {
    const chunk = order === 'forward' ? turn : chunks - 1 - turn
    talkChunk(world, chunk * CHUNK, Math.min(count, (chunk + 1) * CHUNK))
  }
  // 8. Investors are settled.
  settleInvestors(world)
  // 9. Lenders close the month.
  const ledgers = world.industry.lenders.map(({ ledger }) => ledger)
  const { statements, event } = closeMonth(world)
  events.push(event, ...leakData(world))
  // Some give up or must leave, run-offs end, newcomers open.
  events.push(...reshapeIndustry(world, statements))
  // 10. Identities are checked.
  assertExact(world.tally)
  checkIdentities(world, savingsBefore)
  checkLedgers(world, ledgers, statements)
  return { statements, events }
}

/** Moves the clock on; recorded columns have been filled from the tally by now. */
export function nextMonth(world: World): void {
  world.tick++
  world.month++
}

function totalSavings(world: World): number {
  let sum = 0
  for (const savings of world.consumers.savingsFen) sum += savings
  return sum
}
