/**
 * New results take the place of old ones. All of them lie complete in the working folder before the first is moved,
 * and a journal lists the moves: the next command finishes one that is killed in between.
 */
import { dirname, join, posix } from 'node:path'
import { UsageError } from './failure.ts'
import {
  bytesIfThere,
  createFile,
  ensureFolder,
  kindOf,
  moveFile,
  removeFile,
  removeIfEmpty,
  removeTree,
  syncFolder,
} from './files.ts'
import { randomToken } from './folder-lock.ts'
import { sha256Hex } from './hash.ts'
import { MANIFEST_FILE } from './manifest.ts'
import { type ListedFile, listed, type OutputFile } from './output-file.ts'
import { pathFault } from './path-rule.ts'
import { JOURNAL_FILE } from './unfinished.ts'
import { isOwnPath } from './untrusted-folder.ts'

const STAGING = /^new-[0-9a-f]{16}$/

export function isStagingName(name: string): boolean {
  return STAGING.test(name)
}

/** Results on their way: written in the working folder, listed for the manifest. */
export interface Staging {
  /** Name within the working folder. */
  readonly name: string
  readonly write: (file: OutputFile) => void
  /** What no manifest lists. */
  readonly writeUnlisted: (path: string, content: string) => void
  readonly outputs: readonly ListedFile[]
  /** Every path that was written. */
  readonly paths: readonly string[]
}

export function startStaging(work: string): Staging {
  const name = `new-${randomToken()}`
  const outputs: ListedFile[] = []
  const paths: string[] = []
  const folders = new Set<string>()
  const put = (path: string, content: string | Uint8Array): void => {
    if (pathFault(path) !== null) throw new Error(`${JSON.stringify(path)} cannot be the path of a result`)
    const file = join(work, name, path)
    if (!folders.has(dirname(file))) ensureFolder(dirname(file))
    folders.add(dirname(file))
    createFile(file, content)
    paths.push(path)
  }
  return {
    name,
    outputs,
    paths,
    write: (file) => {
      put(file.path, file.bytes)
      outputs.push(listed(file))
    },
    writeUnlisted: put,
  }
}

interface Journal {
  readonly staging: string
  /** Relative to the results folder. The manifest comes last. */
  readonly move: readonly string[]
  /** Old results that are not made any more. */
  readonly remove: readonly string[]
  /** Old results that somebody changed, with the names under which they stay. */
  readonly aside: readonly (readonly [from: string, to: string])[]
}

/**
 * Puts what was staged in its place. `old` has the SHA-256 of every old result; those that were not made again go. It has
 * null for what no manifest lists, which is replaced but does not go. Nothing else is touched. Gives the names of changed old results that were kept.
 */
export function commit(
  place: string,
  work: string,
  staging: Staging,
  old: ReadonlyMap<string, string | null>,
): readonly string[] {
  const made = new Set(staging.paths)
  for (const path of made) checkWay(place, path, old.has(path))
  const aside: [string, string][] = []
  const remove: string[] = []
  for (const [path, sha256] of old) {
    const bytes = hasPlainWay(place, path) ? bytesIfThere(join(place, path)) : null
    if (bytes === null) continue
    const changed = sha256 !== null && sha256Hex(bytes) !== sha256
    const same = changed && made.has(path) && bytesIfThere(join(work, staging.name, path))?.equals(bytes)
    if (changed && same !== true) aside.push([path, freeName(place, path)])
    else if (!made.has(path) && sha256 !== null) remove.push(path)
  }
  const move = [...staging.paths].sort((a, b) => Number(a === MANIFEST_FILE) - Number(b === MANIFEST_FILE))
  for (const folder of foldersOf(staging.paths)) syncFolder(join(work, staging.name, folder))
  const journal: Journal = { staging: staging.name, move, remove, aside }
  const unnamed = join(work, `tmp-${randomToken()}`)
  createFile(unnamed, JSON.stringify(journal))
  moveFile(unnamed, join(work, JOURNAL_FILE))
  syncFolder(work)
  rollForward(place, work, journal)
  return aside.map(([, to]) => to)
}

/** Finishes what a killed command had begun to put in place. */
export function recover(place: string, work: string): void {
  const bytes = bytesIfThere(join(work, JOURNAL_FILE))
  if (bytes === null) return
  rollForward(place, work, readJournal(bytes, join(work, JOURNAL_FILE)))
}

