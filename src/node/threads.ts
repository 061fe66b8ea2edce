/**
 * One run on several threads: the thread that simulates and its helpers live chunks of consumers over one shared arena,
 * each with a tally of its own; all that is not of consumers stays where it is. Helpers sleep between their turns, and
 * are asked and answer without an event loop, so that a month stays a plain call. For the same reason nobody here would be
 * told that one has died: a thread more, which sleeps, starts and watches them. All load this same file (its built form).
 */
import { deserialize, serialize } from 'node:v8'
import {
  isMainThread,
  MessageChannel,
  type MessagePort,
  receiveMessageOnPort,
  Worker,
  workerData,
} from 'node:worker_threads'
import { bearChunks } from '../market/births.ts'
import { type Brief, briefOf, takeBrief } from '../market/brief.ts'
import { liveParts, type Part, placeParts } from '../market/parts.ts'
import { addWritten, clearTally, tallyLength, writeTally } from '../market/tally.ts'
import { type Executor, type Month, openMonth } from '../market/tick.ts'
import { createWorld, type World } from '../market/world.ts'
import type { Scenario } from '../scenarios/scenario.ts'

/** Turns called so far, for helpers to wait on; the next chunk to live; helpers that are done; whether one has ended. */
const TURN = 0
const NEXT = 1
const DONE = 2
const LOST = 3

type Request =
  | {
      readonly kind: 'begin'
      readonly scenario: Scenario
      readonly memory: SharedArrayBuffer
      readonly network: World['network']
      /** Where the helper writes what it has counted. */
      readonly counts: Float64Array
    }
  | { readonly kind: 'bear' }
  /** `brief` is serialised, once for all helpers; it goes out with the first group of phases of a month. */
  | { readonly kind: 'live'; readonly first: number; readonly next: number; readonly brief: Uint8Array | null }
  | { readonly kind: 'end' }

type Turn = Extract<Request, { kind: 'bear' | 'live' }>

type Answer =
  | { readonly kind: 'lived'; readonly parts: readonly Part[] }
  | { readonly kind: 'failed'; readonly why: string }

interface HelperData {
  readonly task: string
  readonly control: Int32Array
  readonly port: MessagePort
}

interface WatchData {
  readonly task: string
  /** What helpers load. */
  readonly helper: string
  readonly control: Int32Array
  /** Of the helpers. */
  readonly ports: readonly MessagePort[]
  /** For the words of a helper that has ended. */
  readonly lost: MessagePort
}

const TASK = 'xiaojin:threads'
const WATCH = 'xiaojin:threads-watch'

/** More than helpers there can be: added to those that are done when one has ended, to wake who waits for them. */
const MANY = 1 << 20

/** A helper that does not end its turn for so long hangs: a turn takes parts of a second. */
const PATIENCE_MS = 120_000

export interface Team extends Executor {
  readonly threads: number
  /** Sends the helpers home; the simulation cannot go on. */
  readonly close: () => void
}

interface HelperAtWork {
  readonly port: MessagePort
  counts: Float64Array
}

/** A team of so many threads for one simulation, the calling one included. Of `file` the others load the built form. */
export function openTeam(
  threads: number,
  file: URL = new URL(import.meta.url),
  { helper = file, patienceMs = PATIENCE_MS }: { readonly helper?: URL; readonly patienceMs?: number } = {},
): Team {
  const control = new Int32Array(new SharedArrayBuffer(4 * Int32Array.BYTES_PER_ELEMENT))
  const channels = Array.from({ length: threads - 1 }, () => new MessageChannel())
  const helpers = channels.map(({ port1 }): HelperAtWork => ({ port: port1, counts: new Float64Array(0) }))
  const { port1: heard, port2: lost } = new MessageChannel()
  const ports = channels.map(({ port2 }) => port2)
  const data: WatchData = { task: WATCH, helper: helper.href, control, ports, lost }
  const watcher = new Worker(file, { workerData: data, transferList: [...ports, lost] })
  watcher.unref()
  // Who asks is not told while it waits: without a watcher, silence tells.
  watcher.on('error', () => {})
  const awaitHelpers = (): void => awaitAll(control, helpers.length, heard, patienceMs)
  let briefed = Number.NaN
  const ask = (requestOf: (helper: HelperAtWork) => Request): void => {
    for (const helper of helpers) helper.port.postMessage(requestOf(helper))
    Atomics.add(control, TURN, 1)
    Atomics.notify(control, TURN)
  }
  const call = (request: Request): void => {
    Atomics.store(control, NEXT, 0)
    Atomics.store(control, DONE, 0)
    ask(() => request)
  }
  const take = (): number => Atomics.add(control, NEXT, 1)
  return {
    threads,
    room: (bytes) => new SharedArrayBuffer(bytes),
    begin: (world) => {
      world.network = sharedNetwork(world.network)
      const { base: scenario, network, tally } = world
      const memory = world.consumers.memory as SharedArrayBuffer
      for (const helper of helpers) helper.counts = sharedNumbers(tallyLength(tally))
      ask(({ counts }) => ({ kind: 'begin', scenario, memory, network, counts }))
    },
    bear: (world) => {
      call({ kind: 'bear' })
      bearChunks(world, take)
      awaitHelpers()
      for (const { port } of helpers) partsFrom(port)
    },
    carryOut: (month, first, next) => {
      const { world } = month
      const brief = briefed === world.tick ? null : shared(serialize(briefOf(world)))
      briefed = world.tick
      call({ kind: 'live', first, next, brief })
      const parts: (readonly Part[])[] = [liveParts(month, first, next, take)]
      awaitHelpers()
      for (const { port, counts } of helpers) {
        parts.push(partsFrom(port))
        addWritten(world.tally, counts)
      }
      placeParts(month, parts.flat())
    },
    close: () => {
      ask(() => ({ kind: 'end' }))
      for (const { port } of helpers) port.close()
      heard.close()
    },
  }
}

