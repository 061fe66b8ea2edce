import { describe, expect, test } from 'vitest'
import { derivedTables } from '../../src/measures/derived.ts'
import { headline } from '../../src/measures/headline.ts'
import type { Measure, MeasuredRun } from '../../src/measures/measure.ts'
import { outcomes } from '../../src/measures/outcomes.ts'
import { RECORDED } from '../../src/measures/records.ts'
import {
  HEADLINE_KEYS,
  MEASURES,
  MONTHLY_MEASURES,
  measureNamed,
  OUTCOME_KEYS,
  OUTCOME_MEASURES,
} from '../../src/measures/registry.ts'
import { reportedRows, tableNamed } from '../../src/measures/rows.ts'
import { runSeries } from '../../src/measures/run-series.ts'
import { syntheticRecord, syntheticScenario } from '../fixtures/synthetic-record.ts'

const scenario = syntheticScenario()
const run: MeasuredRun = { tables: syntheticRecord(scenario), scenario }

test('a key names one measure, of whatever kind', () => {
  const keys = MEASURES.map(({ key }) => key)
  expect(new Set(keys).size).toBe(keys.length)
  for (const key of keys) expect(key).toMatch(/^[a-z]\w*(\.\w+)*$/i)
  // As columns of tables they stay apart, too.
  expect(new Set(keys.map((key) => key.replaceAll('.', '_'))).size).toBe(keys.length)
  expect(() => measureNamed('served.over50')).toThrow('there is no measure served.over50')
})

test.each(['en', 'zh'] as const)('every measure has a name and an explanation of its own (%s)', (lang) => {
  const names = MEASURES.map((measure) => measure[lang])
  expect(names.filter((name, k) => names.indexOf(name) !== k)).toEqual([])
  for (const { about, [lang]: name } of MEASURES) {
    expect(name).not.toBe('')
    expect(about[lang]).toMatch(/[.。]$/)
    expect(about[lang]).not.toBe(name)
  }
})

test('a measure tells the window, every month, or both; summaries show what has a total', () => {
  for (const { key, total, monthly, fold, headline: isShown } of MEASURES) {
    expect([key, total !== null || monthly !== null]).toEqual([key, true])
    if (fold !== null) expect([key, total !== null && monthly !== null]).toEqual([key, true])
    if (total !== null && monthly !== null) expect([key, fold]).not.toEqual([key, null])
    if (isShown) expect([key, total]).not.toEqual([key, null])
  }
  expect(OUTCOME_KEYS).toHaveLength(190)
  expect(HEADLINE_KEYS).toHaveLength(26)
})

test('outcomes, series, summary and monthly table list what the registry has', () => {
  expect(outcomes(run.tables, scenario).map(({ key }) => key)).toEqual(OUTCOME_KEYS)
  expect(headline(run.tables, scenario).map(({ key }) => key)).toEqual(HEADLINE_KEYS)
  expect(runSeries(run.tables, scenario).values).toHaveLength(MONTHLY_MEASURES.length)
  const monthly = tableNamed(derivedTables(run.tables, scenario), 'monthly_rates')
  expect(monthly.columns.slice(1).map(({ name }) => name)).toEqual(
    MONTHLY_MEASURES.map(({ key }) => key.replaceAll('.', '_')),
  )
})

/** The total as it follows from the reported months. */
function folded({ monthly, fold }: Measure): number {
  const rows = reportedRows(tableNamed(run.tables, 'months'))
  const values = monthly!(run)
  if (fold === 'last') return values[rows.at(-1)!]
  const weights = fold!.weights(run)
  const counted = rows.filter((row) => weights[row] > 0)
  const sum = counted.reduce((total, row) => total + weights[row] * values[row], 0)
  return sum / counted.reduce((total, row) => total + weights[row], 0)
}

const both = OUTCOME_MEASURES.filter(({ monthly }) => monthly !== null)

test.each(both.map((measure) => [measure.key, measure] as const))(
  '%s over the window follows from its months',
  (_, measure) => {
    const value = measure.total(run)
    expect(Number.isFinite(value)).toBe(true)
    expect(folded(measure)).toBeCloseTo(value, 10)
  },
)

describe('tables that a measure names', () => {
  const answer = ({ total, monthly }: Measure, of: MeasuredRun): unknown => [total?.(of), monthly?.(of)]
  const only = (names: readonly string[]): MeasuredRun => ({
    tables: run.tables.filter(({ name }) => names.includes(name)),
    scenario,
  })
  test.each(MEASURES.map((measure) => [measure.key, measure] as const))('%s', (_, measure) => {
    for (const name of measure.tables) expect(RECORDED.map((spec) => spec.name)).toContain(name)
    // They are enough, and each of them is needed.
    expect(answer(measure, only(measure.tables))).toEqual(answer(measure, run))
    for (const left of measure.tables) {
      expect(() => answer(measure, only(measure.tables.filter((name) => name !== left)))).toThrow(`no table ${left}`)
    }
  })
})

test('a folder tells one value by one name: the monthly table has no column that an outcome contradicts', () => {
  const monthly = tableNamed(derivedTables(run.tables, scenario), 'monthly_rates')
  const found = outcomes(run.tables, scenario)
  for (const { name } of monthly.columns.slice(1)) {
    const outcome = found.find(({ key }) => key.replaceAll('.', '_') === name)
    if (outcome !== undefined) expect(both.map(({ key }) => key)).toContain(outcome.key)
  }
})
