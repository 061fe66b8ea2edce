/** Lenders and products as immutable values; what they do each month goes through immer into the event log. */

import { fenFromYuan, fenUnrounded, wholeFen } from '../../base/units.ts'
import {
  type Archetype,
  LENDER_CLASSES,
  type LenderClass,
  PURPOSES,
  type Purpose,
  type Strategy,
} from '../../base/vocabulary.ts'
import { ARCHETYPE_DESIGNS, foundersOf, rosterOf } from '../../scenarios/archetypes.ts'
import type { LenderClassPolicy, RosterEntry, Scenario } from '../../scenarios/scenario.ts'
import { GRADES } from '../expected-loss.ts'
import { centralPoint } from '../needs.ts'
import { boundByCategory, headPurposes, productLetters, strategyOf } from './design.ts'
import type { OwnLosses } from './loss-belief.ts'
import { COEFFICIENTS } from './loss-learning.ts'

/** Trailing window of profit and promotion spending, months. */
export const YEAR = 12

/**
 * Balance sheet of a lender, whole fen:
 * loans − those that its partner funds + others' loans that it funds − allowance + cash = funding + investors' claims
 * + guarantee + equity.
 */
export interface Ledger {
  /** What consumers owe on its loans, facilitated ones included. */
  loansFen: number
  /** Of these, the facilitated ones: its funding partner booked them. */
  partnerFundedFen: number
  /** Facilitated loans of others that it booked. */
  participationFen: number
  allowanceFen: number
  cashFen: number
  fundingFen: number
  /** Loans that belong to investors of a P2P platform; its own are the rest. */
  investorFen: number
  /** Set aside for its partner's losses on facilitated loans; once it is used up the partner bears them. */
  guaranteeFen: number
  equityFen: number
}

export interface Lender {
  readonly code: string
  readonly name: string
  readonly class: LenderClass
  readonly model: RosterEntry['model']
  /** Share of its class's capital at the start. */
  readonly weight: number
  /** Index of the lender that books its facilitated loans, or null; and the share of applications that go there this month. */
  readonly partner: number | null
  facilitatedShare: number
  ledger: Ledger
  /** Belief: realised over expected charge-offs, beside what its class has learnt. */
  lossMultiplier: number
  /** Fading sums of charge-offs expected by the class and realised, yuan per head. */
  lossEvidence: OwnLosses
  /** Share of approvable lending that capital funds this month. */
  fundedShare: number
  /** Grades that it funds in full, best first; the fraction is the chance in the next one (agents/lenders/funding.ts). */
  fundedGrades: number
  /** Lending asked of it and approvable by grade, and draws on its lines, smoothed over months on the market, fen. */
  approvableFen: number[]
  drawnFen: number
  /** Net income and promotion spending of the last twelve months, by month modulo twelve, fen. */
  profitFen: number[]
  promotionFen: number[]
  /** Share of applications approved, smoothed; spreads the cost of applications over loans. */
  approvalRate: number
  /** Share of loans that go to new customers, smoothed; spreads the cost of acquiring them over repeat business. */
  newCustomerShare: number
  readonly strategy: Strategy
  /** Spending on research of the last twelve months, by month modulo twelve, fen. */
  researchFen: number[]
  /** Products that it has ever had: what the next one's code counts from. */
  productsEver: number
  /** Frauds that it caught or wrote off: what its screening has learnt from. */
  fraudCases: number
  /** Leaks of its customers' data in the last year: month and persons exposed. */
  leaks: { readonly month: number; readonly persons: number }[]
  /** Lends; lends no more and collects what it is owed; gone. */
  status: 'active' | 'runOff' | 'closed'
  /** First month on the market (founders: the first of the burn-in), and month in which it stopped lending, if it did. */
  readonly entered: number
  exited: number | null
  /** Loans when it stopped lending, fen: overheads shrink with what is left of them. */
  exitLoansFen: number
  /** Months in a row with capital far below the minimum ratio. */
  breachMonths: number
  /** Month by which capital has to reach the licence's minimum, if it is short. */
  capitalDue: number | null
}

