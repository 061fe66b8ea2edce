/** The bureau at work: files that loans form, enrolment, what lenders show each other, and for how long. */

import { describe, expect, test } from 'vitest'
import {
  ENROLLED,
  FORMED,
  LOAN_SLOTS,
  NO_FILE,
  NO_TICK,
  REPORTED,
  SCORED_FILE,
  UNSCORED_FILE,
} from '../../src/agents/consumers.ts'
import { createDecision, underwrite } from '../../src/market/apply.ts'
import type { World } from '../../src/market/world.ts'
import { runScenario } from '../../src/run/run.ts'
import { MECHANISMS } from '../../src/scenarios/mechanisms.ts'
import { withValues } from '../../src/scenarios/with-values.ts'
import { cases, firstOf } from '../size.ts'
import {
  dated,
  founded,
  fullAwareness,
  horizon,
  live,
  needsOf,
  policy,
  type Recipe,
  scenarioWith,
  size,
} from './market.ts'

type Credit = World['scenario']['credit']

const credit =
  (set: Partial<Credit>): Recipe =>
  (draft) => {
    Object.assign(draft.credit, set)
  }

/** Needs come often and lenders are generous, so many owe to several of them. */
const busy: Recipe = (draft) => {
  needsOf(3000, 1, 0.25)(draft)
  fullAwareness(draft)
  policy({ lossCutoff: 1, capital: 100_000, capitalRatio: 0.05 })(draft)
  draft.pricing.aprCap = 0.6
  draft.underwriting.maxLenders = 2
  draft.choice.borrowing = 3
}

const column = (world: World, months: number, read: (world: World) => number): number[] => {
  const values: number[] = []
  live(world, months, () => {
    values.push(read(world))
  })
  return values
}

const share = (world: World): number => world.tally.market.filed / world.consumers.count

describe('files that loans form', () => {
  const on = credit({ coverage: 0.5, fileFormation: true, thickenMonths: 6 })
  const off = credit({ coverage: 0.5 })

  test('raise files over time; what coverage gives stays what it is without formation', () => {
    const [formed, bare] = [on, off].map((recipe) => founded(size(cases(1500, 4000), 11), busy, horizon(0, 36), recipe))
    for (let month = 0; month < 36; month++) {
      live(formed, 1)
      live(bare, 1)
      expect(formed.tally.market.filed - formed.tally.market.filedEndogenously).toBe(bare.tally.market.filed)
      const { file, fileHistory } = formed.consumers
      const wrong = [...file.keys()].filter((i) => {
        const given = bare.consumers.file[i]
        if ((fileHistory[i] & (FORMED | ENROLLED)) !== 0) return given !== NO_FILE || file[i] < given
        return file[i] < given || (given === NO_FILE && file[i] !== NO_FILE)
      })
      expect(wrong).toEqual([])
    }
    expect(share(bare)).toBeLessThan(0.53)
    expect(share(formed)).toBeGreaterThan(share(bare) + 0.1)
    expect(formed.tally.market.scored).toBeGreaterThan(bare.tally.market.scored * 1.3)
  })

  test('a file opens at the end of the month of the loan, and is scored after so many months of payments', () => {
    const world = founded(
      size(cases(1500, 3000), 12),
      busy,
      horizon(0, 24),
      credit({ coverage: 0, fileFormation: true }),
    )
    const { consumers: c } = world
    const seen = new Map<number, { generation: number; months: number }>()
    let [opened, thickened] = [0, 0]
    const wrong: number[] = []
    live(world, 24, () => {
      for (let i = 0; i < c.count; i++) {
        const loans = Array.from({ length: c.loanCount[i] }, (_, slot) => i * LOAN_SLOTS + slot)
        const reported = loans.filter((at) => c.loanFlags[at] & REPORTED)
        const known = seen.get(i)
        const same = known !== undefined && known.generation === c.generation[i]
        const months = (same ? known.months : 0) + (reported.some((at) => c.loanTick[at] < world.tick) ? 1 : 0)
        const ever = same || reported.length > 0
        if (ever) seen.set(i, { generation: c.generation[i], months })
        else seen.delete(i)
        if (c.file[i] !== (!ever ? NO_FILE : months >= 6 ? SCORED_FILE : UNSCORED_FILE)) wrong.push(i)
      }
      opened += world.tally.market.filesFormed
      thickened += world.tally.market.filesThickened
    })
    expect(wrong).toEqual([])
    expect(opened).toBeGreaterThan(500)
    expect(thickened).toBeGreaterThan(200)
  })

  test('nothing forms where nobody reports', () => {
    const world = founded(size(1500, 12), busy, horizon(0, 12), on, policy({ reportingShare: 0 }))
    const formed = column(world, 12, ({ tally }) => tally.market.filesFormed + tally.market.filedEndogenously)
    expect(formed.every((count) => count === 0)).toBe(true)
  })
})

