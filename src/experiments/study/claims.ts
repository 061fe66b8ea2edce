/** The verdict of a study on each claim: from values by arm and replication to effects, verdicts and what carries them. */
import type { Bilingual } from '../../base/vocabulary.ts'
import { LEVEL } from '../../measures/claim.ts'
import type { MeanInterval } from '../../measures/intervals.ts'
import { holm, type PairedEffect, pairedEffect } from '../../measures/paired.ts'
import { pairedPower, pairsNeeded } from '../../measures/power.ts'
import { claimPairs, gridArm, levels, type Values } from './arms.ts'
import { type CeilingCheck, checksOf, type TreatmentCheck } from './checks.ts'
import type { Channel, ClaimPlan, Contrast, Grid, Settings, StudyPlan } from './plan.ts'
import { outcomeAt } from './read-plan.ts'
import { type ClaimVerdict, type ContrastVerdict, equivalence, verdictOf, verdictOn } from './verdicts.ts'

/** Titles of the arms of scenarios. */
export interface Titles {
  readonly [scenario: string]: { readonly [arm: string]: Bilingual }
}

/** A contrast with its name: the outcome, and the titles of both arms. */
export interface NamedContrast extends Contrast {
  readonly name: Bilingual
  readonly titles: { readonly arm: Bilingual; readonly against: Bilingual | null }
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
  /** The p of two one-sided tests that it is smaller than the smallest effect of interest. */
  readonly small: number
  /** Both p by Holm, and the verdict with them; NaN and null of contrasts that are told beside. */
  readonly corrected: number
  readonly correctedSmall: number
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
}

export interface Finding {
  readonly claim: ClaimPlan
  readonly effects: readonly ContrastEffect[]
  /** What had to hold before anything was judged. */
  readonly checks: {
    readonly treatment: readonly (TreatmentCheck & Pick<NamedContrast, 'name'>)[]
    readonly ceiling: readonly CeilingCheck[]
  }
  readonly verdict: ClaimVerdict
  readonly channels: readonly ContrastChannels[]
}

type Compared = Pick<Contrast, 'arm' | 'against' | 'key'>

/** What a comparison is called: the outcome, and the titles of its arms. */
function namesOf(
  plan: StudyPlan,
  claim: ClaimPlan,
  titles: Titles,
): (pair: Compared) => Pick<NamedContrast, 'name' | 'titles'> {
  const titleOf = (arm: string): Bilingual =>
    claim.arms.find(({ name }) => name === arm)?.title ?? titles[claim.scenario]?.[arm] ?? { en: arm, zh: arm }
  return (pair) => {
    const { name } = outcomeAt(plan, pair.key)
    const arm = titleOf(pair.arm)
    const against = pair.against === null ? null : titleOf(pair.against)
    const less = against === null ? { en: '', zh: '' } : { en: ` less ${against.en}`, zh: ` 减 ${against.zh}` }
    return {
      name: { en: `${name.en}: ${arm.en}${less.en}`, zh: `${name.zh}：${arm.zh}${less.zh}` },
      titles: { arm, against },
    }
  }
}

/**
 * Every claim with its effects. Holm's correction runs over all contrasts that verdicts rest on, once over the tests that
 * an effect is none and once over those that it is too small; checks come first, and what fails one is not judged.
 */
export function findings(plan: StudyPlan, values: Values, titles: Titles): Finding[] {
  // The level at which Holm's correction tests the first of its family; the others get more.
  const strictest = LEVEL / plan.claims.reduce((sum, { contrasts }) => sum + contrasts.length, 0)
  const made = plan.claims.map((claim) => {
    const namesIn = namesOf(plan, claim, titles)
    const told = [...claim.contrasts, ...claim.also].map((one, k) => {
      const contrast = { ...one, smallest: outcomeAt(plan, one.key).smallest ?? NaN, ...namesIn(one) }
      const { smallest } = contrast
      const effect = pairedEffect(claimPairs(values, claim, contrast))
      const small = equivalence(effect, smallest)
      const isMain = k < claim.contrasts.length
      const level = isMain ? strictest : LEVEL
      const power = pairedPower(effect.runs, smallest, effect.sd, level)
      return { contrast, isMain, effect, small, power, needed: pairsNeeded(smallest, effect.sd, level) }
    })
    const { treatment, ceiling } = checksOf(plan, claim, values)
    const checks = { treatment: treatment.map((one) => ({ ...one, ...namesIn(one.treatment) })), ceiling }
    return { claim, told, checks }
  })
  const family = made.flatMap(({ told }) => told.filter(({ isMain }) => isMain))
  const different = holm(family.map(({ effect }) => effect.p))
  const tooSmall = holm(family.map(({ small }) => small))
  let place = 0
  return made.map(({ claim, told, checks }) => {
    const treated = checks.treatment.every(({ passed }) => passed !== false)
    const effects = told.map((one, k): ContrastEffect => {
      const verdictAt = (p: number, small: number): ContrastVerdict =>
        verdictOn(one.effect, one.contrast, one.contrast.smallest, { different: p, small })
      const alone = verdictAt(one.effect.p, one.small)
      if (!one.isMain) return { ...one, corrected: NaN, correctedSmall: NaN, verdict: null, alone }
      const [corrected, correctedSmall] = [different[place], tooSmall[place]]
      place++
      const testable = treated && checks.ceiling[k].passed !== false
      const verdict = testable ? verdictAt(corrected, correctedSmall) : 'untestable'
      return { ...one, corrected, correctedSmall, verdict, alone }
    })
    const main = effects.filter(({ isMain }) => isMain)
    const verdict = verdictOf(main.flatMap((one) => one.verdict ?? []))
    const channels = main.map(({ contrast }) => channelsOf(plan, values, claim, contrast))
    return { claim, effects, checks, verdict, channels }
  })
}

/** A contrast with each channel off, and by how much that changes the effect, on the same seeds. */
function channelsOf(plan: StudyPlan, values: Values, claim: ClaimPlan, contrast: NamedContrast): ContrastChannels {
  const on = claimPairs(values, claim, contrast)
  const all = claim.channels.flatMap((id) => plan.channels.filter((channel) => channel.id === id))
  const off = all.map((channel): ChannelOff => {
    const differences = claimPairs(values, claim, contrast, channel.set)
    const change = pairedEffect(differences.map((value, k) => value - on[k]))
    return { channel, effect: pairedEffect(differences), change }
  })
  return { contrast, off }
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
  const turned = { supported: 'rejected', rejected: 'supported', undecided: '', untestable: '' }
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
      const chances = { different: effect.p, small: equivalence(effect, contrast.smallest) }
      const alone = verdictOn(effect, contrast, contrast.smallest, chances)
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
