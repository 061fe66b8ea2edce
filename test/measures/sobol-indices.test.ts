import { expect, test } from 'vitest'
import { resamplesOf } from '../../src/experiments/resamples.ts'
import { sobolDesign } from '../../src/experiments/sobol-design.ts'
import type { Estimate, Resampled } from '../../src/measures/resampling.ts'
import { type SobolIndices, sobolIndices } from '../../src/measures/sobol-indices.ts'

type Model = (x: readonly number[]) => number

function indicesOf(model: Model, factors: number, samples: number, seed = 2023): SobolIndices {
  const design = sobolDesign({ factors, samples, secondOrder: true }, seed)
  const rows = design.map((points) => points.map((point) => [model(point)]))
  return sobolIndices(rows, factors, resamplesOf(seed, samples))
}

function expectAround(found: readonly Estimate[], known: readonly number[], within: number): void {
  expect(found).toHaveLength(known.length)
  found.forEach(({ value, low, high }, k) => {
    expect([k, Math.abs(value - known[k]) < within]).toEqual([k, true])
    // Points of a Sobol sequence are more even than chance, so that the interval of an index without variance may be a point.
    expect([k, low - 1e-3 <= known[k], known[k] <= high + 1e-3]).toEqual([k, true, true])
  })
}

// Ishigami & Homma 1990: sin x₁ + a sin² x₂ + b x₃⁴ sin x₁, each x from −π to π, a = 7, b = 0.1; indices in closed form.
const [A, B] = [7, 0.1]
const PI4 = Math.PI ** 4
const ISHIGAMI_VARIANCE = A ** 2 / 8 + (B * PI4) / 5 + (B ** 2 * PI4 ** 2) / 18 + 1 / 2

const ishigami: Model = (u) => {
  const [x, y, z] = u.map((value) => Math.PI * (2 * value - 1))
  return Math.sin(x) + A * Math.sin(y) ** 2 + B * z ** 4 * Math.sin(x)
}

test('Ishigami: first, total and second order stand within their intervals', () => {
  const first = [(1 + (B * PI4) / 5) ** 2 / 2 / ISHIGAMI_VARIANCE, A ** 2 / 8 / ISHIGAMI_VARIANCE, 0]
  const both = (8 * B ** 2 * PI4 ** 2) / 225 / ISHIGAMI_VARIANCE
  const found = indicesOf(ishigami, 3, 4096)
  expect(first[0]).toBeCloseTo(0.3139, 4)
  expect(both).toBeCloseTo(0.2437, 4)
  expect(found.mean).toBeCloseTo(A / 2, 1)
  expect(found.variance / ISHIGAMI_VARIANCE).toBeCloseTo(1, 1)
  expectAround(found.first, first, 0.02)
  expectAround(found.total, [first[0] + both, first[1], both], 0.02)
  expectAround(found.second, [0, both, 0], 0.03)
  expect(found.firstSum.value).toBeCloseTo(first[0] + first[1], 1)
})

// Sobol' 2001, the g function: Π (|4xᵢ − 2| + aᵢ) / (1 + aᵢ); Vᵢ = (1/3) / (1 + aᵢ)², V = Π (1 + Vᵢ) − 1.
test("Sobol's g: first, total and second order stand within their intervals", () => {
  const a = [0, 1, 4.5, 9, 99, 99]
  const parts = a.map((value) => 1 / 3 / (1 + value) ** 2)
  const product = (of: readonly number[]): number => of.reduce((all, value) => all * (1 + value), 1)
  const variance = product(parts) - 1
  const model: Model = (x) => x.reduce((all, value, i) => (all * (Math.abs(4 * value - 2) + a[i])) / (1 + a[i]), 1)
  const found = indicesOf(model, 6, 4096)
  expectAround(
    found.first,
    parts.map((part) => part / variance),
    0.02,
  )
  expectAround(
    found.total,
    parts.map((part) => (part * product(parts)) / (1 + part) / variance),
    0.02,
  )
  const pairs = parts.flatMap((one, i) => parts.slice(i + 1).map((other) => (one * other) / variance))
  expectAround(found.second, pairs, 0.03)
})

test('the 95 % intervals cover the truth about as often as they say', () => {
  // x₁ + 2x₂ + x₁x₂ with y = x − ½ splits into 3/2 y₁, 5/2 y₂ and y₁y₂, which are orthogonal.
  const variances = [(9 / 4) * (1 / 12), (25 / 4) * (1 / 12), 1 / 144]
  const all = variances[0] + variances[1] + variances[2]
  const model: Model = ([x, y]) => x + 2 * y + x * y
  let covered = 0
  for (let seed = 0; seed < 40; seed++) {
    const { total } = indicesOf(model, 2, 64, seed)
    const truth = (variances[0] + variances[2]) / all
    if (total[0].low <= truth && truth <= total[0].high) covered++
  }
  expect(covered).toBeGreaterThanOrEqual(35)
})

