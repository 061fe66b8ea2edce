/** Step 5.3 of the month: those with a need meet it from savings or shop for credit. */

import { markLender, noteDeclined, noteTry, triesOf } from '../agents/consumers.ts'
import { GRADES } from '../agents/expected-loss.ts'
import { logit } from '../base/math.ts'
import { wholeFen } from '../base/units.ts'
import { draw, uniform } from '../random/streams.ts'
import { admitted, createDecision, underwrite } from './apply.ts'
import { learnOfLenders } from './awareness.ts'
import {
  addUp,
  beyondReach,
  considerOffers,
  createConsiderationSet,
  inclusiveValue,
  pick,
  takenOutBefore,
  takeOut,
} from './choice.ts'
import {
  closeNeed,
  DECLINED_QUOTE,
  isFundable,
  KNEW_NOBODY,
  NONE_ELIGIBLE,
  PREFERRED_NOT,
  REFUSED_CAPITAL,
  REFUSED_CUTOFF,
  REFUSED_RECORD,
  reachStage,
  SELF_FUNDED,
  stageOfRefusal,
  TOO_SMALL,
} from './fates.ts'
import { countAssessment, countPriceOfRisk } from './fundable.ts'
import { addToGroups, countJointly } from './groups.ts'
import {
  DRAWN,
  decideIntent,
  drawUnasked,
  hasLine,
  isFree,
  isOpenLine,
  meansToRepay,
  openQuota,
  SPENT,
  screenedOut,
  stakeFen,
} from './hooks.ts'
import { noteApplication } from './journal.ts'
import { type ChunkMonth, nicheOf } from './live.ts'
import type { OfferBook } from './offers.ts'
import { originate } from './origination.ts'
import { countPromotionAudience } from './promotions.ts'
import { countSurplus } from './surplus.ts'
import { traceApplication, traceConsideration, tracePick } from './trace.ts'
import type {
  Chance,
  Counts,
  Funding,
  Market,
  Nature,
  People,
  Present,
  ShopperSample,
  Supply,
  Thresholds,
  Watchers,
  World,
} from './world.ts'

/** Somebody who shops for credit this month. */
export interface Shopper {
  consumer: number
  /** Position in the chunk. */
  place: number
  purpose: number
  ageMonths: number
  /** The need; what of it own money meets; what credit is to meet. */
  needFen: number
  ownFen: number
  demandFen: number
  /** Permanent expected income, fen a month. */
  expectedFen: number
  /** Log-odds draw of the outside option, for the life of the need. */
  outside: number
}

const words = new Int32Array(2)
const set = createConsiderationSet()
const decision = createDecision()
/** The one at work, filled again and again. */
const shopper: Shopper = {
  consumer: 0,
  place: 0,
  purpose: 0,
  ageMonths: 0,
  needFen: 0,
  ownFen: 0,
  demandFen: 0,
  expectedFen: 0.5,
  outside: 0.5,
}
/** Index of the first try's draw; index 0 holds the outside draw. */
const FIRST_TRY = 1
/** Positions in APPLICATION_OUTCOMES. */
const REFUSED = 0
const RATIONED = 1
const DECLINED = 2
const LENT = 3
/** Outcomes of a pick that is no application: bought on an open line, or too little left of it. */
const DRAWN_ON = 4
const NOTHING_LEFT = 5

export function shopChunk(world: World, from: number, to: number, chunk: ChunkMonth, sample: ShopperSample[]): void {
  const { consumers: c, scenario, regime, streams, tick, tally } = world
  const { bufferTarget, illiquid } = regime.plan
  const minLoan = regime.needs.minLoanFen
  openQuota(world, to - from)
  for (let consumer = from; consumer < to; consumer++) {
    const need = c.needFen[consumer]
    if (need === 0) continue
    const place = consumer - from
    const age = tick - c.birthTick[consumer]
    const expected = chunk.expectedFen[place]
    // Own money first: savings above the buffer, which is what a settled consumer keeps after a month's spending.
    const buffer = wholeFen(Math.max(0, bufferTarget - 1) * expected * (1 - illiquid[age]))
    const savings = c.savingsFen[consumer]
    const own = savings > buffer ? (savings - buffer < need ? savings - buffer : need) : 0
    const demand = need - own
    if (demand < minLoan) {
      // Too little to borrow: out of the buffer, or done without.
      if (savings >= need) {
        c.savingsFen[consumer] = savings - need
        chunk.spendingFen[place] += need
        tally.market.spending += need
      }
      closeNeed(world, consumer, savings >= need ? SELF_FUNDED : TOO_SMALL)
      continue
    }
    if (c.needTick[consumer] === tick) {
      recordDemand(world, consumer, need, demand, age)
      decideIntent(world, consumer)
    }
    tally.market.shoppers++
    if (c.loanCount[consumer] >= scenario.underwriting.maxLoans) continue
    // Who may apply no more for this need waits for own money, unless there is a line to draw on.
    if (!hasTriesLeft(world, consumer) && !hasLine(world, consumer)) continue
    // One draw a need: whether the consumer would rather not borrow, and whether analysts get to see this shopper.
    draw(streams.choice, consumer, c.needTick[consumer], 0, words)
    const outside = logit(uniform(words[0]))
    const lot = uniform(words[1])
    const sampled = lot < world.sampleChance
    const outOfReach = beyondReach(world, consumer, outside)
    if (sampled || !outOfReach) learnOfLenders(world, consumer)
    if (sampled) {
      sample.push({
        consumer,
        purpose: c.needPurpose[consumer],
        demandFen: demand,
        ageMonths: age,
        expectedIncomeFen: expected,
      })
    }
    if (lot < world.surplusChance && c.needTick[consumer] === tick) countSurplus(world, consumer, demand, age, expected)
    if (outOfReach) {
      reachStage(world, consumer, world.offers.active.length === 0 ? NONE_ELIGIBLE : PREFERRED_NOT)
      continue
    }
    shopper.consumer = consumer
    shopper.place = place
    shopper.purpose = c.needPurpose[consumer]
    shopper.ageMonths = age
    shopper.needFen = need
    shopper.ownFen = own
    shopper.demandFen = demand
    shopper.expectedFen = expected
    shopper.outside = outside
    shop(world, chunk)
  }
}

