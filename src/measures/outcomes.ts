/** Every scalar outcome of a run under one key, with its unit and its name in two languages. */

import { numbers, type Table } from '../base/table.ts'
import { AGE_BANDS } from '../base/vocabulary.ts'
import { retention } from './adoption.ts'
import { aprDistribution } from './aprs.ts'
import { fraudOutcome } from './fraud.ts'
import { homogenisationByMonth } from './homogenisation.ts'
import { lenderClasses, lenderLeague, marketStructure } from './lender-league.ts'
import { longTail, rankNiches } from './long-tail.ts'
import type { MeasuredScenario } from './measured-scenario.ts'
import { ageMismatch, ageMix, purposeMix } from './mixes.ts'
import { promotionOutcome } from './promotion.ts'
import { reachByGroup } from './reach.ts'
import { ratio, reportedRows, reportedSum, tableNamed } from './rows.ts'
import { scoreQuality } from './scores.ts'

export interface Outcome {
  readonly key: string
  /** NaN where the run gives nothing to measure. */
  readonly value: number
  /** '1' for shares and yearly rates, 'CNY', 'count', or 'index' for pure numbers. */
  readonly unit: OutcomeUnit
  readonly en: string
  readonly zh: string
}

export type OutcomeUnit = '1' | 'CNY' | 'count' | 'index'

const CLASS_NAMES: { readonly [name: string]: readonly [en: string, zh: string] } = {
  bank: ['banks', '银行'],
  licensed: ['licensed companies', '持牌公司'],
  platform: ['platforms', '平台'],
}

const PURPOSE_NAMES: { readonly [name: string]: readonly [en: string, zh: string] } = {
  shopping: ['shopping', '购物'],
  education: ['education', '教育'],
  rent: ['rent', '租房'],
  renovation: ['renovation', '装修'],
  travel: ['travel', '旅游'],
  other: ['other', '其他'],
}

/** Key and names of each band of `AGE_BANDS`. */
const AGE_NAMES = [
  ['under20', 'under 20', '20岁以下'],
  ['from20', '20–30', '20–30岁'],
  ['from30', '30–40', '30–40岁'],
  ['from40', '40–50', '40–50岁'],
  ['from50', 'over 50', '50岁以上'],
] as const

/** All outcomes, in a fixed order. */
export function outcomes(tables: readonly Table[], scenario: MeasuredScenario): Outcome[] {
  return [
    ...sizeAndPrice(tables),
    ...access(tables),
    ...diffusion(tables),
    ...promotionAndFraud(tables),
    ...tail(tables),
    ...risk(tables),
    ...profit(tables),
    ...industryAndDesign(tables),
    ...variety(tables, scenario),
    ...mixOutcomes(tables, scenario),
    ...scores(tables),
  ]
}

function promotionAndFraud(tables: readonly Table[]): Outcome[] {
  const promotion = promotionOutcome(tables)
  const fraud = fraudOutcome(tables)
  return [
    {
      key: 'promotion.costShare',
      value: promotion.costShare,
      unit: '1',
      en: 'cost of promotions, of income before it',
      zh: '促销成本占（未扣促销）收入的比例',
    },
    {
      key: 'promotion.kept',
      value: promotion.promotedKept,
      unit: '1',
      en: 'next loans from the same lender, customers won in a promotion, after it',
      zh: '促销结束后仍选同一机构的下一笔借款占比：促销获得的客户',
    },
    {
      key: 'promotion.keptOthers',
      value: promotion.otherKept,
      unit: '1',
      en: 'next loans from the same lender, other customers, no promotion running',
      zh: '非促销期仍选同一机构的下一笔借款占比：其他客户',
    },
    {
      key: 'fraud.loss',
      value: fraud.lossRate,
      unit: '1',
      en: 'fraudulent loans charged off a year, of the balance',
      zh: '欺诈贷款年核销额占余额',
    },
    {
      key: 'fraud.detected',
      value: fraud.detected,
      unit: '1',
      en: 'fraudulent applications found out',
      zh: '欺诈申请识破率',
    },
    {
      key: 'fraud.falseExclusions',
      value: fraud.falseExclusions,
      unit: '1',
      en: 'honest applications refused as fraud',
      zh: '诚实申请误判率',
    },
  ]
}

