import { expect, test } from 'vitest'
import { numbers, texts } from '../../src/base/table.ts'
import { derivedTables } from '../../src/measures/derived.ts'
import { formatOutcome, grouped, headline } from '../../src/measures/headline.ts'
import { outcomes } from '../../src/measures/outcomes.ts'
import { RECORDED } from '../../src/measures/records.ts'
import { HEADLINE_KEYS } from '../../src/measures/registry.ts'
import { syntheticRecord, syntheticScenario } from '../fixtures/synthetic-record.ts'

const scenario = syntheticScenario()
const tables = syntheticRecord(scenario)
const derived = derivedTables(tables, scenario)

test('derived tables are well formed and share no name with recorded ones', () => {
  const names = [...RECORDED, ...derived].map(({ name }) => name)
  expect(new Set(names).size).toBe(names.length)
  for (const table of derived) {
    expect(table.rows).toBeGreaterThan(0)
    expect(table.en).not.toBe('')
    expect(table.zh).not.toBe('')
    for (const column of table.columns) {
      expect(column.values).toHaveLength(table.rows)
      expect(column.en).not.toBe('')
      expect(column.zh).not.toBe('')
    }
  }
})

test('the same record gives the same tables', () => {
  expect(derivedTables(syntheticRecord(scenario), scenario)).toEqual(derived)
})

test('a market in which nothing happens can be derived and measured', () => {
  const still = syntheticRecord(scenario, 0)
  expect(derivedTables(still, scenario).map(({ name }) => name)).toEqual(derived.map(({ name }) => name))
  expect(headline(still, scenario).some(({ value }) => Number.isNaN(value))).toBe(true)
})

test('keys of outcomes are unique, and the headline is some of them', () => {
  const keys = outcomes(tables, scenario).map(({ key }) => key)
  expect(new Set(keys).size).toBe(keys.length)
  expect(headline(tables, scenario).map(({ key }) => key)).toEqual(HEADLINE_KEYS)
  const table = derived[0]
  const flagged = texts(table, 'key').filter((_, row) => numbers(table, 'headline')[row] === 1)
  expect(new Set(flagged)).toEqual(new Set(HEADLINE_KEYS))
})

test('shares of the record are found again', () => {
  const value = (key: string): number => outcomes(tables, scenario).find((row) => row.key === key)?.value ?? NaN
  expect(value('coverage')).toBeCloseTo(0.727, 4)
  expect(value('late.over30')).toBeCloseTo(0.055, 5)
  expect(value('late.over60')).toBeCloseTo(0.035, 5)
  expect(value('ticket.all')).toBe(2000)
  expect(value('granted.share')).toBeCloseTo(1 / 1.1, 12)
  expect(value('apr.mean')).toBeCloseTo(0.17, 12)
  expect(value('nim')).toBeCloseTo(0.12, 12)
})

test('values are written with their units', () => {
  expect(formatOutcome(0.1234, '1')).toBe('12.3 %')
  expect(formatOutcome(1234567.4, 'CNY')).toBe('¥1,234,567')
  expect(formatOutcome(NaN, 'CNY')).toBe('–')
  expect(formatOutcome(0.12345, 'index')).toBe('0.123')
  expect(grouped(-1234)).toBe('−1,234')
  expect(grouped(-0.2)).toBe('0')
})
