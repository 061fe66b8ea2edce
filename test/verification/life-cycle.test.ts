/** Case 4: what consumers do with no shocks, no needs and no loans, where theory has an answer. */
import { describe, expect, test } from 'vitest'
import { LOAN_SLOTS } from '../../src/agents/consumers.ts'
import type { World } from '../../src/market/world.ts'
import {
  everybodyLivesOn,
  flatIncome,
  founded,
  hazard,
  horizon,
  live,
  noIncomeShocks,
  noNeeds,
  type Recipe,
  roster,
  scoreLimit,
  size,
} from './market.ts'

const LIFE = 744
const oneLender: Recipe = roster({ products: ['electronics'] })
const quiet: readonly Recipe[] = [oneLender, noNeeds, noIncomeShocks, everybodyLivesOn]

const annuity: Recipe = ({ lifecycle, population, income }) => {
  population.lastAge = 80
  population.retirementAge = 60
  Object.assign(income, { medianAtPeak: 6300, peakAge: 40, riseToPeak: 0.6, fallAfterPeak: 0.15, pensionRate: 0.4 })
  Object.assign(lifecycle, { rule: 'annuity', savingsRate: 0, borrowAgainstIncome: true })
}

interface Life {
  readonly savings: number[]
  readonly spending: number[]
}

/** Savings and spending by month of age of all who were born and died within 1,200 months. */
function wholeLives(world: World): Life[] {
  const { consumers: c, regime } = world
  const open = new Map<number, Life>()
  const lives: Life[] = []
  live(world, 1200, () => {
    for (let i = 0; i < c.count; i++) {
      const age = world.tick - c.birthTick[i]
      if (age === 0) {
        const finished = open.get(i)
        if (finished !== undefined) lives.push(finished)
        open.set(i, { savings: [], spending: [] })
      }
      const one = open.get(i)
      if (one === undefined) continue
      const before = one.savings.at(-1) ?? 0
      one.savings.push(c.savingsFen[i])
      // Cash in less what is left; interest is nil and income holds no surprise.
      one.spending.push(before + Math.floor(regime.plan.profile[age] + 0.5) - c.savingsFen[i])
    }
  })
  return lives
}

test('annuity without interest: the same spending all life, debt in youth, a hump of savings, nothing left', () => {
  const world = founded(size(124), ...quiet, annuity, horizon(600, 600))
  const permanent = world.regime.plan.profile.reduce((sum, y) => sum + y, 0) / LIFE
  const lives = wholeLives(world)
  expect(lives.length).toBeGreaterThan(60)
  for (const { savings, spending } of lives) {
    expect(spending).toHaveLength(LIFE)
    // Each month rounds to whole fen, and later months put right what rounding left.
    for (const c of spending.slice(0, -6)) expect(Math.abs(c - permanent)).toBeLessThan(1.5)
    for (const c of spending.slice(-6)) expect(Math.abs(c - permanent)).toBeLessThan(5)
    expect(Math.abs(savings[LIFE - 1])).toBeLessThanOrEqual(2)
    const at = (age: number): number => savings[(age - 18) * 12]
    expect(Math.min(...savings)).toBe(Math.min(...savings.slice(0, 144)))
    expect(Math.min(...savings)).toBeLessThan(-permanent)
    expect(savings.indexOf(Math.max(...savings))).toBe((60 - 18) * 12 - 1)
    expect(at(59)).toBeGreaterThan(36 * permanent)
    expect(at(50)).toBeGreaterThan(at(40))
    expect(at(70)).toBeLessThan(at(60))
  }
})

test('annuity with interest: a newcomer spends the level that is worth as much as income over life', () => {
  const rate = 0.03
  const world = founded(size(124), ...quiet, annuity, horizon(600, 600), ({ lifecycle }) => {
    lifecycle.savingsRate = rate
  })
  const { profile } = world.regime.plan
  const worth = (of: (m: number) => number): number => {
    let sum = 0
    for (let m = 0; m < LIFE; m++) sum += of(m) / (1 + rate / 12) ** m
    return sum
  }
  const level = worth((m) => profile[m]) / worth(() => 1)
  const { consumers: c } = world
  const first: number[] = []
  live(world, 100, () => {
    for (let i = 0; i < c.count; i++) {
      if (c.birthTick[i] === world.tick) first.push(Math.floor(profile[0] + 0.5) - c.savingsFen[i])
    }
  })
  expect(first.length).toBeGreaterThan(5)
  for (const c0 of first) expect(Math.abs(c0 - level)).toBeLessThan(1)
})