function readJournal(bytes: Buffer, file: string): Journal {
  try {
    const { staging, move, remove, aside } = JSON.parse(bytes.toString('utf8')) as Journal
    // A journal may come from a stranger: it moves and removes results, and nothing else that lies in the folder.
    const paths = [...move, ...remove, ...aside.map(([from]) => from)]
    const renamed = aside.every(
      ([from, to]) => to.startsWith(`${from}.changed-`) && /^\d+$/.test(to.slice(from.length + 9)),
    )
    if (isStagingName(staging) && renamed && paths.every((path) => pathFault(path) === null && isOwnPath(path)))
      return { staging, move, remove, aside }
  } catch {}
  throw new UsageError({
    en: `${file} is damaged, so the results beside it cannot be completed. Choose another place with --out.`,
    zh: `${file} 已损坏，无法补全其旁的结果。请用 --out 另选位置。`,
  })
}

/** Every step may have been done before. */
function rollForward(place: string, work: string, { staging, move, remove, aside }: Journal): void {
  const touched = [...move, ...remove, ...aside.flat()]
  for (const path of touched) checkWay(place, path, true)
  // While results of two kinds lie side by side, nothing says that they belong together.
  const manifestStaged = kindOf(join(work, staging, MANIFEST_FILE)) !== null
  if (manifestStaged) {
    removeFile(join(place, MANIFEST_FILE))
    syncFolder(place)
  }
  for (const [from, to] of aside) {
    if (kindOf(join(place, to)) === null && kindOf(join(place, from)) !== null)
      moveFile(join(place, from), join(place, to))
  }
  const folders = new Set<string>()
  for (const path of move) {
    if (path === MANIFEST_FILE) for (const folder of foldersOf(touched)) syncFolder(join(place, folder))
    if (kindOf(join(work, staging, path)) === null) continue
    const folder = dirname(join(place, path))
    if (!folders.has(folder)) ensureFolder(folder)
    folders.add(folder)
    if (path === MANIFEST_FILE) for (const gone of remove) removeFile(join(place, gone))
    moveFile(join(work, staging, path), join(place, path))
  }
  for (const folder of foldersOf(remove).reverse()) if (folder !== '') removeIfEmpty(join(place, folder))
  syncFolder(place)
  removeFile(join(work, JOURNAL_FILE))
  removeTree(join(work, staging))
}

/** Folders that hold these paths and those above them, outermost first; '' for the results folder itself. */
function foldersOf(paths: readonly string[]): string[] {
  const folders = new Set<string>([''])
  for (const path of paths) {
    for (let folder = posix.dirname(path); folder !== '.'; folder = posix.dirname(folder)) folders.add(folder)
  }
  return [...folders].sort((a, b) => (a < b ? -1 : 1))
}

function hasPlainWay(place: string, path: string): boolean {
  const steps = path.split('/')
  return (
    kindOf(join(place, path)) === 'file' &&
    steps.slice(0, -1).every((_, k) => kindOf(join(place, ...steps.slice(0, k + 1))) === 'folder')
  )
}

/** Refuses to write over what is not ours, or through a link to somewhere else. */
function checkWay(place: string, path: string, isOurs: boolean): void {
  const steps = path.split('/')
  for (let depth = 1; depth < steps.length; depth++) {
    const folder = join(place, ...steps.slice(0, depth))
    const kind = kindOf(folder)
    if (kind === null) break
    if (kind !== 'folder') {
      throw new UsageError({
        en: `${folder} is in the way: it is not a folder. Move it away and repeat the command.`,
        zh: `${folder} 占用了位置，且不是文件夹。请移走后重新执行命令。`,
      })
    }
  }
  const kind = kindOf(join(place, path))
  if (kind === null || (kind === 'file' && isOurs)) return
  const file = join(place, path)
  throw new UsageError({
    en: `${file} is in the way: no command of xiaojin wrote it, and it is left as it is. Move it away and repeat the command.`,
    zh: `${file} 占用了位置，且不是 xiaojin 所写，未作改动。请移走后重新执行命令。`,
  })
}

function freeName(place: string, path: string): string {
  for (let number = 1; ; number++) {
    const name = `${path}.changed-${number}`
    if (kindOf(join(place, name)) === null) return name
  }
}
