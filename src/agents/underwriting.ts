/**
 * What a lender knows of an applicant and what it makes of it.
 * Signals of the standardised risk type are combined by generalised least squares and shrunk to the population
 * (normal prior), which gives the expected log-odds of distress and with them a risk grade.
 */
import { exp, ln, logistic } from '../base/math.ts'
import type { Scenario } from '../scenarios/scenario.ts'

export const GRADES = 10
/** Log-odds of distress a month at the lower edge of grade 1; grades are half a unit wide, 0 and 9 are open. */
const FIRST_EDGE = -6.5
const GRADE_WIDTH = 0.5

/** Grade (0 best to 9 worst) of log-odds of distress a month. */
export function gradeOf(logOdds: number): number {
  const grade = Math.floor((logOdds - FIRST_EDGE) / GRADE_WIDTH) + 1
  return grade < 0 ? 0 : grade >= GRADES ? GRADES - 1 : grade
}

/** Log-odds that stand for a grade: the middle of its interval. */
export function gradeLogOdds(grade: number): number {
  return FIRST_EDGE + (grade - 0.5) * GRADE_WIDTH
}

/** How a lender with given data weighs its signals: posterior mean = bureau × s_B + platform × s_P. */
export interface SignalWeights {
  readonly bureau: number
  readonly platform: number
  /** Posterior variance of the standardised risk type; 1 with no signal. */
  readonly variance: number
}

/**
 * Weights for signals s = type + error with error variances `bureauVariance`, `platformVariance` (Infinity = not
 * had) and error correlation; prior N(0, 1).
 */
export function signalWeights(bureauVariance: number, platformVariance: number, correlation: number): SignalWeights {
  const hasBureau = bureauVariance !== Infinity
  const hasPlatform = platformVariance !== Infinity
  if (!hasBureau && !hasPlatform) return { bureau: 0, platform: 0, variance: 1 }
  if (!hasPlatform)
    return { bureau: 1 / (1 + bureauVariance), platform: 0, variance: bureauVariance / (1 + bureauVariance) }
  if (!hasBureau) {
    return { bureau: 0, platform: 1 / (1 + platformVariance), variance: platformVariance / (1 + platformVariance) }
  }
  const covariance = correlation * Math.sqrt(bureauVariance * platformVariance)
  const determinant = bureauVariance * platformVariance - covariance * covariance
  const bureau = (platformVariance - covariance) / determinant
  const platform = (bureauVariance - covariance) / determinant
  const precision = 1 + bureau + platform
  return { bureau: bureau / precision, platform: platform / precision, variance: 1 / precision }
}

/** Error variance of the bureau's signal by file state (none, unscored, scored), in units of the type's variance. */
export function bureauVariance(information: Scenario['information'], file: number): number {
  if (file === 0) return Infinity
  const scored = information.bureauNoiseSd * information.bureauNoiseSd
  return file === 1 ? scored * information.thinFileVariance : scored
}

/** Log-odds are tabulated from -14 to +8 in steps of 0.1. */
const ODDS_FROM = -14
const ODDS_STEPS_PER_UNIT = 10
const ODDS_POINTS = 221
/** Step and reach of the trapezoidal rule: the integrand is analytic and dies off, so its error is below 1e-10. */
const QUADRATURE_STEP = 0.125
const QUADRATURE_REACH = 9

/**
 * Table of logit E[Λ(η + s Z)], Z standard normal: the log-odds of distress that a lender expects when its
 * estimate of the log-odds has standard deviation s. Where Λ is nearly exponential the integrand's mass lies around
 * Z = s, so the trapezoidal rule reaches that much further to the right.
 */
