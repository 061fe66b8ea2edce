/** Contract arithmetic: annuities with an introductory phase, and the APR as an internal rate of return. */

/** Present value of 1 paid at the end of each of n months at a monthly rate: (1 − (1 + r)^−n) / r. */
export function annuityFactor(months: number, rateMonthly: number): number {
  if (rateMonthly === 0) return months
  let discount = 1
  let sum = 0
  const perMonth = 1 / (1 + rateMonthly)
  for (let month = 0; month < months; month++) {
    discount *= perMonth
    sum += discount
  }
  return sum
}

/**
 * Principal that one fen of level instalment repays in `months` when the first `introMonths` run at
 * `introRateMonthly` and the rest at `rateMonthly`. The instalment is the principal over this, in whole fen; the last
 * one takes the rounding.
 */
export function instalmentFactor(
  months: number,
  rateMonthly: number,
  introMonths: number,
  introRateMonthly: number,
): number {
  const intro = Math.min(introMonths, months)
  let discount = 1
  const perMonth = 1 / (1 + introRateMonthly)
  for (let month = 0; month < intro; month++) discount *= perMonth
  return annuityFactor(intro, introRateMonthly) + discount * annuityFactor(months - intro, rateMonthly)
}

/**
 * Monthly internal rate of return of receiving `receivedFen` now and paying `payments[0..]` at the ends of the
 * following months; 0 where payments do not exceed what was received. Newton's method on a convex function,
 * started left of the root, so it converges from one side; error below 1e-13.
 */
export function internalRateMonthly(receivedFen: number, payments: ArrayLike<number>): number {
  let total = 0
  for (let month = 0; month < payments.length; month++) total += payments[month]
  if (total <= receivedFen) return 0
  let rate = 0
  for (let step = 0; step < 100; step++) {
    const perMonth = 1 / (1 + rate)
    let discount = 1
    let value = -receivedFen
    let slope = 0
    for (let month = 0; month < payments.length; month++) {
      discount *= perMonth
      value += payments[month] * discount
      slope -= (month + 1) * payments[month] * discount * perMonth
    }
    const change = value / slope
    rate -= change
    if (change > -1e-14 && change < 1e-14) break
  }
  return rate
}

/**
 * Effective APR (monthly IRR × 12) of a loan of `months` at `rateMonthly` whose first `introMonths` run at
 * `introRateMonthly`, with `rebateShare` of the principal paid back to the borrower at once.
 */
export function effectiveApr(
  months: number,
  rateMonthly: number,
  introMonths: number,
  introRateMonthly: number,
  rebateShare: number,
): number {
  if (introMonths === 0 && rebateShare === 0) return rateMonthly * 12
  const instalment = 1 / instalmentFactor(months, rateMonthly, introMonths, introRateMonthly)
  return internalRateMonthly(1 + rebateShare, new Float64Array(months).fill(instalment)) * 12
}