const TARGET = 3
const RESPONSE = 0.15

const buffer: Recipe = (draft) => {
  flatIncome(draft)
  Object.assign(draft.lifecycle, { rule: 'bufferStock', bufferTarget: TARGET, bufferResponse: RESPONSE })
  Object.assign(draft.lifecycle, { subsistence: 0.35, savingsRate: 0, borrowAgainstIncome: false })
}

/** Savings over disposable expected income: every month of those who have had ten years to settle, by person. */
function savingsRatios(world: World): number[][] {
  const { consumers: c, regime } = world
  const ratios: number[][] = Array.from({ length: c.count }, () => [])
  live(world, 240, () => {
    for (let i = 0; i < c.count; i++) {
      const age = world.tick - c.birthTick[i]
      if (world.tick < 120 || age < 120) continue
      const disposable = regime.plan.profile[age] * regime.plan.expected[age] * (1 - regime.plan.illiquid[age])
      ratios[i].push(c.savingsFen[i] / disposable)
    }
  })
  return ratios.filter((months) => months.length >= 100)
}

const mean = (x: readonly number[]): number => x.reduce((sum, value) => sum + value, 0) / x.length

/** Score of the hypothesis that people's own means are `expected` on average; people are independent. */
function score(ratios: readonly (readonly number[])[], expected: number): number {
  const means = ratios.map(mean)
  const centre = mean(means)
  const variance = mean(means.map((x) => (x - centre) ** 2))
  return (centre - expected) / Math.sqrt(variance / means.length)
}

/**
 * With A savings after spending and d disposable income, both over ȳ' = ȳ (1 − s), the rule gives cash m = A + d and
 * m' = (1 + r) ((1 − κ) m + κ m* − 1) + d', whose mean is m̄ = [E d + (1 + r)(κ m* − 1)] / [1 − (1 + r)(1 − κ)]:
 * exactly m* where r = 0 and E d = 1, as long as m stays above (1 − κ m*)/(1 − κ), below which cash binds.
 * Then mean savings are (1 − κ) m̄ + κ m* − 1.
 */
function fixedPoint(meanDisposable: number, rate: number): number {
  return (meanDisposable + (1 + rate) * (RESPONSE * TARGET - 1)) / (1 - (1 + rate) * (1 - RESPONSE)) || Number.NaN
}

const savingsAt = (cash: number): number => (1 - RESPONSE) * cash + RESPONSE * TARGET - 1

describe('buffer stock, illiquid saving on', () => {
  test('without shocks cash settles at the target exactly', () => {
    const world = founded(size(100), ...quiet, buffer, horizon(0, 240))
    for (const months of savingsRatios(world)) expect(Math.abs(months[99] - (TARGET - 1))).toBeLessThan(2e-5)
    expect(fixedPoint(1, 0)).toBeCloseTo(TARGET, 12)
  })

  test('with transitory shocks mean cash is the target, and its variance that of an AR(1) with 1 − κ', () => {
    const sd = 0.1
    const world = founded(size(1500), ...quiet, buffer, horizon(0, 240), ({ income }) => {
      income.transitorySd = sd
    })
    const ratios = savingsRatios(world)
    expect(ratios.length).toBeGreaterThan(1000)
    expect(Math.abs(score(ratios, savingsAt(TARGET)))).toBeLessThan(scoreLimit())
    const variance = mean(ratios.map((months) => mean(months.map((x) => (x - (TARGET - 1)) ** 2))))
    const kept = (1 - RESPONSE) ** 2
    // Income over its mean varies by e^(sd²) − 1. With 1,000 people × 100 months the error is about 1 %.
    expect(variance / ((kept * (Math.exp(sd * sd) - 1)) / (1 - kept))).toBeCloseTo(1, 1)
  })

  test('with interest it settles where the rule with interest says', () => {
    const world = founded(size(100), ...quiet, buffer, horizon(0, 240), ({ lifecycle }) => {
      lifecycle.savingsRate = 0.06
    })
    const settled = savingsAt(fixedPoint(1, 0.06 / 12))
    expect(settled).toBeGreaterThan(TARGET - 1 + 0.03)
    for (const months of savingsRatios(world)) expect(Math.abs(months[99] - settled)).toBeLessThan(2e-5)
  })

  test('with unemployment it settles above the target, since the unemployed pay nothing into the illiquid account', () => {
    const [separation, finding, replacement] = [0.02, 0.2, 0.7]
    const world = founded(size(2000), ...quiet, buffer, horizon(0, 240), ({ income, population }) => {
      Object.assign(income, { separationRate: separation, findingRate: finding })
      income.unemploymentReplacement = replacement
      population.retirementAge = 75
    })
    const employed = finding / (finding + separation)
    const saved = world.scenario.lifecycle.illiquidSaving.young
    const earned = employed + (1 - employed) * replacement
    const disposable = (employed * (1 - saved) + (1 - employed) * replacement) / (earned * (1 - saved))
    const { consumers: c } = world
    // Pensioners are never unemployed: look at those who stay in work age throughout.
    const inWork = Array.from({ length: c.count }, (_, i) => i).filter((i) => -c.birthTick[i] + 240 < (75 - 18) * 12)
    const ratios: number[][] = inWork.map(() => [])
    live(world, 240, () => {
      if (world.tick < 60) return
      inWork.forEach((i, k) => {
        const age = world.tick - c.birthTick[i]
        const expected = world.regime.plan.profile[age] * world.regime.plan.expected[age]
        ratios[k].push(c.savingsFen[i] / (expected * (1 - saved)))
      })
    })
    expect(ratios.length).toBeGreaterThan(1000)
    const cash = fixedPoint(disposable, 0)
    expect(cash).toBeGreaterThan(TARGET + 0.05)
    expect(Math.abs(score(ratios, cash - disposable))).toBeLessThan(scoreLimit())
    expect(Math.abs(score(ratios, TARGET - 1))).toBeGreaterThan(scoreLimit())
  })
})

