/** The closing of a month by hand: provisions by months past due, rationing by capital, and smoothed rates. */
import { produce } from 'immer'
import { expect, test } from 'vitest'
import type { Industry, Lender } from '../../src/agents/lenders/lender.ts'
import { closeMonth } from '../../src/market/close.ts'
import type { World } from '../../src/market/world.ts'
import { founded, horizon, policy, type Recipe, roster, size } from '../verification/market.ts'

function market(set: Partial<Lender['ledger']> = {}, recipe: Recipe = () => {}): World {
  const world = founded(
    size(100),
    horizon(0, 12),
    roster({ products: ['rent'] }),
    policy({ capitalRatio: 0.1, overhead: 0, operatingRate: 0, fundsRate: 0, payout: 0, training: 0, guarantee: 0 }),
    policy({ applicationCost: 0, loanCost: 0, acquisitionCost: 0 }),
    recipe,
  )
  world.industry = produce(world.industry, ({ lenders }: Industry) => {
    Object.assign(lenders[0].ledger, set)
  })
  return world
}

const closed = (world: World): Lender => {
  closeMonth(world)
  return world.industry.lenders[0]
}

test('provisions: 1 % of what is current, 2 % up to 90 days past due, then 25, 50 and 100 %', () => {
  const buckets = ['current', 'past30', 'past60', 'past90', 'past120', 'past150', 'past180'] as const
  const shares = [0.01, 0.02, 0.02, 0.02, 0.25, 0.5, 1]
  buckets.forEach((bucket, k) => {
    const world = market({ loansFen: 100_000, fundingFen: 0, equityFen: 100_000 })
    world.tally.lenders[bucket][0] = 100_000
    const { ledger } = closed(world)
    expect([bucket, ledger.allowanceFen]).toEqual([bucket, 100_000 * shares[k]])
    expect(ledger.equityFen).toBe(100_000 - 100_000 * shares[k])
  })
})

test.each([
  // Capital at 10 % carries ten times the equity: room is that less the loans left, plus as much as was repaid.
  { equityFen: 20_000, loansFen: 100_000, approved: 200_000, fundedShare: 0.5 },
  { equityFen: 20_000, loansFen: 100_000, approved: 100_000, fundedShare: 1 },
  { equityFen: 20_000, loansFen: 100_000, approved: 99_999, fundedShare: 1 },
  { equityFen: 10_000, loansFen: 100_000, approved: 100_000, fundedShare: 0 },
  { equityFen: 10_000, loansFen: 100_000, approved: 20_000, repaid: 5000, fundedShare: 0.5 },
  { equityFen: 9000, loansFen: 100_000, approved: 10_000, fundedShare: 0 },
])('equity $equityFen against loans of $loansFen and $approved approved admits $fundedShare', (of) => {
  const { equityFen, loansFen, approved, repaid = 0, fundedShare } = of
  const world = market({ equityFen, loansFen })
  world.tally.lenders.approvedFen[0] = approved
  world.tally.lenders.repaidFen[0] = repaid
  expect(closed(world).fundedShare).toBeCloseTo(fundedShare, 6)
})

test('a month in breach counts only below the share of the minimum, and one above it starts again', () => {
  const exits: Recipe = ({ industry }) => {
    Object.assign(industry, { exit: true, breachShare: 0.5 })
  }
  const months = (equityFen: number, month = 3): number => {
    const world = market({ equityFen, loansFen: 100_000 }, exits)
    world.month = month
    world.industry = produce(world.industry, ({ lenders }: Industry) => {
      lenders[0].breachMonths = 2
    })
    return closed(world).breachMonths
  }
  expect([months(4999), months(5000), months(20_000)]).toEqual([3, 0, 0])
  // Nothing of this happens in the burn-in.
  expect([months(4999, 0), months(4999, -1)]).toEqual([3, 2])
})

test('a tenth of the latest month enters approval rates, shares of new customers and tickets', () => {
  const world = market({ loansFen: 0, equityFen: 1e6 })
  const { lenders, products } = world.tally
  const [before, product] = [world.industry.lenders[0], world.industry.products[0]]
  Object.assign(lenders.applications, [40])
  Object.assign(lenders.approvals, [10])
  Object.assign(lenders.rationed, [10])
  Object.assign(lenders.originations, [8])
  Object.assign(lenders.newCustomers, [2])
  Object.assign(products.originations, [4])
  Object.assign(products.originatedFen, [80_000])
  Object.assign(world.tally.productGradeFen, [20_000, 60_000])
  const after = closed(world)
  const blend = (old: number, latest: number): number => expect.closeTo(0.9 * old + 0.1 * latest, 6)
  expect(after.approvalRate).toEqual(blend(before.approvalRate, 0.5))
  expect(after.newCustomerShare).toEqual(blend(before.newCustomerShare, 0.25))
  const { ticketFen, gradeMix } = world.industry.products[0]
  expect(Math.abs(ticketFen - (0.9 * product.ticketFen + 2000))).toBeLessThanOrEqual(0.5)
  expect(gradeMix.slice(0, 3)).toEqual([0.25, 0.75, 0].map((share, g) => blend(product.gradeMix[g], share)))
})
