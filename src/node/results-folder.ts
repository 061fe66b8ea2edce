/**
 * Results folders: claimed before anything runs, by one command at a time, for one study. In it, commands work in a
 * folder of their own, .xiaojin, which is gone when the results are complete; files of anybody else stay as they are.
 */

import { accessSync, constants, statSync } from 'node:fs'
import { dirname, join, resolve, sep } from 'node:path'
import { commit, isStagingName, recover, type Staging, startStaging } from './commit.ts'
import { PLAN_FILE } from './data-files.ts'
import { UsageError } from './failure.ts'
import {
  createFile,
  kindOf,
  linkFile,
  moveFile,
  namesIn,
  readBytes,
  removeFile,
  removeIfEmpty,
  removeTree,
  syncFolder,
} from './files.ts'
import type { AnyKind } from './folder-kind.ts'
import { isLockName, randomToken, takeLock } from './folder-lock.ts'
import { onInterrupt, tellKept } from './interrupt.ts'
import { KINDS, partIn } from './kinds.ts'
import { say } from './language.ts'
import { MANIFEST_FILE, type Manifest, type ManifestHead, type PlannedHead } from './manifest.ts'
import { SCHEMA_VERSION, schemaFault } from './manifest-schema.ts'
import type { ListedFile } from './output-file.ts'
import { isPlanText } from './run-store.ts'
import { seal, TIMING_FILE, UNLISTED_FILES } from './seal.ts'
import { difference } from './study.ts'
import { isHalfReplaced, JOURNAL_FILE, STUDY_FILE, unfinishedStudy, WORK_FOLDER } from './unfinished.ts'
import { FolderError, placeFault, readManifest } from './untrusted-folder.ts'

/** Records of runs, which no manifest lists and no command takes away. */
export const RUNS_FOLDER = 'runs'
const TEMPORARY = /^tmp-[0-9a-f]{16}$/

/** What one command holds as long as it runs. */
export interface ResultsFolder {
  /** As it was typed. */
  readonly folder: string
  readonly place: string
  readonly work: string
  readonly storage: NonNullable<Manifest['storage']>
  /** Refuses results that the study in the folder has outgrown, found only when all has run. */
  readonly checkStudy: (head: PlannedHead) => void
  /** For what keeps its runs: says how many are kept, should the command end early. */
  readonly tellRuns: (count: number) => void
}

/** A plan and its kind; `head` is null for a command that draws finished results again, whatever they are. */
type Claimed =
  | { readonly kind: AnyKind; readonly head: PlannedHead }
  | { readonly kind?: undefined; readonly head: null }

export type Claim = Claimed & {
  /** What was typed, for others who want the folder. */
  readonly command: string
  readonly force: boolean
  /** Of a folder that goes when the command ends: nothing in it is kept. */
  readonly temporary?: true
}

/** Holds a folder while `work` runs. Throws a UsageError, with nothing written, where the folder may not be used. */
export async function inFolder<T>(folder: string, claim: Claim, work: (held: ResultsFolder) => Promise<T>): Promise<T> {
  checkClaim(folder, claim)
  const place = resolve(folder)
  const own = join(place, WORK_FOLDER)
  const { lock, made } = await takeLock(own, folder, claim.command)
  let runs = 0
  const letGo = (): void => {
    try {
      if (kindOf(join(own, JOURNAL_FILE)) === null) tidy(place, own, lock)
      removeFile(join(own, lock))
      for (const one of [own, ...[...made].reverse()]) removeIfEmpty(one)
    } catch {
      // What is left is taken away by the next command that holds the folder.
    }
  }
  const callOff = onInterrupt(letGo)
  if (claim.temporary !== true) tellKept(() => keptText(folder, own, runs))
  try {
    recover(place, own)
    tidy(place, own, lock)
    // Once more, now that nobody else can change it.
    checkClaim(folder, claim)
    if (claim.head !== null) writeStudy(own, claim.head)
    const done = await work({
      folder,
      place,
      work: own,
      storage: storageOf(own, lock),
      checkStudy: (head) => {
        if (claim.head !== null) checkClaim(folder, { ...claim, head })
      },
      tellRuns: (count) => {
        runs = count
      },
    })
    if (claim.temporary !== true) tellKept(() => say({ en: `The results are in ${folder}.`, zh: `结果在 ${folder}。` }))
    return done
  } finally {
    callOff()
    letGo()
  }
}

