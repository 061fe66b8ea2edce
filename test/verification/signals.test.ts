/** Case 6: signals of given precision rank defaulters as numerical integration says. */
import { describe, expect, test } from 'vitest'
import { signalWeights } from '../../src/agents/underwriting.ts'
import { bureauSignal, platformSignal } from '../../src/market/apply.ts'
import type { World } from '../../src/market/world.ts'
import { founded, type Recipe, roster, size, tableFour } from './market.ts'

const MEAN_DISTRESS = -4.6
const DISTRESS_SD = 1.5

/**
 * AUC of a normal score whose correlation with the standardised type z is r, for default with chance Λ(m + sd z):
 * E[q(s) 1 − q(s')] over s > s' by the midpoint rule, with q(s) = E[Λ | s] by the same.
 */
function integratedAuc(r: number, mean = MEAN_DISTRESS, sd = DISTRESS_SD): number {
  const points = 600
  const width = 15 / points
  const at = (k: number): number => -7.5 + (k + 0.5) * width
  const density = (x: number): number => (Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI)) * width
  const rest = Math.sqrt(1 - r * r)
  let [bad, below, area] = [0, 0, 0]
  for (let k = 0; k < points; k++) {
    let q = 0
    for (let e = 0; e < points; e++) q += density(at(e)) / (1 + Math.exp(-mean - sd * (r * at(k) + rest * at(e))))
    const [hit, miss] = [q * density(at(k)), (1 - q) * density(at(k))]
    area += hit * (below + miss / 2)
    below += miss
    bad += hit
  }
  return area / (bad * (1 - bad))
}

/** AUC of scores where person i defaults with chance p_i, averaged over the coin tosses. */
function auc(score: readonly number[], chance: readonly number[]): number {
  const order = [...score.keys()].sort((a, b) => score[a] - score[b])
  let [area, below, bad] = [0, 0, 0]
  for (const i of order) {
    area += chance[i] * below
    below += 1 - chance[i]
    bad += chance[i]
  }
  return area / (bad * below)
}

const signalsOf =
  (bureauNoiseSd: number, platformNoiseSd: number, signalErrorCorrelation: number): Recipe =>
  (draft) => {
    roster({ class: 'platform', products: ['ecommerce'] }, { class: 'platform', products: ['travel'] })(draft)
    Object.assign(draft.information, { bureauNoiseSd, platformNoiseSd, signalErrorCorrelation, thinFileVariance: 6 })
    Object.assign(draft.repayment, { meanDistress: MEAN_DISTRESS, distressSd: DISTRESS_SD })
    Object.assign(draft.credit, { coverage: 1, scoredShare: 1 })
    tableFour(draft)
    Object.assign(draft.lenders.platform, { usesBureau: true, usesPlatformData: true })
  }

const BLOCKS = 25
const BLOCK = 6000
/** Two-sided limit of Student's t with 24 degrees of freedom at an error rate of 1e-4 over 12 looks. */
const STUDENT_LIMIT = 5.9

/** Mean and standard error over blocks of people of the AUC of bureau, platform and combined scores. */
function simulated(world: World): { mean: number; error: number }[] {
  const { weights } = world.regime.knowledge[3][2]
  const results: number[][] = [[], [], []]
  for (let b = 0; b < BLOCKS; b++) {
    const people = Array.from({ length: BLOCK }, (_, k) => b * BLOCK + k)
    const chance = people.map((i) => 1 / (1 + Math.exp(-MEAN_DISTRESS - DISTRESS_SD * world.consumers.risk[i])))
    const bureau = people.map((i) => bureauSignal(world, i))
    const platform = people.map((i) => platformSignal(world, i, 0))
    const both = people.map((_, k) => weights.bureau * bureau[k] + weights.platform * platform[k])
    ;[bureau, platform, both].forEach((score, s) => {
      results[s].push(auc(score, chance))
    })
  }
  return results.map((blocks) => {
    const mean = blocks.reduce((sum, x) => sum + x) / BLOCKS
    const variance = blocks.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (BLOCKS - 1)
    return { mean, error: Math.sqrt(variance / BLOCKS) }
  })
}

/** Correlation of the best score from both signals with the type. */
function correlationOfBoth(bureauSd: number, platformSd: number, errorCorrelation: number): number {
  // R² of regressing z on the two signals, from their covariance matrix.
  const [vB, vP, cov] = [1 + bureauSd ** 2, 1 + platformSd ** 2, 1 + errorCorrelation * bureauSd * platformSd]
  return Math.sqrt((vB + vP - 2 * cov) / (vB * vP - cov * cov))
}

const NOISE = [
  { bureauSd: 1.78, platformSd: 1.62, correlation: 0 },
  { bureauSd: 1.6, platformSd: 1.5, correlation: 0.3 },
  { bureauSd: 0.7, platformSd: 2.5, correlation: -0.4 },
  { bureauSd: 2, platformSd: 1, correlation: 0.6 },
]

