import { createRequire } from 'node:module'
import { Ajv } from 'ajv'
import * as vega from 'vega'
import { compile, type TopLevelSpec } from 'vega-lite'
import { expect, test } from 'vitest'
import type { Lang } from '../../src/charts/chart.ts'
import { ensembleCharts } from '../../src/charts/ensemble-charts.ts'
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
  [3, 4],
  [16, 2],
]
const cases = SHAPES.flatMap(([arms, replications]) =>
  (['en', 'zh'] as const).map((lang): [number, number, Lang] => [arms, replications, lang]),
)

test.each(cases)('%d arms × %d runs (%s) are drawn without complaint', async (arms, replications, lang) => {
  const charts = ensembleCharts(syntheticEnsemble(lang, arms, replications))
  expect(charts.map(({ id }) => id)).toEqual(['arms', 'bands'])
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
  const [, bands] = ensembleCharts(syntheticEnsemble('en', 2, 3))
  expect(bands.caption).toMatch(/Student/)
  expect(JSON.stringify(bands.spec.title)).toContain('95 % intervals')
})

test('arms with one title are told apart by name', () => {
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
