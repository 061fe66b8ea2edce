/**
 * Where consumers' ideal points lie in the plane of a market map: exact, since tastes are normal and alike in every direction,
 * and stay so when projected. A point counts as often as its owner has needs.
 */
import { ageStructure } from '../agents/demography.ts'
import { idealChannel, needTable } from '../agents/needs.ts'
import { PURPOSES } from '../base/vocabulary.ts'
import { type Projection, placeIn } from '../measures/design-map.ts'
import type { Scenario } from '../scenarios/scenario.ts'

export interface Density {
  /** Edges of the grid, in units of the plane. */
  readonly left: number
  readonly right: number
  readonly bottom: number
  readonly top: number
  /** Share of needs in each cell, [row × SIDE + column], rows from the bottom. */
  readonly cells: Float64Array
  /** The mean of the points of each purpose. */
  readonly centres: readonly Place[]
}

export type Place = readonly [x: number, y: number]

export const SIDE = 96
/** Of tastes that are all the same a point would be left. */
const LEAST_SD = 0.03
/** Standard deviations that the grid goes beyond the outermost points. */
const BEYOND = 3.5

/** Channels that people of each year of age ask for, weighted by their share of needs. */
function channelsOf(scenario: Scenario): { readonly channel: number; readonly weight: number }[] {
  const { share } = ageStructure(scenario.population)
  const { arrival } = needTable(scenario, share.length)
  const needs = share.map((ofAge, month) => ofAge * arrival[month])
  const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0)
  return Array.from({ length: Math.ceil(needs.length / 12) }, (_, year) => {
    const weight = sum(needs.subarray(12 * year, 12 * year + 12)) / sum(needs)
    return { channel: idealChannel(12 * year + 6), weight }
  })
}

/** The normal density around `centre`, at the middle of each cell between two edges. */
function bell(centre: number, sd: number, low: number, high: number): Float64Array {
  const width = (high - low) / SIDE
  return Float64Array.from({ length: SIDE }, (_, cell) => {
    const z = (low + (cell + 0.5) * width - centre) / sd
    return (Math.exp((-z * z) / 2) * width) / (sd * Math.sqrt(2 * Math.PI))
  })
}

export function idealDensity(scenario: Scenario, projection: Projection): Density {
  const channels = channelsOf(scenario)
  const placeOf = (purpose: number, channel: number): Place =>
    placeIn(projection, [...PURPOSES.map((_, other) => (other === purpose ? 1 : 0)), channel])
  // Without tastes: one for each purpose and year of age.
  const points = PURPOSES.flatMap((name, purpose) =>
    channels.map(({ channel, weight }) => ({
      place: placeOf(purpose, channel),
      weight: scenario.needs.share[name] * weight,
    })),
  )
  const mean = channels.reduce((sum, { channel, weight }) => sum + channel * weight, 0)
  const sd = Math.max(LEAST_SD, scenario.tastes.tasteSd)
  const [xs, ys] = [0, 1].map((axis) => points.map(({ place }) => place[axis]))
  const [left, bottom] = [xs, ys].map((values) => Math.min(...values) - BEYOND * sd)
  const [right, top] = [xs, ys].map((values) => Math.max(...values) + BEYOND * sd)
  const cells = new Float64Array(SIDE * SIDE)
  for (const { place, weight } of points) {
    const [across, up] = [bell(place[0], sd, left, right), bell(place[1], sd, bottom, top)]
    for (let row = 0; row < SIDE; row++) {
      const factor = weight * up[row]
      for (let column = 0; column < SIDE; column++) cells[row * SIDE + column] += factor * across[column]
    }
  }
  return { left, right, bottom, top, cells, centres: PURPOSES.map((_, purpose) => placeOf(purpose, mean)) }
}
