/** Balances past due by days, month by month. */
import { monthlyRates } from '../measures/monthly-rates.ts'
import type { Chart, ChartInput } from './chart.ts'
import { frame, yearTicks } from './style.ts'
import { asPercent, percent } from './text.ts'
import { word } from './words.ts'

const WIDTH = 580
/** Worst first, at the bottom of the stack, where it can be read against the axis; light to dark in print. */
const BUCKETS = ['90', '61', '31', '1'] as const
const COLOURS = ['#7f2704', '#d55e00', '#f1a340', '#fee0b6']

export function delinquencyChart(input: ChartInput): Chart {
  const { tables, scenario, lang } = input
  const months = monthlyRates(tables).filter(({ month }) => month >= 0)
  const last = months.at(-1)
  const title = word(lang, 'late.title', {
    late: percent(lang, last === undefined ? NaN : last.late1 + last.late31 + last.late61 + last.late90),
    npl: percent(lang, last?.late90 ?? NaN),
  })
  const names = BUCKETS.map((bucket) => word(lang, `late.${bucket}`))
  const values = months.flatMap((month) =>
    BUCKETS.map((bucket, order) => ({
      month: month.month,
      bucket: word(lang, `late.${bucket}`),
      order,
      share: asPercent(month[`late${bucket}`]) ?? 0,
    })),
  )
  return {
    id: 'delinquency',
    title,
    caption: word(lang, 'late.caption'),
    spec: {
      ...frame(input, title, word(lang, 'late.subtitle'), WIDTH),
      width: WIDTH,
      height: 260,
      data: { values },
      mark: { type: 'area', opacity: 1, line: { strokeWidth: 0.6, color: '#ffffff' } },
      encoding: {
        x: {
          field: 'month',
          type: 'quantitative',
          scale: { domain: [0, Math.max(1, scenario.horizon.months - 1)], nice: false },
          axis: { title: word(lang, 'month'), grid: false, values: yearTicks(0, scenario.horizon.months) },
        },
        y: {
          field: 'share',
          type: 'quantitative',
          stack: 'zero',
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
  }
}
