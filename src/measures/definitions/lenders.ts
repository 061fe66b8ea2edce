/** What lenders earn, how concentrated they are, and how many there are. */
import { numbers } from '../../base/table.ts'
import { CLASS_NAMES, LENDER_CLASSES } from '../../base/vocabulary.ts'
import { lenderLeague, type Market, marketStructure } from '../lender-league.ts'
import {
  alongMonths,
  COUNT,
  type Computed,
  INDEX,
  type Measure,
  type MeasuredRun,
  measure,
  overWindow,
  RATIO,
  remembered,
  SHARE,
  SIGNED,
  windowMean,
  windowSum,
} from '../measure.ts'
import { ratio, rowsByNumber, tableNamed } from '../rows.ts'
import { classesOf } from './size-and-price.ts'

const YEAR = 12

const market = remembered(({ tables }: MeasuredRun) => marketStructure(lenderLeague(tables)))
const ofMarket = (field: keyof Market): Computed => overWindow(['lenders'], (run) => market(run)[field])

/** Net income of the last twelve months over the mean balance of them; missing before twelve are recorded. */
function trailingRoa({ tables }: MeasuredRun): number[] {
  const months = tableNamed(tables, 'months')
  const [netIncome, balance] = [numbers(months, 'netIncome'), numbers(months, 'balance')]
  return Array.from({ length: months.rows }, (_, row) => {
    if (row + 1 < YEAR) return NaN
    let [income, stock] = [0, 0]
    for (let back = row - YEAR + 1; back <= row; back++) {
      income += netIncome[back]
      stock += balance[back]
    }
    return ratio(YEAR * income, stock)
  })
}

function withLoans(run: MeasuredRun): number[] {
  const lenders = tableNamed(run.tables, 'lenders')
  const loans = numbers(lenders, 'loans')
  const counts = [...rowsByNumber(lenders, 'month')].map(([month, rows]): [number, number] => [
    month,
    rows.filter((row) => loans[row] > 0).length,
  ])
  return alongMonths(run, new Map(counts)).map((count) => (Number.isNaN(count) ? 0 : count))
}

const PROFIT_MEASURES: readonly Measure[] = [
  measure('nim', SIGNED, {
    en: 'net interest margin before credit losses',
    zh: '净息差（扣除信用损失前）',
    about: {
      en: 'Interest less cost of funds a year over mean loans, all lenders together.',
      zh: '年利息收入减资金成本，除以平均贷款余额，全部机构合计。',
    },
    headline: true,
    computed: ofMarket('netInterestMargin'),
  }),
  measure('roa.market', SIGNED, {
    en: 'ROA of all lenders together',
    zh: '全行业资产收益率',
    about: {
      en: 'Net income a year over mean loans in the reported window, all lenders together; loans stand for assets.',
      zh: '报告期年净利润除以平均贷款余额，全部机构合计；以贷款代表资产。',
    },
    headline: true,
    computed: ofMarket('roa'),
  }),
  measure('roa.trailing', SIGNED, {
    en: 'ROA over twelve months',
    zh: '十二个月滚动资产收益率',
    about: {
      en: 'Net income of the last twelve months over the mean balance of them, all lenders together; missing before twelve months are recorded.',
      zh: '近十二个月净利润除以其平均余额，全部机构合计；记录不足十二个月时缺失。',
    },
    computed: { tables: ['months'], monthly: trailingRoa },
  }),
  ...LENDER_CLASSES.map((name) =>
    measure(`roa.${name}`, SIGNED, {
      en: `ROA, ${CLASS_NAMES[name].en} together`,
      zh: `资产收益率：${CLASS_NAMES[name].zh}合计`,
      about: {
        en: `Net income a year over mean loans, ${CLASS_NAMES[name].en} together.`,
        zh: `年净利润除以平均贷款余额，${CLASS_NAMES[name].zh}合计。`,
      },
      computed: overWindow(['lenders'], (run) => classesOf(run).find((one) => one.class === name)?.roa ?? NaN),
    }),
  ),
  measure('roa.mean', SIGNED, {
    en: 'ROA, mean over lenders',
    zh: '机构平均资产收益率',
    about: {
      en: 'Mean over lenders, each counting once, that lent in every reported month and hold a thousandth of all loans.',
      zh: '报告期内持续放款且占全部贷款千分之一以上的机构，各计一次取均值。',
    },
    computed: ofMarket('roaMean'),
  }),
  measure('roa.spread', RATIO, {
    en: 'ROA, standard deviation over lenders',
    zh: '机构间资产收益率标准差',
    about: {
      en: 'Standard deviation of ROA over the lenders of `roa.mean`.',
      zh: '`roa.mean` 所含机构的资产收益率标准差。',
    },
    headline: true,
    computed: ofMarket('roaSpread'),
  }),
  measure('roa.licensedMean', SIGNED, {
    en: `ROA, mean over ${CLASS_NAMES.licensed.en}`,
    zh: `${CLASS_NAMES.licensed.zh}平均资产收益率`,
    about: {
      en: 'The mean of `roa.mean` over the licensed companies among its lenders.',
      zh: '`roa.mean` 所含机构中持牌公司的均值。',
    },
    computed: ofMarket('licensedRoaMean'),
  }),
  measure('roa.licensedSpread', RATIO, {
    en: `ROA, standard deviation over ${CLASS_NAMES.licensed.en}`,
    zh: `${CLASS_NAMES.licensed.zh}间资产收益率标准差`,
    about: {
      en: 'The standard deviation of ROA over the same licensed companies.',
      zh: '上述持牌公司的资产收益率标准差。',
    },
    computed: ofMarket('licensedRoaSpread'),
  }),
]

