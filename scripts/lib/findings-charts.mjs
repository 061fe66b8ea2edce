// The pictures of docs/findings*.md.
// @ts-check

import { turnedRound, VERDICTS } from './findings-effects.mjs'
import { FACTORIAL, measureAt, READINGS } from './findings-plan.mjs'

/** @typedef {'en' | 'zh'} Lang */

// Okabe & Ito's palette, as in src/charts/style.ts.
const COLOURS = ['#0072b2', '#e69f00', '#b8b8b8']
const LINES = ['#0072b2', '#009e73', '#e69f00', '#d55e00']

const CONFIG = {
  view: { stroke: null },
  axis: {
    labelFontSize: 11,
    gridColor: '#e4e4e4',
    domainColor: '#8a8a8a',
    tickColor: '#8a8a8a',
    labelLimit: 560,
    titleFontSize: 11,
  },
  legend: { labelFontSize: 11.5, labelLimit: 420, titleFontSize: 11.5 },
}
const frame = (/** @type {string | readonly string[]} */ text, /** @type {string} */ subtitle) => ({
  $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
  background: '#ffffff',
  padding: 12,
  title: {
    text,
    subtitle,
    anchor: 'start',
    frame: 'bounds',
    fontSize: 15,
    subtitleFontSize: 11.5,
    subtitleColor: '#555555',
    offset: 10,
  },
  config: CONFIG,
})

const TEXT = {
  main: { en: 'verdict', zh: '判定' },
  also: { en: 'told beside', zh: '附带' },
  off: { en: 'channel off', zh: '关闭渠道' },
  axis: {
    en: 'effect in smallest effects of interest, positive as the claim foretells',
    zh: '效应（以最小关注效应为单位，正值与论点方向一致）',
  },
  subtitle: {
    en: 'Paired differences with 95 % intervals; between the dashed lines an effect is too small to matter.',
    zh: '配对差值及 95% 区间；虚线之间的效应小到无关紧要。',
  },
  clipped: { en: 'Effects beyond ±12 are drawn at the edge.', zh: '超出 ±12 的效应画在边缘。' },
  coverage: { en: 'coverage', zh: '覆盖率' },
  differentiation: { en: 'differentiation δ', zh: '差异化 δ' },
  factorialTitle: { en: 'Coverage × differentiation under both readings of each', zh: '覆盖率 × 差异化：两种解读' },
  factorialSubtitle: { en: 'Means over replications with 95 % intervals, %.', zh: '重复运行均值及 95% 区间（%）。' },
  formation: {
    true: { en: 'borrowing forms files', zh: '借款建档' },
    false: { en: 'files by coverage alone', zh: '仅按覆盖率建档' },
  },
  contracts: {
    fit: { en: 'δ: fit', zh: 'δ：契合' },
    fitLimitsTerms: { en: 'δ: fit, limits, terms', zh: 'δ：契合、额度、期限' },
  },
}

const EDGE = 12

/** @param {import('./findings-plan.mjs').Contrast} contrast @param {{ mean: number, low: number, high: number }} effect @param {string} label @param {string} kind */
function rowOf({ key, direction }, effect, label, kind) {
  const { smallest } = measureAt(key)
  const scaled = (/** @type {number} */ value) => {
    const units = (direction * value) / smallest
    return Number.isFinite(units) ? Number(Math.max(-EDGE, Math.min(EDGE, units)).toFixed(3)) : null
  }
  const mean = scaled(effect.mean)
  if (mean === null) return []
  const ends = [scaled(effect.low) ?? mean, scaled(effect.high) ?? mean].sort((a, b) => a - b)
  const shape = mean >= EDGE ? 'triangle-right' : mean <= -EDGE ? 'triangle-left' : 'circle'
  return [{ label, kind, mean, low: ends[0], high: ends[1], shape }]
}

