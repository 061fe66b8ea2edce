/** One run: a pure function from a resolved scenario to recorded tables, events and a digest. */
import { enablePatches, produceWithPatches } from 'immer'
import { BYTES_PER_CONSUMER } from '../agents/consumers.ts'
import type { Industry } from '../agents/lenders/lender.ts'
import { populate } from '../market/births.ts'
import { eventLine, type MarketEvent } from '../market/events.ts'
import { nextMonth, type TickOptions, tick } from '../market/tick.ts'
import { createWorld, type World } from '../market/world.ts'
import type { Scenario } from '../scenarios/scenario.ts'
import { digestOf } from './digest.ts'
import { createRecorder } from './recorder.ts'
import type { RunResult } from './result.ts'

enablePatches()

export interface RunOptions {
  /** Order in which chunks of consumers are processed; results do not depend on it. */
  readonly chunkOrder?: TickOptions['order']
  /** Called with 0 once the world stands and after every month; `total` counts burn-in and reported months. */
  readonly onMonth?: (done: number, total: number) => void
}

/** Runs a scenario from its seed. Throws if an accounting identity breaks. */
export function runScenario(scenario: Scenario, options: RunOptions = {}): RunResult {
  const world = createWorld(scenario)
  populate(world)
  const recorder = createRecorder(world)
  const events: string[] = [eventLine(founding(world))]
  const total = scenario.horizon.burnIn + scenario.horizon.months
  options.onMonth?.(0, total)
  for (let done = 1; done <= total; done++) {
    const month = tick(world, { order: options.chunkOrder ?? 'forward' })
    recorder.month(world, month.statements)
    for (const event of month.events) events.push(eventLine(event))
    nextMonth(world)
    options.onMonth?.(done, total)
  }
  const tables = recorder.finish(world)
  return { tables, events, digest: digestOf(tables, events) }
}

/** The first event: the industry as it was founded, so that a log replays from nothing. */
function founding(world: World): MarketEvent {
  const nothing: Industry = { lenders: [], products: [] }
  const [, patches] = produceWithPatches(nothing, () => world.industry)
  return { month: world.month, actor: 'market', kind: 'found', why: 'the roster of the scenario', patches }
}

/** Bytes of state that one consumer takes, by the engine's own columns. */
export function bytesPerConsumer(): number {
  return BYTES_PER_CONSUMER
}
