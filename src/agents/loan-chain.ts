/**
 * The life of one instalment loan as a Markov chain, month by month as `market/service.ts` lives it: the debtor enters
 * distress with chance Λ and leaves it with 1 − persistence; in distress each instalment is paid with chance `pays`, one
 * at most; out of it all arrears are made good; seven months past due the balance is charged off. A loan k months old
 * that is d months past due has term − k + d instalments left, so d, distress and work are the whole state.
 */
import { exp, logistic } from '../base/math.ts'
import { annuityFactor } from './loans.ts'

/** Months past due: 1, 2, 3 are up to 30, 60, 90 days; from 4 on a loan is non-performing and accrues no interest. */
export const NON_PERFORMING = 4
/** More than 180 days past due. */
export const CHARGE_OFF = 7

/** Work at the start of a loan: its hazard moves on with the chances of losing and finding work. */
export const WORKING = 0
export const OUT_OF_WORK = 1
export const RETIRED = 2
export type Work = typeof WORKING | typeof OUT_OF_WORK | typeof RETIRED

/** What drives the chain, beside the log-odds of distress of the debtor in work. Chances are monthly. */
export interface ChainRates {
  readonly rateMonthly: number
  /** Of distress. */
  readonly persistence: number
  /** Chance that an instalment is paid in distress. */
  readonly pays: number
  readonly separation: number
  readonly finding: number
  /** Added to the log-odds while out of work. */
  readonly unemployment: number
}

/** Charge-offs and balances at the ends of months, summed over the life, per unit lent. */
export interface LoanLife {
  readonly chargedOff: number
  readonly balanceMonths: number
}

/** The same month by month, at [months since the loan was made], if somebody wants to know. */
export interface LoanMonths {
  /** Charged off in the month, per unit lent. */
  chargedOff: Float64Array
  /** Expected balance as the month begins. */
  balance: Float64Array
}

/** Chances of being in distress, by work and months past due, and expected balances in these states. */
const distressed = new Float64Array(2 * CHARGE_OFF)
const distressedAfter = new Float64Array(2 * CHARGE_OFF)
const owed = new Float64Array(2 * CHARGE_OFF)
const owedAfter = new Float64Array(2 * CHARGE_OFF)
/** The same out of distress, by work: after the month's payment nothing is past due. */
const well = new Float64Array(2)
const wellAfter = new Float64Array(2)
const wellOwed = new Float64Array(2)
const wellOwedAfter = new Float64Array(2)

/** Chances that somebody enters distress, by work. */
const hazards = new Float64Array(2)

