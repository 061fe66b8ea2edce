import { produce } from 'immer'
import { expect, test } from 'vitest'
import { LENDER_CLASSES } from '../../src/base/vocabulary.ts'
import { capOn } from '../../src/market/mechanisms/regulation/rules.ts'
import { aprDistribution, binnedQuantile } from '../../src/measures/aprs.ts'
import { rankNiches } from '../../src/measures/long-tail.ts'
import { ageBandIndex, aprCaps, reportedCaps } from '../../src/measures/measured-scenario.ts'
import { ageMix, purposeMix } from '../../src/measures/mixes.ts'
import { monthlyRates } from '../../src/measures/monthly-rates.ts'
import { AGES, APRS, GROUPS, MONTHS, VINTAGES } from '../../src/measures/records.ts'
import { tableNamed } from '../../src/measures/rows.ts'
import { servedByGroup } from '../../src/measures/served.ts'
import { vintageCurves } from '../../src/measures/vintages.ts'
import { DEFAULT_SCENARIO } from '../../src/scenarios/parameters.ts'
import { type Row, syntheticRecord, syntheticScenario, tableOf } from '../fixtures/synthetic-record.ts'

test('a table that is not there is named', () => {
  expect(() => tableNamed([], 'months')).toThrow('no table months')
})

test('rates of a month are ratios of its sums; ROA needs twelve months', () => {
  const rows = Array.from({ length: 12 }, (_, k) => ({
    month: k - 2,
    balance: 1000,
    past30: 50,
    past60: 30,
    past90: 20,
    npl: 10,
    netIncome: 1,
    applications: 10,
    approvals: 3,
    chargedOff: 5,
  }))
  const rates = monthlyRates([tableOf(MONTHS, rows)], syntheticScenario())
  expect(rates).toHaveLength(12)
  expect(rates[0]).toMatchObject({
    month: -2,
    late1: 0.05,
    late31: 0.03,
    late61: 0.02,
    late90: 0.01,
    approvalRate: 0.3,
  })
  expect(rates[10].roa).toBeNaN()
  expect(rates[11].roa).toBeCloseTo(0.012, 14)
  // Nothing was lent, so there is no price.
  expect(rates[0].meanApr).toBeNaN()
})

test('quantiles of bins spread weight evenly inside a bin and pool equal bins', () => {
  expect(binnedQuantile([0, 0.1], [1, 1], 0.1, 0.5)).toBeCloseTo(0.1, 14)
  expect(binnedQuantile([0.1, 0], [2, 2], 0.1, 0.25)).toBeCloseTo(0.05, 14)
  expect(binnedQuantile([0, 0, 0.1], [1, 1, 2], 0.1, 0.25)).toBeCloseTo(0.05, 14)
  expect(binnedQuantile([0], [0], 0.1, 0.5)).toBeNaN()
})

test('prices near the cap, inside the published range, in its upper half', () => {
  const bin = (aprFrom: number, originated: number, nearCap = 0): Row => ({ aprFrom, originated, nearCap })
  const table = tableOf(APRS, [
    bin(0.035, 5),
    bin(0.04, 10),
    bin(0.14, 20),
    // Part of it lent under another cap.
    bin(0.23, 30, 12),
    bin(0.24, 35, 35),
    bin(0.245, 100, 100),
  ])
  const found = aprDistribution([table])
  expect(found.nearCap).toBeCloseTo(147 / 200, 14)
  expect(found.inRange).toBeCloseTo(95 / 200, 14)
  expect(found.upperHalf).toBeCloseTo(185 / 200, 14)
})

test('each class has the lowest of the caps that bind it, from the month in which each comes', () => {
  const scenario = syntheticScenario({
    horizon: { burnIn: 12, months: 24 },
    pricing: { aprCap: 0.5 },
    regulation: { aprCap: 3, licensedCap: 0.45, privateCap: 3 },
    timeline: [
      { month: 6, set: { 'regulation.privateCap': 0.154, 'regulation.licensedCap': 0.24 } },
      { month: 12, set: { 'regulation.privateCap': 0.2 } },
      // Told before an earlier change; of two in one month the last stands.
      { month: -4, set: { 'regulation.aprCap': 0.3 } },
      { month: -4, set: { 'regulation.aprCap': 0.36 } },
      { month: 18, set: { 'pricing.aprCap': 0.18, 'choice.loyalty': 0.1 } },
      // Above what the market keeps to: nothing changes.
      { month: 20, set: { 'regulation.aprCap': 0.24 } },
    ],
  })
  const licensed = [
    { from: -12, until: -4, cap: 0.45 },
    { from: -4, until: 6, cap: 0.36 },
    { from: 6, until: 18, cap: 0.24 },
    { from: 18, until: 24, cap: 0.18 },
  ]
  expect(aprCaps(scenario, 'licensed')).toEqual(licensed)
  expect(aprCaps(scenario, 'bank')).toEqual(licensed)
  expect(aprCaps(scenario, 'platform')).toEqual([
    { from: -12, until: -4, cap: 0.5 },
    { from: -4, until: 6, cap: 0.36 },
    { from: 6, until: 12, cap: 0.154 },
    { from: 12, until: 18, cap: 0.2 },
    { from: 18, until: 24, cap: 0.18 },
  ])
  expect(reportedCaps(scenario, 'licensed')).toEqual(licensed.slice(1))
})

