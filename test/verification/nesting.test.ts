/**
 * Case 10: coverage is nested and exact at the start, and arms of an experiment share every exogenous draw: only what
 * the treatment does may differ.
 */
import { describe, expect, test } from 'vitest'
import type { Table } from '../../src/base/table.ts'
import { CHUNK, type World } from '../../src/market/world.ts'
import { runScenario } from '../../src/run/run.ts'
import { cases } from '../size.ts'
import { dated, founded, horizon, live, type Recipe, scenarioWith, size, tableFour } from './market.ts'

const CONSUMERS = cases(800, 3000)

const lively: Recipe = (draft) => {
  tableFour(draft)
  draft.needs.arrival = { youth: 0.3, middle: 0.3, old: 0.3 }
  Object.assign(draft.income, { separationRate: 0.02, findingRate: 0.2 })
  draft.credit.ageSlope = 0.5
  draft.credit.incomeSlope = 0.5
}

const coverage =
  (c: number): Recipe =>
  ({ credit }) => {
    credit.coverage = c
  }

const differentiation =
  (delta: number): Recipe =>
  ({ products }) => {
    products.differentiation = delta
  }

const filed = (world: World): number[] => Array.from(world.consumers.file.keys()).filter((i) => world.consumers.file[i])

describe.each([100, 1000, 3001])('%i consumers', (consumers) => {
  const coverages = [0, 0.001, 0.25, 0.5, 0.727, 0.9, 0.9995, 1]
  const worlds = coverages.map((c) => founded(size(consumers, 17), lively, coverage(c)))

  test('coverage c gives round(c N) files, neither more nor less', () => {
    expect(worlds.map((world) => filed(world).length)).toEqual(coverages.map((c) => Math.round(c * consumers)))
  })

  test('each coverage holds all of those below it, with the same state of file', () => {
    for (let k = 1; k < worlds.length; k++) {
      const [few, many] = [worlds[k - 1].consumers.file, worlds[k].consumers.file]
      expect([...few.keys()].filter((i) => few[i] !== 0 && many[i] !== few[i])).toEqual([])
    }
  })
})

test('files go to the older and the better paid, as the slopes say', () => {
  const world = founded(size(20_000, 2), lively, coverage(0.6))
  const { consumers: c } = world
  // Log-odds of a file are a_c + 0.5 per ten years + 0.5 p: fit by two groups that differ by twenty years.
  const share = (from: number, to: number): number => {
    const group = Array.from(c.file.keys()).filter((i) => -c.birthTick[i] >= from && -c.birthTick[i] < to)
    return group.filter((i) => c.file[i] !== 0).length / group.length
  }
  const logit = (p: number): number => Math.log(p / (1 - p))
  const gap = logit(share(240, 300)) - logit(share(24, 84))
  // Eighteen years apart: 0.9, less a little for averaging over incomes; standard error .06.
  expect(Math.abs(gap - 0.9)).toBeLessThan(0.3)
})

/** Columns that no policy may touch. */
const EXOGENOUS = [
  'persistent',
  'risk',
  'priceSensitivity',
  'fileThreshold',
  'birthTick',
  'exitTick',
  'taste',
  'generation',
  'unemployed',
  'scorable',
  'holdoutGroup',
] as const

const ARMS: readonly { name: string; a: Recipe; b: Recipe }[] = [
  { name: 'coverage .5 and .9', a: coverage(0.5), b: coverage(0.9) },
  { name: 'differentiation 0 and 1', a: differentiation(0), b: differentiation(1) },
  {
    name: 'a dated change of coverage and none',
    a: coverage(0.5),
    b: (draft) => {
      coverage(0.5)(draft)
      dated({ month: 5, set: { 'credit.coverage': 0.8 } })(draft)
    },
  },
  {
    name: 'generous and strict lenders',
    a: ({ pricing }) => {
      pricing.aprCap = 0.36
    },
    b: ({ pricing }) => {
      pricing.aprCap = 0.05
    },
  },
]