describe('publicity', () => {
  /** An unscored file shows nearly all of one's risk. */
  const campaign =
    (enrolmentCost: number): Recipe =>
    (draft) => {
      Object.assign(draft.information, { bureauNoiseSd: 0.3, thinFileVariance: 1 })
      credit({ coverage: 0.5, publicity: 0.05, enrolmentCost })(draft)
      policy({ fileRule: 'none' })(draft)
    }

  test('raises coverage among those whom a file saves most: the safe', () => {
    const world = founded(size(cases(6000, 20_000), 21), horizon(0, 12), campaign(20))
    const before = Array.from(world.consumers.file)
    const enrolled = column(world, 12, ({ tally }) => tally.market.enrolled)
    const { consumers: c } = world
    const without = before.filter((file) => file === NO_FILE).length
    expect(enrolled[0] / without).toBeGreaterThan(0.002)
    expect(enrolled[0] / without).toBeLessThan(0.05)
    const mean = (people: number[]): number => people.reduce((sum, i) => sum + c.risk[i], 0) / people.length
    const people = Array.from({ length: c.count }, (_, i) => i).filter((i) => before[i] === NO_FILE)
    const joined = people.filter((i) => c.fileHistory[i] & ENROLLED)
    const stayed = people.filter((i) => c.file[i] === NO_FILE)
    expect(joined.length).toBeGreaterThan(100)
    expect(mean(joined)).toBeLessThan(mean(stayed) - 0.3)
    expect(share(world)).toBeGreaterThan(0.5 + joined.length / c.count / 2)
  })

  test('the dearer it is, the fewer enrol', () => {
    const joined = [0, 50, 100_000].map((cost) => {
      const world = founded(size(3000, 22), horizon(0, 4), campaign(cost))
      return column(world, 4, ({ tally }) => tally.market.enrolled).reduce((sum, count) => sum + count, 0)
    })
    expect(joined[0]).toBeGreaterThan(joined[1])
    expect(joined[1]).toBeGreaterThan(joined[2])
    expect(joined[2]).toBe(0)
  })
})

describe('sharing', () => {
  const several = (world: World): number => {
    const { lendersOfBorrowers: n, market } = world.tally
    return (n[1] + n[2] + n[3] + n[5] + n[6] + n[7]) / market.borrowers
  }
  const three = (world: World): number => {
    const { lendersOfBorrowers: n, market } = world.tally
    return (n[2] + n[3] + n[6] + n[7]) / market.borrowers
  }

  test.each(firstOf([31, 32, 33]))('shown in full, fewer owe to three lenders or more (seed %i)', (seed) => {
    const [none, full] = (['none', 'full'] as const).map((sharing) => {
      const world = founded(size(cases(1500, 4000), seed), busy, horizon(0, 30), credit({ sharing, coverage: 1 }))
      live(world, 30)
      return world
    })
    expect(three(none)).toBeGreaterThan(0.05)
    expect(three(full)).toBeLessThan(0.5 * three(none))
    expect(several(full)).toBeLessThan(several(none))
  })

  test('the more loans are reported, the more debt is in sight, and the fewer owe to many', () => {
    const shares = [0, 0.5, 1].map((reportingShare) => {
      const world = founded(
        size(cases(1500, 4000), 34),
        busy,
        horizon(0, 30),
        credit({ sharing: 'full', coverage: 1 }),
        policy({ reportingShare }),
      )
      live(world, 30)
      const { balanceFen, reportedFen } = world.tally.lenders
      const total = (of: Float64Array): number => of.reduce((sum, fen) => sum + fen, 0)
      return { visible: total(reportedFen) / total(balanceFen), three: three(world) }
    })
    expect(shares[0].visible).toBe(0)
    expect(Math.abs(shares[1].visible - 0.5)).toBeLessThan(0.03)
    expect(shares[2].visible).toBe(1)
    expect(shares[1].three).toBeLessThan(shares[0].three)
    expect(shares[2].three).toBeLessThan(shares[1].three)
  })

  test('if all lenders report all loans, the bureau knows their books to the fen', () => {
    const world = founded(
      size(2000, 35),
      busy,
      horizon(0, 20),
      policy({ reportingShare: 1 }),
      credit({ sharing: 'full' }),
    )
    live(world, 20, () => {
      const reported = world.tally.lenders.reportedFen.reduce((sum, fen) => sum + fen, 0)
      expect(reported).toBe(world.industry.lenders.reduce((sum, { ledger }) => sum + ledger.loansFen, 0))
    })
    expect(world.tally.market.borrowers).toBeGreaterThan(100)
  })
})

