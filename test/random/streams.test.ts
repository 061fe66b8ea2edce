import { expect, test } from 'vitest'
import { draw, NORMAL_TABLE, normal, openStream, type Stream, uniform } from '../../src/random/streams.ts'
import {
  chiSquare,
  chiSquareLimit,
  correlationScore,
  ERROR_RATE,
  kolmogorovSmirnov,
  kolmogorovSmirnovLimit,
  normalCdf,
  scoreLimit,
} from './statistics.ts'

const out = new Int32Array(2)

/** First words of `n` consecutive agents in one tick. */
function wordsOf(stream: Stream, n: number, tick = 0, index = 0): Int32Array {
  return Int32Array.from({ length: n }, (_, slot) => {
    draw(stream, slot, tick, index, out)
    return out[0]
  })
}

const uniformsOf = (stream: Stream, n: number, tick = 0, index = 0): Float64Array =>
  Float64Array.from(wordsOf(stream, n, tick, index), uniform)

test('the same seed and name give the same draws, in any order', () => {
  const [once, again] = [openStream(2023, 'income'), openStream(2023, 'income')]
  const forwards = wordsOf(once, 100)
  const backwards = Int32Array.from({ length: 100 }, (_, k) => {
    draw(again, 99 - k, 0, 0, out)
    return out[0]
  }).reverse()
  expect(backwards).toEqual(forwards)
})

test('streams are pinned: a change here changes every run', () => {
  const draws = (
    [
      [1, 'income'],
      [2023, 'choice'],
      [4294967296, '征信'],
    ] as const
  ).map(([seed, name]) => {
    draw(openStream(seed, name), 41, -3, 2, out)
    return [out[0], out[1]]
  })
  expect(draws).toMatchInlineSnapshot(`
    [
      [
        -844402560,
        -1935782064,
      ],
      [
        1107921580,
        -7349943,
      ],
      [
        -108882079,
        1052937759,
      ],
    ]
  `)
})

test('seeds and names that look alike have keys that share nothing', () => {
  const seeds = [...Array.from({ length: 300 }, (_, k) => k), -1, 1e9, 2 ** 32, 2 ** 32 + 1, 2 ** 53 - 1]
  const names = ['income', 'income2', 'incomes', 'ncome', 'emocni', 'Income', 'choice', 'choice/1', 'choice/11', '1']
  const streams = seeds.flatMap((seed) => names.map((name) => openStream(seed, name)))
  expect(new Set(streams.map(({ key0, key1 }) => `${key0},${key1}`)).size).toBe(streams.length)
  const counts = new Float64Array(256)
  for (const { key0, key1 } of streams) {
    for (const word of [key0, key1]) for (const place of [0, 8, 16, 24]) counts[(word >>> place) & 255]++
  }
  expect(chiSquare(counts)).toBeLessThan(chiSquareLimit(255))
})

test('a digit belongs to the seed or to the name, not to both', () => {
  const keys = [openStream(1, '1'), openStream(11, ''), openStream(1, '11'), openStream(11, '1')]
  expect(new Set(keys.map(({ key0 }) => key0)).size).toBe(4)
})

const ALIKE: readonly (readonly [string, Stream])[] = [
  ...[0, 1, 2, 3, 10, 11, 12, 2023, 2024, 4294967295, 4294967296].map(
    (seed) => [`seed ${seed}`, openStream(seed, 'income')] as const,
  ),
  ...['1', '01', '001', 'income ', 'Income', 'incom', 'income/0', 'income/1'].map(
    (name) => [`"${name}"`, openStream(1, name)] as const,
  ),
]

test('streams of seeds and names that look alike are uncorrelated', () => {
  const samples = ALIKE.map(([, stream]) => uniformsOf(stream, 20_000))
  const pairs = samples.flatMap((a, i) => samples.slice(i + 1).map((b) => correlationScore(a, b)))
  expect(Math.max(...pairs.map(Math.abs))).toBeLessThan(scoreLimit(pairs.length))
  expect(Math.min(...pairs.map(Math.abs))).toBeGreaterThan(0)
})

test('the same agents, ticks and indices under other seeds fall evenly over the unit square', () => {
  const [a, b] = [1, 2].map((seed) => uniformsOf(openStream(seed, 'choice'), 200_000))
  const counts = new Float64Array(400)
  a.forEach((u, k) => {
    counts[Math.floor(u * 20) * 20 + Math.floor(b[k] * 20)]++
  })
  expect(chiSquare(counts)).toBeLessThan(chiSquareLimit(399))
})

