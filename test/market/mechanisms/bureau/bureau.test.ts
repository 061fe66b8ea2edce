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
import { savingByFileFen } from '../../../../src/market/mechanisms/bureau/enrolment.ts'
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

/** An unscored file shows nearly all of one's risk, and nobody asks for a scored one. */
const sharp: Recipe = ({ information, lenders }) => {
  Object.assign(information, { bureauNoiseSd: 0.3, thinFileVariance: 1, platformNoiseSd: 100 })
  for (const of of ['bank', 'licensed', 'platform'] as const) lenders[of].fileRule = 'none'
}

test('whom a campaign reaches enrols if a file saves more than enrolling costs, and not otherwise', () => {
  const enrolled = (publicity: number, enrolmentCost: number): number[] => {
    const world = market((draft) => {
      sharp(draft)
      Object.assign(draft.credit, { publicity, enrolmentCost })
    })
    world.consumers.file[3] = SCORED_FILE
    bureauChunk(world, 0, 50)
    const { file, fileHistory } = world.consumers
    expect(file[3]).toBe(SCORED_FILE)
    const joined = Array.from(file.keys()).filter((i) => fileHistory[i] === ENROLLED)
    expect(joined.every((i) => file[i] === UNSCORED_FILE)).toBe(true)
    expect(world.tally.market.enrolled).toBe(joined.length)
    return joined
  }
  const asIs = market(sharp)
  const savings = Array.from({ length: 50 }, (_, i) => (i === 3 ? 0 : savingByFileFen(asIs, i)))
  // Files that are looked at are put back.
  expect(asIs.consumers.file.every((file) => file === NO_FILE)).toBe(true)
  const above = (yuan: number): number[] => [...savings.keys()].filter((i) => savings[i] > 100 * yuan)
  expect(enrolled(1, 0)).toEqual(above(0))
  const positive = savings.filter((saving) => saving > 0).sort((a, b) => a - b)
  const middle = Math.ceil(positive[positive.length >> 1] / 100)
  expect(enrolled(1, middle)).toEqual(above(middle))
  expect(above(middle).length).toBeLessThan(above(0).length)
  expect(above(middle).length).toBeGreaterThan(2)
  expect(enrolled(0, 0)).toEqual([])
  const reached = enrolled(0.5, 0)
  expect(reached.length).toBeLessThan(above(0).length)
  expect(reached.every((i) => above(0).includes(i))).toBe(true)
})

test('a file saves the safe much and the risky nothing', () => {
  const world = market(sharp)
  const { risk } = world.consumers
  risk[7] = -2
  const safe = savingByFileFen(world, 7)
  risk[7] = 0
  const median = savingByFileFen(world, 7)
  risk[7] = 2.5
  expect(savingByFileFen(world, 7)).toBe(0)
  expect(safe).toBeGreaterThan(median)
  expect(median).toBeGreaterThanOrEqual(0)
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
