/** Expected losses of loans: grades, averages over what a lender does not know, exposure by age. */
import { describe, expect, test } from 'vitest'
import {
  averaged,
  chargeOffInMonth,
  expectedDefault,
  expectedLoss,
  GRADES,
  gradeLoss,
  gradeOf,
  LOSS_BINS,
  lossBinOf,
  lossModel,
  lossOfBin,
  seenPays,
  spreadOf,
  workOf,
} from '../../src/agents/expected-loss.ts'
import { annualChargeOff, CHARGE_OFF, loanLife, OUT_OF_WORK, RETIRED, WORKING } from '../../src/agents/loan-chain.ts'
import { defaultWithinYear } from '../../src/agents/underwriting.ts'
import { exp } from '../../src/base/math.ts'
import { DEFAULT_SCENARIO } from '../../src/scenarios/parameters.ts'

const model = lossModel(DEFAULT_SCENARIO)

test('a grade stands for the middle of its interval, edges belong to the grade above, from nearly no loss to the unbankable', () => {
  for (let grade = 1; grade < GRADES; grade++) {
    const middle = Math.log(gradeLoss(grade))
    expect([gradeOf(middle - 0.1 - 1e-9), gradeOf(middle - 0.1 + 1e-9), gradeOf(middle)]).toEqual([
      grade - 1,
      grade,
      grade,
    ])
  }
  expect([gradeOf(-100), gradeOf(100)]).toEqual([0, GRADES - 1])
  expect(gradeLoss(0)).toBeLessThan(0.002)
  expect(gradeLoss(GRADES - 1)).toBeGreaterThan(0.5)
  // At the margin, where losses are a tenth a year, a grade is about two points of APR wide.
  const marginal = gradeOf(Math.log(0.1))
  expect(gradeLoss(marginal + 1) - gradeLoss(marginal)).toBeLessThan(0.025)
})

test('bins of losses: middles fall into their own bins, ends are open', () => {
  for (let bin = 0; bin < LOSS_BINS; bin++) expect(lossBinOf(lossOfBin(bin))).toBe(bin)
  expect([lossBinOf(-100), lossBinOf(100)]).toEqual([0, LOSS_BINS - 1])
})

test('somebody who knows everything expects the chain’s losses, by term and work', () => {
  const sure = spreadOf(0)
  for (const term of [3, 6, 12, 24, 36]) {
    for (const work of [WORKING, OUT_OF_WORK, RETIRED] as const) {
      for (let logOdds = -12.8; logOdds < 7; logOdds += 0.7) {
        const exact = Math.log(annualChargeOff(logOdds, work, term, model.rates))
        // Read from points half a unit apart; a grade is .2 wide.
        expect(Math.abs(expectedLoss(model, sure, work, term, logOdds) - exact)).toBeLessThan(0.012)
      }
    }
  }
})

test('uncertain estimates: the mean of losses over a fine grid; an unknown person costs far more than the median one', () => {
  for (const sd of [0.6, 1.5, 2.5]) {
    const spread = spreadOf(sd)
    for (const logOdds of [-10, -6.1, -3, 1]) {
      let [sum, mass] = [0, 0]
      for (let z = -8; z <= 12; z += 0.05) {
        const density = Math.exp((-z * z) / 2)
        sum += density * annualChargeOff(logOdds + sd * z, WORKING, 12, model.rates)
        mass += density
      }
      expect(Math.abs(expectedLoss(model, spread, WORKING, 12, logOdds) - Math.log(sum / mass))).toBeLessThan(0.012)
    }
  }
  const [known, unknown] = [0, 2.5].map((sd) => Math.exp(expectedLoss(model, spreadOf(sd), WORKING, 12, -6.1)))
  expect(unknown).toBeGreaterThan(5 * known)
  // What grows without bound falls like odds below the grid.
  const row = averaged(
    Float64Array.from({ length: 45 }, (_, k) => k / 2),
    1,
  )
  expect(row[10]).toBeCloseTo(5.5, 9)
})

test('interest, which the model leaves out, moves annual losses by less than a seventh', () => {
  for (const term of [6, 12, 24]) {
    for (const logOdds of [-9, -6, -3, 0]) {
      const at = (apr: number): number =>
        annualChargeOff(logOdds, WORKING, term, { ...model.rates, rateMonthly: apr / 12 })
      expect(Math.abs(at(0.24) / at(0) - 1)).toBeLessThan(1 / 7)
    }
  }
})

