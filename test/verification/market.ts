/** Worlds for verification: the default scenario with parts switched off, and everything that a case depends on set. */

import { type Draft, enablePatches, produce } from 'immer'
import type { Industry } from '../../src/agents/lenders/lender.ts'
import { normalQuantile } from '../../src/base/math.ts'
import { type Archetype, LENDER_CLASSES, type LenderClass, PURPOSES } from '../../src/base/vocabulary.ts'
import { populate } from '../../src/market/births.ts'
import { publishOffers } from '../../src/market/offers.ts'
import { type Month, nextMonth, tick } from '../../src/market/tick.ts'
import { createWorld, type World } from '../../src/market/world.ts'
import { MECHANISMS } from '../../src/scenarios/mechanisms.ts'
import { DEFAULT_SCENARIO } from '../../src/scenarios/parameters.ts'
import type { DatedChange, LenderClassPolicy, RosterEntry, Scenario } from '../../src/scenarios/scenario.ts'
import { withValues } from '../../src/scenarios/with-values.ts'

enablePatches()

export type Recipe = (draft: Draft<Scenario>) => void

/** What calibration decides, held here: refitting the baseline must leave these cases alone. */
const CALIBRATION = {
  'underwriting.learningWeight': 0.2,
  'underwriting.classPrior': 1,
  'underwriting.lenderPrior': 10,
  'lenders.bank.lossCutoff': 0.035,
  'lenders.licensed.lossCutoff': 0.08,
  'lenders.platform.lossCutoff': 0.1,
  'lenders.bank.fileRule': 'none',
  'lenders.bank.minIncome': 0,
  'lenders.bank.limitMonths': 1000,
  'lenders.bank.capitalTarget': 1000,
  'lenders.licensed.capitalTarget': 1000,
  'lenders.platform.capitalTarget': 1000,
  'lenders.licensed.limitMonths': 1000,
  'lenders.platform.limitMonths': 1000,
} as const

/** The bare market: consumers, lenders that price and promote, and none of the further mechanisms. */
export const BARE: Scenario = Object.entries(MECHANISMS)
  .filter(([name]) => name !== 'pricing' && name !== 'promotion')
  .reduce((scenario, [, { off }]) => withValues(scenario, off), withValues(DEFAULT_SCENARIO, CALIBRATION))

export function scenarioWith(...recipes: readonly Recipe[]): Scenario {
  return produce(BARE, (draft) => {
    for (const recipe of recipes) recipe(draft)
  })
}

/** A populated world at its first tick. */
export function founded(...recipes: readonly Recipe[]): World {
  const world = createWorld(scenarioWith(...recipes))
  populate(world)
  return world
}

/** Lets months pass; `watch` sees each one before the clock moves on. */
export function live(world: World, months: number, watch: (month: Month) => void = () => {}): void {
  for (let m = 0; m < months; m++) {
    watch(tick(world))
    nextMonth(world)
  }
}

export const size =
  (consumers: number, seed = 1): Recipe =>
  (draft) => {
    draft.population.consumers = consumers
    draft.seed = seed
  }

export const horizon =
  (burnIn: number, months: number): Recipe =>
  (draft) => {
    draft.horizon = { burnIn, months }
  }

/** Sets parameters of one section. */
export const setting =
  <Section extends keyof Scenario>(section: Section) =>
  (set: Partial<Scenario[Section]>): Recipe =>
  (draft) =>
    void Object.assign(draft[section] as object, set)

export const policy =
  (set: Partial<LenderClassPolicy>): Recipe =>
  (draft) => {
    for (const of of LENDER_CLASSES) Object.assign(draft.lenders[of], set)
  }

export interface SomeLender {
  readonly class?: LenderClass
  readonly model?: RosterEntry['model']
  readonly weight?: number
  readonly products: readonly Archetype[]
}

export const roster =
  (...lenders: readonly SomeLender[]): Recipe =>
  (draft) => {
    draft.lenders.roster = lenders.map(({ class: of = 'licensed', model = 'creditApp', weight = 1, products }, k) => ({
      name: `lender ${k + 1}`,
      class: of,
      model,
      weight,
      products: [...products],
    }))
  }

/** Table 4 of the paper. */
export const TABLE_4 = { under20: 0.172, from20: 0.412, from30: 0.256, from40: 0.132, from50: 0.028 }

export const tableFour: Recipe = (draft) => {
  draft.population.ageShare = { ...TABLE_4 }
  draft.population.lastAge = 80
}

/** Every age is equally common, so nobody leaves before the last age. */
export const everybodyLivesOn: Recipe = (draft) => {
  const years = draft.population.lastAge - 18
  draft.population.ageShare = {
    under20: 2 / years,
    from20: 10 / years,
    from30: 10 / years,
    from40: 10 / years,
    from50: (years - 32) / years,
  }
}

export const noIncomeShocks: Recipe = ({ income }) => {
  income.persistentSd = 0
  income.transitorySd = 0
  income.separationRate = 0
}

/** The same expected income at every age. */
export const flatIncome: Recipe = ({ income, lifecycle }) => {
  income.riseToPeak = 0
  income.fallAfterPeak = 0
  income.pensionRate = 1
  lifecycle.illiquidSaving = { ...lifecycle.illiquidSaving, young: 0.2, trough: 0.2, old: 0.2 }
}

