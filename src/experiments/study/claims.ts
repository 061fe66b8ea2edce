/** The verdict of a study on each claim: from values by arm and replication to effects, verdicts and what carries them. */
import type { Bilingual } from '../../base/vocabulary.ts'
import { LEAST_RUNS, LEVEL } from '../../measures/claim.ts'
import type { MeanInterval } from '../../measures/intervals.ts'
import { holm, type PairedEffect, pairedEffect } from '../../measures/paired.ts'
import { pairedPower, pairsNeeded } from '../../measures/power.ts'
import { armName, claimArm, gridArm, levels, pairs, type Values } from './arms.ts'
import type { Channel, ClaimPlan, Contrast, Grid, Settings, StudyPlan } from './plan.ts'
import { outcomeAt } from './read-plan.ts'

export type ContrastVerdict = 'supported' | 'rejected' | 'undecided'
export type ClaimVerdict = ContrastVerdict | 'mixed'

export const VERDICTS: { readonly [verdict in ClaimVerdict]: Bilingual } = {
  supported: { en: 'supported', zh: '支持' },
  rejected: { en: 'rejected', zh: '否定' },
  mixed: { en: 'mixed', zh: '不一致' },
  undecided: { en: 'undecided', zh: '未定' },
}

/** By the smallest effect of interest; `corrected` is Holm's p. Nothing is judged over too few pairs. */
export function verdictOn(
  { runs, mean, low, high }: MeanInterval,
  { direction }: Pick<Contrast, 'direction'>,
  smallest: number,
  corrected: number,
): ContrastVerdict {
  if (runs < LEAST_RUNS) return 'undecided'
  // As the claim foretells it, an effect is positive.
  const [least, most] = direction > 0 ? [low, high] : [-high, -low]
  if (least > 0 && direction * mean >= smallest && corrected < LEVEL) return 'supported'
  return most < smallest ? 'rejected' : 'undecided'
}

export function verdictOf(verdicts: readonly ContrastVerdict[]): ClaimVerdict {
  if (verdicts.every((one) => one === 'supported')) return 'supported'
  if (verdicts.every((one) => one === 'rejected')) return 'rejected'
  return verdicts.includes('supported') && verdicts.includes('rejected') ? 'mixed' : 'undecided'
}

/** Titles of the arms of scenarios. */
export interface Titles {
  readonly [scenario: string]: { readonly [arm: string]: Bilingual }
}

/** A contrast with its name: the outcome, and the titles of both arms. */
export interface NamedContrast extends Contrast {
  readonly name: Bilingual
  /** Smallest effect of interest. */
  readonly smallest: number
}

export interface ContrastEffect {
  readonly contrast: NamedContrast
  /** Whether the verdict rests on it. */
  readonly isMain: boolean
  readonly effect: PairedEffect
  /** Of the smallest effect of interest, at the strictest level of Holm's correction where the verdict rests on it. */
  readonly power: number
  readonly needed: number | null
  /** Holm's p and the verdict with it; NaN and null of contrasts that are told beside. */
  readonly corrected: number
  readonly verdict: ContrastVerdict | null
  /** The verdict by its own p. */
  readonly alone: ContrastVerdict
}

export interface ChannelOff {
  readonly channel: Channel
  readonly effect: PairedEffect
  /** By how much that differs from the effect with the channel on, on the same seeds. */
  readonly change: PairedEffect
}

export interface ContrastChannels {
  readonly contrast: NamedContrast
  readonly off: readonly ChannelOff[]
  /** Channels without values. */
  readonly withdrawn: readonly Channel[]
}

export interface Finding {
  readonly claim: ClaimPlan
  readonly effects: readonly ContrastEffect[]
  readonly verdict: ClaimVerdict
  readonly channels: readonly ContrastChannels[]
}

function named(plan: StudyPlan, claim: ClaimPlan, titles: Titles): (contrast: Contrast) => NamedContrast {
  const titleOf = (arm: string): Bilingual =>
    claim.arms.find(({ name }) => name === arm)?.title ?? titles[claim.scenario]?.[arm] ?? { en: arm, zh: arm }
  return (contrast) => {
    const { name, smallest } = outcomeAt(plan, contrast.key)
    const [arm, against] = [titleOf(contrast.arm), titleOf(contrast.against)]
    return {
      ...contrast,
      smallest: smallest ?? NaN,
      name: { en: `${name.en}: ${arm.en} less ${against.en}`, zh: `${name.zh}：${arm.zh} 减 ${against.zh}` },
    }
  }
}

