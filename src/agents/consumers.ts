/**
 * Consumers as columns: one typed array an attribute, all of them in one block of memory. Index `consumer`, length `count`;
 * loans stand in `LOAN_SLOTS` slots a consumer, index consumer × LOAN_SLOTS + slot, the first `loanCount` in use.
 * Money is whole fen: loans and needs are int32 (below 21 million yuan), savings, which have no limit, are doubles.
 */

import {
  bytesOfTable,
  bytesPerRow,
  type Columns,
  columnsPer,
  layColumns,
  type Memory,
  ofOneShape,
} from '../base/columns.ts'

export const LOAN_SLOTS = 4
export const TASTE_DIMENSIONS = 7
/** A need makes at most this many applications. */
export const MAX_TRIES = 10
/** Tastes are stored as int8 in units of 1/32 standard deviation: ±4 sd. */
export const TASTE_UNIT = 0.03125
/** Consumers are split into this many groups by lot; each lender holds one of them out of its promotions. */
export const HOLDOUT_GROUPS = 100
export const NO_TICK = -32768
/** `loanGrade` packs grade (bits 0-4) and purpose (5-7). */
export const GRADE_MASK = 0x1f
export const PURPOSE_SHIFT = 5
export const PURPOSE_MASK = 0x07
/** `lineGrade` packs grade + 1 (bits 0-5) and whether a funding bank books what is drawn (6). */
export const LINE_MASK = 0x3f
export const LINE_FACILITATED = 0x40
/** `needTries` packs applications made (bits 0-3) and quotes declined (4-7). */
export const TRIES_MASK = 0x0f
export const DECLINED_SHIFT = 4
/** Bits of `loanFlags`: the bureau knows of it; never meant to be repaid; a line; won in a promotion; ever non-performing; facilitated. */
export const REPORTED = 0x01
export const FRAUD = 0x02
export const REVOLVING = 0x04
export const PROMOTED = 0x08
export const EVER_DEFAULTED = 0x10
export const FACILITATED = 0x20
/** Bits of `marks`: the pending need is a fraud; has tried one before; was won by its latest lender in a promotion. */
export const NEED_IS_FRAUD = 0x01
export const EVER_FRAUD = 0x02
export const WON_IN_PROMOTION = 0x04

/** `fileHistory` packs months of reported history (bits 0-5) and how a file came about that coverage did not give. */
export const HISTORY_MASK = 0x3f
/** A loan reported to the bureau opened the file; its owner enrolled. Without either, coverage gave it. */
export const FORMED = 0x40
export const ENROLLED = 0x80

/** File states. */
export const NO_FILE = 0
export const UNSCORED_FILE = 1
export const SCORED_FILE = 2