/** Puts one reported loan at the last bank on consumer `i` and asks the first bank for another. */
function asksElsewhere(world: World, i: number, change: (at: number) => void): boolean {
  const { consumers: c, offers, industry } = world
  const of = (cls: string, last: boolean): number => {
    const own = Array.from({ length: offers.count }, (_, j) => j).filter(
      (j) => industry.lenders[offers.lender[j]].class === cls,
    )
    return last ? own[own.length - 1] : own[0]
  }
  const at = i * LOAN_SLOTS
  c.loanCount[i] = 1
  c.loanProduct[at] = of('licensed', true)
  c.loanFlags[at] = REPORTED
  c.loanInstalmentFen[at] = 20_000
  c.loanBalanceFen[at] = 200_000
  c.loanOverdue[at] = 0
  change(at)
  const decision = createDecision()
  underwrite(world, i, of('licensed', false), 100_000, 1_000_000, decision)
  c.loanCount[i] = 0
  return decision.approved
}

describe('what is shown decides on the next application', () => {
  const sharings = ['none', 'negative', 'full'] as const
  const answers = (change: (world: World, i: number, at: number) => void, more: Partial<Credit> = {}): boolean[] =>
    sharings.map((sharing) => {
      const world = founded(size(200, 5), credit({ coverage: 1, scoredShare: 1, sharing, ...more }))
      const { consumers: c } = world
      const i = Array.from(c.risk.keys()).reduce((best, k) => (c.risk[k] < c.risk[best] ? k : best))
      return asksElsewhere(world, i, (at) => change(world, i, at))
    })

  test('a debt that is served puts nobody off', () => {
    expect(answers(() => {})).toEqual([true, true, true])
  })

  test('arrears elsewhere are refused once they are shown', () => {
    expect(answers((world, _, at) => (world.consumers.loanOverdue[at] = 1))).toEqual([true, false, false])
  })

  test('instalments elsewhere count in full sharing only, and only if reported', () => {
    const heavy = (world: World, _: number, at: number): void => {
      world.consumers.loanInstalmentFen[at] = 600_000
    }
    expect(answers(heavy)).toEqual([true, true, false])
    const unreported = (world: World, i: number, at: number): void => {
      heavy(world, i, at)
      world.consumers.loanFlags[at] = 0
      world.consumers.loanOverdue[at] = 3
    }
    expect(answers(unreported)).toEqual([true, true, true])
  })
})

describe('deletion of records', () => {
  const distress: Recipe = (draft) => {
    busy(draft)
    draft.repayment.willingness = -3
    Object.assign(draft.credit, { coverage: 1, sharing: 'negative' })
  }
  const once = dated(
    { month: 24, set: { 'credit.recordMonths': 0 } },
    { month: 25, set: { 'credit.recordMonths': 60 } },
  )

  test('those with a record borrow again, at lenders where they did not default', () => {
    const borrowing = [[], [once]].map((changes) => {
      const world = founded(size(cases(3000, 6000), 41), horizon(0, 30), distress, ...changes)
      const { consumers: c } = world
      live(world, 24)
      const marked = Array.from(c.file.keys()).filter((i) => c.chargeOffTick[i] !== NO_TICK)
      const kin = marked.map((i) => c.generation[i])
      let loans = 0
      live(world, 6, () => {
        marked.forEach((i, k) => {
          if (c.generation[i] !== kin[k]) return
          for (let slot = 0; slot < c.loanCount[i]; slot++) {
            if (c.loanTick[i * LOAN_SLOTS + slot] === world.tick) loans++
          }
        })
      })
      return { marked: marked.length, loans }
    })
    expect(borrowing[0].marked).toBeGreaterThan(200)
    expect(borrowing[1].marked).toBe(borrowing[0].marked)
    expect(borrowing[1].loans).toBeGreaterThan(2 * borrowing[0].loans + 50)
  })
})

test.each(['fileFormation', 'publicity', 'sharing'])('%s: months do not depend on the order of chunks', (name) => {
  const scenario = withValues(
    scenarioWith(size(5000, 6), busy, horizon(0, 6), policy({ reportingShare: 0.7 })),
    MECHANISMS[name].on,
  )
  const [forward, reverse] = (['forward', 'reverse'] as const).map((chunkOrder) =>
    runScenario(scenario, { chunkOrder }),
  )
  expect(reverse.digest).toBe(forward.digest)
})
