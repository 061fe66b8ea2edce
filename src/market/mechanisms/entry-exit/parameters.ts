/** Parameters of lenders' entry and exit. */

import { choice, dated, fixed, flag, number, share, whole } from '../../../base/parameter.ts'
import { ASSUMED, COMPUTING, paper } from '../../../base/sources.ts'
import { ARCHETYPE_NAMES, type Archetype, type Bilingual } from '../../../base/vocabulary.ts'
import type { Switches } from '../../../scenarios/mechanisms.ts'
import type { NumberParameter, ParameterTable } from '../../../scenarios/parameter.ts'

const PER_HEAD: Bilingual = {
  en: 'In yuan per simulated adult: 1 stands for population.represents / 10^8 hundred million yuan in all (the unit yi yuan), which is 13.62 at the default.',
  zh: '以模拟成年人人均元计：1 元相当于 population.represents / 10^8 亿元，默认人口下为 13.62 亿元。',
}

const CROWDING = paper(
  'section 4.3.3 names low barriers and a crowd of institutions; the value is free',
  '第 4.3.3 节提到门槛低、机构众多；数值自由设定',
  'free',
)

/** The section `industry` of a scenario. */
export interface IndustrySection {
  readonly exit: boolean
  readonly breachShare: number
  readonly breachMonths: number
  readonly entry: boolean
  readonly entryRate: { readonly licensed: number; readonly platform: number }
  readonly entrantCapital: number
  readonly entrantCapitalSd: number
  readonly entrantNovelty: number
  readonly entryCost: number
  readonly requiredReturn: number
  readonly opens: { readonly licensed: number; readonly platform: number }
  readonly newcomerOpens: number
  readonly newcomerClass: 'licensed' | 'platform'
  readonly newcomerCategory: Archetype
  readonly newcomerCapital: number
}

const DATED: Bilingual = {
  en: 'At the end of the month before, capital comes in; nobody knows a lender that opens later but by adverts and talk.',
  zh: '资本于前一月末到位；后来开业的机构只能通过广告与口碑为人所知。',
}

function opening(en: string, zh: string): NumberParameter {
  return fixed(whole(0, [0, 1200], 'month'), COMPUTING, {
    label: { en: `Opening of ${en}`, zh: `${zh}开业月份` },
    en: `First month in which there are ${en}, of the roster or by entry; 0 = from the first month of the burn-in. ${DATED.en}`,
    zh: `${zh}（名单内及后来进入者）最早出现的月份；0 表示自预热期首月即存在。${DATED.zh}`,
  })
}