function diffusion(tables: readonly Table[]): Outcome[] {
  const found = retention(tables)
  return [
    {
      key: 'adopted',
      value: found.adopted,
      unit: '1',
      en: 'consumers who ever borrowed, at the end',
      zh: '期末曾借款的消费者占比',
    },
    {
      key: 'retention',
      value: found.repeatShare,
      unit: '1',
      en: 'further loans taken from the lender of the loan before',
      zh: '后续借款仍选上一家机构的占比',
    },
    {
      key: 'newCustomers.heard',
      value: found.heardShare,
      unit: '1',
      en: 'new customers who came by word of mouth or referral',
      zh: '新客户中经口碑或推荐而来者占比',
    },
    {
      key: 'newCustomers.referred',
      value: found.referredShare,
      unit: '1',
      en: 'new customers who came by rewarded referral',
      zh: '新客户中经有奖推荐而来者占比',
    },
    {
      key: 'satisfaction',
      value: found.satisfaction,
      unit: 'index',
      en: 'mean satisfaction with the latest lender, −1 to 1',
      zh: '对最近机构的平均满意度（−1 至 1）',
    },
    {
      key: 'awareness',
      value: found.awareness,
      unit: '1',
      en: 'share of consumers who know a lender, mean of lenders',
      zh: '机构平均知晓率',
    },
  ]
}

const KNOWLEDGE_NAMES: { readonly [name: string]: readonly [en: string, zh: string] } = {
  all: ['all loans', '全部贷款'],
  neither: ['neither platform data nor bureau', '两者皆无'],
  platform: ['platform data only', '仅平台数据'],
  bureau: ['bureau only', '仅征信'],
  both: ['bureau and platform data', '征信与平台数据'],
}

/** How well scores rank loans and how true expectations come, by what the lender knew. */
function scores(tables: readonly Table[]): Outcome[] {
  const quality = scoreQuality(tables).filter(({ file }) => file === 'all')
  return Object.entries(KNOWLEDGE_NAMES).flatMap(([knowledge, [en, zh]]): Outcome[] => {
    const found = quality.find((of) => of.knowledge === knowledge)
    return [
      {
        key: `score.auc.${knowledge}`,
        value: found?.auc ?? NaN,
        unit: 'index',
        en: `AUC of scores, ${en}`,
        zh: `评分AUC：${zh}`,
      },
      {
        key: `score.calibration.${knowledge}`,
        value: found?.calibration ?? NaN,
        unit: 'index',
        en: `defaults over expected ones, ${en}`,
        zh: `实际与预期违约之比：${zh}`,
      },
    ]
  })
}

