/** General and bound products: what they lend for, what binding changes, and the rule against general loans. */
import { produce } from 'immer'
import { describe, expect, test } from 'vitest'
import { GRADES } from '../../src/agents/expected-loss.ts'
import { acquisitionCostFen } from '../../src/agents/lenders/lender.ts'
import { PURPOSES } from '../../src/base/vocabulary.ts'
import type { MarketEvent } from '../../src/market/events.ts'
import { publishOffers } from '../../src/market/offers.ts'
import { lentByPurposeFen } from '../../src/market/past.ts'
import type { World } from '../../src/market/world.ts'
import { founded, horizon, live, type Recipe, roster, setting, size } from './market.ts'

const SIX = PURPOSES.length
const lentFor = (world: World, place: number): number[] => [
  ...world.tally.productPurposeFen.subarray(place * SIX, (place + 1) * SIX),
]
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)
const isBound = (world: World, place: number): boolean => {
  const { boundTo, lender } = world.industry.products[place]
  return boundTo !== null && world.industry.lenders[lender].model === 'creditApp'
}
const everything: Recipe = (draft) => {
  draft.products.mode = 'endogenous'
  draft.products.redesignMonths = 1
  draft.fraud.share = 0.05
  draft.products.revolving = true
}

test('a bound product never lends for another purpose, whatever moves; a general one lends for several', () => {
  const world = founded(size(3000), horizon(12, 24), everything)
  const purposes = new Map<string, Set<number>>()
  let bound = 0
  live(world, 36, () => {
    world.industry.products.forEach(({ code, boundTo }, place) => {
      lentFor(world, place).forEach((fen, purpose) => {
        if (fen === 0) return
        if (isBound(world, place)) {
          expect(PURPOSES[purpose]).toBe(boundTo)
          bound++
        } else purposes.set(code, (purposes.get(code) ?? new Set()).add(purpose))
      })
    })
    // Loans remember their purpose: the counter is not the only witness.
    expect(sum([...world.tally.productPurposeFen])).toBe(world.tally.market.originatedFen)
  })
  expect(bound).toBeGreaterThan(100)
  expect([...purposes.values()].some(({ size: several }) => several >= 5)).toBe(true)
})

test('binding is no part of likeness, and gives cheaper acquisition and a bonus that bounds see', () => {
  const world = founded(size(800), setting('choice')({ pointOfSale: 0.3 }))
  const place = world.industry.products.findIndex(({ boundTo }, at) => boundTo !== null && isBound(world, at))
  const free = produce(world.industry, (draft) => {
    draft.products[place].boundTo = null
  })
  const general = publishOffers(world.scenario, free, world.month)
  const bound = publishOffers(world.scenario, world.industry, world.month)
  expect(bound.similarity).toEqual(general.similarity)
  expect(bound.beforeFit[place] - general.beforeFit[place]).toBeCloseTo(0.3, 12)
  expect(bound.bestBeforeFit).toBeGreaterThanOrEqual(bound.beforeFit[place])
  expect(bound.breakEven[place * GRADES]).toBeLessThan(general.breakEven[place * 10])
  const of = world.industry.lenders[free.products[place].lender].class
  const [less, more] = [world.industry, free].map(({ products }) =>
    acquisitionCostFen(world.scenario, of, products[place]),
  )
  expect(less).toBe(more / 2)
})

test('merchants stop fraud at bound products', () => {
  const caught = [0, 1].map((merchantCheck) => {
    const world = founded(
      size(4000),
      horizon(12, 12),
      setting('fraud')({ share: 0.2, detectionStart: 0, detectionMax: 0, falsePositive: 0, merchantCheck }),
      roster({ products: ['electronics'] }, { products: ['rent'] }),
    )
    let [detected, attempts] = [0, 0]
    live(world, 24, () => {
      detected += world.tally.market.fraudDetected
      attempts += world.tally.market.fraudAttempts
    })
    return detected / attempts
  })
  expect(caught).toEqual([0, 1])
})

describe('the rule against general loans', () => {
  const general = roster({ products: ['traditional'] }, { products: ['student'] }, { products: ['travel'] })
  const from =
    (month: number, generalLoans: string): Recipe =>
    (draft) => {
      draft.timeline = [{ month, set: { 'regulation.generalLoans': generalLoans } }]
    }

  test('binds general products to what they lent most for in twelve months', () => {
    const world = founded(size(3000), horizon(12, 24), general, from(6, 'converted'))
    const events: MarketEvent[] = []
    let wanted: (string | null)[] = []
    live(world, 19, (month) => events.push(...month.events))
    for (const { products } of world.pastMonths.slice(0, 18)) expect(products[0].boundTo).toBeNull()
    wanted = [0, 1].map((place) => {
      const fen = lentByPurposeFen(world.pastMonths, 0, world.industry.products[place], place)
      return PURPOSES[fen.indexOf(Math.max(...fen))]
    })
    expect(world.industry.products.map(({ boundTo }) => boundTo)).toEqual([...wanted, 'travel'])
    expect(events.filter(({ kind }) => kind === 'bind')).toHaveLength(1)
    expect(events.find(({ kind }) => kind === 'policy')!.why).toContain('2 general products become bound')
  })

  test('before trading, to the purpose of their category', () => {
    const world = founded(size(800), general, setting('regulation')({ generalLoans: 'converted' }))
    live(world, 1)
    expect(world.industry.products.map(({ boundTo }) => boundTo)).toEqual(['shopping', 'shopping', 'travel'])
    // Nobody lends for what no product is bound to.
    const none = PURPOSES.indexOf('renovation')
    expect([...world.offers.purposes].every((mask) => (mask & (1 << none)) === 0)).toBe(true)
  })

  test('or closes them while it holds', () => {
    const world = founded(size(1500), horizon(12, 12), general, (draft) => {
      draft.timeline = [
        { month: 0, set: { 'regulation.generalLoans': 'closed' } },
        { month: 3, set: { 'regulation.generalLoans': 'allowed' } },
      ]
    })
    const lent: number[] = []
    live(world, 17, () => lent.push(sum(lentFor(world, 0))))
    expect(sum(lent.slice(0, 12))).toBeGreaterThan(0)
    expect(sum(lent.slice(12, 15))).toBe(0)
    expect(sum(lent.slice(15))).toBeGreaterThan(0)
    expect(world.industry.products[0].boundTo).toBeNull()
  })
})
