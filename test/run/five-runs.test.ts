import { expect, test } from 'vitest'
import { runScenario } from '../../src/run/run.ts'
import type { Scenario } from '../../src/scenarios/scenario.ts'
import { FIVE, fiveRuns, LONG, longRuns } from '../fixtures/five-runs.ts'

const digests = (names: readonly string[], scenarios: readonly Scenario[]): string =>
  scenarios.map((scenario, k) => `${names[k]} ${runScenario(scenario).digest}\n`).join('')

/** Only a change of results changes these; say so in CHANGELOG.md. test/engines compares them between engines. */
test('five small runs have the digests that are on record', async () => {
  await expect(digests(FIVE, fiveRuns())).toMatchFileSnapshot('../golden/five-runs.txt')
})

test('so have four smaller and longer ones', async () => {
  await expect(digests(LONG, longRuns())).toMatchFileSnapshot('../golden/long-runs.txt')
})
