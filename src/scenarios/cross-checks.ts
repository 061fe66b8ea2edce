/** Combinations of values, each allowed by itself, that together make no market. */
import { verbatim } from '../base/errors.ts'
import { type Bilingual, LENDER_CLASSES, type LenderClass, PYRAMID_EDGES } from '../base/vocabulary.ts'
import { foundersOf, openingMonth, rosterOf } from './archetypes.ts'
import { paperBudget } from './life-budget.ts'
import { PATHS } from './parameters.ts'
import { ENTRY_AGE, MAX_LENDERS, MAX_PRODUCTS, type Scenario } from './scenario.ts'

export interface Clash {
  readonly message: Bilingual
  readonly found: Bilingual
  readonly expected: Bilingual
  readonly suggestion?: Bilingual
}

export interface CrossCheck {
  /** The parameters involved; a fault is shown at the one the author wrote. */
  readonly paths: readonly string[]
  readonly run: (scenario: Scenario) => Clash | undefined
}

/** Shares written with three decimals sum to 1 but for rounding in the last binary places. */
const SUM_TOLERANCE = 1e-9

/** Tables of shares that sum to 1. */
export const SUM_TABLES: readonly string[] = ['population.ageShare', 'population.pyramid', 'needs.share']

/** How far rounding to whole percents can take the sum of so many shares from 1. */
export function roundingOf(shares: number): number {
  return 0.005 * shares + SUM_TOLERANCE
}

export function isSumOff(sum: number): boolean {
  return Math.abs(sum - 1) > SUM_TOLERANCE
}

export const CROSS_CHECKS: readonly CrossCheck[] = [
  ...SUM_TABLES.map(sumsToOne),
  before('population.youthEnds', 'population.middleEnds', (s) => [s.population.youthEnds, s.population.middleEnds]),
  notAfter('population.middleEnds', 'population.retirementAge', (s) => [
    s.population.middleEnds,
    s.population.retirementAge,
  ]),
  before('population.retirementAge', 'population.lastAge', (s) => [s.population.retirementAge, s.population.lastAge]),
  before('income.peakAge', 'population.retirementAge', (s) => [s.income.peakAge, s.population.retirementAge]),
  before('lifecycle.illiquidSaving.troughAge', 'population.retirementAge', (s) => [
    s.lifecycle.illiquidSaving.troughAge,
    s.population.retirementAge,
  ]),
  before('needs.minLoan', 'needs.maxAmount', (s) => [s.needs.minLoan, s.needs.maxAmount]),
  notAfter('population.consumers', 'population.represents', (s) => [s.population.consumers, s.population.represents]),
  notAfter('fraud.detectionStart', 'fraud.detectionMax', (s) => [s.fraud.detectionStart, s.fraud.detectionMax]),
  { paths: ['population.ages', 'population.lastAge'], run: shortPyramid },
  { paths: ['lenders.roster', 'p2p.platforms', 'industry.newcomerOpens'], run: crowdedRoster },
  { paths: ['industry.opens.platform', 'p2p.platforms', 'lenders.roster'], run: latePeers },
  { paths: ['industry.opens.licensed', 'industry.opens.platform', 'lenders.roster'], run: latePartners },
  { paths: ['lenders.roster'], run: peersAsPlatforms },
  { paths: ['p2p.wealth', 'p2p.platforms', 'lenders.roster'], run: pennilessInvestors },
  { paths: ['industry.entry', 'industry.entryRate.licensed', 'industry.entryRate.platform'], run: nobodyToEnter },
  {
    paths: ['industry.entry', 'industry.entrantCapital', 'industry.entrantCapitalSd', 'industry.entryCost'],
    run: entryTooDear,
  },
  { paths: ['regulation.studentLending', 'regulation.studentAge'], run: banOfNobody },
  {
    paths: [
      'lifecycle.paper.transfer',
      'lifecycle.rule',
      'lifecycle.paper.youth',
      'lifecycle.paper.middle',
      'lifecycle.subsistence',
    ],
    run: lifetimeBudget,
  },
  { paths: ['lifecycle.rule', 'lifecycle.paper.youth', 'lifecycle.paper.middle'], run: overspending },
  {
    paths: ['tastes.riskIncomeCorrelation', 'tastes.riskPriceCorrelation', 'tastes.riskOutsideBureauCorrelation'],
    run: correlations,
  },
  ...LENDER_CLASSES.map((of) => ({
    paths: [`lenders.${of}.facilitatedShare`, 'lenders.roster'],
    run: (scenario: Scenario) => nobodyToFund(scenario, of),
  })),
  { paths: ['promotion.campaignMonths', 'promotion.campaignEvery'], run: campaigns },
  { paths: ['promotion.introMonths', 'promotion.kind'], run: introduction },
  { paths: ['promotion.holdout', 'promotion.rule', 'promotion.kind'], run: holdout },
  { paths: ['promotion.referralReward', 'diffusion.network'], run: referral },
]

