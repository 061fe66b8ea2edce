/** Outcomes of the reported window by arm, and paired differences from the first arm. */

import { type Claim, LEAST_RUNS } from '../measures/claim.ts'
import { type ArmOutcome, armOutcomes, type Difference, type Measure, measuresOf } from '../measures/ensemble.ts'
import type { MeanInterval } from '../measures/intervals.ts'
import { countOf, isClear, type Judged, judgedDifferences } from '../measures/judged.ts'
import { isInPoints } from '../measures/measure.ts'
import { armStyle, NAME_WIDTH } from './arm-style.ts'
import type { Chart, EnsembleInput } from './chart.ts'
import { drawnDifference, drawnInterval } from './domain.ts'
import { bounded, category, layer, type Panel, tips } from './marks.ts'
import { sentences } from './sentences.ts'
import { COLOUR, frame } from './style.ts'
import { inPoints, lines, money, NO_BREAK, rounded } from './text.ts'
import { word, wordsOf } from './words.ts'

const say = wordsOf({
  title: {
    en: '{clear} of {all} differences from "{first}" are clear of chance (Holm, 5 %); for example, {key} {goes} by {size} in "{arm}"',
    zh: '与“{first}”的{all}项差异中{clear}项显著（霍尔姆校正，5%）；例如“{arm}”的{key}{goes}{size}',
  },
  titleNone: {
    en: 'None of {all} differences from "{first}" is clear of chance (Holm, 5 %)',
    zh: '与“{first}”的{all}项差异均不显著（霍尔姆校正，5%）',
  },
  titleOneArm: { en: 'Outcomes of the reported window: means over {runs} runs', zh: '报告期结果：{runs}次运行的均值' },
  titleOneRun: {
    en: 'Outcomes of one run of each arm: nothing can be said about chance',
    zh: '每组仅一次运行的结果，无法区分偶然因素',
  },
  rises: { en: 'rises', zh: '上升' },
  falls: { en: 'falls', zh: '下降' },
  subtitle: {
    en: 'Left: the arms. Right: difference (Δ) from "{first}", run by run under the same seed; of percentages in points.',
    zh: '左：各实验组。右：与“{first}”之差（Δ），同种子逐次配对；百分数之差以百分点计。',
  },
  caption: {
    en: "Outcomes over the reported window. Points are means over the runs, lines their 95 % intervals (Student's t). Differences are taken between runs with the same seed, in which consumers have the same random draws. A difference counts as clear of chance (filled point) where its paired t test is significant at 5 % after Holm's correction over all outcomes and arms of the table differences, so an interval may exclude zero without that. Shares are in percent, differences of shares in percentage points.",
    zh: '报告期整体结果。点为多次运行的均值，线为95%置信区间（t分布）。差异在同一种子的两次运行之间计算，每位消费者的随机冲击相同。配对t检验在差异表的全部指标与实验组间经霍尔姆校正后，在5%水平上显著者记为显著（实心点），因此区间不含零者未必显著。占比以百分数表示，占比之差以百分点表示。',
  },
  points: { en: '{size} points', zh: '{size}个百分点' },
  titleSingle: {
    en: '1 of {all} differences from "{first}" is clear of chance (Holm, 5 %): {key} {goes} by {size} in "{arm}"',
    zh: '与“{first}”的{all}项差异中1项显著（霍尔姆校正，5%）：“{arm}”的{key}{goes}{size}',
  },
  titleFew: {
    en: 'Outcomes by arm: too few runs to judge differences ({runs} of each arm, at least {least} are needed)',
    zh: '各实验组的结果：每组{runs}次运行，不足以判断差异（至少{least}次）',
  },
  filled: { en: 'Filled: clear of chance.', zh: '实心：显著。' },
  noIntervals: {
    en: 'Fewer than {least} runs of an arm: no intervals, and nothing is judged.',
    zh: '每组不足{least}次运行：不画区间，也不作判断。',
  },
  intervals: {
    en: 'Points: means over the runs of an arm; lines: 95 % intervals of the means.',
    zh: '点为各实验组多次运行的均值，线为均值的95%置信区间。',
  },
})

const WIDTH = 700
const PANEL = 210
const ROW = 17
const HEADING = 11.5
/** Room for names to the left of levels. */
const NAMES = 120

/** Outcomes shown, of those that the runs tell. */
const KEYS: readonly string[] = [
  'reached.all',
  'reached.filedLast',
  'reached.tailLessHead',
  'homogenisation',
  'tail.unserved',
  'apr.mean',
  'late.over90',
  'roa.market',
  'multiLender.borrowers',
  'debt.perConsumer',
]

