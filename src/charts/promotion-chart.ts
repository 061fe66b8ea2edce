/** What promotions cost, and whether those whom they won stay once they are over. */
import { promotionByMonth, promotionOutcome } from '../measures/promotion.ts'
import type { Chart, ChartInput } from './chart.ts'
import { COLOUR, frame, monthAxis } from './style.ts'
import { asPercent, percent } from './text.ts'
import { word } from './words.ts'

const WIDTH = 580
const KINDS = ['promoted', 'other'] as const

export function promotionChart(input: ChartInput): Chart {
  const { tables, lang } = input
  const found = promotionOutcome(tables)
  const title = word(lang, 'promotion.title', {
    cost: percent(lang, found.costShare),
    promoted: percent(lang, found.promotedKept),
    other: percent(lang, found.otherKept),
  })
  // The launch of everything at once in the burn-in would dwarf what follows.
  const months = promotionByMonth(tables).filter(({ month }) => month >= 0)
  const names = KINDS.map((kind) => word(lang, `promotion.${kind}`))
  const cost = months.flatMap(({ month, costShare }) =>
    Number.isFinite(costShare) ? [{ month, share: asPercent(costShare) }] : [],
  )
  const kept = months.flatMap((row) =>
    KINDS.flatMap((kind) => {
      const share = row[`${kind}Kept`]
      return Number.isFinite(share)
        ? [{ month: row.month, kind: word(lang, `promotion.${kind}`), share: asPercent(share) }]
        : []
    }),
  )
  return {
    id: 'promotion',
    title,
    caption: word(lang, 'promotion.caption'),
    spec: {
      ...frame(input, title, word(lang, 'promotion.subtitle'), WIDTH),
      spacing: 12,
      // The legend belongs to the lower panel alone.
      resolve: { scale: { color: 'independent', strokeDash: 'independent' } },
      vconcat: [
        {
          width: WIDTH,
          height: 130,
          data: { values: cost },
          mark: { type: 'line', color: COLOUR.ink, strokeWidth: 1.8 },
          encoding: {
            x: monthAxis(input, null, 0),
            y: {
              field: 'share',
              type: 'quantitative',
              scale: cost.length > 0 ? { zero: true } : { domain: [0, 1] },
              axis: { title: word(lang, 'promotion.cost'), tickCount: 4 },
            },
            tooltip: [
              { field: 'month', title: word(lang, 'month') },
              { field: 'share', title: word(lang, 'promotion.cost') },
            ],
          },
        },
        {
          width: WIDTH,
          height: 170,
          data: { values: kept },
          mark: { type: 'line', strokeWidth: 2 },
          encoding: {
            x: monthAxis(input, word(lang, 'month'), 0),
            y: {
              field: 'share',
              type: 'quantitative',
              scale: kept.length > 0 ? { zero: true } : { domain: [0, 1] },
              axis: { title: word(lang, 'promotion.kept'), tickCount: 5 },
            },
            color: {
              field: 'kind',
              type: 'nominal',
              scale: { domain: names, range: [COLOUR.vermilion, COLOUR.blue] },
              legend: { title: null, symbolType: 'stroke', symbolStrokeWidth: 2.5, symbolSize: 300 },
            },
            strokeDash: {
              field: 'kind',
              type: 'nominal',
              scale: {
                domain: names,
                range: [
                  [7, 3],
                  [1, 0],
                ],
              },
              legend: { title: null },
            },
            tooltip: [
              { field: 'month', title: word(lang, 'month') },
              { field: 'kind', title: '' },
              { field: 'share', title: word(lang, 'promotion.kept') },
            ],
          },
        },
      ],
    },
  }
}
