/** How much is owed and lent, in what loans, and at what price. */
import { numbers, texts } from '../../base/table.ts'
import { CLASS_NAMES, LENDER_CLASSES, type LenderClass } from '../../base/vocabulary.ts'
import { type AprDistribution, aprDistribution } from '../aprs.ts'
import { type LenderRecord, lenderClasses } from '../lender-league.ts'
import {
  COUNT,
  type Computed,
  type Measure,
  type MeasuredRun,
  measure,
  monthlyRate,
  overWindow,
  RATIO,
  rateOf,
  remembered,
  SHARE,
  stateOf,
  windowRate,
  YUAN,
} from '../measure.ts'
import { ratio, reportedRows, sumOf, tableNamed } from '../rows.ts'

/** Lenders' records by class. */
export const classesOf: (run: MeasuredRun) => readonly LenderRecord[] = remembered(({ tables }) =>
  lenderClasses(tables),
)
const prices = remembered(({ tables }: MeasuredRun) => aprDistribution(tables))
const ofPrices = (field: keyof AprDistribution): Computed => overWindow(['aprs'], (run) => prices(run)[field])

/** Contractual term of what was lent, weighted by amount; of one class, or of all. */
function meanTerm(run: MeasuredRun, of?: LenderClass): number {
  const products = tableNamed(run.tables, 'products')
  const [lent, term, classes] = [numbers(products, 'originated'), numbers(products, 'term'), texts(products, 'class')]
  const rows = reportedRows(products).filter((row) => of === undefined || classes[row] === of)
  const months = rows.reduce((sum, row) => sum + lent[row] * term[row], 0)
  return ratio(months, sumOf(lent, rows))
}

/** Amount-weighted; months without a loan have none. */
const meanApr: Computed = {
  ...rateOf(
    ['months'],
    ({ tables }) => {
      const months = tableNamed(tables, 'months')
      const apr = numbers(months, 'meanApr')
      return Array.from(numbers(months, 'originated'), (lent, row) => (lent > 0 ? lent * apr[row] : 0))
    },
    ({ tables }) => [...numbers(tableNamed(tables, 'months'), 'originated')],
  ),
  monthly: ({ tables }) => {
    const months = tableNamed(tables, 'months')
    const apr = numbers(months, 'meanApr')
    return Array.from(numbers(months, 'originated'), (lent, row) => (lent > 0 ? apr[row] : NaN))
  },
}

const coverageAtStart: Computed = {
  tables: ['months'],
  total: ({ tables }) => {
    const months = tableNamed(tables, 'months')
    const [first] = reportedRows(months)
    return first === undefined ? NaN : ratio(numbers(months, 'filed')[first], numbers(months, 'consumers')[first])
  },
}

