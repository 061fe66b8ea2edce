/** Spending rules, expected income and saving for old age, at their known points. */
import { expect, test } from 'vitest'
import { expectedIncomeFactor, illiquidShare, steadyEmployment } from '../../src/agents/income.ts'
import {
  annuitySpending,
  bufferStockSpending,
  decayOver,
  type SpendingPlan,
  spendingPlan,
  subsistence,
} from '../../src/agents/lifecycle.ts'
import { paperBudget } from '../../src/scenarios/life-budget.ts'
import { DEFAULT_SCENARIO } from '../../src/scenarios/parameters.ts'
import { ENTRY_AGE } from '../../src/scenarios/scenario.ts'
import { scenarioWith } from '../verification/market.ts'

test.each([
  [500, 500],
  [823, 823],
  [824, 823.6],
  [2000, 1000],
  [5000, 1450],
])('buffer of 2 months’ income at a response of .15: cash %d of an income of 1,000 spends %d', (cash, spent) => {
  const plan = { ...spendingPlan(scenarioWith()), bufferTarget: 2, bufferResponse: 0.15, subsistence: 0.3 }
  expect(bufferStockSpending(plan, cash, 1000)).toBeCloseTo(spent, 9)
  expect(subsistence(plan, 1000)).toBe(300)
})

test('annuity: human wealth between grid points of persistent income, held at both ends', () => {
  const plan: SpendingPlan = {
    ...spendingPlan(scenarioWith()),
    annuityShare: Float64Array.of(0, 0, 0.5),
    // 1,000 a month of age and 100 a point: 21 points, the middle one stands for no shock.
    humanWealth: Float64Array.from({ length: 63 }, (_, k) => 1000 * Math.floor(k / 21) + 100 * (k % 21)),
    gridStep: 0.1,
  }
  const wealth = (persistent: number, gridStep = 0.1): number =>
    annuitySpending({ ...plan, gridStep }, 2, persistent, 500) / 0.5 - 500
  const known = [0, 0.05, -0.3, 0.95, 1, 7, -1, -7].map((persistent) => wealth(persistent))
  expect(known).toEqual([3000, 3050, 2700, 3950, 4000, 4000, 2000, 2000].map((value) => expect.closeTo(value, 8)))
  expect(wealth(0.4, 0)).toBe(3000)
})

test('annuity shares leave nothing at the end, and human wealth in the last month is its income', () => {
  const scenario = scenarioWith(({ lifecycle, income }) => {
    Object.assign(lifecycle, { rule: 'annuity', savingsRate: 0.12 })
    Object.assign(income, { persistentSd: 0.2, persistence: 0.9 })
  })
  const plan = spendingPlan(scenario)
  const last = plan.profile.length - 1
  const tail = [0, 1, 2].map((k) => plan.annuityShare[last - k])
  expect(tail).toEqual(
    [1, 1 / (1 + 1 / 1.01), 1 / (1 + 1 / 1.01 + 1 / 1.01 ** 2)].map((value) => expect.closeTo(value, 9)),
  )
  const income = (m: number): number => plan.profile[m] * plan.expected[m]
  const at = (m: number, point: number): number => plan.humanWealth[m * 21 + point]
  expect(at(last, 10)).toBeCloseTo(income(last), 6)
  expect(at(last, 0)).toBeCloseTo(income(last) * Math.exp(-1), 6)
  expect(at(last, 20)).toBeCloseTo(income(last) * Math.exp(1), 6)
  // A shock of 1 is .9 next month, with a variance of .04 (1 − .81) about it.
  const next = (income(last) * Math.exp(0.9 + 0.02 * 0.19)) / 1.01
  expect(at(last - 1, 20)).toBeCloseTo(income(last - 1) * Math.exp(1) + next, 6)
})

test('expected over median income: half the variance, and benefits for those out of work', () => {
  const income = {
    ...DEFAULT_SCENARIO.income,
    transitorySd: 0.4,
    separationRate: 0.01,
    findingRate: 0.19,
    unemploymentReplacement: 0.6,
  }
  expect(steadyEmployment(income)).toBeCloseTo(0.95, 12)
  expect(steadyEmployment({ ...income, separationRate: 0, findingRate: 0 })).toBe(1)
  expect(expectedIncomeFactor(income, false)).toBeCloseTo(Math.exp(0.08), 12)
  expect(expectedIncomeFactor(income, true)).toBeCloseTo(Math.exp(0.08) * (0.95 + 0.05 * 0.6), 12)
})

test('saving for old age is a parabola through youth, trough and old age', () => {
  const scenario = scenarioWith(({ lifecycle, population }) => {
    lifecycle.illiquidSaving = { young: 0.2, trough: 0.04, old: 0.4, troughAge: 38 }
    population.lastAge = 78
  })
  const share = illiquidShare(scenario)
  expect(share).toHaveLength(60 * 12)
  const years = [0, 10, 20, 40].map((year) => share[year * 12])
  expect(years).toEqual([0.2, 0.04 + 0.16 / 4, 0.04, 0.04 + 0.36 / 4].map((value) => expect.closeTo(value, 12)))
})

test('ρ^n, and 0^0 = 1', () => {
  const known = [decayOver(0.9, 2), decayOver(0.9, 0), decayOver(0, 3), decayOver(0, 0)]
  expect(known).toEqual([0.81, 1, 0, 1].map((value) => expect.closeTo(value, 12)))
})

test('the paper’s spending changes at the month of age at which youth and middle age end', () => {
  const scenario = scenarioWith(({ lifecycle }) => {
    lifecycle.rule = 'paper'
  })
  const { youthEnds, middleEnds } = scenario.population
  const { multiple } = spendingPlan(scenario)
  const { youth, middle, old } = paperBudget(scenario)
  expect(new Set([youth, middle, old]).size).toBe(3)
  for (const [age, before, after] of [
    [youthEnds, youth, middle],
    [middleEnds, middle, old],
  ]) {
    const month = (age - ENTRY_AGE) * 12
    expect([multiple[month - 1], multiple[month]]).toEqual([before, after])
  }
})
