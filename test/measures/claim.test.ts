import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  differenceOf,
  extremes,
  type Group,
  judge,
  LEAST_CASES,
  LEAST_RUNS,
  meanOfCases,
  peakOf,
  proportion,
  signOf,
  trendOf,
  weightedCases,
} from '../../src/measures/claim.ts'
import { draw, openStream, uniform } from '../../src/random/streams.ts'

/** Uniform numbers of one seed, one after the other. */
function numbersFrom(seed: number): () => number {
  const stream = openStream(seed, 'claims')
  const words = new Int32Array(2)
  let count = 0
  return () => {
    draw(stream, count++, 0, 0, words)
    return uniform(words[0])
  }
}

test('Wilson intervals are those of R (prop.test without correction)', () => {
  // prop.test(65, 100, correct = FALSE)$conf.int; prop.test(0, 20, correct = FALSE)$conf.int
  const some = proportion(0.65, 100)
  expect(some.low).toBeCloseTo(0.5525444, 6)
  expect(some.high).toBeCloseTo(0.7363576, 6)
  const none = proportion(0, 20)
  expect(none.low).toBe(0)
  expect(none.high).toBeCloseTo(0.1611252, 6)
  expect(proportion(0.5, 0)).toEqual({ value: NaN, low: NaN, high: NaN, n: 0 })
})

test('the difference of two shares has the interval of Newcombe (1998, method 10)', () => {
  // His example 56/70 against 48/80: 0.2, 0.0524 to 0.3339.
  const { value, low, high } = differenceOf(proportion(56 / 70, 70), proportion(48 / 80, 80))
  expect(value).toBeCloseTo(0.2, 10)
  expect(low).toBeCloseTo(0.0524, 4)
  expect(high).toBeCloseTo(0.3339, 4)
})

test('intervals hold the estimate, narrow with cases and widen with the number of comparisons', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.integer({ min: 1, max: 1e6 }),
      fc.integer({ min: 2, max: 60 }),
      (share, n, count) => {
        const [one, more, many] = [proportion(share, n), proportion(share, 4 * n), proportion(share, n, count)]
        expect(one.low).toBeLessThanOrEqual(share + 1e-12)
        expect(one.high).toBeGreaterThanOrEqual(share - 1e-12)
        expect(more.high - more.low).toBeLessThan(one.high - one.low)
        expect(many.high - many.low).toBeGreaterThanOrEqual(one.high - one.low)
      },
    ),
  )
})

test('of groups that are alike, hardly one sample in twenty names any of them', () => {
  const next = numbersFrom(1)
  const samples = 400
  let wrong = 0
  for (let sample = 0; sample < samples; sample++) {
    const groups = Array.from({ length: 8 }, (): Group => {
      let hits = 0
      for (let k = 0; k < 200; k++) if (next() < 0.3) hits++
      return { name: '', ...proportion(hits / 200, 200, 8) }
    })
    if (extremes(groups).highest.length < 8) wrong++
  }
  expect(wrong / samples).toBeLessThan(0.05)
})

test('a group that is far above the others is named; one with few cases is not', () => {
  const group = (name: string, share: number, n: number): Group => ({ name, ...proportion(share, n, 4) })
  const groups = [group('a', 0.9, 400), group('b', 0.5, 400), group('c', 0.48, 400), group('few', 1, LEAST_CASES - 1)]
  const { judged, highest, lowest } = extremes(groups)
  expect(judged.map(({ name }) => name)).toEqual(['a', 'b', 'c'])
  expect(highest.map(({ name }) => name)).toEqual(['a'])
  expect(lowest.map(({ name }) => name)).toEqual(['c', 'b'])
  expect(extremes(groups.slice(0, 1)).highest).toEqual([])
})

test('a difference is clear of nothing without cases or without an interval', () => {
  expect(signOf(differenceOf(proportion(0.9, 500), proportion(0.1, 500)))).toBe('more')
  expect(signOf(differenceOf(proportion(0.1, 500), proportion(0.9, 500)))).toBe('less')
  expect(signOf(differenceOf(proportion(0.5, 500), proportion(0.5, 500)))).toBe('unclear')
  expect(signOf(differenceOf(proportion(0.9, 500), proportion(0.1, LEAST_CASES - 1)))).toBe('unclear')
  expect(signOf({ value: 1, low: NaN, high: NaN, n: 1e6 })).toBe('unclear')
})

test('a peak is a stretch of places, and a flat curve or two equal hills have none', () => {
  const curve = (values: readonly number[], sd: number): Parameters<typeof peakOf>[0] =>
    values.map((value, at) => ({ at, ...meanOfCases(value, sd, 400, values.length) }))
  const hill = [1, 2, 3, 4, 5, 6, 5.9, 4, 3, 2, 1]
  expect(peakOf(curve(hill, 1))).toMatchObject({ from: 5, to: 6, top: { at: 5 } })
  expect(peakOf(curve(hill, 0.1))).toMatchObject({ from: 5, to: 5 })
  expect(peakOf(curve(hill, 100))).toBeUndefined()
  expect(peakOf(curve([1, 6, 1, 1, 1, 1, 1, 1, 5.95, 1], 1))).toBeUndefined()
  expect(peakOf(curve([3, 4], 0.01))).toBeUndefined()
})

test('a trend is told where every fifth of the period lies beyond the one before', () => {
  const months = Array.from({ length: 60 }, (_, month) => month)
  expect(trendOf(months)).toBe('rises')
  expect(trendOf(months.map((month) => -month))).toBe('falls')
  expect(trendOf(months.map((month) => month % 12))).toBe('none')
  expect(trendOf(months.map(() => 4))).toBe('none')
  expect(trendOf([1, 2, 3, 4, 5, 6, 7, 8, 9])).toBe('short')
  expect(trendOf([NaN, ...Array.from({ length: 10 }, (_, k) => k)])).toBe('rises')
  expect(trendOf([])).toBe('short')
})

test('series without order have a trend once in sixty times', () => {
  const next = numbersFrom(2)
  const samples = 6000
  let told = 0
  for (let sample = 0; sample < samples; sample++) if (trendOf(Array.from({ length: 10 }, next)) !== 'none') told++
  // Binomial with mean 100 and standard deviation 10: outside this once in some 10,000 seeds.
  expect(Math.abs(told - samples / 60)).toBeLessThan(40)
})

test('below five runs nothing is judged, and from there on by Holm', () => {
  expect(judge([0.001, 0.001], LEAST_RUNS - 1)).toEqual({ judged: 0, clear: [], tooFew: true })
  expect(judge([0.04, 0.02, 0.001, NaN], LEAST_RUNS)).toEqual({ judged: 3, clear: [0, 1, 2], tooFew: false })
  expect(judge([0.04, 0.03, 0.001], LEAST_RUNS)).toEqual({ judged: 3, clear: [2], tooFew: false })
})

test('borrowers count for a quarter where money is shared', () => {
  expect(weightedCases(1000)).toBe(250)
})
