/**
 * The chain of one loan (agents/loan-chain.ts) against loans that the market serves, by term, risk and work: what
 * is charged off and what is owed at the ends of months, over the whole life.
 */
import { describe, expect, test } from 'vitest'
import { LOAN_SLOTS } from '../../src/agents/consumers.ts'
import {
  annualChargeOff,
  CHARGE_OFF,
  type ChainRates,
  chargeOffTable,
  loanLife,
  OUT_OF_WORK,
  RETIRED,
  riskAt,
  WORKING,
} from '../../src/agents/loan-chain.ts'
import { logistic } from '../../src/base/math.ts'
import type { World } from '../../src/market/world.ts'
import { cases } from '../size.ts'
import { constantHazard, live, type Recipe, scoreLimit, size } from './market.ts'

const [PERSISTENCE, WILLINGNESS] = [0.85, -0.2]
const [SEPARATION, FINDING, EFFECT] = [0.03, 0.16, 1.5]
const PEOPLE = cases(6000, 60_000)
const TERMS = [1, 6, 12, 24]
const RISKS = [-4.5, -3, -1.5]
/** Two sums each of all, and of those who start out of work. */
const LIMIT = scoreLimit(TERMS.length * RISKS.length * 4)

/** Distress comes and goes; savings of two months make arrears good at once, as the chain has it. */
const distressPasses: Recipe = ({ repayment, income, lifecycle }) => {
  lifecycle.bufferTarget = 3
  Object.assign(repayment, {
    distressPersistence: PERSISTENCE,
    willingness: WILLINGNESS,
    unemploymentEffect: EFFECT,
    lossGivenDefault: 0.8,
  })
  Object.assign(income, { separationRate: SEPARATION, findingRate: FINDING, unemploymentReplacement: 1 })
}

function ratesOf(aprBp: number): ChainRates {
  return {
    rateMonthly: aprBp / 120_000,
    persistence: PERSISTENCE,
    pays: logistic(WILLINGNESS),
    separation: SEPARATION,
    finding: FINDING,
    unemployment: EFFECT,
  }
}

interface Lived {
  readonly isOut: boolean
  chargedOff: number
  balanceMonths: number
}

/** Every loan of one term and risk to its end: of people under 60 who live on, over the amount lent. */
function lived(world: World, term: number): { readonly loans: readonly Lived[]; readonly aprBp: number } {
  const { consumers: c } = world
  live(world, 1)
  const end = world.tick + term + CHARGE_OFF
  const people = Array.from({ length: c.count }, (_, i) => i).filter(
    (i) => c.loanCount[i] === 1 && c.exitTick[i] > end && end - c.birthTick[i] < 42 * 12,
  )
  const aprBp = c.loanAprBp[people[0] * LOAN_SLOTS]
  const lent = people.map((i) => c.loanPrincipalFen[i * LOAN_SLOTS])
  const loans = people.map((i): Lived => ({ isOut: c.unemployed[i] === 1, chargedOff: 0, balanceMonths: 1 }))
  const before = people.map((i) => c.loanBalanceFen[i * LOAN_SLOTS])
  live(world, term + CHARGE_OFF, () => {
    people.forEach((i, k) => {
      const isOpen = c.loanCount[i] === 1
      if (isOpen) loans[k].balanceMonths += c.loanBalanceFen[i * LOAN_SLOTS] / lent[k]
      // A loan seven months late has borne no interest for three, so its balance is that of the month before.
      else if (before[k] > 0 && c.defaultedOn[i * 2] !== 0) loans[k].chargedOff = before[k] / lent[k]
      before[k] = isOpen ? c.loanBalanceFen[i * LOAN_SLOTS] : 0
    })
  })
  expect(people.every((i) => c.loanCount[i] === 0)).toBe(true)
  return { loans, aprBp }
}

/** Standard normal score of a sum against its expectation. */
function score(values: readonly number[], expected: readonly number[]): number {
  const gaps = values.map((value, k) => value - expected[k])
  return gaps.reduce((sum, gap) => sum + gap, 0) / Math.sqrt(gaps.reduce((sum, gap) => sum + gap * gap, 0))
}

describe.each(TERMS)('%i months', (term) => {
  test.each(RISKS)('log-odds %d: charge-offs and balances are those of the chain', (logOdds) => {
    const world = constantHazard(
      size(PEOPLE, 11 + term),
      { logOdds, months: term + 10, termMonths: term },
      distressPasses,
    )
    const { loans, aprBp } = lived(world, term)
    const rates = ratesOf(aprBp)
    const [inWork, out] = [WORKING, OUT_OF_WORK].map((work) => loanLife(logOdds, work as 0 | 1, term, rates))
    for (const group of [loans, loans.filter(({ isOut }) => isOut)]) {
      expect(group.length).toBeGreaterThan(PEOPLE / 20)
      const expected = group.map(({ isOut }) => (isOut ? out : inWork))
      for (const sum of ['chargedOff', 'balanceMonths'] as const) {
        const [seen, due] = [group.map((loan) => loan[sum]), expected.map((life) => life[sum])]
        const total = due.reduce((all, value) => all + value, 0)
        // Few charge-offs have no normal score; the number of them is bounded instead.
        if (sum === 'chargedOff' && total < 20) expect(seen.filter((value) => value > 0).length).toBeLessThan(60)
        else expect(Math.abs(score(seen, due))).toBeLessThan(LIMIT)
      }
    }
  })
})

test('known answers: nobody in distress, distress that nobody leaves and in which nobody pays, work that nobody loses', () => {
  const rates = { ...ratesOf(1200), separation: 0 }
  const safe = loanLife(-40, WORKING, 12, rates)
  expect(safe.chargedOff).toBeLessThan(1e-15)
  // Balances of a level loan at 1 % a month: Σ (1.01^12 − 1.01^k) / (1.01^12 − 1), k from 0.
  const level = Array.from({ length: 12 }, (_, k) => (1.01 ** 12 - 1.01 ** k) / (1.01 ** 12 - 1))
  expect(safe.balanceMonths).toBeCloseTo(
    level.reduce((sum, balance) => sum + balance),
    12,
  )
  // Distress at once and for good: the whole loan with four months of interest.
  const lost = loanLife(40, WORKING, 12, { ...rates, persistence: 1, pays: 0 })
  expect(lost.chargedOff).toBeCloseTo(1.01 ** 4, 12)
  expect(annualChargeOff(-3, RETIRED, 12, ratesOf(1200))).toBeCloseTo(annualChargeOff(-3, WORKING, 12, rates), 14)
})

test('the table interpolates within one in 500, and below its grid', () => {
  const rates = ratesOf(2400)
  const table = chargeOffTable(TERMS, WORKING, rates)
  TERMS.forEach((term, row) => {
    for (let logOdds = -16; logOdds < 7.9; logOdds += 0.37) {
      const exact = annualChargeOff(logOdds, WORKING, term, rates)
      expect(Math.abs(riskAt(table, row, logOdds) / exact - 1)).toBeLessThan(2e-3)
    }
    expect(riskAt(table, row, 9)).toBe(riskAt(table, row, 8))
  })
})
