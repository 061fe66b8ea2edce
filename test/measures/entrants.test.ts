import { expect, test } from 'vitest'
import { entrants, LAUNCH_MONTHS } from '../../src/measures/entrants.ts'
import { fraudCost } from '../../src/measures/fraud.ts'
import { LENDERS, MONTHS } from '../../src/measures/records.ts'
import { tableOf } from '../fixtures/synthetic-record.ts'

const months = (last: number) =>
  tableOf(
    MONTHS,
    Array.from({ length: last + 2 }, (_, k) => ({ month: k - 1, consumers: 100 })),
  )
/** Months from `opened` to `last`; each wins two customers, at 30 yuan of acquisition and 10 of promotion. */
const life = (lender: string, opened: number, last: number) =>
  Array.from({ length: last - opened + 1 }, (_, k) => ({
    ...{ month: opened + k, lender, class: 'platform', newCustomers: 2, acquisitionCost: 30, promotionCost: 10 },
    // It loses in its launch, and earns 1 a month on loans of 100 after it.
    ...{ netIncome: k < LAUNCH_MONTHS ? -3 : 1, loans: 100, customersLoans: 4, repeatLoans: k < LAUNCH_MONTHS ? 0 : 3 },
  }))

test('an entrant is followed from its launch: 24 months, and then what stays', () => {
  const lenders = tableOf(LENDERS, [...life('L01', -1, 35), ...life('L02', 6, 35)])
  expect(entrants([months(35), lenders])).toEqual({
    users: (2 * 24) / 100,
    costPerUser: 20,
    retention: 3 / 4,
    roa: 12 / 100,
    // 24 months at −3 and six at 1, over 60 customers.
    profitPerUser: (-72 + 6) / 60,
  })
})

test('who was there before, came too late or is not there at all tells nothing', () => {
  const early = life('L01', -1, 35)
  for (const rows of [early, [...early, ...life('L02', 20, 35)]]) {
    expect(Object.values(entrants([months(35), tableOf(LENDERS, rows)]))).toEqual([NaN, NaN, NaN, NaN, NaN])
  }
})

test('honest applications refused cost what such a loan leaves', () => {
  const lenders = tableOf(LENDERS, [{ month: 0, interest: 900, fundingCost: 300, creditCost: 200 }])
  const table = (falseExclusions: number) =>
    tableOf(MONTHS, [
      {
        ...{ month: 0, consumers: 60, fraudLoss: 50, falseExclusions, approvals: 40, applications: 80 },
        originated: 9000,
        loans: 20,
      },
    ])
  // Half of them would have been approved, at 400 / 20 yuan a loan.
  expect(fraudCost([table(0), lenders])).toBeCloseTo((12 * 50) / 60, 12)
  expect(fraudCost([table(5), lenders])).toBeCloseTo((12 * (50 + 5 * 0.5 * 20)) / 60, 12)
})
