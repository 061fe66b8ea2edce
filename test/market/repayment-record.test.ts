/** Records month by month: what lenders see of their own loans and of others', and when it is forgotten. */
import { describe, expect, test } from 'vitest'
import { LOAN_SLOTS, markLender, NO_FILE, NO_TICK, REPORTED, SCORED_FILE } from '../../src/agents/consumers.ts'
import {
  CLEAN,
  CLEAN_LONG,
  clearRecord,
  closeRecord,
  NO_RECORD,
  noteLoan,
  openRecord,
  PAST_DUE,
  recordOf,
} from '../../src/market/repayment-record.ts'
import type { World } from '../../src/market/world.ts'
import { founded, policy, type Recipe, roster, size } from '../verification/market.ts'

const WHO = 2

/** Three banks with a product each; the one looked at is somebody. */
function market(sharing: 'none' | 'negative' | 'full', recipe: Recipe = () => {}): World {
  const world = founded(
    size(10),
    roster(...Array.from({ length: 3 }, () => ({ class: 'bank' as const, products: ['rent' as const] }))),
    policy({ usesBureau: true }),
    ({ credit }) => {
      credit.sharing = sharing
    },
    recipe,
  )
  const { consumers: c } = world
  clearRecord(c, WHO)
  c.file[WHO] = SCORED_FILE
  return world
}

function lend(world: World, lender: number, reported = true): void {
  const { consumers: c } = world
  const at = WHO * LOAN_SLOTS + c.loanCount[WHO]++
  c.loanProduct[at] = lender
  c.loanTick[at] = world.tick
  c.loanOverdue[at] = 0
  c.loanFlags[at] = reported ? REPORTED : 0
  markLender(c.borrowedAt, WHO, lender)
  c.lastLender[WHO] = lender + 1
}

/** Months in which every loan stands as `overdue` says, by slot. */
function pass(world: World, months: number, overdue: readonly number[] = []): void {
  const { consumers: c } = world
  for (let m = 0; m < months; m++) {
    world.tick++
    openRecord()
    for (let slot = 0; slot < c.loanCount[WHO]; slot++) {
      c.loanOverdue[WHO * LOAN_SLOTS + slot] = overdue[slot] ?? 0
      noteLoan(world, WHO, WHO * LOAN_SLOTS + slot)
    }
    if (c.loanCount[WHO] > 0) closeRecord(world, WHO)
  }
}

const seen = (world: World): number[] => [0, 1, 2].map((lender) => recordOf(world, WHO, lender))

describe('own loans', () => {
  test('none, clean, clean for a year in one loan', () => {
    const world = market('none')
    expect(seen(world)).toEqual([NO_RECORD, NO_RECORD, NO_RECORD])
    lend(world, 0)
    pass(world, 11)
    expect(seen(world)).toEqual([CLEAN, NO_RECORD, NO_RECORD])
    pass(world, 1)
    expect(seen(world)).toEqual([CLEAN_LONG, NO_RECORD, NO_RECORD])
  })

  test('several short loans of the latest lender add up to a year', () => {
    const world = market('none')
    for (let loan = 0; loan < 2; loan++) {
      lend(world, 1)
      pass(world, 6)
      expect(recordOf(world, WHO, 1)).toBe(loan === 0 ? CLEAN : CLEAN_LONG)
      world.consumers.loanCount[WHO] = 0
      pass(world, 4)
    }
  })

  test('cured arrears count for 24 months, and what was proven before has to be proven again', () => {
    const world = market('none')
    lend(world, 0)
    pass(world, 14)
    pass(world, 1, [1])
    expect(seen(world)).toEqual([PAST_DUE, NO_RECORD, NO_RECORD])
    world.consumers.loanCount[WHO] = 0
    pass(world, 23)
    expect(recordOf(world, WHO, 0)).toBe(PAST_DUE)
    pass(world, 1)
    expect(recordOf(world, WHO, 0)).toBe(CLEAN)
  })

  test('arrears at one lender are not seen by another, and old ones are not revived by new ones elsewhere', () => {
    const world = market('none')
    lend(world, 0)
    lend(world, 1)
    pass(world, 1, [1, 0])
    expect(seen(world)).toEqual([PAST_DUE, CLEAN, NO_RECORD])
    pass(world, 30)
    pass(world, 1, [0, 2])
    expect(seen(world)).toEqual([CLEAN_LONG, PAST_DUE, NO_RECORD])
  })
})

describe('others’ loans', () => {
  test.each([
    { sharing: 'none', clean: NO_RECORD, late: NO_RECORD },
    { sharing: 'negative', clean: NO_RECORD, late: PAST_DUE },
    { sharing: 'full', clean: CLEAN_LONG, late: PAST_DUE },
  ] as const)('sharing $sharing', ({ sharing, clean, late }) => {
    const world = market(sharing)
    lend(world, 0)
    pass(world, 12)
    expect(recordOf(world, WHO, 2)).toBe(clean)
    pass(world, 1, [1])
    expect(recordOf(world, WHO, 2)).toBe(late)
    // A lender that does not ask the bureau sees nothing, as all lenders do of a person without a file.
    world.consumers.file[WHO] = NO_FILE
    expect(recordOf(world, WHO, 2)).toBe(NO_RECORD)
  })

  test('under full sharing the first clean month shows, and a year of them is long', () => {
    const world = market('full')
    lend(world, 0)
    pass(world, 1)
    expect(recordOf(world, WHO, 1)).toBe(CLEAN)
    pass(world, 10)
    expect(recordOf(world, WHO, 1)).toBe(CLEAN)
    pass(world, 1)
    expect(recordOf(world, WHO, 1)).toBe(CLEAN_LONG)
  })

  test('loans that are not reported, or go to somebody without a file, show nothing', () => {
    const world = market('full')
    lend(world, 0, false)
    pass(world, 3)
    pass(world, 1, [2])
    expect(recordOf(world, WHO, 1)).toBe(NO_RECORD)
    const unfiled = market('full')
    unfiled.consumers.file[WHO] = NO_FILE
    lend(unfiled, 0)
    pass(unfiled, 3, [1])
    unfiled.consumers.file[WHO] = SCORED_FILE
    expect(recordOf(unfiled, WHO, 1)).toBe(NO_RECORD)
  })

  test('lenders that do not use the bureau see their own alone', () => {
    const world = market('full', policy({ usesBureau: false }))
    lend(world, 0)
    pass(world, 12, [1])
    expect(seen(world)).toEqual([PAST_DUE, NO_RECORD, NO_RECORD])
  })
})

test('somebody new has no record', () => {
  const world = market('full')
  lend(world, 0)
  pass(world, 5, [1])
  clearRecord(world.consumers, WHO)
  world.consumers.borrowedAt[WHO * 2] = 0
  expect(seen(world)).toEqual([NO_RECORD, NO_RECORD, NO_RECORD])
  expect([world.consumers.pastDueTick[WHO], world.consumers.shownPastDueTick[WHO]]).toEqual([NO_TICK, NO_TICK])
})
