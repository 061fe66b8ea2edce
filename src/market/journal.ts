/**
 * The panel: consumers whose applications and loans are written down one by one. Membership goes by slot (a newborn
 * takes the place of who left), by a draw of its own, so a larger panel contains every smaller one. Entries are
 * kept by chunk, so that the order in which chunks are processed does not show.
 */

import { draw, type Stream, uniform } from '../random/streams.ts'
import type { Decision } from './apply.ts'
import { traceEnding } from './trace.ts'
import type { Market, People, Watchers } from './world.ts'

export const APPLICATION_OUTCOMES = ['refused', 'rationed', 'declined', 'lent'] as const
export const LOAN_ENDINGS = ['running', 'repaid', 'settledAtExit', 'chargedOff'] as const
export const RUNNING = 0
export const REPAID = 1
export const SETTLED = 2
export const CHARGED_OFF = 3

/** One application: who, at which product, for what, and the answer. Money in fen. */
export interface ApplicationEntry {
  readonly kind: 'application'
  readonly consumer: number
  readonly generation: number
  readonly product: string
  readonly lender: string
  readonly purpose: number
  readonly requestedFen: number
  readonly ageMonths: number
  readonly file: number
  readonly grade: number
  readonly aprBp: number
  readonly grantedFen: number
  /** Position in APPLICATION_OUTCOMES, and in REFUSALS for what was refused. */
  outcome: number
  readonly refusal: number
}

/** A loan came to its end. */
export interface EndingEntry {
  readonly kind: 'ending'
  readonly consumer: number
  /** Tick at which it was made: a consumer takes one loan a month at most, so this names it. */
  readonly madeTick: number
  readonly ending: number
  /** Balance that was settled or charged off, fen. */
  readonly balanceFen: number
}

export type JournalEntry = ApplicationEntry | EndingEntry

export interface Journal {
  /** A bit for each slot. */
  readonly members: Uint8Array
  /** This month's entries by chunk. */
  readonly chunks: JournalEntry[][]
  /** The list that entries go to now. */
  current: JournalEntry[]
}

const words = new Int32Array(2)

/** The journal of a panel that holds `share` of the slots; null where it would be empty. */
export function openJournal(panel: Stream, count: number, share: number, chunks: number): Journal | null {
  if (share === 0) return null
  const members = new Uint8Array(Math.ceil(count / 8))
  for (let consumer = 0; consumer < count; consumer++) {
    draw(panel, consumer, 0, 0, words)
    if (uniform(words[0]) < share) members[consumer >>> 3] |= 1 << (consumer & 7)
  }
  const lists: JournalEntry[][] = Array.from({ length: chunks }, () => [])
  return { members, chunks: lists, current: lists[0] }
}

export function isMember({ members }: Journal, consumer: number): boolean {
  return (members[consumer >>> 3] & (1 << (consumer & 7))) !== 0
}

/** Points the journal at a chunk. */
export function openPage(journal: Journal | null, chunk: number): void {
  if (journal !== null) journal.current = journal.chunks[chunk]
}

/** Entries of the month in the order of chunks; the journal is empty afterwards. */
export function takeEntries(journal: Journal): readonly JournalEntry[] {
  const entries = journal.chunks.flat()
  for (const list of journal.chunks) list.length = 0
  return entries
}

/** Writes an application down if the applicant is in the panel. `outcome` is a position in APPLICATION_OUTCOMES. */
export function noteApplication(
  world: Market & People & Watchers,
  consumer: number,
  product: number,
  requestedFen: number,
  decision: Decision,
  outcome: number,
): void {
  const { journal, consumers: c, industry, tick } = world
  if (journal === null || !isMember(journal, consumer)) return
  const { code, lender } = industry.products[product]
  journal.current.push({
    kind: 'application',
    consumer,
    generation: c.generation[consumer],
    product: code,
    lender: industry.lenders[lender].code,
    purpose: c.needPurpose[consumer],
    requestedFen,
    ageMonths: tick - c.birthTick[consumer],
    file: c.file[consumer],
    grade: decision.grade,
    aprBp: decision.aprBp,
    grantedFen: decision.amountFen,
    outcome,
    refusal: decision.refusal,
  })
}

/** Writes the end of the loan at `at` down if its borrower is in the panel. */
export function noteEnding(
  world: Market & People & Watchers,
  consumer: number,
  at: number,
  ending: number,
  balanceFen: number,
): void {
  const { journal, consumers: c } = world
  if (world.trace !== null) traceEnding(world, consumer, at, ending, balanceFen)
  if (journal === null || !isMember(journal, consumer)) return
  journal.current.push({ kind: 'ending', consumer, madeTick: c.loanTick[at], ending, balanceFen })
}
