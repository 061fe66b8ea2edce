/**
 * Stationary age structures: `population.ages: users` has the paper's Table 4, read as the ages of people in the
 * market, `population` the pyramid of all adults. Entry at 18 is matched by age-dependent exit, so the mix holds
 * over any horizon.
 */
import { exp, ln } from '../base/math.ts'
import { monthsFromYears } from '../base/units.ts'
import { AGE_BAND_EDGES, PYRAMID_EDGES } from '../base/vocabulary.ts'
import { ENTRY_AGE, type Scenario } from '../scenarios/scenario.ts'

/** Band of Table 4 (0 to 4) of an age in months since 18. */
export function ageBandOf(ageMonths: number): number {
  return ageMonths < 24 ? 0 : ageMonths < 144 ? 1 : ageMonths < 264 ? 2 : ageMonths < 384 ? 3 : 4
}

export interface AgeStructure {
  /** Share of the population in each month of age since 18; sums to 1. */
  readonly share: Float64Array
  /** Chance of reaching each month of age, given entry: share[m] / share[0]. */
  readonly survival: Float64Array
}

/**
 * A continuous, non-increasing density on [18, lastAge) that integrates to each band's share exactly: inside a
 * band it falls from its left to its right edge value as right + (left - right)(1 - t)^q, with q fixed by the
 * band's mean; edge values are geometric means of neighbouring band densities.
 */
export function ageStructure(population: Scenario['population']): AgeStructure {
  const { edges, shares } = bandsOf(population)
  const density = shares.map((share, band) => share / (edges[band + 1] - edges[band]))
  const edgeValues = edges.map((_, edge) => {
    if (edge === 0) return 0
    if (edge === shares.length) return 0
    return Math.sqrt(density[edge - 1] * density[edge])
  })
  edgeValues[0] = Math.max(density[0], 2 * density[0] - edgeValues[1])
  const share = new Float64Array(monthsFromYears(population.lastAge - ENTRY_AGE))
  for (let band = 0; band < shares.length; band++) {
    const from = monthsFromYears(edges[band] - ENTRY_AGE)
    const to = monthsFromYears(edges[band + 1] - ENTRY_AGE)
    const left = edgeValues[band]
    const right = edgeValues[band + 1]
    const width = to - from
    const drop = density[band] - right
    // The mean of (1 - t)^q is 1 / (q + 1). Rising bands (a hump in the data) fall back to a flat density.
    const q = drop > 0 && left > density[band] ? (left - right) / drop - 1 : 0
    const cumulative = (t: number): number =>
      q === 0 ? density[band] * t : right * t + ((left - right) / (q + 1)) * (1 - tail(1 - t, q + 1))
    const years = width / 12
    for (let m = 0; m < width; m++) share[from + m] = years * (cumulative((m + 1) / width) - cumulative(m / width))
  }
  let total = 0
  for (const value of share) total += value
  const survival = new Float64Array(share.length)
  let alive = 1
  for (let m = 0; m < share.length; m++) {
    share[m] /= total
    alive = Math.min(alive, share[m] / share[0])
    survival[m] = alive
  }
  return { share, survival }
}

interface AgeBands {
  /** Years; one more than there are shares. */
  readonly edges: readonly number[]
  /** Per year of age they do not rise from band to band. */
  readonly shares: readonly number[]
}

function bandsOf({ ages, ageShare, pyramid, lastAge }: Scenario['population']): AgeBands {
  if (ages === 'users') {
    // That these do not rise is checked when the scenario is read.
    const { under20, from20, from30, from40, from50 } = ageShare
    return { edges: [...AGE_BAND_EDGES, lastAge], shares: [under20, from20, from30, from40, from50] }
  }
  const { from18, from20, from30, from40, from50, from60 } = pyramid
  const edges = [...PYRAMID_EDGES, lastAge]
  return { edges, shares: levelled([from18, from20, from30, from40, from50, from60], edges) }
}

/**
 * The shares nearest to those of a pyramid (least squares of people per year of age, weighted by years) that a
 * population which all enter at 18 can hold: density must not rise with age. Neighbours that rise are pooled
 * until none does (pool adjacent violators; Barlow et al. 1972).
 */
export function levelled(shares: readonly number[], edges: readonly number[]): number[] {
  const pools: { share: number; years: number; bands: number }[] = []
  shares.forEach((share, band) => {
    let pool = { share, years: edges[band + 1] - edges[band], bands: 1 }
    for (let last = pools.at(-1); last !== undefined; last = pools.at(-1)) {
      if (last.share * pool.years >= pool.share * last.years) break
      pools.pop()
      pool = { share: last.share + pool.share, years: last.years + pool.years, bands: last.bands + pool.bands }
    }
    pools.push(pool)
  })
  const densities = pools.flatMap(({ share, years, bands }) => new Array<number>(bands).fill(share / years))
  return densities.map((density, band) => density * (edges[band + 1] - edges[band]))
}

function tail(x: number, q: number): number {
  return x <= 0 ? 0 : exp(q * ln(x))
}

/** Months of age at exit for a uniform draw u, given that the age `from` has been reached. */
export function exitAge(structure: AgeStructure, from: number, u: number): number {
  const { survival } = structure
  const level = u * survival[from]
  // The first month whose survival lies below the level; survival never rises.
  let low = from + 1
  let high = survival.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (survival[middle] < level) high = middle
    else low = middle + 1
  }
  return low
}

/** Month of age for a uniform draw from the stationary structure. */
export function stationaryAge(cumulative: Float64Array, u: number): number {
  let low = 0
  let high = cumulative.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if (cumulative[middle] > u) high = middle
    else low = middle + 1
  }
  return low
}

/** Running sums of the age shares. */
export function cumulativeShares(structure: AgeStructure): Float64Array {
  const cumulative = new Float64Array(structure.share.length)
  let sum = 0
  for (let m = 0; m < cumulative.length; m++) {
    sum += structure.share[m]
    cumulative[m] = sum
  }
  return cumulative
}
