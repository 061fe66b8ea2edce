/** The runs of an experiment: which there are, and what is kept of each. */
import { ageProfile } from '../measures/age-profiles.ts'
import type { ProfiledSummary } from '../measures/ensemble.ts'
import { outcomes } from '../measures/outcomes.ts'
import { runSeries } from '../measures/run-series.ts'
import { replicationSeed } from '../random/replication.ts'
import type { RunResult } from '../run/result.ts'
import type { Scenario } from '../scenarios/scenario.ts'
import { withValue } from '../scenarios/timeline.ts'

export interface PlannedRun {
  readonly arm: string
  readonly replication: number
  readonly scenario: Scenario
}

/**
 * Every arm under every seed. Arms take turns, so that what is done when somebody stops is balanced. The seeds are
 * those of the arms' scenarios and what is made from them: arms with one seed give every consumer the same random draws.
 */
export function plannedRuns(
  arms: readonly { readonly name: string; readonly scenario: Scenario }[],
  replications: number,
): PlannedRun[] {
  return Array.from({ length: replications }, (_, replication) =>
    arms.map(({ name, scenario }) => ({
      arm: name,
      replication,
      scenario: replication === 0 ? scenario : withValue(scenario, 'seed', replicationSeed(scenario.seed, replication)),
    })),
  ).flat()
}

/** What an ensemble keeps of a run; the rest may go before the next begins. */
export function summaryOf(
  scenario: Scenario,
  { tables, digest }: Pick<RunResult, 'tables' | 'digest'>,
): ProfiledSummary {
  return {
    seed: scenario.seed,
    digest,
    series: runSeries(tables, scenario),
    outcomes: outcomes(tables, scenario),
    ages: ageProfile(tables),
  }
}
