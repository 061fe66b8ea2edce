/** What training makes of service, and what a borrower makes of it (expectation and confirmation, Oliver 1980). */
import { power } from '../base/math.ts'
import type { LenderClassPolicy, Scenario } from '../scenarios/scenario.ts'

/** Satisfaction is kept in hundredths, from −100 to 100. */
export const SATISFACTION_UNIT = 0.01
const MOST = 100
/** Weight of sales at which advertising reaches as many as the scenario states. */
const EVEN_SHARE = 0.5

/**
 * Quality of service, 0 to 1: q = 1 − exp(−k (1 − s) T), concave in training T (yuan per borrower and month), of which
 * assessment leaves the share 1 − s to service; k = ln 2 / `service.halfTraining`.
 */
export function serviceQuality(policy: LenderClassPolicy, service: Scenario['service']): number {
  return 1 - power(0.5, (policy.training * (1 - policy.salesShare)) / service.halfTraining)
}

/** Chance a month that advertising tells somebody of a lender: as stated where sales and service weigh the same. */
export function advertisingReach(policy: LenderClassPolicy): number {
  return Math.min(1, (policy.advertising * policy.salesShare) / EVEN_SHARE)
}

/**
 * Satisfaction with one loan, hundredths: service as experienced (quality and a personal draw `z`), less the
 * disappointment by a quote above the posted APR and by a grant below what was asked for.
 */
export function loanSatisfaction(
  of: Scenario['satisfaction'],
  quality: number,
  z: number,
  aprAbovePosted: number,
  shareNotGranted: number,
): number {
  const worse = aprAbovePosted > 0 ? aprAbovePosted : 0
  return hundredths(quality + of.spread * z - of.quote * worse - of.partialGrant * shareNotGranted)
}

/** Satisfaction of a customer who stays: earlier loans keep the rest of the weight. */
export function blendedSatisfaction(of: Scenario['satisfaction'], before: number, latest: number): number {
  return Math.round(before + of.latestWeight * (latest - before))
}

/** What is left of satisfaction when the lender has had to ask for its money. */
export function displeased(of: Scenario['satisfaction'], before: number): number {
  const after = before - Math.round(of.collection / SATISFACTION_UNIT)
  return after < -MOST ? -MOST : after
}

function hundredths(satisfaction: number): number {
  const units = Math.round(satisfaction / SATISFACTION_UNIT)
  return units > MOST ? MOST : units < -MOST ? -MOST : units
}
