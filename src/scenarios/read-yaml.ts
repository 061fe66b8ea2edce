/**
 * YAML to a tree whose every node knows its place. Scenarios need little of YAML, so whatever can surprise
 * (aliases, merge keys, tags, several documents, deep nesting) is refused and not interpreted.
 */
import { isAlias, isMap, isScalar, isSeq, Lexer, type ParsedNode, parseDocument, type YAMLError } from 'yaml'
import { type Fault, verbatim, withSuggestion } from '../base/errors.ts'
import type { Bilingual } from '../base/vocabulary.ts'
import { excerpt, faultAt, fullWidthHint, linesAround, type Place, position, type SourceText } from './source-text.ts'
import { isMeant } from './suggest.ts'

export type YamlNode = YamlMap | YamlList | YamlScalar

export interface YamlMap {
  readonly kind: 'map'
  readonly place: Place
  readonly entries: readonly YamlEntry[]
}

export interface YamlEntry {
  readonly key: string
  readonly keyPlace: Place
  readonly node: YamlNode
}

export interface YamlList {
  readonly kind: 'list'
  readonly place: Place
  readonly items: readonly YamlNode[]
}

export interface YamlScalar {
  readonly kind: 'scalar'
  readonly place: Place
  readonly value: string | number | boolean | null
  /** Stands for something that was refused as such: its value causes no further fault. */
  readonly refused: boolean
}

export interface YamlReading {
  /** Undefined when the text is not YAML or holds nothing. */
  readonly root: YamlNode | undefined
  readonly faults: readonly Fault[]
}

/** Far more than any scenario needs. */
const MAX_DEPTH = 16

/**
 * Reads one document, from an offset on. Faults in the syntax stop the reading; the others leave a tree to
 * check further.
 */
export function readYaml(source: SourceText, from = 0): YamlReading {
  // Blanks in place of what is skipped keep all offsets.
  const text = ' '.repeat(from) + source.text.slice(from)
  const deep = tooDeep(source, text)
  if (deep !== undefined) return { root: undefined, faults: [deep] }
  const document = parseDocument(text, {
    version: '1.2',
    schema: 'core',
    merge: false,
    uniqueKeys: false,
    prettyErrors: false,
    // 'silent' would let a second document pass.
    logLevel: 'error',
  })
  const errors = [...document.errors, ...document.warnings.filter(({ code }) => code !== 'TAG_RESOLVE_FAILED')]
  if (errors.length > 0) {
    const faults = errors.map((error) => hinted(syntaxFault(source, error), source, error))
    return { root: undefined, faults: faults.filter((fault, index) => !repeats(fault, faults[index - 1])) }
  }
  if (document.contents === null) return { root: undefined, faults: [] }
  const builder: Builder = { source, faults: [], anchors: new Set() }
  const root = build(document.contents, builder, 0)
  return { root, faults: builder.faults }
}

/** The value that a tree spells, without positions. Maps have no prototype, so no key is special. */
export function plainValue(node: YamlNode): unknown {
  if (node.kind === 'scalar') return node.value
  if (node.kind === 'list') return node.items.map(plainValue)
  const map: Record<string, unknown> = Object.create(null)
  for (const { key, node: value } of node.entries) map[key] = plainValue(value)
  return map
}

/** The node at a path of keys and indices; undefined where there is none. */
export function nodeAt(root: YamlNode, path: readonly PropertyKey[]): YamlNode | undefined {
  let node: YamlNode | undefined = root
  for (const step of path) {
    if (node?.kind === 'map') node = entryOf(node, String(step))?.node
    else if (node?.kind === 'list') node = node.items[Number(step)]
    else return undefined
  }
  return node
}

export function entryOf(map: YamlMap, key: string): YamlEntry | undefined {
  return map.entries.find((entry) => entry.key === key)
}

/** The tree with another map at a path; the same tree where no map is there. */
export function changedAt(root: YamlNode, path: readonly string[], change: (map: YamlMap) => YamlNode): YamlNode {
  if (root.kind !== 'map') return root
  const [key, ...rest] = path
  if (key === undefined) return change(root)
  const entry = entryOf(root, key)
  return entry === undefined ? root : withEntry(root, key, changedAt(entry.node, rest, change))
}

