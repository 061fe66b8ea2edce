import { describe, expect, test } from 'vitest'
import { referenceHazard, referencePrice } from '../../src/agents/fundable.ts'
import {
  amountBandOf,
  idealChannel,
  meanPermanentIncome,
  needAmountFen,
  needTable,
  purposeOf,
} from '../../src/agents/needs.ts'
import { NICHE_CELLS } from '../../src/base/cells.ts'
import { NEED_KINDS, PURPOSES } from '../../src/base/vocabulary.ts'
import { nicheOf } from '../../src/market/live.ts'
import { draw, openStream, uniform } from '../../src/random/streams.ts'
import { DEFAULT_SCENARIO } from '../../src/scenarios/parameters.ts'
import {
  chiSquareLimit,
  founded,
  horizon,
  live,
  noBuffer,
  policy,
  roster,
  scenarioWith,
  scoreLimit,
  size,
  TABLE_4,
  tableFour,
} from '../verification/market.ts'

/** Table 3 of the paper. */
const TABLE_3 = { shopping: 0.801, education: 0.048, rent: 0.043, renovation: 0.039, travel: 0.027, other: 0.042 }
const MEDIANS = { shopping: 900, education: 3500, rent: 2500, renovation: 10_000, travel: 2000, other: 3500 }

const scenario = scenarioWith(tableFour, ({ needs }) => {
  needs.share = { ...TABLE_3 }
  needs.median = { ...MEDIANS }
  for (const purpose of PURPOSES) needs.sd[purpose] = 0.8
  needs.maxAmount = 50_000
  needs.arrival = { youth: 0.2, middle: 0.1, old: 0.02 }
})
const table = needTable(scenario, 744)

test('purposes are drawn by Table 3 and amounts are lognormal below the cap', () => {
  const stream = openStream(5, 'test')
  const words = new Int32Array(2)
  const draws = 200_000
  const counts = new Float64Array(6)
  const below = new Float64Array(6)
  let outside = 0
  for (let k = 0; k < draws; k++) {
    draw(stream, k, 0, 0, words)
    const purpose = purposeOf(table, uniform(words[0]))
    const fen = needAmountFen(table, purpose, words[1], 1)
    if (!Number.isInteger(fen) || fen < 100 || fen > 5_000_000) outside++
    counts[purpose]++
    if (fen < MEDIANS[PURPOSES[purpose]] * 100) below[purpose]++
  }
  expect(outside).toBe(0)
  const statistic = PURPOSES.reduce(
    (sum, purpose, k) => sum + (counts[k] - draws * TABLE_3[purpose]) ** 2 / (draws * TABLE_3[purpose]),
    0,
  )
  expect(statistic).toBeLessThan(chiSquareLimit(5))
  below.forEach((half, k) => {
    expect(Math.abs(half - counts[k] / 2) / Math.sqrt(counts[k] / 4)).toBeLessThan(scoreLimit(6))
  })
})

test('purposes partition the unit interval', () => {
  expect(purposeOf(table, 0)).toBe(0)
  expect(purposeOf(table, 0.8009)).toBe(0)
  expect(purposeOf(table, 0.8011)).toBe(1)
  expect(purposeOf(table, 1 - 1e-12)).toBe(5)
})

test('arrivals in a month are those of a Poisson stream, by stage of life', () => {
  expect(table.arrival[0]).toBeCloseTo(1 - Math.exp(-0.2), 12)
  expect(table.arrival[12 * 12 - 1]).toBeCloseTo(1 - Math.exp(-0.2), 12)
  expect(table.arrival[12 * 12]).toBeCloseTo(1 - Math.exp(-0.1), 12)
  expect(table.arrival[32 * 12]).toBeCloseTo(1 - Math.exp(-0.02), 12)
})

