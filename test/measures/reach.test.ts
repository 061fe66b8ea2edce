/** Measures of reach on tables made by hand: known answers. */
import { expect, test } from 'vitest'
import { buildTable } from '../../src/base/build-table.ts'
import type { Table, TableSpec } from '../../src/base/table.ts'
import { FATES } from '../../src/base/vocabulary.ts'
import { reachable, reachOf } from '../../src/measures/fates.ts'
import type { MeasuredScenario } from '../../src/measures/measured-scenario.ts'
import { APPLICANT_SCORES, NICHE_FATES, RISK_PRICES } from '../../src/measures/records.ts'
import { measureNamed } from '../../src/measures/registry.ts'
import { applicantAuc, pricePremium } from '../../src/measures/risk-prices.ts'

const tableOf = (spec: TableSpec, rows: readonly (readonly (string | number)[])[]): Table => buildTable(spec, rows)

const hasFile =
  (state: string) =>
  (file: string): boolean =>
    file === state
const wouldBe =
  (...bands: string[]) =>
  (_: string, band: string): boolean =>
    bands.includes(band)

test('the premium compares within bins of true risk, weighted by what the unknown borrow', () => {
  const table = tableOf(RISK_PRICES, [
    // file, coverage that would give one, risk from, loans, originated, mean APR
    ['none', '0.9', -1, 3, 1000, 0.2],
    ['none', '1', 0, 3, 3000, 0.22],
    // Nobody with a scored file is as risky: left out.
    ['none', '1', 2, 9, 90_000, 0.24],
    ['scored', '0.5', -1, 5, 1, 0.14],
    ['scored', '0.5', 0, 5, 4999, 0.2],
    ['scored', '0.727', 0, 5, 5000, 0.2],
    ['scored', '0.727', 1, 5, 50_000, 0.23],
  ])
  // (1000 × .06 + 3000 × .02) / 4000; means alone would compare .22 with the .2 of safer people.
  expect(pricePremium([table], hasFile('none'), hasFile('scored'))).toBeCloseTo(0.03, 14)
  expect(pricePremium([table], hasFile('unscored'), hasFile('scored'))).toBeNaN()
  // By the coverage that would give a file, whatever file there is: (1000 × .06 + 5000 × 0) / 6000.
  expect(pricePremium([table], wouldBe('0.727', '0.9'), wouldBe('0.5'))).toBeCloseTo(0.01, 14)
})

test('prices, losses and reach by group are those of the groups of their key', () => {
  const fates = (purpose: string, fundable: number, counts: Partial<Record<(typeof FATES)[number], number>>) => [
    purpose,
    '<1k',
    '<20',
    fundable,
    99,
    ...FATES.map((fate) => counts[fate] ?? 0),
    5,
  ]
  const tables = [
    tableOf(NICHE_FATES, [
      fates('rent', 1, { served: 3, servedPart: 1, noneEligible: 4, refusedCap: 2, selfFunded: 50 }),
      fates('rent', 0, { served: 100 }),
      fates('travel', 1, { noneEligible: 7 }),
    ]),
  ]
  const run = { tables, scenario: {} as MeasuredScenario }
  const value = (key: string): number => measureNamed(key).total!(run)
  expect(value('reached.purpose.rent')).toBeCloseTo(0.4, 14)
  expect(value('noneEligible.rent')).toBeCloseTo(0.4, 14)
  expect(value('reached.purpose.travel')).toBe(0)
  expect(value('noneEligible.travel')).toBe(1)
  expect(value('reached.purpose.other')).toBeNaN()
})

test('the AUC of applicants weighs every pair by the true chances', () => {
  const table = tableOf(APPLICANT_SCORES, [
    // knowledge, file, score from, applications, expected defaults
    ['bureau', 'scored', -5, 10, 1],
    ['platform', 'none', -3, 10, 4],
  ])
  // Good: 9 below, 6 above; bad: 1 below, 4 above. Concordant 9 × 4, ties half of 9 × 1 and 6 × 4, of 15 × 5 pairs.
  expect(applicantAuc([table], 'all')).toBeCloseTo((36 + 4.5 + 12) / 75, 14)
  expect(applicantAuc([table], 'bureau')).toBeCloseTo(0.5, 14)
})

test('reach leaves out what never came to the market, and what is still pending', () => {
  const counts = { ...Object.fromEntries(FATES.map((fate) => [fate, 1])), open: 7, served: 8 } as Parameters<
    typeof reachOf
  >[0]
  // 18 fates, one of them 8 times, four apart.
  expect(reachable(counts)).toBe(18 + 7 - 4)
  expect(reachOf(counts)).toBeCloseTo(9 / 21, 14)
})
