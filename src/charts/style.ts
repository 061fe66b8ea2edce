/** How charts look: palette, type, and the frame that all of them share. */

import type { Config, TopLevelSpec } from 'vega-lite'
import { LENDER_CLASSES } from '../base/vocabulary.ts'
import { grouped } from '../measures/headline.ts'
import type { ChartInput, EnsembleInput, Lang } from './chart.ts'
import { type Codes, coded, type Drawn, layer, type Quantity, quantity } from './marks.ts'
import { nameOf } from './names.ts'
import { evenLines, MAY_BREAK, NO_BREAK, plainText } from './text.ts'
import { word, wordsOf } from './words.ts'

const say = wordsOf({
  provenance: {
    en: '{scenario} · seed {seed} · {consumers} simulated consumers · months 0 to {months} are reported',
    zh: '{scenario} · 种子 {seed} · {consumers} 名模拟消费者 · 报告期为第0至{months}月',
  },
  'provenance.ensemble': {
    en: '{scenario} · {arms}{runs}, seeds derived from {seed} · {consumers} simulated consumers · months 0 to {months} are reported',
    zh: '{scenario} · {arms}{runs}，由主种子{seed}导出 · 模拟消费者{consumers}人 · 报告第0至{months}月',
  },
  arms: { en: '{count} arms, ', zh: '{count}个实验组，' },
  armsOne: { en: '1 arm, ', zh: '1个实验组，' },
  runsOf: { en: '{count} runs each', zh: '每组{count}次运行' },
  runsOne: { en: '1 run each', zh: '每组1次运行' },
})

/** Okabe & Ito's palette: told apart by the colour-blind, and by lightness in print. */
export const COLOUR = {
  ink: '#222222',
  grey: '#8a8a8a',
  pale: '#ececec',
  orange: '#e69f00',
  sky: '#56b4e9',
  green: '#009e73',
  blue: '#0072b2',
  vermilion: '#d55e00',
  purple: '#cc79a7',
} as const

/** Colours of heat maps: light enough for dark letters on either end (contrast of 5 and more, WCAG 2.2). */
export const HEAT = {
  scale: { range: ['#f2f7fc', '#5aa0d0'] as string[], interpolate: 'rgb' },
  ink: '#1a1a1a',
} as const

export const CLASS_ORDER: typeof LENDER_CLASSES = LENDER_CLASSES
export const CLASS_COLOURS: readonly string[] = [COLOUR.blue, COLOUR.orange, COLOUR.green]
export const CLASS_SHAPES: readonly string[] = ['circle', 'square', 'triangle-up']

const TITLE_SIZE = 15
/** Bold letters are this much wider. */
const BOLD = 1.06
const SUBTITLE_SIZE = 11.5

const CONFIG: Config = {
  font: "'Noto Sans Hans', 'Noto Sans SC', 'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', sans-serif",
  view: { stroke: null },
  axis: {
    labelFontSize: 11,
    titleFontSize: 11.5,
    titleFontWeight: 'normal',
    labelColor: '#333333',
    titleColor: '#333333',
    gridColor: '#e4e4e4',
    domainColor: COLOUR.grey,
    tickColor: COLOUR.grey,
    titlePadding: 7,
    labelLimit: 320,
  },
  header: { labelFontSize: 12, labelFontWeight: 'bold', labelColor: COLOUR.ink, title: null },
  legend: {
    labelFontSize: 11.5,
    titleFontSize: 11.5,
    titleFontWeight: 'normal',
    labelColor: '#333333',
    titleColor: '#333333',
    labelLimit: 420,
    orient: 'top',
    offset: 6,
  },
  text: { fontSize: 11, color: COLOUR.ink },
}

/** Legends stand clear of the numbers of dated changes above a panel. */
const ABOVE_NUMBERS = 17

type Frame = Required<Pick<TopLevelSpec, '$schema' | 'description' | 'background' | 'padding' | 'config'>> & {
  readonly title: {
    readonly text: string[]
    readonly subtitle: string[]
    readonly anchor: 'start'
    readonly frame: 'bounds'
    readonly fontSize: number
    readonly subtitleFontSize: number
    readonly subtitleColor: string
    readonly subtitlePadding: number
    readonly offset: number
  }
}

