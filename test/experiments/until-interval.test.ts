import { expect, test } from 'vitest'
import { sufficientReplications } from '../../src/experiments/until-interval.ts'

/** Values around a mean that alternate by `spread`. */
const around = (mean: number, spread: number, count: number): number[] =>
  Array.from({ length: count }, (_, k) => mean + (k % 2 === 0 ? spread : -spread))

test('stops where the interval first is narrow, once five more have confirmed it', () => {
  // Five values ±1: sd 1.0954, t 2.776, half-width 1.36. The half-width of n such values falls below .7 at n = 12.
  const values = around(10, 1, 40)
  expect(sufficientReplications(values.slice(0, 16), { width: 0.7, relative: false })).toBeNull()
  expect(sufficientReplications(values.slice(0, 17), { width: 0.7, relative: false })).toBe(12)
  // Of 11 the mean is 10.09, and 7 % of it just wide enough.
  expect(sufficientReplications(values, { width: 0.07, relative: true })).toBe(11)
})

test('a width that is lost again counts from the start', () => {
  const values = [...around(10, 0.01, 7), 14, ...around(10, 0.01, 300)]
  const found = sufficientReplications(values, { width: 0.5, relative: false })
  expect(found).toBeGreaterThan(8)
})

test('a mean of zero never meets a relative width, and meets an absolute one', () => {
  const values = around(0, 1, 100)
  expect(sufficientReplications(values, { width: 0.1, relative: true })).toBeNull()
  expect(sufficientReplications(values, { width: 0.5, relative: false })).not.toBeNull()
})
