/**
 * Output folders as untrusted input: they travel in archives and repositories. Every command that is given one asks
 * here first, and reads its files through here. What the manifest lists, what this program would write, and the folders
 * that hold either must be plain files and folders; whatever else lies there is neither read nor followed.
 */

import { closeSync, constants, fstatSync, lstatSync, openSync, readdirSync, readSync, type Stats } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Bilingual } from '../base/vocabulary.ts'
import { buildInfo } from './build-info.ts'
import { EVENTS_FILE, FAILURES_FILE, PLAN_FILE, SCENARIO_FILE } from './data-files.ts'
import { UsageError } from './failure.ts'
import { KINDS } from './kinds.ts'
import { MANIFEST_FILE, type Manifest } from './manifest.ts'
import { GENERATOR, MAX_FILE_BYTES, MAX_MANIFEST_BYTES, parseManifest, SCHEMA_VERSION } from './manifest-schema.ts'
import type { ListedFile } from './output-file.ts'
import { pathFault } from './path-rule.ts'
import { CRATE_FILE, SUMS_FILE, TIMING_FILE } from './seal.ts'
import { versionName, writtenBy } from './study.ts'
import { unfinishedText, WORK_FOLDER } from './unfinished.ts'

/** A folder that is not what it says; `fault` is the message without the folder. */
export class FolderError extends UsageError {
  readonly fault: Bilingual

  constructor(folder: string, fault: Bilingual) {
    super({ en: `${folder}: ${fault.en}`, zh: `${folder}：${fault.zh}` })
    this.fault = fault
  }
}

/** Recorded, or made from records alone: everything else can be drawn again. */
const DATA_FOLDERS: readonly string[] = ['data', 'events']
const DATA_FILES: readonly string[] = [
  ...[PLAN_FILE, FAILURES_FILE, EVENTS_FILE, SCENARIO_FILE],
  ...Object.values(KINDS).flatMap(({ files }) => files ?? []),
]
const VIEW_FOLDERS: readonly string[] = ['charts']
const VIEW_FILES: readonly string[] = ['report.html', 'CITATION.cff']
const SEAL_FILES: readonly string[] = [MANIFEST_FILE, SUMS_FILE, TIMING_FILE, CRATE_FILE]
/** Of records, which no manifest lists. */
const RECORDS_FOLDER = 'runs'

const OWN_FOLDERS: readonly string[] = [...DATA_FOLDERS, ...VIEW_FOLDERS, RECORDS_FOLDER, WORK_FOLDER]
const OWN_FILES: readonly string[] = [...DATA_FILES, ...VIEW_FILES, ...SEAL_FILES]

export function isData({ path }: Pick<ListedFile, 'path'>): boolean {
  return DATA_FILES.includes(path) || DATA_FOLDERS.some((folder) => path.startsWith(`${folder}/`))
}

function mayBeListed(path: string): boolean {
  return isData({ path }) || VIEW_FILES.includes(path) || VIEW_FOLDERS.some((folder) => path.startsWith(`${folder}/`))
}

/** Whether a command may put a file at a path of the rule in place, or take it away. */
export function isOwnPath(path: string): boolean {
  return mayBeListed(path) || SEAL_FILES.includes(path)
}

/** Null where there is nothing. A slash at the end of `path` would follow a link. */
function statOf(path: string): Stats | null {
  try {
    return lstatSync(path)
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'ENAMETOOLONG'].includes((error as NodeJS.ErrnoException).code ?? '')) return null
    throw error
  }
}

type Entry = Pick<Stats, 'isFile' | 'isDirectory' | 'isSymbolicLink' | 'isFIFO' | 'isSocket'>

function kindName(entry: Entry): Bilingual {
  if (entry.isSymbolicLink()) return { en: 'a symbolic link', zh: '符号链接' }
  if (entry.isDirectory()) return { en: 'a folder', zh: '文件夹' }
  if (entry.isFIFO()) return { en: 'a named pipe', zh: '命名管道' }
  if (entry.isSocket()) return { en: 'a socket', zh: '套接字' }
  return entry.isFile() ? { en: 'a file', zh: '文件' } : { en: 'a device', zh: '设备' }
}

/** What is not what a folder of ours has there. */
function notPlain(name: string, entry: Entry, wanted: 'file' | 'folder'): Bilingual {
  const { en, zh } = kindName(entry)
  const plain = { file: '普通文件', folder: '普通文件夹' }[wanted]
  return { en: `${name} is ${en}, not a plain ${wanted}`, zh: `${name} 是${zh}，不是${plain}` }
}

/** The file below a folder at a path of the rule, and every folder between them looked at; null where there is none. */
function plainFile(folder: string, path: string): { readonly file: string; readonly stat: Stats } | null {
  const fault = pathFault(path)
  if (fault !== null) {
    const en = `a file is asked for at a path that ${fault}`
    throw new FolderError(folder, { en, zh: `所要的文件路径不合规则（${fault}）` })
  }
  let at = resolve(folder)
  const names = path.split('/')
  for (const [k, name] of names.entries()) {
    at = join(at, name)
    const stat = statOf(at)
    if (stat === null) return null
    const last = k === names.length - 1
    if (last ? stat.isFile() : stat.isDirectory()) {
      if (last) return { file: at, stat }
      continue
    }
    const place = names.slice(0, k + 1).join('/')
    throw new FolderError(folder, notPlain(place, stat, last ? 'file' : 'folder'))
  }
  return null
}

