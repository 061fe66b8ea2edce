import { expect, test } from 'vitest'
import { didYouMean, nearest } from '../../src/scenarios/suggest.ts'

const KEYS = ['coverage', 'ageSlope', 'incomeSlope', 'en', 'zh', 'seed']

test.each([
  ['coverge', 'coverage'],
  ['covreage', 'coverage'],
  ['Coverage', 'coverage'],
  ['incomeslop', 'incomeSlope'],
  ['sed', 'seed'],
  ['EN', 'en'],
  ['e', undefined],
  ['something', undefined],
  ['', undefined],
])('%s: %s', (written, expected) => {
  expect(nearest(written, KEYS)).toBe(expected)
})

test('has nothing to say where nothing is near', () => {
  expect(didYouMean('quux', KEYS)).toBeUndefined()
})
