import { expect, test } from 'vitest'
import { morrisDesign, type Trajectory } from '../../src/experiments/morris-design.ts'

const SIZES = [
  { factors: 1, trajectories: 4, levels: 2 },
  { factors: 5, trajectories: 20, levels: 4 },
  { factors: 80, trajectories: 3, levels: 8 },
]

test.each(SIZES)('each trajectory moves every factor once, by half the levels, on the grid: %j', (size) => {
  const design = morrisDesign(size, 5)
  expect(design).toHaveLength(size.trajectories)
  for (const { points, moves } of design) {
    expect(points).toHaveLength(size.factors + 1)
    expect([...moves].sort((a, b) => a - b)).toEqual(points[0].map((_, k) => k))
    for (const point of points) {
      for (const coordinate of point) {
        const level = coordinate * (size.levels - 1)
        expect(Math.abs(level - Math.round(level))).toBeLessThan(1e-9)
        expect(coordinate >= 0 && coordinate <= 1).toBe(true)
      }
    }
    moves.forEach((factor, k) => {
      points[k].forEach((from, other) => {
        const step = other === factor ? size.levels / 2 / (size.levels - 1) : 0
        expect(Math.abs(points[k + 1][other] - from)).toBeCloseTo(step, 12)
      })
    })
  }
})

test('every level of every factor is started from', () => {
  const design = morrisDesign({ factors: 3, trajectories: 100, levels: 4 }, 1)
  for (let factor = 0; factor < 3; factor++) {
    const levels = new Set(design.map(({ points }) => Math.round(points[0][factor] * 3)))
    expect([...levels].sort()).toEqual([0, 1, 2, 3])
  }
})

/** Mean distance between points of different trajectories. */
function spread(design: readonly Trajectory[]): number {
  let [sum, count] = [0, 0]
  design.forEach((one, i) => {
    for (const other of design.slice(i + 1)) {
      for (const from of one.points) {
        for (const to of other.points) {
          sum += Math.hypot(...from.map((value, k) => value - to[k]))
          count++
        }
      }
    }
  })
  return sum / count
}

test('trajectories lie further apart than those of random walks, and other seeds give others', () => {
  const size = { factors: 6, levels: 4 }
  // First trajectories are random walks: they had nothing to be far from.
  const random = Array.from({ length: 8 }, (_, seed) => morrisDesign({ ...size, trajectories: 1 }, 100 + seed)[0])
  const chosen = morrisDesign({ ...size, trajectories: 8 }, 100)
  expect(spread(chosen)).toBeGreaterThan(spread(random))
  expect(chosen[0]).toEqual(random[0])
  expect(chosen[1]).not.toEqual(morrisDesign({ ...size, trajectories: 8 }, 101)[1])
})
