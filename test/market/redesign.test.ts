/** Rules of redesign, one by one, on worlds whose past is written by the test. */

import { produce } from 'immer'
import { describe, expect, test } from 'vitest'
import { between, designDistance, innovationCostFen, shelfCostFen } from '../../src/agents/lenders/design.ts'
import { type Product, placeIn, windowSum, YEAR } from '../../src/agents/lenders/lender.ts'
import { drawnModel, imitations } from '../../src/agents/lenders/redesign.ts'
import { PURPOSES, STRATEGIES } from '../../src/base/vocabulary.ts'
import { eventLine, type MarketEvent, replayIndustry } from '../../src/market/events.ts'
import { lenderView } from '../../src/market/lender-view.ts'
import type { PastMonth } from '../../src/market/past.ts'
import { redesignProducts } from '../../src/market/redesign.ts'
import { nextMonth, type TickOptions, tick } from '../../src/market/tick.ts'
import type { World } from '../../src/market/world.ts'
import { founded, horizon, live, type Recipe, roster, size } from '../verification/market.ts'

/** Lenders who all do the same at every review, once a month each. */
const everybody =
  (imitate: number, innovate: number): Recipe =>
  (draft) => {
    draft.products.mode = 'endogenous'
    draft.products.differentiation = 1
    draft.products.redesignMonths = 1
    draft.products.imitation = 1
    for (const strategy of STRATEGIES) draft.strategy[strategy] = { imitate, innovate }
  }
const products =
  (set: object): Recipe =>
  (draft) => {
    Object.assign(draft.products, set)
  }
const three = roster(
  { products: ['electronics'] },
  { products: ['rent'] },
  { class: 'platform', products: ['education', 'travel'] },
)

/** Other rules from now on, as if they had been so from the start. */
function rule(world: World, recipe: Recipe): void {
  world.scenario = produce(world.scenario, recipe)
  Object.assign(world, { base: world.scenario })
}

const kinds = (events: readonly MarketEvent[], of: string): MarketEvent[] => events.filter(({ kind }) => kind === of)

describe('imitation', () => {
  test('copies what lent most at another lender, as it stood the copy lag ago', () => {
    const lag = 3
    const step = 0.5
    const world = founded(
      size(1500),
      three,
      everybody(1, 0),
      products({ copyLag: lag, copyStep: step, launchDistance: 3, research: 0 }),
    )
    live(world, 4)
    const then = world.industry.products
    const remembered = (of: readonly Product[], lent: number): PastMonth => ({
      products: of,
      balanceFen: new Float64Array(of.length),
      lentFen: new Float64Array(of.length * PURPOSES.length).map((_, k) => (k === 2 * PURPOSES.length ? lent : 0)),
    })
    // What has lent nothing yet, as far as can be known, is copied by nobody.
    world.pastMonths = [0, 0, 0, 500].map((lent) => remembered(then, lent))
    expect(kinds(redesignProducts(world), 'imitate')).toEqual([])
    // From now on the model moves away every month; who copies sees where it was.
    const path = [0.2, 0.4, 0.6, 0.8].map((share) => between(world.scenario, then[2].design, then[1].design, share))
    world.pastMonths = path.map((design) =>
      remembered(
        then.map((product, j) => (j === 2 ? { ...product, design } : product)),
        500,
      ),
    )
    const before = world.industry.products
    const events = redesignProducts(world)
    const model = path[3 - lag]
    const imitations = kinds(events, 'imitate')
    expect(imitations.map(({ actor, why }) => [actor, why.split(' ')[0]]).sort()).toEqual([
      ['L01', 'L03-a'],
      ['L02', 'L03-a'],
    ])
    for (const { why } of imitations) expect(why).toContain('without a look')
    const adopted = kinds(events, 'adopt')
    expect(adopted.map(({ actor }) => actor).sort()).toEqual(['L01-a', 'L02-a'])
    for (const { actor } of adopted) {
      const j = before.findIndex(({ code }) => code === actor)
      const now = world.industry.products[j]
      expect(now.design).toEqual(between(world.scenario, before[j].design, model, step))
      expect(now).toMatchObject({ parent: 'L03-a', origin: 'imitation', designed: world.month })
      expect([before[j].boundTo, then[2].boundTo]).toContain(now.boundTo)
    }
  })

  test('draws models by what they lent', () => {
    const world = founded(size(800), three, everybody(0, 0))
    live(world, 2)
    const then = world.industry.products
    const lentFen = new Float64Array(then.length * PURPOSES.length)
    lentFen[PURPOSES.length] = 1000
    lentFen[2 * PURPOSES.length] = 3000
    world.pastMonths = new Array(8).fill({ products: then, balanceFen: new Float64Array(then.length), lentFen })
    let second = 0
    const months = 2000
    for (let month = 0; month < months; month++) {
      world.tick++
      if (drawnModel(lenderView(world, 0, null))!.code === 'L03-a') second++
    }
    // Four standard errors: one sound program in sixteen thousand fails.
    expect(Math.abs(second / months - 0.75)).toBeLessThan(4 * Math.sqrt((0.75 * 0.25) / months))
  })

  test('takes what the model is bound to along with chance copyStep, and to no general loan while the law forbids it', () => {
    const bindings = (copyStep: number, generalLoans: 'allowed' | 'converted'): string[] => {
      const lenders = roster({ products: ['traditional'] }, { products: ['electronics'] }, { products: ['education'] })
      const world = founded(size(800), lenders, everybody(1, 0), products({ copyStep }))
      live(world, 1)
      rule(world, (draft) => {
        draft.regulation.generalLoans = generalLoans
      })
      const then = world.industry.products
      const lentFen = new Float64Array(then.length * PURPOSES.length)
      lentFen[0] = 1000
      world.pastMonths = new Array(8).fill({ products: then, balanceFen: new Float64Array(then.length), lentFen })
      const found: string[] = []
      for (let month = 0; month < 400; month++) {
        world.tick++
        const view = lenderView(world, 1, null)
        found.push(imitations(view, drawnModel(view)!)[0].boundTo ?? 'general')
      }
      return found
    }
    const general = (found: string[]): number => found.filter((of) => of === 'general').length / found.length
    expect(general(bindings(0, 'allowed'))).toBe(0)
    expect(general(bindings(1, 'allowed'))).toBe(1)
    expect(Math.abs(general(bindings(0.5, 'allowed')) - 0.5)).toBeLessThan(0.1)
    expect(new Set(bindings(1, 'converted'))).toEqual(new Set(['shopping']))
  })
})

