/**
 * What is known about one leaf of a scenario. The types tie each entry of the table to the type of its leaf,
 * so that a missing parameter, a missing choice or a default of the wrong kind does not compile.
 */
import type { BooleanKind, Documented, EnumKind, NumberKind, TextKind } from '../base/parameter.ts'
import type { Bilingual } from '../base/vocabulary.ts'
import type { DatedChange, LenderClassPolicy, RosterEntry, Scenario } from './scenario.ts'

export type Lang = 'en' | 'zh'

/** Units of parameters: in English their codes. */
export const UNIT_NAMES: { readonly [unit: string]: Bilingual } = {
  CNY: { en: 'CNY', zh: '元' },
  'CNY/month': { en: 'CNY/month', zh: '元/月' },
  'CNY/person': { en: 'CNY/person', zh: '元/人' },
  'CNY/person/month': { en: 'CNY/person/month', zh: '元/人/月' },
  '1/CNY': { en: '1/CNY', zh: '1/元' },
  '1/month': { en: '1/month', zh: '1/月' },
  '1/year': { en: '1/year', zh: '1/年' },
  '1/decade': { en: '1/decade', zh: '1/十年' },
  '1/grade': { en: '1/grade', zh: '1/等级' },
  month: { en: 'month', zh: '月' },
  year: { en: 'year', zh: '年' },
  person: { en: 'person', zh: '人' },
  count: { en: 'count', zh: '个' },
}

export interface NumberParameter extends Documented, NumberKind {
  readonly default: number
}

export interface BooleanParameter extends Documented, BooleanKind {
  readonly default: boolean
}

export interface EnumParameter<V extends string = string> extends Documented, EnumKind<V> {
  readonly default: V
}

export interface TextParameter extends Documented, TextKind {
  readonly default: string
}

export interface RosterParameter extends Documented {
  readonly type: 'roster'
  readonly maxEntries: number
  readonly default: 'table1'
}

export interface TimelineParameter extends Documented {
  readonly type: 'timeline'
  readonly maxEntries: number
  readonly default: readonly []
}

export type ScalarParameter = NumberParameter | BooleanParameter | EnumParameter | TextParameter
export type Parameter = ScalarParameter | RosterParameter | TimelineParameter

/** Dotted paths of the leaves of T; lists (and unions with lists) are leaves. */
export type LeafPath<T> = {
  [K in keyof T & string]: T[K] extends string | number | boolean | readonly unknown[] ? K : `${K}.${LeafPath<T[K]>}`
}[keyof T & string]

export type ScenarioPath = LeafPath<Scenario>

type LeafValue<T, P extends string> = P extends keyof T
  ? T[P]
  : P extends `${infer Head}.${infer Rest}`
    ? Head extends keyof T
      ? LeafValue<T[Head], Rest>
      : never
    : never

type ParameterFor<V> = [V] extends [boolean]
  ? BooleanParameter
  : [V] extends [number]
    ? NumberParameter
    : [V] extends [string]
      ? string extends V
        ? TextParameter
        : EnumParameter<V>
      : [V] extends ['table1' | readonly RosterEntry[]]
        ? RosterParameter
        : [V] extends [readonly DatedChange[]]
          ? TimelineParameter
          : never

/** The table for all leaves below the named top-level keys. */
export type ParameterTable<Section extends keyof Scenario = keyof Scenario> = {
  readonly [P in ScenarioPath as P extends Section | `${Section}.${string}` ? P : never]: ParameterFor<
    LeafValue<Scenario, P>
  >
}

type ByClass<V> = readonly [bank: V, licensed: V, platform: V]

/** Rows of what the lenders of a class have in common, with a default for each class. */
export type PolicyRows<Key extends keyof LenderClassPolicy = keyof LenderClassPolicy> = {
  readonly [K in Key]: LenderClassPolicy[K] extends boolean
    ? Omit<BooleanParameter, 'default'> & { readonly default: ByClass<boolean> }
    : LenderClassPolicy[K] extends string
      ? Omit<EnumParameter<LenderClassPolicy[K]>, 'default'> & { readonly default: ByClass<LenderClassPolicy[K]> }
      : Omit<NumberParameter, 'default'> & { readonly default: ByClass<number> }
}
