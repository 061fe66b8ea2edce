import type { Row } from '../base/build-table.ts'
import type { Counters } from '../base/counters.ts'
import type { ColumnType, Table, TableSpec } from '../base/table.ts'
import { yuanFromFen } from '../base/units.ts'

/** Values of some rows by column, in the order of the table's columns. */
export type ColumnValues = readonly (Float64Array | readonly string[])[]

const FIRST_ROWS = 256

/** Where a column stands in its table, and what fills it: a cell of the row, or a counter. */
interface Place {
  readonly name: string
  readonly type: ColumnType
  readonly at: number
}

/** Reads one counter for a row, in the unit in which it counts. */
export type CounterReader = (counter: string) => number

function noCounter(counter: string): never {
  throw new Error(`internal error: nothing reads the counter ${counter}`)
}

/**
 * Rows of one table, kept by column; refuses those that do not fit the table's specification. Columns of `counters`
 * are read from the tally, since to write them all into an object for each row took longer than to count them.
 */
export class TableBuilder {
  readonly spec: TableSpec
  rows = 0
  private readonly columns: (string[] | Float64Array)[]
  private readonly cells: readonly Place[]
  private readonly counted: readonly (Place & { readonly isMoney: boolean })[]

  /** Goes on after the rows of `before`, if given. */
  constructor(spec: TableSpec, counters: Counters = {}, before?: ColumnValues) {
    this.spec = spec
    const places = spec.columns.map(({ name, type }, at): Place => ({ name, type, at }))
    this.counted = Object.entries(counters).flatMap(([name, { unit, column = name, en }]) => {
      const place = en === undefined ? undefined : places.find((found) => found.name === column)
      return place === undefined ? [] : [{ ...place, name, isMoney: unit === 'fen' }]
    })
    this.cells = places.filter(({ at }) => !this.counted.some((counter) => counter.at === at))
    this.columns =
      before?.map((values) => (values instanceof Float64Array ? values : [...values])) ??
      spec.columns.map(({ type }) => (type === 'text' ? [] : new Float64Array(FIRST_ROWS)))
    this.rows = before?.[0].length ?? 0
  }

  add(row: Row): void {
    this.addCounted(noCounter, row)
  }

  /** Adds a row whose counters `count` reads. */
  addCounted(count: CounterReader, row: Row): void {
    for (const { name, type, at } of this.cells) {
      const cell = row[name]
      const values = this.columns[at]
      if (typeof cell !== (type === 'text' ? 'string' : 'number')) {
        throw new Error(`internal error: row of ${this.spec.name} has no ${type} ${name}`)
      }
      if (!(values instanceof Float64Array)) values.push(cell as string)
      else this.roomFor(values, at)[this.rows] = cell as number
    }
    for (const { name, at, isMoney } of this.counted) {
      const value = count(name)
      this.roomFor(this.columns[at] as Float64Array, at)[this.rows] = isMoney ? yuanFromFen(value) : value
    }
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
