/** Parameters of consumers before they meet a lender: demography, income, life cycle. */

import { choice, dated, fixed, flag, number, share, whole } from '../base/parameter.ts'
import { ASSUMED, CHAMON, COMPUTING, free, LIFE_CYCLE, literature, paper, TRIAL } from '../base/sources.ts'
import { AGE_BAND_NAMES, type Bilingual, PYRAMID_NAMES } from '../base/vocabulary.ts'
import type { NumberParameter, ParameterTable } from './parameter.ts'

const TABLE_4 = paper('Table 4', '表 4')
const STAGES = paper(
  'section 2.1 names three stages of life; the ages are free',
  '第 2.1 节分三个人生阶段；年龄界限自由设定',
  'free',
)

/** `{ en, zh }` with how the table's words are read, in brackets. */
function withReading({ en, zh }: Bilingual, reading: Bilingual | null): Bilingual {
  return reading === null ? { en, zh } : { en: `${en} (${reading.en})`, zh: `${zh}（${reading.zh}）` }
}

function ageShare(value: number, band: Bilingual, reading: Bilingual | null = null): NumberParameter {
  const { en, zh } = withReading(band, reading)
  return fixed(share(value), TABLE_4, {
    label: { en: `Share aged ${en}`, zh: `${zh}占比` },
    en: `Share of consumers aged ${en}. The five age shares sum to 1.`,
    zh: `${zh}消费者占比。五个年龄段占比之和为 1。`,
  })
}

const CENSUS = literature(
  'Seventh National Population Census, 1 November 2020 (National Bureau of Statistics), counts by five years of age as reproduced by a secondary source, the yearbook unread; 18 to 20 taken as two fifths of 15 to 20',
  '第七次全国人口普查，2020 年 11 月 1 日（国家统计局），五岁组人数取自二手来源，未核对年鉴；18–20 岁按 15–20 岁人数的五分之二计',
)

function pyramidShare(value: number, band: Bilingual, reading: Bilingual | null = null): NumberParameter {
  const { en, zh } = withReading(band, reading)
  return fixed(share(value), CENSUS, {
    label: { en: `Share of adults aged ${en}`, zh: `成年人中${zh}占比` },
    en: `Share of adults aged ${en}, where population.ages is population. The six shares sum to 1; what rises with age is levelled to the nearest shares that do not, since adults come of age at 18 only.`,
    zh: `population.ages 为 population 时，成年人中${zh}的占比。六个占比之和为 1；因成年人只在 18 岁进入，随年龄上升的部分会被拉平为最接近的不升分布。`,
  })
}

