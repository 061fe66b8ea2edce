import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { ScenarioError } from '../../src/base/errors.ts'
import { UsageError } from '../../src/node/failure.ts'
import { RENAMED_KEYS, RENAMED_OUTCOMES } from '../../src/scenarios/renamed.ts'
import { xiaojin } from './command.ts'
import { call } from './in-process.ts'

const FOLDER = mkdtempSync(join(tmpdir(), 'xiaojin-migrate-'))
afterAll(() => rmSync(FOLDER, { recursive: true }))

const SHIPPED = readdirSync('scenarios').filter((name) => name.endsWith('.yaml'))
const lastKey = (path: string): string => path.slice(path.lastIndexOf('.') + 1)

/** A scenario of today under its old names; comments keep theirs. */
function oldText(text: string): string {
  return text.replace(/^[^#\n]+/gm, (line) => {
    let old = line
    for (const [before, now] of Object.entries(RENAMED_OUTCOMES)) {
      old = old.replace(new RegExp(`(?<![\\w.])${now.replace('.', '\\.')}(?![\\w.])`, 'g'), before)
    }
    for (const [before, now] of Object.entries(RENAMED_KEYS)) {
      old = old.replace(new RegExp(`\\b${lastKey(now)}(?=["']?:)`, 'g'), lastKey(before))
    }
    return old
  })
}

function written(name: string, text: string): string {
  const file = join(FOLDER, name)
  writeFileSync(file, text)
  return file
}

test('shipped scenarios have the names of today, and under old ones migrate to the same bytes', async () => {
  const files = SHIPPED.map((name) => join('scenarios', name))
  expect(await call(['migrate', '--check', ...files])).toMatchObject({ error: null, out: 'No old names.\n' })
  const shipped = files.map((file) => readFileSync(file, 'utf8'))
  const copies = SHIPPED.map((name, index) => written(name, oldText(shipped[index]!)))
  expect(copies.filter((copy, index) => readFileSync(copy, 'utf8') !== shipped[index]).length).toBeGreaterThan(0)
  expect((await call(['migrate', ...copies])).error).toBeNull()
  expect(copies.map((copy) => readFileSync(copy, 'utf8'))).toEqual(shipped)
  expect(await call(['migrate', ...copies])).toMatchObject({ error: null, out: 'No old names.\n' })
})

test('every old key and outcome is rewritten; byte order mark, line ends, comments and permissions stay', async () => {
  const groups = Object.keys(RENAMED_KEYS).map((old) => `    ${old}: [0.01, 0.02]   # was ${old}\r\n`)
  const old = `\ufeffname: all   # takeRate, reach.all\r\nsensitivity:\r\n  outcomes: [${Object.keys(RENAMED_OUTCOMES).join(', ')}]\r\n  factors:\r\n${groups.join('')}`
  const file = written('all.yaml', old)
  chmodSync(file, 0o640)
  symlinkSync(file, join(FOLDER, 'link.yaml'))
  const { error, out } = await call(['migrate', join(FOLDER, 'link.yaml')])
  expect(error).toBeNull()
  let now = old
  for (const [before, after] of Object.entries(RENAMED_KEYS)) now = now.replace(`    ${before}:`, `    ${after}:`)
  now = now.replace(/outcomes: .*/, `outcomes: [${Object.values(RENAMED_OUTCOMES).join(', ')}]`)
  expect(readFileSync(file, 'utf8')).toBe(now)
  expect(statSync(file).mode & 0o777).toBe(0o640)
  expect(out).toContain(`${join(FOLDER, 'link.yaml')}:5: repayment.meanTrouble → repayment.meanDistress\n`)
  expect(readdirSync(FOLDER).filter((name) => name.endsWith('.new'))).toEqual([])
})

test('--check and --stdout write nothing; --check ends with code 5', async () => {
  const old = 'name: plain\nrepayment:\n  meanTrouble: -4   # as before\n'
  const file = written('plain.yaml', old)
  expect(xiaojin(['migrate', '--check', file], FOLDER)).toMatchObject({ code: 5, err: '' })
  expect(await call(['migrate', '--stdout', file])).toMatchObject({ out: old.replace('meanTrouble', 'meanDistress') })
  expect(readFileSync(file, 'utf8')).toBe(old)
})

test('--stdout prints a file without old names as it is, byte order mark and all', async () => {
  const file = written('marked.yaml', '\ufeffname: marked   # as is\r\n')
  expect(await call(['migrate', '--stdout', file])).toMatchObject({
    error: null,
    out: '\ufeffname: marked   # as is\r\n',
  })
})

test('every file that cannot be read is told, and none is written', async () => {
  const old = 'name: sound\nrepayment: { troubleSd: 1 }\n'
  const [sound, broken, absent] = [
    written('sound.yaml', old),
    written('broken.yaml', 'name: ['),
    join(FOLDER, 'no.yaml'),
  ]
  const { error } = await call(['migrate', sound, broken, absent])
  expect(error).toBeInstanceOf(ScenarioError)
  expect((error as ScenarioError).faults.map(({ file }) => file)).toEqual([broken, absent])
  expect(readFileSync(sound, 'utf8')).toBe(old)
  expect(readFileSync(broken, 'utf8')).toBe('name: [')
})

test('--stdout takes one file, and no --check', async () => {
  const file = join('scenarios', 'baseline.yaml')
  expect((await call(['migrate', '--stdout', file, file])).error).toBeInstanceOf(UsageError)
  expect((await call(['migrate', '--stdout', '--check', file])).error).toBeInstanceOf(UsageError)
})
