/** Revolving lines: balances by hand to the fen, who pays interest, what is drawn, what is left of the limit. */
import { describe, expect, test } from 'vitest'
import { GRADE_MASK, LOAN_SLOTS, REVOLVING } from '../../src/agents/consumers.ts'
import { numbers } from '../../src/base/table.ts'
import { paysInFull } from '../../src/market/mechanisms/revolving/lines.ts'
import {
  gradedLimitFen,
  lineLife,
  minimumPath,
  minimumPaymentFen,
} from '../../src/market/mechanisms/revolving/terms.ts'
import type { World } from '../../src/market/world.ts'
import { runScenario } from '../../src/run/run.ts'
import { ARCHETYPE_DESIGNS } from '../../src/scenarios/archetypes.ts'
import {
  everybodyApproved,
  flatIncome,
  founded,
  fullAwareness,
  horizon,
  live,
  needsOf,
  noIncomeShocks,
  noPromotion,
  type Recipe,
  roster,
  scenarioWith,
  size,
} from './market.ts'

const sum = (values: ArrayLike<number>): number => Array.from(values).reduce((total, value) => total + value, 0)

describe('the path of minimum payments', () => {
  test('without a floor the balance falls by the share a month: (1 − s)^m', () => {
    const [share, rate, free] = [0.1, 0.015, 2]
    const path = minimumPath(free, rate, share, 0)
    path.slice(0, 100).forEach((paid, m) => {
      expect(paid).toBeCloseTo((1 - share) ** m * (share + (m < free ? 0 : rate)), 12)
    })
    // What is paid repays the draw at the contract's rate once the free months have passed.
    const principal = path.reduce((left, paid, m) => left * (1 + (m < free ? 0 : rate)) - paid, 1)
    expect(principal).toBeCloseTo(0, 8)
  })

  test('life of a purchase: balance-months 1 / s, of which (1 − s)^free / s bear interest', () => {
    const { revolverMonths, revolverBearing, months, bearing } = lineLife(1e8, 1, 0.1, 0, 0.4)
    expect(revolverMonths).toBeCloseTo(10, 4)
    expect(revolverBearing).toBeCloseTo(9, 4)
    // Who pays in full owes for one month, which is free.
    expect(months).toBeCloseTo(0.4 + 0.6 * 10, 4)
    expect(bearing).toBeCloseTo(0.6 * 9, 4)
    expect(lineLife(1e8, 0, 0.1, 0, 0.4).bearing).toBeCloseTo(0.4 + 0.6 * 10, 4)
  })

  test('where the floor binds the balance falls by it', () => {
    // 1,000 yuan in ten payments of 100: 10 + 9 + … + 1 = 55 tenths.
    expect(lineLife(100_000, 0, 0.01, 10_000, 0).revolverMonths).toBeCloseTo(5.5, 12)
    expect(minimumPath(0, 0, 0.01, 0.1).length).toBe(10)
    expect(minimumPaymentFen(4000, 60, 0.1, 5000)).toBe(4060)
    expect(minimumPaymentFen(100_000, 1500, 0.1, 5000)).toBe(11_500)
    expect(minimumPaymentFen(20_000, 300, 0.1, 5000)).toBe(5000)
  })
})

/** One lender with one line, everybody sound, able to pay and fond of borrowing. */
const oneLine: Recipe = (draft) => {
  roster({ class: 'platform', model: 'ecommerce', products: ['ecommerce'] })(draft)
  for (const recipe of [everybodyApproved, fullAwareness, noPromotion, flatIncome, noIncomeShocks]) recipe(draft)
  needsOf(1500, 0.3, 0.2)(draft)
  draft.repayment.meanDistress = -30
  draft.products.revolving = true
  draft.products.gradedLimits = 0.05
  draft.choice.borrowing = 3
}

interface Line {
  readonly born: number
  readonly balance: number
  readonly free: boolean
  readonly aprBp: number
}

function linesOf({ consumers: c }: World): (Line | null)[] {
  return Array.from({ length: c.count }, (_, i) => {
    const at = i * LOAN_SLOTS
    if (c.loanCount[i] === 0) return null
    expect(c.loanCount[i]).toBe(1)
    expect(c.loanFlags[at] & REVOLVING).toBe(REVOLVING)
    return {
      born: c.birthTick[i],
      balance: c.loanBalanceFen[at],
      free: c.loanIntroMonths[at] > 0,
      aprBp: c.loanAprBp[at],
    }
  })
}

