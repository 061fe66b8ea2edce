/** Outcomes over the values of one factor, a line for each combination of the others. */
import { LEAST_RUNS } from '../measures/claim.ts'
import type { Difference } from '../measures/ensemble.ts'
import { armOutcomes, type Measure, measuresOf } from '../measures/ensemble.ts'
import { countOf, isClear, type Judged, judgedDifferences } from '../measures/judged.ts'
import { valueText } from './arm-style.ts'
import { comparisonsClaim } from './arms-chart.ts'
import { heading, measureTitle, namesText } from './bands-chart.ts'
import type { Chart, EnsembleInput, FactorInput } from './chart.ts'
import { drawnInterval } from './domain.ts'
import { bounded, coded, layer, type Panel, quantity, tips } from './marks.ts'
import { COLOUR, frame } from './style.ts'
import { plainText, rounded } from './text.ts'
import { word, wordsOf } from './words.ts'

const say = wordsOf({
  title: { en: '{told} (Holm, 5 %)', zh: '{told}（霍尔姆校正，5%）' },
  subtitle: {
    en: 'Points: means over the runs of an arm, set slightly apart. Vertical lines: 95 % intervals of these means.',
    zh: '点为各实验组多次运行的均值（略微错开），竖线为均值的95%置信区间。',
  },
  caption: {
    en: "Outcomes over the reported window by the values of one factor, one line for each combination of the others: means over the runs with 95 % intervals (Student's t). The title names outcomes that clearly differ between the first arm and arms in which only that factor differs, by paired differences under shared seeds with Holm's correction over all outcomes and arms. Lines that are not parallel suggest an interaction.",
    zh: '报告期整体结果随某一因子取值的变化，其他因子的每种组合一条线：多次运行的均值及95%区间（t分布）。标题列出的指标，在首个实验组与仅该因子不同的实验组之间差异显著：以同种子配对差异检验，并在全部指标与实验组间作霍尔姆校正。线不平行提示存在交互作用。',
  },
  moves: {
    en: '"{factor}" alone clearly moves {count} of {all} outcomes: {names}',
    zh: '单独改变“{factor}”时，{all}项指标中{count}项显著变化：{names}',
  },
  movesNone: {
    en: '"{factor}" alone clearly moves none of {all} outcomes',
    zh: '单独改变“{factor}”时，{all}项指标均无显著变化',
  },
  titleFew: {
    en: 'Outcomes by {factors}: too few runs to judge effects ({runs} of each arm, at least {least} are needed)',
    zh: '各指标随{factors}的变化：每组{runs}次运行，不足以判断影响（至少{least}次）',
  },
  subtitleFew: {
    en: 'Points: means over the runs of an arm. Fewer than {least} runs: no intervals, and nothing is judged.',
    zh: '点为各实验组多次运行的均值。每组不足{least}次运行：不画区间，也不作判断。',
  },
})

const WIDTH = 640
const PANEL = { width: 265, height: 150 } as const
const COLOURS = [
  COLOUR.blue,
  COLOUR.green,
  COLOUR.orange,
  COLOUR.vermilion,
  COLOUR.purple,
  COLOUR.sky,
  COLOUR.ink,
  COLOUR.grey,
]

/** More lines than these cannot be told apart. */
const MAX_LINES = COLOURS.length
/** Of the length of the axis: how far lines stand from one another, so that their intervals do not cover each other. */
const DODGE = 0.012

const KEYS: readonly string[] = [
  'reached.all',
  'reached.tailLessHead',
  'homogenisation',
  'approval.all',
  'apr.mean',
  'late.over90',
  'roa.market',
  'surplus.perNeed',
]

type Settings = EnsembleInput['arms'][number]['set']

/** The outcomes that are drawn over factors, of those that any arm tells. */
export function respondingMeasures({ tables }: EnsembleInput): Measure[] {
  const levels = armOutcomes(tables)
  const known = measuresOf(tables, 'outcome')
  return KEYS.flatMap((key) => known.filter((measure) => measure.key === key)).filter(({ key }) =>
    levels.some((row) => row.key === key && Number.isFinite(row.mean)),
  )
}

