/** Faults of a user's input. All of them are told at once, each with its place and what was expected. */
import type { Bilingual } from './vocabulary.ts'

/** The words of a fault in one language; '' where a part has nothing to say. */
export interface FaultWords {
  readonly message: string
  readonly found: string
  readonly expected: string
  readonly suggestion: string
}

/** A fault with its words in English; `zh` has the same words in Chinese. */
export interface Fault extends FaultWords {
  /** The file as the user named it, or the option of the command line. */
  readonly file: string
  /** From 1; 0 where the fault has no place inside the file. Columns count UTF-16 units, as editors do. */
  readonly line: number
  readonly column: number
  /** Dotted path of the key, such as credit.coverage; '' for faults of the file itself. */
  readonly path: string
  /** The line itself with a caret under the place. */
  readonly snippet: string
  readonly zh: FaultWords
}

/** A text that is the same in every language: a code, a number, a name. */
export function verbatim(text: string): Bilingual {
  return { en: text, zh: text }
}

/** An error whose text a user reads. `message` is English. */
export class SpokenError extends Error {
  readonly said: Bilingual

  constructor(said: Bilingual) {
    super(said.en)
    this.said = said
  }
}

export class ScenarioError extends Error {
  readonly faults: readonly Fault[]

  constructor(faults: readonly Fault[]) {
    super(formatFaults(faults, 'en'))
    this.name = 'ScenarioError'
    this.faults = faults
  }
}

/** The fault with a text before its message. */
export function prefixed(fault: Fault, prefix: Bilingual): Fault {
  const zh = { ...fault.zh, message: prefix.zh + fault.zh.message }
  return { ...fault, message: prefix.en + fault.message, zh }
}

/** The fault with another suggestion. */
export function withSuggestion(fault: Fault, suggestion: Bilingual): Fault {
  return { ...fault, suggestion: suggestion.en, zh: { ...fault.zh, suggestion: suggestion.zh } }
}

type Lang = keyof Bilingual

/** More faults than these help nobody at a terminal; --json tells them all. */
const SHOWN = 20

/** Faults as a person reads them, the first twenty, with a blank line between; ends without a line break. */
export function formatFaults(faults: readonly Fault[], lang: Lang): string {
  const rest = faults.length - SHOWN
  return [
    ...faults.slice(0, SHOWN).map((fault) => formatFault(fault, lang)),
    countText(faults.length, rest)[lang],
  ].join('\n\n')
}

function countText(count: number, rest: number): Bilingual {
  const more = rest > 0 ? ` (${rest} more not shown; xiaojin check --json FILE tells all)` : ''
  const others = rest > 0 ? `（另有${rest}处未列出；xiaojin check --json FILE 列出全部）` : ''
  return { en: `${count === 1 ? '1 fault' : `${count} faults`}${more}`, zh: `共${count}处错误${others}` }
}

/** Warnings, each with its place. */
export function formatWarnings(warnings: readonly Fault[], lang: Lang): string {
  const rest = warnings.length - SHOWN
  const more: Bilingual = {
    en: `${rest} more warnings (xiaojin check --json FILE tells all)`,
    zh: `另有${rest}条警告（xiaojin check --json FILE 列出全部）`,
  }
  const shown = warnings.slice(0, SHOWN).map((warning) => LABELS.warning[lang] + formatFault(warning, lang))
  return [...shown, ...(rest > 0 ? [more[lang]] : [])].join('\n\n')
}

const LABELS = {
  warning: { en: 'Warning: ', zh: '警告：' },
  found: { en: 'found:    ', zh: '实际：' },
  expected: { en: 'expected: ', zh: '应为：' },
} as const

function formatFault(fault: Fault, lang: Lang): string {
  const { message, found, expected, suggestion } = lang === 'en' ? fault : fault.zh
  const place = fault.line === 0 ? fault.file : `${fault.file}:${fault.line}:${fault.column}`
  const lines = [`${place}: ${message}`]
  if (fault.snippet !== '') lines.push(fault.snippet)
  if (found !== '') lines.push(`  ${LABELS.found[lang]}${found}`)
  if (expected !== '') lines.push(`  ${LABELS.expected[lang]}${expected}`)
  if (suggestion !== '') lines.push(`  ${suggestion}`)
  return lines.join('\n')
}
