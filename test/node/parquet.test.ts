import { parquetMetadata, parquetReadObjects } from 'hyparquet'
import { expect, test } from 'vitest'
import { parquetOf, readParquet } from '../../src/node/parquet.ts'
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
