/**
 * Case 8: at a constant hazard h of distress that nobody leaves and in which nobody pays, a loan k instalments old has
 * never missed with chance (1 − h)^k, is d months late with h (1 − h)^(k−d), and was written off with 1 − (1 − h)^(k−6).
 */
import { expect, test } from 'vitest'
import { LOAN_SLOTS } from '../../src/agents/consumers.ts'
import { logistic } from '../../src/base/math.ts'
import type { World } from '../../src/market/world.ts'
import {
  constantHazard,
  everybodyApproved,
  everybodyLivesOn,
  fixedMargins,
  flatIncome,
  founded,
  fullAwareness,
  horizon,
  live,
  needsOf,
  noBuffer,
  noIncomeShocks,
  noPromotion,
  roster,
  scoreLimit,
  size,
} from './market.ts'

const LOG_ODDS = -4
const h = logistic(LOG_ODDS)
const TERM = 240
const MONTHS = 40
const AMOUNT = 500_000

/** Most people take one long loan in the first month, and nobody borrows afterwards. */
const longLoans = (consumers: number, seed: number): World =>
  constantHazard(size(consumers, seed), { logOdds: LOG_ODDS, months: MONTHS, termMonths: TERM }, (draft) => {
    draft.repayment.lossGivenDefault = 0.8
  })

/** Balance over principal of a level loan after k payments. */
function performing(k: number, rate: number): number {
  return ((1 + rate) ** TERM - (1 + rate) ** k) / ((1 + rate) ** TERM - 1)
}

test('survival, arrears, charge-offs and the non-performing ratio follow the closed forms', () => {
  const world = longLoans(20_000, 5)
  const { consumers: c } = world
  live(world, 1)
  // Those who live on to the end, so that deaths do not enter.
  const people = Array.from({ length: c.count }, (_, i) => i).filter((i) => c.loanCount[i] === 1 && c.exitTick[i] > 50)
  expect(people.length).toBeGreaterThan(15_000)
  expect(new Set(people.map((i) => c.loanAprBp[i * LOAN_SLOTS])).size).toBe(1)
  expect(new Set(people.map((i) => c.loanRemaining[i * LOAN_SLOTS]))).toEqual(new Set([TERM]))
  const rate = c.loanAprBp[people[0] * LOAN_SLOTS] / 120_000
  const principal = people.map((i) => c.loanPrincipalFen[i * LOAN_SLOTS])
  for (const fen of principal) expect(Math.abs(fen - AMOUNT)).toBeLessThan(5)
  const limit = scoreLimit(MONTHS * 8)
  let writtenOff = 0
  let k = 0
  live(world, MONTHS, () => {
    k++
    const count = new Float64Array(8)
    const balance = new Float64Array(8)
    for (const i of people) {
      const bucket = c.loanCount[i] === 0 ? 7 : c.loanOverdue[i * LOAN_SLOTS]
      count[bucket]++
      if (bucket < 7) balance[bucket] += c.loanBalanceFen[i * LOAN_SLOTS]
    }
    const chance = Array.from({ length: 8 }, (_, late) => {
      if (late === 0) return (1 - h) ** k
      if (late === 7) return k < 7 ? 0 : 1 - (1 - h) ** (k - 6)
      return k < late ? 0 : h * (1 - h) ** (k - late)
    })
    expect(chance.reduce((sum, p) => sum + p)).toBeCloseTo(1, 12)
    chance.forEach((p, bucket) => {
      const expected = people.length * p
      if (p === 0) expect(count[bucket]).toBe(0)
      else expect(Math.abs(count[bucket] - expected) / Math.sqrt(expected * (1 - p) + 1e-9)).toBeLessThan(limit)
    })
    // Interest accrues for the first four missed months (up to 90 days) and never after.
    for (let late = 0; late < 7; late++) {
      if (count[late] === 0) continue
      const each = late === 0 ? performing(k, rate) : performing(k - late, rate) * (1 + rate) ** Math.min(late, 4)
      expect(Math.abs(balance[late] / count[late] / AMOUNT / each - 1)).toBeLessThan(2e-4)
    }
    const npl = (balance[4] + balance[5] + balance[6]) / balance.reduce((sum, fen) => sum + fen)
    if (k >= 10) {
      let [bad, all] = [0, 0]
      chance.slice(0, 7).forEach((p, late) => {
        const each = late === 0 ? performing(k, rate) : performing(k - late, rate) * (1 + rate) ** Math.min(late, 4)
        all += p * each
        if (late >= 4) bad += p * each
      })
      const error = Math.sqrt((chance[4] + chance[5] + chance[6]) / people.length)
      expect(Math.abs(npl - bad / all) / error).toBeLessThan(limit)
    }
    writtenOff = count[7]
  })
  expect(writtenOff).toBeGreaterThan(6000)
})

