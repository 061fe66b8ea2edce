/** Vintage curves: what had gone bad by months on book, by half-year of origination. */
import { type VintagePoint, vintageCurves } from '../measures/vintages.ts'
import type { Chart, ChartInput } from './chart.ts'
import { frame, yearTicks } from './style.ts'
import { asPercent, percent } from './text.ts'
import { word } from './words.ts'

const WIDTH = 560
/** More curves than this cannot be told apart. */
const MOST = 12
/** Ages at which the oldest and the youngest vintage are compared, the first that both have reached. */
const COMPARED_AGES = [24, 18, 12, 6]

export function vintagesChart(input: ChartInput): Chart {
  const { tables, scenario, lang } = input
  const points = vintageCurves(tables, scenario.horizon.months - 1)
  const groups = [...new Set(points.map(({ from }) => from))]
  const step = Math.max(1, Math.ceil(groups.length / MOST))
  const drawn = new Set(groups.filter((_, index) => index % step === 0))
  const name = ({ from, to }: VintagePoint): string =>
    word(lang, 'vintage.group', { from: String(from), to: String(to) })
  const values = points
    .filter(({ from }) => drawn.has(from))
    .map((point) => ({
      vintage: name(point),
      from: point.from,
      age: point.age,
      defaulted: asPercent(point.defaulted),
    }))
  const names = [...new Set(values.map(({ vintage }) => vintage))]
  const scale = values.length > 0 ? { zero: true } : { domain: [0, 1] }
  const title = titleOf(input, points)
  return {
    id: 'vintages',
    title,
    caption:
      step > 1
        ? `${word(lang, 'vintage.caption')} ${word(lang, 'vintage.thinned', { step: String(step) })}`
        : word(lang, 'vintage.caption'),
    spec: {
      ...frame(input, title, word(lang, 'vintage.subtitle'), WIDTH),
      width: WIDTH,
      height: 290,
      data: { values },
      mark: { type: 'line', strokeWidth: 2 },
      encoding: {
        x: {
          field: 'age',
          type: 'quantitative',
          scale,
          axis: {
            title: word(lang, 'monthsOnBook'),
            grid: false,
            values: yearTicks(0, scenario.horizon.months).flatMap((year) => [year, year + 6]),
          },
        },
        y: {
          field: 'defaulted',
          type: 'quantitative',
          scale,
          axis: { title: word(lang, 'vintage.axis'), tickCount: 6 },
        },
        color: {
          field: 'vintage',
          type: 'ordinal',
          scale: { domain: names, scheme: { name: 'viridis', extent: [0, 0.88] } },
          legend: {
            title: word(lang, 'vintage.legend'),
            columns: 5,
            symbolType: 'stroke',
            symbolStrokeWidth: 2.5,
            symbolSize: 220,
          },
        },
        strokeDash: {
          field: 'vintage',
          type: 'ordinal',
          scale: { domain: names, range: names.map((_, index) => DASHES[index % DASHES.length]) },
        },
        tooltip: [
          { field: 'vintage', title: word(lang, 'vintage.legend') },
          { field: 'age', title: word(lang, 'monthsOnBook') },
          { field: 'defaulted', title: word(lang, 'vintage.axis') },
        ],
      },
    },
  }
}

const DASHES = [
  [1, 0],
  [7, 3],
  [2, 2],
]

function titleOf({ lang }: ChartInput, points: readonly VintagePoint[]): string {
  const texts = (point: VintagePoint, prefix: 'first' | 'last'): { [name: string]: string } => ({
    [prefix]: percent(lang, point.defaulted, 1),
    [`${prefix}From`]: String(point.from),
    [`${prefix}To`]: String(point.to),
  })
  for (const age of COMPARED_AGES) {
    const reached = points.filter((point) => point.age === age)
    const [first, last] = [reached.at(0), reached.at(-1)]
    if (first === undefined || last === undefined || first === last) continue
    return word(lang, 'vintage.title', { age: String(age), ...texts(first, 'first'), ...texts(last, 'last') })
  }
  const longest = points.filter(({ from }) => from === points[0]?.from).at(-1)
  if (longest === undefined) return word(lang, 'vintage.none')
  return word(lang, 'vintage.short', { age: String(longest.age), ...texts(longest, 'first') })
}
