/** The pictures of a study: verdicts and channels as intervals, a grid as lines, decompositions as bars. */
import type { TopLevelSpec } from 'vega-lite'
import type { Bilingual } from '../../base/vocabulary.ts'
import type { Chart } from '../../charts/chart.ts'
import { COLOUR } from '../../charts/style.ts'
import { ON } from '../../experiments/study/arms.ts'
import { type Finding, findings, gridEffects, type NamedContrast, turnedRound } from '../../experiments/study/claims.ts'
import { carriers, cellOf } from '../../experiments/study/decompositions.ts'
import type { Decomposition, Grid } from '../../experiments/study/plan.ts'
import { outcomeAt } from '../../experiments/study/read-plan.ts'
import { VERDICTS } from '../../experiments/study/verdicts.ts'
import type { MeanInterval } from '../../measures/intervals.ts'
import type { Lang } from '../../scenarios/parameter.ts'
import { variantText } from './claim-text.ts'
import { effectText, type StudyData } from './study-data.ts'

const UNCLEAR = '#b8b8b8'
const COLOURS = [COLOUR.blue, COLOUR.orange, UNCLEAR, COLOUR.purple]
const LINES = [COLOUR.blue, COLOUR.green, COLOUR.orange, COLOUR.vermilion, COLOUR.purple]

const AXIS = { labelFontSize: 11, gridColor: '#e4e4e4', domainColor: COLOUR.grey, tickColor: COLOUR.grey }
const LEGEND = { labelFontSize: 11.5, labelLimit: 420 }
const CONFIG = {
  view: { stroke: null },
  axis: { ...AXIS, labelLimit: 560, titleFontSize: 11 },
  legend: { ...LEGEND, titleFontSize: 11.5 },
}

const TEXT = {
  main: { en: 'verdict', zh: '判定' },
  also: { en: 'told beside', zh: '附带' },
  off: { en: 'channel off', zh: '关闭作用机制' },
  reading: { en: 'another reading or value', zh: '另一口径或取值' },
  axis: {
    en: 'effect in smallest effects of interest, positive as the claim foretells',
    zh: '效应（以最小效应阈值为单位，正值与论点方向一致）',
  },
  forest: {
    en: 'Paired differences with 95 % intervals; between the dashed lines an effect is too small to matter. Effects beyond ±12 are drawn at the edge.',
    zh: '配对差值及 95% 区间；虚线之间的效应小于阈值。超出 ±12 的效应画在边缘。',
  },
  grid: { en: 'Means over replications with 95 % intervals, %.', zh: '重复运行均值及 95% 区间（%）。' },
  on: { en: 'all on', zh: '全部开启' },
  up: { en: 'rises in every seed', zh: '各种子均上升' },
  down: { en: 'falls in every seed', zh: '各种子均下降' },
  unclear: { en: 'range over seeds includes zero', zh: '各种子范围包含零' },
  bars: {
    en: 'Bars: second arm less first, mean over seeds. Lines: range over seeds; brackets where it includes zero. Percentage points; each panel has its own scale.',
    zh: '条形：第二组减第一组，各种子均值；细线：各种子范围，包含零时数字加括号。单位为百分点；各图刻度不同。',
  },
} satisfies { readonly [key: string]: Bilingual }

/** A chart's names: of its file, and what its title says as one line. */
export interface StudyChart extends Pick<Chart, 'id' | 'title' | 'caption'> {
  readonly spec: object
}

export function studyCharts(data: StudyData, lang: Lang): StudyChart[] {
  const { plan } = data
  const found = findings(plan, data.values, data.titles)
  const forests = found.map((finding) => ({ id: finding.claim.id, ...claimChart(finding, lang) }))
  return [
    ...(found.length === 0 ? [] : [{ id: 'overview', ...overviewChart(data, found, lang) }]),
    ...(plan.grid === null ? [] : [{ id: 'factorial', ...gridChart(data, plan.grid, lang) }]),
    ...forests,
    ...plan.decompositions.map((one) => ({ id: one.id, ...decompositionChart(data, one, lang) })),
  ]
}

type Drawn = Omit<StudyChart, 'id'>

function offText(name: Bilingual, lang: Lang): string {
  return lang === 'en' ? `${name.en} off` : `关闭${name.zh}`
}

