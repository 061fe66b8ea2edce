/** What a folder from a stranger can do: nothing outside of it, nothing that lasts, and no wait without end. */
import { execFileSync, spawnSync } from 'node:child_process'
import {
  copyFileSync,
  cpSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ScenarioError, verbatim } from '../../src/base/errors.ts'
import { comparison } from '../../src/node/commands/targets.ts'
import { storedArm } from '../../src/node/comparison.ts'
import { UsageError } from '../../src/node/failure.ts'
import { query } from '../../src/node/query.ts'
import { redraw } from '../../src/node/redraw.ts'
import { renderChart } from '../../src/node/render.ts'
import { finishedFolder } from '../../src/node/stored-run.ts'
import { verify } from '../../src/node/verify.ts'
import { runScenario } from '../../src/run/run.ts'
import type { Scenario } from '../../src/scenarios/scenario.ts'
import { cases, firstOf, SOAK } from '../size.ts'
import { type Ended, here, QUICK } from './command.ts'
import {
  fieldMutations,
  forge,
  hardLink,
  type Mutation,
  manifestMutations,
  manifestOf,
  placeMutations,
  SECRET,
  sizeMutations,
  snapshot,
  tableOf,
  writeManifest,
} from './hostile.ts'

/** Draws in this thread. */
const HERE = { render: renderChart, onChart: () => {} }

const CLI = fileURLToPath(new URL('../../dist/node/cli.js', import.meta.url))
const place = mkdtempSync(join(tmpdir(), 'xiaojin-hostile-'))

const TINY = `population: {consumers: 200}
horizon: {burnIn: 1, months: 2}
${QUICK}`
const FILES = {
  'run.yaml': `name: run\n${TINY}`,
  'arms.yaml': `name: arms\n${TINY}experiment:
  replications: 2
  arms:
    low: {set: {credit.coverage: 0.5}}
    high: {set: {credit.coverage: 0.9}}
`,
  'grid.yaml': `name: grid\n${TINY}experiment:
  factors: {credit.coverage: [0.5, 0.9]}
`,
}

/** A small folder of each kind, and the command that goes on in it. */
const KINDS: { readonly [kind: string]: readonly string[] } = {
  run: ['run', 'run.yaml', '--no-charts'],
  ensemble: ['run', 'arms.yaml', '--no-charts'],
  sweep: ['sweep', 'grid.yaml', '--no-charts'],
  sensitivity: [
    ...['sensitivity', 'run.yaml', '--factor', 'credit.coverage=0.5..0.9', '--factor', 'underwriting.maxLenders=1..4'],
    ...['--trajectories', '2', '--replications', '1', '--no-charts'],
  ],
  calibration: [
    'calibrate',
    'run.yaml',
    '--free',
    'choice.borrowing=-1..2',
    '--targets',
    'apr-dense',
    '--evaluations',
    '12',
    '--no-charts',
  ],
}

const good = (kind: string): string => join(place, 'good', kind)

beforeAll(async () => {
  mkdirSync(join(place, 'good'))
  for (const [name, text] of Object.entries(FILES)) writeFileSync(join(place, name), text)
  for (const [kind, command] of Object.entries(KINDS)) {
    const { code, err } = await here([...command, '--quiet', '--out', good(kind)], place)
    expect({ kind, code, err }).toMatchObject({ kind, code: 0 })
  }
})

afterAll(() => rmSync(place, { recursive: true, force: true }))

/** A place with a secret, a victim, and a copy of a good folder. */
function sandbox(kind: string): { readonly outside: string; readonly folder: string } {
  const outside = mkdtempSync(join(place, 'box-'))
  writeFileSync(join(outside, 'secret.txt'), `${SECRET}\n`)
  mkdirSync(join(outside, 'victim'))
  writeFileSync(join(outside, 'victim', 'victim.txt'), SECRET)
  const folder = join(outside, 'folder')
  cpSync(good(kind), folder, { recursive: true })
  return { outside, folder }
}

const never = (): never => {
  throw new Error('a hostile folder was run')
}

type Attempt = (folder: string) => Promise<string>

const shown = (value: unknown): string => JSON.stringify(value) ?? ''

