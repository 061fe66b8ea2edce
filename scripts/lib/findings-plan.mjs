// What `npm run findings` asks of the model, written down before it was run: for each claim of the paper its contrasts,
// the direction that the claim foretells, and the smallest effect of interest. Plain data and pure functions.
// @ts-check
import { DEFAULT_SCENARIO } from '../../dist/scenarios/parameters.js'
import { sameReputation } from './switches.mjs'

/** @typedef {{ readonly en: string, readonly zh: string }} Bilingual */
/** @typedef {{ readonly [path: string]: number | string | boolean | readonly unknown[] }} Settings */

/**
 * @typedef {object} Size
 * @property {string} command
 * @property {number} consumers
 * @property {number} replications of every arm that a verdict or the factorial rests on
 * @property {number} channelReplications of both arms of a contrast with a channel off
 * @property {readonly number[]} sizes of the check of size, that of the findings among them; the last is the size of the baseline
 * @property {number} sizeReplications
 * @property {number} largeReplications of the effects that are held against the largest size
 * @property {{ readonly burnIn: number, readonly months: number } | null} horizon null for that of the scenarios
 */

/** @type {Size} */
export const SIZE = {
  command: 'npm run findings',
  consumers: 20_000,
  replications: 20,
  channelReplications: 10,
  sizes: [5000, 10_000, 20_000, 40_000, 100_000],
  sizeReplications: 8,
  largeReplications: 5,
  horizon: null,
}

/** The same plan in small, for a test. @type {Size} */
export const SMALL = {
  command: 'npm run findings -- --small',
  consumers: 300,
  replications: 2,
  channelReplications: 2,
  sizes: [300, 400],
  sizeReplications: 2,
  largeReplications: 2,
  horizon: { burnIn: 2, months: 12 },
}

/**
 * An outcome with the smallest effect of interest: what a reader would call a difference, in the unit of the outcome.
 * @typedef {object} Measure
 * @property {string} key
 * @property {number} smallest
 * @property {number} scale what a value is multiplied by to be shown
 * @property {number} digits
 * @property {Bilingual} name
 * @property {Bilingual} unit of a difference
 */

const POINTS = { en: 'points', zh: '个百分点' }
const PLAIN = { en: '', zh: '' }
/** @type {(key: string, smallest: number, en: string, zh: string) => Measure} */
const share = (key, smallest, en, zh) => ({ key, smallest, scale: 100, digits: 2, name: { en, zh }, unit: POINTS })
/** @type {(key: string, smallest: number, digits: number, en: string, zh: string, unit?: Bilingual) => Measure} */
const plain = (key, smallest, digits, en, zh, unit = PLAIN) => ({
  key,
  smallest,
  scale: 1,
  digits,
  name: { en, zh },
  unit,
})

