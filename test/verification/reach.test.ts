/**
 * Fundable demand and reach: fates add up to needs by group in every shipped scenario; fundable demand has the same
 * members, and a need the same reference price, in arms that change supply; surplus of one product is a closed form.
 */
import { readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { referenceOf } from '../../src/agents/fundable.ts'
import { FATE_CELLS, NICHE_CELLS } from '../../src/base/cells.ts'
import { exp, ln } from '../../src/base/math.ts'
import { numbers, type Table, texts } from '../../src/base/table.ts'
import { FATES, NEED_KINDS, PURPOSES } from '../../src/base/vocabulary.ts'
import { populate } from '../../src/market/births.ts'
import {
  DECLINED_QUOTE,
  PREFERRED_NOT,
  REFUSED_CAP,
  REFUSED_FRAUD,
  REFUSED_RECORD,
  reachStage,
} from '../../src/market/fates.ts'
import { nextMonth, tick } from '../../src/market/tick.ts'
import { createWorld } from '../../src/market/world.ts'
import { fatesOf, reachOf } from '../../src/measures/fates.ts'
import { OUTCOME_MEASURES } from '../../src/measures/registry.ts'
import { nodeFiles } from '../../src/node/scenario-files.ts'
import { runScenario } from '../../src/run/run.ts'
import { loadScenario } from '../../src/scenarios/load.ts'
import type { Scenario } from '../../src/scenarios/scenario.ts'
import { withValues } from '../../src/scenarios/with-values.ts'
import { cases } from '../size.ts'
import {
  everybodyApproved,
  fixedMargins,
  founded,
  fullAwareness,
  live,
  needsOf,
  noBuffer,
  noIncomeShocks,
  noPromotion,
  policy,
  type Recipe,
  roster,
  setting,
  size,
} from './market.ts'

const FILES = readdirSync('scenarios').filter((name) => name.endsWith('.yaml'))

function shipped(file: string, consumers: number): Scenario {
  const option = { option: '--set', text: `population.consumers=${consumers}` }
  const { scenario, experiment } = loadScenario(`scenarios/${file}`, nodeFiles, [option])
  return experiment?.arms.at(-1)?.scenario ?? scenario
}

const sum = (values: ArrayLike<number>): number => Array.from(values).reduce((total, value) => total + value, 0)

describe('fates of needs', () => {
  test.each(FILES)(
    '%s: every need that arose is pending or has one fate, in each group and kind, every month',
    (file) => {
      const world = createWorld(shipped(file, cases(300, 3000)))
      populate(world)
      const { consumers: c, tally } = world
      const open = new Float64Array(FATE_CELLS)
      const nicheOpen = new Float64Array(2 * NICHE_CELLS)
      for (let month = 0; month < cases(8, 60); month++) {
        tick(world)
        const closed = (cells: Float64Array, cell: number): number =>
          sum(cells.subarray(cell * FATES.length, (cell + 1) * FATES.length))
        for (let cell = 0; cell < FATE_CELLS; cell++) {
          open[cell] += tally.groupArrivals[cell] - closed(tally.groupFates, cell)
        }
        for (let cell = 0; cell < 2 * NICHE_CELLS; cell++) {
          nicheOpen[cell] += tally.nicheArrivals[cell] - closed(tally.nicheFates, cell)
        }
        // Counted from the consumers themselves: the same needs are pending, in the same cells.
        const pending = new Float64Array(FATE_CELLS)
        let count = 0
        for (let i = 0; i < c.count; i++) {
          if (c.needFen[i] === 0) continue
          count++
          const groups = c.needGroups[i]
          const [kind, threshold, income, age] = [groups & 7, (groups >> 3) & 3, (groups >> 5) & 3, groups >> 7]
          for (const group of [threshold, 4 + income, 8 + age]) pending[group * NEED_KINDS.length + kind]++
        }
        expect(open).toEqual(pending)
        expect(sum(nicheOpen)).toBe(count)
        // And they agree with what the market counts elsewhere: each need stands in three groups.
        const fates = FATES.map((_, fate) => sum(tally.groupFates.filter((_, at) => at % FATES.length === fate)) / 3)
        const of = (name: (typeof FATES)[number]): number => fates[FATES.indexOf(name)]
        const shortfalls = sum(tally.groupArrivals.filter((_, cell) => cell % NEED_KINDS.length === 5)) / 3
        expect(sum(tally.groupArrivals) / 3 - shortfalls).toBe(tally.market.needs)
        expect(of('served') + of('servedPart')).toBe(tally.market.served)
        nextMonth(world)
      }
      expect(sum(open)).toBeGreaterThan(0)
    },
  )

  test('a refusal replaces an earlier one, nothing else that came later in the order', () => {
    const world = founded(size(2))
    const reached = (...stages: readonly number[]): number => {
      world.consumers.needStage[1] = 0
      for (const stage of stages) reachStage(world, 1, stage)
      return world.consumers.needStage[1]
    }
    expect(reached(PREFERRED_NOT, REFUSED_RECORD, REFUSED_CAP)).toBe(REFUSED_CAP)
    expect(reached(REFUSED_FRAUD, PREFERRED_NOT)).toBe(REFUSED_FRAUD)
    expect(reached(DECLINED_QUOTE, REFUSED_CAP)).toBe(DECLINED_QUOTE)
    expect(reached(REFUSED_CAP, DECLINED_QUOTE)).toBe(DECLINED_QUOTE)
  })
})

describe('arms that change supply', () => {
  const base = {
    ...shipped('baseline.yaml', cases(1000, 10_000)),
    horizon: { burnIn: 6, months: cases(8, 36) },
  }
  const arms: { readonly [arm: string]: { readonly [path: string]: number | string | boolean } } = {
    'coverage .5': { 'credit.coverage': 0.5 },
    'coverage 1, nothing shared': { 'credit.coverage': 1, 'credit.sharing': 'none' },
    'one product for all': { 'products.mode': 'fixed', 'products.differentiation': 0 },
    'no lender lends': { 'pricing.aprCap': 0.02 },
    'no cap, no cut-off': { 'pricing.aprCap': 3, 'lenders.bank.lossCutoff': 1, 'lenders.platform.lossCutoff': 1 },
    'other costs': { 'lenders.bank.fundsRate': 0.06, 'lenders.platform.loanCost': 50, 'choice.borrowing': 3 },
    'one try, one loan': { 'choice.maxApplications': 1, 'underwriting.maxLoans': 1 },
    'scarce capital': { 'lenders.bank.capital': 1, 'lenders.platform.capital': 1, 'lenders.licensed.capital': 1 },
  }
  const arrivals = (scenario: Scenario): { tables: readonly Table[]; cells: Map<string, number>; niches: number[] } => {
    const { tables } = runScenario(scenario)
    const table = tables.find(({ name }) => name === 'fates')!
    const [grouping, group, kind] = ['grouping', 'group', 'kind'].map((name) => texts(table, name))
    const [month, arrived] = ['month', 'arrived'].map((name) => numbers(table, name))
    const cells = new Map<string, number>()
    for (let row = 0; row < table.rows; row++) {
      // Rows without arrivals stand for what is still open or closes, which supply does change.
      if (arrived[row] > 0) cells.set(`${month[row]} ${grouping[row]} ${group[row]} ${kind[row]}`, arrived[row])
    }
    const niches = tables.find(({ name }) => name === 'niches')!
    return { tables, cells, niches: Array.from(numbers(niches, 'fundable')) }
  }
  const reference = arrivals(base)
  const served = (tables: readonly Table[]): number => reachOf(fatesOf({ tables, scenario: base }, 'ageBand', true))

  test.each(Object.entries(arms))('%s: fundable demand has the same members', (_, set) => {
    const arm = withValues(base, set)
    expect(referenceOf(arm)).toEqual(referenceOf(base))
    const found = arrivals(arm)
    expect(found.cells).toEqual(reference.cells)
    expect(found.niches).toEqual(reference.niches)
    // The arm does change what lenders do.
    expect(served(found.tables)).not.toBe(served(reference.tables))
  })

  test('niches add up to the groups, column by column', () => {
    const [byGroup, byNiche] = ['fates', 'niche_fates'].map(
      (name) => reference.tables.find((one) => one.name === name)!,
    )
    const [month, grouping, kind] = [numbers(byGroup!, 'month'), texts(byGroup!, 'grouping'), texts(byGroup!, 'kind')]
    const isFundable = numbers(byNiche!, 'fundable')
    for (const column of ['arrived', ...FATES]) {
      const [ofGroups, ofNiches] = [byGroup!, byNiche!].map((table) => numbers(table, column))
      for (const fundable of [0, 1]) {
        const inGroups = ofGroups!.filter(
          (_, row) =>
            month[row]! >= 0 && grouping[row] === 'ageBand' && (kind[row] === 'fundable') === (fundable === 1),
        )
        const inNiches = ofNiches!.filter((_, row) => isFundable[row] === fundable)
        const sum = (values: ArrayLike<number>): number => Array.from(values).reduce((total, value) => total + value, 0)
        expect({ column, fundable, sum: sum(inNiches) }).toEqual({ column, fundable, sum: sum(inGroups) })
      }
    }
    expect(Math.max(...numbers(byNiche!, 'arrived'))).toBeGreaterThan(0)
  })

  test('dated changes of the rules move no reference price', () => {
    const world = createWorld({
      ...base,
      timeline: [{ month: 0, set: { 'pricing.aprCap': 0.1, 'repayment.willingness': 2 }, note: { en: '', zh: '' } }],
    })
    populate(world)
    const { reference: before } = world
    for (let month = 0; month < 8; month++) {
      tick(world)
      nextMonth(world)
    }
    expect(world.scenario.repayment.willingness).toBe(2)
    expect(world.reference).toBe(before)
  })

  test('measures of reach agree with each other', () => {
    const of = (key: string): number =>
      OUTCOME_MEASURES.find((measure) => measure.key === key)!.total({ tables: reference.tables, scenario: base })
    expect(of('reached.all')).toBeCloseTo(served(reference.tables), 12)
    expect(of('reached.tailLessHead')).toBeCloseTo(of('reached.tail') - of('reached.head'), 12)
    const [low, high] = [
      Math.min(of('reached.head'), of('reached.tail')),
      Math.max(of('reached.head'), of('reached.tail')),
    ]
    expect(of('reached.all')).toBeGreaterThanOrEqual(low)
    expect(of('reached.all')).toBeLessThanOrEqual(high)
    expect(of('refused.fundable')).toBeGreaterThan(0)
    expect(of('reached.willing') * (1 - of('reached.pricedOut'))).toBeCloseTo(of('reached.all'), 12)
    expect(of('score.aucApplicants')).toBeGreaterThan(0.55)
    expect(of('repeat.volume')).toBeGreaterThan(0)
  })
})

describe('consumer surplus', () => {
  const [AMOUNT, BORROWING, ALPHA] = [5000, 0.7, 3]
  const oneTaste: Recipe = (draft) => {
    Object.assign(draft.choice, {
      borrowing: BORROWING,
      misfit: 0,
      term: 0,
      service: 0,
      brand: 0,
      switching: 0,
      loyalty: 0,
    })
    Object.assign(draft.tastes, { priceSensitivity: ALPHA, priceSensitivitySd: 0, tasteSd: 0 })
  }

  test.each([1, 4])('of a market with %i clones is ln(1 + exp(β − α r)) / α × amount × mean life', (clones) => {
    const world = founded(
      size(16_000, 3),
      ...[noBuffer, noIncomeShocks, fullAwareness, everybodyApproved, noPromotion, fixedMargins, oneTaste],
      needsOf(AMOUNT, 0, 0.5),
      // Clones share one market: with ω = λ they add nothing.
      setting('choice')({ similarity: 1 }),
      // What a grade says of losses moves no quote.
      policy({ initialLossMultiplier: 1e-9 }),
      roster(...Array.from({ length: clones }, () => ({ products: ['ecommerce' as const] }))),
    )
    // In the first month nobody has debts yet that a lender would mind.
    let [needs, fen] = [0, 0]
    live(world, 1, ({ world: { tally } }) => {
      needs = tally.market.surplusNeeds
      fen = tally.market.surplusFen
    })
    expect(needs).toBeGreaterThan(60)
    const { offers } = world
    const prices = new Set(offers.aprBp.filter((bp) => bp >= 0))
    expect(prices.size).toBe(1)
    const [aprBp] = prices
    const worth =
      (ln(1 + exp(BORROWING - (ALPHA * aprBp) / 10_000)) / ALPHA) * 100 * AMOUNT * (offers.lifeMonths[0] / 12)
    // Each need is worth the same, in whole fen.
    expect(Math.abs(fen / needs - worth)).toBeLessThan(1)
    expect(PURPOSES.every((_, k) => offers.purposes[0] & (1 << k))).toBe(true)
  })
})