/** A point of the design space. */
export interface Design {
  /** Purpose fit in the order of `PURPOSES`. */
  fit: number[]
  channel: number
  limitFen: number
  termMonths: number
}

export interface Product {
  readonly code: string
  readonly lender: number
  readonly archetype: Archetype
  design: Design
  /**
   * The one purpose that it pays a merchant for (场景贷), or null: a general loan, whose money is free. No part of the
   * design space: likeness does not ask for it.
   */
  boundTo: Purpose | null
  /** Margin over break-even, annual. */
  margin: number
  /** Mean loan, fen, smoothed: spreads the cost per loan. */
  ticketFen: number
  /** Share of lending by risk grade, smoothed: decides which APR is posted. */
  gradeMix: number[]
  /** Month of launch; the end of the running promotion (exclusive), or null. */
  readonly launched: number
  promotedUntil: number | null
  /** Size of that promotion, a multiple of what the scenario states. */
  promotionScale: number
  /** Where its present design comes from, and the code of the product that it copies, if any. */
  origin: Origin
  parent: string | null
  /** Month since which the present design stands, and what researching it cost, fen. */
  designed: number
  researchFen: number
  /** Month in which it was taken off the shelf; its loans run off. */
  withdrawn: number | null
  /** Contribution of the last twelve months, by month modulo twelve, fen; kept while designs are endogenous or lenders may enter. */
  profitFen: number[]
  /** Months in a row in which those twelve summed to a loss. */
  lossMonths: number
}

export type Origin = 'roster' | 'imitation' | 'innovation' | 'launch'

export interface Industry {
  lenders: Lender[]
  products: Product[]
  /** What each class has learnt of losses, in the order of LENDER_CLASSES: θ of agents/lenders/loss-learning.ts. */
  learnt: (readonly number[])[]
}

export function classPolicy(scenario: Scenario, of: LenderClass): LenderClassPolicy {
  return scenario.lenders[of]
}

/** The costs that a lender prices in: a P2P platform what its investors and itself are to get, and no funds of its own. */
export function pricedCosts(
  scenario: Scenario,
  { class: of, model }: Pick<Lender, 'class' | 'model'>,
): LenderClassPolicy {
  const policy = classPolicy(scenario, of)
  if (model !== 'p2p') return policy
  const { targetReturn, feeRate, lossCutoff } = scenario.p2p
  // Its costs a loan are what the fee is for.
  const perLoan = { acquisitionCost: 0, applicationCost: 0, loanCost: 0 }
  return { ...policy, ...perLoan, fundsRate: targetReturn, operatingRate: feeRate, lossCutoff }
}

/** Share of a class's cost of acquisition that a customer of this product costs: merchants bring those of bound ones. */
export function acquisitionFactor({ products }: Scenario, { boundTo }: Pick<Product, 'boundTo'>): number {
  return boundTo === null ? 1 : products.boundAcquisition
}

/** What a new customer of this product costs its lender, whole fen. */
export function acquisitionCostFen(scenario: Scenario, of: LenderClass, product: Pick<Product, 'boundTo'>): number {
  return wholeFen(fenUnrounded(classPolicy(scenario, of).acquisitionCost) * acquisitionFactor(scenario, product))
}

/** Among whom a class's capital and brand are split. P2P platforms join with weights of their own and change no other's. */
export function peersIn<T extends Pick<RosterEntry, 'class' | 'model'>>(
  all: readonly T[],
  of: LenderClass,
): readonly T[] {
  const members = all.filter((one) => one.class === of)
  const others = members.filter((one) => one.model !== 'p2p')
  return others.length > 0 ? others : members
}

/** What a lender has at risk of its own money: its loans but those it facilitates, and those of others that it books. */
export function fundedFen(ledger: Ledger): number {
  return ledger.loansFen - ledger.partnerFundedFen + ledger.participationFen
}

