/**
 * Revolving lines (Huabei, Baitiao): a limit by risk grade, drawn on purchase by purchase; interest-free until the
 * statement where nothing was carried over; then the balance in full or a minimum: the month's interest and a share of
 * what was owed before it, so that a balance on which minimums are paid always falls.
 */
import { wholeFen } from '../../../base/units.ts'

/** No grade costs more of a limit than leaves this share of it. */
const LEAST_LIMIT = 0.1
/** Paths of repayment are followed for this many months at most. */
const HORIZON = 600

/** Limit of a checkout product for a grade: `slope` of it lost a grade (0 = best), whole yuan. */
export function gradedLimitFen(limitFen: number, slope: number, grade: number): number {
  if (slope === 0) return limitFen
  const share = 1 - slope * grade
  return Math.floor((limitFen * (share < LEAST_LIMIT ? LEAST_LIMIT : share)) / 100) * 100
}

/** The minimum due on a statement: interest plus `share` of the balance before it, at least the floor, at most all. */
export function minimumPaymentFen(balanceFen: number, interestFen: number, share: number, floorFen: number): number {
  const all = balanceFen + interestFen
  const part = interestFen + wholeFen(balanceFen * share)
  const least = part > floorFen ? part : floorFen
  return least < all ? least : all
}

/** How a purchase on a line is paid on average, over those who pay in full and those who pay the minimum. */
export interface LineLife {
  /** Mean balance-months per unit lent, and those of them that bear interest. */
  readonly months: number
  readonly bearing: number
  /** The latter for somebody who pays the minimum, and that person's balance-months. */
  readonly revolverBearing: number
  readonly revolverMonths: number
}

/** Follows a purchase of `ticketFen` down by minimum payments; the interest in the floor is left out. */
export function lineLife(
  ticketFen: number,
  freeMonths: number,
  share: number,
  floorFen: number,
  transactors: number,
): LineLife {
  let balance = ticketFen
  let months = 0
  let bearing = 0
  for (let month = 0; month < HORIZON && balance > 0; month++) {
    months += balance
    if (month >= freeMonths) bearing += balance
    balance -= minimumPaymentFen(balance, 0, share, floorFen)
  }
  const revolverMonths = months / ticketFen
  const revolverBearing = bearing / ticketFen
  return {
    months: transactors + (1 - transactors) * revolverMonths,
    bearing: (freeMonths === 0 ? transactors : 0) + (1 - transactors) * revolverBearing,
    revolverBearing,
    revolverMonths,
  }
}

/** Payments, by month, of somebody who draws 1 and pays minimums at a monthly rate, the floor as a share of the draw. */
export function minimumPath(freeMonths: number, rateMonthly: number, share: number, floor: number): number[] {
  const payments: number[] = []
  for (let month = 0, balance = 1; month < HORIZON && balance > 1e-9; month++) {
    const interest = month < freeMonths ? 0 : balance * rateMonthly
    const part = interest + balance * share
    const least = part > floor ? part : floor
    const paid = least < balance + interest ? least : balance + interest
    payments.push(paid)
    balance += interest - paid
  }
  return payments
}
