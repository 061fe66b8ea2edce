/** Which blocks of a design the resamples of a bootstrap take. */
import { draw, openStream, uniform } from '../random/streams.ts'

/** How often intervals resample. */
const RESAMPLES = 1000
/** Indices that a tick of a stream has. */
const INDICES = 4096

/** Blocks that each resample takes, drawn with replacement; the same for the same seed and number of blocks. */
export function resamplesOf(seed: number, blocks: number): Int32Array[] {
  const stream = openStream(seed, 'sensitivity/resampling')
  const out = new Int32Array(2)
  return Array.from({ length: RESAMPLES }, (_, resample) =>
    Int32Array.from({ length: blocks }, (_, k) => {
      draw(stream, resample, Math.floor(k / INDICES), k % INDICES, out)
      return Math.floor(uniform(out[0]) * blocks)
    }),
  )
}
