/** Numbers as pages of claims show them, and words that several of their sections share. */
import type { NamedContrast } from '../../experiments/study/claims.ts'
import type { Channel, ClaimPlan, StudyOutcome } from '../../experiments/study/plan.ts'
import { type ContrastVerdict, REJECTIONS, rejectionOf, VERDICTS } from '../../experiments/study/verdicts.ts'
import { signed as minus } from '../../measures/headline.ts'
import type { PairedEffect } from '../../measures/paired.ts'
import type { Lang } from '../../scenarios/parameter.ts'
import { differenceText as signed } from './study-data.ts'

/** A difference with its unit. */
export function amount(value: number, outcome: StudyOutcome, lang: Lang): string {
  const unit = outcome.unit[lang]
  return `${signed(value, outcome)}${unit === '' ? '' : lang === 'en' ? ` ${unit}` : unit}`
}

export const interval = (effect: PairedEffect, outcome: StudyOutcome): string =>
  `${signed(effect.low, outcome)} … ${signed(effect.high, outcome)}`
/** Chinese keeps the zero before the point. */
export const pText = (p: number, lang: Lang): string => {
  if (Number.isNaN(p)) return '–'
  const text = p < 0.001 ? '< 0.001' : p.toFixed(3)
  return lang === 'en' ? text.replace(/^(< )?0/, '$1') : text
}
export const gText = (g: number): string => (Number.isFinite(g) ? minus(g.toFixed(2)) : '–')

export const heading = ({ id, claim }: ClaimPlan, lang: Lang): string => `${id} · ${claim[lang].replace(/[.。]$/, '')}`

/** A verdict, and of a rejection why. */
export function verdictText(
  verdict: ContrastVerdict,
  { direction, smallest }: NamedContrast,
  effect: PairedEffect,
  lang: Lang,
): string {
  const told = VERDICTS[verdict][lang]
  if (verdict !== 'rejected') return told
  const why = REJECTIONS[rejectionOf(effect, { direction }, smallest)][lang]
  return lang === 'en' ? `${told}: ${why}` : `${told}：${why}`
}

/** A mechanism that is switched off, or another reading by its own name. */
export function variantText({ name, reading }: Channel, lang: Lang): string {
  return reading ? name[lang] : lang === 'en' ? `${name.en} off` : `关闭${name.zh}`
}
