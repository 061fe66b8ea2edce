import { expect, test } from 'vitest'
import { scenarioHash } from '../../src/node/manifest.ts'
import { sha256Sums } from '../../src/node/seal.ts'
import { DEFAULT_SCENARIO } from '../../src/scenarios/parameters.ts'

test('the hash of a scenario knows its values, not their order nor the seed', () => {
  const hash = scenarioHash(DEFAULT_SCENARIO)
  const reversed = Object.fromEntries(Object.entries(DEFAULT_SCENARIO).reverse()) as unknown as typeof DEFAULT_SCENARIO
  expect(scenarioHash(reversed)).toBe(hash)
  expect(scenarioHash({ ...DEFAULT_SCENARIO, seed: 1 })).toBe(hash)
  const credit = { ...DEFAULT_SCENARIO.credit, coverage: 0.9 }
  expect(scenarioHash({ ...DEFAULT_SCENARIO, credit })).not.toBe(hash)
})

test('sums are sorted and in the format of sha256sum', () => {
  const sums = sha256Sums([
    { path: 'b', sha256: '2' },
    { path: 'a/c', sha256: '1' },
  ])
  expect(sums).toBe('1  a/c\n2  b\n')
})
