/** Bytes of a file to text. Files come from outside through an interface. */
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import type { Fault } from '../base/errors.ts'
import type { Bilingual } from '../base/vocabulary.ts'
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
  asked: { readonly place: Place; readonly path: string; readonly expected: Bilingual } | undefined,
): TextReading {
  const refuse = (message: Bilingual, expected?: Bilingual, suggestion?: Bilingual): TextReading => ({
    source: undefined,
    sha256: '',
    faults: [faultOfFile(file, message, { expected, suggestion })],
  })
  const size = files.size(file)
  if (size === undefined) {
    if (asked === undefined) {
      return refuse({ en: 'there is no such file', zh: '没有此文件' }, { en: 'a scenario file', zh: '情景文件' })
    }
    const { place, path, expected } = asked
    const message = { en: `${path} names a file that is not there: ${file}`, zh: `${path} 所指的文件不存在：${file}` }
    const fault = faultAt(place, message, { path, expected })
    return { source: undefined, sha256: '', faults: [fault] }
  }
  const tooLarge = (length: number): TextReading =>
    refuse(
      { en: `the file is too large: ${length} bytes`, zh: `文件过大：${length}字节` },
      { en: `at most ${MAX_BYTES} bytes`, zh: `不超过${MAX_BYTES}字节` },
    )
  if (size > MAX_BYTES) return tooLarge(size)
  let bytes: Uint8Array
  try {
    bytes = files.read(file)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return refuse({ en: `the file cannot be read: ${why}`, zh: `无法读取文件：${why}` })
  }
  if (bytes.length > MAX_BYTES) return tooLarge(bytes.length)
  const isTable = /\.csv$/i.test(file)
  const asUtf8 = isTable
    ? {
        en: 'in the spreadsheet, save it as “CSV UTF-8 (comma delimited)”',
        zh: '请在 Excel 或 WPS 中另存为“CSV UTF-8（逗号分隔）”',
      }
    : { en: 'in the editor, save it as UTF-8', zh: '请在编辑器中另存为 UTF-8' }
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
    return refuse({ en: 'the file is in UTF-16', zh: '文件为 UTF-16 编码' }, UTF8_TEXT, asUtf8)
  }
  // The first bytes of ZIP archives (xlsx, ods) and of the workbooks before them (xls).
  if (startsWith(bytes, [0x50, 0x4b, 3, 4]) || startsWith(bytes, [0xd0, 0xcf, 0x11, 0xe0])) {
    const message = { en: 'this is a workbook or an archive, not text', zh: '这是工作簿或压缩包，不是文本' }
    return refuse(message, UTF8_TEXT, asUtf8)
  }
  if (bytes.includes(0)) {
    return refuse({ en: 'this is not a text file: it holds zero bytes', zh: '不是文本文件：含有零字节' }, UTF8_TEXT)
  }
  const text = decodeUtf8(bytes)
  if (typeof text !== 'string') {
    const line = bytes.subarray(0, text.offset).reduce((count, byte) => count + (byte === 0x0a ? 1 : 0), 1)
    const message = { en: `line ${line} is not UTF-8 text`, zh: `第${line}行不是 UTF-8 文本` }
    if (!looksLikeGbk(bytes)) return refuse(message, UTF8_TEXT, asUtf8)
    return refuse(message, UTF8_TEXT, {
      en: `it looks like GBK (GB 18030), as Chinese Windows and Excel write it: ${asUtf8.en}`,
      zh: `似为 GBK（GB 18030）编码，中文 Windows 与 Excel 常用此编码：${asUtf8.zh}`,
    })
  }
  const source = sourceText(file, text, false)
  const faults = controlFaults(source)
  if (faults.length > 0) return { source: undefined, sha256: '', faults }
  return { source, sha256: bytesToHex(sha256(bytes)), faults }
}

const UTF8_TEXT: Bilingual = { en: 'UTF-8 text', zh: 'UTF-8 文本' }

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
      return faultAt(
        place,
        { en: 'a carriage return stands without a line feed', zh: '回车符之后没有换行符' },
        {
          suggestion: {
            en: 'save the file with the line ends of Unix or Windows',
            zh: '请以 Unix 或 Windows 换行符保存文件',
          },
        },
      )
    }
    const code = text.charCodeAt(index).toString(16).toUpperCase().padStart(4, '0')
    const what = /^(20|FEFF)/.test(code)
      ? { en: 'an invisible character', zh: '不可见字符' }
      : { en: 'a control character', zh: '控制字符' }
    const message = { en: `${what.en} (U+${code}) stands in the text`, zh: `文本含${what.zh}（U+${code}）` }
    return faultAt(place, message, { expected: { en: 'plain text', zh: '普通文本' } })
  })
  return controls.slice(0, 5)
}
