import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isInPoints } from '../../src/measures/measure.ts'
import { OUTCOME_MEASURES } from '../../src/measures/registry.ts'
import { intervalText, summaryLines } from '../../src/node/summary.ts'
import { clipped, terminalWidth, textTable, wrapped } from '../../src/node/text-table.ts'

test('columns align, Chinese characters counting two', () => {
  const rows = [
    ['征信', '1', '%'],
    ['late', '100.5', ''],
  ]
  expect(textTable(rows, ['left', 'right', 'left'])).toBe('征信      1  %\nlate  100.5\n')
})

test('a text is wrapped at blanks and between Chinese characters, and words that are too long within', () => {
  expect(wrapped('demand served, people filed', 14)).toEqual(['demand served,', 'people filed'])
  expect(wrapped('可放贷需求满足率', 6)).toEqual(['可放贷', '需求满', '足率'])
  expect(wrapped('abcdefgh', 3)).toEqual(['abc', 'def', 'gh'])
})

test('no line is too wide, and nothing but blanks is lost', () => {
  const texts = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '征', '，', '–'), maxLength: 60 })
  fc.assert(
    fc.property(texts, fc.integer({ min: 3, max: 20 }), (text, most) => {
      const lines = wrapped(text, most)
      for (const line of lines) expect(terminalWidth(line)).toBeLessThanOrEqual(most)
      expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''))
      expect(terminalWidth(clipped(text, most))).toBeLessThanOrEqual(most)
    }),
  )
})

test('a difference of shares is told in points, in both languages, and nothing else is', () => {
  for (const measure of OUTCOME_MEASURES) {
    const { key, unit, en, zh, domain } = measure
    const isDifference = unit === '1' && domain[0] < 0 && domain[1] === 1
    for (const [lang, points] of [
      ['en', 'points'],
      ['zh', '个百分点'],
    ] as const) {
      const [line] = summaryLines([{ key, value: 0.1, unit, en, zh }], lang)
      const space = lang === 'en' ? ' ' : ''
      const told = intervalText({ runs: 1, mean: 0.1, low: NaN, high: NaN }, measure, `${space}${points}`)
      const shown = `${line.text}${line.unit === '%' ? ' ' : space}${line.unit}`
      expect([key, line.unit === points, told.endsWith(points)]).toEqual([key, isDifference, isDifference])
      if (unit === '1') expect(told).toBe(shown)
    }
  }
  expect(OUTCOME_MEASURES.filter(isInPoints).map(({ key }) => key)).toEqual(['reached.tailLessHead'])
})