describe.each([1, 2])('seed %i: lines', (seed) => {
  test('statements, minimum payments and purchases give every balance to the fen', () => {
    const world = founded(size(2000, seed), oneLine, (draft) => {
      draft.products.transactors = 0
    })
    const { minimumPayment, minimumPaymentFloor } = world.scenario.products
    let carried = 0
    let drawn = 0
    let interestPaid = 0
    for (let m = 0, before = linesOf(world); m < 24; m++) {
      live(world, 1, () => {
        const { consumers: c, tally } = world
        let expected = 0
        let interestFen = 0
        before.forEach((line, i) => {
          if (line === null) return
          if (c.birthTick[i] !== line.born) return
          const interest = line.free ? 0 : Math.round((line.balance * line.aprBp) / 120_000)
          const least = Math.max(interest + Math.round(line.balance * minimumPayment), 100 * minimumPaymentFloor)
          expected += line.balance + interest - Math.min(least, line.balance + interest)
          interestFen += interest
          if (!line.free) carried++
        })
        const owed = sum(linesOf(world).map((line) => line?.balance ?? 0))
        expect(owed).toBe(expected + tally.market.originatedFen)
        expect(sum(tally.lenders.interestFen)).toBe(interestFen)
        interestPaid += interestFen
        drawn += tally.market.drawn
      })
      before = linesOf(world)
    }
    expect(carried).toBeGreaterThan(1000)
    // Nobody asks again within a line.
    expect(drawn).toBeGreaterThan(1000)
    expect(interestPaid).toBeGreaterThan(0)
  })

  test('who pays in full has the money for nothing; who pays the minimum owes for long', () => {
    const world = founded(size(4000, seed), oneLine, (draft) => {
      needsOf(2500, 0.1, 0.03)(draft)
    })
    const { consumers: c } = world
    // By habit: statements, those that left nothing owed, and interest on them.
    const statements = { full: 0, minimum: 0 }
    const cleared = { full: 0, minimum: 0 }
    const interest = { full: 0, minimum: 0 }
    for (let m = 0, before = linesOf(world); m < 36; m++) {
      live(world, 1, () => {
        before.forEach((line, i) => {
          if (line === null || c.birthTick[i] !== line.born) return
          const habit = paysInFull(world, i) ? 'full' : 'minimum'
          statements[habit]++
          if (!line.free) interest[habit] += Math.round((line.balance * line.aprBp) / 120_000)
          if (c.loanCount[i] === 0 || c.loanTick[i * LOAN_SLOTS] === world.tick) cleared[habit]++
        })
      })
      before = linesOf(world)
    }
    expect(statements.full).toBeGreaterThan(200)
    // The whole statement is set aside before anything is spent; only subsistence comes first.
    expect(cleared.full / statements.full).toBeGreaterThan(0.95)
    expect(cleared.minimum / statements.minimum).toBeLessThan(0.1)
    expect(interest.full / statements.full).toBeLessThan(0.02 * (interest.minimum / statements.minimum))
  })

  test('what is recorded of lines is what they are: never drawn beyond the limit of their grade', () => {
    const world = founded(size(2000, seed), oneLine)
    const slope = world.scenario.products.gradedLimits
    live(world, 24, () => {
      const { consumers: c, tally } = world
      let owed = 0
      let limits = 0
      let lines = 0
      for (let i = 0; i < c.count; i++) {
        const limitFen = 100 * ARCHETYPE_DESIGNS.ecommerce.limit
        if (c.loanCount[i] > 0) {
          const limit = gradedLimitFen(limitFen, slope, c.loanGrade[i * LOAN_SLOTS] & GRADE_MASK)
          expect(c.loanBalanceFen[i * LOAN_SLOTS]).toBeLessThanOrEqual(limit)
          owed += c.loanBalanceFen[i * LOAN_SLOTS]
          limits += limit
          lines++
        } else if (c.lineGrade[i] > 0) {
          limits += gradedLimitFen(limitFen, slope, c.lineGrade[i] - 1)
          lines++
        }
      }
      expect([tally.market.revolvingFen, tally.market.lineFen]).toEqual([owed, limits])
      expect(tally.market.lines).toBe(lines)
    })
    expect(world.tally.market.revolvingFen).toBeGreaterThan(0)
  })
})

test('utilisation stands in the months’ table, between none and all', () => {
  const { tables } = runScenario(scenarioWith(size(2000), horizon(6, 12), oneLine))
  const months = tables.find(({ name }) => name === 'months')!
  const limits = numbers(months, 'lineLimits')
  const utilisation = Array.from(numbers(months, 'revolving'), (owed, m) => owed / limits[m])
  for (const share of utilisation) {
    expect(share).toBeGreaterThan(0)
    expect(share).toBeLessThan(1)
  }
})

test('without lines, how lines would be paid changes nothing', () => {
  const digest = (change: Recipe): string => runScenario(scenarioWith(size(1500), horizon(3, 12), change)).digest
  const plain = digest(() => {})
  const changed = digest(({ products }) => {
    Object.assign(products, { freeMonths: 4, minimumPayment: 0.3, minimumPaymentFloor: 200, transactors: 0.9 })
  })
  expect(changed).toBe(plain)
  expect(
    digest(({ products }) => {
      products.revolving = true
    }),
  ).not.toBe(plain)
})