/** Every command that takes a folder, as the text that it would print; refusing, it throws. */
const READERS: { readonly [command: string]: Attempt } = {
  report: async (folder) => shown(await redraw(folder, { lang: undefined, charts: false }, HERE)),
  chart: async (folder) => shown(await redraw(folder, { lang: 'zh', charts: true }, HERE)),
  query: async (folder) => shown(await query(folder, undefined)),
  targets: async (folder) => shown(await comparison(await finishedFolder(folder), [])),
  compare: async (folder) => shown(await storedArm(folder)),
  verify: async (folder) => {
    const { faults } = await verify(folder, { one: never, many: never, intoStore: never }, never)
    if (faults.length > 0) throw new UsageError(verbatim(`${folder}: ${faults.join('\n')}`))
    return 'verified'
  },
}

async function outcomeOf(
  attempt: Attempt,
  folder: string,
): Promise<{ readonly refused: boolean; readonly text: string }> {
  try {
    return { refused: false, text: await attempt(folder) }
  } catch (error) {
    const isSaid = error instanceof UsageError || error instanceof ScenarioError
    return { refused: isSaid, text: isSaid ? error.message : `NOT SAID: ${(error as Error).stack}` }
  }
}

/** What each command did that it should not have done. */
async function wrongs(folder: string, outside: string): Promise<string[]> {
  const found: string[] = []
  const before = snapshot(outside)
  for (const [command, attempt] of Object.entries(READERS)) {
    const { refused, text } = await outcomeOf(attempt, folder)
    if (!refused) found.push(`${command} took it: ${text.slice(0, 300)}`)
    else if (text.split('\n').length > 1) found.push(`${command} says more than a line: ${text}`)
    else if (!text.includes(folder)) found.push(`${command} does not name the folder: ${text}`)
    if (text.includes(SECRET)) found.push(`${command} tells the secret: ${text}`)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what it looks for
    if (/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202e\u2066]/.test(text))
      found.push(`${command} obeys: ${shown(text)}`)
    if (text.length > 1000) found.push(`${command} says too much: ${text.length}`)
    if (Object.keys(Object.prototype).length > 0 || 'polluted' in {}) found.push(`${command} polluted every object`)
  }
  if (snapshot(outside) !== before) found.push('a command changed something')
  return found
}

async function refusedAll(kind: string, mutations: readonly Mutation[]): Promise<void> {
  const { outside, folder } = sandbox(kind)
  const [manifest, sums] = ['manifest.json', 'SHA256SUMS'].map((name) => readFileSync(join(folder, name)))
  const faults: { [mutation: string]: string[] } = {}
  for (const { name, apply } of mutations) {
    writeFileSync(join(folder, 'manifest.json'), manifest!)
    writeFileSync(join(folder, 'SHA256SUMS'), sums!)
    apply(folder, outside)
    const found = await wrongs(folder, outside)
    if (found.length > 0) faults[name] = found
  }
  expect(faults).toEqual({})
  expect(mutations.length).toBeGreaterThan(5)
}

describe('a manifest that lies', () => {
  test('about paths, files, keys and texts is refused by every command', () => refusedAll('run', manifestMutations()))

  test.each([
    ['run', undefined],
    ['ensemble', ['experiment']],
    ['sweep', ['kind', 'experiment']],
    ['sensitivity', ['sensitivity']],
    ['calibration', ['calibration']],
    // Every third or sixth: each field meets one kind at least; a soak goes through all.
  ])('with a field of another kind is refused by every command: %s', (kind, parts) =>
    refusedAll(
      kind,
      fieldMutations(manifestOf(good(kind)) as never, parts).filter(
        (_, k) => k % cases(kind === 'calibration' ? 3 : 6, 1) === 0,
      ),
    ),
  )
})

const RUN_FILES = ['manifest.json', 'SHA256SUMS', 'data/months.parquet', 'scenario.resolved.yaml', 'report.html']
const RUN_FOLDERS = ['data', 'charts', 'events', 'runs', '.xiaojin']

/** Ends what waits without end. */
function timed(args: readonly string[], cwd: string): Ended {
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...args], {
    cwd,
    encoding: 'utf8',
    timeout: 120_000,
    killSignal: 'SIGKILL',
    env: { ...process.env, NO_COLOR: '1' },
  })
  return { code: status, out: stdout, err: stderr }
}

/** From the second minute on, lets go who waits for the other end of a pipe, and says that somebody did. */
const WATCH = `
const { closeSync, constants, openSync } = require('node:fs')
const { pipe, waited } = require('node:worker_threads').workerData
function letGo() {
  try {
    // Refused where nobody has the pipe open: a slow command is not taken for one that waits.
    closeSync(openSync(pipe, constants.O_WRONLY | constants.O_NONBLOCK))
    Atomics.store(waited, 0, 1)
  } catch {}
}
setTimeout(() => setInterval(letGo, 100), 60_000)`

