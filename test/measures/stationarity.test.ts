import { expect, test } from 'vitest'
import { drift, mser5 } from '../../src/measures/stationarity.ts'
import { draw, normal, openStream } from '../../src/random/streams.ts'
import { R } from '../fixtures/r/statistics.ts'

test.each(R.mser)('MSER-5 cuts $cut months, as in R', ({ series, cut }) => {
  expect(mser5(series)).toBe(cut)
})

test('nothing is cut of a flat series, and nothing known of a short one', () => {
  expect(mser5(new Array(60).fill(0.1))).toBe(0)
  expect(mser5([1, 2, 3])).toBeNaN()
  // One that never settles is cut as far as may be.
  expect(mser5(Array.from({ length: 60 }, (_, month) => month))).toBe(30)
  expect(mser5([...new Array(59).fill(1), NaN])).toBeNaN()
})

test('drift is found where there is one, and at its level where there is none', () => {
  const [stream, words] = [openStream(3, 'drift'), new Int32Array(2)]
  let found = 0
  for (let study = 0; study < 400; study++) {
    const runs = Array.from({ length: 8 }, (_, run) => {
      // Months of one run hang together.
      let level = 0
      return Array.from({ length: 40 }, (_, month) => {
        draw(stream, study, run, month, words)
        level = 0.8 * level + normal(words[0])
        return level
      })
    })
    if (drift(runs).p < 0.05) found++
    const rising = runs.map((series) => series.map((value, month) => value + 0.5 * month))
    expect(drift(rising).mean - drift(runs).mean).toBeCloseTo(10, 9)
  }
  // 5 % of 400 is 20, with a standard error of 4.4.
  expect(found).toBeGreaterThan(6)
  expect(found).toBeLessThan(34)
})
