/** Every scenario file that ships runs, small and short, each arm of each experiment among them. */
import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { allCharts } from '../../src/charts/charts.ts'
import { outcomes } from '../../src/measures/outcomes.ts'
import { nodeFiles } from '../../src/node/scenario-files.ts'
import { runScenario } from '../../src/run/run.ts'
import { loadScenario } from '../../src/scenarios/load.ts'
import { small } from '../fixtures/five-runs.ts'
import { cases } from '../size.ts'

const FOLDER = 'scenarios'
const [BURN_IN, MONTHS, CONSUMERS] = [6, cases(8, 12), cases(600, 1500)]

const runs = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.yaml'))
  .flatMap((name) => {
    // A faulty file throws here, with every fault in the message.
    const { scenario, experiment } = loadScenario(`${FOLDER}/${name}`, nodeFiles, [])
    const arms = experiment?.arms ?? [{ name: 'the scenario', scenario }]
    return arms.map((arm) => ({ name, arm: arm.name, scenario: arm.scenario }))
  })

test.each(runs)('$name, $arm', ({ scenario: whole }) => {
  const scenario = small(whole, CONSUMERS, BURN_IN, MONTHS)
  // Broken identities throw.
  const { tables } = runScenario(scenario)
  const found = outcomes(tables, scenario)
  expect(found.find(({ key }) => key === 'debt.perConsumer')!.value).toBeGreaterThan(0)
  for (const { key, value } of found) expect(Math.abs(value), key).not.toBe(Infinity)
  for (const lang of ['en', 'zh'] as const) expect(allCharts({ tables, scenario, lang }).length).toBeGreaterThan(10)
})