test('instalments come off before spending: debt lowers spending by κ of it, not the payment', () => {
  // The rule on cash net of a debt service of half of income spends 1 + κ (m − b/ȳ − m*), never less than is left.
  const world = founded(size(100), ...quiet, buffer, hazard(-1000), horizon(0, 240))
  const { consumers: c } = world
  live(world, 160)
  const disposable = Math.floor(world.regime.plan.profile[300] * 0.8)
  const due = Math.floor(disposable / 2)
  const before = Array.from(c.savingsFen)
  for (let i = 0; i < 50; i++) {
    c.loanCount[i] = 1
    c.loanBalanceFen[i * 4] = due
    c.loanInstalmentFen[i * 4] = due
    c.loanRemaining[i * 4] = 1
    c.loanAprBp[i * 4] = 0
  }
  world.industry = {
    ...world.industry,
    lenders: world.industry.lenders.map((lender) => ({
      ...lender,
      ledger: { ...lender.ledger, loansFen: 50 * due, cashFen: lender.ledger.cashFen - 50 * due },
    })),
  }
  live(world, 1)
  for (let i = 0; i < 50; i++) {
    expect(c.loanCount[i]).toBe(0)
    if (c.birthTick[i] > 0) continue
    // Settled: spending was ȳ' and is less by κ × due; savings fall by (1 − κ) × due.
    expect(Math.abs(before[i] - c.savingsFen[i] - (1 - RESPONSE) * due)).toBeLessThan(40)
  }
})

test('net borrowing by age is the change of all debt, and what is borrowed what lenders lend', () => {
  // So few that in half of the months nobody leaves, whose debts would go with them.
  const world = founded(size(500), everybodyLivesOn, horizon(0, 40))
  const { consumers: c, tally } = world
  const total = (column: ArrayLike<number>): number => Array.from(column).reduce((sum, fen) => sum + fen, 0)
  const owed = (): number => {
    let fen = 0
    for (let i = 0; i < c.count; i++) {
      for (let k = 0; k < c.loanCount[i]; k++) fen += c.loanBalanceFen[i * LOAN_SLOTS + k]
    }
    return fen
  }
  let before = owed()
  let [lent, quiet] = [0, 0]
  live(world, 40, () => {
    if (tally.market.births === 0) {
      expect(total(tally.ages.netBorrowing)).toBe(owed() - before)
      quiet++
    }
    expect(total(tally.ages.borrowed)).toBe(tally.market.originatedFen)
    lent += tally.market.originatedFen
    before = owed()
  })
  expect(lent).toBeGreaterThan(0)
  expect(quiet).toBeGreaterThan(10)
})
