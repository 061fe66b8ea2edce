/** What lenders learn about fraud, and how likely they are to lose their customers' data. */

import { exp } from '../../../base/math.ts'
import type { LenderClass } from '../../../base/vocabulary.ts'
import type { Scenario } from '../../../scenarios/scenario.ts'

/** Experience is counted per so many consumers of the simulated population, so that shares do not depend on its size. */
const PER_CONSUMERS = 10_000

/** Share n / (n + k) of what can be learnt that a lender with `cases` frauds behind it has learnt: concave. */
export function learntShare(fraud: Scenario['fraud'], cases: number, consumers: number): number {
  return cases === 0 ? 0 : cases / (cases + (fraud.learningCases * consumers) / PER_CONSUMERS)
}

/** Chance that screening finds out a fraud: from `detectionStart` up to `detectionMax`. */
export function detectionRate(fraud: Scenario['fraud'], cases: number, consumers: number): number {
  return fraud.detectionStart + (fraud.detectionMax - fraud.detectionStart) * learntShare(fraud, cases, consumers)
}

/** Chance that screening takes an honest applicant for a fraud: from `falsePositive` down towards nothing. */
export function falsePositiveRate(fraud: Scenario['fraud'], cases: number, consumers: number): number {
  return fraud.falsePositive * (1 - learntShare(fraud, cases, consumers))
}

/**
 * How badly a lender guards data, 0 to `leakUnlicensed`: falls with the quality of its staff's work (training) and is
 * higher where no licence brings supervision.
 */
export function dataWeakness(fraud: Scenario['fraud'], of: LenderClass, quality: number): number {
  const supervised = of === 'bank' || of === 'licensed'
  return (1 - quality) * (supervised ? 1 : fraud.leakUnlicensed)
}

/** Chance of a leak this month at a lender that `customersPerHead` of the population are customers of (Poisson, one or more). */
export function leakChance(fraud: Scenario['fraud'], weakness: number, customersPerHead: number): number {
  return 1 - exp(-fraud.leakRate * (1 - fraud.dataProtection) * weakness * customersPerHead)
}

/** φ_t = φ (1 + effect × persons exposed in the last year per head), at most 1: stolen identities are used for fraud. */
export function fraudShare(fraud: Scenario['fraud'], exposedPerHead: number): number {
  const share = fraud.share * (1 + fraud.leakEffect * exposedPerHead)
  return share < 1 ? share : 1
}
