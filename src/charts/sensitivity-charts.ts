/** Which factors move which outcomes: elementary effects as points, Sobol indices as bars. */
import type { Table } from '../base/table.ts'
import type { Claim } from '../measures/claim.ts'
import type { Measure } from '../measures/ensemble.ts'
import { factorComparisons, LEAST_BLOCKS, leadersOf, sizesOf } from '../measures/leaders.ts'
import type { MeasuredScenario } from '../measures/measured-scenario.ts'
import type { Estimate } from '../measures/resampling.ts'
import { factorsOf, failedResamples, type OutcomeSensitivity } from '../measures/sensitivity-tables.ts'
import type { Chart, Lang } from './chart.ts'
import { placeLabels } from './spread.ts'
import { COLOUR, frame } from './style.ts'
import { lines, percent, plainText, rounded, textWidth } from './text.ts'
import { word } from './words.ts'

export interface SensitivityInput {
  /** The recorded tables of an analysis. */
  readonly tables: readonly Table[]
  readonly found: readonly OutcomeSensitivity[]
  readonly scenario: MeasuredScenario
  readonly lang: Lang
}

type Screened = Extract<OutcomeSensitivity, { method: 'morris' }>
type Split = Extract<OutcomeSensitivity, { method: 'sobol' }>
type Panel = Extract<Chart['spec'], { concat: unknown }>['concat'][number]

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
  if (moving.length === 0) return word(lang, 'sensitivity.none')
  const blocks = Math.max(...moving.map((one) => sizesOf(one).blocks))
  const least = LEAST_BLOCKS[moving[0].method]
  if (blocks < least) return word(lang, 'sensitivity.few', { blocks: String(blocks), least: String(least) })
  // Judged among all, as the tables have them; told of those that move.
  const leaders = leadersOf(found)
  const names = namesOf(input)
  const all = String(moving.length)
  const told = names
    .map((factor, k) => ({ factor, first: leaders.filter((leader) => leader === k).length }))
    .filter(({ first }) => first > 0)
    .sort((a, b) => b.first - a.first)
    .map(({ factor, first }) => word(lang, 'sensitivity.leads', { factor, first: String(first), all }))
  if (told.length === 0) return word(lang, 'sensitivity.noLeader', { all })
  return word(lang, key, { told: told.slice(0, MOST_TOLD).join(lang === 'zh' ? '，' : ', ') })
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
  const unit =
    measure.unit === '1' ? word(lang, 'arms.unitPoints') : measure.unit === 'CNY' ? word(lang, 'arms.unitYuan') : ''
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
  return failed === 0 ? '' : word(lang, 'sensitivity.failed', { failed: String(failed) })
}

/** As many decimals as three digits of the size take, and never an exponent. */
function digits(value: number): string {
  const size = Math.abs(value)
  return value.toFixed(size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 4).replace('-', '−')
}

function effectsChart(input: SensitivityInput, found: readonly Screened[]): Chart {
  const { lang } = input
  const title = titleOf(input, 'elementaryEffects.title', found)
  return {
    id: 'elementary-effects',
    title,
    claims: claimsOf(found),
    caption: word(lang, 'elementaryEffects.caption', { panels: String(MAX_PANELS) }),
    spec: {
      ...frame(input, title, word(lang, 'elementaryEffects.subtitle'), WIDTH),
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
  const at = (field: string, title: string) => ({
    field,
    type: 'quantitative' as const,
    scale: { domain: [0, rounded(most)!], nice: false },
    axis: { title, tickCount: 5, grid: false },
  })
  const x = at('muStar', word(lang, 'elementaryEffects.muStar'))
  const y = at('sigma', word(lang, 'elementaryEffects.sigma'))
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
      {
        data: { values: [{ muStar: 0, sigma: 0, to: rounded(most) }] },
        mark: { type: 'rule', color: COLOUR.grey, strokeDash: [4, 3] },
        encoding: { x, x2: { field: 'to' }, y, y2: { field: 'to' } },
      },
      {
        data: { values: points },
        mark: { type: 'rule', color: COLOUR.sky },
        encoding: { x: { ...x, field: 'low' }, x2: { field: 'high' }, y },
      },
      {
        data: { values: points },
        mark: { type: 'point', filled: true, opacity: 1, size: 4 * RADIUS * RADIUS, color: COLOUR.blue },
        encoding: {
          x,
          y,
          tooltip: [
            { field: 'factor', title: word(lang, 'sensitivity.factor') },
            { field: 'muStar', title: word(lang, 'elementaryEffects.muStar') },
            { field: 'interval', title: word(lang, 'sensitivity.interval') },
            { field: 'sigma', title: word(lang, 'elementaryEffects.sigma') },
          ],
        },
      },
      {
        data: { values: pointLabels(points, most) },
        mark: { type: 'text', fontSize: LABEL_SIZE },
        encoding: { x, y, text: { field: 'factor' } },
      },
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
    caption: word(lang, 'sobolIndices.caption', { panels: String(MAX_PANELS) }),
    spec: {
      ...frame(input, title, word(lang, 'sobolIndices.subtitle'), WIDTH),
      columns: 2,
      spacing: { row: 14, column: 20 },
      concat: shown.slice(0, MAX_PANELS).map((one) => indicesPanel(input, one)),
    },
  }
}

function indicesPanel(input: SensitivityInput, one: Split): Panel {
  const { lang } = input
  const { measure, indices } = one
  const orders = (['first', 'total'] as const).map((order) => ({ order, name: word(lang, `sobolIndices.${order}`) }))
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
  const y = {
    field: 'factor',
    type: 'nominal' as const,
    scale: { domain: sorted },
    axis: { title: null, ticks: false, domain: false, labelPadding: 6, labelLimit: 140, minExtent: 110 },
  }
  const offset = { field: 'order', scale: { domain: orders.map(({ name }) => name) } }
  const x = {
    type: 'quantitative' as const,
    scale: { domain: [...SHARES], nice: false },
    axis: { title: null, tickCount: 5 },
  }
  const noise = Number.isFinite(indices.noiseShare)
    ? word(lang, 'sobolIndices.noise', { share: percent(lang, indices.noiseShare) })
    : ''
  return {
    width: BARS,
    height: ROW * names.length,
    title: {
      text: lines(plainText(measure[lang]), BARS + 110, PANEL_TITLE * BOLD),
      subtitle: [noise, failedText(one, lang)].filter((text) => text !== '').join(lang === 'zh' ? '，' : ', '),
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
          color: {
            field: 'order',
            type: 'nominal',
            scale: { domain: orders.map(({ name }) => name), range: [COLOUR.blue, COLOUR.sky] },
            legend: { title: null },
          },
          tooltip: [
            { field: 'factor', title: word(lang, 'sensitivity.factor') },
            { field: 'order', title: word(lang, 'sobolIndices.kind') },
            { field: 'index', title: word(lang, 'sobolIndices.index') },
            { field: 'interval', title: word(lang, 'sensitivity.interval') },
          ],
        },
      },
      {
        mark: { type: 'rule', color: COLOUR.ink, clip: true },
        encoding: { y, yOffset: offset, x: { ...x, field: 'low' }, x2: { field: 'high' } },
      },
    ],
  }
}
