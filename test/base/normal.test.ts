import { expect, test } from 'vitest'
import { normalQuantile } from '../../src/base/math.ts'
import { normalCdf } from '../../src/base/normal.ts'
import { R } from '../fixtures/r/statistics.ts'

test.each(R.normal)('Φ($x) is R’s', ({ x, cdf }) => {
  expect(Math.abs(normalCdf(x) - cdf)).toBeLessThan(1e-15)
})

test('is the inverse of the quantile', () => {
  for (const p of [1e-6, 0.01, 0.3, 0.5, 0.9, 0.9999]) expect(normalCdf(normalQuantile(p))).toBeCloseTo(p, 12)
  expect([normalCdf(-40), normalCdf(40)]).toEqual([0, 1])
})
