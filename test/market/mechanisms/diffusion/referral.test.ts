/** Rewards for recommendations, by hand: who gets one, when, and what the books say. */
import { expect, test } from 'vitest'
import { payReferrals, wasReferred } from '../../../../src/market/mechanisms/diffusion/referral.ts'
import type { World } from '../../../../src/market/world.ts'
import { founded, horizon, type Recipe, size } from '../../../verification/market.ts'

const NEWCOMER = 5
const REFERRER = 9

/** Consumer 9 told consumer 5 of lender 2 in month 3; it is month 8. */
function told(...recipes: readonly Recipe[]): World {
  const world = founded(
    size(100),
    horizon(0, 24),
    (draft) => {
      draft.diffusion.network = 'mixing'
      Object.assign(draft.promotion, { referralReward: 12.5, referralMonths: 5 })
    },
    ...recipes,
  )
  const { consumers: c } = world
  world.tick = 8
  world.month = 8
  c.heardFrom[NEWCOMER] = REFERRER
  c.heardOf[NEWCOMER] = 3
  c.heardTick[NEWCOMER] = 3
  c.birthTick[REFERRER] = -30
  return world
}

test('a recommendation counts for so many months, and only where there is a reward', () => {
  const world = told()
  expect(wasReferred(world, NEWCOMER)).toBe(true)
  world.tick = 9
  expect(wasReferred(world, NEWCOMER)).toBe(false)
  const without = told(({ promotion }) => {
    promotion.referralReward = 0
  })
  expect(wasReferred(without, NEWCOMER)).toBe(false)
})

test('the reward goes to the referrer, once, and is counted on every side', () => {
  const world = told()
  const { consumers: c, tally } = world
  const before = c.savingsFen.slice()
  const savings = tally.market.liquidSavings
  const referred = [NEWCOMER]
  payReferrals(world, referred)
  expect(referred).toEqual([])
  for (let i = 0; i < 100; i++) expect(c.savingsFen[i] - before[i]).toBe(i === REFERRER ? 1250 : 0)
  expect(tally.lenders.referralFen[2]).toBe(1250)
  expect(tally.lenders.newReferred[2]).toBe(1)
  expect(tally.market.referralFen).toBe(1250)
  expect(tally.market.liquidSavings - savings).toBe(1250)
  // The profile by age counts the same savings: the referrer is 38 months past 18.
  expect(tally.ages.liquidSavings[3]).toBe(1250)
  expect(c.heardOf[NEWCOMER]).toBe(0)
})

test('one who came since the talk into the slot of the talker gets nothing, and nobody pays', () => {
  for (const [enteredTick, paid] of [
    [3, 1250],
    [4, 0],
  ]) {
    const world = told()
    world.consumers.enteredTick[REFERRER] = enteredTick
    payReferrals(world, [NEWCOMER])
    expect(world.tally.market.referralFen).toBe(paid)
    expect(world.tally.lenders.newReferred[2]).toBe(paid / 1250)
  }
})
