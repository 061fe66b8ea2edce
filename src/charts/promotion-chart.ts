/** What promotions cost, and whether those whom they won stay once they are over. */
import { loanCases } from '../measures/cases.ts'
import { type Claim, type Group, proportion } from '../measures/claim.ts'
import { promotionByMonth, promotionOutcome } from '../measures/promotion.ts'
import { reportedSum, tableNamed } from '../measures/rows.ts'
import type { Chart, ChartInput, Lang } from './chart.ts'
import { emptyNote, eventRules, type Layer, withEvents } from './month-marks.ts'
import { differenceText, sentence } from './sentences.ts'
import { COLOUR, frame, fromZero, monthAxis, monthLine } from './style.ts'
import { asInterval, asPercent, percent } from './text.ts'
import { word } from './words.ts'

const WIDTH = 580
const KINDS = ['promoted', 'other'] as const

function titleOf(lang: Lang, cost: number, [promoted, other]: readonly Group[]): { title: string; claims: Claim[] } {
  if (!Number.isFinite(cost)) {
    return { title: word(lang, 'promotion.none'), claims: [{ kind: 'nothing', key: 'promotion', why: 'empty' }] }
  }
  const level: Claim = { kind: 'level', key: 'cost', estimate: { value: cost, low: NaN, high: NaN, n: NaN } }
  const costs = word(lang, 'promotion.title', { cost: percent(lang, cost) })
  if (!Number.isFinite(promoted.value) || !Number.isFinite(other.value)) {
    return { title: sentence(lang, [costs]), claims: [level] }
  }
  const difference = differenceText(lang, promoted, other, (value) => percent(lang, value, 0))
  return {
    title: sentence(lang, [costs, word(lang, 'promotion.titleKept', { difference })]),
    claims: [level, { kind: 'difference', key: 'kept', first: promoted, second: other }],
  }
}

/** Levels of the whole window as thin lines, which the title compares. */
function meanRule(values: readonly { readonly share: number | null }[]): Layer {
  return {
    data: { values: values.filter(({ share }) => share !== null) },
    mark: { type: 'rule', strokeDash: [1, 3], color: COLOUR.grey, strokeWidth: 1.4 },
    encoding: { y: { field: 'share', type: 'quantitative' } },
  }
}

export function promotionChart(input: ChartInput): Chart {
  const { tables, lang } = input
  const found = promotionOutcome(tables)
  const groups = KINDS.map((kind): Group => {
    const loans = reportedSum(tableNamed(tables, 'months'), `${kind}Next`)
    return { name: word(lang, `promotion.${kind}`), ...proportion(found[`${kind}Kept`], loanCases(tables, loans)) }
  })
  const { title, claims } = titleOf(lang, found.costShare, groups)
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
    claims,
    caption: word(lang, 'promotion.caption'),
    spec: {
      ...frame(input, title, withEvents(input, word(lang, 'promotion.subtitle'), 0), WIDTH),
      spacing: 12,
      // The legend belongs to the lower panel alone.
      resolve: { scale: { color: 'independent', strokeDash: 'independent' } },
      vconcat: [
        {
          width: WIDTH,
          height: 130,
          layer: [
            ...eventRules(input, 0, WIDTH, true),
            meanRule([{ share: asPercent(found.costShare) }]),
            {
              data: { values: cost },
              mark: monthLine(input, { color: COLOUR.ink, strokeWidth: 1.8 }),
              encoding: {
                x: monthAxis(input, null, 0),
                y: {
                  field: 'share',
                  type: 'quantitative',
                  scale: fromZero(cost.map(({ share }) => share)),
                  axis: { title: word(lang, 'promotion.cost'), tickCount: 4 },
                },
                tooltip: [
                  { field: 'month', title: word(lang, 'month') },
                  { field: 'share', title: word(lang, 'promotion.cost') },
                ],
              },
            },
            ...emptyNote(lang, cost.length === 0, WIDTH, 130),
          ],
        },
        {
          width: WIDTH,
          height: 170,
          layer: [
            ...eventRules(input, 0, WIDTH, false),
            meanRule(
              groups.map((group) => ({ kind: group.name, share: asPercent(group.value), ...asInterval(group) })),
            ),
            {
              data: { values: kept },
              mark: monthLine(input, { strokeWidth: 2 }),
              encoding: {
                x: monthAxis(input, word(lang, 'month'), 0),
                y: {
                  field: 'share',
                  type: 'quantitative',
                  scale: fromZero(kept.map(({ share }) => share)),
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
            ...emptyNote(lang, kept.length === 0, WIDTH, 170),
          ],
        },
      ],
    },
  }
}
