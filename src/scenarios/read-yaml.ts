/**
 * YAML to a tree whose every node knows its place. Scenarios need little of YAML, so whatever can surprise
 * (aliases, merge keys, tags, several documents, deep nesting) is refused and not interpreted.
 */
import { isAlias, isMap, isScalar, isSeq, Lexer, type ParsedNode, parseDocument, type YAMLError } from 'yaml'
import type { Fault } from '../base/errors.ts'
import { excerpt, faultAt, fullWidthHint, linesAround, type Place, position, type SourceText } from './source-text.ts'

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
  /** Stands for something that was refused as such: nothing more is to be said about its value. */
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
  return faultAt(place, isBased ? 'a number in another base than ten' : 'a number with a leading zero', {
    found: `${written}, which is read as ${value}`,
    expected: 'a plain decimal number, or quotes if it is a text',
    suggestion: `did you mean ${value}?`,
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
      faults.push(faultAt(keyPlace, 'a key must be a word, not a list or a map'))
      continue
    }
    if (key === '<<') {
      faults.push(
        faultAt(keyPlace, 'merge keys (<<) are not allowed', { expected: 'values written out, or extends: FILE' }),
      )
      continue
    }
    const first = entries.get(key)
    if (first !== undefined) {
      const { line, column } = position(source, first.keyPlace.start)
      const where = source.isOption ? '' : `first given at line ${line}, column ${column}`
      faults.push(faultAt(keyPlace, `key “${excerpt(keyPlace)}” is given twice`, { path: key, found: where }))
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

/** Aliases make YAML bombs possible and tags make values of unknown kinds: neither is needed here. */
function isPlain(node: ParsedNode, place: Place, { source, faults, anchors }: Builder): boolean {
  if (isAlias(node)) {
    // An alias whose anchor was refused needs no second fault.
    if (!anchors.has(node.source)) faults.push(faultAt(place, `alias ${excerpt(place)} has no anchor`))
    return false
  }
  if (node.anchor !== undefined) {
    anchors.add(node.anchor)
    const start = source.text.lastIndexOf(`&${node.anchor}`, place.start)
    const anchor = { source, start, end: start + node.anchor.length + 1 }
    const expected = 'values written out, or extends: FILE'
    faults.push(faultAt(anchor, `anchors and aliases (${excerpt(anchor)}) are not allowed`, { expected }))
  }
  if (node.tag === undefined) return true
  const written = /!\S*\s*(&\S+\s*)?$/.exec(source.text.slice(0, place.start))
  const start = written?.index ?? place.start
  const tag = { source, start, end: start + source.text.slice(start).search(/[\s,[\]{}]|$/) }
  const expected = 'a plain value without a tag'
  faults.push(faultAt(tag, `tags (${excerpt(tag)}) are not allowed`, { expected }))
  return false
}

function placeOf(node: ParsedNode, source: SourceText): Place {
  const [start, end] = node.range
  return { source, start, end }
}

/** Chinese punctuation near a fault in the syntax is most likely its cause. */
function hinted(fault: Fault, source: SourceText, { pos: [start, end] }: YAMLError): Fault {
  if (fault.suggestion !== '') return fault
  return { ...fault, suggestion: fullWidthHint(linesAround({ source, start, end })) }
}

function syntaxFault(source: SourceText, error: YAMLError): Fault {
  const [start, end] = error.pos
  const place = { source, start, end: Math.max(end, start + 1) }
  switch (error.code) {
    case 'TAB_AS_INDENT':
      return faultAt(place, 'a tab is used as indentation', { expected: 'spaces (two for each level)' })
    case 'MULTIPLE_DOCS':
      return faultAt({ source, start, end: start + 3 }, 'a second document starts here', {
        expected: 'one scenario in a file, without --- in between',
      })
    case 'BLOCK_AS_IMPLICIT_KEY':
      return faultAt(place, 'a second “key: value” on the same line', {
        expected: 'one key on a line, or quotes around a text that holds a colon',
      })
    case 'BAD_DIRECTIVE':
      return faultAt(place, 'directives (lines that start with %) are not allowed')
    default:
      return bracketOrQuoteFault(place, error.message) ?? faultAt(place, `not valid YAML: ${lowerFirst(error.message)}`)
  }
}

/** The commonest slips in words of our own. */
function bracketOrQuoteFault(place: Place, message: string): Fault | undefined {
  const bracket = /^Flow (sequence|map) .*end with a (.)/.exec(message)
  if (bracket !== null) {
    const [what, opening] = bracket[1] === 'map' ? ['group', '{'] : ['list', '[']
    return faultAt(place, `a ${what} that began with ${opening} is not closed`, { expected: `a closing ${bracket[2]}` })
  }
  const quote = /^Missing closing (["'])/.exec(message)
  if (quote !== null) {
    const start = openQuote(place.source.text, quote[1]) ?? place.start
    const opening = { ...place, start, end: start + 1 }
    return faultAt(opening, `a text that begins with ${quote[1]} is not closed`, { expected: `a closing ${quote[1]}` })
  }
  const reserved = /reserved character (.)/.exec(message)
  if (reserved !== null) {
    return faultAt(place, `a plain text cannot begin with ${reserved[1]}`, { expected: 'quotes around the text' })
  }
  if (message.startsWith('All mapping items must start')) {
    const expected = 'keys of one group in the same column'
    return faultAt(place, 'this line is indented differently from the keys before it', { expected })
  }
  return undefined
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
  return faultAt({ source, start: offset, end: offset + 1 }, 'nested too deeply', {
    expected: `at most ${MAX_DEPTH} levels`,
  })
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
