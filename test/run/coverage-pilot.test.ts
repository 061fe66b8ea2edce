/** What coverage means where loans form files: month 0 shows it, by one pilot for all arms, seeds and dated changes. */
import { describe, expect, test } from 'vitest'
import { givenFor, shownShare } from '../../src/agents/formed-files.ts'
import { numbers } from '../../src/base/table.ts'
import { givenShare } from '../../src/market/coverage.ts'
import { nodeFiles } from '../../src/node/scenario-files.ts'
import { withCoverage, withSharedCoverage } from '../../src/run/coverage-pilot.ts'
import { runScenario } from '../../src/run/run.ts'
import { loadScenario } from '../../src/scenarios/load.ts'
import type { Scenario } from '../../src/scenarios/scenario.ts'
import { withValues } from '../../src/scenarios/with-values.ts'
import { cases } from '../size.ts'
import { fullAwareness, horizon, needsOf, policy, scenarioWith, size } from '../verification/market.ts'

describe('the curve', () => {
  const curve = { given0: 0.4, given50: 0.3 }

  test('what is given shows what is asked for', () => {
    for (const coverage of [0.401, 0.5, 0.727, 0.9, 0.999]) {
      expect(shownShare(curve, givenFor(curve, coverage))).toBeCloseTo(coverage, 12)
    }
    // By hand: a + (1 − a)(.4 − .2 a) at a = .25.
    expect(shownShare(curve, 0.25)).toBeCloseTo(0.25 + 0.75 * 0.35, 15)
  })

  test('nothing is given where loans form as many files or more, everything at 1', () => {
    expect([0, 0.2, 0.4].map((coverage) => givenFor(curve, coverage))).toEqual([0, 0, 0])
    expect(givenFor(curve, 1)).toBe(1)
    expect(givenFor(curve, 0.401)).toBeGreaterThan(0)
  })

  test('without a curve, coverage is what is given', () => {
    for (const none of [
      { given0: 0, given50: 0 },
      { given0: -1, given50: -1 },
    ]) {
      for (const coverage of [0, 0.5, 0.727, 1]) expect(givenFor(none, coverage)).toBeCloseTo(coverage, 12)
    }
  })

  test('more coverage is never given fewer, whatever the line', () => {
    for (const line of [
      { given0: 1, given50: 0 },
      { given0: 0, given50: 1 },
      { given0: 0.9, given50: 0.1 },
    ]) {
      const given = Array.from({ length: 101 }, (_, k) => givenFor(line, k / 100))
      expect(given).toEqual(given.toSorted((a, b) => a - b))
      expect(given.every((share) => share >= 0 && share <= 1)).toBe(true)
    }
  })
})

/** Needs often enough that loans alone soon give a third of the people a file. */
const market = scenarioWith(
  size(4000, 7),
  horizon(18, 4),
  needsOf(3000, 1, 0.04),
  fullAwareness,
  policy({ lossCutoff: 1, capital: 100_000 }),
  (draft) => {
    Object.assign(draft.credit, { coverage: 0.7, fileFormation: true })
    draft.pricing.shopperSample = cases(64, 1024)
  },
)

const filedIn = (scenario: Scenario, month: number): number => {
  const months = runScenario(scenario).tables.find(({ name }) => name === 'months')!
  return numbers(months, 'filed')[scenario.horizon.burnIn + month] / scenario.population.consumers
}