export const INDUSTRY_PARAMETERS: ParameterTable<'industry'> = {
  'industry.exit': dated(flag(false), COMPUTING, {
    label: { en: 'Lenders can fail', zh: '机构可退出' },
    en: 'Whether a lender that is insolvent, long in breach of its capital ratio, or barred from lending leaves: it stops lending, its book runs off, and then it is wound up. From month 0 on.',
    zh: '资不抵债、长期低于资本要求或被禁止放贷的机构是否退出：停止放贷、存量自然到期，随后清盘。自第 0 月起生效。',
  }),
  'industry.breachShare': dated(share(0.5), ASSUMED, {
    label: { en: 'Capital ratio of a breach', zh: '严重违规的资本比例' },
    en: 'A lender whose equity over loans is below this share of its minimum ratio is in breach.',
    zh: '资本与贷款之比低于最低比率的这一比例时，机构处于严重违规状态。',
  }),
  'industry.breachMonths': dated(whole(6, [1, 600], 'month'), ASSUMED, {
    label: { en: 'Months of a breach', zh: '违规容忍月数' },
    en: 'A lender leaves after so many months in breach in a row.',
    zh: '连续违规达到这一月数的机构退出。',
  }),
  'industry.entry': dated(flag(false), COMPUTING, {
    label: { en: 'Lenders can enter', zh: '机构可进入' },
    en: 'Whether newcomers open licensed companies and platforms where that seems worth their capital. From month 0 on.',
    zh: '在预期有利可图时，新机构是否进入（持牌公司与平台）。自第 0 月起生效。',
  }),
  'industry.entryRate.licensed': dated(number(1, [0, 24], '1/year'), CROWDING, {
    label: { en: 'Candidates: licensed companies', zh: '潜在进入者：持牌公司' },
    en: 'Mean number a year of those who think of opening a licensed company (Poisson).',
    zh: '每年考虑开办持牌公司者的平均数（泊松）。',
  }),
  'industry.entryRate.platform': dated(number(4, [0, 24], '1/year'), CROWDING, {
    label: { en: 'Candidates: platforms', zh: '潜在进入者：平台' },
    en: 'Mean number a year of those who think of opening a platform (Poisson).',
    zh: '每年考虑开办平台者的平均数（泊松）。',
  }),
  'industry.entrantCapital': dated(number(1, [0.01, 1_000_000], 'CNY/person'), ASSUMED, {
    label: { en: 'Capital of a newcomer', zh: '新机构资本' },
    en: `Median capital that a candidate has (lognormal). ${PER_HEAD.en}`,
    zh: `潜在进入者资本的中位数（对数正态）。${PER_HEAD.zh}`,
  }),
  'industry.entrantCapitalSd': dated(number(1, [0, 3]), ASSUMED, {
    label: { en: 'Spread of newcomers’ capital', zh: '新机构资本离散度' },
    en: 'Standard deviation of the log of candidates’ capital.',
    zh: '潜在进入者资本对数的标准差。',
  }),
  'industry.entrantNovelty': dated(share(0.3), ASSUMED, {
    label: { en: 'Newcomers with an idea of their own', zh: '自主创新的进入者占比' },
    en: 'Chance that a newcomer opens with a category drawn at random rather than the one whose products earn most.',
    zh: '新机构随机选择产品类别（而非盈利最高类别）的概率。',
  }),
  'industry.entryCost': dated(number(0.02, [0, 1000], 'CNY/person'), ASSUMED, {
    label: { en: 'Cost of setting up', zh: '开办成本' },
    en: `What opening costs, paid out of the newcomer’s capital. ${PER_HEAD.en}`,
    zh: `开办机构的一次性成本，由新机构资本支付。${PER_HEAD.zh}`,
  }),
  'industry.requiredReturn': dated(number(0.08, [0, 10], '1/year'), ASSUMED, {
    label: { en: 'Return that owners require', zh: '要求回报率' },
    en: 'Return on equity that newcomers, and owners asked for more capital, must expect. They expect what lenders of the class earned in the last twelve months.',
    zh: '进入者及被要求增资的股东所要求的净资产收益率；其预期为同类机构过去十二个月的收益率。',
  }),
  'industry.opens.licensed': opening('licensed companies', '持牌公司'),
  'industry.opens.platform': opening('platforms', '平台'),
  'industry.newcomerOpens': fixed(whole(0, [0, 1200], 'month'), COMPUTING, {
    label: { en: 'Opening of one newcomer', zh: '单一新机构开业月份' },
    en: `First month of one more lender, which comes whatever it pays, and not before its class; 0 = there is none. ${DATED.en}`,
    zh: `另设一家机构的首月，不论是否有利可图，且不早于所属类别；0 表示不设。${DATED.zh}`,
  }),
  'industry.newcomerClass': fixed(
    choice('platform', {
      licensed: { en: 'licensed company', zh: '持牌公司' },
      platform: { en: 'platform', zh: '平台' },
    }),
    COMPUTING,
    {
      label: { en: 'Class of the newcomer', zh: '新机构类别' },
      en: 'Class of that lender; its model is the credit app.',
      zh: '该机构的类别，业务模式为信贷应用。',
    },
  ),
  'industry.newcomerCategory': fixed(choice('ecommerce', ARCHETYPE_NAMES), COMPUTING, {
    label: { en: 'Product of the newcomer', zh: '新机构产品' },
    en: 'Category of Table 2 of its first product.',
    zh: '其首个产品在表 2 中的类别。',
  }),
  'industry.newcomerCapital': fixed(number(1, [0.01, 1_000_000], 'CNY/person'), ASSUMED, {
    label: { en: 'Capital of the newcomer', zh: '该新机构资本' },
    en: `What its owners put in. ${PER_HEAD.en}`,
    zh: `股东投入的资本。${PER_HEAD.zh}`,
  }),
}

export const ENTRY_EXIT_SWITCHES: Switches<'exit' | 'entry', 'entry'> = {
  exit: {
    label: { en: 'Lenders can fail', zh: '机构可退出' },
    off: { 'industry.exit': false },
    on: { 'industry.exit': true },
    streams: [],
  },
  entry: {
    label: { en: 'Lenders can enter', zh: '机构可进入' },
    off: { 'industry.entry': false },
    on: { 'industry.entry': true, 'industry.entryRate.platform': 24, 'industry.requiredReturn': 0 },
    streams: ['entry'],
  },
}
