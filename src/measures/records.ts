/**
 * The recorded tables of a run: the contract between the market (which fills them) and the measures,
 * charts and files (which read them). Every month is recorded, burn-in included; months count from the
 * first reported month (0), burn-in months are negative. Money is in yuan with two decimals (whole fen).
 */

import {
  flagColumn,
  floatColumn,
  intColumn,
  MONTH_COLUMN,
  tableOf,
  textColumn,
  yuanColumn,
} from '../base/build-table.ts'
import { columnsOf, inPlace } from '../base/counters.ts'
import type { TableSpec } from '../base/table.ts'
import { FATE_NAMES, FATES } from '../base/vocabulary.ts'
import {
  GROUP_COUNTERS,
  LENDER_COUNTERS,
  MARKET_COUNTERS,
  NICHE_COUNTERS,
  PRODUCT_COUNTERS,
} from '../market/counters.ts'
import { FILE_MONTH_COLUMNS } from '../market/mechanisms/bureau/tables.ts'
import { TALK_LENDER_COLUMNS, TALK_MONTH_COLUMNS } from '../market/mechanisms/diffusion/tables.ts'
import { INDUSTRY_MONTH_COLUMNS } from '../market/mechanisms/entry-exit/tables.ts'
import { FRAUD_LENDER_COLUMNS, FRAUD_MONTH_COLUMNS } from '../market/mechanisms/fraud/tables.ts'
import { INVESTOR_MONTH_COLUMNS, P2P } from '../market/mechanisms/p2p/tables.ts'
import { PARTNER_LENDER_COLUMNS, PARTNER_MONTH_COLUMNS } from '../market/mechanisms/partners/tables.ts'
import { PREPAYMENT_MONTH_COLUMNS } from '../market/mechanisms/prepayment/tables.ts'
import { LINE_MONTH_COLUMNS } from '../market/mechanisms/revolving/tables.ts'

const market = columnsOf(MARKET_COUNTERS)
const lenders = columnsOf(LENDER_COUNTERS)
const products = columnsOf(PRODUCT_COUNTERS)
const niches = columnsOf(NICHE_COUNTERS)
const groups = columnsOf(GROUP_COUNTERS)

