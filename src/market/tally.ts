/**
 * Counters of one month. Every entry is a sum of integers (persons, loans, fen, basis points × fen), hence exact
 * and independent of the order in which consumers are processed.
 */

import { LOAN_SLOTS } from '../agents/consumers.ts'
import { GRADES } from '../agents/underwriting.ts'
import { assert } from '../base/assert.ts'
import { APR_CELLS, GROUP_CODES, NICHE_CELLS } from '../base/cells.ts'
import { LENDER_CLASSES } from '../base/vocabulary.ts'
import { SCORE_CELLS } from './scoring.ts'

export type MarketCounter =
  | 'unemployed'
  | 'filed'
  | 'scored'
  | 'filedEndogenously'
  | 'filesFormed'
  | 'filesThickened'
  | 'enrolled'
  | 'income'
  | 'spending'
  | 'illiquidSaving'
  | 'liquidSavings'
  | 'savingsInterest'
  | 'estates'
  | 'needs'
  | 'demanded'
  | 'demandedFen'
  | 'served'
  | 'expired'
  | 'shoppers'
  | 'applicants'
  | 'deniedPersons'
  | 'applications'
  | 'approvals'
  | 'declined'
  | 'rationed'
  | 'loans'
  | 'requestedFen'
  | 'originatedFen'
  | 'aprFen'
  | 'weight'
  | 'aprWeight'
  | 'aprSquaredWeight'
  | 'rebateFen'
  | 'referralFen'
  | 'firstLoans'
  | 'current'
  | 'past30'
  | 'past60'
  | 'past90'
  | 'npl'
  | 'chargedOffFen'
  | 'recoveredFen'
  | 'repaidFen'
  | 'borrowers'
  | 'multiLender'
  | 'borrowersUnder30'
  | 'multiLenderUnder30'
  | 'debtServiceBp'
  | 'debtors'
  | 'births'
  | 'settledFen'
  | 'fraudAttempts'
  | 'fraudDetected'
  | 'fraudLoans'
  | 'fraudLossFen'
  | 'falseExclusions'
  | 'listed'
  | 'leaks'
  | 'exposed'
  | 'entries'
  | 'exits'
  | 'turnedAway'
  | 'prepaid'
  | 'prepaidFen'
  | 'prepaymentFeeFen'
  | 'revolvingFen'
  | 'lineFen'
  | 'lines'
  | 'drawn'
  | 'drawnFen'

export type LenderCounter =
  | 'applications'
  | 'approvals'
  | 'rationed'
  | 'originations'
  | 'originatedFen'
  | 'aprFen'
  | 'approvedFen'
  | 'interestFen'
  | 'waivedFen'
  | 'repaidFen'
  | 'settledFen'
  | 'chargedOffFen'
  | 'recoveredFen'
  | 'rebateFen'
  | 'checkoutFen'
  | 'prepaidFen'
  | 'prepaymentFeeFen'
  | 'newCustomers'
  | 'newHeard'
  | 'newReferred'
  | 'referralFen'
  | 'repeatLoans'
  | 'customersLoans'
  | 'praised'
  | 'blamed'
  | 'told'
  | 'warned'
  | 'customers'
  | 'satisfaction'
  | 'balanceFen'
  | 'reportedFen'
  | 'current'
  | 'past30'
  | 'past60'
  | 'past90'
  | 'past120'
  | 'past150'
  | 'past180'
  | 'borrowers'
  | 'promotedShoppers'
  | 'promotedBookings'
  | 'heldOutShoppers'
  | 'heldOutBookings'
  | 'promotedNext'
  | 'promotedRepeat'
  | 'otherNext'
  | 'otherRepeat'
  | 'fraudAttempts'
  | 'fraudDetected'
  | 'fraudLoans'
  | 'fraudLossFen'
  | 'fraudCases'
  | 'falseExclusions'
  | 'exposed'

export type ProductCounter =
  | 'originations'
  | 'originatedFen'
  | 'aprFen'
  | 'applications'
  | 'checkoutFen'
  | 'newCustomers'
  | 'interestFen'
  | 'rebateFen'
  | 'chargedOffFen'
  | 'recoveredFen'
  | 'balanceFen'
  | 'held'

