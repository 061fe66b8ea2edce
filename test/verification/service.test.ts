/** On and off: trained staff keep customers, rewards for recommendations bring new ones and cost money. */
import { describe, expect, test } from 'vitest'
import { numbers } from '../../src/base/table.ts'
import type { RunResult } from '../../src/run/result.ts'
import { runScenario } from '../../src/run/run.ts'
import { cases, firstOf } from '../size.ts'
import { fixedMargins, horizon, policy, type Recipe, scenarioWith, size } from './market.ts'

const MONTHS = cases(24, 36)

const run = (seed: number, ...recipes: readonly Recipe[]): RunResult =>
  runScenario(scenarioWith(size(cases(1800, 4000), seed), horizon(12, MONTHS), fixedMargins, busy, ...recipes))

/** Many needs, so that many come back, and capital that never binds: what service and rewards cost would turn people away. */
const busy: Recipe = (draft) => {
  Object.assign(draft.needs.arrival, { youth: 0.3, middle: 0.3, old: 0.3 })
  policy({ capital: 1_000_000, capitalRatio: 0.01 })(draft)
}

function total({ tables }: RunResult, table: string, column: string): number {
  const found = tables.find(({ name }) => name === table)!
  const month = numbers(found, 'month')
  return numbers(found, column).reduce((sum, value, row) => (month[row] < 0 ? sum : sum + value), 0)
}

const repeatShare = (of: RunResult): number =>
  total(of, 'months', 'repeatLoans') / total(of, 'months', 'customersLoans')

/** Full satisfaction is worth 2.8 of log-odds between offers. */
const loyal: Recipe = ({ choice }) => {
  choice.loyalty = 2.8 * choice.nestScale
}
const trained = (training: number): Recipe => policy({ training })

describe.each(firstOf([1, 2, 3]))('seed %i', (seed) => {
  test('better trained staff satisfy more, keep more customers and cost what training costs', () => {
    const [poor, good] = [0.02, 0.6].map((training) => run(seed, loyal, trained(training)))
    expect(total(good, 'months', 'satisfaction') / MONTHS).toBeGreaterThan(
      total(poor, 'months', 'satisfaction') / MONTHS + 0.3,
    )
    expect(repeatShare(good)).toBeGreaterThan(repeatShare(poor) + 0.05)
    // The cost is training × borrowers, whole fen a lender and month.
    for (const [of, training] of [
      [poor, 0.02],
      [good, 0.6],
    ] as const) {
      expect(total(of, 'lenders', 'serviceCost')).toBeCloseTo(training * total(of, 'lenders', 'borrowers'), 6)
    }
  })

  test('satisfaction keeps customers by loyalty alone', () => {
    expect(repeatShare(run(seed, loyal))).toBeGreaterThan(repeatShare(run(seed)) + 0.02)
  })

  test('what assessment draws to sales widens awareness and lowers quality', () => {
    const [service, sales] = [0.1, 0.9].map((salesShare) => run(seed, policy({ salesShare, advertising: 0.03 })))
    expect(total(sales, 'adoption', 'aware')).toBeGreaterThan(1.02 * total(service, 'adoption', 'aware'))
    expect(total(sales, 'lenders', 'quality')).toBeLessThan(0.5 * total(service, 'lenders', 'quality'))
  })

  test('rewarded recommendations bring new customers, all of them by that channel, and cost promotion money', () => {
    const quiet: Recipe = (draft) => {
      policy({ advertising: 0.01, awarenessAtStart: 0.1 })(draft)
      Object.assign(draft.diffusion, { network: 'wattsStrogatz', contact: 0.4 })
      draft.promotion.kind = 'none'
      draft.credit.sharing = 'negative'
    }
    const off = run(seed, quiet)
    const on = run(seed, quiet, ({ promotion }) => {
      promotion.referralReward = 60
    })
    const heard = (of: RunResult): number =>
      total(of, 'months', 'newByWordOfMouth') + total(of, 'months', 'newByReferral')
    expect(heard(on)).toBeGreaterThan(1.03 * heard(off))
    expect(total(off, 'months', 'newByReferral')).toBe(0)
    const rewarded = total(on, 'months', 'newByReferral')
    expect(rewarded).toBeGreaterThan(100)
    expect(total(on, 'months', 'referralCost')).toBe(60 * rewarded)
    expect(total(on, 'months', 'promotionCost')).toBe(60 * rewarded)
    expect(total(off, 'months', 'promotionCost')).toBe(0)
    expect(total(on, 'lenders', 'referralCost')).toBe(60 * rewarded)
    for (const of of [off, on]) {
      expect(heard(of)).toBeLessThan(total(of, 'months', 'newCustomers'))
      expect(total(of, 'lenders', 'newCustomers')).toBe(total(of, 'months', 'newCustomers'))
      // Every loan is somebody's first, or follows on another.
      expect(total(of, 'months', 'firstLoans') + total(of, 'months', 'customersLoans')).toBe(
        total(of, 'months', 'loans'),
      )
    }
  })
})
