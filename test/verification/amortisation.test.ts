/** Case 7: loans made and served by the real code close to the fen, and cost what their contract says. */

import { produce } from 'immer'
import { describe, expect, test } from 'vitest'
import { LOAN_SLOTS } from '../../src/agents/consumers.ts'
import { annuityFactor, effectiveApr, instalmentFactor, internalRateMonthly } from '../../src/agents/loans.ts'
import { LENDER_CLASSES, PURPOSES } from '../../src/base/vocabulary.ts'
import { serviceChunk } from '../../src/market/debt-service.ts'
import { createChunkMonth } from '../../src/market/live.ts'
import { publishOffers } from '../../src/market/offers.ts'
import { shopChunk } from '../../src/market/shopping.ts'
import { clearTally } from '../../src/market/tally.ts'
import type { World } from '../../src/market/world.ts'
import type { Scenario } from '../../src/scenarios/scenario.ts'
import {
  everybodyLivesOn,
  founded,
  fullAwareness,
  luck,
  noBuffer,
  policy,
  type Recipe,
  roster,
  size,
} from './market.ts'

/** Everybody borrows and is approved, at APRs that differ by product and risk grade. */
const manyRates: Recipe = (draft) => {
  everybodyLivesOn(draft)
  noBuffer(draft)
  fullAwareness(draft)
  policy({ lossCutoff: 1, capital: 1_000_000, capitalRatio: 0.01 })(draft)
  roster(
    { class: 'bank', products: ['traditional', 'usedCar', 'rent'] },
    { class: 'licensed', products: ['electronics', 'appliances', 'education'] },
    { class: 'platform', products: ['ecommerce', 'travel', 'medical', 'student'] },
  )(draft)
  LENDER_CLASSES.forEach((of, k) => {
    Object.assign(draft.lenders[of], { initialMargin: 0.06 * k, fundsRate: 0.02, operatingRate: 0.01 })
    Object.assign(draft.lenders[of], { acquisitionCost: 10, loanCost: 1, applicationCost: 0, initialLossMultiplier: 1 })
  })
  Object.assign(draft.repayment, { meanDistress: -4.6, distressSd: 1.5, debtServiceEffect: 1, unemploymentEffect: 0.8 })
  Object.assign(draft.underwriting, { debtServiceCap: 5, maxLenders: 4, maxLoans: 4 })
  Object.assign(draft.choice, { borrowing: 20, nestScale: 0.5, maxApplications: 10 })
  draft.pricing.aprCap = 0.36
  draft.needs.minLoan = 300
  draft.tastes.priceSensitivity = 2
}

interface Loan {
  readonly principal: number
  readonly apr: number
  readonly term: number
  /** Received at the start, rebates included, and paid month by month. */
  readonly received: number
  readonly payments: number[]
  /** What the lender booked as interest, and as interest waived. */
  readonly interest: number
  readonly waived: number
}

const sum = (x: ArrayLike<number>): number => Array.prototype.reduce.call(x, (a, b) => a + b, 0) as number

/** Makes a loan to everybody through the shopping step and serves each to its end through the service step. */
function everyLoan(recipe: Recipe, promoted: boolean): { loans: Loan[]; scenario: Scenario } {
  const world = founded(size(1200, 21), manyRates, recipe)
  const { consumers: c, tally } = world
  world.industry = produce(world.industry, ({ products }) => {
    for (const product of products) product.promotedUntil = promoted ? 1000 : null
  })
  world.offers = publishOffers(world.scenario, world.industry, world.month)
  const random = luck(77)
  const chunk = createChunkMonth()
  chunk.expectedFen.fill(5_000_000)
  for (let i = 0; i < c.count; i++) {
    c.needFen[i] = Math.floor(30_000 * (i % 4 === 0 ? 1 + 2.3 * random() : 200 ** random()))
    c.needPurpose[i] = Math.floor(random() * PURPOSES.length)
    c.needTick[i] = world.tick
    c.savingsFen[i] = 0
  }
  shopChunk(world, 0, c.count, chunk, [])
  const rebates = Array.from(c.savingsFen)
  // From here on nobody falls into distress.
  const peaceful: World = {
    ...world,
    scenario: produce(world.scenario, ({ repayment }) => {
      repayment.meanDistress = -1000
    }),
  }
  const loans: Loan[] = []
  for (let i = 0; i < c.count; i++) {
    if (c.loanCount[i] === 0) continue
    expect(c.loanCount[i]).toBe(1)
    const at = i * LOAN_SLOTS
    const principal = c.loanPrincipalFen[at]
    const apr = c.loanAprBp[at] / 10_000
    const term = c.loanRemaining[at]
    const payments: number[] = []
    clearTally(tally)
    c.distress[i] = 0
    for (peaceful.tick = 1; c.loanCount[i] > 0; peaceful.tick++) {
      if (peaceful.tick > 100) throw new Error('a loan does not end')
      c.savingsFen[i] = 2_000_000_000
      serviceChunk(peaceful, i, i + 1, chunk)
      payments.push(2_000_000_000 - c.savingsFen[i])
    }
    loans.push({
      principal,
      apr,
      term,
      received: principal + rebates[i],
      payments,
      interest: sum(tally.lenders.interestFen),
      waived: sum(tally.lenders.waivedFen),
    })
  }
  expect(loans.length).toBeGreaterThan(1100)
  return { loans, scenario: world.scenario }
}

