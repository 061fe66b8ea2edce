import type { Column, Table } from '../base/table.ts'
import { RECORDED } from '../measures/records.ts'
import { type PackedRows, valuesOf } from './table-builder.ts'

/** What one run leaves behind. Everything a researcher sees is derived from this. */
export interface RunResult {
  /** The recorded tables, in the order of `RECORDED`. */
  readonly tables: readonly Table[]
  /** Lines of events.ndjson, without line ends. */
  readonly events: readonly string[]
  /** SHA-256 (hex) over every recorded column and event. */
  readonly digest: string
}

/** The same as a simulation has kept it: a large one leaves no room for its tables beside its consumers. */
export interface PackedResult extends Omit<RunResult, 'tables'> {
  readonly words: readonly string[]
  /** In the order of `RECORDED`. */
  readonly tables: readonly PackedRows[]
}

/** Its columns are unpacked when they are first read: of many runs nobody looks at the panel. */
export function unpacked({ words, tables, events, digest }: PackedResult): RunResult {
  const filled = RECORDED.map((spec, k): Table => {
    const packed = tables[k]
    const columns = spec.columns.map((column, at) => {
      let values: Column['values'] | undefined
      return {
        ...column,
        get values() {
          values ??= valuesOf(spec, packed, at, words)
          return values
        },
      }
    })
    return { ...spec, rows: packed.rows, columns }
  })
  return { tables: filled, events, digest }
}
