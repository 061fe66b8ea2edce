/** A part of a plan, made on this machine. It holds no folder: as many workers as there are may add to one store. */
import { join, resolve } from 'node:path'
import type { Bilingual } from '../../base/vocabulary.ts'
import { UsageError } from '../failure.ts'
import { createFile, ensureFolder, errorCode, removeEmptyQuietly, removeFile } from '../files.ts'
import { randomToken } from '../folder-lock.ts'
import { onInterrupt, tellKept } from '../interrupt.ts'
import { type KeptRun, type KeptStore, type MadeRuns, runMissing } from '../kept-runs.ts'
import { say } from '../language.ts'
import { checkMemory } from '../memory.ts'
import { startProgress } from '../progress.ts'
import { checkPlace, RUNS_FOLDER } from '../results-folder.ts'
import { readRecord, recordBytes } from '../run-store.ts'
import { WORK_FOLDER } from '../unfinished.ts'
import { type PlannedFolder, plannedFolder } from './planned-folder.ts'
import { type Shard, shardsOf } from './shards.ts'
import { addRecord } from './shared-store.ts'

export interface ShardDone extends MadeRuns {
  /** Of the shard. */
  readonly runs: number
  /** Where the records are. */
  readonly folder: string
  /** Whether the plan was replaced by another meanwhile, in which `strays` runs of this shard do not stand. */
  readonly strays: number
}

export interface ShardOptions {
  readonly threads: number
  readonly quiet: boolean
  /** Where records go, if not into the folder of the plan. */
  readonly out: string | undefined
}

/** Makes the runs of a shard that neither the plan nor `out` has a record of. */
export async function workShard(
  planned: PlannedFolder,
  shard: Shard,
  { threads, quiet, out }: ShardOptions,
): Promise<ShardDone> {
  const folder = out ?? planned.folder
  checkPlace(folder)
  const mine = shardsOf(planned.runs, shard.of)[shard.number - 1]
  const elsewhere = out === undefined ? [] : mine.filter(({ key }) => readRecord(planned.folder, key) !== null)
  const there = new Set(elsewhere.map(({ key }) => key))
  const runs = mine.filter(({ key }) => !there.has(key))
  checkMemory(
    runs.map(({ scenario }) => scenario),
    threads,
  )
  const held = sharedStore(folder)
  const what = { en: `Shard ${shard.number}/${shard.of}`, zh: `第 ${shard.number}/${shard.of} 份` }
  const progress = startProgress(what, 'months', quiet)
  const made = await runMissing(held, runs, threads, progress.update, (store, key, run) => {
    addRecord(store, key, recordBytes(key, run))
  }).finally(() => {
    progress.stop()
    held.letGo()
  })
  return { ...made, runs: mine.length, folder, strays: await straysOf(planned, mine) }
}

interface SharedStore extends KeptStore {
  readonly letGo: () => void
}

/** A store that others may use at the same time; says what is kept should this process end early. */
export function sharedStore(folder: string): SharedStore {
  const place = resolve(folder)
  const work = join(place, WORK_FOLDER)
  let runs = 0
  tryStore(folder, place, work)
  // Another worker or the plan may lie there.
  const letGo = (): void => removeEmptyQuietly(work)
  const callOff = onInterrupt(letGo)
  tellKept(() => say(keptText(runs, folder)))
  return {
    ...{ folder, place, work },
    tellRuns: (count) => {
      runs = count
    },
    letGo: () => {
      callOff()
      letGo()
    },
  }
}

/** Writes a file and takes it away, before hours of runs find that they cannot be kept. */
function tryStore(folder: string, place: string, work: string): void {
  try {
    ensureFolder(work)
    ensureFolder(join(place, RUNS_FOLDER))
    const file = join(work, `tmp-${randomToken()}`)
    createFile(file, 'tried\n')
    removeFile(file)
  } catch (error) {
    if (!['EROFS', 'EACCES', 'EPERM'].includes(errorCode(error) ?? '')) throw error
    throw new UsageError({
      en: `${folder} cannot be written (${errorCode(error)}). Give the records another place with --out; “xiaojin collect” takes them from there.`,
      zh: `${folder} 不可写（${errorCode(error)}）。请用 --out 为记录另选位置，再由“xiaojin collect”收集。`,
    })
  }
}

function keptText(runs: number, folder: string): Bilingual {
  if (runs === 0) return { en: 'Nothing was kept.', zh: '未保留任何结果。' }
  return {
    en: `${runs} finished ${runs === 1 ? 'run is' : 'runs are'} kept in ${folder}; the same command resumes from there.`,
    zh: `${runs}次已完成的运行保留在 ${folder}；重新执行同一命令即可续跑。`,
  }
}

/** How many of these runs the plan that now lies in the folder does not ask for. */
async function straysOf({ folder }: PlannedFolder, mine: readonly KeptRun[]): Promise<number> {
  try {
    const asked = new Set((await plannedFolder(folder)).runs.map(({ key }) => key))
    return mine.filter(({ key }) => !asked.has(key)).length
  } catch {
    // While somebody replaces the results, or has taken the folder away: the records are there all the same.
    return 0
  }
}
