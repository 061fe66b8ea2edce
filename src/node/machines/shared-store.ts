/**
 * A store of records that several processes add to at once, on one machine or many, without locks: a record gets its
 * name only when it is whole, and a name is given once. Who comes second holds its bytes against those that are there.
 */
import { join } from 'node:path'
import type { Bilingual } from '../../base/vocabulary.ts'
import { ConflictError } from '../failure.ts'
import { bytesIfThere, ensureFolder, errorCode, kindOf, linkFile, moveFile, namesIn, removeFile } from '../files.ts'
import { putRecord, type RecordStore, recordIn, recordPath, setAside } from '../run-store.ts'

const ATTEMPTS = 5

/** 'there' where the same record has its name already. Throws a ConflictError, with both kept, where another has. */
export function addRecord(store: RecordStore, key: string, bytes: Buffer): 'added' | 'there' {
  for (let attempt = 1; ; attempt++) {
    try {
      let found: 'added' | 'there' = 'added'
      ensureFolder(store.work)
      putRecord(store, key, bytes, (unnamed, file) => {
        found = nameOnce(store, key, unnamed, file, bytes)
      })
      return found
    } catch (error) {
      // The holder of the folder takes unnamed files away: written again.
      if (errorCode(error) !== 'ENOENT' || attempt === ATTEMPTS) throw error
    }
  }
}

function nameOnce(
  { place }: RecordStore,
  key: string,
  unnamed: string,
  file: string,
  bytes: Buffer,
): 'added' | 'there' {
  for (;;) {
    const there = bytesIfThere(file)
    if (there === null) {
      try {
        if (linkFile(unnamed, file)) removeFile(unnamed)
        // Without hard links: a record that came in between is the same, or `collect` finds that it was not.
        else moveFile(unnamed, file)
        return 'added'
      } catch (error) {
        if (errorCode(error) !== 'EEXIST') throw error
        continue
      }
    }
    if (there.equals(bytes)) {
      removeFile(unnamed)
      return 'there'
    }
    if (recordIn(there, key) !== 'damaged') {
      const second = conflictPath(place, key)
      moveFile(unnamed, join(place, second))
      throw new ConflictError(conflictText(key, [join(place, recordPath(key)), join(place, second)], [there, bytes]))
    }
    try {
      setAside(place, key)
    } catch (error) {
      // Another worker has set it aside.
      if (errorCode(error) !== 'ENOENT') throw error
    }
  }
}

/** A free name beside a record. */
function conflictPath(place: string, key: string): string {
  const path = recordPath(key)
  for (let number = 1; ; number++) {
    const name = path.replace(/json$/, `conflict-${number}`)
    if (kindOf(join(place, name)) === null) return name
  }
}

/** Records that lie beside one of the same run, relative to the store. */
export function conflictsIn(place: string): string[] {
  return namesIn(join(place, 'runs')).flatMap((folder) =>
    namesIn(join(place, 'runs', folder)).flatMap((name) =>
      /^r[0-9a-f]{64}\.conflict-\d+$/.test(name) ? [`runs/${folder}/${name}`] : [],
    ),
  )
}

export function conflictText(key: string, places: readonly string[], records: readonly Buffer[]): Bilingual {
  const digests = records.map((bytes) => {
    const record = recordIn(bytes, key)
    return record === 'damaged' ? '?' : record.digest.slice(0, 12)
  })
  const [one, other] = places.map((place, k) => `${place} (digest ${digests[k]})`)
  const [oneZh, otherZh] = places.map((place, k) => `${place}（摘要值 ${digests[k]}）`)
  return {
    en: `the same run has two different records: ${one} and ${other}. Runs do not depend on the machine, so one of the two machines computes wrongly or its record was changed. Make the run again with “xiaojin run” on a third, and delete the wrong record.`,
    zh: `同一次运行有两份不同的记录：${oneZh} 与 ${otherZh}。运行结果与机器无关，故其中一台计算有误，或其记录被改动。请在第三台机器上用“xiaojin run”重新运行，并删除错误的记录。`,
  }
}