export const POPULATION_PARAMETERS: ParameterTable<'population'> = {
  'population.consumers': fixed(whole(100_000, [100, 100_000_000], 'person'), COMPUTING, {
    label: { en: 'Simulated consumers', zh: '模拟消费者数' },
    en: 'Number of consumers simulated. More of them lessen noise and cost time and memory; lenders are stated per head, so expected shares do not depend on it.',
    zh: '模拟的消费者人数。人数越多噪声越小，但耗时与内存越多；机构规模按人均给定，故期望份额与人数无关。',
  }),
  'population.ages': fixed(
    choice('users', {
      users: {
        en: 'ages of the users of consumer finance, from ageShare',
        zh: '消费金融用户的年龄分布，由 ageShare 给出',
      },
      population: {
        en: 'ages of all adults, from pyramid; who of them uses credit is an outcome, held against ageShare',
        zh: '全体成年人的年龄分布，由 pyramid 给出；其中谁使用信贷由模拟得出，并与 ageShare 对照',
      },
    }),
    TABLE_4,
    {
      label: { en: 'Age distribution', zh: '年龄分布' },
      en: 'Whom the simulated consumers stand for.',
      zh: '模拟消费者所代表的人群。',
    },
  ),
  'population.represents': fixed(
    whole(1_362_000_000, [100, 10_000_000_000], 'person'),
    paper(
      'arithmetic: 990 million people with a record, divided by .727 (the text’s own figures conflict: 990 + 450 million would give 1,440 million)',
      '推算：9.9 亿有信用记录者除以 72.7%（原文数字不一致：9.9 亿加 4.5 亿为 14.4 亿）',
    ),
    {
      label: { en: 'People represented', zh: '所代表的人数' },
      en: 'People for whom all simulated consumers together stand. It scales totals stated for China and changes no behaviour.',
      zh: '全部模拟消费者所代表的总人数。只用于推算全国总量，不影响行为。',
    },
  ),
  'population.ageShare.under20': ageShare(0.172, AGE_BAND_NAMES['<20'], {
    en: 'read as 18 and 19',
    zh: '按18–19岁处理',
  }),
  'population.ageShare.from20': ageShare(0.412, AGE_BAND_NAMES['20-30']),
  'population.ageShare.from30': ageShare(0.256, AGE_BAND_NAMES['30-40']),
  'population.ageShare.from40': ageShare(0.132, AGE_BAND_NAMES['40-50']),
  'population.ageShare.from50': ageShare(0.028, AGE_BAND_NAMES['>=50']),
  'population.pyramid.from18': pyramidShare(0.0261, PYRAMID_NAMES.from18),
  'population.pyramid.from20': pyramidShare(0.1499, PYRAMID_NAMES.from20),
  'population.pyramid.from30': pyramidShare(0.2005, PYRAMID_NAMES.from30),
  'population.pyramid.from40': pyramidShare(0.1862, PYRAMID_NAMES.from40),
  'population.pyramid.from50': pyramidShare(0.2, PYRAMID_NAMES.from50),
  'population.pyramid.from60': pyramidShare(0.2373, PYRAMID_NAMES.from60, {
    en: 'read as 60 to lastAge',
    zh: '按60岁至最高年龄处理',
  }),
  'population.youthEnds': fixed(whole(30, [20, 50], 'year'), STAGES, {
    label: { en: 'End of youth', zh: '青年期终止年龄' },
    en: 'Age at which youth ends and middle age begins.',
    zh: '青年期结束、中年期开始的年龄。',
  }),
  'population.middleEnds': fixed(whole(50, [25, 70], 'year'), STAGES, {
    label: { en: 'End of middle age', zh: '中年期终止年龄' },
    en: 'Age at which middle age ends and old age, the third stage, begins.',
    zh: '中年期结束、老年期（第三阶段）开始的年龄。',
  }),
  'population.retirementAge': fixed(whole(60, [40, 75], 'year'), ASSUMED, {
    label: { en: 'Retirement age', zh: '退休年龄' },
    en: 'Age from which a pension replaces wages.',
    zh: '开始以养老金代替工资的年龄。',
  }),
  'population.lastAge': fixed(whole(80, [55, 100], 'year'), ASSUMED, {
    label: { en: 'Last age', zh: '最高年龄' },
    en: 'Age at which the planned life ends; nobody in the market is older.',
    zh: '生命周期规划的终点；市场中没有更年长者。',
  }),
}