export interface PlainFileStat {
  readonly bytes: number
  /** Other names of the same file, somewhere on its disk: it may belong to somebody else. */
  readonly linked: boolean
}

/** Size and links of a plain file below a folder; null where there is none. */
export function plainFileStat(folder: string, path: string): PlainFileStat | null {
  const found = plainFile(folder, path)
  return found === null ? null : { bytes: found.stat.size, linked: found.stat.nlink > 1 }
}

/** The bytes of a plain file below a folder; null where there is none. Throws a FolderError on anything else. */
export function readPlainFile(folder: string, path: string, maxBytes: number = MAX_FILE_BYTES): Uint8Array | null {
  const found = plainFile(folder, path)
  if (found === null) return null
  // Neither of them changes what a plain file gives; both matter where one was exchanged for another in between.
  const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0)
  const handle = openSync(found.file, flags)
  try {
    const stat = fstatSync(handle)
    if (!stat.isFile()) throw new FolderError(folder, notPlain(path, stat, 'file'))
    if (stat.size > maxBytes) {
      throw new FolderError(folder, {
        en: `${path} is too large: ${stat.size} bytes, at most ${maxBytes} are read`,
        zh: `${path} 过大：${stat.size}字节，至多读取${maxBytes}字节`,
      })
    }
    // Not to the end of the file but as far as it said: some files never end.
    const bytes = Buffer.alloc(stat.size)
    let length = 0
    while (length < stat.size) {
      const got = readSync(handle, bytes, length, stat.size - length, length)
      if (got === 0) break
      length += got
    }
    return bytes.subarray(0, length)
  } finally {
    closeSync(handle)
  }
}

/** The bytes of a file that the manifest lists, of the size that it says; throws a FolderError where that is not so. */
export function readListed(folder: string, { outputs }: Pick<Manifest, 'outputs'>, path: string): Uint8Array {
  const entry = outputs.find((listed) => listed.path === path)
  if (entry === undefined) {
    throw new FolderError(folder, {
      en: `${path} is not listed in ${MANIFEST_FILE}`,
      zh: `${MANIFEST_FILE} 未列出 ${path}`,
    })
  }
  const bytes = readPlainFile(folder, path, Math.max(entry.bytes, plainFileStat(folder, path)?.bytes ?? 0))
  if (bytes === null) throw new FolderError(folder, { en: `${path} is missing`, zh: `缺少 ${path}` })
  if (bytes.length !== entry.bytes) throw new FolderError(folder, sizeFault(entry, bytes.length))
  return bytes
}

function sizeFault({ path, bytes }: ListedFile, found: number): Bilingual {
  return {
    en: `${path} has ${found} bytes, and ${MANIFEST_FILE} lists ${bytes}: it was changed after the run`,
    zh: `${path} 有${found}字节，而 ${MANIFEST_FILE} 所列为${bytes}字节：运行后被改动`,
  }
}

/** Whether the manifest lists a file that is there. */
export function hasListed(folder: string, { outputs }: Pick<Manifest, 'outputs'>, path: string): boolean {
  return outputs.some((listed) => listed.path === path) && plainFileStat(folder, path) !== null
}

/** The folder itself: the name of a link stands for whatever its maker chose. */
function folderFault(folder: string): Bilingual | null {
  const stat = statOf(resolve(folder))
  if (stat === null || stat.isDirectory()) return null
  const { en, zh } = kindName(stat)
  return { en: `is ${en}, not a folder`, zh: `是${zh}，不是文件夹` }
}

/**
 * What is in the way of reading or writing a folder: links and special files where this program has files of its own.
 * Null if nothing is; whatever else lies there is nobody's business.
 */
export function placeFault(folder: string): Bilingual | null {
  const own = folderFault(folder)
  if (own !== null) return own
  const root = resolve(folder)
  if (statOf(root) === null) return null
  for (const entry of readdirSync(root, { withFileTypes: true })) {
    // Where Data and data are one folder, its name is known in any case.
    const name = entry.name.toLowerCase()
    if (OWN_FILES.some((file) => file.toLowerCase() === name) && !entry.isFile()) {
      return notPlain(entry.name, entry, 'file')
    }
    if (!OWN_FOLDERS.includes(name)) continue
    if (!entry.isDirectory()) return notPlain(entry.name, entry, 'folder')
    for (const inside of readdirSync(join(root, entry.name), { recursive: true, withFileTypes: true })) {
      if (inside.isFile() || inside.isDirectory()) continue
      const { en, zh } = kindName(inside)
      return {
        en: `${entry.name} holds ${en}, ${inside.name}: only plain files and folders may lie there`,
        zh: `${entry.name} 中有${zh} ${inside.name}：其中只能有普通文件与文件夹`,
      }
    }
  }
  return null
}

