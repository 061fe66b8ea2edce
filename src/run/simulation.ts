/**
 * A market that one can step through: a month at a time, with what it recorded; its state can be taken, and a simulation
 * that goes on from there reaches the same digest. Runs, pages and threads all stand on it.
 */
import { enablePatches, produceWithPatches } from 'immer'
import { bytesOfConsumers } from '../agents/consumers.ts'
import type { Industry } from '../agents/lenders/lender.ts'
import type { Memory } from '../base/columns.ts'
import type { TableSpec } from '../base/table.ts'
import { populate, settleFirst } from '../market/births.ts'
import { eventLine, type MarketEvent } from '../market/events.ts'
import { nextMonth, type TickOptions, tick } from '../market/tick.ts'
import type { Trace } from '../market/trace.ts'
import { createWorld, type Market, regimeOf, type World } from '../market/world.ts'
import { RECORDED } from '../measures/records.ts'
import type { Scenario } from '../scenarios/scenario.ts'
import { scenarioAt } from '../scenarios/timeline.ts'
import { pastDifference } from './branch.ts'
import { withCoverage } from './coverage-pilot.ts'
import { digestOf, type Sha256 } from './digest.ts'
import { createRecorder, type MonthRows, type RecorderState } from './recorder.ts'
import type { PackedResult } from './result.ts'

enablePatches()

/** Global in every engine; the language's own library does not declare it. */
declare function structuredClone<T>(value: T): T

/** One month: what was recorded of it, by table in the order of the table's columns, and the lines of its events. */
export interface MonthRecord {
  readonly month: number
  readonly rows: MonthRows
  /** Needs that asked for credit and needs served, by `jointCell`: no table has them. */
  readonly joint: { readonly demanded: Float64Array; readonly served: Float64Array }
  readonly events: readonly string[]
}

/** A snapshot of another version, or of another scenario, is refused. */
export const SNAPSHOT_VERSION = 5

/** The state of a simulation between two months: may be kept, posted to a worker, restored any number of times. */
export interface Snapshot {
  readonly version: number
  readonly scenario: Scenario
  /** The columns of consumers, in one block. */
  readonly memory: ArrayBuffer
  /** Counters of the latest month. */
  readonly market: World['tally']['market']
  readonly cells: Float64Array
  /** All other state that does not follow from the scenario. */
  readonly state: State
  readonly recorded: RecorderState
  readonly events: readonly string[]
}

/** Members of the world that follow from the scenario and the month, are copied apart, or are room to work in; all others are state. */
const DERIVED = [
  'base',
  'scenario',
  'regime',
  'reference',
  'streams',
  'structure',
  'consumers',
  'network',
  'tally',
  'journal',
  'trace',
  'desk',
] as const

type State = Omit<World, (typeof DERIVED)[number]>

function stateOf(world: World): State {
  const isState = ([name]: [string, unknown]): boolean => !DERIVED.some((derived) => derived === name)
  return Object.fromEntries(Object.entries(world).filter(isState)) as unknown as State
}

export interface SimulationOptions {
  /** Where the columns of consumers stand: shared memory, for instance. */
  readonly memory?: Memory
  /** Order in which chunks of consumers are processed; results do not depend on it. */
  readonly chunkOrder?: TickOptions['order']
  readonly around?: TickOptions['around']
  /** Who lives the chunks of consumers; without one this thread does. It has the room for their columns, if it is given. */
  readonly executor?: TickOptions['executor']
  /** Receives every decision of chosen consumers, and changes nothing. What lenders decide stands in the events. */
  readonly trace?: Trace
  /** The platform's own SHA-256, for the digest. */
  readonly sha256?: () => Sha256
}

export interface Simulation {
  /** Months done, of `total` with the burn-in. */
  readonly done: number
  readonly total: number
  /** The recorded tables, whose rows `step` returns. */
  readonly tables: readonly TableSpec[]
  /** Lives the next month. Throws if an accounting identity breaks, or if all months are done. */
  readonly step: () => MonthRecord
  readonly snapshot: () => Snapshot
  /** What was recorded of all months, once; throws before they are done. */
  readonly finish: () => PackedResult
}

