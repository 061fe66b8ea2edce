/**
 * What each product earns its lender in a month. Interest, rebates, charge-offs, recoveries, applications and loans are
 * counted by product; funds and operations are charged on the balance at the class's rates, as if borrowed in full (a
 * transfer price); overheads, training, referrals and provisions
 * belong to no product and are left out.
 */

import { shelfCostFen } from '../agents/lenders/design.ts'
import { acquisitionCostFen } from '../agents/lenders/lender.ts'
import { fenFromYuan, monthlyRate, wholeFen } from '../base/units.ts'
import type { Counts, Market } from './world.ts'

/** Contribution of the product at `place` to its lender's profit this month, whole fen. */
export function contributionFen({ scenario, industry, tally }: Market & Counts, place: number): number {
  const product = industry.products[place]
  const policy = scenario.lenders[industry.lenders[product.lender].class]
  const t = tally.products
  const collection = wholeFen(t.chargedOffFen[place] * scenario.repayment.collectionCost)
  const funds = wholeFen(t.balanceFen[place] * monthlyRate(policy.fundsRate))
  const operations = wholeFen(t.balanceFen[place] * monthlyRate(policy.operatingRate))
  const making =
    acquisitionCostFen(scenario, industry.lenders[product.lender].class, product) * t.newCustomers[place] +
    fenFromYuan(policy.applicationCost) * t.applications[place] +
    fenFromYuan(policy.loanCost) * t.originations[place]
  const shelf = product.withdrawn === null ? shelfCostFen(scenario) : 0
  const losses = t.chargedOffFen[place] - t.recoveredFen[place] + collection
  const merchants = wholeFen(t.checkoutFen[place] * policy.merchantSubsidy)
  return t.interestFen[place] + merchants - t.rebateFen[place] - losses - funds - operations - making - shelf
}
