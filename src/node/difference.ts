/** Where two versions of a file differ, in the words of its kind: a cell of a table, a line, a byte. */

import { csvCell, csvOf, parseCsv } from '../base/csv.ts'
import type { Column, Table } from '../base/table.ts'
import { say } from './language.ts'
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
  return say({ en: `the folder has ${there}, the run again ${again}`, zh: `文件夹中为 ${there}，重新运行得 ${again}` })
}

export function byteDifference({ there, again }: TwoVersions): string {
  const shorter = Math.min(there.length, again.length)
  let at = 0
  while (at < shorter && there[at] === again[at]) at++
  const place = say({ en: `byte ${at}: `, zh: `字节 ${at}：` })
  if (at === shorter) {
    const bytes = say({ en: `${there.length} bytes`, zh: `${there.length}字节` })
    return `${place}${pair(bytes, `${again.length}`)}`
  }
  const hex = (byte: number | undefined): string => `0x${(byte ?? 0).toString(16).padStart(2, '0')}`
  return `${place}${pair(hex(there[at]), hex(again[at]))}`
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
  const place = say({ en: `line ${at + 1}, column ${column + 1}: `, zh: `第${at + 1}行第${column + 1}列：` })
  return `${place}${pair(shown(a.slice(from)), shown(b.slice(from)))}`
}

/** How readers of the table know a row: its number, and its month where it has one. */
function rowName(table: Table, row: number): string {
  const month = table.columns.find((column) => column.name === 'month')
  const number = say({ en: `row ${row + 1}`, zh: `第${row + 1}行` })
  if (month === undefined) return number
  const value = String(month.values[row])
  return `${number}${say({ en: ` (month ${value})`, zh: `（第${value}月）` })}`
}

function cellName(table: Table, row: string, column: string): string {
  const en = `table ${table.name}, ${row}, column ${column}: `
  return say({ en, zh: `表 ${table.name}，${row}，${column} 列：` })
}

export function csvDifference(versions: TwoVersions, table: Table): string {
  const there = parseCsv(Buffer.from(versions.there).toString('utf8'))
  const again = parseCsv(csvOf(table))
  for (const [line, cells] of again.entries()) {
    const found = there[line]
    const place = line === 0 ? say({ en: 'header', zh: '表头' }) : rowName(table, line - 1)
    if (found === undefined) return say({ en: `${place}: missing in the folder`, zh: `${place}：文件夹中缺失` })
    for (const [at, cell] of cells.entries()) {
      if (found[at] === cell) continue
      const value = found[at] === undefined ? say({ en: 'nothing', zh: '空' }) : shown(found[at])
      return `${cellName(table, place, table.columns[at]!.name)}${pair(value, shown(cell))}`
    }
    const more = found.length - cells.length
    if (more > 0) {
      const en = `table ${table.name}, ${place}: ${more} cells too many`
      return say({ en, zh: `表 ${table.name}，${place}：多出${more}个单元格` })
    }
  }
  const more = there.length - again.length
  if (more > 0) {
    return say({ en: `table ${table.name}: ${more} rows too many`, zh: `表 ${table.name}：多出${more}行` })
  }
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
    const en = `table ${table.name}: cannot be read any more (${why}); `
    return `${say({ en, zh: `表 ${table.name}：已无法读取（${why}）；` })}${byteDifference(versions)}`
  }
  for (let row = 0; row < Math.min(there.rows, table.rows); row++) {
    for (const [at, column] of there.columns.entries()) {
      const found = cellDifference(column, table.columns[at]!, row)
      if (found !== null) return `${cellName(table, rowName(table, row), column.name)}${found}`
    }
  }
  const name = say({ en: `table ${table.name}: `, zh: `表 ${table.name}：` })
  if (there.rows !== table.rows) {
    const rows = say({ en: `${there.rows} rows`, zh: `${there.rows}行` })
    return `${name}${pair(rows, String(table.rows))}`
  }
  return `${name}${say({ en: 'same values in other bytes; ', zh: '取值相同而字节不同；' })}${byteDifference(versions)}`
}
