/** scripts/build.mjs, in a copy of a few files. */
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { copyOf } from '../fixtures/copy.ts'
import { filesOf } from './studies.ts'

// The engine as the build looks for it, and a file that nothing imports.
const SOURCES = {
  'src/run/run.ts':
    "import { produce } from 'immer'\nimport { tick } from '../market/tick.ts'\nexport const run = produce(tick, () => {})\n",
  'src/experiments/runs.ts': "export { run } from '../run/run.ts'\n",
  'src/market/tick.ts':
    'export interface Month {\n  readonly month: number\n}\nexport const tick = (month: Month): number => month.month\n',
  'src/charts/chart.ts': 'export const chart: number = 1\n',
}

function project() {
  const { root } = copyOf(['scripts/build.mjs', 'package.json'], [], SOURCES)
  const dist = join(root, 'dist')
  return {
    root,
    dist,
    write: (file: string, text: string) => writeFileSync(join(root, file), text),
    build: () => {
      const { status, stderr } = spawnSync(process.execPath, ['scripts/build.mjs'], { cwd: root, encoding: 'utf8' })
      return { status, stderr }
    },
    /** When each file of dist was written. */
    written: () => Object.fromEntries(filesOf(dist).map((file) => [file, statSync(join(dist, file)).mtimeMs])),
    info: (): Record<string, unknown> => JSON.parse(readFileSync(join(dist, 'build-info.json'), 'utf8')),
  }
}
const FONTS = ['NotoSansHans-Regular.otf', 'NotoSansHans-Bold.otf', 'LICENSE'].map((file) => `fonts/${file}`)
const BUILT = { status: 0, stderr: '' }
const changed = (before: Record<string, number>, after: Record<string, number>): string[] =>
  Object.keys(after).filter((file) => after[file] !== before[file])

test('writes a module and a map a source, and what names the build', () => {
  const { dist, build, written, info } = project()
  expect(build()).toEqual(BUILT)
  const modules = Object.keys(SOURCES).map((file) => file.replace(/^src\/(.*)\.ts$/, '$1.js'))
  expect(Object.keys(written()).sort()).toEqual(
    [...modules, ...modules.map((file) => `${file}.map`), 'build-info.json', ...FONTS].sort(),
  )
  expect(readFileSync(join(dist, 'run/run.js'), 'utf8')).toContain('from "../market/tick.js"')
  expect(readFileSync(join(dist, 'market/tick.js'), 'utf8')).not.toMatch(/interface|: number/)
  expect(info()).toMatchObject({ gitCommit: null, enginePackages: ['immer'] })
})

test('compiles what changed, and nothing when nothing did', () => {
  const { build, write, written, info } = project()
  build()
  const [first, { codeSha256, engineSha256 }] = [written(), info()]
  expect(build()).toEqual(BUILT)
  expect(written()).toEqual(first)
  write('src/charts/chart.ts', 'export const chart: number = 2\n')
  expect(build()).toEqual(BUILT)
  expect(changed(first, written()).sort()).toEqual(['build-info.json', 'charts/chart.js', 'charts/chart.js.map'])
  expect(info().codeSha256).not.toBe(codeSha256)
  expect(info().engineSha256).toBe(engineSha256)
})

test('puts the fonts back that were lost or cut off', () => {
  const { dist, build } = project()
  build()
  const [lost, cut] = FONTS.map((file) => join(dist, file)) as [string, string]
  const before = [lost, cut].map((file) => readFileSync(file))
  rmSync(lost)
  writeFileSync(cut, before[1]!.subarray(0, 100))
  expect(build()).toEqual(BUILT)
  expect([lost, cut].map((file, k) => readFileSync(file).equals(before[k]!))).toEqual([true, true])
})

test('compiles again what somebody changed in dist', () => {
  const { dist, build } = project()
  build()
  const text = readFileSync(join(dist, 'charts/chart.js'), 'utf8')
  writeFileSync(join(dist, 'charts/chart.js'), 'export const chart = 3\n')
  rmSync(join(dist, 'market/tick.js'))
  expect(build()).toEqual(BUILT)
  expect(readFileSync(join(dist, 'charts/chart.js'), 'utf8')).toBe(text)
  expect(existsSync(join(dist, 'market/tick.js'))).toBe(true)
})

test('takes away what came of sources that are gone, and what nothing made', () => {
  const { root, dist, build, written } = project()
  build()
  writeFileSync(join(dist, 'charts/chart.d.ts'), '')
  writeFileSync(join(dist, 'stray.js'), '')
  writeFileSync(join(dist, 'market/tick.d.ts'), '')
  rmSync(join(root, 'src/charts/chart.ts'))
  expect(build()).toEqual(BUILT)
  const files = Object.keys(written())
  expect(files.filter((file) => /chart|stray/.test(file))).toEqual([])
  expect(files).toContain('market/tick.d.ts')
})

test.each([
  ['a syntax error', 'export const a = 1\nexport const b: = 2\n', /^src\/charts\/chart\.ts:2: Unexpected token\n$/],
  ['an enum', '\nexport enum Color {\n  red,\n}\n', /^src\/charts\/chart\.ts:2: an enum is no type\n$/],
  ['a namespace', 'export namespace a {\n  export const b = 1\n}\n', /:1: a namespace is no type\n$/],
  [
    'a parameter property',
    'export class A {\n  constructor(readonly b: number) {}\n}\n',
    /:2: a parameter property is no type\n$/,
  ],
])('refuses %s with file and line, and again the next time', (_what, text, stderr) => {
  const { build, write, info } = project()
  build()
  const before = info()
  write('src/charts/chart.ts', text)
  for (let time = 0; time < 2; time++) expect(build()).toEqual({ status: 1, stderr: expect.stringMatching(stderr) })
  expect(info()).toEqual(before)
  write('src/charts/chart.ts', SOURCES['src/charts/chart.ts'])
  expect(build()).toEqual(BUILT)
})

test('a declared enum is a type', () => {
  const { build, write } = project()
  write('src/charts/chart.ts', 'declare enum Color {\n  red,\n}\nexport const a: Color | null = null\n')
  expect(build()).toEqual(BUILT)
})
