/** Records that were made anywhere, brought into the folder of their plan. Each is believed by its checksum alone. */
import { join } from 'node:path'
import type { Bilingual } from '../../base/vocabulary.ts'
import { ConflictError } from '../failure.ts'
import { bytesIfThere } from '../files.ts'
import type { KeptRun } from '../kept-runs.ts'
import { say } from '../language.ts'
import { type RecordStore, readRecord, recordIn, recordPath, setAside, storeRecord } from '../run-store.ts'
import { recordsIn } from './archives.ts'
import { conflictsIn, conflictText } from './shared-store.ts'

export interface Collected {
  /** Records that the folder did not have. */
  readonly added: number
  /** Records of runs that the plan does not ask for: another plan, or another version of xiaojin. */
  readonly strays: number
  /** Of records that cannot be believed, and of those set aside. */
  readonly warnings: readonly string[]
}

/** Brings the records of a plan into its folder, which the caller holds. Throws a ConflictError where two differ. */
export function takeRecords(
  store: RecordStore,
  plan: readonly KeptRun[],
  sources: readonly string[],
  folder: string,
): Collected {
  const planned = new Map(plan.map((run) => [run.key, run]))
  const [conflict] = conflictsIn(store.place)
  if (conflict !== undefined) throw new ConflictError(keptConflict(store.place, folder, conflict))
  const warnings: string[] = []
  const strays = new Set<string>()
  let added = 0
  for (const source of sources) {
    for (const { key, bytes, where } of recordsIn(source)) {
      const run = planned.get(key)
      if (run === undefined) {
        strays.add(key)
        continue
      }
      if (!isOf(run, bytes)) {
        warnings.push(say(damagedText(where)))
        continue
      }
      const own = bytesIfThere(join(store.place, recordPath(key)))
      if (own?.equals(bytes)) continue
      if (own !== null && isOf(run, own)) {
        throw new ConflictError(conflictText(key, [`${folder}/${recordPath(key)}`, where], [own, bytes]))
      }
      if (own !== null) setAside(store.place, key)
      storeRecord(store, key, bytes)
      added++
    }
  }
  return { added, strays: strays.size, warnings }
}

/** Whether bytes are a record of a run, as it was written. */
function isOf({ key, scenario: { seed } }: KeptRun, bytes: Buffer): boolean {
  const record = recordIn(bytes, key)
  return record !== 'damaged' && record.seed === seed && /^[0-9a-f]{64}$/.test(record.digest)
}

function damagedText(where: string): Bilingual {
  return {
    en: `${where} is damaged: its bytes are not those that were written. It is left out, and its run counts as missing`,
    zh: `${where} 已损坏：其字节与写入时不同。该记录不收入，其运行计为缺失`,
  }
}

function keptConflict(place: string, folder: string, conflict: string): Bilingual {
  const key = conflict.slice(conflict.lastIndexOf('/') + 1).split('.')[0]
  const paths = [recordPath(key), conflict]
  const records = paths.map((path) => bytesIfThere(join(place, path)) ?? Buffer.alloc(0))
  return conflictText(
    key,
    paths.map((path) => `${folder}/${path}`),
    records,
  )
}

/** Runs of a plan without a record that can be believed, each once. */
export function missingIn(
  folder: string,
  plan: readonly KeptRun[],
  elsewhere: ReadonlySet<string> = new Set(),
): KeptRun[] {
  const wanted = [...new Map(plan.map((run) => [run.key, run])).values()]
  return wanted.filter(({ key }) => !elsewhere.has(key) && readRecord(folder, key) === null)
}

/** Keys of the sound records of a plan that lie elsewhere. */
export function keysIn(plan: readonly KeptRun[], sources: readonly string[]): ReadonlySet<string> {
  const planned = new Map(plan.map((run) => [run.key, run]))
  const found = new Set<string>()
  for (const source of sources) {
    for (const { key, bytes } of recordsIn(source)) {
      const run = planned.get(key)
      if (run !== undefined && isOf(run, bytes)) found.add(key)
    }
  }
  return found
}
