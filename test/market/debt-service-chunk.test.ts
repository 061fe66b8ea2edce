/** One month of one loan: interest by months past due and promotion, who pays ahead, what is written off, who pleases. */
import { expect, test } from 'vitest'
import { FRAUD, LOAN_SLOTS, REPORTED, REVOLVING, SCORED_FILE } from '../../src/agents/consumers.ts'
import { bufferFen, serviceChunk, willingnessLogOdds } from '../../src/market/debt-service.ts'
import { createChunkMonth } from '../../src/market/live.ts'
import { DEBT_SERVICE_BINS } from '../../src/market/tally.ts'
import { DEFAULT_SCENARIO } from '../../src/scenarios/parameters.ts'
import { founded, hazard, horizon, noBuffer, type Recipe, roster, size } from '../verification/market.ts'

const DEBTOR = 1
const AT = DEBTOR * LOAN_SLOTS
const INCOME_FEN = 500_000

interface State {
  readonly balance?: number
  readonly instalment?: number
  readonly remaining?: number
  readonly overdue?: number
  readonly introMonths?: number
  readonly introPercent?: number
  readonly flags?: number
  readonly savings?: number
  readonly age?: number
  /** In distress, and so unwilling. */
  readonly distress?: boolean
}

/** A month of a loan of 100,000 fen at 12 %, ten instalments of 11,000 left, cash plenty; nobody gets into distress. */
function month(state: State, recipe: Recipe = () => {}) {
  const calm: Recipe = (draft) => {
    hazard(-1000)(draft)
    noBuffer(draft)
    Object.assign(draft.repayment, { lossGivenDefault: 0.75, prepayment: 0, prepaymentFee: 0.02 })
    draft.satisfaction.collection = 0.3
  }
  const world = founded(size(4), calm, horizon(0, 12), roster({ products: ['rent'] }), recipe)
  const { consumers: c, tally } = world
  const { balance = 100_000, instalment = 11_000, remaining = 10, overdue = 0, flags = 0, age = 200 } = state
  world.tick = 9
  c.loanCount.fill(0)
  c.loanCount[DEBTOR] = 1
  c.birthTick[DEBTOR] = world.tick - age
  c.loanProduct[AT] = 0
  c.loanBalanceFen[AT] = balance
  c.loanPrincipalFen[AT] = balance
  c.loanInstalmentFen[AT] = instalment
  c.loanRemaining[AT] = remaining
  c.loanOverdue[AT] = overdue
  c.loanAprBp[AT] = 1200
  c.loanTick[AT] = 1
  c.loanGrade[AT] = 4
  c.loanFlags[AT] = flags
  c.loanIntroMonths[AT] = state.introMonths ?? 0
  c.loanIntroPercent[AT] = state.introPercent ?? 0
  c.savingsFen[DEBTOR] = state.savings ?? 1e6
  c.distress[DEBTOR] = state.distress === true ? 1 : 0
  c.file[DEBTOR] = SCORED_FILE
  c.lastLender[DEBTOR] = 1
  c.satisfaction[DEBTOR] = 50
  const chunk = createChunkMonth()
  chunk.expectedFen.fill(INCOME_FEN)
  serviceChunk(world, 0, 4, chunk)
  return { world, c, tally }
}

const INTEREST = [
  { state: {}, interest: 1000, waived: 0 },
  { state: { overdue: 3 }, interest: 1000, waived: 0 },
  { state: { overdue: 4 }, interest: 0, waived: 0 },
  { state: { introMonths: 2, introPercent: 0 }, interest: 0, waived: 1000 },
  { state: { introMonths: 1, introPercent: 40 }, interest: 400, waived: 600 },
  { state: { flags: REVOLVING }, interest: 1000, waived: 0 },
  { state: { flags: REVOLVING, introMonths: 1 }, interest: 0, waived: 0 },
  { state: { flags: REVOLVING, overdue: 4 }, interest: 0, waived: 0 },
]

test.each(INTEREST)('interest: $state bears $interest, $waived waived', ({ state, interest, waived }) => {
  const { c, tally } = month({ ...state, savings: 0 })
  expect([tally.lenders.interestFen[0], tally.lenders.waivedFen[0]]).toEqual([interest, waived])
  expect(tally.products.interestFen[0]).toBe(interest)
  expect(c.loanBalanceFen[AT]).toBe(100_000 + interest)
  expect(c.loanOverdue[AT]).toBe(('overdue' in state ? state.overdue : 0) + 1)
  const before = 'introMonths' in state ? state.introMonths : 0
  expect(c.loanIntroMonths[AT]).toBe(Math.max(0, before - 1))
})

test('an instalment that is paid leaves savings, balance and satisfaction as they should be', () => {
  const { c, tally } = month({})
  expect([c.savingsFen[DEBTOR], c.loanBalanceFen[AT], c.loanRemaining[AT]]).toEqual([1e6 - 11_000, 90_000, 9])
  expect([tally.market.repaidFen, tally.lenders.repaidFen[0], c.satisfaction[DEBTOR]]).toEqual([11_000, 11_000, 50])
  // One that is missed costs the lender .3 of its customer's satisfaction.
  expect(month({ savings: 10_999 }).c.satisfaction[DEBTOR]).toBe(20)
  // Who deceives never pays.
  expect(month({ flags: FRAUD }).c.loanOverdue[AT]).toBe(1)
})

