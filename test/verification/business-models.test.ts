/** Who funds, who earns and who bears the losses: partners of intermediaries, checkouts, exclusion after a default. */
import { describe, expect, test } from 'vitest'
import { GRADE_MASK, LOAN_SLOTS, PURPOSE_MASK, PURPOSE_SHIFT } from '../../src/agents/consumers.ts'
import { fundedFen } from '../../src/agents/lenders/lender.ts'
import type { MarketEvent } from '../../src/market/events.ts'
import type { Month } from '../../src/market/tick.ts'
import type { World } from '../../src/market/world.ts'
import { runScenario } from '../../src/run/run.ts'
import { ARCHETYPE_DESIGNS } from '../../src/scenarios/archetypes.ts'
import { cases, firstOf } from '../size.ts'
import {
  everybodyApproved,
  fixedMargins,
  founded,
  fullAwareness,
  hazard,
  horizon,
  live,
  needsOf,
  noBuffer,
  noPromotion,
  type Recipe,
  roster,
  scenarioWith,
  size,
} from './market.ts'

const partners =
  (share: number, guarantee = 0, facilitationFee = 0.1): Recipe =>
  ({ lenders }) => {
    Object.assign(lenders.platform, { facilitatedShare: share, guarantee, facilitationFee })
  }
/** Capital never binds, and losses keep nobody from lending. */
const ample: Recipe = (draft) => {
  everybodyApproved(draft)
  hazard(-4)(draft)
}
const sum = (values: Iterable<number>): number => Array.from(values).reduce((total, value) => total + value, 0)

/** What consumers owe, and the loans made this month, as their own columns have it. */
function owed({ consumers: c }: World): number {
  let fen = 0
  for (let i = 0; i < c.count; i++) for (let s = 0; s < c.loanCount[i]; s++) fen += c.loanBalanceFen[i * LOAN_SLOTS + s]
  return fen
}

interface Made {
  readonly consumer: number
  readonly lender: number
  readonly purpose: number
  readonly grade: number
  readonly amountFen: number
}

function madeThisMonth({ consumers: c, offers, tick }: World): Made[] {
  const made: Made[] = []
  for (let i = 0; i < c.count; i++) {
    for (let s = 0; s < c.loanCount[i]; s++) {
      const at = i * LOAN_SLOTS + s
      if (c.loanTick[at] !== tick) continue
      made.push({
        consumer: i,
        lender: offers.lender[c.loanProduct[at]],
        purpose: (c.loanGrade[at] >> PURPOSE_SHIFT) & PURPOSE_MASK,
        grade: c.loanGrade[at] & GRADE_MASK,
        amountFen: c.loanPrincipalFen[at],
      })
    }
  }
  return made
}

describe.each(firstOf([1, 2]))('seed %i: funding partners', (seed) => {
  const world = founded(size(3000, seed), ample, partners(0.7, 0.02))
  let taken = 0
  let guaranteed = 0
  const notOwed: number[] = []
  const astray: number[] = []
  live(world, 36, ({ statements }: Month) => {
    const { lenders } = world.industry
    notOwed.push(sum(lenders.map(({ ledger }) => fundedFen(ledger))) - owed(world))
    astray.push(
      // Interest that consumers owe is interest and take of lenders; what one pays another receives.
      sum(statements.map((s) => s.interestFen + s.facilitationFeeFen)) - sum(world.tally.lenders.interestFen),
      sum(statements.map((s) => s.facilitationFeeFen - s.facilitationFeePaidFen)),
      sum(statements.map((s) => s.guaranteeFen)),
    )
    taken += sum(statements.map((s) => s.facilitationFeeFen))
    guaranteed += sum(statements.map((s) => Math.max(0, s.guaranteeFen)))
  })

  test('own loans and partners’ are what consumers owe, to the fen, every month', () => {
    expect(notOwed).toEqual(notOwed.map(() => 0))
    const funded = sum(world.industry.lenders.map(({ ledger }) => ledger.partnerFundedFen))
    const books = sum(
      world.industry.lenders.map((l) => (l.class === 'platform' && l.partner !== null ? l.ledger.loansFen : 0)),
    )
    // Who books seven in ten loans owns about seven tenths of the book.
    expect(Math.abs(funded / books - 0.7)).toBeLessThan(0.07)
  })

  test('take and guarantee pass between the two, and nothing on the way is lost or made', () => {
    expect(astray).toEqual(astray.map(() => 0))
    expect(taken).toBeGreaterThan(0)
    expect(guaranteed).toBeGreaterThan(0)
  })

  test('with the same equity a platform lends more', () => {
    const poor: Recipe = (draft) => {
      everybodyApproved(draft)
      const { lenders } = draft
      Object.assign(lenders.platform, { capital: 20, capitalRatio: 0.1, payout: 1, overhead: 0 })
      lenders.bank.fundsRate = lenders.platform.fundsRate
    }
    const lentWith = (share: number): number => {
      const some = founded(size(3000, seed), fixedMargins, poor, partners(share))
      let lent = 0
      live(some, 24, () => {
        some.industry.lenders.forEach((lender, l) => {
          if (lender.class === 'platform' && lender.partner !== null) lent += some.tally.lenders.originatedFen[l]
        })
      })
      return lent
    }
    expect(lentWith(0.7)).toBeGreaterThan(1.15 * lentWith(0))
  })
})

