/** Names of scenarios are free text; names of folders are not. */
import { sha256Hex } from './hash.ts'

const UNSAFE = /[^\p{L}\p{M}\p{N}._-]+/gu
const WINDOWS_DEVICE = /^(con|prn|aux|nul|com\d|lpt\d|conin\$|conout\$)(\.|$)/i
const MAX_LENGTH = 64

/**
 * A name for use in one path segment on any file system: letters of any script, digits, `.`, `_` and `-`.
 * A name that had to be changed ends in six digits of its hash, so that two names never share a folder.
 */
export function pathName(name: string): string {
  const normal = name.normalize('NFC')
  const points = [...normal.replace(UNSAFE, '-')].slice(0, MAX_LENGTH).join('')
  const trimmed = points.replace(/^[.-]+|[.-]+$/g, '')
  if (trimmed === normal && trimmed !== '' && !WINDOWS_DEVICE.test(trimmed)) return trimmed
  const stem = trimmed === '' ? 'scenario' : WINDOWS_DEVICE.test(trimmed) ? `x-${trimmed}` : trimmed
  return `${stem}-${sha256Hex(name).slice(0, 6)}`
}
