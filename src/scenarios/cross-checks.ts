/** Combinations of values, each allowed by itself, that together make no market. */
import { LENDER_CLASSES, type LenderClass, PYRAMID_EDGES } from '../base/vocabulary.ts'
import { rosterOf } from './archetypes.ts'
import { paperBudget } from './life-budget.ts'
import { PATHS } from './parameters.ts'
import { ENTRY_AGE, MAX_LENDERS, MAX_PRODUCTS, type Scenario } from './scenario.ts'

export interface Clash {
  readonly message: string
  readonly found: string
  readonly expected: string
  readonly suggestion?: string
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
  { paths: ['lenders.roster', 'p2p.platforms'], run: crowdedRoster },
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
    paths: [`lenders.${of}.partnerShare`, 'lenders.roster'],
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
    message: 'the pyramid has people of 60 and over, and nobody lives that long',
    found: `population.ages population, population.lastAge ${lastAge}`,
    expected: 'population.lastAge above 60, or population.ages users',
  }
}

/** Consumers remember lenders in 64 bits, loans their product in one byte. */
function crowdedRoster(scenario: Scenario): Clash | undefined {
  const roster = rosterOf(scenario)
  const products = roster.reduce((sum, { products: offered }) => sum + offered.length, 0)
  if (roster.length <= MAX_LENDERS && products <= MAX_PRODUCTS) return undefined
  return {
    message: 'the roster is too long',
    found: `${roster.length} lenders with ${products} products`,
    expected: `at most ${MAX_LENDERS} lenders and ${MAX_PRODUCTS} products`,
  }
}

/** Investors lend through platforms: banks and licensed companies lend their own. */
function peersAsPlatforms({ lenders: { roster } }: Scenario): Clash | undefined {
  const wrong = roster === 'table1' ? undefined : roster.find((one) => one.model === 'p2p' && one.class !== 'platform')
  if (wrong === undefined) return undefined
  return {
    message: 'only a platform can have the model p2p',
    found: `${wrong.name}: class ${wrong.class}, model p2p`,
    expected: 'class platform, or another model',
  }
}

/** P2P platforms lend what investors have. */
function pennilessInvestors(scenario: Scenario): Clash | undefined {
  const peers = rosterOf(scenario).filter(({ model }) => model === 'p2p').length
  if (scenario.p2p.wealth > 0 || peers === 0) return undefined
  return {
    message: 'P2P platforms whose investors have no money never lend',
    found: `p2p.wealth 0, P2P platforms ${peers}`,
    expected: 'p2p.wealth above 0, or no P2P platforms (p2p.platforms 0, none in the roster)',
  }
}

/** Entry is on, and nobody ever thinks of it. */
function nobodyToEnter({ industry: { entry, entryRate } }: Scenario): Clash | undefined {
  if (!entry || entryRate.licensed > 0 || entryRate.platform > 0) return undefined
  return {
    message: 'lenders can enter, but no candidate ever comes',
    found: 'industry.entry true, industry.entryRate.licensed 0, industry.entryRate.platform 0',
    expected: 'one of the rates above 0, or industry.entry false',
  }
}

/** Every candidate has the same capital, and setting up takes all of it. */
function entryTooDear({ industry }: Scenario): Clash | undefined {
  const { entry, entrantCapital, entrantCapitalSd, entryCost } = industry
  if (!entry || entrantCapitalSd > 0 || entryCost < entrantCapital) return undefined
  return {
    message: 'setting up takes all the capital of every newcomer, so nobody ever enters',
    found: `industry.entryCost ${entryCost}, industry.entrantCapital ${entrantCapital}, industry.entrantCapitalSd 0`,
    expected: 'industry.entryCost below industry.entrantCapital, or industry.entry false',
  }
}

/** Nobody in the market is younger than 18. */
function banOfNobody({ regulation: { studentLending, studentAge } }: Scenario): Clash | undefined {
  if (studentLending || studentAge > ENTRY_AGE) return undefined
  return {
    message: 'the ban on campus loans bans nobody: all consumers are at least 18',
    found: `regulation.studentLending false, regulation.studentAge ${studentAge}`,
    expected: 'regulation.studentAge above 18, or regulation.studentLending true',
  }
}

/** The paper's rule spends more than income in two stages; what is left for the third must be enough to live on. */
function lifetimeBudget(scenario: Scenario): Clash | undefined {
  if (scenario.lifecycle.rule !== 'paper') return undefined
  const { old, transferNeeded } = paperBudget(scenario)
  if (old >= scenario.lifecycle.subsistence) return undefined
  // Rounded up, so that the figure in the message is enough.
  const enough = Math.ceil(transferNeeded)
  return {
    message: 'the first two stages spend so much that old age falls below subsistence',
    found: `spending of ${Number(old.toPrecision(3))} of income in old age, subsistence ${scenario.lifecycle.subsistence}`,
    expected: `less spending before, or a transfer (lifecycle.paper.transfer) of at least ${enough} yuan a month`,
  }
}

