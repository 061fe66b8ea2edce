import { expect, test } from 'vitest'
import { runScenario } from '../../src/run/run.ts'
import { FIVE, fiveRuns } from '../fixtures/five-runs.ts'

/** Only a change of results changes these; say so in CHANGELOG.md. test/engines compares them between engines. */
test('five small runs have the digests that are on record', async () => {
  const lines = fiveRuns().map((scenario, k) => `${FIVE[k]} ${runScenario(scenario).digest}\n`)
  await expect(lines.join('')).toMatchFileSnapshot('../golden/five-runs.txt')
})
