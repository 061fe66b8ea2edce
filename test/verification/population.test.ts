/**
 * Case 9: without credit the age mix stays what it was at the start over any horizon, that of Table 4, of the pyramid or
 * of any other table of users, and births replace exits one for one.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type AgeStructure, ageBandOf, ageStructure, exitAge, levelled } from '../../src/agents/demography.ts'
import { cases } from '../size.ts'
import {
  chiSquareLimit,
  founded,
  horizon,
  live,
  noNeeds,
  type Recipe,
  roster,
  scenarioWith,
  scoreLimit,
  size,
  TABLE_4,
  tableFour,
} from './market.ts'

const CONSUMERS = cases(10_000, 20_000)
const SHARES = Object.values(TABLE_4)
const HORIZONS = [0, 1, 12, 60, 120, 239]

const allAdults: Recipe = (draft) => {
  draft.population.ages = 'population'
}

/** The pyramid pooled from 18 to 60, by hand, in the bands of Table 4; the last is 50 to 80. */
const WORKING = 0.0261 + 0.1499 + 0.2005 + 0.1862 + 0.2
const LEVELLED = [2, 10, 10, 10].map((years) => (WORKING * years) / 42)
const PYRAMID = [...LEVELLED, (WORKING * 10) / 42 + 0.2373]

/** A published table that rises with age: 18–29 36 %, 30–39 30 %, 40–49 33 %, the rest 1 %. */
const RISING = [0.06, 0.3, 0.3, 0.33, 0.01]

const users =
  (shares: readonly number[], lastAge = 80): Recipe =>
  (draft) => {
    const [under20, from20, from30, from40, from50] = shares
    draft.population.ageShare = { under20, from20, from30, from40, from50 }
    draft.population.lastAge = lastAge
  }

/** Entries a person and month: at 18, and at each age of which there are more than a month earlier. */
function entryRate({ share }: AgeStructure): number {
  return share.reduce((sum, value, m) => sum + Math.max(0, value - (m === 0 ? 0 : share[m - 1])), 0)
}

const MODES: readonly (readonly [name: string, recipe: Recipe, shares: readonly number[], leastBirths: number])[] = [
  ['users of Table 4', tableFour, SHARES, 0.08],
  ['all adults of the pyramid', allAdults, PYRAMID, 0.018],
  ['users of a table that rises with age', users(RISING), RISING, 0.02],
  ['users of whom most are old', users([0.02, 0.08, 0.1, 0.2, 0.6]), [0.02, 0.08, 0.1, 0.2, 0.6], 0.02],
  ['users with a gap in their middle', users([0.1, 0.4, 0, 0.4, 0.1]), [0.1, 0.4, 0, 0.4, 0.1], 0.02],
]

describe.each(MODES)('240 months without credit: %s', (_name, recipe, shares, leastBirths) => {
  const world = founded(size(CONSUMERS, 31), recipe, noNeeds, roster({ products: ['electronics'] }), horizon(0, 240))
  const { consumers: c, structure } = world
  const bands = new Map<number, Float64Array>()
  const generationsBefore = Array.from(c.generation)
  let births = 0
  const birthsByMonth: number[] = []
  live(world, 240, () => {
    births += world.tally.market.births
    birthsByMonth.push(world.tally.market.births)
    const count = new Float64Array(5)
    for (let i = 0; i < c.count; i++) count[ageBandOf(world.tick - c.birthTick[i])]++
    bands.set(world.tick, count)
  })

  test.each(HORIZONS)('after %i months the bands are those of the start', (month) => {
    const count = bands.get(month)!
    const filled = [...shares.keys()].filter((band) => shares[band] > 0)
    const statistic = filled.reduce(
      (sum, band) => sum + (count[band] - shares[band] * CONSUMERS) ** 2 / (shares[band] * CONSUMERS),
      0,
    )
    expect(statistic).toBeLessThan(chiSquareLimit(filled.length - 1, HORIZONS.length))
    shares.forEach((share, band) => {
      if (share === 0) expect(count[band]).toBe(0)
    })
  })

  test('ages within bands follow the stationary density', () => {
    const count = new Float64Array(62)
    for (let i = 0; i < c.count; i++) count[Math.floor((world.tick - 1 - c.birthTick[i]) / 12)]++
    const expected = new Float64Array(62)
    structure.share.forEach((share, m) => {
      expected[Math.floor(m / 12)] += share * CONSUMERS
    })
    const cells = [...expected.keys()].filter((year) => expected[year] >= 5)
    const statistic = cells.reduce((sum, year) => sum + (count[year] - expected[year]) ** 2 / expected[year], 0)
    expect(cells.length).toBeGreaterThanOrEqual(cases(35, 40))
    expect(statistic).toBeLessThan(chiSquareLimit(cells.length - 1))
  })

  test('every exit is a birth: slots change hands as often as births were counted', () => {
    let changes = 0
    for (let i = 0; i < c.count; i++) changes += c.generation[i] - generationsBefore[i]
    expect(changes).toBe(births)
    for (let i = 0; i < c.count; i++) expect(c.exitTick[i]).toBeGreaterThanOrEqual(world.tick)
  })

  test('births are as many a month as the age structure says', () => {
    // Slots are independent, so the number of changes a slot has a standard error of its own.
    const expected = 239 * entryRate(structure)
    const later = birthsByMonth.slice(1).reduce((sum, n) => sum + n, 0)
    let variance = 0
    for (let i = 0; i < c.count; i++) variance += (c.generation[i] - births / CONSUMERS) ** 2 / CONSUMERS
    expect(Math.abs(later / CONSUMERS - expected) / Math.sqrt(variance / CONSUMERS)).toBeLessThan(scoreLimit())
    expect(12 * entryRate(structure)).toBeGreaterThan(leastBirths)
  })

  test('nothing was lent', () => {
    expect(world.industry.lenders[0].ledger.loansFen).toBe(0)
  })
})

