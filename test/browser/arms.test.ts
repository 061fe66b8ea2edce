/** Every arm that the page lists is, by its values as texts, the scenario that the command line runs. */
import { expect, test } from 'vitest'
import { derive } from '../../src/browser/derive.ts'
import { textsOf } from '../../src/browser/values.ts'
import { explorerData } from '../../src/node/explorer-data.ts'
import { readScenario } from '../../src/node/scenario-files.ts'
import { withValues } from '../../src/scenarios/with-values.ts'

const data = explorerData()
const EXPERIMENTS = data['explorer.json'].scenarios
  .map(({ name }) => ({ name, ...data[`scenarios/${name}.json`] }))
  .filter(({ arms }) => arms.length > 0)

test('experiments are listed beside scenarios of one run', () => {
  expect(EXPERIMENTS.map(({ name }) => name)).toEqual(expect.arrayContaining(['h01-coverage', 'sameness-map']))
  expect(data['scenarios/recession.json'].arms).toEqual([])
  expect(data['scenarios/sensitivity.json']).toBeUndefined()
})

test.each(EXPERIMENTS)('$name', ({ name, values, arms }) => {
  const page = withValues(data['baseline.json'], values)
  const { experiment } = readScenario(name, [], { quiet: true })
  expect(arms.map((arm) => arm.name)).toEqual(experiment!.arms.map((arm) => arm.name))
  for (const [k, { set }] of arms.entries()) {
    const own = experiment!.arms[k].scenario
    const { scenario, faults } = derive(data['baseline.json'], { ...textsOf(values), ...textsOf(set) })
    expect(faults).toEqual([])
    expect({ ...scenario, name, title: own.title }).toEqual(own)
    if (k === 0) expect(derive(page, textsOf(set)).scenario).toEqual(scenario)
  }
})
