/**
 * Runs many scenarios on worker threads, each of which keeps of a run what an ensemble keeps and forgets the rest
 * before its next. Which thread does what changes nothing: results come back in the order of the plan.
 * The threads load this same file (its built form: Node 20 loads no TypeScript).
 */
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import { type PlannedRun, summaryOf } from '../experiments/runs.ts'
import type { RunSummary } from '../measures/ensemble.ts'
import { runScenario } from '../run/run.ts'
import type { Scenario } from '../scenarios/scenario.ts'
import { onInterrupt } from './interrupt.ts'

export interface RunRecord extends RunSummary {
  /** Lines of the event log; kept of the first replication only. */
  readonly events: readonly string[] | null
}

interface Order {
  readonly index: number
  readonly scenario: Scenario
  readonly keepEvents: boolean
}

type Message =
  | { readonly kind: 'month' }
  | { readonly kind: 'result'; readonly index: number; readonly record: RunRecord }

const TASK = 'xiaojin:simulate-many'

export type OnMonth = (done: number, total: number) => void

/** The records of all runs, in the order of the plan, whatever the number of threads. */
export function simulateMany(plan: readonly PlannedRun[], threads: number, onMonth: OnMonth): Promise<RunRecord[]> {
  const records = new Array<RunRecord>(plan.length)
  const total = plan.reduce((sum, { scenario: { horizon } }) => sum + horizon.burnIn + horizon.months, 0)
  let [next, months, left] = [0, 0, plan.length]
  const workers: Worker[] = []
  return new Promise((resolve, reject) => {
    const end = (): void => {
      callOff()
      for (const worker of workers) void worker.terminate()
    }
    const fail = (error: Error): void => {
      end()
      reject(error)
    }
    const callOff = onInterrupt(end)
    const order = (worker: Worker): void => {
      if (next >= plan.length) return
      const { scenario, replication } = plan[next]!
      worker.postMessage({ index: next, scenario, keepEvents: replication === 0 } satisfies Order)
      next++
    }
    for (let thread = 0; thread < Math.min(threads, plan.length); thread++) {
      const worker = new Worker(new URL(import.meta.url), { workerData: { task: TASK } })
      workers.push(worker)
      worker.on('message', (message: Message) => {
        if (message.kind === 'month') return onMonth(++months, total)
        records[message.index] = message.record
        left--
        if (left > 0) return order(worker)
        end()
        resolve(records)
      })
      worker.on('error', fail)
      worker.on('exit', (code) => {
        if (left > 0) fail(new Error(`a simulation ended without a result (code ${code})`))
      })
      order(worker)
    }
  })
}

if (!isMainThread && (workerData as { task?: unknown } | null)?.task === TASK) {
  const say = (message: Message): void => parentPort?.postMessage(message)
  parentPort?.on('message', ({ index, scenario, keepEvents }: Order) => {
    const onMonth = (done: number): void => {
      if (done > 0) say({ kind: 'month' })
    }
    const result = runScenario(scenario, { onMonth })
    say({
      kind: 'result',
      index,
      record: { ...summaryOf(scenario, result), events: keepEvents ? result.events : null },
    })
  })
}