test('measures and the engine agree on the cap of every kind of lender', () => {
  const scenario = produce(DEFAULT_SCENARIO, (draft) => {
    draft.pricing.aprCap = 0.4
    Object.assign(draft.regulation, { aprCap: 0.36, licensedCap: 0.24, privateCap: 0.154 })
  })
  for (const of of LENDER_CLASSES)
    expect([of, reportedCaps(scenario, of).map(({ cap }) => cap)]).toEqual([of, [capOn(scenario, { class: of })]])
})

test('reach, denials and prices of a group are ratios of sums over the reported window', () => {
  const row = (month: number, served: number, granted: number, meanApr: number): object => ({
    month,
    grouping: 'file',
    group: 'none',
    demanded: 10,
    served,
    applications: 20,
    denied: 15,
    requested: 200,
    granted,
    meanApr,
    chargedOff: 2,
  })
  const [found] = servedByGroup([
    tableOf(GROUPS, [row(-1, 10, 1, 9), row(0, 4, 100, 0.1), row(1, 2, 300, 0.2)] as never),
  ])
  expect(found).toMatchObject({ demanded: 20, served: 6, servedShare: 0.3, denialRate: 0.75, grantedShare: 1 })
  expect(found.meanApr).toBeCloseTo(0.175, 14)
  expect(found.lossShare).toBe(0.01)
})

test('ages fall into the half-open bands of Table 4', () => {
  expect([18, 19, 20, 29, 30, 49, 50, 79].map(ageBandIndex)).toEqual([0, 0, 1, 1, 2, 3, 4, 4])
  const table = tableOf(AGES, [
    { age: 18, personMonths: 10, borrowerMonths: 0 },
    { age: 25, personMonths: 30, borrowerMonths: 9 },
    { age: 60, personMonths: 10, borrowerMonths: 1 },
  ])
  const mix = ageMix([table], syntheticScenario())
  const share = (group: string, of: string): number | undefined =>
    mix.find((row) => row.group === group && row.of === of)?.share
  expect(share('<20', 'consumers')).toBe(0.2)
  expect(share('20-30', 'borrowers')).toBe(0.9)
  expect(share('>=50', 'table')).toBeCloseTo(0.028, 14)
})

test('shares of purposes add up to one in each kind', () => {
  const mix = purposeMix(rankNiches(syntheticRecord()), syntheticScenario())
  for (const kind of ['table', 'needs', 'demanded', 'served', 'servedYuan']) {
    const shares = mix.filter(({ of }) => of === kind).map(({ share }) => share)
    expect(shares).toHaveLength(6)
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12)
  }
})

test('vintage curves pool six months and end where the youngest has been seen', () => {
  const rows = Array.from({ length: 10 }, (_, vintage) =>
    Array.from({ length: 10 - vintage }, (__, age) => ({
      vintage,
      age,
      originated: 100,
      defaulted: age === 2 ? 7 : 0,
      chargedOff: age === 3 ? 5 : 0,
    })),
  ).flat()
  const points = vintageCurves(
    [tableOf(VINTAGES, [{ vintage: -1, age: 0, originated: 1e9, defaulted: 1e9 }, ...rows])],
    9,
  )
  const first = points.filter(({ from }) => from === 0)
  expect(first.map(({ age }) => age)).toEqual([0, 1, 2, 3, 4])
  expect(first.map(({ defaulted }) => defaulted)).toEqual([0, 0, 0.07, 0.07, 0.07])
  expect(first[4].chargedOff).toBe(0.05)
  const second = points.filter(({ from }) => from === 6)
  expect(second).toHaveLength(1)
  expect(second[0]).toMatchObject({ from: 6, to: 9, age: 0 })
})