/** The oldest band of the pyramid begins at 60 and needs years to live in. */
function shortPyramid({ population: { ages, lastAge } }: Scenario): Clash | undefined {
  if (ages === 'users' || lastAge > PYRAMID_EDGES.at(-1)!) return undefined
  return {
    message: {
      en: 'the pyramid has people of 60 and over, and nobody lives that long',
      zh: '人口金字塔含60岁及以上人口，而无人活到该年龄',
    },
    found: verbatim(`population.ages population, population.lastAge ${lastAge}`),
    expected: {
      en: 'population.lastAge above 60, or population.ages users',
      zh: 'population.lastAge 大于 60，或 population.ages 取 users',
    },
  }
}

/** Consumers remember lenders in 64 bits, loans their product in one byte. */
function crowdedRoster(scenario: Scenario): Clash | undefined {
  const roster = rosterOf(scenario)
  const extra = scenario.industry.newcomerOpens > 0 ? 1 : 0
  const products = roster.reduce((sum, { products: offered }) => sum + offered.length, extra)
  if (roster.length + extra <= MAX_LENDERS && products <= MAX_PRODUCTS) return undefined
  return {
    message: { en: 'the roster is too long', zh: '机构名单过长' },
    found: {
      en: `${roster.length + extra} lenders with ${products} products`,
      zh: `${roster.length + extra}家机构、${products}个产品`,
    },
    expected: {
      en: `at most ${MAX_LENDERS} lenders and ${MAX_PRODUCTS} products`,
      zh: `不超过${MAX_LENDERS}家机构、${MAX_PRODUCTS}个产品`,
    },
  }
}

/** Investors choose among the platforms that there are from the first tick. */
function latePeers(scenario: Scenario): Clash | undefined {
  const peer = rosterOf(scenario).find((entry) => entry.model === 'p2p' && openingMonth(scenario, entry) > 0)
  if (peer === undefined) return undefined
  return {
    message: { en: 'P2P platforms cannot open later', zh: 'P2P 平台不能在之后开业' },
    found: {
      en: `industry.opens.platform ${scenario.industry.opens.platform}, P2P platform ${peer.name}`,
      zh: `industry.opens.platform ${scenario.industry.opens.platform}，P2P 平台${peer.name}`,
    },
    expected: {
      en: 'industry.opens.platform 0, or no P2P platforms (p2p.platforms 0, none in the roster)',
      zh: 'industry.opens.platform 为 0，或不设 P2P 平台（p2p.platforms 为 0，机构名单中亦无）',
    },
  }
}

/** A named funding partner is there before those whom it funds. */
function latePartners(scenario: Scenario): Clash | undefined {
  const present = foundersOf(scenario).map(({ name }) => name)
  const named = rosterOf(scenario).map(({ name }) => name)
  const orphan = rosterOf(scenario).find(
    ({ partner }) => partner !== undefined && named.includes(partner) && !present.includes(partner),
  )
  if (orphan === undefined) return undefined
  return {
    message: { en: 'a funding partner cannot open later', zh: '资金方不能在之后开业' },
    found: {
      en: `${orphan.name}: partner ${orphan.partner}, whose class opens later`,
      zh: `${orphan.name}：资金方${orphan.partner}，其类别在之后开业`,
    },
    expected: { en: 'a partner that is there from the start', zh: '自始即存在的资金方' },
  }
}

