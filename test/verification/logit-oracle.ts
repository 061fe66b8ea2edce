/** Nested-logit shares straight from the formulas of the model, one product at a time: slow, plain, and apart from src. */

import { TASTE_DIMENSIONS, TASTE_UNIT } from '../../src/agents/consumers.ts'
import { PURPOSES } from '../../src/base/vocabulary.ts'
import type { World } from '../../src/market/world.ts'
import { ARCHETYPE_DESIGNS } from '../../src/scenarios/archetypes.ts'

export interface Shares {
  /** β₀ + λ ln Σ exp(V_j/λ) N_j^(−ω/λ): what the inside nest is worth against not borrowing. */
  readonly inside: number
  readonly borrows: number
  /** P(j | borrows), 0 for products not considered. */
  readonly given: readonly number[]
}

/** Shares of all products for a consumer without history who knows every lender. */
export function logitShares(
  world: World,
  consumer: number,
  purpose: number,
  demandFen: number,
  ageMonths: number,
): Shares {
  const { scenario, industry, offers, consumers } = world
  const { choice, tastes, needs } = scenario
  const alpha = consumers.priceSensitivity[consumer]
  const taste = Array.from(
    { length: TASTE_DIMENSIONS },
    (_, d) => consumers.taste[consumer * TASTE_DIMENSIONS + d] * TASTE_UNIT * tastes.tasteSd,
  )
  const ideal = [...PURPOSES.map((_, k) => (k === purpose ? 1 : 0)), Math.min(1, ageMonths / 12 / 62)]
  const theta = ideal.map((x, d) => x + taste[d])
  const points = industry.products.map((product) => [...product.design.fit, product.design.channel])
  const squared = (a: readonly number[], b: readonly number[]): number =>
    a.reduce((sum, x, d) => sum + (x - b[d]) ** 2, 0)
  const age = 18 + ageMonths / 12
  const considered = industry.products.map(({ archetype, boundTo }) => {
    const { ageFrom, ageTo } = ARCHETYPE_DESIGNS[archetype]
    return age >= ageFrom && age < ageTo && (boundTo === null || boundTo === PURPOSES[purpose])
  })
  const terms = industry.products.map((product, j) => {
    if (!considered[j]) return 0
    const lender = industry.lenders[product.lender]
    const staff = scenario.lenders[lender.class]
    const peers = industry.lenders.filter((other) => other.class === lender.class)
    const meanWeight = peers.reduce((sum, peer) => sum + peer.weight, 0) / peers.length
    const utility =
      -alpha * offers.posted[j] +
      choice.limit * Math.log(Math.min(1, product.design.limitFen / demandFen)) -
      (choice.term * Math.abs(product.design.termMonths - needs.term[PURPOSES[purpose]])) / 12 -
      choice.misfit * squared(theta, points[j]) +
      choice.service * (1 - 0.5 ** ((staff.training * (1 - staff.salesShare)) / scenario.service.halfTraining)) +
      choice.brand * Math.log(lender.weight / meanWeight) +
      (product.boundTo === null ? 0 : choice.pointOfSale)
    const neighbours = points.reduce(
      (sum, point, k) => (considered[k] ? sum + Math.exp(-squared(points[j], point) / 2 / choice.bandwidth ** 2) : sum),
      0,
    )
    return Math.exp(utility / choice.nestScale) * neighbours ** -choice.similarity
  })
  const total = terms.reduce((sum, term) => sum + term, 0)
  const inside = choice.borrowing + choice.nestScale * Math.log(total)
  return { inside, borrows: 1 / (1 + Math.exp(-inside)), given: terms.map((term) => term / total) }
}
