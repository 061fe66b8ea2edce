/**
 * What becomes of needs. Each is flagged when it arrives (agents/fundable.ts), remembers the latest stage that it
 * reached, and is counted once when it closes, by its kind, by groups that its owner was in on arrival, and by niche.
 */
import { ageBandOf } from '../agents/demography.ts'
import { FUNDABLE } from '../agents/fundable.ts'
import { amountBandOf } from '../agents/needs.ts'
import { FIRST_FATE_GROUP, fateCell, nicheCell } from '../base/cells.ts'
import { FATES, type Fate, REFUSALS } from '../base/vocabulary.ts'
import { incomeQuartile, thresholdBand } from './groups.ts'
import { isAboveCutoff } from './offers.ts'
import { isTraced, tell } from './trace.ts'
import type { Counts, People, Present, Supply, Thresholds, Watchers } from './world.ts'

const fate = (name: Fate): number => FATES.indexOf(name)

export const KNEW_NOBODY: number = fate('knewNobody')
export const NONE_ELIGIBLE: number = fate('noneEligible')
export const PREFERRED_NOT: number = fate('preferredNot')
export const REFUSED_CUTOFF: number = fate('refusedCutoff')
export const REFUSED_CAP: number = fate('refusedCap')
export const REFUSED_LENDERS: number = fate('refusedLenders')
export const REFUSED_DEBT_SERVICE: number = fate('refusedDebtService')
export const REFUSED_RECORD: number = fate('refusedRecord')
export const REFUSED_CAPITAL: number = fate('refusedCapital')
export const REFUSED_FRAUD: number = fate('refusedFraud')
export const DECLINED_QUOTE: number = fate('declined')
export const SELF_FUNDED: number = fate('selfFunded')
export const TOO_SMALL: number = fate('tooSmall')
export const LEFT: number = fate('left')
export const SERVED_PART: number = fate('servedPart')
export const SERVED: number = fate('served')
const NO_ROOM = fate('noRoom')
const DISPLACED = fate('displaced')

/** Bits of `needGroups`: kind of need (0-2), coverage that would give a file (3-4), income quarter (5-6), age band (7-9). */
const KIND_MASK = 0x07
const THRESHOLD_SHIFT = 3
const INCOME_SHIFT = 5
const AGE_SHIFT = 7
const QUARTER_MASK = 0x03

/** Stages of a need by ground of refusal; that of risk depends on what the price would be. */
const STAGES: readonly number[] = REFUSALS.map((ground) => {
  if (ground === 'concurrentLenders') return REFUSED_LENDERS
  if (ground === 'debtService') return REFUSED_DEBT_SERVICE
  // A funding partner refuses by its cut-off.
  if (ground === 'funder') return REFUSED_CUTOFF
  return ground === 'fraud' ? REFUSED_FRAUD : REFUSED_RECORD
})
/** Position in REFUSALS. */
const RISK = REFUSALS.indexOf('risk')

/** The stage of a need that a refusal stands for. Where both hold, the cut-off comes before the cap. */
export function stageOfRefusal({ offers }: Supply, product: number, refusal: number, grade: number): number {
  if (refusal === RISK) return isAboveCutoff(offers, product, grade) ? REFUSED_CUTOFF : REFUSED_CAP
  return STAGES[refusal]
}

/** Who they are whose need has just arrived. */
function groupsOf(
  world: Present & People & Thresholds,
  consumer: number,
  kind: number,
  ageMonths: number,
  permanentFen: number,
): number {
  return (
    kind |
    (thresholdBand(world, consumer, ageMonths) << THRESHOLD_SHIFT) |
    (incomeQuartile(world, permanentFen) << INCOME_SHIFT) |
    (ageBandOf(ageMonths) << AGE_SHIFT)
  )
}

