import { expect, test } from 'vitest'
import { promotionByMonth, promotionOutcome } from '../../src/measures/promotion.ts'
import { LENDERS, MONTHS } from '../../src/measures/records.ts'
import { tableOf } from '../fixtures/synthetic-record.ts'

const tables = [
  tableOf(MONTHS, [
    { month: -1, promotionCost: 50, promotedNext: 4, promotedRepeat: 4 },
    { month: 0, promotionCost: 10, promotedNext: 4, promotedRepeat: 1, otherNext: 5, otherRepeat: 4 },
    { month: 1, promotionCost: 0, promotedNext: 2, promotedRepeat: 0, otherNext: 5, otherRepeat: 2 },
  ]),
  tableOf(LENDERS, [
    { month: -1, interest: 50 },
    { month: 0, interest: 30, feeIncome: 10 },
    { month: 0, interest: 50 },
    { month: 1, interest: 100 },
  ]),
]

test('cost is a share of what would have been earned without it; kept shares are of a year to date', () => {
  const [before, first, second] = promotionByMonth(tables)
  expect(before).toEqual({ month: -1, costShare: 0.5, promotedKept: 1, otherKept: NaN })
  expect(first).toEqual({ month: 0, costShare: 0.1, promotedKept: 5 / 8, otherKept: 0.8 })
  expect(second).toEqual({ month: 1, costShare: 0, promotedKept: 0.5, otherKept: 0.6 })
})

test('outcomes count reported months only', () => {
  expect(promotionOutcome(tables)).toEqual({ costShare: 0.05, promotedKept: 1 / 6, otherKept: 0.6 })
})
