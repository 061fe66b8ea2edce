import { expect, test } from 'vitest'
import { LOAN_SLOTS, NO_TICK } from '../../src/agents/consumers.ts'
import { regimeOf, type World } from '../../src/market/world.ts'
import {
  everybodyApproved,
  fixedMargins,
  flatIncome,
  founded,
  fullAwareness,
  hazard,
  horizon,
  live,
  needsOf,
  noBuffer,
  noIncomeShocks,
  noPromotion,
  type Recipe,
  roster,
  size,
} from '../verification/market.ts'

/** Months past due from which a loan is non-performing, and at which it is written off. */
const NON_PERFORMING = 4
const WRITE_OFF = 7

/** Everybody borrows; everybody who has a loan is in distress next month and never pays. */
const nobodyPays: Recipe = (draft) => {
  const parts = [noBuffer, fullAwareness, everybodyApproved, noPromotion, fixedMargins, needsOf(5000, 0, 2)]
  for (const part of [...parts, roster({ products: ['ecommerce'] })]) part(draft)
  draft.choice.borrowing = 20
  hazard(1000)(draft)
  draft.underwriting.maxLoans = 1
  Object.assign(draft.lenders.licensed, { fundsRate: 0.04, operatingRate: 0.02, initialMargin: 0.06 })
  draft.repayment.lossGivenDefault = 0.7
}

const debtors = (world: World): number[] =>
  Array.from(world.consumers.loanCount.keys()).filter((i) => world.consumers.loanCount[i] > 0)

test('interest accrues up to 90 days past due and then stops; after 180 days the loan is written off', () => {
  const world = founded(size(300, 5), nobodyPays, horizon(0, 12))
  const { consumers: c } = world
  live(world, 1)
  const watched = debtors(world).filter((i) => c.exitTick[i] > 12)
  expect(watched.length).toBeGreaterThan(150)
  const interest = (balance: number, i: number): number =>
    Math.floor((balance * c.loanAprBp[i * LOAN_SLOTS]) / 120_000 + 0.5)
  let balances = watched.map((i) => c.loanBalanceFen[i * LOAN_SLOTS])
  for (let late = 1; late < WRITE_OFF; late++) {
    live(world, 1)
    watched.forEach((i, k) => {
      expect(c.loanOverdue[i * LOAN_SLOTS]).toBe(late)
      const accrued = late <= NON_PERFORMING ? interest(balances[k], i) : 0
      expect(c.loanBalanceFen[i * LOAN_SLOTS]).toBe(balances[k] + accrued)
      expect(c.chargeOffTick[i]).toBe(NO_TICK)
    })
    balances = watched.map((i) => c.loanBalanceFen[i * LOAN_SLOTS])
  }
  let [chargedOff, recovered] = [0, 0]
  live(world, 1, () => {
    chargedOff = world.tally.market.chargedOffFen
    recovered = world.tally.market.recoveredFen
  })
  const lost = balances.reduce((sum, fen) => sum + fen, 0)
  expect(chargedOff).toBeGreaterThanOrEqual(lost)
  expect(Math.abs(recovered - 0.3 * chargedOff)).toBeLessThan(300)
  // Excluded for good from the one lender there is.
  live(world, 4)
  for (const i of watched) {
    expect(c.loanCount[i]).toBe(0)
    expect(c.defaultedOn[i * 2] & 1).toBe(1)
  }
})

test('those who default owe a lender nothing more, and cannot borrow there again', () => {
  const world = founded(size(300, 5), nobodyPays, horizon(0, 60))
  const { consumers: c } = world
  live(world, 40)
  const out = Array.from(c.defaultedOn.keys()).filter((k) => k % 2 === 0 && c.defaultedOn[k] !== 0)
  expect(out.length).toBeGreaterThan(150)
  for (const k of out) expect(c.loanCount[k / 2]).toBe(0)
})

test.each([1, 2, 3, 4, 5, 6])('who leaves %i months past due settles or, from 90 days on, is written off', (late) => {
  const world = founded(size(400, 6), nobodyPays, horizon(0, 12))
  const { consumers: c } = world
  live(world, 1)
  const leaver = debtors(world).find((i) => c.exitTick[i] > 12) as number
  live(world, late)
  const balance = c.loanBalanceFen[leaver * LOAN_SLOTS]
  const savings = c.savingsFen[leaver]
  const generation = c.generation[leaver]
  expect(c.loanOverdue[leaver * LOAN_SLOTS]).toBe(late)
  for (let i = 0; i < c.count; i++) if (c.exitTick[i] === world.tick) c.exitTick[i]++
  c.exitTick[leaver] = world.tick
  live(world, 1, () => {
    const { settledFen, chargedOffFen, estates, births } = world.tally.market
    expect(births).toBe(1)
    expect(estates).toBe(savings)
    const performing = late < NON_PERFORMING
    expect(settledFen).toBe(performing ? balance : 0)
    // In the seventh month all who are still there are written off too.
    if (late < 6) expect(chargedOffFen).toBe(performing ? 0 : balance)
  })
  expect(c.generation[leaver]).toBe(generation + 1)
  expect(c.birthTick[leaver]).toBe(world.tick - 1)
  expect(c.chargeOffTick[leaver]).toBe(NO_TICK)
  expect(c.defaultedOn[leaver * 2]).toBe(0)
})

test('who recovers makes good the arrears in whole instalments and is current again', () => {
  const world = founded(size(200, 8), nobodyPays, noIncomeShocks, flatIncome, horizon(0, 12), ({ income }) => {
    income.medianAtPeak = 20_000
  })
  const { consumers: c } = world
  live(world, 4)
  const watched = debtors(world).filter((i) => c.exitTick[i] > 20 && c.loanOverdue[i * LOAN_SLOTS] === 3)
  expect(watched.length).toBeGreaterThan(50)
  const loans = watched.map((i) => {
    const at = i * LOAN_SLOTS
    return { i, at, left: c.loanRemaining[at], balance: c.loanBalanceFen[at], instalment: c.loanInstalmentFen[at] }
  })
  // Distress ends for all and nobody has new needs: what is in stock is served from here on.
  const { base } = world
  const { repayment, needs } = base
  const calm = {
    ...base,
    repayment: { ...repayment, meanDistress: -1000, distressPersistence: 0 },
    needs: { ...needs, arrival: { youth: 0, middle: 0, old: 0 } },
  }
  Object.assign(world, { base: calm, scenario: calm, regime: regimeOf(calm) })
  const grown = (balance: number, at: number): number =>
    balance + Math.floor((balance * c.loanAprBp[at]) / 120_000 + 0.5)
  // A consumer in distress sets aside one instalment a month and spends the rest, so making good takes two months.
  let paid = loans.map(() => 0)
  let balances = loans.map(({ balance }) => balance)
  for (const month of [1, 2]) {
    live(world, 1)
    loans.forEach(({ i, at, left, instalment }, k) => {
      const now = left - c.loanRemaining[at] - paid[k]
      expect(c.distress[i]).toBe(0)
      expect(now).toBeGreaterThanOrEqual(1)
      expect(c.loanBalanceFen[at]).toBe(grown(balances[k], at) - now * instalment)
      expect(c.loanOverdue[at]).toBe(3 + month - paid[k] - now)
    })
    paid = loans.map(({ at, left }) => left - c.loanRemaining[at])
    balances = loans.map(({ at }) => c.loanBalanceFen[at])
  }
  expect(new Set(paid)).toEqual(new Set([5]))
})
