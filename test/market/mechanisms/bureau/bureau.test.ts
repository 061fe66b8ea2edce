/** Files and records month by month: who gets one, when it carries a score, what is shown and for how long. */
import { expect, test } from 'vitest'
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
} from '../../../../src/agents/consumers.ts'
import {
  bureauChunk,
  deleteRecords,
  isReported,
  reportsToBureau,
  showsDefaults,
} from '../../../../src/market/mechanisms/bureau/bureau.ts'
import { founded, type Recipe, size } from '../../../verification/market.ts'

const TICK = 20
const market = (recipe: Recipe = () => {}) => {
  const world = founded(
    size(50),
    ({ credit }) => {
      Object.assign(credit, { fileFormation: true, thickenMonths: 6, publicity: 0, recordMonths: 60, sharing: 'full' })
    },
    recipe,
  )
  world.tick = TICK
  world.consumers.file.fill(NO_FILE)
  world.consumers.fileHistory.fill(0)
  return world
}

const CASES = [
  // File and months of history before; loans by month made, reported or not → file and months afterwards.
  { file: NO_FILE, months: 0, made: [TICK], after: [UNSCORED_FILE, 0], formed: true },
  { file: NO_FILE, months: 0, made: [TICK - 1], after: [UNSCORED_FILE, 1], formed: true },
  { file: NO_FILE, months: 0, made: [TICK - 1], reported: false, after: [NO_FILE, 0] },
  { file: NO_FILE, months: 0, made: [], after: [NO_FILE, 0] },
  { file: UNSCORED_FILE, months: 3, made: [TICK], after: [UNSCORED_FILE, 3] },
  { file: UNSCORED_FILE, months: 3, made: [TICK, 4], after: [UNSCORED_FILE, 4] },
  { file: UNSCORED_FILE, months: 4, made: [4], after: [UNSCORED_FILE, 5] },
  { file: UNSCORED_FILE, months: 5, made: [4], after: [SCORED_FILE, 6] },
  { file: UNSCORED_FILE, months: 5, made: [4], reported: false, after: [UNSCORED_FILE, 5] },
  { file: SCORED_FILE, months: 9, made: [4], after: [SCORED_FILE, 9] },
]

test.each(CASES)('%o', ({ file, months, made, reported = true, after, formed = false }) => {
  const world = market()
  const { consumers: c, tally } = world
  c.file[7] = file
  c.fileHistory[7] = months
  c.loanCount[7] = made.length
  made.forEach((tick, slot) => {
    c.loanTick[7 * LOAN_SLOTS + slot] = tick
    c.loanFlags[7 * LOAN_SLOTS + slot] = reported ? REPORTED : 0
  })
  bureauChunk(world, 0, 50)
  expect([c.file[7], c.fileHistory[7] & HISTORY_MASK]).toEqual(after)
  expect((c.fileHistory[7] & FORMED) !== 0).toBe(formed)
  const thickened = file === UNSCORED_FILE && after[0] === SCORED_FILE
  expect([tally.market.filesFormed, tally.market.filesThickened]).toEqual([formed ? 1 : 0, thickened ? 1 : 0])
})

test('a campaign that reaches everybody enrols those without a file, and selects the safer', () => {
  const all = market(({ credit }) => {
    credit.publicity = 1
  })
  all.consumers.file[3] = SCORED_FILE
  bureauChunk(all, 0, 50)
  expect([all.tally.market.enrolled, all.consumers.file[3], all.consumers.file[4]]).toEqual([
    49,
    SCORED_FILE,
    UNSCORED_FILE,
  ])
  expect(all.consumers.fileHistory[4]).toBe(ENROLLED)
  const safer = market(({ credit }) => {
    Object.assign(credit, { publicity: 0.5, publicitySelection: 1000 })
  })
  bureauChunk(safer, 0, 50)
  const { file, risk } = safer.consumers
  for (let i = 0; i < 50; i++) expect(file[i]).toBe(risk[i] < 0 ? UNSCORED_FILE : NO_FILE)
})

test('records are deleted once they are as old as the rule says', () => {
  const world = market(({ credit }) => {
    credit.recordMonths = 12
  })
  const { chargeOffTick } = world.consumers
  chargeOffTick.set([TICK, TICK - 11, TICK - 12, TICK - 13, NO_TICK])
  deleteRecords(world)
  expect(Array.from(chargeOffTick.slice(0, 5))).toEqual([TICK, TICK - 11, NO_TICK, NO_TICK, NO_TICK])
})

test('who reports, what of it arrives, and when a default is shown', () => {
  const set = (platforms: number, mandatoryReporting = false): Recipe => {
    return ({ lenders, regulation }) => {
      lenders.platform.reportingShare = platforms
      lenders.bank.reportingShare = 1
      regulation.mandatoryReporting = mandatoryReporting
    }
  }
  const share = (recipe: Recipe): number => {
    const world = market(recipe)
    return Array.from({ length: 2000 }, (_, i) => i).filter((i) => isReported(world, i, 'platform')).length / 2000
  }
  expect([share(set(1)), share(set(0, true)), share(set(0))]).toEqual([1, 1, 0])
  // Standard error .0095.
  expect(Math.abs(share(set(0.76)) - 0.76)).toBeLessThan(0.038)
  // By the class applied to: what banks do says nothing of platforms.
  expect(reportsToBureau(market(set(0)).scenario, 'platform')).toBe(false)
  expect(reportsToBureau(market(set(0)).scenario, 'bank')).toBe(true)
  const { credit } = market().scenario
  const shown = [
    { ...credit, sharing: 'full' as const },
    { ...credit, sharing: 'negative' as const },
    { ...credit, sharing: 'none' as const },
    { ...credit, recordMonths: 0 },
    { ...credit, recordMonths: 1 },
  ].map(showsDefaults)
  expect(shown).toEqual([true, true, false, false, true])
})
