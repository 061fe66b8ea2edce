/** What owners take into account before they open a lender or save one, against values worked out by hand. */
import { describe, expect, test } from 'vitest'
import { GRADES } from '../../../../src/agents/expected-loss.ts'
import { foundIndustry, type Industry, type Lender } from '../../../../src/agents/lenders/lender.ts'
import {
  arrivals,
  expectedReturn,
  isWorthEntering,
  isWorthKeeping,
  outlookOf,
  trailingProfitFen,
} from '../../../../src/market/mechanisms/entry-exit/entry.ts'
import { chiSquareLimit, luck, roster, scenarioWith, scoreLimit } from '../../../verification/market.ts'

/** Three licensed companies and two platforms whose profit, equity and age are as stated. */
function industryOf(
  ...told: readonly Partial<Pick<Lender, 'profitFen' | 'entered' | 'status'> & { equityFen: number }>[]
): Industry {
  const industry = foundIndustry(
    scenarioWith(
      roster(
        { class: 'licensed', products: ['traditional'] },
        { class: 'licensed', products: ['traditional'] },
        { class: 'licensed', products: ['traditional'] },
        { class: 'platform', products: ['ecommerce'] },
        { class: 'platform', products: ['ecommerce'] },
      ),
    ),
    0,
    GRADES,
  )
  return {
    ...industry,
    lenders: industry.lenders.map((lender, l) => {
      const { equityFen, ...changes } = told[l] ?? {}
      return { ...lender, ...changes, ledger: { ...lender.ledger, equityFen: equityFen ?? lender.ledger.equityFen } }
    }),
  }
}

const year = (...months: readonly number[]): number[] => Array.from({ length: 12 }, (_, m) => months[m] ?? 0)

describe('outlook', () => {
  test('profit of a year is the sum of twelve months, losses and all', () => {
    const { lenders } = industryOf({ profitFen: [5, -3, 7, 0, 1, 1, 1, 1, 1, 1, -20, 10] })
    expect(trailingProfitFen(lenders[0])).toBe(5)
  })

  test('is that of active lenders of the class that are a year old, together', () => {
    const industry = industryOf(
      { profitFen: year(300, -100), equityFen: 2000, entered: -12 },
      // Eleven months old: has shown nothing yet.
      { profitFen: year(9000), equityFen: 1, entered: 1 },
      // Stopped lending.
      { profitFen: year(-7000), equityFen: 500, entered: -12, status: 'runOff' },
      { profitFen: year(40), equityFen: 100, entered: 0 },
      { profitFen: year(10), equityFen: 900, entered: 0 },
    )
    expect(outlookOf(industry, 12, (lender) => lender.class === 'licensed')).toEqual({
      profitFen: 200,
      equityFen: 2000,
    })
    expect(outlookOf(industry, 12, (lender) => lender.class === 'platform')).toEqual({ profitFen: 50, equityFen: 1000 })
    expect(outlookOf(industry, 11, (lender) => lender.class === 'platform')).toEqual({ profitFen: 0, equityFen: 0 })
    expect(outlookOf(industry, 13, (lender) => lender.class === 'licensed')).toEqual({
      profitFen: 9200,
      equityFen: 2001,
    })
    expect(outlookOf(industry, 12, () => false)).toEqual({ profitFen: 0, equityFen: 0 })
  })

  test('expected return is profit over equity, and below zero where no equity shows it', () => {
    expect(expectedReturn({ profitFen: 50, equityFen: 1000 })).toBe(0.05)
    expect(expectedReturn({ profitFen: -250, equityFen: 1000 })).toBe(-0.25)
    expect(expectedReturn({ profitFen: 50, equityFen: 0 })).toBe(-1)
    expect(expectedReturn({ profitFen: 50, equityFen: -10 })).toBe(-1)
  })
})

