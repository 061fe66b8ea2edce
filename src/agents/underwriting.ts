/**
 * What a lender knows of an applicant and what it makes of it.
 * Signals of the standardised risk type are combined by generalised least squares and shrunk to the population
 * (normal prior), which gives the expected log-odds of trouble and with them a risk grade.
 */
import { exp, ln, logistic, normalQuantile } from '../base/math.ts'
import type { Scenario } from '../scenarios/scenario.ts'

export const GRADES = 10
/** Log-odds of trouble a month at the lower edge of grade 1; grades are half a unit wide, 0 and 9 are open. */
const FIRST_EDGE = -6.5
const GRADE_WIDTH = 0.5

/** Grade (0 best to 9 worst) of log-odds of trouble a month. */
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
const QUADRATURE_POINTS = 64

/**
 * Table of logit E[Λ(η + s Z)], Z standard normal: the log-odds of trouble that a lender expects when its
 * estimate of the log-odds has standard deviation s. Midpoint quadrature over 64 normal quantiles.
 */
export function expectedOddsTable(standardDeviation: number): Float64Array {
  const table = new Float64Array(ODDS_POINTS)
  for (let point = 0; point < ODDS_POINTS; point++) {
    const logOdds = ODDS_FROM + point / ODDS_STEPS_PER_UNIT
    let mean = 0
    for (let q = 0; q < QUADRATURE_POINTS; q++) {
      mean += logistic(logOdds + standardDeviation * normalQuantile((q + 0.5) / QUADRATURE_POINTS))
    }
    mean /= QUADRATURE_POINTS
    table[point] = ln(mean / (1 - mean))
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

/**
 * Chance that a spell of trouble ends in charge-off, before any experience: the debtor must miss seven times in
 * a row of staying in trouble, each month missing with probability 1 − w while the spell lasts on with p.
 * Missing is absorbing between payments, so each further miss comes before the end with q = p(1 − w)/(1 − pw).
 */
export function chargeOffGivenTrouble(repayment: Scenario['repayment'], seenByBureau: boolean): number {
  const pays = logistic(repayment.willingness + (seenByBureau ? repayment.bureauReputation : 0))
  const persistence = repayment.troublePersistence
  const nextMiss = (persistence * (1 - pays)) / (1 - persistence * pays)
  const firstMiss = 1 - pays + pays * nextMiss
  return nextMiss <= 0 ? 0 : firstMiss * exp(6 * ln(nextMiss))
}

/**
 * What lenders add to the log-odds of somebody whose default the bureau will not show: such a debtor has no reputation
 * to lose there, so a spell of trouble ends in charge-off more often by this factor (in logs).
 */
export function unseenLogOdds(repayment: Scenario['repayment']): number {
  const seen = chargeOffGivenTrouble(repayment, true)
  return seen > 0 ? ln(chargeOffGivenTrouble(repayment, false) / seen) : 0
}
