/** Plans whose runs are made by workers that share a Redis. The store of the folder stays the truth: Redis may lose all. */
import { setTimeout as pause } from 'node:timers/promises'
import { gunzipSync, gzipSync } from 'node:zlib'
import type { Job, Queue } from 'bullmq'
import type { Bilingual } from '../../base/vocabulary.ts'
import type { Scenario } from '../../scenarios/scenario.ts'
import { engineInfo } from '../build-info.ts'
import { UsageError } from '../failure.ts'
import { failuresOf, type KeptRun, type MadeRuns, missingRuns } from '../kept-runs.ts'
import { say } from '../language.ts'
import { checkMemory } from '../memory.ts'
import { printableLine } from '../printable.ts'
import type { ResultsFolder } from '../results-folder.ts'
import { monthsOf, runPool } from '../run-pool.ts'
import { recordBytes, recordIn, runKey, storeRecord } from '../run-store.ts'
import { engineName } from './planned-folder.ts'
import { type Connection, connect, queueLibraries, queueName, type RedisPlace } from './redis.ts'

interface JobData {
  readonly scenario: Scenario
}

/** Runs that wait in Redis at a time: a scenario takes some ten kilobytes. */
const MOST_WAITING = 1000
const ATTEMPTS = 3
const LOOK_AGAIN_MS = 100
const ANNOUNCE_EVERY_MS = 5000
const MAX_RECORD_BYTES = 2 ** 28

type OnMonth = (done: number, total: number) => void

/** Makes every run of a plan that its folder lacks, by workers on other machines. */
export async function queueMissing(
  held: ResultsFolder,
  plan: readonly KeptRun[],
  place: RedisPlace,
  onMonth: OnMonth,
): Promise<MadeRuns> {
  const { wanted, missing, warnings } = missingRuns(held, plan)
  const whys = new Map<string, string>()
  if (missing.length === 0) return { made: 0, failures: [], warnings }
  const total = monthsOf(missing.map(({ scenario }) => scenario))
  let [months, kept] = [0, wanted.length - missing.length]
  held.tellRuns(kept)
  const ended = (run: KeptRun): void => {
    months += monthsOf([run.scenario])
    onMonth(months, total)
  }
  await followed(missing, place, {
    onRecord: (run, bytes, failed) => {
      storeRecord(held, run.key, bytes)
      held.tellRuns(++kept)
      if (failed.length > 0) warnings.push(say(retriedText(run, failed)))
      ended(run)
    },
    onFailure: (run, why) => {
      whys.set(run.key, why)
      ended(run)
    },
  })
  return { made: missing.length - whys.size, failures: failuresOf(plan, whys), warnings }
}

function retriedText({ arm, scenario: { seed } }: KeptRun, failed: readonly string[]): Bilingual {
  const whys = failed.map((why) => printableLine(why.split('\n', 1)[0])).join('; ')
  return {
    en: `${arm}, seed ${seed} failed ${failed.length} times before it was made: ${whys}`,
    zh: `${arm}，种子 ${seed} 失败${failed.length}次后完成：${whys}`,
  }
}

interface Listener {
  readonly onRecord: (run: KeptRun, bytes: Buffer, failed: readonly string[]) => void
  readonly onFailure: (run: KeptRun, why: string) => void
}

/** Resolves when every run has ended. What Redis has lost is asked for again. */
async function followed(runs: readonly KeptRun[], place: RedisPlace, listener: Listener): Promise<void> {
  const libraries = await queueLibraries()
  const connection = await connect(place)
  const queue = new libraries.Queue(queueName(), { connection: place.options })
  // It connects again by itself.
  queue.on('error', () => {})
  const asked = new Map<string, KeptRun>()
  const jobOf = (run: KeptRun) => ({
    name: 'run',
    data: { scenario: run.scenario },
    opts: { jobId: run.key, attempts: ATTEMPTS },
  })
  let [next, announcedMs] = [0, Number.NEGATIVE_INFINITY]
  try {
    while (next < runs.length || asked.size > 0) {
      if (performance.now() - announcedMs > ANNOUNCE_EVERY_MS) {
        announcedMs = performance.now()
        await connection.announce()
        // Those that are there stay as they are.
        await queue.addBulk(await gone(queue, [...asked.values()]).then((lost) => lost.map(jobOf)))
      }
      const more = runs.slice(next, next + MOST_WAITING - asked.size)
      if (more.length > 0) await queue.addBulk(more.map(jobOf))
      for (const run of more) asked.set(run.key, run)
      next += more.length
      const found = await endedJobs(queue, asked)
      for (const { job, run, isDone } of found) {
        take(job, run, isDone, listener)
        asked.delete(run.key)
        await job.remove()
      }
      if (found.length === 0) await pause(LOOK_AGAIN_MS)
    }
  } finally {
    connection.end()
    await queue.close().catch(() => {})
  }
}

