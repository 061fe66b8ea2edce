/** What is known about one leaf of a scenario, and short forms to write it down. */
import type { Bilingual } from './vocabulary.ts'

/**
 * Where a default comes from: the paper's own tables; literature or a published statistic; nobody knows
 * ('free': sweep it, never present it as data); or a matter of computing and of design ('design').
 */
export type Mark = 'paper' | 'literature' | 'free' | 'design'

export interface Sourced {
  readonly mark: Mark
  readonly source: Bilingual
}

export interface Documented extends Sourced {
  /** Short name, as a table header or a chart would say it. */
  readonly label: Bilingual
  readonly about: Bilingual
  /** 'CNY', '1' (a plain number), '1/year', '1/month', 'month', 'year', … or '' where none makes sense. */
  readonly unit: string
  /** Whether `timeline` may change it during a run. What is fixed at the start or at birth may not. */
  readonly dated: boolean
}

/** What values a key takes, apart from what they mean. */
export interface NumberKind {
  /** A share is a number that means a part of a whole. */
  readonly type: 'number' | 'integer' | 'share'
  readonly min: number
  readonly max: number
}

export interface BooleanKind {
  readonly type: 'boolean'
}

export interface EnumKind<V extends string = string> {
  readonly type: 'enum'
  readonly choices: { readonly [choice in V]: Bilingual }
}

export interface TextKind {
  readonly type: 'text'
  readonly minLength: number
  readonly maxLength: number
  /** A regular expression for the whole text, and the same in words. */
  readonly pattern: string
  readonly form: Bilingual
}

export type ScalarKind = NumberKind | BooleanKind | EnumKind | TextKind

/** A kind with its default and its unit. */
type Valued<Kind, Default> = Kind & { readonly default: Default; readonly unit: string }
type Range = readonly [min: number, max: number]
type Numbers = number | readonly number[]

/** A default, or one for each class of lenders. */
export function share<const D extends Numbers>(
  initial: D,
  [min, max]: Range = [0, 1],
  unit = '1',
): Valued<NumberKind, D> {
  return { type: 'share', min, max, default: initial, unit }
}

export function number<const D extends Numbers>(initial: D, [min, max]: Range, unit = '1'): Valued<NumberKind, D> {
  return { type: 'number', min, max, default: initial, unit }
}

export function whole<const D extends Numbers>(initial: D, [min, max]: Range, unit: string): Valued<NumberKind, D> {
  return { type: 'integer', min, max, default: initial, unit }
}

export function flag<const D extends boolean | readonly boolean[]>(initial: D): Valued<BooleanKind, D> {
  return { type: 'boolean', default: initial, unit: '' }
}

export function choice<V extends string>(initial: NoInfer<V>, choices: EnumKind<V>['choices']): Valued<EnumKind<V>, V> {
  return { type: 'enum', choices, default: initial, unit: '' }
}

/** A label, and in each language what the parameter means. */
interface Told extends Bilingual {
  readonly label: Bilingual
}

/** A parameter that `timeline` may change during a run. */
export function dated<K extends { readonly unit: string }>(kind: K, from: Sourced, told: Told): K & Documented {
  return { ...fixed(kind, from, told), dated: true }
}

/** A parameter that is fixed at the start or at birth. */
export function fixed<K extends { readonly unit: string }>(
  kind: K,
  { mark, source }: Sourced,
  { label, en, zh }: Told,
): K & Documented {
  return { ...kind, mark, source, dated: false, label, about: { en, zh } }
}

/** A key of a block beside the parameters: what may stand there, and what it means. */
export interface BlockKey {
  readonly key: string
  readonly form: Bilingual
  readonly about: Bilingual
}

export const keyOf = (key: string, en: string, zh: string, about: Bilingual): BlockKey => ({
  key,
  form: { en, zh },
  about,
})
