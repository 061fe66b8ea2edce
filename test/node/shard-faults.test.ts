/**
 * Workers and their collection with a fault at one of their file calls: no record is lost or written half, and the same
 * commands run again give the folder of one machine. Runs are made once and remembered.
 */
import fs from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { replaceFileCalls } from '../../src/node/files.ts'
import { findRecord } from '../../src/node/run-store.ts'
import { draw, openStream, uniform } from '../../src/random/streams.ts'
import { cases } from '../size.ts'
import { FAULTS, type Fault, faultyFiles, strikes } from './faulty-files.ts'
import { type Called, call } from './in-process.ts'
import { contents, filesOf, writeScenarios } from './studies.ts'

vi.mock('../../src/node/simulate.ts', async () => (await import('./remembered.ts')).simulation)
vi.mock('../../src/node/run-pool.ts', async () => (await import('./remembered.ts')).pool)
vi.mock('../../src/node/chart-threads.ts', async () => (await import('./remembered.ts')).drawers)
vi.mock('../../src/node/process-identity.ts', async () => (await import('./remembered.ts')).identity)

let root = ''
const home = process.cwd()
const SWEEP = ['sweep', 'arms.yaml', '--no-charts', '--replications', '2']
beforeAll(async () => {
  root = fs.mkdtempSync(join(tmpdir(), 'xiaojin-shard-faults-'))
  writeScenarios(root)
  process.chdir(root)
  expect(await call([...SWEEP, '--out', 'whole'])).toMatchObject({ error: null })
})
afterAll(() => {
  process.chdir(home)
  fs.rmSync(root, { recursive: true, force: true })
})

type Commands = readonly (readonly string[])[]

/** In a folder of its own with a plan and records that were made elsewhere. */
const ROUTES: readonly (readonly [name: string, commands: Commands])[] = [
  ['worker', [['worker', 'plan']]],
  ['worker with records elsewhere', [['worker', 'plan', '--out', 'records']]],
  ['collect', [['collect', 'plan', '../whole']]],
]

async function struck(
  args: readonly string[],
  fault: Fault | null,
  at: number,
): Promise<Called & { made: readonly string[] }> {
  const { calls, made } = faultyFiles(fault, at)
  const undo = replaceFileCalls(calls)
  try {
    return { ...(await call(args)), made }
  } finally {
    undo()
    const { nextProcess } = await import('./remembered.ts')
    nextProcess()
  }
}

async function inPlace<T>(name: string, work: () => Promise<T>): Promise<T> {
  const place = join(root, name)
  fs.mkdirSync(place)
  fs.copyFileSync(join(root, 'arms.yaml'), join(place, 'arms.yaml'))
  process.chdir(place)
  try {
    expect(await call([...SWEEP, '--out', 'plan', '--plan'])).toMatchObject({ error: null })
    return await work()
  } finally {
    process.chdir(root)
    fs.rmSync(place, { recursive: true, force: true })
  }
}

function checkRecords(): void {
  for (const folder of ['plan', 'records'].filter((name) => fs.existsSync(name))) {
    for (const path of filesOf(folder).filter((one) => one.startsWith('runs/'))) {
      const key = path.split('/').at(-1)!.replace('.json', '')
      expect(typeof findRecord(folder, key), path).toBe('object')
    }
  }
}

test.each(ROUTES)('%s: struck at its file calls', async (name, commands) => {
  const whole = contents(join(root, 'whole'))
  const [command] = commands
  const made = await inPlace('reference', async () => (await struck(command!, null, 0)).made)
  const possible = FAULTS.flatMap((fault) =>
    made.flatMap((of, at) => (strikes(fault, of as Parameters<typeof strikes>[1]) ? [{ fault, at }] : [])),
  )
  const [stream, words] = [openStream(26, 'shard-faults'), new Int32Array(2)]
  const left = [...possible]
  const count = Math.min(cases(6, Number.POSITIVE_INFINITY), left.length)
  for (let k = 0; k < count; k++) {
    draw(stream, k, 0, 0, words)
    const [{ fault, at }] = left.splice(Math.floor(uniform(words[0]!) * left.length), 1) as [(typeof possible)[number]]
    await inPlace('struck', async () => {
      const what = `${name}, ${fault} at call ${at} (${made[at]})`
      const { error } = await struck(command!, fault, at)
      if (fault === 'short') expect(error, what).toBeNull()
      checkRecords()
      expect(await call(command!), what).toMatchObject({ error: null })
      checkRecords()
      const records = fs.existsSync('records') ? ['records'] : []
      expect(await call(['collect', 'plan', ...records]), what).toMatchObject({ error: null })
      expect(contents('plan'), what).toEqual(whole)
    })
  }
})

test('a folder that cannot be written is refused before anything runs, with a way out', async () => {
  await inPlace('read-only', async () => {
    const refuse = (): never => {
      throw Object.assign(new Error('EROFS: read-only file system, open'), { code: 'EROFS', syscall: 'open' })
    }
    const before = contents('plan')
    for (const lang of ['en', 'zh']) {
      const opens = fs.openSync
      const openSync = ((path: string, flags: string) => (flags === 'r' ? opens(path, flags) : refuse())) as never
      const undo = replaceFileCalls({ ...fs, openSync })
      const { error } = await call(['worker', 'plan', '--lang', lang]).finally(undo)
      expect(String((error as Error).message)).toMatch(/plan (cannot be written|不可写).*--out/)
    }
    expect(contents('plan')).toEqual(before)
    expect(await call(['worker', 'plan', '--out', 'records'])).toMatchObject({ error: null })
    expect(await call(['collect', 'plan', 'records'])).toMatchObject({ error: null })
  })
})

test('a second, different record of a run is kept beside the first, and stops everything', async () => {
  await inPlace('conflict', async () => {
    const { addRecord } = await import('../../src/node/machines/shared-store.ts')
    const { recordBytes } = await import('../../src/node/run-store.ts')
    const [path = ''] = filesOf('../whole').filter((one) => one.startsWith('runs/'))
    const key = path.split('/').at(-1)!.replace('.json', '')
    const record = findRecord('../whole', key) as Exclude<ReturnType<typeof findRecord>, null | 'damaged'>
    const store = { place: 'plan', work: 'plan/.xiaojin' }
    expect(addRecord(store, key, recordBytes(key, record))).toBe('added')
    expect(addRecord(store, key, recordBytes(key, record))).toBe('there')
    const other = recordBytes(key, { ...record, digest: '0'.repeat(64) })
    expect(() => addRecord(store, key, other)).toThrow('two different records')
    expect(filesOf('plan').filter((one) => one.includes(key))).toHaveLength(2)
    expect(await call(['worker', 'plan'])).toMatchObject({ error: null })
    const { error } = await call(['collect', 'plan'])
    expect(error).toMatchObject({ name: 'ConflictError' })
    expect(fs.existsSync('plan/manifest.json')).toBe(false)
  })
})
