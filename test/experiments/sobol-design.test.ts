import { expect, test } from 'vitest'
import { sobolDesign } from '../../src/experiments/sobol-design.ts'

test('rows hold A, B, A with a column from B, and B with a column from A', () => {
  for (const [a, b, ab0, ab1, ba0, ba1] of sobolDesign({ factors: 2, samples: 8, secondOrder: true }, 4)) {
    expect([ab0, ab1]).toEqual([
      [b[0], a[1]],
      [a[0], b[1]],
    ])
    expect([ba0, ba1]).toEqual([
      [a[0], b[1]],
      [b[0], a[1]],
    ])
  }
  expect(sobolDesign({ factors: 3, samples: 4, secondOrder: false }, 4)[0]).toHaveLength(5)
})

test('each column has one value in each of as many strata as there are rows; seeds shift it', () => {
  const size = { factors: 4, samples: 64, secondOrder: false }
  for (const seed of [1, 2]) {
    const rows = sobolDesign(size, seed)
    for (const matrix of [0, 1]) {
      for (let factor = 0; factor < size.factors; factor++) {
        const strata = rows.map((points) => Math.floor(points[matrix][factor] * size.samples))
        expect(new Set(strata).size).toBe(size.samples)
      }
    }
    for (const point of rows.flat()) for (const value of point) expect(value > 0 && value < 1).toBe(true)
  }
  expect(sobolDesign(size, 1)).not.toEqual(sobolDesign(size, 2))
  expect(sobolDesign(size, 1)).toEqual(sobolDesign(size, 1))
})
