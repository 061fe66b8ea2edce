/** Plans whose runs are made by workers that share a Redis. The store of the folder stays the truth: Redis may lose all. */
import { setTimeout as pause } from 'node:timers/promises'
import { gunzipSync, gzipSync } from 'node:zlib'
import type { Job, Queue } from 'bullmq'
import type { Bilingual } from '../../base/vocabulary.ts'
import type { Scenario } from '../../scenarios/scenario.ts'
import { engineInfo } from '../build-info.ts'
import { StorageError, UsageError } from '../failure.ts'
import { failuresOf, type KeptRun, type MadeRuns, missingRuns } from '../kept-runs.ts'
import { say } from '../language.ts'
import { checkMemory } from '../memory.ts'
import { printableLine } from '../printable.ts'
import type { ResultsFolder } from '../results-folder.ts'
import { monthsOf, runPool } from '../run-pool.ts'
import { recordBytes, recordIn, runKey, storeRecord } from '../run-store.ts'
import { engineName } from './planned-folder.ts'
import { type RecordsFolder, recordsFolder } from './records-folder.ts'
import { type Connection, connect, queueLibraries, queueName, type RedisPlace } from './redis.ts'

interface JobData {
  readonly scenario: Scenario
  /** Of the folder that the plan would have the record in. */
  readonly folder?: string
}

/** A packed record in base64, or the folder where it lies. */
type Answer = string | { readonly folder: string }

type RunJob = Job<JobData, Answer>

/** Runs that wait in Redis at a time: a scenario takes some ten kilobytes. */
const MOST_WAITING = 1000
const ATTEMPTS = 3
/** For a plan that goes on later. A sweep that dies after it has stored a record never takes its job away, so Redis does. */
const KEPT = { age: 30 * 24 * 60 * 60 }
const FORGOTTEN = { removeOnComplete: KEPT, removeOnFail: KEPT }
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
    onDamaged: (run) => warnings.push(say(damagedText(run))),
    onRoundabout: (count, folder) => warnings.push(say(roundaboutText(count, folder))),
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

function damagedText({ arm, scenario: { seed } }: KeptRun): Bilingual {
  return {
    en: `${arm}, seed ${seed}: its record came damaged or not at all, and its run was asked for again`,
    zh: `${arm}，种子 ${seed}：记录损坏或未收到，已重新请求该次运行`,
  }
}

function roundaboutText(count: number, folder: string): Bilingual {
  return {
    en: `${count} records came through Redis: their workers do not write into ${folder}. Give them the same folder with --records`,
    zh: `${count}份记录经 Redis 传回：其工作进程未写入 ${folder}。请用 --records 为其指定同一文件夹`,
  }
}

interface Listener {
  readonly onRecord: (run: KeptRun, bytes: Buffer, failed: readonly string[]) => void
  /** Its run is asked for again. */
  readonly onDamaged: (run: KeptRun) => void
  readonly onFailure: (run: KeptRun, why: string) => void
  /** So many records did not come through the folder that they should have come through. */
  readonly onRoundabout: (count: number, folder: string) => void
}

/** Resolves when every run has ended. What Redis has lost is asked for again. */
async function followed(runs: readonly KeptRun[], place: RedisPlace, listener: Listener): Promise<void> {
  const libraries = await queueLibraries()
  const folder = place.records === undefined ? undefined : recordsFolder(place.records)
  const connection = await connect(place)
  const queue: Queue = new libraries.Queue(queueName(), { connection: place.options })
  // It connects again by itself.
  queue.on('error', () => {})
  const asked = new Map<string, KeptRun>()
  /** How often the record of a run came damaged. */
  const damaged = new Map<string, number>()
  const ask = async (some: readonly KeptRun[]): Promise<void> => {
    const jobs = some.map(({ key, scenario }) => {
      // What the folder has damaged once comes through Redis.
      const data: JobData = folder === undefined || damaged.has(key) ? { scenario } : { scenario, folder: folder.id }
      return { name: 'run', data, opts: { jobId: key, attempts: ATTEMPTS, ...FORGOTTEN } }
    })
    // Those that are there stay as they are.
    await queue.addBulk(jobs)
  }
  let [next, announcedMs, roundabout] = [0, Number.NEGATIVE_INFINITY, 0]
  try {
    while (next < runs.length || asked.size > 0) {
      if (performance.now() - announcedMs > ANNOUNCE_EVERY_MS) {
        announcedMs = performance.now()
        await connection.announce()
        await ask(await gone(queue, [...asked.values()]))
      }
      const more = runs.slice(next, next + MOST_WAITING - asked.size)
      await ask(more)
      for (const run of more) asked.set(run.key, run)
      next += more.length
      const found = await endedJobs(queue, asked)
      for (const { job, run, isDone } of found) {
        const { key } = run
        const failed = job.stacktrace ?? []
        const bytes = isDone ? recordOf(job.returnvalue, run, folder) : null
        const isLast = !isDone || (damaged.get(key) ?? 0) + 1 >= ATTEMPTS
        if (bytes !== null) {
          if (folder !== undefined && typeof job.returnvalue === 'string' && !damaged.has(key)) roundabout++
          listener.onRecord(run, bytes, failed)
        } else if (isLast) {
          listener.onFailure(run, isDone ? say(DAMAGED) : (failed.at(-1) ?? job.failedReason))
        }
        folder?.remove(key)
        await job.remove()
        if (bytes !== null || isLast) asked.delete(key)
        else {
          damaged.set(key, (damaged.get(key) ?? 0) + 1)
          listener.onDamaged(run)
          await ask([run])
        }
      }
      if (found.length === 0) await pause(LOOK_AGAIN_MS)
    }
    if (roundabout > 0) listener.onRoundabout(roundabout, place.records!)
  } catch (error) {
    throw refusal(error, place) ?? error
  } finally {
    connection.end()
    await queue.close().catch(() => {})
  }
}

