/** Folders of the first schema of manifests: what commands of this version do with them. */
import { execFileSync } from 'node:child_process'
import { appendFileSync, copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { comparison } from '../../src/node/commands/targets.ts'
import { storedArm } from '../../src/node/comparison.ts'
import { query } from '../../src/node/query.ts'
import { redraw } from '../../src/node/redraw.ts'
import { finishedFolder } from '../../src/node/stored-run.ts'
import { verify } from '../../src/node/verify.ts'
import { ROOT } from './command.ts'
import { call } from './in-process.ts'
import { filesOf } from './studies.ts'

vi.mock('../../src/node/simulate.ts', async () => (await import('./remembered.ts')).simulation)
vi.mock('../../src/node/chart-threads.ts', async () => (await import('./remembered.ts')).drawers)
vi.mock('../../src/node/run-pool.ts', async () => (await import('./remembered.ts')).pool)

const FIXTURES = join(ROOT, 'test/fixtures/schema-1')
const WRITER = 'written by xiaojin 0.1.0 (commit d1d66bd), whose manifests have schema 1'
const place = mkdtempSync(join(tmpdir(), 'xiaojin-schema-1-'))
const [run, sweep] = ['run', 'sweep'].map((name) => join(place, name)) as [string, string]
const scenario = (name: string): string => join(FIXTURES, `${name}.yaml`)

beforeAll(() => {
  for (const name of ['run', 'sweep']) execFileSync('tar', ['-xzf', join(FIXTURES, `${name}.tar.gz`), '-C', place])
})
afterAll(() => rmSync(place, { recursive: true, force: true }))
afterEach(() => {
  process.exitCode = 0
})

const never = (): never => {
  throw new Error('a folder of another schema was run')
}
const verified = (): ReturnType<typeof verify> => verify(run, { one: never, many: never, intoStore: never }, never)

test('query reads its tables', async () => {
  expect((await query(run, 'SELECT count(*), min(month), max(month) FROM months')).rows).toEqual([[9, -3, 5]])
})

test('verify names the version that wrote it, and finds what was changed since by its hash', async () => {
  const { faults, digest, hashOnly, verified: made } = await verified()
  expect(faults).toEqual([expect.stringMatching(/^manifest\.json: .*; this is xiaojin \d.*, with schema 2, /)])
  expect(faults[0]).toContain(WRITER)
  expect({ digest, made }).toEqual({
    digest: JSON.parse(readFileSync(join(run, 'manifest.json'), 'utf8')).digest,
    made: 0,
  })
  expect(hashOnly).toBeGreaterThan(30)
  const file = join(run, 'events.ndjson')
  copyFileSync(file, join(place, 'kept'))
  appendFileSync(file, '\n')
  expect((await verified()).faults.slice(1)).toEqual(['events.ndjson: missing or changed after the run'])
  copyFileSync(join(place, 'kept'), file)
})

test.each([
  ['chart', () => redraw(run, { lang: undefined, charts: true }, { render: never, onChart: never })],
  ['report', () => redraw(run, { lang: undefined, charts: false }, { render: never, onChart: never })],
  ['targets', async () => comparison(await finishedFolder(run), [])],
  ['compare', () => storedArm(run)],
])('%s refuses it and names both versions', async (_command, attempt) => {
  const before = filesOf(run)
  await expect(attempt()).rejects.toThrow(WRITER)
  await expect(attempt()).rejects.toThrow(/this is xiaojin \d.*, with schema 2/)
  expect(filesOf(run)).toEqual(before)
})

test('it is replaced by force, and not without', async () => {
  const args = ['run', scenario('tiny'), '--no-charts', '--quiet', '--out', run]
  expect((await call(args)).error).toMatchObject({ message: expect.stringContaining(`holds a run ${WRITER}`) })
  expect((await call([...args, '--force'])).error).toBeNull()
  expect(JSON.parse(readFileSync(join(run, 'manifest.json'), 'utf8'))).toMatchObject({ schemaVersion: 2, kind: 'run' })
})

test('an interrupted sweep is replaced by force, and not without; its records stay', async () => {
  const records = filesOf(sweep).filter((path) => path.startsWith('runs/'))
  expect(records).toHaveLength(2)
  const args = ['--no-charts', '--quiet', '--out', sweep]
  const swept = ['sweep', scenario('arms'), ...args]
  const said = expect.stringMatching(/holds a study that an earlier version of xiaojin began.*--force/)
  expect((await call(swept)).error).toMatchObject({ message: said })
  // No run is a study that was resumed.
  expect((await call(['run', scenario('tiny'), ...args, '--force'])).error).toMatchObject({
    message: expect.stringMatching(/holds no results of xiaojin/),
  })
  expect(existsSync(join(sweep, 'manifest.json'))).toBe(false)
  expect((await call([...swept, '--force'])).error).toBeNull()
  const files = filesOf(sweep)
  expect(files).toEqual(expect.arrayContaining([...records, 'manifest.json', 'plan.jsonl', 'data/runs.csv']))
  expect(files.filter((path) => /changed-/.test(path))).toEqual([])
})
