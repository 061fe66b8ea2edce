import { parquetMetadata, parquetReadObjects } from 'hyparquet'
import { expect, test } from 'vitest'
import type { Column, ColumnType } from '../../src/base/table.ts'
import { parquetOf, readParquet } from '../../src/node/parquet.ts'
import { readStrictly } from './strict-parquet.ts'
import { column, HOSTILE_TEXTS, tableOf } from './tables.ts'

const texts = HOSTILE_TEXTS
const table = tableOf(
  column(
    'month',
    'int',
    texts.map((_, k) => k - 3),
  ),
  column(
    'big',
    'int',
    texts.map((_, k) => 2 ** 53 - 1 - k),
  ),
  column(
    'share',
    'float',
    texts.map((_, k) => (k === 2 ? Number.NaN : k / 7)),
  ),
  column(
    'promoted',
    'flag',
    texts.map((_, k) => k % 2),
  ),
  column('text', 'text', texts),
)

function fileOf(bytes: Uint8Array): ArrayBuffer {
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer
}

test('reads back exactly what was written', async () => {
  expect(await readParquet(parquetOf(table), table)).toEqual(table)
})

test('has the promised types for every reader, and null for a missing number', async () => {
  const file = fileOf(parquetOf(table))
  const types = parquetMetadata(file)
    .schema.slice(1)
    .map(({ name, type }) => [name, type])
  expect(types).toEqual([
    ['month', 'INT64'],
    ['big', 'INT64'],
    ['share', 'DOUBLE'],
    ['promoted', 'INT32'],
    ['text', 'BYTE_ARRAY'],
  ])
  const rows = await parquetReadObjects({ file })
  expect(rows[2]).toMatchObject({ share: null, big: 2n ** 53n - 3n, text: '-1' })
})

test('the same table gives the same bytes, also without rows', async () => {
  expect(parquetOf(table)).toEqual(parquetOf(structuredClone(table)))
  const empty = tableOf(column('month', 'int', []), column('x', 'float', []), column('who', 'text', []))
  expect(await readParquet(parquetOf(empty), empty)).toEqual(empty)
})

test('a table of many rows comes back whole', async () => {
  const rows = Array.from({ length: 250_000 }, (_, k) => k)
  const long = tableOf(
    column('k', 'int', rows),
    column(
      'who',
      'text',
      rows.map((k) => `w${k % 7}`),
    ),
  )
  expect(await readParquet(parquetOf(long), long)).toEqual(long)
})

test('says so when a column is not there', async () => {
  const other = tableOf(...table.columns, column('more', 'float', []))
  await expect(readParquet(parquetOf(table), other)).rejects.toThrow(/differ in length/)
})

const TYPES = ['int', 'float', 'flag', 'text'] as const

/** Columns of every type with values that files stumble over. */
function columnsOf(types: readonly ColumnType[], rows: number): Column[] {
  return types.map((type, c) => {
    const name = `${'列'.repeat(c % 3)}c${c}`
    const at = (k: number): number | string => {
      if (type === 'text') return ['', '征信，“助贷”', HOSTILE_TEXTS[k % HOSTILE_TEXTS.length]!, '😀'][k % 4]!
      if (type === 'flag') return k % 2
      if (type === 'int') return [0, -1, 2 ** 53 - 1, -(2 ** 53 - 1)][k % 4]!
      return [Number.NaN, 0.1, -1e300, 5e-324][(k + c) % 4]!
    }
    return column(name, type, Array.from({ length: rows }, (_, k) => at(k)) as number[] | string[])
  })
}

test('every table opens in arrow-rs with the values it was given: all sets of types, from no row on', () => {
  let cases = 0
  for (let set = 1; set < 256; set++) {
    // Up to four columns, each of one of the types or left out.
    const types = [0, 1, 2, 3].flatMap((c) => {
      const code = (set >> (2 * c)) & 3
      return c === 0 || set >> (2 * c) > 0 ? [TYPES[code]!] : []
    })
    for (const rows of [0, 1, 7]) {
      const made = tableOf(...columnsOf(types, rows))
      const { names, rows: found } = readStrictly(parquetOf(made))
      expect(names).toEqual(made.columns.map(({ name }) => name))
      const wanted = Array.from({ length: rows }, (_, row) =>
        made.columns.map(({ values }) => (Number.isNaN(values[row]) ? null : values[row])),
      )
      expect(found).toEqual(wanted)
      cases++
    }
  }
  expect(cases).toBe(765)
})

test('a table whose numbers are all missing, one of many row groups, and one without columns open in arrow-rs', () => {
  const missing = tableOf(column('x', 'float', [Number.NaN, Number.NaN]), column('y', 'text', ['', '']))
  expect(readStrictly(parquetOf(missing)).rows).toEqual([
    [null, ''],
    [null, ''],
  ])
  const many = tableOf(
    column(
      'k',
      'int',
      Array.from({ length: 1_000_003 }, (_, k) => k),
    ),
  )
  const { rows } = readStrictly(parquetOf(many))
  expect([rows.length, rows[1_000_002]]).toEqual([1_000_003, [1_000_002]])
  expect(readStrictly(parquetOf(tableOf())).names).toEqual([])
})
