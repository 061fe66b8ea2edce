/** The monthly outcome series of a run: what ensembles of runs keep of every run, month by month. */
import { numbers, type Table, texts } from '../base/table.ts'
import { homogenisationByMonth } from './homogenisation.ts'
import { rankNiches } from './long-tail.ts'
import type { MeasuredScenario } from './measured-scenario.ts'
import { monthlyRates } from './monthly-rates.ts'
import type { OutcomeUnit } from './outcomes.ts'
import { ratio, rowsByNumber, sumOf, tableNamed } from './rows.ts'

export interface SeriesSpec {
  readonly metric: string
  readonly unit: OutcomeUnit
  readonly en: string
  readonly zh: string
}

const spec = (metric: string, unit: OutcomeUnit, en: string, zh: string): SeriesSpec => ({ metric, unit, en, zh })

/** In the order of `runSeries`. */
export const SERIES_SPECS: readonly SeriesSpec[] = [
  spec('debtPerConsumer', 'CNY', 'debt per consumer', '人均债务'),
  spec('lendingPerConsumer', 'CNY', 'lending per consumer in the month', '当月人均放款额'),
  spec('meanApr', '1', 'mean APR of loans made', '新放款平均年化利率'),
  spec('approvalRate', '1', 'applications approved', '申请批准率'),
  spec('reach', '1', 'demand for credit served', '信贷需求满足率'),
  spec('tailReach', '1', 'tail demand served', '长尾需求满足率'),
  spec('late90', '1', 'balance more than 90 days past due', '逾期90天以上占余额'),
  spec('chargeOffRate', '1', 'charged off per year of the balance', '年核销率'),
  spec('roa', '1', 'ROA over twelve months', '十二个月滚动资产收益率'),
  spec('multiLenderShare', '1', 'borrowers with two or more lenders', '多头借贷者占借款人'),
  spec('coverage', '1', 'consumers with a credit file', '有征信记录的消费者占比'),
  spec('homogenisation', 'index', 'homogenisation of products, by share of lending', '产品同质化（按放款份额加权）'),
  spec('homogenisationEqual', 'index', 'homogenisation of products, equal weights', '产品同质化（等权）'),
  spec('aprDispersion', 'index', 'coefficient of variation of APRs', '年化利率变异系数'),
  spec('products', 'count', 'products on offer', '在售产品数'),
  spec('lendersActive', 'count', 'lenders with loans on their books', '有贷款余额的机构数'),
]

export interface RunSeries {
  /** The reported months, from 0. */
  readonly months: readonly number[]
  /** One value a month for each of `SERIES_SPECS`. */
  readonly values: readonly (readonly number[])[]
}

export function runSeries(tables: readonly Table[], scenario: MeasuredScenario): RunSeries {
  const table = tableNamed(tables, 'months')
  const consumers = new Map<number, number>()
  for (let row = 0; row < table.rows; row++) {
    consumers.set(numbers(table, 'month')[row], numbers(table, 'consumers')[row])
  }
  const rates = monthlyRates(tables).filter(({ month }) => month >= 0)
  const months = rates.map(({ month }) => month)
  const perConsumer = (value: number, month: number): number => ratio(value, consumers.get(month) ?? 0)
  const designs = new Map(homogenisationByMonth(tables, scenario.choice.bandwidth).map((found) => [found.month, found]))
  const design = (read: (found: NonNullable<ReturnType<typeof designs.get>>) => number): number[] =>
    months.map((month) => {
      const found = designs.get(month)
      return found === undefined ? NaN : read(found)
    })
  const values: { readonly [metric: string]: readonly number[] } = {
    debtPerConsumer: rates.map(({ balance, month }) => perConsumer(balance, month)),
    lendingPerConsumer: rates.map(({ originated, month }) => perConsumer(originated, month)),
    meanApr: rates.map(({ meanApr }) => meanApr),
    approvalRate: rates.map(({ approvalRate }) => approvalRate),
    reach: rates.map(({ reach }) => reach),
    tailReach: tailReachByMonth(tables, months),
    late90: rates.map(({ late90 }) => late90),
    chargeOffRate: rates.map(({ chargeOffRate }) => chargeOffRate),
    roa: rates.map(({ roa }) => roa),
    multiLenderShare: rates.map(({ multiLenderShare }) => multiLenderShare),
    coverage: rates.map(({ coverage }) => coverage),
    homogenisation: design(({ byShare }) => byShare),
    homogenisationEqual: design(({ equal }) => equal),
    aprDispersion: design(({ aprDispersion }) => aprDispersion),
    products: design(({ products }) => products),
    lendersActive: activeLenders(tables, months),
  }
  return { months, values: SERIES_SPECS.map(({ metric }) => values[metric]) }
}

/** Served / demanded of the month in the niches of the tail, which is that of the whole reported window. */
function tailReachByMonth(tables: readonly Table[], months: readonly number[]): number[] {
  const niches = tableNamed(tables, 'niches')
  const key = (niche: { purpose: string; amountBand: string; ageBand: string }): string =>
    `${niche.purpose} ${niche.amountBand} ${niche.ageBand}`
  const tail = new Set(
    rankNiches(tables)
      .filter(({ head }) => !head)
      .map(key),
  )
  const [purpose, amountBand, ageBand] = ['purpose', 'amountBand', 'ageBand'].map((name) => texts(niches, name))
  const [served, demanded] = [numbers(niches, 'served'), numbers(niches, 'demanded')]
  const byMonth = rowsByNumber(niches, 'month')
  return months.map((month) => {
    const rows = (byMonth.get(month) ?? []).filter((row) =>
      tail.has(key({ purpose: purpose[row], amountBand: amountBand[row], ageBand: ageBand[row] })),
    )
    return ratio(sumOf(served, rows), sumOf(demanded, rows))
  })
}

function activeLenders(tables: readonly Table[], months: readonly number[]): number[] {
  const lenders = tableNamed(tables, 'lenders')
  const loans = numbers(lenders, 'loans')
  const byMonth = rowsByNumber(lenders, 'month')
  return months.map((month) => (byMonth.get(month) ?? []).filter((row) => loans[row] > 0).length)
}