const frame = (
  text: string | readonly string[],
  subtitle: string,
  around: 'bounds' | 'group',
): Pick<TopLevelSpec, '$schema' | 'background' | 'padding'> & { readonly title: object } => ({
  $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
  background: '#ffffff',
  padding: 12,
  title: {
    text,
    subtitle,
    anchor: 'start',
    frame: around,
    fontSize: 15,
    subtitleFontSize: 11.5,
    subtitleColor: '#555555',
    offset: 10,
  },
})

/** Names down the left side, without an axis. */
const named = (field: string, sort: readonly string[] | null, labelPadding: number): object => {
  return { field, type: 'nominal', sort, axis: { title: null, ticks: false, domain: false, labelPadding } }
}

/** A colour for each of the domain, explained above the picture. */
const coloured = (field: string, domain: readonly string[], range: readonly string[], symbolType: string): object => {
  return { field, type: 'nominal', scale: { domain, range }, legend: { title: null, orient: 'top', symbolType } }
}

interface ForestRow {
  readonly label: string
  readonly kind: string
  readonly mean: number
  readonly low: number
  readonly high: number
  readonly shape: string
}

/** Effects in smallest effects of interest are drawn up to here. */
const EDGE = 12

function forestRow(
  { direction, smallest }: NamedContrast,
  effect: MeanInterval,
  label: string,
  kind: string,
): ForestRow[] {
  const scaled = (value: number): number | null => {
    const units = (direction * value) / smallest
    return Number.isFinite(units) ? Number(Math.max(-EDGE, Math.min(EDGE, units)).toFixed(3)) : null
  }
  const mean = scaled(effect.mean)
  if (mean === null) return []
  const [low, high] = [scaled(effect.low) ?? mean, scaled(effect.high) ?? mean].sort((a, b) => a - b)
  const shape = mean >= EDGE ? 'triangle-right' : mean <= -EDGE ? 'triangle-left' : 'circle'
  return [{ label, kind, mean, low, high, shape }]
}

function forest(
  rows: readonly ForestRow[],
  lang: Lang,
  title: string | readonly string[],
  kinds: readonly string[],
): object {
  const y = named('label', null, 8)
  const x = (field: string): object => ({
    field,
    type: 'quantitative',
    scale: { padding: 8 },
    axis: { title: TEXT.axis[lang], titleFontWeight: 'normal', tickCount: 7 },
  })
  const at = { field: 'at', type: 'quantitative' }
  const shapes = ['circle', 'triangle-right', 'triangle-left']
  const shape = { field: 'shape', type: 'nominal', scale: { domain: shapes, range: shapes }, legend: null }
  const color = coloured('kind', kinds, COLOURS, 'circle')
  return {
    ...frame(title, TEXT.forest[lang], 'bounds'),
    width: 380,
    height: { step: 17 },
    layer: [
      {
        data: { values: [{ at: -1 }, { at: 1 }] },
        mark: { type: 'rule', strokeDash: [4, 4], color: '#9a9a9a' },
        encoding: { x: at },
      },
      { data: { values: [{ at: 0 }] }, mark: { type: 'rule', color: '#555555' }, encoding: { x: at } },
      {
        data: { values: rows },
        mark: { type: 'rule', strokeWidth: 2 },
        encoding: { y, x: x('low'), x2: { field: 'high' }, color },
      },
      {
        data: { values: rows },
        mark: { type: 'point', filled: true, size: 55, opacity: 1 },
        encoding: { y, x: x('mean'), color, shape },
      },
    ],
    config: CONFIG,
  }
}

