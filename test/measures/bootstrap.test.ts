import { expect, test } from 'vitest'
import { bcaEnds, bootstrapInterval } from '../../src/measures/bootstrap.ts'
import { quantile } from '../../src/measures/quantile.ts'
import { R } from '../fixtures/r/statistics.ts'

// R's ends have a Monte-Carlo error of their own (100,000 resamples); ours, of 2,000, is larger: 2 % of the width.
test.each(R.bootstrap)('the BCa interval is that of R’s boot.ci', ({ values, low, high }) => {
  const many = bootstrapInterval(values, 50_000)
  expect(Math.abs(many.low - low) / (high - low)).toBeLessThan(0.015)
  expect(Math.abs(many.high - high) / (high - low)).toBeLessThan(0.015)
  const usual = bootstrapInterval(values)
  expect(Math.abs(usual.low - low) / (high - low)).toBeLessThan(0.06)
  expect(Math.abs(usual.high - high) / (high - low)).toBeLessThan(0.06)
})

test('the same values give the same ends; few or equal ones give none', () => {
  const [{ values }] = R.bootstrap
  expect(bootstrapInterval(values)).toEqual(bootstrapInterval(values))
  expect(bootstrapInterval([1, 2, 3, 4])).toEqual({ low: NaN, high: NaN })
  expect(bootstrapInterval([2, 2, 2, 2, 2, 2])).toEqual({ low: NaN, high: NaN })
})

test.each(R.bca)('from the same resamples come the ends that R’s boot.ci gives', ({ values, means, ends }) => {
  const found = bcaEnds(values, means)
  for (const [k, end] of ends.entries()) expect(found[k]).toBeCloseTo(end, 9)
})

test('values of the other sign have the interval of the other sign', () => {
  for (const { values } of R.effects.filter((one) => one.values.length >= 5)) {
    const [{ low, high }, other] = [bootstrapInterval(values), bootstrapInterval(values.map((value) => -value))]
    expect(other.low).toBeCloseTo(-high, 9)
    expect(other.high).toBeCloseTo(-low, 9)
  }
})

test.each(R.quantile)('the quantile at $p is R’s', ({ values, p, quantile: theirs }) => {
  expect(quantile(values, p)).toBeCloseTo(theirs, 12)
})
