/** Case 2: with ω = λ, exact clones of an isolated product change nothing; beside close neighbours they change little. */
import { produce } from 'immer'
import { describe, expect, test } from 'vitest'
import type { Industry } from '../../src/agents/lenders/lender.ts'
import { considerOffers, createConsiderationSet, inclusiveValue } from '../../src/market/choice.ts'
import { publishOffers } from '../../src/market/offers.ts'
import type { World } from '../../src/market/world.ts'
import {
  everybodyApproved,
  everybodyLivesOn,
  founded,
  fullAwareness,
  noPromotion,
  type Recipe,
  roster,
  size,
} from './market.ts'

const ORIGINALS = ['traditional', 'usedCar', 'travel', 'rent'] as const
const CLONED = 1

/** Four products, and a fifth lender whose `clones` products copy the second one in everything. */
function shares(clones: number, ...recipes: readonly Recipe[]): { inside: number[]; cloned: number[] } {
  const market = roster(...ORIGINALS.map((archetype) => ({ products: [archetype] })), { products: ['usedCar'] })
  const world: World = founded(
    size(100, 5),
    everybodyLivesOn,
    fullAwareness,
    everybodyApproved,
    noPromotion,
    market,
    (draft) => {
      // Brand is a lender's size against its class, which one more lender would change.
      Object.assign(draft.choice, { brand: 0, switching: 0, misfit: 0.15, nestScale: 0.025, borrowing: 0 })
      draft.products.differentiation = 1
      for (const recipe of recipes) recipe(draft)
    },
  )
  world.industry = produce(world.industry, (draft: Industry) => {
    const clone = draft.products[ORIGINALS.length]
    draft.products.length = ORIGINALS.length
    for (let k = 0; k < clones; k++) draft.products.push({ ...clone, code: `clone ${k}` })
  })
  world.offers = publishOffers(world.scenario, world.industry, world.month)
  const set = createConsiderationSet()
  const { borrowing, nestScale } = world.scenario.choice
  const inside: number[] = []
  const cloned: number[] = []
  for (let i = 0; i < world.consumers.count; i++) {
    considerOffers(world, i, i % 6, 2_000_000, 300 + i, set)
    inside.push(1 / (1 + Math.exp(-borrowing - inclusiveValue(set, nestScale))))
    let share = 0
    for (let a = 0; a < set.count; a++) {
      if (set.product[a] === CLONED || set.product[a] >= ORIGINALS.length) share += set.weight[a] / set.total
    }
    cloned.push(share)
  }
  return { inside, cloned }
}

const largestGap = (a: readonly number[], b: readonly number[]): number =>
  Math.max(...a.map((x, k) => Math.abs(x - b[k])))

const isolated: Recipe = ({ choice }) => {
  choice.similarity = 1
  // Products half a unit apart have a similarity of e^-1250.
  choice.bandwidth = 0.01
}

const crowded: Recipe = ({ choice, products }) => {
  choice.similarity = 1
  choice.bandwidth = 0.4
  products.differentiation = 0.5
}

/** With clones beside four products at δ = 0.5 and h = 0.4 the inside share moves by .0019, .0027, .0046 and .0097. */
const CROWDED = [
  { clones: 1, bound: 0.002 },
  { clones: 2, bound: 0.003 },
  { clones: 5, bound: 0.005 },
  { clones: 20, bound: 0.01 },
]

describe.each(CROWDED)('$clones clones', ({ clones, bound }) => {
  test('of an isolated product change neither the inside share nor its own', () => {
    const [without, having] = [shares(0, isolated), shares(clones, isolated)]
    expect(Math.max(...without.inside) - Math.min(...without.inside)).toBeGreaterThan(0.005)
    expect(largestGap(without.inside, having.inside)).toBeLessThan(1e-12)
    expect(largestGap(without.cloned, having.cloned)).toBeLessThan(1e-12)
  })

  test(`beside neighbours change the inside share by less than ${bound}`, () => {
    const gap = largestGap(shares(0, crowded).inside, shares(clones, crowded).inside)
    expect(gap).toBeGreaterThan(0)
    expect(gap).toBeLessThan(bound)
  })

  test('without the correction raise the inside share as λ ln(1 + clones × share) says', () => {
    const uncorrected: Recipe = ({ choice }) => {
      choice.similarity = 0
    }
    const [without, having] = [shares(0, uncorrected), shares(clones, uncorrected)]
    without.inside.forEach((p, i) => {
      const gain = 0.025 * Math.log(1 + clones * without.cloned[i])
      expect(having.inside[i]).toBeCloseTo(1 / (1 + Math.exp(-gain) * (1 / p - 1)), 10)
    })
  })
})
