/** Reading recorded tables: by name, by window, by group. */
import { numbers, type Table, texts } from '../base/table.ts'

export function tableNamed(tables: readonly Table[], name: string): Table {
  const found = tables.find((table) => table.name === name)
  if (found === undefined) throw new Error(`no table ${name} among the recorded tables`)
  return found
}

/** Rows of the reported window: month 0 on. */
export function reportedRows(table: Table): number[] {
  const month = numbers(table, 'month')
  const rows: number[] = []
  for (let row = 0; row < table.rows; row++) if (month[row] >= 0) rows.push(row)
  return rows
}

export function sumOf(values: ArrayLike<number>, rows: readonly number[]): number {
  let sum = 0
  for (const row of rows) sum += values[row]
  return sum
}

/** Sum of a column over the reported window. */
export function reportedSum(table: Table, column: string): number {
  return sumOf(numbers(table, column), reportedRows(table))
}

export interface RowGroup {
  /** Values of the key columns. */
  readonly key: readonly string[]
  readonly rows: readonly number[]
}

/** Rows that share their text in `keys`, in order of first appearance. */
export function groupRows(table: Table, keys: readonly string[], rows: readonly number[]): RowGroup[] {
  const columns = keys.map((key) => texts(table, key))
  const groups = new Map<string, { key: string[]; rows: number[] }>()
  for (const row of rows) {
    const key = columns.map((column) => column[row])
    const id = JSON.stringify(key)
    const group = groups.get(id)
    if (group === undefined) groups.set(id, { key, rows: [row] })
    else group.rows.push(row)
  }
  return [...groups.values()]
}

/** Rows by the number in `column`, ascending. */
export function rowsByNumber(table: Table, column: string): Map<number, number[]> {
  const values = numbers(table, column)
  const groups = new Map<number, number[]>()
  for (let row = 0; row < table.rows; row++) {
    const group = groups.get(values[row])
    if (group === undefined) groups.set(values[row], [row])
    else group.push(row)
  }
  return new Map([...groups].sort(([a], [b]) => a - b))
}

/** part / whole; NaN (missing) where there is nothing to divide by. */
export function ratio(part: number, whole: number): number {
  return whole > 0 ? part / whole : NaN
}

/** Mean and (population) standard deviation, weights optional; NaN of nothing. */
export function meanAndSd(values: readonly number[], weights?: readonly number[]): { mean: number; sd: number } {
  const weightOf = (k: number): number => (weights === undefined ? 1 : weights[k])
  let total = 0
  let sum = 0
  for (let k = 0; k < values.length; k++) {
    total += weightOf(k)
    sum += weightOf(k) * values[k]
  }
  const mean = ratio(sum, total)
  let squares = 0
  for (let k = 0; k < values.length; k++) squares += weightOf(k) * (values[k] - mean) * (values[k] - mean)
  return { mean, sd: Math.sqrt(ratio(squares, total)) }
}