test('a run’s needs are as many and as spread as the table says', () => {
  const world = founded(size(8000, 3), tableFour, roster({ products: ['student'] }), horizon(0, 24), (draft) => {
    draft.needs = { ...draft.needs, ...structuredClone(scenario.needs) }
  })
  const { structure, tally } = world
  let expected = 0
  structure.share.forEach((share, m) => {
    expected += share * table.arrival[m]
  })
  const purposes = new Float64Array(6)
  let total = 0
  live(world, 24, () => {
    const { potential } = tally.niches
    let month = 0
    for (let niche = 0; niche < NICHE_CELLS; niche++) {
      purposes[Math.floor(niche / 20)] += potential[niche]
      month += potential[niche]
    }
    expect(month).toBe(tally.market.needs)
    total += month
  })
  const people = 8000 * 24
  // Ages vary about the stationary mix, which adds a little to the binomial error: allowed for by half as much again.
  expect(Math.abs(total - people * expected) / Math.sqrt(people * expected)).toBeLessThan(1.5 * scoreLimit())
  const statistic = PURPOSES.reduce(
    (sum, purpose, k) => sum + (purposes[k] - total * TABLE_3[purpose]) ** 2 / (total * TABLE_3[purpose]),
    0,
  )
  expect(statistic).toBeLessThan(chiSquareLimit(5))
})

describe('niches', () => {
  test('amount bands have their edges at 1,000, 5,000 and 20,000 yuan', () => {
    const edges = [1, 99_999, 100_000, 499_999, 500_000, 1_999_999, 2_000_000]
    expect(edges.map(amountBandOf)).toEqual([0, 0, 1, 1, 2, 2, 3])
  })

  test('each combination of purpose, amount and age has a cell of its own', () => {
    const cells = new Set<number>()
    for (let purpose = 0; purpose < 6; purpose++) {
      for (const fen of [50_000, 200_000, 900_000, 3_000_000]) {
        for (const age of [0, 24, 144, 264, 384]) cells.add(nicheOf(purpose, fen, age))
      }
    }
    expect(cells.size).toBe(NICHE_CELLS)
    expect(Math.max(...cells)).toBe(NICHE_CELLS - 1)
  })
})

test('the channel asked for goes from app at 18 to branch at 80', () => {
  expect(idealChannel(0)).toBe(0)
  expect(idealChannel(31 * 12)).toBe(0.5)
  expect(idealChannel(62 * 12)).toBe(1)
  expect(idealChannel(70 * 12)).toBe(1)
})

test('no need is below one yuan, however low the median', () => {
  const low = needTable(
    scenarioWith(tableFour, ({ needs }) => {
      needs.median.shopping = 0.01
      needs.sd.shopping = 0.01
    }),
    1,
  )
  expect(needAmountFen(low, 0, 0, 1)).toBe(100)
})

