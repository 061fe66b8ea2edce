/**
 * The codes that recorded tables, scenarios and keys of measures use for kinds of people, loans and lenders, each list
 * in its one order, with their names in both languages. Every label and legend takes its names from here.
 */

export interface Bilingual {
  readonly en: string
  readonly zh: string
}

/** A text that somebody wrote once for both languages, or once for each; undefined where nobody did. */
export function textIn(text: string | Bilingual | undefined, lang: keyof Bilingual): string | undefined {
  return typeof text === 'object' ? text[lang] : text
}

/** A name for each code. */
export type Names<Code extends string> = { readonly [code in Code]: Bilingual }

/** The purposes of the paper's Table 3, in its order. */
export const PURPOSES = ['shopping', 'education', 'rent', 'renovation', 'travel', 'other'] as const
export type Purpose = (typeof PURPOSES)[number]
export const PURPOSE_NAMES: Names<Purpose> = {
  shopping: { en: 'shopping', zh: '购物' },
  education: { en: 'education', zh: '教育' },
  rent: { en: 'rent', zh: '租房' },
  renovation: { en: 'renovation', zh: '装修' },
  travel: { en: 'travel', zh: '旅游' },
  other: { en: 'other', zh: '其他' },
}

/** The age bands of the paper's Table 4, half-open, as recorded tables name them. */
export const AGE_BANDS = ['<20', '20-30', '30-40', '40-50', '>=50'] as const
export type AgeBand = (typeof AGE_BANDS)[number]
/** Lower edges of `AGE_BANDS`, whole years; nobody is younger than the first. */
export const AGE_BAND_EDGES = [18, 20, 30, 40, 50] as const
export const AGE_BAND_NAMES: Names<AgeBand> = {
  '<20': { en: 'under 20', zh: '20岁以下' },
  '20-30': { en: '20 to 29', zh: '20–29岁' },
  '30-40': { en: '30 to 39', zh: '30–39岁' },
  '40-50': { en: '40 to 49', zh: '40–49岁' },
  '>=50': { en: '50 and over', zh: '50岁及以上' },
}
/** The same bands in keys of parameters (`population.ageShare`) and of measures. */
export const AGE_KEYS = ['under20', 'from20', 'from30', 'from40', 'from50'] as const
export type AgeKey = (typeof AGE_KEYS)[number]

/** Lower edges of the bands of `population.pyramid`, whole years, and the keys of its parameters. */
export const PYRAMID_EDGES: readonly number[] = [18, 20, 30, 40, 50, 60]
export const PYRAMID_NAMES: Names<'from18' | 'from20' | 'from30' | 'from40' | 'from50' | 'from60'> = {
  from18: { en: '18 and 19', zh: '18–19岁' },
  from20: AGE_BAND_NAMES['20-30'],
  from30: AGE_BAND_NAMES['30-40'],
  from40: AGE_BAND_NAMES['40-50'],
  from50: { en: '50 to 59', zh: '50–59岁' },
  from60: { en: '60 and over', zh: '60岁及以上' },
}

/** Two halves of the population by age, split at 30 years. */
export const AGE_GROUPS = ['under30', 'from30'] as const
export type AgeGroup = (typeof AGE_GROUPS)[number]
export const AGE_GROUP_NAMES: Names<AgeGroup> = {
  under30: { en: 'under 30', zh: '30岁以下' },
  from30: { en: '30 and over', zh: '30岁及以上' },
}

/** States of a credit file, in the order of `consumers.file`. */
export const FILE_STATES = ['none', 'unscored', 'scored'] as const
export type FileState = (typeof FILE_STATES)[number]
export const FILE_NAMES: Names<FileState> = {
  none: { en: 'no credit file', zh: '无征信记录' },
  unscored: { en: 'file without score', zh: '有记录无评分' },
  scored: { en: 'scored file', zh: '有评分' },
}

/** Bands of the coverage at which a person would have a file, by upper edge. */
export const THRESHOLD_BANDS = ['0.5', '0.727', '0.9', '1'] as const
export type ThresholdBand = (typeof THRESHOLD_BANDS)[number]
export const THRESHOLD_NAMES: Names<ThresholdBand> = {
  '0.5': { en: 'coverage 50 %', zh: '覆盖率50%' },
  '0.727': { en: 'coverage 72.7 %', zh: '覆盖率72.7%' },
  '0.9': { en: 'coverage 90 %', zh: '覆盖率90%' },
  '1': { en: 'coverage 100 %', zh: '覆盖率100%' },
}

