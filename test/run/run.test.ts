import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { numbers } from '../../src/base/table.ts'
import { populate } from '../../src/market/births.ts'
import { replayIndustry } from '../../src/market/events.ts'
import { nextMonth, tick } from '../../src/market/tick.ts'
import { CHUNK, createWorld } from '../../src/market/world.ts'
import { RECORDED } from '../../src/measures/records.ts'
import { bytesPerConsumer, runScenario } from '../../src/run/run.ts'
import { DEFAULT_SCENARIO } from '../../src/scenarios/parameters.ts'
import type { Scenario } from '../../src/scenarios/scenario.ts'
import { digestOfTables } from '../fixtures/digest-of-tables.ts'
import { horizon, type Recipe, scenarioWith, size } from '../verification/market.ts'

const busy: Recipe = (draft) => {
  draft.needs.arrival = { youth: 0.3, middle: 0.3, old: 0.3 }
  draft.promotion.kind = 'interestFree'
  draft.promotion.rule = 'none'
  draft.promotion.launchMonths = 3
  draft.pricing.strategic = true
  draft.pricing.shopperSample = 300
  for (const of of ['bank', 'licensed', 'platform'] as const) draft.lenders[of].capital = 2000
}

describe('one run', () => {
  const scenario = scenarioWith(size(2 * CHUNK + 900, 12), busy, horizon(2, 8))
  const first = runScenario(scenario)

  test('twice gives the same digest, with another seed another one', () => {
    expect(runScenario(scenario).digest).toBe(first.digest)
    expect(runScenario({ ...scenario, seed: 13 }).digest).not.toBe(first.digest)
  })

  test('chunks in reverse order give the same tables, events and digest', () => {
    const reversed = runScenario(scenario, { chunkOrder: 'reverse' })
    expect(reversed.digest).toBe(first.digest)
    expect(reversed.events).toEqual(first.events)
    expect(reversed.tables).toEqual(first.tables)
  })

  test('leaves the scenario as it was and every table with the columns that were promised', () => {
    expect(first.tables.map((table) => table.name)).toEqual(RECORDED.map((spec) => spec.name))
    first.tables.forEach((table, k) => {
      expect(table.columns.map((column) => column.name)).toEqual(RECORDED[k].columns.map((column) => column.name))
      for (const column of table.columns) expect(column.values).toHaveLength(table.rows)
    })
    expect(numbers(first.tables[0], 'month')).toHaveLength(10)
    expect(Array.from(numbers(first.tables[0], 'month').slice(0, 3))).toEqual([-2, -1, 0])
  })

  test('something happened in it', () => {
    const sum = (column: string): number => numbers(first.tables[0], column).reduce((total, value) => total + value, 0)
    expect(sum('loans')).toBeGreaterThan(500)
    expect(sum('rationed') + sum('deniedPersons')).toBeGreaterThan(50)
    expect(first.events.some((line) => line.includes('"promote"'))).toBe(true)
    expect(first.events.some((line) => line.includes('"reprice"'))).toBe(true)
  })

  test('the event log replays to the lenders’ state in every month', () => {
    const world = createWorld(scenario)
    populate(world)
    expect(replayIndustry(first.events, -3).lenders).toEqual([])
    for (let m = 0; m < 10; m++) {
      tick(world)
      expect(replayIndustry(first.events, world.month)).toEqual(world.industry)
      nextMonth(world)
    }
  })

  test('tells of its progress from nothing to all', () => {
    const told: string[] = []
    runScenario(scenarioWith(size(100), horizon(1, 2)), { onMonth: (done, total) => told.push(`${done}/${total}`) })
    expect(told).toEqual(['0/3', '1/3', '2/3', '3/3'])
  })

  // Of these, 22 hold what lenders may know of arrears and clean months, 11 the applications made for a need and the
  // quotes declined for it, 10 the scores of four loans and a line, by which losses are learnt.
  test('a consumer takes at most 243 bytes', () => {
    expect(bytesPerConsumer()).toBeLessThanOrEqual(243)
  })
})

test('recorded totals are those of the lenders', () => {
  const { tables } = runScenario(scenarioWith(size(3000, 4), busy, horizon(0, 12)))
  const [months, lenders, products] = ['months', 'lenders', 'products'].map(
    (name) => tables.find((table) => table.name === name)!,
  )
  const byMonth = (table: (typeof tables)[number], column: string): number[] => {
    const sums = new Array<number>(12).fill(0)
    const month = numbers(table, 'month')
    numbers(table, column).forEach((value, k) => {
      sums[month[k]] += value
    })
    return sums
  }
  const pairs: readonly (readonly [month: string, table: (typeof tables)[number], column: string])[] = [
    ['balance', lenders, 'loans'],
    ['originated', lenders, 'originated'],
    ['originated', products, 'originated'],
    ['loans', products, 'originations'],
    ['applications', lenders, 'applications'],
    ['approvals', lenders, 'approvals'],
    ['npl', lenders, 'npl'],
    ['chargedOff', lenders, 'chargedOff'],
    ['netIncome', lenders, 'netIncome'],
  ]
  for (const [column, table, of] of pairs) {
    const [totals, parts] = [byMonth(months, column), byMonth(table, of)]
    totals.forEach((total, m) => {
      expect(parts[m]).toBeCloseTo(total, 4)
    })
  }
})

type Tree = { readonly [key: string]: unknown }

/** Values of `set` over those of `base`, at any depth: parameters that are newer than the file keep their defaults. */
function over(base: Tree, set: Tree): Tree {
  const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null && !Array.isArray(value)
  const merged = Object.entries(set).map(([key, value]) => {
    const below = base[key]
    return [key, isTree(value) && isTree(below) ? over(below, value) : value]
  })
  return { ...base, ...Object.fromEntries(merged) }
}

/** The scenario is on file with all its values, so a recalibration does not change it: only the program can. */
test('a tiny run has the digests that are on record', async () => {
  const file = new URL('../golden/tiny-run.json', import.meta.url)
  const scenario = over(DEFAULT_SCENARIO as unknown as Tree, JSON.parse(readFileSync(file, 'utf8')))
  const { tables, events, digest } = runScenario(scenario as unknown as Scenario)
  const lines = [
    ...tables.map((table) => `${table.name} ${table.rows} ${digestOfTables([table], [])}`),
    `events ${events.length} ${digestOfTables([], events)}`,
    `all ${digest}`,
  ]
  await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('../golden/tiny-run.txt')
})