export const INCOME_PARAMETERS: ParameterTable<'income'> = {
  'income.medianAtPeak': dated(number(6300, [500, 100_000], 'CNY/month'), TRIAL, {
    label: { en: 'Median income at its peak', zh: '峰值年龄月收入中位数' },
    en: 'Median monthly income of the employed at the age where income peaks. A dated fall is a recession in incomes.',
    zh: '收入峰值年龄在业者的月收入中位数。时间线中调低即为收入衰退。',
  }),
  'income.peakAge': fixed(
    whole(40, [25, 60], 'year'),
    free(
      'Assumption; China’s cross-section peaks nearer 35 (Fang & Qiu; secondary source)',
      '假定；中国截面数据的峰值更接近 35 岁（Fang 与 Qiu；二手来源）',
    ),
    {
      label: { en: 'Age of peak income', zh: '收入峰值年龄' },
      en: 'Age at which expected income is highest.',
      zh: '期望收入最高的年龄。',
    },
  ),
  'income.riseToPeak': fixed(number(0.45, [0, 3]), ASSUMED, {
    label: { en: 'Rise of income to its peak', zh: '收入升至峰值的幅度' },
    en: 'Difference of expected log income between age 18 and the peak.',
    zh: '18 岁至峰值年龄之间期望对数收入之差。',
  }),
  'income.fallAfterPeak': fixed(number(0.15, [0, 3]), ASSUMED, {
    label: { en: 'Fall of income after its peak', zh: '峰值后收入的降幅' },
    en: 'Difference of expected log income between the peak and retirement.',
    zh: '峰值年龄至退休之间期望对数收入之差。',
  }),
  'income.pensionRate': dated(share(0.6, [0, 1.5]), ASSUMED, {
    label: { en: 'Pension rate', zh: '养老金替代率' },
    en: 'Pension as a share of expected income just before retirement.',
    zh: '养老金占退休前期望收入的比例。',
  }),
  'income.persistence': fixed(share(0.995, [0, 0.9999], '1/month'), TRIAL, {
    label: { en: 'Persistence of income', zh: '收入持续性' },
    en: 'Monthly autocorrelation of the persistent part of log income.',
    zh: '对数收入持续成分的月度自相关系数。',
  }),
  'income.persistentSd': fixed(number(0.45, [0, 2]), TRIAL, {
    label: { en: 'Spread of persistent income', zh: '持续收入的离散度' },
    en: 'Standard deviation, over people, of the persistent part of log income.',
    zh: '对数收入持续成分在人群中的标准差。',
  }),
  'income.transitorySd': dated(number(0.15, [0, 2]), TRIAL, {
    label: { en: 'Spread of transitory income', zh: '暂时收入的离散度' },
    en: 'Standard deviation of the monthly transitory part of log income.',
    zh: '对数收入中逐月暂时成分的标准差。',
  }),
  'income.separationRate': dated(share(0.005, [0, 1], '1/month'), TRIAL, {
    label: { en: 'Separation rate', zh: '离职率' },
    en: 'Probability that an employed person loses the job within a month. A dated rise is a recession in jobs.',
    zh: '在业者当月失业的概率。时间线中调高即为就业衰退。',
  }),
  'income.findingRate': dated(share(0.16, [0.001, 1], '1/month'), TRIAL, {
    label: { en: 'Job finding rate', zh: '再就业率' },
    en: 'Probability that an unemployed person finds a job within a month.',
    zh: '失业者当月找到工作的概率。',
  }),
  'income.unemploymentReplacement': dated(share(0.45), TRIAL, {
    label: { en: 'Income while unemployed', zh: '失业替代率' },
    en: 'Income of the unemployed (benefits, family, odd jobs) as a share of what the job would pay.',
    zh: '失业期间的收入（失业金、家庭支持、零工）占在业收入的比例。',
  }),
}

