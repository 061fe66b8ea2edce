/**
 * The method of simulated moments (McFadden 1989, Econometrica 57; Duffie & Singleton 1993; Gouriéroux & Monfort 1996):
 * the parameters at which means over a few runs come nearest to targets, under the same seeds everywhere, so that the
 * luck of one point is the luck of the next. Distances are weighed by what is known of them (two steps, Hansen 1982).
 */
import { chiSquareTail } from '../base/chi-square.ts'
import {
  type Eigen,
  type Matrix,
  product,
  symmetricEigen,
  symmetricPower,
  timesVector,
  transposed,
} from '../base/matrix.ts'
import {
  type Answer,
  type Evaluation,
  FitError,
  type MomentTarget,
  meanMoments,
  type Point,
  type Procedure,
  type Stage,
  scalesOf,
  toldUnknown,
} from './evaluation.ts'
import { type Profile, profiles } from './profiles.ts'
import { bestOf, misfitOf, type Tried, trustRegionSearch } from './trust-region.ts'

export interface MomentsSize {
  /** Runs of each point. */
  readonly replications: number
  /** Points of the design and of the searches; weights, slopes and profiles come on top. */
  readonly evaluations: number
}

export interface Weighting {
  /** The inverse of the covariance of simulated means less targets; where that is singular, of its diagonal. */
  readonly kind: 'inverse' | 'diagonal'
  /** That covariance. */
  readonly covariance: Matrix
  /** Mean part of the simulation's own noise in the variances of the moments; more replications lower it. */
  readonly noiseShare: number
  /** A root of the weight matrix: misfits are squares of what it makes of distances. */
  readonly root: Matrix
}

export interface Search {
  readonly from: Point
  readonly to: Point
  readonly misfit: number
  readonly converged: boolean
}

/** Everything in parts of the parameters' ranges. */
export interface MomentsFit {
  readonly method: 'smm'
  readonly estimate: Point
  /** Weighted sum of squared distances at the estimate: the J statistic. */
  readonly misfit: number
  readonly weighting: Weighting
  /** Change of each moment over the range of each parameter, at the estimate. */
  readonly jacobian: Matrix
  /** By the sandwich formula; Infinity of those with a part in a direction that moves nothing. */
  readonly standardErrors: readonly number[]
  /** Of the weighted Jacobian: standard deviations by which the moments move over the whole range, by direction. */
  readonly directions: readonly { readonly size: number; readonly direction: Point }[]
  /** Moments less parameters. */
  readonly degrees: number
  /** Chance of a misfit as large from noise alone; NaN where the weights are diagonal or no degrees are left. */
  readonly pValue: number
  readonly profiles: readonly Profile[]
  readonly searches: readonly Search[]
}

/** What the search found. */
interface Found {
  readonly tried: Tried[]
  readonly weighting: Weighting
  readonly searches: Search[]
}

/** Rounds of slopes and profiles, each from the best point of the one before. */
const ROUNDS = 3
/** An improvement of the misfit by less is not gone after. */
const WORTHWHILE = 0.1

/**
 * Fits the parameters: tries the design, then what searches from its best points ask for.
 * It has no chance of its own: seeds and design come from the caller.
 */
export function* simulatedMoments(
  moments: readonly MomentTarget[],
  { replications, evaluations }: MomentsSize,
  design: readonly Point[],
): Procedure<MomentsFit> {
  const seeds = firstSeeds(replications)
  const asked = design.map((point): Evaluation => ({ stage: 'design', point, seeds }))
  const means = (yield asked).map((answer) => meanMoments(answer, moments.length))
  const rough = diagonalRoot(scalesOf(moments, means))
  const roughly = design.map((point, k) => ({ point, residuals: timesVector(rough, gapsOf(moments, means[k])) }))
  const base = bestOf(roughly)
  if (misfitOf(base) === Infinity) {
    const { en, zh } = toldUnknown(moments, means)
    throw new FitError({ en: `no point of the design gave every moment${en}`, zh: `没有设计点测得全部矩${zh}` })
  }

  const weighting = yield* weigh(moments, base.point, replications, means)
  const tried = design.map((point, k) => ({ point, residuals: timesVector(weighting.root, gapsOf(moments, means[k])) }))
  const found: Found = { tried, weighting, searches: [] }
  const ask: Ask = (stage, search) => residualsOf(search, stage, seeds, moments, weighting.root)
  yield* searchAll(found, ask, evaluations - design.length)
  return yield* settled(moments, found, ask, seeds)
}

