import { createRequire } from 'node:module'
import { Ajv } from 'ajv'
import { expect, test } from 'vitest'
import { sensitivityCharts } from '../../src/charts/sensitivity-charts.ts'
import { renderChart } from '../../src/node/render.ts'
import { type SyntheticModel, syntheticAnalysis } from '../fixtures/synthetic-analysis.ts'

const require = createRequire(import.meta.url)
const isValid = new Ajv({ strict: false, validateFormats: false }).compile(
  require('vega-lite/vega-lite-schema.json') as object,
)

const curved: SyntheticModel = ([x, y, z], seed) => x * x + 0.2 * y + (0.01 * z * (seed % 5)) / 5
const linear: SyntheticModel = ([, y]) => 1000 * y

const cases = (['morris', 'sobol'] as const).flatMap((method) =>
  (['en', 'zh'] as const).flatMap((lang) => [1, 2].map((replications) => [method, lang, replications] as const)),
)

test.each(cases)('%s is drawn (%s, %d replications)', async (method, lang, replications) => {
  const settings = { method, replications, trajectories: 6, samples: 16 }
  const charts = sensitivityCharts(syntheticAnalysis(lang, settings, { a: curved, b: linear }))
  expect(charts.map(({ id }) => id)).toEqual([method === 'morris' ? 'elementary-effects' : 'sobol-indices'])
  const [{ spec, title, caption }] = charts
  expect(isValid(spec) ? [] : isValid.errors?.slice(0, 3)).toEqual([])
  for (const text of [title, caption]) expect(text).not.toMatch(/[{}]|undefined|NaN/)
  const { svg, warnings } = await renderChart(spec)
  expect(warnings).toEqual([])
  expect(svg).not.toMatch(/undefined|NaN/)
  expect(title).toMatch(
    lang === 'en' ? /"Differentiation δ" .* 1 of 2 outcomes|"Credit coverage" .* 1 of 2/ : /2项指标/,
  )
})

test('the title counts the outcomes that a factor leads', () => {
  const [{ title }] = sensitivityCharts(syntheticAnalysis('en', {}, { a: linear, b: linear, c: ([x]) => x }))
  expect(title).toBe('"Differentiation δ" has the largest effect on 2 of 3 outcomes')
})

test('where nothing moves, the title says so and nothing breaks', async () => {
  for (const method of ['morris', 'sobol'] as const) {
    const [{ title, spec }] = sensitivityCharts(syntheticAnalysis('en', { method, samples: 8 }, { a: () => 1 }))
    expect(title).toBe('No outcome moves with any factor')
    expect((await renderChart(spec)).warnings).toEqual([])
  }
})

test('the tables may hold more outcomes than the chart', () => {
  const models = Object.fromEntries(Array.from({ length: 14 }, (_, k) => [`m${k}`, linear]))
  const [{ spec }] = sensitivityCharts(syntheticAnalysis('en', { trajectories: 2 }, models))
  expect((spec as { concat: unknown[] }).concat).toHaveLength(12)
})
