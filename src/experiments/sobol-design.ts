/**
 * Points for variance-based indices (Saltelli et al. 2010): two matrices A and B side by side from one Sobol sequence,
 * and for each factor A with that factor's column from B; for second orders B with columns from A as well.
 */

import { sobolWords } from '../base/sobol-sequence.ts'
import { draw, openStream } from '../random/streams.ts'

export interface SobolSize {
  readonly factors: number
  /** Rows; a power of two keeps the sequence balanced. */
  readonly samples: number
  readonly secondOrder: boolean
}

/**
 * Row by row the points A, B, A with column i from B for each i, and perhaps B with column i from A. A random digital
 * shift of the seed moves every column: the first point of a Sobol sequence is a corner, and this makes it like others.
 */
export function sobolDesign({ factors, samples, secondOrder }: SobolSize, seed: number): number[][][] {
  const stream = openStream(seed, 'sensitivity/sobol')
  const out = new Int32Array(2)
  const shifts = Array.from({ length: 2 * factors }, (_, column) => {
    draw(stream, column, 0, 0, out)
    return out[0]
  })
  return sobolWords(samples, 2 * factors).map((words) => {
    const row = shifts.map((shift, column) => (((words[column] ^ shift) >>> 0) + 0.5) / 4294967296)
    const [a, b] = [row.slice(0, factors), row.slice(factors)]
    const mixed = (own: readonly number[], other: readonly number[]): number[][] =>
      own.map((_, i) => own.map((value, k) => (k === i ? other[k] : value)))
    return [a, b, ...mixed(a, b), ...(secondOrder ? mixed(b, a) : [])]
  })
}