type Ask = <T>(stage: Stage, search: Generator<readonly Point[], T, readonly (readonly number[])[]>) => Procedure<T>

/** Lets something that thinks in residuals ask for moments. */
function* residualsOf<T>(
  search: Generator<readonly Point[], T, readonly (readonly number[])[]>,
  stage: Stage,
  seeds: readonly number[],
  moments: readonly MomentTarget[],
  root: Matrix,
): Procedure<T> {
  let turn = search.next()
  while (turn.done !== true) {
    const answers: readonly Answer[] = yield turn.value.map((point) => ({ stage, point, seeds }))
    turn = search.next(answers.map((answer) => timesVector(root, gapsOf(moments, meanMoments(answer, moments.length)))))
  }
  return turn.value
}

function firstSeeds(count: number): number[] {
  return Array.from({ length: count }, (_, k) => k)
}

function gapsOf(moments: readonly MomentTarget[], means: readonly number[]): number[] {
  return moments.map(({ target }, m) => means[m] - target)
}

function diagonalRoot(variances: readonly number[]): number[][] {
  return variances.map((variance, i) => variances.map((_, j) => (i === j ? 1 / Math.sqrt(variance) : 0)))
}

/** Runs for the covariance of k moments: more than there are moments, so that it has full rank. */
function weightRuns(moments: number, replications: number): number {
  return Math.max(replications, 2 * moments + 2)
}

/**
 * Covariance of means over replications less published figures: noise of the simulation at one point, from more runs
 * than there are moments, and what the figures leave open.
 */
function* weigh(
  moments: readonly MomentTarget[],
  point: Point,
  replications: number,
  design: Matrix,
): Procedure<Weighting> {
  const seeds = firstSeeds(weightRuns(moments.length, replications))
  const [answer] = yield [{ stage: 'weights', point, seeds }]
  const rows = answer.filter((row) => row.every((value) => Number.isFinite(value)))
  const means = meanMoments(rows, moments.length)
  const covariance = moments.map(({ variance }, i) =>
    moments.map((_, j) => {
      const products = rows.reduce((sum, row) => sum + (row[i] - means[i]) * (row[j] - means[j]), 0)
      return (i === j ? variance : 0) + (rows.length < 2 ? 0 : products / (rows.length - 1) / replications)
    }),
  )
  const shares = moments.map(({ variance }, m) => (covariance[m][m] > 0 ? 1 - variance / covariance[m][m] : 0))
  const noiseShare = shares.reduce((sum, share) => sum + share, 0) / moments.length
  const sizes = covariance.map((row, m) => (row[m] > 0 ? Math.sqrt(row[m]) : 1))
  // On one scale, so that units decide nothing about what counts as singular.
  const root = symmetricPower(
    covariance.map((row, i) => row.map((value, j) => value / (sizes[i] * sizes[j]))),
    -0.5,
  )
  if (root !== null)
    return { kind: 'inverse', covariance, noiseShare, root: root.map((row) => row.map((x, j) => x / sizes[j])) }
  const scales = scalesOf(moments, design)
  const variances = covariance.map((row, m) => (row[m] > 0 ? row[m] : scales[m]))
  return { kind: 'diagonal', covariance, noiseShare, root: diagonalRoot(variances) }
}

/** How far from all earlier ends a point of the design must lie for another search to start there. */
const ELSEWHERE = 0.25

/** From the best point; with points left, from the best that lies elsewhere, since misfits may have several valleys. */
function* searchAll({ tried, searches }: Found, ask: Ask, budget: number): Procedure<void> {
  const starts = [...tried].sort((a, b) => misfitOf(a) - misfitOf(b))
  const ends: Point[] = []
  const isElsewhere = ({ point }: Tried): boolean =>
    ends.every((end) => end.some((x, k) => Math.abs(x - point[k]) > ELSEWHERE))
  let left = budget
  for (const from of starts) {
    if (left < from.point.length + 2 || misfitOf(from) === Infinity) return
    if (!isElsewhere(from)) continue
    const end = yield* ask('search', trustRegionSearch(tried, from, left))
    searches.push({ from: from.point, to: end.best.point, misfit: misfitOf(end.best), converged: end.converged })
    ends.push(from.point, end.best.point)
    left -= end.spent
    if (!end.converged) return
  }
}

