import fc from 'fast-check'
import { expect, test } from 'vitest'
import { lineThrough } from '../../src/node/line-fit.ts'

const POSITIVE = fc.double({ min: 0.01, max: 1000, noNaN: true })

test('a line is found again, over orders of magnitude', () => {
  fc.assert(
    fc.property(POSITIVE, POSITIVE, (fixed, slope) => {
      const found = lineThrough([1, 10, 100].map((x) => [x, fixed + slope * x] as const))!
      expect(found.fixed / fixed).toBeCloseTo(1, 6)
      expect(found.slope / slope).toBeCloseTo(1, 6)
    }),
  )
})

test('an error counts by its part of what was measured', () => {
  // The large one is 10 % off, the two small ones lie on y = 10 + x: they hold the fixed part.
  const { fixed } = lineThrough([
    [1, 11],
    [10, 20],
    [1000, 1111],
  ])!
  expect(fixed).toBeGreaterThan(9)
  expect(fixed).toBeLessThan(11)
})

test('one size tells of no slope', () => {
  expect(lineThrough([])).toBeNull()
  expect(lineThrough([[5, 1]])).toBeNull()
  expect(lineThrough([5, 5].map((x) => [x, 1] as const))).toBeNull()
})
