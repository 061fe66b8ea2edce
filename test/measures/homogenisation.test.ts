import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  designCell,
  entropy,
  homogenisation,
  homogenisationByMonth,
  raoEntropy,
  squaredDistance,
} from '../../src/measures/homogenisation.ts'
import { MONTHS, PRODUCTS } from '../../src/measures/records.ts'
import { syntheticRecord, syntheticScenario, tableOf } from '../fixtures/synthetic-record.ts'

const points = fc.array(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 7, maxLength: 7 }), {
  minLength: 2,
  maxLength: 8,
})

test('clones are fully homogeneous', () => {
  const clone = [0.5, 0.5, 0, 0, 0, 0, 0.3]
  expect(homogenisation([clone, clone, clone], [1, 2, 3], 0.4)).toBe(1)
  expect(raoEntropy([clone, clone], [1, 1])).toBe(0)
})

test('two products have the similarity of their distance, whatever their weights', () => {
  const [a, b] = [
    [1, 0, 0, 0, 0, 0, 0],
    [0, 1, 0, 0, 0, 0, 0],
  ]
  expect(squaredDistance(a, b)).toBe(2)
  expect(homogenisation([a, b], [1, 9], 1)).toBeCloseTo(Math.exp(-1), 14)
  expect(raoEntropy([a, b], [1, 1])).toBe(1)
})

test('weights decide between a pair of clones and a stranger', () => {
  const [clone, stranger] = [
    [0, 0, 0, 0, 0, 0, 0],
    [1, 1, 1, 1, 1, 1, 1],
  ]
  const s = Math.exp(-7 / 2)
  // Pairs: clones 2·3 = 6, each clone with the stranger 2·5 and 3·5.
  expect(homogenisation([clone, clone, stranger], [2, 3, 5], 1)).toBeCloseTo((6 + 25 * s) / 31, 14)
})

test('fewer than two products that lend have no homogenisation', () => {
  expect(homogenisation([[0, 0, 0, 0, 0, 0, 0]], [1], 0.4)).toBeNaN()
  expect(homogenisation([[0], [1]], [1, 0], 0.4)).toBeNaN()
})

test('homogenisation lies in [0, 1], ignores order, and rises when products move together', () => {
  fc.assert(
    fc.property(points, fc.double({ min: 0.1, max: 2, noNaN: true }), (xs, h) => {
      const ones = xs.map(() => 1)
      const whole = homogenisation(xs, ones, h)
      expect(whole).toBeGreaterThanOrEqual(0)
      expect(whole).toBeLessThanOrEqual(1)
      expect(homogenisation([...xs].reverse(), ones, h)).toBeCloseTo(whole, 12)
      const halved = xs.map((x) => x.map((value) => value / 2))
      expect(homogenisation(halved, ones, h)).toBeGreaterThanOrEqual(whole - 1e-12)
    }),
  )
})

test("Rao's entropy is twice the variance of design", () => {
  fc.assert(
    fc.property(points, (xs) => {
      const mean = xs[0].map((_, k) => xs.reduce((sum, x) => sum + x[k], 0) / xs.length)
      const variance = xs.reduce((sum, x) => sum + squaredDistance(x, mean), 0) / xs.length
      expect(
        raoEntropy(
          xs,
          xs.map(() => 3),
        ),
      ).toBeCloseTo(2 * variance, 10)
    }),
  )
})

test('entropy of n equal cells is ln n, of one cell 0, of none missing', () => {
  expect(entropy([2, 2, 2, 2])).toBeCloseTo(Math.log(4), 14)
  expect(entropy([5, 0])).toBe(0)
  expect(entropy([0, 0])).toBeNaN()
})

test('cells are dominant purpose by tercile of the channel', () => {
  expect(designCell([1, 0, 0, 0, 0, 0, 0])).toBe(0)
  expect(designCell([0, 0, 0, 0, 0, 1, 1])).toBe(17)
  expect(designCell([0.2, 0.2, 0.6, 0, 0, 0, 0.5])).toBe(7)
})

test('weights are the lending of the trailing twelve months', () => {
  const clone = { fitShopping: 1, postedApr: 0.1 }
  const stranger = { fitTravel: 1, postedApr: 0.3 }
  const products = tableOf(PRODUCTS, [
    { month: 0, product: 'A', originated: 10, ...clone },
    { month: 0, product: 'B', originated: 10, ...clone },
    { month: 0, product: 'C', originated: 0, ...stranger },
    { month: 12, product: 'A', originated: 0, ...clone },
    { month: 12, product: 'B', originated: 5, ...clone },
    { month: 12, product: 'C', originated: 5, ...stranger },
  ])
  const months = tableOf(MONTHS, [
    { month: 0, meanApr: 0.2, sdApr: 0.05 },
    { month: 12, meanApr: 0.2, sdApr: 0.1 },
  ])
  const [first, last] = homogenisationByMonth([products, months], 1)
  expect(first.byShare).toBe(1)
  expect(first.cells).toBe(2)
  expect(first.cellEntropy).toBe(0)
  // Month 0 lies outside the twelve months that end with month 12, so A has no weight left.
  expect(last.byShare).toBeCloseTo(Math.exp(-1), 14)
  expect(last.equal).toBeCloseTo((1 + 2 * Math.exp(-1)) / 3, 14)
  expect(last.aprDispersion).toBe(0.5)
})

test('every recorded month is measured, burn-in included', () => {
  const scenario = syntheticScenario()
  const rows = homogenisationByMonth(syntheticRecord(scenario), 0.4)
  expect(rows.map(({ month }) => month)).toEqual(Array.from({ length: 36 }, (_, k) => k - 12))
})
