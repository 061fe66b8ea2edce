/** Chunks that several worlds live over the same columns, in this thread: the run is the same, however they are divided. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bearChunks, populate } from '../../src/market/births.ts'
import { type Brief, briefOf, takeBrief } from '../../src/market/brief.ts'
import { MARKET_COUNTERS } from '../../src/market/counters.ts'
import { liveParts, placeParts } from '../../src/market/parts.ts'
import { addWritten, clearTally, createTally, tallyLength, writeTally } from '../../src/market/tally.ts'
import { type Executor, nextMonth, openMonth, tick } from '../../src/market/tick.ts'
import type { Trace } from '../../src/market/trace.ts'
import { CHUNK, createWorld, type World } from '../../src/market/world.ts'
import { runScenario } from '../../src/run/run.ts'
import { createSimulation, restoreSimulation } from '../../src/run/simulation.ts'
import { MECHANISMS } from '../../src/scenarios/mechanisms.ts'
import type { Scenario } from '../../src/scenarios/scenario.ts'
import { withValues } from '../../src/scenarios/with-values.ts'
import { horizon, scenarioWith, size } from '../verification/market.ts'

const CHUNKS = 3
const SCENARIO: Scenario = Object.values(MECHANISMS).reduce(
  (latest, { on }) => withValues(latest, on),
  scenarioWith(size(2 * CHUNK + 500, 6), horizon(2, 3), (draft) => {
    draft.outputs.panel = 0.02
    draft.needs.arrival.middle = 0.1
    draft.timeline = [{ month: 1, set: { 'credit.coverage': 0.9, 'pricing.aprCap': 0.2 } }]
  }),
)

/** A crew of `hands`, of which the first is the world itself; `hand` says who lives a chunk in its turn. */
function crew(hands: number, hand: (turn: number, chunk: number) => number): Executor {
  const worlds: World[] = []
  let turn = 0
  /** Gives the chunks of one hand, the last first, and then one that does not exist. */
  const chunksOf = (one: number): (() => number) => {
    const own = Array.from({ length: CHUNKS }, (_, chunk) => chunk).filter((chunk) => hand(turn, chunk) === one)
    return () => own.pop() ?? CHUNKS
  }
  return {
    room: (bytes) => new ArrayBuffer(bytes),
    begin: (world) => {
      worlds.push(world)
      const { base, consumers, network } = world
      for (let one = 1; one < hands; one++) {
        worlds.push(createWorld(structuredClone(base), consumers.memory, structuredClone(network)))
      }
    },
    bear: () => {
      turn++
      for (const [one, world] of worlds.entries()) bearChunks(world, chunksOf(one))
    },
    carryOut: (month, first, next) => {
      turn++
      const { world } = month
      const parts = worlds.map((own, one) => {
        if (one === 0) return liveParts(month, first, next, chunksOf(0))
        takeBrief(own, structuredClone(briefOf(world)) as Brief)
        clearTally(own.tally)
        const lived = liveParts(openMonth(own), first, next, chunksOf(one))
        const written = new Float64Array(tallyLength(own.tally))
        writeTally(own.tally, written)
        addWritten(world.tally, written)
        return structuredClone(lived)
      })
      placeParts(month, parts.toReversed().flat())
    },
  }
}

type Told = Parameters<Trace['tell']>[0]

function traced(executor?: Executor): { digest: string; told: readonly Told[] } {
  const told: Told[] = []
  const consumers = new Set(Array.from({ length: 400 }, (_, k) => k * 20))
  const trace: Trace = { consumers, tell: (decision) => told.push(decision) }
  const { digest } = runScenario(SCENARIO, { trace, ...(executor === undefined ? {} : { executor }) })
  return { digest, told }
}

const plain = traced()

test('digest and trace are the same, however chunks are divided', () => {
  expect(plain.told.length).toBeGreaterThan(50)
  const turns = fc.array(fc.array(fc.nat(2), { minLength: CHUNKS, maxLength: CHUNKS }), { minLength: 5, maxLength: 5 })
  fc.assert(
    fc.property(turns, (hands) => {
      expect(traced(crew(3, (turn, chunk) => hands[turn % hands.length][chunk]))).toEqual(plain)
    }),
    { numRuns: 2, examples: [[[[1, 2, 1]]]] },
  )
})

