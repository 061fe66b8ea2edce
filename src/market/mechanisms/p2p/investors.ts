/**
 * Investors of P2P platforms as columns: money, claims on pools of loans, expectations, and what they choose.
 * A pool is the book of one platform in one risk grade; its holders share all that happens to it pro rata.
 */
import { exp, ln } from '../../../base/math.ts'
import { draw, normal, type Stream, uniform } from '../../../random/streams.ts'
import type { Scenario } from '../../../scenarios/scenario.ts'

/** Realised over expected return or loss counts up to this much, so that one bad month cannot drown all memory. */
const MOST_RATIO = 10
/** Investors' traits are drawn at a tick before any month. */
const TRAITS_TICK = -1
/** No pool chosen: money stays in cash. */
export const CASH = -1

const words = new Int32Array(2)

/** Whole fen throughout. `holders` = investors + 1: the last holder of each pool is the platform itself. */
export interface Investors {
  readonly count: number
  readonly holders: number
  readonly platforms: number
  readonly grades: number
  /** Money not lent, by investor; what the investor put aside at the start. */
  readonly cashFen: Float64Array
  readonly startFen: Float64Array
  /** Extra weight on expected losses, by investor. */
  readonly riskAversion: Float64Array
  /** At [pool × holders + holder], pool = platform × grades + grade. */
  readonly claimsFen: Float64Array
  /** Pool that the investor's money is set aside for this month, CASH for none, and how much of it. */
  readonly chosenPool: Int32Array
  readonly committedFen: Float64Array
  /** Expectations at [platform × count + investor]: realised over promised return; realised over stated losses; annual loss feared from a closure. */
  readonly returnRatio: Float64Array
  readonly lossRatio: Float64Array
  readonly fear: Float64Array
  /** 1 where the investor asks its money back, at [platform × count + investor]. */
  readonly asks: Uint8Array
}

/** What the platforms list this month, by pool, annual: return promised (net of the fee) and losses stated; lends marks listings open to new money. */
export interface Listings {
  readonly promised: Float64Array
  readonly statedLoss: Float64Array
  readonly lends: Uint8Array
}

/**
 * Divides whole `totalFen` over the holders in proportion to `weights[from .. from + length)`: running totals are
 * rounded, so that shares sum exactly and each is within one fen of its proportion. No share exceeds its weight while
 * the total does not exceed theirs. Without weights all goes to the last.
 */
export function divide(
  totalFen: number,
  weights: ArrayLike<number>,
  from: number,
  length: number,
  out: Float64Array,
): void {
  let sum = 0
  for (let k = 0; k < length; k++) sum += weights[from + k]
  out.fill(0, 0, length)
  if (sum === 0) {
    out[length - 1] = totalFen
    return
  }
  if (totalFen === 0) return
  const share = totalFen / sum
  const bounded = totalFen <= sum
  let reached = 0
  let given = 0
  for (let k = 0; k < length; k++) {
    const weight = weights[from + k]
    if (weight === 0) continue
    reached += weight
    let part = (reached === sum ? totalFen : Math.floor(share * reached + 0.5)) - given
    // Rounding of the product may err by one at a tie.
    if (part < 0) part = 0
    if (bounded && part > weight) part = weight
    out[k] = part
    given += part
  }
  for (let k = 0; given < totalFen; k++) {
    if (weights[from + k] > out[k]) {
      out[k]++
      given++
    }
  }
}

/** Investors at the start: money lognormal about a total of `p2p.wealth` a consumer, all of it cash. */
export function foundInvestors(scenario: Scenario, stream: Stream, platforms: number, grades: number): Investors {
  const { p2p, population } = scenario
  const count = p2p.investors
  const holders = count + 1
  const cells = platforms * count
  const investors: Investors = {
    count,
    holders,
    platforms,
    grades,
    cashFen: new Float64Array(count),
    startFen: new Float64Array(count),
    riskAversion: new Float64Array(count),
    claimsFen: new Float64Array(platforms * grades * holders),
    chosenPool: new Int32Array(count).fill(CASH),
    committedFen: new Float64Array(count),
    returnRatio: new Float64Array(cells).fill(1),
    lossRatio: new Float64Array(cells).fill(1),
    fear: new Float64Array(cells),
    asks: new Uint8Array(cells),
  }
  const weights = new Float64Array(count)
  for (let n = 0; n < count; n++) {
    draw(stream, n, TRAITS_TICK, 0, words)
    // In whole units, so that the running totals of the division are exact.
    weights[n] = Math.ceil(1000 * exp(p2p.wealthSd * normal(words[0])))
    // Exponential about its mean: many who hardly mind risk, a few who mind it much.
    investors.riskAversion[n] = -p2p.riskAversion * ln(uniform(words[1]))
  }
  const totalFen = Math.floor(p2p.wealth * 100 * population.consumers)
  divide(totalFen, weights, 0, count, investors.cashFen)
  investors.startFen.set(investors.cashFen)
  return investors
}

