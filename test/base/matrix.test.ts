import fc from 'fast-check'
import { expect, test } from 'vitest'
import { product, symmetricEigen, symmetricPower, timesVector, transposed } from '../../src/base/matrix.ts'

const close = (a: readonly (readonly number[])[], b: readonly (readonly number[])[], digits = 9): void => {
  expect(a.length).toBe(b.length)
  for (const [i, row] of a.entries()) for (const [j, x] of row.entries()) expect(x).toBeCloseTo(b[i]![j]!, digits)
}
const identity = (n: number): number[][] =>
  Array.from({ length: n }, (_, i) => Array.from({ length: n }, (__, j) => (i === j ? 1 : 0)))

test('products and transposes', () => {
  expect(product([[1, 2]], [[3], [4]])).toEqual([[11]])
  expect(transposed([[1, 2, 3]])).toEqual([[1], [2], [3]])
  expect(
    timesVector(
      [
        [1, 2],
        [3, 4],
      ],
      [5, 6],
    ),
  ).toEqual([17, 39])
})

test('eigenvalues of a matrix that textbooks have', () => {
  // 2 −1 0; −1 2 −1; 0 −1 2: the values are 2 + √2, 2, 2 − √2.
  const { values, vectors } = symmetricEigen([
    [2, -1, 0],
    [-1, 2, -1],
    [0, -1, 2],
  ])
  close([values], [[2 + Math.SQRT2, 2, 2 - Math.SQRT2]], 12)
  close([vectors[1]!], [[Math.SQRT1_2, 0, -Math.SQRT1_2]], 12)
})

const squares = fc.integer({ min: 1, max: 6 }).chain((n) =>
  fc.array(fc.array(fc.double({ min: -9, max: 9, noNaN: true }), { minLength: n, maxLength: n }), {
    minLength: n,
    maxLength: n,
  }),
)

test('eigenvectors are orthonormal and give the matrix back', () => {
  fc.assert(
    fc.property(squares, (b) => {
      const a = product(b, transposed(b))
      const { values, vectors } = symmetricEigen(a)
      close(product(vectors, transposed(vectors)), identity(a.length))
      const back = product(
        transposed(vectors),
        vectors.map((vector, k) => vector.map((x) => x * values[k]!)),
      )
      close(back, a, 8)
    }),
    { seed: 1, numRuns: 200 },
  )
})

test('inverse and inverse root of a positive matrix, none of a singular one', () => {
  fc.assert(
    fc.property(squares, (b) => {
      const a = product(b, transposed(b)).map((row, i) => row.map((x, j) => x + (i === j ? 1 : 0)))
      close(product(symmetricPower(a, -1)!, a), identity(a.length), 7)
      const root = symmetricPower(a, -0.5)!
      close(product(product(root, a), root), identity(a.length), 7)
    }),
    { seed: 2, numRuns: 200 },
  )
  const singular = [
    [1, 1],
    [1, 1],
  ]
  expect(symmetricPower(singular, -1)).toBeNull()
  expect(symmetricPower([[NaN]], -1)).toBeNull()
})