/** One row a month: the whole market. */
export const MONTHS: TableSpec = tableOf(
  'months',
  'The market, month by month',
  '市场逐月总况',
  inPlace(MARKET_COUNTERS, [
    MONTH_COLUMN,
    intColumn('consumers', 'person', 'consumers alive', '在世消费者数'),
    market.unemployed,
    ...FILE_MONTH_COLUMNS,
    market.income,
    market.spending,
    market.illiquidSaving,
    market.liquidSavings,
    market.needs,
    market.demanded,
    market.demandedFen,
    market.served,
    market.expired,
    market.shoppers,
    market.applicants,
    market.deniedPersons,
    market.applications,
    market.approvals,
    market.declined,
    market.rationed,
    market.loans,
    market.requestedFen,
    market.originatedFen,
    floatColumn('meanApr', '1', 'mean APR of loans made, weighted by amount', '新放款平均年化利率（金额加权）'),
    floatColumn('sdApr', '1', 'standard deviation of that APR', '新放款利率标准差'),
    yuanColumn('balance', 'debt outstanding', '贷款余额'),
    market.current,
    market.past30,
    market.past60,
    market.past90,
    market.npl,
    market.chargedOffFen,
    market.recoveredFen,
    market.repaidFen,
    market.borrowers,
    market.multiLender,
    market.borrowersUnder30,
    market.multiLenderUnder30,
    floatColumn('debtService', '1', 'instalments due over income, mean over borrowers', '借款人平均偿债收入比'),
    yuanColumn('netIncome', 'net income of all lenders', '机构净利润合计'),
    yuanColumn('promotionCost', 'cost of promotions', '促销成本'),
    market.referralFen,
    intColumn('adopters', 'person', 'consumers alive who ever borrowed', '曾经借款的在世消费者数'),
    market.firstLoans,
    intColumn('customersLoans', 'count', 'loans to those who had borrowed before', '曾经借款者的新借款笔数'),
    intColumn('repeatLoans', 'count', 'of them from the lender of the loan before', '其中仍向上一次机构借款的笔数'),
    intColumn('newCustomers', 'count', 'loans to customers new to the lender', '机构新客户借款笔数'),
    ...TALK_MONTH_COLUMNS,
    floatColumn(
      'satisfaction',
      '1',
      'mean satisfaction with the latest lender, −1 to 1',
      '对最近机构的平均满意度（−1 至 1）',
    ),
    intColumn('activeProducts', 'count', 'products on the shelf', '在售产品数'),
    intColumn('imitations', 'count', 'designs imitated, adopted or not', '模仿次数（含未采用）'),
    intColumn('innovations', 'count', 'projects of research and design, adopted or not', '创新次数（含未采用）'),
    intColumn('designsAdopted', 'count', 'products moved to a new design', '采用新设计的产品数'),
    intColumn('launches', 'count', 'products launched', '新推出产品数'),
    intColumn('withdrawals', 'count', 'products withdrawn', '下架产品数'),
    yuanColumn('researchCost', 'cost of research and design', '研发成本'),
    intColumn(
      'failedDesigns',
      'count',
      'launches and innovations withdrawn within a year',
      '一年内即下架的新产品与创新数',
    ),
    yuanColumn('failedDesignCost', 'what these cost: research and losses since', '其成本：研发及此后亏损'),
    market.births,
    market.settledFen,
    intColumn(
      'promotedNext',
      'count',
      'next loans of customers won in a promotion, their lender not promoting',
      '促销期外，促销获得客户的下一笔借款',
    ),
    intColumn('promotedRepeat', 'count', 'of them from the same lender', '其中仍向该机构借款'),
    intColumn(
      'otherNext',
      'count',
      'next loans of all other customers, their lender not promoting',
      '促销期外，其他客户的下一笔借款',
    ),
    intColumn('otherRepeat', 'count', 'of them from the same lender', '其中仍向该机构借款'),
    ...FRAUD_MONTH_COLUMNS,
    ...INVESTOR_MONTH_COLUMNS,
    ...INDUSTRY_MONTH_COLUMNS,
    floatColumn('hhi', '1', 'Herfindahl-Hirschman index of loans outstanding', '贷款余额赫芬达尔指数'),
    floatColumn('top3', '1', 'share of the three largest lenders in loans outstanding', '前三大机构贷款份额'),
    yuanColumn('injected', 'capital put in by owners, newcomers included', '股东注入资本（含新机构）'),
    yuanColumn('fundersLoss', 'funds that lenders wound up could not repay', '清盘机构对资金方的欠付'),
    ...PARTNER_MONTH_COLUMNS,
    yuanColumn('merchantFees', 'paid by merchants for purchases on credit', '商户贴息收入'),
    ...LINE_MONTH_COLUMNS,
    ...PREPAYMENT_MONTH_COLUMNS,
  ]),
)

