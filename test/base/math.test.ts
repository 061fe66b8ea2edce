import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { exp, ln, logistic, logit, normalQuantile, power } from '../../src/base/math.ts'
import { expError, lnError } from './exact.ts'

const float64 = new Float64Array(1)
const bits = new BigInt64Array(float64.buffer)

/** The next double above a positive one, or below a negative one. */
function outward(x: number): number {
  float64[0] = x
  bits[0]++
  return float64[0]
}

const areNeighbours = (a: number, b: number): boolean => a === b || outward(a) === b || outward(b) === a

/** `count` numbers from `from` to `to`, unevenly spaced so that they hit no pattern of the reductions. */
const spread = (count: number, from: number, to: number): number[] =>
  Array.from({ length: count }, (_, k) => from + (to - from) * ((k * 0.6180339887498949) % 1))

const worst = (xs: readonly number[], error: (x: number) => number): number =>
  xs.reduce((max, x) => Math.max(max, error(x)), 0)

/** The same bits on every engine and machine: a change here changes every run. */
function fingerprint(values: readonly number[]): string {
  const bytes = Buffer.alloc(values.length * 8)
  values.forEach((value, k) => {
    bytes.writeDoubleLE(value, k * 8)
  })
  return createHash('sha256').update(bytes).digest('hex').slice(0, 16)
}

describe('exp', () => {
  test.each([
    ['from -1 to 1', -1, 1],
    ['from -40 to 40', -40, 40],
    ['with normal results', -708, 709],
  ])('is within one unit of the last place for arguments %s', (_range, from, to) => {
    expect(worst(spread(4000, from, to), (x) => expError(x, exp(x)))).toBeLessThan(1)
  })

  test('is within one unit of the last place where results are subnormal', () => {
    expect(worst(spread(2000, -745, -708), (x) => expError(x, exp(x)))).toBeLessThan(1)
  })

  test('is never more than one double away from Math.exp', () => {
    expect(spread(200_000, -745, 709.7).filter((x) => !areNeighbours(exp(x), Math.exp(x)))).toEqual([])
  })

  test('has the special values of e^x', () => {
    expect([exp(0), exp(-0), exp(Infinity), exp(-Infinity)]).toEqual([1, 1, Infinity, 0])
    expect(exp(Number.NaN)).toBeNaN()
    expect(expError(1, exp(1))).toBeLessThan(1)
    expect(exp(1e-300)).toBe(1)
    expect(exp(709.782712893384)).toBeLessThan(Infinity)
    expect(exp(709.7827128933841)).toBe(Infinity)
    expect(exp(-745.1332191019411)).toBe(Number.MIN_VALUE)
    expect(exp(-745.1332191019412)).toBe(0)
  })

  test('never falls', () => {
    const x = fc.double({ min: -746, max: 710, noNaN: true })
    fc.assert(
      fc.property(x, x, (a, b) => exp(Math.min(a, b)) <= exp(Math.max(a, b))),
      { seed: 1, numRuns: 20_000 },
    )
    const falls = (a: number): boolean => exp(outward(a)) < exp(a) || exp(outward(-a)) > exp(-a)
    expect(spread(200_000, 0.001, 709).filter(falls)).toEqual([])
  })
})

