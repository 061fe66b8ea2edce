/**
 * P2P platforms in the month: investors choose among listings and ask their money back, platforms match the two and
 * close in a run; after the month, what borrowers did to each pool of loans passes to its holders, to the fen.
 */
import { produceWithPatches } from 'immer'
import { GRADES, gradeLoss } from '../../../agents/expected-loss.ts'
import { fundedChance } from '../../../agents/lenders/funding.ts'
import type { Industry, Lender } from '../../../agents/lenders/lender.ts'
import { assert } from '../../../base/assert.ts'
import { monthlyRate, wholeFen, yuanFromFen } from '../../../base/units.ts'
import { draw, type Stream, uniform } from '../../../random/streams.ts'
import { MAX_LENDERS, type Scenario } from '../../../scenarios/scenario.ts'
import type { MarketEvent } from '../../events.ts'
import type { Chance, Counts, Funding, Market, MutableMarket, People, Present, Supply } from '../../world.ts'
import {
  adapt,
  askBack,
  commitMoney,
  divide,
  foundInvestors,
  type Investors,
  type Listings,
  listingValue,
} from './investors.ts'

export const OPEN = 0
/** Lends no more; its borrowers still repay. */
export const CLOSED = 1
/** Closed, and the last claim is repaid or written off. */
export const WOUND_UP = 2
export const STATUS_NAMES = ['open', 'closed', 'woundUp'] as const

/** Weight of the latest month in what a pool's borrowers are expected to ask for. */
const DEMAND_SMOOTHING = 1 / 3

const words = new Int32Array(2)

/** Money of one platform's investors in one month, whole fen. */
export interface P2pFlows {
  /** Set aside for its listings; what of it stood ready to be lent once withdrawals were paid; what was lent. */
  committedFen: number
  readyFen: number
  fundedFen: number
  /** Withdrawals asked for and paid at the start of the month. */
  askedFen: number
  withdrawnFen: number
  /** Bought of the platform's own claims, which bridge what investors' money did not reach for. */
  bridgedFen: number
  interestFen: number
  feeFen: number
  paidFen: number
  chargedOffFen: number
  recoveredFen: number
  /** Charge-offs less recoveries by cause: while the platform lent, or after it had closed. */
  chargeOffLossFen: number
  closureLossFen: number
}

/** What one platform's investors have lost since the start, by cause, whole fen. */
export interface InvestorLosses {
  /** Charge-offs less recoveries while the platform lent. */
  chargeOffFen: number
  /** The same after it had closed. */
  closureFen: number
}

export interface P2pMarket {
  /** Lender of each platform; platform of each lender, -1 for all others. */
  readonly lenders: readonly number[]
  readonly platformOf: Int8Array
  readonly investors: Investors
  readonly listings: Listings
  readonly status: Uint8Array
  /** Months of a run in a row. */
  readonly runMonths: Uint8Array
  /** Share of approvable applications that investors' money admits, by pool. */
  readonly fundedShare: Float64Array
  /** Money that the chunk of consumers at work may still borrow of each platform, fen. */
  readonly quotaFen: Float64Array
  /** Lending that a pool's approvable applicants are expected to ask for, fen; -1 while unknown. */
  readonly expectedFen: Float64Array
  readonly flows: readonly P2pFlows[]
  readonly losses: readonly InvestorLosses[]
  /** What all investors received in interest (net of fees) since the start. */
  receivedFen: number
}

/** Room for the share of each holder in a flow, and sums by investor for learning. */
interface Scratch {
  readonly basis: Float64Array
  readonly share: Float64Array
  readonly held: Float64Array
  readonly promised: Float64Array
  readonly received: Float64Array
  readonly stated: Float64Array
  readonly lost: Float64Array
}
const scratches = new WeakMap<P2pMarket, Scratch>()

function scratchOf(market: P2pMarket): Scratch {
  let scratch = scratches.get(market)
  if (scratch === undefined) {
    const column = (): Float64Array => new Float64Array(market.investors.holders)
    scratch = {
      basis: column(),
      share: column(),
      held: column(),
      promised: column(),
      received: column(),
      stated: column(),
      lost: column(),
    }
    scratches.set(market, scratch)
  }
  return scratch
}