/** One row a lender and month. */
export const LENDERS: TableSpec = tableOf(
  'lenders',
  'Lenders, month by month',
  '各机构逐月',
  inPlace(LENDER_COUNTERS, [
    MONTH_COLUMN,
    textColumn('lender', 'code of the lender', '机构代码'),
    textColumn('class', 'bank, licensed or platform', '机构类别'),
    yuanColumn('loans', 'loans outstanding, partners’ shares included', '贷款余额（含合作方出资）'),
    ...PARTNER_LENDER_COLUMNS,
    yuanColumn('allowance', 'provisions held against them', '拨备余额'),
    yuanColumn('cash', 'cash', '现金'),
    yuanColumn('funding', 'borrowed funds', '融入资金'),
    yuanColumn('equity', 'equity', '权益'),
    lenders.applications,
    lenders.approvals,
    lenders.rationed,
    lenders.originations,
    lenders.originatedFen,
    yuanColumn('interest', 'interest income', '利息收入'),
    yuanColumn('feeIncome', 'fees received', '手续费收入'),
    yuanColumn('facilitationFees', "of these, kept of the partner's interest", '其中：助贷服务费'),
    yuanColumn('merchantFees', 'of these, paid by merchants', '其中：商户贴息'),
    yuanColumn('guaranteePaid', "partner's losses made good; negative = received", '代偿合作方损失（负为收到）'),
    yuanColumn('fundingCost', 'cost of funds', '资金成本'),
    yuanColumn('operatingCost', 'operating cost, overheads included', '运营成本（含固定费用）'),
    yuanColumn('acquisitionCost', 'acquisition and application cost', '获客与审批成本'),
    yuanColumn('serviceCost', 'training of staff for service', '服务培训成本'),
    yuanColumn('productCost', 'shelf cost and research', '产品维持与研发成本'),
    yuanColumn('promotionCost', 'promotion cost', '促销成本'),
    yuanColumn('creditCost', 'credit cost: charge-offs less recoveries plus change of allowance', '信用成本'),
    yuanColumn('netIncome', 'net income', '净利润'),
    yuanColumn('dividends', 'dividends paid', '分红'),
    lenders.chargedOffFen,
    yuanColumn('npl', 'balance more than 90 days past due', '逾期90天以上余额'),
    floatColumn('meanApr', '1', 'mean APR of loans made', '新放款平均年化利率'),
    floatColumn('lossMultiplier', '1', 'belief: realised over modelled losses', '损失乘数信念'),
    floatColumn(
      'fundedShare',
      '1',
      'share of approvable lending that capital can fund',
      '资本可支持的可批准放款额比例',
    ),
    floatColumn(
      'fundedGrades',
      '1',
      'risk grades that capital funds, best first; the fraction is the share of the next one',
      '资本可支持的风险等级数（由优到劣；小数为下一等级的比例）',
    ),
    lenders.borrowers,
    floatColumn('quality', '1', 'quality of service, 0 to 1', '服务质量（0 至 1）'),
    floatColumn(
      'awareness',
      '1',
      'share of consumers who know it, from up to 4096 of them',
      '知晓率（至多 4096 人样本）',
    ),
    lenders.customers,
    floatColumn('satisfaction', '1', 'their mean satisfaction, −1 to 1', '其平均满意度（−1 至 1）'),
    lenders.customersLoans,
    lenders.repeatLoans,
    lenders.newCustomers,
    ...TALK_LENDER_COLUMNS,
    lenders.promotedNext,
    lenders.promotedRepeat,
    lenders.otherNext,
    lenders.otherRepeat,
    ...FRAUD_LENDER_COLUMNS,
    textColumn('status', 'active, runOff (collects and lends no more) or closed', '状态：营业、清收、已关闭'),
    yuanColumn('injected', 'capital put in by owners', '股东注入资本'),
    yuanColumn('fundersLoss', 'funds that could not be repaid at winding up', '清盘时对资金方的欠付'),
  ]),
)

