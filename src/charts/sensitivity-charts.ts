/** Which factors move which outcomes: elementary effects as points, Sobol indices as bars. */

import type { Table } from '../base/table.ts'
import type { Claim } from '../measures/claim.ts'
import type { Measure } from '../measures/ensemble.ts'
import { signed } from '../measures/headline.ts'
import { factorComparisons, LEAST_BLOCKS, leadersOf, sizesOf } from '../measures/leaders.ts'
import type { MeasuredScenario } from '../measures/measured-scenario.ts'
import type { Estimate } from '../measures/resampling.ts'
import { factorsOf, failedResamples, type OutcomeSensitivity } from '../measures/sensitivity-tables.ts'
import type { Chart, Lang } from './chart.ts'
import { category, coded, layer, type Panel, quantity, tips } from './marks.ts'
import { clauses } from './sentences.ts'
import { placeLabels } from './spread.ts'
import { COLOUR, frame } from './style.ts'
import { lines, percent, plainText, rounded, textWidth } from './text.ts'
import { word, wordsOf } from './words.ts'

const say = wordsOf({
  'elementaryEffects.title': {
    en: '{told}; each effect exceeds those of all other factors (Holm, 5 %)',
    zh: '{told}，其效应大于其他所有因子（霍尔姆校正，5%）',
  },
  'elementaryEffects.subtitle': {
    en: 'Mean absolute effect (across) and standard deviation (up) of moving a factor over its whole range; lines: 95 % intervals of the mean.',
    zh: '横轴为因子变动整个区间的平均绝对效应，纵轴为效应的标准差；线为均值的95%区间。',
  },
  'elementaryEffects.caption': {
    en: "Elementary effects along trajectories far apart from one another (Morris 1991; Campolongo et al. 2007), as changes of the outcome over the whole range of the factor. Below the dashed line effects vary less between trajectories than they are large; above it they depend on the other factors, on curvature or on chance, whose share is in the table elementary_effects. Intervals: bootstrap over trajectories. The title names a factor only where its mean absolute effect exceeds that of every other factor with Holm's correction over all pairs and outcomes. Of more than {panels} outcomes the first are drawn.",
    zh: '沿彼此远离的轨迹计算的基本效应（莫里斯，1991；坎波隆戈等，2007），以因子走完整个区间时结果的变化表示。虚线以下，效应在各轨迹间的差异小于效应本身；虚线以上，效应取决于其他因子的取值、非线性或随机因素，其占比见基本效应表。区间由对轨迹的自助法得出。仅当某因子的平均绝对效应大于其他每个因子，并在全部配对与指标间经霍尔姆校正后仍显著时，标题才点名。指标多于{panels}项时只绘前若干项。',
  },
  'elementaryEffects.muStar': { en: 'mean absolute effect', zh: '平均绝对效应' },
  'elementaryEffects.sigma': { en: 'standard deviation', zh: '标准差' },
  'sobolIndices.title': {
    en: '{told}; each total index exceeds those of all other factors (Holm, 5 %)',
    zh: '{told}，其总指数大于其他所有因子（霍尔姆校正，5%）',
  },
  'sobolIndices.subtitle': {
    en: 'Shares of the variance over the ranges of the factors: of each by itself, and with all its interactions; lines: 95 % intervals.',
    zh: '各因子区间内方差的占比：因子自身，以及连同其全部交互；线为95%区间。',
  },
  'sobolIndices.caption': {
    en: "Sobol indices of the mean over seeds (Jansen 1999; Saltelli et al. 2010): where points are replicated, the variance that chance adds is removed. Values below 0 or above 1 result from few rows; bars and lines are cut at −0.25 and 1.25. Intervals: bootstrap over the rows of the design. The title names a factor only where its total index exceeds that of every other factor with Holm's correction over all pairs and outcomes. Outcomes that show nothing but chance are left out. Of more than {panels} outcomes the first are drawn.",
    zh: '对种子平均后的索博尔指数（扬森，1999；萨尔泰利等，2010）：设计点有重复运行时，已扣除随机因素所增加的方差。小于0或大于1的值源于设计行数较少，图形截于−0.25与1.25。区间由对设计行的自助法得出。仅当某因子的总指数大于其他每个因子，并在全部配对与指标间经霍尔姆校正后仍显著时，标题才点名。仅见随机波动的指标不绘。指标多于{panels}项时只绘前若干项。',
  },
  'sobolIndices.first': { en: 'by itself (first order)', zh: '自身（一阶）' },
  'sobolIndices.total': { en: 'with interactions (total)', zh: '含交互（总）' },
  'sobolIndices.index': { en: 'share of the variance', zh: '方差占比' },
  'sobolIndices.kind': { en: 'index', zh: '指数' },
  'sobolIndices.noise': { en: 'chance {share}', zh: '随机因素{share}' },
  'sensitivity.none': { en: 'No effect of any factor is seen beyond chance', zh: '未见任何因子有超出偶然的影响' },
  'sensitivity.failed': { en: '{failed} resamples without a value', zh: '{failed}次重抽样无法得出数值' },
  'sensitivity.factor': { en: 'factor', zh: '因子' },
  'sensitivity.interval': { en: '95 % interval', zh: '95%区间' },
  'sensitivity.leads': {
    en: '"{factor}" leads in {first} of {all} outcomes',
    zh: '{all}项指标中有{first}项以“{factor}”居首',
  },
  'sensitivity.noLeader': {
    en: 'In none of {all} outcomes can the leading factor be told from the others (Holm, 5 %)',
    zh: '{all}项指标中，居首的因子均无法与其他因子区分（霍尔姆校正，5%）',
  },
  'sensitivity.few': {
    en: 'Too few trajectories or rows to rank factors ({blocks}, at least {least} are needed)',
    zh: '轨迹或设计行仅{blocks}个，不足以为因子排序（至少{least}个）',
  },
})

