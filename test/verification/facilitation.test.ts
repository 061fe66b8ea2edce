/** Case 8, facilitated loans: every fen of the all-in price is somebody's, before and after the guarantee is used up. */
import { describe, expect, test } from 'vitest'
import { FACILITATED, LINE_FACILITATED, LOAN_SLOTS, NO_FILE, REVOLVING } from '../../src/agents/consumers.ts'
import { createDecision } from '../../src/market/apply.ts'
import { decide } from '../../src/market/decide.ts'
import { guaranteeAYear } from '../../src/market/mechanisms/partners/facilitated.ts'
import { facilitatedMonth, type LoanFlows } from '../../src/market/mechanisms/partners/participation.ts'
import { drawUnasked, NO_LINE, openLine, rememberLine } from '../../src/market/mechanisms/revolving/lines.ts'
import { publishOffers } from '../../src/market/offers.ts'
import type { World } from '../../src/market/world.ts'
import { everybodyApproved, founded, fullAwareness, live, type Recipe, roster, size } from './market.ts'

const NOTHING: LoanFlows = {
  originatedFen: 0,
  interestFen: 0,
  repaidFen: 0,
  settledFen: 0,
  chargedOffFen: 0,
  recoveredFen: 0,
}
const TERMS = { facilitationFee: 0.12, guarantee: 0.05 }
const month = (flows: Partial<LoanFlows>, bookFen = 1_000_000, guaranteedFen = 50_000, provisionsFen = 0) =>
  facilitatedMonth(bookFen, guaranteedFen, { ...NOTHING, ...flows }, TERMS, provisionsFen)

describe('a month by hand', () => {
  test('a default that the guarantee covers: the partner loses nothing, the rest stands for what is still owed', () => {
    const flows = { originatedFen: 200_000, interestFen: 15_000, repaidFen: 110_000, settledFen: 5000 }
    const found = month({ ...flows, chargedOffFen: 40_000, recoveredFen: 10_000 })
    // A per cent a month of 1,000,000; the bank has the other 5000 of the interest.
    expect(found.facilitationFeeFen).toBe(10_000)
    expect(found.guaranteePaidFen).toBe(30_000)
    // Of the old book 860,000 stand, 100,000 of principal went: 20,000 × 860/960, and a twentieth of the new 200,000.
    expect(found.closingFen).toBe(1_060_000)
    expect(found.guaranteeFen).toBe(17_917 + 10_000)
  })

  test('a default beyond the guarantee: the partner bears the rest, and what comes later alone', () => {
    const found = month({ chargedOffFen: 200_000, recoveredFen: 80_000, originatedFen: 100_000 })
    expect([found.guaranteePaidFen, found.guaranteeFen]).toEqual([50_000, 5000])
    const after = month({ chargedOffFen: 30_000, recoveredFen: 12_000 }, found.closingFen, 0)
    expect([after.guaranteePaidFen, after.guaranteeFen]).toEqual([0, 0])
  })

  test('the fee is never more than the interest; the last fen repaid frees the guarantee', () => {
    expect(month({ interestFen: 700 }).facilitationFeeFen).toBe(700)
    const last = month({ interestFen: 10_000, repaidFen: 1_000_000, settledFen: 10_000 })
    expect([last.closingFen, last.guaranteeFen, last.guaranteePaidFen]).toEqual([0, 0, 0])
  })

  test('the partner provides for what the guarantee does not cover', () => {
    expect(month({}, 1_000_000, 50_000, 80_000).allowanceFen).toBe(30_000)
    expect(month({}, 1_000_000, 50_000, 20_000).allowanceFen).toBe(0)
  })

  test('loans of half a year follow one another twice a year, each with its guarantee', () => {
    expect(guaranteeAYear(0.05, 6)).toBeCloseTo(0.1, 12)
  })
})

const BANK = 0
const APP = 1
const pair = roster({ class: 'bank', products: ['traditional'] }, { class: 'platform', products: ['rent', 'medical'] })
const facilitating =
  (share: number, guarantee: number): Recipe =>
  ({ lenders }) => {
    Object.assign(lenders.platform, { facilitatedShare: share, guarantee, facilitationFee: 0.1 })
  }
