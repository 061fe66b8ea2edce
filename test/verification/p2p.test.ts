/** P2P platforms: investors' money to the fen, choice, runs, closures; on against off with one seed. */
import { describe, expect, test } from 'vitest'
import { GRADES } from '../../src/agents/expected-loss.ts'
import { numbers, type Table, texts } from '../../src/base/table.ts'
import type { MarketEvent } from '../../src/market/events.ts'
import { CLOSED, investorClaimsFen, OPEN, type P2pMarket, WOUND_UP } from '../../src/market/mechanisms/p2p/p2p.ts'
import type { World } from '../../src/market/world.ts'
import { runScenario } from '../../src/run/run.ts'
import { cases, firstOf } from '../size.ts'
import { dated, founded, fullAwareness, horizon, live, type Recipe, roster, scenarioWith, size } from './market.ts'

const platforms =
  (count: number): Recipe =>
  ({ p2p }) => {
    p2p.platforms = count
    p2p.investors = 300
  }
/** A market of P2P platforms alone, so that few people make large books. */
const p2pOnly: Recipe = (draft) => {
  const one = { class: 'platform', model: 'p2p', products: ['ecommerce', 'traditional'] } as const
  roster(one, one, one)(draft)
  fullAwareness(draft)
  Object.assign(draft.p2p, { investors: 300, wealth: 400 })
  draft.lenders.platform.capital = 200
}
/** Many lose their work and few find any, and who is in distress hardly pays. */
const slump = dated({
  month: 6,
  set: { 'income.separationRate': 0.1, 'income.findingRate': 0.03, 'repayment.willingness': -3 },
})
/** Hardly anybody gets into distress. */
const calm: Recipe = ({ repayment }) => {
  // The spread of risk lifts the mean hazard by e^(2.5²/2): one person in a thousand a month.
  repayment.meanDistress = -10
}
const nervous: Recipe = ({ p2p }) => {
  Object.assign(p2p, { learning: 0.2, contagion: 0.05, riskAversion: 1 })
}

const marketOf = (world: World): P2pMarket => world.p2p as P2pMarket
const sum = (of: ArrayLike<number>): number => Array.from(of).reduce((total, value) => total + value, 0)
const tableOf = (tables: readonly Table[], name: string): Table => tables.find((table) => table.name === name) as Table
const fen = (table: Table, column: string): number[] =>
  [...numbers(table, column)].map((yuan) => Math.round(yuan * 100))

function watched(months: number, ...recipes: readonly Recipe[]): { world: World; events: MarketEvent[] } {
  const world = founded(...recipes)
  const events: MarketEvent[] = []
  live(world, months, (month) => events.push(...month.events))
  return { world, events }
}

const of = (events: readonly MarketEvent[], kind: string): MarketEvent[] =>
  events.filter((event) => event.kind === kind)

test('no platform, no trace: parameters of P2P change nothing, and nothing is recorded', () => {
  const plain = runScenario(scenarioWith(size(1500, 4), horizon(3, 9)))
  const primed = runScenario(
    scenarioWith(size(1500, 4), horizon(3, 9), nervous, ({ p2p }) => {
      p2p.wealth = 999
    }),
  )
  expect(primed.digest).toBe(plain.digest)
  expect(tableOf(plain.tables, 'p2p').rows).toBe(0)
})

test('platforms are added behind the roster, change no other lender’s capital, and lend what investors set aside', () => {
  const off = founded(size(6000, 2), horizon(6, 12))
  const { world: on } = watched(18, size(6000, 2), horizon(6, 12), platforms(2))
  const before = off.industry.lenders.length
  expect(on.industry.lenders.length).toBe(before + 2)
  off.industry.lenders.forEach((lender, l) => {
    expect(on.industry.lenders[l].code).toBe(lender.code)
    expect(on.industry.lenders[l].weight).toBe(lender.weight)
  })
  for (const l of marketOf(on).lenders) {
    const { ledger } = on.industry.lenders[l]
    expect(ledger.investorFen).toBeGreaterThan(0)
    expect(ledger.investorFen).toBeGreaterThan(0.5 * ledger.loansFen)
  }
})

