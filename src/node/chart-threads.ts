/**
 * Draws charts on worker threads, several at once, while the main thread makes tables and report. Which thread draws what
 * changes nothing. The threads load this same file (its built form: Node 20 loads no TypeScript).
 */
import { availableParallelism } from 'node:os'
import { isMainThread, parentPort, type Worker, workerData } from 'node:worker_threads'
import type { Render } from './chart-files.ts'
import { release, threadOf } from './idle-threads.ts'
import type { RenderedChart } from './render.ts'

/** A run has some twenty charts: more threads than these gain little. */
const MOST_DRAWING = 4

/** Tasks that a thread holds at once, so that it does not wait for the main thread between two charts. */
const AHEAD = 2

const TASK = 'xiaojin:chart-threads'

export interface ChartThreads {
  readonly render: Render
  /** Has the threads load Vega and the fonts, one after the other, before there is anything to draw. */
  readonly prepare: () => void
  /** Ends the threads, whatever they do. The end of the process does so, too. */
  readonly end: () => void
}

interface Drawing {
  readonly spec: unknown
  readonly pictures: boolean
}

/** To prepare is to draw a chart of nothing. */
type Request = { readonly kind: 'prepare' } | ({ readonly kind: 'draw' } & Drawing)

type Answer =
  | { readonly kind: 'ready' }
  | { readonly kind: 'drawn'; readonly chart: RenderedChart }
  | { readonly kind: 'failed'; readonly why: string }

interface Waiting extends Drawing {
  readonly resolve: (chart: RenderedChart) => void
  readonly reject: (error: Error) => void
}

interface Thread {
  readonly worker: Worker
  /** What it has to draw, in the order in which it answers. */
  readonly tasks: Waiting[]
  isPreparing: boolean
}

/** Threads for drawing: as many as were asked for, else one for each core, and never more than are of use. */
export function drawingThreads(asked: number | undefined, cores: number = availableParallelism()): number {
  return Math.min(asked ?? cores, MOST_DRAWING)
}

/** Threads start when they are needed, up to `most`. `file` is what they load. */
export function chartThreads(most: number, file: URL = new URL(import.meta.url)): ChartThreads {
  const threads = new Set<Thread>()
  const queue: Waiting[] = []

  const start = (): Thread => {
    const thread: Thread = { worker: threadOf(file, { workerData: { task: TASK } }), tasks: [], isPreparing: false }
    const { worker, tasks } = thread
    threads.add(thread)
    // A thread that dies before it has anything to draw is no loss: the next chart starts another.
    const lost = (error: Error): void => {
      threads.delete(thread)
      for (const task of tasks.splice(0)) task.reject(error)
      feed()
    }
    worker.on('message', (answer: Answer) => {
      if (answer.kind === 'ready') {
        thread.isPreparing = false
        return prepare()
      }
      const task = tasks.shift()
      if (answer.kind === 'drawn') task?.resolve(answer.chart)
      else task?.reject(new Error(answer.why))
      feed()
    })
    worker.on('error', lost)
    worker.on('exit', (code) => lost(new Error(`the thread ended without a drawing (code ${code})`)))
    return thread
  }

  const feed = (): void => {
    while (queue.length > 0) {
      let thread = [...threads].sort((a, b) => a.tasks.length - b.tasks.length)[0]
      if (threads.size < most && (thread === undefined || thread.tasks.length > 0)) thread = start()
      if (thread === undefined || thread.tasks.length >= AHEAD) return
      const task = queue.shift()!
      thread.tasks.push(task)
      thread.worker.postMessage({ kind: 'draw', spec: task.spec, pictures: task.pictures } satisfies Request)
    }
  }

  // One at a time, so that what runs meanwhile has the other cores.
  const prepare = (): void => {
    if (threads.size >= most) return
    const thread = start()
    thread.isPreparing = true
    thread.worker.postMessage({ kind: 'prepare' } satisfies Request)
  }

  const end = (): void => {
    // What still has to answer is ended: its answer would come to the next who draws.
    for (const { worker, tasks, isPreparing } of threads) {
      if (tasks.length === 0 && !isPreparing) release(file, [worker])
      else void worker.terminate()
      tasks.length = 0
    }
    threads.clear()
    queue.length = 0
  }
  return {
    render: (spec, pictures) =>
      new Promise((resolve, reject) => {
        queue.push({ spec, pictures, resolve, reject })
        feed()
      }),
    prepare,
    end,
  }
}

/** Answers requests in their order. */
function serve(): void {
  const answer = (message: Answer, moved: ArrayBuffer[] = []): void => parentPort?.postMessage(message, moved)
  // Loaded here, since commands import this file at their start: Vega takes as long as they do.
  const loaded = import('./render.ts')
  parentPort?.on('message', async (request: Request) => {
    const { renderChart } = await loaded
    if (request.kind === 'prepare') {
      await renderChart((await import('./warm-up-chart.ts')).WARM_UP)
      return answer({ kind: 'ready' })
    }
    const { spec, pictures } = request
    try {
      const chart = await renderChart(spec, pictures)
      answer({ kind: 'drawn', chart }, chart.png === null ? [] : [chart.png.buffer as ArrayBuffer])
    } catch (error) {
      answer({ kind: 'failed', why: error instanceof Error ? (error.stack ?? error.message) : String(error) })
    }
  })
}

if (!isMainThread && (workerData as { readonly task?: unknown } | null)?.task === TASK) serve()