function recordDemand(
  world: Present & People & Thresholds & Counts,
  consumer: number,
  need: number,
  demand: number,
  age: number,
): void {
  const { tally, consumers: c } = world
  const niche = nicheOf(c.needPurpose[consumer], need, age)
  tally.niches.demanded[niche]++
  tally.niches.demandedFen[niche] += demand
  tally.market.demanded++
  tally.market.demandedFen += demand
  addToGroups(world, consumer, tally.groups.demanded, 1)
  countJointly(world, consumer, tally.jointDemanded)
}

/** Whether the pending need may make another application. */
function hasTriesLeft({ scenario, consumers: c }: Present & People, consumer: number): boolean {
  return triesOf(c, consumer) < scenario.choice.maxApplications
}

/** Choice, application, quote, acceptance; up to `maxApplications` applications over the life of the need. */
function shop(world: World, chunk: ChunkMonth): void {
  const { consumers: c, scenario, tally } = world
  const { choice } = scenario
  const { consumer, demandFen } = shopper
  // Who looks on is shown all weights.
  const outside = world.trace === null ? shopper.outside : Infinity
  const mayBorrow = considerOffers(world, consumer, shopper.purpose, demandFen, shopper.ageMonths, set, outside)
  if (set.count === 0) {
    const knowsAny = (c.knows[consumer * 2] | c.knows[consumer * 2 + 1]) !== 0
    // A refusal that was given says more than a rule that keeps from asking.
    const byRecord = set.barredByRecord && c.needStage[consumer] < REFUSED_CUTOFF
    reachStage(world, consumer, !knowsAny ? KNEW_NOBODY : byRecord ? REFUSED_RECORD : NONE_ELIGIBLE)
    return
  }
  countPromotionAudience(world, consumer, set)
  if (!mayBorrow) {
    reachStage(world, consumer, PREFERRED_NOT)
    return
  }
  if (world.trace !== null) {
    const surplus = choice.borrowing + inclusiveValue(set, choice.nestScale) + shopper.outside
    const triesLeft = choice.maxApplications - triesOf(c, consumer)
    traceConsideration(world, consumer, demandFen, set, { surplus, outside: shopper.outside, triesLeft })
  }
  // Outside and inside draws stay fixed for the life of the need: redrawn every month, a refusal would turn into a
  // matter of time. Each pick has a draw of its own; what is out of play for good has used up those before.
  const first = FIRST_TRY + takenOutBefore(c, consumer)
  let applications = 0
  let denied = 0
  for (let attempt = first; set.total > 0; attempt++) {
    if (!hasTriesLeft(world, consumer)) keepLines(world)
    const surplus = choice.borrowing + inclusiveValue(set, choice.nestScale) + shopper.outside
    if (!(surplus > 0)) {
      reachStage(world, consumer, PREFERRED_NOT)
      break
    }
    const outcome = attemptOne(world, chunk, attempt, surplus)
    if (outcome === DRAWN_ON) break
    if (outcome === NOTHING_LEFT) continue
    applications++
    if (outcome === LENT) break
    if (outcome !== DECLINED) denied++
  }
  if (applications > 0) {
    tally.market.applicants++
    if (denied === applications) tally.market.deniedPersons++
  }
}

