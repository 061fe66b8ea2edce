// The pictures of docs/findings*.md.
// @ts-check

import { FACTORIAL, measureAt } from './findings-plan.mjs'

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
const frame = (/** @type {string} */ text, /** @type {string} */ subtitle) => ({
  $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
  background: '#ffffff',
  padding: 12,
  title: {
    text,
    subtitle,
    anchor: 'start',
    frame: 'group',
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
  allTitle: { en: 'The paper’s claims: effects that verdicts rest on', zh: '论文论点：判定所依据的效应' },
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

/** @param {import('./findings-plan.mjs').Contrast} contrast @param {Lang} lang */
export function contrastName({ arm, against, key }, lang) {
  const { name } = measureAt(key)
  return lang === 'en' ? `${name.en}: ${arm} less ${against}` : `${name.zh}：${arm} 减 ${against}`
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
  return [{ label, kind, mean, low: ends[0], high: ends[1] }]
}

/** @param {readonly { label: string, kind: string }[]} rows @param {Lang} lang @param {string} title @param {boolean} hasKinds */
function forest(rows, lang, title, hasKinds) {
  const kinds = [TEXT.main[lang], TEXT.also[lang], TEXT.off[lang]]
  const y = {
    field: 'label',
    type: 'nominal',
    sort: null,
    axis: { title: null, ticks: false, domain: false, labelPadding: 8 },
  }
  const x = (/** @type {string} */ field) => ({
    field,
    type: 'quantitative',
    axis: { title: TEXT.axis[lang], titleFontWeight: 'normal', tickCount: 7 },
  })
  const color = {
    field: 'kind',
    type: 'nominal',
    scale: { domain: kinds, range: COLOURS },
    legend: hasKinds ? { title: null, orient: 'top' } : null,
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
        encoding: { y, x: x('mean'), color },
      },
    ],
  }
}

/** Verdicts' contrasts of all hypotheses. @param {readonly import('./findings-effects.mjs').Finding[]} found @param {Lang} lang */
export function overviewChart(found, lang) {
  const rows = found.flatMap(({ hypothesis, effects }) =>
    effects
      .filter(({ isMain }) => isMain)
      .flatMap(({ contrast, effect }) =>
        rowOf(contrast, effect, `${hypothesis.id}  ${contrastName(contrast, lang)}`, TEXT.main[lang]),
      ),
  )
  return forest(rows, lang, TEXT.allTitle[lang], false)
}

/** @param {import('./findings-effects.mjs').Finding} finding @param {Lang} lang */
export function hypothesisChart({ hypothesis, effects, channels }, lang) {
  const rows = [
    ...effects.flatMap(({ contrast, effect, isMain }) =>
      rowOf(contrast, effect, contrastName(contrast, lang), isMain ? TEXT.main[lang] : TEXT.also[lang]),
    ),
    ...channels.flatMap(({ contrast, off }) =>
      off.flatMap(({ channel, effect }) => {
        const name = lang === 'en' ? `${channel.name.en} off` : `关闭${channel.name.zh}`
        return rowOf(contrast, effect, `${contrastName(contrast, lang)} · ${name}`, TEXT.off[lang])
      }),
    ),
  ]
  return forest(rows, lang, `${hypothesis.id} · ${hypothesis.claim[lang]}`, true)
}

/**
 * @param {(key: string, formation: boolean, contracts: string) => ReturnType<typeof import('./findings-effects.mjs').factorial>} of
 * @param {Lang} lang
 */
export function factorialChart(of, lang) {
  const keys = ['reach.all', 'tail.reach', 'late.over90', 'roa.market']
  const readings = FACTORIAL.formation.flatMap((formation) =>
    FACTORIAL.contracts.map((contracts) => ({
      formation,
      contracts,
      name: `${TEXT.formation[/** @type {'true' | 'false'} */ (String(formation))][lang]} · ${TEXT.contracts[/** @type {'fit'} */ (contracts)][lang]}`,
    })),
  )
  const panel = (
    /** @type {string} */ key,
    /** @type {typeof readings[number]} */ reading,
    /** @type {boolean} */ isFirst,
  ) => {
    const measure = measureAt(key)
    const values = of(key, reading.formation, reading.contracts).cells.map(({ coverage, differentiation, level }) => ({
      coverage,
      differentiation,
      mean: Number((measure.scale * level.mean).toFixed(4)),
      low: Number((measure.scale * level.low).toFixed(4)),
      high: Number((measure.scale * level.high).toFixed(4)),
    }))
    const x = {
      field: 'differentiation',
      type: 'quantitative',
      axis: {
        title: TEXT.differentiation[lang],
        values: FACTORIAL.differentiation,
        titleFontWeight: 'normal',
        grid: false,
      },
    }
    const y = (/** @type {string} */ field) => ({
      field,
      type: 'quantitative',
      scale: { zero: false },
      axis: { title: null, tickCount: 4 },
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
      title: {
        text: isFirst ? [measure.name[lang], reading.name] : ['', reading.name],
        anchor: 'start',
        fontSize: 11.5,
        offset: 4,
      },
      data: { values },
      layer: [
        { mark: { type: 'errorbar' }, encoding: { x, y: y('low'), y2: { field: 'high' }, color } },
        { mark: { type: 'line', strokeWidth: 1.8, point: { size: 26 } }, encoding: { x, y: y('mean'), color } },
      ],
    }
  }
  return {
    ...frame(TEXT.factorialTitle[lang], TEXT.factorialSubtitle[lang]),
    spacing: { row: 10, column: 16 },
    vconcat: keys.map((key) => ({
      spacing: 18,
      hconcat: readings.map((reading, k) => panel(key, reading, k === 0)),
      resolve: { scale: { y: 'shared' } },
    })),
  }
}
