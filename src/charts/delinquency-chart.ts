/** Balances past due by days, month by month. */
import type { Claim } from '../measures/claim.ts'
import { monthlyRates } from '../measures/monthly-rates.ts'
import type { Chart, ChartInput } from './chart.ts'
import { eventRules, withEvents } from './month-marks.ts'
import { sentence, trendText } from './sentences.ts'
import { frame, fromZero, monthAxis } from './style.ts'
import { asPercent, percent } from './text.ts'
import { word } from './words.ts'

const WIDTH = 580
/** Worst first, at the bottom of the stack, where it can be read against the axis; light to dark in print. */
const BUCKETS = ['90', '61', '31', '1'] as const
const COLOURS = ['#7f2704', '#d55e00', '#f1a340', '#fee0b6']

export function delinquencyChart(input: ChartInput): Chart {
  const { tables, scenario, lang } = input
  const months = monthlyRates(tables, scenario).filter(({ month }) => month >= 0)
  const late = months.map(({ late1, late31, late61, late90 }) => late1 + late31 + late61 + late90)
  const last = months.findLast(({ late90 }) => Number.isFinite(late90))
  const title =
    last === undefined
      ? word(lang, 'market.none')
      : sentence(lang, [
          word(lang, 'late.title', { goes: trendText(lang, late, (value) => percent(lang, value)) }),
          word(lang, 'late.titleOver', { npl: percent(lang, last.late90) }),
        ])
  const claims: Claim[] =
    last === undefined
      ? [{ kind: 'nothing', key: 'balance', why: 'empty' }]
      : [
          { kind: 'trend', key: 'late', values: late.filter(Number.isFinite) },
          { kind: 'level', key: 'late90', estimate: { value: last.late90, low: NaN, high: NaN, n: NaN } },
        ]
  const names = BUCKETS.map((bucket) => word(lang, `late.${bucket}`))
  const values = months.flatMap((month, at) =>
    BUCKETS.map((bucket, order) => ({
      month: month.month,
      bucket: word(lang, `late.${bucket}`),
      order,
      share: asPercent(month[`late${bucket}`]) ?? 0,
      all: asPercent(late[at]) ?? 0,
    })),
  )
  return {
    id: 'delinquency',
    title,
    claims,
    caption: word(lang, 'late.caption'),
    spec: {
      ...frame(input, title, withEvents(input, word(lang, 'late.subtitle'), 0), WIDTH),
      width: WIDTH,
      height: 260,
      layer: [
        {
          data: { values },
          // One month alone has no area.
          mark:
            scenario.horizon.months === 1
              ? { type: 'bar', size: 40, opacity: 1 }
              : { type: 'area', opacity: 1, line: { strokeWidth: 0.6, color: '#ffffff' } },
          encoding: {
            x: monthAxis(input, word(lang, 'month'), 0),
            y: {
              field: 'share',
              type: 'quantitative',
              stack: 'zero',
              scale: fromZero(values.map(({ share }) => share)),
              axis: { title: word(lang, 'late.axis'), tickCount: 6 },
            },
            order: { field: 'order', type: 'quantitative' },
            color: {
              field: 'bucket',
              type: 'nominal',
              scale: { domain: names, range: COLOURS },
              legend: { title: word(lang, 'late.days'), symbolType: 'square' },
            },
            tooltip: [
              { field: 'month', title: word(lang, 'month') },
              { field: 'bucket', title: word(lang, 'late.days') },
              { field: 'share', title: word(lang, 'late.axis') },
            ],
          },
        },
        ...eventRules(input, 0, WIDTH, true),
      ],
    },
  }
}