/** Quarters of consumers by permanent income, lowest first. */
export const QUARTILES = ['1', '2', '3', '4'] as const
export type Quartile = (typeof QUARTILES)[number]
export const QUARTILE_NAMES: Names<Quartile> = {
  '1': { en: 'lowest quarter', zh: '最低四分之一' },
  '2': { en: 'second quarter', zh: '次低四分之一' },
  '3': { en: 'third quarter', zh: '次高四分之一' },
  '4': { en: 'highest quarter', zh: '最高四分之一' },
}

export const LENDER_CLASSES = ['bank', 'licensed', 'platform'] as const
export type LenderClass = (typeof LENDER_CLASSES)[number]
export const CLASS_NAMES: Names<LenderClass> = {
  bank: { en: 'banks', zh: '银行' },
  licensed: { en: 'licensed companies', zh: '持牌公司' },
  platform: { en: 'platforms', zh: '平台' },
}

/** What a lender knows of an applicant; bit 0 of the index: platform data, bit 1: the bureau's signal. */
export const KNOWLEDGE = ['neither', 'platform', 'bureau', 'both'] as const
export type Knowledge = (typeof KNOWLEDGE)[number]
export const KNOWLEDGE_NAMES: Names<Knowledge> = {
  neither: { en: 'neither bureau score nor platform data', zh: '征信评分与平台数据皆无' },
  platform: { en: 'platform data only', zh: '仅平台数据' },
  bureau: { en: 'bureau score only', zh: '仅征信评分' },
  both: { en: 'bureau score and platform data', zh: '征信评分与平台数据' },
}

/** Bands of the amount of a need, half-open, with their lower edges in yuan. */
export const AMOUNT_BANDS = ['<1k', '1k-5k', '5k-20k', '>=20k'] as const
export type AmountBand = (typeof AMOUNT_BANDS)[number]
export const AMOUNT_BAND_EDGES = [0, 1_000, 5_000, 20_000] as const
export const AMOUNT_NAMES: Names<AmountBand> = {
  '<1k': { en: 'under ¥1,000', zh: '1千元以下' },
  '1k-5k': { en: '¥1,000 to 4,999', zh: '1千至5千元' },
  '5k-20k': { en: '¥5,000 to 19,999', zh: '5千至2万元' },
  '>=20k': { en: '¥20,000 and over', zh: '2万元及以上' },
}

/** The ten categories of products of the paper's Table 2. */
export const ARCHETYPES = [
  'ecommerce',
  'traditional',
  'electronics',
  'rent',
  'usedCar',
  'student',
  'travel',
  'education',
  'appliances',
  'medical',
] as const
export type Archetype = (typeof ARCHETYPES)[number]
export const ARCHETYPE_NAMES: Names<Archetype> = {
  ecommerce: { en: 'e-commerce', zh: '综合电商' },
  traditional: { en: 'bank-type loan', zh: '传统综合' },
  electronics: { en: 'electronics', zh: '3C数码' },
  rent: { en: 'rent', zh: '租房' },
  usedCar: { en: 'used car', zh: '二手车' },
  student: { en: 'student', zh: '大学生' },
  travel: { en: 'travel', zh: '旅游' },
  education: { en: 'education', zh: '教育' },
  appliances: { en: 'appliances', zh: '家电' },
  medical: { en: 'medical', zh: '医疗健康' },
}

/** What a lender does about its products: how often it imitates and innovates, and whose demand it looks at. */
export const STRATEGIES = ['imitator', 'innovator', 'niche', 'mainstream'] as const
export type Strategy = (typeof STRATEGIES)[number]

/** The columns of the products table that hold the fit to each of `PURPOSES`. */
export const FIT_COLUMNS = ['fitShopping', 'fitEducation', 'fitRent', 'fitRenovation', 'fitTravel', 'fitOther'] as const
export type FitColumn = (typeof FIT_COLUMNS)[number]

/** Files that a lender's public rule may ask for. */
export const FILE_RULES = ['none', 'file', 'scored'] as const
export type FileRule = (typeof FILE_RULES)[number]

