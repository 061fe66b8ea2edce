import { expect, test } from 'vitest'
import { numbers } from '../../src/base/table.ts'
import { tableNamed } from '../../src/measures/rows.ts'
import { nodeFiles } from '../../src/node/scenario-files.ts'
import { runScenario } from '../../src/run/run.ts'
import { loadScenario } from '../../src/scenarios/load.ts'

/** Standard deviation over mean. */
function variation(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const square = values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / (values.length - 1)
  return Math.sqrt(square) / mean
}

test('incomes and debts of people of one age spread no wider than the life-cycle chart takes them to', () => {
  const options = ['population.consumers=2500', 'horizon.burnIn=12', 'horizon.months=12', 'outputs.panel=1']
  const { scenario } = loadScenario(
    'scenarios/baseline.yaml',
    nodeFiles,
    options.map((text) => ({ option: '--set', text })),
  )
  const persons = tableNamed(runScenario(scenario).tables, 'persons')
  const [month, age, income, debt] = ['month', 'age', 'permanentIncome', 'debt'].map((name) => numbers(persons, name))
  const last = month.at(-1)
  const rows = Array.from(month.keys()).filter((row) => month[row] === last && age[row] >= 25 && age[row] < 35)
  expect(rows.length).toBeGreaterThan(300)
  expect(variation(rows.map((row) => income[row]))).toBeLessThan(1)
  const owing = rows.map((row) => debt[row]).filter((amount) => amount > 0)
  expect(owing.length).toBeGreaterThan(50)
  expect(variation(owing)).toBeLessThan(Math.sqrt(3))
})
