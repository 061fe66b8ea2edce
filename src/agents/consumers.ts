/**
 * Consumers as columns: one typed array an attribute, each with a buffer of its own. Index `consumer`, length `count`;
 * loans stand in `LOAN_SLOTS` slots a consumer, index consumer × LOAN_SLOTS + slot, the first `loanCount` in use.
 * Money is whole fen: loans and needs are int32 (below 21 million yuan), savings, which have no limit, are doubles.
 */

export const LOAN_SLOTS = 4
export const TASTE_DIMENSIONS = 7
/** Tastes are stored as int8 in units of 1/32 standard deviation: ±4 sd. */
export const TASTE_UNIT = 0.03125
/** Consumers are split into this many groups by lot; each lender holds one of them out of its promotions. */
export const HOLDOUT_GROUPS = 100
export const NO_TICK = -32768
/** `loanGrade` packs grade (bits 0-3), purpose (4-6) and whether the loan was ever non-performing (7). */
export const GRADE_MASK = 0x0f
export const PURPOSE_SHIFT = 4
export const PURPOSE_MASK = 0x07
export const EVER_DEFAULTED = 0x80
/** Bits of `loanFlags`: the bureau hears of it; never meant to be repaid; a revolving line; won in a promotion. */
export const REPORTED = 0x01
export const FRAUD = 0x02
export const REVOLVING = 0x04
export const PROMOTED = 0x08
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

export interface Consumers {
  readonly count: number
  /** Persistent part of log income. */
  readonly persistent: Float32Array
  /** Standardised risk type: log-odds of trouble are meanTrouble + troubleSd × this. */
  readonly risk: Float32Array
  /** Utility lost per unit of APR. */
  readonly priceSensitivity: Float32Array
  /** logit(u) − incomeSlope × p at birth: a file appears where this falls below a_c + ageSlope × age/10. */
  readonly fileHurdle: Float32Array
  readonly savingsFen: Float64Array
  /** Amount of the pending need, fen; 0 = none. */
  readonly needFen: Int32Array
  /** Lenders (bits) that the consumer knows; that refused the pending need; that the consumer defaulted on. */
  readonly knows: Uint32Array
  readonly refusedBy: Uint32Array
  readonly defaultedOn: Uint32Array
  readonly loanBalanceFen: Int32Array
  /** Of a line: the minimum payment due next, and what is still owed of purchases, interest apart. */
  readonly loanInstalmentFen: Int32Array
  readonly loanPrincipalFen: Int32Array
  /** Who told of the lender `heardOf` (+ 1; 0 = nobody did), and when (`heardTick`). */
  readonly heardFrom: Uint32Array
  /** Tick of birth (age 18) and of exit. */
  readonly birthTick: Int16Array
  readonly exitTick: Int16Array
  /** Tick of entry; of the first population, the tick of birth. With the slot it names a person, and keys its draws. */
  readonly enteredTick: Int16Array
  readonly needTick: Int16Array
  readonly knowsTick: Int16Array
  /** Tick of the last charge-off, NO_TICK if none. */
  readonly chargeOffTick: Int16Array
  readonly heardTick: Int16Array
  /** Tick at which the shared list of fraudsters got this person's name, NO_TICK if never. */
  readonly listedTick: Int16Array
  readonly loanTick: Int16Array
  readonly loanAprBp: Int16Array
  readonly taste: Int8Array
  /** With the lender of the latest loan, hundredths, −100 to 100. */
  readonly satisfaction: Int8Array
  readonly generation: Uint8Array
  readonly unemployed: Uint8Array
  readonly trouble: Uint8Array
  readonly file: Uint8Array
  readonly fileHistory: Uint8Array
  /** 1 if a file of this consumer would carry a score. */
  readonly scorable: Uint8Array
  readonly holdoutGroup: Uint8Array
  readonly needPurpose: Uint8Array
  /** Lender of the latest loan + 1; 0 = none yet. */
  readonly lastLender: Uint8Array
  readonly heardOf: Uint8Array
  /** Classes of lenders (bits) that the consumer ever borrowed from. */
  readonly borrowedFrom: Uint8Array
  readonly marks: Uint8Array
  /** The line last paid off, which may be drawn on again: grade + 1 (0 = none), product, APR. */
  readonly lineGrade: Uint8Array
  readonly lineProduct: Uint8Array
  readonly lineAprBp: Int16Array
  readonly loanCount: Uint8Array
  readonly loanProduct: Uint8Array
  readonly loanGrade: Uint8Array
  readonly loanFlags: Uint8Array
  /** Cell of the score at origination: score bin × what the lender knew × file state (see market/scoring.ts). */
  readonly loanScore: Uint8Array
  /** Instalments still owed by contract; months past due; introductory months left; share of the rate (%) charged in them. */
  readonly loanRemaining: Uint8Array
  readonly loanOverdue: Uint8Array
  readonly loanIntroMonths: Uint8Array
  readonly loanIntroPercent: Uint8Array
}

