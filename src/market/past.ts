/** What the market remembers of products: designs, balances and lending of past months. */
import { type Product, YEAR } from '../agents/lenders/lender.ts'
import { PURPOSES } from '../base/vocabulary.ts'
import type { Counts, Supply } from './world.ts'

/** The longest copy lag that a scenario may ask for, months. */
const LONGEST_LAG = 36
const LENGTH = LONGEST_LAG + YEAR + 1

/** Products at the start of a month, by place, and what they did in the month before: balance at its end, lending. */
export interface PastMonth {
  readonly products: readonly Product[]
  readonly balanceFen: Float64Array
  /** At [place × purposes + purpose]. */
  readonly lentFen: Float64Array
}

/** Past months with the one that has just ended; the oldest are forgotten. */
export function withLastMonth(
  past: readonly PastMonth[],
  { industry: { products }, tally }: Supply & Counts,
): readonly PastMonth[] {
  const last: PastMonth = {
    products,
    balanceFen: tally.products.balanceFen.slice(0, products.length),
    lentFen: tally.productPurposeFen.slice(0, products.length * PURPOSES.length),
  }
  return [...past.slice(1 - LENGTH), last]
}

/** The market as it stood `lag` months ago; null before there was one. */
export function monthsAgo(past: readonly PastMonth[], lag: number): PastMonth | null {
  return past[past.length - 1 - lag] ?? null
}

/** What a product lent by purpose in the twelve months to `lag` months ago, fen. */
export function lentByPurposeFen(
  past: readonly PastMonth[],
  lag: number,
  { code }: Pick<Product, 'code'>,
  place: number,
): Float64Array {
  const sums = new Float64Array(PURPOSES.length)
  const end = past.length - lag
  for (let at = Math.max(0, end - YEAR); at < end; at++) {
    const { products, lentFen } = past[at]
    // A place may have held another product.
    if (products[place]?.code !== code) continue
    for (let k = 0; k < sums.length; k++) sums[k] += lentFen[place * PURPOSES.length + k]
  }
  return sums
}
