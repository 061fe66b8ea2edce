/**
 * Trajectories for elementary effects: Morris 1991 on a grid of levels, far apart from one another in the sense of
 * Campolongo, Cariboni & Saltelli 2007. The farthest set cannot be found by trying all; trajectories are taken one by
 * one instead, each the farthest from those taken, as Ruano et al. 2012 (Environmental Modelling & Software 37) do.
 */
import type { Step } from '../measures/elementary-effects.ts'
import { draw, openStream, uniform } from '../random/streams.ts'

/** One walk: its points in the unit cube, and what moves between them. */
export interface Trajectory {
  readonly points: readonly (readonly number[])[]
  readonly steps: readonly Step[]
}

export interface MorrisSize {
  readonly factors: number
  readonly trajectories: number
  /** Even, so that half of them can be stepped over from anywhere. */
  readonly levels: number
}

/** Candidates for each trajectory that is wanted. */
const CHOICE = 10
/** Distances between coordinates that a choice may cost, so that large designs take seconds and no more. */
const MOST_WORK = 4e8

/** The trajectories of a design; the same for the same seed and size. */
export function morrisDesign(size: MorrisSize, seed: number): Trajectory[] {
  const { factors, trajectories } = size
  const work = trajectories * (factors + 1) * (factors + 1) * factors
  const candidates = Math.max(trajectories, Math.min(CHOICE * trajectories, Math.floor(MOST_WORK / work)))
  const drawn = Array.from({ length: candidates }, (_, k) => trajectory(size, seed, k))
  return farApart(drawn, trajectories)
}

/** A random walk that moves every factor once, in random order, by half the levels. */
function trajectory({ factors, levels }: MorrisSize, seed: number, k: number): Trajectory {
  const stream = openStream(seed, 'sensitivity/morris')
  const out = new Int32Array(2)
  const uniforms = Array.from({ length: factors }, (_, factor) => {
    draw(stream, k, factor, 0, out)
    const [base, up] = [uniform(out[0]), uniform(out[1])]
    draw(stream, k, factor, 1, out)
    return { base, up, rank: uniform(out[0]) }
  })
  const jump = levels / 2
  const from = uniforms.map(({ base, up }) => Math.floor(base * jump) + (up < 0.5 ? 0 : jump))
  const order = uniforms.map((_, factor) => factor).sort((a, b) => uniforms[a].rank - uniforms[b].rank || a - b)
  const [points, steps]: [number[][], Step[]] = [[from], []]
  for (const factor of order) {
    const next = [...points.at(-1)!]
    const sign = next[factor] < jump ? 1 : -1
    next[factor] += sign * jump
    points.push(next)
    steps.push({ factor, delta: (sign * jump) / (levels - 1) })
  }
  return { points: points.map((point) => point.map((level) => level / (levels - 1))), steps }
}

/** Takes the first, then always the one with the largest sum of squared distances to those taken. */
function farApart(candidates: readonly Trajectory[], count: number): Trajectory[] {
  const taken = [0]
  const spread = new Float64Array(candidates.length)
  while (taken.length < count) {
    const latest = candidates[taken.at(-1)!]
    let best = -1
    for (let k = 0; k < candidates.length; k++) {
      if (taken.includes(k)) continue
      if (candidates.length > count) {
        const distance = trajectoryDistance(candidates[k], latest)
        spread[k] += distance * distance
      }
      if (best < 0 || spread[k] > spread[best]) best = k
    }
    taken.push(best)
  }
  return taken.map((k) => candidates[k])
}

/** Sum of the distances between all points of one and all points of the other (Campolongo et al. 2007, eq. 10). */
export function trajectoryDistance(a: Trajectory, b: Trajectory): number {
  let sum = 0
  for (const from of a.points) {
    for (const to of b.points) {
      let squares = 0
      for (let k = 0; k < from.length; k++) squares += (from[k] - to[k]) * (from[k] - to[k])
      sum += Math.sqrt(squares)
    }
  }
  return sum
}