export function expectedOddsTable(standardDeviation: number): Float64Array {
  const table = new Float64Array(ODDS_POINTS)
  const steps = Math.ceil((2 * QUADRATURE_REACH + standardDeviation) / QUADRATURE_STEP)
  const density = Float64Array.from({ length: steps + 1 }, (_, k) => {
    const z = k * QUADRATURE_STEP - QUADRATURE_REACH
    return exp((-z * z) / 2)
  })
  for (let point = 0; point < ODDS_POINTS; point++) {
    const logOdds = ODDS_FROM + point / ODDS_STEPS_PER_UNIT
    let bad = 0
    let good = 0
    for (let k = 0; k < density.length; k++) {
      const chance = logistic(logOdds + standardDeviation * (k * QUADRATURE_STEP - QUADRATURE_REACH))
      bad += density[k] * chance
      good += density[k] * (1 - chance)
    }
    table[point] = ln(bad / good)
  }
  return table
}

/** Looks η up in a table of `expectedOddsTable`, linearly between points. */
export function expectedOdds(table: Float64Array, logOdds: number): number {
  const position = (logOdds - ODDS_FROM) * ODDS_STEPS_PER_UNIT
  if (position <= 0) return table[0]
  if (position >= ODDS_POINTS - 1) return table[ODDS_POINTS - 1]
  const point = Math.floor(position)
  return table[point] + (table[point + 1] - table[point]) * (position - point)
}

/** Chance that somebody in distress misses an instalment, burdens and the platform's pull left out. */
export function missGivenDistress(repayment: Scenario['repayment'], seenByBureau: boolean): number {
  return 1 - logistic(repayment.willingness + (seenByBureau ? repayment.bureauReputation : 0))
}

/**
 * Chance that a spell of distress ends in charge-off, before any experience: the debtor must miss seven times in
 * a row of staying in distress, each month missing with probability 1 − w while the spell lasts on with p.
 * Missing is absorbing between payments, so each further miss comes before the end with q = p(1 − w)/(1 − pw).
 */
export function chargeOffGivenDistress(repayment: Scenario['repayment'], seenByBureau: boolean): number {
  const pays = 1 - missGivenDistress(repayment, seenByBureau)
  const persistence = repayment.distressPersistence
  const nextMiss = (persistence * (1 - pays)) / (1 - persistence * pays)
  const firstMiss = 1 - pays + pays * nextMiss
  return nextMiss <= 0 ? 0 : firstMiss * exp(6 * ln(nextMiss))
}

/** Window in which a new loan either becomes non-performing or counts as good, months. */
export const OUTCOME_MONTHS = 12
/** Misses in one spell of distress that make a loan non-performing. */
const MISSES = 4
const spell = new Float64Array(MISSES)

/**
 * Chance that a new loan becomes non-performing within a year. Each month of the contract a debtor who is not in
 * distress enters it with chance `distress`; in distress each instalment is missed with chance `miss`; the spell lasts on
 * with `persistence`, and after it arrears are made good.
 */
export function defaultWithinYear(distress: number, miss: number, persistence: number, termMonths: number): number {
  let healthy = 1
  let defaulted = 0
  spell.fill(0)
  for (let month = 1; month <= OUTCOME_MONTHS; month++) {
    const entering = month <= termMonths ? healthy * distress : 0
    healthy -= entering
    for (let k = MISSES - 1; k >= 0; k--) {
      // Those who stay in distress with k misses, before this month's instalment; `entering` join at none.
      const staying = spell[k] * persistence + (k === 0 ? entering : 0)
      healthy += spell[k] * (1 - persistence)
      spell[k] = staying * (1 - miss)
      if (k === MISSES - 1) defaulted += staying * miss
      else spell[k + 1] += staying * miss
    }
  }
  return defaulted
}

/**
 * What lenders add to the log-odds of somebody whose default the bureau will show with chance `shown`: unseen, a debtor
 * has no reputation to lose there, so a spell of distress ends in charge-off more often by this factor (in logs).
 */
export function unseenLogOdds(repayment: Scenario['repayment'], shown: number): number {
  const seen = chargeOffGivenDistress(repayment, true)
  if (seen <= 0 || shown >= 1) return 0
  return ln(shown + ((1 - shown) * chargeOffGivenDistress(repayment, false)) / seen)
}