function sizeAndPrice(tables: readonly Table[]): Outcome[] {
  const months = tableNamed(tables, 'months')
  const rows = reportedRows(months)
  const last = rows.slice(-1)
  const at = (column: string): number => (last.length > 0 ? numbers(months, column)[last[0]] : NaN)
  const [lent, apr] = [numbers(months, 'originated'), numbers(months, 'meanApr')]
  let priced = 0
  for (const row of rows) if (lent[row] > 0) priced += lent[row] * apr[row]
  const originated = reportedSum(months, 'originated')
  const prices = aprDistribution(tables)
  return [
    {
      key: 'coverage',
      // Files that loans or enrolment formed come on top: coverage means the exogenous part.
      value: ratio(
        reportedSum(months, 'filed') - reportedSum(months, 'filedEndogenously'),
        reportedSum(months, 'consumers'),
      ),
      unit: '1',
      en: 'consumers with a credit file, files formed by loans apart',
      zh: '有征信记录的消费者占比（不含借款形成的档案）',
    },
    {
      key: 'debt.perConsumer',
      value: ratio(at('balance'), at('consumers')),
      unit: 'CNY',
      en: 'debt per consumer at the end',
      zh: '期末人均债务',
    },
    {
      key: 'lending.perConsumer',
      value: ratio(12 * originated, reportedSum(months, 'consumers')),
      unit: 'CNY',
      en: 'lending per consumer and year',
      zh: '人均年放款额',
    },
    {
      key: 'ticket.all',
      value: ratio(originated, reportedSum(months, 'loans')),
      unit: 'CNY',
      en: 'mean loan',
      zh: '笔均贷款',
    },
    ...lenderClasses(tables).map(
      ({ class: name, ticket }): Outcome => ({
        key: `ticket.${name}`,
        value: ticket,
        unit: 'CNY',
        en: `mean loan, ${CLASS_NAMES[name]?.[0] ?? name}`,
        zh: `笔均贷款：${CLASS_NAMES[name]?.[1] ?? name}`,
      }),
    ),
    {
      key: 'apr.mean',
      value: ratio(priced, originated),
      unit: '1',
      en: 'mean APR of loans made',
      zh: '新放款平均年化利率',
    },
    { key: 'apr.p05', value: prices.p05, unit: '1', en: 'APR, 5th percentile', zh: '年化利率第5百分位' },
    { key: 'apr.median', value: prices.median, unit: '1', en: 'APR, median', zh: '年化利率中位数' },
    { key: 'apr.p95', value: prices.p95, unit: '1', en: 'APR, 95th percentile', zh: '年化利率第95百分位' },
    {
      key: 'apr.nearCap',
      value: prices.nearCap,
      unit: '1',
      en: 'lending within a point of the APR cap',
      zh: '利率距上限一个百分点以内的放款占比',
    },
    {
      key: 'apr.inRange',
      value: prices.inRange,
      unit: '1',
      en: 'lending at APRs of 4–24 %',
      zh: '利率在4–24%之间的放款占比',
    },
    {
      key: 'apr.upperHalf',
      value: prices.upperHalf,
      unit: '1',
      en: 'lending at APRs of 14 % or more',
      zh: '利率不低于14%的放款占比',
    },
  ]
}

const WOULD_BE_FILED = [
  {
    key: 'filedAt50',
    bands: ['0.5'],
    en: 'demand served, people filed at coverage 0.5',
    zh: '覆盖率0.5时已有记录者需求满足率',
  },
  {
    key: 'filedAt90',
    bands: ['0.727', '0.9'],
    en: 'demand served, people filed at coverage 0.9 and not at 0.5',
    zh: '覆盖率0.9时才有记录者需求满足率',
  },
  {
    key: 'filedLast',
    bands: ['1'],
    en: 'demand served, people filed at full coverage only',
    zh: '仅全覆盖时有记录者需求满足率',
  },
] as const

