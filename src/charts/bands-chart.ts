/** Monthly series of an ensemble: means of the arms with the intervals of these means. */
import { type Claim, LEAST_RUNS } from '../measures/claim.ts'
import { type Band, bands, type Measure, measuresOf } from '../measures/ensemble.ts'
import { countOf, intervalP, isClear, type Judged, judgedEnds } from '../measures/judged.ts'
import { isInPoints } from '../measures/measure.ts'
import { measureNamed } from '../measures/registry.ts'
import { type ArmStyle, armStyle, shortened } from './arm-style.ts'
import type { Chart, EnsembleInput, Lang } from './chart.ts'
import { drawnInterval } from './domain.ts'
import { bounded, coded, layer, type Panel, type Quantity, quantity, STROKES, tips } from './marks.ts'
import { listed, sentences } from './sentences.ts'
import { COLOUR, frame, yearTicks } from './style.ts'
import { lines, percent, rounded } from './text.ts'
import { word, wordsOf } from './words.ts'

const say = wordsOf({
  title: {
    en: 'Clear of chance in the last month (Holm, 5 %): {clear} of {all} differences from "{first}", in {names}',
    zh: '末月与“{first}”的{all}项差异中{clear}项显著（霍尔姆校正，5%），涉及{names}',
  },
  titleOne: {
    en: 'In the last month lenders reach {most} of fundable demand, on average over {runs} runs',
    zh: '末月可融资需求满足率为{most}，{runs}次运行的平均',
  },
  subtitle: {
    en: 'Lines: means over the runs of an arm. Bands: 95 % intervals of these means, from {least} runs on.',
    zh: '线为各实验组多次运行的均值，带为均值的95%置信区间（至少{least}次运行）。',
  },
  subtitleOne: {
    en: 'One run of each arm: nothing can be said about chance.',
    zh: '每组仅一次运行，无法区分偶然因素。',
  },
  caption: {
    en: "Each month's interval stands on its own (Student's t over the runs of an arm): it says how well the mean of that month is known, not where single runs lie, and about one month in twenty misses by chance. Intervals end where a measure can go no further, such as at 0 and 100 %. Arms share their seeds, so differences between arms are known better than the bands suggest; the title judges these paired differences in the last month, corrected for their number (Holm). Demand served and tail demand served are shares of the needs that led to an application; ROA is that of the last twelve months.",
    zh: '各月区间单独计算（对同组各次运行用t分布），表示该月均值的精确程度，而非单次运行的范围；约二十个月中有一个月会因偶然而落在区间之外。区间止于指标的取值范围，如0与100%。各实验组共用种子，组间差异比图中带宽所示更为精确；标题判断的是末月的配对差异，并按比较次数校正（霍尔姆）。满足率与长尾满足率以转为信贷申请的需求为分母；资产收益率为近十二个月。',
  },
  titleNone: {
    en: 'In the last month none of {all} differences from "{first}" is clear of chance (Holm, 5 %)',
    zh: '末月与“{first}”的{all}项差异均不显著（霍尔姆校正，5%）',
  },
  titleFew: {
    en: 'Monthly means of the arms: too few runs to judge differences ({runs} of each arm, at least {least} are needed)',
    zh: '各实验组的逐月均值；每组{runs}次运行，不足以判断差异（至少{least}次）',
  },
  titleOneRun: {
    en: 'In the last month of this one run lenders reach {most} of fundable demand',
    zh: '本次运行末月的可融资需求满足率为{most}',
  },
  subtitleFew: {
    en: 'Lines: means over the runs of an arm. Fewer than {least} runs: no intervals are drawn, and nothing is judged.',
    zh: '线为各实验组多次运行的均值。每组不足{least}次运行：不画区间，也不作判断。',
  },
  reference: {
    en: 'Dashed grey: the mean of "{first}". Horizontal axes: month (0 = first reported).',
    zh: '灰色虚线为“{first}”的均值。横轴为月份（0为报告期首月）。',
  },
  more: {
    en: 'The first {shown} of {all} series are drawn; the table bands has all of them.',
    zh: '仅绘{all}个序列中的前{shown}个，其余见逐月均值表。',
  },
  moreNames: { en: '{more} more', zh: '另外{more}项' },
})

