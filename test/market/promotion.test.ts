import { produce } from 'immer'
import { describe, expect, test } from 'vitest'
import { promotedApr, promotionTerms } from '../../src/agents/lenders/promotion.ts'
import type { MarketEvent } from '../../src/market/events.ts'
import { publishOffers } from '../../src/market/offers.ts'
import { heldOut } from '../../src/market/promotions.ts'
import { DEFAULT_SCENARIO } from '../../src/scenarios/parameters.ts'
import type { Scenario } from '../../src/scenarios/scenario.ts'
import {
  everybodyApproved,
  everybodyLivesOn,
  founded,
  fullAwareness,
  horizon,
  live,
  needsOf,
  noBuffer,
  type Recipe,
  roster,
  size,
} from '../verification/market.ts'

/** A market in which a monopolist with next to no margin could only lose by promoting. */
const unprofitable: Recipe = (draft) => {
  const parts = [everybodyLivesOn, noBuffer, fullAwareness, everybodyApproved, needsOf(4000, 0.3, 0.3)]
  for (const part of [...parts, roster({ products: ['traditional'] }, { products: ['traditional'] })]) part(draft)
  draft.pricing.strategic = false
  Object.assign(draft.lenders.licensed, { initialMargin: 0.001, fundsRate: 0.1, operatingRate: 0.05 })
  Object.assign(draft.choice, { borrowing: 3, nestScale: 0.5 })
  Object.assign(draft.promotion, {
    kind: 'interestFree',
    introMonths: 3,
    depth: 1,
    launchMonths: 0,
    campaignEvery: 6,
    campaignMonths: 3,
    holdout: 0.1,
    repeatLoans: 0,
    profitShare: 0.1,
  })
}

function eventsUnder(rule: Scenario['promotion']['rule'], recipe: Recipe = () => {}): readonly MarketEvent[] {
  const world = founded(size(800, 4), unprofitable, horizon(0, 24), recipe, ({ promotion }) => {
    promotion.rule = rule
  })
  const events: MarketEvent[] = []
  live(world, 24, (month) => events.push(...month.events))
  return events
}

const kinds = (events: readonly MarketEvent[], kind: MarketEvent['kind']): number =>
  events.filter((event) => event.kind === kind).length

describe('“without a loss”', () => {
  test('an unprofitable promotion is refused per customer and both, and made where no rule forbids it', () => {
    for (const rule of ['perCustomer', 'both'] as const) {
      const events = eventsUnder(rule)
      expect(kinds(events, 'promote')).toBe(0)
      expect(kinds(events, 'refrain')).toBeGreaterThan(4)
    }
    const events = eventsUnder('none')
    expect(kinds(events, 'refrain')).toBe(0)
    expect(kinds(events, 'promote')).toBeGreaterThan(4)
    expect(kinds(events, 'endPromotion')).toBeGreaterThan(4)
  })

  test('a profitable one is made per customer', () => {
    const good: Recipe = ({ lenders, choice, promotion }) => {
      lenders.licensed.initialMargin = 0.15
      choice.nestScale = 0.02
      promotion.repeatLoans = 2
      promotion.introMonths = 1
    }
    expect(kinds(eventsUnder('perCustomer', good), 'promote')).toBeGreaterThan(4)
  })

  test('per lender, spending of a year has to stay within its share of profit when the next one starts', () => {
    const spendthrift: Recipe = ({ lenders }) => {
      lenders.licensed.initialMargin = 0.15
    }
    const mean: Recipe = (draft) => {
      spendthrift(draft)
      draft.promotion.profitShare = 0
    }
    const generous: Recipe = (draft) => {
      spendthrift(draft)
      draft.promotion.profitShare = 1
    }
    const [once, often] = [mean, generous].map((recipe) => kinds(eventsUnder('perLender', recipe), 'promote'))
    // The first costs nothing yet, and counts for twelve months after it was paid.
    expect(once).toBeLessThanOrEqual(4)
    expect(often).toBeGreaterThan(once)
  })
})