export interface SensitivityInput {
  /** The recorded tables of an analysis. */
  readonly tables: readonly Table[]
  readonly found: readonly OutcomeSensitivity[]
  readonly scenario: MeasuredScenario
  readonly lang: Lang
}

type Screened = Extract<OutcomeSensitivity, { method: 'morris' }>
type Split = Extract<OutcomeSensitivity, { method: 'sobol' }>

const WIDTH = 700
/** Outcomes drawn; the tables have all of them. */
const MAX_PANELS = 12
const LONGEST_NAME = 30
const PLANE = { width: 270, height: 180 } as const
const BARS = 200
const ROW = 26
const PANEL_TITLE = 12
/** Bold letters are this much wider. */
const BOLD = 1.06
/** Factors that a title names. */
const MOST_TOLD = 2
/** Ends of the axis of indices, beyond which estimates from few rows are cut off. */
const SHARES = [-0.25, 1.25] as const
/** Factors named beside their points, by size of effect. */
const NAMED = 5
const LABEL_SIZE = 10
const RADIUS = 4

export function sensitivityCharts(input: SensitivityInput): Chart[] {
  const screened = input.found.filter((one): one is Screened => one.method === 'morris')
  const split = input.found.filter((one): one is Split => one.method === 'sobol')
  return [
    ...(screened.length === 0 ? [] : [effectsChart(input, screened)]),
    ...(split.length === 0 ? [] : [indicesChart(input, split)]),
  ]
}

/** Factors as charts name them; those that share a name are told apart by their dotted keys. */
function namesOf({ tables, lang }: SensitivityInput): string[] {
  const factors = factorsOf(tables)
  const plain = factors.map((factor) => plainText(factor[lang], LONGEST_NAME))
  return factors.map(({ path }, k) =>
    plain.filter((name) => name === plain[k]).length > 1 ? `${plain[k]} (${path})` : plain[k],
  )
}

/** Says which factors clearly come first, in how many outcomes. */
function titleOf(
  input: SensitivityInput,
  key: 'elementaryEffects.title' | 'sobolIndices.title',
  found: readonly OutcomeSensitivity[],
): string {
  const { lang } = input
  const moving = found.filter((one) => sizesOf(one).sizes.some(({ value }) => value > 0))
  if (moving.length === 0) return say(lang, 'sensitivity.none')
  const blocks = Math.max(...moving.map((one) => sizesOf(one).blocks))
  const least = LEAST_BLOCKS[moving[0].method]
  if (blocks < least) return say(lang, 'sensitivity.few', { blocks: String(blocks), least: String(least) })
  // Judged among all outcomes, as the tables have them; the title names those that move.
  const leaders = leadersOf(found)
  const names = namesOf(input)
  const all = String(moving.length)
  const told = names
    .map((factor, k) => ({ factor, first: leaders.filter((leader) => leader === k).length }))
    .filter(({ first }) => first > 0)
    .sort((a, b) => b.first - a.first)
    .map(({ factor, first }) => say(lang, 'sensitivity.leads', { factor, first: String(first), all }))
  if (told.length === 0) return say(lang, 'sensitivity.noLeader', { all })
  return say(lang, key, { told: clauses(lang, told.slice(0, MOST_TOLD)) })
}

function claimsOf(found: readonly OutcomeSensitivity[]): Claim[] {
  const comparisons = factorComparisons(found)
  if (comparisons.length === 0) return []
  return [
    {
      kind: 'comparisons',
      keys: comparisons.map(({ outcome, factors }) => `${found[outcome].measure.key} ${factors.join(' ')}`),
      ps: comparisons.map(({ p }) => p),
      runs: Math.max(...found.map((one) => sizesOf(one).blocks)),
    },
  ]
}