export function armsChart(input: EnsembleInput): Chart {
  const { tables, lang } = input
  const style = armStyle(input)
  const [levels, steps] = [armOutcomes(tables), judgedDifferences(tables)]
  const isTold = (rows: readonly (MeanInterval & { key: string })[], key: string): boolean =>
    rows.some((row) => row.key === key && Number.isFinite(row.mean))
  const measures = KEYS.flatMap((key) => measuresOf(tables, 'outcome').filter((measure) => measure.key === key)).filter(
    ({ key }) => isTold(levels, key),
  )
  const shown = steps.filter(({ key, mean }) => measures.some((one) => one.key === key) && Number.isFinite(mean))
  const title = titleOf(input, measures, shown)
  return {
    id: 'arms',
    title,
    claims: [comparisonsClaim(steps)],
    caption: say(lang, 'caption'),
    spec: {
      ...frame(input, title, subtitleOf(input), WIDTH),
      spacing: 12,
      vconcat: measures.map((measure): Panel => {
        const own = levels.filter(({ key }) => key === measure.key).map((row) => drawnInterval(measure, row))
        const left = panel(input, measure, own, style)
        const against = shown.filter(({ key }) => key === measure.key)
        if (against.length === 0) return left
        const drawn = against.map((row) => drawnDifference(measure, row))
        return { spacing: 16, hconcat: [left, panel(input, measure, drawn, style)] }
      }),
    },
  }
}

function subtitleOf(input: EnsembleInput): string {
  const { arms, replications, lang } = input
  const { domain, key } = armStyle(input)
  const intervals = say(lang, replications < LEAST_RUNS ? 'noIntervals' : 'intervals', {
    least: String(LEAST_RUNS),
  })
  if (arms.length === 1) return intervals
  const filled = replications < LEAST_RUNS ? '' : say(lang, 'filled')
  const parts = [say(lang, 'subtitle', { first: domain[0] }), filled, intervals, key]
  return sentences(lang, parts)
}

/** Every comparison that the judgment rests on, in its order. */
export function comparisonsClaim(steps: readonly Judged<Difference>[]): Claim {
  return {
    kind: 'comparisons',
    keys: steps.map(({ key, arm }) => `${key} ${arm}`),
    ps: steps.map(({ p, runs }) => (runs < LEAST_RUNS ? NaN : p)),
    runs: steps.reduce((most, { runs }) => Math.max(most, runs), 0),
  }
}

const factorOf = ({ unit }: Measure): number => (unit === '1' ? 100 : 1)

function titleOf(input: EnsembleInput, measures: readonly Measure[], shown: readonly Judged<Difference>[]): string {
  const { arms, replications, lang } = input
  const { titles, domain } = armStyle(input)
  const runs = String(replications)
  if (replications === 1) return say(lang, 'titleOneRun')
  if (arms.length === 1) return say(lang, 'titleOneArm', { runs })
  const { judged, clear } = countOf(shown)
  if (judged === 0) return say(lang, 'titleFew', { runs, least: String(LEAST_RUNS) })
  const counts = { clear: String(clear), all: String(judged), first: domain[0] }
  // Of those that are clear any may stand as the example: the one that is least likely by chance.
  const example = shown
    .filter(isClear)
    .reduce<Judged<Difference> | undefined>(
      (best, one) => (best === undefined || one.p < best.p ? one : best),
      undefined,
    )
  if (example === undefined) return say(lang, 'titleNone', counts)
  const measure = measures.find(({ key }) => key === example.key)!
  return say(lang, clear === 1 ? 'titleSingle' : 'title', {
    ...counts,
    key: measure[lang],
    goes: say(lang, example.mean > 0 ? 'rises' : 'falls'),
    size: sizeText(input, measure, Math.abs(example.mean)),
    arm: titles.get(example.arm) ?? example.arm,
  })
}

function sizeText({ lang }: EnsembleInput, { unit }: Measure, size: number): string {
  if (unit === '1') return say(lang, 'points', { size: inPoints(size, 2) }).replace(' ', NO_BREAK)
  if (unit === 'index') return size.toFixed(3)
  return unit === 'CNY' ? money(lang, size) : size.toFixed(1)
}

function unitName(lang: EnsembleInput['lang'], measure: Measure, isDifference: boolean): string {
  const { unit } = measure
  if (unit === '1') return isDifference || isInPoints(measure) ? word(lang, 'points') : '%'
  return unit === 'CNY' ? word(lang, 'yuan') : ''
}

