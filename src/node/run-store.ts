/**
 * Results of runs by what decides them. A record's name is the hash of its engine, its scenario and its seed, so that
 * a run is made once, whatever plan asks for it. A record is never changed, and believed only with its checksum.
 */
import { dirname, join } from 'node:path'
import type { RunSummary } from '../measures/ensemble.ts'
import type { Scenario } from '../scenarios/scenario.ts'
import { type EngineInfo, engineInfo } from './build-info.ts'
import { StorageError } from './failure.ts'
import {
  createFile,
  ensureFolder,
  errorCode,
  kindOf,
  linkFile,
  moveFile,
  readBytes,
  removeFile,
  removeQuietly,
  syncFolder,
} from './files.ts'
import { randomToken } from './folder-lock.ts'
import { sha256Hex } from './hash.ts'
import { canonicalJson } from './manifest.ts'
import { type ResultsFolder, RUNS_FOLDER } from './results-folder.ts'
import { readPlainFile } from './untrusted-folder.ts'

/** Raised when a record keeps other things of a run, or writes them otherwise. */
const RECORD_VERSION = 2

const RUN_KEY = /^r[0-9a-f]{64}$/

export function isRunKey(text: unknown): boolean {
  return typeof text === 'string' && RUN_KEY.test(text)
}

/** Whether a text is the plan of runs that are kept, a line of JSON for each. */
export function isPlanText(text: string): boolean {
  try {
    return (
      text !== '' &&
      text
        .trimEnd()
        .split('\n')
        .every((line) => isRunKey((JSON.parse(line) as { run?: unknown }).run))
    )
  } catch {
    return false
  }
}

/** What of a build decides the numbers of runs. */
export function engineKey({ version, engineSha256, packagesSha256 }: EngineInfo): readonly [string, string] {
  return [engineSha256 ?? version, packagesSha256 ?? '']
}

/** The name of a run's record. What a scenario is called decides nothing. */
export function runKey({ name: _, title: __, ...scenario }: Scenario, engine: EngineInfo = engineInfo()): string {
  return `r${sha256Hex(canonicalJson({ record: RECORD_VERSION, engine: engineKey(engine), scenario }))}`
}

/** Relative to the store's folder, with forward slashes. */
export function recordPath(key: string): string {
  return `${RUNS_FOLDER}/${key.slice(1, 3)}/${key}.json`
}

const FRAME_START = '{"sha256":"","record":'.length + 64
const FRAME_END = '}\n'.length

/** A record with its checksum, which is of the bytes between the frame. */
function framed(record: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`{"sha256":"${sha256Hex(record)}","record":`), record, Buffer.from('}\n')])
}

/** A record as it is stored, wherever it is made. */
export function recordBytes(key: string, { seed, digest, outcomes, series }: RunSummary): Buffer {
  // JSON has no NaN: what could not be measured is null.
  const record = JSON.stringify({
    run: key,
    seed,
    digest,
    outcomes: outcomes.map(({ key: name, value, unit, en, zh }) => [name, value, unit, en, zh]),
    series,
  })
  return framed(Buffer.from(record, 'utf8'))
}

/** Where records lie, and where they are written before they get their names. */
export type RecordStore = Pick<ResultsFolder, 'place' | 'work'>

/** Whole and lasting, or not there: written in the working folder, flushed, read back, then given its name. */
export function writeRecord(store: RecordStore, key: string, run: RunSummary): void {
  storeRecord(store, key, recordBytes(key, run))
}

/** The same of bytes that were made elsewhere. */
export function storeRecord(store: RecordStore, key: string, bytes: Buffer): void {
  putRecord(store, key, bytes, nameRecord)
}

type Naming = (unnamed: string, file: string, bytes: Buffer) => void

export function putRecord({ place, work }: RecordStore, key: string, bytes: Buffer, name: Naming): void {
  const file = join(place, recordPath(key))
  const unnamed = join(work, `tmp-${randomToken()}`)
  try {
    createFile(unnamed, bytes)
    if (!readBytes(unnamed).equals(bytes)) {
      throw new StorageError({
        en: `${file}: what was written does not read back`,
        zh: `${file}：读回的内容与写入不符`,
      })
    }
    ensureFolder(dirname(file))
    name(unnamed, file, bytes)
    syncFolder(dirname(file))
  } catch (error) {
    removeQuietly(unnamed)
    throw error
  }
}

function nameRecord(unnamed: string, file: string): void {
  try {
    if (linkFile(unnamed, file)) {
      removeFile(unnamed)
      return
    }
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error
  }
  // Without hard links, or where one is there already: only the holder of the folder comes here, so nobody comes between.
  moveFile(unnamed, file)
}

interface Stored {
  readonly run: string
  readonly seed: number
  readonly digest: string
  readonly outcomes: readonly (readonly [string, number | null, string, string, string])[]
  readonly series: { readonly months: readonly number[]; readonly values: readonly (readonly (number | null)[])[] }
}

/** The record of a run; null where there is none, 'damaged' where its bytes are not those that were written. */
export function findRecord(folder: string, key: string): RunSummary | null | 'damaged' {
  const found = readPlainFile(folder, recordPath(key))
  if (found === null) return null
  return recordIn(Buffer.from(found), key)
}

/** The record in bytes that came from somewhere. */
export function recordIn(bytes: Buffer, key: string): RunSummary | 'damaged' {
  const record = bytes.subarray(FRAME_START, -FRAME_END)
  if (!framed(record).equals(bytes)) return 'damaged'
  // A checksum shows damage; it says nothing about who wrote the record.
  try {
    const stored = JSON.parse(record.toString('utf8')) as Stored
    if (stored.run !== key) return 'damaged'
    const known = (value: number | null): number => value ?? NaN
    return {
      seed: stored.seed,
      digest: stored.digest,
      outcomes: stored.outcomes.map(([name, value, unit, en, zh]) => {
        return { key: name, value: known(value), unit: unit as RunSummary['outcomes'][number]['unit'], en, zh }
      }),
      series: { months: stored.series.months, values: stored.series.values.map((values) => values.map(known)) },
    }
  } catch {
    return 'damaged'
  }
}

/** The record of a run; null where there is none that can be believed. */
export function readRecord(folder: string, key: string): RunSummary | null {
  const found = findRecord(folder, key)
  return found === 'damaged' ? null : found
}

/** Gives a record that cannot be believed another name, so that its run is made again; gives that name. */
export function setAside(folder: string, key: string): string {
  const path = recordPath(key)
  for (let number = 1; ; number++) {
    const name = path.replace(/json$/, `damaged-${number}`)
    if (kindOf(join(folder, name)) !== null) continue
    moveFile(join(folder, path), join(folder, name))
    return name
  }
}
