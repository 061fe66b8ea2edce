/** Learning of losses: a gamma prior, Poisson charge-offs, evidence that fades. */
import { describe, expect, test } from 'vitest'
import {
  lossBelief as belief,
  fadedEvidence,
  type OwnLosses,
  rounded,
} from '../../../src/agents/lenders/loss-belief.ts'
import { luck } from '../../verification/market.ts'

/** The prior of these cases is worth ten. */
const lossBelief = (first: number, evidence: OwnLosses): number => belief(first, evidence, 10)

/** What a lender believes after months of `modelled` charge-offs, of which `realised` came true. */
function learnt(months: number, weight: number, modelled: number, realised: (month: number) => number): OwnLosses {
  const evidence = { modelled: 0, realised: 0 }
  for (let m = 0; m < months; m++) {
    evidence.modelled = fadedEvidence(evidence.modelled, modelled, weight)
    evidence.realised = fadedEvidence(evidence.realised, realised(m), weight)
  }
  return evidence
}

describe('the posterior', () => {
  test('is the mean of a gamma that has seen so many charge-offs', () => {
    // Gamma(10 × 2.5, 10) and 15 charge-offs where 10 were modelled: (25 + 15) / (10 + 10).
    expect(lossBelief(2.5, { modelled: 10, realised: 15 })).toBe(2)
    expect(lossBelief(1, { modelled: 30, realised: 90 })).toBe(2.5)
    expect(lossBelief(3, { modelled: 5, realised: 0 })).toBe(2)
    expect(lossBelief(1, { modelled: 0, realised: 4 })).toBe(1.4)
  })

  test('is the mean of the product of prior and likelihood, integrated by hand', () => {
    // θ^(a−1) e^(−10 θ) × θ^k e^(−m θ), a = 10 × first.
    const [first, modelled, realised] = [1.3, 7, 12]
    let weights = 0
    let sum = 0
    for (let theta = 0.0005; theta < 12; theta += 0.001) {
      const weight = Math.exp((10 * first - 1 + realised) * Math.log(theta) - (10 + modelled) * theta)
      weights += weight
      sum += weight * theta
    }
    expect(lossBelief(first, { modelled, realised })).toBeCloseTo(sum / weights, 5)
  })

  test('without exposure, or with nothing but what was expected, is the first belief', () => {
    for (const first of [0.01, 1, 2.5, 10]) {
      expect(lossBelief(first, { modelled: 0, realised: 0 })).toBe(first)
      expect(lossBelief(first, { modelled: 40, realised: 40 * first })).toBeCloseTo(first, 6)
    }
  })

  test('with the same ratio and less evidence stays nearer to the first belief', () => {
    const beliefs = [1, 10, 100, 1000].map((n) => lossBelief(1, { modelled: n, realised: 3 * n }))
    expect(beliefs).toEqual([rounded(13 / 11), 2, rounded(310 / 110), rounded(3010 / 1010)])
  })
})

describe('evidence that fades', () => {
  test('after one month and three is the sum that fading leaves', () => {
    expect(learnt(1, 0.2, 5, () => 8)).toEqual({ modelled: 5, realised: 8 })
    // 5 (1 + 0.8 + 0.64); 8 × 0.64 + 1 × 0.8 + 2.
    expect(learnt(3, 0.2, 5, (m) => [8, 1, 2][m])).toEqual({ modelled: 12.2, realised: 7.92 })
  })

  test.each([
    [0.05, 2],
    [0.2, 4],
    [0.5, 30],
  ])(
    'weight %d, %d charge-offs modelled a month: beliefs near the truth as 10 / (10 + evidence)',
    (weight, modelled) => {
      const [first, truth] = [1, 3]
      for (const months of [1, 2, 5, 12, 60, 240]) {
        const evidence = learnt(months, weight, modelled, () => truth * modelled)
        const sum = (modelled * (1 - (1 - weight) ** months)) / weight
        expect(evidence.modelled).toBeCloseTo(sum, 4)
        expect(lossBelief(first, evidence) - truth).toBeCloseTo((10 * (first - truth)) / (10 + sum), 4)
      }
    },
  )

  test('with a lender that stops lending goes, and its belief goes back to the first', () => {
    const evidence = learnt(60, 0.2, 20, () => 50)
    expect(lossBelief(1, evidence)).toBeCloseTo(1 + 1.5 * (100 / 110), 4)
    const distance: number[] = []
    for (let m = 0; m < 60; m++) {
      evidence.modelled = fadedEvidence(evidence.modelled, 0, 0.2)
      evidence.realised = fadedEvidence(evidence.realised, 0, 0.2)
      distance.push(lossBelief(1, evidence) - 1)
    }
    expect(distance).toEqual([...distance].sort((a, b) => b - a))
    expect(distance.at(-1)).toBeLessThan(0.001)
  })

  test('with charge-offs that come by chance: the belief is near the truth as often as the posterior says', () => {
    // Poisson by the product of uniforms; 12 modelled a month, fading 2 %: about 600 charge-offs are remembered.
    const next = luck(5)
    const poisson = (mean: number): number => {
      let count = -1
      for (let product = 1; product > Math.exp(-mean); product *= next()) count++
      return count
    }
    const truth = 2
    const errors = Array.from({ length: 200 }, () => {
      const evidence = learnt(300, 0.02, 12, () => poisson(truth * 12))
      return lossBelief(1, evidence) - truth
    })
    const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length
    const sd = Math.sqrt(errors.reduce((sum, error) => sum + (error - mean) ** 2, 0) / (errors.length - 1))
    // Evidence E = 12 / 0.02; bias −10 / (10 + E). Var of the faded sum: 24 / (1 − 0.98²).
    const evidence = 12 / 0.02
    const expectedSd = Math.sqrt(24 / (1 - 0.98 ** 2)) / (10 + evidence)
    expect(Math.abs(mean + 10 / (10 + evidence)) / (expectedSd / Math.sqrt(200))).toBeLessThan(3.9)
    expect(sd / expectedSd).toBeGreaterThan(0.8)
    expect(sd / expectedSd).toBeLessThan(1.2)
  })
})

test('a belief just below zero is kept as a plain zero, as the event log reads it', () => {
  expect(JSON.parse(JSON.stringify(rounded(-1e-9)))).toBe(rounded(-1e-9))
  expect(rounded(-4e-6)).toBe(-4e-6)
})

test('without prior and evidence the first belief stands', () => {
  expect(belief(1.7, { modelled: 0, realised: 0 }, 0)).toBe(1.7)
})
