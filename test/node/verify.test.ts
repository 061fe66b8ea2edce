import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Ended, here } from './command.ts'

const SMALL = ['population.consumers=300', 'horizon.burnIn=1', 'horizon.months=3', 'pricing.shopperSample=64'].flatMap(
  (value) => ['--set', value],
)
const place = mkdtempSync(join(tmpdir(), 'xiaojin-verify-'))
const CLEAN = join(place, 'clean')
/** Without charts, to be quick. */
const PLAIN = join(place, 'plain')

beforeAll(async () => {
  for (const options of [
    ['--out', CLEAN],
    ['--out', PLAIN, '--no-charts'],
  ]) {
    expect(await here(['run', 'baseline', ...SMALL, '--quiet', ...options], place)).toMatchObject({ code: 0 })
  }
})

afterAll(() => rmSync(place, { recursive: true, force: true }))

/** Verifies a copy of the clean folder after something was done to it. */
async function verifyAfter(change: (folder: string) => void, original = PLAIN): Promise<Ended> {
  const folder = mkdtempSync(join(place, 'copy-'))
  cpSync(original, folder, { recursive: true })
  change(folder)
  return await here(['verify', folder, '--quiet', '--json'], place)
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

test('passes a clean folder', async () => {
  const { code, out } = await here(['verify', CLEAN], place)
  expect(code).toBe(0)
  expect(out).toMatch(/^verified \d+ files, digest [0-9a-f]{64}\n$/)
  expect(Number(/\d+/.exec(out)?.[0])).toBeGreaterThan(60)
})

test('sha256sum agrees with the sums', () => {
  execFileSync('sha256sum', ['-c', '--quiet', '--strict', 'SHA256SUMS'], { cwd: CLEAN })
})

test('names table, row, month, column and both values of a changed cell', async () => {
  const result = await verifyAfter((folder) => {
    const file = join(folder, 'data/months.csv')
    const lines = readFileSync(file, 'utf8').split('\n')
    lines[3] = lines[3]!.replace(/^1,300,/, '1,301,')
    writeFileSync(file, lines.join('\n'))
  })
  expect(result.code).toBe(5)
  expect(faultsOf(result)).toEqual([
    'data/months.csv: changed after the run: table months, row 3 (month 1), column consumers: the folder has "301", the run again "300"',
  ])
})

const middle = (length: number): number => Math.floor(length / 2)

/** Flips a bit in every one of these files and expects a fault for each, in its place, and no other. */
async function expectPlaced(
  flips: readonly (readonly [path: string, at: (length: number) => number, where: RegExp])[],
  original = PLAIN,
): Promise<void> {
  const result = await verifyAfter((folder) => {
    for (const [path, at] of flips) flip(path, at)(folder)
  }, original)
  expect(result.code).toBe(5)
  const faults = faultsOf(result)
  expect(faults).toHaveLength(flips.length)
  for (const [path, , where] of flips) {
    const own = faults.find((fault) => fault.startsWith(`${path}: changed after the run: `))
    expect([path, own]).toEqual([path, expect.stringMatching(where)])
  }
}

test('flipped bytes are found and placed', async () => {
  await expectPlaced([
    ['data/months.csv', middle, /table months, row \d+ \(month -?\d+\), column \w+: the folder has/],
    ['data/ages.parquet', middle, /table ages/],
    ['data/schema.json', middle, /line \d+, column \d+/],
    ['events.ndjson', middle, /line \d+, column \d+/],
    ['scenario.resolved.yaml', middle, /line \d+, column \d+/],
    ['report.html', middle, /line \d+, column \d+/],
    ['CITATION.cff', middle, /line \d+, column \d+/],
  ])
})

test('flipped bytes in charts are found and placed', async () => {
  const first = (ending: string): string =>
    `charts/${readdirSync(join(CLEAN, 'charts')).find((file) => file.endsWith(ending))}`
  await expectPlaced(
    [
      [first('.svg'), middle, /line \d+, column \d+/],
      [first('.png'), middle, /byte \d+: the folder has 0x/],
      [first('.vl.json'), middle, /line \d+, column \d+/],
    ],
    CLEAN,
  )
})

test('any byte of a Parquet file counts, the first and the last too', async () => {
  await expectPlaced([
    ['data/months.parquet', () => 0, /table months/],
    ['data/ages.parquet', () => 30, /table ages/],
    ['data/lenders.parquet', (length) => length - 1, /table lenders/],
    ['data/niches.parquet', (length) => length - 6, /table niches/],
  ])
})

test.each(['manifest.json', 'SHA256SUMS'])('a flipped byte in %s is found', async (path) => {
  for (const part of [0.02, 0.3, 0.7, 0.99]) {
    const result = await verifyAfter(flip(path, (length) => Math.floor(length * part)))
    expect({ part, code: result.code }).toEqual({ part, code: 5 })
    expect(faultsOf(result).join('\n')).toContain(path)
  }
})

test('a forged run, with its hashes set right, is found by running it again', async () => {
  const result = await verifyAfter((folder) => {
    const [csv, manifest] = ['data/months.csv', 'manifest.json'].map((path) => join(folder, path)) as [string, string]
    writeFileSync(csv, readFileSync(csv, 'utf8').replace(/^1,300,/m, '1,301,'))
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
    expect.stringMatching(/^data\/months\.csv: the run again gives something else: .*"301".*"300"/),
  ])
})

test('files that are missing or too many are named', async () => {
  const result = await verifyAfter((folder) => {
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

test('notes beside the results do no harm', async () => {
  expect((await verifyAfter((folder) => writeFileSync(join(folder, 'notes.txt'), 'mine'))).code).toBe(0)
})

test('another engine version is said', async () => {
  const folder = mkdtempSync(join(place, 'old-'))
  cpSync(PLAIN, folder, { recursive: true })
  const manifest = join(folder, 'manifest.json')
  writeFileSync(manifest, readFileSync(manifest, 'utf8').replace(/("engine": \{\s+"version": ")[^"]+/, '$10.0.1'))
  const { code, err } = await here(['verify', folder], place)
  expect(code).toBe(5)
  expect(err).toMatch(/made by xiaojin 0\.0\.1; this is \d/)
})
