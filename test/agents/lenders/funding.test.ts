/** Verification case of model-2 §8 (7): scarce capital refuses exactly the worst. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fundedChance, fundedGrades } from '../../../src/agents/lenders/funding.ts'

test.each([
  [100, [10, 20, 30], Infinity],
  [60, [10, 20, 30], Infinity],
  [59, [10, 20, 30], 2 + 29 / 30],
  [30, [10, 20, 30], 2],
  [15, [10, 20, 30], 1.25],
  [0, [10, 20, 30], 0],
  [-5, [0, 20, 30], 0],
  [0, [0, 0, 0], Infinity],
])('headroom %d of %j funds up to grade %d', (headroom, approvable, expected) => {
  expect(fundedGrades(headroom, approvable)).toBe(expected)
})

test('what is funded exhausts the headroom, and nobody is funded while a better grade is not', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 10_000 }),
      fc.array(fc.integer({ min: 0, max: 2_000 }), { minLength: 1, maxLength: 32 }),
      (headroom, approvable) => {
        const funded = fundedGrades(headroom, approvable)
        const chances = approvable.map((_, grade) => fundedChance(funded, grade))
        const lent = approvable.reduce((sum, fen, grade) => sum + fen * chances[grade], 0)
        const all = approvable.reduce((sum, fen) => sum + fen, 0)
        expect(lent).toBeCloseTo(Math.min(headroom, all), 6)
        for (let grade = 1; grade < chances.length; grade++) {
          if (chances[grade] > 0 && approvable[grade - 1] > 0) expect(chances[grade - 1]).toBe(1)
        }
      },
    ),
    { seed: 11, numRuns: 500 },
  )
})
