/** Monthly series of an ensemble: means of the arms with the intervals of these means. */
import { type Band, bands, measuresOf } from '../measures/ensemble.ts'
import { armStyle } from './arm-style.ts'
import type { Chart, EnsembleInput } from './chart.ts'
import { frame, yearTicks } from './style.ts'
import { decimal, money, percent, rounded } from './text.ts'
import { word } from './words.ts'

const WIDTH = 640
const PANEL = { width: 275, height: 150 } as const

export const METRICS = [
  'reach.all',
  'tail.reach',
  'homogenisation',
  'apr.mean',
  'late.over90',
  'roa.trailing',
  'approval.all',
  'multiLender.borrowers',
  'debt.perConsumer',
  'filed.share',
  'lenders.withLoans',
  'products.offered',
] as const

export type Metric = (typeof METRICS)[number]

/** These tell something only where they move. */
const MAY_BE_FLAT: readonly string[] = ['filed.share', 'lenders.withLoans', 'products.offered']

/** These cannot leave 0 to 100 %, though the t interval of a few runs may. */
const SHARES: readonly string[] = [
  'reach.all',
  'tail.reach',
  'late.over90',
  'approval.all',
  'multiLender.borrowers',
  'filed.share',
]

type Panel = Extract<Chart['spec'], { concat: unknown }>['concat'][number]

export function bandsChart(input: EnsembleInput): Chart {
  const { tables, scenario, replications, lang } = input
  const all = bands(tables)
  const shown = METRICS.filter((metric) => {
    const own = all.filter((band) => band.metric === metric && Number.isFinite(band.mean))
    return own.length > 0 && !(MAY_BE_FLAT.includes(metric) && own.every(({ mean }) => mean === own[0].mean))
  })
  const title = titleOf(input, all, shown)
  const subtitle = word(lang, replications > 1 ? 'bands.subtitle' : 'bands.subtitleOne')
  const units = new Map(measuresOf(tables, 'series').map(({ key, unit }) => [key, unit]))
  return {
    id: 'bands',
    title,
    caption: word(lang, 'bands.caption'),
    spec: {
      ...frame(input, title, subtitle, WIDTH),
      columns: 2,
      spacing: { row: 14, column: 26 },
      concat: shown.map((metric) =>
        panel(
          input,
          metric,
          all.filter((band) => band.metric === metric),
          units.get(metric) === '1' ? 100 : 1,
          Math.max(1, scenario.horizon.months - 1),
        ),
      ),
      resolve: { scale: { color: 'shared', strokeDash: 'shared' } },
    },
  }
}

/** Of the last month: the means by arm, ascending, and how many half intervals lie between the ends. */
function lastMonth(rows: readonly Band[]): { readonly ends: readonly Band[]; readonly apart: number } {
  const known = rows.filter(({ mean }) => Number.isFinite(mean))
  const last = known.reduce((latest, { month }) => Math.max(latest, month), -Infinity)
  const ends = known.filter(({ month }) => month === last).sort((a, b) => a.mean - b.mean)
  const halves = ends.map(({ mean, high }) => high - mean).filter((half) => Number.isFinite(half))
  const half = halves.reduce((sum, value) => sum + value, 0) / halves.length
  const apart = ends.length < 2 ? 0 : (ends.at(-1)!.mean - ends[0].mean) / half
  return { ends, apart: half > 0 ? apart : 0 }
}

/** Says where arms stand furthest apart, measured in half intervals; of one arm or one run, what share of demand is served. */
function titleOf(input: EnsembleInput, all: readonly Band[], shown: readonly Metric[]): string {
  const { arms, replications, lang, tables } = input
  const of = (metric: Metric): ReturnType<typeof lastMonth> => lastMonth(all.filter((band) => band.metric === metric))
  if (arms.length === 1) {
    const most = percent(lang, of('reach.all').ends.at(-1)?.mean ?? NaN, 1)
    return word(lang, 'bands.titleOne', { most, runs: String(replications) })
  }
  const found = shown.map((metric) => ({ metric, ...of(metric) }))
  const { metric, ends } = found.reduce((best, one) => (one.apart > best.apart ? one : best))
  const unit = measuresOf(tables, 'series').find(({ key }) => key === metric)?.unit ?? ''
  const style = armStyle(input)
  const end = (band: Band): { value: string; arm: string } => ({
    value: unit === '1' ? percent(lang, band.mean, 1) : unit === 'CNY' ? money(lang, band.mean) : decimal(band.mean),
    arm: style.titles.get(band.arm) ?? band.arm,
  })
  const [least, most] = [end(ends[0]), end(ends.at(-1)!)]
  return word(lang, 'bands.title', {
    measure: word(lang, `measure.${metric}`).replace(/ ?[(（].*[)）]$/, ''),
    least: least.value,
    leastArm: least.arm,
    most: most.value,
    mostArm: most.arm,
  })
}

function panel(input: EnsembleInput, metric: Metric, rows: readonly Band[], factor: number, lastMonth: number): Panel {
  const { lang, replications } = input
  const { titles, domain, colours, dashes } = armStyle(input)
  const within = (value: number): number => (SHARES.includes(metric) ? Math.min(100, Math.max(0, value)) : value)
  const values = rows.flatMap(({ arm, month, mean, low, high }) => {
    const value = rounded(factor * mean)
    if (value === null) return []
    return [
      {
        arm: titles.get(arm) ?? arm,
        month,
        mean: value,
        low: rounded(within(factor * low)),
        high: rounded(within(factor * high)),
      },
    ]
  })
  const colour = { field: 'arm', type: 'nominal' as const, scale: { domain: [...domain], range: [...colours] } }
  const x = {
    field: 'month',
    type: 'quantitative' as const,
    scale: { domain: [0, lastMonth], nice: false },
    axis: { title: word(lang, 'month'), grid: false, values: yearTicks(0, lastMonth + 1) },
  }
  const axis = { title: null, tickCount: 5 }
  const armLegend = {
    title: null,
    symbolType: 'stroke',
    symbolStrokeWidth: 2.5,
    symbolSize: 300,
    symbolOpacity: 1,
    columns: 3,
  } as const
  return {
    ...PANEL,
    title: { text: word(lang, `measure.${metric}`), anchor: 'start', fontSize: 12, offset: 4 },
    data: { values },
    layer: [
      // Without a second run there is no interval.
      ...(replications > 1
        ? [
            {
              mark: { type: 'area' as const, fillOpacity: 0.18 },
              encoding: {
                x,
                y: { field: 'low', type: 'quantitative' as const, scale: { zero: false }, axis },
                y2: { field: 'high' },
                color: { ...colour, legend: armLegend },
              },
            },
          ]
        : []),
      {
        mark: { type: 'line', strokeWidth: 1.8 },
        encoding: {
          x,
          y: { field: 'mean', type: 'quantitative', scale: { zero: false }, axis },
          color: { ...colour, legend: armLegend },
          strokeDash: {
            field: 'arm',
            type: 'nominal',
            scale: { domain: [...domain], range: dashes.map((dash) => [...dash]) },
            legend: { title: null },
          },
          tooltip: [
            { field: 'arm', title: word(lang, 'bands.arm') },
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
