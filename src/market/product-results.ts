/**
 * What each product earns its lender in a month. Interest, rebates, charge-offs, recoveries, applications and loans are
 * counted by product; funds and operations are charged on the balance at the class's rates, as if borrowed in full (a
 * transfer price); overheads, training, referrals and provisions
 * belong to no product and are left out.
 */
import { fenFromYuan, monthlyRate, wholeFen } from '../base/units.ts'
import type { Scenario } from '../scenarios/scenario.ts'
import type { World } from './world.ts'

/** Fixed cost of one product on the shelf a month, whole fen. */
export function shelfCostFen({ products, population }: Scenario): number {
  return wholeFen((fenFromYuan(products.shelfCost) * population.consumers) / 1000)
}

/** Cost of one project of research and design, whole fen. */
export function innovationCostFen({ products, population }: Scenario): number {
  return wholeFen((fenFromYuan(products.innovationCost) * population.consumers) / 1000)
}

/** Contribution of product `j` to its lender's profit this month, whole fen. */
export function contributionFen({ scenario, industry, tally }: World, j: number): number {
  const product = industry.products[j]
  const policy = scenario.lenders[industry.lenders[product.lender].class]
  const t = tally.products
  const collection = wholeFen(t.chargedOffFen[j] * scenario.repayment.collectionCost)
  const funds = wholeFen(t.balanceFen[j] * monthlyRate(policy.fundsRate))
  const operations = wholeFen(t.balanceFen[j] * monthlyRate(policy.operatingRate))
  const making =
    fenFromYuan(policy.acquisitionCost) * t.newCustomers[j] +
    fenFromYuan(policy.applicationCost) * t.applications[j] +
    fenFromYuan(policy.loanCost) * t.originations[j]
  const shelf = product.withdrawn === null ? shelfCostFen(scenario) : 0
  const losses = t.chargedOffFen[j] - t.recoveredFen[j] + collection
  const merchants = wholeFen(t.checkoutFen[j] * policy.merchantSubsidy)
  return t.interestFen[j] + merchants - t.rebateFen[j] - losses - funds - operations - making - shelf
}
