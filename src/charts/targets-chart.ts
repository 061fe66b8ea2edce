/** The run against published patterns: every range as wide as the band, the run's value as a point. */
import type { Claim } from '../measures/claim.ts'
import { signed } from '../measures/headline.ts'
import {
  compareTargets,
  TARGET_USES,
  type Target,
  type TargetRow,
  type TargetUse,
  targetNumbers,
} from '../measures/targets.ts'
import type { Chart, ChartInput, Lang } from './chart.ts'
import { category, coded, layer, type Panel, quantity, tips } from './marks.ts'
import { sentence } from './sentences.ts'
import { COLOUR, frame } from './style.ts'
import { plainText, rounded, textWidth } from './text.ts'
import { wordsOf } from './words.ts'

const say = wordsOf({
  subtitle: {
    en: 'Outcomes of the run against published ranges: each range is drawn as wide as the band.',
    zh: '模拟结果与已发表区间的对照：各区间均画成同样宽的带。',
  },
  'title.fit': { en: '{met} of {all} fitted targets are met{rest}', zh: '拟合目标{all}项中{met}项达标{rest}' },
  someUntested: { en: '{untested} not tested', zh: '{untested}项未检验' },
  someMissed: { en: '{missed} missed', zh: '{missed}项未达标' },
  'title.held-out': { en: '{met} of {all} held-out targets are met{rest}', zh: '留出目标{all}项中{met}项达标{rest}' },
  caption: {
    en: 'Circles lie inside the range, triangles miss it and point to the side; values further away than the chart is wide stand at its edge. Most ranges rest on secondary sources, the originals unread: targets.yaml says which. Signs of experiments need several runs.',
    zh: '圆点在区间之内；三角未达标，尖端指向偏离的一侧；超出图幅者画在边缘。多数区间来自二手来源，未读原文，详见targets.yaml。实验的方向需要多次模拟。',
  },
  input: { en: 'Set by the scenario', zh: '由情景设定' },
  fit: { en: 'Fitted', zh: '用于拟合' },
  'held-out': { en: 'Held out', zh: '留出检验' },
  reported: { en: 'Reported, not forced', zh: '仅报告，不强行拟合' },
  met: { en: 'met', zh: '达标' },
  below: { en: 'missed, below', zh: '未达标，偏低' },
  above: { en: 'missed, above', zh: '未达标，偏高' },
  experiment: { en: 'needs an experiment', zh: '需要实验' },
  unmeasured: { en: 'not measured', zh: '未测得' },
  value: { en: '{value} ({low} to {high})', zh: '{value}（{low}至{high}）' },
  low: { en: 'low end', zh: '下限' },
  high: { en: 'high end', zh: '上限' },
})

const WIDTH = 700
const PLOT = 210
/** The scale ends this many widths of the range to either side of it; values beyond stand at the edge. */
const EDGE = 1
const MARGIN = 0.15

/** Of the fitted and the held-out targets: how many are met, missed and not tested at all. */
function titleOf(lang: Lang, rows: readonly TargetRow[]): { title: string; claims: Claim[] } {
  const claims: Claim[] = []
  const part = (use: 'fit' | 'held-out'): string => {
    const own = rows.filter(({ target }) => target.use === use)
    if (own.length === 0) return ''
    const count = (status: TargetRow['status']): number => own.filter((row) => row.status === status).length
    const counts = { met: count('met'), missed: count('missed'), all: own.length }
    const untested = counts.all - counts.met - counts.missed
    for (const [key, value] of Object.entries({ ...counts, untested })) {
      claims.push({ kind: 'count', key: `${use} ${key}`, count: value })
    }
    return say(lang, `title.${use}`, {
      met: String(counts.met),
      all: String(counts.all),
      rest: [
        ...(counts.missed > 0 ? [say(lang, 'someMissed', { missed: String(counts.missed) })] : []),
        ...(untested > 0 ? [say(lang, 'someUntested', { untested: String(untested) })] : []),
      ]
        .map((text) => `${lang === 'zh' ? '，' : ', '}${text}`)
        .join(''),
    })
  }
  return { title: sentence(lang, [part('fit'), part('held-out')]), claims }
}

