/**
 * Columnar tables: what a run records, what measures derive, what outputs write.
 * A column is typed, has a unit, and says in two languages what it holds.
 */

export type ColumnType = 'int' | 'float' | 'text' | 'flag'

export interface ColumnSpec {
  readonly name: string
  readonly type: ColumnType
  /** 'CNY', '1' (a share or a rate per year), 'month', 'year', 'count', 'person', … or '' for labels. */
  readonly unit: string
  readonly en: string
  readonly zh: string
}

export interface Column extends ColumnSpec {
  /** Int columns hold integers below 2^53 in doubles; flags hold 0 or 1; a missing float is NaN. */
  readonly values: Float64Array | readonly string[]
}

export interface Table {
  readonly name: string
  readonly en: string
  readonly zh: string
  readonly rows: number
  readonly columns: readonly Column[]
}

export interface TableSpec {
  readonly name: string
  readonly en: string
  readonly zh: string
  readonly columns: readonly ColumnSpec[]
}

/** Numeric values of a column; throws on an unknown or text column. */
export function numbers(table: Table, column: string): Float64Array {
  const found = table.columns.find((candidate) => candidate.name === column)
  if (found === undefined || !(found.values instanceof Float64Array)) {
    throw new Error(`table ${table.name} has no numeric column ${column}`)
  }
  return found.values
}

/** Text values of a column; throws on an unknown or numeric column. */
export function texts(table: Table, column: string): readonly string[] {
  const found = table.columns.find((candidate) => candidate.name === column)
  if (found === undefined || found.values instanceof Float64Array) {
    throw new Error(`table ${table.name} has no text column ${column}`)
  }
  return found.values
}
