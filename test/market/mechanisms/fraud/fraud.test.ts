import { describe, expect, test } from 'vitest'
import { EVER_FRAUD, NEED_IS_FRAUD, NO_TICK } from '../../../../src/agents/consumers.ts'
import {
  chanceOfFraud,
  countListed,
  decideOnFraud,
  fraudCameToLight,
  isListed,
  refusedAsFraud,
} from '../../../../src/market/mechanisms/fraud/fraud.ts'
import { clearTally } from '../../../../src/market/tally.ts'
import type { World } from '../../../../src/market/world.ts'
import type { Scenario } from '../../../../src/scenarios/scenario.ts'
import { founded, size } from '../../../verification/market.ts'

const PEOPLE = 20_000

function marketWith(set: Partial<Scenario['fraud']>): World {
  const world = founded(size(PEOPLE, 6), (draft) => void Object.assign(draft.fraud, { share: 0.1, ...set }))
  world.fraudChance = chanceOfFraud(world)
  return world
}

/** Places of a lender's products in the offer book. */
const productsOf = ({ offers }: World, lender: number): number[] =>
  Array.from({ length: offers.count }, (_, product) => product).filter((product) => offers.lender[product] === lender)

const everybody = Array.from({ length: PEOPLE }, (_, consumer) => consumer)
const count = (of: (consumer: number) => boolean): number => everybody.filter(of).length

describe('who means to deceive', () => {
  test('the share that the scenario says, and more of those who have done so before', () => {
    const world = marketWith({ repeat: 0.5 })
    const { marks } = world.consumers
    for (const consumer of everybody) decideOnFraud(world, consumer)
    const first = count((consumer) => (marks[consumer] & NEED_IS_FRAUD) !== 0)
    // Standard error 42.
    expect(Math.abs(first - 2000)).toBeLessThan(170)
    world.consumers.needTick.fill(1)
    const before = everybody.filter((consumer) => marks[consumer] & EVER_FRAUD)
    for (const consumer of everybody) decideOnFraud(world, consumer)
    const again = before.filter((consumer) => marks[consumer] & NEED_IS_FRAUD).length
    expect(Math.abs(again - before.length / 2)).toBeLessThan(90)
  })

  test('a record makes nobody likelier than the market is', () => {
    const world = marketWith({ repeat: 0.02 })
    const { marks } = world.consumers
    marks.fill(EVER_FRAUD)
    for (const consumer of everybody) decideOnFraud(world, consumer)
    const frauds = count((consumer) => (marks[consumer] & NEED_IS_FRAUD) !== 0)
    expect(Math.abs(frauds - 2000)).toBeLessThan(170)
  })

  test('exposure within the last year counts, older leaks do not', () => {
    const world = marketWith({ leakEffect: 4 })
    const lenders = world.industry.lenders.map((lender, l) =>
      l === 0 ? { ...lender, leaks: [{ month: -30, persons: PEOPLE }] } : lender,
    )
    world.industry = { ...world.industry, lenders }
    for (const [month, share] of [
      [-24, 0.5],
      [-18, 0.5],
      [-17, 0.1],
    ] as const) {
      world.month = month
      expect(chanceOfFraud(world)).toBeCloseTo(share, 12)
    }
  })
})