/** The same in this process, which a pipe would stop for ever. */
async function watched(args: readonly string[], cwd: string, pipe: string): Promise<Ended> {
  const waited = new Int32Array(new SharedArrayBuffer(4))
  const watch = new Worker(WATCH, { eval: true, workerData: { pipe, waited } })
  try {
    const ended = await here(args, cwd)
    expect({ args, waited: waited[0] }).toEqual({ args, waited: 0 })
    return ended
  } finally {
    await watch.terminate()
  }
}

/** Files that wait, read in the same process, would end no test. */
const WAITS = /named pipe|never ends/

describe('a folder that holds something else than files', () => {
  const mutations = placeMutations(RUN_FILES, RUN_FOLDERS)

  test.each(mutations.filter(({ name }) => !WAITS.test(name)))(
    'is refused by every command: $name',
    async ({ name, apply }) => {
      const { outside, folder } = sandbox('run')
      apply(folder, outside)
      const found = await wrongs(folder, outside)
      // A page that can be made again from the data may well be something else, but never be written through.
      expect({ name, found }).toEqual({ name, found: [] })
      rmSync(outside, { recursive: true, force: true })
    },
  )

  const commands = (folder: string): (readonly string[])[] => [
    ['report', folder],
    ['chart', folder],
    ['query', folder],
    ['verify', folder],
    ['targets', folder],
    ['compare', folder, good('run')],
    ['run', 'run.yaml', '--force', '--quiet', '--no-charts', '--out', folder],
    ['sweep', 'grid.yaml', '--quiet', '--no-charts', '--out', folder],
    [...KINDS.sensitivity!, '--quiet', '--out', folder],
    [...KINDS.calibration!, '--quiet', '--out', folder],
  ]

  // What never ends takes a process of its own: every other of these.
  const waiting = mutations.filter(({ name }) => WAITS.test(name))
  const endless = waiting.filter(({ name }) => !name.endsWith('named pipe'))
  test.each(waiting.filter((one) => SOAK || endless.indexOf(one) % 2 !== 1))(
    'makes no command wait: $name',
    async ({ name, apply }) => {
      const { outside, folder } = sandbox('run')
      apply(folder, outside)
      const before = snapshot(outside)
      for (const args of commands(folder)
        .slice(0, 6)
        .filter((_, k) => SOAK || k === name.length % 6)) {
        const pipe = join(folder, name === 'the folder is a named pipe' ? '' : name.split(' ')[0]!)
        // What never ends is read by nobody here, and may fill the memory of a process of its own.
        const { code, out, err } = name.endsWith('named pipe') ? await watched(args, place, pipe) : timed(args, place)
        expect({ args, code, out, err }).toMatchObject({ code: expect.toBeOneOf([2, 5]) })
        // verify names what is wrong inside of the folder that it was given.
        expect(out + err).toMatch(/is a (symbolic link|named pipe)|holds a (symbolic link|named pipe)/)
        expect(out + err).not.toMatch(/\n {4}at |TOP-SECRET/)
        expect(snapshot(outside)).toBe(before)
      }
    },
  )

  test.each(['data', 'runs', 'manifest.json'])('stops every command at once: %s is a pipe or a link', async (path) => {
    for (const [k, args] of commands('folder').entries()) {
      const { outside, folder } = sandbox('run')
      rmSync(join(folder, path), { recursive: true, force: true })
      if (k % 2 === 0) execFileSync('mkfifo', [join(folder, path)])
      else symlinkSync(join(outside, path === 'manifest.json' ? 'secret.txt' : 'victim'), join(folder, path))
      for (const name of Object.keys(FILES)) copyFileSync(join(place, name), join(outside, name))
      const before = snapshot(outside)
      // What a link leads to ends; a pipe may not.
      const { code, out, err } =
        k % 2 === 0 ? await watched(args, outside, join(folder, path)) : await here(args, outside)
      // What `run --force` replaces, it replaces whole: the link goes, and what it points to stays.
      const replaced = args[0] === 'run' && path !== 'manifest.json' && code === 0
      if (!replaced) expect({ args, code, out, err }).toMatchObject({ code: expect.toBeOneOf([2, 5]) })
      expect(out + err).not.toMatch(/\n {4}at |TOP-SECRET/)
      if (!replaced) expect(snapshot(outside)).toBe(before)
      expect(readFileSync(join(outside, 'victim', 'victim.txt'), 'utf8')).toBe(SECRET)
      rmSync(outside, { recursive: true, force: true })
    }
  })
})

