/** Plain tables for a terminal. */
import { printable } from './printable.ts'

/** Chinese characters and their punctuation take two columns. */
const WIDE = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/

export function terminalWidth(text: string): number {
  let width = 0
  for (const char of text) width += WIDE.test(char) ? 2 : 1
  return width
}

/** A text of at most so many columns, with an ellipsis where it was longer. */
export function clipped(text: string, most: number): string {
  const [line = ''] = wrapped(text, most - 1)
  return terminalWidth(text) <= most ? text : `${line}…`
}

/** A text in lines of at most so many columns, at blanks and between Chinese characters where it can be. */
export function wrapped(text: string, most: number): string[] {
  const lines = ['']
  const fits = (part: string): boolean => terminalWidth(`${lines.at(-1)}${part}`) <= most
  for (const part of text.match(/[^ \u2e80-\uffe6]+|[\u2e80-\uffe6]| /gu) ?? []) {
    if (!fits(part)) lines.push('')
    for (const char of fits(part) ? [part] : part) {
      if (!fits(char)) lines.push('')
      lines[lines.length - 1] += char
    }
  }
  return lines.map((line) => line.trim()).filter((line) => line !== '')
}

export type Align = 'left' | 'right'

/** Rows of cells in columns as wide as their widest cell, two blanks apart. */
export function textTable(rows: readonly (readonly string[])[], align: readonly Align[]): string {
  const printed = rows.map((row) => row.map(printable))
  const widths = align.map((_, column) => {
    return printed.reduce((width, row) => Math.max(width, terminalWidth(row[column] ?? '')), 0)
  })
  const lines = printed.map((row) => {
    const cells = align.map((side, column) => {
      const cell = row[column] ?? ''
      const blanks = ' '.repeat((widths[column] ?? 0) - terminalWidth(cell))
      return side === 'left' ? cell + blanks : blanks + cell
    })
    return cells.join('  ').trimEnd()
  })
  return `${lines.join('\n')}\n`
}