export function withEntry(map: YamlMap, key: string, node: YamlNode): YamlMap {
  return { ...map, entries: map.entries.map((entry) => (entry.key === key ? { ...entry, node } : entry)) }
}

interface Builder {
  readonly source: SourceText
  readonly faults: Fault[]
  readonly anchors: Set<string>
}

function build(node: ParsedNode, builder: Builder, depth: number): YamlNode {
  const { source, faults } = builder
  const place = placeOf(node, source)
  if (depth > MAX_DEPTH) {
    faults.push(depthFault(source, place.start))
    return { kind: 'scalar', place, value: null, refused: true }
  }
  if (!isPlain(node, place, builder)) return { kind: 'scalar', place, value: null, refused: true }
  if (isMap(node)) return buildMap(node.items as PairNode[], place, builder, depth)
  if (isSeq(node)) {
    return { kind: 'list', place, items: (node.items as ParsedNode[]).map((item) => build(item, builder, depth + 1)) }
  }
  const value = isScalar(node) ? (node.value as YamlScalar['value']) : null
  const written = source.text.slice(place.start, place.end)
  if (typeof value === 'number' && isAmbiguous(written)) {
    faults.push(ambiguousFault(place, written, value))
    return { kind: 'scalar', place, value: null, refused: true }
  }
  // A negative zero would be equal to zero and yet print differently.
  return { kind: 'scalar', place, value: value === 0 ? 0 : value, refused: false }
}

/** Readers of YAML differ on what these numbers are: 010 is 8 for some and 10 for others. */
export function isAmbiguous(written: string): boolean {
  return /^[-+]?0([0-9]|[xob])/i.test(written)
}

export function ambiguousFault(place: Place, written: string, value: number): Fault {
  const isBased = /^[-+]?0[xob]/i.test(written)
  const message = isBased
    ? { en: 'a number in another base than ten', zh: '非十进制的数' }
    : { en: 'a number with a leading zero', zh: '以零开头的数' }
  return faultAt(place, message, {
    found: { en: `${written}, which is read as ${value}`, zh: `${written}，会被读作 ${value}` },
    expected: { en: 'a plain decimal number, or quotes if it is a text', zh: '普通十进制数；若为文本请加引号' },
    suggestion: isMeant(String(value)),
  })
}

interface PairNode {
  readonly key: ParsedNode
  readonly value: ParsedNode | null
}

function buildMap(pairs: readonly PairNode[], place: Place, builder: Builder, depth: number): YamlMap {
  const { source, faults } = builder
  const entries = new Map<string, YamlEntry>()
  for (const { key: keyNode, value } of pairs) {
    const keyPlace = placeOf(keyNode, source)
    if (!isPlain(keyNode, keyPlace, builder)) continue
    const key = isScalar(keyNode) ? String(keyNode.value) : undefined
    if (key === undefined) {
      faults.push(
        faultAt(keyPlace, { en: 'a key must be a word, not a list or a map', zh: '键须为单词，不能是列表或映射' }),
      )
      continue
    }
    if (key === '<<') {
      const message = { en: 'merge keys (<<) are not allowed', zh: '不允许使用合并键（<<）' }
      faults.push(faultAt(keyPlace, message, { expected: WRITTEN_OUT }))
      continue
    }
    const first = entries.get(key)
    if (first !== undefined) {
      const { line, column } = position(source, first.keyPlace.start)
      const where = { en: `first given at line ${line}, column ${column}`, zh: `首次出现于第${line}行第${column}列` }
      const written = excerpt(keyPlace)
      const message = { en: `key “${written}” is given twice`, zh: `键“${written}”重复` }
      faults.push(faultAt(keyPlace, message, { path: key, found: source.isOption ? undefined : where }))
      continue
    }
    const node: YamlNode =
      value === null
        ? { kind: 'scalar', place: keyPlace, value: null, refused: false }
        : build(value, builder, depth + 1)
    entries.set(key, { key, keyPlace, node })
  }
  return { kind: 'map', place, entries: [...entries.values()] }
}

