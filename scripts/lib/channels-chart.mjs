// The picture of docs/channels*.md: effects as bars to either side of zero, one panel an outcome.
// @ts-check
import { carriers, cellOf } from './channels-effects.mjs'
import { signed } from './channels-page.mjs'
import { CHANNELS, ON, OUTCOMES } from './channels-plan.mjs'

// Okabe & Ito's palette, as in src/charts/style.ts.
const COLOURS = { up: '#0072b2', down: '#d55e00', unclear: '#b8b8b8' }

const TEXT = {
  on: { en: 'all on', zh: '全部开启' },
  off: { en: (/** @type {string} */ name) => `${name} off`, zh: (/** @type {string} */ name) => `关闭${name}` },
  up: { en: 'rises in every seed', zh: '各种子均上升' },
  down: { en: 'falls in every seed', zh: '各种子均下降' },
  unclear: { en: 'range over seeds includes zero', zh: '各种子范围包含零' },
  subtitle: {
    en: 'Bars: second arm less first, mean over seeds. Lines: range over seeds. Percentage points; each panel has its own scale.',
    zh: '条形：第二臂减第一臂，各种子均值；细线：各种子范围。单位为百分点；各图刻度不同。',
  },
}

/**
 * @param {import('./channels-plan.mjs').Experiment} experiment
 * @param {readonly import('./channels-effects.mjs').Run[]} runs
 * @param {import('./channels-plan.mjs').Lang} lang
 */
export function channelsChart({ id, title, arms, drawn }, runs, lang) {
  const variants = [
    { id: ON, label: TEXT.on[lang] },
    ...CHANNELS.map((one) => ({ id: one.id, label: TEXT.off[lang](one.name[lang]) })),
  ]
  const outcomes = drawn.map((key) => OUTCOMES.find((one) => one.key === key)).filter((one) => one !== undefined)
  const values = outcomes.flatMap((outcome) =>
    variants.flatMap((variant) => {
      const { effect } = cellOf(runs, id, variant.id, outcome.key)
      if (!Number.isFinite(effect.mean)) return []
      const [mean, low, high] = [effect.mean, effect.low, effect.high].map((one) =>
        Number((outcome.scale * one).toFixed(4)),
      )
      const sign = !effect.clear ? 'unclear' : effect.mean > 0 ? 'up' : 'down'
      return [
        { outcome: outcome.short[lang], variant: variant.label, mean, low, high, sign: TEXT[sign][lang], zero: 0 },
      ]
    }),
  )
  const [first] = outcomes
  // The font's true minus sign is as wide as a Chinese character.
  const number = (/** @type {number} */ value) => signed(value, first).replace('−', '-')
  const total = number(cellOf(runs, id, ON, first.key).effect.mean)
  const [carrier] = carriers(runs, id, first.key)
  const without = carrier && {
    en: `, ${number(carrier.cell.effect.mean)} with ${carrier.channel.name.en} off`,
    zh: `，关闭${carrier.channel.name.zh}时 ${number(carrier.cell.effect.mean)}`,
  }
  const signs = /** @type {const} */ (['up', 'down', 'unclear'])
  const color = {
    field: 'sign',
    type: 'nominal',
    scale: { domain: signs.map((sign) => TEXT[sign][lang]), range: signs.map((sign) => COLOURS[sign]) },
    legend: { title: null, orient: 'top', symbolType: 'square' },
  }
  const y = {
    field: 'variant',
    type: 'nominal',
    sort: variants.map(({ label }) => label),
    axis: { title: null, ticks: false, domain: false, labelPadding: 6 },
  }
  const x = (/** @type {string} */ field) => ({ field, type: 'quantitative', axis: { title: null, tickCount: 5 } })
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    background: '#ffffff',
    padding: 12,
    title: {
      text:
        lang === 'en'
          ? `${title.en} ${arms[0]} → ${arms[1]}: ${first.short.en} ${total} points with all on${without?.en ?? ''}`
          : `${title.zh} ${arms[0]} → ${arms[1]}：${first.short.zh}在全部开启时 ${total} 个百分点${without?.zh ?? ''}`,
      subtitle: TEXT.subtitle[lang],
      anchor: 'start',
      frame: 'group',
      fontSize: 15,
      subtitleFontSize: 11.5,
      subtitleColor: '#555555',
      offset: 10,
    },
    data: { values },
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
    config: {
      view: { stroke: null },
      axis: { labelFontSize: 11, gridColor: '#e4e4e4', domainColor: '#8a8a8a', tickColor: '#8a8a8a', labelLimit: 320 },
      legend: { labelFontSize: 11.5, labelLimit: 420 },
    },
  }
}
