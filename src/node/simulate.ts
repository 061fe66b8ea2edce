/**
 * Runs a scenario in a worker thread, so that the command can still draw its progress and answer Ctrl-C.
 * The thread loads this same file (its built form: Node 20 loads no TypeScript).
 */
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import type { RunResult } from '../run/result.ts'
import { runScenario } from '../run/run.ts'
import type { Scenario } from '../scenarios/scenario.ts'
import { onInterrupt } from './interrupt.ts'

type Message =
  | { readonly kind: 'month'; readonly done: number; readonly total: number }
  | { readonly kind: 'result'; readonly result: RunResult }

const TASK = 'xiaojin:simulate'

export type OnMonth = (done: number, total: number) => void

export function simulate(scenario: Scenario, onMonth: OnMonth): Promise<RunResult> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: { task: TASK, scenario } })
    const callOff = onInterrupt(() => void worker.terminate())
    worker.on('message', (message: Message) => {
      if (message.kind === 'month') return onMonth(message.done, message.total)
      callOff()
      resolve(message.result)
    })
    worker.on('error', reject)
    worker.on('exit', (code) => reject(new Error(`the simulation ended without a result (code ${code})`)))
  })
}

if (!isMainThread && (workerData as { task?: unknown } | null)?.task === TASK) {
  const say = (message: Message): void => parentPort?.postMessage(message)
  const { scenario } = workerData as { readonly scenario: Scenario }
  say({
    kind: 'result',
    result: runScenario(scenario, { onMonth: (done, total) => say({ kind: 'month', done, total }) }),
  })
}
