import { expect, test } from 'vitest'
import { AGE_BANDS, ARCHETYPES, LENDER_CLASSES, PURPOSES } from '../../src/base/vocabulary.ts'
import { nameOf, WORDS, type Word, word } from '../../src/charts/words.ts'
import { DESIGN_COLUMNS } from '../../src/measures/homogenisation.ts'

const keys = Object.keys(WORDS.en) as Word[]
const blanks = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort()

test('both languages have every text, and the same blanks in it', () => {
  expect(Object.keys(WORDS.zh).sort()).toEqual([...keys].sort())
  for (const key of keys) {
    expect(WORDS.en[key]).not.toBe('')
    expect(WORDS.zh[key]).not.toBe('')
    // A blank may stand more often in one language.
    expect([key, [...new Set(blanks(WORDS.zh[key]))]]).toEqual([key, [...new Set(blanks(WORDS.en[key]))]])
  }
})

test('English is not left in the Chinese texts', () => {
  for (const key of keys) {
    const own = WORDS.zh[key]
      .replace(/\{\w+\}/g, '')
      .replace(/APP|AUC|ROC|Hanley|McNeil|3C|Rao|exp\(-d²\/2h²\)|targets\.yaml|\bn\b/g, '')
    expect([key, own.match(/[A-Za-z]{2,}/)]).toEqual([key, null])
  }
})

test('English texts have no quotes that fonts for Chinese draw as wide', () => {
  for (const key of keys) expect([key, WORDS.en[key].match(/[‘’“”]/)]).toEqual([key, null])
})

test('what fills a blank is not read again', () => {
  expect(word('en', 'apr.cap', { cap: '{cap} {x}' })).toBe('cap {cap} {x}')
  expect(() => word('en', 'apr.cap')).toThrow('nothing fills {cap}')
})

test('codes that the model uses have names, others stand for themselves', () => {
  const codes: [string, readonly string[]][] = [
    ['purpose', PURPOSES],
    ['age', AGE_BANDS],
    ['class', LENDER_CLASSES],
    ['archetype', ARCHETYPES],
    ['coordinate', DESIGN_COLUMNS],
  ]
  for (const [kind, list] of codes) for (const code of list) expect(Object.keys(WORDS.en)).toContain(`${kind}.${code}`)
  expect(nameOf('zh', 'class', 'bank')).toBe('银行')
  expect(nameOf('en', 'class', 'credit union')).toBe('credit union')
  expect(nameOf('en', 'constructor', 'x')).toBe('x')
})