const CONCENTRATION_MEASURES: readonly Measure[] = [
  measure('hhi', INDEX, {
    en: 'Herfindahl index of balances',
    zh: '贷款余额赫芬达尔指数',
    about: {
      en: 'Sum of squared shares in mean loans of the reported window.',
      zh: '各机构报告期平均贷款余额份额的平方和。',
    },
    headline: true,
    computed: ofMarket('herfindahl'),
  }),
  measure('topThree', SHARE, {
    en: 'three largest lenders',
    zh: '前三大机构份额',
    about: {
      en: 'Share of the three largest lenders in mean loans of the reported window.',
      zh: '前三大机构占报告期平均贷款余额的份额。',
    },
    headline: true,
    computed: ofMarket('topThree'),
  }),
  measure('licensedTopTenth', SHARE, {
    en: 'largest tenth of licensed companies',
    zh: '持牌公司前十分之一份额',
    about: {
      en: 'Share of the largest n/10 of n licensed companies in the mean loans of all n; a fraction of a company counts as that fraction.',
      zh: '前 n/10 家持牌公司占全部 n 家平均贷款余额的份额；不足一家按比例计。',
    },
    computed: ofMarket('licensedTopTenth'),
  }),
]

export const PROFIT: readonly Measure[] = [...PROFIT_MEASURES, ...CONCENTRATION_MEASURES]

export const INDUSTRY: readonly Measure[] = [
  measure('lenders.active', COUNT, {
    en: 'lenders that make new loans, mean of months',
    zh: '营业机构数（月均）',
    about: {
      en: 'Lenders that are open to new loans, mean over reported months. Lenders that only collect are not among them.',
      zh: '可发放新贷款的机构数，对报告期各月取均值；仅清收的机构不计。',
    },
    computed: windowMean('activeLenders'),
  }),
  measure('lenders.withLoans', COUNT, {
    en: 'lenders with loans on their books',
    zh: '有贷款余额的机构数',
    about: {
      en: 'Lenders with loans outstanding at the end of the month, those that only collect among them.',
      zh: '月末有贷款余额的机构数，含仅清收者。',
    },
    computed: { tables: ['months', 'lenders'], monthly: withLoans },
  }),
  measure('lenders.entries', COUNT, {
    en: 'lenders that opened',
    zh: '新进入机构数',
    about: { en: 'Lenders that opened in the reported window.', zh: '报告期内新开业的机构数。' },
    computed: windowSum('entries'),
  }),
  measure('lenders.exits', COUNT, {
    en: 'lenders that stopped lending',
    zh: '退出机构数',
    about: {
      en: 'Lenders that stopped lending for good in the reported window.',
      zh: '报告期内永久停止放款的机构数。',
    },
    computed: windowSum('exits'),
  }),
]
