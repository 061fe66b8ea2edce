import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { outcomes } from '../../src/measures/outcomes.ts'
import { compareTargets, readTargets } from '../../src/measures/targets.ts'
import { syntheticRecord, syntheticScenario } from '../fixtures/synthetic-record.ts'

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
  const targets = readTargets({ targets: [range, { ...range, key: 'b', outcome: 'no.such' }] })
  const rows = compareTargets(targets, syntheticRecord(undefined, 0), syntheticScenario())
  expect(rows.map(({ status }) => status)).toEqual(['not measured', 'not measured'])
})

test('a unit that is not the outcome’s is refused', () => {
  const targets = readTargets({ targets: [{ ...range, unit: 'CNY' }] })
  expect(() => compareTargets(targets, syntheticRecord(), syntheticScenario())).toThrow('is in 1, not CNY')
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