function sumsToOne(table: string): CrossCheck {
  const paths = PATHS.filter((path) => path.startsWith(`${table}.`))
  const [section, key] = table.split('.')
  return {
    paths,
    run: (scenario) => {
      const group = scenario[section as keyof Scenario] as unknown as { readonly [key: string]: object }
      const shares = Object.entries(group[key]) as [string, number][]
      const sum = shares.reduce((total, [, share]) => total + share, 0)
      if (!isSumOff(sum)) return undefined
      const isRounding = Math.abs(sum - 1) <= roundingOf(shares.length)
      return {
        message: `the shares of ${table} sum to ${Number(sum.toPrecision(10))}`,
        found: shares.map(([name, share]) => `${name} ${share}`).join(' + '),
        expected: 'shares that sum to 1',
        ...(isRounding
          ? { suggestion: 'if that is rounding, write normalise: true in the scenario: it divides shares by their sum' }
          : {}),
      }
    },
  }
}

type Pair = (scenario: Scenario) => readonly [first: number, second: number]

function before(first: string, second: string, read: Pair): CrossCheck {
  return ordered(first, second, read, 'below', (a, b) => a < b)
}

function notAfter(first: string, second: string, read: Pair): CrossCheck {
  return ordered(first, second, read, 'not above', (a, b) => a <= b)
}

function ordered(
  first: string,
  second: string,
  read: Pair,
  relation: string,
  holds: (a: number, b: number) => boolean,
): CrossCheck {
  return {
    paths: [first, second],
    run: (scenario) => {
      const [a, b] = read(scenario)
      if (holds(a, b)) return undefined
      return {
        message: `${first} and ${second} are out of order`,
        found: `${first} ${a}, ${second} ${b}`,
        expected: `${first} ${relation} ${second}`,
      }
    },
  }
}

function overspending({ lifecycle }: Scenario): Clash | undefined {
  const { youth, middle } = lifecycle.paper
  if (lifecycle.rule !== 'paper' || (youth > 1 && middle > youth)) return undefined
  return {
    message: 'the paper rule needs overspending in youth and more of it in middle age',
    found: `lifecycle.paper.youth ${youth}, lifecycle.paper.middle ${middle}`,
    expected: '1 < lifecycle.paper.youth < lifecycle.paper.middle, or another lifecycle.rule',
  }
}

/** Income, price sensitivity and the bureau draw are independent of each other, so the matrix of the four is
 * positive definite exactly if the squares of risk's correlations sum to less than 1. */
function correlations({ tastes }: Scenario): Clash | undefined {
  const all = [tastes.riskIncomeCorrelation, tastes.riskPriceCorrelation, tastes.riskOutsideBureauCorrelation]
  const sum = all.reduce((total, correlation) => total + correlation * correlation, 0)
  if (sum < 1) return undefined
  return {
    message: 'no population has these three correlations of risk at once',
    found: `${all.join(', ')}, whose squares sum to ${Number(sum.toPrecision(6))}`,
    expected: 'squares that sum to less than 1',
  }
}

function campaigns({ promotion }: Scenario): Clash | undefined {
  const { campaignEvery, campaignMonths } = promotion
  if (campaignEvery === 0 || campaignMonths <= campaignEvery) return undefined
  return {
    message: 'a campaign lasts longer than the time until the next one',
    found: `promotion.campaignMonths ${campaignMonths}, promotion.campaignEvery ${campaignEvery}`,
    expected:
      'promotion.campaignMonths not above promotion.campaignEvery, or promotion.campaignEvery 0 for no campaigns',
  }
}

function introduction({ promotion }: Scenario): Clash | undefined {
  const { kind, introMonths } = promotion
  if (introMonths > 0 || kind === 'none' || kind === 'rebate') return undefined
  return {
    message: `a promotion of kind ${kind} without introductory months gives nothing`,
    found: `promotion.introMonths 0, promotion.kind ${kind}`,
    expected: 'promotion.introMonths of at least 1, or promotion.kind none or rebate',
  }
}

function holdout({ promotion }: Scenario): Clash | undefined {
  const { holdout: share, rule, kind } = promotion
  if (share > 0 || kind === 'none' || rule === 'none' || rule === 'perLender') return undefined
  return {
    message: `the rule ${rule} cannot tell additional customers without a hold-out group`,
    found: `promotion.holdout 0, promotion.rule ${rule}`,
    expected: 'promotion.holdout above 0, or promotion.rule perLender or none',
  }
}

function referral({ promotion, diffusion }: Scenario): Clash | undefined {
  if (promotion.referralReward === 0 || diffusion.network !== 'none') return undefined
  return {
    message: 'a reward for recommendations that nobody can make',
    found: `promotion.referralReward ${promotion.referralReward}, diffusion.network none`,
    expected: 'promotion.referralReward 0, or a diffusion.network other than none',
  }
}

/** Partners fund part of the lending of a class whose lenders have none. */
function nobodyToFund(scenario: Scenario, of: LenderClass): Clash | undefined {
  const { partnerShare } = scenario.lenders[of]
  if (partnerShare === 0) return undefined
  const roster = rosterOf(scenario)
  const intermediaries = roster.filter((entry) => entry.class === of && entry.model === 'creditApp')
  const bank = of !== 'bank' && roster.some((entry) => entry.class === 'bank')
  if (bank || intermediaries.length === 0 || intermediaries.some((entry) => entry.partner !== undefined))
    return undefined
  return {
    message: `no lender of class ${of} has a partner that could fund its lending`,
    found: `lenders.${of}.partnerShare ${partnerShare}, and nobody in the roster to put it up`,
    expected:
      of === 'bank'
        ? 'lenders.bank.partnerShare 0, or a partner named in the roster'
        : 'a bank in the roster, a partner named there, or a share of 0',
  }
}
