/**
 * Homogenisation arises from imitation, fit from research, and a crowded shelf thins out when shelves cost money: the
 * mechanisms of product strategy on against off, same seeds. `tick` checks all identities every month.
 */

import { describe, expect, test } from 'vitest'
import { headPurposes, mainPurpose, pointOf } from '../../src/agents/lenders/design.ts'
import { misfit } from '../../src/agents/lenders/design-trial.ts'
import { PURPOSES, STRATEGIES, type Strategy } from '../../src/base/vocabulary.ts'
import { UNSERVED } from '../../src/market/answers.ts'
import type { MarketEvent } from '../../src/market/events.ts'
import { surveyOf } from '../../src/market/survey.ts'
import type { World } from '../../src/market/world.ts'
import { homogenisationByMonth } from '../../src/measures/homogenisation.ts'
import type { RunResult } from '../../src/run/result.ts'
import { runScenario } from '../../src/run/run.ts'
import { TABLE_1_ROSTER } from '../../src/scenarios/archetypes.ts'
import { cases, firstOf } from '../size.ts'
import { founded, fullAwareness, horizon, live, type Recipe, scenarioWith, size } from './market.ts'

const SEEDS = firstOf([1, 2, 3, 4, 5])

const products =
  (set: object): Recipe =>
  (draft) => {
    Object.assign(draft.products, { mode: 'endogenous', differentiation: 1, ...set })
  }

const run = (...recipes: Recipe[]): RunResult => runScenario(scenarioWith(...recipes))
const ofMonths = ({ tables }: RunResult, column: string): number[] => [
  ...(tables.find(({ name }) => name === 'months')!.columns.find(({ name }) => name === column)!
    .values as Float64Array),
]
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)

describe('imitation', () => {
  test('makes products alike that start apart: H rises against no imitation, in every seed', () => {
    const differences = SEEDS.map((seed) => {
      const similarity = (imitation: number): number => {
        const { tables } = run(
          size(cases(1500, 3000), seed),
          horizon(12, 48),
          products({ imitation, innovation: 0, research: 1 }),
        )
        const months = homogenisationByMonth(tables, scenarioWith().choice.bandwidth)
        expect(months[0].equal).toBeCloseTo(0.2531, 3)
        return months.at(-1)!.equal
      }
      return similarity(1) - similarity(0)
    })
    for (const difference of differences) expect(difference).toBeGreaterThan(0)
    expect(sum(differences) / SEEDS.length).toBeGreaterThan(0.03)
  })

  test('takes no other random draws: with nobody copying, innovating or withdrawing the market is the fixed one', () => {
    // Before the copy lag has passed there is nothing to copy.
    const still = { imitation: 0, innovation: 0, copyLag: 36, patience: 120 }
    const endogenous = run(size(2000), horizon(12, 18), products(still))
    const fixed = run(size(2000), horizon(12, 18), products({ ...still, mode: 'fixed' }))
    expect(endogenous.tables).toEqual(fixed.tables)
  })
})

describe('research', () => {
  /** Mean squared misfit of the best offer known, over sampled shoppers whom some lender known would lend to. */
  function gaps(world: World): { all: number; head: number } {
    const asking = new Uint8Array(world.industry.lenders.length).fill(UNSERVED)
    const cells = surveyOf(world, world.industry, { asking, most: 1024 })
    const all: number[] = []
    const head: number[] = []
    cells.persons.forEach((sample, s) => {
      let best = Infinity
      world.industry.products.forEach(({ design }, j) => {
        if (cells.exposure[s * cells.products + j] > 0) best = Math.min(best, misfit(cells, s, pointOf(design)))
      })
      if (best === Infinity) return
      all.push(best)
      if (sample.purpose === 0) head.push(best)
    })
    expect(head.length).toBeGreaterThan(100)
    return { all: sum(all) / all.length, head: sum(head) / head.length }
  }

  test('brings offers nearer to creditworthy demand than random steps do', () => {
    const seeds = firstOf([1, 2, 3, 4, 5])
    const gained = seeds.map((seed) => {
      const [none, perfect] = [0, 1].map((research) => {
        const recipe = products({
          research,
          imitation: 0,
          copyStep: 0,
          innovation: 3,
          innovationCost: 1,
          differentiation: 0.5,
          redesignMonths: 3,
          patience: 120,
        })
        const world = founded(size(4000, seed), horizon(12, 30), recipe)
        live(world, 40)
        return gaps(world)
      })
      return { all: none.all - perfect.all, head: none.head - perfect.head }
    })
    // Research closes gaps where they are, in niches. A dozen products for shopping leave little of one for anybody.
    for (const { all } of gained) expect(all).toBeGreaterThan(0.05)
    expect(sum(gained.map(({ all }) => all)) / seeds.length).toBeGreaterThan(0.1)
    expect(sum(gained.map(({ head }) => head)) / seeds.length).toBeGreaterThan(0.01)
  })

  test('is paid out of profit: who earns nothing innovates nothing', () => {
    const poor = run(
      size(cases(1500, 3000)),
      horizon(cases(12, 24), 12),
      products({ imitation: 0, innovation: 3, researchShare: 0 }),
    )
    expect(sum(ofMonths(poor, 'innovations'))).toBe(0)
    const rich = run(
      size(cases(1500, 3000)),
      horizon(cases(12, 24), 12),
      products({ imitation: 0, innovation: 3, researchShare: 1 }),
    )
    expect(sum(ofMonths(rich, 'innovations'))).toBeGreaterThan(5)
    expect(sum(ofMonths(rich, 'researchCost'))).toBeGreaterThan(0)
  })
})