/** @type {readonly Measure[]} */
export const MEASURES = [
  share('reach.all', 0.02, 'demand served', '需求满足率'),
  share('reach.noFile', 0.02, 'demand served of those without a file', '无征信记录者需求满足率'),
  share(
    'reach.filedAt90',
    0.02,
    'demand served, filed at coverage 0.9 and not 0.5',
    '需求满足率（覆盖率 0.9 时才有记录者）',
  ),
  share('tail.reach', 0.02, 'tail demand served', '长尾需求满足率'),
  share('tail.share', 0.01, "tail's share of loans", '长尾占放款笔数'),
  plain('tail.unserved', 1, 2, 'niches without one loan', '无一笔放款的利基数'),
  share('approval.all', 0.02, 'applications approved', '申请批准率'),
  share('apr.mean', 0.005, 'mean APR', '平均年化利率'),
  share('apr.p95', 0.01, '95th percentile of APR', '年化利率 95 分位数'),
  plain('apr.dispersion', 0.02, 3, 'dispersion of APR', '年化利率变异系数'),
  share('late.over90', 0.002, 'balance over 90 days past due', '逾期 90 天以上占余额'),
  share('chargeOff.rate', 0.003, 'charged off a year', '年核销率'),
  share('debtService', 0.01, 'instalments over income', '月供收入比'),
  share('multiLender.borrowers', 0.01, 'borrowers with two or more lenders', '多头借贷者占借款人'),
  share('roa.market', 0.002, 'ROA of all lenders', '全行业资产收益率'),
  share('nim', 0.005, 'net interest margin', '净息差'),
  plain('homogenisation', 0.05, 3, 'homogenisation H', '同质化 H'),
  plain('lenders.active', 2, 1, 'lenders that lend', '营业机构数'),
  plain('design.innovations', 2, 1, 'projects of research and design a year', '年均研发设计项目数'),
  share('design.failedCost', 0.0005, 'cost of failed designs a year, of the balance', '失败设计年成本占余额'),
  plain('score.auc.platform', 0.01, 3, 'AUC of scores on platform data', '平台数据评分的 AUC'),
  plain(
    'score.calibration.platform',
    0.1,
    2,
    'defaults over expected ones, platform data',
    '平台数据：实际与预期违约之比',
  ),
  share('fraud.loss', 0.0005, 'fraud losses a year', '年欺诈损失率'),
  share('fraud.detected', 0.02, 'fraud found out', '欺诈识破率'),
  share('fraud.falseExclusions', 0.002, 'honest applications refused as fraud', '诚实申请误判率'),
  share('adopted', 0.02, 'consumers who ever borrowed', '曾借款者占比'),
  share('retention', 0.02, 'further loans from the same lender', '后续借款仍选同一机构的占比'),
  plain('satisfaction', 0.05, 3, 'mean satisfaction', '平均满意度'),
  share('newCustomers.heard', 0.05, 'new customers who came by talk', '经口碑而来的新客户占比'),
  // Of the months' series: the outcome of that name leaves out whom a campaign or a loan brought into the bureau.
  share('series.filed.share', 0.02, 'consumers with any file', '有任何征信记录者占比'),
  plain('debt.perConsumer', 35, 0, 'debt per consumer', '人均债务', { en: 'yuan', zh: '元' }),
]

/** @param {string} key */
export function measureAt(key) {
  const found = MEASURES.find((measure) => measure.key === key)
  if (found === undefined) throw new Error(`no measure ${key}`)
  return found
}

/**
 * A run but for its seed: a scenario file, an arm of its experiment or none, and what is set on top of it.
 * @typedef {{ readonly file: string, readonly arm: string | null, readonly set: Settings }} ArmOf
 */

/**
 * A mechanism that could carry an effect, switched off (or over) in both arms. `isReading` marks what decides how a claim
 * is read: the page names a verdict that is reversed without it.
 * @typedef {{ readonly id: string, readonly name: Bilingual, readonly set: Settings, readonly isReading?: true }} Channel
 */

const CLASSES = ['bank', 'licensed', 'platform']
/** @type {(key: string, value: number | boolean) => Settings} */
const everyClass = (key, value) => Object.fromEntries(CLASSES.map((name) => [`lenders.${name}.${key}`, value]))