/** Reads a file that is exchanged between the look at it and its opening, in a process that a pipe may stop. */
const EXCHANGED = `
const fs = require('node:fs')
const [, built, folder, other] = process.argv
const file = require('node:path').join(folder, 'SHA256SUMS')
const look = fs.lstatSync
fs.lstatSync = (path) => {
  const stat = look(path)
  if (path === file) fs.renameSync(other, file)
  return stat
}
require('node:module').syncBuiltinESMExports()
import(built).then(({ readPlainFile }) => console.log(String(readPlainFile(folder, 'SHA256SUMS'))))`

test.each([
  ['pipe', /FolderError.*SHA256SUMS is a named pipe/],
  ['link', /ELOOP/],
] as const)('a file exchanged for a %s while it is read is not waited for or followed', (kind, told) => {
  const { outside, folder } = sandbox('run')
  const other = join(outside, 'other')
  if (kind === 'pipe') execFileSync('mkfifo', [other])
  else symlinkSync(join(outside, 'secret.txt'), other)
  const built = new URL('../../dist/node/untrusted-folder.js', import.meta.url).href
  const { signal, status, stdout, stderr } = spawnSync(process.execPath, ['-e', EXCHANGED, built, folder, other], {
    encoding: 'utf8',
    timeout: 120_000,
    killSignal: 'SIGKILL',
  })
  expect({ signal, status, stdout, stderr }).toEqual({
    ...{ signal: null, status: 1, stdout: '' },
    stderr: expect.stringMatching(told),
  })
  rmSync(outside, { recursive: true, force: true })
})

test.each([
  { move: ['notes.txt'], remove: [], aside: [] },
  { move: [], remove: ['notes.txt'], aside: [] },
  { move: [], remove: ['../secret.txt'], aside: [] },
  { move: [], remove: [], aside: [['data/months.csv', 'notes.txt']] },
  { move: [], remove: [], aside: [['notes.txt', 'notes.txt.changed-1']] },
])('a journal of a stranger moves and removes nothing but results: %j', async (journal) => {
  const { outside, folder } = sandbox('run')
  writeFileSync(join(folder, 'notes.txt'), 'mine')
  mkdirSync(join(folder, '.xiaojin', `new-${'0'.repeat(16)}`), { recursive: true })
  writeFileSync(join(folder, '.xiaojin', `new-${'0'.repeat(16)}`, 'notes.txt'), 'theirs')
  writeFileSync(
    join(folder, '.xiaojin', 'commit.json'),
    JSON.stringify({ staging: `new-${'0'.repeat(16)}`, ...journal }),
  )
  await expect(redraw(folder, { lang: undefined, charts: false }, HERE)).rejects.toThrow(UsageError)
  expect(readFileSync(join(folder, 'notes.txt'), 'utf8')).toBe('mine')
  expect(readFileSync(join(outside, 'secret.txt'), 'utf8')).toBe(`${SECRET}\n`)
})

test.each(sizeMutations())('a table that is $name is read by no command, and verify names it', async ({ apply }) => {
  const { outside, folder } = sandbox('run')
  const table = tableOf(folder)
  apply(folder, outside)
  for (const [command, attempt] of Object.entries(READERS)) {
    if (command === 'verify') continue
    const { refused, text } = await outcomeOf(attempt, folder)
    expect({ command, refused, text }).toEqual({ command, refused: true, text: expect.stringContaining(table) })
  }
  const makers = { one: async (scenario: Scenario) => runScenario(scenario, {}), many: never, intoStore: never }
  const { faults } = await verify(folder, makers, renderChart)
  expect(faults).toEqual([expect.stringMatching(`^${table}: changed after the run: `)])
  rmSync(outside, { recursive: true, force: true })
})

