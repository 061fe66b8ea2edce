import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { ScenarioError } from '../../src/base/errors.ts'
import { explain } from '../../src/scenarios/explain.ts'
import { factorsOfOptions } from '../../src/scenarios/factor-option.ts'
import { type LoadedScenario, loadScenario } from '../../src/scenarios/load.ts'
import { resolvedYaml } from '../../src/scenarios/resolved-yaml.ts'
import { scenarioSchema } from '../../src/scenarios/schema.ts'
import {
  DEFAULT_SETTINGS,
  MAX_FACTORS,
  readAnalysis,
  VARIED_PATHS,
  writtenAnalysis,
} from '../../src/scenarios/sensitivity.ts'
import { memoryFiles } from './memory-files.ts'

function load(files: { readonly [name: string]: string }): LoadedScenario {
  return loadScenario(Object.keys(files)[0], memoryFiles(files), [])
}

const FILE = `name: a
sensitivity:
  method: sobol
  samples: 128
  secondOrder: true
  outcomes: [served.all, roa.market]
  factors: { credit.coverage: [0.5, 1], credit.thickenMonths: [6, 24] }
`

test('a block says what is varied, and leaves the scenario as it is', () => {
  const { scenario, sensitivity } = load({ 'a.yaml': FILE })
  expect(sensitivity!.settings).toEqual({ method: 'sobol', samples: 128, secondOrder: true })
  expect(sensitivity!.factors.map(({ path, low, high }) => [path, low, high])).toEqual([
    ['credit.coverage', 0.5, 1],
    ['credit.thickenMonths', 6, 24],
  ])
  expect(sensitivity!.outcomes!.map(({ key }) => key)).toEqual(['served.all', 'roa.market'])
  expect(scenario).toEqual(load({ 'a.yaml': 'name: a' }).scenario)
  expect(load({ 'a.yaml': 'name: a' }).sensitivity).toBeUndefined()
})

test('a derived file inherits the whole block or replaces the whole of it', () => {
  const inherited = load({ 'b.yaml': 'name: b\nextends: a.yaml\n', 'a.yaml': FILE }).sensitivity!
  expect(inherited.settings.samples).toBe(128)
  const own = 'name: b\nextends: a.yaml\nsensitivity: { factors: { pricing.aprCap: [0.2, 0.3] } }\n'
  const replaced = load({ 'b.yaml': own, 'a.yaml': FILE }).sensitivity!
  expect([replaced.settings, replaced.outcomes, replaced.factors.length]).toEqual([{}, undefined, 1])
})

test.each(['morris', 'sobol'] as const)('what is written down of a %s analysis is read to the same', (method) => {
  const settings = { ...DEFAULT_SETTINGS, method, replications: 3 }
  const factors = [{ path: 'credit.coverage', low: 0.5, high: 1 }]
  const written = writtenAnalysis(settings, factors, ['served.all'])
  expect(readAnalysis(written)).toEqual({ settings, factors, outcomes: ['served.all'] })
  const { scenario } = load({ 'a.yaml': 'name: a' })
  const text = resolvedYaml(scenario, undefined, written)
  expect(text).toContain('xiaojin sensitivity scenario.resolved.yaml')
  const again = load({ 'a.yaml': text })
  expect(again.scenario).toEqual(scenario)
  expect(again.sensitivity!.factors).toMatchObject(factors)
  expect({ ...DEFAULT_SETTINGS, ...again.sensitivity!.settings }).toEqual(settings)
})

test('factors are numbers, and those that all runs share are none', () => {
  expect(VARIED_PATHS).toContain('credit.coverage')
  for (const path of ['seed', 'horizon.months', 'lenders.roster', 'credit.sharing', 'credit.fileFormation', 'timeline'])
    expect(VARIED_PATHS).not.toContain(path)
})

test('options give factors as a file does', () => {
  const { factors: found } = factorsOfOptions('--factor', [
    'credit.coverage=0.5..1',
    ' repayment.meanDistress = -4 .. -3 ',
    'credit.thickenMonths=6..24',
  ])
  expect(found.map(({ path, low, high }) => [path, low, high])).toEqual([
    ['credit.coverage', 0.5, 1],
    ['repayment.meanDistress', -4, -3],
    ['credit.thickenMonths', 6, 24],
  ])
})

test('options are refused with every fault at once', () => {
  const typed = [
    'credit.coverage',
    'credit.coverige=0.5..1',
    'credit.coverage=0.5..1.5',
    'pricing.aprCap=0.3..0.2',
    'seed=1..2',
    'tastes.priceSensitivity=low..high',
    'choice.loyalty=0..1',
    'choice.loyalty=0..2',
  ]
  let message = ''
  try {
    factorsOfOptions('--factor', typed)
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error
    message = error.message
  }
  for (const part of [
    'this names no number and its range',
    'did you mean credit.coverage?',
    'credit.coverage[2] is above its maximum',
    'the range of pricing.aprCap holds nothing',
    'seed is the same in every run',
    'tastes.priceSensitivity[1] is not a number',
    'choice.loyalty has a range already',
    'credit.coverage=0.5..1.5',
  ])
    expect(message).toContain(part)
})

const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(scenarioSchema('en'))

test('the schema takes the block', () => {
  expect(validate(parse(FILE)), JSON.stringify(validate.errors)).toBe(true)
  expect(MAX_FACTORS).toBe(80)
})

test.each(['sensitivity-factors', 'sensitivity-shape', 'sensitivity-empty'])(
  'the schema refuses faulty/%s.yaml',
  (name) => {
    expect(validate(parse(readFileSync(`test/scenarios/faulty/${name}.yaml`, 'utf8')))).toBe(false)
  },
)

test('explain knows the block and its keys', () => {
  const text = explain('sensitivity', 'en')
  for (const key of ['factors', 'outcomes', ...Object.keys(DEFAULT_SETTINGS)])
    expect(text).toContain(`sensitivity.${key}\n`)
  expect(explain('sensitivity.factors', 'zh')).toContain('变动的参数')
})
