/**
 * Every command that writes, with a fault at one of its file calls: whatever happens, no file of anybody else is
 * touched, no result is sealed that is not whole, and the same command run again gives the bytes of an undisturbed one.
 * Runs and drawings are made once and remembered, so that a case takes milliseconds. `SOAK=1` strikes every call of
 * every command; without it, each is struck at a sample.
 */
import fs from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { replaceFileCalls } from '../../src/node/files.ts'
import { sha256Hex } from '../../src/node/hash.ts'
import type { Manifest, ManifestExperiment } from '../../src/node/manifest.ts'
import { findRecord } from '../../src/node/run-store.ts'
import { draw, openStream, uniform } from '../../src/random/streams.ts'
import { cases } from '../size.ts'
import { FAULTS, type Fault, faultyFiles, Killed, strikes } from './faulty-files.ts'
import { type Called, call } from './in-process.ts'
import {
  contents,
  expectForeign,
  filesOf,
  into,
  leftovers,
  linkedCopy,
  putForeign,
  STUDIES,
  studyOf,
  writeScenarios,
} from './studies.ts'

vi.mock('../../src/node/simulate.ts', async () => (await import('./remembered.ts')).simulation)
vi.mock('../../src/node/run-pool.ts', async () => (await import('./remembered.ts')).pool)
vi.mock('../../src/node/chart-threads.ts', async () => (await import('./remembered.ts')).drawers)
vi.mock('../../src/node/process-identity.ts', async () => (await import('./remembered.ts')).identity)

/** Faults that a command is struck with: all of them in a soak. A calibration takes the longest. */
const sampleOf = (name: string): number => cases(name === 'calibrate' ? 2 : 4, Number.POSITIVE_INFINITY)

interface Struck {
  readonly name: string
  /** What made the results that are in the folder before. */
  readonly before: readonly string[]
  readonly args: readonly string[]
}

const COMMANDS: readonly Struck[] = [
  ...STUDIES.map(({ kind, args, grown, others }) => {
    return { name: kind, before: args, args: grown ?? [...others[0]!, '--force'] }
  }),
  ...['chart', 'report'].map((name) => {
    return { name, before: studyOf('sweep').args, args: [name, 'DIR', '--lang', 'zh'] }
  }),
]

let root = ''
const homes = process.cwd()
beforeAll(() => {
  root = fs.mkdtempSync(join(tmpdir(), 'xiaojin-faults-'))
  writeScenarios(root)
  process.chdir(root)
})
afterAll(() => {
  process.chdir(homes)
  fs.rmSync(root, { recursive: true, force: true })
})

function on(dir: string, args: readonly string[]): readonly string[] {
  return args.includes('DIR') ? args.map((arg) => (arg === 'DIR' ? dir : arg)) : into(dir, args)
}

/** What holds at every moment, whatever happened. */
function checkWhole(dir: string): void {
  expectForeign(dir)
  const records = filesOf(dir).filter((path) => path.startsWith('runs/'))
  for (const path of records) {
    const key = path.split('/').at(-1)!.replace('.json', '')
    expect(typeof findRecord(dir, key), path).toBe('object')
  }
  if (!fs.existsSync(join(dir, 'manifest.json'))) return
  const manifest = JSON.parse(fs.readFileSync(join(dir, 'manifest.json'), 'utf8')) as Manifest & {
    experiment?: ManifestExperiment
  }
  for (const { path, sha256 } of manifest.outputs)
    expect(sha256Hex(fs.readFileSync(join(dir, path))), path).toBe(sha256)
  const plan = manifest.outputs.find(({ path }) => path === 'plan.jsonl')
  if (manifest.kind === 'sweep') expect(manifest.experiment?.runs).toHaveLength(plan?.rows ?? -1)
}

async function struck(
  args: readonly string[],
  fault: Fault | null,
  at: number,
): Promise<Called & { readonly made: readonly string[] }> {
  const { calls, made } = faultyFiles(fault, at)
  const undo = replaceFileCalls(calls)
  try {
    return { ...(await call(args)), made }
  } finally {
    undo()
    // What comes after is another process.
    const { nextProcess } = await import('./remembered.ts')
    nextProcess()
  }
}

/** A sample of places without repetition, the same each time. */
function sampled(places: readonly number[], count: number): number[] {
  const [stream, words] = [openStream(25, 'faults'), new Int32Array(2)]
  const left = [...places]
  return Array.from({ length: Math.min(count, left.length) }, (_, k) => {
    draw(stream, k, 0, 0, words)
    return left.splice(Math.floor(uniform(words[0]!) * left.length), 1)[0]!
  })
}

const told: string[] = []
afterAll(() => process.stdout.write(`${told.join('\n')}\n`))

test.each(COMMANDS)('$name: struck at its file calls', async ({ name, before, args }) => {
  const [start, reference] = [join(root, `${name}-start`), join(root, `${name}-reference`)]
  expect(await call(on(start, before))).toMatchObject({ error: null })
  putForeign(start)
  const untouched = contents(start)
  linkedCopy(start, reference)
  const { error, made } = await struck(on(reference, args), null, 0)
  expect(error).toBeNull()
  checkWhole(reference)
  expect(leftovers(reference)).toEqual([])
  const whole = contents(reference)
  expect(whole).not.toEqual(untouched)

  const possible = FAULTS.flatMap((fault) =>
    made.flatMap((of, at) => (strikes(fault, of as Parameters<typeof strikes>[1]) ? [{ fault, at }] : [])),
  )
  const chosen = sampled([...possible.keys()], sampleOf(name))
  const ends = { well: 0, failed: 0, killed: 0 }
  for (const k of chosen) {
    const { fault, at } = possible[k]!
    const dir = join(root, 'struck')
    linkedCopy(start, dir)
    const what = `${name}, ${fault} at call ${at} (${made[at]})`
    try {
      const { error } = await struck(on(dir, args), fault, at)
      if (fault === 'short') expect(error).toBeNull()
      if (error === null) ends.well++
      else if (error instanceof Killed) ends.killed++
      else ends.failed++
      checkWhole(dir)
      expect(await call(on(dir, args)).then(({ error }) => error)).toBeNull()
      checkWhole(dir)
      expect(leftovers(dir)).toEqual([])
      expect(contents(dir)).toEqual(whole)
    } catch (error) {
      throw new Error(`${what}: ${error instanceof Error ? error.message : String(error)}`, { cause: error })
    }
    fs.rmSync(dir, { recursive: true, force: true })
  }
  expect(contents(start)).toEqual(untouched)
  told.push(
    `${name}: ${made.length} file calls, ${chosen.length} of ${possible.length} faults: ${JSON.stringify(ends)}`,
  )
})