test('investors’ money moves by interest and losses alone, month by month, and losses have a cause and a platform', () => {
  const { tables, events } = runScenario(scenarioWith(size(3000, 3), horizon(12, 30), p2pOnly, slump, nervous))
  const months = tableOf(tables, 'months')
  const p2p = tableOf(tables, 'p2p')
  const [cash, claims] = [fen(months, 'investorCash'), fen(months, 'investorClaims')]
  const [income, loss] = [fen(months, 'investorIncome'), fen(months, 'investorLoss')]
  let money = 400 * 100 * 3000
  months.columns[0].values.forEach((month, row) => {
    money += income[row] - loss[row]
    expect(cash[row] + claims[row], `month ${month}`).toBe(money)
  })
  const [interest, fee] = [fen(p2p, 'interest'), fen(p2p, 'fee')]
  expect(sum(income)).toBe(sum(interest) - sum(fee))
  const byCause = { chargeOff: fen(p2p, 'lossChargeOff'), closure: fen(p2p, 'lossClosure') }
  expect(sum(loss)).toBe(sum(byCause.chargeOff) + sum(byCause.closure))
  expect(sum(byCause.chargeOff)).toBeGreaterThan(0)
  expect(sum(byCause.closure)).toBeGreaterThan(0)
  const status = texts(p2p, 'status')
  status.forEach((now, row) => {
    if (now === 'open') expect(byCause.closure[row]).toBe(0)
    else expect(byCause.chargeOff[row]).toBe(0)
  })
  expect(events.some((line) => JSON.parse(line).kind === 'closure')).toBe(true)
})

test('charge-offs of a platform’s borrowers are its investors’ and its own losses, to the fen', () => {
  const world = founded(size(3000, 3), horizon(12, 30), p2pOnly, slump)
  let lost = 0
  live(world, 42, ({ statements }) => {
    const market = marketOf(world)
    market.lenders.forEach((l, platform) => {
      const { chargedOffFen, recoveredFen } = world.tally.lenders
      const flow = market.flows[platform]
      const all = chargedOffFen[l] - recoveredFen[l]
      const investors = flow.chargeOffLossFen + flow.closureLossFen
      lost += investors
      const collection = Math.floor(chargedOffFen[l] * world.scenario.repayment.collectionCost + 0.5)
      const { allowanceFen } = world.industry.lenders[l].ledger
      const own = statements[l].creditCostFen - collection - (allowanceFen - allowances[platform])
      allowances[platform] = allowanceFen
      expect(investors + own).toBe(all)
      expect(investors).toBeGreaterThanOrEqual(0)
    })
  })
  const losses = marketOf(world).losses.reduce((total, one) => total + one.chargeOffFen + one.closureFen, 0)
  expect(lost).toBe(losses)
  expect(lost).toBeGreaterThan(0)
})
const allowances = [0, 0, 0]

describe('runs', () => {
  const seeds = firstOf([1, 2, 3])

  test.each(seeds)('seed %i: with few losses no platform suffers a run', (seed) => {
    const { world, events } = watched(60, size(3000, seed), horizon(24, 36), p2pOnly, calm)
    expect(of(events, 'closure')).toEqual([])
    expect([...marketOf(world).status]).toEqual([OPEN, OPEN, OPEN])
  })

  test.each(seeds)('seed %i: heavy losses, withdrawals that are not paid, a run, closure, an end', (seed) => {
    const { world, events } = watched(90, size(3000, seed), horizon(12, 78), p2pOnly, slump, nervous)
    const runs = of(events, 'run')
    const closures = of(events, 'closure').filter(({ why }) => why.startsWith('a run of 2 months'))
    expect(closures.length).toBeGreaterThan(0)
    for (const { actor, month, why } of closures) {
      // Both months of the run stand in the log, with figures.
      expect(runs.filter((run) => run.actor === actor && run.month >= month - 1 && run.month <= month).length).toBe(2)
      expect(why).toMatch(
        /withdrawals of [\d.]+ yuan asked, [\d.]+ paid; \d+ % of investors' claims of [\d.]+ stay unpaid/,
      )
      expect(month).toBeGreaterThan(6)
    }
    const market = marketOf(world)
    market.lenders.forEach((l, platform) => {
      if (market.status[platform] === OPEN) return
      const code = world.industry.lenders[l].code
      expect(of(events, 'closure').filter(({ actor }) => actor === code).length).toBe(1)
      expect(world.industry.lenders[l].fundedShare).toBe(0)
      expect(market.status[platform] === WOUND_UP).toBe(world.industry.lenders[l].ledger.loansFen === 0)
      if (market.status[platform] === WOUND_UP) expect(investorClaimsFen(market, platform)).toBe(0)
    })
    expect(market.status).toContain(WOUND_UP)
  })

  test('a closed platform makes no loan and takes no money', () => {
    const world = founded(size(3000, 1), horizon(12, 40), p2pOnly, slump, nervous)
    let closedMonths = 0
    live(world, 40, () => {
      const market = marketOf(world)
      market.lenders.forEach((l, platform) => {
        if (market.status[platform] === OPEN) return
        closedMonths++
        expect(world.tally.lenders.originations[l]).toBe(0)
        expect(market.flows[platform].fundedFen).toBe(0)
      })
    })
    expect(closedMonths).toBeGreaterThan(5)
  })

  test('news of a closure frightens the investors of others, by contagion', () => {
    const asked = (contagion: number): number => {
      const world = founded(size(2000, 5), horizon(0, 24), p2pOnly, ({ p2p }) => {
        p2p.contagion = contagion
      })
      live(world, 8)
      world.industry = {
        ...world.industry,
        lenders: world.industry.lenders.map((lender, l) =>
          l === marketOf(world).lenders[0] ? { ...lender, ledger: { ...lender.ledger, equityFen: -1 } } : lender,
        ),
      }
      // The books no longer balance: only the closing itself is looked at.
      expect(() => live(world, 1)).toThrow(/does not balance/)
      expect(marketOf(world).status[0]).toBe(CLOSED)
      return marketOf(world).flows[1].askedFen
    }
    const [calm, panic] = [asked(0), asked(0.1)]
    expect(panic).toBeGreaterThan(10 * Math.max(1, calm))
  })
})