/** @type {{ readonly [id: string]: Channel }} */
export const CHANNELS = {
  fit: { id: 'fit', name: { en: 'fit', zh: '契合' }, set: { 'choice.misfit': 0 } },
  crowding: { id: 'crowding', name: { en: 'crowding', zh: '拥挤' }, set: { 'choice.similarity': 0 } },
  limitsTerms: {
    id: 'limitsTerms',
    name: { en: 'limits and terms', zh: '额度与期限' },
    set: { 'choice.limit': 0, 'choice.term': 0 },
  },
  information: { id: 'information', name: { en: 'information', zh: '信息' }, set: everyClass('usesBureau', false) },
  reputation: { id: 'reputation', name: { en: 'reputation', zh: '声誉' }, set: sameReputation(DEFAULT_SCENARIO) },
  margins: { id: 'margins', name: { en: 'margins', zh: '利差' }, set: { 'pricing.strategic': false } },
  losses: { id: 'losses', name: { en: 'learnt losses', zh: '损失学习' }, set: { 'underwriting.learningWeight': 0 } },
  capital: { id: 'capital', name: { en: 'capital', zh: '资本' }, set: everyClass('capitalRatio', 0) },
  exit: { id: 'exit', name: { en: 'exit of lenders', zh: '机构退出' }, set: { 'industry.exit': false } },
  imitation: { id: 'imitation', name: { en: 'imitation', zh: '模仿' }, set: { 'products.imitation': 0 } },
  innovation: { id: 'innovation', name: { en: 'innovation', zh: '创新' }, set: { 'products.innovation': 0 } },
  design: { id: 'design', name: { en: 'redesign', zh: '产品再设计' }, set: { 'products.mode': 'fixed' } },
  loyalty: { id: 'loyalty', name: { en: 'loyalty', zh: '满意度留客' }, set: { 'choice.loyalty': 0 } },
  talk: { id: 'talk', name: { en: 'word of mouth', zh: '口碑' }, set: { 'diffusion.network': 'none' } },
  formation: {
    id: 'formation',
    name: { en: 'file formation', zh: '借款建档' },
    set: { 'credit.fileFormation': false },
    isReading: true,
  },
}

/**
 * Settings that were run under the name of a channel and are not what the channel says. Their values are dropped when
 * pages are drawn again, and the pages say why; new runs of the plan as it stands end that.
 * @typedef {{ readonly channel: string, readonly why: Bilingual }} Withdrawal
 * @type {readonly (Withdrawal & { readonly set: Settings })[]}
 */
export const WITHDRAWN = [
  {
    channel: 'reputation',
    set: { 'repayment.willingness': 0.45, 'repayment.bureauReputation': 0 },
    why: {
      en: 'Cells with reputation off are withdrawn: they were run with a willingness to pay of 0.45 for everybody, where those with a file have 1.0, and so show another market. The next runs fill them.',
      zh: '“关闭声誉”各格已撤回：运行时人人的还款意愿为 0.45，而有征信记录者应为 1.0，所示为另一个市场。下次运行时补齐。',
    },
  },
]

/**
 * @typedef {object} Contrast
 * @property {string} arm
 * @property {string} against
 * @property {string} key
 * @property {1 | -1} direction that the claim foretells
 */

/**
 * @typedef {object} Hypothesis
 * @property {string} id
 * @property {string} file
 * @property {Bilingual} claim
 * @property {readonly Contrast[]} contrasts the verdict rests on these
 * @property {readonly Contrast[]} also told beside them: parts of the contrast and what the claim is silent about; the direction is what one would guess
 * @property {readonly string[]} channels
 * @property {{ readonly [arm: string]: { readonly set: Settings, readonly title: Bilingual } }} [arms] of a file without an experiment
 */

/** @type {(pair: readonly [arm: string, against: string], signs: { readonly [key: string]: 1 | -1 }) => Contrast[]} */
const contrasts = ([arm, against], signs) =>
  Object.entries(signs).map(([key, direction]) => ({ arm, against, key, direction }))

