/**
 * Consumer surplus by the rule of half a logit (Small & Rosen 1981): ln(1 + exp(β₀ + I)) / α in units of APR, where I is
 * the inclusive value of the offers that a shopper knows, may use and would be approved for, at the quotes and amounts that
 * the lenders would give. Times amount and mean life it is money. What present bias adds to a promotion is left out: a
 * bias is no benefit. Counted for a sample of shoppers, once a need.
 */
import { exp, ln } from '../base/math.ts'
import { wholeFen } from '../base/units.ts'
import { MAX_PRODUCTS } from '../scenarios/scenario.ts'
import { admitted, createDecision, underwrite } from './apply.ts'
import { createConsiderationSet, inclusiveValue, listOffers, weighOffers } from './choice.ts'
import { isFree, meansToRepay } from './hooks.ts'
import { heldOut } from './promotions.ts'
import type { Chance, Counts, Funding, Market, Nature } from './world.ts'

const set = createConsiderationSet()
const decision = createDecision()
/** Fen-years lent by offer of the set. */
const exposureFen = new Float64Array(MAX_PRODUCTS)

/**
 * Worth of an offer in units of APR above which the price hardly matters to somebody, so that money is no measure of what
 * a loan is worth: such a need is left out.
 */
const HIGHEST_VALUE = 100

/** Counts the surplus of an honest need that shops for the first time. Decides nothing and draws nothing new. */
export function countSurplus(
  world: Market & Nature & Chance & Counts & Funding,
  consumer: number,
  demandFen: number,
  ageMonths: number,
  expectedFen: number,
): void {
  if (!meansToRepay(world, consumer)) return
  const { consumers: c, scenario, tally } = world
  listOffers(world, consumer, c.needPurpose[consumer], demandFen, ageMonths, set)
  keepApproved(world, consumer, demandFen, expectedFen)
  weighOffers(world, set)
  let exposure = 0
  for (let place = 0; place < set.count; place++) exposure += set.weight[place] * exposureFen[place]
  const { nestScale, borrowing } = scenario.choice
  const inside = borrowing + inclusiveValue(set, nestScale)
  const gain = inside > 30 ? inside : ln(1 + exp(inside))
  // Who gets no offer gains nothing, whatever the price is to them.
  const value = set.count === 0 ? 0 : gain / c.priceSensitivity[consumer]
  if (!(value <= HIGHEST_VALUE)) return
  tally.market.surplusNeeds++
  if (set.count > 0) tally.market.surplusFen += wholeFen(value * (exposure / set.total))
}

/** Leaves those offers in the set that the lenders would approve, at the quotes and amounts that they would give. */
function keepApproved(
  world: Market & Nature & Chance & Funding,
  consumer: number,
  demandFen: number,
  expectedFen: number,
): void {
  const { consumers: c, offers, scenario } = world
  const { choice } = scenario
  const alpha = c.priceSensitivity[consumer]
  let approved = 0
  let scale = -Infinity
  for (let place = 0; place < set.count; place++) {
    const product = set.product[place]
    const lender = offers.lender[product]
    underwrite(world, consumer, product, demandFen, expectedFen, decision)
    if (!decision.approved || !admitted(world, consumer, lender, decision.grade)) continue
    const limit = offers.limitFen[product] < demandFen ? offers.limitFen[product] : demandFen
    let gain = choice.limit * ln(decision.amountFen / limit)
    if (!isFree(offers, set.free, product)) gain -= alpha * (decision.aprBp / 10000 - offers.postedContract[product])
    if (offers.promoted[product] === 1 && !heldOut(world, consumer, lender)) {
      gain -= choice.presentBias * alpha * (offers.posted[product] - offers.postedPromoted[product])
    }
    const scaled = set.weight[place] + gain / choice.nestScale
    if (scaled > scale) scale = scaled
    set.product[approved] = product
    set.weight[approved] = scaled
    exposureFen[approved] = decision.amountFen * (offers.lifeMonths[product] / 12)
    approved++
  }
  set.count = approved
  set.scale = scale
}
