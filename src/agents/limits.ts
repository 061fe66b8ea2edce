/**
 * Limits: at most so many months of income, the less the riskier the applicant and the less the bureau knows:
 * min(the product's, k × expected income a month × file factor × grade factor).
 */

import type { LenderClassPolicy, Scenario } from '../scenarios/scenario.ts'
import { NO_FILE, UNSCORED_FILE } from './consumers.ts'
import { GRADE_WIDTH } from './expected-loss.ts'

/** No grade takes more of a limit than leaves this share of it. */
const LEAST_SHARE = 0.1

/** Share of a limit left at a grade: `slope` of it is lost per unit of log-odds above the best grade. */
export function gradeShare(slope: number, grade: number): number {
  const share = 1 - slope * grade * GRADE_WIDTH
  return share < LEAST_SHARE ? LEAST_SHARE : share
}

/** Share of a limit that somebody with this file gets. */
export function fileShare({ limitNoFile, limitThinFile }: Scenario['underwriting'], file: number): number {
  return file === NO_FILE ? limitNoFile : file === UNSCORED_FILE ? limitThinFile : 1
}

/** Limit of the best grade, fen. */
export function incomeLimitFen(
  underwriting: Scenario['underwriting'],
  { limitMonths }: LenderClassPolicy,
  expectedIncomeFen: number,
  file: number,
): number {
  return limitMonths * expectedIncomeFen * fileShare(underwriting, file)
}

/** Limit at a grade, given that of the best, fen of whole yuan. */
export function limitAtGradeFen({ limitSlope }: Scenario['underwriting'], bestFen: number, grade: number): number {
  return Math.floor((bestFen * gradeShare(limitSlope, grade)) / 100) * 100
}
