import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import type { Table } from '../../src/base/table.ts'
import { openSha256 } from '../../src/node/hash.ts'
import { digestOfTables } from '../fixtures/digest-of-tables.ts'

const tableOf = (numbers: readonly number[], texts: readonly string[] = ['甲', 'b']): Table => ({
  name: 'small',
  en: 'Small',
  zh: '小表',
  rows: numbers.length,
  columns: [
    { name: 'label', type: 'text', unit: '', en: 'label', zh: '标签', values: texts },
    { name: 'value', type: 'float', unit: '1', en: 'value', zh: '数值', values: Float64Array.from(numbers) },
  ],
})

test("the core's SHA-256 agrees with Node's", () => {
  const hash = createHash('sha256')
  hash.update('table small 2\ncolumn label text\n"甲"\n"b"\ncolumn value float\n')
  const bytes = Buffer.alloc(16)
  bytes.writeDoubleLE(0.1, 0)
  bytes.writeDoubleLE(-2e300, 8)
  hash.update(bytes).update('{"month":0}\n')
  const digest = hash.digest('hex')
  expect(digestOfTables([tableOf([0.1, -2e300])], ['{"month":0}'])).toBe(digest)
  expect(digestOfTables([tableOf([0.1, -2e300])], ['{"month":0}'], openSha256)).toBe(digest)
})

test('every NaN is the same, and every other bit counts', () => {
  const negative = new Float64Array(new BigUint64Array([0xfff8000000000001n]).buffer)[0]
  expect(digestOfTables([tableOf([Number.NaN, 1])], [])).toBe(digestOfTables([tableOf([negative, 1])], []))
  const others = [
    digestOfTables([tableOf([0, 1])], []),
    digestOfTables([tableOf([-0, 1])], []),
    digestOfTables([tableOf([1, 0])], []),
    digestOfTables([tableOf([0, 1 + Number.EPSILON])], []),
    digestOfTables([tableOf([0, 1], ['甲b', ''])], []),
    digestOfTables([tableOf([0, 1], ['甲', 'b\n'])], []),
    digestOfTables([tableOf([0, 1])], ['{}']),
    digestOfTables([tableOf([0, 1]), tableOf([0, 1])], []),
  ]
  expect(new Set(others).size).toBe(others.length)
})

test('a table of many blocks has the digest of its rows one after another', () => {
  const numbers = Array.from({ length: 20_001 }, (_, row) => (row < 9000 ? row % 100 : row / 7))
  const texts = numbers.map((_, row) => `person ${row % 300}`)
  const hash = createHash('sha256')
  hash.update(
    `table small ${numbers.length}\ncolumn label text\n${texts.map((text) => `"${text}"\n`).join('')}column value float\n`,
  )
  hash.update(Buffer.from(Float64Array.from(numbers).buffer))
  expect(digestOfTables([tableOf(numbers, texts)], [])).toBe(hash.digest('hex'))
})
