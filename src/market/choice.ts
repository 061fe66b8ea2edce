/**
 * Nested-logit choice among the offers that a consumer knows and may use (McFadden 1978): one nest of inside offers
 * with scale λ against not borrowing. `considerOffers` computes V_j and the weights w_j = exp(V_j / λ) / N_j^(ω/λ),
 * where N_j = Σ_k exp(−‖x_j − x_k‖² / 2h²) over the set considered corrects for similarity, so that clones earn no
 * spurious value of variety (Ackerberg & Rysman 2005).
 */
import { DECLINED_SHIFT, hasDeclined, type PublicConsumers, TASTE_DIMENSIONS, TASTE_UNIT } from '../agents/consumers.ts'
import { idealChannel } from '../agents/needs.ts'
import { SATISFACTION_UNIT } from '../agents/satisfaction.ts'
import { exp, ln, power } from '../base/math.ts'
import { PURPOSES } from '../base/vocabulary.ts'
import { MAX_PRODUCTS } from '../scenarios/scenario.ts'
import { isFree, isOpenLine, paysNoRate } from './hooks.ts'
import { FIT_DIMENSIONS, type OfferBook } from './offers.ts'
import { heldOut } from './promotions.ts'
import { classesOpenTo, classesThatFindChargeOff } from './public-rules.ts'
import type { Chance, Market, Nature, People, Present } from './world.ts'

/** The set a consumer considers, kept in one place to be filled again and again. */
export interface ConsiderationSet {
  count: number
  readonly product: Int32Array
  readonly weight: Float64Array
  /** N_j over the set. */
  readonly crowd: Float64Array
  /** Σ w_j over the offers still in play; taking one out subtracts its weight. */
  total: number
  /** The largest V_j / λ, taken out of the weights so that none overflows. */
  scale: number
  /** Whether an offer was left out for a charge-off alone: on file, or at that lender. */
  barredByRecord: boolean
  /** Whether lines cost this consumer nothing: one who pays in full, where there are interest-free months. */
  free: boolean
}

export function createConsiderationSet(): ConsiderationSet {
  return {
    count: 0,
    product: new Int32Array(MAX_PRODUCTS),
    weight: new Float64Array(MAX_PRODUCTS),
    crowd: new Float64Array(MAX_PRODUCTS),
    total: 0,
    scale: 0,
    barredByRecord: false,
    free: false,
  }
}

/**
 * Whether no offer on the market could bring this consumer in: the outside draw lies below what even the best
 * conceivable offer is worth. Exact, and saves the computation for those who would not borrow at any price on offer.
 */
export function beyondReach(world: Market & Nature, consumer: number, outside: number): boolean {
  const { offers, scenario } = world
  const alpha = world.consumers.priceSensitivity[consumer]
  // Misfit can only cost, and each weight is at most exp(V_max / λ), so the inclusive value is at most V_max + λ ln(count).
  const best =
    offers.bestBeforeFit -
    alpha * offers.lowestApr +
    scenario.choice.presentBias * alpha * offers.largestSaving +
    Math.max(0, loyaltyOf(world, consumer))
  return scenario.choice.borrowing + best + offers.varietyBound + outside <= 0
}

/** What satisfaction with the latest lender adds to the utility of its offers, below zero where it repels. */
function loyaltyOf(world: Present & People, consumer: number): number {
  return world.scenario.choice.loyalty * SATISFACTION_UNIT * world.consumers.satisfaction[consumer]
}

/**
 * Fills `set` with the offers that the consumer considers for a need of `demandFen`, and their choice weights. Returns whether
 * any may be wanted by somebody with this draw of the outside option; if not, for sure, they are not weighed.
 */
export function considerOffers(
  world: Market & Nature & Chance,
  consumer: number,
  purpose: number,
  demandFen: number,
  ageMonths: number,
  set: ConsiderationSet,
  outside: number = Infinity,
): boolean {
  listOffers(world, consumer, purpose, demandFen, ageMonths, set)
  const { borrowing, nestScale } = world.scenario.choice
  // No weight is above 1, but for rounding.
  const most = nestScale * (ln(set.count) + set.scale + 1e-9)
  if (borrowing + most + outside < 0) return false
  weighOffers(world, set)
  return true
}

