import { expect, test } from 'vitest'
import { normalCdf } from '../../src/base/normal.ts'
import type { Point } from '../../src/experiments/evaluation.ts'
import {
  firstPopulation,
  type PosteriorFit,
  populationMonteCarlo,
} from '../../src/experiments/population-monte-carlo.ts'
import { drive, luck, type Model, randomPoints } from '../fixtures/toy-model.ts'
import { cases } from '../size.ts'

const infer = (
  model: Model,
  targets: readonly number[],
  parameters: number,
  evaluations: number,
  seed = 1,
): PosteriorFit => {
  const moments = targets.map((target, m) => ({ key: `m${m}`, target, variance: 1 }))
  const design = randomPoints(firstPopulation(evaluations), parameters, seed)
  return drive(populationMonteCarlo(moments, { replications: 1, evaluations }, design, seed), model).result
}

/** Normal with a standard deviation of a tenth around the parameter. */
const SD = 0.1
const normalModel: Model = (point, seed) => point.map((x, k) => x + SD * luck(seed, 2)[k]!)

test('finds the posterior that is known: normal with the noise of the model, cut off at the range', () => {
  // One datum at the middle: normal with a standard deviation of 0.1 nearly inside the range.
  const { estimate, standardDeviations, quantiles, populations } = infer(normalModel, [0.5], 1, 6000)
  expect(estimate[0]).toBeCloseTo(0.5, 1.5)
  expect(standardDeviations[0]! / SD).toBeGreaterThan(0.9)
  expect(standardDeviations[0]! / SD).toBeLessThan(1.15)
  expect(quantiles[0]![0]).toBeCloseTo(0.5 - 1.96 * SD, 1.3)
  expect(quantiles[0]![2]).toBeCloseTo(0.5 + 1.96 * SD, 1.3)
  expect(populations.at(-1)!.tolerance).toBeLessThan(0.05)
})

test('a posterior at the end of a range is cut off there, and its mean shifted inwards', () => {
  const { estimate, quantiles } = infer(normalModel, [0.05], 1, 6000)
  // Mean of a normal around 0.05 above 0: 0.05 + 0.1 φ(0.5) / Φ(0.5).
  const mean = 0.05 + (SD * 0.35206532676429947) / normalCdf(0.5)
  expect(Math.abs(estimate[0]! - mean)).toBeLessThan(0.012)
  expect(quantiles[0]![0]).toBeGreaterThan(0)
})

test('tolerances fall, runs are counted, and a model that leaves nothing to gain stops early', () => {
  const { populations, particles, converged } = infer(normalModel, [0.5, 0.5], 2, 2000)
  const tolerances = populations.map(({ tolerance }) => tolerance)
  expect(tolerances).toEqual(tolerances.toSorted((a, b) => b - a))
  expect(populations).toHaveLength(8)
  expect(converged).toBe(false)
  expect(particles.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 12)
  // Nothing but noise, the parameter of no effect.
  const noise: Model = (_, seed) => [luck(seed, 1)[0]!]
  const blind = infer(noise, [0], 1, 4000)
  expect(blind.standardDeviations[0]! * Math.sqrt(12)).toBeGreaterThan(0.9)
  const still = infer(() => [1], [0], 1, 4000)
  expect([still.converged, still.populations.length]).toEqual([true, 2])
})

test('credible intervals hold the truth as often as they say, over truths drawn from the prior', () => {
  const worlds = cases(50, 150)
  let covered = 0
  for (const [world, truth] of randomPoints(worlds, 1, 9).entries()) {
    const model: Model = ([x = NaN], seed) => [x + 0.2 * luck(seed, 1, world + 1)[0]!]
    const [datum = NaN] = model(truth, 1_000_000)
    const [low, , high] = infer(model, [datum], 1, 800, world + 1).quantiles[0]!
    if (truth[0]! >= low && truth[0]! <= high) covered++
  }
  // At 95 % fewer than 43 of 50, or 133 of 150, happen in less than one of 200 sound programs, and so do all of 150.
  expect(covered).toBeGreaterThanOrEqual(cases(43, 133))
  expect(covered).toBeLessThan(150)
})

test('every point has seeds of its own', () => {
  const moments = [{ key: 'm', target: 0.5, variance: 1 }]
  const size = { replications: 2, evaluations: 90 }
  const { evaluations } = drive(populationMonteCarlo(moments, size, randomPoints(20, 1), 3), normalModel)
  expect(evaluations).toHaveLength(90)
  expect(evaluations.flatMap(({ seeds }) => seeds)).toEqual(Array.from({ length: 180 }, (_, k) => k))
})

test('points that fail are dropped; a design of which most fail is refused', () => {
  const holed =
    (at: number): Model =>
    (point: Point, seed) =>
      point[0]! < at ? [NaN] : normalModel(point, seed)
  const { particles } = infer(holed(0.2), [0.25], 1, 800)
  expect(particles.every(({ point }) => point[0]! >= 0.2)).toBe(true)
  expect(() => infer(holed(0.9), [0.5], 1, 400)).toThrow('fewer than half')
})