/** Investors lend through platforms: banks and licensed companies lend their own. */
function peersAsPlatforms({ lenders: { roster } }: Scenario): Clash | undefined {
  const wrong = roster === 'table1' ? undefined : roster.find((one) => one.model === 'p2p' && one.class !== 'platform')
  if (wrong === undefined) return undefined
  return {
    message: { en: 'only a platform can have the model p2p', zh: '只有平台类机构可采用 p2p 模式' },
    found: verbatim(`${wrong.name}: class ${wrong.class}, model p2p`),
    expected: { en: 'class platform, or another model', zh: 'class 取 platform，或改用其他 model' },
  }
}

/** P2P platforms lend what investors have. */
function pennilessInvestors(scenario: Scenario): Clash | undefined {
  const peers = rosterOf(scenario).filter(({ model }) => model === 'p2p').length
  if (scenario.p2p.wealth > 0 || peers === 0) return undefined
  return {
    message: {
      en: 'P2P platforms whose investors have no money never lend',
      zh: 'P2P 平台的投资人没有资金，平台无法放贷',
    },
    found: { en: `p2p.wealth 0, P2P platforms ${peers}`, zh: `p2p.wealth 0，P2P 平台${peers}家` },
    expected: {
      en: 'p2p.wealth above 0, or no P2P platforms (p2p.platforms 0, none in the roster)',
      zh: 'p2p.wealth 大于 0，或不设 P2P 平台（p2p.platforms 为 0，机构名单中亦无）',
    },
  }
}

/** Entry is on, and nobody ever thinks of it. */
function nobodyToEnter({ industry: { entry, entryRate } }: Scenario): Clash | undefined {
  if (!entry || entryRate.licensed > 0 || entryRate.platform > 0) return undefined
  return {
    message: { en: 'lenders can enter, but no candidate ever comes', zh: '允许机构进入，但不会出现候选者' },
    found: verbatim('industry.entry true, industry.entryRate.licensed 0, industry.entryRate.platform 0'),
    expected: {
      en: 'one of the rates above 0, or industry.entry false',
      zh: '至少一个进入率大于 0，或 industry.entry 为 false',
    },
  }
}

/** Every candidate has the same capital, and setting up takes all of it. */
function entryTooDear({ industry }: Scenario): Clash | undefined {
  const { entry, entrantCapital, entrantCapitalSd, entryCost } = industry
  if (!entry || entrantCapitalSd > 0 || entryCost < entrantCapital) return undefined
  return {
    message: {
      en: 'setting up takes all the capital of every newcomer, so nobody ever enters',
      zh: '开办成本耗尽每个新机构的全部资本，因此无人进入',
    },
    found: verbatim(
      `industry.entryCost ${entryCost}, industry.entrantCapital ${entrantCapital}, industry.entrantCapitalSd 0`,
    ),
    expected: {
      en: 'industry.entryCost below industry.entrantCapital, or industry.entry false',
      zh: 'industry.entryCost 小于 industry.entrantCapital，或 industry.entry 为 false',
    },
  }
}

/** Nobody in the market is younger than 18. */
function banOfNobody({ regulation: { studentLending, studentAge } }: Scenario): Clash | undefined {
  if (studentLending || studentAge > ENTRY_AGE) return undefined
  return {
    message: {
      en: 'the ban on campus loans bans nobody: all consumers are at least 18',
      zh: '校园贷禁令不适用于任何人：消费者均年满18岁',
    },
    found: verbatim(`regulation.studentLending false, regulation.studentAge ${studentAge}`),
    expected: {
      en: 'regulation.studentAge above 18, or regulation.studentLending true',
      zh: 'regulation.studentAge 大于 18，或 regulation.studentLending 为 true',
    },
  }
}

/** The paper's rule spends more than income in two stages; what is left for the third must be enough to live on. */
function lifetimeBudget(scenario: Scenario): Clash | undefined {
  if (scenario.lifecycle.rule !== 'paper') return undefined
  const { old, transferNeeded } = paperBudget(scenario)
  if (old >= scenario.lifecycle.subsistence) return undefined
  // Rounded up, so that the figure in the message is enough.
  const enough = Math.ceil(transferNeeded)
  const spending = Number(old.toPrecision(3))
  return {
    message: {
      en: 'the first two stages spend so much that old age falls below subsistence',
      zh: '前两个阶段消费过多，使老年消费低于基本生活水平',
    },
    found: {
      en: `spending of ${spending} of income in old age, subsistence ${scenario.lifecycle.subsistence}`,
      zh: `老年消费为收入的 ${spending}，基本生活水平为 ${scenario.lifecycle.subsistence}`,
    },
    expected: {
      en: `less spending before, or a transfer (lifecycle.paper.transfer) of at least ${enough} yuan a month`,
      zh: `减少前期消费，或将转移支付（lifecycle.paper.transfer）设为每月至少${enough}元`,
    },
  }
}

