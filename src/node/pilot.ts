/** Estimates the time and space of a plan of runs from one of them. */

import { verbatim } from '../base/errors.ts'
import type { Bilingual } from '../base/vocabulary.ts'
import { monthsSpared, sharedPasts } from '../run/branch.ts'
import type { KeptRun } from './kept-runs.ts'
import { say } from './language.ts'
import { startProgress } from './progress.ts'
import { monthsOf, runPool } from './run-pool.ts'
import { readRecord } from './run-store.ts'
import { textTable } from './text-table.ts'

export interface Estimate {
  readonly runs: number
  /** Runs whose records are there already. */
  readonly stored: number
  readonly pilotSeconds: number
  readonly estimatedSeconds: number
  /** On the disk. */
  readonly estimatedMegabytes: number
  /** Of one process with so many threads, at its peak. */
  readonly memoryMegabytes: number
  /** Of nodes that run so many threads each, as many nodes as there may be. */
  readonly nodeHours: number
  /** Months that are lived once for several runs, which differ in later dated changes only, of all months of missing runs. */
  readonly sharedMonths: number
  readonly months: number
}

/** Makes the first missing run of a plan, keeps nothing of it, and takes time to go with consumers and months. */
export async function estimateOf(
  plan: readonly KeptRun[],
  folder: string,
  threads: number,
  quiet: boolean,
): Promise<Estimate> {
  const missing = plan.filter(({ key }) => readRecord(folder, key) === null)
  const pilot = missing.at(0) ?? plan[0]
  const progress = startProgress({ en: 'Pilot', zh: '试运行' }, 'months', quiet)
  const total = monthsOf([pilot.scenario])
  const startedMs = performance.now()
  const before = process.memoryUsage().rss
  let [passed, bytes] = [0, 0]
  await runPool([{ scenario: pilot.scenario, keepEvents: false }], 1, {
    onMonth: () => progress.update(++passed, total),
    onResult: (_, record) => {
      bytes = JSON.stringify(record).length
    },
    onFailure: (_, why) => {
      throw new Error(why)
    },
  }).finally(() => progress.stop())
  const seconds = (performance.now() - startedMs) / 1000
  const pasts = sharedPasts(missing.map(({ scenario }) => scenario))
  const sharedMonths = monthsSpared(pasts)
  const months = monthsOf(missing.map(({ scenario }) => scenario))
  // Of the process, in kilobytes.
  const peak = 1024 * process.resourceUsage().maxRSS
  const largest = Math.max(...missing.map(({ scenario: { population } }) => population.consumers), 0)
  const eachThread = Math.max(peak - before, 0) * Math.max(1, largest / pilot.scenario.population.consumers)
  const lived = 1 - sharedMonths / Math.max(1, months)
  const threadSeconds = (lived * seconds * weightOf(missing)) / weightOf([pilot])
  return {
    runs: plan.length,
    stored: plan.length - missing.length,
    pilotSeconds: Math.round(seconds * 100) / 100,
    estimatedSeconds: Math.ceil(threadSeconds / threads),
    memoryMegabytes: Math.ceil((before + threads * eachThread) / 1e6),
    nodeHours: Number((threadSeconds / threads / 3600).toPrecision(2)),
    // Records, and the same once more in tables.
    estimatedMegabytes: Math.ceil((2 * bytes * plan.length) / 1e6),
    sharedMonths,
    months,
  }
}

/** What the time of runs goes with. */
export function weightOf(runs: readonly KeptRun[]): number {
  return runs.reduce(
    (sum, { scenario: { population, horizon } }) => sum + population.consumers * (horizon.burnIn + horizon.months),
    0,
  )
}

/** The estimate for a terminal; `runs` says what the runs are made of. */
export function estimateText(estimate: Estimate, runs: string, folder: string, threads: number): string {
  const minutes = (estimate.estimatedSeconds / 60).toFixed(1)
  const { stored, pilotSeconds, estimatedMegabytes: megabytes } = estimate
  const row = (en: string, zh: string, text: Bilingual): string[] => [say({ en, zh }), say(text)]
  const rows = [
    row('runs', '运行次数', verbatim(runs)),
    row('stored already', '已有', verbatim(String(stored))),
    row('pilot', '试运行', { en: `${pilotSeconds} s for one run`, zh: `单次运行${pilotSeconds}秒` }),
    row('time left', '所需时间', {
      en: `about ${minutes} minutes with ${threads} thread${threads === 1 ? '' : 's'}`,
      zh: `${threads}个线程约${minutes}分钟`,
    }),
    row('node hours', '节点小时', {
      en: `about ${estimate.nodeHours}, on nodes that run ${threads} thread${threads === 1 ? '' : 's'}`,
      zh: `约${estimate.nodeHours}，每节点${threads}个线程`,
    }),
    row('memory', '内存', { en: `about ${estimate.memoryMegabytes} MB`, zh: `约 ${estimate.memoryMegabytes} MB` }),
    ...(estimate.sharedMonths === 0
      ? []
      : [
          row('shared', '共用', {
            en: `${estimate.sharedMonths} of ${estimate.months} months: runs that differ in later dated changes branch off one past`,
            zh: `${estimate.months}个月中的${estimate.sharedMonths}个月：仅在之后的定期变动上不同的运行由同一段历史分支`,
          }),
        ]),
    row('disk', '磁盘', { en: `about ${megabytes} MB in ${folder}`, zh: `${folder} 中约 ${megabytes} MB` }),
  ]
  const table = textTable(rows, ['left', 'left'])
  return `${table}\n${say({ en: 'Nothing was kept.', zh: '未保留任何结果。' })}\n`
}