/** Sound by the schema, and yet nonsense: it may be taken or refused, but is never a stack, a secret or a write. */
const NONSENSE: readonly (Mutation & { readonly kind: string })[] = [
  [
    'run',
    'a scenario that extends a file outside',
    (folder: string) => forge(folder, 'scenario.resolved.yaml', 'name: x\nextends: ../secret.txt\n'),
  ],
  [
    'run',
    'a scenario that extends the shipped one',
    (folder: string) => forge(folder, 'scenario.resolved.yaml', 'name: x\nextends: baseline\n'),
  ],
  [
    'run',
    'a scenario whose table lies outside',
    (folder: string) => forge(folder, 'scenario.resolved.yaml', 'name: x\nlenders: {roster: ../secret.csv}\n'),
  ],
  ['run', 'a scenario that is no YAML', (folder: string) => forge(folder, 'scenario.resolved.yaml', '{]')],
  [
    'run',
    'a scenario of control characters',
    (folder: string) => forge(folder, 'scenario.resolved.yaml', 'name: "a\u001b[2J"\n'),
  ],
  ['run', 'a table of no bytes', (folder: string) => forge(folder, 'data/months.parquet', '')],
  ['run', 'a table of text', (folder: string) => forge(folder, 'data/months.parquet', `PAR1${SECRET}PAR1`)],
  [
    'run',
    'a table in place of another',
    (folder: string) => forge(folder, 'data/months.parquet', readFileSync(join(folder, 'data/roster.parquet'))),
  ],
  [
    'run',
    'a table of other rows than it says',
    (folder: string) => forge(folder, 'data/months.parquet', readFileSync(join(folder, 'data/months.parquet')), 99),
  ],
  ['run', 'no outputs at all', change((manifest) => ({ ...manifest, outputs: [] }))],
  [
    'run',
    'a sensitivity that was none',
    change((manifest) => ({
      ...manifest,
      sensitivity: { method: 'morris', replications: 1, factors: { 'no.such': [0, 1] }, outcomes: [] },
    })),
  ],
  [
    'run',
    'a calibration that was none',
    change((manifest) => ({
      ...manifest,
      calibration: { method: 'smm', replications: 1, evaluations: 20, free: { 'no.such': [0, 1] }, targets: [] },
    })),
  ],
  [
    'run',
    'an experiment that was none',
    change((manifest) => ({
      ...manifest,
      experiment: { replications: 2, runs: [], arms: [{ name: 'a', title: { en: 'a', zh: 'a' }, set: {} }] },
    })),
  ],
  [
    'run',
    'a parameter that there is not',
    change((manifest) => ({
      ...manifest,
      parameters: [
        ...(manifest.parameters as object[]),
        { key: 'no.such', value: 1, default: 1, unit: '', origin: '' },
      ],
    })),
  ],
  [
    'run',
    'a parameter of another kind',
    change((manifest) => ({
      ...manifest,
      parameters: (manifest.parameters as { key: string }[]).map((one) =>
        one.key === 'horizon.months' ? { ...one, value: { a: [] } } : one,
      ),
    })),
  ],
  ['ensemble', 'an arm that sets what there is not', change((manifest) => withArm(manifest, { 'no.such': 1 }))],
  ['ensemble', 'an arm that sets nonsense', change((manifest) => withArm(manifest, { 'credit.coverage': 'x' }))],
  ['sweep', 'a plan of nonsense', (folder: string) => forge(folder, 'plan.jsonl', '{"run": "../../secret"}\n')],
  ['sweep', 'a plan of nothing', (folder: string) => forge(folder, 'plan.jsonl', '')],
  ['sweep', 'a plan that is no JSON', (folder: string) => forge(folder, 'plan.jsonl', '{{{\n')],
  ['sweep', 'records that are gone', (folder: string) => rmSync(join(folder, 'runs'), { recursive: true })],
  [
    'sensitivity',
    'factors that there are not',
    change((manifest) => ({
      ...manifest,
      sensitivity: { ...(manifest.sensitivity as object), factors: { 'no.such': [0, 1] } },
    })),
  ],
  [
    'sensitivity',
    'outcomes that there are not',
    change((manifest) => ({
      ...manifest,
      sensitivity: { ...(manifest.sensitivity as object), outcomes: ['no.such'] },
    })),
  ],
  [
    'calibration',
    'targets that there are not',
    change((manifest) => ({ ...manifest, calibration: { ...(manifest.calibration as object), targets: ['no.such'] } })),
  ],
  [
    'calibration',
    'free parameters that there are not',
    change((manifest) => ({
      ...manifest,
      calibration: { ...(manifest.calibration as object), free: { seed: [0, 1] } },
    })),
  ],
].map(([kind, name, apply]) => ({ kind, name, apply }) as Mutation & { readonly kind: string })

function change(by: (manifest: { [key: string]: unknown }) => object): (folder: string) => void {
  return (folder) => writeManifest(folder, JSON.stringify(by(manifestOf(folder))))
}