describe('screening', () => {
  test('draws once a need and lender, at the rates of the scenario', () => {
    const world = marketWith({ detectionStart: 0.3, detectionMax: 0.3, falsePositive: 0.1, merchantCheck: 0 })
    for (const consumer of everybody) decideOnFraud(world, consumer)
    const { marks } = world.consumers
    const [one, other] = productsOf(world, 2)
    const answers = everybody.map((consumer) => refusedAsFraud(world, consumer, one))
    expect(everybody.map((consumer) => refusedAsFraud(world, consumer, other))).toEqual(answers)
    const [elsewhere] = productsOf(world, 3)
    expect(everybody.map((consumer) => refusedAsFraud(world, consumer, elsewhere))).not.toEqual(answers)
    const frauds = everybody.filter((consumer) => marks[consumer] & NEED_IS_FRAUD)
    const caught = frauds.filter((consumer) => answers[consumer]).length
    const mistaken = count((consumer) => answers[consumer] && (marks[consumer] & NEED_IS_FRAUD) === 0)
    // Standard errors 20 and 40.
    expect(Math.abs(caught - 0.3 * frauds.length)).toBeLessThan(85)
    expect(Math.abs(mistaken - 0.1 * (PEOPLE - frauds.length))).toBeLessThan(165)
    const { market, lenders } = world.tally
    expect(market.fraudAttempts).toBe(3 * frauds.length)
    expect(lenders.falseExclusions[2]).toBe(2 * mistaken)
    // A lender learns from frauds and not from its own mistakes.
    expect(lenders.fraudCases[2]).toBe(2 * caught)
  })
})

test('a merchant who gets the money does not confirm some purchases: of bound products, of frauds alone', () => {
  const [detection, check] = [0.3, 0.5]
  const screened = { detectionStart: detection, detectionMax: detection, falsePositive: 0.1, merchantCheck: check }
  const world = marketWith(screened)
  for (const consumer of everybody) decideOnFraud(world, consumer)
  const { marks } = world.consumers
  const isFraud = (consumer: number): boolean => (marks[consumer] & NEED_IS_FRAUD) !== 0
  const frauds = count(isFraud)
  const products = productsOf(world, 3)
  for (const [isBound, expected] of [
    [0, detection],
    [1, 1 - (1 - detection) * (1 - check)],
  ] as const) {
    const product = products.find((place) => world.offers.bound[place] === isBound) as number
    const refused = everybody.filter((consumer) => refusedAsFraud(world, consumer, product))
    // Standard errors below 23 and 41.
    expect(Math.abs(refused.filter(isFraud).length - expected * frauds)).toBeLessThan(95)
    expect(Math.abs(refused.length - refused.filter(isFraud).length - 0.1 * (PEOPLE - frauds))).toBeLessThan(165)
  }
})

describe('the shared list', () => {
  const shared = {
    blacklist: 'shared',
    blacklistMonths: 12,
    detectionStart: 0,
    detectionMax: 0,
    falsePositive: 0,
  } as const

  test('keeps a name for its time and makes every lender refuse', () => {
    const world = marketWith(shared)
    const one = 7
    expect(isListed(world, one)).toBe(false)
    fraudCameToLight(world, one, 4, 50_000)
    expect(world.tally.lenders.fraudLossFen[4]).toBe(50_000)
    expect(world.tally.market.fraudLossFen).toBe(50_000)
    for (let product = 0; product < world.offers.count; product++) {
      expect(refusedAsFraud(world, one, product)).toBe(true)
    }
    expect(refusedAsFraud(world, one + 1, 0)).toBe(false)
    clearTally(world.tally)
    countListed(world, 0, PEOPLE)
    expect(world.tally.market.listed).toBe(1)
    for (const [tick, listed] of [
      [11, true],
      [12, false],
    ] as const) {
      world.tick = tick
      clearTally(world.tally)
      countListed(world, 0, PEOPLE)
      expect([tick, isListed(world, one), world.tally.market.listed]).toEqual([tick, listed, listed ? 1 : 0])
    }
  })

  test('gets the share of reports that the scenario says, and none where there is no list', () => {
    const half = marketWith({ ...shared, blacklistShare: 0.5 })
    for (const consumer of everybody) fraudCameToLight(half, consumer, 0, 100)
    const listed = count((consumer) => isListed(half, consumer))
    expect(Math.abs(listed - PEOPLE / 2)).toBeLessThan(290)
    const none = marketWith({ ...shared, blacklist: 'none' })
    for (const consumer of everybody) fraudCameToLight(none, consumer, 0, 100)
    expect(count((consumer) => none.consumers.listedTick[consumer] !== NO_TICK)).toBe(0)
  })
})
