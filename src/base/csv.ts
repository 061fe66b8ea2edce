/**
 * Tables as CSV by RFC 4180, with two liberties: lines end in LF, and text that a spreadsheet would take
 * for a formula is made harmless. Numbers are the shortest that read back as the same double.
 */
import type { Column, Table } from './table.ts'

/**
 * How CSV files begin. With a byte order mark (U+FEFF) a spreadsheet takes them for UTF-8; without one Excel takes
 * Chinese text for another encoding.
 */
export interface CsvForm {
  readonly csvBom?: true
}

export const BYTE_ORDER_MARK = '\ufeff'

/** Said to readers in `data/schema.json`; keep it true to `neutralised`. */
export const csvRules = ({ csvBom }: CsvForm): readonly string[] => [
  `UTF-8 ${csvBom ? 'with' : 'without'} byte order mark, comma, LF line ends, first line holds the column names (RFC 4180 otherwise).`,
  'Numbers are the shortest decimal that reads back as the same 64-bit float; a missing number is an empty cell.',
  "Text that starts with = + - @ ' a tab or a carriage return (or a full-width = + - @) has one apostrophe put before it, so that no spreadsheet runs it as a formula. Drop a leading apostrophe of a text cell to undo it; Parquet holds the text as it is.",
]

const FORMULA_START = /^[=+\-@'\t\r＝＋－＠]/
const NEEDS_QUOTES = /[",\n\r]/

function neutralised(text: string): string {
  return FORMULA_START.test(text) ? `'${text}` : text
}

function quoted(text: string): string {
  return NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** The cell of a column at a row, as it stands in the file. */
export function csvCell(column: Column, row: number): string {
  const value = column.values[row]
  if (typeof value === 'string') return quoted(neutralised(value))
  if (value === undefined) throw new Error(`column ${column.name} has no row ${row}`)
  if (Number.isNaN(value)) return ''
  if (!Number.isFinite(value)) throw new Error(`column ${column.name}, row ${row}: ${value} cannot be written`)
  // String(-0) is '0': the sign of a zero means nothing here.
  return String(value)
}

/** One line of values of any kind, missing ones empty. */
export function csvRow(values: readonly unknown[]): string {
  const cells = values.map((value) => {
    if (value === null || value === undefined) return ''
    if (typeof value === 'number' || typeof value === 'boolean') return String(value)
    return quoted(neutralised(typeof value === 'string' ? value : JSON.stringify(value)))
  })
  return `${cells.join(',')}\n`
}

/** Lines joined at a time. */
const LINES = 4096

export function csvOf(table: Table, { csvBom }: CsvForm = {}): string {
  let text = `${csvBom ? BYTE_ORDER_MARK : ''}${table.columns.map((column) => quoted(column.name)).join(',')}\n`
  // A list of all lines would take more than the text.
  for (let from = 0; from < table.rows; from += LINES) {
    const lines = Array.from({ length: Math.min(LINES, table.rows - from) }, (_, k) =>
      table.columns.map((column) => csvCell(column, from + k)).join(','),
    )
    text += `${lines.join('\n')}\n`
  }
  return text
}

/** Splits CSV text, with or without a byte order mark, into rows of cells; broken quoting is taken as plain text, since a damaged file must still be compared. */
export function parseCsv(text: string): string[][] {
  const rows: string[][] = []
  let row: string[] = []
  let cell = ''
  let inQuotes = false
  const endCell = (): void => {
    row.push(cell)
    cell = ''
  }
  const endRow = (): void => {
    endCell()
    rows.push(row)
    row = []
  }
  for (let at = text.startsWith(BYTE_ORDER_MARK) ? 1 : 0; at < text.length; at++) {
    const char = text[at]
    if (inQuotes) {
      if (char !== '"') cell += char
      else if (text[at + 1] === '"') {
        cell += '"'
        at++
      } else inQuotes = false
    } else if (char === '"' && cell === '') inQuotes = true
    else if (char === ',') endCell()
    else if (char === '\n') endRow()
    else cell += char
  }
  if (cell !== '' || row.length > 0) endRow()
  return rows
}
