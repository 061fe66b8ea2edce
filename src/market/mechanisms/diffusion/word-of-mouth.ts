/**
 * Step 7 of the month: word of mouth. Each consumer listens: at times one talks with an acquaintance and hears praise
 * or criticism of the lender of that person's latest loan, by that person's satisfaction. What
 * talkers say is read only, and what listeners learn is their own, so the order of consumers cannot matter.
 */
import { markLender } from '../../../agents/consumers.ts'
import { SATISFACTION_UNIT } from '../../../agents/satisfaction.ts'
import { draw, uniform } from '../../../random/streams.ts'
import { learnOfLenders } from '../../awareness.ts'
import type { Chance, Counts, Market, People } from '../../world.ts'
import { acquaintance } from './network.ts'

const words = new Int32Array(2)
/** Index of the draw by which a talk goes; at 0 stands whether four neighbouring slots have one. */
const TALK = 1

/** Chunks start at a multiple of four, since one draw serves four consumers. */
export function talkChunk(world: Market & People & Chance & Counts, from: number, to: number): void {
  const { consumers: c, scenario, streams, network, tick } = world
  const { contact, negativity, referralResponse, network: kind } = scenario.diffusion
  if (kind === 'none' || contact === 0) return
  const { lastLender, satisfaction, count } = c
  const praise = SATISFACTION_UNIT * (1 + referralResponse * scenario.promotion.referralReward)
  const blame = SATISFACTION_UNIT * negativity
  // 16 bits decide on one consumer's talk.
  const talks = contact * 65536 - 0.5
  let first = 0
  let second = 0
  for (let consumer = from; consumer < to; consumer++) {
    if ((consumer & 3) === 0) {
      draw(streams.talk, consumer >>> 2, tick, 0, words)
      first = words[0]
      second = words[1]
    }
    const word = (consumer & 2) === 0 ? first : second
    if (((consumer & 1) === 0 ? word & 0xffff : word >>> 16) >= talks) continue
    draw(streams.talk, consumer, tick, TALK, words)
    const other = acquaintance(network, count, consumer, uniform(words[0]))
    if (other < 0 || lastLender[other] === 0) continue
    const content = satisfaction[other]
    if (uniform(words[1]) >= (content > 0 ? content * praise : -content * blame)) continue
    hear(world, consumer, other, lastLender[other] - 1, content > 0)
  }
}

/** What a talk does: praise makes a lender known, blame drops it from those known. Own experience outweighs hearsay. */
function hear(
  world: Market & People & Chance & Counts,
  listener: number,
  talker: number,
  lender: number,
  praised: boolean,
): void {
  const { consumers: c, tally, tick } = world
  const { praised: praises, blamed, told, warned } = tally.lenders
  if (praised) praises[lender]++
  else blamed[lender]++
  if (c.lastLender[listener] === lender + 1) return
  learnOfLenders(world, listener)
  const at = listener * 2 + (lender >> 5)
  const bit = 1 << (lender & 31)
  const known = (c.knows[at] & bit) !== 0
  if (praised && !known) {
    markLender(c.knows, listener, lender)
    c.heardFrom[listener] = talker
    c.heardOf[listener] = lender + 1
    c.heardTick[listener] = tick
    told[lender]++
  } else if (!praised && known) {
    c.knows[at] &= ~bit
    warned[lender]++
  }
}