/** Counts a need that arrives. It displaces no pending one: if there is one, the new need closes at once. */
export function needArrives(
  world: Present & People & Thresholds & Counts & Watchers,
  consumer: number,
  purpose: number,
  amountFen: number,
  ageMonths: number,
  permanentFen: number,
  kind: number,
): void {
  const groups = groupsOf(world, consumer, kind, ageMonths, permanentFen)
  countArrival(world, groups, purpose, amountFen)
  const isDisplaced = world.consumers.needFen[consumer] !== 0
  if (isTraced(world, consumer)) tell(world, consumer, { kind: 'need', purpose, amountFen, need: kind, isDisplaced })
  if (!isDisplaced) raise(world, consumer, purpose, amountFen, groups)
  else count(world, groups, purpose, amountFen, DISPLACED)
}

function raise(
  { consumers: c, tick }: Present & People,
  consumer: number,
  purpose: number,
  amountFen: number,
  groups: number,
): void {
  c.needFen[consumer] = amountFen
  c.needPurpose[consumer] = purpose
  c.needTick[consumer] = tick
  c.needGroups[consumer] = groups
  c.needStage[consumer] = NO_ROOM
  c.refusedBy[consumer * 2] = 0
  c.refusedBy[consumer * 2 + 1] = 0
  c.needTries[consumer] = 0
}

/** The pending need came as far as `stage`; of grounds of refusal the last counts. */
export function reachStage(world: Present & People & Watchers, consumer: number, stage: number): void {
  const { consumers: c } = world
  if (isTraced(world, consumer)) tell(world, consumer, { kind: 'stage', stage })
  const reached = c.needStage[consumer]
  const isRefusal = stage >= REFUSED_CUTOFF && stage <= REFUSED_FRAUD
  if (stage > reached || (isRefusal && reached <= REFUSED_FRAUD)) c.needStage[consumer] = stage
}

/** The pending need closes; without a fate it does so at the stage that it reached. */
export function closeNeed(world: Present & People & Counts & Watchers, consumer: number, end?: number): void {
  const { consumers: c } = world
  const groups = c.needGroups[consumer]
  const [purpose, amountFen, fate] = [c.needPurpose[consumer], c.needFen[consumer], end ?? c.needStage[consumer]]
  if (isTraced(world, consumer)) tell(world, consumer, { kind: 'fate', purpose, amountFen, fate })
  count(world, groups, purpose, amountFen, fate)
  c.needFen[consumer] = 0
}

/** Whether the pending need is one of F★. */
export function isFundable({ consumers: c }: People, consumer: number): boolean {
  return (c.needGroups[consumer] & KIND_MASK) === FUNDABLE
}

function nicheOf(groups: number, purpose: number, amountFen: number): number {
  return nicheCell(purpose, amountBandOf(amountFen), groups >> AGE_SHIFT)
}

function countArrival({ tally }: Counts, groups: number, purpose: number, amountFen: number): void {
  addTo(tally.groupArrivals, groups, 1, 0)
  const niche = nicheOf(groups, purpose, amountFen)
  const isFundable = (groups & KIND_MASK) === FUNDABLE
  tally.nicheArrivals[niche * 2 + (isFundable ? 1 : 0)]++
}

function count({ tally }: Counts, groups: number, purpose: number, amountFen: number, end: number): void {
  addTo(tally.groupFates, groups, FATES.length, end)
  const niche = nicheOf(groups, purpose, amountFen)
  const isFundable = (groups & KIND_MASK) === FUNDABLE
  tally.nicheFates[(niche * 2 + (isFundable ? 1 : 0)) * FATES.length + end]++
}

/** Adds 1 in each of the three groups of a need. */
function addTo(cells: Float64Array, groups: number, width: number, column: number): void {
  const kind = groups & KIND_MASK
  const threshold = FIRST_FATE_GROUP.wouldBeFiled + ((groups >> THRESHOLD_SHIFT) & QUARTER_MASK)
  const income = FIRST_FATE_GROUP.incomeQuartile + ((groups >> INCOME_SHIFT) & QUARTER_MASK)
  const age = FIRST_FATE_GROUP.ageBand + (groups >> AGE_SHIFT)
  cells[fateCell(threshold, kind) * width + column]++
  cells[fateCell(income, kind) * width + column]++
  cells[fateCell(age, kind) * width + column]++
}
