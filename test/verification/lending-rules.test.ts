/** What lenders go by: other lenders and instalments in sight, what they learn of losses, what winning customers costs. */
import { describe, expect, test } from 'vitest'
import { LOAN_SLOTS } from '../../src/agents/consumers.ts'
import { fenFromYuan } from '../../src/base/units.ts'
import type { World } from '../../src/market/world.ts'
import type { Scenario } from '../../src/scenarios/scenario.ts'
import { cases, firstOf } from '../size.ts'
import {
  fixedMargins,
  founded,
  fullAwareness,
  horizon,
  live,
  needsOf,
  noPromotion,
  policy,
  type Recipe,
  roster,
  setting,
  size,
} from './market.ts'

const underwriting = setting('underwriting')

/** Needs come often, lenders are generous, and all of them report to the bureau, which shows all to all. */
const openBook: Recipe = (draft) => {
  needsOf(3000, 1, 0.25)(draft)
  fullAwareness(draft)
  policy({ lossCutoff: 1, capital: 100_000, capitalRatio: 0.05, usesBureau: true, reportingShare: 1 })(draft)
  Object.assign(draft.credit, { coverage: 1, scoredShare: 1, sharing: 'full' })
  draft.pricing.aprCap = 0.6
  draft.choice.borrowing = 3
}

/** How many consumers owe to one lender, to two, … at the end of the month. */
function byLenders({ consumers: c, offers }: World): number[] {
  const counts: number[] = []
  for (let i = 0; i < c.count; i++) {
    const lenders = new Set<number>()
    for (let s = 0; s < c.loanCount[i]; s++) lenders.add(offers.lender[c.loanProduct[i * LOAN_SLOTS + s]])
    if (lenders.size > 0) counts[lenders.size - 1] = (counts[lenders.size - 1] ?? 0) + 1
  }
  return Array.from(counts, (count) => count ?? 0)
}

const sum = (values: Iterable<number>): number => Array.from(values).reduce((total, value) => total + value, 0)

describe.each(firstOf([1, 2]))('seed %i: the cap on concurrent lenders', (seed) => {
  function most(maxLenders: number, sharing: Scenario['credit']['sharing']): { most: number; several: number } {
    const world = founded(
      size(cases(1500, 3000), seed),
      openBook,
      horizon(0, 24),
      underwriting({ maxLenders }),
      (draft) => {
        draft.credit.sharing = sharing
      },
    )
    let [highest, several, all] = [0, 0, 0]
    live(world, 24, () => {
      const counts = byLenders(world)
      highest = Math.max(highest, counts.length)
      several += sum(counts.slice(1))
      all += sum(counts)
    })
    return { most: highest, several: several / all }
  }

  test('nobody owes to more lenders than it allows once all loans are in sight', () => {
    const caps = [1, 2, 3].map((cap) => most(cap, 'full'))
    expect(caps.map((found) => found.most)).toEqual([1, 2, 3])
    expect(caps[0].several).toBe(0)
    expect(caps[1].several).toBeGreaterThan(0.05)
    expect(caps[2].several).toBeGreaterThanOrEqual(caps[1].several)
  })

  test('does nothing where lenders do not see each other’s loans', () => {
    expect(most(1, 'negative')).toEqual(most(4, 'negative'))
    expect(most(1, 'none').most).toBeGreaterThan(2)
  })
})

describe.each(firstOf([1, 2]))('seed %i: the cap on debt service', (seed) => {
  /** Instalments over expected income of those who owe, and how much they owe. */
  function burden(debtServiceCap: number, sharing: Scenario['credit']['sharing']): { high: number; lent: number } {
    const set = underwriting({ debtServiceCap, maxLenders: 4 })
    const world = founded(size(cases(1500, 3000), seed), openBook, horizon(0, 24), set, (draft) => {
      draft.credit.sharing = sharing
    })
    let lent = 0
    live(world, 24, () => {
      lent += world.tally.market.originatedFen
    })
    const instalments: number[] = []
    const { consumers: c } = world
    for (let i = 0; i < c.count; i++) {
      let fen = 0
      for (let s = 0; s < c.loanCount[i]; s++) fen += c.loanInstalmentFen[i * LOAN_SLOTS + s]
      if (fen > 0) instalments.push(fen)
    }
    instalments.sort((a, b) => b - a)
    return { high: instalments[Math.floor(instalments.length / 20)], lent }
  }

  test('keeps the burden of the most indebted down, and more so the more debt is in sight', () => {
    const [free, bound, blind] = [burden(5, 'full'), burden(0.15, 'full'), burden(0.15, 'none')]
    expect(bound.high).toBeLessThan(0.7 * free.high)
    expect(bound.lent).toBeLessThan(free.lent)
    expect(blind.high).toBeGreaterThan(1.1 * bound.high)
  })
})

