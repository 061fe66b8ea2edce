/**
 * What a lender knows of an applicant. Signals of the standardised risk type are combined by generalised least squares and
 * shrunk to the population (normal prior); what that means for losses: agents/expected-loss.ts.
 */
import type { Scenario } from '../scenarios/scenario.ts'

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
