/**
 * Stationary age structures: `population.ages: users` has the paper's Table 4, read as the ages of people in the
 * market, `population` the pyramid of all adults. Adults enter at 18. Users enter at 18 and at every age at which
 * there are more of them than a month earlier. Age-dependent exit matches entry, so the mix holds over any horizon.
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
  /**
   * Chance of staying, as a running product over the months of age: a person of age m is still there at age n with
   * probability survival[n] / survival[m], for n below `ends[m]`. It starts at 1, and again after each empty age.
   */
  readonly survival: Float64Array
  /** By month of age m: the age by which all of that age have left, the next with nobody in it. */
  readonly ends: Int32Array
  /** Running sums of the shares of entrants by month of age; null where all enter at 18. */
  readonly entry: Float64Array | null
}

/** Densities are sums and products of doubles: a rise of a smaller part is rounding. */
const ROUNDING = 1e-9

function rises(from: number, to: number): boolean {
  return to > from * (1 + ROUNDING)
}

/**
 * A density on [18, lastAge) that integrates to each band's share exactly (see `bandDensity`), and the entries and
 * exits that hold it: with s_m the share of month m, everybody stays from m - 1 to m where s does not fall, and
 * s_m - s_{m-1} enter; where it falls, each stays with probability s_m / s_{m-1}.
 */
export function ageStructure(population: Scenario['population']): AgeStructure {
  const { edges, shares } = bandsOf(population)
  const density = shares.map((share, band) => share / (edges[band + 1] - edges[band]))
  const edgeValues = edges.map((_, edge) => {
    if (edge === 0 || edge === shares.length) return 0
    return Math.sqrt(density[edge - 1] * density[edge])
  })
  edgeValues[0] = rises(density[0], density[1])
    ? Math.max(0, 2 * density[0] - edgeValues[1])
    : Math.max(density[0], 2 * density[0] - edgeValues[1])
  const share = new Float64Array(monthsFromYears(population.lastAge - ENTRY_AGE))
  for (let band = 0; band < shares.length; band++) {
    const from = monthsFromYears(edges[band] - ENTRY_AGE)
    const width = monthsFromYears(edges[band + 1] - ENTRY_AGE) - from
    const cumulative = bandDensity(density[band], edgeValues[band], edgeValues[band + 1])
    const years = width / 12
    for (let month = 0; month < width; month++)
      share[from + month] = years * (cumulative((month + 1) / width) - cumulative(month / width))
  }
  let total = 0
  for (const value of share) total += value
  for (let month = 0; month < share.length; month++) share[month] /= total
  return { share, ...flowsOf(share) }
}

/**
 * The density inside a band as its integral from 0 to t, t from 0 to 1, given its mean and its values at both edges.
 * Falling: right + (left - right)(1 - t)^q; rising: left + (right - left) t^q, with q fixed by the mean. A hump or a
 * dip between two edges is a tent with its peak or trough in the middle; where even 0 is too much there, it is flat.
 */
function bandDensity(mean: number, left: number, right: number): (t: number) => number {
  // The mean of (1 - t)^q and of t^q is 1 / (q + 1).
  if (mean - right > 0 && left > mean) {
    const q = (left - right) / (mean - right) - 1
    if (q === 0) return (t) => mean * t
    return (t) => right * t + ((left - right) / (q + 1)) * (1 - tail(1 - t, q + 1))
  }
  if (rises(left, mean) && rises(mean, right)) {
    const q = (right - left) / (mean - left) - 1
    return (t) => left * t + ((right - left) / (q + 1)) * tail(t, q + 1)
  }
  const middle = 2 * mean - (left + right) / 2
  const isHump = rises(left, mean) && rises(right, mean)
  const isDip = rises(mean, left) && rises(mean, right)
  if (!(isHump || isDip) || middle < 0) return (t) => mean * t
  return (t) => {
    if (t <= 0.5) return left * t + (middle - left) * t * t
    const rest = 1 - t
    return mean - right * rest - (middle - right) * rest * rest
  }
}

function flowsOf(share: Float64Array): Omit<AgeStructure, 'share'> {
  const survival = new Float64Array(share.length)
  const entry = new Float64Array(share.length)
  const ends = new Int32Array(share.length)
  // Where people last entered, and the chance of staying up to there.
  let entered = 0
  let stayed = 1
  let alive = 1
  let hasLateEntry = share[0] === 0
  entry[0] = share[0]
  survival[0] = 1
  for (let month = 1; month < share.length; month++) {
    if (rises(share[month - 1], share[month])) {
      entry[month] = share[month] - share[month - 1]
      entered = month
      stayed = share[month - 1] === 0 ? 1 : alive
      alive = stayed
      hasLateEntry = true
    } else if (share[entered] > 0) alive = Math.min(alive, (stayed * share[month]) / share[entered])
    survival[month] = alive
  }
  for (let month = share.length - 1, end = share.length; month >= 0; month--) {
    if (share[month] === 0) end = month
    ends[month] = end
  }
  if (!hasLateEntry) return { survival, ends, entry: null }
  let sum = 0
  for (let month = 0; month < entry.length; month++) entry[month] = sum += entry[month]
  for (let month = 0; month < entry.length; month++) entry[month] /= sum
  return { survival, ends, entry }
}

interface AgeBands {
  /** Years; one more than there are shares. */
  readonly edges: readonly number[]
  readonly shares: readonly number[]
}

function bandsOf({ ages, ageShare, pyramid, lastAge }: Scenario['population']): AgeBands {
  if (ages === 'users') {
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
  const { survival, ends } = structure
  const level = u * survival[from]
  // The first month whose survival lies below the level; survival never rises before the next empty age.
  let low = from + 1
  let high = Math.max(low, ends[from])
  while (low < high) {
    const middle = (low + high) >> 1
    if (survival[middle] < level) high = middle
    else low = middle + 1
  }
  return low
}

/** Month of age for a uniform draw from a distribution that is given by its running sums. */
export function ageAt(cumulative: Float64Array, u: number): number {
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
  for (let month = 0; month < cumulative.length; month++) {
    sum += structure.share[month]
    cumulative[month] = sum
  }
  return cumulative
}
