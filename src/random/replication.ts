import { openStream } from './streams.ts'

/**
 * The seed of replication k of a scenario with this seed. Replication 0 is the scenario's own run; the others are
 * hashed from the root seed and k, so adding replications or arms changes none, and neighbouring seeds share none.
 */
export function replicationSeed(seed: number, k: number): number {
  return k === 0 ? seed : openStream(seed, `replication/${k}`).key0 >>> 0
}
