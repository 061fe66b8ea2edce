import { expect, test } from 'vitest'
import { anyFraud, fraudByMonth, fraudOutcome } from '../../src/measures/fraud.ts'
import { MONTHS } from '../../src/measures/records.ts'
import { tableOf } from '../fixtures/synthetic-record.ts'

const month = { applications: 110, fraudAttempts: 10, fraudDetected: 4, falseExclusions: 5, fraudLoss: 2, balance: 400 }
const tables = [
  tableOf(MONTHS, [
    { ...month, month: -1, fraudDetected: 0 },
    { ...month, month: 0 },
  ]),
]

test('rates are of a year to date, outcomes of the reported window', () => {
  expect(fraudByMonth(tables)).toEqual([
    { month: -1, lossRate: 0.06, detected: 0, falseExclusions: 0.05 },
    { month: 0, lossRate: 0.06, detected: 0.2, falseExclusions: 0.05 },
  ])
  expect(fraudOutcome(tables)).toEqual({ lossRate: 0.06, detected: 0.4, falseExclusions: 0.05 })
})

test('a market without fraud has none to find out', () => {
  const none = [tableOf(MONTHS, [{ month: 0, applications: 10, balance: 100 }])]
  expect(anyFraud(none)).toBe(false)
  expect(anyFraud(tables)).toBe(true)
  expect(fraudOutcome(none)).toEqual({ lossRate: 0, detected: NaN, falseExclusions: 0 })
})
