/**
 * The behavioural record: how somebody has repaid so far, as a lender sees it (behavioural scoring; Thomas, Edelman & Crook
 * 2002, recalled). Its own loans it always sees; of others' loans what the bureau shows of those that are
 * reported and go to somebody with a file: arrears under negative sharing, everything under full. Arrears that run and
 * charge-offs refuse (market/decide.ts); the record is about what is over.
 */
import {
  hasLender,
  markLender,
  NO_FILE,
  NO_TICK,
  type PublicConsumers,
  REPORTED,
  unmarkLender,
} from '../agents/consumers.ts'
import type { Market, People, Present, Supply } from './world.ts'

/** Records, in the order of their coefficients. */
export const NO_RECORD = 0
export const CLEAN = 1
export const CLEAN_LONG = 2
export const PAST_DUE = 3

/** Arrears count for so many months, and so many months without any make a record long. */
const PAST_DUE_MONTHS = 24
export const LONG_MONTHS = 12

/** Record of a consumer as the lender at `lender` sees it. */
export function recordOf(
  { consumers: c, scenario, regime, offers, tick }: Market & People,
  consumer: number,
  lender: number,
): number {
  const { sharing } = scenario.credit
  const seesOthers =
    sharing !== 'none' && c.file[consumer] !== NO_FILE && regime.policies[offers.classOfLender[lender]].usesBureau
  if (isRecent(c.pastDueTick[consumer], tick) && hasLender(c.pastDueAt, consumer, lender)) return PAST_DUE
  if (seesOthers && isRecent(c.shownPastDueTick[consumer], tick)) return PAST_DUE
  const shown = seesOthers && sharing === 'full' ? c.shownMonths[consumer] : 0
  if (shown >= LONG_MONTHS || hasLender(c.provenAt, consumer, lender)) return CLEAN_LONG
  return shown > 0 || hasLender(c.borrowedAt, consumer, lender) ? CLEAN : NO_RECORD
}

function isRecent(pastDueTick: number, tick: number): boolean {
  // NO_TICK lies further back than any run is long.
  return tick - pastDueTick < PAST_DUE_MONTHS
}

/** What a month has shown of one debtor's loans so far. */
const seen = { atLatest: false, lateAtLatest: false, shown: false, lateShown: false }

export function openRecord(): void {
  seen.atLatest = false
  seen.lateAtLatest = false
  seen.shown = false
  seen.lateShown = false
}

/** Notes how the loan at `at` stands after the month's payment. */
export function noteLoan(
  { consumers: c, offers, tick }: People & Present & Supply,
  consumer: number,
  at: number,
): void {
  const lender = offers.lender[c.loanProduct[at]]
  const late = c.loanOverdue[at] > 0
  const isLatest = c.lastLender[consumer] === lender + 1
  if (isLatest) seen.atLatest = true
  if ((c.loanFlags[at] & REPORTED) !== 0 && c.file[consumer] !== NO_FILE) {
    seen.shown = true
    if (late) seen.lateShown = true
  }
  if (late) {
    if (isLatest) seen.lateAtLatest = true
    // Arrears elsewhere that are older than what counts are forgotten together.
    if (!isRecent(c.pastDueTick[consumer], tick)) {
      c.pastDueAt[consumer * 2] = 0
      c.pastDueAt[consumer * 2 + 1] = 0
    }
    c.pastDueTick[consumer] = tick
    markLender(c.pastDueAt, consumer, lender)
    unmarkLender(c.provenAt, consumer, lender)
  } else if (tick - c.loanTick[at] >= LONG_MONTHS) markLender(c.provenAt, consumer, lender)
}

/** Ends the month of a debtor: months without arrears at the latest lender, and on the file. */
export function closeRecord({ consumers: c, tick }: People & Present, consumer: number): void {
  if (seen.lateAtLatest) c.cleanMonths[consumer] = 0
  else if (seen.atLatest && c.cleanMonths[consumer] < LONG_MONTHS) {
    c.cleanMonths[consumer]++
    if (c.cleanMonths[consumer] === LONG_MONTHS) markLender(c.provenAt, consumer, c.lastLender[consumer] - 1)
  }
  if (seen.lateShown) {
    c.shownPastDueTick[consumer] = tick
    c.shownMonths[consumer] = 0
  } else if (seen.shown && c.shownMonths[consumer] < LONG_MONTHS) c.shownMonths[consumer]++
}

/** Somebody new has no record. */
export function clearRecord(c: PublicConsumers, consumer: number): void {
  for (const set of [c.pastDueAt, c.provenAt]) {
    set[consumer * 2] = 0
    set[consumer * 2 + 1] = 0
  }
  c.pastDueTick[consumer] = NO_TICK
  c.shownPastDueTick[consumer] = NO_TICK
  c.cleanMonths[consumer] = 0
  c.shownMonths[consumer] = 0
}
