/** Outcomes over the values of one factor, a line for each combination of the others. */
import { armOutcomes, type Measure, measuresOf } from '../measures/ensemble.ts'
import type { Chart, EnsembleInput, FactorInput } from './chart.ts'
import { COLOUR, frame } from './style.ts'
import { rounded } from './text.ts'
import { word } from './words.ts'

const WIDTH = 640
const PANEL = { width: 265, height: 150 } as const
const COLOURS = [
  COLOUR.blue,
  COLOUR.green,
  COLOUR.orange,
  COLOUR.vermilion,
  COLOUR.purple,
  COLOUR.sky,
  COLOUR.ink,
  COLOUR.grey,
]

/** More lines than these cannot be told apart. */
const MAX_LINES = COLOURS.length

const KEYS: readonly string[] = [
  'reach.all',
  'tail.reach',
  'approval.all',
  'apr.mean',
  'late.over90',
  'roa.market',
  'homogenisation',
  'debt.perConsumer',
]

type Panel = Extract<Chart['spec'], { concat: unknown }>['concat'][number]

/** Undefined where the factors give more lines than can be told apart. */
export function responseChart(input: EnsembleInput): Chart | undefined {
  const { tables, arms, lang, factors = [], replications } = input
  // The factor with the most values makes the longest lines.
  const across = factors.reduce<FactorInput | undefined>(
    (best, factor) => (best === undefined || factor.values.length > best.values.length ? factor : best),
    undefined,
  )
  if (across === undefined) return undefined
  const others = factors.filter((factor) => factor !== across)
  const nameOf = (set: EnsembleInput['arms'][number]['set']): string =>
    others.map(({ path }) => `${path} ${String(set?.[path])}`).join(', ')
  const lines = [...new Set(arms.map(({ set }) => nameOf(set)))]
  if (lines.length > MAX_LINES) return undefined
  const levels = armOutcomes(tables)
  const measures = KEYS.flatMap((key) => measuresOf(tables, 'outcome').filter((measure) => measure.key === key))
  const title = word(lang, 'response.title', { across: across.path, arms: String(arms.length) })
  return {
    id: 'response',
    title,
    caption: word(lang, 'response.caption'),
    spec: {
      ...frame(input, title, word(lang, replications > 1 ? 'response.subtitle' : 'bands.subtitleOne'), WIDTH),
      columns: 2,
      spacing: { row: 14, column: 26 },
      concat: measures.map((measure) => {
        const values = arms.flatMap(({ name, set }) => {
          const found = levels.find(({ key, arm }) => key === measure.key && arm === name)
          const factor = measure.unit === '1' ? 100 : 1
          const mean = rounded(factor * (found?.mean ?? NaN))
          if (found === undefined || mean === null) return []
          const end = (value: number): number => rounded(factor * value) ?? mean
          return [{ x: set?.[across.path], line: nameOf(set), mean, low: end(found.low), high: end(found.high) }]
        })
        return panel(measure, values, across, lines, input)
      }),
    },
  }
}

function panel(
  measure: Measure,
  values: readonly object[],
  across: FactorInput,
  lines: readonly string[],
  { lang, replications }: EnsembleInput,
): Panel {
  const isNumber = across.values.every((value) => typeof value === 'number')
  const x = {
    field: 'x',
    type: isNumber ? ('quantitative' as const) : ('ordinal' as const),
    scale: isNumber ? { zero: false } : { domain: across.values.map(String) },
    axis: { title: across.path, grid: false, ...(isNumber ? { values: across.values.map(Number) } : {}) },
  }
  const color = {
    field: 'line',
    type: 'nominal' as const,
    scale: { domain: [...lines], range: COLOURS.slice(0, lines.length) },
    legend: lines.length > 1 ? { title: null, columns: 2 } : null,
  }
  const axis = { title: null, tickCount: 5 }
  const unit = measure.unit === '1' ? '%' : measure.unit === 'CNY' ? word(lang, 'arms.unitYuan') : ''
  const inBrackets = unit === '' ? '' : lang === 'zh' ? `（${unit}）` : ` (${unit})`
  return {
    ...PANEL,
    title: { text: `${measure[lang]}${inBrackets}`, anchor: 'start', fontSize: 12, offset: 4 },
    data: { values: [...values] },
    layer: [
      ...(replications > 1
        ? [
            {
              mark: { type: 'rule' as const, strokeWidth: 1.5 },
              encoding: {
                x,
                y: { field: 'low', type: 'quantitative' as const, scale: { zero: false }, axis },
                y2: { field: 'high' },
                color,
              },
            },
          ]
        : []),
      {
        mark: { type: 'line', strokeWidth: 1.8, point: { size: 30 } },
        encoding: {
          x,
          y: { field: 'mean', type: 'quantitative', scale: { zero: false }, axis },
          color,
          tooltip: [
            { field: 'x', title: across.path },
            { field: 'line', title: word(lang, 'bands.arm') },
            { field: 'mean', title: word(lang, 'bands.mean') },
            { field: 'low', title: word(lang, 'bands.low') },
            { field: 'high', title: word(lang, 'bands.high') },
          ],
        },
      },
    ],
  }
}
