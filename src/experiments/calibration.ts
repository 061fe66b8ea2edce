/** A calibration: which [free] parameters of a scenario move over which ranges to meet which published targets. */
import type { Bilingual } from '../base/vocabulary.ts'
import type { MeasuredTarget, Target } from '../measures/targets.ts'
import { replicationSeed } from '../random/replication.ts'
import { latinHypercube } from '../scenarios/design.ts'
import type { Scenario } from '../scenarios/scenario.ts'
import { type Factor, numberParameter } from '../scenarios/sensitivity.ts'
import { withValues } from '../scenarios/with-values.ts'
import type { Evaluation, MomentTarget, Point, Procedure } from './evaluation.ts'
import { firstPopulation, LEAST_PARTICLES, type PosteriorFit, populationMonteCarlo } from './population-monte-carlo.ts'
import { type Block, clashIn, type PointClash, valuesAt } from './sensitivity.ts'
import { type MomentsFit, simulatedMoments } from './simulated-moments.ts'

export type CalibrationMethod = 'smm' | 'abc'

export interface CalibrationSettings {
  readonly method: CalibrationMethod
  readonly replications: number
  readonly evaluations: number
}

/** A target marked `fit`: the only kind that a calibration may be given. */
export interface FitTarget extends MeasuredTarget {
  readonly use: 'fit'
}

export interface Calibration {
  readonly scenario: Scenario
  readonly free: readonly Factor[]
  readonly targets: readonly FitTarget[]
  readonly settings: CalibrationSettings
}

export type CalibrationFit = MomentsFit | PosteriorFit

/** More than these are too many for slopes from a few dozen points. */
export const MAX_FREE = 10
/** Runs of a point; more belong into more points. */
export const MAX_FIT_REPLICATIONS = 100
export const MAX_EVALUATIONS = 100_000

/**
 * The targets of these keys, or of no keys all that are marked `fit` and of this scenario's ages. What is wrong with
 * the keys is told in words: a held-out target, above all, is evidence only while nothing is fitted to it.
 */
export function fitTargets(
  targets: readonly Target[],
  ages: Scenario['population']['ages'],
  keys: readonly string[] | undefined,
): { readonly targets: readonly FitTarget[]; readonly faults: readonly Bilingual[] } {
  const isFit = (target: Target): target is FitTarget => target.use === 'fit' && target.kind === 'range'
  const ofAges = (target: Target): boolean => target.ages === undefined || target.ages === ages
  const allowed = targets.filter(isFit).filter(ofAges)
  if (keys === undefined) return { targets: allowed, faults: [] }
  const faults = keys.flatMap((key): Bilingual[] => {
    if (allowed.some((target) => target.key === key)) return []
    const named = targets.find((target) => target.key === key)
    if (named === undefined) return [{ en: `there is no target ${key}`, zh: `没有目标 ${key}` }]
    if (named.use !== 'fit') {
      const en = `${key} is marked ${named.use}, and only targets marked fit may be fitted to`
      return [{ en, zh: `${key} 标为 ${named.use}，只能拟合标为 fit 的目标` }]
    }
    const en = `${key} means something only where population.ages is ${named.ages}`
    return [{ en, zh: `仅当 population.ages 为 ${named.ages} 时，${key} 才有意义` }]
  })
  return { targets: allowed.filter(({ key }) => keys.includes(key)), faults }
}

/** Standard deviations that half a published range is worth: the range is read as the 95 % interval of a normal. */
const HALF_RANGE = 1.959963984540054

/** The middle of a published range, and how much the range leaves open. */
function momentOf({ key, low, high }: FitTarget): MomentTarget {
  const deviation = (high - low) / 2 / HALF_RANGE
  return { key, target: (low + high) / 2, variance: deviation * deviation }
}

/** Points that a calibration takes when nobody says: enough for a search, or for a distribution. */
export function defaultEvaluations(method: CalibrationMethod, parameters: number): number {
  return method === 'smm' ? 20 * (parameters + 1) : 300 * (parameters + 1)
}