/** @type {readonly Hypothesis[]} */
export const HYPOTHESES = [
  {
    id: 'H1',
    file: 'h01-coverage',
    claim: {
      en: 'Wider credit coverage brings people without records into the market, at lower default.',
      zh: '扩大征信覆盖使无记录人群获得服务，同时降低违约。',
    },
    contrasts: contrasts(['cover90', 'cover50'], { 'reach.filedAt90': 1, 'late.over90': -1 }),
    also: [
      ...contrasts(['cover90', 'cover50'], { 'reach.all': 1, 'roa.market': 1 }),
      ...contrasts(['forming90', 'forming50'], { 'reach.filedAt90': 1, 'late.over90': -1 }),
    ],
    channels: ['information', 'reputation', 'losses', 'capital'],
  },
  {
    id: 'H2',
    file: 'h02-data-profit-innovation',
    claim: {
      en: 'Credit data improve risk control, which brings profit, which pays for innovation.',
      zh: '征信数据改善风控，风控带来利润，利润支持创新。',
    },
    contrasts: contrasts(['wide', 'half'], { 'chargeOff.rate': -1, 'roa.market': 1, 'design.innovations': 1 }),
    also: contrasts(['everybody', 'half'], { 'chargeOff.rate': -1, 'roa.market': 1, 'design.innovations': 1 }),
    channels: ['information', 'reputation', 'formation'],
  },
  {
    id: 'H3',
    file: 'h03-unmet-needs',
    claim: { en: 'Homogeneous products leave needs unmet.', zh: '产品同质化使部分需求得不到满足。' },
    contrasts: contrasts(['apart', 'alike'], { 'tail.reach': 1, 'tail.unserved': -1 }),
    also: [
      ...contrasts(['apart', 'alike'], { 'reach.all': 1 }),
      ...contrasts(['copied', 'apart'], { 'tail.reach': -1, homogenisation: 1 }),
    ],
    channels: ['fit', 'crowding', 'limitsTerms', 'capital', 'exit'],
  },
  {
    id: 'H4',
    file: 'h04-low-profit',
    claim: { en: 'Homogeneous products compete profit away.', zh: '产品同质化使利润被竞争侵蚀。' },
    contrasts: contrasts(['apart', 'alike'], { 'roa.market': 1, nim: 1 }),
    also: contrasts(['copying', 'noCopying'], { 'roa.market': -1, nim: -1, homogenisation: 1 }),
    channels: ['fit', 'crowding', 'margins', 'capital', 'exit'],
  },
  {
    id: 'H5',
    file: 'h05-market-research',
    claim: {
      en: 'Too little market research makes products miss demand and wastes money.',
      zh: '市场调研不足使产品偏离需求并造成浪费。',
    },
    contrasts: contrasts(['much', 'none'], { 'design.failedCost': -1, 'tail.reach': 1, 'tail.unserved': -1 }),
    also: contrasts(['perfect', 'none'], { 'design.failedCost': -1, 'tail.reach': 1, 'roa.market': 1 }),
    channels: ['fit', 'imitation', 'innovation'],
  },
  {
    id: 'H6',
    file: 'h06-low-barriers',
    claim: {
      en: 'Low barriers to entry bring a crowd of lenders, usury and devalued credit.',
      zh: '准入门槛过低导致机构拥挤、高利贷与信用贬值。',
    },
    contrasts: contrasts(['lowHigh', 'highLow'], { 'lenders.active': 1, 'apr.p95': 1, 'late.over90': 1 }),
    also: [
      ...contrasts(['lowLow', 'highLow'], { 'lenders.active': 1, 'apr.p95': 1, 'late.over90': 1, debtService: 1 }),
      ...contrasts(['highHigh', 'highLow'], { 'lenders.active': 1, 'apr.p95': 1, 'late.over90': 1 }),
    ],
    channels: ['margins', 'losses', 'exit'],
  },
  {
    id: 'H7',
    file: 'h07-platform-guarantor',
    claim: {
      en: 'A platform that scores and guarantees at once, on distorted data, has weak scores; an independent scorer mends them.',
      zh: '平台既评分又担保且数据失真，评分因而失准；独立第三方评分可以改善。',
    },
    contrasts: [
      ...contrasts(['both', 'honest'], { 'score.auc.platform': -1, 'score.calibration.platform': 1 }),
      ...contrasts(['independent', 'both'], { 'score.auc.platform': 1 }),
    ],
    also: [
      ...contrasts(['both', 'honest'], { 'late.over90': 1 }),
      ...contrasts(['distorted', 'honest'], { 'score.auc.platform': -1, 'score.calibration.platform': 1 }),
      ...contrasts(['selfInterested', 'honest'], { 'score.auc.platform': -1, 'score.calibration.platform': 1 }),
    ],
    channels: ['losses', 'reputation'],
  },
  {
    id: 'H8',
    file: 'h08-sharing',
    claim: {
      en: 'Uploading and sharing credit data makes a better market.',
      zh: '信贷数据的上传与共享改善市场。',
    },
    contrasts: contrasts(['fullEverybody', 'none'], { 'multiLender.borrowers': -1, 'late.over90': -1, 'reach.all': 1 }),
    also: [
      ...contrasts(['negative', 'none'], { 'late.over90': -1, 'reach.all': 1 }),
      ...contrasts(['full', 'negative'], { 'multiLender.borrowers': -1, 'late.over90': -1 }),
      ...contrasts(['fullDistorted', 'fullEverybody'], { 'late.over90': 1 }),
    ],
    channels: ['reputation', 'losses', 'capital', 'formation'],
  },
  {
    id: 'H9',
    file: 'h09-blacklist',
    claim: { en: 'A shared big-data blacklist cuts fraud.', zh: '共享大数据黑名单减少欺诈。' },
    contrasts: contrasts(['shared', 'none'], { 'fraud.loss': -1, 'fraud.detected': 1 }),
    also: [
      ...contrasts(['shared', 'none'], { 'fraud.falseExclusions': 1 }),
      ...contrasts(['half', 'none'], { 'fraud.loss': -1 }),
      ...contrasts(['careless', 'shared'], { 'fraud.falseExclusions': 1 }),
    ],
    channels: ['losses'],
  },
  {
    id: 'H10',
    file: 'h10-promotion',
    claim: {
      en: 'Promotion without making a loss builds up users.',
      zh: '在不亏损的前提下促销可以积累用户。',
    },
    contrasts: contrasts(['bounded', 'none'], { adopted: 1 }),
    also: [
      ...contrasts(['bounded', 'none'], { retention: 1, 'roa.market': -1 }),
      ...contrasts(['unbounded', 'none'], { adopted: 1, retention: 1, 'roa.market': -1 }),
      ...contrasts(['lavish', 'unbounded'], { adopted: 1, 'roa.market': -1 }),
    ],
    channels: ['margins', 'capital'],
  },
  {
    id: 'H11',
    file: 'h11-service',
    claim: { en: 'Better service keeps customers.', zh: '更好的服务留住客户。' },
    contrasts: contrasts(['muchTraining', 'littleTraining'], { satisfaction: 1, retention: 1 }),
    also: [
      ...contrasts(['muchTraining', 'littleTraining'], { 'roa.market': 1 }),
      ...contrasts(['assessedOnService', 'assessedOnSales'], { satisfaction: 1, retention: 1, 'roa.market': 1 }),
    ],
    channels: ['loyalty', 'talk'],
  },
  {
    id: 'H12',
    file: 'h12-referral',
    claim: {
      en: 'Word of mouth and rewards for recommendations spread lenders.',
      zh: '口碑与推荐奖励促进机构扩散。',
    },
    contrasts: [...contrasts(['talk', 'silence'], { adopted: 1 }), ...contrasts(['reward100', 'talk'], { adopted: 1 })],
    also: [
      ...contrasts(['reward100', 'talk'], { 'newCustomers.heard': 1, 'roa.market': -1 }),
      ...contrasts(['service', 'talk'], { adopted: 1, 'newCustomers.heard': 1 }),
    ],
    channels: ['capital', 'margins'],
  },
  {
    id: 'H13',
    file: 'h13-long-tail-costs',
    claim: {
      en: "The internet's low cost of keeping products makes the long tail profitable.",
      zh: '互联网的低成本使长尾有利可图。',
    },
    contrasts: contrasts(['high', 'free'], { 'tail.share': -1, 'tail.reach': -1 }),
    also: [
      ...contrasts(['high', 'free'], { 'tail.unserved': 1, 'roa.market': -1 }),
      ...contrasts(['middle', 'free'], { 'tail.share': -1, 'tail.reach': -1 }),
    ],
    channels: ['design', 'exit', 'capital'],
  },
  {
    id: 'H14',
    file: 'h14-personas',
    claim: {
      en: 'Big-data personas bring products to what users need.',
      zh: '大数据用户画像使产品贴合用户需求。',
    },
    contrasts: contrasts(['personasMore', 'asIs'], { 'tail.reach': 1, 'tail.unserved': -1 }),
    also: [
      ...contrasts(['personas', 'asIs'], { 'tail.reach': 1, 'apr.dispersion': 1, 'chargeOff.rate': 1 }),
      ...contrasts(['personasNoCopy', 'personasMore'], { 'tail.reach': 1, homogenisation: -1 }),
    ],
    channels: ['fit', 'margins', 'capital'],
  },
  {
    id: 'H15',
    file: 'h15-platforms-drive-growth',
    claim: {
      en: 'Platforms, not banks, drive the growth of consumer lending.',
      zh: '推动消费信贷增长的是平台而非银行。',
    },
    contrasts: contrasts(['noPlatforms', 'noBanks'], { 'debt.perConsumer': -1, 'reach.all': -1 }),
    also: [
      ...contrasts(['noPlatforms', 'all'], { 'debt.perConsumer': -1, 'reach.all': -1, 'tail.reach': -1 }),
      ...contrasts(['noBanks', 'all'], { 'debt.perConsumer': -1, 'reach.all': -1, 'tail.reach': -1 }),
    ],
    channels: ['capital', 'margins'],
  },
  {
    id: 'H16',
    file: 'h16-publicity',
    claim: { en: 'Publicity enlarges the bureau, to the good of the market.', zh: '征信宣传扩大覆盖并改善市场。' },
    contrasts: contrasts(['anybody', 'silence'], { 'series.filed.share': 1, 'reach.all': 1 }),
    also: [
      ...contrasts(['theGood', 'silence'], { 'series.filed.share': 1, 'reach.all': 1, 'late.over90': -1 }),
      ...contrasts(['theBad', 'silence'], { 'series.filed.share': 1, 'reach.all': 1, 'late.over90': -1 }),
    ],
    channels: ['formation', 'reputation', 'information'],
  },
  {
    id: 'H17',
    file: 'h17-regulation',
    claim: {
      en: 'Regulation restores order: less harm, whatever reach it costs.',
      zh: '监管恢复市场秩序：减少损害，代价是覆盖面。',
    },
    arms: {
      ruled: { set: {}, title: { en: 'The rules', zh: '实施规则' } },
      unruled: { set: { timeline: [] }, title: { en: 'No rules', zh: '无规则' } },
    },
    contrasts: contrasts(['ruled', 'unruled'], { 'late.over90': -1, 'apr.p95': -1, debtService: -1 }),
    also: contrasts(['ruled', 'unruled'], {
      'reach.all': -1,
      'tail.reach': -1,
      'chargeOff.rate': -1,
      'roa.market': -1,
    }),
    channels: ['losses', 'margins', 'exit'],
  },
]

