import { buildTable, type Cell, type Row } from '../base/build-table.ts'
import type { Table, TableSpec } from '../base/table.ts'

/** Rows of one table; refuses those that do not fit the table's specification. */
export class TableBuilder {
  readonly spec: TableSpec
  readonly rows: Cell[][] = []

  constructor(spec: TableSpec) {
    this.spec = spec
  }

  add(row: Row): void {
    this.rows.push(
      this.spec.columns.map((column) => {
        const cell = row[column.name]
        if (typeof cell !== (column.type === 'text' ? 'string' : 'number')) {
          throw new Error(`internal error: row of ${this.spec.name} has no ${column.type} ${column.name}`)
        }
        return cell
      }),
    )
  }

  build(): Table {
    return buildTable(this.spec, this.rows)
  }
}