function keptText(folder: string, work: string, runs: number): string {
  if (kindOf(join(work, JOURNAL_FILE)) !== null) {
    return say({
      en: `The new results lie complete in ${work}; the same command puts them in their place.`,
      zh: `新结果已完整存于 ${work}；重新执行同一命令即可就位。`,
    })
  }
  if (runs === 0) return say({ en: 'Nothing was kept.', zh: '未保留任何结果。' })
  return say({
    en: `${runs} finished ${runs === 1 ? 'run is' : 'runs are'} kept in ${folder}; the same command resumes from there.`,
    zh: `${runs}次已完成的运行保留在 ${folder}；重新执行同一命令即可续跑。`,
  })
}

/** Takes away what commands left in the working folder; the study stays where runs wait for the rest of it. */
function tidy(place: string, work: string, lock: string): void {
  const keepStudy = kindOf(join(place, MANIFEST_FILE)) === null && kindOf(join(place, RUNS_FOLDER)) !== null
  for (const name of namesIn(work)) {
    if (name === lock || isLockName(name)) continue
    const isOurs = TEMPORARY.test(name) || isStagingName(name) || (name === STUDY_FILE && !keepStudy)
    if (isOurs) removeTree(join(work, name))
  }
}

function writeStudy(work: string, head: PlannedHead): void {
  const unnamed = join(work, `tmp-${randomToken()}`)
  createFile(unnamed, JSON.stringify(head))
  moveFile(unnamed, join(work, STUDY_FILE))
  syncFolder(work)
}

function storageOf(work: string, lock: string): ResultsFolder['storage'] {
  const second = join(work, `tmp-${randomToken()}`)
  const hardLinks = linkFile(join(work, lock), second)
  if (hardLinks) removeFile(second)
  return { hardLinks, folderFlush: syncFolder(work) }
}

function checkClaim(folder: string, claim: Claim): void {
  checkPlace(folder)
  checkStudy(folder, claim)
}

/** What the longest path of ours in a folder takes, in bytes. */
const LONGEST_INSIDE = 160
const LONGEST_NAME = 255
const LONGEST_PATH = 4095

/** Refuses, before anything runs, a place that cannot be written. */
export function checkPlace(folder: string): void {
  checkLength(folder, LONGEST_INSIDE)
  const fault = placeFault(folder)
  if (fault !== null) {
    const en = `${fault.en}. Choose another place with --out`
    throw new FolderError(folder, { en, zh: `${fault.zh}。请用 --out 另选位置` })
  }
  let nearest = resolve(folder)
  while (kindOf(nearest) === null) nearest = dirname(nearest)
  if (!statSync(nearest, { throwIfNoEntry: false })?.isDirectory()) {
    throw new UsageError({
      en: `${nearest} is in the way: it is not a folder. Choose another place with --out.`,
      zh: `${nearest} 占用了位置，且不是文件夹。请用 --out 另选位置。`,
    })
  }
  try {
    accessSync(nearest, constants.W_OK)
  } catch {
    throw new UsageError({
      en: `${nearest} cannot be written. Choose another place with --out.`,
      zh: `${nearest} 不可写。请用 --out 另选位置。`,
    })
  }
}

/** Refuses a path that no file system takes. `inside` bytes come after it. */
export function checkLength(path: string, inside = 0): void {
  const whole = resolve(path)
  const long = whole.split(sep).find((name) => Buffer.byteLength(name) > LONGEST_NAME)
  if (long !== undefined) {
    throw new UsageError({
      en: `“${long.slice(0, 40)}…” has ${Buffer.byteLength(long)} bytes; file systems take names of up to ${LONGEST_NAME}. Choose a shorter one.`,
      zh: `“${long.slice(0, 40)}…”有${Buffer.byteLength(long)}字节；文件系统的名称至多${LONGEST_NAME}字节。请改短。`,
    })
  }
  const bytes = Buffer.byteLength(whole)
  if (bytes + inside > LONGEST_PATH) {
    throw new UsageError({
      en: `“${whole.slice(0, 40)}…” has ${bytes} bytes; the path may have up to ${LONGEST_PATH - inside}. Choose a shorter one.`,
      zh: `“${whole.slice(0, 40)}…”有${bytes}字节；路径至多${LONGEST_PATH - inside}字节。请改短。`,
    })
  }
}