const NO_FLOWS: P2pFlows = {
  committedFen: 0,
  readyFen: 0,
  fundedFen: 0,
  askedFen: 0,
  withdrawnFen: 0,
  bridgedFen: 0,
  interestFen: 0,
  feeFen: 0,
  paidFen: 0,
  chargedOffFen: 0,
  recoveredFen: 0,
  chargeOffLossFen: 0,
  closureLossFen: 0,
}

export function foundP2p(scenario: Scenario, industry: Industry, stream: Stream): P2pMarket | null {
  const lenders = industry.lenders.flatMap(({ model }, lender) => (model === 'p2p' ? [lender] : []))
  if (lenders.length === 0) return null
  const platformOf = new Int8Array(MAX_LENDERS).fill(-1)
  lenders.forEach((lender, platform) => {
    platformOf[lender] = platform
  })
  const pools = lenders.length * GRADES
  return {
    lenders,
    platformOf,
    investors: foundInvestors(scenario, stream, lenders.length, GRADES),
    listings: {
      promised: new Float64Array(pools),
      statedLoss: new Float64Array(pools),
      lends: new Uint8Array(pools),
    },
    status: new Uint8Array(lenders.length),
    runMonths: new Uint8Array(lenders.length),
    fundedShare: new Float64Array(pools),
    quotaFen: new Float64Array(lenders.length),
    expectedFen: new Float64Array(pools).fill(-1),
    flows: lenders.map(() => ({ ...NO_FLOWS })),
    losses: lenders.map(() => ({ chargeOffFen: 0, closureFen: 0 })),
    receivedFen: 0,
  }
}

/** Month's flows of a lender's investors; nothing where the lender has none. */
export function investorFlows(world: Funding, lender: number): P2pFlows {
  const platform = world.p2p === null ? -1 : world.p2p.platformOf[lender]
  return platform < 0 ? NO_FLOWS : (world.p2p as P2pMarket).flows[platform]
}

/** Chance that an approvable application of a grade is funded: by equity, on a P2P platform by investors' money. */
export function fundedChanceOf({ p2p, industry }: Supply & Funding, lender: number, grade: number): number {
  const platform = p2p === null ? -1 : p2p.platformOf[lender]
  return platform < 0 || p2p === null
    ? fundedChance(industry.lenders[lender].fundedGrades, grade)
    : p2p.fundedShare[platform * GRADES + grade]
}

/**
 * Gives a chunk its part of the money that stands ready on each platform, by its number of consumers: what the others
 * borrow does not matter to it, so chunks may run in any order.
 */
export function openQuota(world: People & Funding, consumers: number): void {
  const market = world.p2p
  if (market === null) return
  const { quotaFen, flows } = market
  for (let k = 0; k < quotaFen.length; k++) quotaFen[k] = (flows[k].readyFen * consumers) / world.consumers.count
}

/** Whether the chunk's money on the lender's platform is not used up; true of lenders that have no investors. */
export function hasQuota({ p2p }: Funding, lender: number): boolean {
  return p2p === null || p2p.platformOf[lender] < 0 || p2p.quotaFen[p2p.platformOf[lender]] > 0
}

/** Takes a loan out of the chunk's quota. */
export function useQuota({ p2p }: Funding, lender: number, amountFen: number): void {
  if (p2p !== null && p2p.platformOf[lender] >= 0) p2p.quotaFen[p2p.platformOf[lender]] -= amountFen
}

/** Whether a lender's loans belong to investors: it is a P2P platform, open or closed. */
export function hasInvestors({ p2p }: Funding, lender: number): boolean {
  return p2p !== null && p2p.platformOf[lender] >= 0
}

/** Whether the lender is a P2P platform that has closed. */
export function isClosed(world: Funding, lender: number): boolean {
  return (
    world.p2p !== null && world.p2p.platformOf[lender] >= 0 && world.p2p.status[world.p2p.platformOf[lender]] !== OPEN
  )
}

/** Whether a borrower pays a closed platform nothing any more: settled once for each person and platform. */
export function walksAway(world: Present & People & Chance, consumer: number, lender: number): boolean {
  draw(world.streams.walkAway, consumer, world.consumers.enteredTick[consumer], lender, words)
  return uniform(words[0]) < world.scenario.p2p.walkAway
}

/** Investors' claims on a platform, fen, without its own. */
export function investorClaimsFen(market: P2pMarket, platform: number): number {
  let sum = 0
  for (let grade = 0; grade < GRADES; grade++) sum += poolFen(market, platform * GRADES + grade)
  return sum
}

