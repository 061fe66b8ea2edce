import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  adapt,
  askBack,
  CASH,
  choiceChances,
  commitMoney,
  divide,
  foundInvestors,
  type Investors,
  type Listings,
  listingValue,
} from '../../../../src/market/mechanisms/p2p/investors.ts'
import { openStream } from '../../../../src/random/streams.ts'
import { DEFAULT_SCENARIO } from '../../../../src/scenarios/parameters.ts'
import type { Scenario } from '../../../../src/scenarios/scenario.ts'

const GRADES = 3
const stream = openStream(1, 'investor')
const scenario = (p2p: Partial<Scenario['p2p']>): Scenario => ({
  ...DEFAULT_SCENARIO,
  p2p: { ...DEFAULT_SCENARIO.p2p, ...p2p },
})
const investorsOf = (count: number, p2p: Partial<Scenario['p2p']> = {}): Investors =>
  foundInvestors(scenario({ investors: count, wealth: 100, ...p2p }), stream, 2, GRADES)
const listingsOf = (promised: number[], statedLoss: number[], lends = promised.map(() => 1)): Listings => ({
  promised: Float64Array.from(promised),
  statedLoss: Float64Array.from(statedLoss),
  lends: Uint8Array.from(lends),
})
const total = (of: ArrayLike<number>): number => Array.from(of).reduce((sum, value) => sum + value, 0)

test('what is divided sums to the fen, each share within a fen of its proportion and never above its weight', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 30_000_000_000 }), { minLength: 1, maxLength: 60 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.integer({ min: 0, max: 5 }),
      (weights, share, offset) => {
        const sum = total(weights)
        const amount = Math.round(sum * share)
        const out = new Float64Array(weights.length)
        divide(amount, [...new Array(offset).fill(7), ...weights, 11], offset, weights.length, out)
        expect(total(out)).toBe(amount)
        out.forEach((part, k) => {
          expect(Number.isInteger(part) && part >= 0 && part <= weights[k]).toBe(true)
          if (sum > 0) expect(Math.abs(part - (amount / sum) * weights[k])).toBeLessThan(1.01)
        })
      },
    ),
    { numRuns: 500, seed: 2023 },
  )
})

test('more than the weights can be divided too, and without weights all goes to the last', () => {
  const out = new Float64Array(3)
  divide(1000, [1, 0, 2], 0, 3, out)
  expect([...out]).toEqual([333, 0, 667])
  divide(1000, [0, 0, 0], 0, 3, out)
  expect([...out]).toEqual([0, 0, 1000])
  divide(0, [5, 5, 5], 0, 3, out)
  expect([...out]).toEqual([0, 0, 0])
})

test('a listing is worth its promise as kept, less losses and fear weighed by risk aversion', () => {
  expect(listingValue(0.1, 0.02, 0.9, 1.5, 0.01, 0.5)).toBeCloseTo(0.09 - 1.5 * (0.03 + 0.01), 12)
})

test('all investors’ money is what the scenario says, to the fen, whatever its inequality', () => {
  for (const wealthSd of [0, 1, 2.5]) {
    const { cashFen, startFen, riskAversion } = investorsOf(5000, { wealthSd, riskAversion: 0.5 })
    expect(total(cashFen)).toBe(100 * 100 * DEFAULT_SCENARIO.population.consumers)
    expect(startFen).toEqual(cashFen)
    expect(total(riskAversion) / 5000).toBeCloseTo(0.5, 1)
  }
})

test('chances are the logit over cash and the listings worth more than it', () => {
  const investors = investorsOf(10, { riskAversion: 0 })
  const listings = listingsOf([0.1, 0.06, 0.2, 0.08, 0.05, 0.3], [0.02, 0.01, 0.19, 0.02, 0.05, 0], [1, 1, 1, 1, 1, 0])
  const chance = new Float64Array(6)
  const cash = choiceChances(investors, 0, listings, 0.03, 50, chance)
  // Values .08, .05, .01, .06, 0 and one that does not lend; below .03 cash is better for certain.
  const weights = [Math.exp(50 * 0.05), Math.exp(50 * 0.02), 0, Math.exp(50 * 0.03), 0, 0]
  const sum = total(weights) + 1
  chance.forEach((value, pool) => {
    expect(value).toBeCloseTo(weights[pool] / sum, 12)
  })
  expect(cash).toBeCloseTo(1 / sum, 12)
})

