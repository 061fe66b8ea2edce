import { outcomes } from '../measures/outcomes.ts'
import { runScenario } from '../run/run.ts'
import { DEFAULT_SCENARIO } from '../scenarios/parameters.ts'
import { withValues } from '../scenarios/with-values.ts'

/** Keys of all outcomes that a run tells, in their order, found by the smallest run there is. */
export function outcomeKeys(): readonly string[] {
  const small = { 'population.consumers': 100, 'horizon.burnIn': 0, 'horizon.months': 12 }
  const scenario = withValues(DEFAULT_SCENARIO, small)
  return outcomes(runScenario(scenario).tables, scenario).map(({ key }) => key)
}
