import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { ScenarioError } from '../../src/base/errors.ts'
import { UsageError } from '../../src/node/failure.ts'
import { call } from './in-process.ts'

const FOLDER = mkdtempSync(join(tmpdir(), 'xiaojin-migrate-'))
afterAll(() => rmSync(FOLDER, { recursive: true }))

const SHIPPED = readdirSync('scenarios').filter((name) => name.endsWith('.yaml'))

test('shipped scenarios have the names of today', async () => {
  const { error, out } = await call(['migrate', '--check', ...SHIPPED.map((name) => join('scenarios', name))])
  expect(error).toBeNull()
  expect(out).toBe('No old names.\n')
})

test('--stdout prints a file without old names as it is, byte order mark and all', async () => {
  const file = join(FOLDER, 'marked.yaml')
  writeFileSync(file, '\ufeffname: marked   # as is\r\n')
  const { error, out } = await call(['migrate', '--stdout', file])
  expect(error).toBeNull()
  expect(out).toBe('\ufeffname: marked   # as is\r\n')
})

test('every file that cannot be read is told, and none is written', async () => {
  const [broken, absent] = [join(FOLDER, 'broken.yaml'), join(FOLDER, 'absent.yaml')]
  writeFileSync(broken, 'name: [')
  const { error } = await call(['migrate', broken, absent])
  expect((error as ScenarioError).faults.map(({ file }) => file)).toEqual([broken, absent])
  expect(error).toBeInstanceOf(ScenarioError)
  expect(readFileSync(broken, 'utf8')).toBe('name: [')
})

test('--stdout takes one file, and no --check', async () => {
  const file = join('scenarios', 'baseline.yaml')
  expect((await call(['migrate', '--stdout', file, file])).error).toBeInstanceOf(UsageError)
  expect((await call(['migrate', '--stdout', '--check', file])).error).toBeInstanceOf(UsageError)
})