test('a pyramid that thins out with age is left as it is, one that grows is pooled by years', () => {
  const edges = [18, 20, 30, 80]
  expect(levelled([0.2, 0.5, 0.3], edges)).toEqual([0.2, 0.5, 0.3])
  const flat = levelled([0.02, 0.68, 0.3], edges)
  expect(flat[0] / 2).toBeCloseTo(0.7 / 12, 12)
  expect(flat[1] / 10).toBeCloseTo(0.7 / 12, 12)
  expect(flat[2]).toBeCloseTo(0.3, 12)
  // A late hump pools backwards as far as it must.
  const hump = levelled([0.1, 0.2, 0.7], [0, 1, 2, 3])
  for (const share of hump) expect(share).toBeCloseTo(1 / 3, 12)
})

test('the levelled pyramid is the nearest of those that do not rise', () => {
  const edges = [18, 20, 30, 40, 50, 60, 80]
  const shares = [0.0261, 0.1499, 0.2005, 0.1862, 0.2, 0.2373]
  const years = shares.map((_, band) => edges[band + 1] - edges[band])
  const distance = (other: readonly number[]): number =>
    shares.reduce((sum, share, band) => sum + (share - other[band]) ** 2 / years[band], 0)
  const found = levelled(shares, edges)
  expect(found.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12)
  // Any convex step towards another falling pyramid leads away.
  for (let top = 0; top < shares.length; top++) {
    const width = edges[top + 1] - 18
    const other = years.map((own, band) => (band <= top ? own / width : 0))
    const step = found.map((share, band) => 0.999 * share + 0.001 * other[band])
    expect(distance(step)).toBeGreaterThanOrEqual(distance(found))
  }
})

test('the stationary population of all adults has the levelled pyramid, and never rises', () => {
  const { share, survival } = ageStructure(scenarioWith(allAdults).population)
  expect(share).toHaveLength((80 - 18) * 12)
  const bands = new Float64Array(5)
  share.forEach((value, month) => {
    bands[ageBandOf(month)] += value
  })
  PYRAMID.forEach((value, band) => {
    expect(bands[band]).toBeCloseTo(value, 9)
  })
  for (let m = 1; m < share.length; m++) expect(share[m]).toBeLessThanOrEqual(share[m - 1] * (1 + 1e-9))
  share.forEach((value, m) => {
    expect(survival[m]).toBeCloseTo(value / share[0], 9)
  })
})

test('the density is the table’s in every band, and never rises', () => {
  const { share, survival } = ageStructure(scenarioWith(tableFour).population)
  const bands = new Float64Array(5)
  share.forEach((value, month) => {
    bands[ageBandOf(month)] += value
  })
  SHARES.forEach((value, band) => {
    expect(bands[band]).toBeCloseTo(value, 12)
  })
  for (let m = 1; m < share.length; m++) expect(share[m]).toBeLessThanOrEqual(share[m - 1] * (1 + 1e-9))
  share.forEach((value, m) => {
    expect(survival[m]).toBeCloseTo(value / share[0], 9)
  })
})

