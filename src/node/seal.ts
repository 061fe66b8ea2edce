/** The files that come last: they list and describe all others. */
import { sha256Hex } from './hash.ts'
import { MANIFEST_FILE, type Manifest, type ManifestHead } from './manifest.ts'
import { jsonText, type ListedFile } from './output-file.ts'
import { roCrate } from './ro-crate.ts'

export const SUMS_FILE = 'SHA256SUMS'
export const TIMING_FILE = 'timing.json'
export const CRATE_FILE = 'ro-crate-metadata.json'

/** Files that the manifest does not list, since they come after it or carry times. */
export const UNLISTED_FILES: readonly string[] = [MANIFEST_FILE, SUMS_FILE, TIMING_FILE, CRATE_FILE]

/** In the format of `sha256sum`, sorted by path. */
export function sha256Sums(files: readonly Pick<ListedFile, 'path' | 'sha256'>[]): string {
  const sorted = [...files].sort((a, b) => (a.path < b.path ? -1 : 1))
  return sorted.map(({ path, sha256 }) => `${sha256}  ${path}\n`).join('')
}

export interface Seal {
  readonly manifest: Manifest
  /** Texts by path: manifest, sums and research-object metadata. */
  readonly files: { readonly [path: string]: string }
}

/**
 * SHA256SUMS leaves out itself and what carries a time: ro-crate-metadata.json and, of folders that have one (`isTimed`),
 * timing.json.
 */
export function seal(head: ManifestHead, outputs: readonly ListedFile[], isTimed = false): Seal {
  const sorted = [...outputs].sort((a, b) => (a.path < b.path ? -1 : 1))
  const manifest: Manifest = { ...head, outputs: sorted }
  const manifestText = jsonText(manifest)
  const manifestEntry: ListedFile = {
    path: MANIFEST_FILE,
    bytes: Buffer.byteLength(manifestText),
    sha256: sha256Hex(manifestText),
    promise: 'sameBuild',
  }
  const summed = [...sorted, manifestEntry]
  const crate = roCrate(manifest, summed, [SUMS_FILE, ...(isTimed ? [TIMING_FILE] : [])], new Date())
  return {
    manifest,
    files: { [MANIFEST_FILE]: manifestText, [SUMS_FILE]: sha256Sums(summed), [CRATE_FILE]: jsonText(crate) },
  }
}