/** What capital rules count: what it funds, and what it guarantees. */
export function exposureFen(ledger: Ledger): number {
  return fundedFen(ledger) + ledger.guaranteeFen
}

/**
 * Who books an entry's facilitated loans: the lender that it names, else the bank with the largest weight (the first of
 * equals). Banks have partners only by name, P2P platforms none.
 */
export function partnerOf(roster: readonly RosterEntry[], entry: RosterEntry): number | null {
  if (entry.model === 'p2p') return null
  if (entry.partner !== undefined) {
    const named = roster.findIndex((other) => other.name === entry.partner)
    return named < 0 || roster[named] === entry ? null : named
  }
  if (entry.class === 'bank') return null
  let largest: number | null = null
  roster.forEach((other, l) => {
    if (other.class === 'bank' && (largest === null || other.weight > roster[largest].weight)) largest = l
  })
  return largest
}

/** What owners put into a lender, fen, and its share of the class's capital. */
export interface Stake {
  readonly capitalFen: number
  readonly weight: number
}

/** The stake of a lender of the roster: the class's capital by weight, whenever its members open. */
export function rosterStake(scenario: Scenario, roster: readonly RosterEntry[], entry: RosterEntry): Stake {
  const classWeight = peersIn(roster, entry.class).reduce((sum, peer) => sum + peer.weight, 0)
  const weight = entry.weight / classWeight
  const { capital } = classPolicy(scenario, entry.class)
  return { capitalFen: Math.floor(fenFromYuan(capital) * scenario.population.consumers * weight), weight }
}

/** The industry at the first tick, `launchMonth`. Equity is all cash. */
export function foundIndustry(scenario: Scenario, launchMonth: number, grades: number): Industry {
  const roster = rosterOf(scenario)
  const founders = foundersOf(scenario)
  const head = headPurposes(scenario.needs.share)
  const lenders: Lender[] = []
  const products: Product[] = []
  for (const entry of founders) {
    const lender = lenders.length
    const code = `L${String(lender + 1).padStart(2, '0')}`
    const policy = classPolicy(scenario, entry.class)
    const { capitalFen, weight } = rosterStake(scenario, roster, entry)
    const { name, class: of, model, products: archetypes } = entry
    const strategy = strategyOf(entry, head)
    const partner = partnerOf(founders, entry)
    const is = { code, name, class: of, model, weight, partner, strategy, productsEver: archetypes.length }
    lenders.push(newLender(scenario, is, capitalFen, launchMonth))
    archetypes.forEach((archetype, index) => {
      const product = `${code}-${productLetters(index)}`
      products.push(
        openingProduct(scenario, product, lender, entry.model, archetype, policy.initialMargin, grades, launchMonth),
      )
    })
  }
  return { lenders, products, learnt: LENDER_CLASSES.map(() => new Array<number>(COEFFICIENTS).fill(0)) }
}

/** Sum over a window that is written over and over. */
export function windowSum(window: readonly number[]): number {
  return window.reduce((sum, value) => sum + value, 0)
}

/** Place of a month in such a window. */
export function placeIn(length: number, month: number): number {
  return ((month % length) + length) % length
}

