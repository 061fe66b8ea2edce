/** Counters by several codes at once: how the codes are packed into the index of a cell, and how they are read back. */
import {
  AGE_BANDS,
  AGE_GROUPS,
  type AgeBand,
  type AgeGroup,
  AMOUNT_BANDS,
  type AmountBand,
  FILE_STATES,
  type FileState,
  KNOWLEDGE,
  type Knowledge,
  LENDER_CLASSES,
  type LenderClass,
  NEED_KINDS,
  type NeedKind,
  PURPOSES,
  type Purpose,
  QUARTILES,
  THRESHOLD_BANDS,
  type ThresholdBand,
} from './vocabulary.ts'

/** Niches of demand: purpose × amount band × age band. */
export const NICHE_CELLS: number = PURPOSES.length * AMOUNT_BANDS.length * AGE_BANDS.length

export function nicheCell(purpose: number, amountBand: number, ageBand: number): number {
  return (purpose * AMOUNT_BANDS.length + amountBand) * AGE_BANDS.length + ageBand
}

export interface NicheCodes {
  readonly purpose: Purpose
  readonly amountBand: AmountBand
  readonly ageBand: AgeBand
}

export function nicheCodes(cell: number): NicheCodes {
  const upper = Math.floor(cell / AGE_BANDS.length)
  return {
    purpose: PURPOSES[Math.floor(upper / AMOUNT_BANDS.length)],
    amountBand: AMOUNT_BANDS[upper % AMOUNT_BANDS.length],
    ageBand: AGE_BANDS[cell % AGE_BANDS.length],
  }
}

/** Ways to group consumers; a consumer is in one group of each. */
export const GROUPINGS: {
  readonly file: readonly string[]
  readonly wouldBeFiled: readonly string[]
  readonly ageBand: readonly string[]
  readonly incomeQuartile: readonly string[]
  readonly purpose: readonly string[]
} = {
  file: FILE_STATES,
  wouldBeFiled: THRESHOLD_BANDS,
  ageBand: AGE_BANDS,
  incomeQuartile: QUARTILES,
  purpose: PURPOSES,
}
export type Grouping = keyof typeof GROUPINGS

export interface GroupCodes {
  readonly grouping: Grouping
  readonly group: string
}

/** The groups of all groupings one after the other, in the order of their cells. */
export const GROUP_CODES: readonly GroupCodes[] = Object.entries(GROUPINGS).flatMap(([grouping, groups]) =>
  groups.map((group) => ({ grouping: grouping as Grouping, group })),
)

/** Cell of the first group of each grouping. */
export const FIRST_GROUP: { readonly [grouping in Grouping]: number } = {
  file: 0,
  wouldBeFiled: FILE_STATES.length,
  ageBand: FILE_STATES.length + THRESHOLD_BANDS.length,
  incomeQuartile: FILE_STATES.length + THRESHOLD_BANDS.length + AGE_BANDS.length,
  purpose: FILE_STATES.length + THRESHOLD_BANDS.length + AGE_BANDS.length + QUARTILES.length,
}

/** Groupings in which needs are counted jointly, and the cells: one for each combination of their groups, the last the fastest. */
export const JOINT_GROUPINGS = ['ageBand', 'incomeQuartile', 'file', 'purpose'] as const
export type JointGrouping = (typeof JOINT_GROUPINGS)[number]
export const JOINT_CELLS: number = AGE_BANDS.length * QUARTILES.length * FILE_STATES.length * PURPOSES.length

export function jointCell(ageBand: number, quartile: number, file: number, purpose: number): number {
  return ((ageBand * QUARTILES.length + quartile) * FILE_STATES.length + file) * PURPOSES.length + purpose
}

export function jointCodes(cell: number): { readonly [grouping in JointGrouping]: string } {
  const person = Math.floor(cell / PURPOSES.length)
  const income = Math.floor(person / FILE_STATES.length)
  return {
    ageBand: AGE_BANDS[Math.floor(income / QUARTILES.length)],
    incomeQuartile: QUARTILES[income % QUARTILES.length],
    file: FILE_STATES[person % FILE_STATES.length],
    purpose: PURPOSES[cell % PURPOSES.length],
  }
}

/** Loans by APR: class of lender × state of the borrower's file × bin of 50 basis points, the last one open. */
export const APR_BINS = 200
export const APR_BIN_BP = 50
export const APR_CELLS: number = LENDER_CLASSES.length * FILE_STATES.length * APR_BINS

export function aprCell(lenderClass: number, file: number, aprBp: number): number {
  const bin = Math.min(APR_BINS - 1, Math.floor(aprBp / APR_BIN_BP))
  return (lenderClass * FILE_STATES.length + file) * APR_BINS + bin
}