const NORMALISE: Bilingual = {
  en: 'if that is rounding, write normalise: true in the scenario: it divides shares by their sum',
  zh: '若为四舍五入误差，可在情景中写 normalise: true，各比例将除以其和',
}

function sumsToOne(table: string): CrossCheck {
  const paths = PATHS.filter((path) => path.startsWith(`${table}.`))
  const [section, key] = table.split('.')
  return {
    paths,
    run: (scenario) => {
      const group = scenario[section as keyof Scenario] as unknown as { readonly [key: string]: object }
      const shares = Object.entries(group[key]) as [string, number][]
      const sum = shares.reduce((so, [, share]) => so + share, 0)
      if (!isSumOff(sum)) return undefined
      const isRounding = Math.abs(sum - 1) <= roundingOf(shares.length)
      const total = Number(sum.toPrecision(10))
      return {
        message: { en: `the shares of ${table} sum to ${total}`, zh: `${table} 各比例之和为 ${total}` },
        found: verbatim(shares.map(([name, share]) => `${name} ${share}`).join(' + ')),
        expected: { en: 'shares that sum to 1', zh: '各比例之和为 1' },
        ...(isRounding ? { suggestion: NORMALISE } : {}),
      }
    },
  }
}

type Pair = (scenario: Scenario) => readonly [first: number, second: number]

function before(first: string, second: string, read: Pair): CrossCheck {
  return ordered(first, second, read, { en: 'below', zh: '小于' }, (a, b) => a < b)
}

function notAfter(first: string, second: string, read: Pair): CrossCheck {
  return ordered(first, second, read, { en: 'not above', zh: '不大于' }, (a, b) => a <= b)
}

function ordered(
  first: string,
  second: string,
  read: Pair,
  relation: Bilingual,
  holds: (a: number, b: number) => boolean,
): CrossCheck {
  return {
    paths: [first, second],
    run: (scenario) => {
      const [a, b] = read(scenario)
      if (holds(a, b)) return undefined
      return {
        message: { en: `${first} and ${second} are out of order`, zh: `${first} 与 ${second} 的大小次序不对` },
        found: verbatim(`${first} ${a}, ${second} ${b}`),
        expected: { en: `${first} ${relation.en} ${second}`, zh: `${first} ${relation.zh} ${second}` },
      }
    },
  }
}

function overspending({ lifecycle }: Scenario): Clash | undefined {
  const { youth, middle } = lifecycle.paper
  if (lifecycle.rule !== 'paper' || (youth > 1 && middle > youth)) return undefined
  return {
    message: {
      en: 'the paper rule needs overspending in youth and more of it in middle age',
      zh: 'paper 规则要求青年期超前消费，中年期更甚',
    },
    found: verbatim(`lifecycle.paper.youth ${youth}, lifecycle.paper.middle ${middle}`),
    expected: {
      en: '1 < lifecycle.paper.youth < lifecycle.paper.middle, or another lifecycle.rule',
      zh: '1 < lifecycle.paper.youth < lifecycle.paper.middle，或改用其他 lifecycle.rule',
    },
  }
}

/** Income, price sensitivity and the bureau draw are independent of each other, so the matrix of the four is
 * positive definite exactly if the squares of risk's correlations sum to less than 1. */
function correlations({ tastes }: Scenario): Clash | undefined {
  const all = [tastes.riskIncomeCorrelation, tastes.riskPriceCorrelation, tastes.riskOutsideBureauCorrelation]
  const sum = all.reduce((total, correlation) => total + correlation * correlation, 0)
  if (sum < 1) return undefined
  return {
    message: {
      en: 'no population has these three correlations of risk at once',
      zh: '任何人群都不可能同时具有这三个风险相关系数',
    },
    found: {
      en: `${all.join(', ')}, whose squares sum to ${Number(sum.toPrecision(6))}`,
      zh: `${all.join('、')}，平方和为 ${Number(sum.toPrecision(6))}`,
    },
    expected: { en: 'squares that sum to less than 1', zh: '平方和小于 1' },
  }
}

