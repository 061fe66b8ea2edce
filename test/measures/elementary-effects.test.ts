import { expect, test } from 'vitest'
import { type MorrisSize, morrisDesign } from '../../src/experiments/morris-design.ts'
import { resamplesOf } from '../../src/experiments/resamples.ts'
import { elementaryEffects, type Screening, screening } from '../../src/measures/elementary-effects.ts'

type Model = (x: readonly number[]) => number

function screened(model: Model, size: MorrisSize, seed = 2023): Screening[] {
  const effects = morrisDesign(size, seed).map(({ points, moves }) =>
    elementaryEffects(
      points.map((point) => [model(point)]),
      moves.map((factor, k) => ({ factor, delta: points[k + 1][factor] - points[k][factor] })),
      size.factors,
    ),
  )
  const resamples = resamplesOf(seed, size.trajectories)
  return Array.from({ length: size.factors }, (_, factor) =>
    screening(
      effects.map((found) => found[factor]),
      resamples,
    ),
  )
}

test('a linear function: the effects are its coefficients, without spread', () => {
  const found = screened(([x, y, z]) => 5 + 3 * x - 2 * y + 0 * z, { factors: 3, trajectories: 10, levels: 4 })
  ;[3, -2, 0].forEach((coefficient, k) => {
    const { mu, muStar, sigma, trajectories, noiseShare } = found[k]
    expect(trajectories).toBe(10)
    for (const end of ['value', 'low', 'high'] as const) {
      expect(mu[end]).toBeCloseTo(coefficient, 12)
      expect(muStar[end]).toBeCloseTo(Math.abs(coefficient), 12)
      expect(sigma[end]).toBeCloseTo(0, 12)
    }
    expect(noiseShare).toBeNaN()
  })
})

test('the absolute effect shows what the plain mean hides', () => {
  // (x − ½)²: over two thirds of the range the effect is ± 1/3, as often one as the other.
  const [, { mu, muStar }] = screened(([x, y]) => x + (y - 0.5) ** 2, { factors: 2, trajectories: 200, levels: 4 })
  expect(muStar.value).toBeCloseTo(1 / 3, 6)
  expect(mu.low).toBeLessThan(0)
  expect(mu.high).toBeGreaterThan(0)
})

/**
 * The function of Morris 1991, section 5. Its random coefficients are standard normal there; here they are fixed
 * numbers of that size, since his draws were not printed.
 */
function morrisFunction(): Model {
  const small = (k: number): number => 1.6 * Math.sin(12.9898 * (k + 1))
  return (x) => {
    const w = x.map((value, i) =>
      [2, 4, 6].includes(i) ? 2 * ((1.1 * value) / (value + 0.1) - 0.5) : 2 * (value - 0.5),
    )
    let y = 0
    for (let i = 0; i < 20; i++) {
      y += (i < 10 ? 20 : small(i)) * w[i]
      for (let j = i + 1; j < 20; j++) {
        y += (j < 6 ? -15 : small(100 + 20 * i + j)) * w[i] * w[j]
        for (let l = j + 1; l < 5; l++) {
          y += -10 * w[i] * w[j] * w[l]
          for (let s = l + 1; s < 4; s++) y += 5 * w[i] * w[j] * w[l] * w[s]
        }
      }
    }
    return y
  }
}

test("Morris's function of twenty factors: ten matter, three of them alone and straight", () => {
  const found = screened(morrisFunction(), { factors: 20, trajectories: 40, levels: 4 })
  const of = (from: number, to: number): Screening[] => found.slice(from - 1, to)
  const most = (which: readonly Screening[]): number => Math.max(...which.map(({ muStar }) => muStar.value))
  const least = (which: readonly Screening[]): number => Math.min(...which.map(({ muStar }) => muStar.value))
  // 1 to 10 stand clear of 11 to 20.
  expect(least(of(1, 10))).toBeGreaterThan(2 * most(of(11, 20)))
  for (const { mu, sigma } of of(8, 10)) {
    // dy/dx is 20 · 2 but for the small terms, which go to both sides.
    expect(Math.abs(mu.value - 40)).toBeLessThan(8)
    expect(sigma.value).toBeLessThan(0.4 * mu.value)
  }
  // Interactions and curvature: the spread of 1 to 6 is far beyond that of 8 to 10.
  for (const { sigma } of of(1, 6))
    expect(sigma.value).toBeGreaterThan(2 * Math.max(...of(8, 10).map((s) => s.sigma.value)))
})

test('effects, their statistics and the noise by hand', () => {
  // Two factors, Δ = 2/3; replications 10, 12 → 14, 14 → 14, 20.
  const steps = [
    { factor: 1, delta: 2 / 3 },
    { factor: 0, delta: -2 / 3 },
  ]
  const found = elementaryEffects(
    [
      [10, 12],
      [14, 14],
      [14, 20],
    ],
    steps,
    3,
  )
  // Changes of 4 and 2 over 2/3: 6 and 3; of 0 and 6 over −2/3: 0 and −9.
  expect(found[1].effect).toBeCloseTo(4.5, 12)
  expect(found[1].noise).toBeCloseTo(4.5 / 2, 12)
  expect(found[0].effect).toBeCloseTo(-4.5, 12)
  expect(found[0].noise).toBeCloseTo(40.5 / 2, 12)
  expect(found[2].effect).toBeNaN()
  const { mu, muStar, sigma, noiseShare, trajectories } = screening(
    [
      { effect: 1, noise: 0.5 },
      { effect: -3, noise: 1 },
      { effect: NaN, noise: 9 },
    ],
    // The same rows again: what an interval of no width is about.
    [
      [0, 1, 2],
      [0, 1, 2],
    ],
  )
  expect([trajectories, mu.value, muStar.value]).toEqual([2, -1, 2])
  expect(sigma.value).toBeCloseTo(Math.sqrt(8), 12)
  expect(noiseShare).toBeCloseTo(1.5 / 10, 12)
  expect([mu.low, mu.high]).toEqual([-1, -1])
})
