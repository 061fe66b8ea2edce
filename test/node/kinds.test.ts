/** What it takes to add a kind of results folder: its file, its line in the list, and its command. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { KINDS } from '../../src/node/kinds.ts'
import { ROOT } from './command.ts'
import { filesOf } from './studies.ts'

const FOLDER = join(ROOT, 'src/node')
const SOURCES = filesOf(FOLDER).map((path) => ({ path, text: readFileSync(join(FOLDER, path), 'utf8') }))
const namesIn = (pattern: RegExp): string[] => SOURCES.filter(({ text }) => pattern.test(text)).map(({ path }) => path)

/** A sweep is an ensemble that is kept; compare makes sweeps; targets and the receipts of a person are for one run. */
const BESIDES: { readonly [kind: string]: readonly string[] } = {
  ensemble: ['sweep.ts'],
  run: ['commands/targets.ts', 'commands/trace.ts'],
  sweep: ['commands/compare.ts'],
}

test.each(Object.keys(KINDS))('%s is named by its file, the list and its command', (name) => {
  const files = namesIn(new RegExp(`\\b${name}Kind\\b`)).filter((path) => BESIDES[name]?.includes(path) !== true)
  expect(files).toHaveLength(3)
  expect(files).toContain('kinds.ts')
  expect(files.filter((path) => path.startsWith('commands/'))).toHaveLength(1)
})

test('no file asks whether a folder is of one kind', () => {
  expect(namesIn(new RegExp(`\\bkind(\\.name)? [!=]== '(${Object.keys(KINDS).join('|')})'`))).toEqual([])
})

test.each(Object.entries(KINDS))('the file of %s holds the kind of that name', async (name, { load }) => {
  expect((await load()).name).toBe(name)
})
