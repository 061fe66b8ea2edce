/** The month's demand cells: last month's sampled shoppers against the offers as they stand now. */
import type { DemandCells } from '../agents/lenders/pricing.ts'
import { GRADES } from '../agents/underwriting.ts'
import { exp } from '../base/math.ts'
import { yuanFromFen } from '../base/units.ts'
import { createDecision, underwrite } from './apply.ts'
import { considerOffers, createConsiderationSet } from './choice.ts'
import { isFree, isShutOut } from './hooks.ts'
import type { ShopperSample, World } from './world.ts'

const set = createConsiderationSet()
const decision = createDecision()

/** Demand cells that a new design can be tried on. */
export interface SurveyedDemand extends DemandCells {
  /** N_j, by how much similar offers crowd offer j, at [s × products + j]; 0 where not considered. */
  readonly crowd: Float64Array
}

/** Last month's sampled shoppers, in the order of the cells. */
export function sampledShoppers(world: World): readonly ShopperSample[] {
  return world.samples.flat().slice(0, world.scenario.pricing.shopperSample)
}

/**
 * For each sampled shopper, the weight that each considered offer has in the choice and, for the lenders that
 * `asking` marks, whether they would approve and what the loan would be worth. Uses the very functions of the
 * shopping step. Cells of other lenders' products hold weights only.
 */
export function surveyDemand(world: World, asking: Uint8Array): SurveyedDemand {
  const { offers, scenario } = world
  const samples = sampledShoppers(world)
  const shoppers = samples.length
  const products = offers.count
  const cells: SurveyedDemand = {
    shoppers,
    products,
    weight: new Float64Array(shoppers * products),
    total: new Float64Array(shoppers),
    crowd: new Float64Array(shoppers * products),
    priceSensitivity: new Float64Array(shoppers),
    borrowing: scenario.choice.borrowing,
    nestScale: scenario.choice.nestScale,
    exposure: new Float64Array(shoppers * products),
    unitMargin: new Float64Array(shoppers * products),
    aboveCap: new Float64Array(shoppers * products),
  }
  samples.forEach((sample, s) => {
    considerOffers(world, sample.consumer, sample.purpose, sample.demandFen, sample.ageMonths, set)
    cells.priceSensitivity[s] = world.consumers.priceSensitivity[sample.consumer]
    // Undo the common factor that kept the weights from overflowing, within what a double can hold.
    const factor = exp(set.scale > 600 ? 600 : set.scale < -600 ? -600 : set.scale)
    for (let a = 0; a < set.count; a++) {
      const j = set.product[a]
      const at = s * products + j
      const weight = set.weight[a] * factor
      cells.weight[at] = weight
      cells.crowd[at] = set.crowd[a]
      cells.total[s] += weight
      if (asking[offers.lender[j]] === 0 || isShutOut(world, sample.consumer)) continue
      underwrite(world, sample.consumer, j, sample.demandFen, sample.expectedIncomeFen, decision)
      const aprCap = offers.cap[j]
      if (isFree(offers, set.free, j)) {
        // Somebody who pays in full brings no margin, and does not look at the rate.
        cells.aboveCap[at] = 1
      } else if (decision.approved) {
        const apr = decision.aprBp / 10000
        cells.exposure[at] = yuanFromFen(decision.amountFen) * (offers.lifeMonths[j] / 12)
        cells.unitMargin[at] = apr - offers.breakEven[j * GRADES + decision.grade]
        const uncapped = offers.breakEven[j * GRADES + decision.grade] + world.industry.products[j].margin
        cells.aboveCap[at] = uncapped - aprCap
      } else {
        cells.aboveCap[at] = offers.postedContract[j] - aprCap
      }
    }
  })
  return cells
}
