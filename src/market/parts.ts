/**
 * Chunks of consumers lived by several threads: each takes the next chunk that nobody has taken, and keeps what it counts
 * and lists. Sums are of integers, and lists are put together in the order of chunks, so that who lived which does not show.
 */
import type { JournalEntry } from './journal.ts'
import { MONTH, type Month } from './tick.ts'
import type { Trace } from './trace.ts'
import { type ShopperSample, slotsOf } from './world.ts'

/** What a chunk leaves beside columns and counts. */
export interface Part {
  readonly chunk: number
  readonly samples: readonly ShopperSample[]
  /** Those who came on a rewarded recommendation. */
  readonly referred: readonly number[]
  readonly entries: readonly JournalEntry[]
  readonly told: readonly Told[]
}

type Told = Parameters<Trace['tell']>[0]

/**
 * Lives the phases `MONTH[first]` to `MONTH[next - 1]` on each chunk that `take` gives, until it gives one that does not
 * exist. Counts stand in the tally of the month's world; all that is listed is taken out of it and returned.
 */
export function liveParts(month: Month, first: number, next: number, take: () => number): Part[] {
  const { world, samples, chunk: scratch } = month
  const { journal, trace } = world
  const phases = MONTH.slice(first, next)
  const parts: Part[] = []
  const told: Told[] = []
  if (trace !== null) world.trace = { consumers: trace.consumers, tell: (decision) => told.push(decision) }
  for (;;) {
    const chunk = take()
    const [from, to] = slotsOf(world, chunk)
    if (from === to) break
    for (const phase of phases) if (phase.over === 'consumers') phase.run(month, from, to)
    const part = {
      chunk,
      samples: samples[chunk].splice(0),
      referred: scratch.referred.splice(0),
      entries: journal === null ? [] : journal.chunks[chunk].splice(0),
      told: told.splice(0),
    }
    if (part.samples.length + part.referred.length + part.entries.length + part.told.length > 0) parts.push(part)
  }
  world.trace = trace
  return parts
}

/** Puts what the chunks left into the month, as if they had been lived here and in order. */
export function placeParts({ world, samples, chunk: scratch }: Month, parts: readonly Part[]): void {
  for (const part of [...parts].sort((a, b) => a.chunk - b.chunk)) {
    samples[part.chunk].push(...part.samples)
    scratch.referred.push(...part.referred)
    world.journal?.chunks[part.chunk].push(...part.entries)
    for (const decision of part.told) world.trace?.tell(decision)
  }
}
