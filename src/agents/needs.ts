/** Lumpy needs: when they arrive, what for, how much; and the point of the design space that they ask for. */

import { exp, ln } from '../base/math.ts'
import { fenFromYuan, wholeFen } from '../base/units.ts'
import { ARCHETYPES, PURPOSES } from '../base/vocabulary.ts'
import { normal } from '../random/streams.ts'
import { ARCHETYPE_DESIGNS } from '../scenarios/archetypes.ts'
import { incomeProfile } from '../scenarios/life-budget.ts'
import type { Scenario } from '../scenarios/scenario.ts'
import { ENTRY_AGE } from '../scenarios/scenario.ts'
import { ageStructure } from './demography.ts'

/** Amount band (0 to 3) of a need, edges at 1,000, 5,000 and 20,000 yuan. */
export function amountBandOf(fen: number): number {
  return fen < 100_000 ? 0 : fen < 500_000 ? 1 : fen < 2_000_000 ? 2 : 3
}

/** Needs as the monthly loop uses them. */
export interface NeedTable {
  /** Chance that a need arises in a month, by month of age. */
  readonly arrival: Float64Array
  /** Cumulative shares of purposes (Table 3). */
  readonly cumulativeShare: Float64Array
  /** Log median (fen) and log sd by purpose. */
  readonly logMedian: Float64Array
  readonly sd: Float64Array
  /** Elasticity of the amount with respect to permanent income. */
  readonly incomeElasticity: number
  readonly maxFen: number
  readonly minLoanFen: number
}

export function needTable(scenario: Scenario, ageMonths: number): NeedTable {
  const { needs } = scenario
  // Poisson arrivals at a rate a month; only whether any came matters, one need is pending at a time.
  const arrival = arrivalRates(scenario, ageMonths).map((rate) => 1 - exp(-rate))
  const cumulativeShare = new Float64Array(PURPOSES.length)
  let sum = 0
  PURPOSES.forEach((purpose, k) => {
    sum += needs.share[purpose]
    cumulativeShare[k] = sum
  })
  return {
    arrival,
    cumulativeShare,
    logMedian: Float64Array.from(PURPOSES, (purpose) => ln(fenFromYuan(needs.median[purpose]))),
    sd: Float64Array.from(PURPOSES, (purpose) => needs.sd[purpose]),
    incomeElasticity: needs.incomeElasticity,
    maxFen: fenFromYuan(needs.maxAmount),
    minLoanFen: fenFromYuan(needs.minLoan),
  }
}

/** Needs a month by month of age: by stage of life or, without stages, at all ages what the population has on average. */
function arrivalRates({ needs, population }: Scenario, ageMonths: number): Float64Array {
  const { youthEnds, middleEnds } = population
  const rateAt = (month: number): number => {
    const age = ENTRY_AGE + month / 12
    return age < youthEnds ? needs.arrival.youth : age < middleEnds ? needs.arrival.middle : needs.arrival.old
  }
  const rates = new Float64Array(ageMonths)
  if (needs.stages) return rates.map((_, month) => rateAt(month))
  const { share } = ageStructure(population)
  return rates.fill(share.reduce((sum, ofAge, month) => sum + ofAge * rateAt(month), 0))
}

/** Mean over the population of permanent income a month, fen: at this income a need has the amount drawn. */
export function meanPermanentIncome(scenario: Scenario): number {
  const { persistentSd } = scenario.income
  const profile = incomeProfile(scenario)
  const { share } = ageStructure(scenario.population)
  const median = share.reduce((sum, ofAge, month) => sum + ofAge * profile[month], 0)
  return median * exp((persistentSd * persistentSd) / 2)
}

/** Purpose (index into PURPOSES) for a uniform draw. */
export function purposeOf(table: NeedTable, u: number): number {
  const { cumulativeShare } = table
  const last = cumulativeShare.length - 1
  for (let k = 0; k < last; k++) if (u < cumulativeShare[k]) return k
  return last
}

/**
 * Amount of a need in fen: lognormal by purpose, times the owner's permanent income over the mean to the power of the
 * elasticity; at least one yuan, at most the legal limit.
 */
export function needAmountFen(table: NeedTable, purpose: number, word: number, incomeRatio: number): number {
  const { logMedian, sd, incomeElasticity } = table
  const byIncome = incomeElasticity === 0 ? 0 : incomeElasticity * ln(incomeRatio)
  const fen = wholeFen(exp(logMedian[purpose] + sd[purpose] * normal(word) + byIncome))
  return fen > table.maxFen ? table.maxFen : fen < 100 ? 100 : fen
}

/** Channel that a consumer of this age asks for: 0 at 18, 1 at 80. */
export function idealChannel(ageMonths: number): number {
  const position = ageMonths / 744
  return position > 1 ? 1 : position
}

/** The point that needs ask for on average, towards which differentiation below 1 contracts products. */
export interface CentralPoint {
  readonly fit: readonly number[]
  readonly channel: number
  readonly termMonths: number
  /** Yuan: between an archetype's limit and the central one, in logs. */
  readonly limitBetween: (limit: number, delta: number) => number
}

export function centralPoint(scenario: Scenario): CentralPoint {
  const { ages, ageShare, pyramid, lastAge } = scenario.population
  // Whom the one product for all is made for: the consumers there are.
  const isUsers = ages === 'users'
  const middles = isUsers ? [19, 25, 35, 45, (50 + lastAge) / 2] : [19, 25, 35, 45, 55, (60 + lastAge) / 2]
  const { from18, from20, from30, from40, from50, from60 } = pyramid
  const shares = isUsers
    ? [ageShare.under20, ageShare.from20, ageShare.from30, ageShare.from40, ageShare.from50]
    : [from18, from20, from30, from40, from50, from60]
  const channel = shares.reduce((sum, share, b) => sum + share * idealChannel((middles[b] - ENTRY_AGE) * 12), 0)
  const designs = ARCHETYPES.map((archetype) => ARCHETYPE_DESIGNS[archetype])
  const weights = designs.map((design) =>
    PURPOSES.reduce((sum, purpose) => sum + scenario.needs.share[purpose] * design.fit[purpose], 0),
  )
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const mean = (of: (design: (typeof designs)[number]) => number): number =>
    designs.reduce((sum, design, a) => sum + weights[a] * of(design), 0) / total
  const logLimit = mean((design) => ln(design.limit))
  return {
    fit: PURPOSES.map((purpose) => scenario.needs.share[purpose]),
    channel,
    termMonths: mean((design) => design.term),
    limitBetween: (limit, delta) => exp(logLimit + delta * (ln(limit) - logLimit)),
  }
}
