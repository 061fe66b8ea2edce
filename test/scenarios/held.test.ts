/** Values that label runs and that a timeline cancels: every road by which both can be written. */
import { describe, expect, test } from 'vitest'
import { ScenarioError } from '../../src/base/errors.ts'
import { cancelled } from '../../src/scenarios/held.ts'
import { type LoadedScenario, loadScenario, type Override } from '../../src/scenarios/load.ts'
import { sourceText } from '../../src/scenarios/source-text.ts'
import { memoryFiles } from './memory-files.ts'

const set = (text: string): Override => ({ option: '--set', text })

type Told = { readonly faults: readonly string[]; readonly warnings: readonly string[] }

function told(files: { readonly [name: string]: string }, overrides: readonly Override[] = []): Told {
  const text = ({ file, line, message, found }: LoadedScenario['warnings'][number]): string =>
    `${file}:${line} ${message} | ${found}`
  try {
    return { faults: [], warnings: loadScenario('a.yaml', memoryFiles(files), overrides).warnings.map(text) }
  } catch (error) {
    if (error instanceof ScenarioError) return { faults: error.faults.map(text), warnings: [] }
    throw error
  }
}

const timeline = (month: number): string =>
  `name: a\nhorizon: { burnIn: 6, months: 12 }\ntimeline:\n  - { month: ${month}, set: { credit.coverage: 0.9 } }\n`
const arms = (sets: string): string => `experiment:\n  arms:\n    plain: {}\n    narrow: { set: { ${sets} } }\n`

/** A value by every road, and the place that has to be named. */
const ROADS: readonly (readonly [road: string, text: string, overrides: readonly Override[], place: string])[] = [
  ['an arm', arms('credit.coverage: 0.5'), [], 'a.yaml:8'],
  ['a factor', 'experiment: { factors: { credit.coverage: [0.5, 0.9] } }\n', [], 'a.yaml:5'],
  ['a range', 'experiment: { design: lhs, points: 4, factors: { credit.coverage: [0.5, 1] } }\n', [], 'a.yaml:5'],
  ['--set', '', [set('credit.coverage=0.5')], '--set:0'],
]

describe.each(ROADS)('%s', (road, text, overrides, place) => {
  test.each([-6, -1, 0])('is refused where the timeline sets it again in month %i', (month) => {
    const { faults } = told({ 'a.yaml': timeline(month) + text }, overrides)
    expect(faults).toHaveLength(1)
    expect(faults[0]).toContain(place)
    expect(faults[0]).toContain('holds in no reported month')
    expect(faults[0]).toContain('a.yaml:4:2')
  })

  test.each([1, 11])('is warned of where the timeline sets it again in month %i', (month) => {
    const { faults, warnings } = told({ 'a.yaml': timeline(month) + text }, overrides)
    expect(faults).toEqual([])
    expect(warnings).toHaveLength(1)
    expect(warnings[0]).toContain(place)
    expect(warnings[0]).toContain(`does not hold from month ${month} on`)
    expect(warnings[0]).toContain('a.yaml:4:2')
  })

  test('is left alone where the timeline sets something else', () => {
    const other = timeline(0).replace('credit.coverage: 0.9', 'pricing.aprCap: 0.3')
    expect(told({ 'a.yaml': other + text }, overrides), road).toEqual({ faults: [], warnings: [] })
  })
})

test('the factor of an analysis is refused where no reported month has its range', () => {
  const block = 'sensitivity: { factors: { credit.coverage: [0.5, 1] } }\n'
  expect(told({ 'a.yaml': timeline(0) + block }).faults[0]).toContain('the factor of the analysis, credit.coverage')
  expect(told({ 'a.yaml': timeline(3) + block })).toEqual({ faults: [], warnings: [] })
})

