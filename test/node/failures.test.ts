/** What failures.jsonl says of runs that failed: the command that makes each again, the same on every machine. */
import fs from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { Manifest } from '../../src/node/manifest.ts'
import { call, callAloud } from './in-process.ts'
import { filesOf, into, studyOf, writeScenarios } from './studies.ts'

/** Of the runs of a command, the last fails. */
let failing = false
vi.mock('../../src/node/simulate.ts', async () => (await import('./remembered.ts')).simulation)
vi.mock('../../src/node/chart-threads.ts', async () => (await import('./remembered.ts')).drawers)
vi.mock('../../src/node/run-pool.ts', async () => {
  const { pool } = await import('./remembered.ts')
  const runPool: typeof pool.runPool = async (tasks, threads, told) => {
    if (!failing) return pool.runPool(tasks, threads, told)
    await pool.runPool(tasks.slice(0, -1), threads, told)
    told.onFailure(tasks.length - 1, 'out of memory')
  }
  return { ...pool, runPool }
})

let root = ''
const home = process.cwd()
beforeAll(() => {
  root = fs.mkdtempSync(join(tmpdir(), 'xiaojin-failures-'))
  writeScenarios(root)
  process.chdir(root)
})
afterAll(() => {
  process.chdir(home)
  fs.rmSync(root, { recursive: true, force: true })
})

interface Told {
  readonly arm: string
  readonly seed: number
  readonly why: string
  readonly command: string
  readonly run: string
}

const manifestOf = (dir: string): Manifest => JSON.parse(fs.readFileSync(join(dir, 'manifest.json'), 'utf8'))

test.each(['sweep', 'sensitivity'] as const)('%s: a failed run is made again by its command', async (kind) => {
  const { args } = studyOf(kind)
  const [whole, partly] = [join(root, `${kind}-whole`), join(root, `${kind}-partly`)]
  expect(await call(into(whole, args))).toMatchObject({ error: null })
  failing = true
  expect(await call(into(partly, args))).toMatchObject({ error: null })
  // It fails again, wherever the folder lies.
  const { out } = await callAloud(['verify', partly])
  const { digest } = manifestOf(partly)
  expect(out).toContain(digest)
  failing = false
  for (const path of filesOf(partly)) {
    if (!path.endsWith('.png')) expect(fs.readFileSync(join(partly, path), 'utf8'), path).not.toContain(root)
  }

  const lines = fs.readFileSync(join(partly, 'failures.jsonl'), 'utf8').trimEnd().split('\n')
  const told = lines.map((line) => JSON.parse(line) as Told)
  expect(told).toHaveLength(1)
  const [{ run, seed, why, command }] = told
  expect(why).toBe('out of memory')
  expect(command).toMatch(/^xiaojin run scenario\.resolved\.yaml /)
  process.chdir(partly)
  expect(await call([...command.split(' ').slice(1), '--no-charts', '--out', join(root, kind)])).toMatchObject({
    error: null,
  })
  process.chdir(root)
  const again = manifestOf(join(root, kind))
  const record = fs.readFileSync(join(whole, `runs/${run.slice(1, 3)}/${run}.json`), 'utf8')
  expect(again.seed).toBe(seed)
  expect(record).toContain(again.digest)
})
