/**
 * The one module that changes files. Every command writes through it, so that a test can make any single call fail,
 * and so that what is said to be written is: whole, flushed, and entered in its folder.
 */
import fs from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'

/** The calls of the operating system that are made; a test may put others in their place. */
export type FileCalls = Pick<
  typeof fs,
  | 'closeSync'
  | 'fsyncSync'
  | 'linkSync'
  | 'lstatSync'
  | 'mkdirSync'
  | 'openSync'
  | 'readFileSync'
  | 'readdirSync'
  | 'renameSync'
  | 'rmdirSync'
  | 'unlinkSync'
  | 'writeSync'
>

let calls: FileCalls = fs

/** For tests only: the architecture test holds that nothing in src calls it. Returns what undoes it. */
export function replaceFileCalls(others: FileCalls): () => void {
  calls = others
  return () => {
    calls = fs
  }
}

export function errorCode(error: unknown): string | undefined {
  return error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined
}

/** What a file system or the operating system answers to a call that it does not know. */
const UNSUPPORTED = new Set(['EPERM', 'EINVAL', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EISDIR', 'EACCES', 'EMLINK'])

/** The kind of a place without following a link; null where there is nothing. */
export function kindOf(path: string): 'folder' | 'file' | 'link' | 'other' | null {
  try {
    const stat = calls.lstatSync(path)
    if (stat.isDirectory()) return 'folder'
    if (stat.isFile()) return 'file'
    return stat.isSymbolicLink() ? 'link' : 'other'
  } catch (error) {
    const code = errorCode(error)
    if (code === 'ENOENT' || code === 'ENOTDIR') return null
    throw error
  }
}

export function readBytes(path: string): Buffer {
  return calls.readFileSync(path)
}

/** The bytes of a file; null where there is none. */
export function bytesIfThere(path: string): Buffer | null {
  try {
    return calls.readFileSync(path)
  } catch (error) {
    if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') return null
    throw error
  }
}

/** Names in a folder, sorted; none where there is no folder. */
export function namesIn(folder: string): string[] {
  try {
    return calls.readdirSync(folder).sort()
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return []
    throw error
  }
}

/** Paths of all files below a folder, relative, with forward slashes, sorted. Links are named and not followed. */
export function filesBelow(folder: string): string[] {
  const walk = (inside: string): string[] =>
    namesIn(join(folder, inside)).flatMap((name) => {
      const path = inside === '' ? name : `${inside}/${name}`
      return kindOf(join(folder, path)) === 'folder' ? walk(path) : [path]
    })
  return walk('').sort()
}

/** Other bytes for a file that is there, or that a link leads to: all of them or, where writing fails, none. */
export function replaceFile(path: string, bytes: Uint8Array): void {
  const real = fs.realpathSync(path)
  const fresh = `${real}.${process.pid}.new`
  createFile(fresh, bytes, fs.statSync(real).mode & 0o777)
  try {
    moveFile(fresh, real)
  } catch (error) {
    removeQuietly(fresh)
    throw error
  }
  syncFolder(dirname(real))
}

/** A new file with these bytes, flushed. Throws EEXIST where there is one; leaves none where writing fails. */
export function createFile(path: string, content: string | Uint8Array, mode = 0o666): void {
  const bytes = typeof content === 'string' ? Buffer.from(content, 'utf8') : content
  const handle = calls.openSync(path, 'wx', mode)
  try {
    try {
      writeWhole(handle, bytes)
      calls.fsyncSync(handle)
    } finally {
      calls.closeSync(handle)
    }
  } catch (error) {
    removeQuietly(path)
    throw error
  }
}

/** The system may take fewer bytes than it was given: when a disk is nearly full it takes what fits. */
function writeWhole(handle: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) {
    const written = calls.writeSync(handle, bytes, at, bytes.length - at)
    if (!(written > 0)) {
      throw Object.assign(new Error('ENOSPC: the disk took no more bytes, write'), { code: 'ENOSPC', syscall: 'write' })
    }
    at += written
  }
}

/** Gives a file a second name, if the file system has hard links; false if it has none. Throws EEXIST. */
export function linkFile(path: string, name: string): boolean {
  try {
    calls.linkSync(path, name)
    return true
  } catch (error) {
    if (!UNSUPPORTED.has(errorCode(error) ?? '')) throw error
    return false
  }
}

export function moveFile(from: string, to: string): void {
  calls.renameSync(from, to)
}

/** Takes a file away; nothing is said where there is none. */
export function removeFile(path: string): void {
  try {
    calls.unlinkSync(path)
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error
  }
}

/** For tidying up after an error, which is the one to be told. */
export function removeQuietly(path: string): void {
  try {
    calls.unlinkSync(path)
  } catch {}
}

/** Takes a folder away if nothing is in it. */
export function removeIfEmpty(folder: string): void {
  try {
    calls.rmdirSync(folder)
  } catch (error) {
    if (!['ENOTEMPTY', 'EEXIST', 'ENOENT', 'ENOTDIR', 'EBUSY', 'EPERM', 'EINVAL'].includes(errorCode(error) ?? '')) {
      throw error
    }
  }
}

/** For tidying up after an error, which is the one to be told. */
export function removeEmptyQuietly(folder: string): void {
  try {
    calls.rmdirSync(folder)
  } catch {}
}

/** Takes a folder of our own making away with all that is in it. Links go, what they point to stays. */
export function removeTree(folder: string): void {
  if (kindOf(folder) === 'folder') {
    for (const name of namesIn(folder)) removeTree(join(folder, name))
    removeIfEmpty(folder)
  } else removeFile(folder)
}

/** Flushes the entries of a folder; false where the system cannot. */
export function syncFolder(folder: string): boolean {
  let handle: number
  try {
    handle = calls.openSync(folder, 'r')
  } catch (error) {
    if (UNSUPPORTED.has(errorCode(error) ?? '')) return false
    throw error
  }
  try {
    calls.fsyncSync(handle)
    return true
  } catch (error) {
    if (UNSUPPORTED.has(errorCode(error) ?? '')) return false
    throw error
  } finally {
    calls.closeSync(handle)
  }
}

/** Makes a folder and those above it, each entered lastingly in the one above. Gives those that it made, outermost first. */
export function ensureFolder(folder: string): string[] {
  const missing: string[] = []
  for (let at = resolve(folder); kindOf(at) === null && at !== dirname(at); at = dirname(at)) missing.unshift(at)
  for (const one of missing) {
    try {
      calls.mkdirSync(one)
    } catch (error) {
      if (errorCode(error) !== 'EEXIST') throw error
    }
    syncFolder(dirname(one))
  }
  return missing
}

/** A new folder for as long as a command runs. */
export function temporaryFolder(prefix: string): string {
  return fs.mkdtempSync(join(tmpdir(), prefix))
}
