import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Ended, SMALL, xiaojin } from './command.ts'

const place = mkdtempSync(join(tmpdir(), 'xiaojin-verify-'))
const CLEAN = join(place, 'clean')
/** Without charts, to be quick. */
const PLAIN = join(place, 'plain')

beforeAll(() => {
  for (const options of [
    ['--out', CLEAN],
    ['--out', PLAIN, '--no-charts'],
  ]) {
    expect(xiaojin(['run', 'baseline', ...SMALL, '--quiet', ...options], place)).toMatchObject({ code: 0 })
  }
})

afterAll(() => rmSync(place, { recursive: true, force: true }))

/** Verifies a copy of the clean folder after something was done to it. */
function verifyAfter(change: (folder: string) => void, original = PLAIN): Ended {
  const folder = mkdtempSync(join(place, 'copy-'))
  cpSync(original, folder, { recursive: true })
  change(folder)
  return xiaojin(['verify', folder, '--quiet', '--json'], place)
}

function faultsOf({ out }: Ended): string[] {
  return JSON.parse(out).faults
}

function flip(path: string, at: (length: number) => number): (folder: string) => void {
  return (folder) => {
    const file = join(folder, path)
    const bytes = readFileSync(file)
    bytes.writeUInt8(bytes.readUInt8(at(bytes.length)) ^ 1, at(bytes.length))
    writeFileSync(file, bytes)
  }
}

test('passes a clean folder', () => {
  const { code, out } = xiaojin(['verify', CLEAN], place)
  expect(code).toBe(0)
  expect(out).toMatch(/^verified \d+ files, digest [0-9a-f]{64}\n$/)
  expect(Number(/\d+/.exec(out)?.[0])).toBeGreaterThan(60)
})

test('sha256sum agrees with the sums', () => {
  execFileSync('sha256sum', ['-c', '--quiet', '--strict', 'SHA256SUMS'], { cwd: CLEAN })
})

test('names table, row, month, column and both values of a changed cell', () => {
  const result = verifyAfter((folder) => {
    const file = join(folder, 'data/months.csv')
    const lines = readFileSync(file, 'utf8').split('\n')
    lines[5] = lines[5]!.replace(/^1,2000,/, '1,2001,')
    writeFileSync(file, lines.join('\n'))
  })
  expect(result.code).toBe(5)
  expect(faultsOf(result)).toEqual([
    'data/months.csv: changed after the run: table months, row 5 (month 1), column consumers: the folder has "2001", the run again "2000"',
  ])
})

const middle = (length: number): number => Math.floor(length / 2)

test.each([
  ['data/months.csv', /table months, row \d+ \(month -?\d+\), column \w+: the folder has/],
  ['data/ages.parquet', /table ages/],
  ['data/schema.json', /line \d+, column \d+/],
  ['events.ndjson', /line \d+, column \d+/],
  ['scenario.resolved.yaml', /line \d+, column \d+/],
  ['report.html', /line \d+, column \d+/],
  ['CITATION.cff', /line \d+, column \d+/],
])('a flipped byte in %s is found and placed', (path, where) => {
  const result = verifyAfter(flip(path, middle))
  expect(result.code).toBe(5)
  expect(faultsOf(result)).toHaveLength(1)
  expect(faultsOf(result)[0]).toMatch(new RegExp(`^${path}: changed after the run: `))
  expect(faultsOf(result)[0]).toMatch(where)
})

test.each([
  ['.svg', /line \d+, column \d+/],
  ['.png', /byte \d+: the folder has 0x/],
  ['.vl.json', /line \d+, column \d+/],
])('a flipped byte in a chart (%s) is found and placed', (ending, where) => {
  const [name = ''] = readdirSync(join(CLEAN, 'charts')).filter((file) => file.endsWith(ending))
  const result = verifyAfter(flip(`charts/${name}`, middle), CLEAN)
  expect(result.code).toBe(5)
  expect(faultsOf(result)).toHaveLength(1)
  expect(faultsOf(result)[0]).toMatch(where)
})

test('any byte of a Parquet file counts, the first and the last too', () => {
  for (const at of [() => 0, () => 30, (length: number) => length - 1, (length: number) => length - 6]) {
    const result = verifyAfter(flip('data/months.parquet', at))
    expect(result.code).toBe(5)
    expect(faultsOf(result)[0]).toMatch(/^data\/months\.parquet: changed after the run: table months/)
  }
})

test.each(['manifest.json', 'SHA256SUMS'])('a flipped byte in %s is found', (path) => {
  for (const part of [0.02, 0.3, 0.7, 0.99]) {
    const result = verifyAfter(flip(path, (length) => Math.floor(length * part)))
    expect({ part, code: result.code }).toEqual({ part, code: 5 })
    expect(faultsOf(result).join('\n')).toContain(path)
  }
})

test('a forged run, with its hashes set right, is found by running it again', () => {
  const result = verifyAfter((folder) => {
    const [csv, manifest] = ['data/months.csv', 'manifest.json'].map((path) => join(folder, path)) as [string, string]
    writeFileSync(csv, readFileSync(csv, 'utf8').replace(/^1,2000,/m, '1,2001,'))
    const hash = (file: string): string => execFileSync('sha256sum', [file], { encoding: 'utf8' }).slice(0, 64)
    const entry = /("path": "data\/months\.csv",\s+"bytes": \d+,\s+"sha256": ")[0-9a-f]{64}/
    writeFileSync(manifest, readFileSync(manifest, 'utf8').replace(entry, `$1${hash(csv)}`))
    const sums = join(folder, 'SHA256SUMS')
    const forged = readFileSync(sums, 'utf8')
      .replace(/[0-9a-f]{64}( {2}data\/months\.csv)/, `${hash(csv)}$1`)
      .replace(/[0-9a-f]{64}( {2}manifest\.json)/, `${hash(manifest)}$1`)
    writeFileSync(sums, forged)
  })
  expect(result.code).toBe(5)
  expect(faultsOf(result)).toEqual([
    expect.stringMatching(/^data\/months\.csv: the run again gives something else: .*"2001".*"2000"/),
  ])
})

test('files that are missing or too many are named', () => {
  const result = verifyAfter((folder) => {
    rmSync(join(folder, 'data/ages.csv'))
    rmSync(join(folder, 'events.ndjson'))
    writeFileSync(join(folder, 'data/extra.csv'), '')
    writeFileSync(join(folder, 'charts/extra.svg'), '')
  }, CLEAN)
  expect(result.code).toBe(5)
  expect(faultsOf(result).sort()).toEqual([
    'charts/extra.svg: no run wrote this file',
    'data/ages.csv: missing',
    'data/extra.csv: no run wrote this file',
    'events.ndjson: missing',
  ])
})

test('notes beside the results do no harm', () => {
  expect(verifyAfter((folder) => writeFileSync(join(folder, 'notes.txt'), 'mine')).code).toBe(0)
})

test('another engine version is said', () => {
  const folder = mkdtempSync(join(place, 'old-'))
  cpSync(PLAIN, folder, { recursive: true })
  const manifest = join(folder, 'manifest.json')
  writeFileSync(manifest, readFileSync(manifest, 'utf8').replace(/("engine": \{\s+"version": ")[^"]+/, '$10.0.1'))
  const { code, err } = xiaojin(['verify', folder], place)
  expect(code).toBe(5)
  expect(err).toMatch(/made by xiaojin 0\.0\.1; this is \d/)
})