/**
 * Annual return that an investor expects of a listing, less what its risk is worth to the investor: the promise as it
 * was kept so far, less (1 + risk aversion) × (stated losses as they came true so far + losses feared from a closure).
 */
export function listingValue(
  promised: number,
  statedLoss: number,
  returnRatio: number,
  lossRatio: number,
  fear: number,
  riskAversion: number,
): number {
  return promised * returnRatio - (1 + riskAversion) * (statedLoss * lossRatio + fear)
}

/**
 * Chances that an investor picks each listing, by pool, into `chance`; returns the chance of keeping cash. A logit over
 * cash and all listings worth more than cash; listings of platforms that it wants out of are left aside.
 */
export function choiceChances(
  investors: Investors,
  investor: number,
  listings: Listings,
  outsideReturn: number,
  sensitivity: number,
  chance: Float64Array,
): number {
  const { platforms, grades, count, riskAversion, returnRatio, lossRatio, fear, asks } = investors
  const aversion = riskAversion[investor]
  let best = 0
  for (let platform = 0; platform < platforms; platform++) {
    const cell = platform * count + investor
    for (let grade = 0; grade < grades; grade++) {
      const pool = platform * grades + grade
      chance[pool] = -1
      if (listings.lends[pool] === 0 || asks[cell] === 1) continue
      const { promised, statedLoss } = listings
      const value = listingValue(
        promised[pool],
        statedLoss[pool],
        returnRatio[cell],
        lossRatio[cell],
        fear[cell],
        aversion,
      )
      const gain = sensitivity * (value - outsideReturn)
      if (gain < 0) continue
      chance[pool] = gain
      if (gain > best) best = gain
    }
  }
  // Relative to the best, so that nothing overflows.
  const cash = exp(-best)
  let total = cash
  const pools = platforms * grades
  for (let pool = 0; pool < pools; pool++) {
    const weight = chance[pool] < 0 ? 0 : exp(chance[pool] - best)
    chance[pool] = weight
    total += weight
  }
  for (let pool = 0; pool < pools; pool++) chance[pool] /= total
  return cash / total
}

/** Each investor decides what this month's money is set aside for: one draw each, whatever the others do. */
export function commitMoney(
  investors: Investors,
  listings: Listings,
  p2p: Scenario['p2p'],
  stream: Stream,
  tick: number,
): void {
  const { count, cashFen, chosenPool, committedFen } = investors
  const chance = new Float64Array(investors.platforms * investors.grades)
  for (let n = 0; n < count; n++) {
    chosenPool[n] = CASH
    committedFen[n] = 0
    if (cashFen[n] === 0) continue
    const cash = choiceChances(investors, n, listings, p2p.outsideReturn, p2p.sensitivity, chance)
    if (cash === 1) continue
    draw(stream, n, tick, 0, words)
    let left = uniform(words[0]) - cash
    if (left < 0) continue
    for (let pool = 0; pool < chance.length; pool++) {
      if (chance[pool] === 0) continue
      chosenPool[n] = pool
      left -= chance[pool]
      if (left < 0) break
    }
    committedFen[n] = cashFen[n]
  }
}

/**
 * Whether each holder of claims on `platform` wants out: what it expects of its own claims, less their risk, is below
 * what its money would earn elsewhere.
 */
export function askBack(investors: Investors, platform: number, listings: Listings, outsideReturn: number): void {
  const { count, holders, grades, claimsFen, asks, riskAversion, returnRatio, lossRatio, fear } = investors
  for (let n = 0; n < count; n++) {
    const cell = platform * count + n
    asks[cell] = 0
    let held = 0
    let worth = 0
    for (let grade = 0; grade < grades; grade++) {
      const pool = platform * grades + grade
      const claims = claimsFen[pool * holders + n]
      if (claims === 0) continue
      held += claims
      worth +=
        claims *
        listingValue(
          listings.promised[pool],
          listings.statedLoss[pool],
          returnRatio[cell],
          lossRatio[cell],
          fear[cell],
          riskAversion[n],
        )
    }
    if (held > 0 && worth < outsideReturn * held) asks[cell] = 1
  }
}

/** One step of adaptive expectations of a ratio of realised to expected money. */
export function adapt(belief: number, realised: number, expected: number, weight: number): number {
  if (!(expected > 0)) return belief
  const ratio = realised / expected
  return belief + weight * ((ratio > MOST_RATIO ? MOST_RATIO : ratio) - belief)
}