function access(tables: readonly Table[]): Outcome[] {
  const months = tableNamed(tables, 'months')
  const share = (part: string, whole: string): number => ratio(reportedSum(months, part), reportedSum(months, whole))
  const groups = reachByGroup(tables)
  const reachOf = (grouping: string, group: string): number =>
    groups.find((row) => row.grouping === grouping && row.group === group)?.reach ?? NaN
  const poorest = groups.find(({ grouping }) => grouping === 'incomeQuartile')?.group ?? ''
  const minor = groups.filter(({ grouping, group }) => grouping === 'purpose' && group !== 'shopping')
  const sum = (column: 'served' | 'demanded'): number => minor.reduce((total, row) => total + row[column], 0)
  const reachOfBands = (bands: readonly string[]): number => {
    const rows = groups.filter(({ grouping, group }) => grouping === 'wouldBeFiled' && bands.includes(group))
    const total = (column: 'served' | 'demanded'): number => rows.reduce((all, row) => all + row[column], 0)
    return ratio(total('served'), total('demanded'))
  }
  return [
    {
      key: 'approval.all',
      value: share('approvals', 'applications'),
      unit: '1',
      en: 'applications approved',
      zh: '申请批准率',
    },
    ...lenderClasses(tables).map(
      ({ class: name, approvalRate }): Outcome => ({
        key: `approval.${name}`,
        value: approvalRate,
        unit: '1',
        en: `applications approved, ${CLASS_NAMES[name]?.[0] ?? name}`,
        zh: `申请批准率：${CLASS_NAMES[name]?.[1] ?? name}`,
      }),
    ),
    {
      key: 'denied.persons',
      value: share('deniedPersons', 'applicants'),
      unit: '1',
      en: 'applicants denied everywhere',
      zh: '全部被拒的申请人占比',
    },
    {
      key: 'granted.share',
      value: share('originated', 'requested'),
      unit: '1',
      en: 'amount granted of amount asked for',
      zh: '获批金额占申请金额',
    },
    {
      key: 'reach.all',
      value: share('served', 'demanded'),
      unit: '1',
      en: 'demand for credit served',
      zh: '信贷需求满足率',
    },
    {
      key: 'reach.noFile',
      value: reachOf('file', 'none'),
      unit: '1',
      en: 'demand served, no credit file',
      zh: '无征信记录者需求满足率',
    },
    {
      key: 'reach.unscored',
      value: reachOf('file', 'unscored'),
      unit: '1',
      en: 'demand served, file without score',
      zh: '有记录无评分者需求满足率',
    },
    {
      key: 'reach.scored',
      value: reachOf('file', 'scored'),
      unit: '1',
      en: 'demand served, scored file',
      zh: '有评分者需求满足率',
    },
    // By the coverage that would give a person a file: the same people whatever files an arm gives.
    ...WOULD_BE_FILED.map(
      ({ key, bands, en, zh }): Outcome => ({ key: `reach.${key}`, value: reachOfBands(bands), unit: '1', en, zh }),
    ),
    {
      key: 'reach.poorest',
      value: reachOf('incomeQuartile', poorest),
      unit: '1',
      en: 'demand served, lowest income quartile',
      zh: '最低收入四分位需求满足率',
    },
    {
      key: 'reach.under20',
      value: reachOf('ageBand', AGE_BANDS[0]),
      unit: '1',
      en: 'demand served, under 20',
      zh: '20岁以下需求满足率',
    },
    {
      key: 'reach.over50',
      value: reachOf('ageBand', AGE_BANDS[4]),
      unit: '1',
      en: 'demand served, over 50',
      zh: '50岁以上需求满足率',
    },
    {
      key: 'reach.minorPurposes',
      value: ratio(sum('served'), sum('demanded')),
      unit: '1',
      en: 'demand served, all purposes but shopping',
      zh: '购物以外用途需求满足率',
    },
  ]
}

function tail(tables: readonly Table[]): Outcome[] {
  const found = longTail(rankNiches(tables))
  return [
    {
      key: 'tail.niches',
      value: found.niches,
      unit: 'count',
      en: 'niches in which needs arose',
      zh: '产生过需求的利基数',
    },
    { key: 'tail.headNiches', value: found.headNiches, unit: 'count', en: 'niches in the head', zh: '头部利基数' },
    {
      key: 'tail.unserved',
      value: found.unservedNiches,
      unit: 'count',
      en: 'niches with demand and not one loan',
      zh: '有需求而无放款的利基数',
    },
    { key: 'tail.reach', value: found.tailReach, unit: '1', en: 'tail demand served', zh: '长尾需求满足率' },
    {
      key: 'tail.reachYuan',
      value: found.tailReachYuan,
      unit: '1',
      en: 'tail demand served, by amount',
      zh: '长尾需求满足率（金额）',
    },
    { key: 'head.reach', value: found.headReach, unit: '1', en: 'head demand served', zh: '头部需求满足率' },
    { key: 'tail.share', value: found.tailShare, unit: '1', en: "tail's share of loans", zh: '长尾占放款笔数' },
    {
      key: 'tail.shareYuan',
      value: found.tailShareYuan,
      unit: '1',
      en: "tail's share of the amount lent",
      zh: '长尾占放款金额',
    },
    {
      key: 'tail.giniPotential',
      value: found.giniPotential,
      unit: 'index',
      en: 'Gini of potential demand over niches',
      zh: '潜在需求基尼系数',
    },
    {
      key: 'tail.giniServed',
      value: found.giniServed,
      unit: 'index',
      en: 'Gini of served demand over niches',
      zh: '获满足需求基尼系数',
    },
    {
      key: 'tail.slopePotential',
      value: found.slopePotential,
      unit: 'index',
      en: 'rank slope of potential demand',
      zh: '潜在需求的位序斜率',
    },
    {
      key: 'tail.slopeServed',
      value: found.slopeServed,
      unit: 'index',
      en: 'rank slope of served demand',
      zh: '获满足需求的位序斜率',
    },
  ]
}