/** Monthly rate at which payments are worth what was received, by bisection; × 12. */
function aprOf({ received, payments }: Loan): number {
  let [low, high] = [-0.5, 1]
  for (let step = 0; step < 60; step++) {
    const rate = (low + high) / 2
    let worth = 0
    for (let m = payments.length - 1; m >= 0; m--) worth = (worth + payments[m]) / (1 + rate)
    if (worth > received) low = rate
    else high = rate
  }
  return 6 * (low + high)
}

const kinds: readonly { kind: Scenario['promotion']['kind']; introMonths: number; depth: number }[] = [
  { kind: 'none', introMonths: 0, depth: 0 },
  { kind: 'interestFree', introMonths: 1, depth: 1 },
  { kind: 'interestFree', introMonths: 3, depth: 1 },
  { kind: 'interestFree', introMonths: 12, depth: 1 },
  { kind: 'feeCut', introMonths: 6, depth: 0.5 },
  { kind: 'feeCut', introMonths: 3, depth: 0.27 },
  { kind: 'rebate', introMonths: 0, depth: 0.02 },
  { kind: 'rebate', introMonths: 0, depth: 0.3 },
]

describe.each(kinds)('promotion $kind, $introMonths months, depth $depth', ({ kind, introMonths, depth }) => {
  const { loans } = everyLoan(({ promotion }) => {
    Object.assign(promotion, { kind, introMonths, depth, holdout: 0 })
  }, kind !== 'none')

  test('what is paid less what was lent is the interest booked, to the fen', () => {
    for (const loan of loans) expect(sum(loan.payments) - loan.principal).toBe(loan.interest)
  })

  test('instalments are level and as many as agreed; the last takes the rounding', () => {
    for (const { payments, term } of loans) {
      expect(payments).toHaveLength(term)
      expect(new Set(payments.slice(0, -1)).size).toBe(1)
      // Half a fen an instalment and half a fen of interest a month, compounded.
      expect(Math.abs(payments[term - 1] - payments[0])).toBeLessThanOrEqual(term * 1.36)
    }
  })

  test('the internal rate of return is the APR of the contract', () => {
    const rateInIntro = kind === 'interestFree' ? 0 : kind === 'feeCut' ? Math.round(100 * (1 - depth)) / 100 : 1
    expect(new Set(loans.map((loan) => loan.apr)).size).toBeGreaterThan(30)
    expect(loans.filter((loan) => loan.principal < 100_000).length).toBeGreaterThan(200)
    for (const loan of loans) {
      const monthly = loan.apr / 12
      const rebate = kind === 'rebate' ? depth : 0
      const stated = effectiveApr(loan.term, monthly, introMonths, monthly * rateInIntro, rebate)
      if (kind === 'none') expect(stated).toBe(monthly * 12)
      // An APR below nothing is stated as nothing: a rebate can exceed all interest.
      const actual = Math.max(0, aprOf(loan))
      // Whole fen cost up to 2.3 basis points on the smallest loans, a little more with an introduction.
      const allowed = (loan.principal >= 100_000 ? 1 : kind === 'none' ? 2.3 : 2.5) / 10_000
      expect(Math.abs(actual - stated)).toBeLessThan(allowed)
    }
  })

  test('promotions lower the effective APR and cost the lender what is waived', () => {
    for (const loan of loans) {
      if (kind === 'none' || kind === 'rebate') expect(loan.waived).toBe(0)
      else expect(loan.waived > 0).toBe(loan.apr > 0.001)
      if (kind === 'rebate') expect(loan.received).toBe(loan.principal + Math.floor(loan.principal * depth + 0.5))
      else expect(loan.received).toBe(loan.principal)
      if (kind !== 'none' && loan.apr > 0.005) expect(aprOf(loan)).toBeLessThan(loan.apr - 0.0005)
    }
  })
})

test('annuity factors are the sum of discount factors, with and without an introduction', () => {
  for (const [months, rate] of [
    [1, 0.02],
    [12, 0.015],
    [36, 0.003],
    [24, 0],
  ]) {
    let expected = 0
    for (let m = 1; m <= months; m++) expected += (1 + rate) ** -m
    expect(annuityFactor(months, rate)).toBeCloseTo(expected, 10)
    expect(instalmentFactor(months, rate, 0, 0)).toBeCloseTo(expected, 10)
    expect(instalmentFactor(months, rate, 12, 0)).toBeCloseTo(
      Math.min(12, months) + annuityFactor(Math.max(0, months - 12), rate),
      10,
    )
  }
})

test('the internal rate of return of a level loan is its rate, whatever the rate', () => {
  for (const rate of [0, 1e-6, 0.002, 0.02, 0.03, 0.2]) {
    for (const months of [1, 6, 36, 60]) {
      const payments = new Array<number>(months).fill(1 / annuityFactor(months, rate))
      expect(internalRateMonthly(1, payments)).toBeCloseTo(rate, 10)
    }
  }
})