test('a crew takes up the snapshot of one thread, and one thread that of a crew', () => {
  const executor = (): Executor => crew(2, (_, chunk) => chunk % 2)
  for (const [before, after] of [
    [executor(), undefined],
    [undefined, executor()],
  ]) {
    const simulation = createSimulation(SCENARIO, before === undefined ? {} : { executor: before })
    while (simulation.done < 2) simulation.step()
    const restored = restoreSimulation(simulation.snapshot(), after === undefined ? {} : { executor: after })
    while (restored.done < restored.total) restored.step()
    expect(restored.finish().digest).toBe(plain.digest)
  }
})

/** Members of the world that other threads have of the scenario, are handed (market/brief.ts), or hand back. */
const KNOWN = (
  'base scenario regime reference meanIncomeFen streams structure consumers network tally journal trace ' +
  'tick month fileIntercept groupIntercepts incomeQuartiles sampleChance surplusChance fraudChance industry offers p2p'
).split(' ')
/** Of the investors' market: what is handed, and the quota that a chunk opens for itself. */
const KNOWN_OF_P2P = ['platformOf', 'status', 'fundedShare', 'flows', 'quotaFen']

test('phases of consumers look at nothing that other threads do not have', () => {
  const looked = { world: new Set<string>(), p2p: new Set<string>() }
  let lives = false
  const watched = <Of extends object>(of: Of, names: Set<string>, part?: (name: string, value: never) => unknown): Of =>
    new Proxy(of, {
      get: (target, name) => {
        const value = Reflect.get(target, name) as never
        if (lives) names.add(String(name))
        return part === undefined ? value : part(String(name), value)
      },
    })
  const own = createWorld(withValues(SCENARIO, { 'population.consumers': 2000, timeline: [] }))
  populate(own)
  const p2p = watched(own.p2p!, looked.p2p)
  const world = watched(own, looked.world, (name, value) => (name === 'p2p' && lives ? p2p : value))
  for (let month = 0; month < 5; month++) {
    tick(world, {
      around: (phase, run) => {
        lives = phase.over === 'consumers'
        run()
        lives = false
      },
    })
    nextMonth(world)
  }
  expect([...looked.world].filter((name) => !KNOWN.includes(name))).toEqual([])
  expect([...looked.p2p].filter((name) => !KNOWN_OF_P2P.includes(name))).toEqual([])
  expect(looked.world.size).toBeGreaterThan(20)
  expect(looked.p2p.size).toBe(KNOWN_OF_P2P.length)
})

test('an executor takes no memory, order or watcher of somebody else', () => {
  const executor = crew(1, () => 0)
  for (const other of [
    { memory: new ArrayBuffer(8) },
    { chunkOrder: 'reverse' as const },
    { around: (_: unknown, run: () => void) => run() },
  ]) {
    expect(() => createSimulation(SCENARIO, { executor, ...other })).toThrow('an executor has its own')
  }
})

test('a written tally is added counter by counter', () => {
  const [sum, part] = [createTally(3, 4, 5, 6), createTally(3, 4, 5, 6)]
  const names = Object.keys(MARKET_COUNTERS) as (keyof typeof MARKET_COUNTERS)[]
  for (const [at, name] of names.entries()) {
    sum.market[name] = at
    part.market[name] = 2 * at + 1
  }
  part.cells.forEach((_, cell) => {
    sum.cells[cell] = cell
    part.cells[cell] = 3 * cell + 1
  })
  const written = new Float64Array(tallyLength(part))
  writeTally(part, written)
  addWritten(sum, written)
  expect(names.map((name) => sum.market[name])).toEqual(names.map((_, at) => 3 * at + 1))
  expect([...sum.cells]).toEqual([...sum.cells.keys()].map((cell) => 4 * cell + 1))
})