/** One row a product and month. */
export const PRODUCTS: TableSpec = tableOf(
  'products',
  'Products, month by month',
  '各产品逐月',
  inPlace(PRODUCT_COUNTERS, [
    MONTH_COLUMN,
    textColumn('product', 'code of the product', '产品代码'),
    textColumn('lender', 'code of the lender', '机构代码'),
    textColumn('class', 'bank, licensed or platform', '机构类别'),
    textColumn('archetype', "category of the paper's Table 2", '论文表2的产品类别'),
    textColumn('boundTo', 'purpose that it is bound to; empty for a general loan', '绑定用途（场景贷）；通用贷款为空'),
    products.originations,
    products.originatedFen,
    floatColumn('meanApr', '1', 'mean APR of loans made', '新放款平均年化利率'),
    floatColumn('postedApr', '1', 'posted APR', '公示年化利率'),
    floatColumn('margin', '1', 'margin over break-even', '盈亏平衡利率之上的定价加成'),
    products.balanceFen,
    yuanColumn(
      'contribution',
      'interest less losses, funds, operations, making of loans and shelf cost; no overheads',
      '产品贡献（利息减损失、资金、运营、放款与维持成本，不含固定费用）',
    ),
    textColumn(
      'origin',
      'origin of the design: roster, imitation, innovation or launch',
      '设计来源：初始、模仿、创新或新推出',
    ),
    textColumn('parent', 'code of the product copied, if any', '被模仿产品代码'),
    intColumn('withdrawn', 'flag', '1 once off the shelf, while loans run off', '下架后（贷款清偿期）为1'),
    floatColumn('moved', '1', 'distance that the design moved this month', '本月设计移动距离'),
    intColumn('promoted', 'flag', '1 while a promotion runs', '促销中为1'),
    floatColumn('fitShopping', '1', 'purpose fit: shopping', '用途适配：购物'),
    floatColumn('fitEducation', '1', 'purpose fit: education', '用途适配：教育'),
    floatColumn('fitRent', '1', 'purpose fit: rent', '用途适配：租房'),
    floatColumn('fitRenovation', '1', 'purpose fit: renovation', '用途适配：装修'),
    floatColumn('fitTravel', '1', 'purpose fit: travel', '用途适配：旅游'),
    floatColumn('fitOther', '1', 'purpose fit: other', '用途适配：其他'),
    floatColumn(
      'channel',
      '1',
      'age/channel fit: 0 youth and app, 1 elderly and branch',
      '年龄/渠道适配：0 年轻/APP，1 年长/网点',
    ),
    yuanColumn('limit', 'limit', '额度'),
    intColumn('term', 'month', 'term', '期限'),
  ]),
)

/** One row a decision about a design: who copied whom, what was tried, launched and withdrawn. */
export const DESIGNS: TableSpec = tableOf('designs', 'Decisions about the design of products', '产品设计决策', [
  MONTH_COLUMN,
  textColumn('lender', 'code of the lender', '机构代码'),
  textColumn('product', 'code of the product', '产品代码'),
  textColumn('kind', 'imitation, innovation or withdrawal', '模仿、创新或下架'),
  textColumn('outcome', 'moved, launched, rejected or withdrawn', '结果：移动、推出、放弃或下架'),
  textColumn('parent', 'code of the product copied, if any', '被模仿产品代码'),
  floatColumn('distance', '1', 'distance from the old design to the candidate', '候选设计与原设计的距离'),
  yuanColumn(
    'cost',
    'research paid; at a withdrawal within a year, all that the failure cost',
    '研发支出；一年内下架时为失败总成本',
  ),
])

/** One row a niche (purpose x amount band x age band) and month; counts fall in the month of the event. */
export const NICHES: TableSpec = tableOf(
  'niches',
  'Niches of demand, month by month',
  '利基市场逐月',
  inPlace(NICHE_COUNTERS, [
    MONTH_COLUMN,
    textColumn('purpose', "purpose of the paper's Table 3", '用途（论文表3）'),
    textColumn('amountBand', 'amount: <1k, 1k-5k, 5k-20k, >=20k yuan', '金额档'),
    textColumn('ageBand', "age band of the paper's Table 4", '年龄档（论文表4）'),
    niches.potential,
    niches.potentialFen,
    niches.demanded,
    niches.demandedFen,
    niches.served,
    niches.servedFen,
    intColumn('fundable', 'count', 'fundable needs that arose', '产生的可融资需求数'),
    intColumn(
      'reachable',
      'count',
      'fundable needs that closed and could have been served (see the table fates)',
      '已了结且可被满足的可融资需求数（见fates表）',
    ),
    intColumn('reached', 'count', 'of these, served wholly or in part', '其中获全部或部分融资'),
  ]),
)

