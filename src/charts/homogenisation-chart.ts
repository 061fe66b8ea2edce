/** Homogenisation of products over time. */
import { homogenisationByMonth } from '../measures/homogenisation.ts'
import type { Chart, ChartInput } from './chart.ts'
import { COLOUR, frame, yearTicks } from './style.ts'
import { decimal, rounded } from './text.ts'
import { word } from './words.ts'

const WIDTH = 560
const SERIES = [
  ['byShare', 'byShare'],
  ['equal', 'equal'],
  ['dispersion', 'aprDispersion'],
] as const

export function homogenisationChart(input: ChartInput): Chart {
  const { tables, scenario, lang } = input
  const months = homogenisationByMonth(tables, scenario.choice.bandwidth).filter(({ month }) => month >= 0)
  const known = months.map(({ byShare }) => byShare).filter(Number.isFinite)
  const [first, last] = [known.at(0) ?? NaN, known.at(-1) ?? NaN]
  const change = last - first
  const goes = change > 0.01 ? 'homogenisation.rises' : change < -0.01 ? 'homogenisation.falls' : 'homogenisation.stays'
  const title =
    known.length === 0
      ? word(lang, 'homogenisation.none')
      : word(lang, 'homogenisation.title', {
          goes: word(lang, goes),
          first: decimal(first),
          last: decimal(last),
          equal: decimal(
            months
              .map(({ equal }) => equal)
              .filter(Number.isFinite)
              .at(-1) ?? NaN,
          ),
        })
  const names = SERIES.map(([name]) => word(lang, `homogenisation.${name}`))
  const values = months.flatMap((row) =>
    SERIES.flatMap(([name, column]) => {
      const value = rounded(row[column])
      return value === null ? [] : [{ month: row.month, series: word(lang, `homogenisation.${name}`), value }]
    }),
  )
  return {
    id: 'homogenisation',
    title,
    caption: word(lang, 'homogenisation.caption'),
    spec: {
      ...frame(input, title, word(lang, 'homogenisation.subtitle'), WIDTH),
      width: WIDTH,
      height: 240,
      data: { values },
      mark: { type: 'line', strokeWidth: 2 },
      encoding: {
        x: {
          field: 'month',
          type: 'quantitative',
          scale: { domain: [0, Math.max(1, scenario.horizon.months - 1)], nice: false },
          axis: { title: word(lang, 'month'), grid: false, values: yearTicks(0, scenario.horizon.months) },
        },
        y: {
          field: 'value',
          type: 'quantitative',
          scale: { domainMin: 0, domainMax: 1 },
          axis: { title: word(lang, 'homogenisation.axis'), tickCount: 5 },
        },
        color: {
          field: 'series',
          type: 'nominal',
          scale: { domain: names, range: [COLOUR.blue, COLOUR.orange, COLOUR.ink] },
          legend: { title: null, symbolType: 'stroke', symbolStrokeWidth: 2.5, symbolSize: 300 },
        },
        strokeDash: {
          field: 'series',
          type: 'nominal',
          scale: {
            domain: names,
            range: [
              [1, 0],
              [7, 4],
              [2, 3],
            ],
          },
          legend: { title: null },
        },
        tooltip: [
          { field: 'month', title: word(lang, 'month') },
          { field: 'series', title: '' },
          { field: 'value', title: word(lang, 'homogenisation.axis') },
        ],
      },
    },
  }
}
