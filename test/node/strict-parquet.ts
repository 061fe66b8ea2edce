/** Reads Parquet with arrow-rs, which accepts no file that breaks the format. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { tableFromIPC } from 'apache-arrow'
import { expect } from 'vitest'
import { parseCsv } from '../../src/base/csv.ts'

const { readParquet } = createRequire(import.meta.url)('parquet-wasm/node') as typeof import('parquet-wasm')

export interface StrictTable {
  readonly names: readonly string[]
  /** Numbers as numbers, whole ones exact; null where a number is missing. */
  readonly rows: readonly (readonly (number | string | null)[])[]
}

/** The table of a file; throws where the file breaks the format. */
export function readStrictly(bytes: Uint8Array): StrictTable {
  const table = tableFromIPC(readParquet(bytes).intoIPCStream())
  const columns = table.schema.fields.map((_, k) => table.getChildAt(k)!)
  const plain = (value: unknown): number | string | null => {
    if (typeof value === 'bigint') return Number(value)
    if (typeof value === 'number' || typeof value === 'string') return value
    if (value === null) return null
    throw new Error(`a value of type ${typeof value}`)
  }
  return {
    names: table.schema.fields.map(({ name }) => name),
    rows: Array.from({ length: table.numRows }, (_, row) => columns.map((column) => plain(column.get(row)))),
  }
}

interface TableSchema {
  readonly name: string
  readonly rows: number
  readonly columns: readonly { readonly name: string; readonly type: string }[]
}

/** The same table as its CSV file says it, by the rules in data/schema.json. */
function csvTable(text: string, like: StrictTable, types: readonly string[]): StrictTable {
  const [names = [], ...rows] = parseCsv(text)
  expect(names).toEqual(like.names)
  return {
    names,
    rows: rows.map((row) =>
      row.map((cell, c) => {
        if (types[c] === 'text') return cell.startsWith("'") ? cell.slice(1) : cell
        return cell === '' ? null : Number(cell)
      }),
    ),
  }
}

/** A Parquet file of a results folder opens and equals the CSV file beside it. */
export function expectItsCsv(folder: string, path: string): void {
  const { tables } = JSON.parse(readFileSync(join(folder, 'data/schema.json'), 'utf8')) as { tables: TableSchema[] }
  const found = readStrictly(readFileSync(join(folder, path)))
  const [, name] = /^data\/([^/.]+)/.exec(path)!
  const schema = tables.find((table) => table.name === name)
  expect([path, schema?.rows]).toEqual([path, found.rows.length])
  const types = schema!.columns.map(({ type }) => type)
  // A zero has no sign that means anything, and CSV writes none.
  const unsigned = found.rows.map((row) => row.map((value) => (value === 0 ? 0 : value)))
  const csv = readFileSync(join(folder, path.replace(/\.parquet$/, '.csv')), 'utf8')
  expect({ ...found, rows: unsigned }, path).toEqual(csvTable(csv, found, types))
}
