/** Whose folder it is: every command that writes results, in folders that hold something already. */
import fs from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { StorageError, UsageError } from '../../src/node/failure.ts'
import { type FileCalls, replaceFileCalls } from '../../src/node/files.ts'
import { whatIsKept } from '../../src/node/interrupt.ts'
import type { Manifest } from '../../src/node/manifest.ts'
import { inFolder } from '../../src/node/results-folder.ts'
import { findRecord } from '../../src/node/run-store.ts'
import { manifestIn } from '../../src/node/untrusted-folder.ts'
import { cases, firstOf } from '../size.ts'
import { faultyFiles } from './faulty-files.ts'
import { call } from './in-process.ts'
import { nextProcess } from './remembered.ts'
import {
  contents,
  expectForeign,
  filesOf,
  into,
  leftovers,
  linkedCopy,
  putForeign,
  results,
  STUDIES,
  type Study,
  studyOf,
  writeScenarios,
} from './studies.ts'

vi.mock('../../src/node/simulate.ts', async () => (await import('./remembered.ts')).simulation)
vi.mock('../../src/node/run-pool.ts', async () => (await import('./remembered.ts')).pool)
vi.mock('../../src/node/chart-threads.ts', async () => (await import('./remembered.ts')).drawers)
vi.mock('../../src/node/process-identity.ts', async () => (await import('./remembered.ts')).identity)

let root = ''
const home = process.cwd()
beforeAll(async () => {
  root = fs.mkdtempSync(join(tmpdir(), 'xiaojin-folders-'))
  writeScenarios(root)
  process.chdir(root)
  for (const { kind, args } of STUDIES) expect(await call(into(`${kind}-1`, args))).toMatchObject({ error: null })
})
afterAll(() => {
  process.chdir(home)
  fs.rmSync(root, { recursive: true, force: true })
})

let copies = 0
/** A folder with the finished study of a kind. */
function finished(kind: Study['kind']): string {
  const dir = `copy-${++copies}`
  linkedCopy(`${kind}-1`, dir)
  return dir
}

async function refusal(args: readonly string[]): Promise<string> {
  const { error } = await call(args)
  expect(error, args.join(' ')).toBeInstanceOf(UsageError)
  return (error as Error).message
}

/** Puts other bytes in the place of a file; a copy shares the old ones. */
function rewrite(path: string, change: (text: string) => string): void {
  const text = fs.readFileSync(path, 'utf8')
  fs.rmSync(path)
  fs.writeFileSync(path, change(text))
}

test.each(STUDIES)(
  '$kind: files of somebody else survive the same, a grown and a forced other study',
  async (study) => {
    const dir = finished(study.kind)
    putForeign(dir)
    const goes = [
      study.args,
      ...(study.grown === null ? [] : [study.grown]),
      ...firstOf(study.others).map((args) => [...args, '--force']),
    ]
    for (const args of goes) {
      expect(await call(into(dir, args)), args.join(' ')).toMatchObject({ error: null })
      expectForeign(dir)
      expect(leftovers(dir)).toEqual([])
      const fresh = `fresh-${++copies}`
      expect((await call(into(fresh, args))).error).toBeNull()
      expect([...results(dir)], args.join(' ')).toEqual([...results(fresh)])
      expect(contents(`${study.kind}-1`).size).toBeGreaterThan(0)
    }
  },
)

test.each(STUDIES)('$kind: another study is refused, and nothing is touched', async ({ kind, others }) => {
  const dir = finished(kind)
  const before = [...contents(dir)]
  for (const args of others) {
    expect(await refusal(into(dir, args)), args.join(' ')).toMatch(/holds .*Replace its results with --force/)
    expect([...contents(dir)]).toEqual(before)
  }
})

test.each(['engineSha256', 'packagesSha256', 'codeSha256'] as const)(
  'a folder made with another %s is refused',
  async (field) => {
    for (const { kind, args } of STUDIES) {
      const dir = finished(kind)
      rewrite(join(dir, 'manifest.json'), (text) =>
        text.replace(new RegExp(`"${field}": [^,\\n]+`), `"${field}": "other"`),
      )
      // What only draws and tells may change under runs that are kept.
      if (field === 'codeSha256' && kind !== 'run') expect((await call(into(dir, args))).error).toBeNull()
      else
        expect(await refusal(into(dir, args)), kind).toMatch(
          /holds .* (by another build|with other versions of the packages)/,
        )
    }
  },
)

