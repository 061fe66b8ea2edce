import { expect, test } from 'vitest'
import { numbers, type Table, texts } from '../../src/base/table.ts'
import { freeValues } from '../../src/experiments/calibration.ts'
import { CALIBRATION_RECORDED } from '../../src/experiments/calibration-tables.ts'
import { tableNamed } from '../../src/measures/rows.ts'
import { replicationSeed } from '../../src/random/replication.ts'
import { DEFAULT_SCENARIO } from '../../src/scenarios/parameters.ts'
import { syntheticCalibration } from '../fixtures/synthetic-calibration.ts'
import { luck, type Model } from '../fixtures/toy-model.ts'

/** Targets a, b and c are met in the middle of both ranges. */
const model: Model = ([a = NaN, b = NaN], seed) => {
  const [x = 0, y = 0, z = 0] = luck(seed, 3)
  return [a + 0.01 * x, a + b + 0.01 * y, a * b + 0.01 * z, b]
}
const smm = syntheticCalibration('en', 'smm', model)
const abc = syntheticCalibration('en', 'abc', model)
const column = (tables: readonly Table[], table: string, name: string): number[] => [
  ...numbers(tableNamed(tables, table), name),
]

test('recorded tables are those that a folder is read back by, and their seeds are hashed', () => {
  expect(smm.tables.slice(0, CALIBRATION_RECORDED.length).map(({ name }) => name)).toEqual(
    CALIBRATION_RECORDED.map(({ name }) => name),
  )
  const seeds = column(smm.tables, 'runs', 'seed')
  expect(seeds.slice(0, 2)).toEqual([DEFAULT_SCENARIO.seed, replicationSeed(DEFAULT_SCENARIO.seed, 1)])
  // The points share their seeds; of a posterior each run has its own, but for the closing ones.
  expect(new Set(seeds).size).toBe(8)
  expect(new Set(column(abc.tables, 'runs', 'seed')).size).toBeGreaterThan(300)
})

test('estimates are in the units of the parameters, and lie inside their intervals', () => {
  for (const { tables } of [smm, abc]) {
    const [estimate, low, high] = ['estimate', 'low', 'high'].map((name) => column(tables, 'estimates', name))
    // The middles of 1 … 5 and −2 … 2.
    expect(Math.abs(estimate![0]! - 3)).toBeLessThan(0.4)
    expect(Math.abs(estimate![1]!)).toBeLessThan(0.4)
    for (const [k, value] of estimate!.entries()) {
      expect(value).toBeGreaterThanOrEqual(low![k]!)
      expect(value).toBeLessThanOrEqual(high![k]!)
    }
    expect(column(tables, 'estimates', 'identified')).toEqual([1, 1])
    expect(column(tables, 'estimates', 'start')).toEqual([2, DEFAULT_SCENARIO.choice.borrowing])
  }
  // Ranges worth standard deviations of 0.05 around slopes of 1 in a quarter of the range each: told to about 0.05 × 4.
  const [error] = column(smm.tables, 'estimates', 'error')
  expect(error).toBeGreaterThan(0.1)
  expect(error).toBeLessThan(0.25)
})

test('targets that are not fitted to are told beside the others', () => {
  const fitted = tableNamed(smm.tables, 'fitted')
  expect(texts(fitted, 'target')).toEqual(['a', 'b', 'c', 'd'])
  expect(texts(fitted, 'status')).toEqual(['met', 'met', 'met', 'missed'])
  expect(column(smm.tables, 'targets', 'fitted')).toEqual([1, 1, 1, 0])
  // At the scenario's own values, a quarter of the first range.
  expect(column(smm.tables, 'fitted', 'before')[0]).toBeCloseTo(0.25, 1)
  expect(column(smm.tables, 'fitted', 'runs')).toEqual([8, 8, 8, 8])
})

test('profiles rise from zero; slopes are those of the model over the whole range', () => {
  const rises = column(smm.tables, 'profiles', 'rise')
  expect(Math.min(...rises)).toBe(0)
  expect(column(smm.tables, 'slopes', 'slope').map((x) => Math.round(10 * x) / 10)).toEqual([1, 0, 1, 1, 0.5, 0.5])
})

test('where nothing tells a parameter its error is missing and its interval is its range', () => {
  const { tables } = syntheticCalibration('en', 'smm', ([a = NaN], seed) => model([a, 0.5], seed))
  expect(column(tables, 'estimates', 'error')).toEqual([expect.any(Number), NaN])
  expect(column(tables, 'estimates', 'identified')).toEqual([1, 0])
  expect([column(tables, 'estimates', 'low')[1], column(tables, 'estimates', 'high')[1]]).toEqual([-2, 2])
})

test.each([1, 2, 3, 6, 11])(
  'the posterior of a whole number over %d steps is reported for the values that ran',
  (width) => {
    const [path, low] = ['choice.maxApplications', 1]
    const free = [
      { path, low, high: low + width },
      { path: 'choice.borrowing', low: -2, high: 2 },
    ]
    const ran: Model = ([a = NaN, b = NaN], seed) => {
      const step = freeValues({ free }, [a, b])[path]! - low
      const [x = 0, y = 0, z = 0] = luck(seed, 3)
      return [step / width + 0.2 * x, step / width + b + 0.2 * y, b / 2 + 0.2 * z, b]
    }
    const { tables } = syntheticCalibration('en', 'abc', ran, free)
    const parameter = texts(tableNamed(tables, 'particles'), 'parameter')
    const [value, weight] = ['value', 'weight'].map((name) =>
      column(tables, 'particles', name).filter((_, row) => parameter[row] === path),
    )
    const mean = value!.reduce((sum, x, k) => sum + x * weight![k]!, 0)
    const variance = value!.reduce((sum, x, k) => sum + (x - mean) ** 2 * weight![k]!, 0)
    const [estimate, error, from, to] = ['estimate', 'error', 'low', 'high'].map(
      (name) => column(tables, 'estimates', name)[0]!,
    )
    expect(Math.abs(estimate! - mean)).toBeLessThanOrEqual(0.5)
    expect(error).toBeCloseTo(Math.sqrt(variance), 9)
    for (const value of [estimate, from, to]) expect(Number.isInteger(value)).toBe(true)
    expect([Math.min(...value!) <= from!, to! <= Math.max(...value!)]).toEqual([true, true])
    // What is told as the estimate is what the closing runs ran.
    const stage = texts(tableNamed(tables, 'evaluations'), 'stage')
    const closing = column(tables, 'evaluations', 'value').filter((_, row) => stage[row] === 'estimate')
    expect(closing[0]).toBe(estimate)
    expect(stage.includes('start')).toBe(DEFAULT_SCENARIO.choice.maxApplications <= low + width)
  },
)
