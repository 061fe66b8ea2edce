/** Nobody is too rich to be counted: savings are not held in 32 bits. */
import { expect, test } from 'vitest'
import { runScenario } from '../../src/run/run.ts'
import { horizon, scenarioWith, size } from './market.ts'

test('the richest can count their money', () => {
  const scenario = scenarioWith(size(400), horizon(2, 10), (draft) => {
    draft.income.medianAtPeak = 100_000
    draft.income.persistentSd = 2
  })
  const { tables } = runScenario(scenario)
  const savings = tables[0].columns.find(({ name }) => name === 'liquidSavings')!.values as Float64Array
  // More a head than 32 bits of fen would hold for the richest alone.
  expect(Math.max(...savings)).toBeGreaterThan(21_474_836)
})