function risk(tables: readonly Table[]): Outcome[] {
  const months = tableNamed(tables, 'months')
  const sum = (column: string): number => reportedSum(months, column)
  const balance = sum('balance')
  const ages = tableNamed(tables, 'ages')
  const [age, lived] = [numbers(ages, 'age'), numbers(ages, 'personMonths')]
  let youngMonths = 0
  for (let row = 0; row < ages.rows; row++) if (age[row] < 30) youngMonths += lived[row]
  return [
    {
      key: 'late.over30',
      value: ratio(sum('past60') + sum('past90') + sum('npl'), balance),
      unit: '1',
      en: 'balance more than 30 days past due',
      zh: '逾期30天以上占余额',
    },
    {
      key: 'late.over60',
      value: ratio(sum('past90') + sum('npl'), balance),
      unit: '1',
      en: 'balance more than 60 days past due',
      zh: '逾期60天以上占余额',
    },
    {
      key: 'late.over90',
      value: ratio(sum('npl'), balance),
      unit: '1',
      en: 'balance more than 90 days past due',
      zh: '逾期90天以上占余额',
    },
    {
      key: 'chargeOff.rate',
      value: ratio(12 * sum('chargedOff'), balance),
      unit: '1',
      en: 'charged off per year of the balance',
      zh: '年核销率',
    },
    {
      key: 'multiLender.borrowers',
      value: ratio(sum('multiLender'), sum('borrowers')),
      unit: '1',
      en: 'borrowers with two or more lenders',
      zh: '多头借贷者占借款人',
    },
    {
      key: 'multiLender.borrowersUnder30',
      value: ratio(sum('multiLenderUnder30'), sum('borrowersUnder30')),
      unit: '1',
      en: 'borrowers under 30 with two or more lenders',
      zh: '30岁以下借款人中多头借贷者占比',
    },
    {
      key: 'multiLender.under30',
      value: ratio(sum('multiLenderUnder30'), youngMonths),
      unit: '1',
      en: 'consumers under 30 with two or more lenders',
      zh: '30岁以下消费者中多头借贷者占比',
    },
  ]
}

function profit(tables: readonly Table[]): Outcome[] {
  const market = marketStructure(lenderLeague(tables))
  return [
    {
      key: 'nim',
      value: market.netInterestMargin,
      unit: '1',
      en: 'net interest margin before credit losses',
      zh: '净息差（扣除信用损失前）',
    },
    { key: 'roa.market', value: market.roa, unit: '1', en: 'ROA of all lenders together', zh: '全行业资产收益率' },
    ...lenderClasses(tables).map(
      ({ class: name, roa }): Outcome => ({
        key: `roa.${name}`,
        value: roa,
        unit: '1',
        en: `ROA, ${CLASS_NAMES[name]?.[0] ?? name} together`,
        zh: `资产收益率：${CLASS_NAMES[name]?.[1] ?? name}合计`,
      }),
    ),
    { key: 'roa.mean', value: market.roaMean, unit: '1', en: 'ROA, mean over lenders', zh: '机构平均资产收益率' },
    {
      key: 'roa.spread',
      value: market.roaSpread,
      unit: '1',
      en: 'ROA, standard deviation over lenders',
      zh: '机构间资产收益率标准差',
    },
    {
      key: 'roa.licensedMean',
      value: market.licensedRoaMean,
      unit: '1',
      en: 'ROA, mean over licensed companies',
      zh: '持牌公司平均资产收益率',
    },
    {
      key: 'roa.licensedSpread',
      value: market.licensedRoaSpread,
      unit: '1',
      en: 'ROA, standard deviation over licensed companies',
      zh: '持牌公司间资产收益率标准差',
    },
    {
      key: 'hhi',
      value: market.herfindahl,
      unit: 'index',
      en: 'Herfindahl index of balances',
      zh: '贷款余额赫芬达尔指数',
    },
    { key: 'topThree', value: market.topThree, unit: '1', en: 'three largest lenders', zh: '前三大机构份额' },
    {
      key: 'licensedTopTenth',
      value: market.licensedTopTenth,
      unit: '1',
      en: 'largest tenth of licensed companies',
      zh: '持牌公司前十分之一份额',
    },
  ]
}

