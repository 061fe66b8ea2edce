/** Tables derived from what a run recorded: every number that a chart shows stands in one of them. */

import {
  buildTable,
  type Cell,
  flagColumn,
  floatColumn,
  intColumn,
  MONTH_COLUMN,
  tableOf,
  textColumn,
  yuanColumn,
} from '../base/build-table.ts'
import { type ColumnSpec, numbers, type Table, type TableSpec } from '../base/table.ts'
import { burdenQuantiles, lendersPerBorrower } from './borrowing.ts'
import { designMap } from './design-map.ts'
import { homogenisationByMonth } from './homogenisation.ts'
import { lenderClasses, lenderLeague } from './lender-league.ts'
import { rankNiches } from './long-tail.ts'
import type { MeasuredRun } from './measure.ts'
import type { MeasuredScenario } from './measured-scenario.ts'
import { columnOfKey, measuresTable } from './measures-table.ts'
import { ageMix, purposeMix } from './mixes.ts'
import { outcomes } from './outcomes.ts'
import { HEADLINE_KEYS, MONTHLY_MEASURES } from './registry.ts'
import { tableNamed } from './rows.ts'
import { scoreQuality } from './scores.ts'
import { servedByGroup } from './served.ts'
import { vintageCurves } from './vintages.ts'

/** Columns that are named like the fields of the records that fill them. */
function fromRecords<T extends object>(spec: TableSpec, records: readonly T[]): Table {
  const cellOf = (record: T, column: ColumnSpec): Cell => {
    const value = (record as { readonly [key: string]: unknown })[column.name]
    if (typeof value === 'boolean') return value ? 1 : 0
    if (typeof value === 'number' || typeof value === 'string') return value
    throw new Error(`table ${spec.name}: nothing for column ${column.name}`)
  }
  return buildTable(
    spec,
    records.map((record) => spec.columns.map((column) => cellOf(record, column))),
  )
}

const share = (name: string, en: string, zh: string): ColumnSpec => floatColumn(name, '1', en, zh)
const index = (name: string, en: string, zh: string): ColumnSpec => floatColumn(name, 'index', en, zh)
const count = (name: string, en: string, zh: string): ColumnSpec => intColumn(name, 'count', en, zh)

export const OUTCOMES: TableSpec = tableOf('outcomes', 'Scalar outcomes of the reported window', '报告期标量结果', [
  textColumn('key', 'key', '键'),
  floatColumn('value', '', 'value, in the unit of the row', '数值，单位见该行'),
  textColumn('unit', "unit: '1' a share or yearly rate, CNY, count or index", '单位：1 为占比或年率'),
  flagColumn('headline', '1 if a summary shows it', '摘要显示为1'),
  textColumn('en', 'name in English', '英文名'),
  textColumn('zh', 'name in Chinese', '中文名'),
])

/** One column a monthly measure; in the names of columns, dots are underscores. */
const MONTHLY_RATES: TableSpec = tableOf(
  'monthly_rates',
  'Monthly measures, burn-in included',
  '逐月指标（含预热期）',
  [MONTH_COLUMN, ...MONTHLY_MEASURES.map(({ key, unit, en, zh }) => floatColumn(columnOfKey(key), unit, en, zh))],
)

function monthlyTable(run: MeasuredRun): Table {
  const months = numbers(tableNamed(run.tables, 'months'), 'month')
  const values = MONTHLY_MEASURES.map(({ monthly }) => monthly(run))
  return buildTable(
    MONTHLY_RATES,
    Array.from(months, (month, row) => [month, ...values.map((of) => of[row])]),
  )
}

const NICHE_RANKS: TableSpec = tableOf(
  'niche_ranks',
  'Niches of the reported window by potential demand',
  '报告期利基按潜在需求排序',
  [
    intColumn('rank', '', 'rank by potential demand', '潜在需求位序'),
    textColumn('purpose', 'purpose', '用途'),
    textColumn('amountBand', 'amount band', '金额档'),
    textColumn('ageBand', 'age band', '年龄档'),
    count('potential', 'needs that arose', '潜在需求数'),
    yuanColumn('potentialYuan', 'amount of those needs', '潜在需求金额'),
    count('demanded', 'needs that came to ask for credit', '信贷需求数'),
    yuanColumn('demandedYuan', 'amount of those needs', '信贷需求金额'),
    count('served', 'needs financed wholly or in part', '获融资需求数'),
    yuanColumn('servedYuan', 'amount lent', '获融资金额'),
    flagColumn(
      'head',
      '1 in the smallest set of niches that holds 80 % of potential demand',
      '头部（占潜在需求80%的最小集合）为1',
    ),
  ],
)

