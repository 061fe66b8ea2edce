/** Small dense matrices as rows of numbers. Own arithmetic in a fixed order, so that every engine gives the same bits. */

export type Matrix = readonly (readonly number[])[]

export function transposed(a: Matrix): number[][] {
  return a.length === 0 ? [] : a[0].map((_, column) => a.map((row) => row[column]))
}

export function dot(x: readonly number[], y: readonly number[]): number {
  let sum = 0
  for (let k = 0; k < x.length; k++) sum += x[k] * y[k]
  return sum
}

export function timesVector(a: Matrix, x: readonly number[]): number[] {
  return a.map((row) => dot(row, x))
}

export function product(a: Matrix, b: Matrix): number[][] {
  const columns = transposed(b)
  return a.map((row) => columns.map((column) => dot(row, column)))
}

export interface Eigen {
  /** The largest first. */
  readonly values: readonly number[]
  /** The unit vector of each value; its largest part is positive. */
  readonly vectors: Matrix
}

const SWEEPS = 100

/**
 * Eigenvalues and eigenvectors of a symmetric matrix by cyclic Jacobi rotations (Golub & Van Loan 2013, section
 * 8.5); errors of the order of the rounding of the largest value.
 */
export function symmetricEigen(matrix: Matrix): Eigen {
  const n = matrix.length
  const a = matrix.map((row) => [...row])
  const v = a.map((_, i) => a.map((__, j) => (i === j ? 1 : 0)))
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    let rotated = false
    for (let p = 0; p < n; p++) {
      for (let q = p + 1; q < n; q++) {
        // Too small to change either of the values that it lies between.
        const small = Math.abs(a[p][q]) <= 1e-17 * Math.sqrt(Math.abs(a[p][p] * a[q][q]))
        if (small || a[p][q] === 0) continue
        rotated = true
        rotate(a, v, p, q)
      }
    }
    if (!rotated) break
  }
  const order = a.map((_, k) => k).sort((i, j) => a[j][j] - a[i][i] || i - j)
  return { values: order.map((k) => a[k][k]), vectors: order.map((k) => signed(v.map((row) => row[k]))) }
}

function rotate(a: number[][], v: number[][], p: number, q: number): void {
  const tau = (a[q][q] - a[p][p]) / (2 * a[p][q])
  const t = (tau >= 0 ? 1 : -1) / (Math.abs(tau) + Math.sqrt(1 + tau * tau))
  const c = 1 / Math.sqrt(1 + t * t)
  const s = t * c
  for (const row of [...a, ...v]) {
    const [x, y] = [row[p], row[q]]
    row[p] = c * x - s * y
    row[q] = s * x + c * y
  }
  for (let k = 0; k < a.length; k++) {
    const [x, y] = [a[p][k], a[q][k]]
    a[p][k] = c * x - s * y
    a[q][k] = s * x + c * y
  }
  a[p][q] = 0
  a[q][p] = 0
}

function signed(vector: readonly number[]): number[] {
  const most = vector.reduce((best, x) => (Math.abs(x) > Math.abs(best) + 1e-12 ? x : best), 0)
  return vector.map((x) => (most < 0 ? -x : x))
}

/** Smallest eigenvalue, relative to the largest, of a matrix that still counts as one that can be inverted. */
const SINGULAR = 1e-10

/**
 * A^power of a symmetric matrix with positive eigenvalues, for −1 (the inverse) and −1/2 (a symmetric root of the
 * inverse); null where the matrix is singular to ten digits.
 */
export function symmetricPower(matrix: Matrix, power: -1 | -0.5): number[][] | null {
  const { values, vectors } = symmetricEigen(matrix)
  const [largest, smallest] = [values[0] ?? 0, values.at(-1) ?? 0]
  if (!(smallest > SINGULAR * largest)) return null
  const scaled = values.map((value) => 1 / (power === -1 ? value : Math.sqrt(value)))
  return matrix.map((_, i) =>
    matrix.map((__, j) => {
      let sum = 0
      for (let k = 0; k < scaled.length; k++) sum += scaled[k] * vectors[k][i] * vectors[k][j]
      return sum
    }),
  )
}
