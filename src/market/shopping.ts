/** Step 5.3 of the month: those with a need meet it from savings or shop for credit. */

import {
  FRAUD,
  LOAN_SLOTS,
  markLender,
  NEED_IS_FRAUD,
  PROMOTED,
  PURPOSE_SHIFT,
  REPORTED,
  WON_IN_PROMOTION,
} from '../agents/consumers.ts'
import { blendedSatisfaction, loanSatisfaction } from '../agents/satisfaction.ts'
import { GRADES } from '../agents/underwriting.ts'
import { aprCell } from '../base/cells.ts'
import { logit } from '../base/math.ts'
import { wholeFen } from '../base/units.ts'
import { LENDER_CLASSES } from '../base/vocabulary.ts'
import { draw, normal, uniform } from '../random/streams.ts'
import { createDecision, refuseAsFraud, underwrite } from './apply.ts'
import { learnOfLenders } from './awareness.ts'
import {
  beyondReach,
  considerOffers,
  createConsiderationSet,
  heldOut,
  inclusiveValue,
  pick,
  takeOut,
} from './choice.ts'
import { addToGroups } from './groups.ts'
import { noteApplication } from './journal.ts'
import { type ChunkMonth, nicheOf } from './live.ts'
import { isReported } from './mechanisms/bureau/bureau.ts'
import { wasReferred } from './mechanisms/diffusion/referral.ts'
import { decideOnFraud, refusedAsFraud } from './mechanisms/fraud/fraud.ts'
import { admissionOf, countApprovable, hasQuota, openQuota, useQuota } from './mechanisms/p2p/p2p.ts'
import { addToLine, drawOn, lineSlot, NO_LINE, openAccount, openLine } from './mechanisms/revolving/lines.ts'
import type { OfferBook } from './offers.ts'
import { countScore } from './scoring.ts'
import type { ShopperSample, World } from './world.ts'

const words = new Int32Array(2)
const set = createConsiderationSet()
const decision = createDecision()
/** Index of the first try's draw; index 0 holds the outside draw. */
const FIRST_TRY = 1
/** Position in PURPOSES. */
const SHOPPING = 0
/** Positions in APPLICATION_OUTCOMES. */
const REFUSED = 0
const RATIONED = 1
const DECLINED = 2
const LENT = 3

export function shopChunk(world: World, from: number, to: number, chunk: ChunkMonth, sample: ShopperSample[]): void {
  const { consumers: c, scenario, regime, streams, tick, tally } = world
  const { bufferTarget, illiquid } = regime.plan
  const minLoan = regime.needs.minLoanFen
  openQuota(world, to - from)
  for (let i = from; i < to; i++) {
    const need = c.needFen[i]
    if (need === 0) continue
    const k = i - from
    const age = tick - c.birthTick[i]
    const expected = chunk.expectedFen[k]
    // Own money first: savings above the buffer, which is what a settled consumer keeps after a month's spending.
    const buffer = wholeFen(Math.max(0, bufferTarget - 1) * expected * (1 - illiquid[age]))
    const savings = c.savingsFen[i]
    const own = savings > buffer ? (savings - buffer < need ? savings - buffer : need) : 0
    const demand = need - own
    if (demand < minLoan) {
      // Too little to borrow: out of the buffer, or done without.
      if (savings >= need) {
        c.savingsFen[i] = savings - need
        chunk.spendingFen[k] += need
        tally.market.spending += need
      }
      c.needFen[i] = 0
      continue
    }
    if (c.needTick[i] === tick) {
      recordDemand(world, i, need, demand, age)
      decideOnFraud(world, i)
    }
    tally.market.shoppers++
    if (c.loanCount[i] >= scenario.underwriting.maxLoans) continue
    // One draw a need: whether the consumer would rather not borrow, and whether analysts get to see this shopper.
    draw(streams.choice, i, c.needTick[i], 0, words)
    const outside = logit(uniform(words[0]))
    const sampled = uniform(words[1]) < world.sampleChance
    const outOfReach = beyondReach(world, i, outside)
    if (sampled || !outOfReach) learnOfLenders(world, i)
    if (sampled) {
      sample.push({
        consumer: i,
        purpose: c.needPurpose[i],
        demandFen: demand,
        ageMonths: age,
        expectedIncomeFen: expected,
      })
    }
    if (outOfReach) continue
    shop(world, i, k, need, own, demand, age, expected, outside, chunk)
  }
}