/** What a spec holds beside its marks. Texts are lists of plain strings, never objects that could be evaluated. */
export function frame(
  input: Pick<ChartInput, 'scenario' | 'lang'> | EnsembleInput,
  title: string,
  subtitle: string,
  width: number,
): Frame {
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    description: `${title} ${subtitle}`.replaceAll(NO_BREAK, ' ').replaceAll(MAY_BREAK, ''),
    background: '#ffffff',
    padding: 12,
    config:
      input.scenario.timeline.length > 0 ? { ...CONFIG, legend: { ...CONFIG.legend, offset: ABOVE_NUMBERS } } : CONFIG,
    title: {
      text: evenLines(title, width, BOLD * TITLE_SIZE),
      subtitle: [...evenLines(subtitle, width, SUBTITLE_SIZE), ...evenLines(provenance(input), width, SUBTITLE_SIZE)],
      anchor: 'start',
      frame: 'bounds',
      fontSize: TITLE_SIZE,
      subtitleFontSize: SUBTITLE_SIZE,
      subtitleColor: '#555555',
      subtitlePadding: 5,
      offset: 14,
    },
  }
}

/** Which run or runs a chart comes from. */
function provenance(input: Pick<ChartInput, 'scenario' | 'lang'> | EnsembleInput): string {
  const { scenario, lang } = input
  const counted = (one: 'armsOne' | 'runsOne', many: 'arms' | 'runsOf', n: number) =>
    n === 1 ? say(lang, one) : say(lang, many, { count: String(n) })
  const runs =
    'replications' in input
      ? {
          arms: counted('armsOne', 'arms', input.arms.length),
          runs: counted('runsOne', 'runsOf', input.replications),
        }
      : {}
  return say(lang, 'replications' in input ? 'provenance.ensemble' : 'provenance', {
    ...runs,
    scenario: plainText(scenario.title[lang] || scenario.name),
    seed: String(scenario.seed),
    consumers: grouped(scenario.population.consumers),
    months: String(scenario.horizon.months - 1),
  })
}

/** Colours by class of lender, named in the field `class`, with their legend. */
export function classColour(lang: Lang): Codes {
  return coded(
    'class',
    CLASS_ORDER.map((name) => nameOf(lang, 'class', name)),
    CLASS_COLOURS,
  )
}

/** Dashed lines at months at which something happened; `about` and its title say what in the tooltip. */
export function monthRules(
  values: readonly { readonly month: number }[],
  lang: Lang,
  about: string,
  aboutTitle: string,
): Drawn {
  return layer({ type: 'rule', color: COLOUR.ink, strokeDash: [4, 3] }, values, {
    x: quantity('month'),
    tooltip: [
      { field: 'month', title: word(lang, 'month') },
      { field: about, title: aboutTitle },
    ],
  })
}

/** A line by month; of a run of few months its points, too, since one month alone draws no line. */
export function monthLine<Look extends object>(input: ChartInput, look: Look): Look & { type: 'line'; point: boolean } {
  return { type: 'line', point: input.scenario.horizon.months <= SHORT, ...look }
}

/** Months up to which every month is marked. */
const SHORT = 3

/** A scale that begins at zero and has a length where all values are zero or missing. */
export function fromZero(
  values: readonly (number | null | undefined)[],
): { zero: true } | { domain: [number, number] } {
  return values.some((value) => value !== null && value !== undefined && value !== 0)
    ? { zero: true }
    : { domain: [0, 1] }
}

/** Ticks at whole years (or several), so that months can be read as years. */
export function yearTicks(from: number, to: number): number[] {
  const step = 12 * Math.max(1, Math.ceil((to - from) / 120))
  const ticks: number[] = []
  for (let month = Math.ceil(from / step) * step; month <= to; month += step) ticks.push(month)
  // Of a run of less than a year, every month or every third.
  if (ticks.length < 2)
    for (let month = from + 1; month <= to; month++) if (to - from < 6 || month % 3 === 0) ticks.push(month)
  return ticks
}

/** A horizontal axis of months to the end of the run, burn-in included unless `from` says otherwise. */
export function monthAxis(
  { scenario }: ChartInput,
  title: string | null,
  from: number = -scenario.horizon.burnIn,
): Quantity {
  const { months } = scenario.horizon
  return quantity(
    'month',
    { domain: [from, Math.max(1, months - 1)], nice: false },
    { title, grid: false, values: yearTicks(from, months), format: 'd' },
  )
}
