import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import {
  type Calibration,
  type CalibrationFit,
  calibrationProcedure,
  clashAtCorners,
  defaultEvaluations,
  type FitTarget,
  fitTargets,
  freeValues,
  leastEvaluations,
  scenarioOf,
} from '../../src/experiments/calibration.ts'
import type { Evaluation } from '../../src/experiments/evaluation.ts'
import { summaryOf } from '../../src/experiments/runs.ts'
import { readTargets, TARGET_USES } from '../../src/measures/targets.ts'
import { runScenario } from '../../src/run/run.ts'
import { DEFAULT_SCENARIO } from '../../src/scenarios/parameters.ts'
import type { Scenario } from '../../src/scenarios/scenario.ts'
import { withValue } from '../../src/scenarios/timeline.ts'
import { withValues } from '../../src/scenarios/with-values.ts'
import { cases } from '../size.ts'

const published = readTargets(parse(readFileSync('targets.yaml', 'utf8')))

test('nothing but targets marked fit can be fitted to', () => {
  const { targets, faults } = fitTargets(published, 'users', undefined)
  expect(faults).toEqual([])
  expect(targets.length).toBeGreaterThan(5)
  expect(new Set(targets.map(({ use }) => use))).toEqual(new Set(['fit']))
  for (const use of TARGET_USES.filter((one) => one !== 'fit')) {
    for (const target of published.filter((one) => one.use === use)) {
      const asked = fitTargets(published, target.ages ?? 'users', [target.key, 'late90'])
      expect(asked.targets.map(({ key }) => key)).toEqual(['late90'])
      expect(asked.faults.map(({ en }) => en)).toEqual([
        `${target.key} is marked ${use}, and only targets marked fit may be fitted to`,
      ])
    }
  }
})

test('keys that no target has, and targets of other ages', () => {
  const faultsOf = (of: typeof published, keys: readonly string[]): string[] =>
    fitTargets(of, 'users', keys).faults.map(({ en }) => en)
  expect(faultsOf(published, ['late9'])).toEqual(['there is no target late9'])
  const aged = published.map((target) =>
    target.key === 'late90' ? { ...target, ages: 'population' as const } : target,
  )
  expect(faultsOf(aged, ['late90'])).toEqual(['late90 means something only where population.ages is population'])
  expect(fitTargets(aged, 'users', undefined).targets.map(({ key }) => key)).not.toContain('late90')
})

/** Few months of more people tell as much and cost less: a market so small does little but set prices and designs. */
const SMALL = {
  'population.consumers': cases(1000, 600),
  'horizon.burnIn': cases(1, 3),
  'horizon.months': cases(3, 6),
  'products.mode': 'fixed',
  'pricing.shopperSample': 64,
}
const small = withValues(DEFAULT_SCENARIO, SMALL)

function valuesOf(scenario: Scenario, outcomes: readonly string[]): number[] {
  const found = new Map(summaryOf(scenario, runScenario(scenario)).outcomes.map(({ key, value }) => [key, value]))
  return outcomes.map((key) => found.get(key) ?? NaN)
}

/** Targets from runs of the model itself at known values, under seeds that no fit uses; a range is that of the mean of two. */
function syntheticTargets(scenario: Scenario, outcomes: readonly string[]): FitTarget[] {
  const runs = 8
  const counted = 2
  const rows = Array.from({ length: runs }, (_, k) => valuesOf(withValue(scenario, 'seed', 90_000 + k), outcomes))
  return outcomes.map((outcome, m): FitTarget => {
    const values = rows.map((row) => row[m]!)
    const mean = values.reduce((sum, value) => sum + value, 0) / runs
    const centre = values.slice(0, counted).reduce((sum, value) => sum + value, 0) / counted
    const squares = values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0)
    const half = 1.96 * Math.sqrt(squares / (runs - 1) / counted)
    const words = { en: outcome, zh: outcome, source: 'the model', note: '', ages: undefined }
    const range = { low: centre - half, high: centre + half, unit: '1' as const }
    return { ...words, ...range, key: outcome, outcome, kind: 'range', use: 'fit', mark: 'derived' }
  })
}

function fitted(calibration: Calibration): CalibrationFit {
  const outcomes = calibration.targets.map(({ outcome }) => outcome)
  const procedure = calibrationProcedure(calibration)
  let turn = procedure.next()
  while (turn.done !== true) {
    turn = procedure.next(
      turn.value.map(({ point, seeds }) =>
        seeds.map((seed) => valuesOf(scenarioOf(calibration, point, seed), outcomes)),
      ),
    )
  }
  return turn.value
}

/**
 * The identification test on the market itself. It passes when every parameter lies within three standard errors of the
 * value that made the data (a sound program fails in less than one of a hundred worlds; the seeds are fixed), when these
 * errors are below a quarter of the range, so that this says something, and when the parameter that moves nothing is
 * named as not identified.
 */