type Style = ReturnType<typeof armStyle>

interface Value {
  readonly arm: string
  readonly mean: number
  readonly low: number | null
  readonly high: number | null
  readonly runs: number
  readonly verdict?: string
  /** Levels, and differences that are clear of chance. */
  readonly isFilled: boolean
}

function valuesOf(
  lang: EnsembleInput['lang'],
  measure: Measure,
  rows: readonly (ArmOutcome | Judged<Difference>)[],
  { titles }: Style,
): Value[] {
  const factor = factorOf(measure)
  return rows.flatMap((row): Value[] => {
    const mean = rounded(factor * row.mean)
    if (mean === null) return []
    const isBounded = row.runs >= LEAST_RUNS
    const value = {
      arm: titles.get(row.arm) ?? row.arm,
      mean,
      low: isBounded ? rounded(factor * row.low) : null,
      high: isBounded ? rounded(factor * row.high) : null,
      runs: row.runs,
    }
    if (!('verdict' in row)) return [{ ...value, isFilled: true }]
    return [{ ...value, verdict: word(lang, `verdict.${row.verdict}`), isFilled: isClear(row) }]
  })
}

function panel(
  input: EnsembleInput,
  measure: Measure,
  rows: readonly (ArmOutcome | Judged<Difference>)[],
  style: Style,
): Panel {
  const { lang, arms } = input
  const isDifference = rows.some((row) => 'verdict' in row)
  // The names of the measures stand on the left; a difference has its sign and its unit.
  const unit = unitName(lang, measure, isDifference)
  const inBrackets = unit === '' ? '' : lang === 'zh' ? `（${unit}）` : ` (${unit})`
  const label = isDifference ? `Δ${inBrackets}` : `${measure[lang]}${inBrackets}`
  return {
    width: PANEL,
    height: ROW * arms.length + 6,
    title: {
      text: lines(label, PANEL + (isDifference ? 0 : NAMES), 1.06 * HEADING),
      anchor: 'start',
      fontSize: HEADING,
      offset: 3,
    },
    layer: layersOf(lang, valuesOf(lang, measure, rows, style), style, isDifference),
  }
}

function layersOf(
  lang: EnsembleInput['lang'],
  values: readonly Value[],
  { domain, colours }: Style,
  isDifference: boolean,
): Extract<Panel, { layer: unknown }>['layer'] {
  const names = { title: null, ticks: false, domain: false, labelLimit: NAME_WIDTH + 20, minExtent: NAMES }
  const y = category('arm', domain, isDifference ? null : names)
  // Without spread there is nothing to tell ticks apart by.
  const extent = values.flatMap(({ mean, low, high }) => [mean, low ?? mean, high ?? mean])
  const isFlat = Math.max(...extent) === Math.min(...extent)
  const x = {
    type: 'quantitative' as const,
    scale: { zero: isDifference, padding: 6 },
    axis: { title: null, tickCount: 4, labelOverlap: 'greedy' as const, ...(isFlat ? { values: [extent[0]] } : {}) },
  }
  const scale = { domain: [...domain], range: [...colours] }
  const colour = { field: 'arm', type: 'nominal' as const, scale, legend: null }
  const tooltip = [
    { field: 'arm', title: word(lang, 'arm') },
    { field: 'mean', title: word(lang, 'mean') },
    { field: 'low', title: word(lang, 'low') },
    { field: 'high', title: word(lang, 'high') },
    { field: 'runs', title: word(lang, 'runs') },
    ...(isDifference ? tips({ verdict: word(lang, 'verdict') }) : []),
  ]
  const zero = layer({ type: 'rule', color: COLOUR.grey }, [{ zero: 0 }], { x: { field: 'zero', ...x } })
  const withInterval = bounded(values)
  const intervals = layer({ type: 'rule', strokeWidth: 2 }, withInterval, {
    y,
    x: { field: 'low', ...x },
    x2: { field: 'high' },
    color: colour,
  })
  const mark = { type: 'point', size: 50, opacity: 1, strokeWidth: 1.6, filled: true } as const
  const points = (isFilled: boolean) =>
    layer(
      isFilled ? mark : { ...mark, fill: '#ffffff' },
      values.filter((value) => value.isFilled === isFilled),
      { y, x: { field: 'mean', ...x }, tooltip, ...(isFilled ? { color: colour } : { stroke: colour }) },
    )
  return [
    ...(isDifference ? [zero] : []),
    ...(withInterval.length === 0 ? [] : [intervals]),
    ...[false, true].map(points).filter(({ data }) => data.values.length > 0),
  ]
}
