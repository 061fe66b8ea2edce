/**
 * Who talks to whom: an undirected graph over the consumers' slots, built once. A slot keeps its place when it is
 * reborn: a newcomer takes over the acquaintances of the one who left, so the shape of the network stays.
 */
import { draw, type Stream, uniform } from '../../../random/streams.ts'
import type { Scenario } from '../../../scenarios/scenario.ts'

/**
 * The neighbours of i, ascending, stand in `ties` from `start[i]` to `start[i + 1]`: a near one as the byte by which it is
 * away, any other as FAR and then its slot in four bytes.
 */
export interface Network {
  readonly start: Uint32Array
  readonly ties: Int8Array
}

const FAR = -128
const FAR_BYTES = 5

export type NetworkKind = Scenario['diffusion']['network']

/** Numbers one after another from a stream: building a graph is one sequence of draws, done once. */
class Luck {
  private readonly stream: Stream
  private readonly words = new Int32Array(2)
  private drawn = 0

  constructor(stream: Stream) {
    this.stream = stream
  }

  /** Uniform between 0 and 1; two from each draw. */
  next(): number {
    const second = this.drawn & 1
    if (second === 0) draw(this.stream, this.drawn >>> 1, 0, 0, this.words)
    this.drawn++
    return uniform(this.words[second])
  }

  below(bound: number): number {
    return Math.floor(this.next() * bound)
  }
}

/** Edges in the making. Each is filed with its higher end, which for a newcomer of a growing network owns few. */
class Edges {
  readonly from: Uint32Array
  readonly to: Uint32Array
  count = 0
  private readonly first: Int32Array
  private readonly next: Int32Array

  constructor(nodes: number, most: number) {
    this.from = new Uint32Array(most)
    this.to = new Uint32Array(most)
    this.first = new Int32Array(nodes).fill(-1)
    this.next = new Int32Array(most)
  }

  has(a: number, b: number): boolean {
    const low = a < b ? a : b
    for (let edge = this.first[a < b ? b : a]; edge >= 0; edge = this.next[edge]) {
      if (this.to[edge] === low) return true
    }
    return false
  }

  /** Adds the tie unless it is there already or would join somebody to himself. */
  add(a: number, b: number): boolean {
    if (a === b || this.has(a, b)) return false
    const [low, high] = a < b ? [a, b] : [b, a]
    this.from[this.count] = high
    this.to[this.count] = low
    this.next[this.count] = this.first[high]
    this.first[high] = this.count++
    return true
  }
}

/**
 * The network of a scenario, or null where there is none to be stored (`none`, and `mixing`, where anybody may meet
 * anybody). Time and memory grow with consumers × degree.
 */
export function buildNetwork(
  stream: Stream,
  kind: NetworkKind,
  consumers: number,
  degree: number,
  rewiring: number,
): Network | null {
  if (kind === 'none' || kind === 'mixing') return null
  const half = Math.max(1, Math.round(degree / 2))
  const luck = new Luck(stream)
  switch (kind) {
    case 'wattsStrogatz':
      return compressed(consumers, smallWorld(luck, consumers, half, rewiring))
    case 'random':
      return compressed(consumers, randomGraph(luck, consumers, Math.round((consumers * degree) / 2)))
    case 'preferentialAttachment':
      return compressed(consumers, growing(luck, consumers, half))
  }
}

/** Bytes that a network takes: while it is built, with the lists from which its ties are put in order, and from then on. */
export function bytesOfNetwork(
  kind: NetworkKind,
  consumers: number,
  degree: number,
  rewiring: number,
): { readonly built: number; readonly lasting: number } {
  if (kind === 'none' || kind === 'mixing') return { built: 0, lasting: 0 }
  const ties =
    kind === 'random' ? Math.round((consumers * degree) / 2) : consumers * Math.max(1, Math.round(degree / 2))
  const far = kind === 'wattsStrogatz' ? rewiring : 1
  const bytesOfTies = 2 * ties * (1 + (FAR_BYTES - 1) * far)
  // By tie two ends, a link and its place with either end; by consumer three positions, of which one lasts.
  return { built: 4 * (5 * ties + 3 * consumers) + bytesOfTies, lasting: 4 * (consumers + 1) + bytesOfTies }
}

/** Watts & Strogatz 1998: a ring where each is tied to `half` on either side; each tie moves its far end with chance p. */
function smallWorld(luck: Luck, consumers: number, half: number, rewiring: number): Edges {
  const edges = new Edges(consumers, consumers * half)
  const moved: number[] = []
  // Ties that stay come first, so that those that move can avoid them.
  for (let consumer = 0; consumer < consumers; consumer++) {
    for (let step = 1; step <= half; step++) {
      if (luck.next() < rewiring) moved.push(consumer)
      else edges.add(consumer, (consumer + step) % consumers)
    }
  }
  for (const consumer of moved) while (!edges.add(consumer, luck.below(consumers)));
  return edges
}

