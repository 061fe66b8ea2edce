/** Chance of default within a year against simulated spells of distress. */
import { expect, test } from 'vitest'
import {
  bureauVariance,
  chargeOffGivenDistress,
  defaultWithinYear,
  expectedOdds,
  expectedOddsTable,
  GRADES,
  gradeLogOdds,
  gradeOf,
  missGivenDistress,
  signalWeights,
  unseenLogOdds,
} from '../../src/agents/underwriting.ts'
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

test('a grade’s log-odds are the middle of its interval, and edges belong to the grade above', () => {
  expect(Array.from({ length: GRADES }, (_, grade) => gradeLogOdds(grade))).toEqual([
    -6.75, -6.25, -5.75, -5.25, -4.75, -4.25, -3.75, -3.25, -2.75, -2.25,
  ])
  for (let grade = 1; grade < GRADES; grade++) {
    const edge = gradeLogOdds(grade) - 0.25
    expect([gradeOf(edge - 1e-9), gradeOf(edge), gradeOf(gradeLogOdds(grade))]).toEqual([grade - 1, grade, grade])
  }
  expect([gradeOf(-100), gradeOf(100)]).toEqual([0, 9])
})

test.each([
  [-0.2, 1.2, 0.8],
  [0.5, 2, 0.95],
  [-3, 0, 0.5],
  [0, 0, 1],
])(
  'seven misses in a row, willingness %d and reputation %d, persistence %d',
  (willingness, reputation, persistence) => {
    const repayment = { ...DEFAULT_SCENARIO.repayment, willingness, bureauReputation: reputation }
    for (const seen of [false, true]) {
      const miss = 1 / (1 + Math.exp(willingness + (seen ? reputation : 0)))
      // Chances of 0 to 7 misses while the spell lasts; in its first month the debtor is in distress for certain.
      let missed = [1, 0, 0, 0, 0, 0, 0, 0]
      for (let month = 0; month < 3000; month++) {
        const last = month === 0 ? 1 : persistence
        missed = missed.map((chance, k) =>
          k === 7
            ? chance + last * miss * missed[6]
            : last * (chance * (1 - miss) + (k === 0 ? 0 : miss * missed[k - 1])),
        )
      }
      const found = chargeOffGivenDistress({ ...repayment, distressPersistence: persistence }, seen)
      expect(found).toBeCloseTo(missed[7], 10)
      expect(missGivenDistress(repayment, seen)).toBeCloseTo(miss, 12)
    }
  },
)

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

test('expected odds lie on a line between points, and are held at both ends', () => {
  const squares = Float64Array.from({ length: 221 }, (_, k) => k * k)
  const cases = [
    [-20, 0],
    [-14, 0],
    [-13.95, 0.5],
    [-13.9, 1],
    [-13.85, 2.5],
    [7.95, (219 ** 2 + 220 ** 2) / 2],
    [8, 220 ** 2],
    [9, 220 ** 2],
  ]
  for (const [logOdds, expected] of cases) expect(expectedOdds(squares, logOdds)).toBeCloseTo(expected, 6)
})

test('expected odds of an uncertain estimate, against a sum over a fine grid', () => {
  const [certain, table] = [expectedOddsTable(0), expectedOddsTable(1.5)]
  expect([certain[0], certain[140], certain[220]]).toEqual([-14, 0, 8].map((value) => expect.closeTo(value, 9)))
  for (const point of [0, 60, 120, 140, 220]) {
    const logOdds = -14 + point / 10
    let [bad, good] = [0, 0]
    for (let z = -12; z < 12; z += 0.002) {
      const density = Math.exp((-z * z) / 2)
      bad += density / (1 + Math.exp(-logOdds - 1.5 * z))
      good += density / (1 + Math.exp(logOdds + 1.5 * z))
    }
    expect(table[point]).toBeCloseTo(Math.log(bad / good), 8)
  }
})

test('a default that the bureau will not show ends in charge-off more often', () => {
  const repayment = { ...DEFAULT_SCENARIO.repayment, willingness: 0.3, bureauReputation: 1, distressPersistence: 0.8 }
  const ratio = chargeOffGivenDistress(repayment, false) / chargeOffGivenDistress(repayment, true)
  expect(ratio).toBeGreaterThan(2)
  const added = [1, 0.25, 0].map((shown) => unseenLogOdds(repayment, shown))
  expect(added).toEqual([1, 0.25 + 0.75 * ratio, ratio].map((odds) => expect.closeTo(Math.log(odds), 12)))
  expect(unseenLogOdds({ ...repayment, distressPersistence: 0 }, 0.5)).toBe(0)
})
