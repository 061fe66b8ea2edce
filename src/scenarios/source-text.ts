/** The text of a scenario file or of an option, and places in it. */
import { type Fault, type FaultWords, verbatim } from '../base/errors.ts'
import type { Bilingual } from '../base/vocabulary.ts'

export interface SourceText {
  /** As the user named it; shown in front of every fault. */
  readonly name: string
  readonly text: string
  /** Offset at which each line starts. */
  readonly lineStarts: readonly number[]
  /** A single-line option of the command line has no line numbers worth telling. */
  readonly isOption: boolean
}

/** A stretch [start, end) of a source. */
export interface Place {
  readonly source: SourceText
  readonly start: number
  readonly end: number
}

export interface FaultParts {
  readonly path?: string
  readonly found?: Bilingual | undefined
  readonly expected?: Bilingual | undefined
  readonly suggestion?: Bilingual | undefined
}

const MARGIN = 100

export function sourceText(name: string, text: string, isOption: boolean): SourceText {
  const lineStarts = [0]
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lineStarts.push(at + 1)
  return { name, text, lineStarts, isOption }
}

/** Line and column of an offset, both from 1. */
export function position(source: SourceText, offset: number): { readonly line: number; readonly column: number } {
  let low = 0
  let high = source.lineStarts.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (source.lineStarts[middle] <= offset) low = middle
    else high = middle - 1
  }
  return { line: low + 1, column: offset - source.lineStarts[low] + 1 }
}

/** A fault at a place, with the line and a caret under it. */
export function faultAt(place: Place, message: Bilingual, parts: FaultParts = {}): Fault {
  const { source } = place
  const { line, column } = source.isOption ? { line: 0, column: 0 } : position(source, place.start)
  return {
    file: source.name,
    line,
    column,
    path: parts.path ?? '',
    ...wordsIn('en', message, parts),
    snippet: snippetOf(place),
    zh: wordsIn('zh', message, parts),
  }
}

/** A fault of the file as a whole. */
export function faultOfFile(file: string, message: Bilingual, parts: FaultParts = {}): Fault {
  const words = wordsIn('en', message, parts)
  return { file, line: 0, column: 0, path: parts.path ?? '', ...words, snippet: '', zh: wordsIn('zh', message, parts) }
}

function wordsIn(lang: keyof Bilingual, message: Bilingual, { found, expected, suggestion }: FaultParts): FaultWords {
  return {
    message: message[lang],
    found: found?.[lang] ?? '',
    expected: expected?.[lang] ?? '',
    suggestion: suggestion?.[lang] ?? '',
  }
}

function snippetOf({ source, start, end }: Place): string {
  const { line, column } = position(source, start)
  const lineStart = source.lineStarts[line - 1]
  const lineEnd = source.lineStarts[line] ?? source.text.length
  const whole = source.text.slice(lineStart, lineEnd).replace(/\r?\n$/, '')
  // A very long line is cut to the neighbourhood of the fault.
  const from = Math.max(0, column - 1 - MARGIN)
  const to = Math.min(whole.length, column - 1 + MARGIN)
  const lead = from > 0 ? '…' : ''
  const shown = `${lead}${printable(whole.slice(from, to))}${to < whole.length ? '…' : ''}`
  const before = columns(whole.slice(from, column - 1)) + lead.length
  const carets = Math.max(1, columns(source.text.slice(start, Math.min(end, lineStart + to))))
  const gutter = source.isOption ? '  | ' : `  ${line} | `
  const blankGutter = `${' '.repeat(gutter.length - 2)}| `
  return `${gutter}${shown}\n${blankGutter}${' '.repeat(before)}${'^'.repeat(carets)}`
}

/** Controls, separators of lines, and what turns the direction of reading; halves of surrogate pairs. */
const UNPRINTABLE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not reach a terminal
  /[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069\ufeff]|\p{Cs}/gu

/** Tabs as one blank, so that the caret stands right; control characters never reach a terminal. */
export function printable(text: string): string {
  return text.replace(/\t/g, ' ').replace(UNPRINTABLE, '\ufffd')
}

/** How many columns a terminal needs: Chinese characters and their punctuation take two. */
function columns(text: string): number {
  let width = 0
  for (const character of text)
    width += /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/.test(
      character,
    )
      ? 2
      : 1
  return width
}

const BLANK: Bilingual = { en: 'a plain blank', zh: '半角空格' }

const FULL_WIDTH: { readonly [mark: string]: string | Bilingual } = {
  '：': { en: ': followed by a blank', zh: ': 并后接空格' },
  '，': ',',
  '、': ',',
  '；': ',',
  '＃': '#',
  '［': '[',
  '］': ']',
  '【': '[',
  '】': ']',
  '｛': '{',
  '｝': '}',
  '“': '"',
  '”': '"',
  '＂': '"',
  '‘': "'",
  '’': "'",
  '－': '-',
  '＝': '=',
  '．': '.',
  '。': '.',
  '％': '%',
  '\u3000': BLANK,
  '\u00a0': BLANK,
}

const UNSEEN: { readonly [mark: string]: Bilingual } = {
  '\u3000': { en: 'a full-width blank (U+3000)', zh: '全角空格（U+3000）' },
  '\u00a0': { en: 'a no-break space (U+00A0)', zh: '不间断空格（U+00A0）' },
}

/** What to type in place of the Chinese punctuation and full-width digits in a text. */
export function fullWidthHint(text: string): Bilingual | undefined {
  const marks = [...new Set(text.match(/[：，、；＃［］【】｛｝“”＂‘’－＝．。％\u3000\u00a0]/g) ?? [])]
  const digits: Bilingual = { en: 'digits are full-width: type 0 to 9', zh: '数字为全角：请输入半角 0 至 9' }
  const told = marks.map((mark): Bilingual => {
    const shown = UNSEEN[mark] ?? { en: mark, zh: `中文符号 ${mark} ` }
    const typed = FULL_WIDTH[mark]
    const { en, zh } = typeof typed === 'string' ? verbatim(typed) : typed
    return { en: `${shown.en} is not YAML’s: type ${en}`, zh: `${shown.zh}不是 YAML 语法，请改为 ${zh}` }
  })
  const hints = [...told, ...(/[０-９]/.test(text) ? [digits] : [])].slice(0, 4)
  if (hints.length === 0) return undefined
  return { en: hints.map(({ en }) => en).join('; '), zh: hints.map(({ zh }) => zh).join('；') }
}

/** The lines that a place touches, and the one before it. */
export function linesAround({ source, start, end }: Place): string {
  const { line } = position(source, start)
  const last = position(source, Math.max(start, Math.min(end, source.text.length) - 1)).line
  return source.text.slice(source.lineStarts[Math.max(0, line - 2)], source.lineStarts[last] ?? source.text.length)
}

/** A piece of a source, short enough for a message. */
export function excerpt({ source, start, end }: Place): string {
  const text = printable(source.text.slice(start, end).replace(/\s+/g, ' ').trim())
  return text.length > 60 ? `${text.slice(0, 59)}…` : text
}
