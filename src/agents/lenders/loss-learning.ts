/**
 * What the lenders of a class learn of losses from their own loans: how far realised charge-offs lie above or below what the
 * model of a loan expects (agents/expected-loss.ts), by file state, for earlier customers, by behavioural record, and along the
 * score (a slope). Charge-offs are quasi-Poisson with mean modelled × exp(x·θ) over cells of loans, x the cell's
 * indicators; θ has a normal prior about the first belief, and θ maximises the penalised likelihood (iteratively
 * reweighted least squares; McCullagh & Nelder 1989, chapter 6). Evidence is in yuan per head of population, so that what
 * is learnt does not depend on the number of consumers.
 */
import { exp } from '../../base/math.ts'
import { LOSS_BINS, lossOfBin } from '../expected-loss.ts'

/** Positions in θ: level of the class, by file state, for own customers, by record, slope of the score. */
export const LEVEL = 0
export const FILE_LEVEL = 1
export const OWN_LEVEL = 4
/** Records other than none: clean under a year, clean a year or more, past due. */
export const RECORD_SHIFT = 5
export const SLOPE = 8
export const COEFFICIENTS = 9

/** Logarithm of annual loss at which a slope turns the score: about 2.7 % a year. */
export const PIVOT = -3.6

const FILE_STATES = 3
const CUSTOMERS = 2
export const RECORDS = 4
export const LOSS_CELLS: number = LOSS_BINS * FILE_STATES * CUSTOMERS * RECORDS

/** Cell of a loan, below LOSS_CELLS; `record` 0 is none. */
export function lossCell(bin: number, file: number, own: boolean, record: number): number {
  return ((bin * FILE_STATES + file) * CUSTOMERS + (own ? 1 : 0)) * RECORDS + record
}

/** Losses at the middles of the first and last bin: there is no evidence beyond, so a slope ends there. */
const LEAST = lossOfBin(0)
const MOST = lossOfBin(LOSS_BINS - 1)

/** x·θ: what a class adds to the logarithm of annual loss, `loss`, of such a loan. */
export function learntShift(
  theta: ArrayLike<number>,
  loss: number,
  file: number,
  own: boolean,
  record: number,
): number {
  const held = loss < LEAST ? LEAST : loss > MOST ? MOST : loss
  return (
    theta[LEVEL] +
    theta[FILE_LEVEL + file] +
    (own ? theta[OWN_LEVEL] : 0) +
    (record === 0 ? 0 : theta[RECORD_SHIFT + record - 1]) +
    theta[SLOPE] * (held - PIVOT)
  )
}

/** e^(x·θ) by cell: what a class multiplies the model's losses with. θ is never written in, so what it gives is kept. */
const factorsOf = new WeakMap<readonly number[], Float64Array>()

export function lossFactors(theta: readonly number[]): Float64Array {
  let factors = factorsOf.get(theta)
  if (factors === undefined) {
    factors = new Float64Array(LOSS_CELLS)
    const typed = Float64Array.from(theta)
    for (let cell = 0; cell < LOSS_CELLS; cell++) factors[cell] = exp(shiftOf(cell, typed))
    factorsOf.set(theta, factors)
  }
  return factors
}

/** Fading sums over cells, yuan per head: charge-offs that the model expected of the loans on the books, and realised ones. */
export interface LossEvidence {
  readonly modelled: Float64Array
  readonly realised: Float64Array
}

export function noEvidence(): LossEvidence {
  return { modelled: new Float64Array(LOSS_CELLS), realised: new Float64Array(LOSS_CELLS) }
}

/** Newton steps at most; each is exact to second order, and the start is last month's answer. */
const STEPS = 25
const TOLERANCE = 1e-9
/** No step moves a coefficient further: evidence that is all zero in a cell would send it far away at once. */
const LONGEST_STEP = 1

/**
 * θ at the mode, given a first belief of zero everywhere (slope 1 and no level) that is worth `prior` of charge-offs, yuan
 * per head, in each coefficient. `start` is where to begin; the penalised likelihood is concave, so where it begins does
 * not matter beyond rounding.
 */
