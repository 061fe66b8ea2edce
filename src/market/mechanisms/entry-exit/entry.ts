/** Whether to open a lender, or to put more capital into one: what owners take into account. */
import { type Industry, type Lender, YEAR } from '../../../agents/lenders/lender.ts'

/** What owners see of a business: net income of the last twelve months, and the equity that earned it, fen. */
export interface Outlook {
  readonly profitFen: number
  readonly equityFen: number
}

export function trailingProfitFen(lender: Lender): number {
  return lender.profitFen.reduce((sum, fen) => sum + fen, 0)
}

/**
 * The latest year of the active lenders that `counts`, together. Lenders younger than a year are left out: they have
 * shown nothing yet. Expectations are adaptive: no owner foresees what entry will do to the profit of all.
 */
export function outlookOf(industry: Industry, month: number, counts: (lender: Lender) => boolean): Outlook {
  let profitFen = 0
  let equityFen = 0
  for (const lender of industry.lenders) {
    if (lender.status !== 'active' || month - lender.entered < YEAR || !counts(lender)) continue
    profitFen += trailingProfitFen(lender)
    equityFen += lender.ledger.equityFen
  }
  return { profitFen, equityFen }
}

/** Expected return on equity a year; below zero where there is no equity to show for it. */
export function expectedReturn({ profitFen, equityFen }: Outlook): number {
  return equityFen > 0 ? profitFen / equityFen : -1
}

/**
 * Whether opening is worth it: what is left of the capital after setting up earns the expected return for good, and
 * that stream, valued at the required return, must exceed the capital: (K − cost) ROE / r > K.
 */
export function isWorthEntering(
  capitalFen: number,
  costFen: number,
  expected: number,
  requiredReturn: number,
): boolean {
  return capitalFen > costFen && (capitalFen - costFen) * expected > requiredReturn * capitalFen
}

/**
 * Whether owners of a lender with equity E and profit Π put in X more rather than take E and leave: the profit goes on,
 * the new capital earns what the class earns, and both must exceed the required return on all of it:
 * Π + X ROE > r (E + X).
 */
export function isWorthKeeping(
  profitFen: number,
  equityFen: number,
  injectionFen: number,
  expected: number,
  requiredReturn: number,
): boolean {
  return profitFen + injectionFen * expected > requiredReturn * (equityFen + injectionFen)
}

/** A Poisson draw by inversion from one uniform; `rate` is small. */
export function arrivals(u: number, chanceOfNone: number, rate: number, most: number): number {
  let count = 0
  let chance = chanceOfNone
  let cumulative = chance
  while (u >= cumulative && count < most) {
    count++
    chance *= rate / count
    cumulative += chance
  }
  return count
}