function recordDemand(world: World, consumer: number, need: number, demand: number, age: number): void {
  const { tally, consumers: c } = world
  const niche = nicheOf(c.needPurpose[consumer], need, age)
  tally.niches.demanded[niche]++
  tally.niches.demandedFen[niche] += demand
  tally.market.demanded++
  tally.market.demandedFen += demand
  addToGroups(world, consumer, tally.groups.demanded, 1)
}

/** Choice, application, quote, acceptance; up to `maxApplications` tries. */
function shop(
  world: World,
  i: number,
  k: number,
  need: number,
  own: number,
  demand: number,
  age: number,
  expected: number,
  outside: number,
  chunk: ChunkMonth,
): void {
  const { consumers: c, scenario, streams, offers, tally } = world
  const { choice } = scenario
  const purpose = c.needPurpose[i]
  considerOffers(world, i, purpose, demand, age, set)
  if (set.count === 0) return
  // Outside and inside draws stay fixed for the life of the need: redrawn every month, a refusal would turn into a
  // matter of time.
  const needTick = c.needTick[i]
  countPromotionAudience(world, i)
  const screening = scenario.fraud.share > 0
  const fraudulent = (c.marks[i] & NEED_IS_FRAUD) !== 0
  let applications = 0
  let denied = 0
  for (let attempt = 0; applications < choice.maxApplications && set.total > 0; attempt++) {
    const surplus = choice.borrowing + inclusiveValue(set, choice.nestScale) + outside
    if (!(surplus > 0)) break
    draw(streams.choice, i, needTick, FIRST_TRY + attempt, words)
    const position = pick(set, uniform(words[0]))
    const j = set.product[position]
    const l = offers.lender[j]
    if (offers.revolving[j] === 1) {
      const open = openLine(world, i, j)
      if (open !== NO_LINE) {
        // Within a line nobody asks again.
        if (open < world.regime.needs.minLoanFen) {
          takeOut(set, position)
          continue
        }
        drawOn(world, i, j, demand < open ? demand : open, decision)
        tally.market.drawn++
        tally.market.drawnFen += decision.amountFen
        tally.lenders.approvedFen[l] += decision.amountFen
        originate(world, i, k, j, need, own, demand, chunk)
        break
      }
    }
    applications++
    tally.market.applications++
    tally.lenders.applications[l]++
    tally.products.applications[j]++
    addToGroups(world, i, tally.groups.applications, 1)
    if (screening && refusedAsFraud(world, i, l)) refuseAsFraud(decision)
    else underwrite(world, i, j, demand, expected, decision)
    if (decision.approved && world.p2p !== null) countApprovable(world, l, decision.grade, decision.amountFen)
    if (decision.approved && !admitted(world, i, l)) {
      tally.market.rationed++
      tally.lenders.rationed[l]++
      tally.lenders.approvedFen[l] += decision.amountFen
      addToGroups(world, i, tally.groups.denied, 1)
      noteApplication(world, i, j, demand, decision, RATIONED)
      denied++
      takeOutLender(offers, l)
      continue
    }
    if (!decision.approved) {
      addToGroups(world, i, tally.groups.denied, 1)
      noteApplication(world, i, j, demand, decision, REFUSED)
      denied++
      markLender(c.refusedBy, i, l)
      takeOutLender(offers, l)
      continue
    }
    tally.market.approvals++
    tally.lenders.approvals[l]++
    tally.lenders.approvedFen[l] += decision.amountFen
    // The quote is accepted or not with the same taste draw that sent the consumer shopping.
    const free = set.free && offers.revolving[j] === 1
    const worse = free ? 0 : decision.aprBp / 10000 - offers.postedContract[j]
    // Who will never pay takes any quote.
    if (!fraudulent && !(surplus - c.priceSensitivity[i] * worse > 0)) {
      tally.market.declined++
      noteApplication(world, i, j, demand, decision, DECLINED)
      takeOut(set, position)
      continue
    }
    noteApplication(world, i, j, demand, decision, LENT)
    originate(world, i, k, j, need, own, demand, chunk)
    break
  }
  if (applications > 0) {
    tally.market.applicants++
    if (denied === applications) tally.market.deniedPersons++
  }
}

