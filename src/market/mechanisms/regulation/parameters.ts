/** Parameters of the rules that regulators set. */
import { choice, dated, flag, number, share, whole } from '../../../base/parameter.ts'
import { ASSUMED, free, literature, paper } from '../../../base/sources.ts'
import type { Bilingual } from '../../../base/vocabulary.ts'
import type { Switches } from '../../../scenarios/mechanisms.ts'
import type { ParameterTable } from '../../../scenarios/parameter.ts'

const PER_HEAD: Bilingual = {
  en: 'In yuan per simulated adult: 1 stands for population.represents / 10^8 hundred million yuan in all (the unit yi yuan), which is 13.62 at the default.',
  zh: '以模拟成年人人均元计：1 元相当于 population.represents / 10^8 亿元，默认人口下为 13.62 亿元。',
}

/** A cap so high that no loan reaches it: off. */
const NO_CAP = 3

const CAPS_EN = 'Binds together with pricing.aprCap and other caps: the lowest counts. 3 = none.'
const CAPS_ZH = '与 pricing.aprCap 及其他上限同时适用，取最低者。3 表示无上限。'

/** The section `regulation` of a scenario. */
export interface RegulationSection {
  readonly aprCap: number
  readonly licensedCap: number
  readonly privateCap: number
  readonly minCapital: { readonly licensed: number; readonly platform: number }
  readonly graceMonths: number
  readonly studentLending: boolean
  readonly studentAge: number
  readonly unlicensedLending: boolean
  readonly generalLoans: 'allowed' | 'converted' | 'closed'
  readonly p2p: 'allowed' | 'closing'
  readonly mandatoryReporting: boolean
  readonly minOwnFunding: number
}

