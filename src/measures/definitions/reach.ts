/** Reach: who of those that a reference lender could fund is served, what keeps the others out, and what it is worth. */
import {
  AGE_BAND_NAMES,
  AGE_BANDS,
  AGE_KEYS,
  type Bilingual,
  CLASS_NAMES,
  LENDER_CLASSES,
  NEED_KIND_NAMES,
  QUARTILE_NAMES,
  QUARTILES,
} from '../../base/vocabulary.ts'
import {
  APART,
  fatesByGroup,
  fatesOf,
  groupReachByMonth,
  nicheReachByMonth,
  REACHED,
  REFUSED,
  reachable,
  sumOfFates,
} from '../fates.ts'
import {
  alongMonths,
  type Computed,
  DIFFERENCE,
  INDEX,
  type Measure,
  type MeasuredRun,
  measure,
  monthlyRate,
  OPEN_INDEX,
  overWindow,
  rateOf,
  remembered,
  SHARE,
  SIGNED,
  YUAN,
} from '../measure.ts'
import { applicantAuc, pricePremium, repeatShare } from '../risk-prices.ts'
import { ratio } from '../rows.ts'
import { THRESHOLD_GROUPS } from './access.ts'

const WHAT = {
  en: 'Fundable needs served wholly or in part, over fundable needs that closed, less those met from own money, too small to borrow, displaced by a pending need, or without room for another loan',
  zh: '可融资需求中获全部或部分融资者，占已了结的可融资需求（不含自有资金满足、不足最低贷款额、被挤出及贷款笔数已满者）',
}
const FUNDABLE = {
  en: 'A need is fundable if a reference lender could fund its true risk within the reference cap and its owner would borrow at that price; no lender, file or rule changes which needs are.',
  zh: '若参考机构能按其真实风险、在参考上限之内放款，且需求者在该价格下愿意借款，则该需求可融资；任何机构、征信或规则都不改变其成员。',
}

interface Sums {
  readonly reached: ReadonlyMap<number, number>
  readonly reachable: ReadonlyMap<number, number>
}

function reachFrom(tables: readonly string[], sumsOf: (run: MeasuredRun) => Sums): ReturnType<typeof rateOf> {
  const sums = remembered(sumsOf)
  const along = (name: keyof Sums) => (run: MeasuredRun) =>
    alongMonths(run, sums(run)[name]).map((value) => (Number.isNaN(value) ? 0 : value))
  return rateOf(tables, along('reached'), along('reachable'))
}

/** Reach of some groups of one grouping. */
function groupReach(
  key: string,
  name: Bilingual,
  grouping: string,
  isPicked: (group: string) => boolean,
  headline = false,
): Measure {
  return measure(`reached.${key}`, SHARE, {
    en: `fundable demand reached, ${name.en}`,
    zh: `可融资需求满足率：${name.zh}`,
    about: {
      en: `${WHAT.en}: ${name.en}. People are grouped as they were when the need arrived.`,
      zh: `${WHAT.zh}：${name.zh}。按需求产生时的状况分组。`,
    },
    headline,
    computed: reachFrom(['months', 'fates'], (run) => groupReachByMonth(run, grouping, isPicked)),
  })
}

const head = reachFrom(['months', 'niches'], (run) => nicheReachByMonth(run, true))
const tail = reachFrom(['months', 'niches'], (run) => nicheReachByMonth(run, false))

/** Of two rates with the same months: the first less the second. */
const lessOf = (first: typeof head, second: typeof head): Computed => ({
  tables: first.tables,
  total: (run) => first.total(run) - second.total(run),
})

const all = (run: MeasuredRun, isFundable: boolean): ReturnType<typeof fatesOf> => fatesOf(run, 'ageBand', isFundable)

/** Needs that arrived in the window, by kind; 'all' for all of them. */
function arrived(run: MeasuredRun, isFundable?: boolean): number {
  const rows = fatesByGroup(run).filter(({ grouping }) => grouping === 'ageBand')
  return rows.reduce(
    (sum, row) => (isFundable === undefined || row.isFundable === isFundable ? sum + row.arrived : sum),
    0,
  )
}

/** Fundable needs refused in the end, over those and the ones that were served or declined a quote. */
function refusedShare(run: MeasuredRun, isPicked?: (group: string) => boolean): number {
  const counts = fatesOf(run, 'wouldBeFiled', true, isPicked)
  const refused = sumOfFates(counts, REFUSED)
  return ratio(refused, refused + sumOfFates(counts, [...REACHED, 'declined']))
}

const [FIRST_FILED, , LAST_FILED] = THRESHOLD_GROUPS
const isIn =
  ({ bands }: (typeof THRESHOLD_GROUPS)[number]) =>
  (group: string): boolean =>
    bands.some((band) => band === group)

