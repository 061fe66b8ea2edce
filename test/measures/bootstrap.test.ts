import { expect, test } from 'vitest'
import { bootstrapInterval } from '../../src/measures/bootstrap.ts'
import { quantile } from '../../src/measures/quantile.ts'
import { draw, normal, openStream } from '../../src/random/streams.ts'
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
  const [values] = R.bootstrap.map((one) => one.values)
  expect(bootstrapInterval(values)).toEqual(bootstrapInterval(values))
  expect(bootstrapInterval([1, 2, 3, 4])).toEqual({ low: NaN, high: NaN })
  expect(bootstrapInterval([2, 2, 2, 2, 2, 2])).toEqual({ low: NaN, high: NaN })
})

// Known to be short of its level with few values: of 20 normal ones it should hold the truth about 93 % of the time.
test('holds the truth nearly as often as it says', () => {
  const [stream, words] = [openStream(7, 'bootstrap-coverage'), new Int32Array(2)]
  let held = 0
  for (let study = 0; study < 1000; study++) {
    const values = Array.from({ length: 20 }, (_, k) => {
      draw(stream, study, k, 0, words)
      return 1 + normal(words[0])
    })
    const { low, high } = bootstrapInterval(values)
    if (low <= 1 && 1 <= high) held++
  }
  expect(held / 1000).toBeGreaterThan(0.9)
  expect(held / 1000).toBeLessThan(0.97)
})

test.each(R.quantile)('the quantile at $p is R’s', ({ values, p, quantile: theirs }) => {
  expect(quantile(values, p)).toBeCloseTo(theirs, 12)
})
