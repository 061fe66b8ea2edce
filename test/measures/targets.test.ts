import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { outcomes } from '../../src/measures/outcomes.ts'
import { compareTargets, type MeasuredTarget, readTargets, targetNumbers } from '../../src/measures/targets.ts'
import { syntheticRecord, syntheticScenario } from '../fixtures/synthetic-record.ts'
import { cases } from '../size.ts'

const published = readTargets(parse(readFileSync('targets.yaml', 'utf8')))
const range = {
  key: 'a',
  label: { en: 'A', zh: '甲' },
  use: 'fit',
  outcome: 'late.over90',
  unit: '1',
  low: 0.01,
  high: 0.03,
  source: 'somewhere',
  mark: 'secondary',
}

test('every published target names an outcome that a run has, in its unit', () => {
  const measured = new Map(outcomes(syntheticRecord(), syntheticScenario()).map(({ key, unit }) => [key, unit]))
  for (const target of published) {
    if (target.kind === 'range') expect([target.key, measured.get(target.outcome)]).toEqual([target.key, target.unit])
  }
})

test('all uses occur, and experiments are listed without a verdict', () => {
  expect(new Set(published.map(({ use }) => use))).toEqual(new Set(['input', 'fit', 'held-out', 'reported']))
  const rows = compareTargets(published, syntheticRecord(), syntheticScenario())
  const experiments = rows.filter(({ target }) => target.kind === 'experiment')
  expect(experiments.map(({ target }) => target.key)).toContain('chile-all')
  expect(experiments.every(({ status, value }) => status === 'needs an experiment' && Number.isNaN(value))).toBe(true)
})

test.each([
  [0.02, 0.03, 'met'],
  [0.025, 0.026, 'met'],
  [0.03, 0.04, 'missed'],
  [0.001, 0.002, 'missed'],
])('a share of about .025 against %s to %s is %s', (low, high, status) => {
  const [row] = compareTargets(
    readTargets({ targets: [{ ...range, low, high }] }),
    syntheticRecord(),
    syntheticScenario(),
  )
  expect(row.value).toBeCloseTo(0.025, 4)
  expect(row.status).toBe(status)
})

test('ends of a range lie inside', () => {
  const tables = syntheticRecord()
  const value = outcomes(tables, syntheticScenario()).find(({ key }) => key === 'late.over90')?.value ?? NaN
  const targets = readTargets({
    targets: [
      { ...range, low: value },
      { ...range, key: 'b', low: 0, high: value },
    ],
  })
  expect(compareTargets(targets, tables, syntheticScenario()).map(({ status }) => status)).toEqual(['met', 'met'])
})

test('what cannot be measured is neither met nor missed', () => {
  const targets = readTargets({ targets: [range] })
  const rows = compareTargets(targets, syntheticRecord(undefined, 0), syntheticScenario())
  expect(rows.map(({ status }) => status)).toEqual(['not measured'])
})

test.each([
  [{ unit: 'CNY' }, 'outcome late.over90 is in 1, not CNY'],
  [{ outcome: 'no.such' }, 'there is no outcome no.such'],
  // Monthly only: there is no number of the window to hold against a range.
  [{ outcome: 'filed.share' }, 'there is no outcome filed.share'],
])('a target that names %o is refused', (change, why) => {
  expect(() => readTargets({ targets: [{ ...range, ...change }] })).toThrow(why)
})

test('all faults of a file are told at once', () => {
  const faulty = [
    { ...range, use: 'guess', low: 'x', extra: 1 },
    { ...range, low: 2, label: { en: 'A' }, mark: undefined },
    'text',
  ]
  expect(() => readTargets({ targets: faulty })).toThrow(
    expect.objectContaining({
      message: expect.stringMatching(
        /unknown key extra[\s\S]*use must be one of[\s\S]*low must be a number[\s\S]*used twice[\s\S]*label\.zh must be text[\s\S]*mark must be one of[\s\S]*low must be below high[\s\S]*targets\[2\]: key must be text/,
      ),
    }),
  )
  expect(() => readTargets(null)).toThrow('expected a key "targets"')
})

describe('what is printed of a target', () => {
  const OF_UNIT = { '1': 'late.over90', CNY: 'ticket.all', count: 'tail.niches', index: 'hhi' }
  const target = (unit: string, low: number, high: number): MeasuredTarget => {
    const outcome = OF_UNIT[unit as keyof typeof OF_UNIT]
    return readTargets({ targets: [{ ...range, outcome, unit, low, high }] })[0] as MeasuredTarget
  }

  test.each([
    ['1', 0.251, 0.261, 0.2506, { low: '25.1', high: '26.1', value: '25.06' }],
    ['1', 0.251, 0.261, 0.2514, { low: '25.1', high: '26.1', value: '25.1' }],
    ['1', 0.251, 0.261, 0.26101, { low: '25.1', high: '26.1', value: '26.101' }],
    ['1', 0.2514, 0.261, 0.2512, { low: '25.14', high: '26.1', value: '25.1' }],
    ['1', 0.251, 0.261, 0.251 - 1e-15, { low: '25.1', high: '26.1', value: '< 25.1' }],
    ['CNY', 1200, 3500, 1199.7, { low: '1,200', high: '3,500', value: '1,199.7' }],
    ['index', 0.1, 0.2, 0.2001, { low: '0.100', high: '0.200', value: '0.2001' }],
    ['1', -0.05, 0.02, -0.061, { low: '−5.0', high: '2.0', value: '−6.1' }],
    ['index', 0.1, 0.2, NaN, { low: '0.100', high: '0.200', value: '–' }],
  ])('in %s, range %d to %d, value %d', (unit, low, high, value, printed) => {
    expect(targetNumbers(target(unit, low, high), value)).toEqual(printed)
  })

  test('never contradicts the verdict, however near an end the value lies', () => {
    const ends = fc.tuple(
      fc.double({ min: -10, max: 1e6, noNaN: true }),
      fc.double({ min: 1e-9, max: 1e3, noNaN: true }),
    )
    const near = fc.oneof(
      fc.double({ min: -2, max: 3, noNaN: true }),
      fc.tuple(fc.constantFrom(0, 1), fc.double({ min: -1e-4, max: 1e-4, noNaN: true })).map(([end, by]) => end + by),
      fc.constantFrom(0, 1, -1e-16, 1 + 2e-16),
    )
    fc.assert(
      fc.property(fc.constantFrom('1', 'CNY', 'count', 'index'), ends, near, (unit, [low, width], at) => {
        fc.pre(low + width > low)
        const high = low + width
        const value = low + at * width
        const printed = targetNumbers(target(unit, low, high), value)
        const read = (text: string): number => Number(text.replaceAll(',', '').replace('−', '-'))
        const sideOf = (v: number, from: number, to: number): string => (v < from ? '<' : v > to ? '>' : '')
        const shown =
          /^([<>]) /.exec(printed.value)?.[1] ?? sideOf(read(printed.value), read(printed.low), read(printed.high))
        expect(shown).toBe(sideOf(value, low, high))
      }),
      { seed: 20261126, numRuns: cases(2000, 200_000) },
    )
  })
})