/** One pick: a purchase on an open line, or an application. Takes what has failed out of play; returns the outcome. */
function attemptOne(world: World, chunk: ChunkMonth, attempt: number, surplus: number): number {
  const { consumers: c, offers } = world
  const { consumer, demandFen } = shopper
  draw(world.streams.choice, consumer, c.needTick[consumer], attempt, words)
  const lot = uniform(words[0])
  const position = pick(set, lot)
  const product = set.product[position]
  const unasked = drawUnasked(world, consumer, product, demandFen, decision)
  if (world.trace !== null) {
    const found = unasked === SPENT ? 'spentLine' : unasked === DRAWN ? 'line' : 'application'
    tracePick(world, consumer, product, lot, surplus, found)
  }
  if (unasked === SPENT) {
    takeOut(set, position)
    reachStage(world, consumer, NONE_ELIGIBLE)
    return NOTHING_LEFT
  }
  if (unasked === DRAWN) {
    countClaim(world, offers.lender[product])
    lend(world, product, chunk)
    return DRAWN_ON
  }
  noteTry(c, consumer)
  const outcome = apply(world, product, surplus)
  if (outcome === LENT) lend(world, product, chunk)
  else if (outcome === DECLINED) {
    noteDeclined(c, consumer, product)
    takeOut(set, position)
  } else takeOutLender(offers, offers.lender[product])
  return outcome
}

/** Without applications left, only lines that are open stay in play. */
function keepLines(world: Market & People): void {
  for (let position = 0; position < set.count; position++) {
    if (!isOpenLine(world, shopper.consumer, set.product[position])) set.weight[position] = 0
  }
  addUp(set)
}

/** Makes the loan, and notes what it costs somebody of this true risk. */
function lend(world: World, product: number, chunk: ChunkMonth): void {
  originate(world, shopper, product, decision, chunk)
  countPriceOfRisk(world, shopper.consumer, decision)
}

/** One application: fills `decision` and returns its outcome, a position in APPLICATION_OUTCOMES. */
function apply(world: World, product: number, surplus: number): number {
  const { tally, consumers: c } = world
  const { consumer } = shopper
  const lender = world.offers.lender[product]
  tally.market.applications++
  tally.lenders.applications[lender]++
  tally.products.applications[product]++
  addToGroups(world, consumer, tally.groups.applications, 1)
  if (!screenedOut(world, consumer, product, decision)) assess(world, product)
  if (!decision.approved) {
    reachStage(world, consumer, stageOfRefusal(world, product, decision.refusal, decision.grade))
    addToGroups(world, consumer, tally.groups.denied, 1)
    answered(world, product, REFUSED)
    markLender(c.refusedBy, consumer, lender)
    return REFUSED
  }
  if (!canFund(world, lender)) {
    tally.market.rationed++
    tally.lenders.rationed[lender]++
    reachStage(world, consumer, REFUSED_CAPITAL)
    addToGroups(world, consumer, tally.groups.denied, 1)
    answered(world, product, RATIONED)
    return RATIONED
  }
  tally.market.approvals++
  tally.lenders.approvals[lender]++
  const atQuote = surplusAtQuote(world, product, surplus)
  const outcome = atQuote > 0 ? LENT : DECLINED
  if (outcome === DECLINED) {
    tally.market.declined++
    reachStage(world, consumer, DECLINED_QUOTE)
  }
  answered(world, product, outcome, atQuote)
  return outcome
}

/** Writes the answer to an application down. */
function answered(
  world: Market & People & Watchers,
  product: number,
  outcome: number,
  atQuote: number = Number.NaN,
): void {
  const { consumer, demandFen } = shopper
  if (world.trace !== null) traceApplication(world, consumer, product, demandFen, decision, outcome, atQuote)
  noteApplication(world, consumer, product, demandFen, decision, outcome)
}

/** Counts what the loan of `decision` asks of the lender's capital. */
function countClaim(world: Market & Counts, lender: number): void {
  world.tally.lenders.approvedFen[lender] += stakeFen(world, lender, decision)
}

/** Whether there is money for the loan that `decision` approves; counts what is asked of capital. */
function canFund(world: Market & Chance & Funding & Counts, lender: number): boolean {
  const { tally } = world
  countClaim(world, lender)
  // Its partner's capital has said yes already (mechanisms/partners/partners.ts).
  if (decision.facilitated) return true
  tally.lenderGradeApprovedFen[lender * GRADES + decision.grade] += decision.amountFen
  return admitted(world, shopper.consumer, lender, decision.grade)
}

/** The lender looks at the application; what its score is worth shows only over all that it looked at. */
function assess(world: Market & Nature & Chance & Counts, product: number): void {
  const { consumer, demandFen, expectedFen } = shopper
  underwrite(world, consumer, product, demandFen, expectedFen, decision)
  if (isFundable(world, consumer)) countAssessment(world, consumer, demandFen, expectedFen, decision)
}

/** Surplus at the quote, which is accepted above zero: by the same taste draw that sent the consumer shopping. */
function surplusAtQuote(world: Nature & Supply, product: number, surplus: number): number {
  const { offers, consumers: c } = world
  const { consumer } = shopper
  // Who will never pay takes any quote.
  if (!meansToRepay(world, consumer)) return Infinity
  const worse = isFree(offers, set.free, product) ? 0 : decision.aprBp / 10000 - offers.postedContract[product]
  return surplus - c.priceSensitivity[consumer] * worse
}

/** A lender's answer holds for all its products this month. */
function takeOutLender(offers: OfferBook, lender: number): void {
  for (let position = 0; position < set.count; position++) {
    if (offers.lender[set.product[position]] === lender) takeOut(set, position)
  }
}
