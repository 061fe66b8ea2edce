/** Lines by hand: what may still be drawn, what a statement bears, and what is paid by cash, arrears and distress. */
import { expect, test } from 'vitest'
import { LOAN_SLOTS, REVOLVING } from '../../../../src/agents/consumers.ts'
import {
  addToLine,
  clearsStatement,
  closeLines,
  closeStatement,
  linePayment,
  NO_LINE,
  openAccount,
  openLine,
  rememberLine,
  statementInterestFen,
} from '../../../../src/market/mechanisms/revolving/lines.ts'
import { founded, roster, size } from '../../../verification/market.ts'

const CONSUMER = 2
const AT = CONSUMER * LOAN_SLOTS + 1

/** A consumer with a line of product 1 in the second slot; `transactors` of all pay in full. */
function holder(transactors = 0) {
  const world = founded(size(5), roster({ products: ['rent', 'medical'] }), ({ products }) => {
    Object.assign(products, {
      transactors,
      gradedLimits: 0.1,
      freeMonths: 1,
      minimumPayment: 0.1,
      minimumPaymentFloor: 20,
    })
  })
  const { consumers: c } = world
  c.loanCount[CONSUMER] = 2
  c.loanProduct[AT] = 1
  c.loanFlags[AT] = REVOLVING
  c.loanGrade[AT] = 0x20 | 2
  c.loanBalanceFen[AT] = 100_000
  c.loanPrincipalFen[AT] = 90_000
  c.loanAprBp[AT] = 1200
  c.loanInstalmentFen[AT] = 10_000
  return { world, c }
}

test('what may be drawn is the limit of the grade less what is owed; nothing while anything is past due', () => {
  const { world, c } = holder()
  const limit = Math.floor((world.offers.limitFen[1] * 0.8) / 100) * 100
  expect(openLine(world, CONSUMER, 1)).toBe(limit - 100_000)
  expect(openLine(world, CONSUMER, 0)).toBe(NO_LINE)
  c.loanBalanceFen[AT] = limit
  expect(openLine(world, CONSUMER, 1)).toBe(0)
  c.loanBalanceFen[AT] = limit + 5
  expect(openLine(world, CONSUMER, 1)).toBe(0)
  c.loanOverdue[AT] = 1
  expect(openLine(world, CONSUMER, 1)).toBe(NO_LINE)
  // Paid off: remembered with its grade and rate.
  rememberLine(c, CONSUMER, AT)
  c.loanCount[CONSUMER] = 0
  expect([c.lineGrade[CONSUMER], c.lineProduct[CONSUMER], c.lineAprBp[CONSUMER]]).toEqual([3, 1, 1200])
  expect(openLine(world, CONSUMER, 1)).toBe(limit)
  expect(openLine(world, CONSUMER, 0)).toBe(NO_LINE)
  // No product of this market is a line.
  closeLines(world, 0, 5)
  expect(openLine(world, CONSUMER, 1)).toBe(NO_LINE)
})

test('a statement bears a month’s interest unless it is free or non-performing', () => {
  const { c } = holder()
  expect(statementInterestFen(c, AT, true)).toBe(1000)
  expect(statementInterestFen(c, AT, false)).toBe(0)
  c.loanIntroMonths[AT] = 1
  expect(statementInterestFen(c, AT, true)).toBe(0)
})

test('purchases add to what is owed and to the minimum; a payment takes interest first', () => {
  const { world, c } = holder()
  addToLine(world, AT, 20_000)
  expect([c.loanBalanceFen[AT], c.loanPrincipalFen[AT]]).toEqual([120_000, 110_000])
  expect(c.loanInstalmentFen[AT]).toBe(1200 + 12_000)
  c.loanBalanceFen[AT] = 50_000
  closeStatement(world.scenario, c, AT, true)
  expect([c.loanPrincipalFen[AT], c.loanInstalmentFen[AT]]).toEqual([50_000, 500 + 5000])
  c.loanBalanceFen[AT] = 10_000
  closeStatement(world.scenario, c, AT, true)
  expect(c.loanInstalmentFen[AT]).toBe(2000)
  openAccount(world, CONSUMER, AT)
  expect([c.loanIntroMonths[AT], c.loanIntroPercent[AT], c.loanInstalmentFen[AT]]).toEqual([1, 0, 2000])
})

const CASES = [
  // Cash, months past due, pays in full by habit, in distress → paid, months past due afterwards. The balance is 101,000.
  { cash: 101_000, full: true, pays: [101_000, 0] },
  { cash: 100_999, full: true, pays: [10_000, 0] },
  { cash: 1e6, full: true, distress: true, pays: [10_000, 0] },
  { cash: 1e6, full: true, overdue: 1, pays: [20_000, 0] },
  { cash: 1e6, pays: [10_000, 0] },
  { cash: 10_000, pays: [10_000, 0] },
  { cash: 9999, pays: [0, 1] },
  { cash: 0, overdue: 2, pays: [0, 3] },
  { cash: 29_999, overdue: 2, pays: [20_000, 1] },
  { cash: 1e6, overdue: 2, pays: [30_000, 0] },
  { cash: 1e6, overdue: 2, distress: true, pays: [10_000, 2] },
  { cash: 1e6, overdue: 1, minimum: 60_000, pays: [101_000, 0] },
]

test.each(CASES)('%o', ({ cash, overdue = 0, full = false, distress = false, minimum = 10_000, pays }) => {
  const { world, c } = holder(full ? 1 : 0)
  c.savingsFen[CONSUMER] = cash
  c.loanOverdue[AT] = overdue
  c.loanInstalmentFen[AT] = minimum
  c.distress[CONSUMER] = distress ? 1 : 0
  expect(clearsStatement(world, CONSUMER, AT)).toBe(full && !distress && overdue === 0)
  expect([linePayment(world, CONSUMER, AT, 101_000), c.loanOverdue[AT]]).toEqual(pays)
})