// A row by hand: A = 1, B = 4, AB₁ = 3, BA₁ = 2 and A = 2, B = 0, AB₁ = 0, BA₁ = 2, one factor.
test('the estimators by hand', () => {
  const rows = [
    [[1], [4], [3], [2]],
    [[2], [0], [0], [2]],
  ]
  const {
    mean,
    variance,
    first,
    total,
    rows: count,
    noiseShare,
  } = sobolIndices(rows, 1, [
    [0, 1],
    [0, 1],
  ])
  expect([count, mean]).toEqual([2, 1.75])
  // ((1 − 4)² + (2 − 0)²) / 4 = 3.25; of that less ((4 − 3)² + (0 − 0)²) / 4 = 0.25; ((1 − 3)² + (2 − 0)²) / 4 = 2.
  expect(variance).toBeCloseTo(3.25, 12)
  expect(first[0].value).toBeCloseTo(3 / 3.25, 12)
  expect(total[0].value).toBeCloseTo(2 / 3.25, 12)
  expect(noiseShare).toBeNaN()
})

test('chance raises no index where there are replications, and its share is told', () => {
  // A small generator of the test's own: noise of its own at every point, on top of luck that a row shares.
  let state = 1
  const noise = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32 - 0.5
  }
  const samples = 2048
  const rows = (replications: number): number[][][] =>
    sobolDesign({ factors: 2, samples, secondOrder: false }, 7).map((points) => {
      const shared = Array.from({ length: replications }, noise)
      return points.map(([x]) => shared.map((luck) => x + luck + noise()))
    })
  const resamples = resamplesOf(7, samples)
  const [one, two] = [rows(1), rows(2)].map((values) => sobolIndices(values, 2, resamples))
  // The factor that does nothing: 1/12 of noise over a variance of 2/12, were it not for the second replication.
  expect(one.total[1].value).toBeCloseTo(1 / 2, 1)
  expect(two.total[1].low).toBeLessThan(0)
  expect(two.total[1].high).toBeGreaterThan(0)
  for (const { low, high } of [two.first[0], two.total[0]]) {
    expect(low).toBeLessThan(1)
    expect(high).toBeGreaterThan(1)
    expect(high - low).toBeLessThan(0.4)
  }
  // Three standard errors.
  expect(Math.abs(two.variance - 1 / 12)).toBeLessThan(0.02)
  // Of a mean of two: (1/12) / 2 of chance beside 1/12 of the model; what a row shares falls out.
  expect(two.noiseShare).toBeCloseTo(1 / 3, 1)
})

test('luck that moves a whole row changes no index, however large it is', () => {
  const rows = (luck: number): number[][][] =>
    sobolDesign({ factors: 3, samples: 128, secondOrder: true }, 3).map((points, row) =>
      points.map((point) => [0, 1].map((replication) => ishigami(point) + luck * ((row + replication) % 7))),
    )
  const [still, moved] = [rows(0), rows(1024)].map((values) => sobolIndices(values, 3, resamplesOf(3, 128)))
  const values = ({ first, total, second }: SobolIndices): number[] =>
    [...first, ...total, ...second].flatMap(({ value, low, high }) => [value, low, high])
  values(moved).forEach((value, k) => {
    expect(value).toBeCloseTo(values(still)[k], 9)
  })
  expect(moved.variance).toBeCloseTo(still.variance, 9)
  expect(moved.mean).toBeGreaterThan(still.mean + 1024)
})

test('rows with a value that is not known are left out', () => {
  const rows = sobolDesign({ factors: 1, samples: 64, secondOrder: false }, 1).map((points) => points.map(([x]) => [x]))
  rows[5][2][0] = NaN
  const found = sobolIndices(rows, 1, resamplesOf(1, 64))
  expect(found.rows).toBe(63)
  expect(found.total[0].value).toBeCloseTo(1, 1)
  expect(found.total[0].low).toBeGreaterThan(0.7)
})

test('an outcome that nothing moves has no indices', () => {
  const rows = sobolDesign({ factors: 2, samples: 8, secondOrder: false }, 1).map((points) => points.map(() => [3]))
  const { first, total, variance } = sobolIndices(rows, 2, resamplesOf(1, 8))
  expect(variance).toBe(0)
  for (const { value, low, high } of [...first, ...total]) expect([value, low, high]).toEqual([NaN, NaN, NaN])
})

/** Every estimate of an outcome. */
function estimatesOf({ first, total, second, firstSum }: SobolIndices): Resampled[] {
  return [...first, ...total, ...second, firstSum]
}

test('an index exists exactly when its interval does, and resamples without one are counted', () => {
  // Noise of every size on few rows: the variance less chance is negative in some of the resamples or in all.
  let state = 7
  const noise = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32 - 0.5
  }
  const seen = { none: 0, some: 0, all: 0 }
  for (let world = 0; world < 200; world++) {
    const samples = 4 + (world % 3) * 4
    const size = noise() * 8
    const rows = sobolDesign({ factors: 2, samples, secondOrder: true }, world).map((points) =>
      points.map(([x]) => [0, 1].map(() => x + size * noise())),
    )
    const found = sobolIndices(rows, 2, resamplesOf(world, samples))
    for (const { value, low, high, failed } of estimatesOf(found)) {
      const known = [value, low, high].filter(Number.isFinite).length
      expect([known, failed >= 0 && failed <= 1000]).toEqual([found.variance > 0 && failed < 500 ? 3 : 0, true])
      seen[known === 0 ? 'all' : failed > 0 ? 'some' : 'none']++
    }
  }
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(50)
})