/** Claims of a pool's investors, fen. */
function poolFen({ investors }: P2pMarket, pool: number): number {
  const { claimsFen, count, holders } = investors
  let sum = 0
  for (let at = pool * holders; at < pool * holders + count; at++) sum += claimsFen[at]
  return sum
}

/**
 * The start of a month on P2P platforms, before offers are published: who must close closes; the open ones list loans by
 * grade; holders ask money back; free money chooses a listing, where it first buys claims of those who want out (and of
 * the platform, which bridged last month's excess) and then stands ready to be lent.
 * `barred` says why the law lets a lender lend no more, or null.
 */
export function fundListings(
  world: MutableMarket & Chance & Funding,
  barred: (lender: Lender) => string | null,
): MarketEvent[] {
  const market = world.p2p
  if (market === null) return []
  const { scenario, streams, tick } = world
  const { investors, listings, lenders, status, flows } = market
  const events: MarketEvent[] = []
  for (const flow of flows) Object.assign(flow, NO_FLOWS)
  closeDue(world, market, barred, events)
  list(world, market)
  lenders.forEach((_, platform) => {
    if (status[platform] === OPEN) askBack(investors, platform, listings, scenario.p2p.outsideReturn)
  })
  commitMoney(investors, listings, scenario.p2p, streams.investor, tick)
  lenders.forEach((_, platform) => {
    if (status[platform] === OPEN) matchWithdrawals(market, platform)
  })
  lenders.forEach((_, platform) => {
    if (status[platform] === OPEN) watchForRun(world, market, platform, events)
  })
  admit(world, market, events)
  return events
}

/** This month's listings by grade: what borrowers will pay on average over the platform's products, and losses by its own model. */
function list(world: Market, market: P2pMarket): void {
  const { scenario, industry, offers } = world
  const { listings, lenders, status } = market
  listings.lends.fill(0)
  lenders.forEach((lender, platform) => {
    const { lossMultiplier } = industry.lenders[lender]
    for (let grade = 0; grade < GRADES; grade++) {
      const pool = platform * GRADES + grade
      listings.statedLoss[pool] = gradeLoss(grade) * lossMultiplier * scenario.repayment.lossGivenDefault
      let count = 0
      let bp = 0
      for (let product = 0; product < offers.count; product++) {
        if (offers.lender[product] !== lender || offers.aprBp[product * GRADES + grade] < 0) continue
        if (industry.products[product].withdrawn !== null) continue
        bp += offers.aprBp[product * GRADES + grade]
        count++
      }
      // A grade no longer lent to keeps its latest promise.
      if (count === 0) continue
      listings.promised[pool] = bp / count / 10000 - scenario.p2p.feeRate
      if (status[platform] === OPEN) listings.lends[pool] = 1
    }
  })
}

/** Money set aside for a pool buys claims of those who want out, pro rata on either side if they do not match. */
function matchWithdrawals(market: P2pMarket, platform: number): void {
  const { investors } = market
  const { count, holders, claimsFen, cashFen, committedFen, chosenPool, asks } = investors
  const { basis, share } = scratchOf(market)
  const flow = market.flows[platform]
  for (let grade = 0; grade < GRADES; grade++) {
    const pool = platform * GRADES + grade
    const from = pool * holders
    let offeredFen = 0
    let committed = 0
    for (let n = 0; n < count; n++) {
      const claims = asks[platform * count + n] === 1 ? claimsFen[from + n] : 0
      basis[n] = claims
      flow.askedFen += claims
      offeredFen += claims
      if (chosenPool[n] === pool) committed += committedFen[n]
    }
    basis[count] = claimsFen[from + count]
    offeredFen += basis[count]
    flow.committedFen += committed
    const tradedFen = committed < offeredFen ? committed : offeredFen
    if (tradedFen === 0) continue
    divide(tradedFen, basis, 0, holders, share)
    for (let n = 0; n < count; n++) {
      claimsFen[from + n] -= share[n]
      cashFen[n] += share[n]
      flow.withdrawnFen += share[n]
    }
    claimsFen[from + count] -= share[count]
    flow.bridgedFen += share[count]
    for (let n = 0; n < count; n++) basis[n] = chosenPool[n] === pool ? committedFen[n] : 0
    divide(tradedFen, basis, 0, count, share)
    for (let n = 0; n < count; n++) {
      claimsFen[from + n] += share[n]
      cashFen[n] -= share[n]
      committedFen[n] -= share[n]
    }
  }
}

