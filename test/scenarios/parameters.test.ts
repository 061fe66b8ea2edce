import { expect, test } from 'vitest'
import { CROSS_CHECKS } from '../../src/scenarios/cross-checks.ts'
import { DEFAULT_SCENARIO, PARAMETERS, PATHS, SECTIONS } from '../../src/scenarios/parameters.ts'

test.each(Object.entries(PARAMETERS))(
  '%s is documented in both languages, with a default in its range',
  (path, parameter) => {
    for (const text of [parameter.label, parameter.about, parameter.source]) {
      expect(text.en).not.toBe('')
      expect(text.en).not.toMatch(/[\u4e00-\u9fff]/)
      expect(text.zh).toMatch(/[\u4e00-\u9fff]/)
    }
    expect(parameter.about.en).toMatch(/\.$/)
    expect(parameter.about.zh).toMatch(/[。]$/)
    if ('min' in parameter) {
      expect(parameter.min).toBeLessThan(parameter.max)
      expect(parameter.default).toBeGreaterThanOrEqual(parameter.min)
      expect(parameter.default).toBeLessThanOrEqual(parameter.max)
      if (parameter.type === 'integer') expect(Number.isSafeInteger(parameter.default)).toBe(true)
    }
    if (parameter.type === 'enum') expect(Object.keys(parameter.choices)).toContain(parameter.default)
    expect(path.split('.')[0] in SECTIONS).toBe(true)
  },
)

test('the defaults are a possible combination', () => {
  expect(CROSS_CHECKS.map((check) => check.run(DEFAULT_SCENARIO))).toEqual(CROSS_CHECKS.map(() => undefined))
})

test('cross-checks name parameters that exist', () => {
  for (const { paths } of CROSS_CHECKS) expect(PATHS).toEqual(expect.arrayContaining([...paths]))
})

test('the paper’s tables are entered as printed', () => {
  const { population, needs, credit } = DEFAULT_SCENARIO
  expect(Object.values(population.ageShare)).toEqual([0.172, 0.412, 0.256, 0.132, 0.028])
  expect(Object.values(needs.share)).toEqual([0.801, 0.048, 0.043, 0.039, 0.027, 0.042])
  expect(credit.coverage).toBe(0.727)
})

test('what has no evidence is not presented as data', () => {
  for (const [path, parameter] of Object.entries(PARAMETERS)) {
    if (parameter.mark === 'literature') expect(parameter.source.en, path).toMatch(/secondary source|unverified|\d{4}/)
  }
})
