/** Paired differences between two arms over seeds, and how they change when a channel is switched off. */
import { decomposedArm, levels, ON, type Values, variantsOf } from './arms.ts'
import type { Channel, Decomposition, StudyPlan } from './plan.ts'

/** Of values over seeds. */
export interface Spread {
  readonly mean: number
  readonly low: number
  readonly high: number
  /** All seeds lie on one side of zero. */
  readonly clear: boolean
  /** Exactly zero in every seed. */
  readonly none: boolean
}

export interface EffectCell {
  /** Levels of both arms by seed. */
  readonly arms: readonly [readonly number[], readonly number[]]
  /** Second arm less first. */
  readonly effect: Spread
  /** By how much it differs from the effect with everything on. */
  readonly change: Spread
}

export function spread(values: readonly number[]): Spread {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const [low, high] = [Math.min(...values), Math.max(...values)]
  return { mean, low, high, clear: low > 0 || high < 0, none: low === 0 && high === 0 }
}

type Plan = Pick<StudyPlan, 'base' | 'channels'>

function armsOf(
  plan: Plan,
  one: Decomposition,
  variant: string,
): [ReturnType<typeof decomposedArm>, ReturnType<typeof decomposedArm>] {
  const found = variantsOf(plan, one).find(({ id }) => id === variant)
  if (found === undefined) throw new Error(`${one.id} has no variant ${variant}`)
  return [decomposedArm(plan, one, found.set, 0), decomposedArm(plan, one, found.set, 1)]
}

/** What one outcome does in one variant of a decomposition. */
export function cellOf(plan: Plan, one: Decomposition, values: Values, variant: string, key: string): EffectCell {
  const levelsOf = (name: string): [number[], number[]] => {
    const [first, second] = armsOf(plan, one, name)
    return [levels(values, first, key), levels(values, second, key)]
  }
  const effectsOf = ([before, after]: readonly [readonly number[], readonly number[]]): number[] =>
    after.map((value, k) => value - before[k])
  const arms = levelsOf(variant)
  const [here, there] = [effectsOf(arms), effectsOf(levelsOf(ON))]
  return { arms, effect: spread(here), change: spread(here.map((effect, k) => effect - there[k])) }
}

/** Channels whose removal changes an effect in the same direction in all seeds, the largest change first. */
export function carriers(
  plan: Plan,
  one: Decomposition,
  values: Values,
  key: string,
): { readonly channel: Channel; readonly cell: EffectCell }[] {
  return plan.channels
    .map((channel) => ({ channel, cell: cellOf(plan, one, values, channel.id, key) }))
    .filter(({ cell }) => cell.change.clear)
    .sort((a, b) => Math.abs(b.cell.change.mean) - Math.abs(a.cell.change.mean))
}
