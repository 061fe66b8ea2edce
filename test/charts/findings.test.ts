import fc from 'fast-check'
import { expect, test } from 'vitest'
import { armsSentence, levelSentence, stepSentence } from '../../src/charts/findings.ts'
import { LEAST_RUNS } from '../../src/measures/claim.ts'
import { deviationOf, meanInterval } from '../../src/measures/intervals.ts'
import { judgedTogether } from '../../src/measures/judged.ts'

const write = (value: number): string => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(2)}`
const value = (level: { readonly mean: number }): string => level.mean.toFixed(2)

test('a difference is told with size, interval and pairs; one that is not clear says so', () => {
  const [clear, unclear] = judgedTogether([meanInterval([3, 3.1, 2.9, 3, 3.05]), meanInterval([-1, 1, -2, 2, 0.5])])
  expect(stepSentence('en', 'reach', clear!, write)).toBe(
    'reach: higher by 3.01 (95 % interval +2.92 to +3.10; 5 pairs of runs).',
  )
  expect(stepSentence('zh', '满足率', clear!, write)).toBe('满足率：高3.01（95%区间 [+2.92, +3.10]，5对运行）。')
  expect(stepSentence('en', 'reach', unclear!, write)).toMatch(/^reach: \+0\.10 .* not told from chance\.$/)
})

test('nothing is called higher or lower over fewer than five pairs, or where the interval holds zero', () => {
  const runs = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { maxLength: 8 })
  fc.assert(
    fc.property(fc.array(runs, { minLength: 1, maxLength: 5 }), fc.constantFrom('en', 'zh'), (samples, lang) => {
      for (const step of judgedTogether(samples.map(meanInterval))) {
        const text = stepSentence(lang, 'm', step, write)
        if (step.runs < LEAST_RUNS) expect(text).toBe('')
        if (step.low <= 0 && step.high >= 0) expect(text).not.toMatch(/higher|lower|：[高低]/)
      }
    }),
  )
})

test('a level has its interval from five runs on, below the spread over seeds, of one run neither', () => {
  const told = (values: readonly number[]): string =>
    levelSentence('en', 'reach', meanInterval(values), { value, size: write })
  expect(told([1, 2, 3, 4, 5])).toBe('reach: 3.00 (mean of 5 runs, ± half the width of its 95 % interval).')
  expect(told([1, 2, 3])).toBe('reach: 2.00 (mean of 3 runs; standard deviation between seeds 1.00).')
  expect(told([1])).toBe('reach: 1.00 (one run).')
  expect(told([])).toBe('')
})

test('the spread behind an interval is that of the values', () => {
  const values = [1, 4, 2, 8, 5.5]
  const mean = values.reduce((sum, one) => sum + one, 0) / values.length
  const variance = values.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (values.length - 1)
  expect(deviationOf(meanInterval(values))).toBeCloseTo(Math.sqrt(variance), 12)
  expect(deviationOf(meanInterval([3]))).toBeNaN()
})

test('many arms are counted, those that were not judged left out', () => {
  const steps = judgedTogether([meanInterval([3, 3.1, 2.9, 3, 3.05]), meanInterval([-3, -3.1, -2.9, -3, -3.05])])
  expect(armsSentence('en', 'reach', [...steps, ...judgedTogether([meanInterval([1])])])).toBe(
    'reach: clear of chance in 2 of 2 arms, higher in 1 and lower in 1.',
  )
  expect(armsSentence('en', 'reach', judgedTogether([meanInterval([1, 2])]))).toBe('')
})
