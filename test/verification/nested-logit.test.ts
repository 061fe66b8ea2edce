/** Case 1: unequal offers, full awareness, everybody approved: shares equal the nested-logit formula. */

import fc from 'fast-check'
import { produce } from 'immer'
import { expect, test } from 'vitest'
import { LOAN_SLOTS } from '../../src/agents/consumers.ts'
import { ARCHETYPES, LENDER_CLASSES, PURPOSES } from '../../src/base/vocabulary.ts'
import { beyondReach, considerOffers, createConsiderationSet, inclusiveValue, pick } from '../../src/market/choice.ts'
import { publishOffers } from '../../src/market/offers.ts'
import type { World } from '../../src/market/world.ts'
import { logitShares } from './logit-oracle.ts'
import {
  dated,
  everybodyApproved,
  everybodyLivesOn,
  fixedMargins,
  founded,
  fullAwareness,
  horizon,
  live,
  luck,
  needsOf,
  noBuffer,
  noIncomeShocks,
  noPromotion,
  policy,
  type Recipe,
  roster,
  scoreLimit,
  size,
} from './market.ts'

const unequalOffers: Recipe = (draft) => {
  roster(
    { class: 'bank', weight: 3, products: ['traditional', 'rent'] },
    { class: 'bank', weight: 1, products: ['education'] },
    { class: 'licensed', weight: 5, products: ['electronics', 'appliances'] },
    { class: 'licensed', weight: 2, products: ['medical', 'travel'] },
    { class: 'platform', weight: 1, products: ['ecommerce', 'student'] },
    { class: 'platform', weight: 4, products: ['usedCar'] },
  )(draft)
  LENDER_CLASSES.forEach((of, k) => {
    Object.assign(draft.lenders[of], {
      fundsRate: 0.02 + 0.02 * k,
      operatingRate: 0.01,
      acquisitionCost: 20,
      loanCost: 5,
      applicationCost: 1,
      initialMargin: 0.05 - 0.02 * k,
      training: 0.05 + 0.15 * k,
    })
  })
  Object.assign(draft.tastes, { priceSensitivity: 2, priceSensitivitySd: 0.4, tasteSd: 0.15 })
  Object.assign(draft.choice, {
    nestScale: 0.1,
    similarity: 1,
    bandwidth: 0.4,
    borrowing: 0.2,
    limit: 0.2,
    term: 0.04,
    misfit: 0.15,
    pointOfSale: 0.07,
    service: 0.05,
    brand: 0.02,
    switching: 0.01,
    maxApplications: 1,
  })
  draft.products.differentiation = 0.8
  draft.products.contracts = 'fit'
  // What a grade says of losses moves no quote, so each quote is the price posted.
  policy({ initialLossMultiplier: 1e-9 })(draft)
  PURPOSES.forEach((purpose, k) => {
    draft.needs.share[purpose] = (k + 1) / 21
    draft.needs.term[purpose] = 6 + 3 * k
  })
}

/** A market in which the first application is the loan: everybody is approved at the posted APR. */
const openMarket: Recipe = (draft) => {
  const parts = [everybodyLivesOn, noIncomeShocks, noBuffer, fullAwareness, everybodyApproved, noPromotion]
  for (const part of [...parts, fixedMargins, unequalOffers]) part(draft)
}

const set = createConsiderationSet()
const AGE = (person: number): number => (person * 37) % 744

test('weights of offers and their worth are the formula’s, for every person and purpose', () => {
  const world = founded(size(400), openMarket)
  for (let i = 0; i < world.consumers.count; i++) {
    const purpose = i % 6
    const demandFen = 50_000 + i * 9_000
    const oracle = logitShares(world, i, purpose, demandFen, AGE(i))
    considerOffers(world, i, purpose, demandFen, AGE(i), set)
    const shares = new Float64Array(world.offers.count)
    for (let a = 0; a < set.count; a++) shares[set.product[a]] = set.weight[a] / set.total
    for (let j = 0; j < shares.length; j++) expect(Math.abs(shares[j] - oracle.given[j])).toBeLessThan(1e-10)
    const inside = world.scenario.choice.borrowing + inclusiveValue(set, world.scenario.choice.nestScale)
    expect(Math.abs(inside - oracle.inside)).toBeLessThan(1e-10)
  }
})

test('equally spaced draws pick offers in proportion to their weights', () => {
  const world = founded(size(100), openMarket)
  const draws = 20_000
  for (let i = 0; i < 10; i++) {
    considerOffers(world, i, i % 6, 500_000, AGE(i), set)
    const counts = new Float64Array(set.count)
    for (let k = 0; k < draws; k++) counts[pick(set, (k + 0.5) / draws)]++
    // An interval of length p holds pN equally spaced points, give or take one.
    counts.forEach((count, a) => {
      expect(Math.abs(count - (draws * set.weight[a]) / set.total)).toBeLessThanOrEqual(1)
    })
  }
})

