/** Which arms a study runs, and what their values are kept under. */
import type { RunSummary } from '../../measures/ensemble.ts'
import { MONTHLY_MEASURES } from '../../measures/registry.ts'
import type { Channel, ClaimPlan, Decomposition, Grid, Settings, StudyPlan } from './plan.ts'

/** A run but for its seed: a scenario as the plan names it, an arm of its experiment or none, and what is set on top. */
export interface ArmOf {
  readonly scenario: string
  readonly arm: string | null
  readonly set: Settings
}

export interface PlannedArm extends ArmOf {
  readonly replications: number
  /** Where the plan asks for it: a path in its tree. */
  readonly owner: readonly PropertyKey[]
}

/** A name for an arm that is the same whenever the arm is. */
export function armName({ scenario, arm, set }: ArmOf): string {
  return JSON.stringify([scenario, arm, set])
}

/** Values by arm, outcome and replication; null where a run had nothing to measure. */
export interface Values {
  readonly [arm: string]: { readonly [key: string]: readonly (number | null)[] }
}

/** An outcome of a run, or of `series.NAME` the mean over the reported months; NaN where there is none. */
export function valueIn({ outcomes, series }: Pick<RunSummary, 'outcomes' | 'series'>, key: string): number {
  const place = MONTHLY_MEASURES.findIndex((measure) => `series.${measure.key}` === key)
  if (place < 0) return outcomes.find((outcome) => outcome.key === key)?.value ?? NaN
  const months = series.values[place]
  return months.reduce((sum, value) => sum + value, 0) / months.length
}

/** An arm of a claim, perhaps with a channel off or another size. */
export function claimArm({ scenario, arms }: ClaimPlan, arm: string, set: Settings = {}): ArmOf {
  if (arms.length === 0) return { scenario, arm, set }
  const own = arms.find(({ name }) => name === arm)
  return { scenario, arm: null, set: { ...own?.set, ...set } }
}

export function gridArm({ scenario, rows, columns }: Grid, row: unknown, column: unknown, reading: Settings): ArmOf {
  return { scenario, arm: null, set: { [rows.path]: row, [columns.path]: column, ...reading } }
}

/** The plain market of so many consumers. */
export function sizedArm({ base }: Pick<StudyPlan, 'base'>, consumers: number): ArmOf {
  return { scenario: base, arm: null, set: { 'population.consumers': consumers } }
}

/** Both arms as they are. */
export const ON = 'on'

/** Ways to run both arms of a decomposition: as they are, each channel off, other readings, and nothing left. */
export function variantsOf(
  { channels }: Pick<StudyPlan, 'channels'>,
  one: Decomposition,
): Pick<Channel, 'id' | 'set'>[] {
  return [{ id: ON, set: {} }, ...channels, ...one.readings, one.nothing]
}

export function decomposedArm({ base }: Pick<StudyPlan, 'base'>, one: Decomposition, set: Settings, arm: 0 | 1): ArmOf {
  return { scenario: base, arm: null, set: { [one.path]: one.values[arm], ...one.set, ...set } }
}

/** Every arm once, with the most replications that anything asks of it; arms of verdicts first. */
export function plannedArms(plan: StudyPlan): PlannedArm[] {
  const planned = new Map<string, PlannedArm>()
  const add = (arm: ArmOf, wanted: number, owner: readonly PropertyKey[]): void => {
    const known = planned.get(armName(arm))
    planned.set(armName(arm), { owner, ...known, ...arm, replications: Math.max(wanted, known?.replications ?? 0) })
  }
  const { claims, channels, grid, sizes, replications, channelReplications } = plan
  for (const claim of claims) {
    for (const { arm, against } of [...claim.contrasts, ...claim.also]) {
      for (const name of [arm, against]) {
        const own = claim.arms.length === 0 ? [] : ['arms', name]
        add(claimArm(claim, name), replications, ['claims', claim.id, ...own])
      }
    }
  }
  if (grid !== null) {
    for (const row of grid.rows.values) {
      for (const column of grid.columns.values) {
        for (const [k, { set }] of grid.readings.entries()) {
          add(gridArm(grid, row, column, set), replications, ['grid', 'readings', k])
        }
      }
    }
  }
  for (const claim of claims) {
    for (const id of claim.channels) {
      const set = channels.find((channel) => channel.id === id)?.set ?? {}
      for (const { arm, against } of claim.contrasts) {
        add(claimArm(claim, arm, set), channelReplications, ['channels', id])
        add(claimArm(claim, against, set), channelReplications, ['channels', id])
      }
    }
  }
  for (const consumers of sizes?.consumers ?? []) add(sizedArm(plan, consumers), sizes!.replications, ['sizes'])
  for (const { claim: id, outcome } of sizes?.effects ?? []) {
    const claim = claims.find((one) => one.id === id)
    const contrast = claim?.contrasts.find(({ key }) => key === outcome)
    if (claim === undefined || contrast === undefined) continue
    const set = { 'population.consumers': Math.max(...sizes!.consumers) }
    add(claimArm(claim, contrast.arm, set), sizes!.effectReplications, ['sizes'])
    add(claimArm(claim, contrast.against, set), sizes!.effectReplications, ['sizes'])
  }
  for (const one of plan.decompositions) {
    const path = ['decompositions', one.id]
    for (const { id, set } of variantsOf(plan, one)) {
      const owner =
        id === ON
          ? path
          : id === one.nothing.id
            ? [...path, 'nothing']
            : channels.some((channel) => channel.id === id)
              ? ['channels', id]
              : [...path, 'readings', id]
      for (const arm of [0, 1] as const) add(decomposedArm(plan, one, set, arm), replications, owner)
    }
  }
  return [...planned.values()]
}

/** Values of the arms that the plan asks for; others were made by an earlier plan and show other markets. */
export function standing(values: Values, plan: StudyPlan): Values {
  const names = new Set(plannedArms(plan).map(armName))
  return Object.fromEntries(Object.entries(values).filter(([name]) => names.has(name)))
}

export function levels(values: Values, arm: ArmOf, key: string): number[] {
  const found = values[armName(arm)]?.[key]
  if (found === undefined) throw new Error(`no values of ${key} in ${armName(arm)}`)
  return found.map((value) => value ?? NaN)
}

/** An arm less another, pair by pair of shared seeds. */
export function pairs(values: Values, arm: ArmOf, against: ArmOf, key: string): number[] {
  const [ours, theirs] = [levels(values, arm, key), levels(values, against, key)]
  return Array.from({ length: Math.min(ours.length, theirs.length) }, (_, k) => ours[k] - theirs[k])
}