/** Columns of the fates of needs: how many closed so, how many are open. */
const FATE_COLUMNS = [
  ...FATES.map((fate) => intColumn(fate, 'count', `closed: ${FATE_NAMES[fate].en}`, `了结：${FATE_NAMES[fate].zh}`)),
  intColumn('open', 'count', 'pending at the end', '期末待满足'),
]

/** One row a group, kind of need and month. A need counts in the groups that its owner was in when it arrived. */
export const NEED_FATES: TableSpec = tableOf(
  'fates',
  'Fates of needs by group of consumers and kind of need, month by month',
  '需求去向逐月，按消费者分组与需求类型',
  [
    MONTH_COLUMN,
    textColumn(
      'grouping',
      'wouldBeFiled (by the coverage at which a file appears), incomeQuartile or ageBand, at arrival',
      '分组方式：在何覆盖率下有记录、收入四分位、年龄档（需求产生时）',
    ),
    textColumn('group', 'group', '组别'),
    textColumn(
      'kind',
      'fundable, size (too small for its fixed cost), risk (too risky), prefersNot (would not borrow at the reference price), fraud, shortfall (planned spending)',
      '需求类型：可融资、金额过小、风险过高、参考价格下不愿借、欺诈、计划内缺口',
    ),
    intColumn('arrived', 'count', 'needs that arose', '产生的需求数'),
    ...FATE_COLUMNS,
  ],
)

/** The same over the reported window by niche, fundable or not. */
export const NICHE_FATES: TableSpec = tableOf(
  'niche_fates',
  'Fates of needs by niche over the reported window',
  '报告期各利基的需求去向',
  [
    textColumn('purpose', "purpose of the paper's Table 3", '用途（论文表3）'),
    textColumn('amountBand', 'amount: <1k, 1k-5k, 5k-20k, >=20k yuan', '金额档'),
    textColumn('ageBand', "age band of the paper's Table 4", '年龄档（论文表4）'),
    flagColumn('fundable', '1 for fundable needs', '可融资需求为1'),
    intColumn('arrived', 'count', 'needs that arose', '产生的需求数'),
    ...FATE_COLUMNS,
  ],
)

/** Loans of the reported window by file and true risk of the borrower. */
export const RISK_PRICES: TableSpec = tableOf(
  'risk_prices',
  'Prices of loans made in the reported window by credit file and true risk',
  '报告期新放款价格，按征信状态与真实风险',
  [
    textColumn('file', 'none, unscored or scored, when the loan was made', '放款时征信状态'),
    textColumn('wouldBeFiled', 'coverage at which a file appears: 0.5, 0.727, 0.9 or 1', '在何覆盖率下有记录'),
    floatColumn(
      'riskFrom',
      'sd',
      'lower edge of the bin of the risk type; bins are half a sd wide, the ends open',
      '风险类型区间下限，宽半个标准差，两端开放',
    ),
    intColumn('loans', 'count', 'loans made', '放款笔数'),
    yuanColumn('originated', 'amount lent', '放款金额'),
    floatColumn('meanApr', '1', 'mean APR, weighted by amount', '平均年化利率（金额加权）'),
  ],
)

/** Scored applications of fundable needs in the reported window, granted or not. */
export const APPLICANT_SCORES: TableSpec = tableOf(
  'applicant_scores',
  'Scores of applications for fundable needs in the reported window, granted or not',
  '报告期可融资需求的申请评分（不论是否批准）',
  [
    textColumn('knowledge', 'what the lender knew: neither, platform, bureau or both', '机构所知'),
    textColumn('file', 'none, unscored or scored', '征信状态'),
    floatColumn(
      'scoreFrom',
      '1',
      'lower edge of the bin: logarithm of the annual loss that the lender expects; bins are 0.3 wide, the ends open',
      '评分区间下限（机构预期年损失率的自然对数），宽0.3，两端开放',
    ),
    intColumn('applications', 'count', 'applications', '申请笔数'),
    floatColumn('expected', 'count', 'true chances of default within a year, summed', '一年内真实违约概率之和'),
  ],
)

