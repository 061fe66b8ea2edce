/** Derived tables from rows of values: the inverse of reading columns. */
import type { ColumnSpec, Table, TableSpec } from './table.ts'

export type Cell = number | string

/** One row by the names of its columns. */
export type Row = { readonly [column: string]: Cell }

/** Each row holds one value a column of the spec, numbers for numeric columns and strings for text. */
export function buildTable(spec: TableSpec, rows: readonly (readonly Cell[])[]): Table {
  return {
    name: spec.name,
    en: spec.en,
    zh: spec.zh,
    rows: rows.length,
    columns: spec.columns.map((column, index) => ({
      ...column,
      values:
        column.type === 'text'
          ? rows.map((row) => String(row[index]))
          : new Float64Array(rows.map((row) => Number(row[index]))),
    })),
  }
}

/** A recorded or derived table: its name, what it holds in both languages, its columns. */
export const tableOf = (name: string, en: string, zh: string, columns: readonly ColumnSpec[]): TableSpec => ({
  name,
  en,
  zh,
  columns,
})

const column = (type: ColumnSpec['type'], name: string, unit: string, en: string, zh: string): ColumnSpec => {
  return { name, type, unit, en, zh }
}
export const textColumn = (name: string, en: string, zh: string): ColumnSpec => column('text', name, '', en, zh)
export const intColumn = (name: string, unit: string, en: string, zh: string): ColumnSpec =>
  column('int', name, unit, en, zh)
export const floatColumn = (name: string, unit: string, en: string, zh: string): ColumnSpec =>
  column('float', name, unit, en, zh)
export const flagColumn = (name: string, en: string, zh: string): ColumnSpec => column('flag', name, '', en, zh)
export const yuanColumn = (name: string, en: string, zh: string): ColumnSpec => floatColumn(name, 'CNY', en, zh)
export const MONTH_COLUMN: ColumnSpec = intColumn(
  'month',
  'month',
  'month, 0 = first reported month',
  '月份，0 为首个报告月',
)
