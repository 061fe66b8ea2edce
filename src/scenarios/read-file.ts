/** A scenario file's bytes to text, and files that extend files. Files come from outside through an interface. */
import type { Fault } from '../base/errors.ts'
import { decodeUtf8 } from './decode-utf8.ts'
import { entryOf, readYaml, type YamlNode } from './read-yaml.ts'
import { faultAt, faultOfFile, type Place, sourceText } from './source-text.ts'

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

export interface FileChain {
  /** The file that is run first, then what it extends, and so on. */
  readonly files: readonly ScenarioFile[]
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
  const faults: Fault[] = []
  // Names relative to the folder of the file that is run.
  const chain = [file.slice(cut)]
  let asked: Place | undefined
  for (;;) {
    const relative = chain.at(-1)!
    const result = readScenarioFile(folder + relative, files, asked)
    faults.push(...result.faults)
    if (result.root === undefined) return { files: read, complete: false, faults }
    read.push({ name: folder + relative, root: result.root })
    const link = result.root.kind === 'map' ? entryOf(result.root, 'extends')?.node : undefined
    // Anything but a text is refused when the file is validated.
    if (link?.kind !== 'scalar' || typeof link.value !== 'string' || link.value === '') {
      return { files: read, complete: link === undefined, faults }
    }
    asked = link.place
    const next = resolveExtends(relative, link.value)
    if (typeof next !== 'string') {
      faults.push(faultAt(asked, next.message, { path: 'extends', expected: next.expected }))
      return { files: read, complete: false, faults }
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
      return { files: read, complete: false, faults }
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
function resolveExtends(from: string, link: string): string | Refusal {
  if (/^([a-z][a-z0-9+.-]*:|[/\\~])/i.test(link)) {
    return { message: 'extends names a path outside the project: absolute paths are not allowed', expected: INSIDE }
  }
  if (link.includes('\\')) {
    return { message: 'extends has a backslash in its path', expected: 'folders separated by /' }
  }
  const steps = from.split('/').slice(0, -1)
  for (const step of link.split('/')) {
    if (step === '' || step === '.') continue
    if (step !== '..') steps.push(step)
    else if (steps.pop() === undefined) {
      return { message: 'extends names a path outside the folder of the scenario that is run', expected: INSIDE }
    }
  }
  return steps.join('/')
}

interface FileReading {
  readonly root: YamlNode | undefined
  readonly faults: readonly Fault[]
}

function readScenarioFile(file: string, files: ScenarioFiles, asked: Place | undefined): FileReading {
  const refuse = (message: string, expected = '', suggestion = ''): FileReading => ({
    root: undefined,
    faults: [faultOfFile(file, message, { expected, suggestion })],
  })
  const size = files.size(file)
  if (size === undefined) {
    if (asked === undefined) return refuse('there is no such file', 'a scenario file')
    const fault = faultAt(asked, `extends names a file that is not there: ${file}`, {
      path: 'extends',
      expected: INSIDE,
    })
    return { root: undefined, faults: [fault] }
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
  return readText(file, text)
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what it looks for
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufeff]|\r(?!\n)/g

function readText(file: string, text: string): FileReading {
  const source = sourceText(file, text, false)
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
  // A file full of them is no text; the first few show it.
  if (controls.length > 0) return { root: undefined, faults: controls.slice(0, 5) }
  const { root, faults } = readYaml(source)
  if (root !== undefined || faults.length > 0) return { root, faults }
  const empty = faultOfFile(file, text.trim() === '' ? 'the file is empty' : 'the file holds only comments', {
    expected: 'keys with values, such as “name: my-scenario”',
  })
  return { root: undefined, faults: [empty] }
}
