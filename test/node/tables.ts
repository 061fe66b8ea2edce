/** Small tables with everything that files stumble over. */
import { parseCsv } from '../../src/base/csv.ts'
import type { Column, ColumnType, Table } from '../../src/base/table.ts'

/** The rows of a CSV file, cells by their columns. */
export function csvRows(text: string): { readonly [column: string]: string }[] {
  const [head, ...rows] = parseCsv(text)
  return rows.map((cells) => Object.fromEntries(head.map((name, k) => [name, cells[k]])))
}

export function column(name: string, type: ColumnType, values: readonly number[] | readonly string[]): Column {
  const spec = { name, type, unit: '', en: name, zh: name }
  return type === 'text'
    ? { ...spec, values: values as readonly string[] }
    : { ...spec, values: Float64Array.from(values as readonly number[]) }
}

export function tableOf(...columns: Column[]): Table {
  return { name: 'sample', en: 'Sample', zh: '样例', rows: columns[0]?.values.length ?? 0, columns }
}

export const HOSTILE_TEXTS = [
  '=HYPERLINK("http://x","y")',
  '+1',
  '-1',
  '@SUM(A1)',
  '\tx',
  '\rx',
  "'quoted",
  '＝1',
  'a,b',
  'say "so"',
  'two\nlines',
  '</script><script>alert(1)</script>',
  '征信 · <b>&amp;</b>',
  '',
]
