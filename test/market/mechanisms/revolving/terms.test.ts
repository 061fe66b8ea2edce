/** Revolving lines: limits, minimum payments and how purchases are paid down, worked out by hand. */
import { expect, test } from 'vitest'
import {
  gradedLimitFen,
  lineLife,
  minimumPath,
  minimumPaymentFen,
} from '../../../../src/market/mechanisms/revolving/terms.ts'

test.each([
  [123_456, 0, 9, 123_456],
  [123_456, 0.1, 0, 123_400],
  [123_456, 0.1, 1, 111_100],
  [123_456, 0.2, 4, 24_600],
  [123_456, 0.1, 9, 12_300],
  [123_456, 0.2, 9, 12_300],
])('limit %d, slope %d, grade %d → %d', (limit, slope, grade, graded) => {
  expect(gradedLimitFen(limit, slope, grade)).toBe(graded)
})

test.each([
  [10_000, 150, 0.1, 500, 1150],
  [10_000, 150, 0.1, 2000, 2000],
  [10_000, 0, 0.1, 999, 1000],
  [1000, 10, 0.1, 5000, 1010],
  [1000, 10, 1, 0, 1010],
  [0, 0, 0.1, 500, 0],
])('minimum on %d with interest %d, share %d and floor %d is %d', (balance, interest, share, floor, minimum) => {
  expect(minimumPaymentFen(balance, interest, share, floor)).toBe(minimum)
})

test('a purchase of 1,000 paid at 300 a month: 1,000, 700, 400, 100', () => {
  const close = (value: number): number => expect.closeTo(value, 12)
  const revolver = { revolverMonths: close(2.2), months: close(0.4 + 0.6 * 2.2) }
  expect(lineLife(1000, 0, 0.1, 300, 0.4)).toEqual({
    ...revolver,
    revolverBearing: close(2.2),
    bearing: close(0.4 + 0.6 * 2.2),
  })
  expect(lineLife(1000, 1, 0.1, 300, 0.4)).toEqual({ ...revolver, revolverBearing: close(1.2), bearing: close(0.72) })
  expect(lineLife(1000, 3, 0.1, 300, 0.4)).toEqual({ ...revolver, revolverBearing: close(0.1), bearing: close(0.06) })
})

test('a path of minimum payments: interest from the first month that is not free, at most all that is owed', () => {
  const close = (values: readonly number[]): number[] => values.map((value) => expect.closeTo(value, 12))
  expect(minimumPath(1, 0.02, 0.25, 0.4)).toEqual(close([0.4, 0.4, 0.212 * 1.02]))
  expect(minimumPath(0, 0.02, 0.25, 0.4)).toEqual(close([0.4, 0.4, (0.62 * 1.02 - 0.4) * 1.02]))
  expect(minimumPath(0, 0.02, 0.5, 0.3).slice(0, 2)).toEqual(close([0.52, 0.3]))
})