/** Platforms that know no more than noise of their own tells them, and lend to whom each thinks safe enough. */
const guessing =
  (lenders: number, first: number, learningWeight: number, lossCutoff: number): Recipe =>
  (draft) => {
    needsOf(2000, 0.8, 0.2)(draft)
    fullAwareness(draft)
    fixedMargins(draft)
    noPromotion(draft)
    policy({ lossCutoff, capital: 100_000, capitalRatio: 0.05, initialLossMultiplier: first })(draft)
    roster(...Array.from({ length: lenders }, () => ({ class: 'platform', products: ['ecommerce'] }) as const))(draft)
    Object.assign(draft.lenders.platform, { usesBureau: false, usesPlatformData: true })
    Object.assign(draft.information, { platformNoiseSd: 2.5, signalErrorCorrelation: 0, sharedPlatformError: 0 })
    Object.assign(draft.repayment, { meanDistress: -3.4 })
    Object.assign(draft.underwriting, { learningWeight, maxLenders: 4, maxLoans: 4 })
    Object.assign(draft.choice, { borrowing: 3, maxApplications: 6 })
    draft.pricing.aprCap = 3
  }

interface Learnt {
  /** Losses that lenders expect, class and lender together, over those of the model alone: of the last two years. */
  readonly belief: number
  /** Realised losses over those of the model alone. */
  readonly truth: number
  /** Charge-offs a year over loans. */
  readonly losses: number
}

function learnt(seed: number, lenders: number, first: number, weight: number, cutoff = 0.06): Learnt {
  const world = founded(size(cases(2500, 4000), seed), horizon(0, 60), guessing(lenders, first, weight, cutoff))
  let [lost, owed, modelled, expected] = [0, 0, 0, 0]
  let multipliers = world.industry.lenders.map(({ lossMultiplier }) => lossMultiplier)
  live(world, 60, () => {
    const inForce = multipliers
    multipliers = world.industry.lenders.map(({ lossMultiplier }) => lossMultiplier)
    if (world.tick < 36) return
    lost += world.tally.market.chargedOffFen
    owed += sum(world.industry.lenders.map(({ ledger }) => ledger.loansFen))
    modelled += sum(world.tally.lossModelledFen)
    expected += sum(inForce.map((multiplier, l) => multiplier * world.tally.lenders.expectedLossFen[l]))
  })
  return { belief: expected / modelled, truth: lost / modelled, losses: (12 * lost) / owed }
}

describe.each(firstOf([1, 2, 3]))('seed %i: learning of losses', (seed) => {
  test('off, lenders believe what they believed; on, first beliefs too low and too high come together', () => {
    const [low, high] = [0.3, 6]
    // They lend to all: who fears so much that nobody gets a loan has nothing to learn from.
    for (const first of [low, high]) expect(learnt(seed, 2, first, 0, 1).belief).toBeCloseTo(first, 9)
    const [rose, fell] = [low, high].map((first) => learnt(seed, 2, first, 0.01, 1))
    // The class has learnt the truth of all loans; of the lender's own first belief what the prior is worth is left.
    expect(Math.abs(Math.log(rose.belief / rose.truth))).toBeLessThan(0.3)
    expect(Math.abs(Math.log(fell.belief / fell.truth))).toBeLessThan(0.5)
    expect(fell.belief - rose.belief).toBeLessThan(0.2 * (high - low))
  })

  test('who has learnt that losses are high lends to safer people', () => {
    expect(learnt(seed, 2, 0.3, 0.05).losses).toBeLessThan(0.95 * learnt(seed, 2, 0.3, 0).losses)
  })

  test('among many who guess apart, winners are cursed, and learn it', () => {
    expect(learnt(seed, 8, 1, 0.02).belief).toBeGreaterThan(learnt(seed, 1, 1, 0.02).belief + 0.05)
  })
})

test('acquisition, applications and loans cost what the scenario says of each, to the fen', () => {
  const [perCustomer, perApplication, perLoan] = [37, 1.25, 4.5]
  const costs = policy({ acquisitionCost: perCustomer, applicationCost: perApplication, loanCost: perLoan })
  // Customers of bound products come with the purchase, for less.
  const world = founded(
    size(3000, 4),
    horizon(0, 12),
    fixedMargins,
    costs,
    setting('products')({ boundAcquisition: 0.4 }),
  )
  let [won, repeated, atTheTill] = [0, 0, 0]
  live(world, 12, ({ statements }) => {
    const { newCustomers, applications, originations } = world.tally.lenders
    const wonFen = world.industry.lenders.map(() => 0)
    world.industry.products.forEach(({ lender, boundTo }, place) => {
      const customers = world.tally.products.newCustomers[place]
      wonFen[lender] += customers * (boundTo === null ? 3700 : 1480)
      if (boundTo !== null) atTheTill += customers
    })
    statements.forEach(({ acquisitionCostFen }, l) => {
      expect(acquisitionCostFen).toBe(
        wonFen[l] + fenFromYuan(perApplication) * applications[l] + fenFromYuan(perLoan) * originations[l],
      )
      won += newCustomers[l]
      repeated += originations[l] - newCustomers[l]
    })
  })
  expect(won - atTheTill).toBeGreaterThan(50)
  expect(atTheTill).toBeGreaterThan(20)
  expect(repeated).toBeGreaterThan(10)
})
