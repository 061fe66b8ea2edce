import { expect, test } from 'vitest'
import { replicationSeed } from '../../src/random/replication.ts'

test('the first replication is the run of the scenario itself', () => {
  for (const seed of [0, 7, 2023, 4_294_967_295]) expect(replicationSeed(seed, 0)).toBe(seed)
})

test('seeds of replications are pinned: a change of them changes every experiment', () => {
  expect([1, 2, 3, 999].map((k) => replicationSeed(2023, k))).toMatchInlineSnapshot(`
    [
      3587541681,
      98939912,
      1177930076,
      1274376974,
    ]
  `)
})

test('they are seeds that a scenario may have, all different, and no neighbours of one another', () => {
  const seeds = [2022, 2023, 2024].flatMap((seed) => Array.from({ length: 1000 }, (_, k) => replicationSeed(seed, k)))
  for (const seed of seeds) {
    expect(Number.isInteger(seed)).toBe(true)
    expect(seed).toBeGreaterThanOrEqual(0)
    expect(seed).toBeLessThanOrEqual(4_294_967_295)
  }
  expect(new Set(seeds).size).toBe(seeds.length)
  const hashed = Array.from({ length: 999 }, (_, k) => replicationSeed(2023, k + 1))
  const near = hashed.filter((seed) => Math.abs(seed - 2023) < 1e6 || hashed.includes(seed + 1))
  expect(near).toEqual([])
})

test('they spread evenly over the range', () => {
  const cells = new Array<number>(16).fill(0)
  for (let k = 1; k <= 1600; k++) cells[replicationSeed(11, k) >>> 28]++
  const chiSquare = cells.reduce((sum, count) => sum + (count - 100) ** 2 / 100, 0)
  // 15 degrees of freedom: the 99.9 % point.
  expect(chiSquare).toBeLessThan(37.7)
})
