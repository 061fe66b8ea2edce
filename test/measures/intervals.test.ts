import { expect, test } from 'vitest'
import { meanInterval } from '../../src/measures/intervals.ts'

test('the interval of a textbook sample', () => {
  // Mean 5, standard deviation √2.5, t(4) = 2.776.
  const { runs, mean, low, high } = meanInterval([3, 4, 5, 6, 7])
  expect([runs, mean]).toEqual([5, 5])
  expect(high - mean).toBeCloseTo(2.7764451 * Math.sqrt(2.5 / 5), 6)
  expect(mean - low).toBeCloseTo(high - mean, 12)
})

test('what is missing is left out, and one value has no interval', () => {
  expect(meanInterval([NaN, 2, Infinity, 4]).runs).toBe(2)
  expect(meanInterval([7])).toEqual({ runs: 1, mean: 7, low: NaN, high: NaN })
  expect(meanInterval([])).toEqual({ runs: 0, mean: NaN, low: NaN, high: NaN })
  expect(meanInterval([2, 2, 2])).toEqual({ runs: 3, mean: 2, low: 2, high: 2 })
})