/** Losses that the guarantee covers in some months and not in others; everybody is approved. */
const risky: Recipe = (draft) => {
  everybodyApproved(draft)
  draft.repayment.meanDistress = -4
  draft.pricing.aprCap = 0.24
}

describe.each([1, 2])('seed %i: a platform that facilitates all it lends', (seed) => {
  const world = founded(size(3000, seed), pair, fullAwareness, risky, facilitating(1, 0.02))
  const { cap } = world.offers
  let [covered, usedUp, dear] = [0, 0, 0]
  const astray: number[] = []
  live(world, 48, ({ statements, ledgersBefore }) => {
    const { tally, industry, consumers: c, offers } = world
    const t = tally.lenders
    const [bank, app] = statements
    const lossFen = t.chargedOffFen[APP] - t.recoveredFen[APP]
    const paid = app.guaranteeFen
    const had = ledgersBefore[APP].guaranteeFen
    astray.push(
      // Interest: the platform's fee, and the bank's beside that on its own loans. The platform has no other.
      app.facilitationFeeFen + bank.interestFen - (t.interestFen[APP] + t.interestFen[BANK]),
      app.interestFen,
      app.facilitationFeeFen - bank.facilitationFeePaidFen,
      paid + bank.guaranteeFen,
      // A loss is the platform's while its guarantee lasts; of the rest nothing is.
      paid - Math.min(had, lossFen),
      industry.lenders[APP].ledger.loansFen - industry.lenders[BANK].ledger.participationFen,
    )
    if (lossFen > 0 && had >= lossFen) covered++
    if (lossFen > had) usedUp++
    for (let at = 0; at < c.count * LOAN_SLOTS; at++) {
      if (c.loanBalanceFen[at] === 0 || at % LOAN_SLOTS >= c.loanCount[Math.floor(at / LOAN_SLOTS)]) continue
      if (c.loanAprBp[at] > 10_000 * cap[c.loanProduct[at]]) dear++
      const isFacilitated = (c.loanFlags[at] & FACILITATED) !== 0
      astray.push(isFacilitated === (offers.lender[c.loanProduct[at]] === APP) ? 0 : 1)
    }
  })

  test('every fen is somebody’s, in months that the guarantee covers and in others', () => {
    expect(astray.filter((fen) => fen !== 0)).toEqual([])
    expect(covered).toBeGreaterThan(2)
    expect(usedUp).toBeGreaterThan(2)
    expect(dear).toBe(0)
  })
})

describe('the funding bank decides second', () => {
  /** Loans that the platform made in a year, by who booked them, and what it approved at first. */
  function lent(share: number, guarantee: number, ...recipes: readonly Recipe[]) {
    const world = founded(
      size(3000, 3),
      pair,
      fullAwareness,
      everybodyApproved,
      facilitating(share, guarantee),
      ...recipes,
    )
    const found = { own: 0, facilitated: 0, noFile: 0, applications: 0, approvals: 0 }
    live(world, 12, () => {
      const { consumers: c, tally, tick } = world
      found.facilitated += tally.market.facilitated
      found.own += tally.lenders.originations[APP] - tally.market.facilitated
      found.applications += tally.lenders.applications[APP]
      found.approvals += tally.lenders.approvals[APP]
      for (let at = 0; at < c.count * LOAN_SLOTS; at++) {
        if (c.loanTick[at] !== tick || (c.loanFlags[at] & FACILITATED) === 0) continue
        if (c.file[Math.floor(at / LOAN_SLOTS)] === NO_FILE) found.noFile++
      }
    })
    return found
  }
  /** The bank lends for no expected loss at all. */
  const strict: Recipe = ({ lenders }) => {
    lenders.bank.lossCutoff = 0
  }

  test('its refusal ends the application; what it is not asked for is the platform’s own', () => {
    const all = lent(1, 0)
    expect(all.own).toBe(0)
    expect(all.facilitated).toBeGreaterThan(100)
    expect(all.approvals).toBe(all.applications)
    const none = lent(1, 0, strict)
    expect([none.own, none.facilitated, none.approvals]).toEqual([0, 0, 0])
    // One application a need: the platform is asked no second time.
    expect(none.applications).toBeGreaterThan(100)
    const half = lent(0.5, 0, strict)
    expect(half.facilitated).toBe(0)
    expect(half.approvals).toBe(half.own)
    expect(half.approvals / half.applications).toBeGreaterThan(0.4)
    expect(half.approvals / half.applications).toBeLessThan(0.6)
  })

  test('by losses net of the guarantee, and by no file', () => {
    const guaranteed = lent(1, 0.05, strict)
    expect(guaranteed.facilitated).toBe(guaranteed.approvals)
    expect(guaranteed.approvals).toBe(guaranteed.applications)
    const scored = lent(1, 0, ({ lenders }) => {
      lenders.bank.fileRule = 'scored'
    })
    expect(scored.noFile).toBeGreaterThan(20)
  })
})