test('recovers the values that made the data, and names the one that nothing tells', () => {
  // Not price sensitivity: over its whole range these outcomes of a small market move by three standard deviations at most.
  const truth = { 'lenders.licensed.fundsRate': 0.05, 'choice.borrowing': -0.5 }
  const at = withValues(small, truth)
  const free = [
    { path: 'lenders.licensed.fundsRate', low: 0.02, high: 0.12 },
    { path: 'choice.borrowing', low: -2, high: 2 },
    // Nothing of it is seen where there are no P2P platforms.
    { path: 'p2p.sensitivity', low: 1, high: 100 },
  ]
  const targets = syntheticTargets(at, ['apr.mean', 'nim', 'served.all', 'adopted'])
  const settings = { method: 'smm' as const, replications: cases(2, 3), evaluations: 24 }
  const fit = fitted({ scenario: small, free, targets, settings })
  if (fit.method !== 'smm') throw new Error('another method')
  for (const [k, value] of Object.values(truth).entries()) {
    const { low, high } = free[k]!
    const error = fit.standardErrors[k]!
    expect(Math.abs(fit.estimate[k]! - (value - low) / (high - low))).toBeLessThan(3 * error)
    expect(error).toBeLessThan(0.25)
  }
  expect(fit.standardErrors[2]).toBe(Infinity)
  expect(fit.directions.at(-1)).toEqual({ size: 0, direction: [0, 0, 1] })
  expect(fit.profiles.map(({ isFlat }) => isFlat)).toEqual([false, false, true])
  expect(fit.pValue).toBeGreaterThan(0.001)
})

/** The same for a posterior: the truth in its middle 95 %, and that narrower than the range by far. */
test('a posterior of the market holds the value that made the data', () => {
  const truth = -0.5
  const scenario = withValue(small, 'population.consumers', cases(400, 600))
  const free = [{ path: 'choice.borrowing', low: -2, high: 2 }]
  const targets = syntheticTargets(withValue(scenario, 'choice.borrowing', truth), ['served.all', 'adopted'])
  const settings = { method: 'abc' as const, replications: 1, evaluations: leastEvaluations('abc', 1) }
  const fit = fitted({ scenario, free, targets, settings })
  if (fit.method !== 'abc') throw new Error('another method')
  const [low, , high] = fit.quantiles[0]!
  expect((truth + 2) / 4).toBeGreaterThanOrEqual(low)
  expect((truth + 2) / 4).toBeLessThanOrEqual(high)
  expect(high - low).toBeLessThan(0.5)
})

test('the design begins with the scenario itself where it lies inside the ranges', () => {
  const calibration: Calibration = {
    scenario: DEFAULT_SCENARIO,
    free: [{ path: 'tastes.priceSensitivity', low: 1, high: 5 }],
    targets: fitTargets(published, 'users', ['late90']).targets,
    settings: { method: 'smm', replications: 2, evaluations: 30 },
  }
  const firstOf = (changed: Partial<Calibration>) =>
    calibrationProcedure({ ...calibration, ...changed }).next().value as Evaluation[]
  const points = firstOf({}).map(({ point }) => point)
  expect(points[0]).toEqual([0.25])
  expect(points).toHaveLength(10)
  expect(firstOf({ free: [{ path: 'tastes.priceSensitivity', low: 3, high: 5 }] })).toHaveLength(10)
  expect(scenarioOf(calibration, [0.5], 0)).toEqual(withValue(DEFAULT_SCENARIO, 'tastes.priceSensitivity', 3))
  expect(scenarioOf(calibration, [0.5], 1).seed).not.toBe(DEFAULT_SCENARIO.seed)
  // Whole numbers each have an equal part of the range.
  const whole = { free: [{ path: 'choice.maxApplications', low: 1, high: 4 }] }
  expect([0, 0.24, 0.26, 1].map((x) => freeValues(whole, [x])['choice.maxApplications'])).toEqual([1, 1, 2, 4])
})

test('corners of the ranges that make no market are found', () => {
  const corner = (low: number, high: number) =>
    clashAtCorners({ scenario: DEFAULT_SCENARIO, free: [{ path: 'promotion.campaignMonths', low, high }] })
  expect(corner(1, 2)).toBeUndefined()
  expect(corner(1, 24)?.factor.path).toBe('promotion.campaignMonths')
})

test('defaults are enough for their methods', () => {
  for (const method of ['smm', 'abc'] as const) {
    for (const parameters of [1, 3, 10]) {
      expect(defaultEvaluations(method, parameters)).toBeGreaterThan(2 * leastEvaluations(method, parameters))
    }
  }
})
