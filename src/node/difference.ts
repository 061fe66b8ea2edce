/** Where two versions of a file differ, in the words of its kind: a cell of a table, a line, a byte. */
import type { Column, Table } from '../base/table.ts'
import { csvCell, csvOf, parseCsv } from './csv.ts'
import { readParquet } from './parquet.ts'

/** Both versions of a file: as it lies in the folder, and as it should be. */
export interface TwoVersions {
  readonly there: Uint8Array
  readonly again: Uint8Array
}

const MAX_SHOWN = 60

function shown(value: string): string {
  const text = JSON.stringify(value)
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text
}

function pair(there: string, again: string): string {
  return `the folder has ${there}, the run again ${again}`
}

export function byteDifference({ there, again }: TwoVersions): string {
  const shorter = Math.min(there.length, again.length)
  let at = 0
  while (at < shorter && there[at] === again[at]) at++
  if (at === shorter) return `byte ${at}: ${pair(`${there.length} bytes`, `${again.length}`)}`
  const hex = (byte: number | undefined): string => `0x${(byte ?? 0).toString(16).padStart(2, '0')}`
  return `byte ${at}: ${pair(hex(there[at]), hex(again[at]))}`
}

export function lineDifference(versions: TwoVersions): string {
  const [there, again] = [versions.there, versions.again].map((bytes) =>
    Buffer.from(bytes).toString('utf8').split('\n'),
  )
  const line = there!.findIndex((text, at) => text !== again![at])
  if (line < 0 && there!.length === again!.length) return byteDifference(versions)
  const at = line < 0 ? there!.length : line
  const [a, b] = [there![at] ?? '', again![at] ?? '']
  let column = 0
  while (column < a.length && a[column] === b[column]) column++
  const from = Math.max(0, column - 20)
  return `line ${at + 1}, column ${column + 1}: ${pair(shown(a.slice(from)), shown(b.slice(from)))}`
}

/** How readers of the table know a row: its number, and its month where it has one. */
function rowName(table: Table, row: number): string {
  const month = table.columns.find((column) => column.name === 'month')
  return month === undefined ? `row ${row + 1}` : `row ${row + 1} (month ${month.values[row]})`
}

export function csvDifference(versions: TwoVersions, table: Table): string {
  const there = parseCsv(Buffer.from(versions.there).toString('utf8'))
  const again = parseCsv(csvOf(table))
  for (const [line, cells] of again.entries()) {
    const found = there[line]
    const place = line === 0 ? 'header' : rowName(table, line - 1)
    if (found === undefined) return `${place}: missing in the folder`
    for (const [at, cell] of cells.entries()) {
      if (found[at] === cell) continue
      const value = found[at] === undefined ? 'nothing' : shown(found[at])
      return `table ${table.name}, ${place}, column ${table.columns[at]!.name}: ${pair(value, shown(cell))}`
    }
    if (found.length > cells.length)
      return `table ${table.name}, ${place}: ${found.length - cells.length} cells too many`
  }
  if (there.length > again.length) return `table ${table.name}: ${there.length - again.length} rows too many`
  return lineDifference(versions)
}

function cellDifference(column: Column, again: Column, row: number): string | null {
  return Object.is(column.values[row], again.values[row]) ? null : pair(csvCell(column, row), csvCell(again, row))
}

export async function parquetDifference(versions: TwoVersions, table: Table): Promise<string> {
  let there: Table
  try {
    there = await readParquet(versions.there, table)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return `table ${table.name}: cannot be read any more (${why}); ${byteDifference(versions)}`
  }
  for (let row = 0; row < Math.min(there.rows, table.rows); row++) {
    for (const [at, column] of there.columns.entries()) {
      const found = cellDifference(column, table.columns[at]!, row)
      if (found !== null) return `table ${table.name}, ${rowName(table, row)}, column ${column.name}: ${found}`
    }
  }
  if (there.rows !== table.rows) return `table ${table.name}: ${pair(`${there.rows} rows`, String(table.rows))}`
  return `table ${table.name}: same values in other bytes; ${byteDifference(versions)}`
}
