import { expect, test } from 'vitest'
import { normalQuantile } from '../../src/base/math.ts'
import { studentQuantile, studentTails } from '../../src/base/student.ts'
import { R } from '../fixtures/r/statistics.ts'

// NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.2, critical values of Student's t (three decimals).
test.each([
  [1, 0.05, 12.706],
  [2, 0.05, 4.303],
  [3, 0.05, 3.182],
  [4, 0.05, 2.776],
  [5, 0.05, 2.571],
  [9, 0.05, 2.262],
  [10, 0.05, 2.228],
  [19, 0.05, 2.093],
  [29, 0.05, 2.045],
  [30, 0.05, 2.042],
  [60, 0.05, 2.0],
  [100, 0.05, 1.984],
  [1, 0.02, 31.821],
  [7, 0.01, 3.499],
  [12, 0.1, 1.782],
  [20, 0.002, 3.552],
])('t of %d degrees, %d in both tails, is %d', (degrees, tails, t) => {
  expect(studentQuantile(degrees, tails)).toBeCloseTo(t, 3)
  expect(Math.abs(studentQuantile(degrees, tails) - t)).toBeLessThan(0.000501)
})

test('one degree is the Cauchy distribution, two have a closed form, many are the normal distribution', () => {
  for (const tails of [0.9, 0.5, 0.1, 0.05, 0.01, 0.001]) {
    const cauchy = 1 / Math.tan((Math.PI * tails) / 2)
    expect(studentQuantile(1, tails) / cauchy).toBeCloseTo(1, 9)
    const p = 1 - tails / 2
    const two = (2 * p - 1) / Math.sqrt(2 * p * (1 - p))
    expect(studentQuantile(2, tails) / two).toBeCloseTo(1, 9)
    expect(studentQuantile(999, tails) / normalQuantile(1 - tails / 2)).toBeCloseTo(1, 2)
  }
})

test('the quantile falls with the degrees and with what is left in the tails', () => {
  for (let degrees = 1; degrees < 200; degrees++) {
    expect(studentQuantile(degrees + 1, 0.05)).toBeLessThan(studentQuantile(degrees, 0.05))
    expect(studentQuantile(degrees, 0.06)).toBeLessThan(studentQuantile(degrees, 0.05))
  }
})

test('there is none without degrees of freedom', () => {
  expect(studentQuantile(0, 0.05)).toBeNaN()
  expect(studentQuantile(5, 0)).toBeNaN()
})

test.each(R.student)('P(|T| > $t) of $degrees degrees is R’s', ({ t, degrees, tails }) => {
  expect(studentTails(t, degrees) / tails).toBeCloseTo(1, 9)
  expect(studentTails(-t, degrees)).toBe(studentTails(t, degrees))
})
