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
  const { consumers: c, industry, regime, streams, tick, offers } = world
  const elapsed = tick - c.knowsTick[consumer]
  if (elapsed > 0) {
    const { awareness } = regime
    const { classOfLender, enteredTick } = offers
    const months = elapsed < AWARENESS_MEMORY ? elapsed : AWARENESS_MEMORY - 1
    const lenders = industry.lenders.length
    let knows0 = c.knows[consumer * 2]
    let knows1 = c.knows[consumer * 2 + 1]
    for (let l = 0; l < lenders; l++) {
      // 16 bits decide on one lender, so one draw serves four.
      if ((l & 3) === 0) draw(streams.awareness, consumer, tick, l >> 2, words)
      const word = (l & 2) === 0 ? words[0] : words[1]
      const u = (((l & 1) === 0 ? word & 0xffff : word >>> 16) + 0.5) / 65536
      const of = classOfLender[l]
      // Nobody knows a lender before it opens.
      const open = tick - enteredTick[l]
      const bit = 1 << (l & 31)
      const knew = ((l < 32 ? knows0 : knows1) >>> (l & 31)) & 1
      const knowsNow = u < awareness[(of * AWARENESS_MEMORY + (open < months ? open : months)) * 2 + knew]
      if (l < 32) knows0 = knowsNow ? knows0 | bit : knows0 & ~bit
      else knows1 = knowsNow ? knows1 | bit : knows1 & ~bit
    }
    c.knows[consumer * 2] = knows0
    c.knows[consumer * 2 + 1] = knows1
    c.knowsTick[consumer] = tick
  }
  // Nobody forgets a lender that one owes money to.
  for (let slot = 0; slot < c.loanCount[consumer]; slot++) {
    const l = offers.lender[c.loanProduct[consumer * LOAN_SLOTS + slot]]
    markLender(c.knows, consumer, l)
  }
}

/** Who knows whom at the end of the month. */
export interface AwarenessSurvey {
  /** Share of consumers who know a lender, by lender. */
  readonly lender: Float64Array
  /** Share of consumers who know at least one lender of a class, by class. */
  readonly class: Float64Array
}

/** Lenders by class, each class in the order of lenders, and the places where classes begin. */
interface ByClass {
  readonly members: Uint8Array
  readonly begin: Uint8Array
}

function byClass(classOfLender: Uint8Array): ByClass {
  const classes = LENDER_CLASSES.map((_, of) => [...classOfLender.keys()].filter((l) => classOfLender[l] === of))
  const begin = new Uint8Array(classes.length + 1)
  classes.forEach(({ length }, of) => {
    begin[of + 1] = begin[of] + length
  })
  return { members: Uint8Array.from(classes.flat()), begin }
}

/**
 * Awareness at the end of the month among every so many consumers (all of them in small populations). Sets of known
 * lenders may be months old, so each counts with the chance that adverts and forgetting since then leave. Adds up in
 * the order of consumers, and changes nothing.
 */
export function surveyAwareness(world: Market & People): AwarenessSurvey {
  const { consumers: c, industry, offers, tick } = world
  const lender = new Float64Array(industry.lenders.length)
  // Those that opened at the end of this month are known to nobody yet.
  const open = offers.enteredTick.map((entered) => tick - entered)
  const ofClass = new Float64Array(LENDER_CLASSES.length)
  const classes = byClass(offers.classOfLender)
  const step = Math.ceil(c.count / SURVEYED)
  let surveyed = 0
  for (let consumer = 0; consumer < c.count; consumer += step) {
    surveyed++
    addKnown(world, consumer, classes, open, lender, ofClass)
  }
  for (let l = 0; l < lender.length; l++) lender[l] /= surveyed
  for (let of = 0; of < ofClass.length; of++) ofClass[of] /= surveyed
  return { lender, class: ofClass }
}

const owed = new Uint32Array(2)

/** Adds the chances that one consumer knows a lender, and one of a class. */
function addKnown(
  { consumers: c, regime, offers, tick }: Market & People,
  consumer: number,
  { members, begin }: ByClass,
  open: Int32Array,
  lender: Float64Array,
  ofClass: Float64Array,
): void {
  const { awareness } = regime
  owed.fill(0)
  for (let slot = 0; slot < c.loanCount[consumer]; slot++)
    markLender(owed, 0, offers.lender[c.loanProduct[consumer * LOAN_SLOTS + slot]])
  const elapsed = tick - c.knowsTick[consumer]
  const months = elapsed < AWARENESS_MEMORY ? elapsed : AWARENESS_MEMORY - 1
  const knows0 = c.knows[consumer * 2]
  const knows1 = c.knows[consumer * 2 + 1]
  const owed0 = owed[0]
  const owed1 = owed[1]
  for (let of = 0; of < ofClass.length; of++) {
    let none = 1
    const to = begin[of + 1]
    for (let place = begin[of]; place < to; place++) {
      const l = members[place]
      const since = open[l] < months ? open[l] : months
      const knew = ((l < 32 ? knows0 : knows1) >>> (l & 31)) & 1
      // Nobody forgets a lender that one owes money to.
      const owes = ((l < 32 ? owed0 : owed1) >>> (l & 31)) & 1
      const chance = owes === 1 ? 1 : awareness[(of * AWARENESS_MEMORY + since) * 2 + knew]
      lender[l] += chance
      none *= 1 - chance
    }
    ofClass[of] += 1 - none
  }
}
