import { readFileSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { measuresPage } from '../../scripts/docs-measures.ts'
import { AGE_BAND_NAMES, AGE_BANDS, AGE_KEYS } from '../../src/base/vocabulary.ts'
import { OUTCOME_MEASURES } from '../../src/measures/registry.ts'
import { publishedTargets } from '../../src/node/published-targets.ts'

test.each([
  ['docs/measures.md', 'en'],
  ['docs/measures.zh-CN.md', 'zh'],
] as const)('%s is up to date', (path, lang) => {
  const text = measuresPage(lang)
  if (process.env.UPDATE === '1') writeFileSync(path, text)
  expect(text).toBe(readFileSync(path, 'utf8'))
})

test('targets name outcomes in their unit, and age bands as everything else does', () => {
  for (const target of publishedTargets()) {
    if (target.kind === 'experiment') continue
    const outcome = OUTCOME_MEASURES.find(({ key }) => key === target.outcome)
    expect([target.key, outcome?.unit]).toEqual([target.key, target.unit])
    const band = AGE_BANDS[AGE_KEYS.findIndex((key) => new RegExp(`^age\\.\\w+\\.${key}$`).test(target.outcome))]
    if (band === undefined) continue
    expect(target.en.endsWith(`: ${AGE_BAND_NAMES[band].en}`)).toBe(true)
    expect(target.zh.endsWith(`：${AGE_BAND_NAMES[band].zh}`)).toBe(true)
  }
})

test('the target of coverage is called what its outcome is, which counts files from whatever source', () => {
  const target = publishedTargets().find(({ key }) => key === 'coverage')!
  const outcome = OUTCOME_MEASURES.find(({ key }) => key === 'coverage')!
  expect(target.en).toBe(outcome.en)
  expect(outcome.about.en).toContain('`filed.share`')
})