test('no kind of study goes into the folder of another kind, forced or not', async () => {
  const group = ({ kind }: Study): string => (kind === 'compare' ? 'sweep' : kind)
  for (const there of STUDIES) {
    const dir = finished(there.kind)
    const before = [...contents(dir)]
    for (const here of STUDIES.filter((study) => group(study) !== group(there))) {
      for (const args of [here.args, [...here.args, '--force']]) {
        expect(await refusal(into(dir, args))).toMatch(/holds a .*, not a .*; it is left alone, --force or not/)
      }
    }
    expect([...contents(dir)]).toEqual(before)
  }
})

test.each(STUDIES)('$kind: a folder without results of its own is left alone, forced or not', async ({ args }) => {
  const dir = `mine-${++copies}`
  putForeign(dir)
  const before = [...contents(dir)]
  for (const force of [[], ['--force']]) {
    expect(await refusal(into(dir, [...args, ...force]))).toMatch(/holds no results of xiaojin; it is left alone/)
    expect([...contents(dir)]).toEqual(before)
  }
})

test('a file in the place of a new result is named and stays, and so is a link', async () => {
  for (const put of [
    (path: string) => fs.writeFileSync(path, 'mine'),
    (path: string) => fs.symlinkSync('/dev/null', path),
  ]) {
    const dir = finished('sweep')
    // The language of the page is no part of the name, so that this report is new in the folder.
    rewrite(join(dir, 'manifest.json'), (text) => {
      const manifest = JSON.parse(text) as Manifest
      return JSON.stringify({ ...manifest, outputs: manifest.outputs.filter(({ path }) => path !== 'report.html') })
    })
    fs.rmSync(join(dir, 'report.html'))
    put(join(dir, 'report.html'))
    const before = [...contents(dir)]
    expect(await refusal(into(dir, studyOf('sweep').grown!))).toMatch(/report\.html is/)
    const after = contents(dir)
    for (const [path, sha256] of before) expect(after.get(path), path).toBe(sha256)
    expect(leftovers(dir)).toEqual([])
  }
})

test('a result that somebody changed is kept beside the new one', async () => {
  const dir = finished('calibrate')
  const edited = (path: string, change: (text: string) => string): string => {
    rewrite(join(dir, path), change)
    return fs.readFileSync(join(dir, path), 'utf8')
  }
  const report = edited('report.html', (text) => text.replace(/<body[^>]*>/, '$&mine'))
  expect((await call(['report', dir])).error).toBeNull()
  expect(fs.readFileSync(join(dir, 'report.html.changed-1'), 'utf8')).toBe(report)
  const scenario = edited('calibrated.yaml', (text) => `${text}# and mine\n`)
  expect((await call(into(dir, studyOf('calibrate').args))).error).toBeNull()
  expect(fs.readFileSync(join(dir, 'calibrated.yaml.changed-1'), 'utf8')).toBe(scenario)
  expect(contents(dir).get('calibrated.yaml')).toBe(contents('calibrate-1').get('calibrated.yaml'))
})

test('folders that nobody named say what differs from the plain file, and grow under one name', async () => {
  const made = new Set<string>()
  const added = async (args: readonly string[]): Promise<string[]> => {
    expect((await call(args)).error, args.join(' ')).toBeNull()
    const fresh = fs.readdirSync('out').filter((name) => !made.has(name))
    for (const name of fresh) made.add(name)
    return fresh
  }
  for (const { kind, args, grown, others } of STUDIES) {
    expect(await added(args), kind).toHaveLength(1)
    if (grown !== null) expect(await added(grown), grown.join(' ')).toEqual([])
    const other = others.find((one) => one.includes('--set'))!
    const [named] = await added(other)
    expect(named, other.join(' ')).toMatch(/-[0-9a-f]{6}$/)
    expect(await added(other)).toEqual([])
  }
})

