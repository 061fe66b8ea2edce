/** The evidence in docs/experiments*.md follows from what `npm run sweeps` found. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { fillBlocks } from '../../scripts/lib/readme-blocks.mjs'
import { type Evidence, evidenceBlock } from '../../scripts/lib/sweeps-page.mjs'

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')
const found = JSON.parse(read('docs/sweeps.json')) as Evidence

test.each([
  ['en', 'docs/experiments.md'],
  ['zh', 'docs/experiments.zh-CN.md'],
] as const)('the page tells what was found (%s)', (lang, path) => {
  expect(read(path)).toBe(fillBlocks(read(path), { evidence: evidenceBlock(found, lang) }))
})

test('a sweep that was killed again and again ended as one that nobody killed', () => {
  expect(found.resumed).toMatchObject({ runs: 400, kills: 20, records: 400, same: true })
  expect(found.resumed.hit).toBeGreaterThan(10)
})