/** Too many unpaid withdrawals are a run; a run of some months closes the platform. What is not paid frightens its own investors. */
function watchForRun(world: MutableMarket, market: P2pMarket, platform: number, events: MarketEvent[]): void {
  const { runShare, runMonths, contagion } = world.scenario.p2p
  const { investors, flows } = market
  const { askedFen, withdrawnFen } = flows[platform]
  const claims = investorClaimsFen(market, platform)
  const unpaid = askedFen - withdrawnFen
  const unpaidShare = claims === 0 ? 0 : unpaid / claims
  for (let n = 0; n < investors.count; n++) investors.fear[platform * investors.count + n] += contagion * unpaidShare
  if (!(unpaidShare > runShare)) {
    market.runMonths[platform] = 0
    return
  }
  const months = ++market.runMonths[platform]
  const { code } = world.industry.lenders[market.lenders[platform]]
  const told = `withdrawals of ${yuanFromFen(askedFen)} yuan asked, ${yuanFromFen(withdrawnFen)} paid; ${Math.round(100 * unpaidShare)} % of investors' claims of ${yuanFromFen(claims)} stay unpaid`
  events.push({ month: world.month, actor: code, kind: 'run', why: told, patches: [] })
  if (months >= runMonths) closePlatform(world, market, platform, `a run of ${months} months: ${told}`, events)
}

/** A platform closes too once its own equity is gone, or the law bids it. */
function closeDue(
  world: MutableMarket,
  market: P2pMarket,
  barred: (lender: Lender) => string | null,
  events: MarketEvent[],
): void {
  market.lenders.forEach((place, platform) => {
    const lender = world.industry.lenders[place]
    const { equityFen } = lender.ledger
    const forbidden = barred(lender)
    if (market.status[platform] !== OPEN || (equityFen >= 0 && forbidden === null)) return
    const why = forbidden ?? `its own equity is ${yuanFromFen(equityFen)} yuan`
    closePlatform(world, market, platform, why, events)
  })
}

/** Ends lending for good. Money set aside for it is free again; news of it frightens the investors of all others. */
function closePlatform(
  world: MutableMarket,
  market: P2pMarket,
  platform: number,
  why: string,
  events: MarketEvent[],
): void {
  const { investors, status, lenders } = market
  const { count } = investors
  status[platform] = CLOSED
  investors.asks.fill(0, platform * count, (platform + 1) * count)
  for (let n = 0; n < count; n++) {
    if (Math.floor(investors.chosenPool[n] / GRADES) === platform) investors.committedFen[n] = 0
  }
  const { contagion } = world.scenario.p2p
  for (let other = 0; other < lenders.length; other++) {
    if (other === platform || status[other] !== OPEN) continue
    for (let n = 0; n < count; n++) investors.fear[other * count + n] += contagion
  }
  const [industry, patches] = produceWithPatches(world.industry, (draft: Industry) => {
    draft.lenders[lenders[platform]].fundedShare = 0
  })
  world.industry = industry
  events.push({ month: world.month, actor: industry.lenders[lenders[platform]].code, kind: 'closure', why, patches })
}

/** Funded share by pool: money set aside over what borrowers are expected to ask for; over all grades it is the lender's. */
function admit(world: MutableMarket, market: P2pMarket, events: MarketEvent[]): void {
  const { investors, fundedShare, expectedFen, lenders, status } = market
  const committed = new Float64Array(fundedShare.length)
  for (let n = 0; n < investors.count; n++) {
    if (investors.committedFen[n] > 0) committed[investors.chosenPool[n]] += investors.committedFen[n]
  }
  const [industry, patches] = produceWithPatches(world.industry, (draft: Industry) => {
    lenders.forEach((place, platform) => {
      if (status[platform] !== OPEN) return
      let wanted = 0
      let met = 0
      let known = 0
      for (let grade = 0; grade < GRADES; grade++) known += Math.max(0, expectedFen[platform * GRADES + grade])
      for (let grade = 0; grade < GRADES; grade++) {
        const pool = platform * GRADES + grade
        const money = committed[pool]
        market.flows[platform].readyFen += money
        // A grade listed for the first time may draw as many as all others.
        const expected = expectedFen[pool] < 0 ? (known > 0 ? known : money) : expectedFen[pool]
        fundedShare[pool] = money === 0 ? 0 : expected > money ? money / expected : 1
        if (expectedFen[pool] < 0 && money === 0) continue
        wanted += expected
        met += expected > money ? money : expected
      }
      // Six decimals: more would say nothing and fill the event log.
      draft.lenders[place].fundedShare = wanted === 0 ? (met > 0 ? 1 : 0) : Math.ceil((met / wanted) * 1e6) / 1e6
    })
  })
  world.industry = industry
  if (patches.length === 0) return
  const open = lenders.filter((_, platform) => status[platform] === OPEN).map((place) => industry.lenders[place])
  const why = `investors' money against expected demand: ${open.map((lender) => `${lender.code} ${Math.round(100 * lender.fundedShare)} %`).join(', ')}`
  events.push({ month: world.month, actor: 'investors', kind: 'fund', why, patches })
}

