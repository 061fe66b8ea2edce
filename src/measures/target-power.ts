/**
 * What targets can tell apart: how many of them runs at many parameter values meet. A set of targets that values drawn at
 * random meet has no teeth (docs/decisions/0050).
 */
import { quantile } from './quantile.ts'
import { isMet, type MeasuredTarget, type Target, type TargetAges, type TargetUse } from './targets.ts'

/** Outcomes of one run by their keys. */
export interface RunOutcomes {
  readonly ages: TargetAges
  readonly values: ReadonlyMap<string, number>
}

export interface TargetPower {
  readonly target: MeasuredTarget
  /** Runs that gave the outcome. */
  readonly runs: number
  /** Of these, runs inside the range. */
  readonly met: number
  /** Of their values; NaN without any. */
  readonly median: number
}

export interface MetCounts {
  readonly use: TargetUse
  /** Targets of that use. */
  readonly targets: number
  /** Targets met, one number a run, ascending; what a run did not measure is not met. */
  readonly met: readonly number[]
}

export interface Power {
  readonly rows: readonly TargetPower[]
  readonly counts: readonly MetCounts[]
}

/** Uses whose targets are counted: inputs are met by construction, reported ones are not forced. */
const COUNTED: readonly TargetUse[] = ['fit', 'held-out']

export function targetPower(targets: readonly Target[], runs: readonly RunOutcomes[]): Power {
  const measured = targets.filter((target) => target.kind === 'range')
  const applies = ({ ages }: MeasuredTarget, run: RunOutcomes): boolean => ages === undefined || ages === run.ages
  const valueIn = (target: MeasuredTarget, run: RunOutcomes): number => run.values.get(target.outcome) ?? NaN
  const own = measured.filter((target) => runs.some((run) => applies(target, run)))
  const rows = own.map((target): TargetPower => {
    const values = runs
      .filter((run) => applies(target, run))
      .map((run) => valueIn(target, run))
      .filter((value) => !Number.isNaN(value))
      .sort((a, b) => a - b)
    const met = values.filter((value) => isMet(target, value)).length
    return { target, runs: values.length, met, median: quantile(values, 0.5) }
  })
  const counts = COUNTED.map((use): MetCounts => {
    const counted = own.filter((target) => target.use === use)
    const met = runs.map(
      (run) => counted.filter((target) => applies(target, run) && isMet(target, valueIn(target, run))).length,
    )
    return { use, targets: counted.length, met: met.sort((a, b) => a - b) }
  })
  return { rows, counts }
}
