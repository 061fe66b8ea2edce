import { expect, test } from 'vitest'
import { exp } from '../../src/base/math.ts'
import type { MomentTarget, Point } from '../../src/experiments/evaluation.ts'
import { type MomentsFit, simulatedMoments } from '../../src/experiments/simulated-moments.ts'
import { drive, luck, type Model, randomPoints } from '../fixtures/toy-model.ts'

const NOISE = 0.05
/** Four moments of two parameters, curved, with correlated noise. */
const curved: Model = ([a = NaN, b = NaN], seed) => {
  const [common = 0, ...own] = luck(seed, 5)
  const means = [exp(a) * (1 + b), a - b * b, a * b, 2 * b + a * a]
  return means.map((mean, m) => mean + NOISE * (0.7 * common + 0.7 * own[m]!))
}
const TRUTH: Point = [0.35, 0.6]
const exact = (values: readonly number[]): MomentTarget[] =>
  values.map((target, m) => ({ key: `m${m}`, target, variance: 0 }))
/** What the truth gives under one seed that no fit uses. */
const observed = (model: Model, seed: number): MomentTarget[] => exact(model(TRUTH, seed))

const SIZE = { replications: 4, evaluations: 60 }
const fitted = (model: Model, moments: readonly MomentTarget[], size = SIZE, parameters = 2): MomentsFit =>
  drive(simulatedMoments(moments, size, randomPoints(16, parameters)), model).result

test('finds the parameters of a model without noise', () => {
  const noiseless: Model = (point) => {
    const [a = NaN, b = NaN] = point
    return [exp(a) * (1 + b), a - b * b, a * b, 2 * b + a * a]
  }
  const { estimate, weighting, misfit, pValue } = fitted(noiseless, observed(noiseless, 0))
  // Nothing is known of moments without noise or tolerance but their spread over the design.
  expect(weighting.kind).toBe('diagonal')
  expect(pValue).toBeNaN()
  expect(misfit).toBeLessThan(0.02)
  for (const [k, x] of estimate.entries()) expect(x).toBeCloseTo(TRUTH[k]!, 1)
})

test('intervals cover the truth and the J statistic keeps its level', () => {
  const worlds = 200
  let [covered, profiled, rejected, tested] = [0, 0, 0, 0]
  for (let world = 0; world < worlds; world++) {
    const model: Model = (point, seed) => {
      const own = luck(seed, 4, world)
      const [a = NaN, b = NaN] = point
      return [a + b, a - b * b, a * b, 2 * b + a * a].map((mean, m) => mean + NOISE * own[m]!)
    }
    const moments = model(TRUTH, 1_000_000).map((target, m) => ({ key: `m${m}`, target, variance: NOISE * NOISE }))
    const { estimate, standardErrors, pValue, profiles } = fitted(model, moments)
    for (const [k, x] of estimate.entries()) {
      tested++
      if (Math.abs(x - TRUTH[k]!) <= 1.96 * standardErrors[k]!) covered++
    }
    for (const [k, { low, high }] of profiles.entries()) if (low <= TRUTH[k]! && TRUTH[k]! <= high) profiled++
    if (pValue < 0.05) rejected++
  }
  // Shares of 200 worlds have standard errors of 1.5 points: these ends are 2.6 of them from 95 %, and 4.5 from 5 %.
  expect(covered / tested).toBeGreaterThan(0.91)
  expect(covered / tested).toBeLessThan(0.99)
  expect(profiled / tested).toBeGreaterThan(0.91)
  expect(profiled / tested).toBeLessThan(0.99)
  expect(rejected / worlds).toBeLessThan(0.12)
})

test('the covariance of the moments is that of their noise over the replications, with its correlations', () => {
  const { weighting } = fitted(curved, observed(curved, 999), { replications: 40, evaluations: 30 })
  expect(weighting.kind).toBe('inverse')
  const sd = (m: number): number => Math.sqrt(weighting.covariance[m]![m]!)
  for (let m = 0; m < 4; m++) expect(sd(m)).toBeCloseTo((NOISE * 0.7 * Math.SQRT2) / Math.sqrt(40), 2)
  // Half of the variance is common to all.
  expect(weighting.covariance[0]![1]! / (sd(0) * sd(1))).toBeGreaterThan(0.2)
})

