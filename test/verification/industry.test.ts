/** Lenders that fail leave and are wound up to the last fen; newcomers enter where the law lets them and it pays. */
import { describe, expect, test } from 'vitest'
import { numbers, texts } from '../../src/base/table.ts'
import type { MarketEvent } from '../../src/market/events.ts'
import { runScenario } from '../../src/run/run.ts'
import { rosterOf } from '../../src/scenarios/archetypes.ts'
import { cases, firstOf } from '../size.ts'
import { founded, horizon, live, type Recipe, scenarioWith, size } from './market.ts'

/** Overheads that the smallest licensed companies cannot earn. */
const ruinous: Recipe = (draft) => {
  draft.lenders.licensed.overhead = 3
  draft.lenders.licensed.capital = 12
}
const exits: Recipe = ({ industry }) => {
  industry.exit = true
}
const entries =
  (rate: number, minCapital = 0): Recipe =>
  (draft) => {
    Object.assign(draft.industry, { entry: true, requiredReturn: 0 })
    draft.industry.entryRate = { licensed: 0, platform: rate }
    draft.regulation.minCapital = { licensed: 0, platform: minCapital }
    // Incumbents below it have time until after the end.
    draft.regulation.graceMonths = 120
  }
/** Lenders that are right about losses from the start earn well. */
const profitable: Recipe = ({ lenders }) => {
  for (const of of ['bank', 'licensed', 'platform'] as const) lenders[of].initialLossMultiplier = 0.9
  lenders.platform.overhead = 0
  lenders.platform.fundsRate = 0.02
}
const sum = (of: ArrayLike<number>): number => Array.from(of).reduce((total, value) => total + value, 0)

function monthsOf(...recipes: readonly Recipe[]) {
  const { tables, digest } = runScenario(scenarioWith(...recipes))
  const months = tables.find(({ name }) => name === 'months')!
  const lenders = tables.find(({ name }) => name === 'lenders')!
  return { months, lenders, digest, total: (column: string) => sum(numbers(months, column)) }
}

describe.each(firstOf([1, 2]))('seed %i: exit', (seed) => {
  const world = founded(size(3000, seed), horizon(12, 48), ruinous, exits)
  const events: MarketEvent[] = []
  live(world, 60, (month) => events.push(...month.events))
  const gone = world.industry.lenders.filter(({ status }) => status !== 'active')

  test('insolvent lenders leave for good, and nobody of those who stay is insolvent', () => {
    expect(gone.length).toBeGreaterThan(2)
    expect(events.filter(({ kind }) => kind === 'exit').length).toBe(gone.length)
    for (const { status, ledger } of world.industry.lenders) {
      if (status === 'active') expect(ledger.equityFen).toBeGreaterThanOrEqual(0)
    }
  })

  test('who has left lends no more; once the book has run off the ledger is empty', () => {
    const closed = gone.filter(({ status }) => status === 'closed')
    expect(closed.length).toBeGreaterThan(0)
    for (const { ledger } of closed) expect(Object.values(ledger)).toEqual(Object.values(ledger).map(() => 0))
    const { lenders: t } = world.tally
    world.industry.lenders.forEach(({ status }, l) => {
      if (status !== 'active') expect(t.originations[l]).toBe(0)
    })
  })

  test('where nobody may leave the insolvent stay', () => {
    const still = founded(size(3000, seed), horizon(12, 48), ruinous)
    live(still, 60)
    expect(still.industry.lenders.every(({ status }) => status === 'active')).toBe(true)
    expect(still.industry.lenders.some(({ ledger }) => ledger.equityFen < 0)).toBe(true)
  })
})

test('what funders lose is recorded in the month in which a book has run off', () => {
  const { total, lenders } = monthsOf(size(3000, 3), horizon(12, 60), ruinous, exits)
  expect(total('exits')).toBeGreaterThan(2)
  expect(total('fundersLoss')).toBeGreaterThanOrEqual(0)
  const status = texts(lenders, 'status')
  const loans = numbers(lenders, 'loans')
  status.forEach((of, row) => {
    if (of === 'closed') expect(loans[row]).toBe(0)
  })
})

describe('entry', () => {
  const shape = [size(3000, 5), horizon(12, 36), profitable] as const
  const none = monthsOf(...shape)
  const open = monthsOf(...shape, entries(24))
  const barred = monthsOf(...shape, entries(24, 1000))

  test('newcomers open, and those who were there stay', () => {
    expect(none.total('entries')).toBe(0)
    expect(open.total('entries')).toBeGreaterThan(10)
    expect(numbers(open.months, 'activeLenders').at(-1)).toBe(
      numbers(none.months, 'activeLenders').at(-1)! + open.total('entries'),
    )
  })

  test('a licence capital that none of them has keeps all of them out, and the market as it was', () => {
    expect(barred.total('entries')).toBe(0)
    expect(barred.total('turnedAway')).toBeGreaterThanOrEqual(open.total('entries'))
    for (const column of ['loans', 'originated', 'netIncome', 'npl']) {
      expect(numbers(barred.months, column)).toEqual(numbers(none.months, column))
    }
  })

  test('their capital comes from owners, and they are there in the books from then on', () => {
    expect(open.total('injected')).toBeGreaterThan(0)
    const codes = new Set(texts(open.lenders, 'lender'))
    expect(codes.size).toBe(25 + open.total('entries'))
  })
})