describe('promotional terms', () => {
  test('grow with their scale: more is waived, and once all is, for longer', () => {
    const { promotion } = DEFAULT_SCENARIO
    const terms = (set: Partial<Scenario['promotion']>, scale: number) =>
      promotionTerms({ ...promotion, ...set }, scale)
    const free = { kind: 'interestFree', introMonths: 2 } as const
    expect(terms(free, 0.5)).toEqual({ introMonths: 2, introPercent: 50, rebateShare: 0 })
    expect(terms(free, 1)).toEqual({ introMonths: 2, introPercent: 0, rebateShare: 0 })
    expect(terms(free, 2.5)).toEqual({ introMonths: 5, introPercent: 0, rebateShare: 0 })
    const cut = { kind: 'feeCut', introMonths: 3, depth: 0.4 } as const
    expect(terms(cut, 2)).toEqual({ introMonths: 3, introPercent: 20, rebateShare: 0 })
    expect(terms(cut, 5)).toEqual({ introMonths: 6, introPercent: 0, rebateShare: 0 })
    expect(terms({ kind: 'rebate', depth: 0.02 }, 3)).toMatchObject({ introMonths: 0, rebateShare: 0.06 })
    const aprs = [0.5, 1, 2, 4].map((scale) => promotedApr(0.18, 12, terms(free, scale)))
    for (let k = 1; k < aprs.length; k++) expect(aprs[k]).toBeLessThan(aprs[k - 1])
  })

  test.each([
    { kind: 'interestFree', introMonths: 2, depth: 1 },
    { kind: 'feeCut', introMonths: 6, depth: 0.4 },
    { kind: 'rebate', introMonths: 0, depth: 0.02 },
  ] as const)('$kind lowers the posted effective APR of promoted products and of no others', (promotion) => {
    const world = founded(size(100), unprofitable, (draft) => void Object.assign(draft.promotion, promotion))
    const promoted = produce(world.industry, ({ products }) => {
      products[0].promotedUntil = 5
    })
    const offers = publishOffers(world.scenario, promoted, 0)
    expect(Array.from(offers.promoted)).toEqual([1, 0])
    for (let j = 0; j < 2; j++) expect(offers.postedPromoted[j]).toBeLessThan(offers.posted[j] - 0.003)
    // It is over in the month that it ends.
    expect(Array.from(publishOffers(world.scenario, promoted, 5).promoted)).toEqual([0, 0])
  })

  test('each lender holds out the share that the scenario says, others than its rivals', () => {
    const world = founded(size(50_000, 2), (draft) => {
      draft.promotion.holdout = 0.1
    })
    const both = { first: 0, second: 0, together: 0 }
    for (let i = 0; i < 50_000; i++) {
      const [a, b] = [heldOut(world, i, 0), heldOut(world, i, 1)]
      if (a) both.first++
      if (b) both.second++
      if (a && b) both.together++
    }
    // Standard error 67.
    expect(Math.abs(both.first - 5000)).toBeLessThan(270)
    expect(Math.abs(both.second - 5000)).toBeLessThan(270)
    expect(both.together).toBe(0)
  })

  test('nobody held out gets a rebate, everybody else gets it in full', () => {
    const world = founded(size(1500, 4), unprofitable, horizon(0, 8), ({ promotion, choice }) => {
      Object.assign(promotion, { kind: 'rebate', depth: 0.03, rule: 'none', holdout: 0.4, launchMonths: 8 })
      choice.borrowing = 20
    })
    const { consumers: c } = world
    let [rebated, plain] = [0, 0]
    live(world, 6, () => {
      let due = 0
      for (let i = 0; i < c.count; i++) {
        for (let slot = 0; slot < c.loanCount[i]; slot++) {
          const at = i * 4 + slot
          if (c.loanTick[at] !== world.tick) continue
          if (heldOut(world, i, world.offers.lender[c.loanProduct[at]])) plain++
          else {
            rebated++
            due += Math.floor(c.loanPrincipalFen[at] * 0.03 + 0.5)
          }
        }
      }
      expect(world.tally.market.rebateFen).toBe(due)
    })
    expect(plain).toBeGreaterThan(300)
    expect(rebated).toBeGreaterThan(500)
  })
})
