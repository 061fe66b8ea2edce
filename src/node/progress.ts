/** Progress on stderr: a bar on a terminal, a line now and then elsewhere, silence when asked for. */
import { SingleBar } from 'cli-progress'

export interface Progress {
  readonly update: (done: number) => void
  readonly stop: () => void
}

const LINE_EVERY_MS = 10_000

export function startProgress(what: string, total: number, unit: string, quiet: boolean): Progress {
  if (quiet) return { update: () => {}, stop: () => {} }
  return process.stderr.isTTY ? startBar(what, total, unit) : startLines(what, total, unit)
}

function rateOf(done: number, startedMs: number): number {
  return (done * 1000) / Math.max(1, performance.now() - startedMs)
}

function startBar(what: string, total: number, unit: string): Progress {
  const startedMs = performance.now()
  const bar = new SingleBar({
    format: `${what} {bar} {value}/{total} ${unit} · {rate} ${unit}/s · {eta_formatted} left`,
    barCompleteChar: '█',
    barIncompleteChar: '░',
    barsize: 24,
    stream: process.stderr,
    clearOnComplete: true,
    hideCursor: true,
    etaBuffer: 12,
  })
  bar.start(total, 0, { rate: '–' })
  return {
    update: (done) => bar.update(done, { rate: rateOf(done, startedMs).toFixed(1) }),
    stop: () => bar.stop(),
  }
}

function startLines(what: string, total: number, unit: string): Progress {
  const startedMs = performance.now()
  let lastMs = startedMs
  return {
    update: (done) => {
      const nowMs = performance.now()
      if (nowMs - lastMs < LINE_EVERY_MS) return
      lastMs = nowMs
      const rate = rateOf(done, startedMs)
      const left = Math.ceil((total - done) / rate)
      process.stderr.write(`${what}: ${done} of ${total} ${unit}, ${rate.toFixed(1)} ${unit}/s, about ${left} s left\n`)
    },
    stop: () => {},
  }
}
