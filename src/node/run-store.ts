/**
 * Results of runs by what decides them. A record's name is the hash of its engine, its scenario and its seed, so that
 * a run is made once, whatever plan asks for it, and a record is never changed.
 */
import { closeSync, fsyncSync, linkSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { threadId } from 'node:worker_threads'
import type { RunSummary } from '../measures/ensemble.ts'
import type { Scenario } from '../scenarios/scenario.ts'
import { buildInfo } from './build-info.ts'
import { sha256Hex } from './hash.ts'
import { canonicalJson } from './manifest.ts'
import { readPlainFile } from './untrusted-folder.ts'

/** Raised when a record keeps other things of a run, or writes them otherwise. */
const RECORD_VERSION = 1

const RUN_KEY = /^r[0-9a-f]{64}$/

export function isRunKey(text: unknown): boolean {
  return typeof text === 'string' && RUN_KEY.test(text)
}

/** The name of a run's record. What a scenario is called decides nothing. */
export function runKey({ name: _, title: __, ...scenario }: Scenario): string {
  const { version, engineSha256 } = buildInfo()
  return `r${sha256Hex(canonicalJson({ record: RECORD_VERSION, engine: engineSha256 ?? version, scenario }))}`
}

/** Relative to the store's folder, with forward slashes. */
export function recordPath(key: string): string {
  return `runs/${key.slice(1, 3)}/${key}.json`
}

/** Whole and lasting, or not there: written beside its place, flushed, then linked. One that is there already stays. */
export function writeRecord(folder: string, key: string, { seed, digest, outcomes, series }: RunSummary): void {
  // JSON has no NaN: what could not be measured is null.
  const record = {
    run: key,
    seed,
    digest,
    outcomes: outcomes.map(({ key: name, value, unit, en, zh }) => [name, value, unit, en, zh]),
    series,
  }
  const file = join(folder, recordPath(key))
  mkdirSync(dirname(file), { recursive: true })
  const partial = `${file}.partial-${process.pid}-${threadId}`
  const handle = openSync(partial, 'w')
  try {
    writeSync(handle, `${JSON.stringify(record)}\n`)
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
  try {
    linkSync(partial, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    rmSync(partial, { force: true })
  }
}

interface Stored {
  readonly run: string
  readonly seed: number
  readonly digest: string
  readonly outcomes: readonly (readonly [string, number | null, string, string, string])[]
  readonly series: { readonly months: readonly number[]; readonly values: readonly (readonly (number | null)[])[] }
}

/** The record of a run; null where there is none that can be read. */
export function readRecord(folder: string, key: string): RunSummary | null {
  let stored: Stored
  try {
    stored = JSON.parse(Buffer.from(readPlainFile(folder, recordPath(key)) ?? []).toString('utf8')) as Stored
  } catch {
    return null
  }
  if (stored.run !== key) return null
  const known = (value: number | null): number => value ?? NaN
  return {
    seed: stored.seed,
    digest: stored.digest,
    outcomes: stored.outcomes.map(([name, value, unit, en, zh]) => {
      return { key: name, value: known(value), unit: unit as RunSummary['outcomes'][number]['unit'], en, zh }
    }),
    series: { months: stored.series.months, values: stored.series.values.map((values) => values.map(known)) },
  }
}

/** A record that cannot be read any more is taken away, so that its run is made again. */
export function hasRecord(folder: string, key: string): boolean {
  if (readRecord(folder, key) !== null) return true
  rmSync(join(folder, recordPath(key)), { force: true })
  return false
}
