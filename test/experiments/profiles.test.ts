import { expect, test } from 'vitest'
import { type Matrix, timesVector } from '../../src/base/matrix.ts'
import type { Point } from '../../src/experiments/evaluation.ts'
import { type Profile, profiles, RISE } from '../../src/experiments/profiles.ts'
import type { Tried } from '../../src/experiments/trust-region.ts'

function profilesOf(residuals: (point: Point) => readonly number[], best: Point, jacobian: Matrix): Profile[] {
  const tried: Tried[] = []
  const asking = profiles(tried, { point: best, residuals: residuals(best) }, jacobian)
  let turn = asking.next()
  while (turn.done !== true) turn = asking.next(turn.value.map(residuals))
  expect(tried.every(({ point }) => point.every((x) => x >= 0 && x <= 1))).toBe(true)
  return turn.value
}

// Two parameters of which the moments tell the sum better than the difference.
const JACOBIAN = [
  [8, 7],
  [7, 8],
]
const linear = (point: Point): number[] => timesVector(JACOBIAN, [point[0]! - 0.5, point[1]! - 0.5])

test('the profile of a linear model is the parabola of its standard error, and so is the interval', () => {
  // (J′J)⁻¹ has 113 / 225 on its diagonal.
  const variance = 113 / 225
  for (const { points, low, high, isFlat } of profilesOf(linear, [0.5, 0.5], JACOBIAN)) {
    for (const { at, misfit } of points) {
      // The other stays behind where it may not follow so far in one step, or at all beyond its range.
      if (Math.abs(at - 0.5) <= 0.5) expect(misfit).toBeCloseTo(((at - 0.5) * (at - 0.5)) / variance, 6)
    }
    // A standard error of 0.7 of the range: all of it is within 1.96 of them.
    expect([low, high, isFlat]).toEqual([0, 1, true])
  }
  const steeper = JACOBIAN.map((row) => row.map((slope) => 8 * slope))
  const eightfold = (point: Point): number[] => linear(point).map((x) => 8 * x)
  for (const { low, high, isFlat } of profilesOf(eightfold, [0.5, 0.5], steeper)) {
    const half = Math.sqrt(RISE * variance) / 8
    expect(high - 0.5).toBeCloseTo(half, 6)
    expect(0.5 - low).toBeCloseTo(half, 6)
    expect(isFlat).toBe(false)
  }
})

test('slopes that are wrong at first are put right on the way', () => {
  const wrong = [
    [8, 3],
    [7, 4],
  ]
  const [first] = profilesOf(linear, [0.5, 0.5], wrong)
  const held = (at: number): number => {
    const [x = 0, y = 0] = linear([at, 0.5])
    return x * x + y * y
  }
  // Better than to leave the other parameter where it was.
  for (const { at, misfit } of first!.points) if (Math.abs(at - 0.5) > 0.2) expect(misfit).toBeLessThan(0.5 * held(at))
})

test('failed runs are infinite and bound the interval', () => {
  const holed = (point: Point): number[] => (point[0]! > 0.7 ? [NaN, NaN] : linear(point))
  const [first] = profilesOf(holed, [0.5, 0.5], JACOBIAN)
  expect(first!.points.filter(({ misfit }) => misfit === Infinity).map(({ at }) => at)).toEqual([0.75, 0.875, 1])
  expect([first!.low, first!.high, first!.isFlat]).toEqual([0, 0.625, false])
})