/**
 * The first half: those of `among` that are considered, with V_j / λ in `set.weight`; `stated`: as a survey hears them, with
 * everybody's sensitivity to price and no taste of the consumer's own.
 */
export function listOffers(
  world: Market & Nature & Chance,
  consumer: number,
  purpose: number,
  demandFen: number,
  ageMonths: number,
  set: ConsiderationSet,
  stated = false,
  among: Uint16Array = world.offers.active,
): void {
  const { consumers: c, offers, scenario } = world
  const { choice, tastes } = scenario
  const { nestScale, misfit, limit, switching } = choice
  const { product, weight } = set
  const shelf = shelfOf(offers, among)
  const alpha = stated ? tastes.priceSensitivity : c.priceSensitivity[consumer]
  const knows0 = c.knows[consumer * 2] & ~c.refusedBy[consumer * 2]
  const knows1 = c.knows[consumer * 2 + 1] & ~c.refusedBy[consumer * 2 + 1]
  const defaulted0 = c.defaultedOn[consumer * 2]
  const defaulted1 = c.defaultedOn[consumer * 2 + 1]
  const open = classesOpenTo(world, consumer, ageMonths)
  const found = classesThatFindChargeOff(world, consumer)
  const lastLender = c.lastLender[consumer] - 1
  const tasteUnit = stated ? 0 : TASTE_UNIT * tastes.tasteSd
  const tasteAt = consumer * TASTE_DIMENSIONS
  const taste = c.taste
  const t0 = taste[tasteAt] * tasteUnit
  const t1 = taste[tasteAt + 1] * tasteUnit
  const t2 = taste[tasteAt + 2] * tasteUnit
  const t3 = taste[tasteAt + 3] * tasteUnit
  const t4 = taste[tasteAt + 4] * tasteUnit
  const t5 = taste[tasteAt + 5] * tasteUnit
  const wantedChannel = idealChannel(ageMonths) + taste[tasteAt + 6] * tasteUnit
  // ‖e_k + t − x‖² = ‖e_k − x‖² − 2 t·x + (2 t_k + ‖t‖²): the last bracket is the same for every offer.
  const tasteNorm = 2 * taste[tasteAt + purpose] * tasteUnit + t0 * t0 + t1 * t1 + t2 * t2 + t3 * t3 + t4 * t4 + t5 * t5
  const logDemand = ln(demandFen)
  const loyalty = loyaltyOf(world, consumer)
  const free = paysNoRate(world, consumer)
  const hasDeclinedAny = c.needTries[consumer] >> DECLINED_SHIFT > 0
  const { offer, lender, ofClass, promotes, terms } = shelf
  const met = meet(shelf, knows0, knows1, ageMonths, purpose)
  let considered = 0
  let scale = -Infinity
  let barredByRecord = false
  for (let k = 0; k < met; k++) {
    const place = candidates[k]
    const of = offer[place]
    const by = lender[place]
    if (hasDeclinedAny && hasDeclined(c, consumer, of)) continue
    // An open line was granted once and for all.
    const isDefaulter = (((by < 32 ? defaulted0 : defaulted1) >>> (by & 31)) & 1) !== 0
    if (isDefaulter || ((open & ~found & ofClass[place]) === 0 && !isOpenLine(world, consumer, of))) {
      if (isDefaulter || (open & ofClass[place]) !== 0) barredByRecord = true
      continue
    }
    const at = place * TERMS
    const tasteFit =
      t0 * terms[at] +
      t1 * terms[at + 1] +
      t2 * terms[at + 2] +
      t3 * terms[at + 3] +
      t4 * terms[at + 4] +
      t5 * terms[at + 5]
    const gap = wantedChannel - terms[at + CHANNEL]
    const promoted = promotes[place] === 1 && !heldOut(world, consumer, by)
    const apr = isFree(offers, free, of) ? 0 : terms[at + (promoted ? POSTED_PROMOTED : POSTED)]
    let utility = terms[at + SYSTEMATIC + purpose] - alpha * apr - misfit * (gap * gap - 2 * tasteFit + tasteNorm)
    if (promoted) utility += choice.presentBias * alpha * (terms[at + POSTED] - apr)
    if (terms[at + LIMIT] < demandFen) utility += limit * (terms[at + LOG_LIMIT] - logDemand)
    if (lastLender >= 0) utility += by === lastLender ? loyalty : -switching
    const scaled = utility / nestScale
    if (scaled > scale) scale = scaled
    product[considered] = of
    weight[considered] = scaled
    considered++
  }
  set.count = considered
  set.free = free
  set.barredByRecord = barredByRecord
  set.scale = scale
}