/** Erdős & Rényi 1959: so many ties, every pair as likely as any other. */
function randomGraph(luck: Luck, consumers: number, ties: number): Edges {
  const edges = new Edges(consumers, ties)
  while (edges.count < ties) edges.add(luck.below(consumers), luck.below(consumers))
  return edges
}

/**
 * Barabási & Albert 1999: from a clique of half + 1, each newcomer ties itself to `half` others with chances in
 * proportion to the ties that they have: to an end of a tie picked at random.
 */
function growing(luck: Luck, consumers: number, half: number): Edges {
  const core = half + 1
  const edges = new Edges(consumers, (core * half) / 2 + (consumers - core) * half)
  for (let consumer = 1; consumer < core; consumer++)
    for (let other = 0; other < consumer; other++) edges.add(consumer, other)
  for (let consumer = core; consumer < consumers; consumer++) {
    const ends = edges.count * 2
    for (let made = 0; made < half; ) {
      const end = luck.below(ends)
      if (edges.add(consumer, (end & 1) === 0 ? edges.from[end >>> 1] : edges.to[end >>> 1])) made++
    }
  }
  return edges
}

function compressed(consumers: number, { from, to, count }: Edges): Network {
  const start = new Uint32Array(consumers + 1)
  for (let edge = 0; edge < count; edge++) {
    start[from[edge] + 1]++
    start[to[edge] + 1]++
  }
  for (let consumer = 0; consumer < consumers; consumer++) start[consumer + 1] += start[consumer]
  const neighbours = new Uint32Array(2 * count)
  const filled = start.slice()
  for (let edge = 0; edge < count; edge++) {
    neighbours[filled[from[edge]]++] = to[edge]
    neighbours[filled[to[edge]]++] = from[edge]
  }
  // Where each of them was put is known; that room now says where the bytes of each begin.
  const begin = filled
  let bytes = 0
  for (let consumer = 0; consumer < consumers; consumer++) {
    begin[consumer] = bytes
    for (const other of neighbours.subarray(start[consumer], start[consumer + 1]).sort()) {
      bytes += isNear(other - consumer) ? 1 : FAR_BYTES
    }
  }
  begin[consumers] = bytes
  const ties = new Int8Array(bytes)
  for (let consumer = 0; consumer < consumers; consumer++) {
    let at = begin[consumer]
    for (let tie = start[consumer]; tie < start[consumer + 1]; tie++) {
      const other = neighbours[tie]
      if (isNear(other - consumer)) ties[at++] = other - consumer
      else {
        ties[at++] = FAR
        for (let bits = 0; bits < 32; bits += 8) ties[at++] = other >>> bits
      }
    }
  }
  return { start: begin, ties }
}

function isNear(away: number): boolean {
  return away > FAR && away < -FAR
}

/** Where the tie after that at `at` begins. */
function after(ties: Int8Array, at: number): number {
  return at + (ties[at] === FAR ? FAR_BYTES : 1)
}

function neighbourAt(ties: Int8Array, at: number, consumer: number): number {
  if (ties[at] !== FAR) return consumer + ties[at]
  const low = (ties[at + 1] & 255) | ((ties[at + 2] & 255) << 8)
  return (low | ((ties[at + 3] & 255) << 16) | (ties[at + 4] << 24)) >>> 0
}

/** All neighbours of a consumer, ascending. */
export function neighboursOf({ start, ties }: Network, consumer: number): number[] {
  const found: number[] = []
  for (let at = start[consumer]; at < start[consumer + 1]; at = after(ties, at)) {
    found.push(neighbourAt(ties, at, consumer))
  }
  return found
}

/** The one whom `u` (uniform) picks among the acquaintances of `consumer`: anybody else under mixing; -1 if there is nobody. */
export function acquaintance(network: Network | null, consumers: number, consumer: number, u: number): number {
  if (network === null) {
    const other = Math.floor(u * (consumers - 1))
    return other < consumer ? other : other + 1
  }
  const { start, ties } = network
  const from = start[consumer]
  const to = start[consumer + 1]
  let count = 0
  for (let at = from; at < to; at = after(ties, at)) count++
  if (count === 0) return -1
  let at = from
  for (let left = Math.floor(u * count); left > 0; left--) at = after(ties, at)
  return neighbourAt(ties, at, consumer)
}
