import { expect, test } from 'vitest'
import { chiSquareTail } from '../../src/base/chi-square.ts'

// Critical values of any table of the distribution.
test.each([
  [3.841458820694124, 1, 0.05],
  [5.991464547107979, 2, 0.05],
  [7.814727903251179, 3, 0.05],
  [16.91897760462045, 9, 0.05],
  [23.209251158954356, 10, 0.01],
  [0.3518463177492717, 3, 0.95],
])('P(X > %f) with %i degrees is %f', (x, degrees, tail) => {
  expect(chiSquareTail(x, degrees)).toBeCloseTo(tail, 12)
})

test('ends, and no degrees of freedom', () => {
  expect([chiSquareTail(0, 4), chiSquareTail(-1, 4)]).toEqual([1, 1])
  expect(chiSquareTail(1e4, 3)).toBe(0)
  expect(chiSquareTail(1, 0)).toBeNaN()
})