describe('innovation', () => {
  const setting = [
    size(1500),
    three,
    everybody(0, 1),
    products({ innovationCost: 100, researchShare: 0.5, copyStep: 0 }),
  ] as const

  function withProfit(fenAYear: number): { world: World; events: MarketEvent[] } {
    const world = founded(...setting)
    live(world, 2)
    world.industry = produce(world.industry, (draft) => {
      for (const lender of draft.lenders) {
        lender.profitFen.fill(0)
        lender.profitFen[0] = fenAYear
        lender.researchFen.fill(0)
      }
    })
    return { world, events: redesignProducts(world) }
  }

  test('costs what the scenario says, and only a share of profit pays for it', () => {
    const cost = innovationCostFen(founded(...setting).scenario)
    expect(cost).toBe(15_000)
    const none = withProfit(-5_000_000)
    expect(kinds(none.events, 'innovate')).toEqual([])
    expect(kinds(none.events, 'reject')).toHaveLength(3)
    expect(kinds(withProfit(2 * cost - 1).events, 'innovate')).toEqual([])
    const { world, events } = withProfit(2 * cost)
    expect(kinds(events, 'innovate')).toHaveLength(3)
    for (const lender of world.industry.lenders) expect(windowSum(lender.researchFen)).toBe(cost)
    expect(world.designs.filter(({ kind }) => kind === 'innovation').map(({ costFen }) => costFen)).toEqual([
      cost,
      cost,
      cost,
    ])
    // The budget is spent for a year.
    world.tick++
    world.month++
    expect(kinds(redesignProducts(world), 'innovate')).toEqual([])
  })

  test('is paid in the month and leaves the budget after a year', () => {
    const { world } = withProfit(10_000_000)
    const spent = world.industry.lenders.map(({ researchFen }) => researchFen[placeIn(YEAR, world.month)])
    expect(spent).toEqual([15_000, 15_000, 15_000])
    // From here on nobody can pay for another project.
    rule(world, products({ researchShare: 0 }))
    const first = tick(world).statements
    expect(first.map(({ productCostFen }) => productCostFen)).toEqual(spent)
    nextMonth(world)
    live(world, YEAR - 2)
    for (const lender of world.industry.lenders) expect(windowSum(lender.researchFen)).toBeGreaterThan(0)
    live(world, 2)
    for (const lender of world.industry.lenders) expect(windowSum(lender.researchFen)).toBe(0)
  })
})

