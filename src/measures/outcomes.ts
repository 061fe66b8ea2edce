/** The outcomes of a run: every measure that tells the reported window in one number. */
import type { Table } from '../base/table.ts'
import type { MeasureUnit } from './measure.ts'
import type { MeasuredScenario } from './measured-scenario.ts'
import { OUTCOME_MEASURES } from './registry.ts'

export interface Outcome {
  readonly key: string
  /** NaN where the run gives nothing to measure. */
  readonly value: number
  readonly unit: OutcomeUnit
  readonly en: string
  readonly zh: string
}

export type OutcomeUnit = MeasureUnit

/** All outcomes in the order of the registry, the same keys whatever the scenario. */
export function outcomes(tables: readonly Table[], scenario: MeasuredScenario): Outcome[] {
  const run = { tables, scenario }
  return OUTCOME_MEASURES.map(({ key, unit, en, zh, total }) => ({ key, value: total(run), unit, en, zh }))
}
