import { existsSync, readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { lockfileFaults, machinePathFaults, stackedDocFaults } from './rules.ts'
import { ROOT, read, trackedFiles } from './source.ts'

const lock = (entry: object): string => JSON.stringify({ packages: { '': {}, 'node_modules/a': entry } })

test('the lock file names no registry', () => {
  expect(lockfileFaults(read('package-lock.json'))).toEqual([])
})

test('finds a registry in a lock file', () => {
  const fault = {
    path: 'package-lock.json',
    text: lock({ version: '1.0.0', resolved: 'https://registry.example/a.tgz' }),
  }
  const link = { path: 'package-lock.json', text: lock({ resolved: 'packages/a', link: true }) }
  expect(lockfileFaults(fault)).toHaveLength(1)
  expect(lockfileFaults(link)).toEqual([])
})

test('no tracked file names a path of one machine', () => {
  expect(trackedFiles().map(read).flatMap(machinePathFaults)).toEqual([])
})

test('finds paths of one machine', () => {
  const faultsOf = (text: string): string[] => machinePathFaults({ path: 'a', text })
  const [unix, windows] = ['/', '\\']
  for (const home of ['home', 'Users', 'root', 'work']) {
    expect(faultsOf(`cd ${unix}${home}${unix}someone`)).toHaveLength(1)
    expect(faultsOf(`"file:${unix.repeat(3)}${home}${unix}someone"`)).toHaveLength(1)
  }
  expect(faultsOf(`C:${windows}Users${windows}someone`)).toHaveLength(1)
  expect(faultsOf('https://example.org/home/page, ./work/a, src/root/a, hard/work/pays')).toEqual([])
})

test('no docstring of src or test stands above another', () => {
  const sources = trackedFiles().filter((path) => /^(src|test)\/.*\.ts$/.test(path))
  expect(sources.length).toBeGreaterThan(300)
  expect(sources.map(read).flatMap(stackedDocFaults)).toEqual([])
})

test('finds docstrings in a row, and lets the head of a file stand', () => {
  const faultsOf = (text: string): string[] => stackedDocFaults({ path: 'a', text })
  expect(faultsOf('/** Head. */\n\n/** One. */\nconst a = 1')).toEqual([])
  expect(faultsOf('/** Head. */\nimport x\n/** One. */\n/** Two. */\nconst a = 1')).toHaveLength(1)
  expect(faultsOf('interface A {\n  /** One. */\n  /**\n   * Two.\n   */\n  a: number\n}')).toHaveLength(1)
})

test('CONTRIBUTING names every folder of src, and no other', () => {
  const { text } = read('CONTRIBUTING.md')
  const named = [...text.matchAll(/^\| `(\w+)` \| .* \| .* \|$/gm)].map(([, name]) => name)
  expect(named.sort()).toEqual(readdirSync('src').sort())
})

test('what CONTRIBUTING and the READMEs name in the code is where they say', () => {
  const pages = ['CONTRIBUTING.md', 'README.md', 'README.zh-CN.md', 'docs/README.md', 'docs/README.zh-CN.md']
  const text = pages.map((page) => read(page).text).join('\n')
  const paths = [...text.matchAll(/`((?:src|test|docs|scenarios|studies)\/[\w./-]+)`/g)].map(([, path]) => path)
  expect(paths.length).toBeGreaterThan(25)
  expect(paths.filter((path) => !existsSync(`${ROOT}/${path}`))).toEqual([])

  const named = [...text.matchAll(/`(src\/[\w./-]+\.ts)`\s\(([^)]+)\)/g)].flatMap(([, path, list]) =>
    [...list.matchAll(/`(\w+)`/g)].map(([, name]) => ({ path, name })),
  )
  expect(named.length).toBeGreaterThan(20)
  const missing = named.filter(({ path, name }) => !new RegExp(`(function|const) ${name}\\b`).test(read(path).text))
  expect(missing).toEqual([])
})
