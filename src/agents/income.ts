/** ln y = g(age) + p + e: a hump-shaped profile, a persistent and a transitory part (model and sources in docs/odd.md). */
import { exp } from '../base/math.ts'
import { ENTRY_AGE, type Scenario } from '../scenarios/scenario.ts'

/** Share of the working-age population in work when separation and finding balance. */
export function steadyEmployment(income: Scenario['income']): number {
  const flow = income.separationRate + income.findingRate
  return flow === 0 ? 1 : income.findingRate / flow
}

/** Expected income over median income of the employed: transitory risk and unemployment. */
export function expectedIncomeFactor(income: Scenario['income'], working: boolean): number {
  const transitory = exp((income.transitorySd * income.transitorySd) / 2)
  if (!working) return transitory
  const employed = steadyEmployment(income)
  return transitory * (employed + (1 - employed) * income.unemploymentReplacement)
}

/** Share of income that goes to the illiquid account by age: a parabola through young (18), trough and old (lastAge). */
export function illiquidShare(scenario: Scenario): Float64Array {
  const { young, trough, old, troughAge } = scenario.lifecycle.illiquidSaving
  const { lastAge } = scenario.population
  const share = new Float64Array((lastAge - ENTRY_AGE) * 12)
  for (let month = 0; month < share.length; month++) {
    const age = ENTRY_AGE + month / 12
    const before = age < troughAge
    const distance = before ? (troughAge - age) / (troughAge - ENTRY_AGE) : (age - troughAge) / (lastAge - troughAge)
    share[month] = trough + ((before ? young : old) - trough) * distance * distance
  }
  return share
}