/** Coverage × differentiation under both readings of each. */
export const FACTORIAL = {
  file: 'baseline',
  coverage: [0.5, 0.727, 0.9, 1],
  differentiation: [0, 0.25, 0.5, 0.75, 1],
  formation: [false, true],
  contracts: ['fit', 'fitLimitsTerms'],
  keys: ['reach.all', 'tail.reach', 'late.over90', 'roa.market', 'homogenisation', 'tail.unserved'],
}

/** Both readings of coverage with both of δ. */
export const READINGS = FACTORIAL.formation.flatMap((formation) =>
  FACTORIAL.contracts.map((contracts) => ({ formation, contracts })),
)

/** The check of size: levels of the plain market, and effects of verdicts that are held against the largest size. */
export const FINITE = {
  keys: ['reach.all', 'tail.reach', 'approval.all', 'apr.mean', 'late.over90', 'roa.market', 'multiLender.borrowers'],
  contrasts: [
    { hypothesis: 'H1', key: 'reach.filedAt90' },
    { hypothesis: 'H1', key: 'late.over90' },
    { hypothesis: 'H3', key: 'tail.reach' },
  ],
}

/** @param {number} consumers @returns {ArmOf} */
export const sizedArm = (consumers) => ({ file: 'baseline', arm: null, set: { 'population.consumers': consumers } })