describe('shelf cost', () => {
  test('drives products off the shelf', () => {
    const withdrawals = [0, 2, 20].map((shelfCost) => {
      const still = products({ imitation: 0, innovation: 0, copyStep: 0, shelfCost })
      return sum(
        firstOf([1, 2]).map((seed) => sum(ofMonths(run(size(2000, seed), horizon(12, 30), still), 'withdrawals'))),
      )
    })
    expect(withdrawals[1]).toBeGreaterThan(withdrawals[0])
    expect(withdrawals[2]).toBeGreaterThan(withdrawals[1])
  })

  test('comes out of profit and is charged for what is on the shelf alone', () => {
    const result = run(size(1000), horizon(6, 6), products({ mode: 'fixed', shelfCost: 7 }))
    const lenders = result.tables.find(({ name }) => name === 'lenders')!
    const cost = lenders.columns.find(({ name }) => name === 'productCost')!.values as Float64Array
    const active = ofMonths(result, 'activeProducts')
    expect(sum([...cost])).toBe(7 * sum(active))
  })
})

/** What a market does in which the roster gives every lender the same strategy, and everybody knows every lender. */
function marketOf(seed: number, strategy: Strategy) {
  const everybody: Recipe = ({ lenders }) => {
    lenders.roster = TABLE_1_ROSTER.map((entry) => ({ ...entry, products: [...entry.products], strategy }))
  }
  const often = products({
    imitation: 0.5,
    innovation: 1,
    redesignMonths: 3,
    research: 0.5,
    innovationCost: 0.01,
    researchShare: 1,
  })
  const world = founded(size(cases(1500, 3000), seed), horizon(12, 36), fullAwareness, often, everybody)
  const head = headPurposes(world.scenario.needs.share)
  const events: MarketEvent[] = []
  // Purposes that products of this code have been for, as long as anybody may remember.
  const purposes = new Map<string, Set<number>>()
  let copiedFromHead = 0
  live(world, 48, (month) => {
    for (const event of month.events) {
      events.push(event)
      if (event.kind !== 'imitate') continue
      const seen = purposes.get(event.why.split(' ')[0])!
      if ([...seen].every((purpose) => head[purpose] === 1)) copiedFromHead++
    }
    for (const { code, design } of world.industry.products) {
      purposes.set(code, (purposes.get(code) ?? new Set()).add(mainPurpose(design)))
    }
  })
  const of = (kind: string): MarketEvent[] => events.filter((event) => event.kind === kind)
  const aims = of('innovate').flatMap(({ why }) => /want (\w+),/.exec(why)?.slice(1) ?? [])
  return {
    strategies: new Set(world.industry.lenders.map((lender) => lender.strategy)),
    imitated: of('imitate').filter(({ why }) => why.includes('without a look')).length,
    innovated: of('innovate').length,
    aims: new Set(aims),
    shoppingAims: aims.filter((purpose) => purpose === 'shopping').length,
    headAims: aims.filter((purpose) => head[PURPOSES.indexOf(purpose as (typeof PURPOSES)[number])] === 1).length,
    copiedFromHead,
  }
}

describe.each(firstOf([1, 2]))('seed %i: strategies as the roster sets them', (seed) => {
  const [imitator, innovator, niche, mainstream] = STRATEGIES.map((strategy) => marketOf(seed, strategy))

  test('every lender has the one that the roster gives it', () => {
    expect([imitator, innovator, niche, mainstream].map(({ strategies }) => [...strategies])).toEqual(
      STRATEGIES.map((strategy) => [strategy]),
    )
  })

  test('imitators copy most, innovators and niche specialists try most that is new', () => {
    expect(imitator.imitated).toBeGreaterThan(1.4 * mainstream.imitated)
    expect(mainstream.imitated).toBeGreaterThan(1.5 * innovator.imitated)
    expect(mainstream.imitated).toBeGreaterThan(1.5 * niche.imitated)
    for (const bold of [innovator, niche]) {
      expect(bold.innovated).toBeGreaterThan(1.5 * mainstream.innovated)
      expect(bold.innovated).toBeGreaterThan(2.5 * imitator.innovated)
    }
  })

  test('niche specialists neither aim at the head of demand nor copy who serves it; innovators do, and elsewhere', () => {
    expect(niche.headAims).toBe(0)
    expect(niche.copiedFromHead).toBe(0)
    expect(niche.aims.size).toBeGreaterThan(2)
    expect(imitator.copiedFromHead).toBeGreaterThan(10)
    expect(innovator.headAims).toBeGreaterThan(5)
    expect(innovator.aims.size).toBeGreaterThan(2)
  })

  test('mainstream lenders aim at the largest demand alone', () => {
    expect(mainstream.shoppingAims).toBeGreaterThan(10)
    expect([...mainstream.aims]).toEqual(['shopping'])
    expect(niche.shoppingAims).toBe(0)
  })
})
