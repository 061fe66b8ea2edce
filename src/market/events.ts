/** The event log: what lenders and regulators did and why, as immer patches of the industry, one line each. */
import { applyPatches, type Patch } from 'immer'
import type { Industry } from '../agents/lenders.ts'

export interface MarketEvent {
  readonly month: number
  /** Code of the lender or product, `market` or `regulator`. */
  readonly actor: string
  readonly kind: 'found' | 'policy' | 'reprice' | 'promote' | 'refrain' | 'endPromotion' | 'close'
  readonly why: string
  /** What the event did to the industry; replaying all of them from the founding gives its state in any month. */
  readonly patches: readonly Patch[]
}

/** One line of events.ndjson. */
export function eventLine(event: MarketEvent): string {
  return JSON.stringify(event)
}

/** The industry at the end of `month`, from the lines of an event log. */
export function replayIndustry(lines: readonly string[], month: number): Industry {
  let industry: Industry = { lenders: [], products: [] }
  for (const line of lines) {
    const event = JSON.parse(line) as MarketEvent
    if (event.month > month) break
    industry = applyPatches(industry, event.patches)
  }
  return industry
}