export const REGULATION_PARAMETERS: ParameterTable<'regulation'> = {
  'regulation.aprCap': dated(
    number(NO_CAP, [0, NO_CAP], '1/year'),
    literature(
      'Provisions of the Supreme People’s Court on private lending, 2015: no claim above 36 % a year (secondary source); off by default',
      '最高人民法院关于民间借贷的规定（2015）：年利率超过 36% 的约定无效（二手来源）；默认不启用',
    ),
    {
      label: { en: 'Legal cap for everybody', zh: '法定利率上限（所有机构）' },
      en: `Highest APR of any loan by law. ${CAPS_EN}`,
      zh: `任何贷款的法定最高年化利率。${CAPS_ZH}`,
    },
  ),
  'regulation.licensedCap': dated(
    number(NO_CAP, [0, NO_CAP], '1/year'),
    literature(
      'Window guidance of 24 % for licensed lenders, about 2020–2021 (secondary source, unverified); off by default',
      '约 2020–2021 年对持牌机构 24% 的窗口指导（二手来源，未核实）；默认不启用',
    ),
    {
      label: { en: 'Cap for licensed lenders', zh: '持牌机构利率上限' },
      en: `Highest APR of banks and licensed companies. ${CAPS_EN}`,
      zh: `商业银行与持牌公司的最高年化利率。${CAPS_ZH}`,
    },
  ),
  'regulation.privateCap': dated(
    number(NO_CAP, [0, NO_CAP], '1/year'),
    literature(
      'Supreme People’s Court, August 2020: private lending at most four times the one-year LPR, 15.4 % then and 12.0 % since May 2025 (LPR 3.85 % and 3.00 %; secondary source); off by default',
      '最高人民法院 2020 年 8 月：民间借贷利率不超过一年期 LPR 的四倍，当时为 15.4%，2025 年 5 月以来为 12.0%（LPR 分别为 3.85% 与 3.00%；二手来源）；默认不启用',
    ),
    {
      label: { en: 'Cap for private lending', zh: '民间借贷利率上限' },
      en: `Highest APR of platforms, whatever their business model. ${CAPS_EN}`,
      zh: `各类平台的最高年化利率。${CAPS_ZH}`,
    },
  ),
  'regulation.minCapital.licensed': dated(
    number(0, [0, 1_000_000], 'CNY/person'),
    literature(
      'Registered capital asked of consumer finance companies: 300 million yuan (2013 measures), 1 billion (2024 measures; recalled, unverified), which is 0.22 and 0.73 a head; off by default. The paper says that it rises',
      '消费金融公司最低注册资本：3 亿元（2013 年办法）、10 亿元（2024 年办法；凭记忆引用，未核实），折合人均 0.22 与 0.73 元；默认不启用。论文称门槛逐步提高',
    ),
    {
      label: { en: 'Licence capital: licensed companies', zh: '最低注册资本：持牌公司' },
      en: `Least equity of a licensed company (K_min). Newcomers need it to open; incumbents below it must raise capital or leave within regulation.graceMonths. ${PER_HEAD.en}`,
      zh: `持牌公司的最低资本（K_min）。新机构须达到方可开业；不足的在位机构须在 regulation.graceMonths 内增资，否则退出。${PER_HEAD.zh}`,
    },
  ),
  'regulation.minCapital.platform': dated(
    number(0, [0, 1_000_000], 'CNY/person'),
    literature(
      'Registered capital asked of online small-loan companies in the draft of November 2020: 1 billion yuan, 5 billion across provinces (secondary source, unverified), which is 0.73 and 3.67 a head; off by default',
      '2020 年 11 月网络小贷征求意见稿：注册资本 10 亿元，跨省 50 亿元（二手来源，未核实），折合人均 0.73 与 3.67 元；默认不启用',
    ),
    {
      label: { en: 'Licence capital: platforms', zh: '最低注册资本：平台' },
      en: `The same for platforms. ${PER_HEAD.en}`,
      zh: `平台的最低资本，规则同上。${PER_HEAD.zh}`,
    },
  ),
  'regulation.graceMonths': dated(whole(12, [0, 600], 'month'), ASSUMED, {
    label: { en: 'Grace for licence capital', zh: '增资过渡期' },
    en: 'Months that a lender below the licence’s minimum capital has to raise it. Its owners do so if they expect the return that they require; otherwise it stops lending.',
    zh: '资本低于准入要求的机构的增资期限（月）。股东预期回报达到要求则增资，否则机构停止放贷。',
  }),
  'regulation.studentLending': dated(
    flag(true),
    paper('sections 4.1 and 4.2: campus loans were almost cleared out', '第 4.1、4.2 节：校园贷基本清退'),
    {
      label: { en: 'Campus loans allowed', zh: '允许校园贷' },
      en: 'If not, nobody but banks may lend to people under regulation.studentAge, and non-banks withdraw their student products.',
      zh: '若否，除银行外任何机构不得向 regulation.studentAge 以下者放贷，非银行机构的学生产品下架。',
    },
  ),
  'regulation.studentAge': dated(
    whole(22, [18, 30], 'year'),
    free(
      'No evidence: who studies is not modelled, so age stands for it; most bachelors graduate at about 22',
      '无实证依据：模型不区分学生身份，以年龄代之；本科毕业约 22 岁',
    ),
    {
      label: { en: 'Age until which people count as students', zh: '视为学生的年龄上限' },
      en: 'Under the ban on campus loans only banks may lend to people younger than this.',
      zh: '校园贷禁令下，仅银行可向低于此年龄者放贷。',
    },
  ),
  'regulation.unlicensedLending': dated(
    flag(true),
    paper('section 4.1: the notice on cash loans of 2017', '第 4.1 节：2017 年现金贷整治通知'),
    {
      label: { en: 'Unlicensed cash loans allowed', zh: '允许无牌照现金贷' },
      en: 'If not, platforms of the model creditApp must stop new lending; e-commerce platforms, whose credit is tied to a purchase, may go on.',
      zh: '若否，creditApp 模式的平台须停止新增放贷；有消费场景的电商平台可继续。',
    },
  ),
  'regulation.generalLoans': dated(
    choice('allowed', {
      allowed: { en: 'loans for any purpose are allowed', zh: '允许不限用途的贷款' },
      converted: {
        en: 'general products are bound to the purpose they lent most for',
        zh: '转为其放款最多用途的场景贷',
      },
      closed: { en: 'general products may make no new loans', zh: '不限用途的产品停止新增放贷' },
    }),
    paper(
      'section 4.1: the notice on cash loans of 2017, which forbids loans without a purpose; whether lenders convert or close is free',
      '第 4.1 节：2017 年现金贷整治通知，禁止无指定用途贷款；转型或关停为自由设定',
    ),
    {
      label: { en: 'Loans for any purpose', zh: '不限用途贷款' },
      en: 'Under converted, every general product on offer becomes bound to the purpose with the largest lending of its last twelve months (before any, the purpose of its category); under closed it lends no more. As long as either holds, no copy becomes general. Holds for all lenders.',
      zh: '取 converted 时，在售的通用产品转为绑定其近十二个月放款最多的用途（尚无放款则取其类别的用途）；取 closed 时停止新增放贷。任一规则有效期间，模仿不会产生通用产品。适用于所有机构。',
    },
  ),
  'regulation.p2p': dated(
    choice('allowed', {
      allowed: { en: 'peer-to-peer platforms may lend', zh: '允许 P2P 放贷' },
      closing: { en: 'peer-to-peer platforms must stop new lending and run off', zh: 'P2P 须停止新增并清退' },
    }),
    paper('section 4.2: the exit of P2P', '第 4.2 节：P2P 退出'),
    {
      label: { en: 'Peer-to-peer lending', zh: 'P2P 网贷' },
      en: 'Whether lenders of the model p2p may make new loans.',
      zh: 'p2p 模式的机构能否新增放贷。',
    },
  ),
  'regulation.mandatoryReporting': dated(
    flag(false),
    paper(
      'section 5: platforms should report all their data to the central bureau',
      '第 5 节：平台应将全部数据报送央行征信',
    ),
    {
      label: { en: 'Reporting is mandatory', zh: '强制报送征信' },
      en: 'Whether all lenders report all their loans to the bureau, whatever lenders.<class>.reportingShare says.',
      zh: '是否所有机构均须将全部贷款报送征信，不论 lenders.<class>.reportingShare 如何设定。',
    },
  ),
  'regulation.minOwnFunding': dated(
    share(0),
    literature(
      'Rule on internet loans of commercial banks, February 2021: the partner puts up at least 30 % of a joint loan (secondary source); off by default',
      '关于进一步规范商业银行互联网贷款业务的通知（2021 年 2 月）：联合贷款中合作方出资比例不低于 30%（二手来源）；默认不启用',
    ),
    {
      label: { en: 'Least own share of lending with partners', zh: '与合作方放款的最低自有出资比例' },
      en: 'Share of lending that a lender with a funding partner must put up itself: it may facilitate no more than the rest.',
      zh: '有资金合作方的机构须自行出资的放款比例：助贷比例不得超过其余部分。',
    },
  ),
}

export const REGULATION_SWITCHES: Switches<'regulation'> = {
  regulation: {
    label: { en: 'Regulation', zh: '监管' },
    off: {
      'regulation.aprCap': 3,
      'regulation.licensedCap': 3,
      'regulation.privateCap': 3,
      'regulation.minCapital.licensed': 0,
      'regulation.minCapital.platform': 0,
      'regulation.studentLending': true,
      'regulation.unlicensedLending': true,
      'regulation.generalLoans': 'allowed',
      'regulation.p2p': 'allowed',
      'regulation.mandatoryReporting': false,
      'regulation.minOwnFunding': 0,
    },
    on: {
      'regulation.aprCap': 0.36,
      'regulation.licensedCap': 0.23,
      'regulation.minCapital.platform': 0.22,
      'regulation.studentLending': false,
      'regulation.mandatoryReporting': true,
    },
    streams: [],
  },
}
