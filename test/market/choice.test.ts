/** Which offers a consumer considers, what they are worth, and which of them a draw picks. */
import { expect, test } from 'vitest'
import { HOLDOUT_GROUPS } from '../../src/agents/consumers.ts'
import { considerOffers, createConsiderationSet, inclusiveValue, pick, takeOut } from '../../src/market/choice.ts'
import type { OfferBook } from '../../src/market/offers.ts'
import { heldOut } from '../../src/market/promotions.ts'
import type { World } from '../../src/market/world.ts'
import { logitShares } from '../verification/logit-oracle.ts'
import { founded, fullAwareness, roster, size } from '../verification/market.ts'

const market = (similarity = 0.6) =>
  founded(
    size(20),
    fullAwareness,
    roster(
      { products: ['rent', 'medical', 'traditional'] },
      { class: 'platform', products: ['ecommerce', 'travel'], weight: 3 },
    ),
    ({ choice }) => {
      Object.assign(choice, { loyalty: 2, switching: 0.3, presentBias: 0.5, nestScale: 0.4, similarity })
    },
  )

test('chances are those of the formulas, worked out one product at a time', () => {
  const world = market()
  const set = createConsiderationSet()
  for (const [consumer, purpose, demandFen, ageMonths] of [
    [1, 0, 90_000, 100],
    [2, 3, 4_000_000, 200],
    [3, 5, 700_000, 30],
    [4, 2, 700_000, 30],
  ]) {
    considerOffers(world, consumer, purpose, demandFen, ageMonths, set)
    // Two general products, and what is bound to the purpose: nothing is to renovating.
    expect(set.count).toBe(purpose === 5 || purpose === 2 ? 3 : 2)
    const { inside, given } = logitShares(world, consumer, purpose, demandFen, ageMonths)
    const { choice } = world.scenario
    expect(choice.borrowing + inclusiveValue(set, choice.nestScale)).toBeCloseTo(inside, 9)
    for (let a = 0; a < set.count; a++) expect(set.weight[a] / set.total).toBeCloseTo(given[set.product[a]], 10)
  }
})

const AGE = 120
/** Products considered by consumer 1 where all are for any purpose, and V of product 0. */
function considered(set: Partial<OfferBook>, change: (world: World) => unknown = () => {}) {
  const world = market(0)
  change(world)
  world.offers = { ...world.offers, purposes: new Uint8Array(5).fill(63), ...set }
  const chosen = createConsiderationSet()
  considerOffers(world, 1, 2, 500_000, AGE, chosen)
  const { nestScale } = world.scenario.choice
  const at = chosen.product.indexOf(0)
  const products = Array.from(chosen.product.slice(0, chosen.count))
  return { products, utility: nestScale * (Math.log(chosen.weight[at]) + chosen.scale) }
}

test('ages served run from the first month to before the last; other purposes and withdrawn products are left out', () => {
  const all = [0, 1, 2, 3, 4]
  const ages = { ageFrom: new Int32Array(5), ageTo: new Int32Array(5).fill(1000) }
  expect(considered(ages).products).toEqual(all)
  expect(considered({ ...ages, ageFrom: Int32Array.of(AGE, AGE + 1, 0, 0, 0) }).products).toEqual([0, 2, 3, 4])
  expect(considered({ ...ages, ageTo: Int32Array.of(AGE, AGE + 1, 500, 500, 500) }).products).toEqual([1, 2, 3, 4])
  expect(considered({ ...ages, purposes: Uint8Array.of(4, 3, 63, 59, 4) }).products).toEqual([0, 2, 4])
  expect(considered({ ...ages, active: Uint16Array.of(0, 3) }).products).toEqual([0, 3])
  expect(considered(ages, ({ consumers: c }) => c.refusedBy.fill(1, 2, 3)).products).toEqual([3, 4])
  expect(considered(ages, ({ consumers: c }) => c.defaultedOn.fill(2, 2, 3)).products).toEqual([0, 1, 2])
  expect(considered(ages, ({ consumers: c }) => c.knows.fill(0, 2, 3)).products).toEqual([])
})

test('what price, limit, promotion and experience add to utility', () => {
  const five = (first: number, others: number): Float64Array => Float64Array.of(first, others, others, others, others)
  const plain = { posted: five(0.2, 0.2), limitFen: five(500_000, 1e7), logLimit: five(Math.log(500_000), 16) }
  const base = considered(plain).utility
  const alpha = market().consumers.priceSensitivity[1]
  const gain = (set: Partial<OfferBook>, change?: (world: World) => unknown): number =>
    considered({ ...plain, ...set }, change).utility - base
  expect(gain({ posted: five(0.25, 0.2) })).toBeCloseTo(-0.05 * alpha, 9)
  const { limit } = market().scenario.choice
  expect(gain({ limitFen: five(250_000, 1e7), logLimit: five(Math.log(250_000), 16) })).toBeCloseTo(
    -limit * Math.LN2,
    9,
  )
  // A promotion lowers the price by .05, and half as much again for its own sake; not for whom the lender holds out.
  const promotion = { promoted: Uint8Array.of(1, 0, 0, 0, 0), postedPromoted: five(0.15, 0.2) }
  const inPromotion = (group: number): number =>
    gain(promotion, (world) => {
      Object.assign(world.regime, { holdoutGroups: 10 })
      world.consumers.holdoutGroup[1] = group
    })
  expect([inPromotion(10), inPromotion(9)]).toEqual([expect.closeTo(1.5 * 0.05 * alpha, 9), expect.closeTo(0, 9)])
  const after = (lastLender: number, satisfaction: number): number =>
    gain({}, ({ consumers: c }) => {
      c.lastLender[1] = lastLender
      c.satisfaction[1] = satisfaction
    })
  const known = [after(1, 50), after(1, -50), after(2, 50)]
  expect(known).toEqual([1, -1, -0.3].map((value) => expect.closeTo(value, 9)))
})

test('lenders hold out disjoint groups of consumers', () => {
  const world = market()
  Object.assign(world.regime, { holdoutGroups: 10 })
  const groups = (lender: number): number[] =>
    Array.from({ length: HOLDOUT_GROUPS }, (_, group) => group).filter((group) => {
      world.consumers.holdoutGroup[0] = group
      return heldOut(world, 0, lender)
    })
  expect(groups(0)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
  expect(groups(1)).toEqual([90, 91, 92, 93, 94, 95, 96, 97, 98, 99])
})

test('a draw picks in proportion to the weights, and never what is out of play', () => {
  const set = createConsiderationSet()
  Object.assign(set, { count: 4, total: 10 })
  set.weight.set([2, 0, 3, 5])
  expect([0, 0.19, 0.21, 0.49, 0.51, 1 - 1e-12].map((u) => pick(set, u))).toEqual([0, 0, 2, 2, 3, 3])
  takeOut(set, 2)
  expect([set.total, pick(set, 0.2), pick(set, 0.3)]).toEqual([7, 0, 3])
  for (const position of [0, 3]) takeOut(set, position)
  expect([pick(set, 0.5), inclusiveValue(set, 0.4)]).toEqual([-1, -Infinity])
})
