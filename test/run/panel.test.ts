import { describe, expect, test } from 'vitest'
import type { Table } from '../../src/base/table.ts'
import { runScenario } from '../../src/run/run.ts'
import { DEFAULT_SCENARIO } from '../../src/scenarios/parameters.ts'
import type { Scenario } from '../../src/scenarios/scenario.ts'
import { withValue } from '../../src/scenarios/timeline.ts'

const sets: readonly (readonly [string, unknown])[] = [
  ['population.consumers', 5000],
  ['horizon.burnIn', 0],
  ['horizon.months', 30],
]

function scenario(panel: number): Scenario {
  const small = sets.reduce((latest, [path, value]) => withValue(latest, path, value), DEFAULT_SCENARIO)
  return withValue(small, 'outputs.panel', panel)
}

function tablesOf(panel: number, chunkOrder: 'forward' | 'reverse' = 'forward'): Map<string, Table> {
  return new Map(runScenario(scenario(panel), { chunkOrder }).tables.map((table) => [table.name, table]))
}

function numbers(table: Table, column: string): Float64Array {
  return table.columns.find(({ name }) => name === column)!.values as Float64Array
}

function texts(table: Table, column: string): readonly string[] {
  return table.columns.find(({ name }) => name === column)!.values as readonly string[]
}

/** Sums of a column by the month in another, of the rows that `which` picks. */
function byMonth(table: Table, monthColumn: string, value: string | null, which: (row: number) => boolean): number[] {
  const sums = new Array<number>(30).fill(0)
  const months = numbers(table, monthColumn)
  for (let row = 0; row < table.rows; row++) {
    if (which(row)) sums[months[row]] += value === null ? 1 : Math.round(numbers(table, value)[row] * 100)
  }
  return sums
}

const all = tablesOf(1)
const applications = all.get('applications')!
const loans = all.get('loans')!
const months = all.get('months')!
const fen = (column: string): number[] => Array.from(numbers(months, column), (yuan) => Math.round(yuan * 100))

describe('a panel of everybody adds up to the market', () => {
  test('applications and their outcomes', () => {
    const outcome = texts(applications, 'outcome')
    const refusal = texts(applications, 'refusal')
    expect(byMonth(applications, 'month', null, () => true)).toEqual([...numbers(months, 'applications')])
    expect(byMonth(applications, 'month', null, (row) => outcome[row] === 'lent')).toEqual([
      ...numbers(months, 'loans'),
    ])
    expect(byMonth(applications, 'month', null, (row) => outcome[row] === 'declined')).toEqual([
      ...numbers(months, 'declined'),
    ])
    outcome.forEach((what, row) => {
      expect(refusal[row] !== '').toBe(what === 'refused')
    })
    expect(new Set(refusal).size).toBeGreaterThan(3)
  })

  test('loans, and how they ended', () => {
    const ending = texts(loans, 'ending')
    expect(byMonth(loans, 'month', 'amount', () => true)).toEqual(fen('originated'))
    expect(byMonth(loans, 'endMonth', 'endBalance', (row) => ending[row] === 'chargedOff')).toEqual(fen('chargedOff'))
    expect(byMonth(loans, 'endMonth', 'endBalance', (row) => ending[row] === 'settledAtExit')).toEqual(
      fen('settledAtExit'),
    )
    expect(new Set(ending)).toEqual(new Set(['running', 'repaid', 'settledAtExit', 'chargedOff']))
    for (let row = 0; row < loans.rows; row++) {
      expect(Number.isNaN(numbers(loans, 'endMonth')[row])).toBe(ending[row] === 'running')
    }
  })

  test('persons once a year', () => {
    const persons = all.get('persons')!
    expect(persons.rows).toBe(3 * 5000)
    const debt = numbers(persons, 'debt')
    const month = numbers(persons, 'month')
    for (const year of [0, 12, 24]) {
      const total = debt.reduce((sum, yuan, row) => sum + (month[row] === year ? Math.round(yuan * 100) : 0), 0)
      expect(total).toBe(fen('balance')[year])
    }
  })
})

test('a smaller panel is part of a larger one, and the market does not depend on either', () => {
  const none = tablesOf(0)
  const some = tablesOf(0.2)
  const more = tablesOf(0.5)
  expect(none.get('applications')!.rows).toBe(0)
  expect(none.get('months')).toEqual(months)
  expect(some.get('lenders')).toEqual(all.get('lenders'))
  const people = (tables: Map<string, Table>): Set<string> => new Set(texts(tables.get('persons')!, 'person'))
  const within = (part: Set<string>, whole: Set<string>): boolean => [...part].every((one) => whole.has(one))
  expect(people(some).size).toBeGreaterThan(0.15 * people(all).size)
  expect(within(people(some), people(more))).toBe(true)
  expect(within(people(more), people(all))).toBe(true)
})

test('chunks in reverse order write the same tables', () => {
  const reverse = tablesOf(1, 'reverse')
  for (const name of ['applications', 'loans', 'persons']) expect(reverse.get(name)).toEqual(all.get(name))
})
