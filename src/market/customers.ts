/** Whose customer a borrower is: who stayed, who came and why, and how content they are. */
import { hasBorrowedAt, markLender, WON_IN_PROMOTION } from '../agents/consumers.ts'
import { blendedSatisfaction, loanSatisfaction } from '../agents/satisfaction.ts'
import { draw, normal } from '../random/streams.ts'
import type { Decision } from './apply.ts'
import { countHeard } from './hooks.ts'
import type { ChunkMonth } from './live.ts'
import { countRetention } from './promotions.ts'
import type { Shopper } from './shopping.ts'
import type { Chance, Counts, Market, People } from './world.ts'

const words = new Int32Array(2)

/** Keeps book of a new loan's borrower, and forms the satisfaction with it. */
export function meetLender(
  world: Market & People & Chance & Counts,
  { consumer, demandFen }: Shopper,
  product: number,
  promoted: boolean,
  decision: Decision,
  chunk: ChunkMonth,
): void {
  const { consumers: c, offers, scenario, streams, tick, tally } = world
  const { market, lenders } = tally
  const lender = offers.lender[product]
  const last = c.lastLender[consumer] - 1
  const stays = last === lender
  if (last >= 0) {
    lenders.customersLoans[last]++
    countRetention(world, consumer, last, stays)
  }
  if (stays) lenders.repeatLoans[lender]++
  else {
    lenders.newCustomers[lender]++
    c.cleanMonths[consumer] = 0
    tally.products.newCustomers[product]++
    if (promoted) c.marks[consumer] |= WON_IN_PROMOTION
    else c.marks[consumer] &= ~WON_IN_PROMOTION
    countHeard(world, consumer, lender, chunk.referred)
  }
  if (hasBorrowedAt(c, consumer, lender)) lenders.repeatFen[lender] += decision.amountFen
  else markLender(c.borrowedAt, consumer, lender)
  draw(streams.satisfaction, consumer, tick, 0, words)
  const quality = offers.serviceQuality[offers.classOfLender[lender]]
  const worse = decision.aprBp / 10000 - offers.postedContract[product]
  const missing = 1 - decision.amountFen / demandFen
  const latest = loanSatisfaction(scenario.satisfaction, quality, normal(words[0]), worse, missing)
  c.satisfaction[consumer] = stays
    ? blendedSatisfaction(scenario.satisfaction, c.satisfaction[consumer], latest)
    : latest
  c.lastLender[consumer] = lender + 1
  const of = 1 << offers.classOfLender[lender]
  if ((c.borrowedFrom[consumer] & of) === 0) {
    if (c.borrowedFrom[consumer] === 0) market.firstLoans++
    c.borrowedFrom[consumer] |= of
  }
}
