/** Homogenisation of products over time. */

import { type Claim, levelClaim } from '../measures/claim.ts'
import { homogenisationByMonth } from '../measures/homogenisation.ts'
import type { Chart, ChartInput } from './chart.ts'
import { coded, layer, quantity, STROKES, tips } from './marks.ts'
import { emptyNote, eventRules, withEvents } from './month-marks.ts'
import { sentence, trendText } from './sentences.ts'
import { COLOUR, frame, monthAxis, monthLine } from './style.ts'
import { decimal, rounded } from './text.ts'
import { word, wordsOf } from './words.ts'

const say = wordsOf({
  title: { en: 'weighted by lending, the similarity of products {goes}', zh: '按放款加权的产品相似度{goes}' },
  titleEqual: { en: 'counted equally it ends at {equal}', zh: '等权计算期末为{equal}' },
  none: {
    en: 'There was never a month with two lending products: there is no similarity to measure',
    zh: '任何十二个月内都没有两个产品同时放款，无从度量相似度',
  },
  subtitle: {
    en: 'Mean similarity of two different products (0 = nothing in common, 1 = clones) by month.',
    zh: '两个不同产品的平均相似度（0为毫无共同之处，1为完全相同），逐月。',
  },
  caption: {
    en: 'Weights are lending of the trailing twelve months, or equal. Price is no part of it: the dotted line is the coefficient of variation of the APRs of new loans. A line has a gap where fewer than two products are on offer or lend; the title goes from its first month to its last.',
    zh: '权重为近十二个月放款，或等权。价格不计入其中：点线为新放款利率的变异系数。在售或有放款的产品不足两个时曲线中断；标题取其首末两个月。',
  },
  byShare: { en: 'weighted by lending', zh: '按放款加权' },
  equal: { en: 'equal weights', zh: '等权' },
  dispersion: { en: 'dispersion of APRs (coefficient of variation)', zh: '利率离散度（变异系数）' },
  axis: { en: 'index', zh: '指数' },
})

const WIDTH = 560
const SERIES = [
  ['byShare', 'byShare'],
  ['equal', 'equal'],
  ['dispersion', 'aprDispersion'],
] as const

export function homogenisationChart(input: ChartInput): Chart {
  const { tables, scenario, lang } = input
  const months = homogenisationByMonth(tables, scenario.choice.bandwidth).filter(({ month }) => month >= 0)
  const known = months.map(({ byShare }) => byShare).filter(Number.isFinite)
  const equal = months
    .map((row) => row.equal)
    .filter(Number.isFinite)
    .at(-1)
  const title =
    known.length === 0
      ? say(lang, 'none')
      : sentence(lang, [
          say(lang, 'title', { goes: trendText(lang, known, decimal) }),
          equal === undefined ? '' : say(lang, 'titleEqual', { equal: decimal(equal) }),
        ])
  const claims: Claim[] =
    known.length === 0
      ? [{ kind: 'nothing', key: 'similarity', why: 'empty' }]
      : [{ kind: 'trend', key: 'byShare', values: known }, ...(equal === undefined ? [] : [levelClaim('equal', equal)])]
  const names = SERIES.map(([name]) => say(lang, name))
  const values = months.flatMap((row) =>
    SERIES.flatMap(([name, column]) => {
      const value = rounded(row[column])
      return value === null ? [] : [{ month: row.month, series: say(lang, name), value }]
    }),
  )
  return {
    id: 'homogenisation',
    title,
    claims,
    caption: say(lang, 'caption'),
    spec: {
      ...frame(input, title, withEvents(input, say(lang, 'subtitle'), 0), WIDTH),
      width: WIDTH,
      height: 240,
      layer: [
        ...eventRules(input, 0, WIDTH, true),
        layer(monthLine(input, { strokeWidth: 2 }), values, {
          x: monthAxis(input, word(lang, 'month'), 0),
          y: quantity('value', { domainMin: 0, domainMax: 1 }, { title: say(lang, 'axis'), tickCount: 5 }),
          color: coded('series', names, [COLOUR.blue, COLOUR.orange, COLOUR.ink], STROKES),
          strokeDash: coded('series', names, [
            [1, 0],
            [7, 4],
            [2, 3],
          ]),
          tooltip: tips({ month: word(lang, 'month'), series: '', value: say(lang, 'axis') }),
        }),
        ...emptyNote(lang, values.length === 0, WIDTH, 240),
      ],
    },
  }
}
