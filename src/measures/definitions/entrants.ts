/** What becomes of lenders that open within the reported window. */
import { type Entrants, entrants } from '../entrants.ts'
import {
  type Computed,
  type Measure,
  type MeasuredRun,
  measure,
  overWindow,
  RATIO,
  remembered,
  SHARE,
  SIGNED,
  YUAN,
} from '../measure.ts'

const found = remembered(({ tables }: MeasuredRun) => entrants(tables))
const of = (field: keyof Entrants): Computed => overWindow(['months', 'lenders'], (run) => found(run)[field])

export const ENTRANTS: readonly Measure[] = [
  measure('entrant.users', RATIO, {
    en: 'customers of entrants won in 24 months, of consumers',
    zh: '新机构24个月内赢得的客户占消费者',
    about: {
      en: 'Loans to customers new to it in its first 24 months, over consumers: lenders that opened after the first reported month and are seen for 24 months, together.',
      zh: '开业24个月内向其新客户的放款笔数除以消费者人数；限报告期首月之后开业且可观察满24个月的机构，合计。',
    },
    computed: of('users'),
  }),
  measure('entrant.costPerUser', YUAN, {
    en: 'cost of a customer of entrants',
    zh: '新机构单位获客成本',
    about: {
      en: 'Acquisition, applications and promotion, rewards for referrals among it, in their first 24 months, over the customers won in them.',
      zh: '开业24个月内的获客、审批与促销（含推荐奖励）成本除以同期赢得的客户数。',
    },
    computed: of('costPerUser'),
  }),
  measure('entrant.retention', SHARE, {
    en: 'further loans of customers of entrants taken from them',
    zh: '新机构客户的后续借款留存占比',
    about: {
      en: 'After their first 24 months: of loans by those whose latest loan was theirs, the share that they made.',
      zh: '开业24个月后：上一笔借款在该机构者的新借款中，仍由其放款的占比。',
    },
    computed: of('retention'),
  }),
  measure('entrant.roa', SIGNED, {
    en: 'ROA of entrants after their launch',
    zh: '新机构开业期后的资产收益率',
    about: {
      en: 'After their first 24 months: net income a year over mean loans.',
      zh: '开业24个月后：年净利润除以平均贷款余额。',
    },
    computed: of('roa'),
  }),
  measure(
    'entrant.profitPerUser',
    { unit: 'CNY', domain: [-Infinity, Infinity] },
    {
      en: 'profit of entrants from their launch on, a customer',
      zh: '新机构开业以来每名客户的累计利润',
      about: {
        en: 'Net income from the launch to the end of the window, over all customers won.',
        zh: '自开业至报告期末的净利润除以赢得的全部客户数。',
      },
      computed: of('profitPerUser'),
    },
  ),
]
