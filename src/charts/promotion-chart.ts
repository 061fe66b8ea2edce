/** What promotions cost, and whether those whom they won stay once they are over. */
import { loanCases } from '../measures/cases.ts'
import { type Claim, type Group, levelClaim, proportion } from '../measures/claim.ts'
import { promotionByMonth, promotionOutcome } from '../measures/promotion.ts'
import { reportedSum, tableNamed } from '../measures/rows.ts'
import type { Chart, ChartInput, Lang } from './chart.ts'
import { coded, layer, quantity, STROKES, tips } from './marks.ts'
import { emptyNote, eventRules, type Layer, withEvents } from './month-marks.ts'
import { differenceText, sentence } from './sentences.ts'
import { COLOUR, frame, fromZero, monthAxis, monthLine } from './style.ts'
import { asInterval, asPercent, percent } from './text.ts'
import { word, wordsOf } from './words.ts'

const say = wordsOf({
  none: {
    en: 'Lenders had no income in which promotions could have a share',
    zh: '机构尚无收入，促销成本无从计算占比',
  },
  title: { en: 'promotions cost {cost} of income', zh: '促销成本占收入{cost}' },
  titleKept: {
    en: 'once they are over, the share of next loans from the same lender is {difference}',
    zh: '促销结束后下一笔借款仍选同一机构的占比：{difference}',
  },
  subtitle: {
    en: 'Above: cost of promotions, % of income before it, by month. Below: next loans taken from the same lender (%), twelve months to date.',
    zh: '上：促销成本占（未扣促销）收入的比例（%）。下：下一笔借款仍选同一机构的比例（%），截至当月的十二个月。',
  },
  caption: {
    en: 'Cost is interest waived, rebates and rewards, over interest, fees and that cost. A next loan counts only while the lender of the loan before runs no promotion; a customer counts as won in a promotion if the first loan from that lender had its terms. The two groups chose differently from the start, so the difference is no effect of promotions. Dotted: the whole window, which the title states.',
    zh: '成本为免除的利息、返现与奖励，分母为利息、费用与该成本之和。仅当上一笔借款的机构当月未促销时，下一笔借款才计入；首笔借款享受促销条件者计为促销获得的客户。两组客户自始就不同，差异并非促销的效应。点线为整个报告期，即标题所述。',
  },
  cost: { en: 'cost (% of income)', zh: '成本（占收入%）' },
  kept: { en: 'same lender again (%)', zh: '仍选同一机构（%）' },
  promoted: { en: 'customers won in a promotion', zh: '促销获得的客户' },
  other: { en: 'other customers', zh: '其他客户' },
})

const WIDTH = 580
const KINDS = ['promoted', 'other'] as const

function titleOf(lang: Lang, cost: number, [promoted, other]: readonly Group[]): { title: string; claims: Claim[] } {
  if (!Number.isFinite(cost)) {
    return { title: say(lang, 'none'), claims: [{ kind: 'nothing', key: 'promotion', why: 'empty' }] }
  }
  const level: Claim = levelClaim('cost', cost)
  const costs = say(lang, 'title', { cost: percent(lang, cost) })
  if (!Number.isFinite(promoted.value) || !Number.isFinite(other.value)) {
    return { title: sentence(lang, [costs]), claims: [level] }
  }
  const difference = differenceText(lang, promoted, other, (value) => percent(lang, value, 0))
  return {
    title: sentence(lang, [costs, say(lang, 'titleKept', { difference })]),
    claims: [level, { kind: 'difference', key: 'kept', first: promoted, second: other }],
  }
}

/** Levels of the whole window as thin lines, which the title compares. */
function meanRule(values: readonly { readonly share: number | null }[]): Layer {
  return layer(
    { type: 'rule', strokeDash: [1, 3], color: COLOUR.grey, strokeWidth: 1.4 },
    values.filter(({ share }) => share !== null),
    { y: quantity('share') },
  )
}

export function promotionChart(input: ChartInput): Chart {
  const { tables, lang } = input
  const found = promotionOutcome(tables)
  const groups = KINDS.map((kind): Group => {
    const loans = reportedSum(tableNamed(tables, 'months'), `${kind}Next`)
    return { name: say(lang, kind), ...proportion(found[`${kind}Kept`], loanCases(tables, loans)) }
  })
  const { title, claims } = titleOf(lang, found.costShare, groups)
  // The launch of everything at once in the burn-in would dwarf what follows.
  const months = promotionByMonth(tables).filter(({ month }) => month >= 0)
  const names = KINDS.map((kind) => say(lang, kind))
  const cost = months.flatMap(({ month, costShare }) =>
    Number.isFinite(costShare) ? [{ month, share: asPercent(costShare) }] : [],
  )
  const kept = months.flatMap((row) =>
    KINDS.flatMap((kind) => {
      const share = row[`${kind}Kept`]
      return Number.isFinite(share) ? [{ month: row.month, kind: say(lang, kind), share: asPercent(share) }] : []
    }),
  )
  return {
    id: 'promotion',
    title,
    claims,
    caption: say(lang, 'caption'),
    spec: {
      ...frame(input, title, withEvents(input, say(lang, 'subtitle'), 0), WIDTH),
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
            layer(monthLine(input, { color: COLOUR.ink, strokeWidth: 1.8 }), cost, {
              x: monthAxis(input, null, 0),
              y: quantity('share', fromZero(cost.map(({ share }) => share)), {
                title: say(lang, 'cost'),
                tickCount: 4,
              }),
              tooltip: tips({ month: word(lang, 'month'), share: say(lang, 'cost') }),
            }),
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
            layer(monthLine(input, { strokeWidth: 2 }), kept, {
              x: monthAxis(input, word(lang, 'month'), 0),
              y: quantity('share', fromZero(kept.map(({ share }) => share)), {
                title: say(lang, 'kept'),
                tickCount: 5,
              }),
              color: coded('kind', names, [COLOUR.vermilion, COLOUR.blue], STROKES),
              strokeDash: coded('kind', names, [
                [7, 3],
                [1, 0],
              ]),
              tooltip: tips({ month: word(lang, 'month'), kind: '', share: say(lang, 'kept') }),
            }),
            ...emptyNote(lang, kept.length === 0, WIDTH, 170),
          ],
        },
      ],
    },
  }
}
