/** ROC, AUC, its error, and calibration on counts with known answers. */
import { expect, test } from 'vitest'
import { SCORES } from '../../src/measures/records.ts'
import { areaUnder, aucError, qualityOf, rocCurve, type ScoreBin, scoreQuality } from '../../src/measures/scores.ts'
import { type Row, tableOf } from '../fixtures/synthetic-record.ts'

const bin = (from: number, loans: number, defaulted: number, expected = 0): ScoreBin => ({
  from,
  loans,
  defaulted,
  expected,
  priced: 2 * expected,
})

/** The chance that a bad loan has the higher score than a good one, ties half, pair by pair. */
function pairs(bins: readonly ScoreBin[]): number {
  let [wins, all] = [0, 0]
  for (const a of bins) {
    for (const b of bins) {
      const count = a.defaulted * (b.loans - b.defaulted)
      all += count
      wins += count * (a.from > b.from ? 1 : a.from === b.from ? 0.5 : 0)
    }
  }
  return wins / all
}

test('the area under the curve is the share of pairs ranked right, ties counting half', () => {
  const bins = [bin(-5, 400, 4), bin(-4, 300, 9), bin(-3, 200, 20), bin(-2, 50, 12)]
  expect(areaUnder(rocCurve(bins))).toBeCloseTo(pairs(bins), 12)
  expect(areaUnder(rocCurve([bin(-5, 100, 0), bin(-2, 50, 50)]))).toBe(1)
  expect(areaUnder(rocCurve([bin(-5, 50, 50), bin(-2, 100, 0)]))).toBe(0)
  expect(areaUnder(rocCurve([bin(-5, 100, 7)]))).toBe(0.5)
  expect(areaUnder(rocCurve([bin(-5, 100, 0)]))).toBeNaN()
})

test('its standard error is that of Hanley & McNeil, by hand and by their limits', () => {
  // A = .5 with one bad and one good: q1 = q2 = 1/3, so √(.25) = .5, the spread of a coin.
  expect(aucError(0.5, 1, 1)).toBeCloseTo(0.5, 12)
  // A = .9, 50 bad, 150 good: q1 = .81818, q2 = .85263.
  const square = 0.81
  const variance = (0.9 * 0.1 + 49 * (0.9 / 1.1 - square) + 149 * (1.62 / 1.9 - square)) / 7500
  expect(aucError(0.9, 50, 150)).toBeCloseTo(Math.sqrt(variance), 12)
  expect(aucError(0.9, 200, 600)).toBeLessThan(aucError(0.9, 50, 150))
})

test('quality is taken over all loans, by knowledge and by file; calibration is defaults over expected ones', () => {
  const rows: Row[] = [
    { knowledge: 'platform', file: 'none', scoreFrom: -4, loans: 100, defaulted: 2, expected: 4, priced: 8 },
    { knowledge: 'platform', file: 'none', scoreFrom: -3, loans: 50, defaulted: 6, expected: 5, priced: 10 },
    { knowledge: 'platform', file: 'scored', scoreFrom: -4, loans: 10, defaulted: 1, expected: 1, priced: 1 },
    { knowledge: 'bureau', file: 'scored', scoreFrom: -5, loans: 200, defaulted: 1, expected: 2, priced: 2 },
  ]
  const found = scoreQuality([tableOf(SCORES, rows)])
  expect(found.map(({ knowledge, file, loans }) => [knowledge, file, loans])).toEqual([
    ['all', 'all', 360],
    ['platform', 'all', 160],
    ['platform', 'none', 150],
    ['platform', 'scored', 10],
    ['bureau', 'all', 200],
    ['bureau', 'scored', 200],
  ])
  expect(found[1].calibration).toBeCloseTo(9 / 10, 12)
  expect(found[1].pricedRate).toBeCloseTo(19 / 160, 12)
  expect(found[1].auc).toBeCloseTo(pairs([bin(-4, 110, 3), bin(-3, 50, 6)]), 12)
  expect(found[4].auc).toBe(0.5)
})

test('intervals hold the true area in nineteen of twenty samples', () => {
  // Scores of bad loans have twice the weight of the next bin: areas known by `pairs` on expected counts.
  const goods = [0.5, 0.3, 0.2]
  const bads = [0.2, 0.3, 0.5]
  const truth = pairs(goods.map((share, k) => bin(k, 1000 * share + 1000 * bads[k], 1000 * bads[k])))
  let state = 7
  const next = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 4294967296
  }
  const pick = (shares: readonly number[]): number => {
    const u = next()
    return u < shares[0] ? 0 : u < shares[0] + shares[1] ? 1 : 2
  }
  let covered = 0
  for (let sample = 0; sample < 400; sample++) {
    const counts = goods.map(() => ({ loans: 0, defaulted: 0 }))
    for (let k = 0; k < 300; k++) counts[pick(goods)].loans++
    for (let k = 0; k < 60; k++) {
      const of = pick(bads)
      counts[of].loans++
      counts[of].defaulted++
    }
    const { aucLow, aucHigh } = qualityOf(
      'all',
      'all',
      counts.map((of, k) => bin(k, of.loans, of.defaulted)),
    )
    if (aucLow <= truth && truth <= aucHigh) covered++
  }
  // Ties make the interval a little too wide.
  expect(covered / 400).toBeGreaterThan(0.93)
})
