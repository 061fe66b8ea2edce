/**
 * The central credit bureau: who reports to it, what it shows, and step 5.4 of the month, in which loans that were reported
 * open and thicken files and some of those without a file enrol. Files that coverage gives: market/coverage.ts.
 */

import {
  ENROLLED,
  FORMED,
  HISTORY_MASK,
  LOAN_SLOTS,
  NO_FILE,
  NO_TICK,
  REPORTED,
  SCORED_FILE,
  UNSCORED_FILE,
} from '../../../agents/consumers.ts'
import { assert } from '../../../base/assert.ts'
import { fenUnrounded } from '../../../base/units.ts'
import type { LenderClass } from '../../../base/vocabulary.ts'
import { draw, uniform } from '../../../random/streams.ts'
import type { Scenario } from '../../../scenarios/scenario.ts'
import type { Chance, Counts, Market, Nature, People, Present, Thresholds } from '../../world.ts'
import { savingByFileFen } from './enrolment.ts'

const words = new Int32Array(2)

/** Share of the loans applied for at this class that are reported, whatever the source of funds; all where the law says so. */
export function reportingShareOf(scenario: Scenario, of: LenderClass): number {
  return scenario.regulation.mandatoryReporting ? 1 : scenario.lenders[of].reportingShare
}

/** Whether lenders of this class report any of their loans to the bureau, by their own choice or because they have to. */
export function reportsToBureau(scenario: Scenario, of: LenderClass): boolean {
  return reportingShareOf(scenario, of) > 0
}

/** Whether the bureau shows a default to other lenders, so that a debtor with a file has a reputation to lose. */
export function showsDefaults(credit: Scenario['credit']): boolean {
  return credit.sharing !== 'none' && credit.recordMonths > 0
}

/** Whether the bureau learns of a loan that this lender makes to the consumer now; one lot a loan. */
export function isReported(world: Present & Chance, consumer: number, of: LenderClass): boolean {
  const { scenario, streams, tick } = world
  const share = reportingShareOf(scenario, of)
  if (share <= 0) return false
  if (share >= 1) return true
  // Nobody takes out two loans in a month.
  draw(streams.report, consumer, tick, 0, words)
  return uniform(words[0]) < share
}

/** Flag of a new loan that is reported to the bureau. */
export function reportFlag(world: Present & Chance, consumer: number, of: LenderClass): number {
  return isReported(world, consumer, of) ? REPORTED : 0
}

/** Step 5.4: reports of the month arrive. Looks only at those whose file may change, and at nobody if none can. */
export function bureauChunk(world: Market & Nature & Thresholds & Chance & Counts, from: number, to: number): void {
  const { fileFormation, publicity } = world.scenario.credit
  if (fileFormation) formFiles(world, from, to)
  if (publicity > 0) enrol(world, from, to)
}

/**
 * A reported loan opens a file without history for its debtor; a month in which one that was there before is on the
 * file, paid or not, is a month of history, and enough of them give a score.
 */
function formFiles(world: Present & People & Counts, from: number, to: number): void {
  const { consumers: c, scenario, tally, tick } = world
  const { thickenMonths } = scenario.credit
  const { file, fileHistory, loanCount, loanFlags, loanTick } = c
  for (let consumer = from; consumer < to; consumer++) {
    const loans = loanCount[consumer]
    if (loans === 0 || file[consumer] === SCORED_FILE) continue
    let reported = false
    let before = false
    for (let slot = 0; slot < loans; slot++) {
      const at = consumer * LOAN_SLOTS + slot
      if ((loanFlags[at] & REPORTED) === 0) continue
      reported = true
      if (loanTick[at] < tick) before = true
    }
    if (!reported) continue
    if (file[consumer] === NO_FILE) {
      file[consumer] = UNSCORED_FILE
      fileHistory[consumer] |= FORMED
      tally.market.filesFormed++
    }
    if (!before) continue
    const months = (fileHistory[consumer] & HISTORY_MASK) + 1
    fileHistory[consumer] = (fileHistory[consumer] & ~HISTORY_MASK) | (months < HISTORY_MASK ? months : HISTORY_MASK)
    if (months >= thickenMonths) {
      file[consumer] = SCORED_FILE
      tally.market.filesThickened++
    }
  }
}

/** A campaign reaches some of those without a file; they enrol if the file saves them more than enrolling costs. */
function enrol(world: Market & Nature & Thresholds & Chance & Counts, from: number, to: number): void {
  const { consumers: c, scenario, streams, tally, tick } = world
  const { publicity, enrolmentCost } = scenario.credit
  const costFen = fenUnrounded(enrolmentCost)
  for (let consumer = from; consumer < to; consumer++) {
    if (c.file[consumer] !== NO_FILE) continue
    draw(streams.enrol, consumer, tick, 0, words)
    if (uniform(words[0]) >= publicity || savingByFileFen(world, consumer) <= costFen) continue
    c.file[consumer] = UNSCORED_FILE
    c.fileHistory[consumer] |= ENROLLED
    tally.market.enrolled++
  }
}

/** Deletes for good the charge-offs that are too old to be shown under the rule in force. */
export function deleteRecords(world: Present & People): void {
  const { consumers: c, scenario, tick } = world
  const { recordMonths } = scenario.credit
  for (let consumer = 0; consumer < c.count; consumer++) {
    if (c.chargeOffTick[consumer] !== NO_TICK && tick - c.chargeOffTick[consumer] >= recordMonths)
      c.chargeOffTick[consumer] = NO_TICK
  }
}

/** Parameters that decide which loans are reported. */
const REPORTING = /\.reportingShare$|\.mandatoryReporting$/

/** What the bureau knows of a lender's loans is on the lender's books, and all or nothing of them where all or none report. */
export function checkReported({ tally, industry, base, month }: Market & Counts): void {
  industry.lenders.forEach(({ code, class: of, ledger: { loansFen } }, lender) => {
    const reported = tally.lenders.reportedFen[lender]
    const expected = bureauHears(base, of)
    assert(
      reported <= loansFen && (expected === null || reported === (expected ? loansFen : 0)),
      `month ${month}: the bureau knows of ${reported} fen owed to ${code}, its books say ${loansFen}`,
    )
  })
}

/** Whether the bureau learns of all loans (true) or none (false) of a class, over the whole run; null if of some. */
function bureauHears(base: Scenario, of: LenderClass): boolean | null {
  if (base.timeline.some(({ set }) => Object.keys(set).some((path) => REPORTING.test(path)))) return null
  const share = reportingShareOf(base, of)
  return share <= 0 ? false : share >= 1 ? true : null
}
