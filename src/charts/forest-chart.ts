/** Two arms: the paired difference of every outcome of the summary, outcomes of one unit on one scale. */
import { type Difference, differences, type Measure, measuresOf } from '../measures/ensemble.ts'
import { armStyle } from './arm-style.ts'
import type { Chart, EnsembleInput } from './chart.ts'
import { COLOUR, frame } from './style.ts'
import { rounded, textWidth } from './text.ts'
import { word } from './words.ts'

const WIDTH = 700
const PANEL = 270
const ROW = 18
const FONT_SIZE = 11

type Panel = Extract<Chart['spec'], { vconcat: unknown }>['vconcat'][number]

interface Row {
  readonly measure: Measure
  readonly step: Difference
}

export function forestChart(input: EnsembleInput): Chart {
  const { tables, lang } = input
  const steps = differences(tables)
  const rows = measuresOf(tables, 'outcome').flatMap((measure): Row[] => {
    const step = measure.headline ? steps.find(({ key }) => key === measure.key) : undefined
    return step !== undefined && Number.isFinite(step.low) ? [{ measure, step }] : []
  })
  const [first, second] = armStyle(input).domain
  const clear = rows.filter(({ step }) => step.holm < 0.05).length
  const title = word(lang, 'forest.title', { clear: String(clear), all: String(rows.length), first, second })
  // The same room for names in every panel, so that their scales stand one below the other.
  const names = Math.max(0, ...rows.map(({ measure }) => textWidth(measure[lang], FONT_SIZE)))
  const units = [...new Set(rows.map(({ measure }) => measure.unit))]
  return {
    id: 'forest',
    title,
    caption: word(lang, 'forest.caption', { first, second }),
    spec: {
      ...frame(input, title, word(lang, 'forest.subtitle', { first, second }), WIDTH),
      spacing: 14,
      vconcat: units.map((unit) =>
        panel(
          rows.filter(({ measure }) => measure.unit === unit),
          Math.ceil(1.1 * names),
          lang,
        ),
      ),
    },
  }
}

function panel(rows: readonly Row[], names: number, lang: EnsembleInput['lang']): Panel {
  const [{ measure }] = rows
  const factor = measure.unit === '1' ? 100 : 1
  const states = (['up', 'down', 'unclear'] as const).map((state) => word(lang, `forest.${state}`))
  const values = rows.map(({ measure: own, step: { mean, low, high, holm } }) => ({
    outcome: own[lang],
    mean: rounded(factor * mean),
    low: rounded(factor * low),
    high: rounded(factor * high),
    state: states[holm < 0.05 ? (mean > 0 ? 0 : 1) : 2],
    text: effectText(factor * mean, factor * low, factor * high),
  }))
  const order = values.map(({ outcome }) => outcome)
  const y = {
    field: 'outcome',
    type: 'nominal' as const,
    scale: { domain: order },
    axis: { title: null, ticks: false, domain: false, labelFontSize: FONT_SIZE, labelLimit: names, minExtent: names },
  }
  const axis = { title: word(lang, `forest.unit.${measure.unit}`), tickCount: 5, format: ',~r' }
  // Points at either end stay clear of names and values.
  const scale = { padding: 8 }
  const x = (field: string): { field: string; type: 'quantitative'; axis: typeof axis; scale: typeof scale } => {
    return { field, type: 'quantitative', axis, scale }
  }
  const color = {
    field: 'state',
    type: 'nominal' as const,
    scale: { domain: states, range: [COLOUR.blue, COLOUR.vermilion, COLOUR.grey] },
    legend: null,
  }
  return {
    width: PANEL,
    height: ROW * rows.length,
    layer: [
      {
        data: { values: [{ zero: 0 }] },
        mark: { type: 'rule', color: COLOUR.grey },
        encoding: { x: x('zero') },
      },
      {
        data: { values },
        mark: { type: 'rule', strokeWidth: 2 },
        encoding: { y, x: x('low'), x2: { field: 'high' }, color },
      },
      {
        data: { values },
        mark: { type: 'point', filled: true, size: 55, opacity: 1 },
        encoding: {
          y,
          x: x('mean'),
          color,
          tooltip: [
            { field: 'outcome', title: word(lang, 'forest.outcome') },
            { field: 'text', title: word(lang, 'forest.difference') },
            { field: 'state', title: word(lang, 'forest.state') },
          ],
        },
      },
      {
        data: { values },
        mark: { type: 'text', align: 'left' },
        encoding: { y, x: { value: PANEL + 10 }, text: { field: 'text' }, color },
      },
    ],
  }
}

/** With three digits of the far end of the interval. */
function effectText(mean: number, low: number, high: number): string {
  const size = Math.max(Math.abs(low), Math.abs(high))
  const digits = size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : size >= 0.1 ? 3 : 4
  // No sign before what rounds to zero.
  const [m, l, h] = [mean, low, high].map((value) => value.toFixed(digits).replace(/^-(?=[0.]+$)/, ''))
  return `${m} [${l}, ${h}]`
}