describe.each(NOISE)('noise $bureauSd and $platformSd, correlation $correlation', (noise) => {
  const { bureauSd, platformSd, correlation } = noise
  const world = founded(size(BLOCKS * BLOCK, 9), signalsOf(bureauSd, platformSd, correlation))
  const theory = [
    integratedAuc(1 / Math.sqrt(1 + bureauSd ** 2)),
    integratedAuc(1 / Math.sqrt(1 + platformSd ** 2)),
    integratedAuc(correlationOfBoth(bureauSd, platformSd, correlation)),
  ]

  test('bureau, platform and combined scores have the AUC that integration gives', () => {
    simulated(world).forEach(({ mean, error }, s) => {
      expect(error).toBeLessThan(0.003)
      expect(Math.abs(mean - theory[s]) / error).toBeLessThan(STUDENT_LIMIT)
    })
    expect(theory[2]).toBeGreaterThanOrEqual(Math.max(theory[0], theory[1]))
  })

  test('posterior means err by the posterior variance, and their error is independent of the signals', () => {
    const { weights } = world.regime.knowledge[3][2]
    let [square, withBureau, withPlatform] = [0, 0, 0]
    const people = 60_000
    for (let i = 0; i < people; i++) {
      const [b, p] = [bureauSignal(world, i), platformSignal(world, i, 1)]
      const error = world.consumers.risk[i] - weights.bureau * b - weights.platform * p
      square += error * error
      withBureau += error * b
      withPlatform += error * p
    }
    // Standard error of a mean of squares is √2 of it over √n; 0.04 is seven of those, for products likewise.
    expect(Math.abs(square / people / weights.variance - 1)).toBeLessThan(0.04)
    expect(Math.abs(withBureau / people)).toBeLessThan(0.04)
    expect(Math.abs(withPlatform / people)).toBeLessThan(0.04)
  })
})

test('noise of 1.78 and 1.62 gives the published AUCs of Berg et al. (2020): .683, .696 and, both, .736', () => {
  expect(integratedAuc(1 / Math.sqrt(1 + 1.78 ** 2))).toBeCloseTo(0.683, 3)
  expect(integratedAuc(1 / Math.sqrt(1 + 1.62 ** 2))).toBeCloseTo(0.696, 2)
  expect(Math.abs(integratedAuc(correlationOfBoth(1.78, 1.62, 0)) - 0.736)).toBeLessThan(0.001)
})

test.each([
  { shared: 0, withBureau: 0 },
  { shared: 0.85, withBureau: 0 },
  { shared: 0.85, withBureau: 0.6 },
  { shared: 1, withBureau: 0.6 },
])('errors of two platforms share $shared of their variance beside $withBureau with the bureau', (of) => {
  const { shared, withBureau } = of
  const people = 40_000
  const world = founded(size(people, 3), signalsOf(1, 1, withBureau), (draft) => {
    draft.information.sharedPlatformError = shared
  })
  const sums = { variance: 0, platforms: 0, bureau: 0 }
  for (let i = 0; i < people; i++) {
    const risk = world.consumers.risk[i]
    const [first, second] = [platformSignal(world, i, 0) - risk, platformSignal(world, i, 1) - risk]
    sums.variance += first * first
    sums.platforms += first * second
    sums.bureau += first * (bureauSignal(world, i) - risk)
    if (i < 100) expect(platformSignal(world, i, 0) - risk).toBe(first)
    if (shared === 1) expect(second).toBe(first)
  }
  // A mean of products of standard normals has a standard error of at most √2 over √n.
  const limit = (4.5 * Math.SQRT2) / Math.sqrt(people)
  const r2 = withBureau * withBureau
  expect(Math.abs(sums.variance / people - 1)).toBeLessThan(limit)
  expect(Math.abs(sums.platforms / people - (r2 + (1 - r2) * shared))).toBeLessThan(limit)
  expect(Math.abs(sums.bureau / people - withBureau)).toBeLessThan(limit)
})

test('a thin file has the scored file’s error times the root of the variance ratio', () => {
  const world = founded(size(2000, 3), signalsOf(1.6, 1.5, 0))
  for (let i = 0; i < world.consumers.count; i++) {
    const scored = bureauSignal(world, i) - world.consumers.risk[i]
    world.consumers.file[i] = 1
    expect(bureauSignal(world, i) - world.consumers.risk[i]).toBeCloseTo(scored * Math.sqrt(6), 10)
  }
  const [scored, thin] = [world.regime.knowledge[2][2].weights, world.regime.knowledge[2][1].weights]
  expect(scored).toEqual(signalWeights(1.6 ** 2, Infinity, 0))
  expect(thin.bureau).toBeCloseTo(1 / (1 + 6 * 1.6 ** 2), 12)
})
