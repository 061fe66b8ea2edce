/** Reads Parquet with arrow-rs, which accepts no file that breaks the format. */
import { createRequire } from 'node:module'
import { tableFromIPC } from 'apache-arrow'

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
