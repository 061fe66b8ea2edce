/**
 * Threads without a task, by the file they loaded, for the next request of this process: calibrations ask for many small
 * batches, and to load the model or Vega takes a thread longer than a small run or drawing. They do not keep the process
 * alive.
 */
import { Worker, type WorkerOptions } from 'node:worker_threads'

const idle = new Map<string, Worker[]>()

/** An idle thread that has loaded the file, or a new one with these options, which are the same for all of a file. */
export function threadOf(file: URL, options: WorkerOptions): Worker {
  const worker = idle.get(file.href)?.pop() ?? new Worker(file, options)
  worker.ref()
  return worker
}

/** Takes back threads that have answered all they were asked and will take another request of the same kind. */
export function release(file: URL, workers: Iterable<Worker>): void {
  for (const worker of workers) {
    // Its own only: without the listeners that Node itself has put there, it would never answer again.
    for (const event of ['message', 'error', 'exit']) worker.removeAllListeners(event)
    // One that ends while it has nothing to do is given to nobody.
    const forget = (): void => {
      idle.set(
        file.href,
        (idle.get(file.href) ?? []).filter((other) => other !== worker),
      )
    }
    worker.once('error', forget)
    worker.once('exit', forget)
    worker.unref()
    idle.set(file.href, [...(idle.get(file.href) ?? []), worker])
  }
}