const ENDS = [
  { state: { overdue: 2, distress: true }, left: 1, overdue: 3, defaulted: 0 },
  { state: { overdue: 3, distress: true }, left: 1, overdue: 4, defaulted: 100_000 },
  { state: { overdue: 4, distress: true }, left: 1, overdue: 5, defaulted: 0 },
  { state: { overdue: 5, distress: true }, left: 1, overdue: 6, defaulted: 0 },
  { state: { overdue: 6, distress: true }, left: 0, overdue: 7, defaulted: 0 },
  { state: { balance: 10_000, remaining: 1 }, left: 0, overdue: 0, defaulted: 0 },
]

test.each(ENDS)('ends: $state leaves $left loans', ({ state, left, overdue, defaulted }) => {
  const { c, tally } = month({ ...state, flags: REPORTED })
  expect(c.loanCount[DEBTOR]).toBe(left)
  if (left === 1) expect(c.loanOverdue[AT]).toBe(overdue)
  expect(tally.vintageDefaultedFen[1]).toBe(defaulted)
  const lost = overdue === 7 ? 100_000 : 0
  const { chargedOffFen, recoveredFen } = tally.lenders
  expect([chargedOffFen[0], recoveredFen[0], tally.vintageChargedOffFen[1]]).toEqual([lost, lost / 4, lost])
  expect([c.defaultedOn[DEBTOR * 2], c.chargeOffTick[DEBTOR] === 9]).toEqual([lost > 0 ? 1 : 0, lost > 0])
})

test('a debtor pays ahead with more than the balance and its fee in hand, and neither in distress nor late', () => {
  const ahead = (state: State, prepayment = 1): number =>
    month(state, ({ repayment }) => void Object.assign(repayment, { prepayment })).tally.market.prepaidFen
  // After the instalment 90,000 is owed; the fee is 1,800.
  const needed = 11_000 + 90_000 + 1800
  expect([ahead({ savings: needed + 1 }), ahead({ savings: needed }), ahead({ savings: needed + 1 }, 0)]).toEqual([
    90_000, 0, 0,
  ])
  const { c, tally } = month(
    { savings: needed + 1 },
    ({ repayment }) => void Object.assign(repayment, { prepayment: 1 }),
  )
  expect([c.savingsFen[DEBTOR], c.loanCount[DEBTOR], tally.lenders.prepaymentFeeFen[0]]).toEqual([1, 0, 1800])
})

test('what is kept in hand: the buffer less the month in it, net of saving for old age', () => {
  const { world } = month({})
  const { plan } = world.regime
  const illiquid = plan.illiquid.slice()
  illiquid[200] = 0.25
  for (const [bufferTarget, kept] of [
    [0.5, 0],
    [1, 0],
    [3, 2 * INCOME_FEN * 0.75],
  ]) {
    Object.assign(world.regime, { plan: { ...plan, illiquid, bufferTarget } })
    expect(bufferFen(world, DEBTOR, INCOME_FEN)).toBe(kept)
  }
})

test.each([
  [0, 0, 0],
  [9999, 0, 199],
  [10_000, 1, 200],
  [499_999, 49, 9999],
  [500_000, 50, 10_000],
  [1e9, 50, 1_000_000],
])('debt service of %d a month of 500,000 is in bin %d and %d basis points', (instalment, bin, basisPoints) => {
  for (const [age, from] of [
    [143, 0],
    [144, DEBT_SERVICE_BINS],
  ]) {
    const { tally } = month({ instalment, age, savings: 0 })
    expect(tally.debtService.findIndex((count) => count > 0)).toBe(from + bin)
    expect([tally.market.debtServiceBp, tally.market.debtors]).toEqual([basisPoints, 1])
  }
})

test('willingness: reputation and access for it, instalment and balance against it', () => {
  const repayment = {
    ...DEFAULT_SCENARIO.repayment,
    willingness: 0.5,
    bureauReputation: 1,
    platformExclusion: 0.25,
    instalmentBurden: 2,
    balanceBurden: 0.4,
  }
  expect(willingnessLogOdds(repayment, false, false, 0, 0)).toBe(-0.5)
  expect(willingnessLogOdds(repayment, true, false, 0, 0)).toBe(0.5)
  expect(willingnessLogOdds(repayment, false, true, 0, 0)).toBe(-0.25)
  expect(willingnessLogOdds(repayment, true, true, 0.3, Math.E - 1)).toBeCloseTo(0.75 - 0.6 - 0.4, 12)
})

test('without reputation everybody is as willing as where the bureau sees the loan', () => {
  const { repayment } = DEFAULT_SCENARIO
  const off = { ...repayment, bureauReputation: 0 }
  for (const platform of [false, true]) {
    const seen = willingnessLogOdds(repayment, true, platform, 0.2, 1)
    expect(willingnessLogOdds(off, true, platform, 0.2, 1)).toBe(seen)
    expect(willingnessLogOdds(off, false, platform, 0.2, 1)).toBe(seen)
    expect(willingnessLogOdds(repayment, false, platform, 0.2, 1)).toBeLessThan(seen)
  }
})

test('distress outlasts debts, is not reset by a new one, and begins for nobody without debt', () => {
  // The same people, month by month: with no debt, those in distress stay with the chance of the scenario.
  const world = founded(size(4000, 8), ({ repayment }) => {
    Object.assign(repayment, { distressPersistence: 0.8, meanDistress: 15 })
  })
  const { consumers: c } = world
  c.loanCount.fill(0)
  c.distress.fill(0)
  c.distress.fill(1, 0, 2000)
  serviceChunk(world, 0, 4000, createChunkMonth())
  const left = c.distress.subarray(0, 2000).reduce((sum, one) => sum + one, 0) / 2000
  // Standard error .009.
  expect(Math.abs(left - 0.8)).toBeLessThan(0.04)
  expect(c.distress.subarray(2000).every((one) => one === 0)).toBe(true)
})