/** A lender's answer holds for all its products this month. */
function takeOutLender(offers: OfferBook, lender: number): void {
  for (let a = 0; a < set.count; a++) if (offers.lender[set.product[a]] === lender) takeOut(set, a)
}

/** Lending beyond what equity (or investors' money) allows is turned away by lot, at last month's headroom. */
function admitted(world: World, consumer: number, lender: number): boolean {
  if (!hasQuota(world, lender)) return false
  const admission = admissionOf(world, lender, decision.grade)
  if (admission >= 1) return true
  draw(world.streams.admission, consumer, world.tick, lender, words)
  return uniform(words[0]) < admission
}

/** Counts who considered a promoted product, with and without seeing the promotion. */
function countPromotionAudience(world: World, consumer: number): void {
  const { offers, tally } = world
  for (let a = 0; a < set.count; a++) {
    const j = set.product[a]
    if (offers.promoted[j] === 0) continue
    const l = offers.lender[j]
    if (heldOut(world, consumer, l)) tally.lenders.heldOutShoppers[l]++
    else tally.lenders.promotedShoppers[l]++
  }
}

/** Makes the loan that `decision` describes and spends it on the need. */
function originate(
  world: World,
  i: number,
  k: number,
  j: number,
  need: number,
  own: number,
  demand: number,
  chunk: ChunkMonth,
): void {
  const { consumers: c, offers, tally, tick, industry } = world
  const l = offers.lender[j]
  const { grade, aprBp, amountFen } = decision
  const promoted = offers.promoted[j] === 1 && !heldOut(world, i, l)
  const factor = (promoted ? offers.promotedFactor : offers.instalmentFactor)[j * GRADES + grade]
  const running = offers.revolving[j] === 1 ? lineSlot(c, i, j) : -1
  if (running >= 0) {
    addToLine(world, i * LOAN_SLOTS + running, amountFen)
    if (c.marks[i] & NEED_IS_FRAUD) c.loanFlags[i * LOAN_SLOTS + running] |= FRAUD
  } else {
    const slot = c.loanCount[i]++
    // Trouble is a state of debtors: a first loan after a time without debt starts outside it.
    if (slot === 0) c.trouble[i] = 0
    const at = i * LOAN_SLOTS + slot
    c.loanBalanceFen[at] = amountFen
    c.loanPrincipalFen[at] = amountFen
    c.loanInstalmentFen[at] = wholeFen(amountFen / factor)
    c.loanTick[at] = tick
    c.loanAprBp[at] = aprBp
    c.loanProduct[at] = j
    c.loanGrade[at] = grade | (c.needPurpose[i] << PURPOSE_SHIFT)
    c.loanFlags[at] =
      (isReported(world, i, industry.lenders[l].class) ? REPORTED : 0) |
      (c.marks[i] & NEED_IS_FRAUD ? FRAUD : 0) |
      (promoted ? PROMOTED : 0)
    c.loanScore[at] = decision.scoreCell
    c.loanRemaining[at] = offers.termMonths[j]
    c.loanOverdue[at] = 0
    c.loanIntroMonths[at] = promoted ? offers.promotion[j].introMonths : 0
    c.loanIntroPercent[at] = promoted ? offers.promotion[j].introPercent : 100
    if (offers.revolving[j] === 1) openAccount(world, i, at)
  }

  // The loan buys what is needed; where it falls short, own money still adds its part.
  const spent = own + amountFen
  const rebate = promoted ? wholeFen(amountFen * offers.promotion[j].rebateShare) : 0
  c.savingsFen[i] += rebate - own
  c.needFen[i] = 0
  chunk.spendingFen[k] += spent
  chunk.loansMade[k]++

  const { market, lenders, products, groups, niches } = tally
  countScore(world, decision, l, offers.termMonths[j])
  market.spending += spent
  market.served++
  market.loans++
  market.requestedFen += demand
  market.originatedFen += amountFen
  market.aprFen += aprBp * amountFen
  // Second moments are weighed in hundreds of yuan, so that sums stay exact for tens of millions of people.
  const weight = Math.ceil(amountFen / 10000)
  market.weight += weight
  market.aprWeight += weight * aprBp
  market.aprSquaredWeight += weight * aprBp * aprBp
  market.rebateFen += rebate
  if (c.marks[i] & NEED_IS_FRAUD) {
    market.fraudLoans++
    lenders.fraudLoans[l]++
  }
  lenders.originations[l]++
  lenders.originatedFen[l] += amountFen
  lenders.aprFen[l] += aprBp * amountFen
  lenders.rebateFen[l] += rebate
  // Merchants pay for what is bought on credit at their checkout.
  if (industry.lenders[l].model === 'ecommerce' && c.needPurpose[i] === SHOPPING) {
    lenders.checkoutFen[l] += amountFen
    products.checkoutFen[j] += amountFen
  }
  meetLender(world, i, j, demand, promoted, chunk)
  if (offers.promoted[j] === 1) {
    if (promoted) lenders.promotedBookings[l]++
    else lenders.heldOutBookings[l]++
  }
  products.originations[j]++
  products.originatedFen[j] += amountFen
  products.aprFen[j] += aprBp * amountFen
  products.rebateFen[j] += rebate
  tally.productGradeFen[j * GRADES + grade] += amountFen
  useQuota(world, l, amountFen)
  const niche = nicheOf(c.needPurpose[i], need, c.needTick[i] - c.birthTick[i])
  niches.served[niche]++
  niches.servedFen[niche] += amountFen
  addToGroups(world, i, groups.served, 1)
  addToGroups(world, i, groups.requestedFen, demand)
  addToGroups(world, i, groups.grantedFen, amountFen)
  addToGroups(world, i, groups.aprFen, aprBp * amountFen)
  const cell = aprCell(LENDER_CLASSES.indexOf(industry.lenders[l].class), c.file[i], aprBp)
  tally.aprLoans[cell]++
  tally.aprFen[cell] += amountFen
}