function withArm(manifest: { [key: string]: unknown }, set: object): object {
  const experiment = manifest.experiment as { arms: object[] }
  return { ...manifest, experiment: { ...experiment, arms: experiment.arms.map((arm) => ({ ...arm, set })) } }
}

test.each(NONSENSE)('a folder of nonsense harms nothing: $kind, $name', async ({ kind, apply }) => {
  const { outside, folder } = sandbox(kind)
  apply(folder, outside)
  const safe = (): string => snapshot(join(outside, 'victim')) + readFileSync(join(outside, 'secret.txt'), 'utf8')
  const before = safe()
  let refusals = 0
  const told: { [command: string]: string } = {}
  for (const [command, attempt] of Object.entries(READERS)) {
    // What it would do more than report takes long and is drawing.
    if (command === 'chart') continue
    const { refused, text } = await outcomeOf(attempt, folder)
    if (refused) refusals++
    told[command] = text
    expect(safe()).toBe(before)
  }
  const said = JSON.stringify(told)
  // Only verify runs anything, which is what it is for.
  expect(said.replaceAll('NOT SAID: Error: a hostile folder was run', '')).not.toMatch(/NOT SAID/)
  expect(said).not.toContain(SECRET)
  expect('polluted' in {}).toBe(false)
  expect(refusals).toBeGreaterThan(0)
  rmSync(outside, { recursive: true, force: true })
})

test('verify shows where a file differs, but not what a hard link to a file elsewhere holds', async () => {
  const { outside, folder } = sandbox('run')
  hardLink(folder, 'data/months.csv', outside)
  const makers = { one: async (scenario: Scenario) => runScenario(scenario, {}), many: never, intoStore: never }
  const { faults } = await verify(folder, makers, renderChart)
  expect(faults).toContain('data/months.csv: changed after the run: it is a hard link, so what it holds is not shown')
  expect(faults.join()).not.toContain(SECRET)
  // What is drawn again takes the place of a link and is not written through it.
  rmSync(join(folder, 'data/months.csv'))
  copyFileSync(join(good('run'), 'data/months.csv'), join(folder, 'data/months.csv'))
  hardLink(folder, 'report.html', outside)
  await redraw(folder, { lang: undefined, charts: false }, HERE)
  expect(readFileSync(join(outside, 'secret.txt'), 'utf8')).toBe(`${SECRET}\n`)
  expect(lstatSync(join(folder, 'report.html')).nlink).toBe(1)
})

describe('a good folder', () => {
  test.each(firstOf(Object.keys(KINDS), 3))(
    'works under another name, in a strange place, beside files and links of others: %s',
    async (kind) => {
      const strange = join(mkdtempSync(join(place, 'strange-')), "arm=z [1] 'it's' 文件夹")
      mkdirSync(strange)
      const folder = join(strange, 'moved')
      cpSync(good(kind), folder, { recursive: true })
      writeFileSync(join(strange, 'secret.txt'), SECRET)
      writeFileSync(join(folder, 'notes.txt'), 'mine')
      symlinkSync('../secret.txt', join(folder, 'link-of-mine'))
      execFileSync('mkfifo', [join(folder, 'pipe-of-mine')])
      const answer = await query(folder, undefined)
      expect(answer.rows.length).toBeGreaterThan(5)
      const { warnings } = await redraw(folder, { lang: 'zh', charts: false }, HERE)
      expect(warnings).toEqual([])
      expect(lstatSync(join(folder, 'link-of-mine')).isSymbolicLink()).toBe(true)
      expect(readFileSync(join(folder, 'link-of-mine'), 'utf8')).toBe(SECRET)
      const { code, out, err } = await here(['verify', folder], place)
      expect({ code, out, err }).toMatchObject({ code: 0 })
      writeFileSync(join(folder, 'data', 'my-analysis.parquet'), 'mine')
      expect((await query(folder, undefined)).rows).toEqual(answer.rows)
      await redraw(folder, { lang: undefined, charts: false }, HERE)
      expect(readFileSync(join(folder, 'data', 'my-analysis.parquet'), 'utf8')).toBe('mine')
      if (kind === 'run') expect((await storedArm(folder)).runs).toHaveLength(1)
      if (kind === 'sweep') expect((await storedArm(`${folder}:coverage-0.5`)).runs).toHaveLength(1)
      if (kind === 'ensemble') {
        expect((await storedArm(`${folder}:low`)).runs).toHaveLength(2)
        expect((await query(folder, 'SELECT DISTINCT arm FROM runs ORDER BY arm')).rows).toEqual([['high'], ['low']])
      }
    },
  )
})
