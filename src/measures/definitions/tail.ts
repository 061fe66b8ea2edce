/** The long tail: niches, how demand lies over them, and how much of it is served. */
import { numbers, texts } from '../../base/table.ts'
import { type LongTail, longTail, type Niche, rankNiches } from '../long-tail.ts'
import {
  ANY_INDEX,
  alongMonths,
  COUNT,
  type Computed,
  INDEX,
  type Measure,
  type MeasuredRun,
  measure,
  overWindow,
  RATIO,
  rateOf,
  remembered,
  type Scale,
  SHARE,
  type Texts,
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

const define = (key: string, field: keyof LongTail, scale: Scale, texts: Texts): Measure =>
  measure(key, scale, { ...texts, headline: key === 'tail.share', computed: ofTail(field) })

const COUNTS: readonly Measure[] = [
  define('tail.niches', 'niches', COUNT, {
    en: 'niches in which needs arose',
    zh: '产生过需求的利基数',
    about: {
      en: 'Niches (purpose × amount band × age band) with at least one need in the reported window.',
      zh: '报告期内至少产生一项需求的利基（用途×金额档×年龄档）数。',
    },
  }),
  define('tail.headNiches', 'headNiches', COUNT, {
    en: 'niches in the head',
    zh: '头部利基数',
    about: {
      en: 'The smallest number of niches that holds 80 % of the needs that arose; the other niches are the tail.',
      zh: '占潜在需求80%的最小利基数；其余为长尾。',
    },
  }),
  define('tail.unserved', 'unservedNiches', COUNT, {
    en: 'niches with demand and not one loan',
    zh: '有需求而无放款的利基数',
    about: {
      en: 'Niches in which needs asked for credit and none was financed.',
      zh: '有信贷需求但无一获融资的利基数。',
    },
  }),
]

const SHARES: readonly Measure[] = [
  define('tail.servedYuan', 'tailServedYuan', RATIO, {
    en: 'tail demand served, by amount',
    zh: '长尾需求满足率（金额）',
    about: {
      en: 'Amount lent over the amount of the needs that came to ask for credit, in the niches of the tail.',
      zh: '长尾利基的放款金额占信贷需求金额。',
    },
  }),
  define('head.served', 'headServed', RATIO, {
    en: 'head demand served',
    zh: '头部需求满足率',
    about: {
      en: 'Needs financed over needs that came to ask for credit, in the niches of the head.',
      zh: '头部利基的获融资需求数占信贷需求数。',
    },
  }),
  define('tail.share', 'tailShare', SHARE, {
    en: "tail's share of loans",
    zh: '长尾占放款笔数',
    about: {
      en: 'Needs financed in the niches of the tail over needs financed in all niches.',
      zh: '长尾利基的获融资需求数占全部利基的获融资需求数。',
    },
  }),
  define('tail.shareYuan', 'tailShareYuan', SHARE, {
    en: "tail's share of the amount lent",
    zh: '长尾占放款金额',
    about: {
      en: 'Amount lent in the niches of the tail over the amount lent in all niches.',
      zh: '长尾利基的放款金额占全部利基的放款金额。',
    },
  }),
]

const SHAPES: readonly Measure[] = [
  define('tail.giniPotential', 'giniPotential', INDEX, {
    en: 'Gini of potential demand over niches',
    zh: '潜在需求基尼系数',
    about: {
      en: 'Gini coefficient over niches of the needs that arose: 0 where all niches are equal.',
      zh: '各利基产生需求数的基尼系数，0 表示各利基相等。',
    },
  }),
  define('tail.giniServed', 'giniServed', INDEX, {
    en: 'Gini of served demand over niches',
    zh: '获满足需求基尼系数',
    about: {
      en: 'Gini coefficient over niches of the needs financed.',
      zh: '各利基获融资需求数的基尼系数。',
    },
  }),
  define('tail.slopePotential', 'slopePotential', ANY_INDEX, {
    en: 'rank slope of potential demand',
    zh: '潜在需求的位序斜率',
    about: {
      en: 'b of ln S = a − b ln rank over niches, S the needs that arose: the smaller, the longer the tail.',
      zh: 'ln S = a − b ln(位序) 中的 b，S 为产生的需求数；越小则长尾越长。',
    },
  }),
  define('tail.slopeServed', 'slopeServed', ANY_INDEX, {
    en: 'rank slope of served demand',
    zh: '获满足需求的位序斜率',
    about: {
      en: 'The same with S the needs financed.',
      zh: '同上，S 为获融资需求数。',
    },
  }),
]

export const TAIL: readonly Measure[] = [
  ...COUNTS,
  measure('tail.served', RATIO, {
    en: 'tail demand served',
    zh: '长尾需求满足率',
    about: {
      en: 'Needs financed over needs that came to ask for credit, in the niches of the tail, which is that of the whole reported window.',
      zh: '长尾利基的获融资需求数占信贷需求数；长尾按整个报告期划分。',
    },
    headline: true,
    computed: rateOf(['months', 'niches'], sumsOf('served'), sumsOf('demanded')),
  }),
  ...SHARES,
  ...SHAPES,
]
