/**
 * Every scenario file that ships runs, small and short; of each experiment the first arm and every arm with a setting that
 * those before it do not have. All arms run in a soak.
 */
import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { allCharts } from '../../src/charts/charts.ts'
import { outcomes } from '../../src/measures/outcomes.ts'
import { nodeFiles } from '../../src/node/scenario-files.ts'
import { runScenario } from '../../src/run/run.ts'
import { loadScenario } from '../../src/scenarios/load.ts'
import type { Scenario } from '../../src/scenarios/scenario.ts'
import { small } from '../fixtures/five-runs.ts'
import { cases, SOAK } from '../size.ts'

const FOLDER = 'scenarios'
const [BURN_IN, MONTHS, CONSUMERS] = [cases(2, 6), cases(5, 12), cases(200, 1500)]

interface Arm {
  readonly name: string
  readonly arm: string
  readonly scenario: Scenario
  readonly set: Readonly<Record<string, unknown>>
}

/**
 * The first arm, and each that sets a key or a value which those before it do not; of numbers only the smallest and the
 * largest count, since designs that fill space have new ones in every arm. A soak takes all arms.
 */
function telling(arms: readonly Arm[]): readonly Arm[] {
  const values = new Map<string, Set<unknown>>()
  for (const { set } of arms) {
    for (const [key, value] of Object.entries(set)) values.set(key, (values.get(key) ?? new Set()).add(value))
  }
  const counts = (key: string, value: unknown): boolean => {
    const numbers = [...values.get(key)!].filter((one): one is number => typeof one === 'number')
    return typeof value !== 'number' || value === Math.min(...numbers) || value === Math.max(...numbers)
  }
  const seen = new Set<string>()
  return arms.filter(({ set }, k) => {
    const own = Object.entries(set)
      .filter(([key, value]) => counts(key, value))
      .map((entry) => JSON.stringify(entry))
    const isNew = own.some((one) => !seen.has(one))
    for (const one of own) seen.add(one)
    return SOAK || k === 0 || isNew
  })
}

const runs = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.yaml'))
  .flatMap((name) => {
    // A faulty file throws here, with every fault in the message.
    const { scenario, experiment } = loadScenario(`${FOLDER}/${name}`, nodeFiles, [])
    const arms = experiment?.arms ?? [{ name: 'the scenario', scenario, set: {} }]
    return telling(arms.map((arm) => ({ name, arm: arm.name, scenario: arm.scenario, set: arm.set })))
  })
/** Charts are of the first arm of each file: what an arm changes, they read from the tables. */
const drawn = new Set(runs.filter(({ name }, k) => runs[k - 1]?.name !== name))

test.each(runs)('$name, $arm', (run) => {
  const scenario = small(run.scenario, CONSUMERS, BURN_IN, MONTHS)
  // Broken identities throw.
  const { tables } = runScenario(scenario)
  const found = outcomes(tables, scenario)
  expect(found.find(({ key }) => key === 'debt.perConsumer')!.value).toBeGreaterThan(0)
  for (const { key, value } of found) expect(Math.abs(value), key).not.toBe(Infinity)
  if (!SOAK && !drawn.has(run)) return
  for (const lang of ['en', 'zh'] as const) expect(allCharts({ tables, scenario, lang }).length).toBeGreaterThan(10)
})