const REACH_MEASURES: readonly Measure[] = [
  measure('reached.all', SHARE, {
    en: 'fundable demand reached',
    zh: '可融资需求满足率',
    about: { en: `${WHAT.en}. ${FUNDABLE.en}`, zh: `${WHAT.zh}。${FUNDABLE.zh}` },
    headline: true,
    computed: reachFrom(['months', 'fates'], (run) => groupReachByMonth(run, 'ageBand', () => true)),
  }),
  ...THRESHOLD_GROUPS.map((group) => groupReach(group.key, group, 'wouldBeFiled', isIn(group), true)),
  ...QUARTILES.map((quartile) => {
    const { en, zh } = QUARTILE_NAMES[quartile]
    return groupReach(
      `income${quartile}`,
      { en: `${en} of incomes`, zh: `收入${zh}` },
      'incomeQuartile',
      (group) => group === quartile,
    )
  }),
  ...AGE_BANDS.map((band, k) => groupReach(AGE_KEYS[k], AGE_BAND_NAMES[band], 'ageBand', (group) => group === band)),
  measure('reached.head', SHARE, {
    en: 'fundable demand reached, head',
    zh: '可融资需求满足率：头部',
    about: {
      en: `${WHAT.en}, in the niches of the head: the smallest set of purpose × amount × age that holds 80 % of the needs that arose.`,
      zh: `${WHAT.zh}：头部利基（占产生需求80%的最小“用途×金额×年龄”集合）。`,
    },
    computed: head,
  }),
  measure('reached.tail', SHARE, {
    en: 'fundable demand reached, tail',
    zh: '可融资需求满足率：长尾',
    about: { en: `${WHAT.en}, in the niches of the tail.`, zh: `${WHAT.zh}：长尾利基。` },
    computed: tail,
  }),
  measure('reached.tailLessHead', DIFFERENCE, {
    en: 'reach of the tail less that of the head',
    zh: '长尾与头部满足率之差',
    about: {
      en: 'Fundable demand reached in the niches of the tail less that in the niches of the head: below 0 the tail is left out.',
      zh: '长尾利基的可融资需求满足率减去头部；小于0表示长尾被排除。',
    },
    headline: true,
    computed: lessOf(tail, head),
  }),
]

const DEMAND_MEASURES: readonly Measure[] = [
  measure('demand.fundable', SHARE, {
    en: 'needs that are fundable',
    zh: '可融资需求占比',
    about: {
      en: `Fundable needs over all that arose. ${FUNDABLE.en}`,
      zh: `可融资需求占产生的全部需求。${FUNDABLE.zh}`,
    },
    computed: overWindow(['fates'], (run) => ratio(arrived(run, true), arrived(run))),
  }),
  measure('reached.apart', SHARE, {
    en: 'fundable needs that never came to the market',
    zh: '未进入市场的可融资需求占比',
    about: {
      en: 'Of fundable needs that closed, those met from own money, too small to borrow, displaced or without room for another loan.',
      zh: '已了结的可融资需求中，自有资金满足、不足最低贷款额、被挤出或贷款笔数已满者占比。',
    },
    computed: overWindow(['fates'], (run) => {
      const counts = all(run, true)
      return ratio(sumOfFates(counts, APART), sumOfFates(counts, APART) + reachable(counts))
    }),
  }),
  measure('reached.willing', SHARE, {
    en: 'fundable demand reached, of those who would borrow',
    zh: '可融资且愿借者的满足率',
    about: {
      en: 'Fundable needs served wholly or in part, over those that closed and could have been served, less those whose owners preferred not to borrow at what was posted. It depends little on how much people like to borrow (choice.borrowing), reach a great deal.',
      zh: '可融资需求中获全部或部分融资者，占可被满足者（不含面对公示条件宁愿不借者）。几乎不随借款意愿（choice.borrowing）变化，而满足率随之变化很大。',
    },
    computed: overWindow(['fates'], (run) => {
      const counts = all(run, true)
      return ratio(sumOfFates(counts, REACHED), reachable(counts) - counts.preferredNot)
    }),
  }),
  measure('reached.pricedOut', SHARE, {
    en: 'fundable demand that preferred not to borrow',
    zh: '可融资需求中宁愿不借者占比',
    about: {
      en: 'Fundable needs whose owners preferred not to borrow at what was posted, over those that closed and could have been served: margins, pooling and misfit put them off.',
      zh: '可融资需求中，面对市场公示条件宁愿不借者占可被满足者；缘于利差、混同定价与错配。',
    },
    computed: overWindow(['fates'], (run) => {
      const counts = all(run, true)
      return ratio(counts.preferredNot, reachable(counts))
    }),
  }),
  measure('served.outsideFundable', SHARE, {
    en: 'served needs that are not fundable',
    zh: '获融资需求中不可融资者占比',
    about: {
      en: `Needs served that are no fundable demand (${NEED_KIND_NAMES.risk.en}, for instance), over all that were served.`,
      zh: `获融资的需求中不属于可融资需求者（如${NEED_KIND_NAMES.risk.zh}）占比。`,
    },
    computed: overWindow(['fates'], (run) => {
      const outside = sumOfFates(all(run, false), REACHED)
      return ratio(outside, outside + sumOfFates(all(run, true), REACHED))
    }),
  }),
  measure('refused.fundable', SHARE, {
    en: 'fundable needs refused everywhere they applied',
    zh: '可融资需求申请后全部被拒占比',
    about: {
      en: 'Fundable needs that closed refused, over these and the ones that were served or declined a quote.',
      zh: '了结时被拒的可融资需求，占其与获融资、放弃报价者之和。',
    },
    computed: overWindow(['fates'], (run) => refusedShare(run)),
  }),
  measure('refused.ratio', OPEN_INDEX, {
    en: 'refusals of people filed last over those filed first',
    zh: '最后有记录者与最先有记录者的被拒率之比',
    about: {
      en: `Fundable needs refused everywhere: the share among ${LAST_FILED.en} over the share among ${FIRST_FILED.en}.`,
      zh: `可融资需求全部被拒占比：${LAST_FILED.zh}者除以${FIRST_FILED.zh}者。`,
    },
    computed: overWindow(['fates'], (run) =>
      ratio(refusedShare(run, isIn(LAST_FILED)), refusedShare(run, isIn(FIRST_FILED))),
    ),
  }),
]

