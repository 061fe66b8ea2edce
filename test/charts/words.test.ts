import { expect, test } from 'vitest'
import { AGE_BANDS, ARCHETYPES, LENDER_CLASSES, PURPOSES } from '../../src/base/vocabulary.ts'
import { nameOf } from '../../src/charts/names.ts'
import { wordsOf } from '../../src/charts/words.ts'
import { DESIGN_COLUMNS } from '../../src/measures/homogenisation.ts'
import { CHART_TEXTS } from '../fixtures/chart-texts.ts'

const blanks = (text: string): string[] =>
  [...new Set([...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name as string))].sort()

test('both languages have every text, and the same blanks in it', () => {
  expect(CHART_TEXTS.length).toBeGreaterThan(350)
  for (const { name, en, zh } of CHART_TEXTS) {
    expect([name, en === '' || zh === '']).toEqual([name, false])
    expect([name, blanks(zh)]).toEqual([name, blanks(en)])
  }
})

test('English is not left in the Chinese texts', () => {
  for (const { name, zh } of CHART_TEXTS) {
    const own = zh
      .replace(/\{\w+\}/g, '')
      .replace(/APP|AUC|ROC|Hanley|McNeil|3C|P2P|Rao|exp\(-d²\/2h²\)|targets\.yaml|\bn\b/g, '')
    expect([name, own.match(/[A-Za-z]{2,}/)]).toEqual([name, null])
  }
})

test('English texts have no quotes that fonts for Chinese draw as wide', () => {
  for (const { name, en } of CHART_TEXTS) expect([name, en.match(/[‘’“”]/)]).toEqual([name, null])
})

test('what fills a blank is not read again', () => {
  const say = wordsOf({ cap: { en: 'cap {cap}', zh: '上限{cap}' } })
  expect(say('en', 'cap', { cap: '{cap} {x}' })).toBe('cap {cap} {x}')
  expect(() => say('zh', 'cap')).toThrow('nothing fills {cap}')
})

test('codes that the model uses have names, others stand for themselves', () => {
  const codes = [
    ['purpose', PURPOSES],
    ['age', AGE_BANDS],
    ['class', LENDER_CLASSES],
    ['archetype', ARCHETYPES],
    ['coordinate', DESIGN_COLUMNS],
  ] as const
  for (const [kind, list] of codes) for (const code of list) expect(nameOf('zh', kind, code)).not.toBe(code)
  expect(nameOf('zh', 'class', 'bank')).toBe('银行')
  expect(nameOf('en', 'class', 'credit union')).toBe('credit union')
  expect(nameOf('en', 'class', 'constructor')).toBe('constructor')
})
