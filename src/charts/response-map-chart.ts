/** Two factors: every outcome as a map of their values, with the mean and half the width of its interval in each cell. */

import { LEAST_RUNS } from '../measures/claim.ts'
import { armOutcomes, type Measure } from '../measures/ensemble.ts'
import { signed } from '../measures/headline.ts'
import { countOf, isClear, judgedDifferences } from '../measures/judged.ts'
import { armStyle, valueText } from './arm-style.ts'
import { comparisonsClaim } from './arms-chart.ts'
import { measureTitle } from './bands-chart.ts'
import type { Chart, EnsembleInput, FactorInput } from './chart.ts'
import { type Panel, tips } from './marks.ts'
import { respondingMeasures } from './response-chart.ts'
import { sentences } from './sentences.ts'
import { frame, HEAT } from './style.ts'
import { NO_BREAK, plainText, rounded, textWidth } from './text.ts'
import { word, wordsOf } from './words.ts'

const say = wordsOf({
  title: {
    en: 'Clear of chance (Holm, 5 %): {clear} of {all} differences from the cell "{first}"',
    zh: '与单元格“{first}”的{all}项差异中{clear}项显著（霍尔姆校正，5%）',
  },
  titleFew: {
    en: 'Outcomes by {down} and {across}: too few runs to judge differences ({runs} of each arm, at least {least} are needed)',
    zh: '各指标随{down}与{across}的变化：每组{runs}次运行，不足以判断差异（至少{least}次）',
  },
  subtitle: {
    en: 'Means over the runs of an arm, ± half the width of their 95 % intervals. *: clearly differs from "{first}".',
    zh: '各实验组多次运行的均值，±后为其95%置信区间的半宽。*：与“{first}”差异显著。',
  },
  subtitleFew: {
    en: 'Means over the runs of an arm. Fewer than {least} runs: no intervals, and nothing is judged.',
    zh: '各实验组多次运行的均值。每组不足{least}次运行：不给区间，也不作判断。',
  },
  caption: {
    en: "Each outcome by the values of {down} and {across} over the reported window, with half the width of the 95 % interval of the mean (Student's t; of percentages in points). Asterisks mark cells whose paired difference from the first cell, under shared seeds, is clear of chance with Holm's correction over all outcomes and arms. Colours span the means and their intervals, so cells that differ by chance look alike.",
    zh: '报告期整体结果随{down}与{across}的取值，以及均值95%置信区间的半宽（t分布；百分数以百分点计）。星号表示与首个单元格的同种子配对差异在全部指标与实验组间经霍尔姆校正后显著。颜色跨度包含均值及其区间，仅因偶然而不同的单元格颜色相近。',
  },
  half: { en: '± half width', zh: '±半宽' },
})

const WIDTH = 660
const FONT_SIZE = 10
const GAP = 26
/** Room for the names of the values, and for the name of an outcome. */
const [NAMES, NAME] = [85, 200]
const CELL = { least: 46, height: 32 } as const
/** More columns leave no room for numbers, and the colours have a legend instead. */
const MAX_COLUMNS = 10
/** Beyond this a map is a picture of its own. */
const MAX_VALUES = 40

/** Undefined but for two factors. */
export function responseMapChart(input: EnsembleInput): Chart | undefined {
  const { tables, lang, factors = [], replications } = input
  if (factors.length !== 2 || factors.some(({ values }) => values.length > MAX_VALUES)) return undefined
  // The longer factor runs across.
  const [down, across] = [...factors].sort((a, b) => a.values.length - b.values.length)
  const measures = respondingMeasures(input)
  if (measures.length === 0) return undefined
  const steps = judgedDifferences(tables)
  const shown = steps.filter(({ key }) => measures.some((measure) => measure.key === key))
  const { judged, clear } = countOf(shown)
  const style = armStyle(input)
  const values = {
    down: plainText(down.label[lang]),
    across: plainText(across.label[lang]),
    first: unbroken(style.domain[0]),
    clear: String(clear),
    all: String(judged),
    runs: String(replications),
    least: String(LEAST_RUNS),
  }
  const title = say(lang, judged === 0 ? 'titleFew' : 'title', values)
  const subtitle = say(lang, judged === 0 ? 'subtitleFew' : 'subtitle', values)
  const panels = measures.map((measure) => cellsOf(input, measure, down, across, shown))
  const width = cellWidth(panels.flat(), across, lang)
  return {
    id: 'response-map',
    title,
    claims: [comparisonsClaim(steps)],
    caption: say(lang, 'caption', values),
    spec: {
      ...frame(input, title, sentences(lang, [subtitle, style.key]), WIDTH),
      columns: Math.max(1, Math.floor((WIDTH + GAP) / (Math.max(NAME, width * across.values.length + NAMES) + GAP))),
      spacing: { row: 16, column: GAP },
      concat: panels.map((cells, k) => panel(input, measures[k], down, across, cells, width)),
      resolve: { scale: { color: 'independent' } },
    },
  }
}

/** A short name stays on one line. */
function unbroken(name: string): string {
  return textWidth(name, FONT_SIZE) < WIDTH / 4 ? name.replaceAll(' ', NO_BREAK) : name
}

interface Cell {
  readonly across: string
  readonly down: string
  readonly mean: number
  /** Half the width of the interval; null over too few runs. */
  readonly half: number | null
  readonly text: string
  readonly halfText: string
}

