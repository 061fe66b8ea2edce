/** Two arms: the paired difference of every outcome of the summary, outcomes of one unit on one scale. */
import { LEAST_RUNS } from '../measures/claim.ts'
import { type Difference, type Measure, measuresOf } from '../measures/ensemble.ts'
import { signed } from '../measures/headline.ts'
import { countOf, type Judged, judgedDifferences } from '../measures/judged.ts'
import { armStyle } from './arm-style.ts'
import { comparisonsClaim } from './arms-chart.ts'
import type { Chart, EnsembleInput } from './chart.ts'
import { drawnDifference } from './domain.ts'
import { bounded, category, coded, layer, type Panel, tips } from './marks.ts'
import { COLOUR, frame } from './style.ts'
import { rounded, textWidth } from './text.ts'
import { word, wordsOf } from './words.ts'

const say = wordsOf({
  title: {
    en: '"{second}" minus "{first}": clearly different from zero (Holm, 5 %) in {clear} of {all} outcomes',
    zh: '“{second}”减“{first}”：{all}项指标中{clear}项显著异于零（霍尔姆校正，5%）',
  },
  subtitle: {
    en: 'Paired differences with 95 % intervals; outcomes of one unit share a scale. Grey: not clear of chance.',
    zh: '配对差值及95%区间；同单位的指标共用刻度。灰色者不显著。',
  },
  caption: {
    en: "Changes from {first} to {second} over the reported window: means of the differences between runs with the same seed, with their 95 % intervals (Student's t). Coloured differences are clear of chance after Holm's correction over all outcomes.",
    zh: '从{first}到{second}，报告期整体结果的变化：同种子两次运行之差的均值及其95%区间（t分布）。着色者在全部指标间经霍尔姆校正后显著。',
  },
  'unit.1': { en: 'percentage points', zh: '百分点' },
  'unit.CNY': { en: '¥', zh: '元' },
  'unit.count': { en: 'number', zh: '个' },
  'unit.index': { en: 'index', zh: '指数' },
  outcome: { en: 'outcome', zh: '指标' },
  difference: { en: 'difference', zh: '差值' },
  titleFew: {
    en: '"{second}" minus "{first}": mean differences, from too few pairs to judge them ({runs}, at least {least} are needed)',
    zh: '“{second}”减“{first}”的平均差值；{runs}对，不足以作判断（至少{least}对）',
  },
  subtitleFew: {
    en: 'Mean paired differences; outcomes of one unit share a scale. Fewer than {least} pairs: no intervals.',
    zh: '配对差值的均值；同单位的指标共用刻度。不足{least}对：不画区间。',
  },
})

const WIDTH = 700
const PANEL = 270
const ROW = 18
const FONT_SIZE = 11

interface Row {
  readonly measure: Measure
  readonly step: Judged<Difference>
}

export function forestChart(input: EnsembleInput): Chart | undefined {
  const { tables, lang, replications } = input
  const steps = judgedDifferences(tables)
  const rows = measuresOf(tables, 'outcome').flatMap((measure): Row[] => {
    const step = measure.headline ? steps.find(({ key }) => key === measure.key) : undefined
    return step !== undefined && Number.isFinite(step.mean) ? [{ measure, step }] : []
  })
  if (rows.length === 0) return undefined
  const [first, second] = armStyle(input).domain
  const { judged, clear } = countOf(rows.map(({ step }) => step))
  const least = String(LEAST_RUNS)
  const title =
    judged === 0
      ? say(lang, 'titleFew', { runs: String(replications), least, first, second })
      : say(lang, 'title', { clear: String(clear), all: String(judged), first, second })
  const subtitle = say(lang, judged === 0 ? 'subtitleFew' : 'subtitle', { least })
  // The same room for names in every panel, so that their scales stand one below the other.
  const names = Math.max(0, ...rows.map(({ measure }) => textWidth(measure[lang], FONT_SIZE)))
  const units = [...new Set(rows.map(({ measure }) => measure.unit))]
  return {
    id: 'forest',
    title,
    claims: [comparisonsClaim(steps)],
    caption: say(lang, 'caption', { first, second }),
    spec: {
      ...frame(input, title, subtitle, WIDTH),
      spacing: 14,
      vconcat: units.map((unit) =>
        panel(
          rows.filter(({ measure }) => measure.unit === unit),
          Math.ceil(1.1 * names),
          lang,
        ),
      ),
    },
  }
}