function industryAndDesign(tables: readonly Table[]): Outcome[] {
  const months = tableNamed(tables, 'months')
  const sum = (column: string): number => reportedSum(months, column)
  const count = reportedRows(months).length
  return [
    {
      key: 'lenders.active',
      value: ratio(sum('activeLenders'), count),
      unit: 'count',
      en: 'lenders that make new loans, mean of months',
      zh: '营业机构数（月均）',
    },
    { key: 'lenders.entries', value: sum('entries'), unit: 'count', en: 'lenders that opened', zh: '新进入机构数' },
    { key: 'lenders.exits', value: sum('exits'), unit: 'count', en: 'lenders that stopped lending', zh: '退出机构数' },
    {
      key: 'debtService',
      value: ratio(sum('debtService'), count),
      unit: '1',
      en: 'instalments due over income, mean over borrowers and months',
      zh: '借款人月供收入比（均值）',
    },
    {
      key: 'design.innovations',
      value: ratio(12 * sum('innovations'), count),
      unit: 'count',
      en: 'projects of research and design a year',
      zh: '年均研发设计项目数',
    },
    {
      key: 'design.failed',
      value: ratio(sum('failedDesigns'), sum('designsAdopted') + sum('launches')),
      unit: '1',
      en: 'new designs that failed',
      zh: '失败的新设计占比',
    },
    {
      key: 'design.failedCost',
      value: ratio(12 * sum('failedDesignCost'), sum('balance')),
      unit: '1',
      en: 'cost of failed designs a year, of the balance',
      zh: '失败设计的年成本占余额',
    },
  ]
}

function variety(tables: readonly Table[], scenario: MeasuredScenario): Outcome[] {
  const last = homogenisationByMonth(tables, scenario.choice.bandwidth).at(-1)
  return [
    {
      key: 'homogenisation',
      value: last?.byShare ?? NaN,
      unit: 'index',
      en: 'homogenisation of products, by share of lending',
      zh: '产品同质化（按放款份额加权）',
    },
    {
      key: 'homogenisation.equal',
      value: last?.equal ?? NaN,
      unit: 'index',
      en: 'homogenisation of products, equal weights',
      zh: '产品同质化（等权）',
    },
    {
      key: 'apr.dispersion',
      value: last?.aprDispersion ?? NaN,
      unit: 'index',
      en: 'coefficient of variation of APRs, last month',
      zh: '末月年化利率变异系数',
    },
  ]
}

const PURPOSE_KINDS = [
  ['needs', 'purpose of needs', '需求用途'],
  ['demanded', 'purpose of credit demanded', '信贷需求用途'],
  ['served', 'purpose of loans made', '获融资用途'],
] as const
const AGE_KINDS = [
  ['consumers', 'age of consumers', '消费者年龄'],
  ['borrowers', 'age of borrowers', '借款人年龄'],
] as const

function mixOutcomes(tables: readonly Table[], scenario: MeasuredScenario): Outcome[] {
  const purposes = purposeMix(rankNiches(tables), scenario)
  const ages = ageMix(tables, scenario)
  const mismatch: Outcome = {
    key: 'age.mismatch',
    value: ageMismatch(ages),
    unit: '1',
    en: 'borrowers in another age band than Table 4 has them',
    zh: '借款人年龄与表4的偏离（总变差）',
  }
  return [
    ...PURPOSE_KINDS.flatMap(([kind, en, zh]) =>
      purposes
        .filter(({ of }) => of === kind)
        .map(({ group, share }): Outcome => {
          const [nameEn, nameZh] = PURPOSE_NAMES[group] ?? [group, group]
          return {
            key: `purpose.${kind}.${group}`,
            value: share,
            unit: '1',
            en: `${en}: ${nameEn}`,
            zh: `${zh}：${nameZh}`,
          }
        }),
    ),
    ...AGE_KINDS.flatMap(([kind, en, zh]) =>
      ages
        .filter(({ of }) => of === kind)
        .map(({ share }, band): Outcome => {
          const [key, nameEn, nameZh] = AGE_NAMES[band]
          return { key: `age.${kind}.${key}`, value: share, unit: '1', en: `${en}: ${nameEn}`, zh: `${zh}：${nameZh}` }
        }),
    ),
    mismatch,
  ]
}
