/**
 * The one rule for paths that somebody else wrote: what it lets through names the same file below its folder on every
 * file system, and no other file anywhere.
 */
import { codePointName } from './printable.ts'

const MAX_PATH = 400
/** Bytes of one name: what common file systems take. */
const MAX_NAME_BYTES = 255

/** Letters of any script, digits and a few signs: names that this program writes have no others. */
const FOREIGN_SIGN = /[^\p{L}\p{M}\p{N}._=+@ -]/u
const WINDOWS_DEVICE = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)[ ]*(\.|$)/i

/** What is wrong with a path that should be relative, with forward slashes; null if nothing is. */
export function pathFault(path: string): string | null {
  if (path === '') return 'is empty'
  if (path.length > MAX_PATH) return `is longer than ${MAX_PATH} characters`
  if (path.includes('\\')) return 'has a backslash'
  if (path.startsWith('/')) return 'is absolute'
  if (/^[a-z]:/i.test(path)) return 'names a drive'
  if (path !== path.normalize('NFC')) return 'is not in Unicode normal form C'
  for (const name of path.split('/')) {
    const fault = nameFault(name)
    if (fault !== null) return fault
  }
  return null
}

function nameFault(name: string): string | null {
  if (name === '') return 'has two slashes in a row or one at its end'
  if (name === '..') return 'leads out of the folder (..)'
  if (name === '.') return 'has a step that leads nowhere (.)'
  if (/[. ]$/.test(name)) return 'has a name that ends in a dot or a blank'
  if (name.startsWith(' ')) return 'has a name that starts with a blank'
  if (WINDOWS_DEVICE.test(name)) return 'has the name of a device of Windows'
  if (Buffer.byteLength(name) > MAX_NAME_BYTES) return `has a name longer than ${MAX_NAME_BYTES} bytes`
  const sign = FOREIGN_SIGN.exec(name)
  if (sign !== null) return `has the character ${codePointName(sign[0])} in a name`
  return null
}

/** One name for all spellings that some file system takes for the same. */
function folded(path: string): string {
  return path.normalize('NFKC').toUpperCase().toLowerCase()
}

/** What is wrong with paths together: two for one file, or a file that another needs as a folder. Null if nothing is. */
export function clashOf(paths: readonly string[]): { readonly path: string; readonly fault: string } | null {
  const seen = new Map<string, string>()
  for (const path of paths) {
    const name = folded(path)
    const other = seen.get(name)
    if (other === path) return { path, fault: 'is listed twice' }
    if (other !== undefined) return { path, fault: `differs from ${other} in case only` }
    seen.set(name, path)
  }
  // Folders by their spelling, so that Data/a and data/b are found, too.
  const folders = new Map<string, string>()
  for (const path of paths) {
    const names = path.split('/')
    for (let depth = 1; depth < names.length; depth++) {
      const folder = names.slice(0, depth).join('/')
      const known = folders.get(folded(folder))
      if (known !== undefined && known !== folder) {
        return { path, fault: `lies in ${folder}, which differs from ${known} in case only` }
      }
      if (seen.has(folded(folder))) return { path, fault: `lies in ${folder}, which is listed as a file` }
      folders.set(folded(folder), folder)
    }
  }
  return null
}
