import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  asPercent,
  evenLines,
  lines,
  money,
  moneyPerHead,
  moneyUnit,
  percent,
  plainText,
  rounded,
  span,
  textWidth,
  unbroken,
} from '../../src/charts/text.ts'

const SPACE = '\u00a0'

test('text of a scenario becomes one plain line', () => {
  expect(plainText(' two\n lines\tand\u0000 a bell\u0007 ')).toBe('two lines and a bell')
  expect(plainText('a\u202eb\u2066c\u200f')).toBe('a b c')
  expect(plainText('x'.repeat(200), 10)).toBe('xxxxxxxxx…')
  expect(plainText('</script><b>')).toBe('</script><b>')
  expect(plainText('\ud83d\ude00'.repeat(5), 3)).toBe('😀😀…')
})

test('plain text never holds a control character or turns direction', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 120 }), (text) => {
      const plain = plainText(text)
      expect(plain).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u)
      expect([...plain].length).toBeLessThanOrEqual(80)
      expect(plainText(plain)).toBe(plain)
    }),
  )
})

test('lines hold every word in order and are not too wide', () => {
  fc.assert(
    fc.property(fc.array(fc.stringMatching(/^[a-z]{1,12}$/), { minLength: 1, maxLength: 30 }), (words) => {
      const text = words.join(' ')
      for (const set of [lines(text, 200, 12), evenLines(text, 200, 12)]) {
        expect(set.join(' ')).toBe(text)
        for (const line of set) expect(textWidth(line, 12)).toBeLessThanOrEqual(200)
      }
      expect(evenLines(text, 200, 12).length).toBe(lines(text, 200, 12).length)
    }),
  )
})

test('Chinese breaks after punctuation and authored places, and inside a clause only where it is wider than a line', () => {
  expect(lines('甲乙丙，丁戊己', 60, 12)).toEqual(['甲乙丙，', '丁戊己'])
  expect(lines('甲乙丙\u200b丁戊己', 48, 12)).toEqual(['甲乙丙', '丁戊己'])
  expect(lines('甲乙丙丁，戊己', 48, 12)).toEqual(['甲乙丙', '丁，戊己'])
  expect(lines('甲乙12万元', 48, 12)).toEqual(['甲乙', '12万元'])
  expect(lines('甲乙丙（丁）', 48, 12)).toEqual(['甲乙丙', '（丁）'])
  expect(lines(`about 41${SPACE}% of it`, 60, 12)).toEqual(['about', '41 % of it'])
  expect(evenLines('甲乙丙丁戊己庚辛，壬癸', 108, 12)).toEqual(['甲乙丙丁戊己庚辛，', '壬癸'])
})

test('no line of Chinese tears a clause that fits one', () => {
  const clause = fc.stringMatching(/^[一-龟]{1,14}$/u)
  fc.assert(
    fc.property(fc.array(clause, { minLength: 1, maxLength: 12 }), (parts) => {
      const text = parts.join('，')
      for (const set of [lines(text, 190, 12), evenLines(text, 190, 12)]) {
        expect(set.join('')).toBe(text)
        for (const line of set.slice(0, -1)) expect(line).toMatch(/，$/)
      }
    }),
  )
})

test('what is negative has the true minus sign, and zero has none', () => {
  expect(percent('en', -0.031)).toBe(`−3.1${SPACE}%`)
  expect(percent('zh', -0.00001)).toBe('0.0%')
  expect(money('en', -1234)).toBe('−¥1,234')
  expect(moneyPerHead('zh', -3.5)).toBe('−3.50元')
})

test('numbers are written the same everywhere', () => {
  expect(percent('en', 0.414)).toBe(`41${SPACE}%`)
  expect(percent('zh', 0.0437)).toBe('4.4%')
  expect(percent('en', NaN)).toBe('–')
  expect(money('en', 1234.4)).toBe('¥1,234')
  expect(money('en', 69.74e6)).toBe(`¥69.7${SPACE}million`)
  expect(money('zh', 69.74e6)).toBe('6,974万元')
  expect(money('zh', 1.234e8)).toBe('1.2亿元')
  expect(money('zh', 853)).toBe('853元')
  expect(money('en', NaN)).toBe('–')
  expect(moneyPerHead('en', 3.549)).toBe('¥3.55')
  expect(moneyPerHead('zh', 3.549)).toBe('3.55元')
  expect(moneyPerHead('zh', 853.4)).toBe('853元')
  expect(moneyPerHead('en', NaN)).toBe('–')
  expect(span('en', '0.10', '0.46')).toBe('0.10 to 0.46')
  expect(span('zh', '0.10', '0.46')).toBe('0.10至0.46')
  expect(span('en', '0.46', '0.46')).toBe('0.46')
  expect(moneyUnit('en', 5e9)).toEqual({ divisor: 1e9, name: '¥ billion' })
  expect(rounded(1234567.89)).toBe(1234570)
  expect(rounded(Infinity)).toBeNull()
  expect(asPercent(1 / 3)).toBe(33.3333)
})

test('a Chinese line breaks at no space within a clause that fits one: a number stays with its name', () => {
  expect(lines('同质化最低，征信覆盖率 50%', 120, 12)).toEqual(['同质化最低，', '征信覆盖率 50%'])
  expect(lines('市场调研 χ 1，模仿概率 0.9', 100, 12)).toEqual(['市场调研 χ 1，', '模仿概率 0.9'])
  expect(lines('基准情景 · 种子 2023 · 甲', 70, 12)).toEqual(['基准情景 ·', '种子 2023 ·', '甲'])
  // Wider than a line, it breaks there before it breaks anywhere else.
  expect(lines('甲乙丙丁 0.9', 48, 12)).toEqual(['甲乙丙丁', '0.9'])
})

test('lines put together again are the text they were set from', () => {
  const word = fc.stringMatching(/^([一-龟]{1,6}|[a-z0-9%]{1,6}|[一-龟]{2}，)$/u)
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 20 }), fc.constantFrom('', ' '), (words, between) => {
      const text = words.join(between)
      for (const set of [lines(text, 90, 12), evenLines(text, 90, 12)]) expect(unbroken(set, `${text} more`)).toBe(text)
    }),
  )
})
