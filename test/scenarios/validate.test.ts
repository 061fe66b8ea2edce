import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ScenarioError } from '../../src/base/errors.ts'
import { loadScenario } from '../../src/scenarios/load.ts'
import { PARAMETERS, PATHS } from '../../src/scenarios/parameters.ts'
import { cases } from '../size.ts'
import { anyFile, place, withWholeTables } from './any-file.ts'
import { memoryFiles } from './memory-files.ts'

function faultPaths(file: object): readonly string[] {
  try {
    loadScenario('a.yaml', memoryFiles({ 'a.yaml': JSON.stringify(file) }), [])
    return []
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error
    return error.faults.map(({ path }) => path)
  }
}

test('any scenario within the ranges of the table is accepted', () => {
  fc.assert(
    fc.property(anyFile, (file) => {
      expect(faultPaths(file)).toEqual([])
    }),
    { numRuns: cases(50, 2000), seed: 2023 },
  )
})

const numeric = Object.entries(PARAMETERS).flatMap(([path, parameter]) =>
  parameter.type === 'number' || parameter.type === 'integer' || parameter.type === 'share'
    ? [{ path, parameter }]
    : [],
)

test.each(numeric)('$path takes its bounds and nothing beyond', ({ path, parameter: { type, min, max } }) => {
  const faults = (value: unknown): readonly string[] =>
    faultPaths(place({ name: 'a' }, path, value)).filter((faulty) => faulty === path)
  const outside = fc.oneof(
    fc.double({ min: max, minExcluded: true, noNaN: true, noDefaultInfinity: true }),
    fc.double({ max: min, maxExcluded: true, noNaN: true, noDefaultInfinity: true }).filter((value) => value < min),
  )
  fc.assert(
    fc.property(outside, (value) => {
      expect(faults(value)).toEqual([path])
    }),
    { numRuns: cases(8, 100), seed: 2023 },
  )
  if (type === 'integer') expect(faults((min + max) / 2 + 0.25)).toEqual([path])
})

test.each(PATHS.filter((path) => path !== 'timeline'))('%s refuses values of another kind', (path) => {
  for (const value of [null, {}, [], [[1]], { a: 1 }, 'no such value!\u0007']) {
    const paths = faultPaths(place({ name: 'a' }, path, value))
    expect(
      paths.some((faulty) => faulty === path || faulty.startsWith(`${path}.`)),
      JSON.stringify(value),
    ).toBe(true)
  }
})

test('every fault is told at once, whatever the number of bad leaves', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.constantFrom(...numeric), { minLength: 1, selector: ({ path }) => path }),
      (chosen) => {
        const file = { name: 'a' }
        for (const { path, parameter } of chosen) place(file, path, parameter.max + 1)
        expect(new Set(faultPaths(withWholeTables(file)))).toEqual(new Set(chosen.map(({ path }) => path)))
      },
    ),
    { numRuns: cases(40, 1000), seed: 2023 },
  )
})

test('any text at all is either a scenario or a list of faults', () => {
  const keyLike = fc.constantFrom(
    'name: a',
    'credit:',
    '  coverage: 1',
    'seed: 3',
    '- x',
    '{',
    ']',
    '&a',
    '*a',
    '!t',
    '|',
    '"',
    "'",
    '\t',
    '# c',
    '---',
    '? k',
    ': v',
    '__proto__: 1',
    'extends: a.yaml',
  )
  const soup = fc
    .array(fc.oneof(keyLike, fc.string({ maxLength: 6 })), { maxLength: 12 })
    .map((parts) => parts.join('\n'))
  fc.assert(
    fc.property(soup, (text) => {
      try {
        loadScenario('a.yaml', memoryFiles({ 'a.yaml': text }), [])
      } catch (error) {
        expect(error).toBeInstanceOf(ScenarioError)
        for (const fault of (error as ScenarioError).faults) {
          expect(fault.message).not.toBe('')
          expect(fault.line).toBeGreaterThanOrEqual(0)
        }
      }
    }),
    { numRuns: cases(500, 20_000), seed: 2023 },
  )
})

test('keys of object prototypes are unknown keys like any other', () => {
  const text = 'name: a\n__proto__: { seed: 3 }\nconstructor: 1\ncredit: { toString: 1, hasOwnProperty: 2 }\n'
  try {
    loadScenario('a.yaml', memoryFiles({ 'a.yaml': text }), [])
    expect.unreachable()
  } catch (error) {
    const paths = (error as ScenarioError).faults.map(({ path }) => path)
    expect(paths).toEqual(['__proto__', 'constructor', 'credit.toString', 'credit.hasOwnProperty'])
  }
  expect(({} as { seed?: number }).seed).toBeUndefined()
})