const PRICE_MEASURES: readonly Measure[] = [
  ...(
    [
      ['noFile', 'none', { en: 'no credit file', zh: '无征信记录' }],
      ['unscored', 'unscored', { en: 'a file without score', zh: '有记录无评分' }],
    ] as const
  ).map(([key, state, { en, zh }]) =>
    measure(`premium.${key}`, SIGNED, {
      en: `price premium at equal true risk, ${en}`,
      zh: `同等真实风险下的溢价：${zh}`,
      about: {
        en: `Mean APR of loans to people with ${en} less that of people with a scored file and the same true risk (half standard deviations), weighted by what the former borrowed.`,
        zh: `${zh}者的平均年化利率减去真实风险相同（半个标准差一档）的有评分者，按前者借款金额加权。`,
      },
      computed: overWindow(['risk_prices'], ({ tables }) =>
        pricePremium(
          tables,
          (file) => file === state,
          (file) => file === 'scored',
        ),
      ),
    }),
  ),
  measure('surplus.perNeed', YUAN, {
    en: 'consumer surplus a need',
    zh: '每笔信贷需求的消费者剩余',
    about: {
      en: 'Expected value, in yuan, of the offers that a shopper would be approved for (logsum over price sensitivity, times amount and mean life), mean over a sample of needs as they first ask; what present bias adds to promotions is left out. Default and distress are not netted.',
      zh: '购物者可获批的各报价的期望价值（元）：对数和除以价格敏感度，再乘以金额与平均存续期；对首次求贷的需求抽样平均，不含现时偏好对促销的高估，也不扣除违约与困境成本。',
    },
    headline: true,
    computed: monthlyRate(['surplus'], ['surplusNeeds']),
  }),
  measure('repeat.volume', SHARE, {
    en: 'amount lent to earlier customers of the same lender',
    zh: '向本机构老客户的放款金额占比',
    about: {
      en: 'Amount lent, draws on lines included, to consumers who had borrowed from the lender before, over the amount lent.',
      zh: '向曾在该机构借款者的放款金额（含循环额度支用）占放款金额。',
    },
    computed: overWindow(['lenders'], ({ tables }) => repeatShare(tables)),
  }),
  ...LENDER_CLASSES.map((name) =>
    measure(`repeat.${name}`, SHARE, {
      en: `amount lent to earlier customers, ${CLASS_NAMES[name].en}`,
      zh: `老客户放款金额占比：${CLASS_NAMES[name].zh}`,
      about: {
        en: `The same, of ${CLASS_NAMES[name].en} together.`,
        zh: `同上，${CLASS_NAMES[name].zh}合计。`,
      },
      computed: overWindow(['lenders'], ({ tables }) => repeatShare(tables, name)),
    }),
  ),
  measure('score.aucApplicants', INDEX, {
    en: 'AUC of scores, all applicants with fundable needs',
    zh: '评分AUC：可融资需求的全部申请',
    about: {
      en: 'Area under the ROC curve of scores over all applications for fundable needs, granted or not, by the true chance of default within a year: selection by lenders does not enter.',
      zh: '可融资需求的全部申请（不论是否批准）的评分，对一年内真实违约概率的ROC曲线下面积；不受机构筛选影响。',
    },
    computed: overWindow(['applicant_scores'], ({ tables }) => applicantAuc(tables, 'all')),
  }),
]

export const REACH: readonly Measure[] = [...REACH_MEASURES, ...DEMAND_MEASURES, ...PRICE_MEASURES]
