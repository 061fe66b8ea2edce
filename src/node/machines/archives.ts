/** Records as they come back from machines: in folders and in archives. */

import { statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { type ParsedTarFileItem, parseTar } from 'nanotar'
import { UsageError } from '../failure.ts'
import { filesBelow } from '../files.ts'
import { MAX_FILE_BYTES } from '../manifest-schema.ts'
import { printableLine } from '../printable.ts'
import { FolderError, readPlainFile } from '../untrusted-folder.ts'

export interface FoundRecord {
  readonly key: string
  readonly bytes: Buffer
  /** For messages. */
  readonly where: string
}

const RECORD = /(?:^|\/)(r[0-9a-f]{64})\.json$/
const ARCHIVE = /\.(tar|tar\.gz|tgz)$/
type Keep = (file: Pick<ParsedTarFileItem, 'type' | 'name'>) => boolean
const MAX_ARCHIVE_BYTES = 2 ** 31 - 1

/** Every file with the name of a record in a tar archive or, at any depth, in a folder and its archives; what else is there is ignored. */
export function* recordsIn(typed: string): Generator<FoundRecord> {
  const stat = statSync(typed, { throwIfNoEntry: false })
  if (stat === undefined) throw new UsageError({ en: `There is no ${typed}.`, zh: `没有 ${typed}。` })
  if (stat.isDirectory()) return yield* recordsBelow(typed)
  if (!stat.isFile()) {
    throw new UsageError({ en: `${typed} is neither a folder nor an archive.`, zh: `${typed} 既非文件夹也非归档。` })
  }
  yield* recordsInArchive(typed)
}

function* recordsBelow(folder: string): Generator<FoundRecord> {
  for (const path of filesBelow(folder)) {
    if (ARCHIVE.test(path)) yield* recordsInArchive(join(folder, path))
    const key = RECORD.exec(path)?.[1]
    if (key === undefined) continue
    const bytes = readPlainFile(folder, path, MAX_FILE_BYTES)
    if (bytes !== null) yield { key, bytes: Buffer.from(bytes), where: `${folder}/${path}` }
  }
}

/** Nothing is unpacked to the disk: names in an archive lead nowhere. */
function* recordsInArchive(file: string): Generator<FoundRecord> {
  const packed = Buffer.from(readPlainFile(dirname(file), basename(file), MAX_ARCHIVE_BYTES) ?? [])
  let entries: readonly ParsedTarFileItem[]
  try {
    const isGzip = packed[0] === 0x1f && packed[1] === 0x8b
    const bytes = isGzip ? gunzipSync(packed, { maxOutputLength: MAX_ARCHIVE_BYTES }) : packed
    if (bytes.subarray(257, 262).toString('latin1') !== 'ustar') throw new Error('it is no tar archive')
    entries = parseTar<never, { filter: Keep }, ParsedTarFileItem>(bytes, {
      filter: ({ type, name }) => type === 'file' && RECORD.test(name),
    })
  } catch (error) {
    const why = printableLine(error instanceof Error ? error.message : String(error))
    throw new FolderError(file, {
      en: `cannot be read (${why}). Records come in folders, .tar and .tar.gz`,
      zh: `无法读取（${why}）。记录可置于文件夹、.tar 或 .tar.gz 中`,
    })
  }
  for (const { name, data } of entries) {
    const key = RECORD.exec(name)?.[1]
    if (key !== undefined && data !== undefined) yield { key, bytes: Buffer.from(data), where: `${file}: ${name}` }
  }
}
