import { expect, test } from 'vitest'
import { threefry2x32 } from '../../src/random/threefry.ts'
import { chiSquare, chiSquareLimit } from './statistics.ts'

function words(key: readonly [number, number], counter: readonly [number, number]): [number, number] {
  const out = new Int32Array(2)
  threefry2x32(key[0] | 0, key[1] | 0, counter[0] | 0, counter[1] | 0, out)
  return [out[0] >>> 0, out[1] >>> 0]
}

// Rows "threefry2x32 20" of kat_vectors in Random123, the generator's reference implementation.
test.each([
  { counter: [0x00000000, 0x00000000], key: [0x00000000, 0x00000000], expected: [0x6b200159, 0x99ba4efe] },
  { counter: [0xffffffff, 0xffffffff], key: [0xffffffff, 0xffffffff], expected: [0x1cb996fc, 0xbb002be7] },
  { counter: [0x243f6a88, 0x85a308d3], key: [0x13198a2e, 0x03707344], expected: [0xc4923a9c, 0x483df7a0] },
] as const)('known answer of counter $counter', ({ counter, key, expected }) => {
  expect(words(key, counter)).toEqual(expected)
})

/** The algorithm as its paper states it, in loops and big integers. */
function reference(key: readonly [number, number], counter: readonly [number, number]): [number, number] {
  const wrap = (x: bigint): bigint => x & 0xffffffffn
  const keys = [BigInt(key[0]), BigInt(key[1]), 0x1bd11bdan ^ BigInt(key[0]) ^ BigInt(key[1])]
  const rotations = [13n, 15n, 26n, 6n, 17n, 29n, 16n, 24n]
  let x0 = wrap(BigInt(counter[0]) + keys[0])
  let x1 = wrap(BigInt(counter[1]) + keys[1])
  for (let round = 0; round < 20; round++) {
    x0 = wrap(x0 + x1)
    x1 = wrap((x1 << rotations[round % 8]) | (x1 >> (32n - rotations[round % 8]))) ^ x0
    if (round % 4 === 3) {
      const group = (round + 1) / 4
      x0 = wrap(x0 + keys[group % 3])
      x1 = wrap(x1 + keys[(group + 1) % 3] + BigInt(group))
    }
  }
  return [Number(x0), Number(x1)]
}

test('agrees with the algorithm written out', () => {
  let key: [number, number] = [1, 2]
  let counter: [number, number] = [3, 4]
  for (let k = 0; k < 2000; k++) {
    const out = words(key, counter)
    expect(out).toEqual(reference(key, counter))
    ;[key, counter] = [counter, out]
  }
})

test('one flipped bit of key or counter flips half of the bits of the output', () => {
  const base = [0x12345678, 0x9abcdef0, 0x0fedcba9, 0x87654321]
  const flips = new Float64Array(64)
  const trials = 500
  for (let trial = 0; trial < trials; trial++) {
    const input = base.map((word, k) => (word + Math.imul(trial, 0x9e3779b9 + k)) >>> 0)
    const before = words([input[0], input[1]], [input[2], input[3]])
    for (let bit = 0; bit < 128; bit++) {
      const changed = input.slice()
      changed[bit >> 5] = (changed[bit >> 5] ^ (1 << (bit & 31))) >>> 0
      const after = words([changed[0], changed[1]], [changed[2], changed[3]])
      for (let out = 0; out < 64; out++) flips[out] += ((before[out >> 5] ^ after[out >> 5]) >>> (out & 31)) & 1
    }
  }
  // 64,000 flips of a fair coin for each output bit: sums of their squared scores are χ² with 64 degrees.
  const n = trials * 128
  const squares = flips.reduce((sum, count) => sum + (count - n / 2) ** 2 / (n / 4), 0)
  expect(squares).toBeLessThan(chiSquareLimit(64))
})

test('consecutive counters give uniform bytes in every place of the output', () => {
  for (const place of [0, 8, 16, 24, 32, 40, 48, 56]) {
    const counts = new Float64Array(256)
    for (let k = 0; k < 100_000; k++) counts[(words([7, 0], [k, 0])[place >> 5] >>> (place & 31)) & 255]++
    expect(chiSquare(counts)).toBeLessThan(chiSquareLimit(255))
  }
})
