/** The pages of regulations name every parameter of regulation, nothing that does not exist, and agree with each other. */
import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { PATHS } from '../../src/scenarios/parameters.ts'

const read = (page: string): string => readFileSync(`docs/${page}`, 'utf8')
const quoted = (text: string): string[] => [...text.matchAll(/`([\w.-]+)`/g)].map(([, name]) => name!)
const PAGES = ['regulations.md', 'regulations.zh-CN.md'].map(read) as [string, string]

test.each(PAGES)('what is named exists, and no rule is missing', (page) => {
  const names = quoted(page)
  const [files, paths] = [true, false].map((isFile) => names.filter((name) => name.endsWith('.yaml') === isFile))
  expect(files!.filter((file) => !existsSync(`scenarios/${file}`))).toEqual([])
  expect(paths!.filter((path) => !PATHS.includes(path))).toEqual([])
  expect(PATHS.filter((path) => path.startsWith('regulation.') && !names.includes(path))).toEqual([])
  for (const file of new Set(files)) {
    const rows = page.split('\n').filter((line) => line.includes(`\`${file}\``))
    const text = readFileSync(`scenarios/${file}`, 'utf8')
    const used = rows.flatMap(quoted).filter((name) => text.includes(name) || text.includes(name.split('.').at(-1)!))
    expect([file, used.length > 0]).toEqual([file, true])
  }
})

test('both languages have the same rules, dates and parameters', () => {
  const of = (page: string): string[][] =>
    [...page.matchAll(/^\|.*\|$/gm)].map(([row]) => [...quoted(row), ...(row.match(/\b20\d\d-\d\d(-\d\d)?\b/g) ?? [])])
  expect(of(PAGES[1])).toEqual(of(PAGES[0]))
})