// A constant for borrowing that sends two fifths, half or six sevenths of people shopping.
test.each([-0.2, 0.4, 2])(
  'a month’s loans by purpose and product follow the formula, and those who stay out (β₀ = %d)',
  (borrowing) => {
    const world = founded(
      size(30_000, 11),
      openMarket,
      needsOf(5000, 0, 0),
      horizon(1, 1),
      ({ choice }) => {
        choice.borrowing = borrowing
      },
      dated({ month: 0, set: { 'needs.arrival.youth': 2, 'needs.arrival.middle': 2, 'needs.arrival.old': 2 } }),
    )
    live(world, 1)
    expect(world.tally.market.needs).toBe(0)
    live(world, 1)
    const { consumers: c, tally } = world
    const now = world.tick - 1
    const products = world.offers.count
    const outside = products
    const cells = 6 * (products + 1)
    const [count, expected, variance] = [new Float64Array(cells), new Float64Array(cells), new Float64Array(cells)]
    for (let i = 0; i < c.count; i++) {
      if (c.needTick[i] !== now) continue
      const purpose = c.needPurpose[i]
      const { borrows, given } = logitShares(world, i, purpose, 500_000, now - c.birthTick[i])
      const chances = [...given.map((share) => borrows * share), 1 - borrows]
      chances.forEach((p, j) => {
        expected[purpose * (products + 1) + j] += p
        variance[purpose * (products + 1) + j] += p * (1 - p)
      })
      count[purpose * (products + 1) + (c.loanCount[i] === 0 ? outside : c.loanProduct[i * LOAN_SLOTS])]++
    }
    expect(tally.market.demanded).toBe(count.reduce((sum, n) => sum + n))
    expect(tally.market.demanded).toBeGreaterThan(24_000)
    expect(tally.market.approvals).toBe(tally.market.applications)
    expect(tally.market.loans).toBe(tally.market.applications)
    // Three general products or not to borrow at all for each purpose, and seven products that are bound to one.
    expect(expected.reduce((cells, one) => cells + (one > 0 ? 1 : 0), 0)).toBe(6 * 4 + 7)
    count.forEach((loans, cell) => {
      if (expected[cell] === 0) expect(loans).toBe(0)
    })
    const looked = [...expected.keys()].filter((cell) => expected[cell] >= 20)
    expect(looked.length).toBeGreaterThan(24)
    const scores = looked.map((cell) => (count[cell] - expected[cell]) / Math.sqrt(variance[cell]))
    for (const score of scores) expect(Math.abs(score)).toBeLessThan(scoreLimit(looked.length))
    // All who stay out together, for whom a small fault shows best.
    const stayOut = [0, 1, 2, 3, 4, 5].map((purpose) => purpose * (products + 1) + outside)
    const sum = (of: Float64Array): number => stayOut.reduce((total, cell) => total + of[cell], 0)
    expect(Math.abs(sum(count) - sum(expected)) / Math.sqrt(sum(variance))).toBeLessThan(scoreLimit())
  },
)

const someWorld = fc.record({
  seed: fc.integer({ min: 0, max: 1e6 }),
  nestScale: fc.double({ min: 0.005, max: 1, noNaN: true }),
  similarity: fc.double({ min: 0, max: 2, noNaN: true }),
  bandwidth: fc.double({ min: 0.05, max: 5, noNaN: true }),
  borrowing: fc.double({ min: -3, max: 3, noNaN: true }),
  limit: fc.double({ min: 0, max: 5, noNaN: true }),
  term: fc.double({ min: 0, max: 1, noNaN: true }),
  misfit: fc.double({ min: 0, max: 3, noNaN: true }),
  service: fc.double({ min: 0, max: 1, noNaN: true }),
  brand: fc.double({ min: 0, max: 1, noNaN: true }),
  switching: fc.double({ min: 0, max: 1, noNaN: true }),
  loyalty: fc.double({ min: 0, max: 1, noNaN: true }),
  presentBias: fc.double({ min: 0, max: 5, noNaN: true }),
  priceSensitivity: fc.double({ min: 0, max: 40, noNaN: true }),
  tasteSd: fc.double({ min: 0, max: 1, noNaN: true }),
  kind: fc.constantFrom('none' as const, 'interestFree' as const, 'feeCut' as const, 'rebate' as const),
  introMonths: fc.integer({ min: 1, max: 12 }),
  depth: fc.double({ min: 0, max: 1, noNaN: true }),
  differentiation: fc.double({ min: 0, max: 1, noNaN: true }),
  margins: fc.array(fc.double({ min: 0, max: 0.3, noNaN: true }), { minLength: 10, maxLength: 10 }),
  promoted: fc.array(fc.boolean(), { minLength: 10, maxLength: 10 }),
})