/** The manifest of a folder, or what is wrong with it; null where there is none. */
function manifestOf(folder: string): Manifest | { readonly fault: Bilingual } | null {
  if (folderFault(folder) !== null) return null
  const bytes = readPlainFile(folder, MANIFEST_FILE, MAX_MANIFEST_BYTES)
  if (bytes === null) return null
  const found = parseManifest(Buffer.from(bytes).toString('utf8'))
  if ('fault' in found) return { fault: manifestFault(found.fault) }
  const stray = found.outputs.find(({ path }) => !mayBeListed(path))
  return stray === undefined
    ? found
    : { fault: manifestFault(`outputs lists ${stray.path}, which is no file of a ${GENERATOR} folder`) }
}

/** What is wrong inside a manifest is told in the words of its schema, which are English. */
export function manifestFault(fault: string): Bilingual {
  return { en: `${MANIFEST_FILE}: ${fault}`, zh: `${MANIFEST_FILE} 不合格式：${fault}` }
}

/** The manifest of a folder; null where there is none that can be believed. */
export function readManifest(folder: string): Manifest | null {
  try {
    const found = manifestOf(folder)
    return found === null || 'fault' in found ? null : found
  } catch (error) {
    if (error instanceof FolderError) return null
    throw error
  }
}

export interface ManifestOptions {
  /** Lets through files of another size than the manifest says. */
  readonly changed?: boolean
  /** Lets through manifests of an older schema, of which only the list of files is understood. */
  readonly older?: boolean
}

/**
 * The manifest of a folder that the user named, when all that a command could read or write there is plain; says what
 * is wrong with any other.
 */
export function manifestIn(folder: string, { changed = false, older = false }: ManifestOptions = {}): Manifest {
  const stat = statOf(resolve(folder))
  if (stat === null) throw new UsageError({ en: `There is no folder ${folder}.`, zh: `没有文件夹 ${folder}。` })
  if (!stat.isDirectory()) {
    const { en, zh } = kindName(stat)
    throw new UsageError({
      en: `${folder} is ${en}. Name the output folder of a run, such as out/baseline-2023.`,
      zh: `${folder} 是${zh}。请给出运行的结果文件夹，如 out/baseline-2023。`,
    })
  }
  const place = placeFault(folder)
  if (place !== null) throw new FolderError(folder, place)
  const manifest = manifestOf(folder)
  if (manifest === null) {
    const unfinished = unfinishedText(folder)
    if (unfinished !== null) throw new UsageError(unfinished)
    throw new UsageError({
      en: `${folder} is not the output folder of a run: it has no manifest.json that xiaojin wrote. Output folders lie in out/, one for each run.`,
      zh: `${folder} 不是运行的结果文件夹：其中没有 xiaojin 所写的 manifest.json。结果文件夹在 out/ 中，每次运行一个。`,
    })
  }
  if ('fault' in manifest) throw new FolderError(folder, manifest.fault)
  if (manifest.schemaVersion !== SCHEMA_VERSION && !older) throw new FolderError(folder, olderText(folder, manifest))
  for (const entry of manifest.outputs) {
    const found = plainFileStat(folder, entry.path)
    if (found === null || changed || !isData(entry) || found.bytes === entry.bytes) continue
    const { en, zh } = sizeFault(entry, found.bytes)
    throw new FolderError(folder, {
      en: `${en}. “xiaojin verify ${folder}” names what differs`,
      zh: `${zh}。“xiaojin verify ${folder}”列出差异`,
    })
  }
  return manifest
}

function olderText(folder: string, manifest: Manifest): Bilingual {
  const { en, zh } = writtenBy(manifest)
  const here = versionName(buildInfo())
  return {
    en: `${en}; this is ${here}, with schema ${SCHEMA_VERSION}, which cannot read its tables. “xiaojin query ${folder}” can; or run its ${SCENARIO_FILE} again`,
    zh: `${zh}；本程序为 ${here}，格式为第${SCHEMA_VERSION}版，无法读取其数据表。可用“xiaojin query ${folder}”查询，或重新运行其中的 ${SCENARIO_FILE}`,
  }
}

/**
 * What a folder gives, or a FolderError where its files are sound one by one and yet do not fit together: tables
 * without rows, an analysis of parameters that there are not.
 */
export async function fromFolder<T>(folder: string, read: () => T | Promise<T>): Promise<T> {
  try {
    return await read()
  } catch (error) {
    if (error instanceof UsageError || (error instanceof Error && error.name === 'ScenarioError')) throw error
    if (error instanceof Error && 'syscall' in error) throw error
    const why = error instanceof Error ? error.message : String(error)
    const [first] = why.split('\n', 1)
    throw new FolderError(folder, {
      en: `its files do not fit together (${first}). “xiaojin verify ${folder}” tells whether it is intact`,
      zh: `其中的文件彼此不符（${first}）。“xiaojin verify ${folder}”可检查是否完好`,
    })
  }
}