/** Refuses a folder that holds another study, or something else. */
function checkStudy(folder: string, { kind, head, force }: Claim): void {
  const place = resolve(folder)
  const names = namesIn(place)
  const work = join(place, WORK_FOLDER)
  if (head === null || names.every((name) => name === WORK_FOLDER && isOurs(work))) return
  // A command was killed while it put results in place: the next holder of the folder finishes that first.
  if (isHalfReplaced(place)) return
  const finished = readManifest(place)
  const there = finished ?? unfinishedStudy(place)
  if (there === null && kind.keepsRuns && hasOldPlan(place)) {
    if (force) return
    throw new UsageError({
      en: `${folder} holds a study that an earlier version of xiaojin began, which this one cannot resume. Replace it with --force, or choose another place with --out.`,
      zh: `${folder} 中的研究由 xiaojin 的旧版本开始，本版无法续跑。请用 --force 取代，或用 --out 另选位置。`,
    })
  }
  if (there === null || (there.kind === kind.name && isStrange(kind, there))) {
    throw new UsageError({
      en: `${folder} exists and holds no results of xiaojin; it is left alone, --force or not. Choose another place with --out.`,
      zh: `${folder} 已存在，且不含 xiaojin 的结果；无论是否 --force 都不作改动。请用 --out 另选位置。`,
    })
  }
  const [found, noun] = [there.kind, head.kind].map((name) => KINDS[name].noun)
  if (found.en !== noun.en) {
    throw new UsageError({
      en: `${folder} holds ${found.en}, not ${noun.en}; it is left alone, --force or not. Choose another place with --out.`,
      zh: `${folder} 中是${found.zh}，不是${noun.zh}；无论是否 --force 都不作改动。请用 --out 另选位置。`,
    })
  }
  const differs = difference(kind, there, head, finished !== null)
  if (differs === null || force) return
  throw new UsageError({
    en: `${folder} holds ${noun.en} ${differs.en}. Replace its results with --force, or choose another place with --out.`,
    zh: `${folder} 中已有${noun.zh}，与本次不同：${differs.zh}。请用 --force 取代其结果，或用 --out 另选位置。`,
  })
}

/** Whether a version without a working folder was stopped here: it left its plan in the place of results. */
function hasOldPlan(place: string): boolean {
  const file = join(place, PLAN_FILE)
  const isPlain = kindOf(file) === 'file' && kindOf(join(place, RUNS_FOLDER)) === 'folder'
  return isPlain && isPlanText(readBytes(file).toString('utf8'))
}

/** Whether a part cannot be one that the kind wrote. */
function isStrange(kind: AnyKind, there: PlannedHead): boolean {
  return there.schemaVersion === SCHEMA_VERSION && schemaFault(kind.part, partIn(there)) !== null
}

/** Whether a working folder holds nothing that a study left to be resumed or completed. */
function isOurs(work: string): boolean {
  if (kindOf(work) !== 'folder') return false
  return namesIn(work).every(
    (name) => name === STUDY_FILE || isLockName(name) || TEMPORARY.test(name) || isStagingName(name),
  )
}

/**
 * Replaces the results of a folder by what `fill` writes, sealed by the manifest of which it gives the head. Files that
 * the old manifest lists go, but for those that `keeps` says; runs and files of anybody else stay.
 */
export async function replaceResults<T extends { readonly head: ManifestHead }>(
  { place, work, storage }: ResultsFolder,
  fill: (staging: Staging) => Promise<T>,
  keeps: (file: ListedFile) => boolean = () => false,
): Promise<T & { readonly keptAside: readonly string[] }> {
  const before = readManifest(place)
  const isOld = before === null && hasOldPlan(place)
  const kept = before?.outputs.filter(keeps) ?? []
  const staging = startStaging(work)
  const made = await fill(staging)
  const degraded = !(storage.hardLinks && storage.folderFlush)
  const { storage: _, ...head } = made.head
  // Of results that are drawn again, the times of the run stay.
  const timed = staging.paths.includes(TIMING_FILE) || (before !== null && kindOf(join(place, TIMING_FILE)) === 'file')
  const sealed = seal(degraded ? { ...head, storage } : head, [...kept, ...staging.outputs], timed)
  for (const [path, text] of Object.entries(sealed.files)) staging.writeUnlisted(path, text)
  const keptAside = commit(place, work, staging, isOld ? new Map([[PLAN_FILE, null]]) : replaced(before, kept))
  removeFile(join(work, STUDY_FILE))
  return { ...made, keptAside }
}

function replaced(before: Manifest | null, kept: readonly ListedFile[]): Map<string, string | null> {
  if (before === null) return new Map()
  const stays = new Set(kept.map(({ path }) => path))
  const old = before.outputs.filter(({ path }) => !stays.has(path))
  return new Map([
    ...old.map(({ path, sha256 }) => [path, sha256] as const),
    ...UNLISTED_FILES.map((path) => [path, null] as const),
  ])
}

/** What to say of results that somebody had changed. */
export function asideText(folder: string, paths: readonly string[]): string[] {
  return paths.map((path) => {
    const file = join(folder, path)
    return say({
      en: `${file} keeps a result that was changed after the run; the new one lies beside it`,
      zh: `${file} 保留了运行后被改动的结果；新结果在其旁`,
    })
  })
}