describe('the pilot', () => {
  const settled = withCoverage(market)
  const alone = settled.credit.formed.given0

  test('finds that loans form many files', () => {
    expect(alone).toBeGreaterThan(0.1)
    expect(alone).toBeLessThan(0.6)
  })

  // Standard error of the share in the pilot and in the run: below .008 each.
  test.each([0.6, 0.7, 0.9])('month 0 shows a coverage of %d under another seed', (coverage) => {
    const run = withValues(settled, { seed: 1234 + 100 * coverage, 'credit.coverage': coverage })
    expect(Math.abs(filedIn(run, 0) - coverage)).toBeLessThan(0.03)
    expect(givenShare(run.credit)).toBeLessThan(coverage - 0.03)
  })

  test('a dated change gives what it would have given from the start', () => {
    const later = withValues(settled, { timeline: [{ month: 2, set: { 'credit.coverage': 0.9 } }] })
    expect(filedIn(later, 1)).toBeLessThan(0.75)
    expect(filedIn(later, 2)).toBeGreaterThan(0.87)
  })

  test('where loans form more than is asked for, nothing is given, and the log says so', () => {
    const few = withValues(settled, { 'credit.coverage': alone / 2 })
    expect(givenShare(few.credit)).toBe(0)
    expect(runScenario(few).events.filter((line) => line.includes('"kind":"coverage"'))).toHaveLength(1)
    expect(runScenario(settled).events.filter((line) => line.includes('"kind":"coverage"'))).toHaveLength(0)
  })

  test('a run without the curve finds the same for itself', () => {
    expect(runScenario(market).digest).toBe(runScenario(settled).digest)
  })

  test('depends on what the market is, not on seed, size, months, coverage or dates', () => {
    const other = withValues(market, {
      seed: 99,
      'population.consumers': 700,
      'horizon.months': 9,
      'credit.coverage': 0.2,
      timeline: [{ month: 1, set: { 'credit.coverage': 0.3 } }],
    })
    expect(withCoverage(other).credit.formed).toEqual(settled.credit.formed)
  })

  test('without formation there is none', () => {
    const bare = withValues(market, { 'credit.fileFormation': false })
    expect(withCoverage(bare)).toBe(bare)
    expect(givenShare(bare.credit)).toBe(0.7)
  })

  test('arms share the curve of the scenario without what they change; what one sets itself stands', () => {
    const arm = (set: { readonly [path: string]: unknown }) => ({ set, scenario: withValues(market, set) })
    const arms = [
      arm({ 'credit.coverage': 0.9 }),
      arm({ 'lenders.platform.reportingShare': 0, 'lenders.licensed.reportingShare': 0 }),
      arm({ 'credit.formed.given0': 0, 'credit.formed.given50': 0 }),
    ]
    const shared = withSharedCoverage(market, arms)
    expect(shared.scenario.credit.formed).toEqual(settled.credit.formed)
    expect(shared.arms.map(({ scenario }) => scenario.credit.formed)).toEqual([
      settled.credit.formed,
      settled.credit.formed,
      { given0: 0, given50: 0 },
    ])
    expect(givenShare(shared.arms[1].scenario.credit)).toBe(givenShare(settled.credit))
    const bare = withValues(market, { 'credit.fileFormation': false })
    expect(withSharedCoverage(bare, [{ scenario: bare }]).scenario).toBe(bare)
    const forming = withSharedCoverage(bare, [{ scenario: market }])
    expect(forming.arms[0].scenario.credit.formed).toEqual(settled.credit.formed)
  })
})

describe('the baseline', () => {
  const { scenario } = loadScenario('scenarios/baseline.yaml', nodeFiles, [])
  const { formed } = scenario.credit

  test('holds what a pilot of it finds', () => {
    const found = withCoverage(withValues(scenario, { 'credit.formed.given0': -1, 'credit.formed.given50': -1 }))
    // 1,450 people or more form files or not in a pilot: a standard error of .011 at most.
    expect(Math.abs(found.credit.formed.given0 - formed.given0)).toBeLessThan(0.03)
    expect(Math.abs(found.credit.formed.given50 - formed.given50)).toBeLessThan(0.03)
  })

  test('shows its coverage in month 0', () => {
    const run = withValues(scenario, { 'population.consumers': cases(4000, 20_000), 'horizon.months': 1 })
    expect(Math.abs(filedIn(run, 0) - scenario.credit.coverage)).toBeLessThan(0.03)
    expect(givenShare(run.credit)).toBeLessThan(scenario.credit.coverage - 0.03)
  })
})
