import { createRequire } from 'node:module'
import { Ajv } from 'ajv'
import * as vega from 'vega'
import { compile, type TopLevelSpec } from 'vega-lite'
import { expect, test } from 'vitest'
import type { Lang } from '../../src/charts/chart.ts'
import { ensembleCharts } from '../../src/charts/ensemble-charts.ts'
import { differences, measuresOf } from '../../src/measures/ensemble.ts'
import { HEADLINE_KEYS } from '../../src/measures/registry.ts'
import { syntheticEnsemble } from '../fixtures/synthetic-ensemble.ts'

const require = createRequire(import.meta.url)
const schema = require('vega-lite/vega-lite-schema.json') as object
const isValid = new Ajv({ strict: false, validateFormats: false }).compile(schema)

async function complaintsOf(spec: TopLevelSpec): Promise<{ svg: string; complaints: string[] }> {
  const complaints: string[] = []
  const complain = (...args: readonly unknown[]): vega.LoggerInterface => {
    complaints.push(args.map(String).join(' '))
    return logger
  }
  const quiet = (): vega.LoggerInterface => logger
  const level = ((value?: number) => (value === undefined ? vega.Warn : logger)) as vega.LoggerInterface['level']
  const logger: vega.LoggerInterface = { level, error: complain, warn: complain, info: quiet, debug: quiet }
  const view = new vega.View(vega.parse(compile(structuredClone(spec), { logger }).spec), { renderer: 'none', logger })
  const svg = await view.toSVG()
  view.finalize()
  return { svg, complaints }
}

const SHAPES: readonly (readonly [arms: number, replications: number])[] = [
  [1, 5],
  [2, 1],
  [2, 5],
  [3, 4],
  [16, 2],
]
const cases = SHAPES.flatMap(([arms, replications]) =>
  (['en', 'zh'] as const).map((lang): [number, number, Lang] => [arms, replications, lang]),
)

test.each(cases)('%d arms × %d runs (%s) are drawn without complaint', async (arms, replications, lang) => {
  const charts = ensembleCharts(syntheticEnsemble(lang, arms, replications))
  const ofPairs = arms === 2 && replications > 1 ? ['forest', 'difference-bands'] : []
  expect(charts.map(({ id }) => id)).toEqual([...ofPairs, 'arms', 'bands'])
  for (const { spec, title, caption } of charts) {
    expect(isValid(spec) ? [] : isValid.errors?.slice(0, 3)).toEqual([])
    for (const text of [title, caption]) expect(text).not.toMatch(/[{}]|undefined|NaN/)
    expect(JSON.stringify(spec)).not.toMatch(/"url"|"signal"|"filter"|"calculate"/)
    const { svg, complaints } = await complaintsOf(spec)
    expect(complaints).toEqual([])
    expect(svg).not.toMatch(/undefined|NaN/)
    expect(svg).toMatch(/mark-(symbol|line) role-mark[\s\S]*? d="M/)
  }
})

test('the caption of the bands says what they are', () => {
  const bands = ensembleCharts(syntheticEnsemble('en', 2, 3)).at(-1)!
  expect(bands.caption).toMatch(/Student/)
  expect(JSON.stringify(bands.spec.title)).toContain('95 % intervals')
})

test('the forest has a row for each outcome of the summary, with its values as text', () => {
  const input = syntheticEnsemble('en', 2, 6)
  const { spec } = ensembleCharts(input).find(({ id }) => id === 'forest')!
  const text = JSON.stringify(spec)
  const told = differences(input.tables).filter(({ key, low }) => HEADLINE_KEYS.includes(key) && Number.isFinite(low))
  expect(told.length).toBeGreaterThan(10)
  for (const { key } of told) {
    expect(text).toContain(measuresOf(input.tables, 'outcome').find((measure) => measure.key === key)!.en)
  }
  const { mean, low, high } = told.find(({ key }) => key === 'debt.perConsumer')!
  expect(text).toContain(`${mean.toFixed(0)} [${low.toFixed(0)}, ${high.toFixed(0)}]`)
  expect(text).not.toMatch(/-0\.?0*[\],[ ]/)
})

test('arms with one title are told apart by name', () => {
  const pair = syntheticEnsemble('en', 2, 2)
  const alike = pair.arms.map((arm) => ({ ...arm, title: { en: 'Same', zh: '同' } }))
  for (const { spec } of ensembleCharts({ ...pair, arms: alike })) expect(JSON.stringify(spec)).toContain('Same (arm1)')
  const input = syntheticEnsemble('en', 3, 2)
  const arms = input.arms.map((arm, k) => (k < 2 ? { ...arm, title: { en: 'Same', zh: '同' } } : arm))
  const text = JSON.stringify(ensembleCharts({ ...input, arms })[0].spec)
  for (const title of ['Same (arm0)', 'Same (arm1)', 'Arm 2']) expect(text).toContain(title)
})

test('runs in which nothing happens are drawn', async () => {
  for (const { spec } of ensembleCharts(syntheticEnsemble('en', 2, 2, 0))) {
    expect((await complaintsOf(spec)).complaints).toEqual([])
  }
})

test('a factorial design is drawn over its longest factor', async () => {
  const input = syntheticEnsemble('en', 6, 3)
  const factors = [
    { path: 'credit.coverage', values: [0.5, 0.7, 0.9] },
    { path: 'products.mode', values: ['fixed', 'endogenous'] },
  ]
  const arms = input.arms.map((arm, k) => {
    return {
      ...arm,
      set: { 'credit.coverage': [0.5, 0.7, 0.9][Math.floor(k / 2)], 'products.mode': factors[1].values[k % 2] },
    }
  })
  const [response] = ensembleCharts({ ...input, arms, factors })
  expect(response.id).toBe('response')
  expect(JSON.stringify(response.spec)).toContain('products.mode endogenous')
  expect((await complaintsOf(response.spec)).complaints).toEqual([])
  // More lines than can be told apart are not drawn.
  const many = input.arms.map((arm, k) => ({ ...arm, set: { a: k % 2, b: k } }))
  const tooMany = [
    { path: 'a', values: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] },
    { path: 'b', values: [0, 1, 2, 3, 4, 5, 6, 7, 8] },
  ]
  const wide = Array.from({ length: 9 }, (_, k) => ({ ...many[k % 6], set: { a: 0, b: k } }))
  expect(ensembleCharts({ ...input, arms: wide, factors: tooMany }).map(({ id }) => id)).not.toContain('response')
})
