/** The long tail: niches, how demand lies over them, and how much of it is served. */
import { numbers, texts } from '../../base/table.ts'
import { type LongTail, longTail, type Niche, rankNiches } from '../long-tail.ts'
import {
  ANY,
  alongMonths,
  type Computed,
  type Domain,
  type Measure,
  type MeasuredRun,
  type MeasureUnit,
  measure,
  NON_NEGATIVE,
  overWindow,
  rateOf,
  remembered,
  SHARE,
} from '../measure.ts'
import { tableNamed } from '../rows.ts'

/** Niches of the reported window by potential demand. */
export const nichesOf: (run: MeasuredRun) => readonly Niche[] = remembered(({ tables }) => rankNiches(tables))
const tail = remembered((run: MeasuredRun) => longTail(nichesOf(run)))

/** Sums over the niches of the tail by month; the tail is that of the whole reported window. */
const tailByMonth = remembered((run: MeasuredRun) => {
  const table = tableNamed(run.tables, 'niches')
  const nameOf = (purpose: string, amountBand: string, ageBand: string): string => `${purpose} ${amountBand} ${ageBand}`
  const inTail = new Set(
    nichesOf(run)
      .filter(({ head }) => !head)
      .map(({ purpose, amountBand, ageBand }) => nameOf(purpose, amountBand, ageBand)),
  )
  const [purpose, amountBand, ageBand] = ['purpose', 'amountBand', 'ageBand'].map((name) => texts(table, name))
  const [month, served, demanded] = ['month', 'served', 'demanded'].map((name) => numbers(table, name))
  const sums = { served: new Map<number, number>(), demanded: new Map<number, number>() }
  for (let row = 0; row < table.rows; row++) {
    if (!inTail.has(nameOf(purpose[row], amountBand[row], ageBand[row]))) continue
    sums.served.set(month[row], (sums.served.get(month[row]) ?? 0) + served[row])
    sums.demanded.set(month[row], (sums.demanded.get(month[row]) ?? 0) + demanded[row])
  }
  return sums
})

const sumsOf = (column: 'served' | 'demanded') => (run: MeasuredRun) =>
  alongMonths(run, tailByMonth(run)[column]).map((sum) => (Number.isNaN(sum) ? 0 : sum))

const ofTail = (field: keyof LongTail): Computed => overWindow(['niches'], (run) => tail(run)[field])

type Row = readonly [
  key: string,
  field: keyof LongTail,
  unit: MeasureUnit,
  domain: Domain,
  en: string,
  zh: string,
  aboutEn: string,
  aboutZh: string,
]

const define = ([key, field, unit, domain, en, zh, aboutEn, aboutZh]: Row): Measure =>
  measure({
    key,
    unit,
    domain,
    en,
    zh,
    about: { en: aboutEn, zh: aboutZh },
    headline: key === 'tail.share',
    computed: ofTail(field),
  })

const COUNTS: readonly Row[] = [
  [
    'tail.niches',
    'niches',
    'count',
    NON_NEGATIVE,
    'niches in which needs arose',
    '产生过需求的利基数',
    'Niches (purpose × amount band × age band) with at least one need in the reported window.',
    '报告期内至少产生一项需求的利基（用途×金额档×年龄档）数。',
  ],
  [
    'tail.headNiches',
    'headNiches',
    'count',
    NON_NEGATIVE,
    'niches in the head',
    '头部利基数',
    'The smallest number of niches that holds 80 % of the needs that arose; the other niches are the tail.',
    '占潜在需求80%的最小利基数；其余为长尾。',
  ],
  [
    'tail.unserved',
    'unservedNiches',
    'count',
    NON_NEGATIVE,
    'niches with demand and not one loan',
    '有需求而无放款的利基数',
    'Niches in which needs asked for credit and none was financed.',
    '有信贷需求但无一获融资的利基数。',
  ],
]

const SHARES: readonly Row[] = [
  [
    'tail.servedYuan',
    'tailServedYuan',
    '1',
    NON_NEGATIVE,
    'tail demand served, by amount',
    '长尾需求满足率（金额）',
    'Amount lent over the amount of the needs that came to ask for credit, in the niches of the tail.',
    '长尾利基的放款金额占信贷需求金额。',
  ],
  [
    'head.served',
    'headServed',
    '1',
    NON_NEGATIVE,
    'head demand served',
    '头部需求满足率',
    'Needs financed over needs that came to ask for credit, in the niches of the head.',
    '头部利基的获融资需求数占信贷需求数。',
  ],
  [
    'tail.share',
    'tailShare',
    '1',
    SHARE,
    "tail's share of loans",
    '长尾占放款笔数',
    'Needs financed in the niches of the tail over needs financed in all niches.',
    '长尾利基的获融资需求数占全部利基的获融资需求数。',
  ],
  [
    'tail.shareYuan',
    'tailShareYuan',
    '1',
    SHARE,
    "tail's share of the amount lent",
    '长尾占放款金额',
    'Amount lent in the niches of the tail over the amount lent in all niches.',
    '长尾利基的放款金额占全部利基的放款金额。',
  ],
]

const SHAPES: readonly Row[] = [
  [
    'tail.giniPotential',
    'giniPotential',
    'index',
    SHARE,
    'Gini of potential demand over niches',
    '潜在需求基尼系数',
    'Gini coefficient over niches of the needs that arose: 0 where all niches are equal.',
    '各利基产生需求数的基尼系数，0 表示各利基相等。',
  ],
  [
    'tail.giniServed',
    'giniServed',
    'index',
    SHARE,
    'Gini of served demand over niches',
    '获满足需求基尼系数',
    'Gini coefficient over niches of the needs financed.',
    '各利基获融资需求数的基尼系数。',
  ],
  [
    'tail.slopePotential',
    'slopePotential',
    'index',
    ANY,
    'rank slope of potential demand',
    '潜在需求的位序斜率',
    'b of ln S = a − b ln rank over niches, S the needs that arose: the smaller, the longer the tail.',
    'ln S = a − b ln(位序) 中的 b，S 为产生的需求数；越小则长尾越长。',
  ],
  [
    'tail.slopeServed',
    'slopeServed',
    'index',
    ANY,
    'rank slope of served demand',
    '获满足需求的位序斜率',
    'The same with S the needs financed.',
    '同上，S 为获融资需求数。',
  ],
]

export const TAIL: readonly Measure[] = [
  ...COUNTS.map(define),
  measure({
    key: 'tail.served',
    unit: '1',
    domain: NON_NEGATIVE,
    en: 'tail demand served',
    zh: '长尾需求满足率',
    about: {
      en: 'Needs financed over needs that came to ask for credit, in the niches of the tail, which is that of the whole reported window.',
      zh: '长尾利基的获融资需求数占信贷需求数；长尾按整个报告期划分。',
    },
    headline: true,
    computed: rateOf(['months', 'niches'], sumsOf('served'), sumsOf('demanded')),
  }),
  ...SHARES.map(define),
  ...SHAPES.map(define),
]
