/**
 * Consumers as columns: one typed array an attribute, all in one buffer. Index `consumer`, length `count`;
 * loans stand in `LOAN_SLOTS` slots a consumer, index consumer × LOAN_SLOTS + slot, the first `loanCount` in use.
 * Money is int32 fen: a consumer's balances stay below 21 million yuan.
 */

export const LOAN_SLOTS = 4
export const TASTE_DIMENSIONS = 7
/** Tastes are stored as int8 in units of 1/32 standard deviation: ±4 sd. */
export const TASTE_UNIT = 0.03125
/** Consumers are split into this many groups by lot; each lender holds one of them out of its promotions. */
export const HOLDOUT_GROUPS = 100
export const NO_TICK = -32768

/** File states. */
export const NO_FILE = 0
export const UNSCORED_FILE = 1
export const SCORED_FILE = 2

const LAYOUT = {
  /** Persistent part of log income. */
  persistent: { of: 'f32', each: 1 },
  /** Standardised risk type: log-odds of trouble are meanTrouble + troubleSd × this. */
  risk: { of: 'f32', each: 1 },
  /** Utility lost per unit of APR. */
  priceSensitivity: { of: 'f32', each: 1 },
  /** logit(u) − incomeSlope × p at birth: a file appears where this falls below a_c + ageSlope × age/10. */
  fileHurdle: { of: 'f32', each: 1 },
  savingsFen: { of: 'i32', each: 1 },
  illiquidFen: { of: 'i32', each: 1 },
  /** Amount of the pending need, fen; 0 = none. */
  needFen: { of: 'i32', each: 1 },
  /** Lenders (bits) that the consumer knows; that refused the pending need; that the consumer defaulted on. */
  knows: { of: 'u32', each: 2 },
  refusedBy: { of: 'u32', each: 2 },
  defaultedOn: { of: 'u32', each: 2 },
  loanBalanceFen: { of: 'i32', each: 4 },
  loanInstalmentFen: { of: 'i32', each: 4 },
  loanPrincipalFen: { of: 'i32', each: 4 },
  /** Tick of birth (age 18) and of exit. */
  birthTick: { of: 'i16', each: 1 },
  exitTick: { of: 'i16', each: 1 },
  needTick: { of: 'i16', each: 1 },
  knowsTick: { of: 'i16', each: 1 },
  /** Tick of the last charge-off, NO_TICK if none. */
  chargeOffTick: { of: 'i16', each: 1 },
  loanTick: { of: 'i16', each: 4 },
  loanAprBp: { of: 'i16', each: 4 },
  taste: { of: 'i8', each: 7 },
  generation: { of: 'u8', each: 1 },
  unemployed: { of: 'u8', each: 1 },
  trouble: { of: 'u8', each: 1 },
  file: { of: 'u8', each: 1 },
  /** 1 if a file of this consumer would carry a score. */
  scorable: { of: 'u8', each: 1 },
  holdoutGroup: { of: 'u8', each: 1 },
  needPurpose: { of: 'u8', each: 1 },
  /** Lender of the latest loan + 1; 0 = none yet. */
  lastLender: { of: 'u8', each: 1 },
  loanCount: { of: 'u8', each: 1 },
  loanProduct: { of: 'u8', each: 4 },
  loanGrade: { of: 'u8', each: 4 },
  /** Instalments still owed by contract; months past due; introductory months left; share of the rate (%) charged in them. */
  loanRemaining: { of: 'u8', each: 4 },
  loanOverdue: { of: 'u8', each: 4 },
  loanIntroMonths: { of: 'u8', each: 4 },
  loanIntroPercent: { of: 'u8', each: 4 },
} as const

const ARRAYS = { f32: Float32Array, i32: Int32Array, u32: Uint32Array, i16: Int16Array, u8: Uint8Array, i8: Int8Array }

type ArrayOf = { f32: Float32Array; i32: Int32Array; u32: Uint32Array; i16: Int16Array; u8: Uint8Array; i8: Int8Array }

export type Consumers = {
  readonly count: number
} & { readonly [column in keyof typeof LAYOUT]: ArrayOf[(typeof LAYOUT)[column]['of']] }

/** Bytes that one consumer takes. */
export const BYTES_PER_CONSUMER: number = Object.values(LAYOUT).reduce(
  (bytes, { of, each }) => bytes + ARRAYS[of].BYTES_PER_ELEMENT * each,
  0,
)

/** Empty columns for `count` consumers. */
export function allocateConsumers(count: number): Consumers {
  const columns: Record<string, unknown> = { count }
  for (const [name, { of, each }] of Object.entries(LAYOUT)) columns[name] = new ARRAYS[of](count * each)
  return columns as Consumers
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
  consumers.loanRemaining[at] = consumers.loanRemaining[last]
  consumers.loanOverdue[at] = consumers.loanOverdue[last]
  consumers.loanIntroMonths[at] = consumers.loanIntroMonths[last]
  consumers.loanIntroPercent[at] = consumers.loanIntroPercent[last]
  consumers.loanBalanceFen[last] = 0
}