/** Undefined where the factors give more lines than can be told apart. */
export function responseChart(input: EnsembleInput): Chart | undefined {
  const { arms, lang, factors = [], replications } = input
  // The factor with the most values makes the longest lines.
  const across = factors.reduce<FactorInput | undefined>(
    (best, factor) => (best === undefined || factor.values.length > best.values.length ? factor : best),
    undefined,
  )
  if (across === undefined) return undefined
  const others = factors.filter((factor) => factor !== across)
  const lineOf = (set: Settings): string =>
    others.map((factor) => `${factor.label[lang]} ${valueText(factor, set?.[factor.path], lang)}`).join(', ')
  const lines = [...new Set(arms.map(({ set }) => lineOf(set)))]
  const measures = respondingMeasures(input)
  if (lines.length > MAX_LINES || measures.length === 0) return undefined
  const steps = judgedDifferences(input.tables)
  const title = responseTitle(input, measures, steps)
  const intervals = replications < LEAST_RUNS ? 'subtitleFew' : 'subtitle'
  return {
    id: 'response',
    title,
    claims: [comparisonsClaim(steps)],
    caption: say(lang, 'caption'),
    spec: {
      ...frame(input, title, say(lang, intervals, { least: String(LEAST_RUNS) }), WIDTH),
      columns: 2,
      spacing: { row: 14, column: 26 },
      concat: measures.map((measure) => panel(input, measure, across, lines, lineOf)),
    },
  }
}

/** The differences that a factor makes alone: from the first arm to those that differ from it in nothing else. */
export function stepsOfFactor(
  { arms, factors = [] }: EnsembleInput,
  { path }: FactorInput,
  steps: readonly Judged<Difference>[],
): Judged<Difference>[] {
  const [first] = arms
  const isAlone = (set: Settings): boolean =>
    factors.every((factor) => (set?.[factor.path] === first.set?.[factor.path]) !== (factor.path === path))
  const own = new Set(arms.filter(({ set }) => isAlone(set)).map(({ name }) => name))
  return steps.filter(({ arm }) => own.has(arm))
}

/** Which outcomes each factor clearly moves, all else standing as in the first arm. */
export function responseTitle(
  input: EnsembleInput,
  measures: readonly Measure[],
  steps: readonly Judged<Difference>[],
): string {
  const { lang, factors = [], replications } = input
  const shown = steps.filter(({ key }) => measures.some((measure) => measure.key === key))
  const names = factors.map(({ label }) => plainText(label[lang], 40))
  if (countOf(shown).judged === 0) {
    return say(lang, 'titleFew', {
      factors: namesText(lang, names),
      runs: String(replications),
      least: String(LEAST_RUNS),
    })
  }
  const told = factors.map((factor, k) => {
    const clear = stepsOfFactor(input, factor, shown).filter(isClear)
    const moved = measures.filter(({ key }) => clear.some((step) => step.key === key))
    const values = { factor: names[k], count: String(moved.length), all: String(measures.length) }
    if (moved.length === 0) return say(lang, 'movesNone', values)
    return say(lang, 'moves', {
      ...values,
      names: namesText(
        lang,
        moved.map((measure) => measure[lang]),
      ),
    })
  })
  return say(lang, 'title', { told: told.join(lang === 'zh' ? '；' : '; ') })
}

interface Value {
  /** Where the point stands: at its value, or beside it where lines would cover one another. */
  readonly x: number | string
  readonly value: string
  readonly line: string
  readonly mean: number
  readonly low: number | null
  readonly high: number | null
}

