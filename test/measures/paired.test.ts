import fc from 'fast-check'
import { expect, test } from 'vitest'
import { holm, pairedEffect } from '../../src/measures/paired.ts'
import { R } from '../fixtures/r/statistics.ts'

test.each(R.effects)('mean, interval, sd, p and g are those of R', ({ values, mean, low, high, sd, p, g }) => {
  const found = pairedEffect(values)
  for (const [ours, theirs] of [
    [found.mean, mean],
    [found.low, low],
    [found.high, high],
    [found.sd, sd],
    [found.p, p],
    [found.g, g],
  ]) {
    expect(ours / theirs).toBeCloseTo(1, 8)
  }
})

test('the effect size of Lakens’ example of paired data', () => {
  // Mean difference 2 and sd 4 of 30 pairs: d_z = .5; by the usual approximation g_z = .5 (1 − 3/115) = .48696.
  const halves = Array.from({ length: 30 }, (_, k) => 2 + (k % 2 === 0 ? 1 : -1) * 4 * Math.sqrt(29 / 30))
  expect(pairedEffect(halves).g).toBeCloseTo(0.48696, 4)
})

test('pairs that are all the same', () => {
  expect(pairedEffect([0, 0, 0])).toMatchObject({ mean: 0, p: 1, g: NaN })
  expect(pairedEffect([2, 2, 2])).toMatchObject({ mean: 2, low: 2, high: 2, p: 0 })
  expect(pairedEffect([1, 2])).toMatchObject({ runs: 2, mean: 1.5, g: NaN })
  expect(pairedEffect([1, NaN])).toMatchObject({ runs: 1, p: NaN, sd: NaN })
})

test.each(R.holm)('Holm’s correction is that of R’s p.adjust', ({ p, holm: theirs }) => {
  holm(p).forEach((ours, k) => void expect(ours).toBeCloseTo(theirs[k], 12))
})

test('a corrected p is never smaller, keeps the order, and leaves missing ones out', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 30 }), (ps) => {
      const corrected = holm(ps)
      ps.forEach((p, a) => {
        expect(corrected[a]).toBeGreaterThanOrEqual(p)
        ps.forEach((other, b) => {
          if (p < other) expect(corrected[a]).toBeLessThanOrEqual(corrected[b])
        })
      })
    }),
    { numRuns: 200 },
  )
  expect(holm([0.01, NaN, 0.02])).toEqual([0.02, NaN, 0.02])
})
