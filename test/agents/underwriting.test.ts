/** Chance of default within a year against simulated spells of trouble. */
import { expect, test } from 'vitest'
import {
  chargeOffGivenTrouble,
  defaultWithinYear,
  GRADES,
  gradeLogOdds,
  gradeOf,
  missGivenTrouble,
} from '../../src/agents/underwriting.ts'
import { DEFAULT_SCENARIO } from '../../src/scenarios/parameters.ts'
import { luck } from '../verification/market.ts'

const CASES = [
  { trouble: 0.03, miss: 0.3, persistence: 0.85, term: 12 },
  { trouble: 0.2, miss: 0.6, persistence: 0.9, term: 3 },
  { trouble: 0.5, miss: 1, persistence: 1, term: 24 },
  { trouble: 0.1, miss: 0.5, persistence: 0, term: 12 },
]

test.each(CASES)('%o', ({ trouble, miss, persistence, term }) => {
  const random = luck(5)
  const people = 60_000
  let defaulted = 0
  for (let i = 0; i < people; i++) {
    let inTrouble = false
    let missed = 0
    for (let month = 1; month <= 12 && missed < 4; month++) {
      if (inTrouble) inTrouble = random() < persistence
      else inTrouble = month <= term && random() < trouble
      if (!inTrouble) missed = 0
      else if (random() < miss) missed++
    }
    if (missed === 4) defaulted++
  }
  const expected = defaultWithinYear(trouble, miss, persistence, term)
  const error = Math.sqrt((expected * (1 - expected)) / people) + 1e-9
  // A spell of trouble that ends leaves a month in which the next one cannot begin, as in the market.
  expect(Math.abs(defaulted / people - expected) / error).toBeLessThan(4.5)
})

test('nobody defaults who never gets into trouble or never misses', () => {
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
      // Chances of 0 to 7 misses while the spell lasts; in its first month the debtor is in trouble for certain.
      let missed = [1, 0, 0, 0, 0, 0, 0, 0]
      for (let month = 0; month < 3000; month++) {
        const last = month === 0 ? 1 : persistence
        missed = missed.map((chance, k) =>
          k === 7
            ? chance + last * miss * missed[6]
            : last * (chance * (1 - miss) + (k === 0 ? 0 : miss * missed[k - 1])),
        )
      }
      const found = chargeOffGivenTrouble({ ...repayment, troublePersistence: persistence }, seen)
      expect(found).toBeCloseTo(missed[7], 10)
      expect(missGivenTrouble(repayment, seen)).toBeCloseTo(miss, 12)
    }
  },
)