test('the month’s books show the same arrears, and charge-offs are sold at 1 − LGD', () => {
  const world = longLoans(2000, 6)
  const { consumers: c, tally } = world
  let chargedOff = 0
  live(world, 30, () => {
    const bucket = new Float64Array(8)
    for (let i = 0; i < c.count; i++) {
      for (let slot = 0; slot < c.loanCount[i]; slot++) {
        bucket[c.loanOverdue[i * LOAN_SLOTS + slot]] += c.loanBalanceFen[i * LOAN_SLOTS + slot]
      }
    }
    const { current, past30, past60, past90, npl, chargedOffFen, recoveredFen, loans } = tally.market
    expect([current, past30, past60, past90]).toEqual([bucket[0], bucket[1], bucket[2], bucket[3]])
    expect(npl).toBe(bucket[4] + bucket[5] + bucket[6])
    expect(bucket[7]).toBe(0)
    // One fen of rounding for each claim sold.
    expect(Math.abs(recoveredFen - 0.2 * chargedOffFen)).toBeLessThan(200)
    chargedOff += chargedOffFen
    if (world.tick > 0) expect(loans).toBe(0)
  })
  expect(chargedOff).toBeGreaterThan(100 * AMOUNT)
})

test('distress comes with chance Λ(z) and goes with 1 − persistence', () => {
  const persistence = 0.8
  const world = founded(
    size(20_000, 8),
    everybodyLivesOn,
    noIncomeShocks,
    flatIncome,
    noBuffer,
    fullAwareness,
    everybodyApproved,
    noPromotion,
    fixedMargins,
    needsOf(5000, 0, 2),
    roster({ products: ['ecommerce'] }),
    horizon(0, 30),
    (draft) => {
      draft.choice.borrowing = 20
      draft.income.medianAtPeak = 20_000
      Object.assign(draft.repayment, { distressPersistence: persistence, meanDistress: -4.25, distressSd: 0 })
      // Everybody pays, so loans and the distress of debtors go on.
      draft.repayment.willingness = 1000
    },
  )
  const { consumers: c } = world
  const before = new Uint8Array(c.count)
  let [exits, months, entries, free] = [0, 0, 0, 0]
  live(world, 20, () => {
    for (let i = 0; i < c.count; i++) {
      const indebted = c.loanCount[i] > 0 && c.loanTick[i * LOAN_SLOTS] < world.tick && c.birthTick[i] < world.tick
      if (indebted) {
        if (before[i] === 1) {
          months++
          if (c.distress[i] === 0) exits++
        } else {
          free++
          if (c.distress[i] === 1) entries++
        }
      }
      before[i] = c.distress[i]
    }
  })
  const chance = logistic(-4.25)
  expect(entries).toBeGreaterThan(2000)
  expect(Math.abs(entries - free * chance) / Math.sqrt(free * chance * (1 - chance))).toBeLessThan(scoreLimit(2))
  const leave = 1 - persistence
  expect(Math.abs(exits - months * leave) / Math.sqrt(months * leave * persistence)).toBeLessThan(scoreLimit(2))
})