/** State of a consumer, one row each; the ODD prints this table. */
export const CONSUMER = {
  persistent: { type: 'f32', unit: 'log', meaning: 'persistent part of log income, p', changes: 'monthly' },
  risk: { type: 'f32', unit: 'sd', meaning: 'risk type z, standardised', changes: 'fixed' },
  priceSensitivity: { type: 'f32', unit: '1/APR', meaning: 'utility lost per unit of APR, α', changes: 'fixed' },
  fileThreshold: {
    type: 'f32',
    unit: 'log-odds',
    meaning:
      'file threshold: logit(u) − incomeSlope × p at birth; a file appears where it falls below a_c + ageSlope × age/10',
    changes: 'fixed',
  },
  savingsFen: { type: 'f64', unit: 'fen', meaning: 'liquid savings', changes: 'monthly' },
  needFen: {
    type: 'i32',
    unit: 'fen',
    meaning: 'amount of the pending need, 0 = none',
    changes: 'as needs come and go',
  },
  knows: { type: 'u32', per: 'word', unit: 'set', meaning: 'lenders known', changes: 'when it matters; by talk' },
  refusedBy: {
    type: 'u32',
    per: 'word',
    unit: 'set',
    meaning: 'lenders that refused the pending need',
    changes: 'at a refusal',
  },
  defaultedOn: { type: 'u32', per: 'word', unit: 'set', meaning: 'lenders defaulted on', changes: 'at charge-off' },
  borrowedAt: { type: 'u32', per: 'word', unit: 'set', meaning: 'lenders ever borrowed from', changes: 'at a loan' },
  pastDueAt: {
    type: 'u32',
    per: 'word',
    unit: 'set',
    meaning: 'lenders to which something was past due, if the latest arrears count still',
    changes: 'by arrears (7.10)',
  },
  provenAt: {
    type: 'u32',
    per: 'word',
    unit: 'set',
    meaning: 'lenders that have been paid for a year without arrears',
    changes: 'monthly while there is debt (7.10)',
  },
  loanBalanceFen: { type: 'i32', per: 'loan', unit: 'fen', meaning: 'balance', changes: 'monthly' },
  loanInstalmentFen: {
    type: 'i32',
    per: 'loan',
    unit: 'fen',
    meaning: 'instalment; of a line the minimum payment due next',
    changes: 'fixed; of a line monthly',
  },
  loanPrincipalFen: {
    type: 'i32',
    per: 'loan',
    unit: 'fen',
    meaning: 'principal; of a line what is still owed of purchases, interest apart',
    changes: 'fixed; of a line monthly',
  },
  heardFrom: {
    type: 'u32',
    unit: 'slot',
    meaning: 'from whom the consumer learned of `heardOf`, + 1; 0 = nobody',
    changes: 'by talk (7.19)',
  },
  birthTick: { type: 'i16', unit: 'tick', meaning: 'tick of the 18th birthday', changes: 'at rebirth' },
  exitTick: { type: 'i16', unit: 'tick', meaning: 'tick of exit', changes: 'at rebirth' },
  enteredTick: {
    type: 'i16',
    unit: 'tick',
    meaning:
      'tick of entry, of the first population of the 18th birthday; names a person together with the slot, and keys its draws',
    changes: 'at rebirth',
  },
  needTick: {
    type: 'i16',
    unit: 'tick',
    meaning: 'tick of arrival of the pending need',
    changes: 'as needs come and go',
  },
  needGroups: {
    type: 'i16',
    unit: 'packed',
    meaning: 'kind of the pending need, and the groups of its owner when it arrived (agents/fundable.ts)',
    changes: 'as needs come and go',
  },
  knowsTick: {
    type: 'i16',
    unit: 'tick',
    meaning: 'tick at which `knows` was brought up to date',
    changes: 'when it matters',
  },
  chargeOffTick: {
    type: 'i16',
    unit: 'tick',
    meaning: 'tick of the last charge-off that the bureau shows, `NO_TICK` if none',
    changes: 'at charge-off; deleted by law',
  },
  pastDueTick: {
    type: 'i16',
    unit: 'tick',
    meaning: 'latest tick with something past due anywhere, `NO_TICK` if none',
    changes: 'by arrears (7.10)',
  },
  shownPastDueTick: {
    type: 'i16',
    unit: 'tick',
    meaning: 'latest tick with something past due on the file, `NO_TICK` if none',
    changes: 'by arrears (7.10)',
  },
  loanScore: {
    type: 'u16',
    per: 'loan',
    unit: 'packed',
    meaning: 'score at origination, what it rested on, file, own customer and record (market/scores.ts)',
    changes: 'fixed',
  },
  lineScore: { type: 'u16', unit: 'packed', meaning: 'score of the line last paid off', changes: '7.29' },
  heardTick: { type: 'i16', unit: 'tick', meaning: 'tick of that talk', changes: 'by talk (7.19)' },
  listedTick: {
    type: 'i16',
    unit: 'tick',
    meaning: 'tick at which the shared list got the name, `NO_TICK` if never',
    changes: '7.23',
  },
  loanTick: { type: 'i16', per: 'loan', unit: 'tick', meaning: 'tick of origination', changes: 'fixed' },
  loanAprBp: { type: 'i16', per: 'loan', unit: 'bp', meaning: 'contract APR', changes: 'fixed' },
  taste: { type: 'i8', per: 'taste', unit: '1/32 sd', meaning: 'tastes t_1 … t_7', changes: 'fixed' },
  satisfaction: {
    type: 'i8',
    unit: '1/100',
    meaning: 'satisfaction with the lender of the latest loan, −100 to 100',
    changes: 'at a loan; falls with arrears',
  },
  generation: { type: 'u8', unit: 'count', meaning: 'persons that the slot has had before', changes: 'at rebirth' },
  unemployed: { type: 'u8', unit: '0/1', meaning: 'unemployed', changes: 'monthly' },
  distress: {
    type: 'u8',
    unit: '0/1',
    meaning: 'in distress',
    changes: 'monthly; begins only while there is debt',
  },
  file: {
    type: 'u8',
    unit: '0 to 2',
    meaning: 'credit file: none, unscored, scored',
    changes: 'appears once, never lapses; thickens',
  },
  fileHistory: {
    type: 'u8',
    unit: 'packed',
    meaning: 'months of reported history, and whether a loan or enrolment opened the file',
    changes: 'monthly while it grows',
  },
  scorable: { type: 'u8', unit: '0/1', meaning: 'a file of this consumer would carry a score', changes: 'fixed' },
  cleanMonths: {
    type: 'u8',
    unit: '0 to 12',
    meaning: 'months of debt to the latest lender since anything was past due to it',
    changes: 'monthly while there is debt (7.10)',
  },
  shownMonths: {
    type: 'u8',
    unit: '0 to 12',
    meaning: 'months of debt on the file since anything on it was past due',
    changes: 'monthly while there is debt (7.10)',
  },
  holdoutGroup: { type: 'u8', unit: '0 to 99', meaning: 'lot for hold-out groups', changes: 'fixed' },
  needPurpose: { type: 'u8', unit: '1 of 6', meaning: 'purpose of the pending need', changes: 'as needs come and go' },
  needStage: {
    type: 'u8',
    unit: 'fate',
    meaning: 'latest stage that the pending need reached, a position in `FATES`',
    changes: 'as the need is shopped for',
  },
  needTries: {
    type: 'u8',
    unit: 'packed',
    meaning: 'applications made for the pending need, and how many of them ended in a declined quote',
    changes: 'at an application',
  },
  declined: {
    type: 'u8',
    per: 'try',
    unit: 'product',
    meaning: 'products whose quote was declined for the pending need',
    changes: 'at a declined quote',
  },
  lastLender: {
    type: 'u8',
    unit: 'lender',
    meaning: 'lender of the latest loan, + 1; 0 = none yet',
    changes: 'at a loan',
  },
  heardOf: { type: 'u8', unit: 'lender', meaning: 'lender last heard of, + 1; 0 = none', changes: 'by talk (7.19)' },
  borrowedFrom: { type: 'u8', unit: 'set', meaning: 'classes of lenders ever borrowed from', changes: 'at a loan' },
  marks: {
    type: 'u8',
    unit: 'flags',
    meaning: 'the pending need is a fraud; has tried one before; won by the latest lender in a promotion',
    changes: '7.23, 7.25',
  },
  lineGrade: {
    type: 'u8',
    unit: 'packed',
    meaning: 'grade + 1 of the line last paid off, still open, and whether it is facilitated; 0 = none',
    changes: '7.29',
  },
  lineProduct: { type: 'u8', unit: 'product', meaning: 'product of that line', changes: '7.29' },
  lineAprBp: { type: 'i16', unit: 'bp', meaning: 'APR of that line', changes: '7.29' },
  loanCount: { type: 'u8', unit: 'count', meaning: 'number of loans, up to four', changes: 'at a loan and its end' },
  loanProduct: { type: 'u8', per: 'loan', unit: 'product', meaning: 'product', changes: 'fixed' },
  loanGrade: {
    type: 'u8',
    per: 'loan',
    unit: 'packed',
    meaning: 'grade and purpose',
    changes: 'fixed',
  },
  loanFlags: {
    type: 'u8',
    per: 'loan',
    unit: 'flags',
    meaning: 'reported to the bureau; a fraud; a line; won in a promotion; ever non-performing; facilitated',
    changes: 'at origination; at 90 days past due',
  },
  loanRemaining: {
    type: 'u8',
    per: 'loan',
    unit: 'month',
    meaning: 'instalments still owed by contract',
    changes: 'monthly',
  },
  loanOverdue: { type: 'u8', per: 'loan', unit: 'month', meaning: 'months past due', changes: 'monthly' },
  loanIntroMonths: { type: 'u8', per: 'loan', unit: 'month', meaning: 'introductory months left', changes: 'monthly' },
  loanIntroPercent: {
    type: 'u8',
    per: 'loan',
    unit: '%',
    meaning: 'share of the rate charged in them',
    changes: 'fixed',
  },
} as const

