import fc from 'fast-check'
import { expect, test } from 'vitest'
import { lotsOf } from '../../src/agents/awareness.ts'

/** How many of the 65,536 lots, taken at their middles, lie below a chance. */
function below(chance: number): number {
  let lots = 0
  while (lots < 65536 && (lots + 0.5) / 65536 < chance) lots++
  return lots
}

test('a bound on lots says of each what comparing its middle with the chance says', () => {
  const chance = fc.oneof(
    fc.double({ min: 0, max: 1, noNaN: true }),
    // At the middle of a lot, and as near to it as doubles go.
    fc
      .tuple(fc.nat(65535), fc.constantFrom(1 - 2 ** -53, 1, 1 + 2 ** -52))
      .map(([lot, factor]) => Math.min(1, ((lot + 0.5) / 65536) * factor)),
  )
  fc.assert(
    fc.property(chance, (at) => {
      expect(lotsOf(Float64Array.of(at))[0]).toBe(below(at))
    }),
    { numRuns: 300, seed: 1 },
  )
  expect([...lotsOf(Float64Array.of(0, 1))]).toEqual([0, 65536])
})