/** Offers as the loop over them reads them: a row an offer, in the order of products. */
interface Shelf {
  readonly offer: Uint16Array
  readonly lender: Uint8Array
  /** Bit of the lender's class. */
  readonly ofClass: Uint8Array
  readonly ageFrom: Int32Array
  readonly ageTo: Int32Array
  /** Bit k set: lends for purpose k. */
  readonly purposes: Uint8Array
  readonly promotes: Uint8Array
  /** TERMS cells a row: the fit to each purpose, those that follow, and the systematic utility by purpose. */
  readonly terms: Float64Array
}

const CHANNEL = FIT_DIMENSIONS
const POSTED = CHANNEL + 1
const POSTED_PROMOTED = CHANNEL + 2
const LIMIT = CHANNEL + 3
const LOG_LIMIT = CHANNEL + 4
const SYSTEMATIC = CHANNEL + 5
const TERMS = SYSTEMATIC + PURPOSES.length

/** The book and products that were asked for last, and their shelf: all shoppers of a month come to the same. */
const latest = { offers: null as OfferBook | null, among: null as Uint16Array | null, shelf: null as Shelf | null }

function shelfOf(offers: OfferBook, among: Uint16Array): Shelf {
  if (latest.shelf === null || latest.offers !== offers || latest.among !== among) {
    latest.offers = offers
    latest.among = among
    latest.shelf = shelve(offers, among)
  }
  return latest.shelf
}

function shelve(offers: OfferBook, offer: Uint16Array): Shelf {
  const { count, lender, classOfLender, fit, systematic } = offers
  const rows = offer.length
  const shelf: Shelf = {
    offer,
    lender: new Uint8Array(rows),
    ofClass: new Uint8Array(rows),
    ageFrom: new Int32Array(rows),
    ageTo: new Int32Array(rows),
    purposes: new Uint8Array(rows),
    promotes: new Uint8Array(rows),
    terms: new Float64Array(rows * TERMS),
  }
  const { terms } = shelf
  for (let place = 0; place < rows; place++) {
    const product = offer[place]
    shelf.lender[place] = lender[product]
    shelf.ofClass[place] = 1 << classOfLender[lender[product]]
    shelf.ageFrom[place] = offers.ageFrom[product]
    shelf.ageTo[place] = offers.ageTo[product]
    shelf.purposes[place] = offers.purposes[product]
    shelf.promotes[place] = offers.promoted[product]
    const at = place * TERMS
    for (let d = 0; d < FIT_DIMENSIONS; d++) terms[at + d] = fit[product * FIT_DIMENSIONS + d]
    terms[at + CHANNEL] = offers.channel[product]
    terms[at + POSTED] = offers.posted[product]
    terms[at + POSTED_PROMOTED] = offers.postedPromoted[product]
    terms[at + LIMIT] = offers.limitFen[product]
    terms[at + LOG_LIMIT] = offers.logLimit[product]
    for (let k = 0; k < PURPOSES.length; k++) terms[at + SYSTEMATIC + k] = systematic[k * count + product]
  }
  return shelf
}

/** Rows of a shelf that the consumer comes to, filled again and again. */
const candidates = new Uint16Array(MAX_PRODUCTS)