test('one command at a time: all others are told who holds the folder', async () => {
  let [inside, most, refused, done] = [0, 0, 0, 0]
  const claim = { head: null, command: 'xiaojin test', force: false }
  fs.mkdirSync('shared')
  await Promise.all(
    Array.from({ length: 24 }, async (_, k) => {
      await pause(k * 7)
      try {
        await inFolder('shared', claim, async () => {
          most = Math.max(most, ++inside)
          await pause(40)
          inside--
          done++
        })
      } catch (error) {
        expect((error as Error).message).toMatch(
          /^shared is in use by another command \(process \d+, since .*: xiaojin test\)/,
        )
        refused++
      }
    }),
  )
  expect([most, done + refused]).toEqual([1, 24])
  expect(done).toBeGreaterThan(0)
  expect(fs.readdirSync('shared')).toEqual([])
})

const lockOf = (host: string, pid: number): string =>
  JSON.stringify({
    host,
    machine: '',
    pid,
    started: '',
    token: 'a',
    command: 'xiaojin sweep a.yaml',
    since: '2026-01-01T00:00:00.000Z',
  })

test.each(STUDIES)(
  '$kind: locks of the dead and leftovers go; a lock of another machine is respected',
  async ({ kind, args }) => {
    const dir = finished(kind)
    const work = join(dir, '.xiaojin')
    const put = (name: string, text: string): void => {
      fs.mkdirSync(join(work, name, '..'), { recursive: true })
      fs.writeFileSync(join(work, name), text)
    }
    put('lock-0123456789abcdef.json', lockOf('there', 7))
    expect(await refusal(into(dir, args))).toMatch(
      /in use by another command \(process 7 on there, since 2026.*delete .*lock-0123456789abcdef\.json/,
    )
    fs.rmSync(join(work, 'lock-0123456789abcdef.json'))
    put('lock-0123456789abcdef.json', lockOf('here', 0))
    put('lock-0123456789abcdee.json', '{"half')
    put('tmp-0123456789abcdef', 'half a record')
    put('new-0123456789abcdef/data/months.csv', 'half a table')
    put('study.json', 'half a study')
    expect((await call(into(dir, args))).error).toBeNull()
    expect(fs.existsSync(work)).toBe(false)
    expect([...results(dir)]).toEqual([...results(`${kind}-1`)])
  },
)

test('results that were half in place are named by commands that read, and completed by the next that writes', async () => {
  const { args, grown } = studyOf('sweep')
  const counted = faultyFiles(null, 0)
  const undo = replaceFileCalls(counted.calls)
  const whole = finished('sweep')
  expect((await call(into(whole, grown!))).error).toBeNull()
  undo()
  // The last calls put results in place; one of them in the middle.
  const at = counted.made.lastIndexOf('renameSync') - 40
  const dir = finished('sweep')
  const killed = replaceFileCalls(faultyFiles('kill', at).calls)
  expect((await call(into(dir, grown!))).error).not.toBeNull()
  killed()
  nextProcess()
  expect(fs.existsSync(join(dir, 'manifest.json'))).toBe(false)
  expect(() => manifestIn(dir)).toThrow(/was stopped while it replaced the results .*xiaojin report .* completes them/)
  expect((await call(['report', dir])).error).toBeNull()
  expect([...results(dir)]).toEqual([...results(whole)])
  expect(await refusal(into(dir, args))).toMatch(/of 3 replications, not 2/)
})

test('a study that was not finished is resumed by its own command, grown too, and refused to others', async () => {
  for (const { kind, args, others } of STUDIES.filter(({ kind }) => kind !== 'run')) {
    const dir = `begun-${kind}`
    const counted = faultyFiles(null, 0)
    const undo = replaceFileCalls(counted.calls)
    expect((await call(into(`${dir}-whole`, args))).error).toBeNull()
    undo()
    // After the second record.
    const links = counted.made.flatMap((name, at) => (name === 'linkSync' ? [at] : []))
    const killed = replaceFileCalls(faultyFiles('kill', links[2]! + 6).calls)
    expect((await call(into(dir, args))).error).not.toBeNull()
    killed()
    nextProcess()
    expect(() => manifestIn(dir)).toThrow(/are not complete. Repeat the command that began them: xiaojin/)
    const other = others.find((one) => one.includes('--set'))!
    expect(await refusal(into(dir, other)), kind).toMatch(/holds .*Replace its results with --force/)
    expect((await call(into(dir, args))).error).toBeNull()
    expect([...contents(dir)]).toEqual([...contents(`${dir}-whole`)])
  }
})

test.each(STUDIES)('$kind: a name that no file system takes is refused before anything runs', async ({ args }) => {
  const before = fs.readdirSync('.')
  for (const name of ['a'.repeat(256), '果'.repeat(86), `a/${'b'.repeat(300)}/c`, `${'a'.repeat(200)}/`.repeat(21)]) {
    expect(await refusal(into(name, args))).toMatch(
      /has \d+ bytes; (file systems take names of up to 255|the path may have up to)/,
    )
  }
  expect(fs.readdirSync('.')).toEqual(before)
})

test('init refuses such names too, and never writes over a file', async () => {
  expect(await refusal(['init', `${'a'.repeat(260)}.yaml`])).toMatch(/has 265 bytes/)
  expect((await call(['init', 'new/mine.yaml'])).error).toBeNull()
  const text = fs.readFileSync('new/mine.yaml', 'utf8')
  expect(await refusal(['init', 'new/mine.yaml'])).toMatch(/exists already/)
  expect(fs.readFileSync('new/mine.yaml', 'utf8')).toBe(text)
})

/** A file system without hard links and without a way to flush folders. */
function poorFiles(): FileCalls {
  const fail = (code: string): never => {
    throw Object.assign(new Error(code), { code, syscall: 'open' })
  }
  return {
    ...fs,
    linkSync: () => fail('EPERM'),
    openSync: ((path: string, flags: string) =>
      flags === 'r' ? fail('EISDIR') : fs.openSync(path, flags)) as typeof fs.openSync,
  }
}

test.each(STUDIES)(
  '$kind: without hard links and flushed folders it writes the same, and the manifest says so',
  async ({ kind, args }) => {
    const undo = replaceFileCalls(poorFiles())
    const dir = `poor-${kind}`
    expect((await call(into(dir, args))).error).toBeNull()
    undo()
    const manifest = JSON.parse(fs.readFileSync(join(dir, 'manifest.json'), 'utf8')) as Manifest
    expect(manifest.storage).toEqual({ hardLinks: false, folderFlush: false })
    expect((JSON.parse(fs.readFileSync(`${kind}-1/manifest.json`, 'utf8')) as Manifest).storage).toBeUndefined()
    const [poor, rich] = [contents(dir), contents(`${kind}-1`)]
    for (const own of [poor, rich]) for (const path of ['manifest.json', 'SHA256SUMS']) own.delete(path)
    expect([...poor]).toEqual([...rich])
  },
)

test('a record is believed with all of its bytes and with no others', () => {
  const dir = finished('sweep')
  const path = filesOf(dir).find((one) => one.startsWith('runs/'))!
  const key = path.split('/').at(-1)!.replace('.json', '')
  const bytes = fs.readFileSync(join(dir, path))
  expect(findRecord(dir, key)).toMatchObject({ seed: expect.any(Number) })
  fs.rmSync(join(dir, path))
  const believed = (other: Uint8Array): boolean => {
    fs.writeFileSync(join(dir, path), other)
    return findRecord(dir, key) !== 'damaged'
  }
  const flips = [1, 2, 4, 8, 16, 32, 64, 128]
  // With a step of seven every one of the eight bits takes its turn.
  for (let at = 0; at < bytes.length; at += cases(7, 1)) {
    const other = Buffer.from(bytes)
    other[at]! ^= flips[at % flips.length]!
    expect(believed(other), `byte ${at}`).toBe(false)
  }
  for (let length = 0; length < bytes.length; length += 1 + (length >> cases(3, 6))) {
    expect(believed(bytes.subarray(0, length)), `${length} bytes`).toBe(false)
  }
  expect(believed(Buffer.concat([bytes, Buffer.from('\n')]))).toBe(false)
  expect(believed(Buffer.from(bytes.toString('utf8').replace(/^.*"record":|\}\n$/g, '')))).toBe(false)
  expect(believed(bytes)).toBe(true)
  // The record of another run, under this one's name.
  const second = filesOf(dir).filter((one) => one.startsWith('runs/'))[1]!
  expect(believed(fs.readFileSync(join(dir, second)))).toBe(false)
})

