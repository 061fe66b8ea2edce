/**
 * Consumer surplus by the rule of half a logit (Small & Rosen 1981): ln(1 + exp(β₀ + I)) / α in units of APR, where I is
 * the inclusive value of the offers that a shopper knows, may use and would be approved for, at the quotes and amounts that
 * the lenders would give. Times amount and mean life it is money. What present bias adds to a promotion is left out: a
 * bias is no benefit. Counted for a sample of shoppers, once a need.
 */
import { exp, ln, power } from '../base/math.ts'
import { wholeFen } from '../base/units.ts'
import { MAX_PRODUCTS } from '../scenarios/scenario.ts'
import { admitted, createDecision, underwrite } from './apply.ts'
import { considerOffers, createConsiderationSet } from './choice.ts'
import { isFree, meansToRepay } from './hooks.ts'
import { heldOut } from './promotions.ts'
import type { Chance, Counts, Funding, Market, Nature } from './world.ts'

const set = createConsiderationSet()
const decision = createDecision()
/** Positions in the set of the offers that would be approved, exp(V / λ) less the set's scale, and yuan-years lent. */
const position = new Int32Array(MAX_PRODUCTS)
const weight = new Float64Array(MAX_PRODUCTS)
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
  considerOffers(world, consumer, c.needPurpose[consumer], demandFen, ageMonths, set)
  const approved = fillApproved(world, consumer, demandFen, expectedFen)
  if (approved === 0) {
    tally.market.surplusNeeds++
    return
  }
  const { nestScale, borrowing } = scenario.choice
  let total = 0
  let exposure = 0
  for (let a = 0; a < approved; a++) {
    const w = weight[a] / correction(world, approved, a)
    total += w
    exposure += w * exposureFen[a]
  }
  const inside = total > 0 ? borrowing + nestScale * (ln(total) + set.scale) : -Infinity
  const value = (inside > 30 ? inside : ln(1 + exp(inside))) / c.priceSensitivity[consumer]
  if (!(value <= HIGHEST_VALUE)) return
  tally.market.surplusNeeds++
  if (total > 0) tally.market.surplusFen += wholeFen(value * (exposure / total))
}

/** Fills the lists of what the shopper could have; how many there are. */
function fillApproved(
  world: Market & Nature & Chance & Funding,
  consumer: number,
  demandFen: number,
  expectedFen: number,
): number {
  const { consumers: c, offers, scenario } = world
  const { choice } = scenario
  const alpha = c.priceSensitivity[consumer]
  let approved = 0
  for (let a = 0; a < set.count; a++) {
    const product = set.product[a]
    const lender = offers.lender[product]
    underwrite(world, consumer, product, demandFen, expectedFen, decision)
    if (!decision.approved || !admitted(world, consumer, lender, decision.grade)) continue
    const limit = offers.limitFen[product] < demandFen ? offers.limitFen[product] : demandFen
    let gain = choice.limit * ln(decision.amountFen / limit)
    if (!isFree(offers, set.free, product)) gain -= alpha * (decision.aprBp / 10000 - offers.postedContract[product])
    if (offers.promoted[product] === 1 && !heldOut(world, consumer, lender)) {
      gain -= choice.presentBias * alpha * (offers.posted[product] - offers.postedPromoted[product])
    }
    position[approved] = a
    weight[approved] = set.weight[a] * power(set.crowd[a], choice.similarity) * exp(gain / choice.nestScale)
    exposureFen[approved] = decision.amountFen * (offers.lifeMonths[product] / 12)
    approved++
  }
  return approved
}

/** N_j ^ (ω/λ) over the offers that would be approved. */
function correction({ offers, scenario }: Market, approved: number, a: number): number {
  const { similarity, count } = offers
  const row = set.product[position[a]] * count
  let crowd = 0
  for (let b = 0; b < approved; b++) crowd += similarity[row + set.product[position[b]]]
  return power(crowd, scenario.choice.similarity)
}
