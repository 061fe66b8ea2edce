/** Which arms a study runs, and what their values are kept under. */
import type { RunSummary } from '../../measures/ensemble.ts'
import { MONTHLY_MEASURES } from '../../measures/registry.ts'
import { designPoints } from '../../scenarios/design.ts'
import type {
  Channel,
  ClaimPlan,
  Contrast,
  Decomposition,
  Grid,
  Months,
  Settings,
  StudyOutcome,
  StudyPlan,
} from './plan.ts'

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

type Recorded = Pick<RunSummary, 'outcomes' | 'series'>
type Told = Pick<StudyOutcome, 'of' | 'months' | 'less'>

/** What a plan's outcome is in a run: an outcome, or of `series.NAME` a mean over months; NaN where there is none. */
export function valueIn(record: Recorded, { of, months, less }: Told): number {
  const place = MONTHLY_MEASURES.findIndex((measure) => `series.${measure.key}` === of)
  if (place < 0) return record.outcomes.find((outcome) => outcome.key === of)?.value ?? NaN
  const level = meanOver(record, place, months)
  return less === null ? level : level - meanOver(record, place, less)
}

function meanOver({ series }: Recorded, place: number, months: Months | null): number {
  const inside = (month: number): boolean => months === null || (month >= months[0] && month <= months[1])
  const values = series.values[place].filter((_, row) => inside(series.months[row]))
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

/** An arm of a claim, perhaps with a channel off or another size. */
export function claimArm({ scenario, arms }: ClaimPlan, arm: string, set: Settings = {}): ArmOf {
  if (arms.length === 0) return { scenario, arm, set }
  const own = arms.find(({ name }) => name === arm)
  return { scenario, arm: null, set: { ...own?.set, ...set } }
}

/** What a comparison of a claim has by pair of shared seeds. */
export function claimPairs(
  values: Values,
  claim: ClaimPlan,
  { arm, against, key }: Pick<Contrast, 'arm' | 'against' | 'key'>,
  set: Settings = {},
): number[] {
  const other = against === null ? null : claimArm(claim, against, set)
  return pairs(values, claimArm(claim, arm, set), other, key)
}

export function gridArm({ scenario, rows, columns }: Grid, row: unknown, column: unknown, reading: Settings): ArmOf {
  return { scenario, arm: null, set: { [rows.path]: row, [columns.path]: column, ...reading } }
}

/** The plain market of so many consumers. */
export function sizedArm({ base }: Pick<StudyPlan, 'base'>, consumers: number): ArmOf {
  return { scenario: base, arm: null, set: { 'population.consumers': consumers } }
}

/** The arm under which draws of parameters are run: what the claim's first effect is measured against. */
export function drawnArm({ contrasts }: Pick<ClaimPlan, 'contrasts'>): string {
  return contrasts[0].against ?? contrasts[0].arm
}

/** Latin hypercube; the same in every claim. */
export function drawnSettings({ draws }: Pick<StudyPlan, 'draws'>): Settings[] {
  if (draws === null) return []
  return designPoints({ design: 'lhs', factors: draws.factors, points: draws.points }, DRAWS_SEED).map(({ set }) => set)
}

const DRAWS_SEED = 1

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

/** Both arms of a comparison, or the one whose level is told. */
export function armsOf({ arm, against }: Pick<Contrast, 'arm' | 'against'>): string[] {
  return against === null ? [arm] : [arm, against]
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
    for (const pair of [...claim.contrasts, ...claim.also, ...claim.treatment]) {
      for (const name of armsOf(pair)) {
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
      for (const name of claim.contrasts.flatMap(armsOf)) {
        add(claimArm(claim, name, set), channelReplications, ['channels', id])
      }
    }
    for (const set of drawnSettings(plan)) add(claimArm(claim, drawnArm(claim), set), 1, ['draws'])
  }
  for (const consumers of sizes?.consumers ?? []) add(sizedArm(plan, consumers), sizes!.replications, ['sizes'])
  for (const { claim: id, outcome } of sizes?.effects ?? []) {
    const claim = claims.find((one) => one.id === id)
    const contrast = claim?.contrasts.find(({ key }) => key === outcome)
    if (claim === undefined || contrast === undefined) continue
    const set = { 'population.consumers': Math.max(...sizes!.consumers) }
    for (const name of armsOf(contrast)) add(claimArm(claim, name, set), sizes!.effectReplications, ['sizes'])
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

/** An arm less another, pair by pair of shared seeds; the levels of the arm where there is no other. */
export function pairs(values: Values, arm: ArmOf, against: ArmOf | null, key: string): number[] {
  const ours = levels(values, arm, key)
  if (against === null) return ours
  const theirs = levels(values, against, key)
  return Array.from({ length: Math.min(ours.length, theirs.length) }, (_, k) => ours[k] - theirs[k])
}
