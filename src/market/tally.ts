/**
 * Counters of one month, laid out by the lists of market/counters.ts. Every entry is a sum of integers, hence exact and
 * independent of the order in which consumers are processed; all cells stand in one array.
 */

import { LOAN_SLOTS } from '../agents/consumers.ts'
import { GRADES } from '../agents/expected-loss.ts'
import { assert } from '../base/assert.ts'
import {
  APR_CELLS,
  ARREARS_BUCKETS,
  FATE_CELLS,
  GROUP_CODES,
  JOINT_CELLS,
  LOAN_FLOWS,
  NICHE_CELLS,
  RISK_CELLS,
} from '../base/cells.ts'
import type { Counters } from '../base/counters.ts'
import { FATES, LENDER_CLASSES, PURPOSES } from '../base/vocabulary.ts'
import {
  AGE_COUNTERS,
  CELL_COUNTERS,
  GROUP_COUNTERS,
  LENDER_COUNTERS,
  MARKET_COUNTERS,
  NICHE_COUNTERS,
  PRODUCT_COUNTERS,
} from './counters.ts'
import { CLASS_LOSS_CELLS, SCORE_CELLS } from './scores.ts'

/** Counts of borrowers are split at 30 years. */
export const YOUTH_MONTHS: number = (30 - 18) * 12
/** Instalments due over income: bins of so many per cent, the last from 100 on. */
export const DEBT_SERVICE_PERCENT = 2
export const DEBT_SERVICE_BINS: number = 100 / DEBT_SERVICE_PERCENT + 1

type Columns<C> = { readonly [name in keyof C]: Float64Array }

export interface Tally extends Columns<typeof CELL_COUNTERS> {
  readonly market: { -readonly [name in keyof typeof MARKET_COUNTERS]: number }
  readonly lenders: Columns<typeof LENDER_COUNTERS>
  readonly products: Columns<typeof PRODUCT_COUNTERS>
  readonly niches: Columns<typeof NICHE_COUNTERS>
  readonly groups: Columns<typeof GROUP_COUNTERS>
  readonly ages: Columns<typeof AGE_COUNTERS>
  /** All arrays above, one after another. */
  readonly cells: Float64Array
}

/** `lenders` and `products` are the most there can be, `ages` years of age, `ticks` months of the run. */
export function createTally(lenders: number, products: number, ages: number, ticks: number): Tally {
  const lengths = {
    productGrade: products * GRADES,
    productPurpose: products * PURPOSES.length,
    lenderGrade: lenders * GRADES,
    lenderFlow: lenders * LOAN_FLOWS,
    lenderBucket: lenders * ARREARS_BUCKETS,
    classSet: 1 << LENDER_CLASSES.length,
    aprCell: APR_CELLS,
    loanSlotByAge: 2 * LOAN_SLOTS,
    debtServiceByAge: 2 * DEBT_SERVICE_BINS,
    scoreCell: SCORE_CELLS,
    classLossCell: CLASS_LOSS_CELLS,
    jointCell: JOINT_CELLS,
    fateCell: FATE_CELLS,
    fateCellFate: FATE_CELLS * FATES.length,
    nicheSide: NICHE_CELLS * 2,
    nicheSideFate: NICHE_CELLS * 2 * FATES.length,
    riskCell: RISK_CELLS,
    tick: ticks,
  }
  const size = (counters: object): number => Object.keys(counters).length
  const inTables =
    size(LENDER_COUNTERS) * lenders +
    size(PRODUCT_COUNTERS) * products +
    size(NICHE_COUNTERS) * NICHE_CELLS +
    size(GROUP_COUNTERS) * GROUP_CODES.length +
    size(AGE_COUNTERS) * ages
  const inCells = Object.values(CELL_COUNTERS).reduce((sum, { per }) => sum + lengths[per], 0)
  const cells = new Float64Array(inTables + inCells)
  let from = 0
  const next = (length: number): Float64Array => {
    from += length
    return cells.subarray(from - length, from)
  }
  const table = <C extends Counters>(counters: C, rows: number): Columns<C> =>
    Object.fromEntries(Object.keys(counters).map((name) => [name, next(rows)])) as Columns<C>
  // Not whole at first: V8 gives each field that turns from a small integer into a double later another hidden class.
  const tally: Tally = {
    market: Object.fromEntries(MARKET_NAMES.map((name) => [name, 0.5])) as Tally['market'],
    lenders: table(LENDER_COUNTERS, lenders),
    products: table(PRODUCT_COUNTERS, products),
    niches: table(NICHE_COUNTERS, NICHE_CELLS),
    groups: table(GROUP_COUNTERS, GROUP_CODES.length),
    ages: table(AGE_COUNTERS, ages),
    ...(Object.fromEntries(
      Object.entries(CELL_COUNTERS).map(([name, { per }]) => [name, next(lengths[per])]),
    ) as Columns<typeof CELL_COUNTERS>),
    cells,
  }
  clearTally(tally)
  return tally
}

const MARKET_NAMES = Object.keys(MARKET_COUNTERS) as (keyof typeof MARKET_COUNTERS)[]

/** Sets every counter to zero. */
export function clearTally({ market, cells }: Tally): void {
  for (const name of MARKET_NAMES) market[name] = 0
  cells.fill(0)
}

/** Adds the counters of `part`, which counted other consumers of the same month, to those of `sum`. */
export function addTally(sum: Tally, part: Tally): void {
  for (const name of MARKET_NAMES) sum.market[name] += part.market[name]
  for (let cell = 0; cell < sum.cells.length; cell++) sum.cells[cell] += part.cells[cell]
}

/** How many numbers `writeTally` writes. */
export function tallyLength({ cells }: Tally): number {
  return MARKET_NAMES.length + cells.length
}

/** Writes all counters into `into`, for another thread to add. */
export function writeTally({ market, cells }: Tally, into: Float64Array): void {
  for (let at = 0; at < MARKET_NAMES.length; at++) into[at] = market[MARKET_NAMES[at]]
  into.set(cells, MARKET_NAMES.length)
}

/** Adds the counters that `writeTally` wrote, of other consumers of the same month. */
export function addWritten({ market, cells }: Tally, written: Float64Array): void {
  for (let at = 0; at < MARKET_NAMES.length; at++) market[MARKET_NAMES[at]] += written[at]
  const from = MARKET_NAMES.length
  for (let cell = 0; cell < cells.length; cell++) cells[cell] += written[from + cell]
}

/** Integers above 2^53 would no longer add up exactly. */
export function assertExact({ market, cells }: Tally): void {
  for (const name of MARKET_NAMES) assert(Number.isSafeInteger(market[name]), `counter ${name} is not exact`)
  for (let cell = 0; cell < cells.length; cell++) assert(Number.isSafeInteger(cells[cell]), 'a counter is not exact')
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
