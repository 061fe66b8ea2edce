/**
 * What is counted in a month: every counter by name, with its unit and, where it is recorded, the column that holds it.
 * The tally, the recorder and the recorded tables follow from lists of these. Entries are sums of integers (persons,
 * loans, fen, basis points × fen), hence exact and independent of the order of consumers.
 */
import { intColumn, yuanColumn } from './build-table.ts'
import type { ColumnSpec } from './table.ts'

export interface Counter {
  /** Money is counted in fen and recorded in yuan (CNY). */
  readonly unit: string
  /** Name of the recorded column; the counter's own where it is left out. */
  readonly column?: string
  /** What it counts; a counter without it is not recorded. */
  readonly en?: string
  readonly zh?: string
}

export type Counters = { readonly [name: string]: Counter }

/** Columns of the counters that are recorded, by counter. */
export function columnsOf<C extends Counters>(counters: C): { readonly [name in keyof C]: ColumnSpec } {
  const columns = Object.entries(counters).flatMap(([name, { unit, column = name, en, zh = '' }]) =>
    en === undefined ? [] : [[name, unit === 'fen' ? yuanColumn(column, en, zh) : intColumn(column, unit, en, zh)]],
  )
  return Object.fromEntries(columns) as { readonly [name in keyof C]: ColumnSpec }
}

/** The columns in this order; recorded counters that have no place in it come last. */
export function inPlace(counters: Counters, columns: readonly ColumnSpec[]): ColumnSpec[] {
  const placed = new Set(columns.map(({ name }) => name))
  return [...columns, ...Object.values(columnsOf(counters)).filter(({ name }) => !placed.has(name))]
}
