/** Two arms: monthly series of their paired differences with the intervals of the means. */
import { LEAST_RUNS } from '../measures/claim.ts'
import { type Band, differenceBands, type Measure, measuresOf } from '../measures/ensemble.ts'
import { countOf, isClear, judgedEnds } from '../measures/judged.ts'
import { armStyle } from './arm-style.ts'
import {
  endsClaim,
  heading,
  lineMark,
  METRICS,
  type Metric,
  namesText,
  reportedMonths,
  seriesName,
} from './bands-chart.ts'
import type { Chart, EnsembleInput } from './chart.ts'
import { drawnDifference } from './domain.ts'
import { COLOUR, frame } from './style.ts'
import { rounded } from './text.ts'
import { word } from './words.ts'

const WIDTH = 640
const PANEL = { width: 275, height: 120 } as const

type Panel = Extract<Chart['spec'], { concat: unknown }>['concat'][number]

export function differenceBandsChart(input: EnsembleInput): Chart | undefined {
  const { tables, lang, replications } = input
  const all = differenceBands(tables).filter(({ mean }) => Number.isFinite(mean))
  const shown = METRICS.filter((metric) => all.some((band) => band.metric === metric && band.mean !== 0))
  if (shown.length === 0) return undefined
  const ends = judgedEnds(tables, shown)
  const [first, second] = armStyle(input).domain
  const { judged, clear } = countOf(ends)
  const counts = { clear: String(clear), all: String(judged), first, second, runs: String(replications) }
  const names = shown.filter((metric) => ends.some((end) => end.metric === metric && isClear(end)))
  const title =
    judged === 0
      ? word(lang, 'differenceBands.titleFew', { ...counts, least: String(LEAST_RUNS) })
      : clear === 0
        ? word(lang, 'differenceBands.titleNone', counts)
        : word(lang, 'differenceBands.title', {
            ...counts,
            names: namesText(
              lang,
              names.map((metric) => seriesName(lang, metric)),
            ),
          })
  const subtitle = word(lang, judged === 0 ? 'differenceBands.subtitleFew' : 'differenceBands.subtitle', {
    least: String(LEAST_RUNS),
  })
  const measures = new Map(measuresOf(tables, 'series').map((measure) => [measure.key, measure]))
  return {
    id: 'difference-bands',
    title,
    claims: [endsClaim(ends)],
    caption: word(lang, 'differenceBands.caption'),
    spec: {
      ...frame(input, title, subtitle, WIDTH),
      columns: 2,
      spacing: { row: 14, column: 26 },
      concat: shown.map((metric) => {
        const rows = all.filter((band) => band.metric === metric)
        return panel(input, metric, measures.get(metric)!, rows)
      }),
    },
  }
}

/** A difference of shares is in points. */
function differenceTitle(lang: EnsembleInput['lang'], metric: Metric, { unit }: Measure): string {
  const name = seriesName(lang, metric)
  const inUnit = unit === '1' ? word(lang, 'arms.unitPoints') : unit === 'CNY' ? word(lang, 'arms.unitYuan') : ''
  if (inUnit === '') return `Δ ${name}`
  return lang === 'zh' ? `Δ ${name}（${inUnit}）` : `Δ ${name} (${inUnit})`
}

function panel(input: EnsembleInput, metric: Metric, measure: Measure, rows: readonly Band[]): Panel {
  const { lang } = input
  const factor = measure.unit === '1' ? 100 : 1
  const values = rows.map((row) => {
    const { low, high } = row.runs < LEAST_RUNS ? { low: NaN, high: NaN } : drawnDifference(measure, row)
    return {
      month: row.month,
      mean: rounded(factor * row.mean)!,
      low: rounded(factor * low),
      high: rounded(factor * high),
    }
  })
  const bounded = values.filter(({ low, high }) => low !== null && high !== null)
  const x = reportedMonths(input)
  // One width for labels, so that the headings of a column begin at one place.
  const axis = { title: null, tickCount: 4, minExtent: 34 }
  const y = (field: string): { field: string; type: 'quantitative'; axis: typeof axis } => {
    return { field, type: 'quantitative', axis }
  }
  const area = {
    data: { values: bounded },
    mark: { type: 'area' as const, fillOpacity: 0.2, color: COLOUR.blue },
    encoding: { x, y: y('low'), y2: { field: 'high' } },
  }
  return {
    ...PANEL,
    title: heading(differenceTitle(lang, metric, measure), PANEL.width),
    layer: [
      {
        data: { values: [{ zero: 0 }] },
        mark: { type: 'rule', color: COLOUR.grey },
        encoding: { y: y('zero') },
      },
      ...(bounded.length === 0 ? [] : [area]),
      {
        data: { values },
        mark: { ...lineMark(values), color: COLOUR.blue },
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
