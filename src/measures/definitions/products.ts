/** How alike products are, and what becomes of new designs. */
import { type HomogenisationMonth, homogenisationByMonth } from '../homogenisation.ts'
import {
  alongMonths,
  COUNT,
  INDEX,
  type Measure,
  type MeasuredRun,
  measure,
  OPEN_INDEX,
  RATIO,
  remembered,
  SIGNED,
  stateOf,
  windowMean,
  windowRate,
} from '../measure.ts'

const homogenisationOf = remembered(({ tables, scenario }: MeasuredRun) =>
  homogenisationByMonth(tables, scenario.choice.bandwidth),
)

const ofMonths =
  (field: keyof HomogenisationMonth) =>
  (run: MeasuredRun): number[] =>
    alongMonths(run, new Map(homogenisationOf(run).map((found) => [found.month, found[field]])))

const TABLES = ['months', 'products']

export const DESIGN: readonly Measure[] = [
  measure('design.innovations', COUNT, {
    en: 'projects of research and design a year',
    zh: '年均研发设计项目数',
    about: {
      en: 'Projects of research and design, adopted or not, mean of months times twelve, all lenders together.',
      zh: '研发设计项目数（不论是否采用），月均乘以12，全部机构合计。',
    },
    computed: windowMean('innovations', 12),
  }),
  measure('design.failed', RATIO, {
    en: 'new designs that failed',
    zh: '失败的新设计占比',
    about: {
      en: 'Launches and innovations withdrawn within a year, over designs adopted and products launched in the reported window. Those that failed may have come before it.',
      zh: '一年内下架的新产品与创新，除以报告期采用的设计与推出的产品；失败者可能推出于报告期之前。',
    },
    computed: windowRate(['failedDesigns'], ['designsAdopted', 'launches']),
  }),
  measure('design.failedCost', SIGNED, {
    en: 'cost of failed designs a year, of the balance',
    zh: '失败设计的年成本占余额',
    about: {
      en: 'Research and losses since of designs withdrawn within a year, times twelve, over the sum of monthly balances.',
      zh: '一年内下架设计的研发支出及此后亏损，乘以12，除以各月余额之和。',
    },
    computed: windowRate(['failedDesignCost'], ['balance'], 12),
  }),
]

export const VARIETY: readonly Measure[] = [
  measure('homogenisation', INDEX, {
    en: 'homogenisation of products, by share of lending',
    zh: '产品同质化（按放款份额加权）',
    about: {
      en: 'Mean similarity of two different products drawn by their lending of twelve months: 1 = all alike, 0 = nothing in common; for the window, in its last month.',
      zh: '按近十二个月放款额抽取的两款不同产品的平均相似度：1 为完全相同，0 为毫无共同点；报告期取末月。',
    },
    headline: true,
    computed: stateOf(TABLES, ofMonths('byShare')),
  }),
  measure('homogenisation.equal', INDEX, {
    en: 'homogenisation of products, equal weights',
    zh: '产品同质化（等权）',
    about: {
      en: 'Mean similarity of two different products on offer, each counting alike; for the window, in its last month.',
      zh: '在售产品两两之间的平均相似度，各产品等权；报告期取末月。',
    },
    computed: stateOf(TABLES, ofMonths('equal')),
  }),
  measure('apr.dispersion', OPEN_INDEX, {
    en: 'coefficient of variation of APRs',
    zh: '年化利率变异系数',
    about: {
      en: 'Standard deviation over mean of the APRs of loans made in the month, weighted by amount; for the window, in its last month.',
      zh: '当月新放款年化利率按金额加权的标准差除以均值；报告期取末月。',
    },
    computed: stateOf(TABLES, ofMonths('aprDispersion')),
  }),
  measure('products.offered', COUNT, {
    en: 'products on offer',
    zh: '在售产品数',
    about: { en: 'Products on the shelf at the end of the month.', zh: '月末在售产品数。' },
    computed: { tables: TABLES, monthly: ofMonths('products') },
  }),
]
