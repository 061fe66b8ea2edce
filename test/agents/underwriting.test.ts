/** Chance of default within a year against simulated spells of distress. */
import { expect, test } from 'vitest'
import { bureauVariance, defaultWithinYear, signalWeights } from '../../src/agents/underwriting.ts'
import { DEFAULT_SCENARIO } from '../../src/scenarios/parameters.ts'
import { luck } from '../verification/market.ts'

const CASES = [
  { distress: 0.03, miss: 0.3, persistence: 0.85, term: 12 },
  { distress: 0.2, miss: 0.6, persistence: 0.9, term: 3 },
  { distress: 0.5, miss: 1, persistence: 1, term: 24 },
  { distress: 0.1, miss: 0.5, persistence: 0, term: 12 },
]

test.each(CASES)('%o', ({ distress, miss, persistence, term }) => {
  const random = luck(5)
  const people = 60_000
  let defaulted = 0
  for (let i = 0; i < people; i++) {
    let inDistress = false
    let missed = 0
    for (let month = 1; month <= 12 && missed < 4; month++) {
      if (inDistress) inDistress = random() < persistence
      else inDistress = month <= term && random() < distress
      if (!inDistress) missed = 0
      else if (random() < miss) missed++
    }
    if (missed === 4) defaulted++
  }
  const expected = defaultWithinYear(distress, miss, persistence, term)
  const error = Math.sqrt((expected * (1 - expected)) / people) + 1e-9
  // A spell of distress that ends leaves a month in which the next one cannot begin, as in the market.
  expect(Math.abs(defaulted / people - expected) / error).toBeLessThan(4.5)
})

test('nobody defaults who never gets into distress or never misses', () => {
  expect(defaultWithinYear(0, 1, 1, 12)).toBe(0)
  expect(defaultWithinYear(1, 0, 1, 12)).toBe(0)
  expect(defaultWithinYear(1, 1, 1, 1)).toBe(1)
})

test('four misses in a row within twelve months: the last month in which distress may begin is the ninth', () => {
  const certain = [1, 3, 9, 10, 24].map((term) => defaultWithinYear(0.2, 1, 1, term))
  expect(certain).toEqual([1, 3, 9, 9, 9].map((months) => expect.closeTo(1 - 0.8 ** months, 12)))
  // In distress from the first month on: at least 4 misses of 12 (binomial).
  const fewer = [1, 12, 66, 220].reduce((sum, ways) => sum + ways, 0) / 2 ** 12
  expect(defaultWithinYear(1, 0.5, 1, 1)).toBeCloseTo(1 - fewer, 12)
  // Each month of the spell after the first lasts on with .5.
  expect(defaultWithinYear(1, 1, 0.5, 1)).toBeCloseTo(0.125, 12)
})

test('signals: precisions add up; correlated errors count for less', () => {
  const close = (value: number): number => expect.closeTo(value, 10)
  expect(signalWeights(1, 3, 0)).toEqual({ bureau: close(3 / 7), platform: close(1 / 7), variance: close(3 / 7) })
  // Normal equations of the posterior mean, solved by hand: covariance √3 / 2, determinant 9 / 4.
  const covariance = Math.sqrt(3) / 2
  const [bureau, platform] = [(3 - covariance) / 2.25, (1 - covariance) / 2.25]
  const precision = 1 + bureau + platform
  const correlated = { bureau: close(bureau / precision), platform: close(platform / precision) }
  expect(signalWeights(1, 3, 0.5)).toEqual({ ...correlated, variance: close(1 / precision) })
})

test('a file without a score is noisier, no file says nothing', () => {
  const information = { ...DEFAULT_SCENARIO.information, bureauNoiseSd: 1.5, thinFileVariance: 4 }
  expect([0, 1, 2].map((file) => bureauVariance(information, file))).toEqual([Infinity, 9, 2.25])
})
