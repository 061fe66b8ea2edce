/** Promotion: the four rules against losses, present bias, retention after it, and price wars; on against off. */
import { produce } from 'immer'
import { describe, expect, test } from 'vitest'
import type { MarketEvent } from '../../src/market/events.ts'
import { publishOffers } from '../../src/market/offers.ts'
import { runScenario } from '../../src/run/run.ts'
import type { Scenario } from '../../src/scenarios/scenario.ts'
import { cases, firstOf } from '../size.ts'
import {
  everybodyApproved,
  everybodyLivesOn,
  fixedMargins,
  founded,
  fullAwareness,
  horizon,
  live,
  needsOf,
  noBuffer,
  noPromotion,
  policy,
  type Recipe,
  roster,
  scenarioWith,
  setting,
  size,
} from './market.ts'

const promotion = setting('promotion')

/** Two alike lenders that everybody knows and that lend to everybody. */
const duel: Recipe = (draft) => {
  const parts = [everybodyLivesOn, noBuffer, fullAwareness, everybodyApproved, needsOf(4000, 0.3, 0.3), fixedMargins]
  for (const part of [...parts, roster({ products: ['electronics'] }, { products: ['electronics'] })]) part(draft)
  Object.assign(draft.choice, { switching: 0, nestScale: 0.05, borrowing: 3 })
}

describe('what each rule forbids and allows, on the margin of additional customers', () => {
  const campaigns = promotion({
    kind: 'interestFree',
    introMonths: 1,
    launchMonths: 0,
    campaignEvery: 6,
    campaignMonths: 3,
    holdout: 0.1,
  })
  /** Additional customers pay; the lender may spend nothing of its profit. */
  const payingButUnearned: Recipe = (draft) => {
    draft.lenders.licensed.initialMargin = 0.15
    draft.choice.nestScale = 0.02
    promotion({ profitShare: 0, repeatLoans: 2 })(draft)
  }
  /** The lender is rich; but next to all who take the promotion would have come anyway. */
  const earnedButWasted: Recipe = (draft) => {
    draft.lenders.licensed.initialMargin = 0.15
    draft.choice.nestScale = 0.5
    roster({ products: ['electronics'] })(draft)
    promotion({ profitShare: 1, repeatLoans: 0 })(draft)
  }

  const started = (rule: Scenario['promotion']['rule'], recipe: Recipe): number => {
    const world = founded(size(800, 4), duel, horizon(0, 30), campaigns, recipe, promotion({ rule }))
    const events: MarketEvent[] = []
    live(world, 30, (month) => events.push(...month.events))
    return events.filter(({ kind }) => kind === 'promote').length
  }

  test.each([
    { rule: 'none', unearned: true, wasted: true },
    { rule: 'perCustomer', unearned: true, wasted: false },
    { rule: 'perLender', unearned: false, wasted: true },
    { rule: 'both', unearned: false, wasted: false },
  ] as const)('$rule', ({ rule, unearned, wasted }) => {
    // The first campaign of each lender has no spending behind it that could forbid it.
    expect(started(rule, payingButUnearned) > 4).toBe(unearned)
    const times = started(rule, earnedButWasted)
    if (wasted) expect(times).toBeGreaterThan(3)
    else expect(times).toBe(0)
  })
})