test('weights turn diagonal where the covariance of the moments is singular', () => {
  // The third moment is the sum of the others, whatever the seed.
  const doubled: Model = (point, seed) => {
    const [x = NaN, y = NaN] = curved(point, seed)
    return [x, y, x + y]
  }
  const { weighting, pValue, estimate } = fitted(doubled, exact(doubled(TRUTH, 77)))
  expect(weighting.kind).toBe('diagonal')
  expect(weighting.root.map((row, i) => row.every((x, j) => (i === j ? x > 0 : x === 0)))).toEqual([true, true, true])
  expect(pValue).toBeNaN()
  for (const [k, x] of estimate.entries()) expect(Math.abs(x - TRUTH[k]!)).toBeLessThan(0.15)
})

test('a parameter that no moment tells is found out', () => {
  const blind: Model = ([a = NaN], seed) => curved([a, 0.6], seed)
  const { profiles, directions, standardErrors } = fitted(blind, observed(blind, 5))
  expect(profiles.map(({ isFlat }) => isFlat)).toEqual([false, true])
  expect(directions.at(-1)!.size).toBeLessThan(1e-6)
  expect(Math.abs(directions.at(-1)!.direction[1]!)).toBeCloseTo(1, 9)
  // The other parameter is told as well as ever.
  expect(standardErrors).toEqual([expect.closeTo(0.02, 1.5), Infinity])
})

test('parameters that only their sum tells have a direction without size, though each moves the moments', () => {
  const summed: Model = ([a = NaN, b = NaN], seed) => {
    const [x = 0, y = 0, z = 0] = luck(seed, 3)
    return [a + b + NOISE * x, (a + b) * (a + b) + NOISE * y, exp(a + b) + NOISE * z]
  }
  const moments = summed([0.5, 0.5], 9).map((target, m) => ({ key: `m${m}`, target, variance: NOISE * NOISE }))
  const { profiles, directions } = fitted(summed, moments)
  const weak = directions.at(-1)!
  expect(weak.size).toBeLessThan(0.1 * directions[0]!.size)
  expect(weak.direction[0]! * weak.direction[1]!).toBeCloseTo(-0.5, 1)
  expect(profiles.every(({ isFlat }) => isFlat)).toBe(true)
})

test('of several valleys the deepest is taken, and all searches are told', () => {
  const waves: Model = ([a = NaN], seed) => {
    const [x = 0, y = 0] = luck(seed, 2)
    const wave = (a - 0.2) * (a - 0.75)
    return [wave * wave + 0.01 * x, a * 0.2 + 0.01 * y]
  }
  const { estimate, searches } = fitted(waves, exact([0, 0.15]), { replications: 4, evaluations: 60 }, 1)
  expect(Math.abs(estimate[0]! - 0.75)).toBeLessThan(0.1)
  expect(searches.length).toBeGreaterThan(1)
  for (const { misfit } of searches) expect(misfit).toBeGreaterThanOrEqual(searches[0]!.misfit - 1e-9)
})

test('points where a run fails are walked around', () => {
  const holed: Model = (point, seed) => (point[0]! > 0.5 ? [NaN, NaN, NaN, NaN] : curved(point, seed))
  const { estimate, profiles } = fitted(holed, observed(curved, 3))
  for (const [k, x] of estimate.entries()) expect(Math.abs(x - TRUTH[k]!)).toBeLessThan(0.12)
  expect(profiles[0]!.points.at(-1)!.misfit).toBe(Infinity)
  expect(profiles[0]!.high).toBeLessThanOrEqual(0.5)
  expect(() => fitted(() => [NaN, NaN, NaN], exact([1, 1, 1]))).toThrow('nowhere measured: m0, m1, m2')
})

test('an optimum at the end of a range is found there', () => {
  const { estimate } = fitted(curved, exact(curved([1.4, 0.6], 8)))
  expect(estimate[0]).toBe(1)
})

test('every point shares the seeds, and the budget of points is kept', () => {
  const procedure = simulatedMoments(observed(curved, 4), SIZE, randomPoints(16, 2))
  const { evaluations } = drive(procedure, curved)
  const counted = evaluations.filter(({ stage }) => ['design', 'search'].includes(stage))
  expect(counted.length).toBeLessThanOrEqual(60)
  for (const { stage, seeds } of evaluations) expect(seeds).toHaveLength(stage === 'weights' ? 10 : 4)
  expect(evaluations.every(({ point }) => point.every((x) => x >= 0 && x <= 1))).toBe(true)
})