/** Decimals of a value, so that four digits of the largest are seen. */
function decimals(largest: number): number {
  return largest >= 1000 ? 0 : largest >= 100 ? 1 : largest >= 1 ? 2 : 3
}

function cellsOf(
  { tables, arms, lang }: EnsembleInput,
  measure: Measure,
  down: FactorInput,
  across: FactorInput,
  shown: ReturnType<typeof judgedDifferences>,
): Cell[] {
  const factor = measure.unit === '1' ? 100 : 1
  const levels = armOutcomes(tables).filter(({ key }) => key === measure.key)
  const found = arms.flatMap(({ name, set }) => {
    const level = levels.find(({ arm }) => arm === name)
    if (level === undefined || !Number.isFinite(level.mean)) return []
    const half = level.runs < LEAST_RUNS ? NaN : (level.high - level.low) / 2
    const step = shown.find(({ key, arm }) => key === measure.key && arm === name)
    return [{ set, mean: factor * level.mean, half: factor * half, isClear: step !== undefined && isClear(step) }]
  })
  const digits = decimals(Math.max(0, ...found.map(({ mean }) => Math.abs(mean))))
  const write = (value: number): string => signed(value.toFixed(digits))
  return found.map(({ set, mean, half, isClear: stands }) => ({
    across: valueText(across, set?.[across.path], lang),
    down: valueText(down, set?.[down.path], lang),
    mean: rounded(mean)!,
    half: rounded(half),
    text: `${write(mean)}${stands ? '*' : ''}`,
    halfText: Number.isFinite(half) ? `±${write(half)}` : '',
  }))
}

/** The scale of colours is as wide as the values and their intervals: what chance makes looks alike. */
function colourEnds(cells: readonly { readonly mean: number; readonly half: number }[]): [number, number] {
  const low = Math.min(...cells.map(({ mean, half }) => mean - (Number.isFinite(half) ? half : 0)))
  const high = Math.max(...cells.map(({ mean, half }) => mean + (Number.isFinite(half) ? half : 0)))
  return high > low ? [low, high] : [low - 1, high + 1]
}

/** One width for all maps, so that they stand in columns. */
function cellWidth(cells: readonly Cell[], across: FactorInput, lang: EnsembleInput['lang']): number {
  if (across.values.length > MAX_COLUMNS) return Math.floor((WIDTH - 120) / across.values.length)
  const texts = [
    ...cells.flatMap(({ text, halfText }) => [text, halfText]),
    ...across.values.map((value) => valueText(across, value, lang)),
  ]
  const widest = Math.max(...texts.map((text) => textWidth(text, FONT_SIZE + 0.5)))
  return Math.max(CELL.least, Math.min(Math.floor((WIDTH - 120) / across.values.length), Math.ceil(widest) + 8))
}

function panel(
  { lang }: EnsembleInput,
  measure: Measure,
  down: FactorInput,
  across: FactorInput,
  cells: Cell[],
  width: number,
): Panel {
  const isWritten = across.values.length <= MAX_COLUMNS
  const hasHalf = cells.some(({ half }) => half !== null)
  const names = (factor: FactorInput): string[] => factor.values.map((value) => valueText(factor, value, lang))
  const axis = { domain: false, ticks: false, labelFontSize: FONT_SIZE + 0.5, labelOverlap: 'greedy' as const }
  const x = {
    field: 'across',
    type: 'ordinal' as const,
    scale: { domain: names(across) },
    axis: { ...axis, title: plainText(across.label[lang]), labelAngle: 0, labelLimit: Math.max(30, width) },
  }
  const y = {
    field: 'down',
    type: 'ordinal' as const,
    // Upward, as numbers grow.
    scale: { domain: names(down), reverse: true },
    axis: { ...axis, title: plainText(down.label[lang]), labelLimit: 110 },
  }
  const ends = colourEnds(cells.map(({ mean, half }) => ({ mean, half: half ?? NaN })))
  const color = {
    field: 'mean',
    type: 'quantitative' as const,
    scale: { domain: ends.map((end) => rounded(end)!), ...HEAT.scale },
    legend: isWritten ? null : { title: null, orient: 'right' as const, gradientLength: 120 },
  }
  const tooltip = tips({
    across: plainText(across.label[lang]),
    down: plainText(down.label[lang]),
    mean: word(lang, 'mean'),
    half: say(lang, 'half'),
  })
  const texts = (field: 'text' | 'halfText', dy: number, fontSize: number) => ({
    mark: { type: 'text' as const, dy, fontSize, color: HEAT.ink },
    encoding: { x, y, text: { field } },
  })
  return {
    width: { step: width },
    height: { step: isWritten ? CELL.height : 16 },
    title: { text: measureTitle(measure, lang), anchor: 'start', fontSize: 12, offset: 4 },
    data: { values: cells },
    layer: [
      { mark: { type: 'rect', stroke: '#ffffff' }, encoding: { x, y, color, tooltip } },
      ...(isWritten ? [texts('text', hasHalf ? -6 : 0, FONT_SIZE + 0.5)] : []),
      ...(isWritten && hasHalf ? [texts('halfText', 7, FONT_SIZE - 1)] : []),
    ],
  }
}