type SomeWorld = typeof someWorld extends fc.Arbitrary<infer W> ? W : never

function worldOf(choice: SomeWorld): World {
  const { seed, kind, introMonths, depth, differentiation, margins, promoted, priceSensitivity, tasteSd, ...rest } =
    choice
  const world = founded(size(100, seed), everybodyLivesOn, fullAwareness, everybodyApproved, (draft) => {
    roster(
      ...ARCHETYPES.map((archetype, k) => ({ class: LENDER_CLASSES[k % 3], weight: k + 1, products: [archetype] })),
    )(draft)
    Object.assign(draft.choice, rest)
    Object.assign(draft.tastes, { priceSensitivity, tasteSd, priceSensitivitySd: 0.5 })
    Object.assign(draft.promotion, { kind, introMonths, depth, holdout: 0.2 })
    draft.products.differentiation = differentiation
  })
  world.industry = produce(world.industry, ({ products }) => {
    products.forEach((product, j) => {
      product.margin = margins[j]
      product.promotedUntil = promoted[j] ? 1000 : null
    })
  })
  world.offers = publishOffers(world.scenario, world.industry, world.month)
  return world
}

test('nobody who would borrow is ruled out in advance, and the bound is tight enough to rule people out', () => {
  let ruledOut = 0
  let unweighed = 0
  let staysOut = 0
  fc.assert(
    fc.property(someWorld, (choice) => {
      const world = worldOf(choice)
      const random = luck(choice.seed)
      const { borrowing, nestScale } = world.scenario.choice
      for (let i = 0; i < world.consumers.count; i++) {
        const demandFen = Math.floor(30_000 + random() ** 4 * 10_000_000)
        if (random() < 0.5) world.consumers.lastLender[i] = 1 + Math.floor(random() * 10)
        world.consumers.satisfaction[i] = Math.floor(201 * random()) - 100
        const ageMonths = Math.floor(random() * 744)
        considerOffers(world, i, i % 6, demandFen, ageMonths, set)
        const inside = borrowing + inclusiveValue(set, nestScale)
        // Outside draws around the person's own point of indifference and over the whole range.
        for (const outside of [-inside + 1e-9, -inside - 1e-6, -inside - 0.2, 8 * random() - 4, -12]) {
          const borrows = inside + outside > 0
          if (!borrows) staysOut++
          if (!considerOffers(world, i, i % 6, demandFen, ageMonths, set, outside)) {
            unweighed++
            if (borrows) throw new Error(`not weighed for ${i}, whose surplus is ${inside + outside}`)
          }
          if (!beyondReach(world, i, outside)) continue
          ruledOut++
          if (borrows) throw new Error(`ruled out ${i}, whose surplus is ${inside + outside}`)
        }
      }
    }),
    { numRuns: 100, seed: 4 },
  )
  expect(ruledOut / staysOut).toBeGreaterThan(0.1)
  expect(unweighed / staysOut).toBeGreaterThan(0.5)
})

test('the bound is reached by a single offer of perfect fit', () => {
  const world = founded(size(100), everybodyLivesOn, fullAwareness, everybodyApproved, noPromotion, (draft) => {
    roster({ products: ['electronics'] })(draft)
    Object.assign(draft.choice, { misfit: 0, term: 0, limit: 0, switching: 0, borrowing: 0.3 })
  })
  considerOffers(world, 0, 0, 100_000, 300, set)
  const worth = 0.3 + inclusiveValue(set, world.scenario.choice.nestScale)
  expect(beyondReach(world, 0, -worth - 1e-9)).toBe(true)
  expect(beyondReach(world, 0, -worth + 1e-9)).toBe(false)
})

test('satisfaction adds loyalty × satisfaction to the latest lender’s offers, and switching costs at the others', () => {
  const world = founded(size(100), everybodyLivesOn, fullAwareness, unequalOffers, ({ choice }) => {
    Object.assign(choice, { loyalty: 0.3, switching: 0.02 })
  })
  const { consumers: c, offers } = world
  const utilities = (last: number, satisfaction: number): number[] => {
    c.lastLender[0] = last
    c.satisfaction[0] = satisfaction
    considerOffers(world, 0, 0, 500_000, 300, set)
    return Array.from(set.weight.slice(0, set.count), (weight) => 0.1 * (Math.log(weight) + set.scale))
  }
  const before = utilities(0, 0)
  for (const satisfaction of [-100, -35, 0, 60, 100]) {
    utilities(3, satisfaction).forEach((utility, k) => {
      const own = offers.lender[set.product[k]] === 2
      expect(utility - before[k]).toBeCloseTo(own ? 0.003 * satisfaction : -0.02, 10)
    })
  }
})
