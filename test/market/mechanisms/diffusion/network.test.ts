/** The networks against what is known of them: degrees, clustering, connection, tails. */
import { expect, test } from 'vitest'
import {
  acquaintance,
  buildNetwork,
  type Network,
  type NetworkKind,
  neighboursOf as tiesOf,
} from '../../../../src/market/mechanisms/diffusion/network.ts'
import { openStream } from '../../../../src/random/streams.ts'

const COUNT = 4000
const KINDS: readonly NetworkKind[] = ['wattsStrogatz', 'random', 'preferentialAttachment']

function network(kind: NetworkKind, degree = 6, rewiring = 0.1, seed = 1, count = COUNT): Network {
  return buildNetwork(openStream(seed, 'network'), kind, count, degree, rewiring)!
}

const degrees = (of: Network): number[] => Array.from({ length: of.start.length - 1 }, (_, i) => tiesOf(of, i).length)

/** Mean over persons of the share of pairs of acquaintances that know each other. */
function clustering(of: Network): number {
  const sets = degrees(of).map((_, i) => new Set(tiesOf(of, i)))
  const shares = sets.map((ties) => {
    const list = [...ties]
    if (list.length < 2) return 0
    let closed = 0
    for (let a = 0; a < list.length; a++) for (let b = 0; b < a; b++) if (sets[list[a]].has(list[b])) closed++
    return closed / ((list.length * (list.length - 1)) / 2)
  })
  return shares.reduce((sum, share) => sum + share, 0) / shares.length
}

/** How many can be reached from person 0. */
function reached(of: Network): number {
  const seen = new Set([0])
  const queue = [0]
  for (const i of queue) {
    for (const other of tiesOf(of, i)) {
      if (seen.has(other)) continue
      seen.add(other)
      queue.push(other)
    }
  }
  return seen.size
}

test.each(KINDS)('%s: ties go both ways, none twice, none to oneself, six each on average', (kind) => {
  const of = network(kind)
  const all = degrees(of)
  const wrong = [...all.keys()].filter((i) => {
    const ties = tiesOf(of, i)
    return new Set(ties).size < all[i] || ties.includes(i) || ties.some((other) => !tiesOf(of, other).includes(i))
  })
  expect(wrong).toEqual([])
  const mean = all.reduce((sum, degree) => sum + degree, 0) / COUNT
  // Growth starts from a clique of four, which is six ties short.
  expect(Math.abs(mean - 6)).toBeLessThanOrEqual(kind === 'preferentialAttachment' ? 12.001 / COUNT : 0)
})

test.each(KINDS)('%s: the same seed gives the same network, another seed another', (kind) => {
  expect(network(kind)).toEqual(network(kind))
  expect(network(kind).ties).not.toEqual(network(kind, 6, 0.1, 2).ties)
})

test.each([4, 6, 10])('a ring lattice of degree %i has clustering 3(k − 2) / 4(k − 1)', (degree) => {
  const ring = network('wattsStrogatz', degree, 0)
  expect(new Set(degrees(ring))).toEqual(new Set([degree]))
  expect(clustering(ring)).toBeCloseTo((3 * (degree - 2)) / (4 * (degree - 1)), 12)
})

test('rewiring p leaves clustering at about (1 − p)³ of the ring’s, and rewiring all leaves almost none', () => {
  const ring = (3 * 4) / (4 * 5)
  for (const rewiring of [0.1, 0.3]) {
    const expected = ring * (1 - rewiring) ** 3
    expect(Math.abs(clustering(network('wattsStrogatz', 6, rewiring)) - expected)).toBeLessThan(0.02)
  }
  expect(clustering(network('wattsStrogatz', 6, 1))).toBeLessThan(0.02)
})

test('a small world and a growing network are in one piece; a random one nearly, as e^−6 have no tie', () => {
  expect(reached(network('wattsStrogatz'))).toBe(COUNT)
  expect(reached(network('preferentialAttachment'))).toBe(COUNT)
  const alone = degrees(network('random')).filter((degree) => degree === 0).length
  expect(Math.abs(alone - COUNT * Math.exp(-6))).toBeLessThan(4 * Math.sqrt(COUNT * Math.exp(-6)))
})

test('degrees of the random network are Poisson: the variance is the mean', () => {
  const variance = degrees(network('random')).reduce((sum, degree) => sum + (degree - 6) ** 2, 0) / COUNT
  // Standard error of the variance of a Poisson variable: about mean × √(2 / n).
  expect(Math.abs(variance - 6)).toBeLessThan(4 * 6 * Math.sqrt(2.2 / COUNT))
})

test('preferential attachment has hubs, and its tail falls by the cube law: P(degree ≥ d) = m(m + 1) / d(d + 1)', () => {
  const all = degrees(network('preferentialAttachment'))
  const random = degrees(network('random'))
  expect(Math.max(...all)).toBeGreaterThan(4 * Math.max(...random))
  expect(Math.min(...all)).toBe(3)
  for (const d of [4, 6, 12, 24]) {
    const expected = (3 * 4) / (d * (d + 1))
    const share = all.filter((degree) => degree >= d).length / COUNT
    expect(Math.abs(share - expected)).toBeLessThan(0.02 + 0.05 * expected)
  }
})

test('an acquaintance is any of one’s ties, anybody else under mixing, and nobody for the friendless', () => {
  const of = network('wattsStrogatz')
  const seen = new Set(Array.from({ length: 600 }, (_, k) => acquaintance(of, COUNT, 7, (k + 0.5) / 600)))
  const ties = tiesOf(of, 7)
  expect([...seen].sort((a, b) => a - b)).toEqual(ties)
  // Each of them by as large a part of the draws.
  const picked = ties.map((_, k) => acquaintance(of, COUNT, 7, (k + 0.5) / ties.length))
  expect(picked).toEqual(ties)
  const others = Array.from({ length: 4 }, (_, k) => acquaintance(null, 5, 2, (k + 0.5) / 4))
  expect(others).toEqual([0, 1, 3, 4])
  const lonely = { start: Uint32Array.of(0, 0), ties: new Int8Array() }
  expect(acquaintance(lonely, 1, 0, 0.5)).toBe(-1)
})

test('slots keep all their bits, and ties at the edge of what a byte holds their distance', () => {
  const far = (slot: number): number[] => [-128, ...new Int8Array(Uint32Array.of(slot).buffer)]
  const ties = Int8Array.from([...far(872), -127, 127, ...far(1128), ...far(4_294_967_295)])
  const of = { start: new Uint32Array(1002).fill(ties.length, 1001), ties }
  expect(tiesOf(of, 1000)).toEqual([872, 873, 1127, 1128, 4_294_967_295])
})

test('without a network, and under mixing, nothing is stored', () => {
  for (const kind of ['none', 'mixing'] as const)
    expect(buildNetwork(openStream(1, 'network'), kind, 10, 6, 0.1)).toBe(null)
})
