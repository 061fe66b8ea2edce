/** Every "did you mean" is taken by the place at which it is offered: followed, it leaves no fault there. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Fault, ScenarioError } from '../../src/base/errors.ts'
import { factorsOfOptions } from '../../src/scenarios/factor-option.ts'
import { loadScenario, type Override } from '../../src/scenarios/load.ts'
import type { Parameter } from '../../src/scenarios/parameter.ts'
import { PARAMETERS, PATHS, parameterAt } from '../../src/scenarios/parameters.ts'
import { numberParameter, VARIED_PATHS } from '../../src/scenarios/sensitivity.ts'
import { cases } from '../size.ts'
import { anyValue } from './any-file.ts'
import { memoryFiles } from './memory-files.ts'

const RUNS = cases(60, 5000)

function faultsOf(run: () => unknown): readonly Fault[] {
  try {
    run()
    return []
  } catch (error) {
    if (error instanceof ScenarioError) return error.faults
    throw error
  }
}

const load = (file: object, overrides: readonly Override[] = []): readonly Fault[] =>
  faultsOf(() => loadScenario('a.yaml', memoryFiles({ 'a.yaml': JSON.stringify(file) }), overrides))

/** A word with one slip of the keyboard. */
const slip = (word: string): fc.Arbitrary<string> =>
  fc.tuple(fc.nat(word.length - 1), fc.constantFrom('drop', 'double', 'swap', 'replace')).map(([at, kind]) => {
    const [before, letter, after] = [word.slice(0, at), word[at], word.slice(at + 1)]
    if (kind === 'drop') return before + after
    if (kind === 'double') return before + letter + letter + after
    if (kind === 'swap') return before + after.slice(0, 1) + letter + after.slice(1)
    return `${before}x${after}`
  })

const misspelt = fc.constantFrom(...PATHS).chain((path) => slip(path))

const offers = (suggestion: string): string[] => {
  const text = /did you mean (.+)\?/.exec(suggestion)?.[1]
  return text === undefined ? [] : text.split(' or ')
}

const defaultOf = (path: string): unknown => parameterAt(path)?.default ?? 1
/** Two values that the parameter takes. */
const ends = (path: string): unknown[] => {
  const parameter = PARAMETERS[path as keyof typeof PARAMETERS] as Parameter
  if (parameter.type === 'enum') return Object.keys(parameter.choices).slice(0, 2)
  if (parameter.type === 'boolean') return [true, false]
  const { min, max } = parameter as { readonly min: number; readonly max: number }
  return [min, max]
}

/** What stands where, by a dotted path: the fault reported for an unknown key. */
const ROADS: { readonly [road: string]: (path: string) => readonly Fault[] } = {
  'an arm': (path) =>
    load({ name: 'a', experiment: { arms: { plain: {}, own: { set: { [path]: defaultOf(path) } } } } }),
  'a dated change': (path) => load({ name: 'a', timeline: [{ month: 1, set: { [path]: defaultOf(path) } }] }),
  'a factor': (path) =>
    load({ name: 'a', experiment: { factors: { [path]: parameterAt(path) ? ends(path) : [1, 2] } } }),
  'the factor of an analysis': (path) =>
    load({ name: 'a', sensitivity: { factors: { [path]: parameterAt(path) ? ends(path) : [1, 2] } } }),
  '--set': (path) => load({ name: 'a' }, [{ option: '--set', text: `${path}=${JSON.stringify(defaultOf(path))}` }]),
  '--factor': (path) =>
    faultsOf(() => factorsOfOptions('--factor', [`${path}=${(parameterAt(path) ? ends(path) : [1, 2]).join('..')}`])),
}
/** Faults that say the key itself is wrong, and not that its value clashes with another. */
const refusals = (faults: readonly Fault[]): readonly Fault[] =>
  faults.filter(({ message }) =>
    /^(unknown key|\S+ is (fixed at|the same in|the scenario’s|a list or|no number|a group))/.test(message),
  )

