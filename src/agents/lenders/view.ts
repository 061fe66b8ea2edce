/** What lenders know when they decide: the code of this folder sees nothing else of the market. */
import type { Scenario } from '../../scenarios/scenario.ts'
import type { DemandCells } from './pricing.ts'

/** Somebody who shopped last month, as a survey finds them. */
export interface SurveyedShopper {
  readonly purpose: number
  readonly demandFen: number
  readonly ageMonths: number
}

/**
 * Demand that new designs can be tried on. It is omniscient: it reads the true price sensitivity and tastes of those it
 * asks, which no survey could.
 */
export interface OmniscientSurvey extends DemandCells {
  readonly choice: Scenario['choice']
  /** Who was asked, in the order of the cells. */
  readonly persons: readonly SurveyedShopper[]
  /** Ideal designs, purpose fits then channel, at [shopper × (purposes + 1) + dimension]. */
  readonly ideal: Float64Array
  /** Products considered, in their order, at [shopper × products + 0 …], and how many. */
  readonly considered: Uint16Array
  readonly considerations: Uint16Array
  /** N_j, by how much similar offers crowd an offer, at [shopper × products + product]; 0 where not considered. */
  readonly crowd: Float64Array
}