export type GroupCounter =
  | 'demanded'
  | 'served'
  | 'applications'
  | 'denied'
  | 'requestedFen'
  | 'grantedFen'
  | 'aprFen'
  | 'chargedOffFen'
  | 'falseExclusions'

export type NicheCounter = 'potential' | 'potentialFen' | 'demanded' | 'demandedFen' | 'served' | 'servedFen'

export type AgeCounter =
  | 'personMonths'
  | 'borrowerMonths'
  | 'loans'
  | 'income'
  | 'spending'
  | 'illiquidSaving'
  | 'liquidSavings'
  | 'debt'

/** Counts of borrowers are split at 30 years. */
export const YOUTH_MONTHS: number = (30 - 18) * 12
/** Instalments due over income: bins of so many per cent, the last from 100 on. */
export const DEBT_SERVICE_PERCENT = 2
export const DEBT_SERVICE_BINS: number = 100 / DEBT_SERVICE_PERCENT + 1

type Columns<Name extends string> = { readonly [name in Name]: Float64Array }

export interface Tally {
  readonly market: { [name in MarketCounter]: number }
  readonly lenders: Columns<LenderCounter>
  readonly products: Columns<ProductCounter>
  /** Amount lent by product and grade, fen, [product × GRADES + grade]. */
  readonly productGradeFen: Float64Array
  /** Balance with nothing worse than 90 days past due, by lender and grade, fen, [lender × GRADES + grade]. */
  readonly lenderGradeFen: Float64Array
  /** Balance more than 90 days past due, charge-offs and recoveries, by lender and grade, fen. */
  readonly lenderGradeLateFen: Float64Array
  readonly lenderGradeChargedOffFen: Float64Array
  readonly lenderGradeRecoveredFen: Float64Array
  /** Of P2P platforms alone: interest and approvable lending by grade, fen. */
  readonly lenderGradeInterestFen: Float64Array
  readonly lenderGradeApprovedFen: Float64Array
  readonly niches: Columns<NicheCounter>
  readonly groups: Columns<GroupCounter>
  readonly ages: Columns<AgeCounter>
  /** Consumers by the classes (bits) that they ever borrowed from. */
  readonly adopters: Float64Array
  /** By class × file state × bin. */
  readonly aprLoans: Float64Array
  readonly aprFen: Float64Array
  /** Borrowers by number of lenders, under 30 at [lenders − 1], older at [LOAN_SLOTS + lenders − 1]. */
  readonly lendersOfBorrowers: Float64Array
  /** Debtors by instalments due over income, under 30 and older. */
  readonly debtService: Float64Array
  /** By cell of the score at origination: loans, those that went bad within a year, and expected ones in millionths. */
  readonly scoreLoans: Float64Array
  readonly scoreDefaulted: Float64Array
  readonly scoreExpectedPpm: Float64Array
  readonly scorePricedPpm: Float64Array
  /**
   * By tick of origination since the first tick, fen: drawn this month on lines that were first drawn on in an earlier
   * month, defaulted, charged off.
   */
  readonly vintageDrawnFen: Float64Array
  readonly vintageDefaultedFen: Float64Array
  readonly vintageChargedOffFen: Float64Array
}

// Counters are written out: objects built by key would be slow dictionaries in V8.

