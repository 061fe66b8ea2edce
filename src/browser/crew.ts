/**
 * Workers that live runs. A worker goes from run to run, and in a page that has shared memory it has helpers, which live a
 * part of the consumers each. The page starts and watches them all, since nobody else here is awake all the time.
 */
import { controlWords, tellLost } from '../run/team.ts'
import { MOST_THREADS } from './limits.ts'

/** The way to a helper: where it is asked, and where it leaves its answer. */
export interface Wire {
  readonly port: MessagePort
  readonly room: SharedArrayBuffer
}

/** What a worker is told: what it is to be, and where the next run is asked for. */
export type Post =
  | {
      readonly kind: 'lead'
      readonly control: Int32Array
      readonly wires: readonly Wire[]
      readonly patienceMs: number
    }
  | { readonly kind: 'help'; readonly control: Int32Array; readonly wire: Wire }
  | { readonly kind: 'run'; readonly port: MessagePort; readonly isAlone: boolean }

/** For answers of a helper, at first and at most. */
const ROOM_BYTES = 1 << 16
const MOST_ROOM_BYTES = 1 << 28
const PATIENCE_MS = 30_000

/** A worker with its helpers, if it has any. */
export interface Hand {
  readonly hasHelpers: () => boolean
  /** Where a run is asked for; the one before is given up. `onError` hears what goes wrong outside its answers. */
  readonly open: (isAlone: boolean, onError: (why: string) => void) => MessagePort
  readonly dismissHelpers: () => void
  /** Keeps it for the next run, or sends it home where another waits for one. */
  readonly rest: () => void
  readonly end: () => void
}

let idle: Hand | null = null
/** There is one team at a time: what runs beside it finds no free threads. */
let isLed = false

export function hire(): Hand {
  const hand = idle ?? startHand()
  idle = null
  return hand
}

function startWorker(): Worker {
  return new Worker(new URL('./world.worker.ts', import.meta.url), { type: 'module' })
}

function startHand(): Hand {
  const worker = startWorker()
  let helpers: Worker[] = []
  const dismissHelpers = (): void => {
    for (const helper of helpers) helper.terminate()
    isLed &&= helpers.length === 0
    helpers = []
  }
  if (!isLed) helpers = startHelpers(worker, dismissHelpers)
  isLed ||= helpers.length > 0
  const hand: Hand = {
    hasHelpers: () => helpers.length > 0,
    open: (isAlone, onError) => {
      worker.onerror = ({ message }) => onError(message)
      const { port1, port2 } = new MessageChannel()
      worker.postMessage({ kind: 'run', port: port2, isAlone } satisfies Post, [port2])
      return port1
    },
    dismissHelpers,
    rest: () => {
      const [kept, spare] = idle === null || hand.hasHelpers() ? [hand, idle] : [idle, hand]
      idle = kept
      spare?.end()
    },
    end: () => {
      dismissHelpers()
      worker.terminate()
    },
  }
  return hand
}

/** Helpers of this worker, none where the page has no shared memory that grows. */
function startHelpers(leader: Worker, dismiss: () => void): Worker[] {
  const canShare = crossOriginIsolated && 'grow' in SharedArrayBuffer.prototype
  const count = canShare ? Math.min(navigator.hardwareConcurrency, MOST_THREADS) - 1 : 0
  if (count === 0) return []
  const control = controlWords()
  const wires: Wire[] = []
  const helpers = Array.from({ length: count }, () => {
    const helper = startWorker()
    const { port1, port2 } = new MessageChannel()
    const room = new SharedArrayBuffer(ROOM_BYTES, { maxByteLength: MOST_ROOM_BYTES })
    wires.push({ port: port1, room })
    helper.postMessage({ kind: 'help', control, wire: { port: port2, room } } satisfies Post, [port2])
    // The leader gives up the run, which is lived again without helpers.
    helper.onerror = (event) => {
      event.preventDefault()
      tellLost(control)
      dismiss()
    }
    return helper
  })
  leader.postMessage(
    { kind: 'lead', control, wires, patienceMs: PATIENCE_MS } satisfies Post,
    wires.map(({ port }) => port),
  )
  return helpers
}
