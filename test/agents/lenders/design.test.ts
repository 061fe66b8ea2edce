import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  between,
  designDistance,
  headPurposes,
  innovated,
  nearestArchetype,
  onSimplex,
  productLetters,
  STEP_DIMENSIONS,
  strategyOf,
} from '../../../src/agents/lenders/design.ts'
import { type Design, productDesign } from '../../../src/agents/lenders/lender.ts'
import { ARCHETYPES } from '../../../src/base/vocabulary.ts'
import { DEFAULT_SCENARIO } from '../../../src/scenarios/parameters.ts'
import type { RosterEntry, Scenario } from '../../../src/scenarios/scenario.ts'
import { scenarioWith } from '../../verification/market.ts'

const apart = scenarioWith((draft) => {
  draft.products.differentiation = 1
})
const designOf = (archetype: (typeof ARCHETYPES)[number], scenario: Scenario = apart): Design =>
  productDesign(scenario, archetype)
const still = new Float64Array(STEP_DIMENSIONS)

const coordinate = fc.double({ min: -3, max: 3, noNaN: true })
const anyNormals = fc.array(fc.double({ min: -6, max: 6, noNaN: true }), {
  minLength: STEP_DIMENSIONS,
  maxLength: STEP_DIMENSIONS,
})

function expectValid(design: Design): void {
  expect(Math.abs(design.fit.reduce((sum, weight) => sum + weight, 0) - 1)).toBeLessThan(1e-9)
  for (const weight of design.fit) expect(weight).toBeGreaterThanOrEqual(0)
  expect(design.channel).toBeGreaterThanOrEqual(0)
  expect(design.channel).toBeLessThanOrEqual(1)
  expect(Number.isSafeInteger(design.limitFen) && design.limitFen > 0).toBe(true)
  expect(Number.isInteger(design.termMonths) && design.termMonths >= 1 && design.termMonths <= 60).toBe(true)
}

describe('the simplex', () => {
  test('takes the nearest point: known answers', () => {
    expect(onSimplex([0.5, 0.5, 0.5])).toEqual([0.333334, 0.333333, 0.333333])
    expect(onSimplex([2, 0, 0])).toEqual([1, 0, 0])
    expect(onSimplex([0.9, 0.3, -0.4])).toEqual([0.8, 0.2, 0])
  })

  test('no other point of the simplex lies nearer', () => {
    const point = fc.array(coordinate, { minLength: 6, maxLength: 6 })
    fc.assert(
      fc.property(point, point, (from, toward) => {
        const nearest = onSimplex(from)
        const other = onSimplex(toward)
        const distance = (to: number[]): number => Math.sqrt(to.reduce((sum, x, k) => sum + (x - from[k]) ** 2, 0))
        expect(distance(nearest)).toBeLessThanOrEqual(distance(other) + 1e-5)
      }),
    )
  })
})

describe('imitation', () => {
  test('goes the stated share of the way', () => {
    const [own, copied] = [designOf('traditional'), designOf('rent')]
    const step = between(apart, own, copied, 0.25)
    expectValid(step)
    expect(designDistance(own, step)).toBeCloseTo(0.25 * designDistance(own, copied), 5)
    expect(designDistance(step, copied)).toBeCloseTo(0.75 * designDistance(own, copied), 5)
    expect(between(apart, own, copied, 0)).toEqual(own)
    expect(designDistance(between(apart, own, copied, 1), copied)).toBeLessThan(1e-6)
  })

  test('leaves limits and terms alone unless they differentiate', () => {
    const [own, copied] = [designOf('student'), designOf('usedCar')]
    expect(between(apart, own, copied, 1)).toMatchObject({ limitFen: own.limitFen, termMonths: own.termMonths })
    const all = scenarioWith((draft) => {
      draft.products.contracts = 'fitLimitsTerms'
    })
    expect(between(all, own, copied, 1)).toMatchObject({ limitFen: copied.limitFen, termMonths: copied.termMonths })
    const half = between(all, own, copied, 0.5)
    // Half-way in logs, to the hundred yuan: √(3,000 × 30,000) = 9,487.
    expect(half.limitFen).toBe(950_000)
    expect(half.termMonths).toBe(21)
  })
})

describe('innovation', () => {
  test('with perfect research reaches what it aims at; with none it only steps', () => {
    const [own, aim] = [designOf('ecommerce'), designOf('education')]
    const withResearch = (chi: number): Scenario =>
      scenarioWith((draft) => {
        draft.products.research = chi
      })
    expect(designDistance(innovated(withResearch(1), own, aim, still), aim)).toBeLessThan(1e-5)
    expect(innovated(withResearch(0), own, aim, still)).toEqual(own)
    const half = innovated(withResearch(0.5), own, aim, still)
    expect(designDistance(half, aim)).toBeCloseTo(0.5 * designDistance(own, aim), 5)
    expect(innovated(withResearch(1), own, null, still)).toEqual(own)
  })

  test('always gives a valid design', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...ARCHETYPES),
        fc.constantFrom(...ARCHETYPES, null),
        anyNormals,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.constantFrom('fit' as const, 'fitLimitsTerms' as const),
        (own, aim, normals, randomStep, contracts) => {
          const scenario = scenarioWith((draft) => {
            Object.assign(draft.products, { randomStep, contracts, differentiation: 1 })
          })
          const target = aim === null ? null : designOf(aim)
          expectValid(innovated(scenario, designOf(own), target, normals))
        },
      ),
    )
  })
})

test('an archetype is the nearest to itself', () => {
  for (const archetype of ARCHETYPES) expect(nearestArchetype(designOf(archetype))).toBe(archetype)
})

test('the head of demand is shopping alone in Table 3', () => {
  expect([...headPurposes(DEFAULT_SCENARIO.needs.share)]).toEqual([1, 0, 0, 0, 0, 0])
  const even = { shopping: 0.3, education: 0.3, rent: 0.2, renovation: 0.1, travel: 0.05, other: 0.05 }
  expect([...headPurposes(even)]).toEqual([1, 1, 1, 0, 0, 0])
})

test('a strategy follows from class and products unless the roster names one', () => {
  const head = headPurposes(DEFAULT_SCENARIO.needs.share)
  const entry = (set: Partial<RosterEntry>): RosterEntry => ({
    name: 'x',
    class: 'licensed',
    model: 'creditApp',
    weight: 1,
    products: ['electronics'],
    ...set,
  })
  expect(strategyOf(entry({}), head)).toBe('mainstream')
  expect(strategyOf(entry({ class: 'platform' }), head)).toBe('innovator')
  expect(strategyOf(entry({ class: 'platform', products: ['education', 'travel'] }), head)).toBe('niche')
  expect(strategyOf(entry({ products: ['education', 'electronics'] }), head)).toBe('mainstream')
  expect(strategyOf(entry({ strategy: 'imitator' }), head)).toBe('imitator')
})

test('letters of products go on after z', () => {
  expect([0, 1, 25, 26, 27, 51, 52, 701, 702].map(productLetters)).toEqual([
    'a',
    'b',
    'z',
    'aa',
    'ab',
    'az',
    'ba',
    'zz',
    'aaa',
  ])
})
