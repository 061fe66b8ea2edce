/**
 * Case 3: margins settle at the logit first-order condition μ = 1 / {α [1/λ − (1/λ − 1) s_{j|in} − s_j]}
 * (one product a lender, common α).
 */
import { describe, expect, test } from 'vitest'
import { type DemandCells, moveMargin, reviewMargin, shareInside } from '../../src/agents/lenders/pricing.ts'
import {
  dated,
  everybodyApproved,
  everybodyLivesOn,
  founded,
  fullAwareness,
  horizon,
  live,
  luck,
  needsOf,
  noBuffer,
  noIncomeShocks,
  noPromotion,
  type Recipe,
  roster,
  size,
} from './market.ts'

/** Demand of one kind of shopper for one product a lender, utilities (margins aside) as given. */
function cellsOf(utilities: readonly number[], alpha: number, nestScale: number, borrowing: number): DemandCells {
  const products = utilities.length
  const weight = Float64Array.from(utilities, (utility) => Math.exp(utility / nestScale))
  const total = weight.reduce((sum, w) => sum + w)
  return {
    shoppers: 1,
    products,
    weight,
    total: Float64Array.of(total),
    share: Float64Array.of(shareInside({ borrowing, nestScale }, total)),
    priceSensitivity: Float64Array.of(alpha),
    borrowing,
    nestScale,
    exposure: new Float64Array(products).fill(700),
    unitMargin: new Float64Array(products),
    aboveCap: new Float64Array(products).fill(-10),
  }
}

/** The margin that the first-order condition asks of product j at present shares. */
function benchmark(cells: DemandCells, j: number): number {
  const { nestScale: lambda, priceSensitivity, total, weight, borrowing } = cells
  const within = weight[j] / total[0]
  const share = within / (1 + Math.exp(-borrowing - lambda * Math.log(total[0])))
  return 1 / (priceSensitivity[0] * (1 / lambda - (1 / lambda - 1) * within - share))
}

/** Lenders move one after another until nobody wants to, then with half the step, and so on. */
function settle(cells: DemandCells): void {
  for (let step = 0.02; step > 1e-6; step /= 2) {
    for (let round = 0, moved = true; moved; round++) {
      moved = false
      for (let turn = 0; turn < cells.products; turn++) {
        const j = (turn + round) % cells.products
        const move = reviewMargin(cells, [j], j, step, 1)
        if (move !== 0) {
          moveMargin(cells, j, move)
          moved = true
        }
      }
      if (round > 2000) throw new Error('margins do not settle')
    }
  }
}

describe('with exact expected profit', () => {
  const random = luck(3)
  const cases = Array.from({ length: 40 }, () => ({
    lenders: 1 + Math.floor(random() * 12),
    alpha: 0.5 + random() * 10,
    lambda: 0.02 + 0.98 * random() ** 2,
    borrowing: -2 + 4 * random(),
    spread: random(),
  }))

  test.each(cases)('margins meet the first-order condition: $lenders lenders, α $alpha, λ $lambda', (market) => {
    const utilities = Array.from({ length: market.lenders }, () => market.lambda * market.spread * 4 * random())
    const cells = cellsOf(utilities, market.alpha, market.lambda, market.borrowing)
    settle(cells)
    for (let j = 0; j < market.lenders; j++) {
      const gap = cells.unitMargin[j] / benchmark(cells, j) - 1
      expect(Math.abs(gap)).toBeLessThan(0.001)
    }
  })
})

test('a lender with two products charges more than two lenders with one each', () => {
  const [apart, together] = [cellsOf([0, 0, 0, 0], 2, 0.1, 0), cellsOf([0, 0, 0, 0], 2, 0.1, 0)]
  settle(apart)
  for (let step = 0.02; step > 1e-6; step /= 2) {
    for (let moved = true; moved; ) {
      moved = false
      for (const own of [[0, 1], [2], [3]]) {
        for (const j of own) {
          const move = reviewMargin(together, own, j, step, 1)
          if (move !== 0) moveMargin(together, j, move)
          moved ||= move !== 0
        }
      }
    }
  }
  expect(together.unitMargin[0]).toBeGreaterThan(1.2 * apart.unitMargin[0])
  // Logit prices are strategic complements, but rivals follow only part of the way.
  expect(together.unitMargin[2]).toBeGreaterThan(apart.unitMargin[2])
  expect(together.unitMargin[2]).toBeLessThan(together.unitMargin[0])
})