test('a value that the timeline sets to the same is no conflict', () => {
  expect(told({ 'a.yaml': timeline(0) + arms('credit.coverage: 0.9') })).toEqual({ faults: [], warnings: [] })
  expect(told({ 'a.yaml': timeline(0) }, [set('credit.coverage=0.9')])).toEqual({ faults: [], warnings: [] })
})

test('the last change up to month 0 decides what the first reported month has', () => {
  const back = timeline(-3).replace('timeline:\n', 'timeline:\n  - { month: -1, set: { credit.coverage: 0.5 } }\n')
  const { faults, warnings } = told({ 'a.yaml': back + arms('credit.coverage: 0.5') })
  expect(faults).toEqual([])
  expect(warnings[0]).toContain('does not hold from month -3 on')
})

test('an arm with a timeline of its own means its later changes, and is warned of a value that never holds', () => {
  const own = (month: number): string =>
    arms(`credit.coverage: 0.5, timeline: [{ month: ${month}, set: { credit.coverage: 0.8 } }]`)
  expect(told({ 'a.yaml': timeline(0) + own(5) })).toEqual({ faults: [], warnings: [] })
  const { faults, warnings } = told({ 'a.yaml': timeline(0) + own(0) })
  expect(faults).toEqual([])
  expect(warnings[0]).toContain('the value of arm narrow, credit.coverage, holds in no reported month')
})

test('--set is warned of where the timeline of an arm, or every arm, overrules it', () => {
  const own = arms('timeline: [{ month: 0, set: { credit.coverage: 0.8 } }]')
  const plain = 'name: a\nhorizon: { burnIn: 6, months: 12 }\n'
  const byTimeline = told({ 'a.yaml': plain + own }, [set('credit.coverage=0.5')])
  expect(byTimeline.warnings[0]).toContain('holds in no reported month')
  expect(byTimeline.warnings[0]).toContain('a.yaml:6:')
  const factors = 'experiment: { factors: { credit.coverage: [0.6, 0.9] } }\n'
  const byArms = told({ 'a.yaml': plain + factors }, [set('credit.coverage=0.5')])
  expect(byArms.warnings[0]).toContain('holds in no run: every arm sets its own')
  expect(byArms.warnings[0]).toContain('a.yaml:3:')
})

test('a file that extends another is warned of what the inherited timeline cancels; one file means both', () => {
  const base = timeline(0).replace('name: a', 'name: b')
  const { warnings } = told({ 'a.yaml': 'name: a\nextends: b.yaml\ncredit: { coverage: 0.5 }\n', 'b.yaml': base })
  expect(warnings[0]).toContain('a.yaml:3')
  expect(warnings[0]).toContain('b.yaml:4:2')
  expect(told({ 'a.yaml': `${timeline(0)}credit: { coverage: 0.5 }\n` })).toEqual({ faults: [], warnings: [] })
})

test('the parts of a table are values, too', () => {
  const files = {
    'a.yaml':
      'name: a\ntimeline: [{ month: 0, set: { needs.median.rent: 9000 } }]\nexperiment:\n  arms:\n    plain: {}\n    own: { set: { needs.median: m.csv } }\n',
    'm.csv': 'key,value\nshopping,1000\neducation,2000\nrent,3000\nrenovation,4000\ntravel,5000\nother,6000\n',
  }
  const { faults } = told(files)
  expect(faults).toHaveLength(1)
  expect(faults[0]).toContain('m.csv:4 the value of arm own, needs.median.rent, holds in no reported month')
})

test('ranges of options are refused with the place of the dated change', () => {
  const { dates } = loadScenario('a.yaml', memoryFiles({ 'a.yaml': timeline(0) }), [])
  const source = sourceText('--free', 'credit.coverage=0.5..1', true)
  const place = { source, start: 0, end: 15 }
  const one = {
    path: 'credit.coverage',
    values: undefined,
    place,
    what: { en: 'the free parameter', zh: '自由参数' },
    isFault: true,
    isOwn: false,
  }
  expect(cancelled([one], dates.scenario).faults[0].found).toContain('a.yaml:4:2')
})
