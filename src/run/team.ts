/**
 * One run on several threads: the thread that simulates and its helpers live chunks of consumers over one shared arena,
 * each with a tally of its own; all that is not of consumers stays where it is. Who asks sleeps until all have answered,
 * without an event loop, so that a month stays a plain call. How questions and answers travel is the platform's business.
 */
import { bearChunks } from '../market/births.ts'
import { type Brief, briefOf, takeBrief } from '../market/brief.ts'
import { liveParts, type Part, placeParts } from '../market/parts.ts'
import { addWritten, clearTally, tallyLength, writeTally } from '../market/tally.ts'
import { type Executor, type Month, openMonth } from '../market/tick.ts'
import { createWorld, type World } from '../market/world.ts'
import type { Scenario } from '../scenarios/scenario.ts'

/** Of the control words: turns called so far, for helpers that sleep; the next chunk; helpers that are done; whether one has ended. */
export const TURN = 0
const NEXT = 1
const DONE = 2
const LOST = 3

/** What a team and its helpers share beside columns. */
export const controlWords = (): Int32Array => new Int32Array(new SharedArrayBuffer(4 * Int32Array.BYTES_PER_ELEMENT))

export type HelperRequest =
  | {
      readonly kind: 'begin'
      readonly scenario: Scenario
      readonly memory: SharedArrayBuffer
      readonly network: World['network']
      /** Where the helper writes what it has counted. */
      readonly counts: Float64Array
    }
  | { readonly kind: 'bear' }
  /** `brief` is packed, once for all helpers; it goes out with the first group of phases of a month. */
  | { readonly kind: 'live'; readonly first: number; readonly next: number; readonly brief: unknown }
  | { readonly kind: 'end' }

export type HelperAnswer =
  | { readonly kind: 'lived'; readonly parts: readonly Part[] }
  | { readonly kind: 'failed'; readonly why: string }

/** The way to a helper; `answer` is asked once it is done, and has to be there at once. */
export interface HelperLink {
  readonly ask: (request: HelperRequest) => void
  readonly answer: () => HelperAnswer
}

/** More than helpers there can be: added to those that are done when one has ended, to wake who waits for them. */
const MANY = 1 << 20

/** A helper that does not end its turn for so long hangs: a turn takes parts of a second. */
const PATIENCE_MS = 120_000

export interface Team extends Executor {
  /** Sends the helpers home; the simulation cannot go on. */
  readonly close: () => void
}

export interface TeamOptions {
  readonly pack?: (brief: Brief) => unknown
  /** The words of a helper that has ended, for who was told. */
  readonly lostWords?: () => string
  readonly patienceMs?: number
}

/** A team of the calling thread and these helpers, for one simulation after another. */
export function teamOf(
  control: Int32Array,
  links: readonly HelperLink[],
  { pack = (brief) => brief, lostWords = () => '', patienceMs = PATIENCE_MS }: TeamOptions = {},
): Team {
  let counts: readonly Float64Array[] = []
  let briefed = Number.NaN
  const ask = (requestOf: (helper: number) => HelperRequest): void => {
    for (const [helper, link] of links.entries()) link.ask(requestOf(helper))
    Atomics.add(control, TURN, 1)
    Atomics.notify(control, TURN)
  }
  const call = (request: HelperRequest): void => {
    Atomics.store(control, NEXT, 0)
    Atomics.store(control, DONE, 0)
    ask(() => request)
  }
  const take = (): number => Atomics.add(control, NEXT, 1)
  /** Waits until all helpers are done. Throws at once if one has ended, and if none ends its turn for so long. */
  const awaitHelpers = (): void => {
    for (;;) {
      // In this order: a helper that ends after the second look wakes this thread.
      const done = Atomics.load(control, DONE)
      if (Atomics.load(control, LOST) > 0) throw new Error(`a thread of the run ended early: ${lostWords()}`)
      if (done >= links.length) return
      if (Atomics.wait(control, DONE, done, patienceMs) === 'timed-out') {
        throw new Error(`a thread of the run has not answered for ${patienceMs / 1000} seconds`)
      }
    }
  }
  const partsFrom = ({ answer }: HelperLink): readonly Part[] => {
    const given = answer()
    if (given.kind === 'failed') throw new Error(given.why)
    return given.parts
  }
  return {
    room: (bytes) => new SharedArrayBuffer(bytes),
    begin: (world) => {
      briefed = Number.NaN
      world.network = sharedNetwork(world.network)
      const { base: scenario, network, tally } = world
      const memory = world.consumers.memory as SharedArrayBuffer
      counts = links.map(() => sharedNumbers(tallyLength(tally)))
      ask((helper) => ({ kind: 'begin', scenario, memory, network, counts: counts[helper] }))
    },
    bear: (world) => {
      call({ kind: 'bear' })
      bearChunks(world, take)
      awaitHelpers()
      for (const link of links) partsFrom(link)
    },
    carryOut: (month, first, next) => {
      const { world } = month
      const brief = briefed === world.tick ? null : pack(briefOf(world))
      briefed = world.tick
      call({ kind: 'live', first, next, brief })
      const parts: (readonly Part[])[] = [liveParts(month, first, next, take)]
      awaitHelpers()
      for (const [helper, link] of links.entries()) {
        parts.push(partsFrom(link))
        addWritten(world.tally, counts[helper])
      }
      placeParts(month, parts.flat())
    },
    close: () => ask(() => ({ kind: 'end' })),
  }
}