test('a very sensitive choice overflows nothing', () => {
  const investors = investorsOf(10, { riskAversion: 0 })
  const chance = new Float64Array(6)
  const cash = choiceChances(
    investors,
    0,
    listingsOf([3, 2.9, 0.1, 0.1, 0.1, 0.1], new Array(6).fill(0)),
    0,
    1000,
    chance,
  )
  expect(chance[0]).toBeCloseTo(1, 12)
  expect(cash).toBe(0)
})

test('20,000 investors choose in the shares of the formula, in each month again', () => {
  const count = 20_000
  const investors = investorsOf(count, { riskAversion: 0 })
  const listings = listingsOf([0.1, 0.06, 0.2, 0.08, 0.05, 0.3], [0.02, 0.01, 0.19, 0.02, 0.05, 0], [1, 1, 1, 1, 1, 0])
  const { p2p } = scenario({ outsideReturn: 0.03, sensitivity: 50 })
  const chance = new Float64Array(6)
  const cash = choiceChances(investors, 0, listings, 0.03, 50, chance)
  let before: Int32Array | undefined
  for (const tick of [0, 1, 2]) {
    commitMoney(investors, listings, p2p, stream, tick)
    const share = (pool: number): number => investors.chosenPool.filter((chosen) => chosen === pool).length / count
    // Four standard deviations.
    const close = (p: number): number => 4 * Math.sqrt((p * (1 - p)) / count) + 1e-12
    for (let pool = 0; pool < 6; pool++)
      expect(Math.abs(share(pool) - chance[pool])).toBeLessThanOrEqual(close(chance[pool]))
    expect(Math.abs(share(CASH) - cash)).toBeLessThanOrEqual(close(cash))
    investors.chosenPool.forEach((pool, n) => {
      expect(investors.committedFen[n]).toBe(pool === CASH ? 0 : investors.cashFen[n])
    })
    expect(investors.chosenPool).not.toEqual(before)
    before = investors.chosenPool.slice()
  }
})

test('one asks its money back where its own claims are worth less than the return elsewhere, and chooses that platform no more', () => {
  const investors = investorsOf(10, { riskAversion: 0 })
  const listings = listingsOf([0.1, 0.1, 0.1, 0.1, 0.1, 0.1], [0.02, 0.06, 0.09, 0.02, 0.02, 0.02])
  const claims = (n: number, pool: number): number => pool * investors.holders + n
  investors.claimsFen[claims(0, 0)] = 5000
  investors.claimsFen[claims(1, 2)] = 5000
  // .08 and .01 in halves are worth .045; two to one for the worse, .033 and less.
  investors.claimsFen[claims(2, 0)] = 5000
  investors.claimsFen[claims(2, 2)] = 5000
  investors.claimsFen[claims(3, 0)] = 1000
  investors.claimsFen[claims(3, 2)] = 9000
  investors.claimsFen[claims(4, 0)] = 5000
  investors.fear[4] = 0.06
  investors.claimsFen[claims(5, 0)] = 5000
  investors.lossRatio[5] = 4
  askBack(investors, 0, listings, 0.03)
  expect([...investors.asks.subarray(0, 10)]).toEqual([0, 1, 0, 1, 1, 1, 0, 0, 0, 0])
  const chance = new Float64Array(6)
  choiceChances(investors, 1, listings, 0.03, 50, chance)
  expect([...chance.subarray(0, 3)]).toEqual([0, 0, 0])
  expect(total(chance.subarray(3))).toBeGreaterThan(0.9)
})

test('expectations move by a part of the gap, count extremes as ten and learn nothing from nothing', () => {
  expect(adapt(1, 3, 2, 0.1)).toBeCloseTo(1.05, 12)
  expect(adapt(1, 1e9, 2, 0.1)).toBeCloseTo(1.9, 12)
  expect(adapt(0.7, 5, 0, 0.1)).toBe(0.7)
})
