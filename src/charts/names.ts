/** Names of the codes that tables hold. */
import {
  AGE_BAND_NAMES,
  AGE_GROUP_NAMES,
  AMOUNT_NAMES,
  ARCHETYPE_NAMES,
  CLASS_NAMES,
  FILE_NAMES,
  FIT_COLUMNS,
  KNOWLEDGE_NAMES,
  type Names,
  PURPOSE_NAMES,
  PURPOSES,
  QUARTILE_NAMES,
  THRESHOLD_NAMES,
} from '../base/vocabulary.ts'
import type { Lang } from './chart.ts'
import { plainText } from './text.ts'

type Kind =
  | 'purpose'
  | 'age'
  | 'ageGroup'
  | 'amount'
  | 'class'
  | 'file'
  | 'wouldBe'
  | 'quartile'
  | 'knowledge'
  | 'archetype'
  | 'coordinate'

const KINDS: { readonly [kind in Kind]: Names<string> } = {
  purpose: PURPOSE_NAMES,
  age: AGE_BAND_NAMES,
  ageGroup: AGE_GROUP_NAMES,
  amount: AMOUNT_NAMES,
  class: { ...CLASS_NAMES, p2p: { en: 'P2P platforms', zh: 'P2P平台' } },
  file: FILE_NAMES,
  wouldBe: THRESHOLD_NAMES,
  quartile: QUARTILE_NAMES,
  knowledge: KNOWLEDGE_NAMES,
  archetype: ARCHETYPE_NAMES,
  coordinate: {
    ...Object.fromEntries(FIT_COLUMNS.map((column, k) => [column, PURPOSE_NAMES[PURPOSES[k]]])),
    channel: { en: 'branch and older people', zh: '网点与年长者' },
  },
}

/** The name of a code; a code without a name stands for itself. */
export function nameOf(lang: Lang, kind: Kind, code: string): string {
  const names = KINDS[kind]
  return Object.hasOwn(names, code) ? names[code][lang] : plainText(code, 40)
}