const WRITTEN_OUT: Bilingual = { en: 'values written out, or extends: FILE', zh: '逐一写出取值，或使用 extends: 文件' }

/** Aliases make YAML bombs possible and tags make values of unknown kinds: neither is needed here. */
function isPlain(node: ParsedNode, place: Place, { source, faults, anchors }: Builder): boolean {
  if (isAlias(node)) {
    // An alias whose anchor was refused needs no second fault.
    const written = excerpt(place)
    const message = { en: `alias ${written} has no anchor`, zh: `别名 ${written} 没有对应的锚点` }
    if (!anchors.has(node.source)) faults.push(faultAt(place, message))
    return false
  }
  if (node.anchor !== undefined) {
    anchors.add(node.anchor)
    const start = source.text.lastIndexOf(`&${node.anchor}`, place.start)
    const anchor = { source, start, end: start + node.anchor.length + 1 }
    const written = excerpt(anchor)
    const message = { en: `anchors and aliases (${written}) are not allowed`, zh: `不允许使用锚点与别名（${written}）` }
    faults.push(faultAt(anchor, message, { expected: WRITTEN_OUT }))
  }
  if (node.tag === undefined) return true
  const written = /!\S*\s*(&\S+\s*)?$/.exec(source.text.slice(0, place.start))
  const start = written?.index ?? place.start
  const tag = { source, start, end: start + source.text.slice(start).search(/[\s,[\]{}]|$/) }
  const expected = { en: 'a plain value without a tag', zh: '不带标签的普通值' }
  const name = excerpt(tag)
  faults.push(faultAt(tag, { en: `tags (${name}) are not allowed`, zh: `不允许使用标签（${name}）` }, { expected }))
  return false
}

function placeOf(node: ParsedNode, source: SourceText): Place {
  const [start, end] = node.range
  return { source, start, end }
}

/** Chinese punctuation near a fault in the syntax is most likely its cause. */
function hinted(fault: Fault, source: SourceText, { pos: [start, end] }: YAMLError): Fault {
  if (fault.suggestion !== '') return fault
  return withSuggestion(fault, fullWidthHint(linesAround({ source, start, end })) ?? verbatim(''))
}

function syntaxFault(source: SourceText, error: YAMLError): Fault {
  const [start, end] = error.pos
  const place = { source, start, end: Math.max(end, start + 1) }
  switch (error.code) {
    case 'TAB_AS_INDENT':
      return faultAt(
        place,
        { en: 'a tab is used as indentation', zh: '用制表符缩进' },
        { expected: { en: 'spaces (two for each level)', zh: '空格（每级两个）' } },
      )
    case 'MULTIPLE_DOCS':
      return faultAt(
        { source, start, end: start + 3 },
        { en: 'a second document starts here', zh: '此处开始了第二个文档' },
        { expected: { en: 'one scenario in a file, without --- in between', zh: '一个文件一个情景，其间不用 ---' } },
      )
    case 'BLOCK_AS_IMPLICIT_KEY':
      return faultAt(
        place,
        { en: 'a second “key: value” on the same line', zh: '同一行出现第二个“键: 值”' },
        {
          expected: {
            en: 'one key on a line, or quotes around a text that holds a colon',
            zh: '一行一个键；文本含冒号时请加引号',
          },
        },
      )
    case 'BAD_DIRECTIVE':
      return faultAt(place, {
        en: 'directives (lines that start with %) are not allowed',
        zh: '不允许使用指令（以 % 开头的行）',
      })
    default:
      return (
        bracketOrQuoteFault(place, error.message) ??
        // The parser speaks English; its code tells a reader of Chinese what to look for.
        faultAt(place, {
          en: `not valid YAML: ${lowerFirst(error.message)}`,
          zh: `不是有效的 YAML（解析器代码 ${error.code}）`,
        })
      )
  }
}

