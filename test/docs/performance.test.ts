/** docs/performance*.md are what the record of `npm run performance` makes. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { performancePage } from '../../scripts/lib/performance-page.mjs'

const record = JSON.parse(readFileSync('docs/performance.json', 'utf8'))

test.each([
  ['en', 'docs/performance.md'],
  ['zh', 'docs/performance.zh-CN.md'],
] as const)('the page in %s is that of the record', (lang, path) => {
  expect(readFileSync(path, 'utf8')).toBe(performancePage(record, lang))
})