const CONSUMER = 2
const AT = CONSUMER * LOAN_SLOTS

/** A consumer who owes the platform 100,000 fen in instalments of 10,000, facilitated or not, on a loan that nobody reports. */
function owing(flags: number, ...recipes: readonly Recipe[]): World {
  const world = founded(size(20), pair, fullAwareness, everybodyApproved, facilitating(1, 0), ...recipes)
  const { consumers: c } = world
  c.loanCount[CONSUMER] = 1
  c.loanProduct[AT] = 1
  c.loanFlags[AT] = flags
  c.loanGrade[AT] = 2
  c.loanBalanceFen[AT] = 100_000
  c.loanInstalmentFen[AT] = 10_000
  c.loanAprBp[AT] = 1200
  c.lineGrade[CONSUMER] = 0
  return world
}

test('a bank sees on its own books what it funds, arrears included, reported or not', () => {
  const answer = (flags: number, overdue: number) => {
    const world = owing(flags, ({ credit }) => {
      credit.sharing = 'none'
    })
    world.consumers.loanOverdue[AT] = overdue
    const decision = createDecision()
    decide(world, CONSUMER, 0, 500_000, 1_000_000, 0, decision)
    return decision
  }
  const [seen, unseen] = [answer(FACILITATED, 0), answer(0, 0)]
  expect(seen.debtService - unseen.debtService).toBeCloseTo(0.01, 12)
  expect([unseen.approved, seen.approved]).toEqual([true, true])
  expect([answer(0, 1).approved, answer(FACILITATED, 1).approved]).toEqual([true, false])
})

test('what is drawn on a facilitated line is the bank’s, until the bank lends no more', () => {
  const world = owing(FACILITATED | REVOLVING)
  world.offers.revolving[1] = 1
  const { consumers: c } = world
  const decision = createDecision()
  const left = openLine(world, CONSUMER, 1)
  expect(left).toBeGreaterThan(0)
  drawUnasked(world, CONSUMER, 1, 50_000, decision)
  expect([decision.facilitated, decision.amountFen, decision.grade]).toEqual([true, 50_000, 2])
  const ruined = {
    ...world.industry,
    lenders: world.industry.lenders.map((one, l) => (l === BANK ? { ...one, status: 'runOff' as const } : one)),
  }
  const { funder } = publishOffers(world.scenario, ruined, world.month)
  const later = { ...world, offers: { ...world.offers, funder } }
  expect(openLine(later, CONSUMER, 1)).toBe(0)
  // Paid off, it remembers whose it is.
  rememberLine(c, CONSUMER, AT)
  c.loanCount[CONSUMER] = 0
  expect(c.lineGrade[CONSUMER]).toBe(3 | LINE_FACILITATED)
  expect(openLine(world, CONSUMER, 1)).toBe(left + 100_000)
  drawUnasked(world, CONSUMER, 1, 50_000, decision)
  expect([decision.facilitated, decision.grade]).toEqual([true, 2])
  expect(openLine(later, CONSUMER, 1)).toBe(NO_LINE)
})
