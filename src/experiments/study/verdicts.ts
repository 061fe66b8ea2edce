/** From an interval to a verdict, in both directions. */
import { studentTails } from '../../base/student.ts'
import type { Bilingual } from '../../base/vocabulary.ts'
import { LEAST_RUNS, LEVEL } from '../../measures/claim.ts'
import type { PairedEffect } from '../../measures/paired.ts'
import type { Contrast } from './plan.ts'

export type ContrastVerdict = 'supported' | 'rejected' | 'undecided' | 'untestable'
export type ClaimVerdict = ContrastVerdict | 'mixed'

export const VERDICTS: { readonly [verdict in ClaimVerdict]: Bilingual } = {
  supported: { en: 'supported', zh: '支持' },
  rejected: { en: 'rejected', zh: '否定' },
  mixed: { en: 'mixed', zh: '不一致' },
  undecided: { en: 'undecided', zh: '未定' },
  untestable: { en: 'not testable here', zh: '此处无法检验' },
}

/** Two-sided p that an effect is none, and the p that it is of interest; as they are or by Holm over many effects. */
export interface Chances {
  readonly different: number
  readonly small: number
}

type Effect = Pick<PairedEffect, 'runs' | 'mean' | 'low' | 'high'>

/**
 * The p of two one-sided tests that an effect lies inside ±`smallest` (Schuirmann 1987, Journal of Pharmacokinetics and
 * Biopharmaceutics 15; Lakens 2017, Social Psychological and Personality Science 8): the larger of the two.
 */
export function equivalence({ runs, mean, sd }: PairedEffect, smallest: number): number {
  if (runs < 2 || Number.isNaN(smallest)) return NaN
  const room = smallest - Math.abs(mean)
  if (sd === 0) return room > 0 ? 0 : 1
  const half = studentTails(room / (sd / Math.sqrt(runs)), runs - 1) / 2
  return room > 0 ? half : 1 - half
}

/**
 * Supported: as foretold, of the smallest effect of interest at least, and different from none. Rejected: different
 * from none the other way round, or too small to be of interest. Nothing is judged over too few runs.
 */
export function verdictOn(
  effect: Effect,
  { direction }: Pick<Contrast, 'direction'>,
  smallest: number,
  { different, small }: Chances,
): ContrastVerdict {
  if (effect.runs < LEAST_RUNS) return 'undecided'
  const [least, most] = oriented(effect, direction)
  if (least > 0 && direction * effect.mean >= smallest && different < LEVEL) return 'supported'
  if (most < 0 && different < LEVEL) return 'rejected'
  return least > -smallest && most < smallest && small < LEVEL ? 'rejected' : 'undecided'
}

/** As the claim foretells it, an effect is positive. */
function oriented({ low, high }: Effect, direction: 1 | -1): [least: number, most: number] {
  return direction > 0 ? [low, high] : [-high, -low]
}

export const REJECTIONS: { readonly [why in 'reversed' | 'small']: Bilingual } = {
  reversed: { en: 'the other way round', zh: '方向相反' },
  small: { en: 'too small to matter', zh: '小于最小效应阈值' },
}

/** Why an effect was rejected: it is small, or else it goes the other way. */
export function rejectionOf(
  effect: Effect,
  { direction }: Pick<Contrast, 'direction'>,
  smallest: number,
): keyof typeof REJECTIONS {
  const [least, most] = oriented(effect, direction)
  return least > -smallest && most < smallest ? 'small' : 'reversed'
}

export function verdictOf(verdicts: readonly ContrastVerdict[]): ClaimVerdict {
  if (verdicts.includes('untestable')) return 'untestable'
  if (verdicts.every((one) => one === 'supported')) return 'supported'
  if (verdicts.every((one) => one === 'rejected')) return 'rejected'
  return verdicts.includes('supported') && verdicts.includes('rejected') ? 'mixed' : 'undecided'
}
