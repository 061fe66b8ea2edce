/** Chance of default within a year against simulated spells of trouble. */
import { expect, test } from 'vitest'
import { defaultWithinYear } from '../../src/agents/underwriting.ts'
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