/**
 * The end of a month on P2P platforms, before lenders close their books: interest, repayments, charge-offs and
 * recoveries of each pool go to its holders as of the start of the month, pro rata; new loans are paid from the money
 * set aside for the pool and, where that falls short, by the platform. Then investors learn.
 */
export function settleInvestors(world: Market & Counts & Funding): void {
  const market = world.p2p
  if (market === null) return
  for (let platform = 0; platform < market.lenders.length; platform++) settlePlatform(world, market, platform)
}

function settlePlatform(world: Market & Counts, market: P2pMarket, platform: number): void {
  const { tally, offers, scenario } = world
  const { investors, status, expectedFen } = market
  const { count } = investors
  const scratch = scratchOf(market)
  const lender = market.lenders[platform]
  const { held, promised, received, stated, lost } = scratch
  for (const column of [held, promised, received, stated, lost]) column.fill(0)
  const wasOnSale = status[platform] === OPEN && world.industry.lenders[lender].fundedShare > 0
  let cashIn = 0
  let interest = 0
  for (let grade = 0; grade < GRADES; grade++) {
    const at = lender * GRADES + grade
    const pool = platform * GRADES + grade
    let lentFen = 0
    for (let product = 0; product < offers.count; product++) {
      if (offers.lender[product] === lender) lentFen += tally.productGradeFen[product * GRADES + grade]
    }
    interest += tally.lenderGradeInterestFen[at]
    cashIn += settlePool(world, market, platform, grade, lentFen, scratch)
    if (wasOnSale) {
      const asked = tally.lenderGradeApprovedFen[at]
      const before = expectedFen[pool] < 0 ? asked : expectedFen[pool]
      expectedFen[pool] = wholeFen(before + DEMAND_SMOOTHING * (asked - before))
    }
  }
  assert(
    cashIn === tally.lenders.repaidFen[lender] + tally.lenders.settledFen[lender] &&
      interest === tally.lenders.interestFen[lender],
    `month ${world.month}: the pools of platform ${platform + 1} count other flows than its books`,
  )
  const { learning } = scenario.p2p
  const loss = market.losses[platform]
  const flow = market.flows[platform]
  const lossFen = flow.chargedOffFen - flow.recoveredFen
  if (status[platform] === OPEN) flow.chargeOffLossFen = lossFen
  else flow.closureLossFen = lossFen
  loss.chargeOffFen += flow.chargeOffLossFen
  loss.closureFen += flow.closureLossFen
  market.receivedFen += flow.interestFen - flow.feeFen
  for (let n = 0; n < count; n++) {
    const cell = platform * count + n
    // Without claims of one's own there is only the platform's word.
    const has = held[n] > 0
    investors.returnRatio[cell] = adapt(
      investors.returnRatio[cell],
      has ? received[n] : 1,
      has ? promised[n] : 1,
      learning,
    )
    investors.lossRatio[cell] = adapt(investors.lossRatio[cell], has ? lost[n] : 1, has ? stated[n] : 1, learning)
    investors.fear[cell] *= 1 - learning
  }
  if (status[platform] === CLOSED && tally.lenders.balanceFen[lender] === 0) status[platform] = WOUND_UP
}