export function leastEvaluations(method: CalibrationMethod, parameters: number): number {
  if (method === 'smm') return 6 * (parameters + 1)
  let least = LEAST_PARTICLES
  while (firstPopulation(least) < LEAST_PARTICLES) least++
  return least
}

/** Where the scenario's own values lie; null where one of them lies outside its range. */
function ownPoint({ scenario, free }: Calibration): Point | null {
  const point = free.map(({ path, low, high }) => (ownValue(scenario, path) - low) / (high - low))
  return point.every((x) => x >= 0 && x <= 1) ? point : null
}

/** The point at which the values that run lie, in parts of the ranges; it runs as the point it comes from. */
function asRun(calibration: Calibration, point: Point): Point {
  const values = freeValues(calibration, point)
  return calibration.free.map(({ path, low, high }, k) =>
    isWhole(path) ? (values[path] - low) / (high - low) : point[k],
  )
}

/** The point nearest to a mean over points that ran whose values can run: of whole numbers the nearest. */
function nearestRun({ free }: Calibration, point: Point): Point {
  return free.map(({ path, low, high }, k) =>
    isWhole(path) ? Math.round(point[k] * (high - low)) / (high - low) : point[k],
  )
}

export function isWhole(path: string): boolean {
  return numberParameter(path)?.type === 'integer'
}

export function ownValue(scenario: Scenario, path: string): number {
  let value: unknown = scenario
  for (const key of path.split('.')) value = (value as { readonly [key: string]: unknown })[key]
  return value as number
}

/** Runs of the fitted and of the original values at the end, that say what became of every target. */
const CLOSING_RUNS = 8

/** The fit, and runs at its estimate and at the scenario's own values. Points of a design depend on the seed. */
export function* calibrationProcedure(calibration: Calibration): Procedure<CalibrationFit> {
  const { scenario, free, targets, settings } = calibration
  const { method, evaluations, replications } = settings
  const own = ownPoint(calibration)
  const size = method === 'smm' ? Math.floor(evaluations / 3) : firstPopulation(evaluations)
  const spread = latinHypercube(free, method === 'smm' && own !== null ? size - 1 : size, scenario.seed)
  const moments = targets.map(momentOf)
  const found: CalibrationFit = yield* method === 'smm'
    ? simulatedMoments(moments, settings, own === null ? spread : [own, ...spread])
    : populationMonteCarlo(moments, settings, spread, scenario.seed, (point) => asRun(calibration, point))
  const fit = { ...found, estimate: nearestRun(calibration, found.estimate) }
  const seeds = Array.from({ length: Math.max(replications, CLOSING_RUNS) }, (_, k) => k)
  const closing: Evaluation[] = [{ stage: 'estimate', point: fit.estimate, seeds }]
  if (own !== null) closing.push({ stage: 'start', point: own, seeds })
  yield closing
  return fit
}

/** The parameters' values at a point. */
export function freeValues({ free }: Pick<Calibration, 'free'>, point: Point): { readonly [path: string]: number } {
  return valuesAt({ factors: free }, point)
}

/** The run of an evaluation under one of its seeds. Number 0 is the scenario's own seed. */
export function scenarioOf(calibration: Calibration, point: Point, seed: number): Scenario {
  const { scenario } = calibration
  return withValues(scenario, {
    ...freeValues(calibration, point),
    seed: replicationSeed(scenario.seed, seed),
  })
}

/** The first corner of the ranges whose values together make no market. */
export function clashAtCorners({ scenario, free }: Pick<Calibration, 'scenario' | 'free'>): PointClash | undefined {
  const corners = Array.from({ length: 1 << free.length }, (_, corner) =>
    free.map((_, k) => ((corner >> k) & 1 ? 1 : 0)),
  )
  const block: Block = { points: corners, steps: [] }
  return clashIn({ scenario, factors: free }, [block])
}
