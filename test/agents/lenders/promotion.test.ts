import { describe, expect, test } from 'vitest'
import { type DemandCells, shareInside } from '../../../src/agents/lenders/pricing.ts'
import {
  answeringScale,
  forecastPromotion,
  type PlannedPromotion,
  phaseScale,
  promotionDue,
  promotionMonths,
} from '../../../src/agents/lenders/promotion.ts'
import { DEFAULT_SCENARIO } from '../../../src/scenarios/parameters.ts'
import type { Scenario } from '../../../src/scenarios/scenario.ts'

const promotionOf = (set: Partial<Scenario['promotion']>): Scenario['promotion'] => ({
  ...DEFAULT_SCENARIO.promotion,
  kind: 'interestFree',
  ...set,
})

describe('the calendar', () => {
  const months = (promotion: Scenario['promotion'], turn: number): number[] =>
    Array.from({ length: 60 }, (_, month) => month).filter((month) => promotionDue(promotion, month, 0, turn))

  test('starts at launch and then every so often, in turns', () => {
    const promotion = promotionOf({ launchMonths: 6, campaignEvery: 12, campaignMonths: 2 })
    expect(months(promotion, 0)).toEqual([0, 12, 24, 36, 48])
    expect(months(promotion, 5)).toEqual([0, 17, 29, 41, 53])
    // A turn that falls into the launch waits for the next round.
    expect(months(promotion, 3)).toEqual([0, 15, 27, 39, 51])
    // The month after the launch has run is no campaign yet.
    const often = promotionOf({ launchMonths: 6, campaignEvery: 6, campaignMonths: 2 })
    expect(months(often, 0).slice(0, 3)).toEqual([0, 12, 18])
    expect(months(often, 1).slice(0, 3)).toEqual([0, 7, 13])
    expect(promotionMonths(promotion, 0, 0)).toBe(6)
    expect(promotionMonths(promotion, 12, 0)).toBe(2)
  })

  test('knows markets without launches, campaigns or promotions', () => {
    expect(months(promotionOf({ launchMonths: 0, campaignEvery: 24, campaignMonths: 1 }), 0)).toEqual([24, 48])
    expect(months(promotionOf({ launchMonths: 3, campaignEvery: 0, campaignMonths: 1 }), 0)).toEqual([0])
    expect(months(promotionOf({ launchMonths: 3, campaignEvery: 12, campaignMonths: 0 }), 0)).toEqual([0])
    expect(months(promotionOf({ kind: 'none' }), 0)).toEqual([])
  })
})

/** Shoppers with a competing offer of weight 1, of whom a share books product 0 already. */
function demand(share: number, nestScale: number, margin: number, borrowing = 0.5): DemandCells {
  const total = Float64Array.of(1 / (1 - share), 1 / (1 - share))
  return {
    shoppers: 2,
    products: 2,
    weight: Float64Array.of(share / (1 - share), 1, share / (1 - share), 1),
    total,
    share: total.map((inside) => shareInside({ borrowing, nestScale }, inside)),
    priceSensitivity: Float64Array.of(2, 3),
    borrowing,
    nestScale,
    exposure: Float64Array.of(1000, 1000, 3000, 3000),
    unitMargin: new Float64Array(4).fill(margin),
    aboveCap: new Float64Array(4).fill(-1),
  }
}

