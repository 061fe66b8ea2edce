import { expect, test } from 'vitest'
import { TASTE_DIMENSIONS, TASTE_UNIT } from '../../src/agents/consumers.ts'
import { idealChannel, needTable } from '../../src/agents/needs.ts'
import { PURPOSES } from '../../src/base/vocabulary.ts'
import { type Density, idealDensity, SIDE } from '../../src/browser/density.ts'
import { populate } from '../../src/market/births.ts'
import { createWorld } from '../../src/market/world.ts'
import { type Projection, placeIn, project } from '../../src/measures/design-map.ts'
import type { Scenario } from '../../src/scenarios/scenario.ts'
import { type Recipe, scenarioWith, size } from '../verification/market.ts'

/** Mean and standard deviation along both axes of weighted points. */
function momentsOf(points: readonly { readonly at: readonly [number, number]; readonly weight: number }[]): number[] {
  const all = points.reduce((sum, { weight }) => sum + weight, 0)
  return [0, 1].flatMap((axis) => {
    const mean = points.reduce((sum, { at, weight }) => sum + weight * at[axis], 0) / all
    const variance = points.reduce((sum, { at, weight }) => sum + weight * (at[axis] - mean) ** 2, 0) / all
    return [mean, Math.sqrt(variance)]
  })
}

/** Ideal points of everybody who lives in the first month, for needs of each purpose. */
function populationsMoments(scenario: Scenario, projection: Projection): number[] {
  const world = createWorld(scenario)
  populate(world)
  const { taste, birthTick, count } = world.consumers
  const { arrival } = needTable(scenario, world.structure.share.length)
  const points = Array.from({ length: count }, (_, consumer) => {
    const own = Array.from(
      { length: TASTE_DIMENSIONS },
      (__, d) => taste[consumer * TASTE_DIMENSIONS + d] * TASTE_UNIT * scenario.tastes.tasteSd,
    )
    const age = -birthTick[consumer]
    return PURPOSES.map((name, purpose) => {
      const ideal = [...PURPOSES.map((__, other) => (other === purpose ? 1 : 0)), idealChannel(age)]
      const at = placeIn(
        projection,
        ideal.map((value, d) => value + own[d]),
      )
      return { at, weight: arrival[age] * scenario.needs.share[name] }
    })
  }).flat()
  return momentsOf(points)
}

function densitysMoments({ left, right, bottom, top, cells }: Density): number[] {
  const middle = (low: number, high: number, cell: number): number => low + ((cell + 0.5) * (high - low)) / SIDE
  return momentsOf(
    [...cells].map((weight, cell) => ({
      at: [middle(left, right, cell % SIDE), middle(bottom, top, Math.floor(cell / SIDE))],
      weight,
    })),
  )
}

// A plane that shows purposes and the channel.
const projection = project([
  [0.9, 0.1, 0.2, 0.1, 0.2, 0.1, 0.1],
  [0.2, 0.9, 0.1, 0.1, 0.1, 0.2, 0.9],
  [0.1, 0.2, 0.3, 0.8, 0.1, 0.4, 0.6],
])

const CASES: readonly (readonly [string, Recipe])[] = [
  ['as shipped', () => {}],
  [
    'all adults, tastes that differ more, needs of the young',
    ({ population, tastes, needs }) => {
      population.ages = 'population'
      tastes.tasteSd = 0.3
      needs.arrival.youth = 0.4
    },
  ],
]

test.each(CASES)('the density is that of the population: %s', (_, recipe) => {
  const scenario = scenarioWith(size(20_000, 3), recipe)
  const density = idealDensity(scenario, projection)
  expect(density.cells.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 3)
  const [found, wanted] = [densitysMoments(density), populationsMoments(scenario, projection)]
  for (const [k, value] of found.entries()) expect(Math.abs(value - wanted[k])).toBeLessThan(0.01)
})
