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
import { withValues } from '../../src/scenarios/with-values.ts'
import { small } from '../fixtures/five-runs.ts'
import { cases, SOAK } from '../size.ts'

const FOLDER = 'scenarios'
const LANGS = ['en', 'zh'] as const
const [BURN_IN, MONTHS, CONSUMERS] = [cases(1, 6), cases(4, 12), cases(150, 1500)]
/** A market so small does little else than survey them. */
const FEW_SHOPPERS = SOAK ? {} : { 'pricing.shopperSample': 64 }

interface Arm {
  readonly name: string
  readonly arm: string
  readonly scenario: Scenario
  readonly set: Readonly<Record<string, unknown>>
}

/**
 * The first arm, and each that sets a key or a choice which those before it do not; one number of a key is enough, since
 * random scenarios go through its range in identities.test.ts. A soak takes all arms.
 */
function telling(arms: readonly Arm[]): readonly Arm[] {
  const seen = new Set<string>()
  return arms.filter(({ set }, k) => {
    const own = Object.entries(set).map(([key, value]) =>
      JSON.stringify([key, typeof value === 'number' ? 'a number' : value]),
    )
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
/** Charts are of the first arm of each file: what an arm changes, they read from the tables. The languages take turns. */
const drawn = runs.filter(({ name }, k) => runs[k - 1]?.name !== name)

test.each(runs)('$name, $arm', (run) => {
  const scenario = withValues(small(run.scenario, CONSUMERS, BURN_IN, MONTHS), FEW_SHOPPERS)
  // Broken identities throw.
  const { tables } = runScenario(scenario)
  const found = outcomes(tables, scenario)
  expect(found.find(({ key }) => key === 'debt.perConsumer')!.value).toBeGreaterThan(0)
  for (const { key, value } of found) expect(Math.abs(value), key).not.toBe(Infinity)
  const turn = drawn.indexOf(run)
  if (!SOAK && turn < 0) return
  for (const lang of SOAK ? LANGS : [LANGS[turn % 2]])
    expect(allCharts({ tables, scenario, lang }).length).toBeGreaterThan(10)
})
