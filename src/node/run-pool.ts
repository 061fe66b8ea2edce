/**
 * Runs scenarios on worker threads, each of which keeps of a run what an ensemble keeps and forgets the rest before
 * its next. Which thread does what changes nothing. The threads load this same file (its built form: Node 20 loads no
 * TypeScript).
 */
import { isMainThread, parentPort, type Worker, workerData } from 'node:worker_threads'
import { type PlannedRun, summaryOf } from '../experiments/runs.ts'
import type { ProfiledSummary } from '../measures/ensemble.ts'
import type { Scenario } from '../scenarios/scenario.ts'
import { openSha256 } from './hash.ts'
import { release, threadOf } from './idle-threads.ts'
import { onInterrupt } from './interrupt.ts'
import { type SharingTask, sharer, sharingTasks, taskQueue } from './shared-runs.ts'
import { THREAD_LIMITS, threadsEach, threadsWithin } from './thread-plan.ts'
import { onThreads } from './threads.ts'

export interface Task extends SharingTask {
  /** Whether the event log is handed back, too: it is long. */
  readonly keepEvents: boolean
}

export interface RunRecord extends ProfiledSummary {
  /** Lines of the event log; kept of the first replication only. */
  readonly events: readonly string[] | null
}

export interface PoolListener {
  readonly onMonth: () => void
  /** The thread takes its next task when this returns. What it throws ends the pool. */
  readonly onResult: (index: number, record: RunRecord) => void
  /** The run threw, or its thread died. The pool continues with the next. */
  readonly onFailure: (index: number, why: string) => void
}

type Message =
  /** So many months have passed: those that are shared with an earlier run, at once. */
  | { readonly kind: 'months'; readonly count: number }
  | { readonly kind: 'result'; readonly record: RunRecord }
  | { readonly kind: 'failure'; readonly why: string }

const TASK = 'xiaojin:run-pool'

/** A task as a thread gets it: `within` threads live its consumers. */
interface GivenTask extends Task {
  readonly within: number
}

/**
 * Resolves when every task has ended one way or the other. A run takes one thread or, where there are fewer runs than
 * threads, several. `file` is what the threads load.
 */
export function runPool(
  tasks: readonly Task[],
  threads: number,
  { onMonth, onResult, onFailure }: PoolListener,
  file: URL = new URL(import.meta.url),
): Promise<void> {
  let left = tasks.length
  const take = taskQueue(tasks)
  const next = (latest: number | null): number => take(latest) ?? tasks.length
  const each = threadsEach(tasks.length, threads)
  const given = (index: number): GivenTask => {
    return { ...tasks[index], within: each === 1 ? 1 : threadsWithin(tasks[index].scenario, each) }
  }
  const workers = new Set<Worker>()
  return new Promise((resolve, reject) => {
    const end = (): void => {
      callOff()
      for (const worker of workers) void worker.terminate()
    }
    const callOff = onInterrupt(end)
    const finish = (): void => {
      callOff()
      release(file, workers)
      resolve()
    }
    if (left === 0) return finish()
    const start = (): void => {
      let index = next(null)
      if (index === tasks.length) return
      const worker = threadOf(file, { workerData: { task: TASK }, resourceLimits: THREAD_LIMITS })
      workers.add(worker)
      const ended = (report: () => void): boolean => {
        try {
          report()
        } catch (error) {
          end()
          reject(error)
          return true
        }
        left--
        if (left === 0) finish()
        return left === 0
      }
      const lost = (why: string): void => {
        if (!workers.delete(worker) || index >= tasks.length || left === 0) return
        if (!ended(() => onFailure(index, why))) start()
      }
      worker.on('message', (message: Message) => {
        if (message.kind === 'months') {
          for (let month = 0; month < message.count; month++) onMonth()
          return
        }
        const report =
          message.kind === 'result' ? () => onResult(index, message.record) : () => onFailure(index, message.why)
        if (ended(report)) return
        index = next(index)
        if (index < tasks.length) worker.postMessage(given(index))
      })
      worker.on('error', (error) => lost(error.stack ?? error.message))
      worker.on('exit', (code) => lost(`the thread ended without a result (code ${code})`))
      worker.postMessage(given(index))
    }
    for (let thread = 0; thread < Math.min(threads, tasks.length); thread++) start()
  })
}

/** The records of all runs in the order of the plan, in memory. A run that fails makes the whole fail. */
export async function simulateMany(
  plan: readonly PlannedRun[],
  threads: number,
  onMonth: (done: number, total: number) => void,
): Promise<RunRecord[]> {
  const records = new Array<RunRecord>(plan.length)
  const total = monthsOf(plan.map(({ scenario }) => scenario))
  let months = 0
  await runPool(
    sharingTasks(plan.map(({ scenario, replication }) => ({ scenario, keepEvents: replication === 0 }))),
    threads,
    {
      onMonth: () => onMonth(++months, total),
      onResult: (index, record) => {
        records[index] = record
      },
      onFailure: (_, why) => {
        throw new Error(why)
      },
    },
  )
  return records
}

/** Months that runs of these scenarios take, burn-ins included. */
export function monthsOf(scenarios: readonly Pick<Scenario, 'horizon'>[]): number {
  return scenarios.reduce((sum, { horizon: { burnIn, months } }) => sum + burnIn + months, 0)
}

if (!isMainThread && (workerData as { task?: unknown } | null)?.task === TASK) {
  const say = (message: Message): void => parentPort?.postMessage(message)
  const live = sharer((count) => say({ kind: 'months', count }))
  parentPort?.on('message', (task: GivenTask) => {
    const { scenario, keepEvents, within } = task
    try {
      const result = onThreads(within, (options) => live(task, { sha256: openSha256, ...options }))
      const summary = summaryOf(scenario, result)
      say({ kind: 'result', record: { ...summary, events: keepEvents ? result.events : null } })
    } catch (error) {
      say({ kind: 'failure', why: error instanceof Error ? (error.stack ?? error.message) : String(error) })
    }
  })
}
