import { expect, test } from 'vitest'
import type { Table } from '../../src/base/table.ts'
import { designPaths } from '../../src/measures/design-paths.ts'
import { PRODUCTS } from '../../src/measures/records.ts'
import { type Row, tableOf } from '../fixtures/synthetic-record.ts'

/** A product in a month at a place of a plane that shopping and education span. */
const at = (month: number, product: string, x: number, y: number, withdrawn = 0): Row => ({
  month,
  product,
  lender: product.slice(0, 3),
  class: 'bank',
  archetype: 'rent',
  fitShopping: x,
  fitEducation: y,
  withdrawn,
})
const record = (...rows: Row[]): Table[] => [tableOf(PRODUCTS, rows)]

test('a path holds each design once, from the month in which it began', () => {
  const { paths } = designPaths(
    record(
      ...[at(-1, 'L01-a', 0, 0), at(-1, 'L02-a', 1, 0)],
      ...[at(0, 'L01-a', 0, 0), at(0, 'L02-a', 0.5, 0)],
      ...[at(1, 'L01-a', 0, 0), at(1, 'L02-a', 0.5, 0), at(1, 'L03-a', 0, 1)],
    ),
  )
  expect(paths.map(({ product, steps }) => [product, ...steps.map(({ month }) => month)])).toEqual([
    ['L01-a', -1],
    ['L02-a', -1, 0],
    ['L03-a', 1],
  ])
  expect(paths.map(({ steps }) => steps[0].month > -1)).toEqual([false, false, true])
})

test('steps are as far apart in the plane as the designs were', () => {
  const { paths, explained } = designPaths(
    record(at(0, 'L01-a', 0, 0), at(0, 'L02-a', 0.6, 0), at(1, 'L01-a', 0.3, 0.4), at(1, 'L02-a', 0.6, 0)),
  )
  const [from, to] = paths[0].steps
  expect(Math.hypot(to.x - from.x, to.y - from.y)).toBeCloseTo(0.5, 12)
  expect(explained[0] + explained[1]).toBeCloseTo(1, 12)
})

test('distances are means over pairs on offer; what is withdrawn counts no more', () => {
  const { apart, paths } = designPaths(
    record(
      ...[at(0, 'L01-a', 0, 0), at(0, 'L02-a', 0.3, 0), at(0, 'L03-a', 0, 0.4)],
      ...[at(1, 'L01-a', 0, 0), at(1, 'L02-a', 0.1, 0), at(1, 'L03-a', 0, 0.4, 1)],
    ),
  )
  // Sides of a triangle of 3, 4, 5.
  expect(apart.first).toBeCloseTo((0.3 + 0.4 + 0.5) / 3, 12)
  expect(apart.last).toBeCloseTo(0.1, 12)
  expect(paths.map(({ withdrawn }) => withdrawn)).toEqual([false, false, true])
  expect(designPaths(record(at(0, 'L01-a', 0, 0))).apart.first).toBeNaN()
})
