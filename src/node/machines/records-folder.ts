/** A folder through which records travel where they do not through Redis. What it holds is on its way: the store takes it out. */
import { join } from 'node:path'
import { UsageError } from '../failure.ts'
import {
  bytesIfThere,
  createFile,
  ensureFolder,
  errorCode,
  linkFile,
  moveFile,
  readBytes,
  removeQuietly,
} from '../files.ts'
import { randomToken } from '../folder-lock.ts'

export interface RecordsFolder {
  /** Says that two machines mean the same folder, whatever path it has on each. */
  readonly id: string
  /** Whole under its name, or not there. What is there already is replaced. */
  readonly put: (key: string, packed: Uint8Array) => void
  /** Null where there is none that can be read. */
  readonly find: (key: string) => Buffer | null
  readonly remove: (key: string) => void
}

const MARK = 'xiaojin-records'

/** Throws a UsageError where the folder cannot be written, before anything runs. */
export function recordsFolder(folder: string): RecordsFolder {
  const pathOf = (key: string): string => join(folder, `${key}.json.gz`)
  const put = (path: string, bytes: string | Uint8Array, name: typeof moveFile): void => {
    const unnamed = join(folder, `tmp-${randomToken()}`)
    try {
      createFile(unnamed, bytes)
      name(unnamed, path)
    } finally {
      removeQuietly(unnamed)
    }
  }
  try {
    ensureFolder(folder)
    put(join(folder, MARK), randomToken(), nameOnce)
    return {
      id: readBytes(join(folder, MARK)).toString('utf8'),
      put: (key, packed) => put(pathOf(key), packed, moveFile),
      find: (key) => {
        try {
          return bytesIfThere(pathOf(key))
        } catch {
          return null
        }
      },
      remove: (key) => removeQuietly(pathOf(key)),
    }
  } catch (error) {
    const code = errorCode(error)
    if (code === undefined) throw error
    throw new UsageError({
      en: `${folder} cannot be used for records (${code}). Give another folder that all machines share with --records, or leave it out: records then travel through Redis.`,
      zh: `${folder} 不能存放记录（${code}）。请用 --records 另给一个各机器共享的文件夹，或去掉该选项：记录即经 Redis 传回。`,
    })
  }
}

/** The first machine names it. */
function nameOnce(unnamed: string, path: string): void {
  try {
    if (!linkFile(unnamed, path) && bytesIfThere(path) === null) moveFile(unnamed, path)
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error
  }
}