/** The commonest slips in words of our own. */
function bracketOrQuoteFault(place: Place, message: string): Fault | undefined {
  const bracket = /^Flow (sequence|map) .*end with a (.)/.exec(message)
  if (bracket !== null) {
    const isGroup = bracket[1] === 'map'
    const message = isGroup
      ? { en: 'a group that began with { is not closed', zh: '以 { 开始的一组键没有闭合' }
      : { en: 'a list that began with [ is not closed', zh: '以 [ 开始的列表没有闭合' }
    return faultAt(place, message, { expected: closing(bracket[2]) })
  }
  const quote = /^Missing closing (["'])/.exec(message)
  if (quote !== null) {
    const start = openQuote(place.source.text, quote[1]) ?? place.start
    const opening = { ...place, start, end: start + 1 }
    const message = { en: `a text that begins with ${quote[1]} is not closed`, zh: `以 ${quote[1]} 开始的文本没有闭合` }
    return faultAt(opening, message, { expected: closing(quote[1]) })
  }
  const reserved = /reserved character (.)/.exec(message)
  if (reserved !== null) {
    const first = {
      en: `a plain text cannot begin with ${reserved[1]}`,
      zh: `不加引号的文本不能以 ${reserved[1]} 开头`,
    }
    return faultAt(place, first, { expected: { en: 'quotes around the text', zh: '给文本加引号' } })
  }
  if (message.startsWith('All mapping items must start')) {
    const indented = {
      en: 'this line is indented differently from the keys before it',
      zh: '此行的缩进与前面的键不一致',
    }
    const expected = { en: 'keys of one group in the same column', zh: '同一组的键左端对齐' }
    return faultAt(place, indented, { expected })
  }
  return undefined
}

function closing(mark: string): Bilingual {
  return { en: `a closing ${mark}`, zh: `以 ${mark} 闭合` }
}

/** Where the last text in such quotes begins: the one that was not closed. */
function openQuote(text: string, quote: string): number | undefined {
  let offset = 0
  let found: number | undefined
  for (const token of new Lexer().lex(text)) {
    if (MARKERS.has(token)) continue
    if (token.startsWith(quote)) found = offset
    offset += token.length
  }
  return found
}

/** The parser often reports one slip twice, side by side. */
function repeats(fault: Fault, previous: Fault | undefined): boolean {
  return previous !== undefined && fault.line === previous.line && fault.message === previous.message
}

function lowerFirst(text: string): string {
  return text.slice(0, 1).toLowerCase() + text.slice(1)
}

function depthFault(source: SourceText, offset: number): Fault {
  return faultAt(
    { source, start: offset, end: offset + 1 },
    { en: 'nested too deeply', zh: '嵌套过深' },
    { expected: { en: `at most ${MAX_DEPTH} levels`, zh: `不超过${MAX_DEPTH}级` } },
  )
}

/**
 * Levels are counted before parsing: the parser recurses, and thousands of levels would cost seconds and end in
 * a fault that depends on the size of the machine's stack. Indentation counts as block levels even inside a
 * folded text, where nobody needs seventeen steps of it.
 */
function tooDeep(source: SourceText, text: string): Fault | undefined {
  const indents: number[] = []
  for (const { index, 1: blanks } of text.matchAll(/^( *)[^ \r\n#]/gm)) {
    while (indents.length > 0 && indents.at(-1)! >= blanks.length) indents.pop()
    indents.push(blanks.length)
    if (indents.length > MAX_DEPTH) return depthFault(source, index + blanks.length)
  }
  let depth = 0
  let dashes = 0
  let offset = 0
  for (const token of new Lexer().lex(text)) {
    if (MARKERS.has(token)) continue
    if (token === '[' || token === '{') depth++
    else if (token === ']' || token === '}') depth--
    if (token === '-' || token === '?') dashes++
    else if (token.trim() !== '' || token.includes('\n')) dashes = 0
    if (depth > MAX_DEPTH || dashes > MAX_DEPTH) return depthFault(source, offset)
    offset += token.length
  }
  return undefined
}

/** The lexer marks documents and scalars with tokens of its own, which take no space in the text. */
const MARKERS: ReadonlySet<string> = new Set(['\u0002', '\u0018', '\u001f'])