test('the rule on own funding holds a partner to seven tenths, and the log says so', () => {
  const world = founded(size(1000), ample, partners(0.9), (draft) => {
    draft.regulation.minOwnFunding = 0.3
  })
  const events: MarketEvent[] = []
  live(world, 3, (month) => events.push(...month.events))
  const intermediaries = world.industry.lenders.filter(
    ({ class: of, partner }) => of === 'platform' && partner !== null,
  )
  expect(intermediaries.map(({ facilitatedShare }) => facilitatedShare)).toEqual(intermediaries.map(() => 0.7))
  const told = events.filter(({ kind }) => kind === 'partner')
  expect(told.length).toBe(intermediaries.length)
  for (const { why } of told) expect(why).toContain('the rule on own funding leaves 0.7 of the 0.9 asked for')
})

describe('a guarantee', () => {
  const costs = (guarantee: number) => {
    const world = founded(size(3000, 4), ample, fixedMargins, noPromotion, partners(0.7, guarantee))
    const lent: number[] = []
    const platforms: number[] = []
    const banks: number[] = []
    let lossFen = 0
    let others = 0
    let madeGood = 0
    live(world, 36, ({ statements }) => {
      lent.push(world.tally.market.originatedFen, world.tally.market.chargedOffFen)
      const of = (wanted: string): number =>
        sum(statements.map((s, l) => (world.industry.lenders[l].class === wanted ? s.creditCostFen : 0)))
      platforms.push(of('platform'))
      banks.push(of('bank'))
      others += of('licensed')
      madeGood += sum(statements.map((s) => Math.max(0, s.guaranteeFen)))
      lossFen += world.tally.market.chargedOffFen - world.tally.market.recoveredFen
    })
    // Reserves are losses that are still to come, in part.
    const reserves = sum(world.industry.lenders.map(({ ledger }) => ledger.allowanceFen + ledger.guaranteeFen))
    const realised = sum(platforms) + sum(banks) + others - reserves
    return { lent, platforms: sum(platforms), banks: sum(banks), realised, madeGood, lossFen }
  }
  const none = costs(0)
  const all = costs(0.1)

  test('moves losses from the partner to the intermediary, to the fen, and makes none', () => {
    expect(all.lent).toEqual(none.lent)
    expect(none.madeGood).toBe(0)
    expect(all.madeGood).toBeGreaterThan(0)
    expect(all.madeGood).toBeLessThan(all.lossFen)
    expect(all.realised).toBe(none.realised)
    expect(all.platforms - none.platforms).toBeGreaterThanOrEqual(all.madeGood)
    expect(none.banks - all.banks).toBeGreaterThanOrEqual(all.madeGood)
  })
})

