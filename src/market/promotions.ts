/**
 * Promotions as consumers meet them: who is held out, who sees one, who stays once it is over. When they start and end:
 * strategy.ts; what they take off a price: offers.ts.
 */
import { HOLDOUT_GROUPS, WON_IN_PROMOTION } from '../agents/consumers.ts'
import type { ConsiderationSet } from './choice.ts'
import type { Counts, Market, People, Present, Supply } from './world.ts'

/**
 * Whether a lender keeps this consumer out of its promotions to see what would have happened without. Lenders hold
 * out different people, or the same few would never see any promotion.
 */
export function heldOut(world: Present & People, consumer: number, lender: number): boolean {
  const { holdoutGroups } = world.regime
  return (world.consumers.holdoutGroup[consumer] + lender * holdoutGroups) % HOLDOUT_GROUPS < holdoutGroups
}

/** Whether this consumer gets the product on the terms of its promotion. */
export function isPromotedTo(world: Market & People, consumer: number, product: number): boolean {
  const { offers } = world
  return offers.promoted[product] === 1 && !heldOut(world, consumer, offers.lender[product])
}

/** Counts who considered a promoted product, with and without seeing the promotion. */
export function countPromotionAudience(world: Market & People & Counts, consumer: number, set: ConsiderationSet): void {
  const { offers, tally } = world
  for (let position = 0; position < set.count; position++) {
    const product = set.product[position]
    if (offers.promoted[product] === 0) continue
    const lender = offers.lender[product]
    if (heldOut(world, consumer, lender)) tally.lenders.heldOutShoppers[lender]++
    else tally.lenders.promotedShoppers[lender]++
  }
}

/** Counts a loan of a promoted product, on whatever terms this borrower got it. */
export function countPromotedLoan({ offers, tally }: Supply & Counts, product: number, promoted: boolean): void {
  if (offers.promoted[product] === 0) return
  if (promoted) tally.lenders.promotedBookings[offers.lender[product]]++
  else tally.lenders.heldOutBookings[offers.lender[product]]++
}

/** Counts the next loan of a customer of `last` by how that lender won the customer. */
export function countRetention(
  { consumers: c, offers, tally }: People & Supply & Counts,
  consumer: number,
  last: number,
  stays: boolean,
): void {
  // After the promotion is what counts: a lender that promotes again keeps whom it pays.
  if (offers.lenderPromotes[last] !== 0) return
  const { lenders } = tally
  if (c.marks[consumer] & WON_IN_PROMOTION) {
    lenders.promotedNext[last]++
    if (stays) lenders.promotedRepeat[last]++
  } else {
    lenders.otherNext[last]++
    if (stays) lenders.otherRepeat[last]++
  }
}
