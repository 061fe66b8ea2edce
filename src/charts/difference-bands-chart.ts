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
import { bounded, layer, type Panel, tips } from './marks.ts'
import { COLOUR, frame } from './style.ts'
import { rounded } from './text.ts'
import { word, wordsOf } from './words.ts'

const say = wordsOf({
  title: {
    en: '"{second}" minus "{first}": clearly different from zero in the last month (Holm, 5 %) in {clear} of {all} series: {names}',
    zh: '“{second}”减“{first}”：末月{all}个序列中{clear}个显著异于零（霍尔姆校正，5%）：{names}',
  },
  subtitle: {
    en: 'Lines: mean paired differences. Areas: their 95 % intervals, each month on its own.',
    zh: '线为配对差值的均值，带为其95%区间（各月单独计算）。',
  },
  caption: {
    en: 'Monthly differences between runs with the same seed, with 95 % intervals of their means, each month on its own: without any effect, about one month in twenty excludes zero by chance. The title judges the last month only, corrected for the number of series (Holm). Differences of shares are in percentage points.',
    zh: '同种子两次运行的逐月差值及其均值的95%区间，各月单独计算：若毫无影响，约二十个月中有一个月的区间因偶然而不含零。标题只判断末月，并按序列个数校正（霍尔姆）。占比之差以百分点表示。',
  },
  titleNone: {
    en: '"{second}" minus "{first}": in the last month none of {all} series clearly differs from zero (Holm, 5 %)',
    zh: '“{second}”减“{first}”：末月{all}个序列均不显著异于零（霍尔姆校正，5%）',
  },
  titleFew: {
    en: '"{second}" minus "{first}": mean differences, from too few pairs to judge them ({runs}, at least {least} are needed)',
    zh: '“{second}”减“{first}”的平均差值；{runs}对，不足以作判断（至少{least}对）',
  },
  subtitleFew: {
    en: 'Lines: mean paired differences. Fewer than {least} pairs: no intervals.',
    zh: '线为配对差值的均值。不足{least}对：不画区间。',
  },
})

const WIDTH = 640
const PANEL = { width: 275, height: 120 } as const

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
      ? say(lang, 'titleFew', { ...counts, least: String(LEAST_RUNS) })
      : clear === 0
        ? say(lang, 'titleNone', counts)
        : say(lang, 'title', {
            ...counts,
            names: namesText(
              lang,
              names.map((metric) => seriesName(lang, metric)),
            ),
          })
  const subtitle = say(lang, judged === 0 ? 'subtitleFew' : 'subtitle', {
    least: String(LEAST_RUNS),
  })
  const measures = new Map(measuresOf(tables, 'series').map((measure) => [measure.key, measure]))
  return {
    id: 'difference-bands',
    title,
    claims: [endsClaim(ends)],
    caption: say(lang, 'caption'),
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
  const inUnit = unit === '1' ? word(lang, 'points') : unit === 'CNY' ? word(lang, 'yuan') : ''
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
  const withInterval = bounded(values)
  const x = reportedMonths(input)
  // One width for labels, so that the headings of a column begin at one place.
  const axis = { title: null, tickCount: 4, minExtent: 34 }
  const y = (field: string): { field: string; type: 'quantitative'; axis: typeof axis } => {
    return { field, type: 'quantitative', axis }
  }
  const area = layer({ type: 'area', fillOpacity: 0.2, color: COLOUR.blue }, withInterval, {
    x,
    y: y('low'),
    y2: { field: 'high' },
  })
  return {
    ...PANEL,
    title: heading(differenceTitle(lang, metric, measure), PANEL.width),
    layer: [
      layer({ type: 'rule', color: COLOUR.grey }, [{ zero: 0 }], { y: y('zero') }),
      ...(withInterval.length === 0 ? [] : [area]),
      layer({ ...lineMark(values), color: COLOUR.blue }, values, {
        x,
        y: y('mean'),
        tooltip: tips({
          month: word(lang, 'month'),
          mean: word(lang, 'mean'),
          low: word(lang, 'low'),
          high: word(lang, 'high'),
        }),
      }),
    ],
  }
}
