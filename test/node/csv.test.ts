import fc from 'fast-check'
import { expect, test } from 'vitest'
import { csvOf, parseCsv } from '../../src/base/csv.ts'
import { column, HOSTILE_TEXTS, tableOf } from './tables.ts'

test('writes RFC 4180 with LF, shortest numbers and empty cells for what is missing', () => {
  const table = tableOf(
    column('month', 'int', [-1, 0, 12]),
    column('share', 'float', [0.1 + 0.2, Number.NaN, -0]),
    column('who', 'text', ['a,b', 'say "so"', 'two\nlines']),
  )
  expect(csvOf(table)).toBe('month,share,who\n-1,0.30000000000000004,"a,b"\n0,,"say ""so"""\n12,0,"two\nlines"\n')
})

test('no spreadsheet takes text for a formula', () => {
  const csv = csvOf(tableOf(column('text', 'text', HOSTILE_TEXTS)))
  for (const [cell = ''] of parseCsv(csv).slice(1)) expect(cell).not.toMatch(/^[=+\-@\t\r＝＋－＠]/)
})

test('a negative number stays a number', () => {
  expect(csvOf(tableOf(column('x', 'float', [-2.5])))).toBe('x\n-2.5\n')
})

test('refuses infinite numbers, which no reader agrees on', () => {
  expect(() => csvOf(tableOf(column('x', 'float', [Infinity])))).toThrow(/column x, row 0/)
})

test('reads back any numbers bit for bit, and any texts once the apostrophe is dropped', () => {
  const rows = fc.array(fc.tuple(fc.double({ noDefaultInfinity: true, noNaN: true }), fc.string({ unit: 'binary' })))
  fc.assert(
    fc.property(rows, (pairs) => {
      const table = tableOf(
        column(
          'number',
          'float',
          pairs.map(([number]) => number),
        ),
        column(
          'text',
          'text',
          pairs.map(([, text]) => text),
        ),
      )
      const read = parseCsv(csvOf(table)).slice(1)
      const texts = read.map(([, text = '']) => text.replace(/^'/, ''))
      expect(read.map(([number]) => Number(number))).toEqual(pairs.map(([number]) => number + 0))
      expect(texts).toEqual(pairs.map(([, text]) => text))
    }),
    { numRuns: 500, seed: 2023 },
  )
})

test('with a byte order mark the text is the same behind it, and reads back the same', () => {
  const table = tableOf(column('名称', 'text', ['征信', 'a,b', '']), column('x', 'float', [1, Number.NaN, 0.1]))
  const plain = csvOf(table)
  const marked = csvOf(table, { csvBom: true })
  expect(marked).toBe(`\ufeff${plain}`)
  expect([...Buffer.from(marked).subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
  expect(parseCsv(marked)).toEqual(parseCsv(plain))
  expect(parseCsv('\ufeff"a,b"\n')).toEqual([['a,b']])
})
