/** What sameness does: reach of head and tail over the differentiation of products, the gap between them, and H below. */
import { LEAST_RUNS } from '../measures/claim.ts'
import type { Difference } from '../measures/ensemble.ts'
import { isClear, type Judged } from '../measures/judged.ts'
import {
  type ArmColumn,
  columnsOver,
  commonScale,
  type DrawnOutcome,
  intervalsNote,
  isNumeric,
  outcomesOf,
  readingText,
  settingOf,
  toldSteps,
} from './arm-settings.ts'
import { valueText } from './arm-style.ts'
import { comparisonsClaim } from './arms-chart.ts'
import { heading } from './bands-chart.ts'
import type { Chart, EnsembleInput, Lang, SettingInput } from './chart.ts'
import { bounded, coded, layer, type Panel, quantity, STROKES, tips } from './marks.ts'
import { exactly } from './response-chart.ts'
import { clauses, sentence, sentences } from './sentences.ts'
import { COLOUR, frame } from './style.ts'
import { decimal, inPoints, lines, plainText } from './text.ts'
import { word, wordsOf } from './words.ts'

const say = wordsOf({
  title: {
    en: 'what sameness does, "{factor}" from {from} to {to} ({reading}): {told}',
    zh: '同质化的影响，“{factor}”由{from}变为{to}（{reading}）：{told}',
  },
  titleFew: {
    en: 'What sameness does: too few runs to judge it ({runs} of each arm, at least {least} are needed)',
    zh: '同质化的影响：每组{runs}次运行，不足以判断（至少{least}次）',
  },
  'gap.rises': { en: 'the tail gains {size} points on the head', zh: '长尾相对头部缩小差距{size}个百分点' },
  'gap.falls': { en: 'the tail falls {size} points further behind the head', zh: '长尾相对头部再落后{size}个百分点' },
  'gap.still': { en: 'tail less head does not clearly move', zh: '长尾与头部之差无显著变化' },
  'alike.rises': { en: 'homogenisation rises by {size}', zh: '同质化上升{size}' },
  'alike.falls': { en: 'homogenisation falls by {size}', zh: '同质化下降{size}' },
  'alike.still': { en: 'homogenisation does not clearly move', zh: '同质化无显著变化' },
  subtitle: {
    en: 'Shaded: what the tail lacks (red) or has over the head (green). Below: how alike products are (1 = clones).',
    zh: '阴影为长尾低于头部（红）或高于头部（绿）的差距；下方为产品同质化程度（1为完全相同）。',
  },
  caption: {
    en: "Head: the smallest set of niches (purpose × amount × age) that holds 80 % of the needs that arose; the tail is all others. Reach: fundable needs served, wholly or in part, of those that came to the market and closed. H: mean similarity of two different products, drawn by their lending of twelve months, in the last month. The title tells paired differences between the first arm and the one at the other end of the axis in which nothing else differs, judged with Holm's correction over these two outcomes and all arms.",
    zh: '头部：占产生需求80%的最小利基集合（用途×金额×年龄），其余为长尾。满足率：已进入市场并了结的可融资需求中获全部或部分融资者占比。H：按近十二个月放款额抽取的两款不同产品的平均相似度，取末月。标题为首个实验组与横轴另一端、其余相同的实验组之间的同种子配对差异，在这两项指标与全部实验组间经霍尔姆校正判断。',
  },
  reach: { en: 'Fundable demand reached (%)', zh: '可融资需求满足率（%）' },
  alike: { en: 'Homogenisation H', zh: '同质化 H' },
  head: { en: 'head', zh: '头部' },
  tail: { en: 'tail', zh: '长尾' },
  niches: { en: 'niches', zh: '利基' },
})

const WIDTH = 640
/** The outcomes that the title tells, one family: those that the story is about. */
const TOLD: readonly string[] = ['reached.tailLessHead', 'homogenisation']
const MAX_COLUMNS = 4
/** Paths along which products are more or less alike, by which stands on the axis if several vary. */
const DELTA = 'products.differentiation'
const CHI = 'products.research'
const RULE = 'regulation.generalLoans'
const [REACH_HEIGHT, STRIP_HEIGHT] = [150, 60]

/**
 * The axis of the story: δ where it has a middle or nothing else moves sameness, else what lenders see, χ. Undefined where
 * arms differ in neither.
 */
export function samenessAxis(input: EnsembleInput): SettingInput | undefined {
  const [delta, chi] = [settingOf(input, DELTA), settingOf(input, CHI)].map((setting) =>
    setting !== undefined && isNumeric(setting) ? setting : undefined,
  )
  if (delta === undefined || chi === undefined) return delta ?? chi
  return delta.values.length > chi.values.length ? delta : chi
}

/**
 * Columns with at least two arms along the axis, few enough to stand side by side: of more, those that differ from the
 * first in nothing but the rule on general loans, which decides whether anything can be without a product.
 */
