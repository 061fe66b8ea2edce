/** The vocabulary as words of charts: `KIND.CODE` for every code that tables hold and charts name. */
import {
  AGE_BAND_NAMES,
  AGE_GROUP_NAMES,
  type AgeBand,
  type AgeGroup,
  AMOUNT_NAMES,
  type AmountBand,
  ARCHETYPE_NAMES,
  type Archetype,
  CLASS_NAMES,
  FILE_NAMES,
  FIT_COLUMNS,
  type FileState,
  type FitColumn,
  HURDLE_NAMES,
  type HurdleBand,
  KNOWLEDGE_NAMES,
  type Knowledge,
  type LenderClass,
  type Names,
  PURPOSE_NAMES,
  PURPOSES,
  type Purpose,
  QUARTILE_NAMES,
  type Quartile,
} from '../base/vocabulary.ts'
import type { Lang } from './chart.ts'

type Key<Kind extends string, Code extends string> = `${Kind}.${Code}`

export type NameKey =
  | Key<'purpose', Purpose>
  | Key<'age', AgeBand>
  | Key<'ageGroup', AgeGroup>
  | Key<'amount', AmountBand>
  | Key<'class', LenderClass>
  | Key<'file', FileState>
  | Key<'wouldBe', HurdleBand>
  | Key<'quartile', Quartile>
  | Key<'knowledge', Knowledge>
  | Key<'archetype', Archetype>
  | Key<'coordinate', FitColumn>

const KINDS: { readonly [kind: string]: Names<string> } = {
  purpose: PURPOSE_NAMES,
  age: AGE_BAND_NAMES,
  ageGroup: AGE_GROUP_NAMES,
  amount: AMOUNT_NAMES,
  class: CLASS_NAMES,
  file: FILE_NAMES,
  wouldBe: HURDLE_NAMES,
  quartile: QUARTILE_NAMES,
  knowledge: KNOWLEDGE_NAMES,
  archetype: ARCHETYPE_NAMES,
  coordinate: Object.fromEntries(FIT_COLUMNS.map((column, k) => [column, PURPOSE_NAMES[PURPOSES[k]]])),
}

function namesIn(lang: Lang): { readonly [key in NameKey]: string } {
  const entries = Object.entries(KINDS).flatMap(([kind, names]) =>
    Object.entries(names).map(([code, name]) => [`${kind}.${code}`, name[lang]]),
  )
  return Object.fromEntries(entries) as { readonly [key in NameKey]: string }
}

export const NAMES: { readonly [lang in Lang]: { readonly [key in NameKey]: string } } = {
  en: namesIn('en'),
  zh: namesIn('zh'),
}
