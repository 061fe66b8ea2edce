import { expect, test } from 'vitest'
import { assert } from '../../src/base/assert.ts'
import { numbers, type Table, texts } from '../../src/base/table.ts'

const table: Table = {
  name: 'lenders',
  en: 'Lenders',
  zh: '机构',
  rows: 2,
  columns: [
    { name: 'code', type: 'text', unit: '', en: 'code', zh: '代码', values: ['L01', 'L02'] },
    { name: 'loans', type: 'int', unit: 'count', en: 'loans', zh: '贷款', values: Float64Array.of(3, 4) },
  ],
}

test('columns are found by name and kind', () => {
  expect([...numbers(table, 'loans')]).toEqual([3, 4])
  expect(texts(table, 'code')).toEqual(['L01', 'L02'])
})

test('a column that is missing or of the other kind is an error that names it', () => {
  expect(() => numbers(table, 'code')).toThrow('table lenders has no numeric column code')
  expect(() => numbers(table, 'apr')).toThrow('apr')
  expect(() => texts(table, 'loans')).toThrow('table lenders has no text column loans')
})

test('assert throws what it was told', () => {
  expect(() => assert(true, 'never')).not.toThrow()
  expect(() => assert(false, 'books do not balance')).toThrow('books do not balance')
})
