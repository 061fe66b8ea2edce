import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  basisPoints,
  fenFromYuan,
  monthlyRate,
  monthlyRateOfBasisPoints,
  monthsFromYears,
  wholeFen,
  yuanFromFen,
} from '../../src/base/units.ts'

const always = (property: fc.IProperty<[number]>): void => fc.assert(property, { seed: 1, numRuns: 5000 })

test('fen survive the way to yuan and back', () => {
  always(fc.property(fc.integer({ min: -1e13, max: 1e13 }), (fen) => fenFromYuan(yuanFromFen(fen)) === fen))
})

test('yuan with two decimals become the fen they show', () => {
  expect([0, 0.01, 0.29, 1.1, 19.99, 20_000, 1234.56].map(fenFromYuan)).toEqual([
    0, 1, 29, 110, 1999, 2_000_000, 123_456,
  ])
})

test('half a fen goes up, anything else to the nearest', () => {
  expect([0.5, 1.5, 2.4999, -0.5, -1.5, -1.5001, 7].map((fen) => wholeFen(fen) + 0)).toEqual([1, 2, 2, 0, -1, -2, 7])
  always(fc.property(fc.double({ min: -1e12, max: 1e12, noNaN: true }), (fen) => Math.abs(wholeFen(fen) - fen) <= 0.5))
})

test('basis points survive the way to a rate and back', () => {
  always(fc.property(fc.integer({ min: 0, max: 10_000 }), (bp) => basisPoints(bp / 10_000) === bp))
})

test('a month is charged a twelfth of the annual rate', () => {
  expect(monthlyRate(0.24)).toBe(0.02)
  expect(monthlyRateOfBasisPoints(2400)).toBe(0.02)
  always(
    fc.property(
      fc.integer({ min: 0, max: 10_000 }),
      (bp) => Math.abs(monthlyRateOfBasisPoints(bp) - monthlyRate(bp / 10_000)) < 1e-16,
    ),
  )
})

test('years become months', () => {
  expect([0, 18, 60, 0.5].map(monthsFromYears)).toEqual([0, 216, 720, 6])
})
