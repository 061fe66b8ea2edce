/** Ages: known answers at the edges of bands, densities and lives. */
import { expect, test } from 'vitest'
import { ageAt, ageBandOf, ageStructure, exitAge, levelled } from '../../src/agents/demography.ts'
import { scenarioWith } from '../verification/market.ts'

const first = (under20: number, from20: number): ArrayLike<number> => {
  const { population } = scenarioWith(({ population }) => {
    population.ages = 'users'
    population.ageShare = { under20, from20, from30: 0.3, from40: 0.2, from50: 0.5 - under20 - from20 }
    population.lastAge = 80
  })
  return ageStructure(population).share
}

test('bands of age begin at 18, 20, 30, 40 and 50', () => {
  expect([0, 23, 24, 143, 144, 263, 264, 383, 384, 743].map(ageBandOf)).toEqual([0, 0, 1, 1, 2, 2, 3, 3, 4, 4])
})

test('where density rises from 18 on it starts below the mean of the first band, at 0 where even that is too much', () => {
  // Densities .01 and .02 a year: √.0002 at 20, and by symmetry .02 − √.0002 at 18; between them a straight line.
  const [at18, at20] = [0.02 - Math.sqrt(0.0002), Math.sqrt(0.0002)]
  const rising = first(0.02, 0.2)
  for (const m of [0, 1, 23]) {
    expect(rising[m]).toBeCloseTo((at18 + ((at20 - at18) * (m + 0.5)) / 24) / 12, 10)
  }
  // Densities .0025 and .025: twice the mean is less than √(.0025 × .025) at 20, so a power of the age that starts at 0.
  const steep = first(0.005, 0.25)
  expect(steep[0]).toBeCloseTo(0.005 * (1 / 24) ** Math.sqrt(10), 12)
  expect(steep[23]).toBeCloseTo(0.005 * (1 - (23 / 24) ** Math.sqrt(10)), 10)
})

test('where density falls it starts as far above the mean of the first band as it ends below', () => {
  // Densities .04 and .01: .02 at 20, .06 at 18.
  const falling = first(0.08, 0.1)
  for (const m of [0, 12, 23]) expect(falling[m]).toBeCloseTo((0.06 - (0.04 * (m + 0.5)) / 24) / 12, 10)
})

test('who has reached an age leaves in the first month whose survival lies below the draw', () => {
  const survival = Float64Array.of(1, 0.8, 0.5, 0.5, 0.1)
  const structure = { survival, share: survival, ends: new Int32Array(5).fill(5), entry: null }
  const cases = [
    { from: 0, u: 0.9, exit: 1 },
    { from: 0, u: 0.8, exit: 2 },
    { from: 0, u: 0.51, exit: 2 },
    { from: 0, u: 0.5, exit: 4 },
    { from: 0, u: 0.1, exit: 5 },
    { from: 1, u: 0.99, exit: 2 },
    { from: 1, u: 0.5, exit: 4 },
    { from: 3, u: 0.9, exit: 4 },
    { from: 4, u: 0.99, exit: 5 },
  ]
  for (const { from, u, exit } of cases) expect([from, u, exitAge(structure, from, u)]).toEqual([from, u, exit])
  // Nobody passes an age with nobody in it.
  const gap = { ...structure, ends: Int32Array.of(2, 2, 5, 5, 5) }
  expect([exitAge(gap, 0, 0.1), exitAge(gap, 1, 0.1), exitAge(gap, 2, 0.9)]).toEqual([2, 2, 4])
})

test('an age is drawn in proportion to its share', () => {
  const cumulative = Float64Array.of(0.2, 0.5, 0.5, 1)
  expect([0, 0.199, 0.2, 0.499, 0.5, 0.999].map((u) => ageAt(cumulative, u))).toEqual([0, 0, 1, 1, 3, 3])
})

test('bands that rise are pooled, bands that fall or are level stay', () => {
  expect(levelled([0.1, 0.4, 0.5], [0, 1, 3, 8])).toEqual(
    [0.5 / 3, 1 / 3, 0.5].map((share) => expect.closeTo(share, 12)),
  )
  expect(levelled([0.4, 0.4, 0.2], [0, 1, 2, 3])).toEqual([0.4, 0.4, 0.2])
})