/** An outcome's name and the unit of changes of it, in lines as wide as its panel. */
function panelTitle(measure: Measure, lang: Lang, width: number): string[] {
  const unit = measure.unit === '1' ? word(lang, 'points') : measure.unit === 'CNY' ? word(lang, 'yuan') : ''
  const name = plainText(measure[lang])
  const text = unit === '' ? name : lang === 'zh' ? `${name}（${unit}）` : `${name} (${unit})`
  return lines(text, width, PANEL_TITLE * BOLD)
}

function intervalText({ low, high }: Pick<Estimate, 'low' | 'high'>): string {
  return Number.isFinite(low) && Number.isFinite(high) ? `[${digits(low)}, ${digits(high)}]` : '–'
}

/** Says how many resamples have no value; nothing where all have one. */
function failedText(one: OutcomeSensitivity, lang: Lang): string {
  const failed = failedResamples(one)
  return failed === 0 ? '' : say(lang, 'sensitivity.failed', { failed: String(failed) })
}

/** As many decimals as three digits of the size take, and never an exponent. */
function digits(value: number): string {
  const size = Math.abs(value)
  return signed(value.toFixed(size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 4))
}

function effectsChart(input: SensitivityInput, found: readonly Screened[]): Chart {
  const { lang } = input
  const title = titleOf(input, 'elementaryEffects.title', found)
  return {
    id: 'elementary-effects',
    title,
    claims: claimsOf(found),
    caption: say(lang, 'elementaryEffects.caption', { panels: String(MAX_PANELS) }),
    spec: {
      ...frame(input, title, say(lang, 'elementaryEffects.subtitle'), WIDTH),
      columns: 2,
      spacing: { row: 14, column: 26 },
      concat: found.slice(0, MAX_PANELS).map((one) => effectsPanel(input, one)),
    },
  }
}

interface EffectPoint {
  readonly factor: string
  readonly muStar: number
  readonly low: number
  readonly high: number
  readonly sigma: number
  readonly interval: string
}

function effectPoints(input: SensitivityInput, { measure, screenings }: Screened): EffectPoint[] {
  const names = namesOf(input)
  const scale = measure.unit === '1' ? 100 : 1
  return screenings.flatMap(({ muStar, sigma }, k) => {
    const [x, y] = [rounded(scale * muStar.value), rounded(scale * sigma.value)]
    if (x === null || y === null) return []
    const scaled = { value: x, low: scale * muStar.low, high: scale * muStar.high }
    return [
      {
        factor: names[k],
        muStar: x,
        low: rounded(scaled.low) ?? x,
        high: rounded(scaled.high) ?? x,
        sigma: y,
        interval: intervalText(scaled),
      },
    ]
  })
}

function effectsPanel(input: SensitivityInput, one: Screened): Panel {
  const { lang } = input
  const points = effectPoints(input, one)
  // Both axes on one scale, so that the diagonal halves the plane.
  const widest = Math.max(0, ...points.flatMap(({ high, sigma }) => [high, sigma]))
  // Where nothing moves, an axis from 0 to 1.
  const most = widest > 0 ? 1.05 * widest : 1
  const at = (field: string, title: string) =>
    quantity(field, { domain: [0, rounded(most)!], nice: false }, { title, tickCount: 5, grid: false })
  const x = at('muStar', say(lang, 'elementaryEffects.muStar'))
  const y = at('sigma', say(lang, 'elementaryEffects.sigma'))
  return {
    ...PLANE,
    title: {
      text: panelTitle(one.measure, lang, PLANE.width),
      subtitle: failedText(one, lang),
      anchor: 'start',
      fontSize: PANEL_TITLE,
      subtitleFontSize: 10.5,
      offset: 4,
    },
    layer: [
      layer({ type: 'rule', color: COLOUR.grey, strokeDash: [4, 3] }, [{ muStar: 0, sigma: 0, to: rounded(most) }], {
        x,
        x2: { field: 'to' },
        y,
        y2: { field: 'to' },
      }),
      layer({ type: 'rule', color: COLOUR.sky }, points, { x: { ...x, field: 'low' }, x2: { field: 'high' }, y }),
      layer({ type: 'point', filled: true, opacity: 1, size: 4 * RADIUS * RADIUS, color: COLOUR.blue }, points, {
        x,
        y,
        tooltip: tips({
          factor: say(lang, 'sensitivity.factor'),
          muStar: say(lang, 'elementaryEffects.muStar'),
          interval: say(lang, 'sensitivity.interval'),
          sigma: say(lang, 'elementaryEffects.sigma'),
        }),
      }),
      layer({ type: 'text', fontSize: LABEL_SIZE }, pointLabels(points, most), { x, y, text: { field: 'factor' } }),
    ],
  }
}

