/** Case 9: without credit the age mix stays that of Table 4 over any horizon, and births replace exits one for one. */
import { describe, expect, test } from 'vitest'
import { ageBandOf, ageStructure } from '../../src/agents/demography.ts'
import {
  chiSquareLimit,
  founded,
  horizon,
  live,
  noNeeds,
  roster,
  scenarioWith,
  scoreLimit,
  size,
  TABLE_4,
  tableFour,
} from './market.ts'

const CONSUMERS = 20_000
const SHARES = Object.values(TABLE_4)
const HORIZONS = [0, 1, 12, 60, 120, 239]

describe('240 months without credit', () => {
  const world = founded(size(CONSUMERS, 31), tableFour, noNeeds, roster({ products: ['electronics'] }), horizon(0, 240))
  const { consumers: c, structure } = world
  const bands = new Map<number, Float64Array>()
  const generationsBefore = Array.from(c.generation)
  let births = 0
  const birthsByMonth: number[] = []
  live(world, 240, () => {
    births += world.tally.market.births
    birthsByMonth.push(world.tally.market.births)
    const count = new Float64Array(5)
    for (let i = 0; i < c.count; i++) count[ageBandOf(world.tick - c.birthTick[i])]++
    bands.set(world.tick, count)
  })

  test.each(HORIZONS)('after %i months the bands are those of Table 4', (month) => {
    const count = bands.get(month)!
    const statistic = SHARES.reduce(
      (sum, share, band) => sum + (count[band] - share * CONSUMERS) ** 2 / (share * CONSUMERS),
      0,
    )
    expect(statistic).toBeLessThan(chiSquareLimit(4, HORIZONS.length))
  })

  test('ages within bands follow the stationary density', () => {
    const count = new Float64Array(62)
    for (let i = 0; i < c.count; i++) count[Math.floor((world.tick - 1 - c.birthTick[i]) / 12)]++
    const expected = new Float64Array(62)
    structure.share.forEach((share, m) => {
      expected[Math.floor(m / 12)] += share * CONSUMERS
    })
    const cells = [...expected.keys()].filter((year) => expected[year] >= 5)
    const statistic = cells.reduce((sum, year) => sum + (count[year] - expected[year]) ** 2 / expected[year], 0)
    expect(cells.length).toBeGreaterThan(40)
    expect(statistic).toBeLessThan(chiSquareLimit(cells.length - 1))
  })

  test('every exit is a birth: slots change hands as often as births were counted', () => {
    let changes = 0
    for (let i = 0; i < c.count; i++) changes += c.generation[i] - generationsBefore[i]
    expect(changes).toBe(births)
    for (let i = 0; i < c.count; i++) expect(c.exitTick[i]).toBeGreaterThanOrEqual(world.tick)
  })

  test('births are as many a month as the share of newborns says', () => {
    // Slots are independent, so the number of changes a slot has a standard error of its own.
    const expected = 239 * structure.share[0]
    const later = birthsByMonth.slice(1).reduce((sum, n) => sum + n, 0)
    let variance = 0
    for (let i = 0; i < c.count; i++) variance += (c.generation[i] - births / CONSUMERS) ** 2 / CONSUMERS
    expect(Math.abs(later / CONSUMERS - expected) / Math.sqrt(variance / CONSUMERS)).toBeLessThan(scoreLimit())
    expect(12 * structure.share[0]).toBeGreaterThan(0.08)
  })

  test('nothing was lent', () => {
    expect(world.industry.lenders[0].ledger.loansFen).toBe(0)
  })
})

test('the density is the table’s in every band, and never rises', () => {
  const { share, survival } = ageStructure(scenarioWith(tableFour).population)
  const bands = new Float64Array(5)
  share.forEach((value, month) => {
    bands[ageBandOf(month)] += value
  })
  SHARES.forEach((value, band) => {
    expect(bands[band]).toBeCloseTo(value, 12)
  })
  for (let m = 1; m < share.length; m++) expect(share[m]).toBeLessThanOrEqual(share[m - 1] * (1 + 1e-9))
  share.forEach((value, m) => {
    expect(survival[m]).toBeCloseTo(value / share[0], 9)
  })
})