/** A row has so many elements per loan slot, per word of a set of 64 lenders, per taste, and per application of a need. */
const WIDTHS = { loan: LOAN_SLOTS, word: 2, taste: TASTE_DIMENSIONS, try: MAX_TRIES }

export interface Consumers extends Columns<typeof CONSUMER> {
  readonly count: number
  /** All columns, to copy and restore. */
  readonly memory: Memory
  /** The columns of loans, to move a loan to another slot. */
  readonly loanColumns: readonly Columns<typeof CONSUMER>[keyof typeof CONSUMER][]
}

/** Traits that nobody but nature knows: lenders see signals and what people do. */
export type PrivateTrait = 'risk' | 'priceSensitivity' | 'taste'
/** Consumers without their private traits. */
export type PublicConsumers = Omit<Consumers, PrivateTrait | 'memory'>

/** Bytes that the columns of so many consumers take. */
export function bytesOfConsumers(count: number): number {
  return bytesOfTable(CONSUMER, WIDTHS, count)
}

/** Columns for `count` consumers, empty but for what `memory` holds. */
export function allocateConsumers(count: number, memory: Memory = new ArrayBuffer(bytesOfConsumers(count))): Consumers {
  const columns = layColumns(CONSUMER, WIDTHS, count, memory)
  const rest = { count, memory, loanColumns: columnsPer(CONSUMER, columns, 'loan') }
  return Object.assign(ofOneShape<Consumers>([...Object.keys(CONSUMER), ...Object.keys(rest)]), columns, rest)
}