/** Names of the largest, in the units of the axes, where there is room for them. */
function pointLabels(
  points: readonly EffectPoint[],
  most: number,
): { factor: string; muStar: number; sigma: number }[] {
  const { width, height } = PLANE
  // The point with the line of its interval.
  const boxOf = ({ low, high, sigma }: EffectPoint): { left: number; top: number; width: number; height: number } => ({
    left: (low / most) * width - RADIUS,
    top: (1 - sigma / most) * height - RADIUS,
    width: ((high - low) / most) * width + 2 * RADIUS,
    height: 2 * RADIUS,
  })
  const named = [...points].sort((a, b) => b.muStar - a.muStar).slice(0, NAMED)
  const places = placeLabels(
    named.map((point) => ({
      around: boxOf(point),
      width: textWidth(point.factor, LABEL_SIZE),
      height: LABEL_SIZE + 3,
    })),
    points.map(boxOf),
    { left: 0, top: 0, width, height },
  )
  return named.flatMap(({ factor }, k) => {
    const place = places[k]
    if (place === null) return []
    return [{ factor, muStar: rounded((place.x / width) * most)!, sigma: rounded((1 - place.y / height) * most)! }]
  })
}

function indicesChart(input: SensitivityInput, found: readonly Split[]): Chart {
  const { lang } = input
  const shown = found.filter(({ indices }) => indices.total.some(({ value }) => Number.isFinite(value)))
  const title = titleOf(input, 'sobolIndices.title', shown)
  return {
    id: 'sobol-indices',
    title,
    claims: claimsOf(shown),
    caption: say(lang, 'sobolIndices.caption', { panels: String(MAX_PANELS) }),
    spec: {
      ...frame(input, title, say(lang, 'sobolIndices.subtitle'), WIDTH),
      columns: 2,
      spacing: { row: 14, column: 20 },
      concat: shown.slice(0, MAX_PANELS).map((one) => indicesPanel(input, one)),
    },
  }
}

function indicesPanel(input: SensitivityInput, one: Split): Panel {
  const { lang } = input
  const { measure, indices } = one
  const orders = (['first', 'total'] as const).map((order) => ({ order, name: say(lang, `sobolIndices.${order}`) }))
  const names = namesOf(input)
  const values = names.flatMap((factor, k) =>
    orders.flatMap(({ order, name }) => {
      const estimate = indices[order][k]
      const index = rounded(estimate.value)
      if (index === null) return []
      const [low, high] = [rounded(estimate.low) ?? index, rounded(estimate.high) ?? index]
      return [{ factor, order: name, index, low, high, interval: intervalText(estimate) }]
    }),
  )
  const sorted = names
    .map((name, k) => ({ name, total: indices.total[k].value }))
    .sort((a, b) => b.total - a.total)
    .map(({ name }) => name)
  const y = category('factor', sorted, {
    title: null,
    ticks: false,
    domain: false,
    labelPadding: 6,
    labelLimit: 140,
    minExtent: 110,
  })
  const offset = { field: 'order', scale: { domain: orders.map(({ name }) => name) } }
  const x = {
    type: 'quantitative' as const,
    scale: { domain: [...SHARES], nice: false },
    axis: { title: null, tickCount: 5 },
  }
  const noise = Number.isFinite(indices.noiseShare)
    ? say(lang, 'sobolIndices.noise', { share: percent(lang, indices.noiseShare) })
    : ''
  return {
    width: BARS,
    height: ROW * names.length,
    title: {
      text: lines(plainText(measure[lang]), BARS + 110, PANEL_TITLE * BOLD),
      subtitle: clauses(lang, [noise, failedText(one, lang)]),
      anchor: 'start',
      frame: 'group',
      fontSize: 12,
      subtitleFontSize: 10.5,
      offset: 4,
    },
    data: { values },
    layer: [
      {
        mark: { type: 'bar', clip: true },
        encoding: {
          y,
          yOffset: offset,
          x: { ...x, field: 'index' },
          color: coded(
            'order',
            orders.map(({ name }) => name),
            [COLOUR.blue, COLOUR.sky],
          ),
          tooltip: tips({
            factor: say(lang, 'sensitivity.factor'),
            order: say(lang, 'sobolIndices.kind'),
            index: say(lang, 'sobolIndices.index'),
            interval: say(lang, 'sensitivity.interval'),
          }),
        },
      },
      {
        mark: { type: 'rule', color: COLOUR.ink, clip: true },
        encoding: { y, yOffset: offset, x: { ...x, field: 'low' }, x2: { field: 'high' } },
      },
    ],
  }
}