/** Keeps book of who stayed, who came and why, and forms the borrower's satisfaction with the loan of `decision`. */
function meetLender(world: World, i: number, j: number, demand: number, promoted: boolean, chunk: ChunkMonth): void {
  const { consumers: c, offers, scenario, streams, tick, tally } = world
  const { market, lenders } = tally
  const l = offers.lender[j]
  const last = c.lastLender[i] - 1
  const stays = last === l
  if (last >= 0) {
    lenders.customersLoans[last]++
    // After the promotion is what counts: a lender that promotes again keeps whom it pays.
    if (offers.lenderPromotes[last] === 0) {
      if (c.marks[i] & WON_IN_PROMOTION) {
        lenders.promotedNext[last]++
        if (stays) lenders.promotedRepeat[last]++
      } else {
        lenders.otherNext[last]++
        if (stays) lenders.otherRepeat[last]++
      }
    }
  }
  if (stays) lenders.repeatLoans[l]++
  else {
    lenders.newCustomers[l]++
    tally.products.newCustomers[j]++
    if (promoted) c.marks[i] |= WON_IN_PROMOTION
    else c.marks[i] &= ~WON_IN_PROMOTION
    if (c.heardOf[i] === l + 1) {
      lenders.newHeard[l]++
      if (wasReferred(world, i)) chunk.referred.push(i)
      else c.heardOf[i] = 0
    }
  }
  draw(streams.satisfaction, i, tick, 0, words)
  const quality = offers.serviceQuality[offers.classOfLender[l]]
  const worse = decision.aprBp / 10000 - offers.postedContract[j]
  const missing = 1 - decision.amountFen / demand
  const latest = loanSatisfaction(scenario.satisfaction, quality, normal(words[0]), worse, missing)
  c.satisfaction[i] = stays ? blendedSatisfaction(scenario.satisfaction, c.satisfaction[i], latest) : latest
  c.lastLender[i] = l + 1
  const of = 1 << offers.classOfLender[l]
  if ((c.borrowedFrom[i] & of) === 0) {
    if (c.borrowedFrom[i] === 0) market.firstLoans++
    c.borrowedFrom[i] |= of
  }
}
