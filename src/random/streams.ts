/**
 * Named streams of counter-based random numbers. seedrandom turns (root seed, stream name) into a key;
 * Threefry turns (key, agent slot, tick, index) into draws. Names are hashed, never added to seeds, so
 * a new stream changes no other, and two policies under one seed give every consumer the same random draws.
 */
import tychei from 'seedrandom/lib/tychei.js'
import { normalQuantile } from '../base/math.ts'
import { threefry2x32 } from './threefry.ts'

export interface Stream {
  readonly key0: number
  readonly key1: number
}

/** The stream called `name` under the root seed. */
export function openStream(seed: number, name: string): Stream {
  const generator = tychei(`${String(seed)}/${name}`)
  return { key0: generator.int32(), key1: generator.int32() }
}

/** Draws per agent and tick that one stream offers. */
const INDEX_BITS = 12
/** Ticks start this far before zero, so that agents born before the run have counters of their own. */
const TICK_OFFSET = 2048

/** Two random words (int32) for an agent's slot, a tick (-2048 to 522,239) and an index below 4,096. */
export function draw(stream: Stream, slot: number, tick: number, index: number, out: Int32Array): void {
  threefry2x32(stream.key0, stream.key1, slot, ((tick + TICK_OFFSET) << INDEX_BITS) | index, out)
}

/** A word as a uniform number strictly between 0 and 1. */
export function uniform(word: number): number {
  return ((word >>> 0) + 0.5) * 2.3283064365386963e-10
}

/** A word as a standard normal number (inverse transform, 2^32 points). */
export function normal(word: number): number {
  return normalQuantile(uniform(word))
}

const NORMAL_POINTS = 4096

/**
 * 4,096 equiprobable standard normal points (quantiles of cell midpoints, scaled to unit variance) for
 * monthly shocks, where one table look-up replaces a quantile: `NORMAL_TABLE[word & 4095]`.
 */
export const NORMAL_TABLE: Float64Array = normalTable()

function normalTable(): Float64Array {
  const points = new Float64Array(NORMAL_POINTS)
  let squares = 0
  for (let k = 0; k < NORMAL_POINTS; k++) {
    points[k] = normalQuantile((k + 0.5) / NORMAL_POINTS)
    squares += points[k] * points[k]
  }
  const scale = Math.sqrt(NORMAL_POINTS / squares)
  for (let k = 0; k < NORMAL_POINTS; k++) points[k] *= scale
  return points
}
