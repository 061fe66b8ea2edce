import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { ARM_PATHS, type Experiment } from '../../src/scenarios/experiment.ts'
import { explain } from '../../src/scenarios/explain.ts'
import { type LoadedScenario, loadScenario } from '../../src/scenarios/load.ts'
import { resolvedYaml } from '../../src/scenarios/resolved-yaml.ts'
import { scenarioSchema } from '../../src/scenarios/schema.ts'
import { memoryFiles } from './memory-files.ts'

function load(files: { readonly [name: string]: string }): LoadedScenario {
  return loadScenario(Object.keys(files)[0], memoryFiles(files), [])
}

const FILE = `name: coverage
credit: { scoredShare: 0.8 }
experiment:
  replications: 3
  arms:
    asIs: {}
    wide-coverage: { set: { credit.coverage: 0.9 }, title: { en: Wide, zh: 宽 } }
    wideLate: { set: { timeline: [{ month: 20, set: { credit.coverage: 1 } }, { month: 3, set: { credit.coverage: 0.8 } }] } }
`

function experimentOf(text: string): Experiment {
  return load({ 'a.yaml': text }).experiment!
}

test('an arm is the scenario of the file with its own values', () => {
  const { scenario, experiment } = load({ 'a.yaml': FILE })
  expect(experiment!.replications).toBe(3)
  expect(experiment!.arms.map(({ name, title }) => [name, title.en, title.zh])).toEqual([
    ['asIs', 'asIs', 'asIs'],
    ['wide-coverage', 'Wide', '宽'],
    ['wideLate', 'wideLate', 'wideLate'],
  ])
  const [asIs, wide, late] = experiment!.arms
  expect(asIs.scenario).toBe(scenario)
  expect(wide.scenario).toEqual({ ...scenario, credit: { ...scenario.credit, coverage: 0.9 } })
  expect(late.scenario.timeline.map(({ month }) => month)).toEqual([3, 20])
  expect(Object.isFrozen(wide.scenario.credit)).toBe(true)
  expect(scenario).not.toHaveProperty('experiment')
})

test('one run of each arm when nothing is said', () => {
  expect(experimentOf(FILE.replace('replications: 3', '')).replications).toBe(1)
})

test('a file without the block has no experiment', () => {
  expect(load({ 'a.yaml': 'name: a' }).experiment).toBeUndefined()
})

test('a derived file inherits the whole block, applied to its own values, or replaces the whole of it', () => {
  const inherited = load({ 'b.yaml': 'name: b\nextends: a.yaml\ncredit: { scoredShare: 0.5 }\n', 'a.yaml': FILE })
  expect(inherited.experiment!.arms[1].scenario.credit).toMatchObject({ scoredShare: 0.5, coverage: 0.9 })
  expect(inherited.experiment!.arms[1].scenario.name).toBe('b')
  const own = 'name: b\nextends: a.yaml\nexperiment: { arms: { low: { set: { seed2: 1 } }, high: {} } }\n'
  const replaced = load({ 'b.yaml': own.replace('seed2: 1', 'pricing.aprCap: 0.2'), 'a.yaml': FILE }).experiment!
  expect(replaced.replications).toBe(1)
  expect(replaced.arms.map(({ name }) => name)).toEqual(['low', 'high'])
})

test('a resolved experiment loads to the identical experiment', () => {
  const { scenario, experiment } = load({ 'a.yaml': FILE })
  const text = resolvedYaml(scenario, experiment)
  const again = load({ 'a.yaml': text })
  expect(again.scenario).toEqual(scenario)
  expect(again.experiment).toEqual(experiment)
  expect(resolvedYaml(again.scenario, again.experiment)).toBe(text)
})

test('an arm may set every parameter but what all arms share', () => {
  expect(ARM_PATHS).toContain('lenders.roster')
  for (const shared of ['name', 'title.en', 'title.zh', 'seed', 'horizon.burnIn', 'horizon.months'])
    expect(ARM_PATHS).not.toContain(shared)
})

const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(scenarioSchema('en'))

test('the schema takes the block', () => {
  expect(validate(parse(FILE)), JSON.stringify(validate.errors)).toBe(true)
})

test.each(['experiment-shape', 'experiment-without-arms', 'experiment-of-one-arm', 'experiment-values'])(
  'the schema refuses faulty/%s.yaml',
  (name) => {
    expect(validate(parse(readFileSync(`test/scenarios/faulty/${name}.yaml`, 'utf8')))).toBe(false)
  },
)

test('explain knows the block and its keys', () => {
  const text = explain('experiment', 'en')
  for (const key of ['replications', 'arms', 'arms.<name>.set', 'arms.<name>.title'])
    expect(text).toContain(`experiment.${key}\n`)
  expect(explain('experiment.arms', 'zh')).toContain('并列比较的情景')
})