function marketCounters(): { [name in MarketCounter]: number } {
  return {
    unemployed: 0,
    filed: 0,
    scored: 0,
    filedEndogenously: 0,
    filesFormed: 0,
    filesThickened: 0,
    enrolled: 0,
    income: 0,
    spending: 0,
    illiquidSaving: 0,
    liquidSavings: 0,
    savingsInterest: 0,
    estates: 0,
    needs: 0,
    demanded: 0,
    demandedFen: 0,
    served: 0,
    expired: 0,
    shoppers: 0,
    applicants: 0,
    deniedPersons: 0,
    applications: 0,
    approvals: 0,
    declined: 0,
    rationed: 0,
    loans: 0,
    requestedFen: 0,
    originatedFen: 0,
    aprFen: 0,
    weight: 0,
    aprWeight: 0,
    aprSquaredWeight: 0,
    rebateFen: 0,
    referralFen: 0,
    firstLoans: 0,
    current: 0,
    past30: 0,
    past60: 0,
    past90: 0,
    npl: 0,
    chargedOffFen: 0,
    recoveredFen: 0,
    repaidFen: 0,
    borrowers: 0,
    multiLender: 0,
    borrowersUnder30: 0,
    multiLenderUnder30: 0,
    debtServiceBp: 0,
    debtors: 0,
    births: 0,
    settledFen: 0,
    fraudAttempts: 0,
    fraudDetected: 0,
    fraudLoans: 0,
    fraudLossFen: 0,
    falseExclusions: 0,
    listed: 0,
    leaks: 0,
    exposed: 0,
    entries: 0,
    exits: 0,
    turnedAway: 0,
    prepaid: 0,
    prepaidFen: 0,
    prepaymentFeeFen: 0,
    revolvingFen: 0,
    lineFen: 0,
    lines: 0,
    drawn: 0,
    drawnFen: 0,
  }
}

function lenderCounters(length: number): Columns<LenderCounter> {
  return {
    applications: new Float64Array(length),
    approvals: new Float64Array(length),
    rationed: new Float64Array(length),
    originations: new Float64Array(length),
    originatedFen: new Float64Array(length),
    aprFen: new Float64Array(length),
    approvedFen: new Float64Array(length),
    interestFen: new Float64Array(length),
    waivedFen: new Float64Array(length),
    repaidFen: new Float64Array(length),
    settledFen: new Float64Array(length),
    chargedOffFen: new Float64Array(length),
    recoveredFen: new Float64Array(length),
    rebateFen: new Float64Array(length),
    checkoutFen: new Float64Array(length),
    prepaidFen: new Float64Array(length),
    prepaymentFeeFen: new Float64Array(length),
    newCustomers: new Float64Array(length),
    newHeard: new Float64Array(length),
    newReferred: new Float64Array(length),
    referralFen: new Float64Array(length),
    repeatLoans: new Float64Array(length),
    customersLoans: new Float64Array(length),
    praised: new Float64Array(length),
    blamed: new Float64Array(length),
    told: new Float64Array(length),
    warned: new Float64Array(length),
    customers: new Float64Array(length),
    satisfaction: new Float64Array(length),
    balanceFen: new Float64Array(length),
    reportedFen: new Float64Array(length),
    current: new Float64Array(length),
    past30: new Float64Array(length),
    past60: new Float64Array(length),
    past90: new Float64Array(length),
    past120: new Float64Array(length),
    past150: new Float64Array(length),
    past180: new Float64Array(length),
    borrowers: new Float64Array(length),
    promotedShoppers: new Float64Array(length),
    promotedBookings: new Float64Array(length),
    heldOutShoppers: new Float64Array(length),
    heldOutBookings: new Float64Array(length),
    promotedNext: new Float64Array(length),
    promotedRepeat: new Float64Array(length),
    otherNext: new Float64Array(length),
    otherRepeat: new Float64Array(length),
    fraudAttempts: new Float64Array(length),
    fraudDetected: new Float64Array(length),
    fraudLoans: new Float64Array(length),
    fraudLossFen: new Float64Array(length),
    fraudCases: new Float64Array(length),
    falseExclusions: new Float64Array(length),
    exposed: new Float64Array(length),
  }
}

function groupCounters(length: number): Columns<GroupCounter> {
  return {
    demanded: new Float64Array(length),
    served: new Float64Array(length),
    applications: new Float64Array(length),
    denied: new Float64Array(length),
    requestedFen: new Float64Array(length),
    grantedFen: new Float64Array(length),
    aprFen: new Float64Array(length),
    chargedOffFen: new Float64Array(length),
    falseExclusions: new Float64Array(length),
  }
}

function nicheCounters(length: number): Columns<NicheCounter> {
  return {
    potential: new Float64Array(length),
    potentialFen: new Float64Array(length),
    demanded: new Float64Array(length),
    demandedFen: new Float64Array(length),
    served: new Float64Array(length),
    servedFen: new Float64Array(length),
  }
}

