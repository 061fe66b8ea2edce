import { expect, test } from 'vitest'
import { numbers, type Table, texts } from '../../src/base/table.ts'
import { tableNamed } from '../../src/measures/rows.ts'
import { derivedSensitivityTables, SENSITIVITY_RECORDED } from '../../src/measures/sensitivity-tables.ts'
import { syntheticAnalysis, THREE_FACTORS } from '../fixtures/synthetic-analysis.ts'

const PATHS = THREE_FACTORS.map(({ path }) => path)

function rowsOf(table: Table, names: readonly string[]): unknown[][] {
  const columns = names.map((name) => table.columns.find((column) => column.name === name)!.values)
  return Array.from({ length: table.rows }, (_, row) => columns.map((values) => values[row]))
}

test('recorded tables hold what was run, in the order of the design', () => {
  const { tables, analysis } = syntheticAnalysis('en', { trajectories: 3, replications: 2 }, { a: ([x]) => x })
  expect(tables.map(({ name }) => name)).toEqual(SENSITIVITY_RECORDED.map(({ name }) => name))
  expect(tableNamed(tables, 'runs').rows).toBe(3 * 4 * 2)
  expect(tableNamed(tables, 'points').rows).toBe(3 * 4 * 3)
  expect(rowsOf(tableNamed(tables, 'factors'), ['factor', 'low', 'high'])).toEqual(
    analysis.factors.map(({ path, low, high }) => [path, low, high]),
  )
  const points = tableNamed(tables, 'points')
  const [factor, coordinate, value] = [texts(points, 'factor'), numbers(points, 'coordinate'), numbers(points, 'value')]
  for (let row = 0; row < points.rows; row++) {
    if (factor[row] === 'credit.coverage') expect(value[row]).toBeCloseTo(0.5 + 0.5 * coordinate[row], 12)
    if (factor[row] === 'credit.thickenMonths') expect(Number.isInteger(value[row])).toBe(true)
  }
})

test('effects of a model that is linear are its slopes over the ranges, with no spread', () => {
  const { tables, found } = syntheticAnalysis('en', {}, { a: ([x, y]) => 4 * x - 3 * y, b: () => 5 })
  const [table] = derivedSensitivityTables(tables, found)
  expect(table.name).toBe('elementary_effects')
  const rows = rowsOf(table, ['key', 'factor', 'mu', 'muStar', 'muStarLow', 'muStarHigh', 'sigma'])
  expect(rows.map(([key, factor]) => [key, factor])).toEqual(
    ['a', 'b'].flatMap((key) => PATHS.map((path) => [key, path])),
  )
  const expected = [
    [2, 2, 2, 2, 0],
    [-3, 3, 3, 3, 0],
    [0, 0, 0, 0, 0],
  ]
  rows.slice(0, 3).forEach(([, , ...values], k) => {
    values.forEach((value, c) => {
      expect(value).toBeCloseTo(expected[k][c], 9)
    })
  })
  for (const [, , ...values] of rows.slice(3)) expect(values).toEqual([0, 0, 0, 0, 0])
})

test('a run without a value leaves its effects out and no others', () => {
  let calls = 0
  const model = ([x]: readonly number[]): number => (calls++ === 0 ? NaN : x)
  const { found } = syntheticAnalysis('en', { trajectories: 5, replications: 1 }, { a: model })
  const screenings = found[0].method === 'morris' ? found[0].screenings : []
  expect(screenings.map(({ trajectories }) => trajectories).sort()).toEqual([4, 5, 5])
})

test('indices stand by order, factor and pair', () => {
  const model = ([x, y]: readonly number[]): number => (x - 0.75) * (y - 0.5)
  const { tables, found } = syntheticAnalysis('en', { method: 'sobol', samples: 256, secondOrder: true }, { a: model })
  const [indices, variances] = derivedSensitivityTables(tables, found)
  const rows = rowsOf(indices, ['order', 'factor', 'with'])
  expect(rows.filter(([order]) => order === 'first').map(([, factor]) => factor)).toEqual(PATHS)
  expect(rows.filter(([order]) => order === 'second')).toEqual([
    ['second', PATHS[0], PATHS[1]],
    ['second', PATHS[0], PATHS[2]],
    ['second', PATHS[1], PATHS[2]],
  ])
  // Nothing but the pair of the first two matters.
  const index = numbers(indices, 'index')
  const expected = [0, 0, 0, 1, 1, 0, 1, 0, 0]
  expected.forEach((share, k) => {
    expect([k, Math.abs(index[k] - share) < 0.1]).toEqual([k, true])
  })
  expect(variances.name).toBe('sobol_variances')
  // The variances of uniform values on [0.5, 1] and [0, 1], multiplied.
  expect(numbers(variances, 'variance')[0] * 48 * 12).toBeCloseTo(1, 0)
  expect(numbers(variances, 'noiseShare')[0]).toBeCloseTo(0, 12)
})
