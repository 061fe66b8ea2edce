/** Files of an output folder before they are written. */
import { sha256Hex } from './hash.ts'
import { escapedJson } from './printable.ts'

/**
 * What is promised about the bytes of a file made again from the same scenario and seed.
 * `anywhere`: the same on any machine. `sameBuild`: the same with one build, one version of the rendering
 * packages and one JavaScript engine.
 */
export type BytePromise = 'anywhere' | 'sameBuild'

export interface OutputFile {
  /** Relative to the folder, with forward slashes. */
  readonly path: string
  readonly bytes: Uint8Array
  readonly promise: BytePromise
  readonly rows?: number
}

/** Makes a file when it is wanted; what it is made from must not change until then. */
export type FileMaker = () => OutputFile

/** The entry of a file in the manifest. */
export interface ListedFile {
  readonly path: string
  readonly bytes: number
  readonly sha256: string
  readonly rows?: number
  readonly promise: BytePromise
}

export function outputFile(
  path: string,
  content: string | Uint8Array,
  promise: BytePromise,
  rows?: number,
): OutputFile {
  const bytes = typeof content === 'string' ? Buffer.from(content, 'utf8') : content
  return rows === undefined ? { path, bytes, promise } : { path, bytes, promise, rows }
}

export function listed(file: OutputFile): ListedFile {
  const { path, bytes, promise, rows } = file
  const entry = { path, bytes: bytes.length, sha256: sha256Hex(bytes) }
  return rows === undefined ? { ...entry, promise } : { ...entry, rows, promise }
}

/** With harmful characters as escapes, since it goes to terminals, too. */
export function jsonText(value: unknown): string {
  return `${escapedJson(JSON.stringify(value, null, 2))}\n`
}