/** Life-cycle sums by year of age, at zero. */
export function ageCounters(length: number): Columns<AgeCounter> {
  return {
    personMonths: new Float64Array(length),
    borrowerMonths: new Float64Array(length),
    loans: new Float64Array(length),
    income: new Float64Array(length),
    spending: new Float64Array(length),
    illiquidSaving: new Float64Array(length),
    liquidSavings: new Float64Array(length),
    debt: new Float64Array(length),
  }
}

export function createTally(lenders: number, products: number, ages: number, ticks: number): Tally {
  return {
    market: marketCounters(),
    lenders: lenderCounters(lenders),
    products: {
      originations: new Float64Array(products),
      originatedFen: new Float64Array(products),
      aprFen: new Float64Array(products),
      applications: new Float64Array(products),
      checkoutFen: new Float64Array(products),
      newCustomers: new Float64Array(products),
      interestFen: new Float64Array(products),
      rebateFen: new Float64Array(products),
      chargedOffFen: new Float64Array(products),
      recoveredFen: new Float64Array(products),
      balanceFen: new Float64Array(products),
      held: new Float64Array(products),
    },
    productGradeFen: new Float64Array(products * GRADES),
    lenderGradeFen: new Float64Array(lenders * GRADES),
    lenderGradeLateFen: new Float64Array(lenders * GRADES),
    lenderGradeChargedOffFen: new Float64Array(lenders * GRADES),
    lenderGradeRecoveredFen: new Float64Array(lenders * GRADES),
    lenderGradeInterestFen: new Float64Array(lenders * GRADES),
    lenderGradeApprovedFen: new Float64Array(lenders * GRADES),
    niches: nicheCounters(NICHE_CELLS),
    groups: groupCounters(GROUP_CODES.length),
    ages: ageCounters(ages),
    adopters: new Float64Array(1 << LENDER_CLASSES.length),
    aprLoans: new Float64Array(APR_CELLS),
    aprFen: new Float64Array(APR_CELLS),
    lendersOfBorrowers: new Float64Array(2 * LOAN_SLOTS),
    debtService: new Float64Array(2 * DEBT_SERVICE_BINS),
    scoreLoans: new Float64Array(SCORE_CELLS),
    scoreDefaulted: new Float64Array(SCORE_CELLS),
    scoreExpectedPpm: new Float64Array(SCORE_CELLS),
    scorePricedPpm: new Float64Array(SCORE_CELLS),
    vintageDrawnFen: new Float64Array(ticks),
    vintageDefaultedFen: new Float64Array(ticks),
    vintageChargedOffFen: new Float64Array(ticks),
  }
}

function arraysOf(tally: Tally): Float64Array[] {
  const { lenders, products, niches, groups, ages, market: _, ...rest } = tally
  return [lenders, products, niches, groups, ages].flatMap((of) => Object.values(of)).concat(Object.values(rest))
}

/** Balances of each lender by months past due: [0] nothing past due to [6] six months. */
export function balancesByMonthsPastDue(lenders: Tally['lenders']): readonly Float64Array[] {
  const { current, past30, past60, past90, past120, past150, past180 } = lenders
  return [current, past30, past60, past90, past120, past150, past180]
}

/** Balance of a lender more than 90 days past due, fen. */
export function nplFen(lenders: Tally['lenders'], lender: number): number {
  return lenders.past120[lender] + lenders.past150[lender] + lenders.past180[lender]
}

/** Sets every counter to zero. */
export function clearTally(tally: Tally): void {
  for (const name of Object.keys(tally.market)) tally.market[name as MarketCounter] = 0
  for (const array of arraysOf(tally)) array.fill(0)
}

/** Integers above 2^53 would no longer add up exactly. */
export function assertExact(tally: Tally): void {
  for (const [name, sum] of Object.entries(tally.market))
    assert(Number.isSafeInteger(sum), `counter ${name} is not exact`)
  for (const array of arraysOf(tally)) {
    for (let k = 0; k < array.length; k++) assert(Number.isSafeInteger(array[k]), 'a counter is not exact')
  }
}