/** Grounds of refusal; the last is that of the bank that would have booked the loan (7.27). */
export const REFUSALS = [
  '',
  'risk',
  'concurrentLenders',
  'pastDueHere',
  'pastDueElsewhere',
  'debtService',
  'fraud',
  'funder',
] as const
export type Refusal = (typeof REFUSALS)[number]
export const REFUSAL_NAMES: Names<Refusal> = {
  '': { en: 'none', zh: '无' },
  risk: {
    en: 'risk: the expected loss is above the cut-off, or the price would be above the cap',
    zh: '风险：预期损失超过阈值，或价格将超过利率上限',
  },
  concurrentLenders: { en: 'debts at too many other lenders', zh: '债权机构过多' },
  pastDueHere: { en: 'past due at this lender', zh: '在本机构有逾期' },
  pastDueElsewhere: { en: 'past due at another lender', zh: '在其他机构有逾期' },
  debtService: { en: 'instalments would take too much of income', zh: '偿债负担过重' },
  fraud: { en: 'taken for fraud', zh: '疑似欺诈' },
  funder: { en: 'the funding partner refuses', zh: '资金合作方拒绝' },
}

/**
 * Kinds of arrived needs, flagged on arrival by quantities that no lender can change: `fundable` ones would be borrowed
 * for at the reference price and cost no more than the reference cap (agents/fundable.ts). The spending rule `paper` plans
 * its shortfalls with savings in view, so these are a kind apart.
 */
export const NEED_KINDS = ['fundable', 'size', 'risk', 'prefersNot', 'fraud', 'shortfall'] as const
export type NeedKind = (typeof NEED_KINDS)[number]
export const NEED_KIND_NAMES: Names<NeedKind> = {
  fundable: { en: 'fundable', zh: '可供融资' },
  size: { en: 'too small to be worth a loan', zh: '金额过小，单笔成本过高' },
  risk: { en: 'too risky at the reference cap', zh: '风险过高，超过参考上限' },
  prefersNot: { en: 'would not borrow at the reference price', zh: '按参考价格也不愿借款' },
  fraud: { en: 'fraud', zh: '欺诈' },
  shortfall: { en: 'planned shortfall of spending', zh: '计划内的支出缺口' },
}

/**
 * What becomes of a need: one of these when it closes. Those up to `declined` are stages, each later than the one before
 * and of the refused ones the last to happen; a need that is met by nobody closes at the latest stage that it reached.
 */
export const FATES = [
  'noRoom',
  'knewNobody',
  'noneEligible',
  'preferredNot',
  'refusedCutoff',
  'refusedCap',
  'refusedLenders',
  'refusedDebtService',
  'refusedRecord',
  'refusedCapital',
  'refusedFraud',
  'declined',
  'selfFunded',
  'tooSmall',
  'displaced',
  'left',
  'servedPart',
  'served',
] as const
export type Fate = (typeof FATES)[number]
export const FATE_NAMES: Names<Fate> = {
  noRoom: { en: 'no room for another loan', zh: '贷款笔数已满' },
  knewNobody: { en: 'knew no lender', zh: '不知晓任何机构' },
  noneEligible: { en: 'no eligible product', zh: '无可申请产品' },
  preferredNot: { en: 'preferred not to borrow', zh: '宁愿不借' },
  refusedCutoff: { en: 'refused: above the loss cut-off', zh: '被拒：预期损失超过阈值' },
  refusedCap: { en: 'refused: break-even above the cap', zh: '被拒：盈亏平衡利率超过利率上限' },
  refusedLenders: { en: 'refused: too many lenders', zh: '被拒：债权机构过多' },
  refusedDebtService: { en: 'refused: debt service', zh: '被拒：偿债负担' },
  refusedRecord: { en: 'refused: arrears or charge-off on record', zh: '被拒：逾期或核销记录' },
  refusedCapital: { en: 'refused: lender short of capital', zh: '被拒：机构资本不足' },
  refusedFraud: { en: 'refused: taken for fraud', zh: '被拒：疑似欺诈' },
  declined: { en: 'declined the quote', zh: '放弃报价' },
  selfFunded: { en: 'met from own money', zh: '自有资金满足' },
  tooSmall: { en: 'too small to borrow', zh: '不足最低贷款额' },
  displaced: { en: 'displaced by a pending need', zh: '被待满足的需求挤出' },
  left: { en: 'left the market', zh: '退出市场' },
  servedPart: { en: 'served in part', zh: '部分满足' },
  served: { en: 'served', zh: '全部满足' },
}
