import { posix, win32 } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { clashOf, pathFault } from '../../src/node/path-rule.ts'
import { BAD_PATHS } from './hostile.ts'

const GOOD = [
  'report.html',
  'data/months.csv',
  'data/run_outcomes/arm=wide-coverage/part-0.parquet',
  'data/run_outcomes/arm=coverage-0.9_consumers-1e+21/part-0.parquet',
  'events/覆盖率.ndjson',
  'charts/life-cycle.vl.json',
  'data/console.csv',
  'data/com10.csv',
]

test.each(GOOD)('a path of this program is taken: %s', (path) => expect(pathFault(path)).toBeNull())

test.each(BAD_PATHS)('a path that leads elsewhere, somewhere, is refused: %#', (path) => {
  expect(pathFault(path)).toMatch(/^(is|has|leads|names) /)
})

// Pieces from which paths of every kind come up often.
const piece = fc.oneof(
  fc.constantFrom(
    '..',
    '.',
    '',
    '/',
    '\\',
    'C:',
    '//host',
    'a',
    'data',
    'x.csv',
    '覆盖',
    'Data',
    'con',
    'NUL.txt',
    ' ',
    '~',
    '%2e%2e',
    '．．',
    '\0',
  ),
  fc.string({ unit: 'binary', maxLength: 4 }),
)
const path = fc.array(piece, { minLength: 1, maxLength: 5 }).map((pieces) => pieces.join('/'))

test('what the rule takes names a place below its folder, for Unix and for Windows', () => {
  let taken = 0
  fc.assert(
    fc.property(path, (text) => {
      if (pathFault(text) !== null) return
      taken++
      expect(posix.resolve('/place/folder', text)).toBe(`/place/folder/${text}`)
      expect(win32.resolve('C:\\root\\folder', text)).toBe(`C:\\root\\folder\\${text.replaceAll('/', '\\')}`)
      expect(text).toBe(text.normalize('NFC'))
    }),
    { seed: 11, numRuns: 20_000 },
  )
  expect(taken).toBeGreaterThan(500)
})

test.each([
  [['data/a.csv', 'data/a.csv'], 'is listed twice'],
  [['data/a.csv', 'data/A.csv'], 'differs from data/a.csv in case only'],
  [['data/a.csv', 'Data/b.csv'], 'lies in Data, which differs from data in case only'],
  [['data/stra\u00dfe.csv', 'data/STRASSE.csv'], 'differs from data/stra\u00dfe.csv in case only'],
  [['data/a', 'data/a/b'], 'lies in data/a, which is listed as a file'],
  [['data/a/b', 'data/a'], 'lies in data/a, which is listed as a file'],
])('paths that are one file somewhere are refused together: %j', (paths, fault) => {
  expect(clashOf(paths)?.fault).toBe(fault)
})

test('paths that differ clash with none', () => expect(clashOf(GOOD)).toBeNull())