test('trap: losses follow the product’s term, and short loans amortise before they can go bad', () => {
  const loss = (term: number): number => Math.exp(expectedLoss(model, spreadOf(0), WORKING, term, -5))
  expect([loss(6) < loss(12), loss(12) < loss(24)]).toEqual([true, true])
  // Seven misses in a row after entering distress, with instalments without end, would be the same for all terms.
  const { persistence, pays } = model.rates
  const nextMiss = (persistence * (1 - pays)) / (1 - persistence * pays)
  const endless = (12 / (1 + Math.exp(5))) * (1 - pays + pays * nextMiss) * nextMiss ** 6
  expect(endless / loss(6)).toBeGreaterThan(3)
  // Somebody who is in distress all the time defaults once, not every month.
  expect(Math.exp(expectedLoss(model, spreadOf(0), WORKING, 12, 8))).toBeLessThan(2)
})

test('chance of default within a year: certain knowledge gives the formula, doubt its mean', () => {
  const of = (x: number): number =>
    defaultWithinYear(1 / (1 + Math.exp(-x)), 1 - model.rates.pays, model.rates.persistence, 12)
  for (const x of [-9, -6, -3.2, 0.4]) expect(expectedDefault(model, spreadOf(0), 12, x) / of(x)).toBeCloseTo(1, 1)
  let [sum, mass] = [0, 0]
  for (let z = -8; z <= 10; z += 0.01) {
    sum += Math.exp((-z * z) / 2) * of(-6 + 2 * z)
    mass += Math.exp((-z * z) / 2)
  }
  expect(expectedDefault(model, spreadOf(2), 12, -6) / (sum / mass)).toBeCloseTo(1, 1)
})

describe('exposure by age', () => {
  test('over a loan’s life it sums to the expected charge-off, and none falls before the seventh month', () => {
    for (const term of [3, 12, 24]) {
      for (const bin of [3, 8, 12]) {
        const ages = term + CHARGE_OFF
        const byMonth = { chargedOff: new Float64Array(ages), balance: new Float64Array(ages) }
        // The log-odds at which the chain's loss is that of the bin, by bisection.
        let [low, high] = [-20, 8]
        for (let step = 0; step < 60; step++) {
          const middle = (low + high) / 2
          if (Math.log(annualChargeOff(middle, WORKING, term, model.rates)) < lossOfBin(bin)) low = middle
          else high = middle
        }
        const { chargedOff } = loanLife(low, WORKING, term, model.rates, byMonth)
        const hazards = Array.from({ length: ages }, (_, age) => chargeOffInMonth(model, term, bin, age))
        const expected = hazards.reduce((sum, hazard, age) => sum + hazard * byMonth.balance[age], 0)
        expect(Math.abs(expected / chargedOff - 1)).toBeLessThan(0.02)
        expect(hazards.slice(0, CHARGE_OFF).every((hazard) => hazard === 0)).toBe(true)
        expect(hazards[CHARGE_OFF]).toBeGreaterThan(0)
      }
    }
  })

  test('a loan older than its term and seven months is not expected', () => {
    expect(chargeOffInMonth(model, 12, 10, 12 + CHARGE_OFF)).toBe(0)
    expect(chargeOffInMonth(model, 12, 10, 11 + CHARGE_OFF)).toBeGreaterThan(0)
  })
})

test('trap: lenders take everybody for somebody whom the bureau sees, whatever reputation is worth', () => {
  const { repayment } = DEFAULT_SCENARIO
  expect(seenPays(repayment)).toBeCloseTo(1 / (1 + Math.exp(-repayment.willingness)), 12)
})

test('where no distress lasts for a second month nobody is charged off: next to nothing is expected, and it is a number', () => {
  const { repayment } = DEFAULT_SCENARIO
  const fleeting = lossModel({ ...DEFAULT_SCENARIO, repayment: { ...repayment, distressPersistence: 0 } })
  for (const logOdds of [-20, -6, 0.25, 30]) {
    for (const sd of [0, 2]) {
      expect(exp(expectedLoss(fleeting, spreadOf(sd), WORKING, 12, logOdds))).toBeLessThan(1e-11)
      expect(expectedDefault(fleeting, spreadOf(sd), 12, logOdds)).toBeLessThan(1e-11)
    }
  }
  for (let age = 1; age < 20; age++) expect(chargeOffInMonth(fleeting, 12, 10, age)).toBe(0)
})

test('work by age and employment', () => {
  const { retirement } = model
  expect(workOf(model, retirement - 1, false)).toBe(WORKING)
  expect(workOf(model, retirement - 1, true)).toBe(OUT_OF_WORK)
  expect(workOf(model, retirement, true)).toBe(RETIRED)
})