/** The full sizes belong to `npm run soak`. */
const TABLES = cases(100, 2000)
const WORLDS = cases(2, 40)

/** Tables of users with some bands empty, and a last age. */
const anyTable = fc
  .tuple(
    fc.array(
      fc.oneof({ weight: 1, arbitrary: fc.constant(0) }, { weight: 5, arbitrary: fc.integer({ min: 1, max: 100 }) }),
      {
        minLength: 5,
        maxLength: 5,
      },
    ),
    fc.integer({ min: 55, max: 100 }),
  )
  .filter(([parts]) => parts.some((part) => part > 0))
  .map(([parts, lastAge]): [number[], number] => {
    const total = parts.reduce((sum, part) => sum + part)
    return [parts.map((part) => part / total), lastAge]
  })

/** The shares a month later: who stays grows older, and who leaves is replaced by an entrant. */
function aMonthLater({ share, survival, ends, entry }: AgeStructure): Float64Array {
  const later = new Float64Array(share.length)
  let left = 0
  share.forEach((value, m) => {
    const stays = m + 1 < ends[m] ? survival[m + 1] / survival[m] : 0
    if (stays > 0) later[m + 1] += value * stays
    left += value * (1 - stays)
  })
  share.forEach((_, m) => {
    const enters = entry === null ? (m === 0 ? 1 : 0) : entry[m] - (m === 0 ? 0 : entry[m - 1])
    later[m] += left * enters
  })
  return later
}

test('any table of users is the table in every band, and the same a month later: random tables', () => {
  let late = 0
  fc.assert(
    fc.property(anyTable, ([shares, lastAge]) => {
      const structure = ageStructure(scenarioWith(users(shares, lastAge)).population)
      if (structure.entry !== null) late++
      const bands = new Float64Array(5)
      structure.share.forEach((value, month) => {
        bands[ageBandOf(month)] += value
      })
      expect(Math.min(...structure.share)).toBeGreaterThanOrEqual(0)
      shares.forEach((value, band) => {
        expect(bands[band]).toBeCloseTo(value, 9)
      })
      const later = aMonthLater(structure)
      expect(Math.max(...structure.share.map((value, m) => Math.abs(later[m] - value)))).toBeLessThan(1e-9)
    }),
    { numRuns: TABLES, seed: 11 },
  )
  expect(late).toBeGreaterThan(0.8 * TABLES)
})

test('nobody stays into an age that no one has: random tables', () => {
  fc.assert(
    fc.property(anyTable, fc.double({ min: 1e-9, max: 1, noNaN: true, maxExcluded: true }), ([shares, lastAge], u) => {
      const structure = ageStructure(scenarioWith(users(shares, lastAge)).population)
      const lived = [...structure.share.keys()].filter((m) => structure.share[m] > 0)
      const wrong = lived.filter((m) => {
        const exit = exitAge(structure, m, u)
        return exit <= m || exit > structure.ends[m]
      })
      expect(wrong).toEqual([])
    }),
    { numRuns: TABLES, seed: 12 },
  )
})

test('a world of any table keeps its bands over the years: random tables', () => {
  const tables = fc.sample(anyTable, { numRuns: WORLDS, seed: 13 })
  for (const [shares, lastAge] of tables) {
    const world = founded(
      size(4000, 37),
      users(shares, lastAge),
      noNeeds,
      roster({ products: ['electronics'] }),
      horizon(0, 60),
    )
    live(world, 60, () => {})
    const { consumers: c } = world
    const count = new Float64Array(5)
    for (let i = 0; i < c.count; i++) count[ageBandOf(world.tick - 1 - c.birthTick[i])]++
    const filled = [...shares.keys()].filter((band) => shares[band] > 0)
    const statistic = filled.reduce(
      (sum, band) => sum + (count[band] - 4000 * shares[band]) ** 2 / (4000 * shares[band]),
      0,
    )
    if (filled.length > 1) expect(statistic).toBeLessThan(chiSquareLimit(filled.length - 1, WORLDS))
    // A slot and its tick of entry name one person, whatever the age at entry.
    for (let i = 0; i < c.count; i++) {
      if (c.generation[i] > 0) expect(c.enteredTick[i]).toBeGreaterThan(0)
      else expect(c.enteredTick[i]).toBe(c.birthTick[i])
    }
  }
})
