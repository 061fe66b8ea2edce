/**
 * Switching a mechanism off changes nothing of what the others draw: chance goes by named streams and counters, so a
 * mechanism that is off draws nothing from its own streams, takes nothing from the lives that everybody leads
 * (births, incomes, jobs, needs), and wherever two runs ask for the same draw they get the same value.
 */

import { describe, expect, test, vi } from 'vitest'
import type { Scenario } from '../../src/scenarios/scenario.ts'
import { cases } from '../size.ts'

/** Words drawn, by stream and counter, while `log.drawn` is set. */
const log = {
  names: new Map<number, string>(),
  drawn: null as Map<string, Map<number, number>> | null,
}

vi.doMock('../../src/random/streams.ts', async (importOriginal) => {
  const real = await importOriginal<typeof import('../../src/random/streams.ts')>()
  return {
    ...real,
    openStream(seed: number, name: string) {
      const stream = real.openStream(seed, name)
      log.names.set(stream.key0, name)
      return stream
    },
    draw(stream: { key0: number; key1: number }, slot: number, tick: number, index: number, out: Int32Array) {
      real.draw(stream, slot, tick, index, out)
      if (log.drawn === null) return
      const name = log.names.get(stream.key0)!
      let draws = log.drawn.get(name)
      if (draws === undefined) {
        draws = new Map()
        log.drawn.set(name, draws)
      }
      draws.set((slot * 8192 + tick + 2048) * 4096 + index, (out[0] ^ Math.imul(out[1], 31)) | 0)
    },
  }
})

const { populate } = await import('../../src/market/births.ts')
const { createWorld } = await import('../../src/market/world.ts')
const { MECHANISMS } = await import('../../src/scenarios/mechanisms.ts')
const { withValues } = await import('../../src/scenarios/with-values.ts')
const { horizon, live, scenarioWith, size } = await import('./market.ts')

/** What happens to people whatever the market does. */
const LIVES = ['birth', 'age', 'life', 'need', 'panel']

interface Run {
  readonly drawn: ReadonlyMap<string, ReadonlyMap<number, number>>
  readonly lives: readonly (readonly number[])[]
}

function runOf(scenario: Scenario): Run {
  const drawn = new Map<string, Map<number, number>>()
  log.drawn = drawn
  try {
    const world = createWorld(scenario)
    populate(world)
    live(world, scenario.horizon.burnIn + scenario.horizon.months)
    const { persistent, unemployed, birthTick, risk } = world.consumers
    return { drawn, lives: [persistent, unemployed, birthTick, risk].map((column) => Array.from(column)) }
  } finally {
    log.drawn = null
  }
}

const everything = withValues(
  Object.values(MECHANISMS).reduce(
    (scenario, { on }) => withValues(scenario, on),
    scenarioWith(size(cases(200, 400), 7), horizon(cases(3, 6), cases(12, 24))),
  ),
  // Where the law makes all lenders report, no lot decides which loans they report.
  { 'regulation.mandatoryReporting': false, 'pricing.shopperSample': 64 },
)
const withAll = runOf(everything)

describe.each(Object.entries(MECHANISMS))('%s', (_, { on, off, streams }) => {
  const without = runOf(withValues(everything, off))

  test('off draws nothing of its own, on does', () => {
    expect(streams.map((stream) => [stream, without.drawn.get(stream)?.size ?? 0])).toEqual(
      streams.map((stream) => [stream, 0]),
    )
    if (streams.length > 0) expect(streams.some((stream) => withAll.drawn.has(stream))).toBe(true)
    expect(off).not.toEqual(on)
  })

  test('everybody leads the same life', () => {
    expect(without.lives).toEqual(withAll.lives)
    for (const stream of LIVES) {
      if (streams.includes(stream)) continue
      expect([stream, [...without.drawn.get(stream)!.keys()].sort()]).toEqual([
        stream,
        [...withAll.drawn.get(stream)!.keys()].sort(),
      ])
    }
  })

  test('the same question gets the same luck', () => {
    for (const [stream, draws] of without.drawn) {
      const others = withAll.drawn.get(stream)
      for (const [counter, word] of draws) {
        const other = others?.get(counter)
        if (other === undefined) continue
        if (other !== word) expect.fail(`${stream} ${counter}: ${word} is not ${other}`)
      }
    }
  })
})