/** A lender that opens with `capitalFen` of equity, all of it cash. */
export function newLender(
  scenario: Scenario,
  is: Pick<Lender, 'code' | 'name' | 'class' | 'model' | 'weight' | 'partner' | 'strategy' | 'productsEver'>,
  capitalFen: number,
  entered: number,
): Lender {
  const policy = classPolicy(scenario, is.class)
  // Halves in all fields that may hold a fraction: one that began as a small integer would change lenders' hidden class.
  const lender = {
    code: is.code,
    name: scenario.lenders.labels === 'names' ? is.name : is.code,
    class: is.class,
    model: is.model,
    weight: is.weight,
    partner: is.partner,
    facilitatedShare: 0.5,
    ledger: {
      loansFen: 0,
      partnerFundedFen: 0,
      participationFen: 0,
      allowanceFen: 0,
      cashFen: capitalFen,
      fundingFen: 0,
      investorFen: 0,
      guaranteeFen: 0,
      equityFen: capitalFen,
    },
    lossMultiplier: 0.5,
    lossEvidence: { modelled: 0, realised: 0 },
    fundedShare: 0.5,
    fundedGrades: 0.5,
    approvableFen: new Array(GRADES).fill(0),
    drawnFen: 0.5,
    profitFen: new Array(YEAR).fill(0),
    promotionFen: new Array(YEAR).fill(0),
    approvalRate: 0.3,
    newCustomerShare: 0.5,
    strategy: is.strategy,
    researchFen: new Array(YEAR).fill(0),
    productsEver: is.productsEver,
    fraudCases: 0.5,
    leaks: [],
    status: 'active',
    entered,
    exited: null,
    exitLoansFen: 0.5,
    breachMonths: 0,
    capitalDue: null,
  } satisfies Lender as Lender
  const begins = {
    facilitatedShare: 0,
    lossMultiplier: policy.initialLossMultiplier,
    fundedShare: 1,
    fundedGrades: GRADES,
    drawnFen: 0,
    newCustomerShare: 1 / (1 + scenario.promotion.repeatLoans),
    fraudCases: 0,
    exitLoansFen: 0,
  }
  return Object.assign(lender, begins)
}

/** A product that a lender opens with, before there is experience with it. */
export function openingProduct(
  scenario: Scenario,
  code: string,
  lender: number,
  model: Lender['model'],
  archetype: Archetype,
  margin: number,
  grades: number,
  launched: number,
): Product {
  return {
    code,
    lender,
    archetype,
    design: productDesign(scenario, archetype),
    boundTo: boundByCategory(model, archetype),
    margin,
    ticketFen: typicalTicketFen(scenario, archetype),
    gradeMix: Array.from({ length: grades }, (_, grade) => (grade === Math.floor(grades / 2) ? 1 : 0)),
    launched,
    promotedUntil: null,
    promotionScale: 1,
    origin: 'roster',
    parent: null,
    designed: launched,
    researchFen: 0,
    withdrawn: null,
    profitFen: new Array(YEAR).fill(0),
    lossMonths: 0,
  }
}

/** Whether a lender was there from the start: nobody enters before the end of a month. */
export function isFounder(scenario: Scenario, { entered }: Lender): boolean {
  return entered === -scenario.horizon.burnIn
}

/**
 * x = x̄ + δ (x⁰ − x̄): differentiation contracts purpose and channel fit, with `fitLimitsTerms` also limits (in
 * logs) and terms, towards the point that the market's needs ask for on average.
 */
export function productDesign(
  scenario: Scenario,
  archetype: Archetype,
  delta: number = scenario.products.differentiation,
): Design {
  const origin = ARCHETYPE_DESIGNS[archetype]
  const centre = centralPoint(scenario)
  const contract = (from: number, to: number): number => to + delta * (from - to)
  const both = scenario.products.contracts === 'fitLimitsTerms'
  return {
    fit: PURPOSES.map((purpose, k) => contract(origin.fit[purpose], centre.fit[k])),
    channel: contract(origin.channel, centre.channel),
    limitFen: fenFromYuan(both ? centre.limitBetween(origin.limit, delta) : origin.limit),
    termMonths: both ? Math.max(1, Math.round(contract(origin.term, centre.termMonths))) : origin.term,
  }
}

/** What a loan under this archetype is likely to be before there is experience: the mean need it is made for. */
function typicalTicketFen(scenario: Scenario, archetype: Archetype): number {
  const { fit, limit } = ARCHETYPE_DESIGNS[archetype]
  const mean = PURPOSES.reduce((sum, purpose) => sum + fit[purpose] * scenario.needs.median[purpose], 0)
  return fenFromYuan(Math.min(limit, mean))
}