/** Contrasts that verdicts rest on, of all claims. */
function overviewChart({ plan }: StudyData, found: readonly Finding[], lang: Lang): Drawn {
  const rows = found.flatMap(({ claim, effects }) =>
    effects.flatMap(({ contrast, effect, verdict }) => {
      const label = `${claim.id}  ${contrast.name[lang]}`
      return verdict === null ? [] : forestRow(contrast, effect, label, VERDICTS[verdict][lang])
    }),
  )
  const { supported, rejected, undecided, untestable } = VERDICTS
  const counts = Object.entries(VERDICTS).flatMap(([verdict, name]) => {
    const count = found.filter((one) => one.verdict === verdict).length
    return count === 0 ? [] : [lang === 'en' ? `${count} ${name.en}` : `${name.zh} ${count} 项`]
  })
  const subject = plan.subject[lang].replace('{count}', String(found.length))
  const title = lang === 'en' ? `${subject}: ${counts.join(', ')}` : `${subject}：${counts.join('，')}`
  const kinds = [supported, rejected, undecided, untestable].map((one) => one[lang])
  return { title, caption: TEXT.forest[lang], spec: forest(rows, lang, title, kinds) }
}

/** The verdict first, and then the claim as what is claimed. † as on the page. */
export function claimTitle(finding: Finding, lang: Lang): [verdict: string, claim: string] {
  const { claim, verdict } = finding
  const mark = turnedRound(finding).length > 0 ? '†' : ''
  const stated = claim.claim[lang].replace(/[.。]$/, '')
  return lang === 'en'
    ? [`${claim.id}, ${VERDICTS[verdict].en}${mark}`, `"${stated}"`]
    : [`${claim.id}（${VERDICTS[verdict].zh}${mark}）`, `“${stated}”`]
}

function claimChart(finding: Finding, lang: Lang): Drawn {
  const { effects, channels } = finding
  const rows = [
    ...effects.flatMap(({ contrast, effect, isMain }) =>
      forestRow(contrast, effect, contrast.name[lang], isMain ? TEXT.main[lang] : TEXT.also[lang]),
    ),
    ...channels.flatMap(({ contrast, off }) =>
      off.flatMap(({ channel, effect }) => {
        const label = `${contrast.name[lang]} · ${variantText(channel, lang)}`
        return forestRow(contrast, effect, label, (channel.reading ? TEXT.reading : TEXT.off)[lang])
      }),
    ),
  ]
  const title = claimTitle(finding, lang)
  const spec = forest(
    rows,
    lang,
    title,
    [TEXT.main, TEXT.also, TEXT.off, TEXT.reading].map((one) => one[lang]),
  )
  return { title: title.join(lang === 'en' ? ': ' : '：'), caption: TEXT.forest[lang], spec }
}

/** One panel an outcome and reading: the outcome is named once a row, the reading once a column. */
function gridChart({ plan, values }: StudyData, grid: Grid, lang: Lang): Drawn {
  const { rows, columns, readings, drawn } = grid
  const panel = (row: number, column: number): object => {
    const [outcome, reading] = [outcomeAt(plan, drawn[row]), readings[column]]
    const shown = (value: number): number => Number((outcome.scale * value).toFixed(4))
    const { cells } = gridEffects(grid, values, outcome.key, reading.set)
    const data = cells.map(({ row: coverage, column: differentiation, level }) => {
      return { coverage, differentiation, mean: shown(level.mean), low: shown(level.low), high: shown(level.high) }
    })
    const x = {
      field: 'differentiation',
      type: 'quantitative',
      axis: {
        title: row === drawn.length - 1 ? columns.name[lang] : null,
        values: columns.values,
        format: '.2~f',
        titleFontWeight: 'normal',
        grid: false,
      },
    }
    const y = (field: string): object => ({
      field,
      type: 'quantitative',
      scale: { zero: false },
      axis: {
        title: column === 0 ? outcome.name[lang] : null,
        titleFontWeight: 'normal',
        titleLimit: 160,
        tickCount: 4,
        minExtent: 28,
        maxExtent: 28,
      },
    })
    const color = {
      field: 'coverage',
      type: 'ordinal',
      scale: { domain: rows.values, range: LINES.slice(0, rows.values.length) },
      legend: { title: rows.name[lang], orient: 'top' },
    }
    const text = reading.lines.map((one) => one[lang])
    return {
      width: 170,
      height: 120,
      ...(row === 0 ? { title: { text, anchor: 'start', fontSize: 11.5, offset: 6 } } : {}),
      data: { values: data },
      layer: [
        { mark: { type: 'errorbar' }, encoding: { x, y: y('low'), y2: { field: 'high' }, color } },
        { mark: { type: 'line', strokeWidth: 1.8, point: { size: 26 } }, encoding: { x, y: y('mean'), color } },
      ],
    }
  }
  const spec = {
    ...frame(grid.caption[lang], TEXT.grid[lang], 'bounds'),
    config: CONFIG,
    spacing: 14,
    vconcat: drawn.map((_, row) => ({
      spacing: 18,
      hconcat: readings.map((_, column) => panel(row, column)),
      resolve: { scale: { y: 'shared' } },
    })),
  }
  return { title: grid.caption[lang], caption: TEXT.grid[lang], spec }
}