const VERDICTS = ['rises', 'falls', 'unclear', 'unjudged'] as const

function panel(rows: readonly Row[], names: number, lang: EnsembleInput['lang']): Panel {
  const [{ measure }] = rows
  const factor = measure.unit === '1' ? 100 : 1
  const states = VERDICTS.map((verdict) => word(lang, `verdict.${verdict}`))
  const values = rows.map(({ measure: own, step }) => {
    const { mean, low, high, runs } = drawnDifference(own, step)
    const isBounded = runs >= LEAST_RUNS
    return {
      outcome: own[lang],
      mean: rounded(factor * mean),
      low: isBounded ? rounded(factor * low) : null,
      high: isBounded ? rounded(factor * high) : null,
      runs,
      state: states[VERDICTS.indexOf(step.verdict)],
      text: isBounded ? effectText(factor * mean, factor * low, factor * high) : effectText(factor * mean),
    }
  })
  const order = values.map(({ outcome }) => outcome)
  const y = category('outcome', order, {
    title: null,
    ticks: false,
    domain: false,
    labelFontSize: FONT_SIZE,
    labelLimit: names,
    minExtent: names,
  })
  // Where all is zero, ticks would be tiny parts of nothing.
  const isFlat = values.every(({ mean, low, high }) => mean === 0 && (low ?? 0) === 0 && (high ?? 0) === 0)
  const axis = {
    title: say(lang, `unit.${measure.unit}`),
    tickCount: 5,
    format: ',~r',
    ...(isFlat ? { values: [0] } : {}),
  }
  // Points at either end stay clear of names and values.
  const scale = { padding: 8 }
  const x = (field: string): { field: string; type: 'quantitative'; axis: typeof axis; scale: typeof scale } => {
    return { field, type: 'quantitative', axis, scale }
  }
  const color = coded('state', states, [COLOUR.blue, COLOUR.vermilion, COLOUR.grey, COLOUR.grey], null)
  const withInterval = bounded(values)
  const intervals = layer({ type: 'rule', strokeWidth: 2 }, withInterval, {
    y,
    x: x('low'),
    x2: { field: 'high' },
    color,
  })
  const tooltip = tips({
    outcome: say(lang, 'outcome'),
    text: say(lang, 'difference'),
    runs: word(lang, 'runs'),
    state: word(lang, 'verdict'),
  })
  return {
    width: PANEL,
    height: ROW * rows.length,
    layer: [
      layer({ type: 'rule', color: COLOUR.grey }, [{ zero: 0 }], { x: x('zero') }),
      ...(withInterval.length === 0 ? [] : [intervals]),
      layer({ type: 'point', filled: true, size: 55, opacity: 1 }, values, { y, x: x('mean'), color, tooltip }),
      layer({ type: 'text', align: 'left' }, values, { y, x: { value: PANEL + 10 }, text: { field: 'text' }, color }),
    ],
  }
}

/** With three digits of the far end of the interval. */
function effectText(mean: number, low = mean, high = mean): string {
  const size = Math.max(Math.abs(low), Math.abs(high))
  const digits = size === 0 ? 0 : size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : size >= 0.1 ? 3 : 4
  const [m, l, h] = [mean, low, high].map((value) => signed(value.toFixed(digits)))
  return low === mean && high === mean ? m : `${m} [${l}, ${h}]`
}