/** Wakes a team, and tells it that a helper has ended. */
export function tellLost(control: Int32Array): void {
  Atomics.store(control, LOST, 1)
  Atomics.add(control, DONE, MANY)
  Atomics.notify(control, DONE)
}

function sharedNumbers(length: number): Float64Array {
  return new Float64Array(new SharedArrayBuffer(length * Float64Array.BYTES_PER_ELEMENT))
}

/** Ties between millions of people are built once. */
function sharedNetwork(network: World['network']): World['network'] {
  if (network === null) return null
  const { start, ties } = network
  const shared = {
    start: new Uint32Array(new SharedArrayBuffer(start.byteLength)),
    ties: new Int8Array(new SharedArrayBuffer(ties.byteLength)),
  }
  shared.start.set(start)
  shared.ties.set(ties)
  return shared
}

/** What a helper does with a request: it answers by `answer`, and then says that it is done. */
export function createHelper(
  control: Int32Array,
  answer: (answer: HelperAnswer) => void,
  unpack: (brief: unknown) => Brief = (brief) => brief as Brief,
): (request: Exclude<HelperRequest, { kind: 'end' }>) => void {
  let live: (request: Turn) => readonly Part[] = () => []
  let failure: string | null = null
  return (request) => {
    if (request.kind === 'begin') failure = null
    try {
      if (request.kind === 'begin') live = chunksOf(request, control, unpack)
      else if (failure === null) answer({ kind: 'lived', parts: live(request) })
    } catch (error) {
      failure = error instanceof Error ? (error.stack ?? error.message) : String(error)
    }
    if (request.kind === 'begin') return
    if (failure !== null) answer({ kind: 'failed', why: failure })
    Atomics.add(control, DONE, 1)
    Atomics.notify(control, DONE)
  }
}

type Turn = Extract<HelperRequest, { kind: 'bear' | 'live' }>

/** A helper's own world over the shared columns. */
function chunksOf(
  { scenario, memory, network, counts }: HelperRequest & { kind: 'begin' },
  control: Int32Array,
  unpack: (brief: unknown) => Brief,
): (request: Turn) => readonly Part[] {
  const world = createWorld(scenario, memory, network)
  let month: Month | undefined
  const take = (): number => Atomics.add(control, NEXT, 1)
  return (request) => {
    if (request.kind === 'bear') {
      bearChunks(world, take)
      return []
    }
    const { first, next, brief } = request
    if (brief !== null) takeBrief(world, unpack(brief))
    if (month === undefined || brief !== null) month = openMonth(world)
    clearTally(world.tally)
    const parts = liveParts(month, first, next, take)
    writeTally(world.tally, counts)
    return parts
  }
}
