/** Bytes of a file to text. Files come from outside through an interface. */
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import type { Fault } from '../base/errors.ts'
import { decodeUtf8 } from './decode-utf8.ts'
import { faultAt, faultOfFile, type Place, type SourceText, sourceText } from './source-text.ts'

/** Where files come from; a browser or a test has its own. */
export interface ScenarioFiles {
  /** Bytes of a plain file; undefined when there is none or it is something else (a folder, a device). */
  size(file: string): number | undefined
  /** Called only for files whose size is allowed. May throw. */
  read(file: string): Uint8Array
  /** The path with links resolved, absolute and with /; undefined when nothing is there. Left out: paths are lexical. */
  real?(path: string): string | undefined
  /** Real path of the folder that links of this scenario may not leave. Left out: the scenario's own folder. */
  root?(file: string): string
  /** Scenarios that ship with the package. */
  readonly shipped?: ShippedScenarios
}

export interface ShippedScenarios {
  names(): readonly string[]
  /** How outputs call a file of the package, such as xiaojin/scenarios/baseline.yaml; undefined for other files. */
  label(file: string): string | undefined
  /** The file of that name; undefined when there is none. */
  file(name: string): string | undefined
}

/** A table that a scenario takes from a file of its own. */
export interface TableFile {
  readonly file: string
  readonly sha256: string
}

/** Longest scenario file, bytes. */
const MAX_BYTES = 1_000_000

interface TextReading {
  readonly source: SourceText | undefined
  /** Hex, over the file's bytes. */
  readonly sha256: string
  readonly faults: readonly Fault[]
}

/** Text of a file, if it is plain UTF-8 text of a size that a scenario can have. `asked` is where its name stands. */
export function readTextFile(
  file: string,
  files: ScenarioFiles,
  asked: { readonly place: Place; readonly path: string; readonly expected: string } | undefined,
): TextReading {
  const refuse = (message: string, expected = '', suggestion = ''): TextReading => ({
    source: undefined,
    sha256: '',
    faults: [faultOfFile(file, message, { expected, suggestion })],
  })
  const size = files.size(file)
  if (size === undefined) {
    if (asked === undefined) return refuse('there is no such file', 'a scenario file')
    const { place, path, expected } = asked
    const fault = faultAt(place, `${path} names a file that is not there: ${file}`, { path, expected })
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
  const isTable = /\.csv$/i.test(file)
  const asUtf8 = isTable
    ? 'in the spreadsheet, save it as “CSV UTF-8 (comma delimited)”'
    : 'in the editor, save it as UTF-8'
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
    return refuse('the file is in UTF-16', 'UTF-8 text', asUtf8)
  }
  // The first bytes of ZIP archives (xlsx, ods) and of the workbooks before them (xls).
  if (startsWith(bytes, [0x50, 0x4b, 3, 4]) || startsWith(bytes, [0xd0, 0xcf, 0x11, 0xe0])) {
    return refuse('this is a workbook or an archive, not text', 'UTF-8 text', asUtf8)
  }
  if (bytes.includes(0)) return refuse('this is not a text file: it holds zero bytes', 'UTF-8 text')
  const text = decodeUtf8(bytes)
  if (typeof text !== 'string') {
    const line = bytes.subarray(0, text.offset).reduce((count, byte) => count + (byte === 0x0a ? 1 : 0), 1)
    const meant = looksLikeGbk(bytes) ? 'it looks like GBK (GB 18030), as Chinese Windows and Excel write it: ' : ''
    return refuse(`line ${line} is not UTF-8 text`, 'UTF-8 text', `${meant}${asUtf8}`)
  }
  const source = sourceText(file, text, false)
  const faults = controlFaults(source)
  if (faults.length > 0) return { source: undefined, sha256: '', faults }
  return { source, sha256: bytesToHex(sha256(bytes)), faults }
}

function startsWith(bytes: Uint8Array, first: readonly number[]): boolean {
  return first.every((byte, k) => bytes[k] === byte)
}

/** Whether every byte above ASCII begins or ends a pair (or four) of GB 18030. */
function looksLikeGbk(bytes: Uint8Array): boolean {
  for (let at = 0; at < bytes.length; at++) {
    if (bytes[at] < 0x80) continue
    const next = bytes[at + 1] ?? 0
    const isPair = bytes[at] >= 0x81 && bytes[at] <= 0xfe && next >= 0x30 && next <= 0xfe && next !== 0x7f
    if (!isPair) return false
    at++
  }
  return true
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what it looks for
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufeff\u202a-\u202e\u2066-\u2069]|\r(?!\n)/g

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
    const what = /^(20|FEFF)/.test(code) ? 'an invisible character' : 'a control character'
    return faultAt(place, `${what} (U+${code}) stands in the text`, { expected: 'plain text' })
  })
  return controls.slice(0, 5)
}
