/**
 * One command at a time in a results folder. A command writes its own lock, then looks for others: of two at once
 * at least one sees the other, so the two never both continue, on any file system and over any network.
 */
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Bilingual } from '../base/vocabulary.ts'
import { UsageError } from './failure.ts'
import {
  bytesIfThere,
  createFile,
  ensureFolder,
  errorCode,
  moveFile,
  namesIn,
  removeEmptyQuietly,
  removeFile,
  removeQuietly,
  syncFolder,
} from './files.ts'
import { mayRun, type ProcessIdentity, thisProcess } from './process-identity.ts'

const LOCK = /^lock-[0-9a-f]{16}\.json$/

export function isLockName(name: string): boolean {
  return LOCK.test(name)
}

export interface LockHolder extends ProcessIdentity {
  readonly token: string
  readonly command: string
  /** ISO 8601. */
  readonly since: string
}

export function randomToken(): string {
  return randomBytes(8).toString('hex')
}

function holderIn(path: string): LockHolder | null | 'unreadable' {
  const bytes = bytesIfThere(path)
  if (bytes === null) return null
  try {
    const found = JSON.parse(bytes.toString('utf8')) as Partial<LockHolder> | null
    const texts = [found?.host, found?.machine, found?.started, found?.command, found?.since, found?.token]
    return texts.every((text) => typeof text === 'string') && Number.isSafeInteger(found?.pid)
      ? (found as LockHolder)
      : 'unreadable'
  } catch {
    return 'unreadable'
  }
}

/** Takes stale locks away and gives a lock of somebody else who may still run. */
function otherHolder(folder: string, own: string): { readonly path: string; readonly holder: LockHolder } | null {
  for (const name of namesIn(folder).filter((one) => isLockName(one) && one !== own)) {
    const path = join(folder, name)
    const holder = holderIn(path)
    if (holder === null) continue
    // A lock gets its name when it is whole: what cannot be read was damaged, and its holder cannot be asked for.
    if (holder === 'unreadable' || !mayRun(holder)) removeFile(path)
    else return { path, holder }
  }
  return null
}

/** Two that come at the same moment both step back, and come again after different pauses. */
const ATTEMPTS = 4

export interface TakenLock {
  /** Name of the file in the working folder. */
  readonly lock: string
  /** Folders above the working folder that were made for it, outermost first. */
  readonly made: readonly string[]
}

/**
 * `work` holds the locks of `place`, the folder as it was typed. Throws a UsageError that says who holds it, and then
 * leaves nothing that it made.
 */
export async function takeLock(work: string, place: string, command: string): Promise<TakenLock> {
  const made = new Set<string>()
  try {
    for (let attempt = 1; ; attempt++) {
      const token = randomToken()
      const other = putDown(work, token, command, made)
      if (other === null) return { lock: lockName(token), made: [...made].filter((folder) => folder !== work) }
      if (attempt >= ATTEMPTS && other !== 'gone') throw new UsageError(heldText(place, other.path, other.holder))
      await pause(20 + (Number.parseInt(token.slice(0, 4), 16) / 0xffff) * 130)
    }
  } catch (error) {
    for (const folder of [work, ...[...made].reverse()]) removeEmptyQuietly(folder)
    throw error
  }
}

function lockName(token: string): string {
  return `lock-${token}.json`
}

/** Null where no other lock is there. Another command that ends may take the folder away at any moment: 'gone'. */
function putDown(
  work: string,
  token: string,
  command: string,
  made: Set<string>,
): null | 'gone' | NonNullable<ReturnType<typeof otherHolder>> {
  const [unnamed, path] = [join(work, `tmp-${token}`), join(work, lockName(token))]
  const holder: LockHolder = { ...thisProcess(), token, command, since: new Date().toISOString() }
  try {
    for (const folder of ensureFolder(work)) made.add(folder)
    createFile(unnamed, `${JSON.stringify(holder)}\n`)
    moveFile(unnamed, path)
    syncFolder(work)
    const other = otherHolder(work, lockName(token))
    if (other !== null) removeFile(path)
    return other
  } catch (error) {
    removeQuietly(unnamed)
    removeQuietly(path)
    if (errorCode(error) === 'ENOENT') return 'gone'
    throw error
  }
}

function heldText(place: string, path: string, { host, pid, since, command }: LockHolder): Bilingual {
  const here = host === thisProcess().host
  // The lock may come from anywhere: nothing in it steers a terminal.
  const safe = (text: string): string => text.replace(/\p{C}/gu, '?')
  const who = safe(`process ${pid}${here ? '' : ` on ${host}`}, since ${since}: ${command}`)
  const whoZh = safe(`进程 ${pid}${here ? '' : `，主机 ${host}`}，始于 ${since}：${command}`)
  return {
    en: `${place} is in use by another command (${who}). Wait until it ends, or choose another place with --out. If you are certain that it no longer runs, delete ${path}.`,
    zh: `${place} 正被另一命令使用（${whoZh}）。请等其结束，或用 --out 另选位置。若确定它已不在运行，请删除 ${path}。`,
  }
}
