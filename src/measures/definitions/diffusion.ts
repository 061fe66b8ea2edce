/** How lenders spread and keep customers, what promotions cost, and what fraud costs. */
import { type Retention, retention } from '../adoption.ts'
import { type FraudRates, fraudCost, fraudOutcome } from '../fraud.ts'
import {
  type Computed,
  type Measure,
  type MeasuredRun,
  measure,
  overWindow,
  RATIO,
  remembered,
  SHARE,
  SIGNED_INDEX,
} from '../measure.ts'
import { type PromotionOutcome, promotionOutcome } from '../promotion.ts'

const kept = remembered(({ tables }: MeasuredRun) => retention(tables))
const ofRetention = (field: keyof Retention): Computed => overWindow(['months', 'lenders'], (run) => kept(run)[field])

const promoted = remembered(({ tables }: MeasuredRun) => promotionOutcome(tables))
const ofPromotion = (field: keyof PromotionOutcome): Computed =>
  overWindow(['months', 'lenders'], (run) => promoted(run)[field])

const fraud = remembered(({ tables }: MeasuredRun) => fraudOutcome(tables))
const ofFraud = (field: keyof FraudRates): Computed => overWindow(['months'], (run) => fraud(run)[field])

const DIFFUSION_MEASURES: readonly Measure[] = [
  measure('adopted', SHARE, {
    en: 'consumers who ever borrowed, at the end',
    zh: '期末曾借款的消费者占比',
    about: {
      en: 'Consumers alive in the last month who ever borrowed, over consumers alive.',
      zh: '末月在世消费者中曾经借款者占比。',
    },
    computed: ofRetention('adopted'),
  }),
  measure('retention', SHARE, {
    en: 'further loans taken from the lender of the loan before',
    zh: '后续借款仍选上一家机构的占比',
    about: {
      en: 'Loans from the lender of the loan before, over loans to people who had borrowed before.',
      zh: '向上一次机构借款的笔数，占曾经借款者的新借款笔数。',
    },
    computed: ofRetention('repeatShare'),
  }),
  measure('newCustomers.heard', SHARE, {
    en: 'new customers who came by word of mouth or referral',
    zh: '新客户中经口碑或推荐而来者占比',
    about: {
      en: 'Loans to customers new to the lender who heard of it by word of mouth, rewarded or not, over loans to new customers.',
      zh: '经口碑（不论有无奖励）得知的新客户借款笔数，占新客户借款笔数。',
    },
    computed: ofRetention('heardShare'),
  }),
  measure('newCustomers.referred', SHARE, {
    en: 'new customers who came by rewarded referral',
    zh: '新客户中经有奖推荐而来者占比',
    about: {
      en: 'Loans to customers new to the lender whose recommendation was rewarded, over loans to new customers.',
      zh: '经有奖推荐而来的新客户借款笔数，占新客户借款笔数。',
    },
    computed: ofRetention('referredShare'),
  }),
  measure('satisfaction', SIGNED_INDEX, {
    en: 'mean satisfaction with the latest lender, −1 to 1',
    zh: '对最近机构的平均满意度（−1 至 1）',
    about: {
      en: 'Mean over customers of their satisfaction with the latest lender, mean over months.',
      zh: '客户对最近机构满意度的均值，再对各月取均值。',
    },
    computed: ofRetention('satisfaction'),
  }),
  measure('awareness', SHARE, {
    en: 'share of consumers who know a lender, mean of lenders',
    zh: '机构平均知晓率',
    about: {
      en: 'Share of up to 4,096 consumers who know a lender, mean over lenders and months.',
      zh: '知晓该机构的消费者占比（至多4096人样本），对机构与各月取均值。',
    },
    computed: ofRetention('awareness'),
  }),
]

const PROMOTION_MEASURES: readonly Measure[] = [
  measure('promotion.costShare', SHARE, {
    en: 'cost of promotions, of income before it',
    zh: '促销成本占（未扣促销）收入的比例',
    about: {
      en: 'Cost of promotions over interest and fees received plus that cost.',
      zh: '促销成本除以利息与手续费收入加该成本。',
    },
    computed: ofPromotion('costShare'),
  }),
  measure('promotion.kept', SHARE, {
    en: 'next loans from the same lender, customers won in a promotion, after it',
    zh: '促销结束后仍选同一机构的下一笔借款占比：促销获得的客户',
    about: {
      en: 'Of the next loans of customers whom a promotion won, made while their lender ran none: those from the same lender.',
      zh: '促销获得的客户在其机构未促销时的下一笔借款中，仍向同一机构借款的占比。',
    },
    computed: ofPromotion('promotedKept'),
  }),
  measure('promotion.keptOthers', SHARE, {
    en: 'next loans from the same lender, other customers, no promotion running',
    zh: '非促销期仍选同一机构的下一笔借款占比：其他客户',
    about: {
      en: 'The same of all other customers, made while their lender ran no promotion.',
      zh: '其他客户在其机构未促销时的下一笔借款中，仍向同一机构借款的占比。',
    },
    computed: ofPromotion('otherKept'),
  }),
]

const FRAUD_MEASURES: readonly Measure[] = [
  measure('fraud.loss', RATIO, {
    en: 'fraudulent loans charged off a year, of the balance',
    zh: '欺诈贷款年核销额占余额',
    about: {
      en: 'Balance of fraudulent loans charged off, times twelve, over the sum of monthly balances.',
      zh: '欺诈贷款核销额乘以12，除以各月余额之和。',
    },
    computed: ofFraud('lossRate'),
  }),
  measure('fraud.detected', SHARE, {
    en: 'fraudulent applications found out',
    zh: '欺诈申请识别率',
    about: { en: 'Fraudulent applications refused as fraud, over all of them.', zh: '被识别的欺诈申请占欺诈申请。' },
    computed: ofFraud('detected'),
  }),
  measure('fraud.falseExclusions', SHARE, {
    en: 'honest applications refused as fraud',
    zh: '诚实申请误判率',
    about: {
      en: 'Honest applications refused as fraud, over all honest applications.',
      zh: '被误判为欺诈的诚实申请占诚实申请。',
    },
    computed: ofFraud('falseExclusions'),
  }),
  measure(
    'fraud.cost',
    { unit: 'CNY', domain: [-Infinity, Infinity] },
    {
      en: 'cost of fraud and of honest business refused',
      zh: '欺诈损失与误拒诚实业务的成本',
      about: {
        en: 'Fraudulent loans charged off, and what honest applications refused as fraud would have earned (the share approved, times interest less cost of funds and credit cost of a loan), per consumer and year.',
        zh: '欺诈贷款核销额，加上被误判为欺诈的诚实申请本可带来的收益（批准率乘以每笔贷款的利息减资金成本与信用成本），按每名消费者每年计。',
      },
      computed: overWindow(['months', 'lenders'], ({ tables }) => fraudCost(tables)),
    },
  ),
]

export const DIFFUSION: readonly Measure[] = [...DIFFUSION_MEASURES, ...PROMOTION_MEASURES, ...FRAUD_MEASURES]