/** Bytes that one consumer takes. */
export const BYTES_PER_CONSUMER: number = bytesPerRow(CONSUMER, WIDTHS)

/** Marks a lender in one of the two-word sets: `knows`, `refusedBy`, `defaultedOn`, `borrowedAt`, `pastDueAt`, `provenAt`. */
export function markLender(set: Uint32Array, consumer: number, lender: number): void {
  set[consumer * 2 + (lender >> 5)] |= 1 << (lender & 31)
}

/** Notes an application for the pending need. */
export function noteTry(consumers: PublicConsumers, consumer: number): void {
  consumers.needTries[consumer]++
}

/** Applications made for the pending need. */
export function triesOf(consumers: PublicConsumers, consumer: number): number {
  return consumers.needTries[consumer] & TRIES_MASK
}

/** Notes that the quote for a product was declined. */
export function noteDeclined(consumers: PublicConsumers, consumer: number, product: number): void {
  const { needTries, declined } = consumers
  declined[consumer * MAX_TRIES + (needTries[consumer] >> DECLINED_SHIFT)] = product
  needTries[consumer] += 1 << DECLINED_SHIFT
}

/** Whether the quote for a product was declined for the pending need. */
export function hasDeclined({ needTries, declined }: PublicConsumers, consumer: number, product: number): boolean {
  const from = consumer * MAX_TRIES
  const end = from + (needTries[consumer] >> DECLINED_SHIFT)
  for (let at = from; at < end; at++) if (declined[at] === product) return true
  return false
}

export function unmarkLender(set: Uint32Array, consumer: number, lender: number): void {
  set[consumer * 2 + (lender >> 5)] &= ~(1 << (lender & 31))
}

export function hasLender(set: Uint32Array, consumer: number, lender: number): boolean {
  return (set[consumer * 2 + (lender >> 5)] & (1 << (lender & 31))) !== 0
}

/** Whether a consumer has had a loan of the lender before. */
export function hasBorrowedAt({ borrowedAt }: PublicConsumers, consumer: number, lender: number): boolean {
  return hasLender(borrowedAt, consumer, lender)
}

/** Takes the loan in `slot` off the consumer; the last loan moves into its place. */
export function removeLoan(consumers: PublicConsumers, consumer: number, slot: number): void {
  const at = consumer * LOAN_SLOTS + slot
  const last = consumer * LOAN_SLOTS + --consumers.loanCount[consumer]
  if (at !== last) for (const column of consumers.loanColumns) column[at] = column[last]
  consumers.loanBalanceFen[last] = 0
}
