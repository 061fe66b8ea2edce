/**
 * Output folders: claimed before a run, written beside their place, renamed when complete. What lies there
 * already is replaced only when nothing of value can be lost, or with --force when it is a folder of ours.
 */
import {
  accessSync,
  constants,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join, relative, resolve, sep } from 'node:path'
import { UsageError } from './failure.ts'
import { onInterrupt } from './interrupt.ts'
import type { Manifest } from './manifest.ts'
import { UNLISTED_FILES } from './seal.ts'
import { readManifest } from './untrusted-folder.ts'

/** What makes two runs the very same. */
export type RunIdentity = Pick<Manifest, 'scenario' | 'seed' | 'language' | 'charts' | 'engine'>

function sameRun(a: RunIdentity, b: RunIdentity): boolean {
  const key = ({ scenario, seed, language, charts, engine }: RunIdentity): string =>
    JSON.stringify([scenario.sha256, seed, language, charts, engine.version, engine.codeSha256])
  return key(a) === key(b)
}

/** Paths of all files below a folder, relative, with forward slashes, sorted. */
export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort()
}

function strangers(folder: string, manifest: Manifest): string[] {
  const known = new Set([...UNLISTED_FILES, ...manifest.outputs.map(({ path }) => path)])
  return filesBelow(folder).filter((path) => !known.has(path))
}

/** How the run that lies in a folder differs from the one that would go there. */
function difference(there: Manifest, here: RunIdentity): string {
  if (there.scenario.sha256 !== here.scenario.sha256) return 'of another scenario by the same name'
  if (there.seed !== here.seed) return `with seed ${there.seed}`
  if (there.engine.version !== here.engine.version) return `by xiaojin ${there.engine.version}`
  if (there.engine.codeSha256 !== here.engine.codeSha256) return 'by another build of xiaojin'
  return here.language === there.language ? 'with other charts' : 'in another language'
}

/** Refuses, before anything runs, a place that may not be written. */
export function checkClaim(folder: string, identity: RunIdentity, force: boolean): void {
  const stat = lstatSync(folder, { throwIfNoEntry: false })
  if (stat?.isDirectory() === false) {
    throw new UsageError(`${folder} is in the way: it is not a folder. Choose another place with --out.`)
  }
  checkWritable(folder)
  if (stat === undefined || readdirSync(folder).length === 0) return
  const there = readManifest(folder)
  if (there === null) {
    throw new UsageError(
      `${folder} exists and is not a finished run of xiaojin; it is left alone, --force or not. Choose another place with --out.`,
    )
  }
  if (force) return
  if (!sameRun(there, identity)) {
    throw new UsageError(
      `${folder} holds a run ${difference(there, identity)}. Replace it with --force, or choose another place with --out.`,
    )
  }
  const [stranger] = strangers(folder, there)
  if (stranger !== undefined) {
    throw new UsageError(
      `${folder} holds ${stranger}, which no run wrote. Move it away, or let --force delete it with the old run.`,
    )
  }
}

function checkWritable(folder: string): void {
  let nearest = dirname(resolve(folder))
  while (!existsSync(nearest)) nearest = dirname(nearest)
  if (!lstatSync(nearest).isDirectory() && !lstatSync(nearest).isSymbolicLink()) {
    throw new UsageError(`${nearest} is in the way: it is not a folder. Choose another place with --out.`)
  }
  try {
    accessSync(nearest, constants.W_OK)
  } catch {
    throw new UsageError(`${nearest} cannot be written. Choose another place with --out.`)
  }
}

/** Writes a whole folder or nothing. `fill` gets a hidden folder beside the final place. */
export async function writeFolder(folder: string, fill: (partial: string) => void | Promise<void>): Promise<void> {
  const place = resolve(folder)
  const partial = join(dirname(place), `.${basename(place)}.partial-${process.pid}`)
  const discard = (): void => rmSync(partial, { recursive: true, force: true })
  const callOff = onInterrupt(discard)
  try {
    mkdirSync(dirname(place), { recursive: true })
    discard()
    mkdirSync(partial)
    await fill(partial)
    moveInto(partial, place)
  } catch (error) {
    discard()
    throw error
  } finally {
    callOff()
  }
}

function moveInto(partial: string, place: string): void {
  if (!existsSync(place)) {
    renameSync(partial, place)
    return
  }
  const old = join(dirname(place), `.${basename(place)}.old-${process.pid}`)
  renameSync(place, old)
  try {
    renameSync(partial, place)
  } catch (error) {
    renameSync(old, place)
    throw error
  }
  rmSync(old, { recursive: true, force: true })
}

export function writeInto(folder: string, path: string, bytes: string | Uint8Array): void {
  const file = join(folder, path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, bytes)
}