function valuesOf(
  { tables, arms, lang }: EnsembleInput,
  measure: Measure,
  across: FactorInput,
  lines: readonly string[],
  lineOf: (set: Settings) => string,
): Value[] {
  const levels = armOutcomes(tables).filter(({ key }) => key === measure.key)
  const factor = measure.unit === '1' ? 100 : 1
  const numbers = numbersOf(across)
  const reach = numbers === undefined ? 0 : Math.max(...numbers) - Math.min(...numbers)
  return arms.flatMap(({ name, set }): Value[] => {
    const found = levels.find(({ arm }) => arm === name)
    const mean = rounded(factor * (found?.mean ?? NaN))
    if (found === undefined || mean === null) return []
    const { low, high } = found.runs < LEAST_RUNS ? { low: NaN, high: NaN } : drawnInterval(measure, found)
    const line = lineOf(set)
    const value = set?.[across.path]
    const aside = (lines.indexOf(line) - (lines.length - 1) / 2) * DODGE * reach
    return [
      {
        x: numbers === undefined ? valueText(across, value, lang) : rounded(Number(value) + aside)!,
        value: valueText(across, value, lang),
        line,
        mean,
        low: rounded(factor * low),
        high: rounded(factor * high),
      },
    ]
  })
}

const MOST_DECIMALS = 8

/** A format that leaves no digit of these numbers out: Vega's own rounds to the distance of its ticks. */
export function exactly(numbers: readonly number[]): string {
  const decimals = numbers.map(
    (value) => /\.(\d+)$/.exec(value.toFixed(MOST_DECIMALS).replace(/0+$/, ''))?.[1].length ?? 0,
  )
  return `,.${Math.max(...decimals)}~f`
}

/** The values of a factor if all of them are numbers. */
function numbersOf({ values }: FactorInput): readonly number[] | undefined {
  return values.every((value) => typeof value === 'number') ? values.map(Number) : undefined
}

function panel(
  input: EnsembleInput,
  measure: Measure,
  across: FactorInput,
  lines: readonly string[],
  lineOf: (set: Settings) => string,
): Panel {
  const { lang } = input
  const values = valuesOf(input, measure, across, lines, lineOf)
  const numbers = numbersOf(across)
  const title = plainText(across.label[lang])
  const x = {
    field: 'x',
    type: numbers === undefined ? ('ordinal' as const) : ('quantitative' as const),
    scale:
      numbers === undefined
        ? { domain: across.values.map((value) => valueText(across, value, lang)) }
        : { zero: false, nice: false, padding: 12 },
    axis: {
      title,
      grid: false,
      labelAngle: 0,
      labelOverlap: 'greedy' as const,
      ...(numbers === undefined
        ? { labelLimit: Math.floor(PANEL.width / across.values.length) }
        : { values: [...numbers], format: exactly(numbers) }),
    },
  }
  const color = coded(
    'line',
    lines,
    COLOURS.slice(0, lines.length),
    lines.length > 1 ? { title: null, columns: 2, labelLimit: 290 } : null,
  )
  // Without numbers on the axis lines are moved apart by bands.
  const aside =
    numbers === undefined && lines.length > 1
      ? { xOffset: { field: 'line', type: 'nominal' as const, scale: { domain: [...lines], range: [-10, 10] } } }
      : {}
  const y = (field: string) => quantity(field, { zero: false }, { title: null, tickCount: 5 })
  const withInterval = bounded(values)
  const intervals = layer({ type: 'rule', strokeWidth: 1.5 }, withInterval, {
    x,
    ...aside,
    y: y('low'),
    y2: { field: 'high' },
    color,
  })
  const tooltip = tips({
    value: title,
    line: word(lang, 'arm'),
    mean: word(lang, 'mean'),
    low: word(lang, 'low'),
    high: word(lang, 'high'),
  })
  return {
    ...PANEL,
    title: heading(measureTitle(measure, lang), PANEL.width + 40),
    layer: [
      ...(withInterval.length === 0 ? [] : [intervals]),
      layer({ type: 'line', strokeWidth: 1.8, point: { size: 30 } }, values, {
        x,
        ...aside,
        y: y('mean'),
        color,
        tooltip,
      }),
    ],
  }
}