/** One row a group of consumers and month. Groupings are not exclusive of one another. */
export const GROUPS: TableSpec = tableOf(
  'groups',
  'Groups of consumers, month by month',
  '消费者分组逐月',
  inPlace(GROUP_COUNTERS, [
    MONTH_COLUMN,
    textColumn(
      'grouping',
      'file (none, unscored, scored), wouldBeFiled (by the coverage at which a file appears: 0.5, 0.727, 0.9, 1), ageBand, incomeQuartile, purpose',
      '分组方式：征信状态、在何覆盖率下有记录、年龄档、收入四分位、用途',
    ),
    textColumn('group', 'group', '组别'),
    groups.demanded,
    groups.served,
    groups.applications,
    groups.denied,
    groups.requestedFen,
    groups.grantedFen,
    floatColumn('meanApr', '1', 'mean APR of loans made', '新放款平均年化利率'),
    groups.chargedOffFen,
    groups.falseExclusions,
  ]),
)

/** Loans made in the reported window by APR: bins of 50 basis points. */
export const APRS: TableSpec = tableOf('aprs', 'APR of loans made in the reported window', '报告期新放款利率分布', [
  textColumn('class', 'bank, licensed or platform', '机构类别'),
  textColumn('file', 'none, unscored or scored', '征信状态'),
  floatColumn('aprFrom', '1', 'lower edge of the bin; bins are 0.005 wide', '区间下限，宽0.005'),
  intColumn('loans', 'count', 'loans made', '放款笔数'),
  yuanColumn('originated', 'amount lent', '放款金额'),
  yuanColumn(
    'nearCap',
    'of it, within a point of the cap that bound the lender in the month of the loan',
    '其中：利率距当月所适用上限一个百分点以内的金额',
  ),
])

/** Loans by month of origination (vintage) and months on book. */
export const VINTAGES: TableSpec = tableOf(
  'vintages',
  'Vintages: loans by month of origination and months on book',
  '账龄：按放款月与账龄月',
  [
    intColumn('vintage', 'month', 'month of origination', '放款月'),
    intColumn('age', 'month', 'months on book', '账龄月'),
    yuanColumn('originated', 'amount lent in the vintage', '该批放款金额'),
    yuanColumn('defaulted', 'principal first more than 90 days past due at this age', '在该账龄首次逾期90天以上的本金'),
    yuanColumn('chargedOff', 'balance charged off at this age', '在该账龄核销的余额'),
  ],
)

/** Life-cycle profile over the reported window: means by single year of age. */
export const AGES: TableSpec = tableOf('ages', 'Life-cycle profile over the reported window', '报告期生命周期剖面', [
  intColumn('age', 'year', 'age in whole years', '周岁'),
  intColumn('personMonths', 'month', 'consumer-months lived at this age', '该年龄的人月数'),
  intColumn('borrowerMonths', 'month', 'consumer-months with debt', '有债务的人月数'),
  intColumn('loans', 'count', 'loans made', '放款笔数'),
  yuanColumn('income', 'mean monthly income', '平均月收入'),
  yuanColumn('spending', 'mean monthly spending, needs included', '平均月支出（含需求）'),
  yuanColumn('illiquidSaving', 'mean monthly illiquid saving', '平均月非流动性储蓄'),
  yuanColumn('liquidSavings', 'mean liquid savings', '平均流动性储蓄'),
  yuanColumn('debt', 'mean debt', '平均债务'),
  floatColumn('overspent', '1', 'consumer-months in which spending exceeded income', '支出超过收入的人月占比'),
  yuanColumn('borrowed', 'mean amount borrowed a month', '平均月借款额'),
  yuanColumn(
    'netBorrowing',
    'mean monthly change of debt: borrowed less repaid and written off',
    '平均月债务变动（借款减还款与核销）',
  ),
])

