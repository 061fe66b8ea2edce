/**
 * Trajectories for elementary effects: Morris 1991 on a grid of levels, far apart from one another in the sense of
 * Campolongo, Cariboni & Saltelli 2007. The farthest set cannot be found by trying all; each trajectory is the farthest
 * of some candidates from those taken before it (in the manner of Mitchell 1991), so that a larger design begins with
 * the smaller one.
 */
import { draw, openStream, uniform } from '../random/streams.ts'

/** One walk: its points in the unit cube, and which factor moves after each of them but the last. */
export interface Trajectory {
  readonly points: readonly (readonly number[])[]
  readonly moves: readonly number[]
}

export interface MorrisSize {
  readonly factors: number
  readonly trajectories: number
  /** Even, so that half of them can be stepped over from anywhere. */
  readonly levels: number
}

/** Candidates for each trajectory. */
const CHOICE = 10
/** Distances between coordinates that the choice of one trajectory may cost, so that large designs take seconds. */
const MOST_WORK = 1e7

/** The trajectories of a design; the same for the same seed and size. */
export function morrisDesign(size: MorrisSize, seed: number): Trajectory[] {
  const { factors, trajectories } = size
  const taken: Trajectory[] = []
  while (taken.length < trajectories) {
    const work = taken.length * (factors + 1) * (factors + 1) * factors
    const candidates = Math.max(1, Math.min(CHOICE, Math.floor(MOST_WORK / Math.max(1, work))))
    const drawn = Array.from({ length: candidates }, (_, k) => trajectory(size, seed, CHOICE * taken.length + k))
    taken.push(farthest(drawn, taken))
  }
  return taken
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
  const points = [from]
  for (const factor of order) {
    const next = [...points.at(-1)!]
    next[factor] += next[factor] < jump ? jump : -jump
    points.push(next)
  }
  return { points: points.map((point) => point.map((level) => level / (levels - 1))), moves: order }
}

/** The candidate with the largest sum of squared distances to those taken; the first of equals. */
function farthest(candidates: readonly Trajectory[], taken: readonly Trajectory[]): Trajectory {
  if (candidates.length === 1) return candidates[0]
  const spread = candidates.map((candidate) =>
    taken.reduce((sum, other) => {
      const distance = trajectoryDistance(candidate, other)
      return sum + distance * distance
    }, 0),
  )
  return candidates[spread.indexOf(Math.max(...spread))]
}

/** Sum of the distances between all points of one and all points of the other (Campolongo et al. 2007, eq. 10). */
function trajectoryDistance(a: Trajectory, b: Trajectory): number {
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
