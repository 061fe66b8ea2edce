import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { floatColumn, tableOf, textColumn } from '../../src/base/build-table.ts'
import { openSha256 } from '../../src/node/hash.ts'
import { digestOf } from '../../src/run/digest.ts'
import { TableBuilder, Words } from '../../src/run/table-builder.ts'

const SPEC = tableOf('small', 'Small', '小表', [
  textColumn('label', 'label', '标签'),
  floatColumn('value', '1', 'value', '数值'),
])

/** The digest of runs that record one or more such tables. */
function digestOfTables(
  tables: readonly (readonly number[])[],
  events: readonly string[],
  { texts = ['甲', 'b'], openHash }: { texts?: readonly string[]; openHash?: typeof openSha256 } = {},
): string {
  const words = new Words()
  const built = tables.map((numbers) => {
    const table = new TableBuilder(SPEC, words)
    for (const [row, value] of numbers.entries()) table.add({ label: texts[row % texts.length]!, value })
    return table
  })
  const specs = built.map(({ spec }) => spec)
  return digestOf(specs, { words: words.list, tables: built, events }, openHash)
}

test("the core's SHA-256 agrees with Node's", () => {
  const hash = createHash('sha256')
  hash.update('table small 2\ncolumn label text\n"甲"\n"b"\ncolumn value float\n')
  const bytes = Buffer.alloc(16)
  bytes.writeDoubleLE(0.1, 0)
  bytes.writeDoubleLE(-2e300, 8)
  hash.update(bytes).update('{"month":0}\n')
  const digest = hash.digest('hex')
  expect(digestOfTables([[0.1, -2e300]], ['{"month":0}'])).toBe(digest)
  expect(digestOfTables([[0.1, -2e300]], ['{"month":0}'], { openHash: openSha256 })).toBe(digest)
})

test('every NaN is the same, and every other bit counts', () => {
  const negative = new Float64Array(new BigUint64Array([0xfff8000000000001n]).buffer)[0]
  expect(digestOfTables([[Number.NaN, 1]], [])).toBe(digestOfTables([[negative, 1]], []))
  const others = [
    digestOfTables([[0, 1]], []),
    digestOfTables([[-0, 1]], []),
    digestOfTables([[1, 0]], []),
    digestOfTables([[0, 1 + Number.EPSILON]], []),
    digestOfTables([[0, 1]], [], { texts: ['甲b', ''] }),
    digestOfTables([[0, 1]], [], { texts: ['甲', 'b\n'] }),
    digestOfTables([[0, 1]], ['{}']),
    digestOfTables(
      [
        [0, 1],
        [0, 1],
      ],
      [],
    ),
  ]
  expect(new Set(others).size).toBe(others.length)
})

test('a table of many blocks has the digest of its rows one after another', () => {
  const numbers = Array.from({ length: 20_001 }, (_, row) => row / 7)
  const texts = Array.from({ length: 300 }, (_, k) => `person ${k}`)
  const lines = numbers.map((_, row) => `${JSON.stringify(texts[row % texts.length])}\n`).join('')
  const hash = createHash('sha256')
  hash.update(`table small 20001\ncolumn label text\n${lines}column value float\n`)
  hash.update(Buffer.from(Float64Array.from(numbers).buffer))
  expect(digestOfTables([numbers], [], { texts })).toBe(hash.digest('hex'))
})