describe('ln', () => {
  test.each([
    ['near one', 0.5, 2],
    ['usual', 1e-6, 100],
    ['of money', 1, 1e12],
    ['huge', 1, 1e308],
    ['tiny', 2.3e-308, 1e-300],
  ])('is within one unit of the last place for arguments %s', (_range, from, to) => {
    expect(worst(spread(4000, from, to), (x) => lnError(x, ln(x)))).toBeLessThan(1)
  })

  test('is never more than one double away from Math.log', () => {
    const xs = spread(200_000, -708, 709).map(Math.exp)
    expect(xs.filter((x) => !areNeighbours(ln(x), Math.log(x)))).toEqual([])
  })

  test('has the special values of the logarithm', () => {
    expect([ln(1), ln(0), ln(-0), ln(Infinity)]).toEqual([0, -Infinity, -Infinity, Infinity])
    expect(ln(-1)).toBeNaN()
    expect(ln(Number.NaN)).toBeNaN()
    expect(ln(Number.MIN_VALUE)).toBe(Math.log(Number.MIN_VALUE))
    expect(ln(2)).toBe(Math.LN2)
  })

  test('never falls, not even across the powers of two', () => {
    const x = fc.double({ min: 0, max: Number.MAX_VALUE, noNaN: true })
    fc.assert(
      fc.property(x, x, (a, b) => ln(Math.min(a, b)) <= ln(Math.max(a, b))),
      { seed: 1, numRuns: 20_000 },
    )
    const xs = [...spread(200_000, 0.01, 100), ...Array.from({ length: 2000 }, (_, k) => 2 ** (k - 1000))]
    expect(xs.filter((a) => ln(outward(a)) < ln(a))).toEqual([])
  })
})

describe('functions made of them', () => {
  test('ln undoes exp', () => {
    for (const x of spread(10_000, -700, 700))
      expect(Math.abs(ln(exp(x)) - x)).toBeLessThanOrEqual(1e-15 * Math.max(1, Math.abs(x)))
  })

  test('power is within 1e-13 while |y ln x| is below 100', () => {
    const x = fc.double({ min: 1e-12, max: 1e12, noNaN: true })
    const y = fc.double({ min: -3.5, max: 3.5, noNaN: true })
    fc.assert(
      fc.property(x, y, (a, b) => Math.abs(power(a, b) / a ** b - 1) < 1e-13),
      { seed: 1, numRuns: 20_000 },
    )
  })

  test('logistic is a distribution function with logit as its inverse', () => {
    expect([logistic(0), logistic(800), logistic(-800)]).toEqual([0.5, 1, 0])
    for (const p of spread(1000, 1e-9, 1 - 1e-9)) expect(logistic(logit(p))).toBeCloseTo(p, 14)
    for (const x of spread(1000, -30, 30)) expect(logistic(x) + logistic(-x)).toBeCloseTo(1, 15)
  })

  test('normalQuantile meets published values', () => {
    // Wichura (1988) gives those at 0.25, 0.001 and 1e-20 as checks of AS 241.
    expect(normalQuantile(0.5)).toBe(0)
    expect(normalQuantile(0.25)).toBeCloseTo(-0.6744897501960817, 15)
    expect(normalQuantile(0.001)).toBeCloseTo(-3.0902323061678136, 14)
    expect(normalQuantile(1e-20)).toBeCloseTo(-9.26234008979841, 13)
    expect(normalQuantile(0.975)).toBeCloseTo(1.9599639845400543, 14)
  })

  test('normalQuantile is odd and never falls', () => {
    const p = fc.double({ min: 1e-12, max: 1 - 1e-12, noNaN: true })
    fc.assert(
      fc.property(p, p, (a, b) => normalQuantile(Math.min(a, b)) <= normalQuantile(Math.max(a, b))),
      {
        seed: 1,
        numRuns: 20_000,
      },
    )
    for (let k = 1; k < 512; k++) expect(normalQuantile(1 - k / 1024)).toBe(-normalQuantile(k / 1024))
  })
})

test('every engine computes the same bits', () => {
  expect(fingerprint(spread(20_000, -745, 709.7).map(exp))).toMatchInlineSnapshot(`"5e922230193bb0e7"`)
  expect(fingerprint(spread(20_000, 1e-9, 1e9).map(ln))).toMatchInlineSnapshot(`"f36f83ffeae21cae"`)
  expect(fingerprint(spread(20_000, 1e-10, 1 - 1e-10).map(normalQuantile))).toMatchInlineSnapshot(`"17ebf0f33990af25"`)
})
