/** The text of a scenario file or of an option, and places in it. */
import type { Fault } from '../base/errors.ts'

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

export type FaultParts = Partial<Pick<Fault, 'path' | 'found' | 'expected' | 'suggestion'>>

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
export function faultAt(place: Place, message: string, parts: FaultParts = {}): Fault {
  const { source } = place
  const { line, column } = source.isOption ? { line: 0, column: 0 } : position(source, place.start)
  const snippet = snippetOf(place)
  return { file: source.name, line, column, message, ...blank, ...parts, snippet }
}

/** A fault of the file as a whole. */
export function faultOfFile(file: string, message: string, parts: FaultParts = {}): Fault {
  return { file, line: 0, column: 0, message, snippet: '', ...blank, ...parts }
}

const blank = { path: '', found: '', expected: '', suggestion: '' } as const

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

/** Tabs as one blank, so that the caret stands right; control characters never reach a terminal. */
function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not reach a terminal
  return text.replace(/\t/g, ' ').replace(/[\u0000-\u001f\u007f-\u009f]/g, '\ufffd')
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

/** A piece of a source, short enough for a message. */
export function excerpt({ source, start, end }: Place): string {
  const text = printable(source.text.slice(start, end).replace(/\s+/g, ' ').trim())
  return text.length > 60 ? `${text.slice(0, 59)}…` : text
}