/** One row a class of lenders and month: how far it has spread. */
export const ADOPTION: TableSpec = tableOf(
  'adoption',
  'Awareness and adoption by class of lender, month by month',
  '各类机构的知晓与采用逐月',
  [
    MONTH_COLUMN,
    textColumn('class', 'bank, licensed or platform', '机构类别'),
    floatColumn(
      'aware',
      '1',
      'share of consumers who know at least one lender of the class, from up to 4096 of them',
      '至少知晓一家该类机构的消费者占比（至多 4096 人样本）',
    ),
    intColumn(
      'adopters',
      'person',
      'consumers alive who ever borrowed from the class',
      '曾向该类机构借款的在世消费者数',
    ),
  ],
)

/** The lenders, each as it opened. */
export const ROSTER: TableSpec = tableOf('roster', 'The lenders, each as it opened', '机构名录（开业时）', [
  textColumn('lender', 'code of the lender', '机构代码'),
  textColumn(
    'name',
    'label: a name says where the starting capital comes from and nothing else',
    '标签：名称仅表示起始资本的来源',
  ),
  textColumn('class', 'bank, licensed or platform', '机构类别'),
  textColumn('model', 'business model', '业务模式'),
  yuanColumn('startingEquity', 'equity when it opened, set-up cost paid', '开业权益（扣除开办成本）'),
  intColumn('products', 'count', 'products when it opened', '开业时产品数'),
  intColumn(
    'entered',
    'month',
    'month of opening; founders: the first month of the burn-in',
    '开业月份；创始机构为预热期首月',
  ),
])

const PERSON_COLUMN = textColumn(
  'person',
  'slot and generation of the consumer, as slot.generation',
  '消费者编号：槽位.世代',
)

/** One row an application of somebody in the panel, reported months only. */
export const APPLICATIONS: TableSpec = tableOf('applications', 'Applications of the panel', '面板消费者的申请', [
  MONTH_COLUMN,
  PERSON_COLUMN,
  intColumn('age', 'year', 'age in whole years', '周岁'),
  textColumn('file', 'none, unscored or scored', '征信状态'),
  textColumn('lender', 'code of the lender', '机构代码'),
  textColumn('product', 'code of the product', '产品代码'),
  textColumn('purpose', "purpose of the paper's Table 3", '用途（论文表3）'),
  yuanColumn('requested', 'amount asked for', '申请金额'),
  intColumn(
    'grade',
    '1',
    'risk grade, 0 best to 9 worst, -1 where none was given',
    '风险等级，0 最好，9 最差，-1 表示未评级',
  ),
  textColumn('outcome', 'refused, rationed, declined (by the applicant) or lent', '结果'),
  textColumn(
    'refusal',
    'ground of refusal: risk, concurrentLenders, pastDueHere, pastDueElsewhere, chargeOff, debtService, fraud; empty if approved',
    '拒绝理由',
  ),
  floatColumn('apr', '1', 'APR quoted', '报价年化利率'),
  yuanColumn('granted', 'amount approved', '批准金额'),
])

/** One row a loan to somebody in the panel made in a reported month. */
export const LOANS: TableSpec = tableOf('loans', 'Loans of the panel', '面板消费者的贷款', [
  MONTH_COLUMN,
  PERSON_COLUMN,
  textColumn('lender', 'code of the lender', '机构代码'),
  textColumn('product', 'code of the product', '产品代码'),
  textColumn('purpose', "purpose of the paper's Table 3", '用途（论文表3）'),
  yuanColumn('amount', 'amount lent', '放款金额'),
  floatColumn('apr', '1', 'APR of the contract', '合同年化利率'),
  intColumn('grade', '1', 'risk grade, 0 best to 9 worst', '风险等级，0 最好，9 最差'),
  textColumn('ending', 'running (at the end of the run), repaid, settledAtExit or chargedOff', '结局'),
  floatColumn('endMonth', 'month', 'month in which it ended', '结束月'),
  yuanColumn('endBalance', 'balance then settled or charged off', '结束时结清或核销的余额'),
])

