import { expect, test } from 'vitest'
import { bytesOfTable, bytesPerRow, columnsPer, layColumns } from '../../src/base/columns.ts'

const SCHEMA = {
  small: { type: 'u8', unit: '1', meaning: 'a byte', changes: 'never' },
  pair: { type: 'i16', per: 'pair', unit: '1', meaning: 'two of them', changes: 'never' },
  large: { type: 'f64', unit: '1', meaning: 'a double', changes: 'never' },
  whole: { type: 'i32', per: 'pair', unit: '1', meaning: 'two whole numbers', changes: 'never' },
} as const
const WIDTHS = { pair: 2 }

test('a row takes what its columns take, and so does a table, without gaps', () => {
  expect(bytesPerRow(SCHEMA, WIDTHS)).toBe(1 + 2 * 2 + 8 + 2 * 4)
  expect(bytesOfTable(SCHEMA, WIDTHS, 7)).toBe(7 * 21)
})

test.each([0, 1, 3, 1000])('columns of %i rows are aligned, as long as they should be, and do not overlap', (rows) => {
  const memory = new ArrayBuffer(bytesOfTable(SCHEMA, WIDTHS, rows))
  const columns = layColumns(SCHEMA, WIDTHS, rows, memory)
  expect(Object.entries(columns).map(([name, column]) => [name, column.length])).toEqual([
    ['small', rows],
    ['pair', 2 * rows],
    ['large', rows],
    ['whole', 2 * rows],
  ])
  columns.small.fill(1)
  columns.pair.fill(-2)
  columns.large.fill(3.5)
  columns.whole.fill(-4)
  for (const [name, value] of [
    ['small', 1],
    ['pair', -2],
    ['large', 3.5],
    ['whole', -4],
  ] as const) {
    expect(columns[name].byteOffset % columns[name].BYTES_PER_ELEMENT).toBe(0)
    expect(columns[name].every((element) => element === value)).toBe(true)
  }
})

test('columns laid over memory read what stands in it, shared memory too', () => {
  const memory = new SharedArrayBuffer(bytesOfTable(SCHEMA, WIDTHS, 5))
  layColumns(SCHEMA, WIDTHS, 5, memory).large[4] = 2.25
  expect(layColumns(SCHEMA, WIDTHS, 5, memory).large[4]).toBe(2.25)
})

test('a table too long for an engine is refused by the name of its column', () => {
  expect(() => bytesOfTable(SCHEMA, WIDTHS, 2 ** 29)).toThrow('536870912 rows are too many for the column large')
})

test('what a row has several of can be named', () => {
  const columns = layColumns(SCHEMA, WIDTHS, 2, new ArrayBuffer(bytesOfTable(SCHEMA, WIDTHS, 2)))
  expect(columnsPer(SCHEMA, columns, 'pair')).toEqual([columns.pair, columns.whole])
})
