import { expect, test } from 'vitest'
import { detectableEffect, pairedPower, pairsNeeded } from '../../src/measures/power.ts'
import { R } from '../fixtures/r/statistics.ts'

test.each(R.power)(
  '$n pairs and an effect of $effect sd have the power of R’s power.t.test',
  ({ n, effect, power }) => {
    expect(pairedPower(n, effect, 1)).toBeCloseTo(power, 8)
  },
)

test.each(R.needed)('an effect of $effect sd takes as many pairs as R says', ({ effect, n }) => {
  expect(pairsNeeded(effect, 1)).toBe(Math.ceil(n))
})

test.each(R.detectable)('$n pairs find an effect of as many sd as R says', ({ n, effect }) => {
  expect(detectableEffect(n, 1)).toBeCloseTo(effect, 6)
  expect(detectableEffect(n, 0.03) / 0.03).toBeCloseTo(effect, 6)
})

test.each(R.corrected)(
  'an effect of $effect sd takes as many pairs at the level $level as R says',
  ({ effect, level, n }) => {
    expect(pairsNeeded(effect, 1, level)).toBe(Math.ceil(n))
  },
)

test('power depends on the effect in standard deviations alone, and on its size alone', () => {
  expect(pairedPower(12, 0.02, 0.05)).toBeCloseTo(pairedPower(12, 4, 10), 12)
  expect(pairedPower(12, -0.4, 1)).toBe(pairedPower(12, 0.4, 1))
  expect(pairedPower(12, 0, 1)).toBeCloseTo(0.05, 8)
})

test('what cannot be known or reached', () => {
  expect(pairedPower(1, 1, 1)).toBeNaN()
  expect(detectableEffect(1, 1)).toBeNaN()
  expect(pairsNeeded(0, 1)).toBeNull()
  expect(pairsNeeded(0.001, 1, 0.05, 1000)).toBeNull()
})