/** Every claim with its effects. Holm's correction runs over all contrasts that verdicts rest on. */
export function findings(plan: StudyPlan, values: Values, titles: Titles): Finding[] {
  // The level at which Holm's correction tests the first of its family; the others get more.
  const strictest = LEVEL / plan.claims.reduce((sum, { contrasts }) => sum + contrasts.length, 0)
  const made = plan.claims.map((claim) => {
    const all = [...claim.contrasts, ...claim.also].map(named(plan, claim, titles))
    const told = all.map((contrast, k) => {
      const { arm, against, key, smallest } = contrast
      const effect = pairedEffect(pairs(values, claimArm(claim, arm), claimArm(claim, against), key))
      const isMain = k < claim.contrasts.length
      const level = isMain ? strictest : LEVEL
      const power = pairedPower(effect.runs, smallest, effect.sd, level)
      return { contrast, isMain, effect, power, needed: pairsNeeded(smallest, effect.sd, level) }
    })
    return { claim, told }
  })
  const corrected = holm(made.flatMap(({ told }) => told.filter(({ isMain }) => isMain).map(({ effect }) => effect.p)))
  let place = 0
  return made.map(({ claim, told }) => {
    const effects = told.map((one): ContrastEffect => {
      const verdictAt = (p: number): ContrastVerdict => verdictOn(one.effect, one.contrast, one.contrast.smallest, p)
      const alone = verdictAt(one.effect.p)
      if (!one.isMain) return { ...one, corrected: NaN, verdict: null, alone }
      const p = corrected[place++]
      return { ...one, corrected: p, verdict: verdictAt(p), alone }
    })
    const main = effects.filter(({ isMain }) => isMain)
    const verdict = verdictOf(main.flatMap((one) => one.verdict ?? []))
    return { claim, effects, verdict, channels: main.map(({ contrast }) => channelsOf(plan, values, claim, contrast)) }
  })
}

/** A contrast with each channel off, and by how much that changes the effect, on the same seeds. */
function channelsOf(plan: StudyPlan, values: Values, claim: ClaimPlan, contrast: NamedContrast): ContrastChannels {
  const { arm, against, key } = contrast
  const on = pairs(values, claimArm(claim, arm), claimArm(claim, against), key)
  const all = claim.channels.flatMap((id) => plan.channels.filter((channel) => channel.id === id))
  const withdrawn = all.filter((channel) => isWithdrawn(values, claim, contrast, channel))
  const off = all
    .filter((channel) => !withdrawn.includes(channel))
    .map((channel): ChannelOff => {
      const differences = pairs(values, claimArm(claim, arm, channel.set), claimArm(claim, against, channel.set), key)
      const change = pairedEffect(differences.map((value, k) => value - on[k]))
      return { channel, effect: pairedEffect(differences), change }
    })
  return { contrast, off, withdrawn }
}

/** Whether values of an earlier plan are missing, for which the plan has a reason. */
function isWithdrawn(
  values: Values,
  claim: ClaimPlan,
  { arm, against }: Contrast,
  { set, withdrawn }: Channel,
): boolean {
  return withdrawn !== null && [arm, against].some((name) => values[armName(claimArm(claim, name, set))] === undefined)
}

/** Channels of which some contrast has no values. */
export function withdrawnChannels(found: readonly Finding[]): Channel[] {
  return [...new Set(found.flatMap(({ channels }) => channels.flatMap(({ withdrawn }) => withdrawn)))]
}

/** What would reverse a verdict. */
export interface Turned {
  readonly contrast: NamedContrast
  readonly effect: PairedEffect
  readonly alone: ContrastVerdict
  readonly without: Channel | null
}

/**
 * The same outcome between other arms, or under another reading, supported in place of rejected or the other way round.
 */
export function turnedRound({ effects, channels }: Pick<Finding, 'effects' | 'channels'>): Turned[] {
  const turned = { supported: 'rejected', rejected: 'supported', undecided: '' }
  const turns = (key: string, alone: ContrastVerdict, same: NamedContrast | null): boolean =>
    effects.some(
      ({ verdict, contrast }) =>
        verdict !== null && contrast.key === key && (same === null || contrast === same) && turned[verdict] === alone,
    )
  const beside = effects
    .filter(({ isMain, contrast, alone }) => !isMain && turns(contrast.key, alone, null))
    .map(({ contrast, effect, alone }) => ({ contrast, effect, alone, without: null }))
  const read = channels.flatMap(({ contrast, off }) =>
    off.flatMap(({ channel, effect }) => {
      const alone = verdictOn(effect, contrast, contrast.smallest, effect.p)
      return channel.reading && turns(contrast.key, alone, contrast)
        ? [{ contrast, effect, alone, without: channel }]
        : []
    }),
  )
  return [...beside, ...read]
}

/** Whether an interval leaves zero out. */
export function leavesZeroOut({ low, high }: Pick<MeanInterval, 'low' | 'high'>): boolean {
  return low > 0 || high < 0
}

export interface GridEffects {
  readonly cells: readonly { readonly row: unknown; readonly column: unknown; readonly level: PairedEffect }[]
  /** Effects of the rows at either end of the columns, of the columns at either end of the rows, and the interaction. */
  readonly effects: readonly PairedEffect[]
}

/** The level of every cell under one reading, effects between the ends of either factor, and their interaction. */
export function gridEffects(grid: Grid, values: Values, key: string, reading: Settings): GridEffects {
  const at = (row: unknown, column: unknown): number[] => levels(values, gridArm(grid, row, column, reading), key)
  const less = (a: readonly number[], b: readonly number[]): number[] => a.map((value, k) => value - b[k])
  const [r0, r1] = grid.rows.ends
  const [c0, c1] = grid.columns.ends
  const ofRows = [c0, c1].map((column) => less(at(r1, column), at(r0, column)))
  const ofColumns = [r0, r1].map((row) => less(at(row, c1), at(row, c0)))
  return {
    cells: grid.rows.values.flatMap((row) =>
      grid.columns.values.map((column) => ({ row, column, level: pairedEffect(at(row, column)) })),
    ),
    effects: [...ofRows, ...ofColumns, less(ofRows[1], ofRows[0])].map(pairedEffect),
  }
}