/** Follows a loan of 1 to its end: exact but for the rounding of instalments to whole fen. */
export function loanLife(
  logOdds: number,
  work: Work,
  termMonths: number,
  rates: ChainRates,
  byMonth?: LoanMonths,
): LoanLife {
  const { rateMonthly, pays, persistence } = rates
  const instalment = 1 / annuityFactor(termMonths, rateMonthly)
  for (const column of [distressed, owed, well, wellOwed]) column.fill(0)
  const start = work === OUT_OF_WORK ? 1 : 0
  const works = work === RETIRED ? 1 : 2
  well[start] = 1
  wellOwed[start] = 1
  let chargedOff = 0
  let balanceMonths = 1
  hazards[WORKING] = logistic(logOdds)
  hazards[OUT_OF_WORK] = logistic(logOdds + rates.unemployment)
  for (let month = 1; month < termMonths + CHARGE_OFF; month++) {
    distressedAfter.fill(0)
    owedAfter.fill(0)
    wellAfter.fill(0)
    wellOwedAfter.fill(0)
    // What nobody can be past due: more months than there were, or so few that the last instalment was paid.
    const [least, most] = [Math.max(0, month - termMonths), Math.min(month, CHARGE_OFF)]
    const chargedOffBefore = chargedOff
    if (byMonth !== undefined) byMonth.balance[month] = sumOf(wellOwed) + sumOf(owed)
    for (let v = 0; v < works; v++) {
      const hazard = hazards[v]
      for (let u = 0; u < works; u++) {
        const out = works === 1 ? 0 : u === 1 ? 1 - rates.finding : rates.separation
        const there = v === 1 ? out : 1 - out
        for (let late = least; late < most; late++) {
          const accrues = late < NON_PERFORMING ? 1 + rateMonthly : 1
          const from = u * CHARGE_OFF + late
          // Those in distress stay with `persistence`; of the others, all at `late` 0, some enter it.
          let p = there * persistence * distressed[from]
          let m = there * persistence * owed[from] * accrues
          let left = there * (1 - persistence) * distressed[from]
          let leftOwed = there * (1 - persistence) * owed[from] * accrues
          if (late === 0) {
            p += there * hazard * well[u]
            m += there * hazard * wellOwed[u] * accrues
            left += there * (1 - hazard) * well[u]
            leftOwed += there * (1 - hazard) * wellOwed[u] * accrues
          }
          // Out of distress everything due is paid, with the last instalment the whole balance.
          if (month < termMonths) {
            wellAfter[v] += left
            wellOwedAfter[v] += leftOwed - left * (late + 1) * instalment
          }
          const at = v * CHARGE_OFF + late
          const isLast = termMonths - month + late === 0
          if (!isLast) {
            distressedAfter[at] += p * pays
            owedAfter[at] += pays * (m - p * instalment)
          }
          if (late + 1 === CHARGE_OFF) chargedOff += m * (1 - pays)
          else {
            distressedAfter[at + 1] += p * (1 - pays)
            owedAfter[at + 1] += m * (1 - pays)
          }
        }
      }
    }
    if (byMonth !== undefined) byMonth.chargedOff[month] = chargedOff - chargedOffBefore
    // Not by set(): for so few numbers it takes longer than the month.
    for (let state = 0; state < owed.length; state++) {
      distressed[state] = distressedAfter[state]
      owed[state] = owedAfter[state]
    }
    for (let v = 0; v < 2; v++) {
      well[v] = wellAfter[v]
      wellOwed[v] = wellOwedAfter[v]
    }
    balanceMonths += wellOwed[0] + wellOwed[1]
    for (let state = 0; state < owed.length; state++) balanceMonths += owed[state]
  }
  return { chargedOff, balanceMonths }
}

function sumOf(column: Float64Array): number {
  let sum = 0
  for (const one of column) sum += one
  return sum
}

/** Charge-offs a year per unit of balance. */
export function annualChargeOff(logOdds: number, work: Work, termMonths: number, rates: ChainRates): number {
  const { chargedOff, balanceMonths } = loanLife(logOdds, work, termMonths, rates)
  return (12 * chargedOff) / balanceMonths
}

/** Log-odds of distress are tabulated from −14 to 8 in steps of 1/8: interpolated values are off by less than one in 500. */
const FROM = -14
const STEPS_PER_UNIT = 8
const POINTS = 22 * STEPS_PER_UNIT + 1

/** What grows with log-odds of distress, on their grid: one row after another. */
export type RiskTable = Float64Array

export function riskTable(rows: number, of: (logOdds: number, row: number) => number): RiskTable {
  const table = new Float64Array(rows * POINTS)
  for (let row = 0; row < rows; row++) {
    for (let point = 0; point < POINTS; point++) table[row * POINTS + point] = of(FROM + point / STEPS_PER_UNIT, row)
  }
  return table
}

/** Looks log-odds up in a row: linearly between points; below the grid what stands there falls like odds. */
export function riskAt(table: RiskTable, row: number, logOdds: number): number {
  const from = row * POINTS
  const position = (logOdds - FROM) * STEPS_PER_UNIT
  if (position <= 0) return table[from] * exp(logOdds - FROM)
  if (position >= POINTS - 1) return table[from + POINTS - 1]
  const point = Math.floor(position)
  return table[from + point] + (table[from + point + 1] - table[from + point]) * (position - point)
}

/** `annualChargeOff` by log-odds, one row a term. */
export function chargeOffTable(terms: readonly number[], work: Work, rates: ChainRates): RiskTable {
  return riskTable(terms.length, (logOdds, row) => annualChargeOff(logOdds, work, terms[row], rates))
}