describe('present bias', () => {
  /** Share of lending that goes to the first of two lenders when its offer is cheaper by one and the same worth. */
  function shareOfFirst(presentBias: number, how: 'promotion' | 'cut'): number {
    const world = founded(size(3000, 8), duel, horizon(0, 12), (draft) => {
      draft.choice.presentBias = presentBias
      promotion({ kind: 'interestFree', introMonths: 2, rule: 'none', holdout: 0, launchMonths: 0 })(draft)
      promotion({ campaignEvery: 0, campaignMonths: 0 })(draft)
    })
    const offers = publishOffers(world.scenario, world.industry, 0)
    const saving = offers.posted[0] - offers.postedPromoted[0]
    expect(saving).toBeGreaterThan(0.01)
    world.industry = produce(world.industry, ({ products }) => {
      if (how === 'promotion') products[0].promotedUntil = 1000
      else products[0].margin -= saving
    })
    const lent = [0, 0]
    live(world, 12, () => {
      for (const l of [0, 1]) lent[l] += world.tally.lenders.originations[l]
    })
    expect(lent[0] + lent[1]).toBeGreaterThan(2000)
    return lent[0] / (lent[0] + lent[1])
  }

  test('without it, introductory terms draw as many as a plain cut of equal worth; with it, more', () => {
    const [plain, rational] = [shareOfFirst(0, 'cut'), shareOfFirst(0, 'promotion')]
    expect(plain).toBeGreaterThan(0.55)
    expect(Math.abs(rational - plain)).toBeLessThan(0.02)
    expect(shareOfFirst(1, 'promotion')).toBeGreaterThan(plain + 0.05)
    // A plain cut is no introductory offer: the bias has nothing to act on.
    expect(shareOfFirst(1, 'cut')).toBe(plain)
  })
})

describe('retention after the promotion', () => {
  interface Kept {
    customersLoans: number
    promotedNext: number
    promotedRepeat: number
    otherNext: number
    otherRepeat: number
  }

  function kept(...recipes: readonly Recipe[]): Kept {
    const world = founded(size(4000, 6), duel, horizon(0, 36), ...recipes)
    const sum: Kept = { customersLoans: 0, promotedNext: 0, promotedRepeat: 0, otherNext: 0, otherRepeat: 0 }
    live(world, 36, () => {
      for (const name of Object.keys(sum) as (keyof Kept)[]) {
        for (const of of world.tally.lenders[name]) sum[name] += of
      }
    })
    return sum
  }

  const launch = promotion({
    kind: 'interestFree',
    introMonths: 3,
    rule: 'none',
    holdout: 0.3,
    launchMonths: 12,
    campaignEvery: 0,
    campaignMonths: 0,
  })

  test('without promotions every next loan is an other customer’s', () => {
    const none = kept(noPromotion)
    expect(none.promotedNext).toBe(0)
    expect(none.otherNext).toBe(none.customersLoans)
    expect(none.otherRepeat).toBeGreaterThan(0.3 * none.otherNext)
    expect(none.otherRepeat).toBeLessThan(none.otherNext)
  })

  test('next loans are counted once the lender promotes no more, apart for those it won by promoting', () => {
    const some = kept(launch)
    expect(some.promotedNext).toBeGreaterThan(500)
    expect(some.otherNext).toBeGreaterThan(500)
    expect(some.promotedRepeat).toBeLessThan(some.promotedNext)
    // Nobody is counted while the lender promotes, and everybody from then on.
    expect(some.promotedNext + some.otherNext).toBeLessThan(some.customersLoans)
  })

  test('a cost of changing lenders keeps those who were won', () => {
    const rate = (switching: number): number => {
      const { promotedRepeat, promotedNext } = kept(launch, ({ choice }) => void Object.assign(choice, { switching }))
      return promotedRepeat / promotedNext
    }
    expect(rate(0.1)).toBeGreaterThan(rate(0) + 0.1)
  })
})

