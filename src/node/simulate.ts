/**
 * Runs a scenario in a worker thread, so that the command can still draw its progress and answer Ctrl-C.
 * The thread loads this same file (its built form: Node 20 loads no TypeScript).
 */
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import type { Receipt } from '../market/trace.ts'
import { type SimulationAnswer, type SimulationRequest, serveSimulation } from '../run/protocol.ts'
import type { RunResult } from '../run/result.ts'
import type { Scenario } from '../scenarios/scenario.ts'
import { openSha256 } from './hash.ts'
import { onInterrupt } from './interrupt.ts'
import { THREAD_LIMITS } from './thread-plan.ts'
import { openTeam } from './threads.ts'

const TASK = 'xiaojin:simulate'

export type OnMonth = (done: number, total: number) => void

interface Given {
  readonly task: string
  readonly threads: number
}

/** Slots of consumers to tell of, and who is told. */
export interface Onlooker {
  readonly traced: readonly number[]
  readonly onReceipts: (receipts: readonly Receipt[]) => void
}

/** `threads` live the consumers; the result does not depend on it, nor on who looks on. */
export function simulate(
  scenario: Scenario,
  onMonth: OnMonth,
  threads: number = 1,
  onlooker?: Onlooker,
): Promise<RunResult> {
  return new Promise((resolve, reject) => {
    const given: Given = { task: TASK, threads }
    const worker = new Worker(new URL(import.meta.url), { workerData: given, resourceLimits: THREAD_LIMITS })
    const callOff = onInterrupt(() => void worker.terminate())
    const end = (): void => {
      callOff()
      void worker.terminate()
    }
    worker.on('message', (answer: SimulationAnswer) => {
      if (answer.kind === 'ready') return onMonth(answer.done, answer.total)
      if (answer.kind === 'receipts') return onlooker?.onReceipts(answer.receipts)
      if (answer.kind === 'failed') reject(answer.error)
      if (answer.kind === 'result') resolve(answer.result)
      end()
    })
    worker.on('error', reject)
    worker.on('exit', (code) => reject(new Error(`the simulation ended without a result (code ${code})`)))
    const requests: readonly SimulationRequest[] = [
      { kind: 'start', scenario, traced: onlooker?.traced ?? [] },
      { kind: 'finish' },
    ]
    for (const request of requests) worker.postMessage(request)
  })
}

if (!isMainThread && (workerData as Given | null)?.task === TASK) {
  const { threads } = workerData as Given
  // It ends with this thread.
  const options = { sha256: openSha256, ...(threads > 1 ? { executor: openTeam(threads) } : {}) }
  const serve = serveSimulation((answer) => parentPort?.postMessage(answer), options)
  parentPort?.on('message', serve)
}
