/** Monthly series of an ensemble: means of the arms with the intervals of these means. */
import { type Band, bands, measuresOf } from '../measures/ensemble.ts'
import { armStyle } from './arm-style.ts'
import type { Chart, EnsembleInput } from './chart.ts'
import { frame, yearTicks } from './style.ts'
import { percent, rounded } from './text.ts'
import { word } from './words.ts'

const WIDTH = 640
const PANEL = { width: 275, height: 150 } as const

const METRICS = [
  'reach',
  'tailReach',
  'homogenisation',
  'meanApr',
  'late90',
  'roa',
  'approvalRate',
  'multiLenderShare',
  'debtPerConsumer',
  'coverage',
  'lendersActive',
  'products',
] as const

/** These tell something only where they move. */
const MAY_BE_FLAT: readonly string[] = ['coverage', 'lendersActive', 'products']

/** These cannot leave 0 to 100 %, though the t interval of a few runs may. */
const SHARES: readonly string[] = ['reach', 'tailReach', 'late90', 'approvalRate', 'multiLenderShare', 'coverage']

type Panel = Extract<Chart['spec'], { concat: unknown }>['concat'][number]

export function bandsChart(input: EnsembleInput): Chart {
  const { tables, scenario, replications, lang } = input
  const all = bands(tables)
  const shown = METRICS.filter((metric) => {
    const own = all.filter((band) => band.metric === metric && Number.isFinite(band.mean))
    return own.length > 0 && !(MAY_BE_FLAT.includes(metric) && own.every(({ mean }) => mean === own[0].mean))
  })
  const title = titleOf(input, all)
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

function titleOf({ arms, replications, lang, ...input }: EnsembleInput, all: readonly Band[]): string {
  const own = all.filter(({ metric, mean }) => metric === 'reach' && Number.isFinite(mean))
  const last = own.reduce((latest, { month }) => Math.max(latest, month), -Infinity)
  const ends = own.filter(({ month }) => month === last).sort((a, b) => a.mean - b.mean)
  const [least, most] = [ends.at(0), ends.at(-1)]
  const runs = String(replications)
  const style = armStyle({ ...input, arms, lang })
  const served = (band: Band | undefined): string => percent(lang, band?.mean ?? NaN, 1)
  if (arms.length === 1) return word(lang, 'bands.titleOne', { most: served(most), runs })
  return word(lang, 'bands.title', {
    least: served(least),
    leastArm: style.titles.get(least?.arm ?? '') ?? '–',
    most: served(most),
    mostArm: style.titles.get(most?.arm ?? '') ?? '–',
    runs,
  })
}

function panel(
  input: EnsembleInput,
  metric: (typeof METRICS)[number],
  rows: readonly Band[],
  factor: number,
  lastMonth: number,
): Panel {
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