export function learnLosses(
  { modelled, realised }: LossEvidence,
  prior: number,
  start: ArrayLike<number>,
): Float64Array {
  const theta = Float64Array.from(start)
  const gradient = new Float64Array(COEFFICIENTS)
  const information = new Float64Array(COEFFICIENTS * COEFFICIENTS)
  for (let step = 0; step < STEPS; step++) {
    gradient.fill(0)
    information.fill(0)
    for (let k = 0; k < COEFFICIENTS; k++) {
      gradient[k] = -prior * theta[k]
      information[k * COEFFICIENTS + k] = prior
    }
    for (let cell = 0; cell < LOSS_CELLS; cell++) {
      if (modelled[cell] === 0) continue
      const mean = modelled[cell] * exp(shiftOf(cell, theta))
      addCell(gradient, information, cell, realised[cell] - mean, mean)
    }
    const move = solve(information, gradient)
    let largest = 0
    for (let k = 0; k < COEFFICIENTS; k++) largest = Math.max(largest, Math.abs(move[k]))
    const scale = largest > LONGEST_STEP ? LONGEST_STEP / largest : 1
    for (let k = 0; k < COEFFICIENTS; k++) theta[k] += scale * move[k]
    if (largest < TOLERANCE) break
  }
  return theta
}

/** Coefficients of a cell whose x is not zero, in ascending order, and how many; a cell has at most so many. */
const MOST_TERMS = 5
const terms = new Uint8Array(LOSS_CELLS * MOST_TERMS)
const termsOf = new Uint8Array(LOSS_CELLS)
/** x of the slope by cell; that of every other term is 1. */
const slopes = new Float64Array(LOSS_CELLS)

for (let cell = 0; cell < LOSS_CELLS; cell++) {
  const record = cell % RECORDS
  const own = Math.floor(cell / RECORDS) % CUSTOMERS
  const file = Math.floor(cell / (RECORDS * CUSTOMERS)) % FILE_STATES
  const kind = [
    FILE_LEVEL + file,
    ...(own === 1 ? [OWN_LEVEL] : []),
    ...(record > 0 ? [RECORD_SHIFT + record - 1] : []),
  ]
  const found = [LEVEL, ...kind, SLOPE]
  terms.set(found, cell * MOST_TERMS)
  termsOf[cell] = found.length
  slopes[cell] = lossOfBin(Math.floor(cell / (RECORDS * CUSTOMERS * FILE_STATES))) - PIVOT
}

/** x·θ of a cell. */
function shiftOf(cell: number, theta: Float64Array): number {
  const end = cell * MOST_TERMS + termsOf[cell] - 1
  let shift = 0
  for (let term = cell * MOST_TERMS; term < end; term++) shift += theta[terms[term]]
  return shift + slopes[cell] * theta[SLOPE]
}

function addCell(
  gradient: Float64Array,
  information: Float64Array,
  cell: number,
  residual: number,
  mean: number,
): void {
  const from = cell * MOST_TERMS
  const end = from + termsOf[cell] - 1
  for (let term = from; term < end; term++) {
    const a = terms[term]
    gradient[a] += residual
    for (let other = from; other <= term; other++) information[a * COEFFICIENTS + terms[other]] += mean
  }
  const x = slopes[cell]
  gradient[SLOPE] += x * residual
  for (let other = from; other < end; other++) information[SLOPE * COEFFICIENTS + terms[other]] += x * mean
  information[SLOPE * COEFFICIENTS + SLOPE] += x * x * mean
}

/** Solves A x = b for a symmetric positive definite A given by its lower triangle, by Cholesky's method; overwrites A. */
function solve(a: Float64Array, b: Float64Array): Float64Array {
  const n = b.length
  for (let row = 0; row < n; row++) {
    for (let column = 0; column <= row; column++) {
      let sum = a[row * n + column]
      for (let k = 0; k < column; k++) sum -= a[row * n + k] * a[column * n + k]
      a[row * n + column] = row === column ? Math.sqrt(sum) : sum / a[column * n + column]
    }
  }
  const x = Float64Array.from(b)
  for (let row = 0; row < n; row++) {
    for (let k = 0; k < row; k++) x[row] -= a[row * n + k] * x[k]
    x[row] /= a[row * n + row]
  }
  for (let row = n - 1; row >= 0; row--) {
    for (let k = row + 1; k < n; k++) x[row] -= a[k * n + row] * x[k]
    x[row] /= a[row * n + row]
  }
  return x
}
