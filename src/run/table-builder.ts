import type { Row } from '../base/build-table.ts'
import type { Table, TableSpec } from '../base/table.ts'

/** Values of some rows by column, in the order of the table's columns. */
export type ColumnValues = readonly (Float64Array | readonly string[])[]

const FIRST_ROWS = 256

/** Rows of one table, kept by column; refuses those that do not fit the table's specification. */
export class TableBuilder {
  readonly spec: TableSpec
  rows = 0
  private readonly columns: (string[] | Float64Array)[]

  /** Goes on after the rows of `before`, if given. */
  constructor(spec: TableSpec, before?: ColumnValues) {
    this.spec = spec
    this.columns =
      before?.map((values) => (values instanceof Float64Array ? values : [...values])) ??
      spec.columns.map(({ type }) => (type === 'text' ? [] : new Float64Array(FIRST_ROWS)))
    this.rows = before?.[0].length ?? 0
  }

  add(row: Row): void {
    this.spec.columns.forEach(({ name, type }, at) => {
      const cell = row[name]
      const values = this.columns[at]
      if (typeof cell !== (type === 'text' ? 'string' : 'number')) {
        throw new Error(`internal error: row of ${this.spec.name} has no ${type} ${name}`)
      }
      if (!(values instanceof Float64Array)) values.push(cell as string)
      else this.roomFor(values, at)[this.rows] = cell as number
    })
    this.rows++
  }

  private roomFor(values: Float64Array, at: number): Float64Array {
    if (this.rows < values.length) return values
    const grown = new Float64Array(Math.max(FIRST_ROWS, 2 * values.length))
    grown.set(values)
    this.columns[at] = grown
    return grown
  }

  /** The rows from position `from` on, up to `to`. */
  since(from: number, to: number = this.rows): ColumnValues {
    return this.columns.map((values) => values.slice(from, to))
  }

  build(): Table {
    const { name, en, zh, columns } = this.spec
    const values = this.since(0)
    return { name, en, zh, rows: this.rows, columns: columns.map((column, at) => ({ ...column, values: values[at] })) }
  }
}
