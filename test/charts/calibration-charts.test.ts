import { expect, test } from 'vitest'
import { calibrationCharts } from '../../src/charts/calibration-charts.ts'
import { renderChart } from '../../src/node/render.ts'
import { syntheticCalibration } from '../fixtures/synthetic-calibration.ts'
import { luck, type Model } from '../fixtures/toy-model.ts'
import { schemaFaults } from '../fixtures/vega.ts'

const told: Model = ([a = NaN, b = NaN], seed) => {
  const [x = 0, y = 0, z = 0] = luck(seed, 3)
  return [a + 0.02 * x, a + b + 0.02 * y, a * b + 0.02 * z, b]
}
/** The second parameter moves nothing. */
const half: Model = ([a = NaN], seed) => told([a, 0.5], seed)
/** Runs fail where the first is large. */
const holed: Model = (point, seed) => (point[0]! > 0.7 ? [NaN, NaN, NaN, NaN] : told(point, seed))

const cases = (['smm', 'abc'] as const).flatMap((method) =>
  (['en', 'zh'] as const).flatMap((lang) =>
    [told, half, holed].map((model, k) => [method, lang, ['told', 'half', 'holed'][k], model] as const),
  ),
)

test.each(cases)('%s is drawn (%s, %s)', async (method, lang, what, model) => {
  const [{ id, spec, title, caption }, ...others] = calibrationCharts(syntheticCalibration(lang, method, model))
  expect([id, others]).toEqual([method === 'smm' ? 'profiles' : 'posterior', []])
  expect(schemaFaults(spec)).toEqual([])
  for (const text of [title, caption]) expect(text).not.toMatch(/[{}]|undefined|NaN/)
  const { svg, warnings } = await renderChart(spec)
  expect(warnings).toEqual([])
  expect(svg).not.toMatch(/undefined|NaN/)
  const words = lang === 'en' ? 'not identified by the targets' : '目标在此区间内无法识别'
  expect(svg.includes(words)).toBe(what === 'half')
})

test('the title counts the parameters that are told', () => {
  const titleOf = (method: 'smm' | 'abc', model: Model): string =>
    calibrationCharts(syntheticCalibration('en', method, model))[0]!.title
  expect(titleOf('smm', told)).toBe('2 of 2 parameters have a 95 % interval inside their range')
  expect(titleOf('smm', half)).toBe('1 of 2 parameters have a 95 % interval inside their range')
  expect(titleOf('abc', half)).toBe(
    'The posterior standard deviation of 1 of 2 parameters is below 80 % of that of the prior',
  )
})