/** Lenders that differ in cost and lend to all ages for any purpose, shoppers who all weigh them alike. */
const uniformShoppers: Recipe = (draft) => {
  const parts = [everybodyLivesOn, noIncomeShocks, noBuffer, fullAwareness, everybodyApproved, noPromotion]
  for (const part of [...parts, needsOf(5000, 0, 0.1)]) part(draft)
  roster(
    ...(['bank', 'licensed', 'licensed', 'platform'] as const).map((of) => ({
      class: of,
      products: ['ecommerce' as const],
    })),
  )(draft)
  draft.lenders.bank.fundsRate = 0.02
  draft.lenders.licensed.fundsRate = 0.04
  draft.lenders.platform.fundsRate = 0.05
  for (const of of ['bank', 'licensed', 'platform'] as const) {
    Object.assign(draft.lenders[of], { acquisitionCost: 0, loanCost: 0, applicationCost: 0, initialMargin: 0.05 })
  }
  Object.assign(draft.tastes, { priceSensitivity: 2, priceSensitivitySd: 0, tasteSd: 0 })
  const flat = { similarity: 0, limit: 0, term: 0, misfit: 0, service: 0, brand: 0, switching: 0 }
  Object.assign(draft.choice, { ...flat, nestScale: 0.05, borrowing: 0.3 })
  // Nobody is refused for arrears: those who are have fewer lenders to choose from.
  draft.repayment.willingness = 1000
  draft.income.medianAtPeak = 50_000
  Object.assign(draft.pricing, { strategic: true, reviewMonths: 1, step: 0.0005, shopperSample: 64, aprCap: 3 })
}

test('in a run, margins settle within 5 % of the condition and half a step', () => {
  const world = founded(size(1000, 7), uniformShoppers, horizon(0, 120))
  live(world, 120)
  const { offers, scenario } = world
  const { nestScale, borrowing } = scenario.choice
  const cells = cellsOf(
    Array.from(offers.posted, (apr) => -2 * apr),
    2,
    nestScale,
    borrowing,
  )
  const margins = world.industry.products.map((product) => product.margin)
  expect(new Set(margins).size).toBeGreaterThan(2)
  margins.forEach((margin, j) => {
    const target = benchmark(cells, j)
    expect(Math.abs(margin - target)).toBeLessThan(0.05 * target + scenario.pricing.step / 2)
  })
})

/** Mean margins over the last two years, when shoppers differ in taste, age, purpose and price sensitivity. */
function settledMargins(shopperSample: number, seed: number): number[] {
  const world = founded(size(4000, seed), uniformShoppers, horizon(0, 96), (draft) => {
    Object.assign(draft.tastes, { priceSensitivitySd: 0.4, tasteSd: 0.15 })
    draft.choice.misfit = 0.15
    draft.pricing.shopperSample = shopperSample
  })
  const sums = world.industry.products.map(() => 0)
  live(world, 96, () => {
    if (world.tick < 72) return
    world.industry.products.forEach((product, j) => {
      sums[j] += product.margin / 24
    })
  })
  return sums
}

test('with 64 sampled shoppers margins stay within a tenth of those from all shoppers', () => {
  const full = settledMargins(1_000_000, 3)
  const sampled = settledMargins(64, 3)
  sampled.forEach((margin, j) => {
    expect(Math.abs(margin / full[j] - 1)).toBeLessThan(0.1)
  })
})

test('a cap below the condition holds margins down', () => {
  const world = founded(
    size(1000, 7),
    uniformShoppers,
    horizon(0, 60),
    dated({ month: 40, set: { 'pricing.aprCap': 0.05 } }),
  )
  live(world, 60)
  for (const apr of world.offers.posted) expect(apr).toBeLessThanOrEqual(0.05)
})
