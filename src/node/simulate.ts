/**
 * Runs a scenario in a worker thread, so that the command can still draw its progress and answer Ctrl-C.
 * The thread loads this same file (its built form: Node 20 loads no TypeScript).
 */
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import type { Receipt } from '../market/trace.ts'
import { type SimulationAnswer, type SimulationRequest, serveSimulation } from '../run/protocol.ts'
import { type RunResult, unpacked } from '../run/result.ts'
import type { Snapshot } from '../run/simulation.ts'
import type { Scenario } from '../scenarios/scenario.ts'
import { openSha256 } from './hash.ts'
import { release, threadOf } from './idle-threads.ts'
import { onInterrupt } from './interrupt.ts'
import { collector, LEAST_CONSUMERS, threadLimits } from './thread-plan.ts'
import { openTeam } from './threads.ts'

const TASK = 'xiaojin:simulate'
const FILE = new URL(import.meta.url)

export type OnMonth = (done: number, total: number) => void

interface Given {
  readonly task: string
  readonly threads: number
  readonly population: Scenario['population']
}

/** Slots of consumers to tell of, and who is told. */
interface Onlooker {
  readonly traced: readonly number[]
  readonly onReceipts: (receipts: readonly Receipt[]) => void
}

/** Where a run begins, and when it hands out its state. */
export interface Course {
  /** A state that the scenario leads to as well: the run goes on from there. */
  readonly from?: Snapshot
  /** Months between two states that are handed out; what `onSnapshot` throws ends the run. */
  readonly every?: number
  readonly onSnapshot?: (snapshot: Snapshot, done: number) => void
}

/** `threads` live the consumers; the result does not depend on it, nor on who looks on, nor on where it was broken off. */
export function simulate(
  scenario: Scenario,
  onMonth: OnMonth,
  threads: number = 1,
  { traced = [], onReceipts, from, every, onSnapshot }: Partial<Onlooker> & Course = {},
): Promise<RunResult> {
  return new Promise((resolve, reject) => {
    const given: Given = { task: TASK, threads, population: scenario.population }
    // The memory of a large run goes back with its thread; helpers belong to one run.
    const isSmall = threads === 1 && scenario.population.consumers < LEAST_CONSUMERS
    const options = { workerData: given, resourceLimits: threadLimits(scenario) }
    const worker = isSmall ? threadOf(FILE, options) : new Worker(FILE, options)
    const callOff = onInterrupt(() => void worker.terminate())
    const end = async (hasEnded: boolean): Promise<void> => {
      callOff()
      if (hasEnded && isSmall) release(FILE, [worker])
      else await worker.terminate()
    }
    const ask = (...requests: readonly SimulationRequest[]): void => {
      for (const request of requests) worker.postMessage(request)
    }
    let latest = 0
    // The next state is asked for when the latest has been taken, so that no two wait.
    const goOn = (done: number, total: number): void => {
      const next = every === undefined ? Infinity : (Math.floor(done / every) + 1) * every
      if (next >= total) ask({ kind: 'finish' })
      else ask({ kind: 'live', months: next - done }, { kind: 'snapshot' })
    }
    let begun = false
    let months = 0
    const heard = (answer: SimulationAnswer): void => {
      if (answer.kind === 'ready') {
        latest = answer.done
        months = answer.total
        onMonth(latest, months)
        if (!begun) goOn(latest, months)
        begun = true
        return
      }
      if (answer.kind === 'receipts') return void onReceipts?.(answer.receipts)
      if (answer.kind === 'snapshot') {
        onSnapshot?.(answer.snapshot, latest)
        goOn(latest, months)
        return
      }
      if (answer.kind === 'failed') reject(answer.error)
      const ended = end(answer.kind === 'result')
      // Consumers go before tables are made: there may be no room for both.
      if (answer.kind === 'result') resolve(ended.then(() => unpacked(answer.result)))
    }
    worker.on('message', (answer: SimulationAnswer) => {
      try {
        heard(answer)
      } catch (error) {
        reject(error)
        void end(false)
      }
    })
    worker.on('error', reject)
    worker.on('exit', (code) => reject(new Error(`the simulation ended without a result (code ${code})`)))
    ask(from === undefined ? { kind: 'start', scenario, traced } : { kind: 'restore', snapshot: from, scenario })
  })
}

if (!isMainThread && (workerData as Given | null)?.task === TASK) {
  const { threads, population } = workerData as Given
  const collect = collector({ population })
  const team = threads > 1 ? openTeam(threads, undefined, { limits: threadLimits({ population }) }) : undefined
  const options = { sha256: openSha256, ...(team === undefined ? {} : { executor: team }) }
  const post = (answer: SimulationAnswer, moved?: ArrayBuffer[]): void => {
    if (answer.kind === 'ready' || answer.kind === 'result') collect()
    // After the last month its helpers take their memory with them.
    if (answer.kind === 'ready' && answer.done === answer.total) team?.close()
    parentPort?.postMessage(answer, moved)
  }
  const serve = serveSimulation(post, options)
  parentPort?.on('message', serve)
}
