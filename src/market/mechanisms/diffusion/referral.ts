/** Rewards to customers whose recommendation brought a lender a new customer. */
import { fenFromYuan } from '../../../base/units.ts'
import { isTraced, tell } from '../../trace.ts'
import type { Counts, People, Present, Watchers } from '../../world.ts'

/** Whether the lender that this consumer has just turned to would reward the person who recommended it. */
export function wasReferred(world: Present & People, consumer: number): boolean {
  const { consumers: c, scenario, tick } = world
  const { referralReward, referralMonths } = scenario.promotion
  return referralReward > 0 && tick - c.heardTick[consumer] <= referralMonths
}

/** A customer new to the lender: lists the person who recommended it for a reward, paid once all have shopped. */
export function countHeard(
  world: Present & People & Counts,
  consumer: number,
  lender: number,
  referred: number[],
): void {
  const { consumers: c, tally } = world
  if (c.heardOf[consumer] !== lender + 1) return
  tally.lenders.newHeard[lender]++
  if (wasReferred(world, consumer)) referred.push(consumer)
  else c.heardOf[consumer] = 0
}

/**
 * Pays for the recommendations that brought the `referred` this month, and empties the list. A payment goes to
 * another consumer, so it waits until all have shopped; sums do not depend on the order. A person who has left since the
 * talk gets nothing, and the newborn in that slot has earned nothing.
 */
export function payReferrals(world: Present & People & Counts & Watchers, referred: number[]): void {
  const { consumers: c, scenario, tally, tick, month } = world
  const rewardFen = fenFromYuan(scenario.promotion.referralReward)
  for (const newcomer of referred) {
    const referrer = c.heardFrom[newcomer]
    const lender = c.heardOf[newcomer] - 1
    c.heardOf[newcomer] = 0
    if (c.enteredTick[referrer] > c.heardTick[newcomer]) continue
    c.savingsFen[referrer] += rewardFen
    if (isTraced(world, referrer)) tell(world, referrer, { kind: 'reward', amountFen: rewardFen })
    tally.lenders.newReferred[lender]++
    tally.lenders.referralFen[lender] += rewardFen
    tally.market.referralFen += rewardFen
    // Savings have been counted by now.
    tally.market.liquidSavings += rewardFen
    if (month >= 0) tally.ages.liquidSavings[Math.floor((tick - c.birthTick[referrer]) / 12)] += rewardFen
  }
  referred.length = 0
}