/**
 * Fills `candidates` with the rows of offers for this purpose and age by lenders of the set; returns how many there are. Who
 * knows whom is anybody's guess, a processor's too, so that this loop has no branches.
 */
function meet(
  { offer, lender, ageFrom, ageTo, purposes }: Shelf,
  knows0: number,
  knows1: number,
  ageMonths: number,
  purpose: number,
): number {
  let met = 0
  for (let place = 0; place < offer.length; place++) {
    const by = lender[place]
    const isKnown = (by < 32 ? knows0 : knows1) >>> (by & 31)
    const isOfAge = ((ageFrom[place] - 1 - ageMonths) & (ageMonths - ageTo[place])) >>> 31
    candidates[met] = place
    met += isKnown & isOfAge & (purposes[place] >> purpose) & 1
  }
  return met
}

/**
 * The second half: turns V_j / λ in `set.weight` into weights. N_j counts the product itself and, by similarity, each other product
 * considered; every pair is looked up once.
 */
export function weighOffers({ offers, scenario }: Market, set: ConsiderationSet): void {
  const { similarity, count } = offers
  const { similarity: exponent } = scenario.choice
  const { product, weight, crowd, scale } = set
  const considered = set.count
  // Two rows at a time, since each sum has to wait for its last addition: the order of additions is as if one after another.
  let a = 0
  for (; a + 1 < considered; a += 2) {
    const row = product[a] * count
    const next = product[a + 1] * count
    let neighbours = 1
    let nextNeighbours = 1
    for (let b = 0; b < a; b++) {
      const other = product[b]
      const s = similarity[row + other]
      const t = similarity[next + other]
      neighbours += s
      nextNeighbours += t
      crowd[b] = crowd[b] + s + t
    }
    const s = similarity[next + product[a]]
    crowd[a] = neighbours + s
    crowd[a + 1] = nextNeighbours + s
  }
  if (a < considered) {
    const row = product[a] * count
    let neighbours = 1
    for (let b = 0; b < a; b++) {
      const s = similarity[row + product[b]]
      neighbours += s
      crowd[b] += s
    }
    crowd[a] = neighbours
  }
  let total = 0
  for (let a = 0; a < considered; a++) {
    const correction = exponent === 1 ? crowd[a] : exponent === 0 ? 1 : power(crowd[a], exponent)
    const w = exp(weight[a] - scale) / correction
    weight[a] = w
    total += w
  }
  set.total = total
}

/** λ ln Σ w_j: what the inside offers together are worth. */
export function inclusiveValue(set: ConsiderationSet, nestScale: number): number {
  return set.total > 0 ? nestScale * (ln(set.total) + set.scale) : -Infinity
}

/** Position in the set that a uniform draw picks, with chances in proportion to the weights. */
export function pick(set: ConsiderationSet, u: number): number {
  let left = u * set.total
  let lastPositive = -1
  for (let a = 0; a < set.count; a++) {
    if (set.weight[a] === 0) continue
    lastPositive = a
    left -= set.weight[a]
    if (left < 0) return a
  }
  return lastPositive
}

/** Takes a position out of play. */
export function takeOut(set: ConsiderationSet, position: number): void {
  set.weight[position] = 0
  addUp(set)
}

/** Sums the weights that are left: subtracting those taken out would leave rounding errors. */
export function addUp(set: ConsiderationSet): void {
  let total = 0
  for (let a = 0; a < set.count; a++) total += set.weight[a]
  set.total = total
}

/** Lenders and products that are out of play for the rest of the pending need: refusals and declined quotes. */
export function takenOutBefore({ refusedBy, needTries }: PublicConsumers, consumer: number): number {
  return bitsOf(refusedBy[consumer * 2]) + bitsOf(refusedBy[consumer * 2 + 1]) + (needTries[consumer] >> DECLINED_SHIFT)
}

function bitsOf(set: number): number {
  let count = 0
  for (let left = set; left !== 0; left &= left - 1) count++
  return count
}