test('neighbours in agent, tick, index and word are uncorrelated', () => {
  const stream = openStream(7, 'needs')
  const n = 100_000
  const here = uniformsOf(stream, n)
  const second = Float64Array.from({ length: n }, (_, slot) => {
    draw(stream, slot, 0, 0, out)
    return uniform(out[1])
  })
  const others = [
    uniformsOf(stream, n, 1),
    uniformsOf(stream, n, -1),
    uniformsOf(stream, n, 0, 1),
    uniformsOf(stream, n + 1).slice(1),
    second,
  ]
  for (const other of others) expect(Math.abs(correlationScore(here, other))).toBeLessThan(scoreLimit(others.length))
})

test('counters of different ticks and indices never meet', () => {
  const stream = openStream(1, 'income')
  const seen = new Set<string>()
  const [ticks, indices] = [
    [-2048, -1, 0, 1, 2, 120, 522_239],
    [0, 1, 2, 4094, 4095],
  ]
  for (const tick of ticks) {
    for (const index of indices) {
      draw(stream, 5, tick, index, out)
      seen.add(`${out[0]},${out[1]}`)
    }
  }
  expect(seen.size).toBe(ticks.length * indices.length)
})

test('uniforms lie strictly between 0 and 1 and are uniform', () => {
  expect(uniform(0)).toBeGreaterThan(0)
  expect(uniform(-1)).toBeLessThan(1)
  expect([uniform(0x7fffffff), uniform(-0x80000000)].map((u) => u.toFixed(9))).toEqual(['0.500000000', '0.500000000'])
  for (const seed of [1, 2, 3]) {
    const sample = uniformsOf(openStream(seed, 'uniformity'), 200_000)
    const counts = new Float64Array(1000)
    for (const u of sample) counts[Math.floor(u * 1000)]++
    expect(chiSquare(counts)).toBeLessThan(chiSquareLimit(999))
    expect(kolmogorovSmirnov(sample, (u) => u)).toBeLessThan(kolmogorovSmirnovLimit)
  }
})

test('normals are standard normal', () => {
  for (const seed of [1, 2, 3]) {
    const sample = Float64Array.from(wordsOf(openStream(seed, 'normality'), 200_000), normal)
    expect(kolmogorovSmirnov(sample, normalCdf)).toBeLessThan(kolmogorovSmirnovLimit)
    const moment = (k: number): number => sample.reduce((sum, z) => sum + z ** k, 0) / sample.length
    // Variances of z, z², z³ and z⁴ are 1, 2, 15 and 96.
    for (const [k, mean, variance] of [
      [1, 0, 1],
      [2, 1, 2],
      [3, 0, 15],
      [4, 3, 96],
    ]) {
      expect(Math.abs(moment(k) - mean) / Math.sqrt(variance / sample.length)).toBeLessThan(scoreLimit(4))
    }
  }
  expect(normal(0)).toBeGreaterThan(-6.5)
  expect(normal(-1)).toBeLessThan(6.5)
})

test('the table of normal points has mean 0 and variance 1 and is as normal as 4,096 points can be', () => {
  const squares = NORMAL_TABLE.reduce((sum, z) => sum + z * z, 0)
  expect(NORMAL_TABLE.reduce((sum, z) => sum + z, 0)).toBeCloseTo(0, 10)
  expect(squares / NORMAL_TABLE.length).toBeCloseTo(1, 12)
  NORMAL_TABLE.forEach((z, k) => {
    expect(Math.abs(normalCdf(z) - (k + 0.5) / NORMAL_TABLE.length)).toBeLessThan(2e-4)
  })
})

test('the tests of this file can fail', () => {
  const n = 20_000
  const good = uniformsOf(openStream(1, 'good'), n)
  const bent = good.map((u) => u ** 1.1)
  expect(kolmogorovSmirnov(bent, (u) => u)).toBeGreaterThan(kolmogorovSmirnovLimit)
  const leaning = good.map((u, k) => 0.95 * uniform(Math.imul(k, 0x9e3779b9)) + 0.05 * u)
  expect(Math.abs(correlationScore(good, leaning))).toBeGreaterThan(scoreLimit())
  const counts = Float64Array.from({ length: 100 }, (_, k) => (k < 50 ? 1060 : 940))
  expect(chiSquare(counts)).toBeGreaterThan(chiSquareLimit(99))
  expect(ERROR_RATE).toBeLessThan(0.001)
})
