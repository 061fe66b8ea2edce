/** What a command loads before it answers: start-up time by what makes it, and not by a clock. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { CLI, ROOT } from './command.ts'

const place = mkdtempSync(join(tmpdir(), 'xiaojin-start-up-'))
afterAll(() => rmSync(place, { recursive: true, force: true }))

// A hook of Node's loader that writes down the address of every module, packages' CommonJS entry points among them.
const HOOK = `
import { appendFileSync } from 'node:fs'
export async function load(url, context, next) {
  appendFileSync(process.env.LOADED, url + '\\n')
  return next(url, context)
}`
writeFileSync(join(place, 'hook.mjs'), HOOK)
writeFileSync(
  join(place, 'register.mjs'),
  `import { register } from 'node:module'\nregister('./hook.mjs', import.meta.url)`,
)

interface Loaded {
  /** Files of the program, relative to dist. */
  readonly own: readonly string[]
  readonly packages: readonly string[]
}

let asked = 0

function loadedBy(...args: readonly string[]): Loaded {
  const list = join(place, `loaded-${asked++}`)
  const hook = pathToFileURL(join(place, 'register.mjs')).href
  const { status, stderr } = spawnSync(process.execPath, ['--import', hook, CLI, ...args], {
    cwd: ROOT,
    encoding: 'utf8',
    env: { ...process.env, LOADED: list },
  })
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  const urls = readFileSync(list, 'utf8').trim().split('\n')
  const namesOf = (pattern: RegExp): string[] => {
    return [...new Set(urls.flatMap((url) => pattern.exec(url)?.[1] ?? []))].sort()
  }
  return { own: namesOf(/\/dist\/([^?]*)$/), packages: namesOf(/.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//) }
}

const dependencies = Object.keys(
  (JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { dependencies: object }).dependencies,
)
const dependenciesOf = ({ packages }: Loaded): string[] => packages.filter((name) => dependencies.includes(name))

test('the hook sees what a command loads', () => {
  const { own, packages } = loadedBy('schema')
  expect(own).toContain('scenarios/schema.js')
  expect(packages).toContain('zod')
})

test.each(['--version', '--help'])('%s loads the parser of options and no command', (option) => {
  const loaded = loadedBy(option)
  expect(dependenciesOf(loaded)).toEqual(['picocolors', 'yargs'])
  expect(loaded.own.filter((file) => file.startsWith('node/commands/'))).toEqual(['node/commands/list.js'])
  expect(loaded.own.length).toBeLessThanOrEqual(14)
})

/** What describes scenarios and plans stands in these, and imports nothing of the market. */
const LEAVES = /^(market\/mechanisms\/[\w-]+\/parameters|experiments\/study\/plan(-shape)?)\.js$/

const READING = ['@noble/hashes', 'immer', 'picocolors', 'seedrandom', 'yaml', 'yargs', 'zod']

test.each([[['check', 'scenarios/baseline.yaml']], [['explain', 'credit.coverage']], [['schema']]])(
  '%j loads what reads scenarios, and no market, charts or data formats',
  (args) => {
    const loaded = loadedBy(...args)
    expect(dependenciesOf(loaded).filter((name) => !READING.includes(name))).toEqual([])
    const heavy = loaded.own.filter((file) => /^(market|measures|run|charts|experiments)\//.test(file))
    expect(heavy.filter((file) => !LEAVES.test(file))).toEqual([])
  },
)

test.each([[['run', '--help']], [['targets']]])('%j loads nothing that draws, and no database', (args) => {
  const heavy = /^(vega|fontkit|@resvg|@duckdb|@embedpdf)/
  expect(loadedBy(...args).packages.filter((name) => heavy.test(name))).toEqual([])
})
