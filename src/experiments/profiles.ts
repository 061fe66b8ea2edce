/**
 * How the least misfit changes with one parameter, the others following (profiles; Raue et al. 2009, Bioinformatics 25):
 * one that hardly rises is that of a parameter which the targets do not tell.
 */
import { dot, type Matrix, timesVector, transposed } from '../base/matrix.ts'
import type { Point } from './evaluation.ts'
import { boxedLeastSquares, inUnit, misfitOf, type Tried } from './trust-region.ts'

export interface Profile {
  /** From low to high: where the parameter was held, and the whole point. Failed runs have an infinite misfit. */
  readonly points: readonly { readonly at: number; readonly point: Point; readonly misfit: number }[]
  /** Ends of the 95 % interval, where the misfit is RISE above the least; an end of the range where it stays below. */
  readonly low: number
  readonly high: number
  /** Whether the misfit stays below that rise on both sides: the targets do not tell this parameter in its range. */
  readonly isFlat: boolean
}

/** Upper 5 % point of the chi-square distribution with one degree of freedom. */
export const RISE = 3.841458820694124

/** Places of each profile: both ends of the range and this many steps between. */
const STEPS = 8
/** A place nearer to the best point is left out: over so short a way noise would pass for a slope. */
const NEAREST = 0.5 / STEPS
/** The others follow by at most this part of their ranges in a step, since slopes hold nearby. */
const FOLLOW = 0.125

const DAMPING = 0.5

interface Walk {
  readonly parameter: number
  readonly at: Tried
  /** Slopes of the residuals where it stands. */
  readonly jacobian: Matrix
  /** Places ahead, the next first. */
  readonly ahead: readonly number[]
}

/**
 * Walks from the best point along every parameter both ways. At each step the others go where the slopes put their
 * best, then the slopes are corrected by half of what they missed (a damped Broyden 1965, since runs are noisy). All points are added to `tried`. What is told
 * is the misfit at points that were run, so it can lie above the true profile and never below.
 */
export function* profiles(
  tried: Tried[],
  best: Tried,
  jacobian: Matrix,
): Generator<readonly Point[], Profile[], readonly (readonly number[])[]> {
  const places = Array.from({ length: STEPS + 1 }, (_, k) => k / STEPS)
  let walks = best.point.flatMap((x, parameter): Walk[] => [
    { parameter, at: best, jacobian, ahead: places.filter((place) => place > x + NEAREST || (place === 1 && x < 1)) },
    {
      parameter,
      at: best,
      jacobian,
      ahead: places.filter((place) => place < x - NEAREST || (place === 0 && x > 0)).reverse(),
    },
  ])
  const stood = best.point.map((x) => [{ at: x, point: best.point, misfit: misfitOf(best) }])
  while (walks.some(({ ahead }) => ahead.length > 0)) {
    walks = walks.filter(({ ahead }) => ahead.length > 0)
    const wanted = walks.map(nextPoint)
    const residuals = yield wanted
    walks = walks.map((walk, k) => {
      const one = { point: wanted[k], residuals: residuals[k] }
      tried.push(one)
      stood[walk.parameter].push({ at: walk.ahead[0], point: one.point, misfit: misfitOf(one) })
      return arrived(walk, one)
    })
  }
  return stood.map((points) =>
    profileOf(
      points.sort((a, b) => a.at - b.at),
      misfitOf(best),
    ),
  )
}

function nextPoint({ parameter, at: { point, residuals }, jacobian, ahead }: Walk): Point {
  const move = ahead[0] - point[parameter]
  const pushed = residuals.map((r, m) => r + jacobian[m][parameter] * move)
  const isHeld = (k: number): boolean => k === parameter
  const step = boxedLeastSquares(
    jacobian,
    pushed,
    point.map((x, k) => (isHeld(k) ? 0 : Math.max(-x, -FOLLOW))),
    point.map((x, k) => (isHeld(k) ? 0 : Math.min(1 - x, FOLLOW))),
  )
  return point.map((x, k) => (isHeld(k) ? ahead[0] : inUnit(x + step[k])))
}

function arrived({ parameter, at, jacobian, ahead }: Walk, one: Tried): Walk {
  const rest = ahead.slice(1)
  // After a failed run the next step is taken from the last point that ran.
  if (misfitOf(one) === Infinity) return { parameter, at, jacobian, ahead: rest }
  const move = one.point.map((x, k) => x - at.point[k])
  const foreseen = timesVector(jacobian, move)
  const length = Math.max(dot(move, move), 1 / STEPS / STEPS)
  const corrected = transposed(
    transposed(jacobian).map((column, k) =>
      column.map(
        (slope, m) => slope + ((one.residuals[m] - at.residuals[m] - foreseen[m]) * DAMPING * move[k]) / length,
      ),
    ),
  )
  return { parameter, at: one, jacobian: corrected, ahead: rest }
}

function profileOf(points: Profile['points'], least: number): Profile {
  const floor = points.reduce((lowest, { misfit }) => Math.min(lowest, misfit), least)
  const bottom = points.findIndex(({ misfit }) => misfit === floor)
  const low = crossing(points.slice(0, bottom + 1).reverse(), floor)
  const high = crossing(points.slice(bottom), floor)
  return { points, low: low ?? 0, high: high ?? 1, isFlat: low === null && high === null }
}

/** Where the misfit first rises by RISE, between points by the root of the rise, which a parabola makes a straight line; null where it never does. */
function crossing(outward: Profile['points'], floor: number): number | null {
  for (const [k, { at, misfit }] of outward.entries()) {
    if (k === 0 || misfit - floor <= RISE) continue
    const before = outward[k - 1]
    if (misfit === Infinity) return before.at
    const [from, to] = [Math.sqrt(before.misfit - floor), Math.sqrt(misfit - floor)]
    return before.at + ((at - before.at) * (Math.sqrt(RISE) - from)) / (to - from)
  }
  return null
}
