/** An application at one lender: the signals that its data give, and its decision by them. Changes nothing else. */
import { draw, normal, type Stream, uniform } from '../random/streams.ts'
import { MAX_LENDERS } from '../scenarios/scenario.ts'
import { decideInSight, lookAtDebts } from './decide.ts'
import { disguise, fundedChanceOf, funderAsked, hasQuota, secondLook } from './hooks.ts'
import { knowledgeOf } from './rating.ts'
import type { Chance, Funding, Market, Nature, Present } from './world.ts'

/** The lender's answer; `grade` is set even when it refuses on other grounds. */
export interface Decision {
  /** Position in REFUSALS; 0 where it approves. */
  refusal: number
  approved: boolean
  grade: number
  aprBp: number
  amountFen: number
  /** Logarithms: annual loss that the lender expects, and what of it its class has learnt. */
  loss: number
  shift: number
  /** Log-odds of distress a month at the risk type that the lender's data show. */
  distressLogOdds: number
  /** What a loan carries of it (market/scores.ts). */
  score: number
  /** Instalments over income that this loan would lead to, as far as the lender sees. */
  debtService: number
  /** Whether a funding partner books the loan. */
  facilitated: boolean
  /** Whether the applicant was rated now; a draw on a line goes by the rating of old. */
  isRated: boolean
}

export function createDecision(): Decision {
  return {
    approved: false,
    refusal: 0,
    grade: 0,
    aprBp: -1,
    amountFen: 0,
    loss: 0,
    shift: 0,
    distressLogOdds: 0,
    score: 0,
    debtService: 0.5,
    facilitated: false,
    isRated: false,
  }
}

const words = new Int32Array(2)
const look = createDecision()

/**
 * A standard normal error that a stream fixes for life. Analysts and applications ask for the same one several times in
 * a row, once a product, so the latest is kept: it depends on the arguments alone.
 */
class FixedError {
  private stream: Stream | null = null
  private slot = 0
  private entered = 0
  private index = 0
  private error = 0

  of(stream: Stream, slot: number, entered: number, index: number): number {
    const isKept = slot === this.slot && index === this.index && entered === this.entered && stream === this.stream
    if (isKept) return this.error
    draw(stream, slot, entered, index, words)
    this.stream = stream
    this.slot = slot
    this.entered = entered
    this.index = index
    this.error = normal(words[0])
    return this.error
  }
}

const bureauError = new FixedError()
const platformError = new FixedError()
const commonPlatformError = new FixedError()
/** Index of the draw that all platforms share: no lender has it. */
const COMMON = MAX_LENDERS

/** What the bureau's signal says of the consumer: type + error, the error fixed for life. */
export function bureauSignal(world: Present & Nature & Chance, consumer: number): number {
  const { consumers: c, streams, scenario } = world
  const { bureauNoiseSd, thinFileVariance } = scenario.information
  const sd = c.file[consumer] === 1 ? bureauNoiseSd * Math.sqrt(thinFileVariance) : bureauNoiseSd
  return c.risk[consumer] + sd * bureauError.of(streams.bureauSignal, consumer, c.enteredTick[consumer], 0)
}

/**
 * What a platform's own data say: type + error, fixed for life, in part common to all platforms and in part its own, and
 * correlated with the bureau's. Unless a third party scores, the data of some people are distorted and make them look safer.
 */
export function platformSignal(world: Present & Nature & Chance, consumer: number, lender: number): number {
  const { consumers: c, streams, scenario } = world
  const { platformNoiseSd, signalErrorCorrelation, sharedPlatformError } = scenario.information
  const { distortion, distortionSize, independentScoring } = scenario.information
  const entered = c.enteredTick[consumer]
  let error = 0
  if (sharedPlatformError < 1) {
    error = Math.sqrt(1 - sharedPlatformError) * platformError.of(streams.platformSignal, consumer, entered, lender)
  }
  if (sharedPlatformError > 0) {
    error += Math.sqrt(sharedPlatformError) * commonPlatformError.of(streams.platformSignal, consumer, entered, COMMON)
  }
  if (signalErrorCorrelation !== 0) {
    const shared = bureauError.of(streams.bureauSignal, consumer, entered, 0)
    error = signalErrorCorrelation * shared + Math.sqrt(1 - signalErrorCorrelation * signalErrorCorrelation) * error
  }
  let distorted = 0
  if (distortion > 0 && !independentScoring) {
    draw(streams.distortion, consumer, entered, lender, words)
    if (uniform(words[0]) < distortion) distorted = distortionSize
  }
  return c.risk[consumer] + platformNoiseSd * error - distorted
}

/** The risk type that a lender's data show: its signals weighed, less what fraudsters hide. */
export function shownType(world: Market & Nature & Chance, consumer: number, lender: number): number {
  const { weights } = knowledgeOf(world, lender, world.consumers.file[consumer])
  let type = 0
  if (weights.bureau !== 0) type += weights.bureau * bureauSignal(world, consumer)
  if (weights.platform !== 0) type += weights.platform * platformSignal(world, consumer, lender)
  return type - disguise(world, consumer)
}

/** Decides on an application for a product, and so does a funding partner if it goes to one; fills `decision`. */
export function underwrite(
  world: Market & Nature & Chance,
  consumer: number,
  product: number,
  demandFen: number,
  expectedIncomeFen: number,
  decision: Decision,
): void {
  const lender = world.offers.lender[product]
  const type = shownType(world, consumer, lender)
  lookAtDebts(world, consumer, lender)
  underwriteInSight(world, consumer, product, demandFen, expectedIncomeFen, type, decision)
}

/**
 * The same for one whom the lender of the product has in sight: `type` is its `shownType`, and `lookAtDebts` was last asked
 * about the two. What a lender sees of somebody is the same for all its products.
 */
export function underwriteInSight(
  world: Market & Nature & Chance,
  consumer: number,
  product: number,
  demandFen: number,
  expectedIncomeFen: number,
  type: number,
  decision: Decision,
): void {
  decideInSight(world, consumer, product, demandFen, expectedIncomeFen, type, decision)
  if (!decision.approved) return
  const funder = funderAsked(world, consumer, product)
  if (funder >= 0) secondLook(world, consumer, product, funder, shownType(world, consumer, funder), look, decision)
}

/** Lending beyond what equity (or investors' money) allows is turned away, the worst grades first (market/funding.ts). */
export function admitted(world: Market & Chance & Funding, consumer: number, lender: number, grade: number): boolean {
  if (!hasQuota(world, lender)) return false
  const chance = fundedChanceOf(world, lender, grade)
  if (chance >= 1) return true
  if (chance <= 0) return false
  draw(world.streams.rationing, consumer, world.tick, lender, words)
  return uniform(words[0]) < chance
}