describe.each(Object.keys(ROADS))('a misspelt key of %s', (road) => {
  test('gets what is taken there', () => {
    let offered = 0
    fc.assert(
      fc.property(misspelt, (written) => {
        if (parameterAt(written) !== undefined || !/^[\w.]+$/.test(written)) return
        for (const { suggestion } of ROADS[road](written)) {
          for (const meant of offers(suggestion)) {
            offered++
            expect(parameterAt(meant), meant).toBeDefined()
            expect(refusals(ROADS[road](meant)), `${written} → ${meant}`).toEqual([])
          }
        }
      }),
      { numRuns: RUNS, seed: 5 },
    )
    expect(offered).toBeGreaterThan(RUNS / 3)
  })
})

test('--free offers free parameters only, and no steps where none are taken', () => {
  const free = VARIED_PATHS.filter(
    (path) => parameterAt(path)!.mark === 'free' && numberParameter(path)!.type !== 'integer',
  )
  let offered = 0
  fc.assert(
    fc.property(misspelt, (written) => {
      if (parameterAt(written) !== undefined || !/^[\w.]+$/.test(written)) return
      for (const { suggestion } of faultsOf(() => factorsOfOptions('--free', [`${written}=1..2`], free))) {
        for (const meant of offers(suggestion)) {
          offered++
          expect(free).toContain(meant)
        }
      }
    }),
    { numRuns: RUNS, seed: 6 },
  )
  expect(offered).toBeGreaterThan(RUNS / 5)
})

test('a misspelt key beside the right one is not suggested', () => {
  const [fault] = load({ name: 'a', credit: { coverage: 0.5, coverige: 0.6 } })
  expect(fault.suggestion).not.toContain('coverage')
})

/** Wrong values as people write them. */
const wrongValue = fc.oneof(
  fc.double({ min: -1000, max: 1000, noNaN: true }),
  fc.integer({ min: 2, max: 100 }).map((percent) => `${percent}%`),
  fc.integer({ min: -5, max: 10_000_000 }).map((number) => number.toLocaleString('en-US')),
  fc.double({ min: -10, max: 200, noNaN: true }).map(String),
  fc.constantFrom('yes', 'no', 'on', 'none', 'None', '“none”', '０．９', '1，000', true, 3.5),
)

test('a value that is offered in place of a wrong one is taken', () => {
  let offered = 0
  const scalars = PATHS.filter((path) => path !== 'timeline' && path !== 'lenders.roster')
  fc.assert(
    fc.property(fc.constantFrom(...scalars), wrongValue, (path, value) => {
      const run = (text: string): readonly Fault[] =>
        load({ name: 'a' }, [{ option: '--set', text: `${path}=${text}` }])
      for (const { suggestion } of run(JSON.stringify(value))) {
        const meant = /did you mean (\S+)\?/.exec(suggestion)?.[1] ?? /put it in quotes: (".*")$/.exec(suggestion)?.[1]
        if (meant === undefined) continue
        offered++
        // Other values may clash with it, which is another matter.
        const still = run(meant).filter(({ message }) => message.startsWith(`${path} `) && !message.includes(' and '))
        expect(still, `${path}: ${String(value)} → ${meant}`).toEqual([])
      }
    }),
    { numRuns: 10 * RUNS, seed: 7 },
  )
  expect(offered).toBeGreaterThan(RUNS / 2)
})

test('every value of every key that is right gets no suggestion', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...VARIED_PATHS).chain((path) => fc.tuple(fc.constant(path), anyValue(path))),
      ([path, value]) => {
        const faults = load({ name: 'a' }, [{ option: '--set', text: `${path}=${String(value)}` }])
        expect(faults.filter(({ message }) => message.startsWith(`${path} is`))).toEqual([])
      },
    ),
    { numRuns: RUNS, seed: 8 },
  )
})
