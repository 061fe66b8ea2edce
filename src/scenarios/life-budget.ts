/** Median income over life, and what the paper's text makes of the lifetime budget: needed to check a scenario. */
import { exp } from '../base/math.ts'
import { fenFromYuan, monthlyRate, yuanFromFen } from '../base/units.ts'
import { ENTRY_AGE, type Scenario } from './scenario.ts'

/**
 * Median monthly income while employed (fen), by month of age since 18: quadratic in age on both sides of the
 * peak; from retirement on, a pension in proportion to income just before.
 */
export function incomeProfile(scenario: Scenario): Float64Array {
  const { medianAtPeak, peakAge, riseToPeak, fallAfterPeak, pensionRate } = scenario.income
  const { lastAge, retirementAge } = scenario.population
  const profile = new Float64Array((lastAge - ENTRY_AGE) * 12)
  for (let m = 0; m < profile.length; m++) {
    const age = ENTRY_AGE + m / 12
    const working = Math.min(age, retirementAge)
    const distance =
      working < peakAge ? (peakAge - working) / (peakAge - ENTRY_AGE) : (working - peakAge) / (retirementAge - peakAge)
    const gap = (working < peakAge ? riseToPeak : fallAfterPeak) * distance * distance
    profile[m] = fenFromYuan(medianAtPeak) * exp(-gap) * (age >= retirementAge ? pensionRate : 1)
  }
  return profile
}

/** The paper's three stages: spending over income in each, the third solved from the lifetime budget. */
export interface PaperBudget {
  readonly youth: number
  readonly middle: number
  readonly old: number
  /** Transfer (yuan a month) at which old age could just afford subsistence. */
  readonly transferNeeded: number
}

/** Solves n₃ from Σ n_stage · y = Σ (y + transfer) over the median life, discounted at the savings rate. */
export function paperBudget(scenario: Scenario): PaperBudget {
  const { youth, middle, transfer } = scenario.lifecycle.paper
  const { youthEnds, middleEnds } = scenario.population
  const profile = incomeProfile(scenario)
  const discount = 1 / (1 + monthlyRate(scenario.lifecycle.savingsRate))
  const worth = [0, 0, 0]
  let months = 0
  for (let m = 0, price = 1; m < profile.length; m++, price *= discount) {
    const age = ENTRY_AGE + m / 12
    worth[age < youthEnds ? 0 : age < middleEnds ? 1 : 2] += profile[m] * price
    months += price
  }
  const lifetime = worth[0] + worth[1] + worth[2]
  const spent = youth * worth[0] + middle * worth[1]
  return {
    youth,
    middle,
    old: (lifetime + fenFromYuan(transfer) * months - spent) / worth[2],
    transferNeeded: yuanFromFen((spent + scenario.lifecycle.subsistence * worth[2] - lifetime) / months),
  }
}
