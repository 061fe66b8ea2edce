import { expect, test } from 'vitest'
import { burdenQuantiles, lendersPerBorrower } from '../../src/measures/borrowing.ts'
import { DEBT_SERVICE, MULTI_LENDER } from '../../src/measures/records.ts'
import { tableOf } from '../fixtures/synthetic-record.ts'

test('shares by number of lenders are of the age group, in reported months', () => {
  const rows = [-1, 0, 1].flatMap((month) =>
    [1, 2, 3, 4].map((lenders) => ({ month, ageGroup: 'under30', lenders, borrowers: month < 0 ? 99 : 5 - lenders })),
  )
  const found = lendersPerBorrower([tableOf(MULTI_LENDER, rows)])
  expect(found.slice(0, 4).map(({ share }) => share)).toEqual([0.4, 0.3, 0.2, 0.1])
  expect(found.slice(0, 4).map(({ borrowerMonths }) => borrowerMonths)).toEqual([8, 6, 4, 2])
  expect(found[4].share).toBeNaN()
})

test('quantiles are read off the bins, evenly within each', () => {
  const counts = [10, 30, 40, 20]
  const rows = counts.map((borrowerMonths, k) => ({ ageGroup: 'from30', from: k / 4, borrowerMonths }))
  const found = burdenQuantiles([tableOf(DEBT_SERVICE, rows)])
  const at = (group: string, quantile: number): number =>
    found.find((of) => of.ageGroup === group && of.quantile === quantile)!.debtService
  expect(at('from30', 0.1)).toBeCloseTo(0.25, 12)
  expect(at('from30', 0.25)).toBeCloseTo(0.25 + 0.25 * (15 / 30), 12)
  expect(at('from30', 0.5)).toBeCloseTo(0.5 + 0.25 * (10 / 40), 12)
  // The last bin is open: persons in it count at its lower edge.
  expect(at('from30', 0.9)).toBe(0.75)
  expect(at('under30', 0.5)).toBeNaN()
})