describe('the forecast of a promotion', () => {
  const plan = (set: Partial<PlannedPromotion>): PlannedPromotion => ({
    product: 0,
    own: [0],
    saving: 0.02,
    given: new Float64Array(2),
    presentBias: 0.5,
    acquisitionYuan: 20,
    acquisitionInPrice: new Float64Array(2),
    repeatLoans: 2,
    ...set,
  })

  test('is the difference of expected bookings with and without; a customer is acquired once', () => {
    const cells = demand(0.3, 0.1, 0.05)
    const saving = 0.02
    const inPrice = 0.004
    let [margin, cost] = [0, 0]
    for (const [s, alpha] of [2, 3].entries()) {
      const [exposure, own] = [cells.exposure[2 * s], cells.weight[2 * s]]
      const books = (w: number): number => {
        const inside = 1 / (1 + Math.exp(-0.5 - 0.1 * Math.log(w + 1)))
        return (inside * w) / (w + 1)
      }
      const [before, after] = [books(own), books(own * Math.exp((alpha * saving * 1.5) / 0.1))]
      // Break-even holds the cost of acquisition already: the margin proper is above it by that.
      margin += (after - before) * exposure * (0.05 + inPrice) * 3
      cost += after * exposure * saving + (after - before) * 20
    }
    const forecast = forecastPromotion(cells, plan({ saving, acquisitionInPrice: Float64Array.of(inPrice, 0) }))
    expect(forecast.additionalMargin).toBeCloseTo(margin, 9)
    expect(forecast.cost).toBeCloseTo(cost, 9)
  })

  test('customers won from the lender’s own other product are no gain', () => {
    // Everybody borrows, and the lender is all there is: nobody can be won.
    const cells = demand(0.3, 0.1, 0.05, 60)
    const alone = forecastPromotion(cells, plan({ acquisitionYuan: 0 }))
    expect(alone.additionalMargin).toBeGreaterThan(100)
    const both = forecastPromotion(cells, plan({ own: [0, 1] }))
    expect(Math.abs(both.additionalMargin)).toBeLessThan(1e-6)
    // What is given to those who change products is lost all the same.
    expect(both.cost).toBeGreaterThan(0)
    // The product they leave earned more: promoting the other one loses margin.
    cells.unitMargin[1] = 0.2
    cells.unitMargin[3] = 0.2
    expect(forecastPromotion(cells, plan({ own: [0, 1] })).additionalMargin).toBeLessThan(-100)
  })

  test('whom the promoted product would refuse is no customer, and lost to the other', () => {
    const cells = demand(0.3, 0.1, 0.05)
    cells.exposure[0] = 0
    cells.exposure[2] = 0
    const forecast = forecastPromotion(cells, plan({ own: [0, 1], acquisitionYuan: 0 }))
    expect(forecast.additionalMargin).toBeLessThan(0)
    expect(forecast.cost).toBe(0)
    expect(forecastPromotion(cells, plan({ acquisitionYuan: 0 })).additionalMargin).toBe(0)
  })

  test('going deeper in two steps is going deeper in one: what is given already is given once', () => {
    const cells = demand(0.3, 0.1, 0.05)
    const whole = forecastPromotion(cells, plan({ saving: 0.05 }))
    const first = forecastPromotion(cells, plan({ saving: 0.02 }))
    const promoted = { ...cells, weight: cells.weight.slice(), total: cells.total.slice(), share: cells.share.slice() }
    for (const s of [0, 1]) {
      promoted.weight[2 * s] *= Math.exp((cells.priceSensitivity[s] * 0.02 * 1.5) / 0.1)
      promoted.total[s] = promoted.weight[2 * s] + 1
      promoted.share[s] = shareInside(cells, promoted.total[s])
    }
    const second = forecastPromotion(promoted, plan({ saving: 0.05, given: Float64Array.of(0.02, 0) }))
    expect(first.additionalMargin + second.additionalMargin).toBeCloseTo(whole.additionalMargin, 8)
    expect(first.cost + second.cost).toBeCloseTo(whole.cost, 8)
  })

  test('refuses what mostly pays those who would have come anyway, however profitable they are', () => {
    const cells = demand(0.98, 0.5, 0.3)
    const { additionalMargin, cost } = forecastPromotion(cells, plan({ saving: 0.05 }))
    // On average each customer earns far more than the promotion costs.
    const earned = (cells.exposure[0] + cells.exposure[2]) * 0.3
    expect(earned).toBeGreaterThan(3 * cost)
    expect(additionalMargin).toBeLessThan(cost)
  })

  test('passes what wins customers from others at a good margin', () => {
    const cells = demand(0.05, 0.02, 0.1)
    const { additionalMargin, cost } = forecastPromotion(cells, plan({}))
    expect(additionalMargin).toBeGreaterThan(cost)
    // Unless acquiring them costs more than they bring.
    const dear = forecastPromotion(cells, plan({ acquisitionYuan: 5000 }))
    expect(dear.additionalMargin).toBe(additionalMargin)
    expect(dear.additionalMargin).toBeLessThan(dear.cost)
  })

  test('repeat business speaks for it, margins of nothing against', () => {
    const [none, some] = [0, 5].map(
      (repeatLoans) => forecastPromotion(demand(0.3, 0.1, 0.05), plan({ repeatLoans })).additionalMargin,
    )
    expect(some).toBeCloseTo(6 * none, 9)
    expect(forecastPromotion(demand(0.3, 0.1, 0), plan({})).additionalMargin).toBe(0)
  })

  test('present bias brings more customers for what each is given (Shui & Ausubel 2005)', () => {
    const cells = demand(0.3, 0.1, 0.05)
    const plain = forecastPromotion(cells, plan({ presentBias: 0, acquisitionYuan: 0 }))
    const biased = forecastPromotion(cells, plan({ presentBias: 1, acquisitionYuan: 0 }))
    expect(biased.additionalMargin).toBeGreaterThan(1.5 * plain.additionalMargin)
    // As if the saving were twice as large, but for what it costs.
    const twice = forecastPromotion(cells, plan({ presentBias: 0, acquisitionYuan: 0, saving: 0.04 }))
    expect(biased.additionalMargin).toBeCloseTo(twice.additionalMargin, 9)
    expect(2 * biased.cost).toBeCloseTo(twice.cost, 9)
  })
})

describe('the phases of a product’s life', () => {
  const promotion = promotionOf({ launchMonths: 6, campaignEvery: 12, growthMonths: 24, matureDepth: 0.4 })

  test('launch and growth get all of it, maturity its share', () => {
    expect([0, 6, 23, 24, 90].map((age) => phaseScale(promotion, 5 + age, 5))).toEqual([1, 1, 1, 0.4, 0.4])
  })

  test('mature products that would get nothing are not promoted at all', () => {
    const due = (matureDepth: number): number[] =>
      Array.from({ length: 60 }, (_, month) => month).filter((month) =>
        promotionDue({ ...promotion, matureDepth }, month, 0, 0),
      )
    expect(due(0.4)).toEqual([0, 12, 24, 36, 48])
    expect(due(0)).toEqual([0, 12])
  })
})

test('an answer to rivals: as deep, then deeper, never beyond the bound, never without a rival', () => {
  const promotion = promotionOf({ matchStep: 0.5, maxDepth: 2 })
  const cases = [
    { own: 0, rival: 0, scale: 0 },
    { own: 1, rival: 0, scale: 1 },
    { own: 0, rival: 1, scale: 1 },
    { own: 1, rival: 1, scale: 1.5 },
    { own: 1.5, rival: 1, scale: 1.5 },
    { own: 1, rival: 1.5, scale: 2 },
    { own: 2, rival: 2, scale: 2 },
    { own: 0, rival: 2, scale: 2 },
  ]
  for (const { own, rival, scale } of cases)
    expect([own, rival, answeringScale(promotion, own, rival)]).toEqual([own, rival, scale])
})
