/** A scenario file's bytes to text, and files that extend files. Files come from outside through an interface. */
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import type { Fault } from '../base/errors.ts'
import { decodeUtf8 } from './decode-utf8.ts'
import { PATHS, parameterAt } from './parameters.ts'
import { readTable } from './read-csv.ts'
import { entryOf, readYaml, type YamlMap, type YamlNode } from './read-yaml.ts'
import { faultAt, faultOfFile, type Place, type SourceText, sourceText } from './source-text.ts'

/** Where files come from; a browser or a test has its own. */
export interface ScenarioFiles {
  /** Bytes of a plain file; undefined when there is none or it is something else (a folder, a device). */
  size(file: string): number | undefined
  /** Called only for files whose size is allowed. May throw. */
  read(file: string): Uint8Array
}

export interface ScenarioFile {
  readonly name: string
  readonly root: YamlNode
}

/** A table that a scenario takes from a file of its own. */
export interface TableFile {
  /** Relative to the folder of the scenario that is run. */
  readonly file: string
  readonly sha256: string
}

export interface FileChain {
  /** The file that is run first, then what it extends, and so on. */
  readonly files: readonly ScenarioFile[]
  readonly tables: readonly TableFile[]
  /** Whether all of them could be read. */
  readonly complete: boolean
  readonly faults: readonly Fault[]
}

/** Longest scenario file, bytes. */
const MAX_BYTES = 1_000_000

/** The file and everything it extends, as far as they can be read. */
export function readChain(file: string, files: ScenarioFiles): FileChain {
  const cut = Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1
  const folder = file.slice(0, cut)
  const read: ScenarioFile[] = []
  const tables: TableFile[] = []
  const faults: Fault[] = []
  // Names relative to the folder of the file that is run.
  const chain = [file.slice(cut)]
  let asked: Place | undefined
  for (;;) {
    const relative = chain.at(-1)!
    const result = readScenarioFile(folder + relative, files, asked)
    faults.push(...result.faults)
    if (result.root === undefined) return { files: read, tables, complete: false, faults }
    const filled = withTables(result.root, relative, folder, files)
    faults.push(...filled.faults)
    tables.push(...filled.tables)
    read.push({ name: folder + relative, root: filled.root })
    if (filled.faults.length > 0) return { files: read, tables, complete: false, faults }
    const link = result.root.kind === 'map' ? entryOf(result.root, 'extends')?.node : undefined
    // Anything but a text is refused when the file is validated.
    if (link?.kind !== 'scalar' || typeof link.value !== 'string' || link.value === '') {
      return { files: read, tables, complete: link === undefined, faults }
    }
    asked = link.place
    const next = resolveLink(relative, link.value, 'extends')
    if (typeof next !== 'string') {
      faults.push(faultAt(asked, next.message, { path: 'extends', expected: next.expected }))
      return { files: read, tables, complete: false, faults }
    }
    if (chain.includes(next)) {
      const circle = [...chain, next].join(' → ')
      faults.push(
        faultAt(asked, 'extends goes in a circle', {
          path: 'extends',
          found: circle,
          expected: 'files that end in one without extends',
        }),
      )
      return { files: read, tables, complete: false, faults }
    }
    chain.push(next)
  }
}

const INSIDE = 'a relative path inside the folder of the scenario that is run, such as baseline.yaml'

interface Refusal {
  readonly message: string
  readonly expected: string
}

/** The name, relative to the folder of the file that is run, of what `link` means in the file `from`. */
function resolveLink(from: string, link: string, key: string): string | Refusal {
  if (/^([a-z][a-z0-9+.-]*:|[/\\~])/i.test(link)) {
    return { message: `${key} names a path outside the project: absolute paths are not allowed`, expected: INSIDE }
  }
  if (link.includes('\\')) {
    return { message: `${key} has a backslash in its path`, expected: 'folders separated by /' }
  }
  const steps = from.split('/').slice(0, -1)
  for (const step of link.split('/')) {
    if (step === '' || step === '.') continue
    if (step !== '..') steps.push(step)
    else if (steps.pop() === undefined) {
      return { message: `${key} names a path outside the folder of the scenario that is run`, expected: INSIDE }
    }
  }
  return steps.join('/')
}

/** Groups of numbers, one below a section, may be tables of their own; so may the roster. */
function tablePaths(): readonly string[] {
  const groups = new Map<string, boolean>()
  for (const path of PATHS) {
    const keys = path.split('.')
    if (keys.length !== 3) continue
    const group = keys.slice(0, 2).join('.')
    const type = parameterAt(path)?.type
    const numeric = type === 'number' || type === 'integer' || type === 'share'
    groups.set(group, numeric && (groups.get(group) ?? true))
  }
  return [...[...groups].filter(([, numeric]) => numeric).map(([group]) => group), 'lenders.roster']
}

/** Where a file may name a CSV instead of spelling a table out. */
export const TABLE_PATHS: readonly string[] = tablePaths()

/** Ends in .csv: the name of a table. */
export const CSV_NAME = '^.+\\.[cC][sS][vV]$'

interface Filled {
  readonly root: YamlNode
  readonly tables: readonly TableFile[]
  readonly faults: readonly Fault[]
}

