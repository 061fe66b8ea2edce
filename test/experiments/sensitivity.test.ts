import { expect, test } from 'vitest'
import { type Analysis, clashIn, designOf, designRuns, readingOf, valuesAt } from '../../src/experiments/sensitivity.ts'
import { DEFAULT_SCENARIO } from '../../src/scenarios/parameters.ts'
import { DEFAULT_SETTINGS, numberParameter, VARIED_PATHS } from '../../src/scenarios/sensitivity.ts'
import { withValue } from '../../src/scenarios/timeline.ts'
import { syntheticAnalysis } from '../fixtures/synthetic-analysis.ts'

const scenario = withValue(DEFAULT_SCENARIO, 'seed', 11)

function analysisOf(settings: Partial<Analysis['settings']>, factors?: Analysis['factors']): Analysis {
  return {
    scenario,
    factors: factors ?? [
      { path: 'credit.coverage', low: 0.5, high: 1 },
      { path: 'credit.thickenMonths', low: 6, high: 8 },
    ],
    settings: { ...DEFAULT_SETTINGS, ...settings },
  }
}

const runsOf = (analysis: Analysis): ReturnType<typeof designRuns> => designRuns(analysis, designOf(analysis))

test('points of a block share their seeds, and no two blocks or replications do', () => {
  const runs = runsOf(analysisOf({ trajectories: 30, replications: 4 }))
  const seeds = new Map<string, Set<number>>()
  for (const {
    block,
    replication,
    scenario: { seed },
  } of runs) {
    const id = `${block} ${replication}`
    seeds.set(id, (seeds.get(id) ?? new Set()).add(seed))
  }
  expect(seeds.size).toBe(120)
  for (const own of seeds.values()) expect(own.size).toBe(1)
  expect(new Set([...seeds.values()].flatMap((own) => [...own])).size).toBe(120)
})

test.each(['morris', 'sobol'] as const)('%s: more blocks or replications leave the runs that there are', (method) => {
  const small = runsOf(analysisOf({ method, trajectories: 5, samples: 8, replications: 2 }))
  const large = runsOf(analysisOf({ method, trajectories: 12, samples: 32, replications: 3 }))
  const textOf = ({ set, scenario: { seed } }: (typeof small)[number]): string => JSON.stringify([set, seed])
  const known = new Set(large.map(textOf))
  expect(small.filter((run) => !known.has(textOf(run)))).toEqual([])
})

test('the scenario of a run has the values of its point and nothing else changed', () => {
  const [{ set, scenario: made }] = runsOf(analysisOf({ trajectories: 2 }))
  const { seed: _, credit, ...rest } = made
  const { seed: __, credit: before, ...restBefore } = scenario
  expect(rest).toEqual(restBefore)
  expect(credit).toEqual({
    ...before,
    coverage: set['credit.coverage'],
    thickenMonths: set['credit.thickenMonths'],
  })
})

test('every whole number of a range has an equal part of it, and the ends are reached', () => {
  const analysis = analysisOf({})
  const values = Array.from({ length: 301 }, (_, k) => valuesAt(analysis, [0, k / 300])['credit.thickenMonths'])
  expect(new Set(values)).toEqual(new Set([6, 7, 8]))
  expect(values.filter((value) => value === 7)).toHaveLength(100)
  expect(valuesAt(analysis, [1, 1])).toEqual({ 'credit.coverage': 1, 'credit.thickenMonths': 8 })
})

test('a point at which no market can be is found before anything runs', () => {
  const factors = [
    { path: 'needs.minLoan', low: 100, high: 1e6 },
    { path: 'credit.coverage', low: 0.5, high: 1 },
  ]
  const bad = analysisOf({}, factors)
  expect(clashIn(bad, designOf(bad))?.factor.path).toBe('needs.minLoan')
  const fine = analysisOf({})
  expect(clashIn(fine, designOf(fine))).toBeUndefined()
})

test('resamples are drawn with replacement, evenly, and are the same again', () => {
  const analysis = analysisOf({ method: 'sobol', samples: 16 })
  const { resamples, method, steps } = readingOf(analysis, designOf(analysis))
  expect([method, steps.length, resamples.length]).toEqual(['sobol', 16, 1000])
  expect(readingOf(analysis, designOf(analysis)).resamples).toEqual(resamples)
  const counts = new Array<number>(16).fill(0)
  for (const taken of resamples) for (let k = 0; k < taken.length; k++) counts[taken[k]]++
  // 16,000 draws: a thousand each, with a standard deviation of 31.
  for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(150)
  expect(resamples.some((taken) => new Set(Array.from(taken)).size < 16)).toBe(true)
})

/** Paths of parameters that take whole numbers, with room for small ranges above `from`. */
const WHOLE = VARIED_PATHS.flatMap((path) => {
  const { type, min, max } = numberParameter(path)!
  return type === 'integer' && max - min >= 12 ? [{ path, from: min }] : []
})

test('a linear model of whole numbers: effects are those of the whole range, for every small range and grid', () => {
  expect(WHOLE.length).toBeGreaterThan(10)
  let cases = 0
  for (let width = 1; width <= 12; width++) {
    for (const levels of [2, 4, 6, 8, 16, 64]) {
      const two = [WHOLE[width % WHOLE.length], WHOLE[(width + 1) % WHOLE.length]]
      const factors = [
        ...two.map(({ path, from }, k) => ({ path, low: from, high: from + (k === 0 ? width : 13 - width) })),
        { path: 'credit.coverage', low: 0.25, high: 0.75 },
      ]
      const slopes = [3 + width, -2, 8]
      const model = (values: readonly number[]): number => values.reduce((sum, x, k) => sum + slopes[k] * x, 0)
      const { found } = syntheticAnalysis('en', { trajectories: 6, levels }, { a: model }, factors)
      const screenings = found[0].method === 'morris' ? found[0].screenings : []
      screenings.forEach(({ mu, muStar, sigma, trajectories }, k) => {
        const effect = slopes[k] * (factors[k].high - factors[k].low)
        expect(trajectories).toBe(6)
        expect(mu.value).toBeCloseTo(effect, 9)
        expect(muStar.value).toBeCloseTo(Math.abs(effect), 9)
        expect(sigma.value).toBeCloseTo(0, 9)
        cases++
      })
    }
  }
  expect(cases).toBe(12 * 6 * 3)
})

test('of a factor with two values, no effect is larger than the outcomes differ', () => {
  const [{ path, from }] = WHOLE
  const factors = [
    { path, low: from, high: from + 1 },
    { path: 'credit.coverage', low: 0.5, high: 1 },
  ]
  for (const levels of [2, 4, 8, 64]) {
    // At most 0.25 + 0.5 · 1 between the two values.
    const model = ([n, x]: readonly number[]): number => (n === from ? 0 : 0.25 + 0.5 * x)
    const { found } = syntheticAnalysis('en', { trajectories: 40, levels }, { a: model }, factors)
    const [{ muStar }] = found[0].method === 'morris' ? found[0].screenings : []
    for (const effect of [muStar.value, muStar.low, muStar.high]) {
      expect(effect).toBeGreaterThanOrEqual(0.5)
      expect(effect).toBeLessThanOrEqual(0.75)
    }
  }
})
