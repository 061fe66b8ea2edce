/** The code of other packages that a run rests on, as it lies on this disk. */
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

const IMPORTED = /\bfrom\s*["']([^"']+)["']|\bimport\s*["']([^"']+)["']|\b(?:import|require)\(\s*["']([^"']+)["']\s*\)/g

/**
 * SHA-256 over the bytes of every file that these imports reach, with its place in its package. Reading follows what
 * the texts of the files import; it may reach more than is loaded, and no less.
 */
export function packagesSha256(specifiers: readonly string[], from: string = import.meta.url): string {
  const files = new Map<string, string>()
  const visit = (file: string): void => {
    if (files.has(file)) return
    const text = readFileSync(file, 'latin1')
    files.set(file, text)
    if (!/\.[cm]?js$/.test(file)) return
    for (const [, named, bare, called] of text.matchAll(IMPORTED)) {
      const target = resolved(named ?? bare ?? called ?? '', file)
      if (target !== null) visit(target)
    }
  }
  for (const specifier of specifiers) {
    const file =
      from === import.meta.url ? fileURLToPath(import.meta.resolve(specifier)) : createRequire(from).resolve(specifier)
    visit(file)
  }
  const named = [...files].map(([file, text]) => [placeInPackage(file), text] as const)
  const hash = createHash('sha256')
  for (const [place, text] of named.sort(([a], [b]) => (a < b ? -1 : 1))) {
    hash.update(`${place}\0${text.length}\0`).update(text, 'latin1')
  }
  return hash.digest('hex')
}

/** The file that an import in a file means; null for modules of Node and what is not installed. */
function resolved(specifier: string, file: string): string | null {
  if (specifier.startsWith('.')) {
    const base = resolve(dirname(file), specifier)
    const found = [base, `${base}.js`, `${base}.cjs`, `${base}.mjs`, `${base}.json`, join(base, 'index.js')]
    return found.find((one) => statSync(one, { throwIfNoEntry: false })?.isFile()) ?? null
  }
  try {
    const path = createRequire(file).resolve(specifier)
    return path.includes(sep) ? path : null
  } catch {
    return null
  }
}

/** Name of the package and path within it: where packages are installed changes nothing. */
function placeInPackage(file: string): string {
  for (let folder = dirname(file); folder !== dirname(folder); folder = dirname(folder)) {
    const description = join(folder, 'package.json')
    if (!existsSync(description)) continue
    const { name } = JSON.parse(readFileSync(description, 'utf8')) as { name?: string }
    // Folders of a package may describe how their files load, without a name.
    if (name !== undefined) return `${name}/${relative(folder, file).split(sep).join('/')}`
  }
  return file
}
