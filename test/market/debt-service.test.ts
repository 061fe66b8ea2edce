/** What a willing debtor pays: known answers by cash, arrears and instalments left. */
import { expect, test } from 'vitest'
import { payment } from '../../src/market/debt-service.ts'
import { founded, size } from '../verification/market.ts'

const INSTALMENT = 1000
/** The balance of a contract of 12 instalments in its fifth month, interest in it: the last instalment is smaller. */
const [REMAINING, BALANCE] = [8, 7900]

const CASES = [
  // Cash, instalments past due, instalments left, balance, in distress → instalments paid, fen paid, past due afterwards.
  { cash: 1e6, overdue: 0, pays: [1, 1000, 0] },
  { cash: 1000, overdue: 0, pays: [1, 1000, 0] },
  { cash: 999, overdue: 0, pays: [0, 0, 1] },
  { cash: 0, overdue: 2, pays: [0, 0, 3] },
  // Arrears: all that cash allows, at once.
  { cash: 1e6, overdue: 2, pays: [3, 3000, 0] },
  { cash: 2999, overdue: 2, pays: [2, 2000, 1] },
  { cash: 1000, overdue: 2, pays: [1, 1000, 2] },
  // In distress: one instalment at most, so that arrears stay.
  { cash: 1e6, overdue: 2, distress: true, pays: [1, 1000, 2] },
  { cash: 1e6, overdue: 0, distress: true, pays: [1, 1000, 0] },
  { cash: 999, overdue: 2, distress: true, pays: [0, 0, 3] },
  // The last instalment is the whole balance, and nobody pays a part of it.
  { cash: 1e6, overdue: 0, remaining: 1, balance: 950, pays: [1, 950, 0] },
  { cash: 950, overdue: 0, remaining: 1, balance: 950, pays: [1, 950, 0] },
  { cash: 949, overdue: 0, remaining: 1, balance: 950, pays: [0, 0, 1] },
  { cash: 1040, overdue: 0, remaining: 1, balance: 1050, pays: [0, 0, 1] },
  { cash: 1050, overdue: 0, remaining: 1, balance: 1050, pays: [1, 1050, 0] },
  // More past due than instalments are left: interest on arrears makes the balance larger than the instalments.
  { cash: 1e6, overdue: 5, remaining: 3, balance: 3200, pays: [3, 3200, 3] },
  { cash: 3100, overdue: 5, remaining: 3, balance: 3200, pays: [2, 2000, 4] },
  // Enough for all that is left.
  { cash: 1e6, overdue: 1, remaining: 2, balance: 1900, pays: [2, 1900, 0] },
  { cash: 1e6, overdue: 1, remaining: 2, balance: 1900, distress: true, pays: [1, 1000, 1] },
]

test.each(CASES)('%o', ({ cash, overdue, remaining = REMAINING, balance = BALANCE, distress = false, pays }) => {
  const { consumers: c } = founded(size(4, 1))
  const [consumer, at] = [2, 9]
  c.savingsFen[consumer] = cash
  c.loanInstalmentFen[at] = INSTALMENT
  c.loanRemaining[at] = remaining
  c.loanOverdue[at] = overdue
  const paid = payment(c, consumer, at, balance, distress)
  expect([remaining - c.loanRemaining[at], paid, c.loanOverdue[at]]).toEqual(pays)
})