export interface AprCodes {
  readonly class: LenderClass
  readonly file: FileState
  /** Lower edge of the bin, basis points. */
  readonly fromBp: number
}

export function aprCodes(cell: number): AprCodes {
  const upper = Math.floor(cell / APR_BINS)
  return {
    class: LENDER_CLASSES[Math.floor(upper / FILE_STATES.length)],
    file: FILE_STATES[upper % FILE_STATES.length],
    fromBp: (cell % APR_BINS) * APR_BIN_BP,
  }
}

/** Scored loans: bin of the score × what the lender knew × state of the borrower's file. */
export const SCORE_REGIMES: number = KNOWLEDGE.length * FILE_STATES.length

export function scoreCell(bin: number, bureau: boolean, platform: boolean, file: number): number {
  return bin * SCORE_REGIMES + ((bureau ? 2 : 0) + (platform ? 1 : 0)) * FILE_STATES.length + file
}

export interface ScoreCodes {
  readonly bin: number
  readonly knowledge: Knowledge
  readonly file: FileState
}

export function scoreCodes(cell: number): ScoreCodes {
  const regime = cell % SCORE_REGIMES
  return {
    bin: Math.floor(cell / SCORE_REGIMES),
    knowledge: KNOWLEDGE[Math.floor(regime / FILE_STATES.length)],
    file: FILE_STATES[regime % FILE_STATES.length],
  }
}

/** Counts by age group × one of `bins` bins. */
export function ageGroupCell(isYoung: boolean, bin: number, bins: number): number {
  return isYoung ? bin : bins + bin
}

export function ageGroupCodes(cell: number, bins: number): { readonly ageGroup: AgeGroup; readonly bin: number } {
  return { ageGroup: AGE_GROUPS[Math.floor(cell / bins)], bin: cell % bins }
}

/** Groupings by which fates of needs are counted: what does not change between the arrival of a need and its end. */
const FATE_GROUPINGS = ['wouldBeFiled', 'incomeQuartile', 'ageBand'] as const
export type FateGrouping = (typeof FATE_GROUPINGS)[number]

/** Their groups one after the other, and the place of the first of each. */
const FATE_GROUPS: readonly GroupCodes[] = FATE_GROUPINGS.flatMap((grouping) =>
  GROUPINGS[grouping].map((group) => ({ grouping, group })),
)
export const FIRST_FATE_GROUP: { readonly [grouping in FateGrouping]: number } = {
  wouldBeFiled: 0,
  incomeQuartile: THRESHOLD_BANDS.length,
  ageBand: THRESHOLD_BANDS.length + QUARTILES.length,
}

/** Needs by group × kind of need. */
export const FATE_CELLS: number = FATE_GROUPS.length * NEED_KINDS.length

export function fateCell(group: number, kind: number): number {
  return group * NEED_KINDS.length + kind
}

export interface FateCodes extends GroupCodes {
  readonly kind: NeedKind
}

export function fateCodes(cell: number): FateCodes {
  const kind = NEED_KINDS[cell % NEED_KINDS.length]
  return { ...FATE_GROUPS[Math.floor(cell / NEED_KINDS.length)], kind }
}

/**
 * Loans by state of the borrower's file × coverage that would give one × true risk: half standard deviations of the risk
 * type from −4, both ends open.
 */
export const RISK_BINS = 16
const RISK_BIN_WIDTH = 0.5
export const RISK_CELLS: number = FILE_STATES.length * THRESHOLD_BANDS.length * RISK_BINS

export function riskCell(file: number, wouldBe: number, risk: number): number {
  const bin = Math.floor(risk / RISK_BIN_WIDTH) + RISK_BINS / 2
  return (file * THRESHOLD_BANDS.length + wouldBe) * RISK_BINS + (bin < 0 ? 0 : bin >= RISK_BINS ? RISK_BINS - 1 : bin)
}

export interface RiskCodes {
  readonly file: FileState
  readonly wouldBeFiled: ThresholdBand
  /** Lower edge of the bin, standard deviations. */
  readonly from: number
}

export function riskCodes(cell: number): RiskCodes {
  const group = Math.floor(cell / RISK_BINS)
  return {
    file: FILE_STATES[Math.floor(group / THRESHOLD_BANDS.length)],
    wouldBeFiled: THRESHOLD_BANDS[group % THRESHOLD_BANDS.length],
    from: ((cell % RISK_BINS) - RISK_BINS / 2) * RISK_BIN_WIDTH,
  }
}

/** What becomes of the money of a loan in a month: positions of flows that are counted apart for a lender. */
export const LOAN_FLOW = { originated: 0, interest: 1, repaid: 2, settled: 3, chargedOff: 4, recovered: 5 } as const
export const LOAN_FLOWS: number = Object.keys(LOAN_FLOW).length
/** Balances by months past due, none to six. */
export const ARREARS_BUCKETS = 7
