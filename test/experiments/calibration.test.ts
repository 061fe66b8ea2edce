import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import {
  type Calibration,
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
      expect(asked.faults).toEqual([`${target.key} is marked ${use}, and only targets marked fit may be fitted to`])
    }
  }
})

test('keys that no target has, and targets of other ages', () => {
  expect(fitTargets(published, 'users', ['late9']).faults).toEqual(['there is no target late9'])
  const aged = published.map((target) =>
    target.key === 'late90' ? { ...target, ages: 'population' as const } : target,
  )
  expect(fitTargets(aged, 'users', ['late90']).faults).toEqual([
    'late90 means something only where population.ages is population',
  ])
  expect(fitTargets(aged, 'users', undefined).targets.map(({ key }) => key)).not.toContain('late90')
})

const SMALL = { 'population.consumers': 800, 'horizon.burnIn': 3, 'horizon.months': 6 }
const small = Object.entries(SMALL).reduce(
  (scenario, [path, value]) => withValue(scenario, path, value),
  DEFAULT_SCENARIO,
)

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

function fitted(calibration: Calibration) {
  const outcomes = calibration.targets.map(({ outcome }) => outcome)
  const procedure = calibrationProcedure(calibration)
  const evaluations: Evaluation[] = []
  let turn = procedure.next()
  while (turn.done !== true) {
    evaluations.push(...turn.value)
    turn = procedure.next(
      turn.value.map(({ point, seeds }) =>
        seeds.map((seed) => valuesOf(scenarioOf(calibration, point, seed), outcomes)),
      ),
    )
  }
  return { fit: turn.value, evaluations }
}

/**
 * The identification test on the market itself. It passes when every parameter lies within three standard errors of the
 * value that made the data (a sound program fails in less than one of a hundred worlds; the seeds are fixed), when these
 * errors are below a quarter of the range, so that this says something, and when the parameter that moves nothing is
 * named as not identified.
 */
test('recovers the values that made the data, and names the one that nothing tells', () => {
  const truth = { 'tastes.priceSensitivity': 1.6, 'choice.borrowing': -0.5 }
  const at = Object.entries(truth).reduce((scenario, [path, value]) => withValue(scenario, path, value), small)
  const free = [
    { path: 'tastes.priceSensitivity', low: 1, high: 4 },
    { path: 'choice.borrowing', low: -2, high: 2 },
    // Nothing of it is seen where there are no P2P platforms.
    { path: 'p2p.sensitivity', low: 1, high: 100 },
  ]
  const targets = syntheticTargets(at, ['apr.mean', 'nim', 'reach.all', 'adopted'])
  const settings = { method: 'smm' as const, replications: 4, evaluations: 24 }
  const started = performance.now()
  const { fit, evaluations } = fitted({ scenario: small, free, targets, settings })
  if (fit.method !== 'smm') throw new Error('another method')
  console.log(
    performance.now() - started,
    evaluations.reduce((n, e) => n + e.seeds.length, 0),
    JSON.stringify({ ...fit, weighting: [fit.weighting.kind, fit.weighting.noiseShare] }),
    freeValues({ free }, fit.estimate),
  )
  for (const [k, value] of Object.values(truth).entries()) {
    const { low, high } = free[k]!
    const error = fit.standardErrors[k]!
    expect(Math.abs(fit.estimate[k]! - (value - low) / (high - low))).toBeLessThan(3 * error)
    expect(error).toBeLessThan(0.25)
  }
  expect(fit.standardErrors[2]).toBe(Infinity)
  expect(fit.profiles.map(({ isFlat }) => isFlat)).toEqual([false, false, true])
  expect(fit.pValue).toBeGreaterThan(0.001)
}, 120_000)
