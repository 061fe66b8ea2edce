/** Measures of reach on tables made by hand: known answers. */
import { expect, test } from 'vitest'
import { buildTable } from '../../src/base/build-table.ts'
import type { Table, TableSpec } from '../../src/base/table.ts'
import { FATES } from '../../src/base/vocabulary.ts'
import { reachable, reachOf } from '../../src/measures/fates.ts'
import { APPLICANT_SCORES, RISK_PRICES } from '../../src/measures/records.ts'
import { applicantAuc, pricePremium } from '../../src/measures/risk-prices.ts'

const tableOf = (spec: TableSpec, rows: readonly (readonly (string | number)[])[]): Table => buildTable(spec, rows)

test('the premium compares within bins of true risk, weighted by what the unknown borrow', () => {
  const table = tableOf(RISK_PRICES, [
    // file, risk from, loans, originated, mean APR
    ['none', -1, 3, 1000, 0.2],
    ['none', 0, 3, 3000, 0.22],
    // Nobody with a scored file is as risky: left out.
    ['none', 2, 9, 90_000, 0.24],
    ['scored', -1, 5, 1, 0.14],
    ['scored', 0, 5, 9999, 0.2],
    ['scored', 1, 5, 50_000, 0.23],
  ])
  // (1000 × .06 + 3000 × .02) / 4000; means alone would compare .22 with the .2 of safer people.
  expect(pricePremium([table], 'none')).toBeCloseTo(0.03, 14)
  expect(pricePremium([table], 'unscored')).toBeNaN()
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