export function samenessColumns(input: EnsembleInput, axis: SettingInput): ArmColumn[] {
  const columns = columnsOver(input, [axis]).filter(({ arms }) => arms.length > 1)
  if (columns.length <= MAX_COLUMNS) return columns
  const { arms, settings = [] } = input
  const fixed = settings.filter((setting) => setting !== axis && setting.path !== RULE)
  if (fixed.length === settings.length - 1) return []
  const isLike = arms.map((_, k) => fixed.every(({ ofArms }) => ofArms[k] === ofArms[0]))
  const likes = new Set(arms.filter((_, k) => isLike[k]).map(({ name }) => name))
  return columns.filter((column) => column.arms.every(({ name }) => likes.has(name)))
}

/** Undefined where arms do not differ in what makes products alike, or differ in too much beside it. */
export function samenessStoryChart(input: EnsembleInput): Chart | undefined {
  const axis = samenessAxis(input)
  if (axis === undefined) return undefined
  const columns = samenessColumns(input, axis)
  if (columns.length === 0) return undefined
  const told = outcomesOf(input)
  const points = columns.map(({ arms }) => pointsOf(arms, told))
  if (points.every((own) => own.length === 0)) return undefined
  const { lang } = input
  const steps = toldSteps(input, TOLD)
  const title = titleOf(input, axis, columns[0], steps)
  const scale = commonScale(points.flat().flatMap(({ head, tail }) => [head, tail]))
  const width = Math.floor((WIDTH - 30) / Math.max(2, columns.length)) - 18
  return {
    id: 'sameness',
    title,
    claims: [comparisonsClaim(steps)],
    caption: say(lang, 'caption'),
    spec: {
      ...frame(input, title, sentences(lang, [say(lang, 'subtitle'), intervalsNote(input)]), WIDTH),
      spacing: 18,
      hconcat: columns.map(({ label }, k): Panel => {
        const look = { width, isFirst: k === 0 }
        return {
          spacing: 8,
          vconcat: [reachPanel(lang, points[k], axis, { ...look, scale, label }), strip(lang, points[k], axis, look)],
        }
      }),
    },
  }
}

interface Place {
  readonly at: number
  readonly head: DrawnOutcome
  readonly tail: DrawnOutcome
  readonly alike: DrawnOutcome | null
}

function pointsOf(arms: ArmColumn['arms'], told: ReturnType<typeof outcomesOf>): Place[] {
  return arms
    .flatMap(({ name, at }): Place[] => {
      const [head, tail] = [told('reached.head', name), told('reached.tail', name)]
      return head === null || tail === null
        ? []
        : [{ at: Number(at[0]), head, tail, alike: told('homogenisation', name) }]
    })
    .sort((a, b) => a.at - b.at)
}

function axisOf(axis: SettingInput, lang: Lang, title: boolean) {
  const values = axis.values as readonly number[]
  return quantity(
    'at',
    { domain: [Math.min(...values), Math.max(...values)], nice: false, zero: false, padding: 8 },
    {
      title: title ? plainText(axis.label[lang], 40) : null,
      grid: false,
      values: [...values],
      labelOverlap: 'greedy',
      format: exactly(values),
    },
  )
}

interface Look {
  readonly width: number
  readonly isFirst: boolean
}

/** Areas between the lines, cut where these cross so that each part has one sign. */
export function gapsOf(points: readonly Pick<Place, 'at' | 'head' | 'tail'>[]): {
  readonly at: number
  readonly head: number
  readonly tail: number
  readonly part: number
  readonly isLacking: boolean
}[] {
  return points.slice(1).flatMap((next, k) => {
    const last = points[k]
    const [before, after] = [last.tail.mean - last.head.mean, next.tail.mean - next.head.mean]
    const place = (part: number) => ({
      at: last.at + part * (next.at - last.at),
      head: mix(part, 'head'),
      tail: mix(part, 'tail'),
    })
    const mix = (part: number, of: 'head' | 'tail'): number => last[of].mean + part * (next[of].mean - last[of].mean)
    const cross = before * after < 0 ? before / (before - after) : null
    const pieces =
      cross === null
        ? [[0, 1]]
        : [
            [0, cross],
            [cross, 1],
          ]
    return pieces.flatMap(([from, to], piece) => {
      const part = 2 * k + piece
      const isLacking = (piece === 0 && before !== 0 ? before : after) < 0
      return [from, to].map((end) => ({ ...place(end), part, isLacking }))
    })
  })
}

