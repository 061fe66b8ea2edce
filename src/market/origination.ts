/** Step 5.3, last part: the loan that a decision describes is made, spent on the need, and counted. */
import { LOAN_SLOTS, PROMOTED, PURPOSE_SHIFT } from '../agents/consumers.ts'
import { GRADES } from '../agents/expected-loss.ts'
import { aprCell } from '../base/cells.ts'
import { wholeFen } from '../base/units.ts'
import { PURPOSES } from '../base/vocabulary.ts'
import type { Decision } from './apply.ts'
import { meetLender } from './customers.ts'
import { closeNeed, SERVED, SERVED_PART } from './fates.ts'
import { addToGroups, countJointly } from './groups.ts'
import { addToRunning, contractMade, countFacilitated, countLoan, loanFlagsOf, needFlags } from './hooks.ts'
import { type ChunkMonth, nicheOf } from './live.ts'
import { countPromotedLoan, isPromotedTo } from './promotions.ts'
import { countScore } from './scoring.ts'
import type { Shopper } from './shopping.ts'
import { traceLoan } from './trace.ts'
import type { Chance, Counts, Market, People, PublicWorld, Supply, Thresholds } from './world.ts'

/** Position in PURPOSES. */
const SHOPPING = 0

/** Makes the loan that `decision` describes and spends it on the need. */
export function originate(
  world: PublicWorld,
  shopper: Shopper,
  product: number,
  decision: Decision,
  chunk: ChunkMonth,
): void {
  const { consumers: c, offers, tally } = world
  const { consumer, place, ownFen, demandFen } = shopper
  const { amountFen } = decision
  const lender = offers.lender[product]
  const promoted = isPromotedTo(world, consumer, product)
  const running = addToRunning(world, consumer, product, amountFen)
  if (running >= 0) c.loanFlags[running] |= needFlags(world, consumer)
  const at = running >= 0 ? running : signContract(world, shopper, product, decision, promoted)

  // The loan buys what is needed; where it falls short, own money still adds its part.
  const spent = ownFen + amountFen
  const rebate = promoted ? wholeFen(amountFen * offers.promotion[product].rebateShare) : 0
  c.savingsFen[consumer] += rebate - ownFen
  if (world.trace !== null) traceLoan(world, consumer, at, decision, shopper.purpose, ownFen, rebate)
  closeNeed(world, consumer, amountFen < demandFen ? SERVED_PART : SERVED)
  chunk.spendingFen[place] += spent
  chunk.loansMade[place]++
  chunk.borrowedFen[place] += amountFen
  tally.market.spending += spent

  countScore(world, consumer, decision, lender, offers.termMonths[product])
  countInMarket(world, demandFen, rebate, decision)
  countOfLender(world, shopper, product, rebate, decision)
  meetLender(world, shopper, product, promoted, decision, chunk)
  countPromotedLoan(world, product, promoted)
  countLoan(world, consumer, lender, amountFen)
  countFacilitated(world, lender, decision)
  countOfBorrower(world, shopper, product, decision)
}

/** Fills a new slot with the loan; returns its index. */
function signContract(
  world: Market & People & Chance,
  shopper: Shopper,
  product: number,
  decision: Decision,
  promoted: boolean,
): number {
  const { consumers: c, offers, tick, industry } = world
  const { consumer } = shopper
  const { grade, amountFen } = decision
  const factor = (promoted ? offers.promotedFactor : offers.instalmentFactor)[product * GRADES + grade]
  const slot = c.loanCount[consumer]++
  const at = consumer * LOAN_SLOTS + slot
  c.loanBalanceFen[at] = amountFen
  c.loanPrincipalFen[at] = amountFen
  c.loanInstalmentFen[at] = wholeFen(amountFen / factor)
  c.loanTick[at] = tick
  c.loanAprBp[at] = decision.aprBp
  c.loanProduct[at] = product
  c.loanGrade[at] = grade | (shopper.purpose << PURPOSE_SHIFT)
  c.loanFlags[at] =
    loanFlagsOf(world, consumer, industry.lenders[offers.lender[product]].class, decision) | (promoted ? PROMOTED : 0)
  c.loanScore[at] = decision.score
  c.loanRemaining[at] = offers.termMonths[product]
  c.loanOverdue[at] = 0
  c.loanIntroMonths[at] = promoted ? offers.promotion[product].introMonths : 0
  c.loanIntroPercent[at] = promoted ? offers.promotion[product].introPercent : 100
  contractMade(world, consumer, at)
  return at
}

function countInMarket({ tally }: Counts, demandFen: number, rebateFen: number, { amountFen, aprBp }: Decision): void {
  const { market } = tally
  market.served++
  market.loans++
  market.requestedFen += demandFen
  market.originatedFen += amountFen
  market.aprFen += aprBp * amountFen
  // Second moments are weighed in hundreds of yuan, so that sums stay exact for tens of millions of people.
  const weight = Math.ceil(amountFen / 10000)
  market.weight += weight
  market.aprWeight += weight * aprBp
  market.aprSquaredWeight += weight * aprBp * aprBp
  market.rebateFen += rebateFen
}

function countOfLender(
  world: Supply & Counts,
  { purpose }: Shopper,
  product: number,
  rebateFen: number,
  { amountFen, aprBp, grade }: Decision,
): void {
  const { tally, offers, industry } = world
  const { lenders, products } = tally
  const lender = offers.lender[product]
  lenders.originations[lender]++
  lenders.originatedFen[lender] += amountFen
  lenders.aprFen[lender] += aprBp * amountFen
  lenders.rebateFen[lender] += rebateFen
  // Merchants pay for what is bought on credit at their checkout.
  if (industry.lenders[lender].model === 'ecommerce' && purpose === SHOPPING) {
    lenders.checkoutFen[lender] += amountFen
    products.checkoutFen[product] += amountFen
  }
  products.originations[product]++
  products.originatedFen[product] += amountFen
  products.aprFen[product] += aprBp * amountFen
  products.rebateFen[product] += rebateFen
  tally.productGradeFen[product * GRADES + grade] += amountFen
  tally.productPurposeFen[product * PURPOSES.length + purpose] += amountFen
}

function countOfBorrower(
  world: Market & People & Thresholds & Counts,
  { consumer, purpose, needFen, demandFen }: Shopper,
  product: number,
  { amountFen, aprBp }: Decision,
): void {
  const { consumers: c, tally, offers } = world
  const { niches, groups } = tally
  const niche = nicheOf(purpose, needFen, c.needTick[consumer] - c.birthTick[consumer])
  niches.served[niche]++
  niches.servedFen[niche] += amountFen
  addToGroups(world, consumer, groups.served, 1)
  countJointly(world, consumer, tally.jointServed)
  addToGroups(world, consumer, groups.requestedFen, demandFen)
  addToGroups(world, consumer, groups.grantedFen, amountFen)
  addToGroups(world, consumer, groups.aprFen, aprBp * amountFen)
  const cell = aprCell(offers.classOfLender[offers.lender[product]], c.file[consumer], aprBp)
  tally.aprLoans[cell]++
  tally.aprFen[cell] += amountFen
}
