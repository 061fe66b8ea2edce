/** docs/glossary.md is what the script makes of its terms and the vocabulary; `UPDATE=1` rewrites it. */
import { readFileSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { glossaryPage } from '../../scripts/docs-glossary.ts'

const PAGE = new URL('../../docs/glossary.md', import.meta.url)

test('the page is that of the vocabulary', () => {
  if (process.env.UPDATE === '1') writeFileSync(PAGE, glossaryPage())
  expect(readFileSync(PAGE, 'utf8')).toBe(glossaryPage())
})

test('no term stands twice, in either language', () => {
  const [, terms = ''] = glossaryPage().split('## ')
  const rows = [...terms.matchAll(/^\| ([^|]+) \| ([^|]+) \|/gm)].slice(2)
  expect(rows.length).toBeGreaterThan(30)
  for (const column of [1, 2]) expect(new Set(rows.map((row) => row[column])).size).toBe(rows.length)
})
