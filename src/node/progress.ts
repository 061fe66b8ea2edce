/** Progress on stderr: a bar on a terminal, a line now and then elsewhere, silence when asked for. */
import { SingleBar } from 'cli-progress'
import type { Bilingual } from '../base/vocabulary.ts'
import { say } from './language.ts'

export interface Progress {
  readonly update: (done: number, total: number) => void
  readonly stop: () => void
}

const LINE_EVERY_MS = 10_000

/** What commands are doing when they draw. */
export const DRAWING: Bilingual = { en: 'Drawing', zh: '绘图' }

type ProgressUnit = keyof typeof UNITS

const UNITS = {
  months: { en: 'months', zh: '个月' },
  charts: { en: 'charts', zh: '张图' },
} as const

export function startProgress(what: Bilingual, unit: ProgressUnit, quiet: boolean): Progress {
  if (quiet) return { update: () => {}, stop: () => {} }
  return process.stderr.isTTY ? startBar(say(what), say(UNITS[unit])) : startLines(what, UNITS[unit])
}

function rateOf(done: number, startedMs: number): number {
  return (done * 1000) / Math.max(1, performance.now() - startedMs)
}

function startBar(what: string, unit: string): Progress {
  const startedMs = performance.now()
  const bar = new SingleBar({
    format: say({
      en: `${what} {bar} {value}/{total} ${unit} · {rate} ${unit}/s · {eta_formatted} left`,
      zh: `${what} {bar} {value}/{total} ${unit} · 每秒 {rate} ${unit} · 剩余 {eta_formatted}`,
    }),
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

function startLines(what: Bilingual, unit: Bilingual): Progress {
  const startedMs = performance.now()
  let lastMs = startedMs
  return {
    update: (done, total) => {
      const nowMs = performance.now()
      if (nowMs - lastMs < LINE_EVERY_MS) return
      lastMs = nowMs
      const rate = rateOf(done, startedMs)
      const left = Math.ceil((total - done) / rate)
      const speed = rate.toFixed(1)
      const line = {
        en: `${what.en}: ${done} of ${total} ${unit.en}, ${speed} ${unit.en}/s, about ${left} s left`,
        zh: `${what.zh}：${done}/${total}${unit.zh}，每秒${speed}${unit.zh}，约剩${left}秒`,
      }
      process.stderr.write(`${say(line)}\n`)
    },
    stop: () => {},
  }
}