/** Passes one pool's month on to its holders; returns the cash that borrowers paid in. */
function settlePool(
  world: Present & Counts,
  market: P2pMarket,
  platform: number,
  grade: number,
  lentFen: number,
  scratch: Scratch,
): number {
  const { tally, scenario } = world
  const { count, holders, claimsFen } = market.investors
  const flow = market.flows[platform]
  const at = market.lenders[platform] * GRADES + grade
  const pool = platform * GRADES + grade
  const from = pool * holders
  const interestFen = tally.lenderGradeInterestFen[at]
  const chargedOffFen = tally.lenderGradeChargedOffFen[at]
  const closingFen = tally.lenderGradeFen[at] + tally.lenderGradeLateFen[at]
  let openingFen = 0
  for (let holder = 0; holder < holders; holder++) openingFen += claimsFen[from + holder]
  // Nothing else changes a book, so what is missing from it has been paid.
  const paidFen = openingFen + lentFen + interestFen - chargedOffFen - closingFen
  assert(paidFen >= 0, `month ${world.month}: pool ${pool} grows by more than was lent`)
  if (openingFen + lentFen === 0) return paidFen
  const feeDueFen = wholeFen((openingFen - claimsFen[from + count]) * monthlyRate(scenario.p2p.feeRate))

  notePromises(market, pool, scratch)
  // Interest accrues to claims first, before anybody pays it.
  const accruedFen = accrue(market.investors, from, interestFen, scratch)
  flow.interestFen += accruedFen
  writeOff(market.investors, from, chargedOffFen, tally.lenderGradeRecoveredFen[at], flow, scratch)
  // A loan repaid in its first month is paid for before it is repaid.
  const payFirst = paidFen <= openingFen + interestFen - chargedOffFen
  if (!payFirst) fund(market, pool, lentFen, flow, scratch)
  const paidToInvestors = payOut(market.investors, from, paidFen, scratch)
  flow.paidFen += paidToInvestors
  const feeFen = Math.min(feeDueFen, accruedFen, paidToInvestors)
  takeFee(market.investors, feeFen, scratch)
  flow.feeFen += feeFen
  if (payFirst) fund(market, pool, lentFen, flow, scratch)
  return paidFen
}

/** What each investor held of a pool, and what was said of return and loss on it. */
function notePromises({ investors, listings }: P2pMarket, pool: number, { held, promised, stated }: Scratch): void {
  const { count, holders, claimsFen } = investors
  const promisedRate = monthlyRate(listings.promised[pool])
  const statedRate = monthlyRate(listings.statedLoss[pool])
  for (let investor = 0; investor < count; investor++) {
    const claims = claimsFen[pool * holders + investor]
    held[investor] += claims
    promised[investor] += claims * promisedRate
    stated[investor] += claims * statedRate
  }
}

/** Adds interest to claims and leaves these in `basis`; returns the investors' part. */
function accrue(
  { count, holders, claimsFen }: Investors,
  from: number,
  interestFen: number,
  { basis, share, received }: Scratch,
): number {
  divide(interestFen, claimsFen, from, holders, share)
  for (let holder = 0; holder < holders; holder++) {
    claimsFen[from + holder] += share[holder]
    received[holder] += share[holder]
    basis[holder] = claimsFen[from + holder]
  }
  return interestFen - share[count]
}

/** Takes charge-offs off claims and pays out recoveries, both in proportion to `basis`. */
function writeOff(
  { count, holders, claimsFen, cashFen }: Investors,
  from: number,
  chargedOffFen: number,
  recoveredFen: number,
  flow: P2pFlows,
  { basis, share, lost }: Scratch,
): void {
  if (chargedOffFen === 0 && recoveredFen === 0) return
  divide(chargedOffFen, basis, 0, holders, share)
  for (let holder = 0; holder < holders; holder++) {
    claimsFen[from + holder] -= share[holder]
    lost[holder] += share[holder]
  }
  flow.chargedOffFen += chargedOffFen - share[count]
  divide(recoveredFen, basis, 0, holders, share)
  for (let investor = 0; investor < count; investor++) {
    cashFen[investor] += share[investor]
    lost[investor] -= share[investor]
  }
  flow.recoveredFen += recoveredFen - share[count]
}

/** Pays what borrowers paid in to the holders of claims; leaves each investor's part in `basis`, returns their sum. */
function payOut(
  { count, holders, claimsFen, cashFen }: Investors,
  from: number,
  paidFen: number,
  { basis, share }: Scratch,
): number {
  divide(paidFen, claimsFen, from, holders, share)
  for (let investor = 0; investor < count; investor++) {
    claimsFen[from + investor] -= share[investor]
    cashFen[investor] += share[investor]
    basis[investor] = share[investor]
  }
  claimsFen[from + count] -= share[count]
  return paidFen - share[count]
}