test('an intermediary that answers for its partner’s losses flatters its scores, unless a third party scores', () => {
  const grades = (guarantee: number, share: number, independent: boolean): number[] => {
    const world = founded(size(4000, 9), everybodyApproved, fullAwareness, partners(share, guarantee), (draft) => {
      draft.repayment.distressSd = 1.2
      draft.information.selfInterest = 1
      draft.information.independentScoring = independent
    })
    const found: number[] = []
    live(world, 1, () => {
      for (const { lender, grade } of madeThisMonth(world)) {
        const { class: of, model } = world.industry.lenders[lender]
        if (of === 'platform' && model === 'creditApp') found.push(grade)
      }
    })
    return found
  }
  const mean = (of: readonly number[]): number => sum(of) / of.length
  const plain = grades(0, 0.7, false)
  expect(plain.length).toBeGreaterThan(20)
  expect(mean(grades(0.5, 0.7, false))).toBeLessThan(mean(plain) - 0.4)
  expect(grades(0.5, 0, false)).toEqual(grades(0, 0, false))
  expect(grades(0.5, 0.7, true)).toEqual(grades(0, 0.7, true))
})

describe('a checkout', () => {
  test('merchants pay exactly their share of what is financed for shopping, and nothing else', () => {
    const share = 0.013
    const world = founded(size(3000, 6), ample, noPromotion, ({ lenders }) => {
      for (const of of ['bank', 'licensed', 'platform'] as const) lenders[of].merchantSubsidy = share
    })
    let paid = 0
    let elsewhere = 0
    live(world, 18, ({ statements }) => {
      const made = madeThisMonth(world)
      world.industry.lenders.forEach(({ model }, l) => {
        const own = made.filter(({ lender }) => lender === l)
        const shopping = model === 'ecommerce' ? own.filter(({ purpose }) => purpose === 0) : []
        const expected = Math.round(share * sum(shopping.map(({ amountFen }) => amountFen)))
        expect(statements[l].merchantFeeFen).toBe(expected)
        expect(statements[l].feeIncomeFen).toBe(expected)
        paid += expected
        elsewhere += own.length - shopping.length
      })
    })
    expect(paid).toBeGreaterThan(0)
    expect(elsewhere).toBeGreaterThan(0)
  })

  test('worse grades get less, by the slope', () => {
    const amounts = (slope: number): Map<number, Set<number>> => {
      const one = roster({ class: 'platform', model: 'ecommerce', products: ['ecommerce'] })
      const world = founded(size(2000, 8), one, fullAwareness, noBuffer, noPromotion, everybodyApproved, (draft) => {
        needsOf(100_000, 0, 0.3)(draft)
        draft.repayment.distressSd = 1.2
        draft.products.gradedLimits = slope
        // The lowest income can serve the highest limit.
        draft.underwriting.debtServiceCap = 1000
      })
      const found = new Map<number, Set<number>>()
      live(world, 2, () => {
        for (const { grade, amountFen } of madeThisMonth(world)) {
          const of = found.get(grade) ?? new Set()
          found.set(grade, of.add(amountFen))
        }
      })
      return found
    }
    const limitFen = 100 * ARCHETYPE_DESIGNS.ecommerce.limit
    const graded = amounts(0.15)
    expect(graded.size).toBeGreaterThan(4)
    for (const [grade, found] of graded) {
      expect(found.size).toBe(1)
      const expected = limitFen * Math.max(0.1, 1 - 0.15 * grade)
      expect(Math.abs([...found][0] - expected)).toBeLessThanOrEqual(100)
    }
    for (const found of amounts(0).values()) expect([...found]).toEqual([limitFen])
  })
})