const HOMOGENISATION: TableSpec = tableOf(
  'homogenisation',
  'Homogenisation of products, month by month',
  '产品同质化逐月',
  [
    MONTH_COLUMN,
    count('products', 'products on offer', '在售产品数'),
    index(
      'byShare',
      'mean similarity of two products, weighted by lending of twelve months',
      '产品相似度（按十二个月放款加权）',
    ),
    index('equal', 'mean similarity of two products, equal weights', '产品相似度（等权）'),
    index('raoByShare', "Rao's quadratic entropy, weighted by lending", 'Rao二次熵（按放款加权）'),
    index('raoEqual', "Rao's quadratic entropy, equal weights", 'Rao二次熵（等权）'),
    floatColumn(
      'cellEntropy',
      'nat',
      'entropy of lending over cells (dominant purpose x tercile of channel)',
      '放款在设计单元上的熵',
    ),
    count('cells', 'cells occupied', '被占用单元数'),
    index('aprDispersion', 'coefficient of variation of APRs of loans made', '放款利率变异系数'),
    index('postedDispersion', 'coefficient of variation of posted APRs', '公示利率变异系数'),
  ],
)

const DESIGN_MAP: TableSpec = tableOf(
  'design_map',
  'Products of the last month in two dimensions (principal components of design)',
  '末月产品设计空间二维投影（主成分）',
  [
    textColumn('product', 'code of the product', '产品代码'),
    textColumn('lender', 'code of the lender', '机构代码'),
    textColumn('class', 'bank, licensed or platform', '机构类别'),
    textColumn('archetype', "category of the paper's Table 2", '论文表2的产品类别'),
    index('x', 'first axis', '第一轴'),
    index('y', 'second axis', '第二轴'),
    share('share', 'share of lending of the last twelve months', '近十二个月放款份额'),
    share('postedApr', 'posted APR', '公示年化利率'),
  ],
)

const SERVED: TableSpec = tableOf('served', 'Groups of consumers over the reported window', '报告期各组消费者', [
  textColumn('grouping', 'grouping', '分组方式'),
  textColumn('group', 'group', '组别'),
  count('demanded', 'needs that came to ask for credit', '信贷需求数'),
  count('served', 'needs financed wholly or in part', '获融资需求数'),
  share('servedShare', 'served / demanded', '需求满足率'),
  count('applications', 'applications', '申请笔数'),
  share('denialRate', 'denied / applied', '拒绝率'),
  share('grantedShare', 'granted / requested, in yuan, over loans made', '获批金额占申请金额'),
  share('meanApr', 'mean APR of loans made, weighted by amount', '新放款平均年化利率'),
  share('lossShare', 'charged off / granted', '核销占放款'),
])

const MIXES: TableSpec = tableOf(
  'mixes',
  "Purposes against the paper's Table 3, ages against its Table 4",
  '用途对照论文表3，年龄对照表4',
  [
    textColumn('mix', 'purpose or age', '用途或年龄'),
    textColumn('group', 'group', '组别'),
    textColumn(
      'of',
      'what the share is of: table = the paper, the others seen in the run',
      '占比对象：table 为论文，其余为模拟',
    ),
    share('share', 'share', '占比'),
  ],
)

const VINTAGE_CURVES: TableSpec = tableOf(
  'vintage_curves',
  'Vintages of six months by months on book',
  '半年期账龄曲线',
  [
    intColumn('from', 'month', 'first month of origination', '首个放款月'),
    intColumn('to', 'month', 'last month of origination', '末个放款月'),
    intColumn('age', 'month', 'months on book', '账龄月'),
    share('defaulted', 'ever more than 90 days past due / lent', '累计逾期90天以上占放款'),
    share('chargedOff', 'charged off so far / lent', '累计核销占放款'),
  ],
)

