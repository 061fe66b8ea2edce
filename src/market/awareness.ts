/** Which lenders consumers know: brought up to date when it matters, and counted without touching anybody. */

import { AWARENESS_MEMORY } from '../agents/awareness.ts'
import { LOAN_SLOTS, markLender } from '../agents/consumers.ts'
import { LENDER_CLASSES } from '../base/vocabulary.ts'
import { draw } from '../random/streams.ts'
import type { Chance, Market, People } from './world.ts'

const words = new Int32Array(2)
/** Consumers looked at when awareness is measured: a share of one half is known to within .008 (one standard error). */
const SURVEYED = 4096

/** Brings the set of known lenders up to date: what adverts and forgetting did since the last time it mattered. */
export function learnOfLenders(world: Market & People & Chance, consumer: number): void {
  const { consumers: c, offers, tick } = world
  const elapsed = tick - c.knowsTick[consumer]
  if (elapsed > 0) {
    const months = elapsed < AWARENESS_MEMORY ? elapsed : AWARENESS_MEMORY - 1
    const lenders = world.industry.lenders.length
    learnOfWord(world, consumer, 0, lenders < 32 ? lenders : 32, months)
    if (lenders > 32) learnOfWord(world, consumer, 32, lenders, months)
    c.knowsTick[consumer] = tick
  }
  // Nobody forgets a lender that one owes money to.
  const end = consumer * LOAN_SLOTS + c.loanCount[consumer]
  for (let at = consumer * LOAN_SLOTS; at < end; at++) {
    markLender(c.knows, consumer, offers.lender[c.loanProduct[at]])
  }
}

/** The same of lenders `from` to `to`, which one word of the set holds, so many months after. */
function learnOfWord(
  { consumers: c, regime, streams, tick, offers }: Market & People & Chance,
  consumer: number,
  from: number,
  to: number,
  months: number,
): void {
  const { awarenessLots } = regime
  const { classOfLender, enteredTick } = offers
  const place = consumer * 2 + (from >> 5)
  let knows = c.knows[place] | 0
  for (let first = from; first < to; first += 4) {
    // 16 bits decide on one lender, so one draw serves four.
    draw(streams.awareness, consumer, tick, first >> 2, words)
    let lots = words[0]
    let next = words[1]
    const last = first + 4 < to ? first + 4 : to
    for (let l = first; l < last; l++) {
      // Nobody knows a lender before it opens.
      const open = tick - enteredTick[l]
      const row = classOfLender[l] * AWARENESS_MEMORY + (open < months ? open : months)
      const bound = awarenessLots[row * 2 + ((knows >>> (l & 31)) & 1)]
      // 1 where the lot lies below the bound, without a branch that nobody can foresee.
      const knowsNow = ((lots & 0xffff) - bound) >>> 31
      knows = (knows & ~(1 << (l & 31))) | (knowsNow << (l & 31))
      lots = (lots >>> 16) | (next << 16)
      next >>>= 16
    }
  }
  c.knows[place] = knows
}

/** Who knows whom at the end of the month. */
export interface AwarenessSurvey {
  /** Share of consumers who know a lender, by lender. */
  readonly lender: Float64Array
  /** Share of consumers who know at least one lender of a class, by class. */
  readonly class: Float64Array
}

/**
 * Awareness at the end of the month among every so many consumers (all of them in small populations). Sets of known
 * lenders may be months old, so each counts with the chance that adverts and forgetting since then leave. Adds up in
 * the order of consumers, and changes nothing.
 */
export function surveyAwareness(world: Market & People): AwarenessSurvey {
  const { consumers: c, industry, offers } = world
  const lenders = industry.lenders.length
  const step = Math.ceil(c.count / SURVEYED)
  const surveyed = Math.ceil(c.count / step)
  const owed = lendersOwed(world, step, surveyed)
  const lender = new Float64Array(lenders)
  const ofClass = new Float64Array(LENDER_CLASSES.length)
  // Chance of each to know none of a class.
  const none = new Float64Array(surveyed)
  for (let of = 0; of < ofClass.length; of++) {
    none.fill(1)
    for (let l = 0; l < lenders; l++) {
      if (offers.classOfLender[l] === of) lender[l] = sumKnown(world, l, of, step, owed, none) / surveyed
    }
    let some = 0
    for (let place = 0; place < surveyed; place++) some += 1 - none[place]
    ofClass[of] = some / surveyed
  }
  return { lender, class: ofClass }
}

/** Sets of the lenders that the surveyed owe money to, two words each. */
function lendersOwed({ consumers: c, offers }: Market & People, step: number, surveyed: number): Uint32Array {
  const owed = new Uint32Array(surveyed * 2)
  for (let place = 0, consumer = 0; place < surveyed; place++, consumer += step) {
    for (let slot = 0; slot < c.loanCount[consumer]; slot++) {
      markLender(owed, place, offers.lender[c.loanProduct[consumer * LOAN_SLOTS + slot]])
    }
  }
  return owed
}

/** Sum of the chances that the surveyed know the lender `l`, of class `of`; each takes its part off `none`. */
function sumKnown(
  { consumers: c, regime, offers, tick }: Market & People,
  l: number,
  of: number,
  step: number,
  owed: Uint32Array,
  none: Float64Array,
): number {
  const { awareness } = regime
  const { knows, knowsTick } = c
  // One that opened at the end of this month is known to nobody yet.
  const open = tick - offers.enteredTick[l]
  const most = open < AWARENESS_MEMORY ? open : AWARENESS_MEMORY - 1
  const word = l >> 5
  const bit = l & 31
  let sum = 0
  for (let place = 0, consumer = 0; place < none.length; place++, consumer += step) {
    const elapsed = tick - knowsTick[consumer]
    const since = elapsed < most ? elapsed : most
    const knew = (knows[consumer * 2 + word] >>> bit) & 1
    // Nobody forgets a lender that one owes money to.
    const owes = (owed[place * 2 + word] >>> bit) & 1
    const chance = owes === 1 ? 1 : awareness[(of * AWARENESS_MEMORY + since) * 2 + knew]
    sum += chance
    none[place] *= 1 - chance
  }
  return sum
}
