import fc from 'fast-check'
import { expect, test } from 'vitest'
import { designPoints } from '../../src/scenarios/design.ts'

const FACTORS = {
  'credit.coverage': [0.5, 0.9],
  'products.mode': ['fixed', 'endogenous'],
  'horizon.months': [12, 24, 36],
}

test('a factorial design has every combination once, the last factor fastest', () => {
  const points = designPoints({ design: 'factorial', factors: FACTORS }, 1)
  expect(points).toHaveLength(12)
  expect(new Set(points.map(({ name }) => name)).size).toBe(12)
  expect(points[0].name).toBe('coverage-0.5_mode-fixed_months-12')
  expect(points[1].set).toEqual({ 'credit.coverage': 0.5, 'products.mode': 'fixed', 'horizon.months': 24 })
})

test('one at a time leaves all others at their first value', () => {
  const points = designPoints({ design: 'oat', factors: FACTORS }, 1)
  expect(points).toHaveLength(1 + 1 + 1 + 2)
  const first = points[0].set
  for (const { set } of points.slice(1)) {
    expect(Object.keys(set).filter((path) => set[path] !== first[path])).toHaveLength(1)
  }
})

test('paths that end alike are told apart', () => {
  const factors = { 'lenders.bank.training': [0, 1], 'lenders.platform.training': [0, 1] }
  expect(designPoints({ design: 'factorial', factors }, 1)[1].name).toBe('bank.training-0_platform.training-1')
})

const RANGES = { 'credit.coverage': [0, 1], 'products.differentiation': [0, 1], 'choice.misfit': [0, 8] }

test('a Latin hypercube has one point in every stratum of every factor', () => {
  fc.assert(
    fc.property(fc.nat(), fc.integer({ min: 2, max: 60 }), (seed, count) => {
      const points = designPoints({ design: 'lhs', points: count, factors: RANGES }, seed)
      for (const [path, [low, high]] of Object.entries(RANGES)) {
        const strata = points.map(({ set }) => Math.floor((count * (Number(set[path]) - low)) / (high - low)))
        expect(new Set(strata).size).toBe(count)
      }
    }),
    { numRuns: 100 },
  )
})

test('scrambled Sobol points keep the net: every dyadic box of two factors has its share', () => {
  fc.assert(
    fc.property(fc.nat(), (seed) => {
      const points = designPoints({ design: 'sobol', points: 64, factors: RANGES }, seed)
      for (const [a, b] of [
        [1, 64],
        [8, 8],
        [64, 1],
      ] as const) {
        const boxes = points.map(({ set }) => {
          return `${Math.floor(a * Number(set['credit.coverage']))} ${Math.floor(b * Number(set['products.differentiation']))}`
        })
        expect(new Set(boxes).size).toBe(64)
      }
    }),
    { numRuns: 50 },
  )
})

test('more Sobol points begin with the same points; another seed has others', () => {
  const of = (points: number, seed: number): string[] =>
    designPoints({ design: 'sobol', points, factors: RANGES }, seed).map(({ set }) => JSON.stringify(set))
  expect(of(50, 7).slice(0, 20)).toEqual(of(20, 7))
  expect(of(20, 8)).not.toEqual(of(20, 7))
})