const DAMAGED = { en: 'its record came damaged or not at all, again and again', zh: '记录多次损坏或未收到' }

/** Where Redis answers, but not as asked: its memory or its disk is full, or it no longer lets this program in. */
function refusal(error: unknown, { shown }: RedisPlace): StorageError | null {
  if (!(error instanceof Error) || error.name !== 'ReplyError') return null
  const why = printableLine(error.message).replace(/\.$/, '')
  return new StorageError({
    en: `Redis at ${shown} refuses: ${why}. Repeat the command when Redis takes more.`,
    zh: `${shown} 的 Redis 拒绝：${why}。待 Redis 可用后，请重新执行同一命令。`,
  })
}

/** Runs of which Redis knows nothing, after it was killed, or after another plan took their records away. */
async function gone(queue: Queue, runs: readonly KeptRun[]): Promise<KeptRun[]> {
  const found = await Promise.all(runs.map(({ key }) => queue.getJob(key)))
  return runs.filter((_, k) => found[k] === undefined)
}

interface EndedJob {
  readonly job: RunJob
  readonly run: KeptRun
  readonly isDone: boolean
}

/** Jobs of other plans are left to them. */
async function endedJobs(queue: Queue, asked: ReadonlyMap<string, KeptRun>): Promise<EndedJob[]> {
  const found: EndedJob[] = []
  for (const state of ['completed', 'failed'] as const) {
    for (const id of await queue.getRanges([state], 0, -1)) {
      const run = asked.get(id)
      const job = run === undefined ? undefined : ((await queue.getJob(id)) as RunJob | undefined)
      if (run !== undefined && job !== undefined) found.push({ job, run, isDone: state === 'completed' })
    }
  }
  return found
}

/** The record that a worker hands over; null where it is damaged or is not there. */
function recordOf(answer: Answer, { key, scenario }: KeptRun, folder: RecordsFolder | undefined): Buffer | null {
  const packed = typeof answer === 'string' ? Buffer.from(answer, 'base64') : folder?.find(key)
  const bytes = unpacked(packed ?? null)
  const record = bytes === null ? 'damaged' : recordIn(bytes, key)
  return record !== 'damaged' && record.seed === scenario.seed ? bytes : null
}

function unpacked(packed: Buffer | null): Buffer | null {
  try {
    return packed === null ? null : gunzipSync(packed, { maxOutputLength: MAX_RECORD_BYTES })
  } catch {
    return null
  }
}

/** Short, so that runs of a worker that died soon go to another; renewed by a thread that never computes. */
const LOCK_MS = 10_000

interface WorkListener {
  readonly onRun: () => void
  /** A record that could not be written into the folder travels through Redis. */
  readonly onRoundabout: (why: string) => void
}

/** Makes runs of any plan of this engine until it is told to stop. */
export async function workQueue(place: RedisPlace, threads: number, listener: WorkListener): Promise<never> {
  const { Worker } = await queueLibraries()
  const folder = place.records === undefined ? undefined : recordsFolder(place.records)
  const connection = await connect(place)
  await checkEngines(connection, place).finally(connection.end)
  const worker = new Worker<JobData, Answer>(
    queueName(),
    async ({ id, data }) => {
      const { scenario } = data
      if (runKey(scenario) !== id) throw new Error('the scenario of the job is not the one that its name says')
      const through = data.folder === folder?.id ? folder : undefined
      const there = unpacked(through?.find(id) ?? null)
      if (through !== undefined && there !== null && recordIn(there, id) !== 'damaged') return { folder: through.id }
      checkMemory([scenario], threads)
      const packed = gzipSync(await madeRecord(scenario, id))
      listener.onRun()
      try {
        if (through !== undefined) {
          through.put(id, packed)
          return { folder: through.id }
        }
      } catch (error) {
        listener.onRoundabout(error instanceof Error ? error.message : String(error))
      }
      return packed.toString('base64')
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

async function madeRecord(scenario: Scenario, key: string): Promise<Buffer> {
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