describe('withdrawal', () => {
  test('takes losers off the shelf, keeps the best of a lender, and lets loans run off', () => {
    const lenders = roster(
      { products: ['electronics'] },
      { products: ['rent'] },
      { class: 'platform', products: ['traditional', 'travel'] },
    )
    const world = founded(size(2000), lenders, everybody(0, 0), products({ patience: 4, copyStep: 0 }))
    live(world, 6)
    const held = (j: number): number => world.tally.products.held[j]
    expect(held(2)).toBeGreaterThan(0)
    world.industry = produce(world.industry, (draft) => {
      draft.products.forEach((product, j) => {
        product.lossMonths = j === 2 ? 5 : 4
        product.profitFen.fill(j === 2 ? -300 : -100)
      })
    })
    const events = redesignProducts(world)
    expect(kinds(events, 'withdraw').map(({ actor }) => actor)).toEqual(['L03-a'])
    expect(world.industry.products.map(({ withdrawn }) => withdrawn !== null)).toEqual([false, false, true, false])
    live(world, 2, () => {
      expect([...world.offers.active]).toEqual([0, 1, 3])
      expect(world.offers.purposes[2]).toBe(0)
      expect(world.tally.products.originations[2]).toBe(0)
    })
    expect(held(2)).toBeGreaterThan(0)
    expect(world.tally.products.interestFen[2]).toBeGreaterThan(0)
    live(world, 30)
    expect(held(2)).toBe(0)
  })
})

describe('launch', () => {
  const launching = [
    size(2000),
    three,
    everybody(0, 1),
    products({ launchDistance: 0.05, maxPerLender: 3, copyStep: 1, copyLag: 0, research: 1, innovationCost: 0 }),
  ] as const

  test('goes beside the old ones up to the limit; codes are unique; a dead place is taken again', () => {
    const world = founded(...launching)
    live(world, 8, () => {
      const { products: all } = world.industry
      for (let l = 0; l < 3; l++) {
        expect(all.filter(({ lender, withdrawn }) => lender === l && withdrawn === null).length).toBeLessThanOrEqual(3)
      }
    })
    const { products: grown } = world.industry
    expect(grown.length).toBeGreaterThan(4)
    expect(new Set(grown.map(({ code }) => code)).size).toBe(grown.length)
    expect(
      grown
        .slice(4)
        .every(({ launched, parent }) => launched > grown[0].launched && (parent === null || /^L0/.test(parent))),
    ).toBe(true)
    // Withdraw one that nobody owes anything on: its place goes to the next launch under a code of its own.
    const dead = grown.findIndex((_, j) => j >= 4)
    world.tally.products.held[dead] = 0
    world.industry = produce(world.industry, (draft) => {
      draft.products[dead].withdrawn = world.month - 1
    })
    const { length } = world.industry.products
    let taken = false
    for (let m = 0; m < 24 && !taken; m++) {
      world.tally.products.held[dead] = 0
      taken = kinds(redesignProducts(world), 'launch').length > 0
      world.tick++
      world.month++
    }
    expect(taken).toBe(true)
    expect(world.industry.products).toHaveLength(length)
    expect(world.industry.products[dead].code).not.toBe(grown[dead].code)
    expect(world.industry.products[dead].withdrawn).toBeNull()
  })

  test('is refused where the market holds 256 products already', () => {
    const world = founded(...launching)
    live(world, 1)
    const spare = world.industry.products[3]
    world.industry = produce(world.industry, (draft) => {
      for (let j = draft.products.length; j < 256; j++) {
        draft.products.push({ ...spare, code: `X-${j}`, lender: 0, withdrawn: 0 } as (typeof draft.products)[number])
      }
    })
    world.tally.products.held.fill(1)
    let refused: MarketEvent[] = []
    for (let m = 0; m < 24 && refused.length === 0; m++) {
      refused = kinds(redesignProducts(world), 'reject').filter(({ why }) => why.includes('256'))
      world.tick++
      world.month++
    }
    expect(refused.length).toBeGreaterThan(0)
    expect(world.industry.products).toHaveLength(256)
  })
})

