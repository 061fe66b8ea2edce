/** Prepayment: who has money to spare pays off by chance; lenders forgo the interest and book the fee. */
import { describe, expect, test } from 'vitest'
import { LOAN_SLOTS } from '../../src/agents/consumers.ts'
import { runScenario } from '../../src/run/run.ts'
import {
  dated,
  everybodyApproved,
  founded,
  fullAwareness,
  horizon,
  live,
  noPromotion,
  type Recipe,
  scenarioWith,
  scoreLimit,
  size,
} from './market.ts'

/** Month in which prepayment begins; needs end with it, so that the worlds differ in nothing else. */
const FROM = 6
const FEE = 0.015

/** One loan a person, and nobody in distress. */
const simple: Recipe = (draft) => {
  everybodyApproved(draft)
  fullAwareness(draft)
  noPromotion(draft)
  draft.underwriting.maxLoans = 1
  draft.repayment.meanDistress = -30
}
const from = (prepayment: number, prepaymentFee = 0): Recipe =>
  dated({
    month: FROM,
    set: {
      'repayment.prepayment': prepayment,
      'repayment.prepaymentFee': prepaymentFee,
      'needs.arrival.youth': 0,
      'needs.arrival.middle': 0,
      'needs.arrival.old': 0,
    },
    note: 'prepayment',
  })

function monthOf(seed: number, chance: number, fee = 0) {
  const world = founded(
    size(6000, seed),
    horizon(0, 24),
    simple,
    (draft) => {
      draft.needs.expiryMonths = 1
    },
    from(chance, fee),
  )
  live(world, FROM)
  let fees = 0
  live(world, 1, ({ statements }) => {
    fees = statements.reduce((sum, { feeIncomeFen }) => sum + feeIncomeFen, 0)
  })
  const { prepaid, prepaidFen, prepaymentFeeFen } = world.tally.market
  const { consumers: c } = world
  const balances = Array.from({ length: c.count }, (_, i) =>
    c.loanCount[i] > 0 ? c.loanBalanceFen[i * LOAN_SLOTS] : 0,
  )
  const apr = Array.from({ length: c.count }, (_, i) => c.loanAprBp[i * LOAN_SLOTS])
  const leaves = Array.from(c.exitTick, (tick) => tick === world.tick)
  live(world, 1)
  const nextInterest = world.tally.lenders.interestFen.reduce((sum, fen) => sum + fen, 0)
  return { prepaid, prepaidFen, prepaymentFeeFen, balances, apr, leaves, fees, nextInterest }
}

describe.each([1, 2])('seed %i', (seed) => {
  const never = monthOf(seed, 0)
  const always = monthOf(seed, 1)
  const some = monthOf(seed, 0.2)
  const charged = monthOf(seed, 1, FEE)
  const gone = (run: ReturnType<typeof monthOf>): number[] =>
    never.balances.flatMap((fen, i) => (fen > 0 && run.balances[i] === 0 ? [i] : []))

  test('of those who could, the stated share pays off in a month', () => {
    expect(never.prepaid).toBe(0)
    expect(always.prepaid).toBeGreaterThan(100)
    const score = (some.prepaid - 0.2 * always.prepaid) / Math.sqrt(0.2 * 0.8 * always.prepaid)
    expect(Math.abs(score)).toBeLessThan(scoreLimit(2))
    // A person who pays off with chance 0.2 also does with chance 1.
    const all = new Set(gone(always))
    for (const i of gone(some)) expect(all.has(i)).toBe(true)
  })

  test('what is paid early is the balance after the instalment, and its interest is forgone', () => {
    const paid = gone(always)
    expect(paid.length).toBe(always.prepaid)
    expect(always.prepaidFen).toBe(paid.reduce((sum, i) => sum + never.balances[i], 0))
    // Those who leave next month settle their debt and pay no interest on it anyway.
    const stay = paid.filter((i) => !never.leaves[i])
    const forgone = stay.reduce((sum, i) => sum + Math.round((never.balances[i] * never.apr[i]) / 120_000), 0)
    expect(forgone).toBeGreaterThan(0)
    expect(never.nextInterest - always.nextInterest).toBe(forgone)
  })

  test('the fee is its share of each balance, to the fen, and the lenders’ income; it deters those just able', () => {
    const paid = gone(charged)
    const fee = paid.reduce((sum, i) => sum + Math.round(never.balances[i] * FEE), 0)
    expect(charged.prepaymentFeeFen).toBe(fee)
    expect(charged.fees).toBe(fee)
    expect(fee).toBeGreaterThan(0)
    expect(charged.prepaid).toBeLessThanOrEqual(always.prepaid)
    expect([always.prepaymentFeeFen, always.fees, never.fees]).toEqual([0, 0, 0])
  })
})

test('a fee changes nothing where nobody prepays', () => {
  const digest = (fee: number): string =>
    runScenario(
      scenarioWith(size(1000), horizon(0, 12), (draft) => {
        draft.repayment.prepaymentFee = fee
      }),
    ).digest
  expect(digest(0.05)).toBe(digest(0))
})
