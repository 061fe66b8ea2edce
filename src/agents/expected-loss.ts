/**
 * Expected loss of a loan over its life, as a lender's model sees it: charge-offs a year per unit of balance by the exact
 * chain of a loan (agents/loan-chain.ts) over the product's own term, averaged over what the lender does not know of the
 * applicant. By convexity somebody unknown is expected to cost far more than the median person. All losses stand as natural
 * logarithms of charge-offs a year over balance: a level that is learnt multiplies losses, so it adds to them here, and the
 * riskiest loans may lose more than their mean balance in a year, which a logit cannot say.
 */
import { exp, ln, logistic } from '../base/math.ts'
import { monthsFromYears } from '../base/units.ts'
import { ENTRY_AGE, type Scenario } from '../scenarios/scenario.ts'
import {
  annualChargeOff,
  CHARGE_OFF,
  type ChainRates,
  type LoanMonths,
  loanLife,
  OUT_OF_WORK,
  RETIRED,
  WORKING,
  type Work,
} from './loan-chain.ts'
import { defaultWithinYear } from './underwriting.ts'

export const GRADES = 32
/** Logarithm of annual loss at the lower edge of grade 0, and the width of a grade; 0 and 31 are open. */
export const GRADES_FROM = -6.5
export const GRADE_WIDTH = 0.2

/** Grade (0 best to 31 worst) of the logarithm of annual loss. */
export function gradeOf(loss: number): number {
  const grade = Math.floor((loss - GRADES_FROM) / GRADE_WIDTH)
  return grade < 0 ? 0 : grade >= GRADES ? GRADES - 1 : grade
}

/** Charge-offs a year per unit of balance that a grade stands for: those in the middle of its interval. */
export function gradeLoss(grade: number): number {
  return exp(GRADES_FROM + (grade + 0.5) * GRADE_WIDTH)
}

/** Log-odds of distress, of a debtor in work, on a grid of half units. Between points losses are read in logarithms. */
const FROM = -14
const STEP = 0.5
const POINTS = 45
type Row = Float64Array

/** Value at log-odds on the grid; below it, what stands there falls like odds, above it, nothing grows any more. */
function at(row: Row, logOdds: number): number {
  const position = (logOdds - FROM) / STEP
  if (position <= 0) return row[0] + logOdds - FROM
  if (position >= POINTS - 1) return row[POINTS - 1]
  const point = Math.floor(position)
  return row[point] + (row[point + 1] - row[point]) * (position - point)
}

function rowOf(of: (logOdds: number) => number): Row {
  return Float64Array.from({ length: POINTS }, (_, point) => of(FROM + point * STEP))
}

/** Steps of the trapezoidal rule in standard deviations, and how far it reaches beyond the mass of the integrand. */
const QUADRATURE_STEP = 0.25
const QUADRATURE_REACH = 6

/**
 * ln E[exp(row(η + s Z))], Z standard normal, on the grid of η. Where losses are nearly exponential in the log-odds the
 * integrand's mass lies around Z = s, so the rule reaches that much further to the right.
 */
export function averaged(row: Row, standardDeviation: number): Row {
  const steps = Math.ceil((2 * QUADRATURE_REACH + standardDeviation) / QUADRATURE_STEP)
  const z = Float64Array.from({ length: steps + 1 }, (_, k) => k * QUADRATURE_STEP - QUADRATURE_REACH)
  const density = z.map((one) => exp((-one * one) / 2))
  const mass = density.reduce((sum, one) => sum + one, 0)
  return rowOf((logOdds) => {
    let sum = 0
    for (let k = 0; k <= steps; k++) sum += density[k] * exp(at(row, logOdds + standardDeviation * z[k]))
    return ln(sum / mass)
  })
}

/** Longest term of a product, months: terms are bytes. */
const TERMS = 256
const WORKS = 3

/** What a lender that is so uncertain expects, by term and work; rows are worked out when first asked for. */
export interface Spread {
  /** Standard deviation of the log-odds of distress, given what the lender knows. */
  readonly sd: number
  readonly losses: (Row | undefined)[]
  readonly defaults: (Row | undefined)[]
}

export function spreadOf(sd: number): Spread {
  return { sd, losses: new Array(WORKS * TERMS), defaults: new Array(TERMS) }
}

/** What a lender's model of loans rests on; rows and profiles by term are worked out when first asked for. */
export interface LossModel {
  /** Age of retirement, months since 18. */
  readonly retirement: number
  readonly rates: ChainRates
  readonly rows: (Row | undefined)[]
  readonly profiles: (Float64Array | undefined)[]
}

/**
 * Lenders know the process but not what makes a debtor walk away: they take everybody for somebody whose loan the bureau
 * sees, and learn from their losses who pays less. Interest is left out of the model: between 0 and 24 % a year it adds
 * less than a seventh to annual losses, which is learnt as well.
 */
export function lossModel({ repayment, income, population }: Scenario): LossModel {
  return {
    retirement: monthsFromYears(population.retirementAge - ENTRY_AGE),
    rates: {
      rateMonthly: 0,
      persistence: repayment.distressPersistence,
      pays: seenPays(repayment),
      separation: income.separationRate,
      finding: income.findingRate,
      unemployment: repayment.unemploymentEffect,
    },
    rows: new Array(WORKS * TERMS),
    profiles: new Array(TERMS),
  }
}