test('what products earn adds up to what their lenders earn, to the fen', () => {
  const world = founded(
    size(8000),
    horizon(6, 24),
    products({ mode: 'endogenous', shelfCost: 3, innovation: 0, imitation: 0, copyStep: 0, patience: 120 }),
    (draft) => {
      draft.promotion = { ...draft.promotion, kind: 'rebate', depth: 0.01 }
    },
  )
  let lossy = 0
  live(world, 24, ({ statements }) => {
    const { lenders, products: t } = world.tally
    const acquisitionYuan = (j: number, { acquisitionCost }: { acquisitionCost: number }): number =>
      world.industry.products[j].boundTo === null ? acquisitionCost : acquisitionCost / 2
    const month = placeIn(YEAR, world.month)
    world.industry.lenders.forEach((lender, l) => {
      const own = world.industry.products.flatMap((product, j) => (product.lender === l ? [j] : []))
      const sum = (of: (j: number) => number): number => own.reduce((total, j) => total + of(j), 0)
      for (const name of ['originations', 'originatedFen', 'aprFen', 'applications', 'newCustomers'] as const) {
        expect(sum((j) => t[name][j])).toBe(lenders[name][l])
      }
      for (const name of ['interestFen', 'rebateFen', 'chargedOffFen', 'recoveredFen', 'balanceFen'] as const) {
        expect(sum((j) => t[name][j])).toBe(lenders[name][l])
      }
      const policy = world.scenario.lenders[lender.class]
      const perLoan =
        100 *
        (sum((j) => acquisitionYuan(j, policy) * t.newCustomers[j]) +
          policy.applicationCost * lenders.applications[l] +
          policy.loanCost * lenders.originations[l])
      const onBalance = (lenders.balanceFen[l] * (policy.fundsRate + policy.operatingRate)) / 12
      const losses = lenders.chargedOffFen[l] * (1 + world.scenario.repayment.collectionCost) - lenders.recoveredFen[l]
      if (losses > 0) lossy++
      const shelf = own.length * shelfCostFen(world.scenario)
      const expected = lenders.interestFen[l] - lenders.rebateFen[l] - perLoan - onBalance - losses - shelf
      // Each product rounds three amounts to whole fen.
      const contributed = sum((j) => world.industry.products[j].profitFen[month])
      expect(Math.abs(contributed - expected)).toBeLessThanOrEqual(1.5 * own.length)
      expect(statements[l].productCostFen).toBe(shelf)
    })
  })
  expect(shelfCostFen(world.scenario)).toBe(2400)
  expect(lossy).toBeGreaterThan(3)
})

const busy: readonly Recipe[] = [
  size(6000, 3),
  horizon(24, 12),
  everybody(0.4, 0.4),
  products({ patience: 3, shelfCost: 3, redesignMonths: 3, innovationCost: 1, copyLag: 2 }),
]

describe('a busy market', () => {
  function past(order: NonNullable<TickOptions['order']>): { world: World; events: string[] } {
    const world = founded(...busy)
    const start = { month: world.month, actor: 'market', kind: 'found' as const, why: '' }
    const events = [eventLine({ ...start, patches: [{ op: 'replace', path: [], value: world.industry }] })]
    for (let m = 0; m < 36; m++) {
      for (const event of tick(world, { order }).events) events.push(eventLine(event))
      if (m < 35) nextMonth(world)
    }
    return { world, events }
  }

  test('replays from its event log, whatever the order of chunks', () => {
    const { world, events } = past('forward')
    expect(replayIndustry(events, world.month)).toEqual(world.industry)
    for (const kind of ['imitate', 'innovate', 'adopt', 'reject', 'launch', 'withdraw']) {
      expect([kind, events.some((line) => line.includes(`"kind":"${kind}"`))]).toEqual([kind, true])
    }
    expect(past('reverse').events).toEqual(events)
    const codes = world.industry.products.map(({ code }) => code)
    expect(new Set(codes).size).toBe(codes.length)
    for (const { design } of world.industry.products) {
      expect(Math.abs(design.fit.reduce((sum, weight) => sum + weight, 0) - 1)).toBeLessThan(1e-9)
      expect(designDistance(design, { ...design, channel: 0 })).toBeLessThanOrEqual(1)
    }
  })
})