/** Slopes and profiles at the best point; where they find a better one, it is gone on from. */
function* settled(
  moments: readonly MomentTarget[],
  { tried, weighting, searches }: Found,
  ask: Ask,
  seeds: readonly number[],
): Procedure<MomentsFit> {
  for (let round = 1; ; round++) {
    const best = bestOf(tried)
    const jacobian = yield* centralSlopes(moments, best.point, seeds)
    const weighted = product(weighting.root, jacobian)
    const found = yield* ask('profile', profiles(tried, best, weighted))
    const lowest = bestOf(tried)
    if (round === ROUNDS || misfitOf(lowest) > misfitOf(best) - WORTHWHILE) {
      return { ...inference(moments, weighting, best, jacobian), profiles: found, searches }
    }
    const end = yield* ask('search', trustRegionSearch(tried, lowest, 10 * (best.point.length + 1)))
    searches.push({ from: lowest.point, to: end.best.point, misfit: misfitOf(end.best), converged: end.converged })
  }
}

/** Half the distance between the two points of a slope, in parts of the range. */
const STEP = 0.05

/** Slopes of the moments by central differences, at an end of the range one-sided. */
function* centralSlopes(moments: readonly MomentTarget[], at: Point, seeds: readonly number[]): Procedure<number[][]> {
  const pairs = at.map((x, k) => {
    const to = (value: number): Point => at.map((own, i) => (i === k ? value : own))
    return [to(Math.max(0, x - STEP)), to(Math.min(1, x + STEP))] as const
  })
  const answers = yield pairs.flat().map((point): Evaluation => ({ stage: 'slopes', point, seeds }))
  const columns = pairs.map(([low, high], k) => {
    const [below, above] = [answers[2 * k], answers[2 * k + 1]].map((answer) => meanMoments(answer, moments.length))
    return above.map((value, m) => (value - below[m]) / (high[k] - low[k]))
  })
  return transposed(columns)
}

/**
 * Covariance of the estimate (G′WG)⁻¹ G′WVWG (G′WG)⁻¹, with G the slopes, W the weights and V the covariance of the
 * distances (Gouriéroux & Monfort 1996, section 2.3); with W = V⁻¹ it is (G′WG)⁻¹.
 */
function inference(
  moments: readonly MomentTarget[],
  weighting: Weighting,
  best: Tried,
  jacobian: Matrix,
): Omit<MomentsFit, 'profiles' | 'searches'> {
  const { root, covariance, kind } = weighting
  const weighted = product(root, jacobian)
  const across = transposed(weighted)
  const information = product(across, weighted)
  const eigen = symmetricEigen(information)
  const { values, vectors } = eigen
  const weights = product(transposed(root), root)
  const filling = product(transposed(jacobian), product(weights, product(covariance, product(weights, jacobian))))
  const { inverse: bread, blind } = inverseOfTold(eigen)
  const sandwich = product(bread, product(filling, bread))
  const degrees = moments.length - best.point.length
  const misfit = misfitOf(best)
  return {
    method: 'smm',
    estimate: best.point,
    misfit,
    weighting,
    jacobian,
    standardErrors: best.point.map((_, k) => (blind[k] ? Infinity : Math.sqrt(sandwich[k][k]))),
    directions: values.map((value, k) => ({ size: Math.sqrt(Math.max(0, value)), direction: vectors[k] })),
    degrees,
    pValue: kind === 'inverse' ? chiSquareTail(misfit, degrees) : NaN,
  }
}

/** Part of the largest eigenvalue below which a direction moves nothing, and of a unit vector that counts as none. */
const BLIND = 1e-10
const NO_PART = 1e-6

/** The inverse on the directions that move something; which parameters have a part in the others. */
function inverseOfTold({ values, vectors }: Eigen): { readonly inverse: Matrix; readonly blind: readonly boolean[] } {
  const isTold = values.map((value) => value > BLIND * values[0])
  const among = (sum: (d: number) => number): number =>
    values.reduce((all, _, d) => (isTold[d] ? all + sum(d) : all), 0)
  return {
    inverse: vectors.map((_, i) => vectors.map((__, j) => among((d) => (vectors[d][i] * vectors[d][j]) / values[d]))),
    blind: vectors.map((_, k) => vectors.some((vector, d) => !isTold[d] && Math.abs(vector[k]) > NO_PART)),
  }
}
