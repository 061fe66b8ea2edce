/** Progress on stderr: a bar on a terminal, a line now and then elsewhere, silence when asked for. */
import { SingleBar } from 'cli-progress'

export interface Progress {
  readonly update: (done: number, total: number) => void
  readonly stop: () => void
}

const LINE_EVERY_MS = 10_000

export function startProgress(what: string, unit: string, quiet: boolean): Progress {
  if (quiet) return { update: () => {}, stop: () => {} }
  return process.stderr.isTTY ? startBar(what, unit) : startLines(what, unit)
}

function rateOf(done: number, startedMs: number): number {
  return (done * 1000) / Math.max(1, performance.now() - startedMs)
}

function startBar(what: string, unit: string): Progress {
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
  return {
    update: (done, total) => {
      const rate = rateOf(done, startedMs).toFixed(1)
      if (bar.isActive) bar.update(done, { rate })
      else bar.start(total, done, { rate })
    },
    stop: () => bar.stop(),
  }
}

function startLines(what: string, unit: string): Progress {
  const startedMs = performance.now()
  let lastMs = startedMs
  return {
    update: (done, total) => {
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