/** Effects as bars to either side of zero, one panel an outcome. */
function decompositionChart({ plan, values }: StudyData, one: Decomposition, lang: Lang): Drawn {
  const variants = [
    { id: ON, label: TEXT.on[lang] },
    ...plan.channels.map(({ id, name }) => ({ id, label: offText(name, lang) })),
  ]
  const outcomes = one.drawn.map((key) => outcomeAt(plan, key))
  const rows = outcomes.flatMap((outcome) =>
    variants.flatMap(({ id, label }) => {
      const { effect } = cellOf(plan, one, values, id, outcome.key)
      if (!Number.isFinite(effect.mean)) return []
      const [mean, low, high] = [effect.mean, effect.low, effect.high].map((value) =>
        Number((outcome.scale * value).toFixed(4)),
      )
      const sign = !effect.clear ? 'unclear' : effect.mean > 0 ? 'up' : 'down'
      return [{ outcome: outcome.short[lang], variant: label, mean, low, high, sign: TEXT[sign][lang], zero: 0 }]
    }),
  )
  const title = decompositionTitle({ plan, values }, one, lang)
  const signs = [TEXT.up, TEXT.down, TEXT.unclear].map((sign) => sign[lang])
  const color = coloured('sign', signs, [COLOUR.blue, COLOUR.vermilion, UNCLEAR], 'square')
  const labels = variants.map(({ label }) => label)
  const y = named('variant', labels, 6)
  const x = (field: string): object => ({ field, type: 'quantitative', axis: { title: null, tickCount: 5 } })
  const spec = {
    ...frame(title, TEXT.bars[lang], 'group'),
    data: { values: rows },
    columns: 3,
    spacing: { row: 22, column: 22 },
    facet: {
      field: 'outcome',
      type: 'nominal',
      sort: outcomes.map(({ short }) => short[lang]),
      header: { title: null, labelFontSize: 12, labelFontWeight: 'bold', labelAnchor: 'start' },
    },
    spec: {
      width: 205,
      height: { step: 17 },
      layer: [
        { mark: { type: 'bar', height: 10 }, encoding: { y, x: x('mean'), color } },
        {
          mark: { type: 'rule', strokeWidth: 1.2, color: '#222222' },
          encoding: { y, x: x('low'), x2: { field: 'high' } },
        },
        { mark: { type: 'rule', strokeWidth: 1, color: '#555555' }, encoding: { x: x('zero') } },
      ],
    },
    resolve: { scale: { x: 'independent' } },
    config: { view: { stroke: null }, axis: { ...AXIS, labelLimit: 320 }, legend: LEGEND },
  }
  return { title, caption: TEXT.bars[lang], spec }
}

function decompositionTitle(
  { plan, values }: Pick<StudyData, 'plan' | 'values'>,
  one: Decomposition,
  lang: Lang,
): string {
  const first = outcomeAt(plan, one.drawn[0])
  const total = effectText(cellOf(plan, one, values, ON, first.key).effect, first)
  const [carrier] = carriers(plan, one, values, first.key)
  const [from, to] = one.values.map(String)
  const unit = first.unit[lang] === '' ? '' : ` ${first.unit[lang]}`
  if (lang === 'en') {
    const without =
      carrier === undefined ? '' : `, ${effectText(carrier.cell.effect, first)} with ${carrier.channel.name.en} off`
    return `${one.title.en} ${from} → ${to}: ${first.short.en} ${total}${unit} with all on${without}`
  }
  const without =
    carrier === undefined ? '' : `，关闭${carrier.channel.name.zh}时 ${effectText(carrier.cell.effect, first)}`
  return `${one.title.zh} ${from} → ${to}：${first.short.zh}在全部开启时 ${total}${unit}${without}`
}
