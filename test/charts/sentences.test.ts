import { expect, test } from 'vitest'
import {
  comparisonsText,
  differenceText,
  extremesText,
  listed,
  peakText,
  shareText,
  shareWithInterval,
  trendText,
} from '../../src/charts/sentences.ts'
import { percent } from '../../src/charts/text.ts'
import { type Group, meanOfCases, proportion } from '../../src/measures/claim.ts'

const SPACE = '\u00a0'
const group = (name: string, share: number, n: number): Group => ({ name, ...proportion(share, n, 4) })
const write = (value: number): string => percent('zh', value, 0)

test('names stand in a row', () => {
  expect(listed('en', [])).toBe('')
  expect(listed('en', ['A', 'B', 'C'], 'or')).toBe('A, B or C')
  expect(listed('zh', ['甲', '乙', '丙'])).toBe('甲、乙和丙')
})

test('a share has as many digits as its interval bears', () => {
  expect(shareText('en', proportion(0.6543, 100))).toBe(`65${SPACE}%`)
  expect(shareText('en', proportion(0.6543, 100_000))).toBe(`65.4${SPACE}%`)
  expect(shareWithInterval('zh', proportion(0.65, 100))).toBe(`65%（55%至74%，n${SPACE}=${SPACE}100人）`)
  expect(shareWithInterval('en', proportion(NaN, 0))).toBe('–')
})

test('a superlative needs a clear interval', () => {
  const alone = [group('A', 0.9, 900), group('B', 0.5, 900), group('C', 0.49, 900), group('D', 0.48, 900)]
  expect(extremesText('en', alone, write)).toBe('highest for A (90%), lowest for D, C or B (48%, 49% and 50%)')
  expect(extremesText('zh', alone, write)).toBe('A最高（90%），最低者为D、C或B（48%、49%和50%）')
  expect(extremesText('en', alone.slice(1), write)).toBe('the groups cannot be told apart')
  expect(extremesText('en', [group('A', 1, 25), group('B', 0, 25)], write)).toContain('too few groups')
})

test('differences, peaks and trends say when they are not clear', () => {
  expect(differenceText('en', group('A', 0.9, 900), group('B', 0.5, 900), write)).toBe(
    'higher for A (90%) than for B (50%)',
  )
  expect(differenceText('en', group('A', 0.5, 900), group('B', 0.51, 900), write)).toContain('not clearly different')
  const curve = [1, 5, 9, 5, 1].map((value, at) => ({ at, ...meanOfCases(value, 1, 400, 5) }))
  expect(peakText('en', curve)).toBe('peaks at 2')
  expect(peakText('zh', curve, 401)).toBe('没有明显的峰值')
  const year = Array.from({ length: 12 }, (_, month) => month)
  expect(trendText('en', year, String)).toBe('rises from 0 to 11')
  expect(trendText('en', [...year.slice(0, 11), -5], String)).toBe('goes from 0 to -5 without a steady trend')
  expect(trendText('en', [3, 4], String)).toContain('too few months')
  expect(trendText('en', [NaN, 3], String)).toBe('is 3 in the only month')
  expect(trendText('zh', [], String)).toBe('没有任何月份的数据')
})

test('comparisons are counted after Holm, and not at all below five runs', () => {
  expect(comparisonsText('en', [0.04, 0.03, 0.001], 5)).toBe('clear of chance (Holm, 5 %): 1 of 3 differences')
  expect(comparisonsText('zh', [0.001], 2)).toBe('仅2次运行，不作判断：至少需要5次')
  expect(comparisonsText('en', [NaN], 9)).toBe('There is no difference to judge')
})