/** @param {number} coverage @param {number} differentiation @param {boolean} formation @param {string} contracts @returns {ArmOf} */
export const factorialArm = (coverage, differentiation, formation, contracts) => ({
  file: FACTORIAL.file,
  arm: null,
  set: {
    'credit.coverage': coverage,
    'products.differentiation': differentiation,
    'credit.fileFormation': formation,
    'products.contracts': contracts,
  },
})

/** @param {string} id */
function hypothesisAt(id) {
  const found = HYPOTHESES.find((hypothesis) => hypothesis.id === id)
  if (found === undefined) throw new Error(`no hypothesis ${id}`)
  return found
}

/** @param {Hypothesis} hypothesis @param {string} arm @param {Settings} [set] @returns {ArmOf} */
export const armOf = ({ file, arms }, arm, set = {}) =>
  arms === undefined ? { file, arm, set } : { file, arm: null, set: { ...arms[arm].set, ...set } }

/** A name for an arm that is the same whenever the arm is. @param {ArmOf} arm */
export const armName = ({ file, arm, set }) => JSON.stringify([file, arm, set])

/**
 * Every arm with its replications, verdicts first, then the factorial, then channels.
 * @param {Size} size
 * @returns {{ readonly arm: ArmOf, readonly replications: number }[]}
 */
