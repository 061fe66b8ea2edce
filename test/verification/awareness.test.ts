/** Who knows whom: adverts and forgetting make a two-state chain for each person and lender. */
import { expect, test } from 'vitest'
import {
  everybodyLivesOn,
  founded,
  fullAwareness,
  horizon,
  live,
  needsOf,
  noBuffer,
  policy,
  type Recipe,
  roster,
  scoreLimit,
  size,
} from './market.ts'

const shoppers: Recipe = (draft) => {
  // Everybody has a need every month and nobody is given a loan: knowledge is brought up to date each time.
  const parts = [everybodyLivesOn, noBuffer, needsOf(3000, 0, 2), policy({ lossCutoff: 0 })]
  for (const part of parts) part(draft)
  roster(...Array.from({ length: 40 }, () => ({ products: ['electronics' as const] })))(draft)
  draft.choice.borrowing = 20
}

const known = (words: Uint32Array, i: number, l: number): boolean => (words[i * 2 + (l >> 5)] & (1 << (l & 31))) !== 0

test('at the start each lender is known to the share that the scenario says, independently', () => {
  const world = founded(size(20_000, 3), shoppers, policy({ awarenessAtStart: 0.35 }))
  const counts = new Float64Array(40)
  let pairs = 0
  for (let i = 0; i < 20_000; i++) {
    for (let l = 0; l < 40; l++) if (known(world.consumers.knows, i, l)) counts[l]++
    if (known(world.consumers.knows, i, 3) && known(world.consumers.knows, i, 35)) pairs++
  }
  const error = Math.sqrt(20_000 * 0.35 * 0.65)
  for (const count of counts) expect(Math.abs(count - 7000) / error).toBeLessThan(scoreLimit(41))
  const both = 0.35 * 0.35
  expect(Math.abs(pairs - 20_000 * both) / Math.sqrt(20_000 * both * (1 - both))).toBeLessThan(scoreLimit(41))
})

// With needs every month, and with needs so rare that months pass between two shopping trips.
test.each([
  { arrival: 2, consumers: 6000, atLeast: 4000 },
  { arrival: 0.15, consumers: 30_000, atLeast: 3000 },
])('adverts a and forgetting f lead to a / (a + f) by the factor 1 − a − f a month (arrival $arrival)', (market) => {
  const [start, learn, forget] = [0.2, 0.1, 0.05]
  const world = founded(size(market.consumers, 5), shoppers, horizon(0, 24), (draft) => {
    needsOf(3000, 0, market.arrival)(draft)
    draft.needs.expiryMonths = 1
    policy({ awarenessAtStart: start, advertising: learn })(draft)
    draft.awareness.forgetting = forget
  })
  const { consumers: c } = world
  live(world, 18, () => {
    // A shopping trip of this month brings knowledge to this month.
    const there = Array.from(c.knowsTick.keys()).filter((i) => c.knowsTick[i] === world.tick && c.birthTick[i] < 0)
    // In month 0 nobody has anything to catch up with.
    if (world.tick > 0) expect(there.length).toBeGreaterThan(market.atLeast)
    const expected = learn / (learn + forget) + (start - learn / (learn + forget)) * (1 - learn - forget) ** world.tick
    for (const l of [0, 17, 31, 32, 39]) {
      const count = there.filter((i) => known(c.knows, i, l)).length
      const error = Math.sqrt(there.length * expected * (1 - expected))
      expect(Math.abs(count - there.length * expected) / error).toBeLessThan(scoreLimit(18 * 5))
    }
  })
})

test('with full awareness and no forgetting everybody knows all for good', () => {
  const world = founded(size(200, 5), shoppers, fullAwareness, horizon(0, 30))
  live(world, 20)
  for (let i = 0; i < 200; i++) for (let l = 0; l < 40; l++) expect(known(world.consumers.knows, i, l)).toBe(true)
})

test('nobody forgets a lender that one owes money to', () => {
  const world = founded(size(400, 5), shoppers, horizon(0, 30), (draft) => {
    policy({ awarenessAtStart: 1, advertising: 0, lossCutoff: 1, capital: 100_000 })(draft)
    draft.awareness.forgetting = 0.5
    draft.pricing.aprCap = 3
    draft.repayment.meanDistress = -6
  })
  const { consumers: c } = world
  let debts = 0
  live(world, 8, () => {
    for (let i = 0; i < c.count; i++) {
      if (c.knowsTick[i] !== world.tick) continue
      for (let slot = 0; slot < c.loanCount[i]; slot++) {
        debts++
        expect(known(c.knows, i, world.offers.lender[c.loanProduct[i * 4 + slot]])).toBe(true)
      }
    }
  })
  expect(debts).toBeGreaterThan(200)
})
