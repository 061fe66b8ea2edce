import { expect, test } from 'vitest'
import { sensitivityCharts } from '../../src/charts/sensitivity-charts.ts'
import { failedResamples } from '../../src/measures/sensitivity-tables.ts'
import { renderChart } from '../../src/node/render.ts'
import { sensitivitySection, sensitivityTable } from '../../src/node/report-sensitivity.ts'
import { reportText } from '../../src/node/report-text.ts'
import { type SyntheticModel, syntheticAnalysis } from '../fixtures/synthetic-analysis.ts'
import { schemaFaults } from '../fixtures/vega.ts'

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
  expect(schemaFaults(spec)).toEqual([])
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
  expect(title).toBe(
    '"Differentiation δ" leads in 2 of 3 outcomes, "Credit coverage" leads in 1 of 3 outcomes; each effect exceeds those of all other factors (Holm, 5 %)',
  )
})

test('where nothing moves, the title says so and nothing breaks', async () => {
  for (const method of ['morris', 'sobol'] as const) {
    const [{ title, spec }] = sensitivityCharts(syntheticAnalysis('en', { method, samples: 8 }, { a: () => 1 }))
    expect(title).toBe('No effect of any factor is seen beyond chance')
    expect((await renderChart(spec)).warnings).toEqual([])
  }
})

test('the tables may hold more outcomes than the chart', () => {
  const models = Object.fromEntries(Array.from({ length: 14 }, (_, k) => [`m${k}`, linear]))
  const [{ spec }] = sensitivityCharts(syntheticAnalysis('en', { trajectories: 2 }, models))
  expect((spec as { concat: unknown[] }).concat).toHaveLength(12)
})

test.each(['en', 'zh'] as const)(
  'resamples without a value are counted on the chart, in the report and on the terminal (%s)',
  (lang) => {
    // Hardly anything but luck of each point: in some resamples no variance is left after chance.
    let state = 5
    const noisy: SyntheticModel = ([x]) => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0
      return x + state / 2 ** 32
    }
    const input = syntheticAnalysis(lang, { method: 'sobol', samples: 8, replications: 2 }, { a: noisy, b: linear })
    const [failed, none] = input.found.map(failedResamples)
    expect([failed! > 0 && failed! < 500, none]).toEqual([true, 0])
    const text = lang === 'en' ? `${failed} resamples without a value` : `${failed}次重抽样无法得出数值`
    expect(JSON.stringify(sensitivityCharts(input)[0]!.spec)).toContain(text)
    const parts = { factors: input.analysis.factors, found: input.found }
    const say = (key: string): string => reportText(key, lang)
    const told = lang === 'en' ? `resamples without a value: ${failed}` : `无法得出数值的重抽样次数：${failed}`
    expect(sensitivitySection(parts, lang, say).text).toContain(told)
    expect(sensitivityTable(parts, lang, say).split(told)).toHaveLength(2)
  },
)
