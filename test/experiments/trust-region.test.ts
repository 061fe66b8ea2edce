import fc from 'fast-check'
import { expect, test } from 'vitest'
import { timesVector } from '../../src/base/matrix.ts'
import type { Point } from '../../src/experiments/evaluation.ts'
import {
  bestOf,
  boxedLeastSquares,
  misfitOf,
  type Tried,
  trustRegionSearch,
} from '../../src/experiments/trust-region.ts'
import { randomPoints } from '../fixtures/toy-model.ts'

type Residuals = (point: Point) => readonly number[]

function search(
  residuals: Residuals,
  from: Point,
  budget: number,
): { tried: Tried[]; converged: boolean; spent: number } {
  const tried: Tried[] = [{ point: from, residuals: residuals(from) }]
  const asking = trustRegionSearch(tried, tried[0]!, budget)
  let turn = asking.next()
  while (turn.done !== true) turn = asking.next(turn.value.map(residuals))
  expect(turn.value.best).toBe(bestOf(tried))
  return { tried, ...turn.value }
}

test('the step in a box is the best of a fine grid', () => {
  const number = fc.double({ min: -3, max: 3, noNaN: true })
  const row = fc.tuple(number, number)
  fc.assert(
    fc.property(
      fc.array(row, { minLength: 3, maxLength: 3 }),
      fc.tuple(number, number, number),
      (jacobian, residuals) => {
        const [low, high] = [
          [-0.2, 0],
          [0.1, 0.3],
        ]
        const at = (step: readonly number[]): number => {
          return timesVector(jacobian, step).reduce((sum, x, m) => sum + (x + residuals[m]!) ** 2, 0)
        }
        const step = boxedLeastSquares(jacobian, residuals, low!, high!)
        for (const [k, x] of step.entries()) {
          expect(x).toBeGreaterThanOrEqual(low![k]!)
          expect(x).toBeLessThanOrEqual(high![k]!)
        }
        for (let i = 0; i <= 30; i++) {
          for (let j = 0; j <= 30; j++) {
            expect(at(step)).toBeLessThanOrEqual(at([-0.2 + 0.01 * i, 0.01 * j]) + 1e-7)
          }
        }
      },
    ),
    { seed: 3, numRuns: 60 },
  )
})

test('linear residuals take a handful of points', () => {
  const { tried, converged, spent } = search(([a = 0, b = 0]) => [100 * (a - 0.7), 50 * (a + b - 1)], [0.1, 0.1], 60)
  const { point } = bestOf(tried)
  expect(point[0]).toBeCloseTo(0.7, 3)
  expect(point[1]).toBeCloseTo(0.3, 3)
  expect(converged).toBe(true)
  expect(spent).toBeLessThan(25)
})

test('a curved valley is followed (Rosenbrock 1960, as residuals, scaled to the unit square)', () => {
  const valley: Residuals = ([a = 0, b = 0]) => {
    const [x, y] = [4 * a - 2, 4 * b - 1]
    return [10 * (10 * (y - x * x)), 10 * (1 - x)]
  }
  const { point } = bestOf(search(valley, [0.2, 0.5], 150).tried)
  expect(point[0]).toBeCloseTo(0.75, 2)
  expect(point[1]).toBeCloseTo(0.5, 2)
})

test('ten parameters, from random places', () => {
  for (const from of randomPoints(5, 10)) {
    const residuals: Residuals = (point) =>
      point.map((x, k) => 30 * (x + 0.3 * x * point[(k + 1) % 10]! - 0.05 * (k + 4)))
    expect(misfitOf(bestOf(search(residuals, from, 200).tried))).toBeLessThan(0.05)
  }
})

test('the budget is kept, and not called converged', () => {
  const { tried, converged, spent } = search(([a = 0, b = 0]) => [100 * (a - 0.9), 100 * (b - 0.9)], [0, 0], 4)
  expect(spent).toBeLessThanOrEqual(4)
  expect(tried).toHaveLength(spent + 1)
  expect(converged).toBe(false)
})

test('points that fail all around end the search where it stands', () => {
  const hole: Residuals = ([a = 0]) => (a === 0.5 ? [3] : [NaN])
  const { tried, converged } = search(hole, [0.5], 100)
  expect(bestOf(tried).point).toEqual([0.5])
  expect(converged).toBe(true)
})
