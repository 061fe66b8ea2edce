/**
 * Least squares without derivatives and with bounds: the residuals, and not their sum of squares, are modelled as linear
 * by regression on the points that have been tried near the best one, and the model is minimised within a box around it
 * (a Gauss–Newton trust region in the manner of DFO-LS: Cartis, Fiala, Marteau & Roberts 2019, ACM TOMS 45(3)). It
 * takes far fewer points than a search that knows one number of each (Nelder–Mead), and a regression bears noise.
 */
import { dot, type Matrix, product, symmetricEigen, symmetricPower, timesVector, transposed } from '../base/matrix.ts'
import type { Point } from './evaluation.ts'

/** A point and its weighted residuals; not finite where a run failed. */
export interface Tried {
  readonly point: Point
  readonly residuals: readonly number[]
}

/** Sum of squares; Infinity where the residuals are not known. */
export function misfitOf({ residuals }: Tried): number {
  const sum = dot(residuals, residuals)
  return Number.isFinite(sum) ? sum : Infinity
}

/** The first of the best. */
export function bestOf(tried: readonly Tried[]): Tried {
  return tried.reduce((best, one) => (misfitOf(one) < misfitOf(best) ? one : best))
}

/** Half-widths of the box around the best point, in parts of the range of a parameter. */
const FIRST_RADIUS = 0.2
const LARGEST_RADIUS = 0.5
const SMALLEST_RADIUS = 0.01
/** Points this many radii away still tell of the slopes. */
const NEAR = 1.5
/** Least sum of squared displacements in any direction, in squares of the radius, for slopes to be known in it. */
const POISED = 0.25
/** Residuals are in standard deviations: a smaller promise than this is none. */
const NEGLIGIBLE = 0.01

export interface SearchEnd {
  readonly best: Tried
  /** Whether no box down to the smallest promised anything; false where the points ran out. */
  readonly converged: boolean
  readonly spent: number
}

type Search = Generator<readonly Point[], SearchEnd, readonly (readonly number[])[]>

/** Searches from a tried point with at most `budget` further ones, all of which it adds to `tried`. */
export function* trustRegionSearch(tried: Tried[], from: Tried, budget: number): Search {
  let [best, radius, spent] = [from, FIRST_RADIUS, 0]
  while (radius >= SMALLEST_RADIUS) {
    const near = neighbours(tried, best, radius)
    const wanted = missingPoints(best.point, near, radius)
    if (spent + wanted.length + 1 > budget) return { best, converged: false, spent }
    if (wanted.length > 0) {
      const found = added(tried, wanted, yield wanted)
      spent += found.length
      const better = bestOf([best, ...found])
      // A better place is where the slopes are wanted.
      if (better !== best) {
        best = better
        continue
      }
    }
    const jacobian = slopes(best, neighbours(tried, best, radius))
    // A failed run beside the best point leaves no slopes at this radius.
    if (jacobian === null) {
      radius /= 2
      continue
    }
    const low = best.point.map((x) => Math.max(-x, -radius))
    const high = best.point.map((x) => Math.min(1 - x, radius))
    const step = boxedLeastSquares(jacobian, best.residuals, low, high)
    const promised = misfitOf(best) - sumOfSquares(best.residuals, timesVector(jacobian, step))
    if (!(promised > NEGLIGIBLE)) {
      radius /= 2
      continue
    }
    const target = best.point.map((x, k) => inUnit(x + step[k]))
    const [one] = added(tried, [target], yield [target])
    spent++
    const kept = (misfitOf(best) - misfitOf(one)) / promised
    if (kept > 0) best = one
    if (kept > 0.7) radius = Math.min(LARGEST_RADIUS, 2 * radius)
    else if (!(kept > 0.1)) radius /= 2
  }
  return { best, converged: true, spent }
}

function added(tried: Tried[], points: readonly Point[], residuals: readonly (readonly number[])[]): Tried[] {
  const found = points.map((point, k) => ({ point, residuals: residuals[k] }))
  tried.push(...found)
  return found
}

export function inUnit(x: number): number {
  return Math.min(1, Math.max(0, x))
}

function sumOfSquares(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, x, k) => sum + (x + b[k]) * (x + b[k]), 0)
}

/** Displacements of the points within reach, apart from the best itself. */
function neighbours(tried: readonly Tried[], best: Tried, radius: number): Tried[] {
  return tried.filter((one) => {
    const reach = one.point.reduce((most, x, k) => Math.max(most, Math.abs(x - best.point[k])), 0)
    return reach > 0 && reach <= NEAR * radius && Number.isFinite(misfitOf(one))
  })
}

/** Points along axes that are wanted before slopes in every direction are known. */
function missingPoints(centre: Point, near: readonly Tried[], radius: number): Point[] {
  const moves = near.map(({ point }) => point.map((x, k) => (x - centre[k]) / radius))
  const free = new Set(centre.map((_, k) => k))
  const wanted: Point[] = []
  while (free.size > 0) {
    const columns = transposed(moves)
    const { values, vectors } = symmetricEigen(
      columns.length === 0 ? centre.map(() => centre.map(() => 0)) : product(columns, moves),
    )
    if (values.at(-1)! >= POISED) break
    const blind = vectors.at(-1)!
    const axis = [...free].reduce((most, k) => (Math.abs(blind[k]) > Math.abs(blind[most]) ? k : most))
    free.delete(axis)
    const move = centre[axis] + radius <= 1 ? radius : -radius
    const point = centre.map((x, k) => (k === axis ? inUnit(x + move) : x))
    wanted.push(point)
    moves.push(point.map((x, k) => (x - centre[k]) / radius))
  }
  return wanted
}

/** Slopes of the residuals by least squares through the best point; null where a direction is unknown. */
function slopes(best: Tried, near: readonly Tried[]): Matrix | null {
  const moves = near.map(({ point }) => point.map((x, k) => x - best.point[k]))
  if (moves.length === 0) return null
  const changes = near.map(({ residuals }) => residuals.map((r, m) => r - best.residuals[m]))
  const across = transposed(moves)
  const inverse = symmetricPower(product(across, moves), -1)
  return inverse === null ? null : transposed(product(inverse, product(across, changes)))
}

const SWEEPS = 5000
const STILL = 1e-10

/**
 * The step within bounds that makes |residuals + jacobian × step|² least, by cyclic coordinate descent, which for a
 * convex quadratic in a box ends at its minimum. A direction that changes nothing is not moved in.
 */
export function boxedLeastSquares(jacobian: Matrix, residuals: Point, low: Point, high: Point): number[] {
  const across = transposed(jacobian)
  const curvature = product(across, jacobian)
  const gradient = timesVector(across, residuals)
  const step = low.map((end, k) => Math.min(high[k], Math.max(end, 0)))
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    let moved = 0
    for (let k = 0; k < step.length; k++) {
      if (!(curvature[k][k] > 0)) continue
      const free = step[k] - (gradient[k] + dot(curvature[k], step)) / curvature[k][k]
      const next = Math.min(high[k], Math.max(low[k], free))
      moved = Math.max(moved, Math.abs(next - step[k]))
      step[k] = next
    }
    if (moved < STILL) break
  }
  return step
}