export const SIZE_AND_PRICE: readonly Measure[] = [
  measure('coverage', SHARE, {
    en: 'consumers with a credit file in month 0',
    zh: '第0月有征信记录的消费者占比',
    about: {
      en: 'Consumers with a credit file over consumers, at the end of the first reported month, whatever the source of the file: what the bureau covers when reporting begins. Month by month it is `filed.share`.',
      zh: '首个报告月末有征信记录者占消费者，不论记录来源：报告期开始时征信系统的覆盖率。逐月数值见 `filed.share`。',
    },
    computed: coverageAtStart,
  }),
  measure('debt.perConsumer', YUAN, {
    en: 'debt per consumer, end of month',
    zh: '月末人均债务',
    about: {
      en: 'Debt outstanding over consumers alive at the end of the month; for the window, in its last month.',
      zh: '月末贷款余额除以在世消费者数；报告期取末月。',
    },
    headline: true,
    computed: stateOf(['months'], monthlyRate(['balance'], ['consumers']).monthly),
  }),
  measure('lending.perConsumer', YUAN, {
    en: 'lending per consumer and year',
    zh: '人均年放款额',
    about: {
      en: 'Amount lent in the reported window over consumer-months, times twelve.',
      zh: '报告期放款额除以消费者人月，乘以12。',
    },
    headline: true,
    computed: windowRate(['originated'], ['consumers'], 12),
  }),
  measure('lending.perConsumerMonth', YUAN, {
    en: 'lending per consumer in the month',
    zh: '当月人均放款额',
    about: {
      en: 'Amount lent in the month over consumers alive. `lending.perConsumer` is the same for a year.',
      zh: '当月放款额除以在世消费者数；折合全年见 `lending.perConsumer`。',
    },
    computed: { tables: ['months'], monthly: monthlyRate(['originated'], ['consumers']).monthly },
  }),
  measure('ticket.all', YUAN, {
    en: 'mean loan',
    zh: '笔均贷款',
    about: { en: 'Amount lent over loans made, all lenders together.', zh: '放款额除以放款笔数，全部机构合计。' },
    headline: true,
    computed: windowRate(['originated'], ['loans']),
  }),
  ...LENDER_CLASSES.map((name) =>
    measure(`ticket.${name}`, YUAN, {
      en: `mean loan, ${CLASS_NAMES[name].en}`,
      zh: `笔均贷款：${CLASS_NAMES[name].zh}`,
      about: {
        en: `Amount lent over loans made, ${CLASS_NAMES[name].en} together.`,
        zh: `放款额除以放款笔数，${CLASS_NAMES[name].zh}合计。`,
      },
      computed: overWindow(['lenders'], (run) => classesOf(run).find((one) => one.class === name)?.ticket ?? NaN),
    }),
  ),
  measure('term.all', COUNT, {
    en: 'mean term of loans made, months',
    zh: '新放款平均期限（月）',
    about: {
      en: 'Contractual term of loans made and of draws on lines, in months, weighted by amount.',
      zh: '新放款（含额度支用）的合同期限，按金额加权，单位为月。',
    },
    computed: overWindow(['products'], (run) => meanTerm(run)),
  }),
  ...LENDER_CLASSES.map((name) =>
    measure(`term.${name}`, COUNT, {
      en: `mean term of loans made, months, ${CLASS_NAMES[name].en}`,
      zh: `新放款平均期限（月）：${CLASS_NAMES[name].zh}`,
      about: {
        en: `Contractual term of loans made and of draws on lines, in months, weighted by amount: ${CLASS_NAMES[name].en} together.`,
        zh: `新放款（含额度支用）的合同期限，按金额加权，单位为月：${CLASS_NAMES[name].zh}合计。`,
      },
      computed: overWindow(['products'], (run) => meanTerm(run, name)),
    }),
  ),
  measure('apr.mean', RATIO, {
    en: 'mean APR of loans made',
    zh: '新放款平均年化利率',
    about: { en: 'Mean APR of loans made, weighted by amount.', zh: '新放款年化利率按金额加权的均值。' },
    headline: true,
    computed: meanApr,
  }),
  ...(
    [
      ['p05', '5th percentile', '第5百分位', '5 %'],
      ['median', 'median', '中位数', '50 %'],
      ['p95', '95th percentile', '第95百分位', '95 %'],
    ] as const
  ).map(([field, en, zh, share]) =>
    measure(`apr.${field}`, RATIO, {
      en: `APR, ${en}`,
      zh: `年化利率${zh}`,
      about: {
        en: `APR at or below which ${share} of the amount was lent, interpolated in bins of half a point.`,
        zh: `${share.replace(' ', '')}的放款额不高于此年化利率，在宽半个百分点的区间内插值。`,
      },
      computed: ofPrices(field),
    }),
  ),
  measure('apr.nearCap', SHARE, {
    en: 'lending within a point of the APR cap',
    zh: '利率距上限一个百分点以内的放款占比',
    about: {
      en: 'Share of the amount lent at an APR within one percentage point of the cap that bound the lender in the month of the loan.',
      zh: '年化利率距当月所适用上限一个百分点以内的放款额占比。',
    },
    headline: true,
    computed: ofPrices('nearCap'),
  }),
  measure('apr.inRange', SHARE, {
    en: 'lending at APRs of 4–24 %',
    zh: '利率在4–24%之间的放款占比',
    about: {
      en: 'Share of the amount lent at APRs inside the range that is published for licensed companies.',
      zh: '年化利率落在持牌公司公布区间内的放款额占比。',
    },
    computed: ofPrices('inRange'),
  }),
  measure('apr.upperHalf', SHARE, {
    en: 'lending at APRs of 14 % or more',
    zh: '利率不低于14%的放款占比',
    about: {
      en: 'Share of the amount lent in the upper half of the published range or above it.',
      zh: '年化利率位于公布区间上半部或更高的放款额占比。',
    },
    computed: ofPrices('upperHalf'),
  }),
]