/** Runs of which Redis knows nothing, after it was killed, or after another plan took their records away. */
async function gone(queue: Queue, runs: readonly KeptRun[]): Promise<KeptRun[]> {
  const found = await Promise.all(runs.map(({ key }) => queue.getJob(key)))
  return runs.filter((_, k) => found[k] === undefined)
}

interface EndedJob {
  readonly job: Job<JobData, string>
  readonly run: KeptRun
  readonly isDone: boolean
}

/** Jobs of other plans are left to them. */
async function endedJobs(queue: Queue, asked: ReadonlyMap<string, KeptRun>): Promise<EndedJob[]> {
  const found: EndedJob[] = []
  for (const state of ['completed', 'failed'] as const) {
    for (const id of await queue.getRanges([state], 0, -1)) {
      const run = asked.get(id)
      const job = run === undefined ? undefined : ((await queue.getJob(id)) as Job<JobData, string> | undefined)
      if (run !== undefined && job !== undefined) found.push({ job, run, isDone: state === 'completed' })
    }
  }
  return found
}

function take(
  { returnvalue, stacktrace, failedReason }: EndedJob['job'],
  run: KeptRun,
  isDone: boolean,
  listener: Listener,
): void {
  const failed = stacktrace ?? []
  if (!isDone) {
    listener.onFailure(run, failed.at(-1) ?? failedReason)
    return
  }
  const bytes = unpacked(returnvalue)
  const record = bytes === null ? 'damaged' : recordIn(bytes, run.key)
  if (bytes === null || record === 'damaged' || record.seed !== run.scenario.seed) {
    listener.onFailure(run, say({ en: 'its record came damaged', zh: '收到的记录已损坏' }))
    return
  }
  listener.onRecord(run, bytes, failed)
}

function unpacked(text: unknown): Buffer | null {
  try {
    return gunzipSync(Buffer.from(String(text), 'base64'), { maxOutputLength: MAX_RECORD_BYTES })
  } catch {
    return null
  }
}

/** Short, so that runs of a worker that died soon go to another; renewed by a thread that never computes. */
const LOCK_MS = 10_000

/** Makes runs of any plan of this engine until it is told to stop. */
export async function workQueue(place: RedisPlace, threads: number, onRun: () => void): Promise<never> {
  const { Worker } = await queueLibraries()
  const connection = await connect(place)
  await checkEngines(connection, place).finally(connection.end)
  const worker = new Worker<JobData, string>(
    queueName(),
    async ({ id, data: { scenario } }) => {
      if (runKey(scenario) !== id) throw new Error('the scenario of the job is not the one that its name says')
      checkMemory([scenario], threads)
      const record = await recordOf(scenario, id)
      onRun()
      return gzipSync(record).toString('base64')
    },
    {
      connection: place.options,
      concurrency: threads,
      lockDuration: LOCK_MS,
      stalledInterval: LOCK_MS / 2,
      // A worker that is killed is no fault of the run.
      maxStalledCount: 1_000_000,
    },
  )
  worker.on('error', () => {})
  // Ctrl-C ends the process; what it was making goes to another worker.
  return await new Promise<never>(() => {})
}

async function recordOf(scenario: Scenario, key: string): Promise<Buffer> {
  let made: Buffer | undefined
  let why = ''
  await runPool([{ scenario, keepEvents: false }], 1, {
    onMonth: () => {},
    onResult: (_, record) => {
      made = recordBytes(key, record)
    },
    onFailure: (_, reason) => {
      why = reason
    },
  })
  if (made === undefined) throw new Error(why)
  return made
}

/** Refuses to wait where only plans of other engines do. */
async function checkEngines(connection: Connection, { shown }: RedisPlace): Promise<void> {
  const engines = await connection.engines()
  const [other] = engines.values()
  if (other === undefined || engines.has(queueName())) return
  const own = engineName(engineInfo())
  throw new UsageError({
    en: `The plan that waits at ${shown} is for ${other}; this is ${own}. Their runs are not the same: install the version of the plan here.`,
    zh: `${shown} 上等待的计划属于 ${other}；本程序为 ${own}。两者的运行不同：请在此安装计划所属的版本。`,
  })
}
