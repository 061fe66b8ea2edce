/** Rows that are kept in blocks, against the same rows in plain lists. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { floatColumn, intColumn, tableOf, textColumn } from '../../src/base/build-table.ts'
import { type PackedRows, TableBuilder, valuesOf, Words } from '../../src/run/table-builder.ts'

const SPEC = tableOf('small', 'Small', '小表', [
  textColumn('who', 'who', '谁'),
  floatColumn('share', '1', 'share', '份额'),
  intColumn('loans', 'count', 'loans', '笔数'),
])
const COUNTERS = { loans: { unit: 'count', en: 'loans' } }

interface Plain {
  who: string
  share: number
  loans: number
}
const VALUE = fc.oneof(fc.double(), fc.constantFrom(-0, Number.NaN, 2 ** 53 - 1))
const ROW = fc.record({ who: fc.constantFrom('', 'a', '甲', '1.0'), share: VALUE, loans: VALUE })

const add = (table: TableBuilder, { who, share, loans }: Plain): void => table.addCounted(() => loans, { who, share })
const columns = (rows: readonly Plain[]): unknown[] => [
  rows.map(({ who }) => who),
  Float64Array.from(rows, ({ share }) => share),
  Float64Array.from(rows, ({ loans }) => loans),
]

test('rows come back to the bit, from any row to any other, after changes and after a copy in between', () => {
  fc.assert(
    fc.property(
      fc.array(ROW, { minLength: 1, maxLength: 9 }),
      fc.nat(20_000),
      fc.nat(20_000),
      fc.nat(),
      (kinds, count, more, at) => {
        const rows = Array.from({ length: count + more + 1 }, (_, row) => ({ ...kinds[row % kinds.length]! }))
        const first = new Words()
        const begun = new TableBuilder(SPEC, first, COUNTERS)
        for (const row of rows.slice(0, count)) add(begun, row)
        const kept = structuredClone({ rows: begun.rows, columns: begun.columns }) as PackedRows
        const words = new Words(first.list)
        const table = new TableBuilder(SPEC, words, COUNTERS, kept)
        for (const row of rows.slice(count)) add(table, row)
        const changed = rows[at % rows.length]!
        Object.assign(changed, { who: 'b', share: 0.5 })
        table.change(at % rows.length, { who: 'b', share: 0.5 })
        expect(SPEC.columns.map((_, column) => valuesOf(SPEC, table, column, words.list))).toEqual(columns(rows))
        const [from, to] = [Math.min(count, at % rows.length), rows.length]
        expect(table.since(from, to)).toEqual(columns(rows.slice(from, to)))
        // What goes on does not change what was copied from.
        expect(begun.since(0)).toEqual(
          columns(rows.slice(0, count).map((row, k) => (row === changed ? kinds[k % kinds.length]! : row))),
        )
      },
    ),
    { numRuns: 25 },
  )
})

test('a row without a value for a column, or with one of another type, is refused', () => {
  const table = new TableBuilder(SPEC, new Words())
  expect(() => table.add({ who: 'a', loans: 1 })).toThrow('row of small has no float share')
  expect(() => table.add({ who: 1, share: 1, loans: 1 })).toThrow('row of small has no text who')
})