const WIDTH = 640
const PANEL = { width: 275, height: 150 } as const
/** More arms than these have a panel each, in rows of at most `COLUMNS`. */
const OVERLAID = 2
const COLUMNS = 4
const FACET = { width: 640, height: 76 } as const
const [AXIS, GAP] = [30, 10]
const ARM_SIZE = 10
/** More panels than these are not drawn; the table has all series. */
const MAX_PANELS = 56

export const METRICS = [
  'reached.all',
  'reached.filedAt90',
  'reached.tail',
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

type Layer = Extract<Panel, { layer: unknown }>['layer']

export function bandsChart(input: EnsembleInput): Chart {
  const { tables, lang, arms } = input
  const all = bands(tables)
  const told = METRICS.filter((metric) => {
    const own = all.filter((band) => band.metric === metric && Number.isFinite(band.mean))
    return own.length > 0 && !(MAY_BE_FLAT.includes(metric) && own.every(({ mean }) => mean === own[0].mean))
  })
  const isOverlaid = arms.length <= OVERLAID
  const shown = isOverlaid ? told : told.slice(0, Math.max(1, Math.floor(MAX_PANELS / arms.length)))
  const ends = judgedEnds(tables, shown)
  const title = titleOf(input, all, ends)
  const style = armStyle(input)
  const panels = shown.map((metric): Panel => {
    const rows = all.filter((band) => band.metric === metric)
    const values = valuesOf(rows, measuresOf(tables, 'series').find(({ key }) => key === metric)!, style)
    return isOverlaid ? overlaid(input, metric, values, style) : faceted(input, metric, values, style)
  })
  const left = told.length - shown.length
  const caption = [
    say(lang, 'caption'),
    ...(left === 0 ? [] : [say(lang, 'more', { shown: String(shown.length), all: String(told.length) })]),
  ]
  return {
    id: 'bands',
    title,
    claims: ends.length === 0 ? [] : [endsClaim(ends)],
    caption: sentences(lang, caption),
    spec: {
      ...frame(input, title, subtitleOf(input, style), WIDTH),
      columns: isOverlaid ? 2 : 1,
      spacing: { row: 14, column: 26 },
      concat: panels,
      resolve: {
        scale: { color: isOverlaid ? 'shared' : 'independent', strokeDash: isOverlaid ? 'shared' : 'independent' },
      },
    },
  }
}

/** The comparisons of the last month, in their order. */
export function endsClaim(ends: readonly Judged<Band>[]): Claim {
  return {
    kind: 'comparisons',
    keys: ends.map(({ metric, arm }) => `${metric} ${arm}`),
    ps: ends.map((end) => (end.runs < LEAST_RUNS ? NaN : intervalP(end))),
    runs: ends.reduce((most, { runs }) => Math.max(most, runs), 0),
  }
}

function subtitleOf({ lang, arms, replications }: EnsembleInput, { domain, key }: ArmStyle): string {
  const intervals =
    replications === 1
      ? say(lang, 'subtitleOne')
      : say(lang, replications < LEAST_RUNS ? 'subtitleFew' : 'subtitle', { least: String(LEAST_RUNS) })
  const reference = arms.length <= OVERLAID ? '' : say(lang, 'reference', { first: domain[0] })
  return sentences(lang, [intervals, reference, key])
}

/** The name of a series without its unit. */
export function seriesName(lang: Lang, metric: Metric): string {
  return measureNamed(metric)[lang]
}

/** The name of a measure with its unit, as it stands over a panel. */
export function measureTitle(measure: Pick<Measure, 'unit' | 'domain' | Lang>, lang: Lang): string {
  const share = isInPoints(measure) ? word(lang, 'points') : '%'
  const unit = measure.unit === '1' ? share : measure.unit === 'CNY' ? word(lang, 'yuan') : ''
  if (unit === '') return measure[lang]
  return lang === 'zh' ? `${measure[lang]}（${unit}）` : `${measure[lang]} (${unit})`
}

const HEADING = 12

/** The heading of a panel: the name of a series with its unit, in lines as wide as the panel. */
export function heading(text: string, width: number, offset: number = 4): Heading {
  return { text: lines(text, width, 1.06 * HEADING), anchor: 'start', fontSize: HEADING, offset }
}

interface Heading {
  readonly text: string[]
  readonly anchor: 'start'
  readonly fontSize: number
  readonly offset: number
}

/** What the last month tells, corrected for all comparisons of it; of one arm, what share of demand is served. */
function titleOf(input: EnsembleInput, all: readonly Band[], ends: readonly Judged<Band>[]): string {
  const { arms, replications, lang } = input
  const runs = String(replications)
  if (arms.length === 1) {
    const reach = all.findLast(({ metric, mean }) => metric === 'reached.all' && Number.isFinite(mean))
    return say(lang, replications === 1 ? 'titleOneRun' : 'titleOne', {
      most: percent(lang, reach?.mean ?? NaN, 1),
      runs,
    })
  }
  const { judged, clear } = countOf(ends)
  if (judged === 0) return say(lang, 'titleFew', { runs, least: String(LEAST_RUNS) })
  const first = armStyle(input).domain[0]
  const counts = { clear: String(clear), all: String(judged), first }
  const clearIn = METRICS.filter((metric) => ends.some((end) => end.metric === metric && isClear(end)))
  if (clearIn.length === 0) return say(lang, 'titleNone', counts)
  return say(lang, 'title', {
    ...counts,
    names: namesText(
      lang,
      clearIn.map((metric) => seriesName(lang, metric)),
    ),
  })
}

const MOST_NAMES = 4

/** At most four names, and the number of the others. */
export function namesText(lang: Lang, names: readonly string[]): string {
  if (names.length <= MOST_NAMES) return listed(lang, names)
  const more = String(names.length - MOST_NAMES + 1)
  return listed(lang, [...names.slice(0, MOST_NAMES - 1), say(lang, 'moreNames', { more })])
}

interface Value {
  readonly arm: string
  readonly month: number
  readonly mean: number
  /** Null over too few runs. */
  readonly low: number | null
  readonly high: number | null
  /** The mean of the first arm. */
  readonly first: number | null
}

function valuesOf(rows: readonly Band[], measure: Measure, { titles, domain }: ArmStyle): Value[] {
  const factor = measure.unit === '1' ? 100 : 1
  const nameOf = (arm: string): string => titles.get(arm) ?? arm
  const base = new Map(
    rows.filter(({ arm }) => nameOf(arm) === domain[0]).map(({ month, mean }) => [month, rounded(factor * mean)]),
  )
  return rows.flatMap((row): Value[] => {
    const mean = rounded(factor * row.mean)
    if (mean === null) return []
    const { low, high } = row.runs < LEAST_RUNS ? { low: NaN, high: NaN } : drawnInterval(measure, row)
    const first = base.get(row.month) ?? null
    return [
      { arm: nameOf(row.arm), month: row.month, mean, low: rounded(factor * low), high: rounded(factor * high), first },
    ]
  })
}

/** Ticks at years, or at fewer months where there are no two years. */
export function monthTicks(last: number): number[] {
  if (last >= 24) return yearTicks(0, last + 1)
  const step = [1, 2, 3, 6].find((months) => last / months <= 4) ?? 6
  return Array.from({ length: Math.floor(last / step) + 1 }, (_, k) => k * step)
}

/** A horizontal axis of the reported months. */
export function reportedMonths(
  { scenario, lang }: Pick<EnsembleInput, 'scenario' | 'lang'>,
  isTitled: boolean = true,
): Quantity {
  const last = Math.max(1, scenario.horizon.months - 1)
  return quantity(
    'month',
    { domain: [0, last], nice: false },
    { title: isTitled ? word(lang, 'month') : null, grid: false, values: monthTicks(last), format: 'd' },
  )
}

interface LineMark {
  readonly type: 'line'
  readonly strokeWidth: number
  readonly point?: { readonly filled: true; readonly size: number }
}

/** A line; through one month it is a point. */
export function lineMark(values: readonly { readonly month: number }[], strokeWidth: number = 1.8): LineMark {
  const isOne = values.every(({ month }) => month === values[0].month)
  return isOne && values.length > 0
    ? { type: 'line', strokeWidth, point: { filled: true, size: 40 } }
    : { type: 'line', strokeWidth }
}

function tooltipOf(lang: Lang) {
  return tips({
    arm: word(lang, 'arm'),
    month: word(lang, 'month'),
    mean: word(lang, 'mean'),
    low: word(lang, 'low'),
    high: word(lang, 'high'),
  })
}

function vertical(field: string) {
  return quantity(field, { zero: false }, { title: null, tickCount: 4, minExtent: AXIS })
}

/** One or two arms in one panel. */
function overlaid(input: EnsembleInput, metric: Metric, values: Value[], style: ArmStyle): Panel {
  const { lang } = input
  const { domain, colours, dashes } = style
  const x = reportedMonths(input)
  const legend = { ...STROKES, symbolOpacity: 1, columns: 2 } as const
  const scale = { domain: [...domain], range: [...colours] }
  const color = { field: 'arm', type: 'nominal' as const, scale, legend: domain.length > 1 ? legend : null }
  const withInterval = bounded(values)
  const area: Layer[number] = layer({ type: 'area', fillOpacity: 0.18 }, withInterval, {
    x,
    y: vertical('low'),
    y2: { field: 'high' },
    color,
  })
  return {
    ...PANEL,
    title: heading(measureTitle(measureNamed(metric), lang), PANEL.width),
    layer: [
      ...(withInterval.length === 0 ? [] : [area]),
      layer(lineMark(values), values, {
        x,
        y: vertical('mean'),
        color,
        strokeDash: coded(
          'arm',
          domain,
          dashes.map((dash) => [...dash]),
          domain.length > 1 ? { title: null } : null,
        ),
        tooltip: tooltipOf(lang),
      }),
    ],
  }
}

/** A panel for each arm, with the mean of the first arm behind its own; all on one scale. */
function faceted(input: EnsembleInput, metric: Metric, values: Value[], { domain }: ArmStyle): Panel {
  const { lang } = input
  const columns = Math.min(COLUMNS, domain.length)
  const width = Math.floor((FACET.width - AXIS) / columns) - GAP
  const ends = values.flatMap(({ mean, low, high }) => [mean, low ?? mean, high ?? mean])
  const [least, most] = [Math.min(...ends), Math.max(...ends)]
  const scale = { domain: most > least ? [least, most] : [least - 1, most + 1], nice: true, zero: false }
  return {
    title: heading(measureTitle(measureNamed(metric), lang), FACET.width, 6),
    columns,
    spacing: { row: 8, column: GAP },
    concat: domain.map((arm, k) => {
      const own = values.filter((value) => value.arm === arm)
      // One width for the labels of all rows, so that their headings begin at one place.
      const labels = k % columns === 0 ? { minExtent: AXIS } : { labels: false, ticks: false }
      const axis = { title: null, tickCount: 4, ...labels }
      const y = (field: string) => quantity(field, scale, axis)
      return {
        width,
        height: FACET.height,
        title: {
          text: twoLines(arm, width),
          anchor: 'start',
          frame: 'group',
          fontSize: ARM_SIZE,
          fontWeight: 'normal',
          offset: 2,
        },
        layer: armLayers(input, own, y),
      }
    }),
  }
}

/** The name of an arm over its panel. */
function twoLines(text: string, width: number): string[] {
  const [first = '', ...rest] = lines(text, width, ARM_SIZE)
  return rest.length === 0 ? [first] : [first, shortened(rest.join(' '), width, ARM_SIZE)]
}

function armLayers(
  input: EnsembleInput,
  own: Value[],
  y: (field: string) => { field: string; type: 'quantitative' },
): Layer {
  const x = reportedMonths(input, false)
  const withInterval = bounded(own)
  const behind = own.filter(({ first }) => first !== null)
  const area = layer({ type: 'area', fillOpacity: 0.22, color: COLOUR.blue }, withInterval, {
    x,
    y: y('low'),
    y2: { field: 'high' },
  })
  const reference = layer({ ...lineMark(behind, 1), color: COLOUR.grey, strokeDash: [3, 2] }, behind, {
    x,
    y: y('first'),
  })
  return [
    ...(withInterval.length === 0 ? [] : [area]),
    ...(behind.length === 0 ? [] : [reference]),
    layer({ ...lineMark(own), color: COLOUR.blue }, own, { x, y: y('mean'), tooltip: tooltipOf(input.lang) }),
  ]
}
