import fc from 'fast-check'
import { expect, test } from 'vitest'
import { gini, headCount, leastSquares, longTail, rankNiches, rankSlope } from '../../src/measures/long-tail.ts'
import { NICHES } from '../../src/measures/records.ts'
import { type Row, syntheticRecord, tableOf } from '../fixtures/synthetic-record.ts'

const counts = fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 1, maxLength: 60 })

test('the head is the smallest set that holds the share', () => {
  expect(headCount([50, 30, 15, 5])).toBe(2)
  expect(headCount([50, 29, 16, 5])).toBe(3)
  expect(headCount([0, 0])).toBe(0)
  expect(headCount([7], 1)).toBe(1)
})

test('Gini of equals is 0, of one who has all (n − 1)/n, of a known list known', () => {
  expect(gini([4, 4, 4, 4])).toBeCloseTo(0, 14)
  expect(gini([0, 0, 0, 9])).toBeCloseTo(0.75, 14)
  // 1, 2, 3: mean absolute difference 8/9 over twice the mean 4.
  expect(gini([3, 1, 2])).toBeCloseTo(2 / 9, 14)
  expect(gini([0, 0])).toBeNaN()
})

test('Gini ignores order and scale', () => {
  fc.assert(
    fc.property(counts, fc.integer({ min: 2, max: 9 }), (values, factor) => {
      const own = gini(values)
      const other = gini([...values].reverse().map((value) => value * factor))
      if (Number.isNaN(own)) expect(other).toBeNaN()
      else {
        expect(other).toBeCloseTo(own, 10)
        expect(own).toBeGreaterThanOrEqual(-1e-12)
        expect(own).toBeLessThan(1)
      }
    }),
  )
})

test("Zipf's law gives its exponent as the slope", () => {
  const ranks = Array.from({ length: 50 }, (_, k) => k + 1)
  expect(rankSlope(ranks.map((rank) => 1e6 / rank))).toBeCloseTo(1, 10)
  expect(rankSlope(ranks.map((rank) => 1e6 / (rank * rank)))).toBeCloseTo(2, 10)
  expect(rankSlope([0, 5, 0, 5, 5])).toBeCloseTo(0, 12)
  expect(rankSlope([3])).toBeNaN()
})

test('least squares finds a line', () => {
  const { slope, intercept } = leastSquares([0, 1, 2], [1, 3, 5])
  expect(slope).toBeCloseTo(2, 12)
  expect(intercept).toBeCloseTo(1, 12)
})

/** Four niches of one purpose; a month of burn-in that must not count. */
function fourNiches(): Row[] {
  const niche = (ageBand: string, month: number, potential: number, demanded: number, served: number): Row => ({
    month,
    purpose: 'shopping',
    amountBand: '<1k',
    ageBand,
    potential,
    potentialYuan: potential * 100,
    demanded,
    demandedYuan: demanded * 100,
    served,
    servedYuan: served * 50,
  })
  return [
    niche('20-30', -1, 1000, 1000, 1000),
    niche('<20', 0, 8, 5, 1),
    niche('20-30', 0, 30, 20, 15),
    niche('20-30', 1, 30, 20, 15),
    niche('30-40', 0, 25, 20, 8),
    niche('40-50', 0, 7, 5, 0),
  ]
}

test('head, tail, reach and shares by hand', () => {
  const niches = rankNiches([tableOf(NICHES, fourNiches())])
  expect(niches.map(({ ageBand, rank, head }) => [ageBand, rank, head])).toEqual([
    ['20-30', 1, true],
    ['30-40', 2, true],
    ['<20', 3, false],
    ['40-50', 4, false],
  ])
  const found = longTail(niches)
  expect(found.niches).toBe(4)
  expect(found.headNiches).toBe(2)
  expect(found.unservedNiches).toBe(1)
  expect(found.tailServed).toBe(0.1)
  expect(found.tailServedYuan).toBe(0.05)
  expect(found.headServed).toBeCloseTo(38 / 60, 14)
  expect(found.tailShare).toBeCloseTo(1 / 39, 14)
})

test('head and tail do not depend on what was served', () => {
  const all = rankNiches([tableOf(NICHES, fourNiches())])
  const none = rankNiches([
    tableOf(
      NICHES,
      fourNiches().map((row) => ({ ...row, served: 0, servedYuan: 0 })),
    ),
  ])
  expect(none.map(({ ageBand, head }) => [ageBand, head])).toEqual(all.map(({ ageBand, head }) => [ageBand, head]))
})

test('a market without demand has nothing to say, and says so', () => {
  const found = longTail(rankNiches(syntheticRecord(undefined, 0)))
  expect(found.niches).toBe(0)
  expect(found.tailServed).toBeNaN()
  expect(found.giniServed).toBeNaN()
})
