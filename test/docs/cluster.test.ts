/** The page on many machines: what it says happens when something dies is held by a test, row by row, in both languages. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const ROOT = join(import.meta.dirname, '../..')
const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8')

/** Files and beginnings of titles, or parts of them, in the last column. */
function rowsOf(page: string): [file: string, title: string][] {
  return [...read(page).matchAll(/\| `(test\/[\w/-]+\.test\.ts)`: (.+?) \|$/gm)].map(([, file, title]) => [
    file!,
    title!,
  ])
}

/** Titles of the tests in a file. */
function titlesOf(file: string): string[] {
  return [...read(file).matchAll(/\(\s*'([^']+)',\s*(?:async )?\(/g)].map(([, title]) => title!)
}

test('every row names a test that there is, and every fault of a queue has a row', () => {
  const rows = rowsOf('docs/cluster.md')
  expect(rows.length).toBeGreaterThan(10)
  for (const [file, words] of rows) {
    expect(
      titlesOf(file).filter((title) => title.includes(words)),
      `${file}: ${words}`,
    ).toHaveLength(1)
  }
  const faults = 'test/machines/queue-faults.test.ts'
  for (const title of titlesOf(faults)) {
    expect(
      rows.filter(([file, words]) => file === faults && title.includes(words)),
      title,
    ).toHaveLength(1)
  }
})

test('both languages have the same rows and the same commands', () => {
  expect(rowsOf('docs/cluster.zh-CN.md')).toEqual(rowsOf('docs/cluster.md'))
  const commands = (page: string): string[] =>
    [...read(page).matchAll(/^(?:xiaojin|bash|parallel) .*?(?= {2,}#|$)/gm)].map(([line]) => line)
  expect(commands('docs/cluster.zh-CN.md')).toEqual(commands('docs/cluster.md'))
})