describe.each([false, true])('revolving lines %s', (revolving) => {
  test('nobody who was charged off borrows at that lender again, of any product; others lend on', () => {
    const world = founded(size(2000, 3), everybodyApproved, hazard(-3), (draft) => {
      draft.products.revolving = revolving
      draft.credit.sharing = 'none'
    })
    const { defaultedOn, birthTick, count } = world.consumers
    const isBarred = (masks: Uint32Array, i: number, l: number): boolean =>
      (masks[i * 2 + (l >> 5)] & (1 << (l & 31))) !== 0
    let again = 0
    let elsewhere = 0
    let barred = 0
    for (let m = 0; m < 48; m++) {
      const before = defaultedOn.slice()
      const born = birthTick.slice()
      live(world, 1, () => {
        for (const { consumer, lender } of madeThisMonth(world)) {
          if (birthTick[consumer] !== born[consumer]) continue
          if (isBarred(before, consumer, lender)) again++
          else if (before[consumer * 2] !== 0 || before[consumer * 2 + 1] !== 0) elsewhere++
        }
      })
    }
    for (let i = 0; i < count; i++) if (defaultedOn[i * 2] !== 0) barred++
    expect(barred).toBeGreaterThan(50)
    expect(elsewhere).toBeGreaterThan(10)
    expect(again).toBe(0)
  })
})

describe('exit', () => {
  const exits: Recipe = (draft) => {
    draft.industry.exit = true
    draft.lenders.roster = [
      { name: 'Bank', class: 'bank', model: 'creditApp', weight: 1, products: ['traditional'] },
      { name: 'App', class: 'platform', model: 'creditApp', weight: 1, products: ['ecommerce', 'rent'] },
      { name: 'Firm', class: 'licensed', model: 'creditApp', weight: 1, products: ['traditional'] },
    ]
  }
  const shape = [size(2000, 5), horizon(6, 114), exits, partners(0.6, 0.2)] as const
  const ruin =
    (of: 'bank' | 'platform'): Recipe =>
    ({ lenders }) => {
      for (const one of ['bank', 'licensed', 'platform'] as const) lenders[one].capital = 2000
      Object.assign(lenders[of], { overhead: 40, capital: 300 })
    }

  function livedThrough(of: 'bank' | 'platform') {
    const world = founded(...shape, ruin(of))
    const ruined = of === 'bank' ? 0 : 1
    let held = 0
    let sharesAfter = 0
    let lentAfter = 0
    live(world, 120, () => {
      const { lenders } = world.industry
      if (lenders[ruined].status === 'active') held = Math.max(held, lenders[1].ledger.partnerFundedFen)
      else if (world.month > lenders[ruined].exited!) {
        if (lenders[1].status === 'active') {
          sharesAfter += lenders[1].facilitatedShare
          lentAfter += world.tally.lenders.originatedFen[1]
        }
      }
    })
    return { lenders: world.industry.lenders, held, sharesAfter, lentAfter }
  }

  test('a bankrupt partner funds no more, and is wound up once its parts have run off', () => {
    const { lenders, held, sharesAfter, lentAfter } = livedThrough('bank')
    const [bank, app] = lenders
    expect(held).toBeGreaterThan(0)
    expect(bank.status).toBe('closed')
    expect(Object.values(bank.ledger)).toEqual(Object.values(bank.ledger).map(() => 0))
    expect(app.status).toBe('active')
    expect(app.ledger.partnerFundedFen).toBe(0)
    expect(sharesAfter).toBe(0)
    expect(lentAfter).toBeGreaterThan(0)
  })

  test('a bankrupt intermediary is wound up, and its partner is left with nothing of its book', () => {
    const { lenders, held } = livedThrough('platform')
    const [bank, app] = lenders
    expect(held).toBeGreaterThan(0)
    expect(app.status).toBe('closed')
    expect(Object.values(app.ledger)).toEqual(Object.values(app.ledger).map(() => 0))
    expect(bank.status).toBe('active')
    expect(bank.ledger.participationFen).toBe(0)
  })
})

test('the order of chunks does not matter to partners, checkouts and lines', () => {
  const scenario = scenarioWith(size(cases(5000, 9000), 2), horizon(2, 6), partners(0.7, 0.3), (draft) => {
    draft.lenders.platform.merchantSubsidy = 0.01
    Object.assign(draft.products, { gradedLimits: 0.1, revolving: true })
    draft.repayment.prepayment = 0.1
  })
  const [forward, reverse] = (['forward', 'reverse'] as const).map((order) =>
    runScenario(scenario, { chunkOrder: order }),
  )
  expect(reverse.digest).toBe(forward.digest)
})
