import type { Table } from '../base/table.ts'

/** What one run leaves behind. Everything a researcher sees is derived from this. */
export interface RunResult {
  /** The recorded tables, in the order of `RECORDED`. */
  readonly tables: readonly Table[]
  /** Lines of events.ndjson, without line ends. */
  readonly events: readonly string[]
  /** SHA-256 (hex) over every recorded column and event. */
  readonly digest: string
}