describe.each(firstOf([1, 2]))('seed %i: investors', (seed) => {
  /** Money set aside in all, and the share of choices that fall on the grade chosen most, in 30 months. */
  function behaviour(set: object) {
    const world = founded(size(2000, seed), horizon(0, 30), p2pOnly, slump, ({ p2p }) => {
      Object.assign(p2p, { learning: 0, contagion: 0, ...set })
    })
    let committed = 0
    const byGrade = new Float64Array(GRADES)
    live(world, 30, () => {
      const { flows, investors } = marketOf(world)
      for (const flow of flows) committed += flow.committedFen
      investors.chosenPool.forEach((pool) => {
        if (pool >= 0) byGrade[pool % GRADES]++
      })
    })
    const chosen = sum(byGrade)
    return {
      committed,
      largest: chosen === 0 ? 0 : Math.max(...byGrade) / chosen,
    }
  }

  test('a better return elsewhere draws money away', () => {
    const [poor, rich] = [0.01, 0.3].map((outsideReturn) => behaviour({ outsideReturn }))
    expect(rich.committed).toBeLessThan(0.5 * poor.committed)
  })

  test('the more sensitive they are, the more crowd into the listings worth most', () => {
    const [dull, keen] = [1, 200].map((sensitivity) => behaviour({ sensitivity }))
    expect(keen.largest).toBeGreaterThan(1.5 * dull.largest)
  })
})

test('after a closure some borrowers pay nothing more: investors lose more than where all who can still pay', () => {
  const lossAfter = (walkAway: number): { closure: number; claims: number } => {
    const world = founded(size(3000, 2), horizon(12, 40), p2pOnly, slump, nervous, ({ p2p }) => {
      p2p.walkAway = walkAway
    })
    const claims = [0, 0, 0]
    // Those that close first: who walks away from them defaults elsewhere less or more, and later closures differ.
    let first: number[] = []
    live(world, 50, () => {
      const { status } = marketOf(world)
      if (first.length === 0) first = [...status.keys()].filter((k) => status[k] !== OPEN)
      marketOf(world).lenders.forEach((_, k) => {
        if (status[k] === OPEN) claims[k] = investorClaimsFen(marketOf(world), k)
      })
    })
    const { losses } = marketOf(world)
    expect(first.length).toBeGreaterThan(0)
    return {
      closure: sum(first.map((k) => losses[k].closureFen)),
      claims: sum(first.map((k) => claims[k])),
    }
  }
  const [none, half] = [lossAfter(0), lossAfter(0.5)]
  expect(none.claims).toBe(half.claims)
  expect(half.closure / half.claims).toBeGreaterThan(none.closure / none.claims + 0.1)
})

test('chunks of consumers may be worked through in either order', () => {
  const scenario = scenarioWith(
    size(cases(5000, 9000), 6),
    horizon(cases(3, 6), cases(12, 18)),
    platforms(3),
    slump,
    nervous,
  )
  const forward = runScenario(scenario)
  expect(runScenario(scenario, { chunkOrder: 'reverse' }).digest).toBe(forward.digest)
  expect(Math.max(...numbers(tableOf(forward.tables, 'p2p'), 'claims'))).toBeGreaterThan(0)
})

test('new loans stay within investors’ money but for a loan or two a chunk', () => {
  const world = founded(size(9000, 6), horizon(12, 24), platforms(3), ({ p2p }) => {
    p2p.wealth = 10
  })
  const chunks = 3
  const largest = 20_000 * 100
  let scarce = 0
  live(world, 36, () => {
    const market = marketOf(world)
    market.lenders.forEach((l, platform) => {
      const lent = world.tally.lenders.originatedFen[l]
      const { readyFen } = market.flows[platform]
      if (world.industry.lenders[l].fundedShare < 1 && readyFen > 0) scarce++
      expect(lent).toBeLessThanOrEqual(readyFen + chunks * largest)
    })
  })
  expect(scarce).toBeGreaterThan(20)
})
