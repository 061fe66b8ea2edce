/** Outcomes of the reported window by arm, and paired differences from the first arm. */
import { type Claim, LEAST_RUNS } from '../measures/claim.ts'
import { type ArmOutcome, armOutcomes, type Difference, type Measure, measuresOf } from '../measures/ensemble.ts'
import type { MeanInterval } from '../measures/intervals.ts'
import { countOf, isClear, type Judged, judgedDifferences } from '../measures/judged.ts'
import { armStyle, NAME_WIDTH } from './arm-style.ts'
import type { Chart, EnsembleInput } from './chart.ts'
import { drawnDifference, drawnInterval } from './domain.ts'
import { COLOUR, frame } from './style.ts'
import { money, NO_BREAK, percent, rounded } from './text.ts'
import { word } from './words.ts'

const WIDTH = 700
const PANEL = 210
const ROW = 17

/** Outcomes shown, of those that the runs tell. */
const KEYS: readonly string[] = [
  'reach.all',
  'tail.reach',
  'reach.noFile',
  'tail.unserved',
  'homogenisation',
  'apr.mean',
  'late.over90',
  'roa.market',
  'multiLender.borrowers',
  'debt.perConsumer',
]

type Panel = Extract<Chart['spec'], { vconcat: unknown }>['vconcat'][number]

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
    caption: word(lang, 'arms.caption'),
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
  const intervals = word(lang, replications < LEAST_RUNS ? 'ensemble.noIntervals' : 'ensemble.intervals', {
    least: String(LEAST_RUNS),
  })
  if (arms.length === 1) return intervals
  const filled = replications < LEAST_RUNS ? '' : word(lang, 'arms.filled')
  const parts = [word(lang, 'arms.subtitle', { first: domain[0] }), filled, intervals, key]
  return parts.filter((text) => text !== '').join(lang === 'zh' ? '' : ' ')
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
  if (replications === 1) return word(lang, 'arms.titleOneRun')
  if (arms.length === 1) return word(lang, 'arms.titleOneArm', { runs })
  const { judged, clear } = countOf(shown)
  if (judged === 0) return word(lang, 'arms.titleFew', { runs, least: String(LEAST_RUNS) })
  const counts = { clear: String(clear), all: String(judged), first: domain[0] }
  // Of those that are clear any may stand as the example: the one that is least likely by chance.
  const example = shown
    .filter(isClear)
    .reduce<Judged<Difference> | undefined>(
      (best, one) => (best === undefined || one.p < best.p ? one : best),
      undefined,
    )
  if (example === undefined) return word(lang, 'arms.titleNone', counts)
  const measure = measures.find(({ key }) => key === example.key)!
  return word(lang, clear === 1 ? 'arms.titleSingle' : 'arms.title', {
    ...counts,
    key: measure[lang],
    goes: word(lang, example.mean > 0 ? 'arms.rises' : 'arms.falls'),
    size: sizeText(input, measure, Math.abs(example.mean)),
    arm: titles.get(example.arm) ?? example.arm,
  })
}

function sizeText({ lang }: EnsembleInput, { unit }: Measure, size: number): string {
  if (unit === '1')
    return word(lang, 'arms.points', { size: percent('zh', size, 2).replace('%', '') }).replace(' ', NO_BREAK)
  if (unit === 'index') return size.toFixed(3)
  return unit === 'CNY' ? money(lang, size) : size.toFixed(1)
}

function unitName(lang: EnsembleInput['lang'], { unit }: Measure, isDifference: boolean): string {
  if (unit === '1') return isDifference ? word(lang, 'arms.unitPoints') : '%'
  return unit === 'CNY' ? word(lang, 'arms.unitYuan') : ''
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
    title: { text: label, anchor: 'start', fontSize: 11.5, offset: 3, limit: PANEL + 150 },
    layer: layersOf(lang, valuesOf(lang, measure, rows, style), style, isDifference),
  }
}

function layersOf(
  lang: EnsembleInput['lang'],
  values: readonly Value[],
  { domain, colours }: Style,
  isDifference: boolean,
): Extract<Panel, { layer: unknown }>['layer'] {
  const names = { title: null, ticks: false, domain: false, labelLimit: NAME_WIDTH + 20, minExtent: 120 }
  const y = {
    field: 'arm',
    type: 'nominal' as const,
    scale: { domain: [...domain] },
    axis: isDifference ? null : names,
  }
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
    { field: 'arm', title: word(lang, 'bands.arm') },
    { field: 'mean', title: word(lang, 'bands.mean') },
    { field: 'low', title: word(lang, 'bands.low') },
    { field: 'high', title: word(lang, 'bands.high') },
    { field: 'runs', title: word(lang, 'ensemble.runs') },
    ...(isDifference ? [{ field: 'verdict', title: word(lang, 'forest.state') }] : []),
  ]
  const zero = {
    data: { values: [{ zero: 0 }] },
    mark: { type: 'rule' as const, color: COLOUR.grey },
    encoding: { x: { field: 'zero', ...x } },
  }
  const bounded = values.filter(({ low, high }) => low !== null && high !== null)
  const intervals = {
    data: { values: [...bounded] },
    mark: { type: 'rule' as const, strokeWidth: 2 },
    encoding: { y, x: { field: 'low', ...x }, x2: { field: 'high' }, color: colour },
  }
  const mark = { type: 'point', size: 50, opacity: 1, strokeWidth: 1.6, filled: true } as const
  const points = (isFilled: boolean) => ({
    data: { values: values.filter((value) => value.isFilled === isFilled) },
    mark: isFilled ? mark : { ...mark, fill: '#ffffff' },
    encoding: { y, x: { field: 'mean', ...x }, tooltip, ...(isFilled ? { color: colour } : { stroke: colour }) },
  })
  return [
    ...(isDifference ? [zero] : []),
    ...(bounded.length === 0 ? [] : [intervals]),
    ...[false, true].map(points).filter(({ data }) => data.values.length > 0),
  ]
}