describe.each(ARMS)('arms: $name', ({ a, b }) => {
  test('people are the same, month by month', () => {
    const worlds = [a, b].map((recipe) => founded(size(CONSUMERS, 8), lively, horizon(4, 26), recipe))
    for (let month = 0; month < 30; month++) {
      for (const column of EXOGENOUS) {
        const same = worlds[0].consumers[column].every((value, k) => value === worlds[1].consumers[column][k])
        expect(same, `${column} in month ${month}`).toBe(true)
      }
      for (const world of worlds) live(world, 1)
    }
  })

  test('recorded exogenous columns are the same, and outcomes are not', () => {
    const [one, other] = [a, b].map((recipe) =>
      runScenario(scenarioWith(size(CONSUMERS, 8), lively, horizon(4, 26), recipe)),
    )
    const column = (tables: readonly Table[], table: string, name: string) =>
      tables.find((candidate) => candidate.name === table)!.columns.find((candidate) => candidate.name === name)!.values
    for (const name of ['income', 'unemployed', 'illiquidSaving', 'needs', 'births', 'consumers']) {
      expect(column(one.tables, 'months', name)).toEqual(column(other.tables, 'months', name))
    }
    for (const name of ['potential', 'potentialYuan', 'purpose', 'amountBand', 'ageBand']) {
      expect(column(one.tables, 'niches', name)).toEqual(column(other.tables, 'niches', name))
    }
    for (const name of ['personMonths', 'income', 'illiquidSaving']) {
      expect(column(one.tables, 'ages', name)).toEqual(column(other.tables, 'ages', name))
    }
    expect(one.digest).not.toBe(other.digest)
    expect(column(one.tables, 'months', 'loans')).not.toEqual(column(other.tables, 'months', 'loans'))
  })
})

test('files stay nested and never lapse, also after dated changes', () => {
  const steps = [
    { month: 3, set: { 'credit.coverage': 0.6 } },
    { month: 9, set: { 'credit.coverage': 0.85 } },
    { month: 15, set: { 'credit.coverage': 0.3 } },
  ]
  const [low, high, changing] = [
    founded(size(CONSUMERS, 5), lively, horizon(0, 24), coverage(0.5)),
    founded(size(CONSUMERS, 5), lively, horizon(0, 24), coverage(0.9)),
    founded(size(CONSUMERS, 5), lively, horizon(0, 24), coverage(0.5), dated(...steps)),
  ]
  const kept = new Uint8Array(CONSUMERS)
  const kin = new Uint8Array(CONSUMERS)
  for (let month = 0; month < 24; month++) {
    for (const world of [low, high, changing]) live(world, 1)
    const wrong: number[] = []
    for (let i = 0; i < CONSUMERS; i++) {
      const [few, some, many] = [low, changing, high].map((world) => world.consumers.file[i])
      if (few !== 0 && ((month < 15 && some !== few) || many !== few)) wrong.push(i)
      if (some !== 0 && many !== some) wrong.push(i)
      if (kept[i] !== 0 && kin[i] === changing.consumers.generation[i] && some !== kept[i]) wrong.push(i)
      kept[i] = some
      kin[i] = changing.consumers.generation[i]
    }
    expect(wrong, `month ${month}`).toEqual([])
    // A dated change solves again for everybody alive; exact then but for the month's newborn, who come after.
    const share = filed(changing).length / CONSUMERS
    if (month === 3) expect(Math.abs(share - 0.6)).toBeLessThan(0.02)
    if (month === 9) expect(Math.abs(share - 0.85)).toBeLessThan(0.02)
    if (month >= 15) expect(share).toBeGreaterThan(0.6)
  }
})

test('one person’s luck does not depend on how many others there are', () => {
  const [few, many] = [founded(size(200, 3), lively), founded(size(CHUNK + 200, 3), lively)]
  for (const column of ['persistent', 'risk', 'fileThreshold', 'birthTick', 'exitTick', 'unemployed'] as const) {
    expect(Array.from(many.consumers[column].slice(0, 200))).toEqual(Array.from(few.consumers[column]))
  }
})