test.each(STUDIES.filter(({ kind }) => kind !== 'run'))(
  '$kind: damaged records are set aside, said and made again',
  async ({ kind, args }) => {
    const dir = finished(kind)
    const [first, second] = filesOf(dir).filter((path) => path.startsWith('runs/')) as [string, string]
    rewrite(join(dir, first), (text) => text.slice(0, text.length >> 1))
    rewrite(join(dir, second), () => '')
    const { error, err } = await call(into(dir, args))
    expect(error).toBeNull()
    for (const path of [first, second]) {
      const aside = path.replace(/json$/, 'damaged-1')
      expect(err).toContain(`${path} is damaged: its bytes are not those that were written. It is now ${aside}`)
      expect(fs.existsSync(join(dir, aside))).toBe(true)
      fs.rmSync(join(dir, aside))
    }
    expect([...contents(dir)]).toEqual([...contents(`${kind}-1`)])
  },
)

test('a disk that loses a record stops the seal, and the text says how many runs are kept', async () => {
  for (const { kind, args } of STUDIES.filter(({ kind }) => kind !== 'run')) {
    let links = 0
    const undo = replaceFileCalls({
      ...fs,
      linkSync: (from, to) => {
        // Says that it is done, and forgets it.
        if (!String(to).includes('/runs/') || ++links !== 2) fs.linkSync(from, to)
      },
    })
    const dir = `lossy-${kind}`
    const { error } = await call(into(dir, args))
    undo()
    expect(error, kind).toBeInstanceOf(StorageError)
    expect((error as Error).message).toMatch(/is gone, though its run was made: no results are written without it/)
    expect(fs.existsSync(join(dir, 'manifest.json'))).toBe(false)
    nextProcess()
    expect((await call(into(dir, args))).error).toBeNull()
    expect([...contents(dir)]).toEqual([...contents(`${kind}-1`)])
  }
})

