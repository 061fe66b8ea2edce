/** Homogenisation of products over time. */
import type { Claim } from '../measures/claim.ts'
import { homogenisationByMonth } from '../measures/homogenisation.ts'
import type { Chart, ChartInput } from './chart.ts'
import { emptyNote, eventRules, withEvents } from './month-marks.ts'
import { sentence, trendText } from './sentences.ts'
import { COLOUR, frame, monthAxis, monthLine } from './style.ts'
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
  const equal = months
    .map((row) => row.equal)
    .filter(Number.isFinite)
    .at(-1)
  const title =
    known.length === 0
      ? word(lang, 'homogenisation.none')
      : sentence(lang, [
          word(lang, 'homogenisation.title', { goes: trendText(lang, known, decimal) }),
          equal === undefined ? '' : word(lang, 'homogenisation.titleEqual', { equal: decimal(equal) }),
        ])
  const claims: Claim[] =
    known.length === 0
      ? [{ kind: 'nothing', key: 'similarity', why: 'empty' }]
      : [
          { kind: 'trend', key: 'byShare', values: known },
          ...(equal === undefined
            ? []
            : [{ kind: 'level', key: 'equal', estimate: { value: equal, low: NaN, high: NaN, n: NaN } } as const]),
        ]
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
    claims,
    caption: word(lang, 'homogenisation.caption'),
    spec: {
      ...frame(input, title, withEvents(input, word(lang, 'homogenisation.subtitle'), 0), WIDTH),
      width: WIDTH,
      height: 240,
      layer: [
        ...eventRules(input, 0, WIDTH, true),
        {
          data: { values },
          mark: monthLine(input, { strokeWidth: 2 }),
          encoding: {
            x: monthAxis(input, word(lang, 'month'), 0),
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
        ...emptyNote(lang, values.length === 0, WIDTH, 240),
      ],
    },
  }
}