/** Empty columns for `count` consumers. Written out: an object built by key would be a slow dictionary in V8. */
export function allocateConsumers(count: number): Consumers {
  return {
    count,
    persistent: new Float32Array(count),
    risk: new Float32Array(count),
    priceSensitivity: new Float32Array(count),
    fileHurdle: new Float32Array(count),
    savingsFen: new Float64Array(count),
    needFen: new Int32Array(count),
    knows: new Uint32Array(count * 2),
    refusedBy: new Uint32Array(count * 2),
    defaultedOn: new Uint32Array(count * 2),
    loanBalanceFen: new Int32Array(count * LOAN_SLOTS),
    loanInstalmentFen: new Int32Array(count * LOAN_SLOTS),
    loanPrincipalFen: new Int32Array(count * LOAN_SLOTS),
    heardFrom: new Uint32Array(count),
    birthTick: new Int16Array(count),
    exitTick: new Int16Array(count),
    enteredTick: new Int16Array(count),
    needTick: new Int16Array(count),
    knowsTick: new Int16Array(count),
    chargeOffTick: new Int16Array(count),
    heardTick: new Int16Array(count),
    listedTick: new Int16Array(count),
    loanTick: new Int16Array(count * LOAN_SLOTS),
    loanAprBp: new Int16Array(count * LOAN_SLOTS),
    taste: new Int8Array(count * TASTE_DIMENSIONS),
    satisfaction: new Int8Array(count),
    generation: new Uint8Array(count),
    unemployed: new Uint8Array(count),
    trouble: new Uint8Array(count),
    file: new Uint8Array(count),
    fileHistory: new Uint8Array(count),
    scorable: new Uint8Array(count),
    holdoutGroup: new Uint8Array(count),
    needPurpose: new Uint8Array(count),
    lastLender: new Uint8Array(count),
    heardOf: new Uint8Array(count),
    borrowedFrom: new Uint8Array(count),
    marks: new Uint8Array(count),
    lineGrade: new Uint8Array(count),
    lineProduct: new Uint8Array(count),
    lineAprBp: new Int16Array(count),
    loanCount: new Uint8Array(count),
    loanProduct: new Uint8Array(count * LOAN_SLOTS),
    loanGrade: new Uint8Array(count * LOAN_SLOTS),
    loanFlags: new Uint8Array(count * LOAN_SLOTS),
    loanScore: new Uint8Array(count * LOAN_SLOTS),
    loanRemaining: new Uint8Array(count * LOAN_SLOTS),
    loanOverdue: new Uint8Array(count * LOAN_SLOTS),
    loanIntroMonths: new Uint8Array(count * LOAN_SLOTS),
    loanIntroPercent: new Uint8Array(count * LOAN_SLOTS),
  }
}

/** Bytes that one consumer takes. */
export const BYTES_PER_CONSUMER: number = Object.values(allocateConsumers(1)).reduce(
  (bytes, column: number | ArrayBufferView) => bytes + (typeof column === 'number' ? 0 : column.byteLength),
  0,
)

/** Marks a lender in one of the two-word sets: `knows`, `refusedBy`, `defaultedOn`. */
export function markLender(set: Uint32Array, consumer: number, lender: number): void {
  set[consumer * 2 + (lender >> 5)] |= 1 << (lender & 31)
}

/** Takes the loan in `slot` off the consumer; the last loan moves into its place. */
export function removeLoan(consumers: Consumers, consumer: number, slot: number): void {
  const at = consumer * LOAN_SLOTS + slot
  const last = consumer * LOAN_SLOTS + --consumers.loanCount[consumer]
  consumers.loanBalanceFen[at] = consumers.loanBalanceFen[last]
  consumers.loanInstalmentFen[at] = consumers.loanInstalmentFen[last]
  consumers.loanPrincipalFen[at] = consumers.loanPrincipalFen[last]
  consumers.loanTick[at] = consumers.loanTick[last]
  consumers.loanAprBp[at] = consumers.loanAprBp[last]
  consumers.loanProduct[at] = consumers.loanProduct[last]
  consumers.loanGrade[at] = consumers.loanGrade[last]
  consumers.loanFlags[at] = consumers.loanFlags[last]
  consumers.loanScore[at] = consumers.loanScore[last]
  consumers.loanRemaining[at] = consumers.loanRemaining[last]
  consumers.loanOverdue[at] = consumers.loanOverdue[last]
  consumers.loanIntroMonths[at] = consumers.loanIntroMonths[last]
  consumers.loanIntroPercent[at] = consumers.loanIntroPercent[last]
  consumers.loanBalanceFen[last] = 0
}
