/**
 * How much a consumer spends in a month, by three rules (`lifecycle.rule`):
 * `bufferStock` (Deaton 1991; Carroll 1997), `annuity` (Modigliani & Brumberg 1954) and `paper`, the paper's text
 * taken literally. `SpendingPlan` holds what the rules need, tabulated by month of age.
 */
import { exp, ln } from '../base/math.ts'
import { fenFromYuan, monthlyRate } from '../base/units.ts'
import { incomeProfile, paperBudget } from '../scenarios/life-budget.ts'
import { ENTRY_AGE, type Scenario } from '../scenarios/scenario.ts'
import { expectedIncomeFactor, illiquidShare } from './income.ts'

/** Grid of persistent income on which human wealth is tabulated: ±5 sd in steps of half a sd. */
const WEALTH_POINTS = 21

export interface SpendingPlan {
  readonly rule: Scenario['lifecycle']['rule']
  /** Median income of the employed by month of age, fen. */
  readonly profile: Float64Array
  /** Expected over median income by month of age. */
  readonly expected: Float64Array
  /** Share of income paid into the illiquid account by month of age (zero unless the rule is bufferStock). */
  readonly illiquid: Float64Array
  readonly bufferTarget: number
  readonly bufferResponse: number
  readonly subsistence: number
  readonly mayBorrowOnIncome: boolean
  /** `paper`: money from outside every month, fen; spending over expected income by month of age. */
  readonly transferFen: number
  readonly multiple: Float64Array
  /** `annuity`: 1 / Σ (1 + r)^-s over the months left, by month of age. */
  readonly annuityShare: Float64Array
  /** `annuity`: expected discounted income to the end of life, [month of age][grid point], fen. */
  readonly humanWealth: Float64Array
  readonly gridStep: number
}

export function spendingPlan(scenario: Scenario): SpendingPlan {
  const { lifecycle, population, income } = scenario
  const profile = incomeProfile(scenario)
  const retirement = (population.retirementAge - ENTRY_AGE) * 12
  const factorWorking = expectedIncomeFactor(income, true)
  const factorRetired = expectedIncomeFactor(income, false)
  const expected = profile.map((_, month) => (month < retirement ? factorWorking : factorRetired))
  const annuity = lifecycle.rule === 'annuity'
  return {
    rule: lifecycle.rule,
    profile,
    expected,
    illiquid: lifecycle.rule === 'bufferStock' ? illiquidShare(scenario) : new Float64Array(profile.length),
    bufferTarget: lifecycle.bufferTarget,
    bufferResponse: lifecycle.bufferResponse,
    subsistence: lifecycle.subsistence,
    mayBorrowOnIncome: lifecycle.borrowAgainstIncome,
    transferFen: lifecycle.rule === 'paper' ? fenFromYuan(lifecycle.paper.transfer) : 0,
    multiple: lifecycle.rule === 'paper' ? paperMultiples(scenario, profile) : new Float64Array(0),
    annuityShare: annuity ? annuityShares(profile.length, monthlyRate(lifecycle.savingsRate)) : new Float64Array(0),
    humanWealth: annuity ? humanWealth(scenario, profile, expected) : new Float64Array(0),
    gridStep: income.persistentSd / 2,
  }
}

/**
 * Buffer-stock spending, fen: c = min(m, ȳ (1 + κ (m/ȳ − m*))), m cash on hand net of the instalments due.
 * Instalments come off first, or consumers would eat them.
 */
export function bufferStockSpending(plan: SpendingPlan, cashNetOfDebt: number, expectedIncome: number): number {
  const target = expectedIncome * (1 - plan.bufferResponse * plan.bufferTarget) + plan.bufferResponse * cashNetOfDebt
  return target < cashNetOfDebt ? target : cashNetOfDebt
}

/** Annuity spending, fen: the share of financial and human wealth that, kept up, leaves nothing at the end. */
export function annuitySpending(plan: SpendingPlan, ageMonths: number, persistent: number, assets: number): number {
  const half = (WEALTH_POINTS - 1) / 2
  const position = plan.gridStep === 0 ? half : persistent / plan.gridStep + half
  const inside = position < 0 ? 0 : position > WEALTH_POINTS - 1 ? WEALTH_POINTS - 1 : position
  const point = inside >= WEALTH_POINTS - 1 ? WEALTH_POINTS - 2 : Math.floor(inside)
  const weight = inside - point
  const row = ageMonths * WEALTH_POINTS + point
  const human = plan.humanWealth[row] * (1 - weight) + plan.humanWealth[row + 1] * weight
  return (assets + human) * plan.annuityShare[ageMonths]
}

/** The least a consumer lives on, fen. */
export function subsistence(plan: SpendingPlan, expectedIncome: number): number {
  return plan.subsistence * expectedIncome
}

function annuityShares(months: number, rate: number): Float64Array {
  const shares = new Float64Array(months)
  let factor = 0
  for (let month = months - 1; month >= 0; month--) {
    factor = 1 + factor / (1 + rate)
    shares[month] = 1 / factor
  }
  return shares
}

/** Σ_s E[y_{a+s} | p] (1 + r)^-s from now on, for persistent income p on the grid: E[e^{p'} | p] = e^{ρ^s p + var/2}. */
function humanWealth(scenario: Scenario, profile: Float64Array, expected: Float64Array): Float64Array {
  const { persistence, persistentSd } = scenario.income
  const discount = 1 / (1 + monthlyRate(scenario.lifecycle.savingsRate))
  const months = profile.length
  const decay = new Float64Array(months)
  const growth = new Float64Array(months)
  for (let s = 0, memory = 1, price = 1; s < months; s++, memory *= persistence, price *= discount) {
    decay[s] = memory
    growth[s] = price * exp((persistentSd * persistentSd * (1 - memory * memory)) / 2)
  }
  const table = new Float64Array(months * WEALTH_POINTS)
  const incomeAt = new Float64Array(months)
  for (let point = 0; point < WEALTH_POINTS; point++) {
    const p = (point - (WEALTH_POINTS - 1) / 2) * (persistentSd / 2)
    for (let s = 0; s < months; s++) incomeAt[s] = growth[s] * exp(decay[s] * p)
    for (let age = 0; age < months; age++) {
      let wealth = 0
      for (let s = 0; age + s < months; s++) wealth += profile[age + s] * expected[age + s] * incomeAt[s]
      table[age * WEALTH_POINTS + point] = wealth
    }
  }
  return table
}

function paperMultiples(scenario: Scenario, profile: Float64Array): Float64Array {
  const budget = paperBudget(scenario)
  const { youthEnds, middleEnds } = scenario.population
  return profile.map((_, month) => {
    const age = ENTRY_AGE + month / 12
    return age < youthEnds ? budget.youth : age < middleEnds ? budget.middle : budget.old
  })
}

/** ρ^n by repeated squaring in logs; 0^0 = 1. */
export function decayOver(rho: number, months: number): number {
  return months === 0 ? 1 : rho <= 0 ? 0 : exp(months * ln(rho))
}
