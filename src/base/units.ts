/** The only converters between what scenarios and outputs say and what the core computes with. */

/** Yuan to whole fen, rounded half up. */
export function fenFromYuan(yuan: number): number {
  return Math.floor(yuan * 100 + 0.5)
}

/** Yuan to fen and fractions of one: for costs a head or a loan, which are multiplied before they are paid. */
export function fenUnrounded(yuan: number): number {
  return yuan * 100
}

/** Whole fen to yuan. */
export function yuanFromFen(fen: number): number {
  return fen / 100
}

/** Rounds an amount in fen to whole fen, half up: the one place where fractions of a fen go. */
export function wholeFen(fen: number): number {
  return Math.floor(fen + 0.5)
}

/** Nominal annual rate to the rate of one month: APR is the monthly rate times twelve. */
export function monthlyRate(annual: number): number {
  return annual / 12
}

/** Annual rate to whole basis points, in which contracts are written. */
export function basisPoints(annual: number): number {
  return Math.floor(annual * 10000 + 0.5)
}

/** Whole basis points a year to the rate of one month. */
export function monthlyRateOfBasisPoints(bp: number): number {
  return bp / 120000
}

/** Whole years to months. */
export function monthsFromYears(years: number): number {
  return Math.floor(years * 12 + 0.5)
}