function reachPanel(
  lang: Lang,
  points: readonly Place[],
  axis: SettingInput,
  look: Look & { readonly scale: ReturnType<typeof commonScale>; readonly label: string },
): Panel {
  const x = axisOf(axis, lang, false)
  const y = (field: string) =>
    quantity(field, look.scale, { title: null, tickCount: 5, labels: look.isFirst, minExtent: look.isFirst ? 30 : 0 })
  const niches = (['head', 'tail'] as const).map((name) => say(lang, name))
  const values = points.flatMap(({ at, head, tail }) => [
    { at, niches: niches[0], ...head },
    { at, niches: niches[1], ...tail },
  ])
  const color = coded('niches', niches, [COLOUR.ink, COLOUR.vermilion], STROKES)
  const withInterval = bounded(values)
  const gaps = gapsOf(points)
  const shades = [true, false].flatMap((isLacking) => {
    const own = gaps.filter((gap) => gap.isLacking === isLacking)
    const fill = isLacking ? COLOUR.vermilion : COLOUR.green
    return own.length === 0
      ? []
      : [
          layer({ type: 'area', fillOpacity: 0.18, color: fill }, own, {
            x,
            y: y('head'),
            y2: { field: 'tail' },
            detail: { field: 'part' },
          }),
        ]
  })
  return {
    width: look.width,
    height: REACH_HEIGHT,
    title: {
      ...heading(look.label === '' ? say(lang, 'reach') : look.label, look.width),
      frame: 'group',
      ...(look.label === '' ? {} : { subtitle: lines(say(lang, 'reach'), look.width, 11), subtitleFontSize: 11 }),
    },
    layer: [
      ...shades,
      ...(withInterval.length === 0
        ? []
        : [layer({ type: 'rule', strokeWidth: 1.5 }, withInterval, { x, y: y('low'), y2: { field: 'high' }, color })]),
      layer({ type: 'line', strokeWidth: 2, point: { size: 34 } }, values, {
        x,
        y: y('mean'),
        color,
        tooltip: tips({
          at: plainText(axis.label[lang], 40),
          niches: say(lang, 'niches'),
          mean: say(lang, 'reach'),
          low: word(lang, 'low'),
          high: word(lang, 'high'),
        }),
      }),
    ],
  }
}

function strip(lang: Lang, points: readonly Place[], axis: SettingInput, look: Look): Panel {
  const x = axisOf(axis, lang, true)
  const y = (field: string) =>
    quantity(
      field,
      { domain: [0, 1], nice: false, zero: true },
      { title: null, values: [0, 0.5, 1], labels: look.isFirst, minExtent: look.isFirst ? 30 : 0 },
    )
  const values = points.flatMap(({ at, alike }) => (alike === null ? [] : [{ at, ...alike, zero: 0 }]))
  const withInterval = bounded(values)
  return {
    width: look.width,
    height: STRIP_HEIGHT,
    title: { ...heading(say(lang, 'alike'), look.width), frame: 'group', fontWeight: 'normal' },
    layer: [
      layer({ type: 'area', color: COLOUR.grey, fillOpacity: 0.35 }, values, {
        x,
        y: y('mean'),
        y2: { field: 'zero' },
      }),
      ...(withInterval.length === 0
        ? []
        : [layer({ type: 'rule', strokeWidth: 1.5 }, withInterval, { x, y: y('low'), y2: { field: 'high' } })]),
      layer({ type: 'line', color: COLOUR.ink, strokeWidth: 1.5, point: { color: COLOUR.ink, size: 24 } }, values, {
        x,
        y: y('mean'),
        tooltip: tips({
          at: plainText(axis.label[lang], 40),
          mean: say(lang, 'alike'),
          low: word(lang, 'low'),
          high: word(lang, 'high'),
        }),
      }),
    ],
  }
}

/** From the first arm to the one of its column that is farthest along the axis. */
function titleOf(
  input: EnsembleInput,
  axis: SettingInput,
  column: ArmColumn,
  steps: readonly Judged<Difference>[],
): string {
  const { lang, replications, arms } = input
  const few = say(lang, 'titleFew', { runs: String(replications), least: String(LEAST_RUNS) })
  if (replications < LEAST_RUNS) return few
  const from = Number(axis.ofArms[0])
  const away = (arm: ArmColumn['arms'][number]): number => Math.abs(Number(arm.at[0]) - from)
  const to = column.arms
    .filter(({ name }) => name !== arms[0].name)
    .reduce((best, one) => (away(one) > away(best) ? one : best))
  const told = (['gap', 'alike'] as const).flatMap((what) => {
    const key = what === 'gap' ? 'reached.tailLessHead' : 'homogenisation'
    const step = steps.find((one) => one.key === key && one.arm === to.name)
    if (step === undefined || step.verdict === 'unjudged') return []
    if (!isClear(step)) return [say(lang, `${what}.still`)]
    const size = Math.abs(step.mean)
    const text = what === 'gap' ? inPoints(size, 1) : decimal(size)
    return [say(lang, `${what}.${step.mean > 0 ? 'rises' : 'falls'}`, { size: text })]
  })
  if (told.length === 0) return few
  return sentence(lang, [
    say(lang, 'title', {
      factor: plainText(axis.label[lang], 40),
      from: valueText(axis, axis.ofArms[0], lang),
      to: valueText(axis, to.at[0], lang),
      reading: readingText(lang, column),
      told: clauses(lang, told),
    }),
  ])
}
