/**
 * A team of threads of Node (run/team.ts). Helpers sleep between their turns, and are asked and answer without an event loop.
 * For the same reason nobody here would be told that one has died: a thread more, which sleeps, starts and watches them. All
 * load this same file (its built form).
 */
import { deserialize, serialize } from 'node:v8'
import {
  isMainThread,
  MessageChannel,
  type MessagePort,
  type ResourceLimits,
  receiveMessageOnPort,
  Worker,
  workerData,
} from 'node:worker_threads'
import type { Brief } from '../market/brief.ts'
import type { Executor } from '../market/tick.ts'
import {
  controlWords,
  createHelper,
  type HelperAnswer,
  type HelperRequest,
  type Team,
  TURN,
  teamOf,
  tellLost,
} from '../run/team.ts'

interface HelperData {
  readonly task: string
  readonly control: Int32Array
  readonly port: MessagePort
}

interface WatchData {
  readonly task: string
  /** What helpers load. */
  readonly helper: string
  readonly limits: ResourceLimits
  readonly control: Int32Array
  /** Of the helpers. */
  readonly ports: readonly MessagePort[]
  /** For the words of a helper that has ended. */
  readonly lost: MessagePort
}

const TASK = 'xiaojin:threads'
const WATCH = 'xiaojin:threads-watch'

/** A team of so many threads for one simulation, the calling one included. Of `file` the others load the built form. */
export function openTeam(
  threads: number,
  file: URL = new URL(import.meta.url),
  {
    helper = file,
    limits = {},
    patienceMs,
  }: { readonly helper?: URL; readonly limits?: ResourceLimits; readonly patienceMs?: number } = {},
): Team {
  const control = controlWords()
  const channels = Array.from({ length: threads - 1 }, () => new MessageChannel())
  const { port1: heard, port2: lost } = new MessageChannel()
  const ports = channels.map(({ port2 }) => port2)
  const data: WatchData = { task: WATCH, helper: helper.href, limits, control, ports, lost }
  const watcher = new Worker(file, { workerData: data, transferList: [...ports, lost] })
  watcher.unref()
  // Who asks is not told while it waits: without a watcher, silence tells.
  watcher.on('error', () => {})
  const links = channels.map(({ port1 }) => ({
    ask: (request: HelperRequest) => port1.postMessage(request),
    // A helper answers before it says that it is done.
    answer: () => receiveMessageOnPort(port1)?.message as HelperAnswer,
  }))
  const team = teamOf(control, links, {
    pack: (brief) => shared(serialize(brief)),
    lostWords: () => String(receiveMessageOnPort(heard)?.message),
    ...(patienceMs === undefined ? {} : { patienceMs }),
  })
  return {
    ...team,
    close: () => {
      team.close()
      for (const { port1 } of channels) port1.close()
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

/** Starts helpers and tells when one has ended, which it does not while its team is at work. */
function watch({ helper, limits, control, ports, lost }: WatchData): void {
  let ended = 0
  const tell = (words: string): void => {
    // Words first, since who is woken reads them.
    lost.postMessage(words)
    tellLost(control)
  }
  for (const port of ports) {
    const data: HelperData = { task: TASK, control, port }
    const worker = new Worker(new URL(helper), { workerData: data, transferList: [port], resourceLimits: limits })
    worker.on('error', (error) => tell(error instanceof Error ? (error.stack ?? error.message) : String(error)))
    worker.on('exit', (code) => {
      tell(`it left with code ${code}`)
      if (++ended === ports.length) lost.close()
    })
  }
}

function shared(bytes: Uint8Array): Uint8Array {
  const copy = new Uint8Array(new SharedArrayBuffer(bytes.length))
  copy.set(bytes)
  return copy
}

/** The life of a helper: sleeps until it is asked, answers, and sleeps again. */
function help({ control, port }: HelperData): void {
  const reply = createHelper(
    control,
    (answer) => port.postMessage(answer),
    (brief) => deserialize(brief as Uint8Array) as Brief,
  )
  for (;;) {
    // Whatever is asked after this look wakes the thread at once.
    const turn = Atomics.load(control, TURN)
    for (let message = receiveMessageOnPort(port); message !== undefined; message = receiveMessageOnPort(port)) {
      const request = message.message as HelperRequest
      if (request.kind === 'end') {
        port.close()
        return
      }
      reply(request)
    }
    Atomics.wait(control, TURN, turn)
  }
}

const given = workerData as Partial<HelperData | WatchData> | null
if (!isMainThread && given?.task === TASK) help(workerData as HelperData)
if (!isMainThread && given?.task === WATCH) watch(workerData as WatchData)
