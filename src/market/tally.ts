/**
 * Counters of one month. Every entry is a sum of integers (persons, loans, fen, basis points × fen), hence exact
 * and independent of the order in which consumers are processed.
 */

import { GRADES } from '../agents/underwriting.ts'
import { assert } from '../base/assert.ts'

export const MARKET_COUNTERS = [
  'unemployed',
  'filed',
  'scored',
  'income',
  'spending',
  'illiquidSaving',
  'liquidSavings',
  'savingsInterest',
  'estates',
  'needs',
  'demanded',
  'demandedFen',
  'served',
  'expired',
  'shoppers',
  'applicants',
  'deniedPersons',
  'applications',
  'approvals',
  'declined',
  'rationed',
  'loans',
  'requestedFen',
  'originatedFen',
  'aprFen',
  'weight',
  'aprWeight',
  'aprSquaredWeight',
  'rebateFen',
  'current',
  'past30',
  'past60',
  'past90',
  'npl',
  'chargedOffFen',
  'recoveredFen',
  'repaidFen',
  'borrowers',
  'multiLender',
  'borrowersUnder30',
  'multiLenderUnder30',
  'debtServiceBp',
  'births',
  'settledFen',
] as const
export type MarketCounter = (typeof MARKET_COUNTERS)[number]

export const LENDER_COUNTERS = [
  'applications',
  'approvals',
  'rationed',
  'originations',
  'originatedFen',
  'aprFen',
  'approvedFen',
  'interestFen',
  'waivedFen',
  'repaidFen',
  'settledFen',
  'chargedOffFen',
  'recoveredFen',
  'rebateFen',
  'newCustomers',
  'balanceFen',
  'current',
  'past30',
  'past60',
  'past90',
  'past120',
  'past150',
  'past180',
  'borrowers',
  'promotedShoppers',
  'promotedBookings',
  'heldOutShoppers',
  'heldOutBookings',
] as const
export type LenderCounter = (typeof LENDER_COUNTERS)[number]

export const GROUP_COUNTERS = [
  'demanded',
  'served',
  'applications',
  'denied',
  'requestedFen',
  'grantedFen',
  'aprFen',
  'chargedOffFen',
] as const
export type GroupCounter = (typeof GROUP_COUNTERS)[number]

export const NICHE_COUNTERS = ['potential', 'potentialFen', 'demanded', 'demandedFen', 'served', 'servedFen'] as const
export type NicheCounter = (typeof NICHE_COUNTERS)[number]

export const AGE_COUNTERS = [
  'personMonths',
  'borrowerMonths',
  'loans',
  'income',
  'spending',
  'illiquidSaving',
  'liquidSavings',
  'debt',
] as const
export type AgeCounter = (typeof AGE_COUNTERS)[number]

export const NICHES = 120
/** Groups of consumers: 3 file states, 4 coverage classes, 5 age bands, 4 income quartiles, 6 purposes. */
export const GROUPS = 22
export const FIRST_FILE_GROUP = 0
export const FIRST_HURDLE_GROUP = 3
export const FIRST_AGE_GROUP = 7
export const FIRST_QUARTILE_GROUP = 12
export const FIRST_PURPOSE_GROUP = 16
export const APR_BINS = 200
export const APR_BIN_BP = 50

type Columns<Name extends string> = { readonly [name in Name]: Float64Array }

export interface Tally {
  readonly market: { [name in MarketCounter]: number }
  readonly lenders: Columns<LenderCounter>
  readonly products: {
    readonly originations: Float64Array
    readonly originatedFen: Float64Array
    readonly aprFen: Float64Array
  }
  /** Amount lent by product and grade, fen, [product × GRADES + grade]. */
  readonly productGradeFen: Float64Array
  /** Balance with nothing worse than 90 days past due, by lender and grade, fen, [lender × GRADES + grade]. */
  readonly lenderGradeFen: Float64Array
  readonly niches: Columns<NicheCounter>
  readonly groups: Columns<GroupCounter>
  readonly ages: Columns<AgeCounter>
  /** By class × file state × bin. */
  readonly aprLoans: Float64Array
  readonly aprFen: Float64Array
  /** By tick of origination since the first tick. */
  readonly vintageDefaultedFen: Float64Array
  readonly vintageChargedOffFen: Float64Array
}

function columns<Name extends string>(names: readonly Name[], length: number): Columns<Name> {
  return Object.fromEntries(names.map((name) => [name, new Float64Array(length)])) as Columns<Name>
}

export function createTally(lenders: number, products: number, ages: number, ticks: number): Tally {
  return {
    market: Object.fromEntries(MARKET_COUNTERS.map((name) => [name, 0])) as Tally['market'],
    lenders: columns(LENDER_COUNTERS, lenders),
    products: columns(['originations', 'originatedFen', 'aprFen'], products),
    productGradeFen: new Float64Array(products * GRADES),
    lenderGradeFen: new Float64Array(lenders * GRADES),
    niches: columns(NICHE_COUNTERS, NICHES),
    groups: columns(GROUP_COUNTERS, GROUPS),
    ages: columns(AGE_COUNTERS, ages),
    aprLoans: new Float64Array(9 * APR_BINS),
    aprFen: new Float64Array(9 * APR_BINS),
    vintageDefaultedFen: new Float64Array(ticks),
    vintageChargedOffFen: new Float64Array(ticks),
  }
}

function arraysOf(tally: Tally): Float64Array[] {
  const { lenders, products, niches, groups, ages, market: _, ...rest } = tally
  return [lenders, products, niches, groups, ages].flatMap((of) => Object.values(of)).concat(Object.values(rest))
}

/** Sets every counter to zero. */
export function clearTally(tally: Tally): void {
  for (const name of MARKET_COUNTERS) tally.market[name] = 0
  for (const array of arraysOf(tally)) array.fill(0)
}

/** Integers above 2^53 would no longer add up exactly. */
export function assertExact(tally: Tally): void {
  for (const name of MARKET_COUNTERS) assert(Number.isSafeInteger(tally.market[name]), `counter ${name} is not exact`)
  for (const array of arraysOf(tally)) {
    for (let k = 0; k < array.length; k++) assert(Number.isSafeInteger(array[k]), 'a counter is not exact')
  }
}