const SCORE_QUALITY: TableSpec = tableOf(
  'score_quality',
  'Quality of scores by what lenders knew, from loans whose first year lies in the run',
  '按机构所知划分的评分质量（首年在模拟期内的贷款）',
  [
    textColumn('knowledge', 'neither, platform, bureau, both or all', '机构所知'),
    textColumn('file', 'none, unscored, scored or all', '征信状态'),
    count('loans', 'loans made', '放款笔数'),
    count('defaulted', 'of them more than 90 days past due within a year', '一年内逾期90天以上笔数'),
    share('rate', 'defaulted / loans', '违约率'),
    share('expectedRate', 'expected by the score / loans', '评分预期违约率'),
    share('pricedRate', 'the same times the loss multiplier that lenders price with', '定价所用预期违约率'),
    index('auc', 'area under the ROC curve', '曲线下面积'),
    index('aucLow', 'lower end of its 95 % interval (Hanley & McNeil 1982)', '95%区间下限'),
    index('aucHigh', 'upper end of its 95 % interval', '95%区间上限'),
    index('calibration', 'defaulted / expected: above 1 scores were too kind', '实际/预期违约，大于1为过于乐观'),
  ],
)

const LENDERS_PER_BORROWER: TableSpec = tableOf(
  'lenders_per_borrower',
  'Consumer-months with debt of the reported window by age and number of lenders',
  '报告期有债务的人月，按年龄与债权机构数',
  [
    textColumn('ageGroup', 'under30 or from30', '年龄组：30岁以下、30岁及以上'),
    count('lenders', 'lenders at which they owe', '债权机构数'),
    intColumn('borrowerMonths', 'month', 'consumer-months with debt', '有债务的人月数'),
    share('share', 'share of the consumer-months with debt of the age group', '占该年龄组有债务人月'),
  ],
)

const DEBT_SERVICE_QUANTILES: TableSpec = tableOf(
  'debt_service_quantiles',
  'Quantiles of instalments due over income, over consumer-months with debt of the reported window',
  '报告期偿债收入比分位数',
  [
    textColumn('ageGroup', 'under30 or from30', '年龄组：30岁以下、30岁及以上'),
    share('quantile', 'share of borrower-months at or below', '分位'),
    share('debtService', 'instalments due over income', '偿债收入比'),
  ],
)

const LENDER_LEAGUE: TableSpec = tableOf(
  'lender_league',
  'Lenders over the reported window; rows without a lender are whole classes',
  '报告期各机构；无机构代码的行为整类',
  [
    textColumn('lender', 'code of the lender', '机构代码'),
    textColumn('class', 'bank, licensed or platform', '机构类别'),
    intColumn('months', 'month', 'months in the window', '报告期月数'),
    yuanColumn('meanLoans', 'mean loans outstanding', '平均贷款余额'),
    share('share', 'share of mean loans', '余额份额'),
    share('roa', 'net income a year / mean loans', '资产收益率（年净利润/平均贷款）'),
    share('netInterestMargin', '(interest - cost of funds) a year / mean loans', '净息差（扣除信用损失前）'),
    share('nplShare', 'balance more than 90 days past due / loans', '不良率'),
    share('chargeOffRate', 'charge-offs a year / mean loans', '年核销率'),
    share('approvalRate', 'approvals / applications', '批准率'),
    yuanColumn('ticket', 'amount lent / loans made', '笔均金额'),
    count('originations', 'loans made', '放款笔数'),
    share('meanApr', 'mean APR of loans made, weighted by amount', '新放款平均年化利率'),
    share('finalCapitalRatio', 'equity / loans in the last month', '期末权益比贷款'),
  ],
)

export function derivedTables(tables: readonly Table[], scenario: MeasuredScenario): Table[] {
  const niches = rankNiches(tables)
  const scalars = outcomes(tables, scenario).map((outcome) => ({
    ...outcome,
    headline: HEADLINE_KEYS.includes(outcome.key),
  }))
  return [
    fromRecords(OUTCOMES, scalars),
    measuresTable(),
    monthlyTable({ tables, scenario }),
    fromRecords(MIXES, [...purposeMix(niches, scenario), ...ageMix(tables, scenario)]),
    fromRecords(NICHE_RANKS, niches),
    fromRecords(SERVED, servedByGroup(tables)),
    fromRecords(HOMOGENISATION, homogenisationByMonth(tables, scenario.choice.bandwidth)),
    fromRecords(DESIGN_MAP, designMap(tables).products),
    fromRecords(VINTAGE_CURVES, vintageCurves(tables, scenario.horizon.months - 1)),
    fromRecords(SCORE_QUALITY, scoreQuality(tables)),
    fromRecords(LENDERS_PER_BORROWER, lendersPerBorrower(tables)),
    fromRecords(DEBT_SERVICE_QUANTILES, burdenQuantiles(tables)),
    fromRecords(LENDER_LEAGUE, [...lenderLeague(tables), ...lenderClasses(tables)]),
  ]
}
