import { expect, test } from 'vitest'
import { texts } from '../../src/base/table.ts'
import {
  armOutcomes,
  armsOf,
  bands,
  derivedEnsembleTables,
  differences,
  ENSEMBLE_RECORDED,
  type EnsembleRun,
  ensembleTables,
  measuresOf,
} from '../../src/measures/ensemble.ts'
import { MONTHLY_MEASURES } from '../../src/measures/registry.ts'
import { syntheticRuns } from '../fixtures/synthetic-ensemble.ts'

/** Runs with one outcome and one month, of which only `reach` tells anything. */
function runsOf(values: { readonly [arm: string]: readonly number[] }): EnsembleRun[] {
  return Object.entries(values).flatMap(([arm, own]) =>
    own.map((value, replication) => ({
      arm,
      replication,
      seed: 100 + replication,
      digest: 'd',
      series: { months: [0], values: MONTHLY_MEASURES.map(({ key }) => [key === 'served.all' ? value : NaN]) },
      outcomes: [{ key: 'served.all', value, unit: '1', en: 'served', zh: '满足率' } as const],
    })),
  )
}

test('means of arms, and differences taken seed by seed', () => {
  const tables = ensembleTables(runsOf({ first: [0.1, 0.5, 0.9], second: [0.2, 0.6, 1] }))
  expect(armsOf(tables)).toEqual(['first', 'second'])
  const [first, second] = armOutcomes(tables)
  expect(first).toMatchObject({ key: 'served.all', arm: 'first', runs: 3 })
  expect([first.mean, second.mean]).toEqual([0.5, expect.closeTo(0.6, 12)])
  // Luck that both share drops out: the arms overlap wholly, their difference is known exactly.
  expect(first.high).toBeGreaterThan(second.low)
  const [difference] = differences(tables)
  expect(difference).toMatchObject({ arm: 'second', against: 'first', runs: 3 })
  for (const end of [difference.mean, difference.low, difference.high]) expect(end).toBeCloseTo(0.1, 12)
})

test('a pair counts only if both runs have a value', () => {
  const tables = ensembleTables(runsOf({ first: [0.1, NaN, 0.3], second: [0.2, 0.2, NaN] }))
  expect(differences(tables)[0]).toMatchObject({ runs: 1, mean: 0.1, low: NaN })
})

test('an outcome that an arm does not tell is missing there', () => {
  const runs = runsOf({ first: [0.1], second: [0.2] }).map((run, k) => (k === 0 ? { ...run, outcomes: [] } : run))
  const tables = ensembleTables(runs)
  expect(armOutcomes(tables).map(({ runs: count }) => count)).toEqual([0, 1])
  expect(differences(tables)[0].runs).toBe(0)
})

test('bands stand month by month and metric by metric', () => {
  const found = bands(ensembleTables(runsOf({ first: [0.1, 0.3], second: [0.2, 0.4] })))
  expect(found).toHaveLength(2 * MONTHLY_MEASURES.length)
  const [reach] = found.filter(({ metric, arm }) => metric === 'served.all' && arm === 'first')
  expect(reach).toMatchObject({ month: 0, runs: 2 })
  expect(reach.mean).toBeCloseTo(0.2, 12)
  expect(reach.high).toBeGreaterThan(0.3)
})

test('tables have the columns that they promise, and every key a meaning', () => {
  const tables = ensembleTables(syntheticRuns(['one', 'two'], 2))
  expect(tables.map(({ name }) => name)).toEqual(ENSEMBLE_RECORDED.map(({ name }) => name))
  const known = new Set([...measuresOf(tables, 'series'), ...measuresOf(tables, 'outcome')].map(({ key }) => key))
  const derived = derivedEnsembleTables(tables)
  expect(derived.map(({ name }) => name)).toEqual([
    'bands',
    'arm_outcomes',
    'differences',
    'steadiness',
    'difference_bands',
  ])
  for (const [table, column] of [
    [tables[2], 'metric'],
    [tables[3], 'key'],
    [derived[0], 'metric'],
    [derived[1], 'key'],
    [derived[2], 'key'],
  ] as const) {
    expect(table.rows).toBeGreaterThan(0)
    for (const key of new Set(texts(table, column))) expect([...known]).toContain(key)
  }
})

test('an arm more or a replication more changes nothing of the others', () => {
  const small = armOutcomes(ensembleTables(syntheticRuns(['one', 'two'], 2)))
  const large = armOutcomes(ensembleTables(syntheticRuns(['one', 'two', 'three'], 2)))
  for (const row of small) expect(large).toContainEqual(row)
})