/** The platform's fee, from investors in proportion to what they were paid. */
function takeFee({ count, cashFen }: Investors, feeFen: number, { basis, share, received }: Scratch): void {
  divide(feeFen, basis, 0, count, share)
  for (let investor = 0; investor < count; investor++) {
    cashFen[investor] -= share[investor]
    received[investor] -= share[investor]
  }
}

/** New loans of a pool: paid from the money set aside for it, pro rata, the rest by the platform. */
function fund(
  { investors }: P2pMarket,
  pool: number,
  lentFen: number,
  flow: P2pFlows,
  { basis, share }: Scratch,
): void {
  if (lentFen === 0) return
  const { count, holders, claimsFen, cashFen, committedFen, chosenPool } = investors
  let committed = 0
  for (let n = 0; n < count; n++) {
    basis[n] = chosenPool[n] === pool ? committedFen[n] : 0
    committed += basis[n]
  }
  const fundedFen = committed < lentFen ? committed : lentFen
  claimsFen[pool * holders + count] += lentFen - fundedFen
  if (fundedFen === 0) return
  divide(fundedFen, basis, 0, count, share)
  for (let n = 0; n < count; n++) {
    claimsFen[pool * holders + n] += share[n]
    cashFen[n] -= share[n]
    committedFen[n] -= share[n]
  }
  flow.fundedFen += fundedFen
}

/** Money still set aside for a platform's listings, fen. */
export function idleFen({ investors, status }: P2pMarket, platform: number): number {
  if (status[platform] !== OPEN) return 0
  let sum = 0
  for (let n = 0; n < investors.count; n++) {
    if (Math.floor(investors.chosenPool[n] / GRADES) === platform) sum += investors.committedFen[n]
  }
  return sum
}

/** Who holds claims on a platform, and the annual return that they expect of them (risk aversion aside), by claims. */
export function holdersOf(
  { investors, listings }: P2pMarket,
  platform: number,
): { holders: number; expectedReturn: number } {
  let held = 0
  let worth = 0
  let count = 0
  for (let n = 0; n < investors.count; n++) {
    const cell = platform * investors.count + n
    let own = 0
    for (let grade = 0; grade < GRADES; grade++) {
      const pool = platform * GRADES + grade
      const claims = investors.claimsFen[pool * investors.holders + n]
      if (claims === 0) continue
      own += claims
      worth +=
        claims *
        listingValue(
          listings.promised[pool],
          listings.statedLoss[pool],
          investors.returnRatio[cell],
          investors.lossRatio[cell],
          investors.fear[cell],
          0,
        )
    }
    if (own > 0) count++
    held += own
  }
  return { holders: count, expectedReturn: held === 0 ? Number.NaN : worth / held }
}

/** Each platform's claims are its books, and investors' money moves by interest and losses alone. */
export function checkP2p(world: Market & Funding): void {
  const market = world.p2p
  if (market === null) return
  const { investors, lenders, losses } = market
  let claims = 0
  lenders.forEach((lender, platform) => {
    const { ledger, code } = world.industry.lenders[lender]
    const size = GRADES * investors.holders
    const all = sumOf(investors.claimsFen.subarray(platform * size, (platform + 1) * size))
    const owned = investorClaimsFen(market, platform)
    claims += owned
    assert(
      all === ledger.loansFen && owned === ledger.investorFen,
      `month ${world.month}: claims on ${code} are ${all} fen, ${owned} of investors; its books say ${ledger.loansFen} and ${ledger.investorFen}`,
    )
  })
  const lost = losses.reduce((total, { chargeOffFen, closureFen }) => total + chargeOffFen + closureFen, 0)
  const expected = sumOf(investors.startFen) + market.receivedFen - lost
  const money = sumOf(investors.cashFen) + claims
  assert(
    money === expected && Number.isSafeInteger(money),
    `month ${world.month}: investors have ${money} fen where flows give ${expected}`,
  )
  const inDebt = investors.cashFen.findIndex((fen) => !(fen >= 0))
  assert(inDebt < 0, `month ${world.month}: investor ${inDebt} has less than nothing`)
}

function sumOf(amountsFen: Float64Array): number {
  let sum = 0
  for (let k = 0; k < amountsFen.length; k++) sum += amountsFen[k]
  return sum
}