/** @param {readonly { label: string, kind: string }[]} rows @param {Lang} lang @param {string | readonly string[]} title @param {readonly string[]} kinds */
function forest(rows, lang, title, kinds) {
  const y = {
    field: 'label',
    type: 'nominal',
    sort: null,
    axis: { title: null, ticks: false, domain: false, labelPadding: 8 },
  }
  const x = (/** @type {string} */ field) => ({
    field,
    type: 'quantitative',
    scale: { padding: 8 },
    axis: {
      title: TEXT.axis[lang],
      titleFontWeight: 'normal',
      tickCount: 7,
    },
  })
  const shapes = ['circle', 'triangle-right', 'triangle-left']
  const shape = { field: 'shape', type: 'nominal', scale: { domain: shapes, range: shapes }, legend: null }
  const color = {
    field: 'kind',
    type: 'nominal',
    scale: { domain: kinds, range: COLOURS },
    legend: { title: null, orient: 'top', symbolType: 'circle' },
  }
  return {
    ...frame(title, `${TEXT.subtitle[lang]} ${TEXT.clipped[lang]}`),
    width: 380,
    height: { step: 17 },
    layer: [
      {
        data: { values: [{ at: -1 }, { at: 1 }] },
        mark: { type: 'rule', strokeDash: [4, 4], color: '#9a9a9a' },
        encoding: { x: { field: 'at', type: 'quantitative' } },
      },
      {
        data: { values: [{ at: 0 }] },
        mark: { type: 'rule', color: '#555555' },
        encoding: { x: { field: 'at', type: 'quantitative' } },
      },
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
  }
}

/** Verdicts' contrasts of all hypotheses. @param {readonly import('./findings-effects.mjs').Finding[]} found @param {Lang} lang */
export function overviewChart(found, lang) {
  const rows = found.flatMap(({ hypothesis, effects }) =>
    effects.flatMap(({ contrast, effect, verdict }) => {
      const label = `${hypothesis.id}  ${contrast.name[lang]}`
      return verdict === null ? [] : rowOf(contrast, effect, label, VERDICTS[verdict][lang])
    }),
  )
  const { supported, rejected, undecided } = VERDICTS
  const kinds = [supported, rejected, undecided].map((one) => one[lang])
  return forest(rows, lang, overviewTitle(found, lang), kinds)
}

/** How many claims have each verdict. @param {readonly import('./findings-effects.mjs').Finding[]} found @param {Lang} lang */
function overviewTitle(found, lang) {
  const counts = Object.entries(VERDICTS).flatMap(([verdict, name]) => {
    const count = found.filter((one) => one.verdict === verdict).length
    return count === 0 ? [] : [lang === 'en' ? `${count} ${name.en}` : `${name.zh} ${count} 项`]
  })
  return lang === 'en'
    ? `The paper's ${found.length} claims in the model: ${counts.join(', ')}`
    : `论文 ${found.length} 项论点在模型中的判定：${counts.join('，')}`
}

/**
 * The verdict first, and then the claim as what is claimed. † as on the page.
 * @param {Pick<import('./findings-effects.mjs').Finding, 'hypothesis' | 'verdict' | 'effects' | 'channels'>} finding @param {Lang} lang
 */
export function hypothesisTitle({ hypothesis: { id, claim }, verdict, effects, channels }, lang) {
  const mark = turnedRound({ effects, channels }).length > 0 ? '†' : ''
  const stated = claim[lang].replace(/[.。]$/, '')
  return lang === 'en'
    ? [`${id}, ${VERDICTS[verdict].en}${mark}`, `"${stated}"`]
    : [`${id}（${VERDICTS[verdict].zh}${mark}）`, `“${stated}”`]
}

/** @param {import('./findings-effects.mjs').Finding} finding @param {Lang} lang */
export function hypothesisChart(finding, lang) {
  const { effects, channels } = finding
  const rows = [
    ...effects.flatMap(({ contrast, effect, isMain }) =>
      rowOf(contrast, effect, contrast.name[lang], isMain ? TEXT.main[lang] : TEXT.also[lang]),
    ),
    ...channels.flatMap(({ contrast, off }) =>
      off.flatMap(({ channel, effect }) => {
        const name = lang === 'en' ? `${channel.name.en} off` : `关闭${channel.name.zh}`
        return rowOf(contrast, effect, `${contrast.name[lang]} · ${name}`, TEXT.off[lang])
      }),
    ),
  ]
  return forest(rows, lang, hypothesisTitle(finding, lang), [TEXT.main[lang], TEXT.also[lang], TEXT.off[lang]])
}

/**
 * @param {(key: string, formation: boolean, contracts: string) => ReturnType<typeof import('./findings-effects.mjs').factorial>} of
 * @param {Lang} lang
 */
export function factorialChart(of, lang) {
  const keys = ['reach.all', 'tail.reach', 'late.over90', 'roa.market']
  const panel = (/** @type {number} */ row, /** @type {number} */ column) => {
    const [measure, { formation, contracts }] = [measureAt(keys[row]), READINGS[column]]
    const values = of(keys[row], formation, contracts).cells.map(({ coverage, differentiation, level }) => ({
      coverage,
      differentiation,
      mean: Number((measure.scale * level.mean).toFixed(4)),
      low: Number((measure.scale * level.low).toFixed(4)),
      high: Number((measure.scale * level.high).toFixed(4)),
    }))
    // The outcome is named once a row, the reading once a column.
    const title = [
      TEXT.formation[/** @type {'true'} */ (String(formation))],
      TEXT.contracts[/** @type {'fit'} */ (contracts)],
    ]
    const x = {
      field: 'differentiation',
      type: 'quantitative',
      axis: {
        title: row === keys.length - 1 ? TEXT.differentiation[lang] : null,
        values: FACTORIAL.differentiation,
        format: '.2~f',
        titleFontWeight: 'normal',
        grid: false,
      },
    }
    const y = (/** @type {string} */ field) => ({
      field,
      type: 'quantitative',
      scale: { zero: false },
      axis: {
        title: column === 0 ? measure.name[lang] : null,
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
      scale: { domain: FACTORIAL.coverage, range: LINES },
      legend: { title: TEXT.coverage[lang], orient: 'top' },
    }
    return {
      width: 170,
      height: 120,
      ...(row === 0
        ? { title: { text: title.map((line) => line[lang]), anchor: 'start', fontSize: 11.5, offset: 6 } }
        : {}),
      data: { values },
      layer: [
        { mark: { type: 'errorbar' }, encoding: { x, y: y('low'), y2: { field: 'high' }, color } },
        { mark: { type: 'line', strokeWidth: 1.8, point: { size: 26 } }, encoding: { x, y: y('mean'), color } },
      ],
    }
  }
  return {
    ...frame(TEXT.factorialTitle[lang], TEXT.factorialSubtitle[lang]),
    spacing: 14,
    vconcat: keys.map((_, row) => ({
      spacing: 18,
      hconcat: READINGS.map((_, column) => panel(row, column)),
      resolve: { scale: { y: 'shared' } },
    })),
  }
}