test('a full disk ends a sweep with the number of runs that it kept', async () => {
  const { args } = studyOf('sweep')
  for (const kept of [0, 1, 3]) {
    let opened = 0
    const undo = replaceFileCalls({
      ...fs,
      openSync: (path, flags, mode) => {
        // Two files come before the first record: the lock and the study.
        if (flags === 'wx' && ++opened > 2 + kept)
          throw Object.assign(new Error('ENOSPC'), { code: 'ENOSPC', syscall: 'open' })
        return fs.openSync(path, flags, mode)
      },
    })
    const dir = `full-${kept}`
    expect((await call(into(dir, args))).error).toMatchObject({ code: 'ENOSPC' })
    undo()
    expect(whatIsKept()).toBe(
      kept === 0
        ? 'Nothing was kept.'
        : `${kept} finished ${kept === 1 ? 'run is' : 'runs are'} kept in ${dir}; the same command resumes from there.`,
    )
    expect(fs.existsSync(dir) ? filesOf(dir).filter((path) => path.startsWith('runs/')) : []).toHaveLength(kept)
  }
})

test('folders of two engines are not compared, and both are named', async () => {
  const [a, b] = [finished('sweep'), finished('sweep')]
  const other = (text: string): string => text.replace(/"engineSha256": [^,\n]+/, `"engineSha256": "${'a'.repeat(64)}"`)
  rewrite(join(a, 'manifest.json'), other)
  const names = /The engines differ: .* was made by xiaojin .*, and .* by xiaojin .*; a difference could come from that/
  expect(await refusal(['compare', `${a}:few`, `${b}:many`])).toMatch(names)
  rewrite(join(b, 'manifest.json'), other)
  expect((await call(['compare', `${a}:few`, `${b}:many`])).error).toBeNull()
  rewrite(join(b, 'manifest.json'), (text) =>
    text.replace(/"packagesSha256": [^,\n]+/, `"packagesSha256": "${'b'.repeat(64)}"`),
  )
  expect(await refusal(['compare', `${a}:few`, `${b}:many`])).toMatch(/The engines differ: .*packages bbbbbbbbbbbb/)
})