describe('worth entering', () => {
  test('if (K − cost) ROE / r > K', () => {
    // 900 × 15 % = 135 a year, worth 1350 at 10 %: more than the 1000 put in.
    expect(isWorthEntering(1000, 100, 0.15, 0.1)).toBe(true)
    // 900 × 11 % = 99, worth 990.
    expect(isWorthEntering(1000, 100, 0.11, 0.1)).toBe(false)
    // 500 × 20 % = 100 is worth exactly 1000: nothing gained.
    expect(isWorthEntering(1000, 500, 0.2, 0.1)).toBe(false)
    expect(isWorthEntering(1000, 500, 0.21, 0.1)).toBe(true)
  })

  test('not with capital that setting up eats, nor for a loss, whatever is required', () => {
    expect(isWorthEntering(100, 100, 5, 0)).toBe(false)
    expect(isWorthEntering(100, 150, -5, 0)).toBe(false)
    expect(isWorthEntering(1000, 0, -0.01, 0)).toBe(false)
    expect(isWorthEntering(1000, 0, 0, 0)).toBe(false)
    expect(isWorthEntering(1000, 0, 0.001, 0)).toBe(true)
  })
})

describe('worth keeping', () => {
  test('if Π + X ROE > r (E + X)', () => {
    // 60 + 500 × 8 % = 100; 10 % of 400 + 500 is 90, of 500 + 500 is 100.
    expect(isWorthKeeping(60, 400, 500, 0.08, 0.1)).toBe(true)
    expect(isWorthKeeping(60, 500, 500, 0.08, 0.1)).toBe(false)
    expect(isWorthKeeping(61, 500, 500, 0.08, 0.1)).toBe(true)
  })

  test('a loss can be worth bearing in a class that earns much, and negative equity asks less', () => {
    expect(isWorthKeeping(-20, 100, 400, 0.2, 0.1)).toBe(true)
    expect(isWorthKeeping(-30, 100, 400, 0.2, 0.1)).toBe(false)
    expect(isWorthKeeping(-20, -100, 400, 0.12, 0.1)).toBe(false)
    expect(isWorthKeeping(-10, -100, 400, 0.12, 0.1)).toBe(true)
  })
})

describe('arrivals', () => {
  test('are the Poisson quantiles of a uniform', () => {
    // At rate 1: P(0) = P(1) = 0.3679, P(2) = 0.1839, P(3) = 0.0613.
    const of = (u: number, most = 10): number => arrivals(u, Math.exp(-1), 1, most)
    expect([0, 0.3678, 0.368, 0.7357, 0.7359, 0.9196, 0.9198, 0.981, 0.9811].map((u) => of(u))).toEqual([
      0, 0, 1, 1, 2, 2, 3, 3, 4,
    ])
  })

  test('none without a rate, and never more than there is room for', () => {
    expect(arrivals(0.999999, 1, 0, 10)).toBe(0)
    expect(arrivals(0.999999, Math.exp(-3), 3, 2)).toBe(2)
    expect(arrivals(0.999999, Math.exp(-3), 3, 0)).toBe(0)
  })

  test('follow the distribution', () => {
    const next = luck(3)
    const [rate, draws] = [0.7, 20_000]
    const counts = new Array<number>(5).fill(0)
    let sum = 0
    for (let k = 0; k < draws; k++) {
      const count = arrivals(next(), Math.exp(-rate), rate, 50)
      sum += count
      counts[Math.min(4, count)]++
    }
    const chance = [0, 1, 2, 3].map((n) => (Math.exp(-rate) * rate ** n) / [1, 1, 2, 6][n])
    chance.push(1 - chance.reduce((total, p) => total + p, 0))
    const square = counts.reduce((total, count, n) => total + (count - draws * chance[n]) ** 2 / (draws * chance[n]), 0)
    expect(square).toBeLessThan(chiSquareLimit(4, 2))
    expect(Math.abs(sum - rate * draws) / Math.sqrt(rate * draws)).toBeLessThan(scoreLimit(2))
  })
})
