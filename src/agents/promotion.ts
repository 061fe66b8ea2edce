/** When a lender promotes a product: calendar, and the rule that keeps it from giving money away. */

import { exp, ln, logistic } from '../base/math.ts'
import type { Scenario } from '../scenarios/scenario.ts'
import type { DemandCells } from './pricing.ts'

/** Whether the calendar of a product calls for a promotion to start in `month`: at launch, and once every so often. */
export function promotionDue(promotion: Scenario['promotion'], month: number, launched: number, turn: number): boolean {
  if (promotion.kind === 'none') return false
  if (promotion.launchMonths > 0 && month === launched) return true
  if (promotion.campaignEvery === 0 || promotion.campaignMonths === 0) return false
  const phase = (month - launched - turn) % promotion.campaignEvery
  return month > launched + promotion.launchMonths && phase === 0
}

/** Months that a promotion starting in `month` lasts. */
export function promotionMonths(promotion: Scenario['promotion'], month: number, launched: number): number {
  return month === launched ? promotion.launchMonths : promotion.campaignMonths
}

/** What a promotion is expected to bring in, yuan over the sampled shoppers. */
export interface PromotionForecast {
  /** Margin on customers who come only because of it, repeat business included. */
  readonly additionalMargin: number
  /** What it costs on all who get it, those who would have come anyway included, and acquiring the additional ones. */
  readonly cost: number
}

/**
 * Expected effect of lowering a product's posted effective APR by `saving` (with the extra weight that present bias
 * gives it) at a cost of `costPerYuanYear` for each yuan-year lent. Compares expected bookings with and without, as a hold-out
 * group would: a rule on the average margin would also pass promotion paid to people who come anyway.
 */
export function forecastPromotion(
  cells: DemandCells,
  product: number,
  saving: number,
  presentBias: number,
  costPerYuanYear: number,
  acquisitionYuan: number,
  ticketYuan: number,
  lifeYears: number,
  repeatLoans: number,
): PromotionForecast {
  const { shoppers, products, weight, total, exposure, unitMargin, priceSensitivity, nestScale, borrowing } = cells
  let additionalMargin = 0
  let cost = 0
  for (let s = 0; s < shoppers; s++) {
    const at = s * products + product
    const w = weight[at]
    if (w === 0 || exposure[at] === 0) continue
    const lifted = w * exp((priceSensitivity[s] * saving * (1 + presentBias)) / nestScale)
    const inside = total[s] - w + lifted
    const before = (logistic(borrowing + nestScale * ln(total[s])) * w) / total[s]
    const after = (logistic(borrowing + nestScale * ln(inside)) * lifted) / inside
    const margin = exposure[at] * unitMargin[at]
    additionalMargin += (after - before) * margin * (1 + repeatLoans)
    const loans = exposure[at] / (ticketYuan * lifeYears)
    cost += after * exposure[at] * costPerYuanYear + (after - before) * loans * acquisitionYuan
  }
  return { additionalMargin, cost }
}