export const noNeeds: Recipe = ({ needs }) => {
  needs.arrival = { youth: 0, middle: 0, old: 0 }
}

export const needsOf =
  (yuan: number, sd: number, arrival: number): Recipe =>
  ({ needs }) => {
    needs.arrival = { youth: arrival, middle: arrival, old: arrival }
    for (const purpose of PURPOSES) {
      needs.median[purpose] = yuan
      needs.sd[purpose] = sd
    }
    needs.incomeElasticity = 0
    needs.minLoan = 300
    needs.maxAmount = 200_000
  }

/** Nobody has savings above the buffer, so all of a need is demand for credit. */
export const noBuffer: Recipe = ({ lifecycle }) => {
  lifecycle.rule = 'bufferStock'
  lifecycle.bufferTarget = 1
  lifecycle.bufferResponse = 0.15
  lifecycle.savingsRate = 0
}

/** Everybody knows every lender for good. */
export const fullAwareness: Recipe = (draft) => {
  policy({ awarenessAtStart: 1, advertising: 0 })(draft)
  draft.awareness.forgetting = 0
}

/** One risk grade for all loans of a term, no loss that would refuse it, and capital that never binds. */
export const everybodyApproved: Recipe = (draft) => {
  policy({ lossCutoff: 1, capital: 1_000_000, capitalRatio: 0.01, initialLossMultiplier: 0.01 })(draft)
  Object.assign(draft.repayment, { meanDistress: -4.25, distressSd: 0, debtServiceEffect: 0, unemploymentEffect: 0 })
  // A default that the bureau will not show counts as a higher risk otherwise.
  draft.repayment.bureauReputation = 0
  Object.assign(draft.underwriting, { debtServiceCap: 5, maxLenders: 4, maxLoans: 4, learningWeight: 0 })
  draft.pricing.aprCap = 3
}

export const noPromotion: Recipe = ({ promotion }) => {
  promotion.kind = 'none'
}

export const fixedMargins: Recipe = ({ pricing }) => {
  pricing.strategic = false
}

/** Nobody in distress ever pays, and nobody ever leaves distress. */
export const hazard =
  (logOdds: number): Recipe =>
  ({ repayment }) => {
    Object.assign(repayment, {
      meanDistress: logOdds,
      distressSd: 0,
      debtServiceEffect: 0,
      unemploymentEffect: 0,
      distressPersistence: 1,
      willingness: -1000,
      bureauReputation: 0,
      platformExclusion: 0,
      instalmentBurden: 0,
      balanceBurden: 0,
    })
  }

export const dated =
  (...changes: readonly DatedChange[]): Recipe =>
  (draft) => {
    draft.timeline = changes.map((change) => ({ ...change, set: { ...change.set } }))
  }

/** How distress comes to borrowers, and for how long they are watched. */
export interface ConstantHazard {
  /** Log odds of distress in a month. */
  readonly logOdds: number
  readonly months: number
  readonly termMonths: number
}

/** Most people take one general loan of 5,000 yuan in the first month, nobody borrows afterwards, and distress comes at a constant hazard. */
export function constantHazard(
  people: Recipe,
  { logOdds, months, termMonths }: ConstantHazard,
  ...more: readonly Recipe[]
): World {
  const none = { 'needs.arrival.youth': 0, 'needs.arrival.middle': 0, 'needs.arrival.old': 0 }
  const world = founded(
    people,
    ...[everybodyLivesOn, noIncomeShocks, flatIncome, noBuffer, fullAwareness, everybodyApproved],
    noPromotion,
    fixedMargins,
    hazard(logOdds),
    needsOf(5000, 0, 2),
    roster({ products: ['ecommerce'] }),
    horizon(0, months + 1),
    dated({ month: 1, set: none }),
    (draft) => {
      draft.choice.borrowing = 20
      Object.assign(draft.lenders.licensed, { fundsRate: 0.04, operatingRate: 0.02, initialMargin: 0.06 })
      // Income is plenty: an instalment is never beyond anybody's cash.
      draft.income.medianAtPeak = 20_000
    },
    ...more,
  )
  world.industry = produce(world.industry, (draft: Industry) => {
    draft.products[0].design.termMonths = termMonths
  })
  world.offers = publishOffers(world.scenario, world.industry, world.month)
  return world
}

/** Chance that a sound program fails one case, had its seed not been fixed; shared out over what the case looks at. */
export const ERROR_RATE = 1e-4

/** Two-sided limit of a standard normal score when `looks` of them are looked at together. */
export function scoreLimit(looks = 1): number {
  return -normalQuantile(ERROR_RATE / 2 / looks)
}

/** Upper critical value of χ² (Wilson & Hilferty 1931). */
export function chiSquareLimit(degrees: number, looks = 1): number {
  const spread = 2 / (9 * degrees)
  return degrees * (1 - spread - normalQuantile(ERROR_RATE / looks) * Math.sqrt(spread)) ** 3
}

/** A small generator for the tests' own choices (mulberry32), apart from the program's streams. */
export function luck(seed: number): () => number {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}