describe('needs by income', () => {
  /** What a world says of the needs that arise in its first month: permanent income over the mean, and the amount. */
  function arrivals(elasticity: number): { ratio: number; fen: number; isSize: boolean; isDear: boolean }[] {
    const world = founded(
      size(8000),
      tableFour,
      noBuffer,
      policy({ lossCutoff: 0 }),
      horizon(0, 12),
      roster({ products: ['electronics'] }),
      ({ needs, income, fraud, repayment }) => {
        // Half of the people are too risky for the reference price.
        Object.assign(repayment, { meanDistress: -3.5, distressSd: 2, willingness: -3, distressPersistence: 0.9 })
        needs.arrival = { youth: 0.5, middle: 0.5, old: 0.5 }
        for (const purpose of PURPOSES) Object.assign(needs, { median: { ...needs.median, [purpose]: 800 } })
        for (const purpose of PURPOSES) Object.assign(needs, { sd: { ...needs.sd, [purpose]: 0 } })
        needs.incomeElasticity = elasticity
        // Nothing is too small to wait for a loan, and nobody lends.
        needs.minLoan = 1
        income.persistentSd = 0.6
        fraud.share = 0
      },
    )
    const { consumers: c, regime, reference } = world
    const rows: { ratio: number; fen: number; isSize: boolean; isDear: boolean }[] = []
    const mean = meanPermanentIncome(world.scenario)
    live(world, 1, () => {
      for (let i = 0; i < c.count; i++) {
        if (c.needFen[i] === 0 || c.needTick[i] !== world.tick) continue
        const age = world.tick - c.birthTick[i]
        const permanent = regime.plan.profile[age] * Math.exp(c.persistent[i])
        const owner = {
          risk: c.risk[i],
          ageMonths: age,
          isOut: c.unemployed[i] === 1,
          expectedFen: permanent * regime.plan.expected[age],
        }
        const hazard = referenceHazard(reference, c.needFen[i], owner)
        const kind = NEED_KINDS[c.needGroups[i] & 7]
        rows.push({
          ratio: permanent / mean,
          fen: c.needFen[i],
          isSize: kind === 'size' || kind === 'risk',
          isDear: referencePrice(reference, c.needFen[i], hazard) > reference.cap,
        })
      }
    })
    return rows
  }

  test('amounts rise by the elasticity with permanent income, and are as drawn at the mean', () => {
    const rows = arrivals(0.7)
    expect(rows.length).toBeGreaterThan(500)
    // Half a fen of rounding.
    for (const { ratio, fen } of rows) expect(Math.abs(fen - 80_000 * ratio ** 0.7)).toBeLessThan(1)
    expect(Math.max(...rows.map(({ ratio }) => ratio))).toBeGreaterThan(2)
    expect(Math.min(...rows.map(({ ratio }) => ratio))).toBeLessThan(0.5)
    for (const { fen } of arrivals(0)) expect(fen).toBe(80_000)
  })

  test('the mean income is that of the population', () => {
    const world = founded(size(4000), tableFour)
    const { consumers: c, regime } = world
    const incomes = Array.from({ length: c.count }, (_, i) => {
      return regime.plan.profile[world.tick - c.birthTick[i]] * Math.exp(c.persistent[i])
    })
    const mean = incomes.reduce((sum, fen) => sum + fen, 0) / incomes.length
    const sd = Math.sqrt(incomes.reduce((sum, fen) => sum + (fen - mean) ** 2, 0) / incomes.length)
    expect(Math.abs(mean - world.meanIncomeFen) / (sd / Math.sqrt(incomes.length))).toBeLessThan(scoreLimit(1))
  })

  test('fundable demand is flagged by the amount that the owner asks for', () => {
    for (const elasticity of [0, 0.7]) {
      const rows = arrivals(elasticity)
      for (const { isSize, isDear } of rows) expect(isSize).toBe(isDear)
      expect(rows.filter(({ isDear }) => isDear).length).toBeGreaterThan(20)
      expect(rows.filter(({ isDear }) => !isDear).length).toBeGreaterThan(20)
    }
  })
})

describe('needs by stage of life', () => {
  const by = (stages: boolean): Float64Array =>
    needTable(
      scenarioWith(tableFour, ({ needs }) => {
        needs.stages = stages
        needs.arrival = { youth: 0.2, middle: 0.1, old: 0.02 }
      }),
      744,
    ).arrival

  test('without stages everybody has the mean rate of the population', () => {
    const rates = by(false).map((chance) => -Math.log(1 - chance))
    const { under20, from20, from30, from40, from50 } = TABLE_4
    const mean = 0.2 * (under20 + from20) + 0.1 * (from30 + from40) + 0.02 * from50
    for (const rate of rates) expect(rate).toBeCloseTo(mean, 9)
    expect(new Set(by(true)).size).toBe(3)
  })

  test('by default they come in the order of the paper: most in middle age', () => {
    const { stages, arrival } = DEFAULT_SCENARIO.needs
    expect(stages).toBe(true)
    expect(arrival.middle).toBeGreaterThan(arrival.youth)
    expect(arrival.youth).toBeGreaterThan(arrival.old)
  })
})