/** One row a person of the panel and year of the reported window. */
export const PERSONS: TableSpec = tableOf('persons', 'The panel once a year', '面板消费者年度状况', [
  MONTH_COLUMN,
  PERSON_COLUMN,
  intColumn('age', 'year', 'age in whole years', '周岁'),
  textColumn('file', 'none, unscored or scored', '征信状态'),
  flagColumn('unemployed', '1 if out of work', '失业为1'),
  floatColumn(
    'risk',
    '1',
    'risk type, standardised; nobody in the market sees it',
    '风险类型（标准化），市场中无人可见',
  ),
  yuanColumn('permanentIncome', 'permanent monthly income', '持久月收入'),
  yuanColumn('savings', 'liquid savings', '流动性储蓄'),
  yuanColumn('debt', 'debt', '债务'),
  intColumn('loans', 'count', 'loans running', '在贷笔数'),
  intColumn('monthsPastDue', 'month', 'most months past due over these loans', '最长逾期月数'),
])

/** Loans made in the reported window at least a year before its end, by what the lender knew and its score. */
export const SCORES: TableSpec = tableOf(
  'scores',
  'Scores at origination and what became of the loans within a year',
  '放款时评分及一年内结果',
  [
    textColumn(
      'knowledge',
      'what the lender knew: neither, platform (its data only), bureau (its signal only), both',
      '机构所知：两者皆无、仅平台数据、仅征信、两者皆有',
    ),
    textColumn('file', 'none, unscored or scored', '征信状态'),
    floatColumn(
      'scoreFrom',
      '1',
      'lower edge of the bin: logarithm of the annual loss that the lender expects; bins are 0.3 wide, the first and last open',
      '评分区间下限（机构预期年损失率的自然对数），宽0.3，首末区间开放',
    ),
    intColumn('loans', 'count', 'loans made', '放款笔数'),
    intColumn('defaulted', 'count', 'of them more than 90 days past due within a year', '一年内逾期90天以上笔数'),
    floatColumn('expected', 'count', 'of them expected to be, by the score', '评分预期的违约笔数'),
    floatColumn(
      'priced',
      'count',
      'the same times the loss multiplier that the lender prices with',
      '乘以机构定价所用损失乘数后的预期违约笔数',
    ),
  ],
)

/** Borrowers by number of lenders, month by month. */
export const MULTI_LENDER: TableSpec = tableOf(
  'multiLender',
  'Borrowers by number of lenders, month by month',
  '按债权机构数划分的借款人逐月',
  [
    MONTH_COLUMN,
    textColumn('ageGroup', 'under30 or from30', '年龄组：30岁以下、30岁及以上'),
    intColumn('lenders', 'count', 'lenders at which they owe: 1 to 4', '债权机构数'),
    intColumn('borrowers', 'person', 'consumers with debt', '有债务人数'),
  ],
)

/** Burden of debt service in the reported window. */
export const DEBT_SERVICE: TableSpec = tableOf(
  'debtService',
  'Instalments due over income in the reported window',
  '报告期偿债收入比分布',
  [
    textColumn('ageGroup', 'under30 or from30', '年龄组：30岁以下、30岁及以上'),
    floatColumn(
      'from',
      '1',
      'lower edge of the bin; bins are 0.02 wide, the last open',
      '区间下限，宽0.02，末区间开放',
    ),
    intColumn('borrowerMonths', 'month', 'consumer-months with debt', '有债务的人月数'),
  ],
)

export const RECORDED: readonly TableSpec[] = [
  MONTHS,
  LENDERS,
  PRODUCTS,
  DESIGNS,
  NICHES,
  GROUPS,
  APRS,
  VINTAGES,
  AGES,
  ADOPTION,
  ROSTER,
  SCORES,
  MULTI_LENDER,
  DEBT_SERVICE,
  APPLICATIONS,
  LOANS,
  PERSONS,
  P2P,
  NEED_FATES,
  NICHE_FATES,
  RISK_PRICES,
  APPLICANT_SCORES,
]
