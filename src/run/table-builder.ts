import type { Cell } from '../base/build-table.ts'
import type { Table, TableSpec } from '../base/table.ts'

export type Row = { readonly [column: string]: Cell }

const FIRST_ROWS = 256

/** Rows of one table, kept by column; refuses those that do not fit the table's specification. */
export class TableBuilder {
  readonly spec: TableSpec
  rows = 0
  private readonly columns: (string[] | Float64Array)[]

  constructor(spec: TableSpec) {
    this.spec = spec
    this.columns = spec.columns.map(({ type }) => (type === 'text' ? [] : new Float64Array(FIRST_ROWS)))
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
    const grown = new Float64Array(2 * values.length)
    grown.set(values)
    this.columns[at] = grown
    return grown
  }

  build(): Table {
    const { name, en, zh, columns } = this.spec
    return {
      name,
      en,
      zh,
      rows: this.rows,
      columns: columns.map((column, at) => ({ ...column, values: this.columns[at].slice(0, this.rows) })),
    }
  }
}
