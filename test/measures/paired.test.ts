import fc from 'fast-check'
import { expect, test } from 'vitest'
import { holm, pairedEffect } from '../../src/measures/paired.ts'
import { draw, normal, openStream } from '../../src/random/streams.ts'
import { R } from '../fixtures/r/statistics.ts'

test.each(R.effects)('mean, interval, sd and p are those of R’s t.test', ({ values, mean, low, high, sd, p }) => {
  const found = pairedEffect(values)
  for (const [ours, theirs] of [
    [found.mean, mean],
    [found.low, low],
    [found.high, high],
    [found.sd, sd],
    [found.p, p],
  ]) {
    expect(ours / theirs).toBeCloseTo(1, 8)
  }
})

test('the effect size of Lakens’ example of paired data', () => {
  // Mean difference 2 and sd 4 of 30 pairs: d_z = .5, g_z = .5 (1 − 3/115) = .48696.
  const halves = Array.from({ length: 30 }, (_, k) => 2 + (k % 2 === 0 ? 1 : -1) * 4 * Math.sqrt(29 / 30))
  expect(pairedEffect(halves).g).toBeCloseTo(0.486957, 6)
})

test('pairs that are all the same', () => {
  expect(pairedEffect([0, 0, 0])).toMatchObject({ mean: 0, p: 1, g: NaN })
  expect(pairedEffect([2, 2, 2])).toMatchObject({ mean: 2, low: 2, high: 2, p: 0 })
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

// A model with a known effect: outcome = luck of the seed + noise of the arm + effect. Of 4,000 intervals 95 % should
// hold the effect; the standard error of that share is .34 points, so 2 points are nearly six of them.
test.each([
  ['normal', 20],
  ['normal', 5],
  ['skewed', 20],
] as const)('paired intervals hold the truth 95 %% ± 2 (%s noise, %d pairs)', (kind, pairs) => {
  const [stream, words] = [openStream(2023, `coverage/${kind}/${pairs}`), new Int32Array(2)]
  const effect = 0.3
  const [studies, SHIFT] = [4000, Math.exp(0.125)]
  let held = 0
  for (let study = 0; study < studies; study++) {
    const differences = Array.from({ length: pairs }, (_, pair) => {
      const luck = 3 * Math.sin(pair)
      const arm = [0, 1].map((which) => {
        draw(stream, study, pair, which, words)
        const noise = kind === 'normal' ? normal(words[0]) : Math.exp(0.5 * normal(words[0])) - SHIFT
        return luck + noise + (which === 1 ? effect : 0)
      })
      return arm[1] - arm[0]
    })
    const { low, high } = pairedEffect(differences)
    if (low <= effect && effect <= high) held++
  }
  expect(Math.abs(held / studies - 0.95)).toBeLessThan(0.02)
})