export function targetsChart(input: ChartInput, targets: readonly Target[]): Chart {
  const { tables, scenario, lang } = input
  const rows = compareTargets(targets, tables, scenario)
  const { title, claims } = titleOf(lang, rows)
  // One width for the labels of all panels, so that the bands stand under one another.
  const extent = rows.reduce((most, { target }) => Math.max(most, textWidth(plainText(target[lang], 60), 11)), 60) + 8
  const uses = TARGET_USES.filter((use) => rows.some(({ target }) => target.use === use))
  return {
    id: 'targets',
    title,
    claims,
    caption: say(lang, 'caption'),
    spec: {
      ...frame(input, title, say(lang, 'subtitle'), WIDTH),
      spacing: 10,
      vconcat: uses.map((use, index) =>
        panelSpec(
          input,
          use,
          rows.filter(({ target }) => target.use === use),
          index === uses.length - 1,
          extent,
        ),
      ),
    },
  }
}

const STATUSES = ['met', 'below', 'above'] as const

/** Where a value stands: 0 at the low end of its range, 1 at the high end. */
function place({ target, value }: TargetRow): number {
  if (target.kind === 'experiment' || Number.isNaN(value)) return NaN
  return (value - target.low) / (target.high - target.low)
}

function textOf({ lang }: ChartInput, { target, value, status }: TargetRow): string {
  if (target.kind === 'experiment') return `${say(lang, 'experiment')} · ${plainText(target.finding[lang])}`
  if (status === 'not measured') return say(lang, 'unmeasured')
  const { value: number, low, high } = targetNumbers(target, value)
  const inUnit = (text: string): string => {
    if (target.unit === '1') return lang === 'zh' ? `${text}%` : `${text} %`
    if (target.unit !== 'CNY') return text
    return lang === 'zh' ? `${text}元` : text.replace(/\d/, '¥$&')
  }
  return say(lang, 'value', { value: inUnit(signed(number)), low: inUnit(signed(low)), high: inUnit(signed(high)) })
}

function panelSpec(
  input: ChartInput,
  use: TargetUse,
  rows: readonly TargetRow[],
  isLast: boolean,
  extent: number,
): Panel {
  const { lang } = input
  const label = (row: TargetRow): string => plainText(row.target[lang], 60)
  const points = rows.flatMap((row) => {
    const at = place(row)
    if (Number.isNaN(at)) return []
    const status = row.status === 'met' ? 'met' : at < 0 ? 'below' : 'above'
    return [
      {
        target: label(row),
        place: rounded(Math.min(1 + EDGE, Math.max(-EDGE, at))),
        status: say(lang, status),
        text: textOf(input, row),
      },
    ]
  })
  const names = STATUSES.map((status) => say(lang, status))
  const y = category('target', rows.map(label), {
    title: null,
    ticks: false,
    domain: false,
    minExtent: extent,
    maxExtent: extent,
  })
  return {
    width: PLOT,
    height: { step: 17 },
    title: { text: say(lang, use), anchor: 'start', frame: 'bounds', fontSize: 12, offset: 2 },
    layer: [
      layer(
        { type: 'rect', color: '#d9e8f3' },
        rows.filter(({ target }) => target.kind === 'range').map((row) => ({ target: label(row), from: 0, to: 1 })),
        {
          y,
          x: {
            field: 'from',
            type: 'quantitative',
            // A symbol at the edge stays clear of the label.
            scale: { domain: [-EDGE - MARGIN, 1 + EDGE + MARGIN], nice: false },
            axis: isLast
              ? {
                  title: null,
                  values: [0, 1],
                  labelExpr: `datum.value == 0 ? '${say(lang, 'low')}' : '${say(lang, 'high')}'`,
                  grid: false,
                  domain: false,
                }
              : null,
          },
          x2: { field: 'to' },
        },
      ),
      layer({ type: 'point', filled: true, size: 80, opacity: 1 }, points, {
        y,
        x: quantity('place'),
        color: coded('status', names, [COLOUR.blue, COLOUR.vermilion, COLOUR.vermilion]),
        shape: coded('status', names, ['circle', 'triangle-left', 'triangle-right']),
        tooltip: tips({ target: '', status: '', text: '' }),
      }),
      layer(
        { type: 'text', align: 'left', fontSize: 10.5 },
        rows.map((row) => ({ target: label(row), text: textOf(input, row) })),
        { y, x: { value: PLOT + 16 }, text: { field: 'text' } },
      ),
    ],
  }
}
