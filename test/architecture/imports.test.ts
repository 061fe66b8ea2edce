import { expect, test } from 'vitest'
import { folderFaults, mirrorFaults, unreachedFiles } from './rules.ts'
import { typescriptIn } from './source.ts'

const sources = typescriptIn('src')
const ROOTS = ['src/node/cli.ts', 'src/node/bench.ts', 'src/browser/app.tsx']
const folderFaultsOf = (path: string, text: string): string[] => folderFaults([{ path, text }])

test('every folder imports only what the table of folders allows', () => {
  expect(folderFaults(sources)).toEqual([])
})

test.each([
  ['a value from a later folder', 'src/base/a.ts', `import { tick } from '../market/tick.ts'`],
  ['a type from a later folder', 'src/market/a.ts', `import type { RunResult } from '../run/result.ts'`],
  ['an import() type', 'src/random/a.ts', `export type A = import('../agents/a.ts').A`],
  ['a re-export', 'src/measures/a.ts', `export { a } from '../market/a.ts'`],
  ['a dynamic import', 'src/charts/a.ts', `export const a = await import('../node/cli.ts')`],
  ['a computed import', 'src/run/a.ts', `export const load = (name: string) => import(name)`],
  ['the machinery of scenarios in agents', 'src/agents/a.ts', `import { parse } from '../scenarios/parse.ts'`],
  ['node from the browser', 'src/browser/a.ts', `import { a } from '../node/a.ts'`],
  ['tests from the sources', 'src/run/a.ts', `import { a } from '../../test/a.ts'`],
  ['a path without its ending', 'src/run/a.ts', `import { a } from '../base/a'`],
  ['a Node module', 'src/run/a.ts', `import { readFileSync } from 'node:fs'`],
  ['a Node module without prefix', 'src/run/a.ts', `import fs from 'fs/promises'`],
  ['a required Node module', 'src/run/a.ts', `const fs = require('fs')`],
  ['a package that is not for this folder', 'src/base/a.ts', `import { z } from 'zod'`],
  ['a folder that nobody knows', 'src/helpers/a.ts', ''],
  ['a file outside all folders', 'src/a.ts', ''],
])('refuses %s', (_what, path, text) => {
  expect(folderFaultsOf(path, text)).toHaveLength(1)
})

test.each([
  ['its own folder', 'src/base/a.ts', `import { b } from './b.ts'`],
  ['an earlier folder', 'src/market/a.ts', `import { a } from '../agents/a.ts'`],
  ['the scenario as a value', 'src/agents/a.ts', `import { PURPOSES } from '../scenarios/scenario.ts'`],
  ['a package of the folder', 'src/base/a.ts', `import { sha256 } from '@noble/hashes/sha2.js'`],
  ['anything from node', 'src/node/a.ts', `import fs from 'node:fs'\nimport { a } from '../charts/a.ts'`],
])('accepts %s', (_what, path, text) => {
  expect(folderFaultsOf(path, text)).toEqual([])
})

test('no file is imported by nothing', () => {
  expect(unreachedFiles(sources, ROOTS)).toEqual([])
})

test('finds a file that only itself, a twin or a test imports', () => {
  const used = { path: 'src/base/used.ts', text: '' }
  const worker = { path: 'src/node/worker.ts', text: `import '../base/used.ts'` }
  const cli = { path: 'src/node/cli.ts', text: `new Worker(new URL('./worker.ts', import.meta.url))` }
  const twins = ['a', 'b'].map((name) => ({ path: `src/run/${name}.ts`, text: `import './a.ts'\nimport './b.ts'` }))
  const declaration = { path: 'src/random/library.d.ts', text: '' }
  expect(unreachedFiles([cli, worker, used, ...twins, declaration], ROOTS)).toEqual(['src/run/a.ts', 'src/run/b.ts'])
})

test('test/ mirrors src/', () => {
  const paths = sources.map(({ path }) => path)
  expect(mirrorFaults(typescriptIn('test'), paths)).toEqual([])
})

test('finds a test that mirrors nothing', () => {
  const paths = ['src/base/math.ts', 'src/market/tick.ts', 'src/market/mechanisms/a/rules.ts']
  const test = (path: string, text = ''): string[] => mirrorFaults([{ path, text }], paths)
  expect(test('test/base/math.test.ts')).toEqual([])
  expect(test('test/base/math.accuracy.test.ts')).toEqual([])
  expect(test('test/market/identities.test.ts', `import { tick } from '../../src/market/tick.ts'`)).toEqual([])
  expect(test('test/market/identities.test.ts')).toHaveLength(1)
  expect(test('test/market/mechanisms/a/rules.test.ts')).toEqual([])
  expect(test('test/market/rules.test.ts')).toHaveLength(1)
  expect(test('test/helpers/math.test.ts')).toHaveLength(1)
  expect(test('test/math.test.ts')).toHaveLength(1)
})
