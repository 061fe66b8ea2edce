import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import type { Table } from '../../src/base/table.ts'
import { openSha256 } from '../../src/node/hash.ts'
import { digestOf } from '../../src/run/digest.ts'

const tableOf = (numbers: readonly number[], texts: readonly string[] = ['甲', 'b']): Table => ({
  name: 'small',
  en: 'Small',
  zh: '小表',
  rows: 2,
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
  expect(digestOf([tableOf([0.1, -2e300])], ['{"month":0}'])).toBe(digest)
  expect(digestOf([tableOf([0.1, -2e300])], ['{"month":0}'], openSha256)).toBe(digest)
})

test('every NaN is the same, and every other bit counts', () => {
  const negative = new Float64Array(new BigUint64Array([0xfff8000000000001n]).buffer)[0]
  expect(digestOf([tableOf([Number.NaN, 1])], [])).toBe(digestOf([tableOf([negative, 1])], []))
  const others = [
    digestOf([tableOf([0, 1])], []),
    digestOf([tableOf([-0, 1])], []),
    digestOf([tableOf([1, 0])], []),
    digestOf([tableOf([0, 1 + Number.EPSILON])], []),
    digestOf([tableOf([0, 1], ['甲b', ''])], []),
    digestOf([tableOf([0, 1], ['甲', 'b\n'])], []),
    digestOf([tableOf([0, 1])], ['{}']),
    digestOf([tableOf([0, 1]), tableOf([0, 1])], []),
  ]
  expect(new Set(others).size).toBe(others.length)
})
