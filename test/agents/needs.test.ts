import { describe, expect, test } from 'vitest'
import { amountBandOf, idealChannel, needAmountFen, needTable, purposeOf } from '../../src/agents/needs.ts'
import { NICHE_CELLS } from '../../src/base/cells.ts'
import { PURPOSES } from '../../src/base/vocabulary.ts'
import { nicheOf } from '../../src/market/live.ts'
import { draw, openStream, uniform } from '../../src/random/streams.ts'
import {
  chiSquareLimit,
  founded,
  horizon,
  live,
  roster,
  scenarioWith,
  scoreLimit,
  size,
  tableFour,
} from '../verification/market.ts'

/** Table 3 of the paper. */
const TABLE_3 = { shopping: 0.801, education: 0.048, rent: 0.043, renovation: 0.039, travel: 0.027, other: 0.042 }
const MEDIANS = { shopping: 900, education: 3500, rent: 2500, renovation: 10_000, travel: 2000, other: 3500 }

const scenario = scenarioWith(tableFour, ({ needs }) => {
  needs.share = { ...TABLE_3 }
  needs.median = { ...MEDIANS }
  for (const purpose of PURPOSES) needs.sd[purpose] = 0.8
  needs.maxAmount = 50_000
  needs.arrival = { youth: 0.2, middle: 0.1, old: 0.02 }
})
const table = needTable(scenario, 744)

test('purposes are drawn by Table 3 and amounts are lognormal below the cap', () => {
  const stream = openStream(5, 'test')
  const words = new Int32Array(2)
  const draws = 200_000
  const counts = new Float64Array(6)
  const below = new Float64Array(6)
  let outside = 0
  for (let k = 0; k < draws; k++) {
    draw(stream, k, 0, 0, words)
    const purpose = purposeOf(table, uniform(words[0]))
    const fen = needAmountFen(table, purpose, words[1])
    if (!Number.isInteger(fen) || fen < 100 || fen > 5_000_000) outside++
    counts[purpose]++
    if (fen < MEDIANS[PURPOSES[purpose]] * 100) below[purpose]++
  }
  expect(outside).toBe(0)
  const statistic = PURPOSES.reduce(
    (sum, purpose, k) => sum + (counts[k] - draws * TABLE_3[purpose]) ** 2 / (draws * TABLE_3[purpose]),
    0,
  )
  expect(statistic).toBeLessThan(chiSquareLimit(5))
  below.forEach((half, k) => {
    expect(Math.abs(half - counts[k] / 2) / Math.sqrt(counts[k] / 4)).toBeLessThan(scoreLimit(6))
  })
})

test('purposes partition the unit interval', () => {
  expect(purposeOf(table, 0)).toBe(0)
  expect(purposeOf(table, 0.8009)).toBe(0)
  expect(purposeOf(table, 0.8011)).toBe(1)
  expect(purposeOf(table, 1 - 1e-12)).toBe(5)
})

test('arrivals in a month are those of a Poisson stream, by stage of life', () => {
  expect(table.arrival[0]).toBeCloseTo(1 - Math.exp(-0.2), 12)
  expect(table.arrival[12 * 12 - 1]).toBeCloseTo(1 - Math.exp(-0.2), 12)
  expect(table.arrival[12 * 12]).toBeCloseTo(1 - Math.exp(-0.1), 12)
  expect(table.arrival[32 * 12]).toBeCloseTo(1 - Math.exp(-0.02), 12)
})

test('a run’s needs are as many and as spread as the table says', () => {
  const world = founded(size(8000, 3), tableFour, roster({ products: ['student'] }), horizon(0, 24), (draft) => {
    draft.needs = { ...draft.needs, ...structuredClone(scenario.needs) }
  })
  const { structure, tally } = world
  let expected = 0
  structure.share.forEach((share, m) => {
    expected += share * table.arrival[m]
  })
  const purposes = new Float64Array(6)
  let total = 0
  live(world, 24, () => {
    const { potential } = tally.niches
    let month = 0
    for (let niche = 0; niche < NICHE_CELLS; niche++) {
      purposes[Math.floor(niche / 20)] += potential[niche]
      month += potential[niche]
    }
    expect(month).toBe(tally.market.needs)
    total += month
  })
  const people = 8000 * 24
  // Ages vary about the stationary mix, which adds a little to the binomial error: allowed for by half as much again.
  expect(Math.abs(total - people * expected) / Math.sqrt(people * expected)).toBeLessThan(1.5 * scoreLimit())
  const statistic = PURPOSES.reduce(
    (sum, purpose, k) => sum + (purposes[k] - total * TABLE_3[purpose]) ** 2 / (total * TABLE_3[purpose]),
    0,
  )
  expect(statistic).toBeLessThan(chiSquareLimit(5))
})

describe('niches', () => {
  test('amount bands have their edges at 1,000, 5,000 and 20,000 yuan', () => {
    const edges = [1, 99_999, 100_000, 499_999, 500_000, 1_999_999, 2_000_000]
    expect(edges.map(amountBandOf)).toEqual([0, 0, 1, 1, 2, 2, 3])
  })

  test('each combination of purpose, amount and age has a cell of its own', () => {
    const cells = new Set<number>()
    for (let purpose = 0; purpose < 6; purpose++) {
      for (const fen of [50_000, 200_000, 900_000, 3_000_000]) {
        for (const age of [0, 24, 144, 264, 384]) cells.add(nicheOf(purpose, fen, age))
      }
    }
    expect(cells.size).toBe(NICHE_CELLS)
    expect(Math.max(...cells)).toBe(NICHE_CELLS - 1)
  })
})

test('the channel asked for goes from app at 18 to branch at 80', () => {
  expect(idealChannel(0)).toBe(0)
  expect(idealChannel(31 * 12)).toBe(0.5)
  expect(idealChannel(62 * 12)).toBe(1)
  expect(idealChannel(70 * 12)).toBe(1)
})

test('no need is below one yuan, however low the median', () => {
  const low = needTable(
    scenarioWith(tableFour, ({ needs }) => {
      needs.median.shopping = 0.01
      needs.sd.shopping = 0.01
    }),
    1,
  )
  expect(needAmountFen(low, 0, 0)).toBe(100)
})
