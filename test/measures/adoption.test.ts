import { expect, test } from 'vitest'
import { adoptionByClass, retention } from '../../src/measures/adoption.ts'
import { ADOPTION, LENDERS, MONTHS } from '../../src/measures/records.ts'
import { tableOf } from '../fixtures/synthetic-record.ts'

test('adoption is the share of those alive in the month, awareness the mean over the lenders of the class', () => {
  const tables = [
    tableOf(MONTHS, [
      { month: -1, consumers: 200 },
      { month: 0, consumers: 100 },
    ]),
    tableOf(LENDERS, [
      { month: -1, class: 'bank', awareness: 0.25 },
      { month: 0, class: 'bank', awareness: 0.25 },
      { month: 0, class: 'platform', awareness: 0.75 },
      { month: 0, class: 'bank', awareness: 0.75 },
    ]),
    tableOf(ADOPTION, [
      { month: -1, class: 'bank', adopters: 10 },
      { month: 0, class: 'bank', adopters: 20 },
      { month: 0, class: 'platform', adopters: 0 },
      { month: 0, class: 'p2p', adopters: 0 },
    ]),
  ]
  expect(adoptionByClass(tables)).toEqual([
    { month: -1, class: 'bank', aware: 0.25, adopted: 0.05 },
    { month: 0, class: 'bank', aware: 0.5, adopted: 0.2 },
    { month: 0, class: 'platform', aware: 0.75, adopted: 0 },
  ])
})

test('retention counts reported months only, and months without customers have no satisfaction', () => {
  const months = tableOf(MONTHS, [
    {
      month: -1,
      consumers: 10,
      adopters: 9,
      customersLoans: 100,
      repeatLoans: 100,
      newCustomers: 100,
      satisfaction: 1,
    },
    { month: 0, consumers: 10, adopters: 2, satisfaction: NaN },
    {
      month: 1,
      consumers: 10,
      adopters: 4,
      customersLoans: 8,
      repeatLoans: 6,
      newCustomers: 5,
      newByWordOfMouth: 1,
      newByReferral: 2,
      satisfaction: 0.25,
    },
  ])
  const lenders = tableOf(LENDERS, [
    { month: -1, awareness: 1 },
    { month: 0, awareness: 0.25 },
    { month: 1, awareness: 0.75 },
  ])
  expect(retention([months, lenders])).toEqual({
    adopted: 0.4,
    repeatShare: 0.75,
    heardShare: 0.6,
    referredShare: 0.4,
    satisfaction: 0.25,
    awareness: 0.5,
  })
})