test('the order of chunks does not matter while lenders come and go', () => {
  const scenario = scenarioWith(size(cases(5000, 9000), 2), horizon(12, 8), profitable, ruinous, exits, entries(40))
  const [forward, reverse] = (['forward', 'reverse'] as const).map((chunkOrder) =>
    runScenario(scenario, { chunkOrder }),
  )
  expect(reverse.digest).toBe(forward.digest)
  const months = forward.tables.find(({ name }) => name === 'months')!
  expect(sum(numbers(months, 'entries'))).toBeGreaterThan(3)
})

describe('dated entry', () => {
  const bankOnly: Recipe = ({ industry }) => {
    industry.opens = { licensed: 6, platform: 12 }
    Object.assign(industry, {
      newcomerOpens: 15,
      newcomerClass: 'platform',
      newcomerCategory: 'travel',
      newcomerCapital: 3,
    })
  }
  const world = founded(size(3000), horizon(12, 24), bankOnly, entries(24), profitable)
  const founders = scenarioWith(bankOnly)
  const start = world.industry.lenders.map(({ class: of }) => of)
  const events: MarketEvent[] = []
  const present: { month: number; classes: Set<string>; products: Set<string>; lent: Set<string>; entered: number }[] =
    []
  let injected = 0
  live(world, 36, (month) => {
    events.push(...month.events)
    const { lenders, products } = world.industry
    const { originations } = world.tally.lenders
    // As the month goes on, before those who open at its end: these have lent nothing yet.
    present.push({
      month: world.month,
      classes: new Set(lenders.filter(({ entered }) => entered <= world.month).map(({ class: of }) => of)),
      products: new Set(
        products.filter(({ launched }) => launched <= world.month).map(({ lender }) => lenders[lender].class),
      ),
      lent: new Set(lenders.filter((_, l) => originations[l] > 0).map(({ class: of }) => of)),
      entered: lenders.filter(({ entered }) => entered === world.month + 1).length,
    })
    if (world.month === 5 || world.month === 11) {
      for (const { injectedFen } of month.statements.slice(-20)) injected += injectedFen
    }
  })

  test('nothing of a class exists before its date: no lender, no product, no loan, no candidate', () => {
    expect(start.length).toBeGreaterThan(2)
    expect(new Set(start)).toEqual(new Set(['bank']))
    for (const { month, classes, products, lent } of present) {
      for (const seen of [classes, products, lent]) {
        if (month < 6) expect([...seen].filter((of) => of !== 'bank')).toEqual([])
        else if (month < 12) expect(seen.has('platform')).toBe(false)
      }
    }
    const dates = events.filter(({ kind, actor }) => kind === 'enter' && actor !== 'market').map(({ month }) => month)
    expect(Math.min(...dates)).toBe(5)
  })

  test('on its date the whole roster of a class opens and lends, and its capital is the class’s', () => {
    const roster = rosterOf(founders)
    expect(present.find(({ month }) => month === 5)?.entered).toBe(
      roster.filter((one) => one.class === 'licensed').length,
    )
    expect(present.find(({ month }) => month === 11)?.entered).toBeGreaterThanOrEqual(
      roster.filter((one) => one.class === 'platform').length,
    )
    const late = present.filter(({ month }) => month >= 14)
    expect(late.some(({ lent }) => lent.has('licensed'))).toBe(true)
    expect(late.some(({ lent }) => lent.has('platform'))).toBe(true)
    const { licensed, platform } = founders.lenders
    const classes = (licensed.capital + platform.capital) * 100 * 3000
    expect(injected).toBeGreaterThan(classes - 100)
  })

  test('one newcomer opens on its date with the product and the capital named', () => {
    const opened = events.filter(({ kind, month, why }) => kind === 'enter' && month === 14 && why.includes('date'))
    expect(opened).toHaveLength(1)
    const newcomer = world.industry.lenders.find(({ code }) => code === opened[0].actor)!
    expect(newcomer).toMatchObject({ class: 'platform', model: 'creditApp', entered: 15 })
    const own = world.industry.products.filter(({ lender }) => world.industry.lenders[lender] === newcomer)
    expect(own.map(({ archetype, launched }) => [archetype, launched])).toContainEqual(['travel', 15])
  })

  test('the books of late openers close to the last fen in every month', () => {
    const { tables } = runScenario(scenarioWith(size(1500), horizon(6, 18), bankOnly, entries(24), profitable))
    const lenders = tables.find(({ name }) => name === 'lenders')!
    expect(new Set(texts(lenders, 'class'))).toEqual(new Set(['bank', 'licensed', 'platform']))
  })

  test('a date of 0 is the roster at the start, and a date beyond the end is a market without the class', () => {
    const never = founded(size(1500), horizon(6, 6), ({ industry }) => {
      industry.opens = { licensed: 0, platform: 1200 }
    })
    live(never, 12)
    expect(new Set(never.industry.lenders.map(({ class: of }) => of))).toEqual(new Set(['bank', 'licensed']))
  })
})
