/**
 * A chart that this process has drawn is not drawn again: tests draw the same ones over and over. That the same spec gives
 * the same bytes each time is held by render.test.ts and chart-threads.test.ts, and between processes by cli.test.ts.
 */
import { createHash } from 'node:crypto'
import { Worker } from 'node:worker_threads'
import type { RenderedChart } from '../../src/node/render.ts'

type Answer = { readonly kind: 'drawn'; readonly chart: RenderedChart } | { readonly kind: 'ready' | 'failed' }

/** What a thread was asked to draw, in the order in which it answers. */
interface Asked {
  readonly key: string
  answer: Answer | undefined
}

const drawn = new Map<string, RenderedChart>()
const lines = new WeakMap<Worker, Asked[]>()

/** The receiver may do with it as it likes. */
const copied = (chart: RenderedChart): RenderedChart => ({
  ...chart,
  png: chart.png === null ? null : Uint8Array.from(chart.png),
})

function lineOf(worker: Worker): Asked[] {
  const known = lines.get(worker)
  if (known !== undefined) return known
  const line: Asked[] = []
  const emit = worker.emit.bind(worker) as (event: string | symbol, ...what: unknown[]) => boolean
  worker.emit = (event: string | symbol, ...what: unknown[]): boolean => {
    const answer = what[0] as Answer
    if (event === 'message' && answer.kind !== 'ready') {
      const asked = line.find(({ answer }) => answer === undefined)
      if (asked !== undefined) {
        if (answer.kind === 'drawn') drawn.set(asked.key, copied(answer.chart))
        asked.answer = answer
      }
    } else if (event !== 'told') return emit(event, ...what)
    while (line[0]?.answer !== undefined) emit('message', line.shift()!.answer)
    return true
  }
  lines.set(worker, line)
  return line
}

type Post = (this: Worker, request: unknown, moved?: readonly ArrayBuffer[]) => void
const threads = Worker.prototype as { postMessage: Post }

/** Until what it returns is called. */
export function rememberDrawings(): () => void {
  const post = threads.postMessage
  threads.postMessage = function (request, moved) {
    const { kind, spec, pictures } = request as { kind?: unknown; spec?: unknown; pictures?: boolean }
    if (kind !== 'draw') {
      post.call(this, request, moved)
      return
    }
    const key = createHash('sha256').update(JSON.stringify(spec)).digest('hex')
    const known = drawn.get(key)
    const isEnough = known !== undefined && !(pictures && known.png === null)
    const chart = isEnough && copied(pictures ? known : { ...known, png: null })
    lineOf(this).push({ key, answer: chart ? { kind: 'drawn', chart } : undefined })
    if (chart) setImmediate(() => this.emit('told'))
    else post.call(this, request, moved)
  }
  return () => {
    threads.postMessage = post
  }
}