/** A simulation at its start. */
export function createSimulation(scenario: Scenario, options: SimulationOptions = {}): Simulation {
  const world = openWorld(withCoverage(scenario), options)
  if (options.executor === undefined) populate(world)
  else {
    options.executor.bear(world)
    settleFirst(world)
  }
  return simulationOf(world, [eventLine(founding(world))], undefined, options)
}

/** Month that is lived next after a snapshot. */
export function monthAfter({ state }: Snapshot): number {
  return state.month
}

/**
 * A simulation that goes on from a snapshot: of its own scenario or of `branch`, which may differ from it in dated changes of
 * the months to come. Throws where it differs in more.
 */
export function restoreSimulation(snapshot: Snapshot, options: SimulationOptions = {}, branch?: Scenario): Simulation {
  // The block of memory is the largest part by far, and is copied once, to its place.
  const { memory, ...rest } = snapshot
  const { version, scenario: own, market, cells, state, recorded, events } = structuredClone(rest)
  if (version !== SNAPSHOT_VERSION) {
    throw new Error(`a snapshot of version ${version} cannot be restored by this one, which knows ${SNAPSHOT_VERSION}`)
  }
  const scenario = branch === undefined ? own : withCoverage(branch)
  const differs = pastDifference(own, scenario, state.month)
  if (differs !== null) throw new Error(`a snapshot of another scenario cannot be restored: ${differs} differs`)
  const world = openWorld(scenario, options)
  new Uint8Array(world.consumers.memory).set(new Uint8Array(memory))
  Object.assign(world.tally.market, market)
  world.tally.cells.set(cells)
  Object.assign(world, state)
  // The rules in force are those of the latest month; the next step enacts what is due.
  world.scenario = scenarioAt(world.base, world.month - 1)
  world.regime = regimeOf(world.scenario)
  return simulationOf(world, [...events], recorded, options)
}

function openWorld(scenario: Scenario, { memory, executor, around, chunkOrder }: SimulationOptions): World {
  if (executor === undefined) return createWorld(scenario, memory)
  if (memory !== undefined || around !== undefined || chunkOrder !== undefined) {
    throw new Error('an executor has its own memory and order of chunks, and nobody watches its phases')
  }
  const world = createWorld(scenario, executor.room(bytesOfConsumers(scenario.population.consumers)))
  executor.begin(world)
  return world
}

function simulationOf(
  world: World,
  events: string[],
  recorded: RecorderState | undefined,
  { chunkOrder = 'forward', around, executor, trace, sha256 }: SimulationOptions,
): Simulation {
  const { burnIn, months } = world.base.horizon
  world.trace = trace ?? null
  const recorder = createRecorder(world, recorded)
  const total = burnIn + months
  return {
    get done() {
      return world.tick
    },
    total,
    tables: RECORDED,
    step() {
      if (world.tick === total) throw new Error(`all ${total} months are done`)
      const { month } = world
      const lived = tick(world, {
        order: chunkOrder,
        ...(around === undefined ? {} : { around }),
        ...(executor === undefined ? {} : { executor }),
      })
      recorder.month(world, lived.statements)
      const lines = lived.events.map(eventLine)
      events.push(...lines)
      nextMonth(world)
      const rows = recorder.latest()
      const { jointDemanded, jointServed } = world.tally
      return {
        month,
        get rows() {
          return rows()
        },
        joint: { demanded: jointDemanded.slice(), served: jointServed.slice() },
        events: lines,
      }
    },
    snapshot: () => ({
      ...structuredClone({
        version: SNAPSHOT_VERSION,
        scenario: world.base,
        market: world.tally.market,
        cells: world.tally.cells,
        state: stateOf(world),
        recorded: recorder.state(),
        events,
      }),
      memory: new Uint8Array(world.consumers.memory).slice().buffer,
    }),
    finish() {
      if (world.tick < total) throw new Error(`${total - world.tick} months are not done`)
      const recorded = { ...recorder.finish(), events }
      return { ...recorded, digest: digestOf(RECORDED, recorded, sha256) }
    },
  }
}

/** The first event: the industry as it was founded, so that a log replays from nothing. */
function founding(world: Market): MarketEvent {
  const nothing: Industry = { lenders: [], products: [], learnt: [] }
  const [, patches] = produceWithPatches(nothing, () => world.industry)
  return { month: world.month, actor: 'market', kind: 'found', why: 'the roster of the scenario', patches }
}