/** Reads the tables that a file names and puts their rows where their names stood. */
function withTables(root: YamlNode, from: string, folder: string, files: ScenarioFiles): Filled {
  const tables: TableFile[] = []
  const faults: Fault[] = []
  let filled = root
  for (const path of TABLE_PATHS) {
    const [section, key] = path.split('.')
    const group = filled.kind === 'map' ? entryOf(filled, section)?.node : undefined
    const node = group?.kind === 'map' ? entryOf(group, key)?.node : undefined
    if (node?.kind !== 'scalar' || typeof node.value !== 'string' || !new RegExp(CSV_NAME).test(node.value)) continue
    const relative = resolveLink(from, node.value, path)
    if (typeof relative !== 'string') {
      faults.push(faultAt(node.place, relative.message, { path, expected: relative.expected }))
      continue
    }
    const text = readTextFile(folder + relative, files, { place: node.place, path })
    faults.push(...text.faults)
    if (text.source === undefined) continue
    const roster = path === 'lenders.roster'
    const table = readTable(text.source, roster ? 'list' : 'map', ['products'])
    faults.push(...table.faults.map((fault) => ({ ...fault, path })))
    if (table.node === undefined) continue
    tables.push({ file: relative, sha256: text.sha256 })
    filled = withEntry(filled as YamlMap, section, withEntry(group as YamlMap, key, table.node))
  }
  return { root: filled, tables, faults }
}

function withEntry(map: YamlMap, key: string, node: YamlNode): YamlMap {
  return { ...map, entries: map.entries.map((entry) => (entry.key === key ? { ...entry, node } : entry)) }
}

interface FileReading {
  readonly root: YamlNode | undefined
  readonly faults: readonly Fault[]
}

function readScenarioFile(file: string, files: ScenarioFiles, asked: Place | undefined): FileReading {
  const { source, faults } = readTextFile(
    file,
    files,
    asked === undefined ? undefined : { place: asked, path: 'extends' },
  )
  if (source === undefined) return { root: undefined, faults }
  const reading = readYaml(source)
  if (reading.root !== undefined || reading.faults.length > 0) return reading
  const empty = faultOfFile(file, source.text.trim() === '' ? 'the file is empty' : 'the file holds only comments', {
    expected: 'keys with values, such as “name: my-scenario”',
  })
  return { root: undefined, faults: [empty] }
}

interface TextReading {
  readonly source: SourceText | undefined
  /** Hex, over the file's bytes. */
  readonly sha256: string
  readonly faults: readonly Fault[]
}

/** Text of a file, if it is plain UTF-8 text of a size that a scenario can have. `asked` is where its name stands. */
function readTextFile(
  file: string,
  files: ScenarioFiles,
  asked: { readonly place: Place; readonly path: string } | undefined,
): TextReading {
  const refuse = (message: string, expected = '', suggestion = ''): TextReading => ({
    source: undefined,
    sha256: '',
    faults: [faultOfFile(file, message, { expected, suggestion })],
  })
  const size = files.size(file)
  if (size === undefined) {
    if (asked === undefined) return refuse('there is no such file', 'a scenario file')
    const { place, path } = asked
    const fault = faultAt(place, `${path} names a file that is not there: ${file}`, { path, expected: INSIDE })
    return { source: undefined, sha256: '', faults: [fault] }
  }
  if (size > MAX_BYTES) return refuse(`the file is too large: ${size} bytes`, `at most ${MAX_BYTES} bytes`)
  let bytes: Uint8Array
  try {
    bytes = files.read(file)
  } catch (error) {
    return refuse(`the file cannot be read: ${error instanceof Error ? error.message : String(error)}`)
  }
  if (bytes.length > MAX_BYTES)
    return refuse(`the file is too large: ${bytes.length} bytes`, `at most ${MAX_BYTES} bytes`)
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
    return refuse('the file is in UTF-16', 'UTF-8 text', 'save it as UTF-8')
  }
  if (bytes.includes(0)) return refuse('this is not a text file: it holds zero bytes', 'UTF-8 text')
  const text = decodeUtf8(bytes)
  if (typeof text !== 'string') {
    const line = bytes.subarray(0, text.offset).reduce((count, byte) => count + (byte === 0x0a ? 1 : 0), 1)
    return refuse(
      `line ${line} is not UTF-8 text`,
      'UTF-8 text',
      'an editor may have saved it as GBK: save it as UTF-8',
    )
  }
  const source = sourceText(file, text, false)
  const faults = controlFaults(source)
  if (faults.length > 0) return { source: undefined, sha256: '', faults }
  return { source, sha256: bytesToHex(sha256(bytes)), faults }
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what it looks for
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufeff]|\r(?!\n)/g

/** A file full of them is no text; the first few show it. */
function controlFaults(source: SourceText): Fault[] {
  const { text } = source
  const controls = [...text.matchAll(CONTROL)].map(({ index }) => {
    const place = { source, start: index, end: index + 1 }
    if (text[index] === '\r') {
      return faultAt(place, 'a carriage return stands without a line feed', {
        suggestion: 'save the file with the line ends of Unix or Windows',
      })
    }
    const code = text.charCodeAt(index).toString(16).toUpperCase().padStart(4, '0')
    return faultAt(place, `a control character (U+${code}) stands in the text`, { expected: 'plain text' })
  })
  return controls.slice(0, 5)
}
