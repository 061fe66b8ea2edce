/** When a lender promotes a product: calendar, and the rule that keeps it from giving money away. */

import { exp } from '../../base/math.ts'
import type { Scenario } from '../../scenarios/scenario.ts'
import { type DemandCells, shareInside } from './pricing.ts'

/** Whether the calendar of a product calls for a promotion to start in `month`: at launch, and once every so often. */
export function promotionDue(promotion: Scenario['promotion'], month: number, launched: number, turn: number): boolean {
  if (promotion.kind === 'none' || phaseScale(promotion, month, launched) === 0) return false
  if (promotion.launchMonths > 0 && month === launched) return true
  if (promotion.campaignEvery === 0 || promotion.campaignMonths === 0) return false
  const phase = (month - launched - turn) % promotion.campaignEvery
  return month > launched + promotion.launchMonths && phase === 0
}

/** Months that a promotion starting in `month` lasts. */
export function promotionMonths(promotion: Scenario['promotion'], month: number, launched: number): number {
  return month === launched ? promotion.launchMonths : promotion.campaignMonths
}

/**
 * Size of a promotion by the product's phase of life, as a multiple of what the scenario states: launch and growth have
 * all of it, a mature product `matureDepth`.
 */
export function phaseScale(promotion: Scenario['promotion'], month: number, launched: number): number {
  return month - launched < promotion.growthMonths ? 1 : promotion.matureDepth
}

/**
 * The size with which a lender answers rivals whose deepest promotion is `rival`: as deep if it runs none (`own` 0), a
 * step deeper if it runs one that is no deeper, never beyond `maxDepth`; `own` where it has no reason to move.
 */
export function answeringScale(promotion: Scenario['promotion'], own: number, rival: number): number {
  if (rival === 0 || own > rival) return own
  const wish = own === 0 ? rival : rival + promotion.matchStep
  const scale = wish < promotion.maxDepth ? wish : promotion.maxDepth
  return scale > own ? scale : own
}

/** What a promotion is expected to bring in, yuan over the sampled shoppers. */
export interface PromotionForecast {
  /** Margin on customers whom the lender wins, repeat business included, less that lost on its own other products. */
  readonly additionalMargin: number
  /** What is given to all who take it, those who would have come anyway included, and acquiring those who are won. */
  readonly cost: number
}

/** One promotion under consideration. Savings are in posted effective APR. */
export interface PlannedPromotion {
  readonly product: number
  /** All products of the lender, this one included. */
  readonly own: readonly number[]
  readonly saving: number
  /** Saving that each product gives already, by product. */
  readonly given: Float64Array
  readonly presentBias: number
  readonly acquisitionYuan: number
  /** Cost of acquisition that break-even prices of each product hold already, per yuan-year lent. */
  readonly acquisitionInPrice: Float64Array
  readonly repeatLoans: number
}

/**
 * Expected effect of raising a product's saving from what it gives now: bookings of all the lender's products with and
 * without, as a hold-out group would show them. A rule on the average margin would also pass promotion paid to people
 * who come anyway, and one product's customers won from another of the same lender are no gain. Present bias adds to the
 * pull of a saving and not to its cost. Acquisition is counted once, for each customer who is won: it is taken out of
 * the break-even that margins are counted from.
 */
export function forecastPromotion(cells: DemandCells, planned: PlannedPromotion): PromotionForecast {
  const { shoppers, products, weight, total, share, exposure, unitMargin, priceSensitivity, nestScale } = cells
  const { product, own, saving, given, presentBias, acquisitionYuan, acquisitionInPrice, repeatLoans } = planned
  const rise = saving - given[product]
  let additionalMargin = 0
  let cost = 0
  for (let shopper = 0; shopper < shoppers; shopper++) {
    const row = shopper * products
    const w = weight[row + product]
    if (w === 0) continue
    const lifted = w * exp((priceSensitivity[shopper] * rise * (1 + presentBias)) / nestScale)
    const shareAfter = shareInside(cells, total[shopper] - w + lifted)
    let won = 0
    let margin = 0
    for (const its of own) {
      const lent = exposure[row + its]
      if (lent === 0) continue
      const before = share[shopper] * weight[row + its]
      const after = shareAfter * (its === product ? lifted : weight[row + its])
      won += after - before
      margin += (after - before) * lent * (unitMargin[row + its] + acquisitionInPrice[its])
      cost += lent * (after * (its === product ? saving : given[its]) - before * given[its])
    }
    // Those who only change products would have come back all the same.
    const lent = exposure[row + product]
    const again = lent === 0 ? margin : won * lent * (unitMargin[row + product] + acquisitionInPrice[product])
    additionalMargin += margin + repeatLoans * again
    cost += won * acquisitionYuan
  }
  return { additionalMargin, cost }
}
