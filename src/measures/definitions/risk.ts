/** Arrears, losses, and people who owe to several lenders. */
import { numbers } from '../../base/table.ts'
import { AGE_GROUP_NAMES } from '../../base/vocabulary.ts'
import {
  type Measure,
  measure,
  monthlyRate,
  OPEN_INDEX,
  overWindow,
  RATIO,
  SHARE,
  windowMean,
  windowRate,
} from '../measure.ts'
import { ratio, reportedSum, tableNamed } from '../rows.ts'

const LATE = [
  ['late.over30', '30', ['past60', 'past90', 'npl']],
  ['late.over60', '60', ['past90', 'npl']],
] as const

const BUCKETS = [
  ['late.days1to30', '1', '30', 'past30'],
  ['late.days31to60', '31', '60', 'past60'],
  ['late.days61to90', '61', '90', 'past90'],
] as const

/** Consumer-months under 30 in the reported window. */
function youngMonths(ages: ReturnType<typeof tableNamed>): number {
  const [age, lived] = [numbers(ages, 'age'), numbers(ages, 'personMonths')]
  let months = 0
  for (let row = 0; row < ages.rows; row++) if (age[row] < 30) months += lived[row]
  return months
}

export const ARREARS: readonly Measure[] = [
  ...BUCKETS.map(([key, from, to, column]) =>
    measure(key, SHARE, {
      en: `balance ${from} to ${to} days past due`,
      zh: `逾期${from}–${to}天占余额`,
      about: {
        en: `Balance ${from} to ${to} days past due over debt outstanding, at the end of the month.`,
        zh: `月末逾期${from}–${to}天的余额占贷款余额。`,
      },
      computed: { tables: ['months'], monthly: monthlyRate([column], ['balance']).monthly },
    }),
  ),
  ...LATE.map(([key, days, columns]) =>
    measure(key, SHARE, {
      en: `balance more than ${days} days past due`,
      zh: `逾期${days}天以上占余额`,
      about: {
        en: `Balance more than ${days} days past due over debt outstanding, sums of the month-ends of the window.`,
        zh: `逾期${days}天以上的余额占贷款余额，报告期各月末之和相除。`,
      },
      computed: windowRate(columns, ['balance']),
    }),
  ),
  measure('late.over90', SHARE, {
    en: 'balance more than 90 days past due',
    zh: '逾期90天以上占余额',
    about: {
      en: 'Balance more than 90 days past due over debt outstanding; for the window, sums of its month-ends. Balances leave at charge-off.',
      zh: '逾期90天以上的余额占贷款余额；报告期为各月末之和相除。核销后不再计入。',
    },
    headline: true,
    computed: monthlyRate(['npl'], ['balance']),
  }),
  measure('late.over30PerOver90', OPEN_INDEX, {
    en: 'balance more than 30 days past due over that more than 90',
    zh: '逾期30天以上余额与90天以上余额之比',
    about: {
      en: 'Balance more than 30 days past due over balance more than 90 days past due, sums of the month-ends of the window: the lower, the longer bad loans stay on the books.',
      zh: '报告期各月末逾期30天以上余额之和与90天以上余额之和的比值；越低，表示不良贷款留在账上越久。',
    },
    computed: windowRate(['past60', 'past90', 'npl'], ['npl']),
  }),
  measure('chargeOff.rate', RATIO, {
    en: 'charged off per year of the balance',
    zh: '年核销率',
    about: {
      en: 'Balance charged off, times twelve, over debt outstanding at month-end.',
      zh: '核销余额乘以12，除以月末贷款余额。',
    },
    headline: true,
    computed: monthlyRate(['chargedOff'], ['balance'], 12),
  }),
]

export const SEVERAL_LENDERS: readonly Measure[] = [
  measure('multiLender.borrowers', SHARE, {
    en: 'borrowers with two or more lenders',
    zh: '多头借贷者占借款人',
    about: {
      en: 'Consumers with debt at two or more lenders over consumers with debt, at month-end; over the window, consumer-months over consumer-months.',
      zh: '月末在两家及以上机构有债务者占有债务者；报告期按人月相除。',
    },
    headline: true,
    computed: monthlyRate(['multiLender'], ['borrowers']),
  }),
  measure('multiLender.borrowersUnder30', SHARE, {
    en: `borrowers ${AGE_GROUP_NAMES.under30.en} with two or more lenders`,
    zh: `${AGE_GROUP_NAMES.under30.zh}借款人中多头借贷者占比`,
    about: {
      en: 'Consumer-months under 30 with debt at two or more lenders over consumer-months under 30 with debt.',
      zh: '30岁以下在两家及以上机构有债务的人月，占30岁以下有债务的人月。',
    },
    computed: windowRate(['multiLenderUnder30'], ['borrowersUnder30']),
  }),
  measure('multiLender.under30', SHARE, {
    en: `consumers ${AGE_GROUP_NAMES.under30.en} with two or more lenders`,
    zh: `${AGE_GROUP_NAMES.under30.zh}消费者中多头借贷者占比`,
    about: {
      en: 'Consumer-months under 30 with debt at two or more lenders over all consumer-months under 30.',
      zh: '30岁以下在两家及以上机构有债务的人月，占30岁以下全部人月。',
    },
    computed: overWindow(['months', 'ages'], ({ tables }) =>
      ratio(reportedSum(tableNamed(tables, 'months'), 'multiLenderUnder30'), youngMonths(tableNamed(tables, 'ages'))),
    ),
  }),
]

export const DEBT_SERVICE_MEASURE: Measure = measure('debtService', RATIO, {
  en: 'instalments due over income, mean over borrowers and months',
  zh: '借款人偿债收入比（均值）',
  about: {
    en: 'Instalments due over expected income, mean over borrowers of a month, mean over months; a borrower counts 100 at most.',
    zh: '到期月供除以预期收入，对当月借款人取均值，再对各月取均值；单个借款人至多计为100。',
  },
  computed: windowMean('debtService'),
})