/** What `run` returns, given the options of a simulation on so many threads, which end with it. */
export function onThreads<Result>(
  threads: number,
  run: (options: { readonly executor?: Executor }) => Result,
  file?: URL,
): Result {
  if (threads === 1) return run({})
  const team = openTeam(threads, file)
  try {
    return run({ executor: team })
  } finally {
    team.close()
  }
}

/** Waits until all helpers are done. Throws at once if one has ended, and if none ends its turn for so long. */
function awaitAll(control: Int32Array, helpers: number, heard: MessagePort, patienceMs: number): void {
  for (;;) {
    // In this order: a helper that ends after the second look wakes this thread.
    const done = Atomics.load(control, DONE)
    if (Atomics.load(control, LOST) > 0) throw new Error(`a thread of the run ended early: ${wordsFrom(heard)}`)
    if (done >= helpers) return
    if (Atomics.wait(control, DONE, done, patienceMs) === 'timed-out') {
      throw new Error(`a thread of the run has not answered for ${patienceMs / 1000} seconds`)
    }
  }
}

function wordsFrom(heard: MessagePort): string {
  return String(receiveMessageOnPort(heard)?.message)
}

/** Starts helpers and tells when one has ended, which it does not while its team is at work. */
function watch({ helper, control, ports, lost }: WatchData): void {
  let ended = 0
  const tell = (words: string): void => {
    // Words first, since who is woken reads them.
    lost.postMessage(words)
    Atomics.store(control, LOST, 1)
    Atomics.add(control, DONE, MANY)
    Atomics.notify(control, DONE)
  }
  for (const port of ports) {
    const data: HelperData = { task: TASK, control, port }
    const worker = new Worker(new URL(helper), { workerData: data, transferList: [port] })
    worker.on('error', (error) => tell(error instanceof Error ? (error.stack ?? error.message) : String(error)))
    worker.on('exit', (code) => {
      tell(`it left with code ${code}`)
      if (++ended === ports.length) lost.close()
    })
  }
}

/** A helper answers before it says that it is done. */
function partsFrom(port: MessagePort): readonly Part[] {
  const answer = receiveMessageOnPort(port)?.message as Answer
  if (answer.kind === 'failed') throw new Error(answer.why)
  return answer.parts
}

function sharedNumbers(length: number): Float64Array {
  return new Float64Array(new SharedArrayBuffer(length * Float64Array.BYTES_PER_ELEMENT))
}

function shared(bytes: Uint8Array): Uint8Array {
  const copy = new Uint8Array(new SharedArrayBuffer(bytes.length))
  copy.set(bytes)
  return copy
}

/** Ties between millions of people are built once. */
function sharedNetwork(network: World['network']): World['network'] {
  if (network === null) return null
  const sharedWords = (words: Uint32Array): Uint32Array => {
    const copy = new Uint32Array(new SharedArrayBuffer(words.byteLength))
    copy.set(words)
    return copy
  }
  return { start: sharedWords(network.start), neighbours: sharedWords(network.neighbours) }
}

/** The life of a helper: sleeps until it is asked, answers, and sleeps again. */
function help({ control, port }: HelperData): void {
  let live: (request: Turn) => readonly Part[] = () => []
  let failure: string | null = null
  const reply = (request: Exclude<Request, { kind: 'end' }>): void => {
    try {
      if (request.kind === 'begin') live = helperOf(request, control)
      else if (failure === null) port.postMessage({ kind: 'lived', parts: live(request) } satisfies Answer)
    } catch (error) {
      failure = error instanceof Error ? (error.stack ?? error.message) : String(error)
    }
    if (request.kind === 'begin') return
    if (failure !== null) port.postMessage({ kind: 'failed', why: failure } satisfies Answer)
    sayDone(control)
  }
  for (;;) {
    // Whatever is asked after this look wakes the thread at once.
    const turn = Atomics.load(control, TURN)
    for (let message = receiveMessageOnPort(port); message !== undefined; message = receiveMessageOnPort(port)) {
      const request = message.message as Request
      if (request.kind === 'end') {
        port.close()
        return
      }
      reply(request)
    }
    Atomics.wait(control, TURN, turn)
  }
}

function sayDone(control: Int32Array): void {
  Atomics.add(control, DONE, 1)
  Atomics.notify(control, DONE)
}

/** A helper's own world over the shared columns. */
function helperOf(
  { scenario, memory, network, counts }: Request & { kind: 'begin' },
  control: Int32Array,
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
    if (brief !== null) takeBrief(world, deserialize(brief) as Brief)
    if (month === undefined || brief !== null) month = openMonth(world)
    clearTally(world.tally)
    const parts = liveParts(month, first, next, take)
    writeTally(world.tally, counts)
    return parts
  }
}

const given = workerData as Partial<HelperData | WatchData> | null
if (!isMainThread && given?.task === TASK) help(workerData as HelperData)
if (!isMainThread && given?.task === WATCH) watch(workerData as WatchData)