function campaigns({ promotion }: Scenario): Clash | undefined {
  const { campaignEvery, campaignMonths } = promotion
  if (campaignEvery === 0 || campaignMonths <= campaignEvery) return undefined
  return {
    message: { en: 'a campaign lasts longer than the time until the next one', zh: '单次促销活动的时长超过活动间隔' },
    found: verbatim(`promotion.campaignMonths ${campaignMonths}, promotion.campaignEvery ${campaignEvery}`),
    expected: {
      en: 'promotion.campaignMonths not above promotion.campaignEvery, or promotion.campaignEvery 0 for no campaigns',
      zh: 'promotion.campaignMonths 不大于 promotion.campaignEvery，或 promotion.campaignEvery 为 0（不办活动）',
    },
  }
}

function introduction({ promotion }: Scenario): Clash | undefined {
  const { kind, introMonths } = promotion
  if (introMonths > 0 || kind === 'none' || kind === 'rebate') return undefined
  return {
    message: {
      en: `a promotion of kind ${kind} without introductory months gives nothing`,
      zh: `${kind} 类促销没有优惠期，等于没有优惠`,
    },
    found: verbatim(`promotion.introMonths 0, promotion.kind ${kind}`),
    expected: {
      en: 'promotion.introMonths of at least 1, or promotion.kind none or rebate',
      zh: 'promotion.introMonths 至少为 1，或 promotion.kind 取 none 或 rebate',
    },
  }
}

function holdout({ promotion }: Scenario): Clash | undefined {
  const { holdout: share, rule, kind } = promotion
  if (share > 0 || kind === 'none' || rule === 'none' || rule === 'perLender') return undefined
  return {
    message: {
      en: `the rule ${rule} cannot tell additional customers without a hold-out group`,
      zh: `没有留出组，${rule} 规则无法识别新增客户`,
    },
    found: verbatim(`promotion.holdout 0, promotion.rule ${rule}`),
    expected: {
      en: 'promotion.holdout above 0, or promotion.rule perLender or none',
      zh: 'promotion.holdout 大于 0，或 promotion.rule 取 perLender 或 none',
    },
  }
}

function referral({ promotion, diffusion }: Scenario): Clash | undefined {
  if (promotion.referralReward === 0 || diffusion.network !== 'none') return undefined
  return {
    message: { en: 'a reward for recommendations that nobody can make', zh: '设有推荐奖励，但无人能够推荐' },
    found: verbatim(`promotion.referralReward ${promotion.referralReward}, diffusion.network none`),
    expected: {
      en: 'promotion.referralReward 0, or a diffusion.network other than none',
      zh: 'promotion.referralReward 为 0，或 diffusion.network 不取 none',
    },
  }
}

/** Lenders of a class facilitate, and none has a partner. */
function nobodyToFund(scenario: Scenario, of: LenderClass): Clash | undefined {
  const { facilitatedShare } = scenario.lenders[of]
  if (facilitatedShare === 0) return undefined
  const roster = rosterOf(scenario)
  const intermediaries = roster.filter((entry) => entry.class === of && entry.model !== 'p2p')
  const bank = of !== 'bank' && roster.some((entry) => entry.class === 'bank')
  if (bank || intermediaries.length === 0 || intermediaries.some((entry) => entry.partner !== undefined))
    return undefined
  return {
    message: {
      en: `no lender of class ${of} has a partner that could fund its lending`,
      zh: `${of} 类机构都没有可为其出资的合作方`,
    },
    found: {
      en: `lenders.${of}.facilitatedShare ${facilitatedShare}, and nobody in the roster to put it up`,
      zh: `lenders.${of}.facilitatedShare ${facilitatedShare}，而机构名单中无出资方`,
    },
    expected:
      of === 'bank'
        ? {
            en: 'lenders.bank.facilitatedShare 0, or a partner named in the roster',
            zh: 'lenders.bank.facilitatedShare 为 0，或在机构名单中指明合作方',
          }
        : {
            en: 'a bank in the roster, a partner named there, or a share of 0',
            zh: '机构名单含银行、指明合作方，或将该比例设为 0',
          },
  }
}