export const LIFECYCLE_PARAMETERS: ParameterTable<'lifecycle'> = {
  'lifecycle.rule': fixed(
    choice('bufferStock', {
      bufferStock: {
        en: 'keep a target buffer of cash (Deaton, Carroll)',
        zh: '维持目标现金缓冲的缓冲储备规则（Deaton、Carroll）',
      },
      annuity: {
        en: 'spread lifetime resources evenly (Modigliani & Brumberg)',
        zh: '将一生资源平均分配的年金规则（Modigliani 与 Brumberg）',
      },
      paper: {
        en: 'spend more than income in youth and middle age, as the paper has it; refused when the lifetime budget cannot hold',
        zh: '按论文所述，青年与中年支出高于收入；一生预算无法平衡时拒绝运行',
      },
    }),
    LIFE_CYCLE,
    {
      label: { en: 'Rule of consumption', zh: '消费规则' },
      en: 'How consumers decide what to spend.',
      zh: '消费者决定支出的规则。',
    },
  ),
  'lifecycle.savingsRate': dated(number(0.01, [0, 0.2], '1/year'), ASSUMED, {
    label: { en: 'Interest on savings', zh: '储蓄年利率' },
    en: 'Annual rate of interest on savings, also the discount rate of the annuity rule.',
    zh: '储蓄的年利率，也是年金规则的贴现率。',
  }),
  'lifecycle.bufferTarget': dated(number(2, [0, 24], 'month'), TRIAL, {
    label: { en: 'Target buffer', zh: '目标缓冲' },
    en: 'Cash on hand that the bufferStock rule aims at, in months of mean income.',
    zh: '缓冲储备规则的目标可用现金，以平均月收入的倍数计。',
  }),
  'lifecycle.bufferResponse': dated(number(0.15, [0, 1]), TRIAL, {
    label: { en: 'Response to the buffer', zh: '缓冲调整系数' },
    en: 'How strongly spending reacts to the distance between cash on hand and its target.',
    zh: '支出对可用现金与目标之差的反应强度。',
  }),
  'lifecycle.subsistence': dated(share(0.35), TRIAL, {
    label: { en: 'Subsistence', zh: '基本生存支出比例' },
    en: 'Floor of spending as a share of mean income.',
    zh: '支出下限占平均收入的比例。',
  }),
  'lifecycle.borrowAgainstIncome': fixed(flag(false), LIFE_CYCLE, {
    label: { en: 'Borrowing against future income', zh: '允许以未来收入借支' },
    en: 'Whether the annuity rule may spend income not yet earned, with savings below zero. It isolates the textbook case and is off in a market.',
    zh: '年金规则是否可以动用尚未取得的收入（储蓄可为负）。用于教科书式的检验，市场中关闭。',
  }),
  'lifecycle.illiquidSaving.young': dated(share(0.28, [0, 0.9]), CHAMON, {
    label: { en: 'Illiquid saving of the young', zh: '年轻时的非流动性储蓄率' },
    en: 'Share of income that goes to housing and pension accounts at 18; needs cannot reach it.',
    zh: '18 岁时收入中存入住房、养老等账户的比例；大额需求不能动用。',
  }),
  'lifecycle.illiquidSaving.trough': dated(share(0.18, [0, 0.9]), CHAMON, {
    label: { en: 'Illiquid saving at the trough', zh: '谷底的非流动性储蓄率' },
    en: 'The same share at the age where it is lowest.',
    zh: '该比例在最低年龄处的取值。',
  }),
  'lifecycle.illiquidSaving.old': dated(share(0.28, [0, 0.9]), CHAMON, {
    label: { en: 'Illiquid saving at the last age', zh: '最高年龄的非流动性储蓄率' },
    en: 'The same share at the last age.',
    zh: '该比例在最高年龄的取值。',
  }),
  'lifecycle.illiquidSaving.troughAge': fixed(whole(45, [19, 70], 'year'), CHAMON, {
    label: { en: 'Age of the trough', zh: '储蓄率谷底年龄' },
    en: 'Age at which illiquid saving is lowest.',
    zh: '非流动性储蓄率最低的年龄。',
  }),
  'lifecycle.paper.youth': fixed(
    number(1.05, [1, 2]),
    paper('section 2.1 states the sign, not the size', '第 2.1 节只给出方向，未给出大小', 'free'),
    {
      label: { en: 'Spending over income in youth', zh: '青年期支出收入比' },
      en: 'Under the paper rule: spending as a multiple of income in youth.',
      zh: '论文规则下青年期支出与收入之比。',
    },
  ),
  'lifecycle.paper.middle': fixed(
    number(1.1, [1, 2]),
    paper('section 2.1 states the sign, not the size', '第 2.1 节只给出方向，未给出大小', 'free'),
    {
      label: { en: 'Spending over income in middle age', zh: '中年期支出收入比' },
      en: 'Under the paper rule: the same in middle age, larger than in youth.',
      zh: '论文规则下中年期支出与收入之比，应高于青年期。',
    },
  ),
  'lifecycle.paper.transfer': fixed(number(0, [0, 100_000], 'CNY/month'), ASSUMED, {
    label: { en: 'Transfer', zh: '转移收入' },
    en: 'Under the paper rule: money received each month from outside (parents, the state) that pays for the overspending.',
    zh: '论文规则下每月从外部（父母、政府）获得、用以弥补超支的款项。',
  }),
}
