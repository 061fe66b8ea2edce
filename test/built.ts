/**
 * Tests import from src/ and run the built dist/: what vitest loads, it rewrites, so that every import is looked up at every
 * use, and a run is a tenth slower. The command and its threads run the same dist/, so nothing is loaded twice.
 */
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const [SRC, DIST] = ['src/', 'dist/'].map((folder) => join(ROOT, folder))

/** What vitest leaves to Node, as it is. */
export const BUILT: RegExp = /\/dist\/.*\.js$/

interface Plugin {
  readonly name: string
  readonly enforce: 'pre'
  readonly resolveId: (asked: string, by: string | undefined) => string | null
}

/**
 * Puts the built file in the place of a source that a test, or what it imports, asks for; the page's are not built.
 * Files of the folder `asWritten` stay sources: a test has stand-ins for some of them.
 */
export const fromBuilt = (asWritten?: string): Plugin => ({
  name: 'from-built',
  enforce: 'pre',
  resolveId: (asked, by) => {
    if (by === undefined || !asked.startsWith('.')) return null
    const source = join(dirname(by), asked)
    if (!source.startsWith(SRC) || !source.endsWith('.ts')) return null
    if (asWritten !== undefined && source.startsWith(join(ROOT, asWritten))) return null
    const built = join(DIST, source.slice(SRC.length).replace(/ts$/, 'js'))
    return existsSync(built) ? built : null
  },
})

/** Before the tests of a project: builds what has changed. */
export default function setup(): void {
  execFileSync(process.execPath, ['scripts/build.mjs'], { cwd: ROOT, stdio: 'inherit' })
}