describe.each(firstOf([1, 2, 3]))('seed %i: promotion by phase of life', (seed) => {
  const growing = 14
  /** Cost by month, and the sizes of promotions that begin in it. */
  function months(matureDepth: number) {
    const set = promotion({ kind: 'rebate', depth: 0.02, rule: 'none', campaignEvery: 4, campaignMonths: 2 })
    const phase = promotion({ launchMonths: 0, growthMonths: growing, matureDepth })
    const world = founded(size(3000, seed), horizon(0, 30), fixedMargins, set, phase)
    const found: { cost: number; scales: number[] }[] = []
    live(world, 30, ({ statements }) => {
      const running = world.industry.products.filter(({ promotedUntil }) => promotedUntil !== null)
      found.push({
        cost: statements.reduce((sum, { promotionCostFen }) => sum + promotionCostFen, 0),
        scales: [...new Set(running.map(({ promotionScale }) => promotionScale))],
      })
    })
    return found
  }

  test('a product past its growth promotes at the depth of maturity, and costs less; before that nothing differs', () => {
    const [full, half] = [months(1), months(0.5)]
    const cost = (of: typeof full, from: number, to: number): number =>
      of.slice(from, to).reduce((sum, month) => sum + month.cost, 0)
    expect(cost(full, 0, growing)).toBeGreaterThan(0)
    expect(half.slice(0, growing)).toEqual(full.slice(0, growing))
    expect([...new Set(full.flatMap(({ scales }) => scales))]).toEqual([1])
    const later = half.slice(growing + 2).flatMap(({ scales }) => scales)
    expect([...new Set(later)]).toEqual([0.5])
    expect(cost(half, growing + 2, 30)).toBeLessThan(0.75 * cost(full, growing + 2, 30))
  })
})

describe('a price war', () => {
  const campaigns = promotion({
    kind: 'interestFree',
    introMonths: 2,
    rule: 'none',
    campaignEvery: 12,
    launchMonths: 0,
  })
  const war = promotion({ match: true, maxDepth: 4, matchStep: 1 })

  function outcome(seed: number, ...recipes: readonly Recipe[]) {
    const world = founded(size(3000, seed), horizon(0, 36), fixedMargins, ...recipes)
    let [profit, cost, deepest, starts] = [0, 0, 0, 0]
    live(world, 36, ({ statements, events }) => {
      for (const of of statements) {
        profit += of.netIncomeFen
        cost += of.promotionCostFen
      }
      for (const { promotedUntil, promotionScale } of world.industry.products) {
        if (promotedUntil !== null) deepest = Math.max(deepest, promotionScale)
      }
      starts += events.filter(({ why }) => why.startsWith('close rivals')).length
    })
    const equity = Math.min(...world.industry.lenders.map(({ ledger }) => ledger.equityFen))
    return { profit, cost, deepest, starts, equity }
  }

  test.each(firstOf([1, 2, 3]))('costs more and earns less than campaigns or no promotion (seed %i)', (seed) => {
    const [none, some, all] = [outcome(seed, noPromotion), outcome(seed, campaigns), outcome(seed, campaigns, war)]
    expect(none.cost).toBe(0)
    expect(all.cost).toBeGreaterThan(1.5 * some.cost)
    expect(some.deepest).toBe(1)
    expect(some.starts).toBe(0)
    expect(all.deepest).toBe(4)
    expect(all.starts).toBeGreaterThan(10)
    expect(all.profit).toBeLessThan(some.profit)
    expect(all.profit).toBeLessThan(none.profit)
  })

  test('without a rule, rebates beyond all interest eat equity; a rule holds them back', () => {
    const rebates = promotion({ kind: 'rebate', depth: 0.05, maxDepth: 6, matchStep: 2, campaignMonths: 6 })
    // A lender that has used up its capital lends nothing and gives nothing away, rule or no rule: here nobody has.
    const rich = policy({ capital: 1_000_000, capitalRatio: 0.01 })
    const [free, bound] = (['none', 'both'] as const).map((rule) =>
      outcome(1, rich, campaigns, war, rebates, promotion({ rule })),
    )
    const none = outcome(1, rich, noPromotion)
    expect(free.equity).toBeLessThan(none.equity)
    expect(free.profit).toBeLessThan(0)
    expect(bound.cost).toBeLessThan(0.3 * free.cost)
    expect(bound.profit).toBeGreaterThan(free.profit)
  })

  test('the order of chunks does not matter, and books balance', () => {
    const scenario = scenarioWith(size(cases(5000, 9000), 2), horizon(0, 14), campaigns, war)
    const forward = runScenario(scenario, { chunkOrder: 'forward' })
    expect(runScenario(scenario, { chunkOrder: 'reverse' }).digest).toBe(forward.digest)
  })
})
