/** Two arms: monthly series of their paired differences with the intervals of the means. */
import { differenceBands, measuresOf } from '../measures/ensemble.ts'
import { armStyle } from './arm-style.ts'
import { METRICS, type Metric } from './bands-chart.ts'
import type { Chart, EnsembleInput } from './chart.ts'
import { COLOUR, frame, yearTicks } from './style.ts'
import { rounded } from './text.ts'
import { word } from './words.ts'

const WIDTH = 640
const PANEL = { width: 275, height: 120 } as const

type Panel = Extract<Chart['spec'], { concat: unknown }>['concat'][number]

export function differenceBandsChart(input: EnsembleInput): Chart {
  const { tables, scenario, lang } = input
  const all = differenceBands(tables).filter(({ low }) => Number.isFinite(low))
  const units = new Map(measuresOf(tables, 'series').map(({ key, unit }) => [key, unit]))
  const shown = METRICS.filter((metric) => all.some((band) => band.metric === metric && band.mean !== 0))
  const [first, second] = armStyle(input).domain
  const last = Math.max(1, scenario.horizon.months - 1)
  const clear = shown.filter((metric) => {
    const end = all.findLast((band) => band.metric === metric)
    return end !== undefined && (end.low > 0 || end.high < 0)
  })
  const title = word(lang, 'differenceBands.title', {
    clear: String(clear.length),
    all: String(shown.length),
    first,
    second,
  })
  return {
    id: 'difference-bands',
    title,
    caption: word(lang, 'differenceBands.caption'),
    spec: {
      ...frame(input, title, word(lang, 'differenceBands.subtitle'), WIDTH),
      columns: 2,
      spacing: { row: 14, column: 26 },
      concat: shown.map((metric) =>
        panel(
          metric,
          all.filter((band) => band.metric === metric),
          units.get(metric) === '1' ? 100 : 1,
          last,
          lang,
        ),
      ),
    },
  }
}

function panel(
  metric: Metric,
  rows: readonly { readonly month: number; readonly mean: number; readonly low: number; readonly high: number }[],
  factor: number,
  last: number,
  lang: EnsembleInput['lang'],
): Panel {
  const values = rows.map(({ month, mean, low, high }) => {
    return { month, mean: rounded(factor * mean), low: rounded(factor * low), high: rounded(factor * high) }
  })
  const x = {
    field: 'month',
    type: 'quantitative' as const,
    scale: { domain: [0, last], nice: false },
    axis: { title: word(lang, 'month'), grid: false, values: yearTicks(0, last + 1) },
  }
  const axis = { title: null, tickCount: 4 }
  const y = (field: string): { field: string; type: 'quantitative'; axis: typeof axis } => {
    return { field, type: 'quantitative', axis }
  }
  return {
    ...PANEL,
    title: { text: `Δ ${word(lang, `measure.${metric}`)}`, anchor: 'start', fontSize: 12, offset: 4 },
    layer: [
      {
        data: { values: [{ zero: 0 }] },
        mark: { type: 'rule', color: COLOUR.grey },
        encoding: { y: y('zero') },
      },
      {
        data: { values },
        mark: { type: 'area', fillOpacity: 0.2, color: COLOUR.blue },
        encoding: { x, y: y('low'), y2: { field: 'high' } },
      },
      {
        data: { values },
        mark: { type: 'line', strokeWidth: 1.8, color: COLOUR.blue },
        encoding: {
          x,
          y: y('mean'),
          tooltip: [
            { field: 'month', title: word(lang, 'month') },
            { field: 'mean', title: word(lang, 'bands.mean') },
            { field: 'low', title: word(lang, 'bands.low') },
            { field: 'high', title: word(lang, 'bands.high') },
          ],
        },
      },
    ],
  }
}