export function plannedArms({ replications, channelReplications, sizes, sizeReplications, largeReplications }) {
  /** @type {Map<string, { arm: ArmOf, replications: number }>} */
  const planned = new Map()
  const add = (/** @type {ArmOf} */ arm, /** @type {number} */ wanted) => {
    const known = planned.get(armName(arm))
    planned.set(armName(arm), { arm, replications: Math.max(wanted, known?.replications ?? 0) })
  }
  for (const hypothesis of HYPOTHESES) {
    for (const { arm, against } of [...hypothesis.contrasts, ...hypothesis.also]) {
      add(armOf(hypothesis, arm), replications)
      add(armOf(hypothesis, against), replications)
    }
  }
  for (const coverage of FACTORIAL.coverage) {
    for (const differentiation of FACTORIAL.differentiation) {
      for (const { formation, contracts } of READINGS) {
        add(factorialArm(coverage, differentiation, formation, contracts), replications)
      }
    }
  }
  for (const hypothesis of HYPOTHESES) {
    for (const id of hypothesis.channels) {
      for (const { arm, against } of hypothesis.contrasts) {
        add(armOf(hypothesis, arm, CHANNELS[id].set), channelReplications)
        add(armOf(hypothesis, against, CHANNELS[id].set), channelReplications)
      }
    }
  }
  for (const consumers of sizes) add(sizedArm(consumers), sizeReplications)
  for (const { hypothesis: id, key } of FINITE.contrasts) {
    const hypothesis = hypothesisAt(id)
    const set = { 'population.consumers': Math.max(...sizes) }
    const { arm, against } = /** @type {Contrast} */ (hypothesis.contrasts.find((contrast) => contrast.key === key))
    add(armOf(hypothesis, arm, set), largeReplications)
    add(armOf(hypothesis, against, set), largeReplications)
  }
  return [...planned.values()]
}