/** Chance that somebody in distress pays an instalment of a loan that the bureau sees, burdens left out. */
export function seenPays({ willingness }: Scenario['repayment']): number {
  return logistic(willingness)
}

/** Losses and chances below which nobody is taken to lie: even where distress never lasts, their logarithm is finite. */
const LEAST = 1e-12

/** ln of charge-offs a year per unit of balance by log-odds of distress in work. */
function chainRow({ rates, rows }: LossModel, work: Work, term: number): Row {
  const place = work * TERMS + term
  let row = rows[place]
  if (row === undefined) {
    row = rowOf((logOdds) => ln(Math.max(LEAST, annualChargeOff(logOdds, work, term, rates))))
    rows[place] = row
  }
  return row
}

/** ln of the charge-offs a year per unit of balance that a lender expects; `logOdds` are those in work. */
export function expectedLoss(
  model: LossModel,
  { sd, losses }: Spread,
  work: Work,
  term: number,
  logOdds: number,
): number {
  const place = work * TERMS + term
  let row = losses[place]
  if (row === undefined) {
    row = averaged(chainRow(model, work, term), sd)
    losses[place] = row
  }
  return at(row, logOdds)
}

/** Chance of becoming non-performing within a year that a lender expects; `logOdds` are those of today's work. */
export function expectedDefault({ rates }: LossModel, { sd, defaults }: Spread, term: number, logOdds: number): number {
  let row = defaults[term]
  if (row === undefined) {
    const chance = (x: number): number => defaultWithinYear(logistic(x), 1 - rates.pays, rates.persistence, term)
    row = averaged(
      rowOf((x) => ln(Math.max(LEAST, chance(x)))),
      sd,
    )
    defaults[term] = row
  }
  return exp(at(row, logOdds))
}

/** Bins of losses by which loans are remembered: logarithms from LOSS_BINS_FROM in steps of LOSS_BIN_WIDTH, both ends open. */
export const LOSS_BINS = 24
export const LOSS_BINS_FROM = -7
export const LOSS_BIN_WIDTH = 0.3

export function lossBinOf(loss: number): number {
  const bin = Math.floor((loss - LOSS_BINS_FROM) / LOSS_BIN_WIDTH)
  return bin < 0 ? 0 : bin >= LOSS_BINS ? LOSS_BINS - 1 : bin
}

/** Logarithm of annual loss that stands for a bin: its middle. */
export function lossOfBin(bin: number): number {
  return LOSS_BINS_FROM + (bin + 0.5) * LOSS_BIN_WIDTH
}

const byMonth: LoanMonths = { chargedOff: new Float64Array(0), balance: new Float64Array(0) }

/**
 * Charge-offs that the model expects in a month per unit of balance still on the books, by bin and age of the loan: over a
 * loan's life they sum to its expected charge-off. In a month their sum over loans is what the charge-offs of that month
 * are to be held against, whatever the ages of the loans: an actuary's exposure, so that neither a growing book nor loans
 * that end early bias what is learnt. Nothing can be charged off before the seventh month.
 */
export function chargeOffInMonth(model: LossModel, term: number, bin: number, age: number): number {
  const ages = term + CHARGE_OFF
  return age < ages ? profile(model, term)[bin * ages + age] : 0
}

function profile(model: LossModel, term: number): Float64Array {
  const { profiles, rates } = model
  let table = profiles[term]
  if (table !== undefined) return table
  const ages = term + CHARGE_OFF
  table = new Float64Array(LOSS_BINS * ages)
  const row = chainRow(model, WORKING, term)
  for (let bin = 0; bin < LOSS_BINS; bin++) {
    const loss = lossOfBin(bin)
    const logOdds = logOddsOf(row, loss)
    byMonth.chargedOff = new Float64Array(ages)
    byMonth.balance = new Float64Array(ages)
    loanLife(logOdds, WORKING, term, rates, byMonth)
    // Where no debtor is so bad, the worst one's profile is scaled.
    const scale = exp(loss - at(row, logOdds))
    for (let age = 1; age < ages; age++) {
      const balance = byMonth.balance[age]
      table[bin * ages + age] = balance > 0 ? (scale * byMonth.chargedOff[age]) / balance : 0
    }
  }
  profiles[term] = table
  return table
}

/** Log-odds at which a growing row has this value. */
function logOddsOf(row: Row, loss: number): number {
  if (loss <= row[0]) return FROM + loss - row[0]
  for (let point = 1; point < POINTS; point++) {
    if (row[point] < loss) continue
    return FROM + STEP * (point - 1 + (loss - row[point - 1]) / (row[point] - row[point - 1]))
  }
  return FROM + STEP * (POINTS - 1)
}

/** Work of somebody of so many months of age since 18. */
export function workOf({ retirement }: LossModel, ageMonths: number, isOut: boolean): Work {
  return ageMonths >= retirement ? RETIRED : isOut ? OUT_OF_WORK : WORKING
}
