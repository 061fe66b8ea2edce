/**
 * YAML to a tree whose every node knows its place. Scenarios need little of YAML, so whatever can surprise
 * (aliases, merge keys, tags, several documents, deep nesting) is refused and not interpreted.
 */
import { isAlias, isMap, isScalar, isSeq, Lexer, type ParsedNode, parseDocument, type YAMLError } from 'yaml'
import type { Fault } from '../base/errors.ts'
import { excerpt, faultAt, type Place, position, type SourceText } from './source-text.ts'

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
    logLevel: 'silent',
  })
  const errors = [...document.errors, ...document.warnings.filter(({ code }) => code !== 'TAG_RESOLVE_FAILED')]
  const exhausted = errors.find(({ code }) => code === 'RESOURCE_EXHAUSTION')
  if (exhausted !== undefined) return { root: undefined, faults: [depthFault(source, exhausted.pos[0])] }
  if (errors.length > 0) {
    const faults = errors.map((error) => syntaxFault(source, error))
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
    return { kind: 'scalar', place, value: null }
  }
  refuseProperties(node, place, builder)
  if (isMap(node)) return buildMap(node.items as PairNode[], place, builder, depth)
  if (isSeq(node)) {
    return { kind: 'list', place, items: (node.items as ParsedNode[]).map((item) => build(item, builder, depth + 1)) }
  }
  if (!isScalar(node)) return { kind: 'scalar', place, value: null }
  const value = node.value as YamlScalar['value']
  // A negative zero would be equal to zero and yet print differently.
  return { kind: 'scalar', place, value: value === 0 ? 0 : value }
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
    refuseProperties(keyNode, keyPlace, builder)
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
      value === null ? { kind: 'scalar', place: keyPlace, value: null } : build(value, builder, depth + 1)
    entries.set(key, { key, keyPlace, node })
  }
  return { kind: 'map', place, entries: [...entries.values()] }
}

/** Aliases make YAML bombs possible and tags make values of unknown kinds: neither is needed here. */
function refuseProperties(node: ParsedNode, place: Place, { source, faults, anchors }: Builder): void {
  if (isAlias(node)) {
    // An alias whose anchor was refused needs no second fault.
    if (!anchors.has(node.source)) faults.push(faultAt(place, `alias *${excerpt(place).slice(1)} has no anchor`))
    return
  }
  if (node.anchor !== undefined) {
    anchors.add(node.anchor)
    const start = source.text.lastIndexOf(`&${node.anchor}`, place.start)
    const anchor = { source, start, end: start + node.anchor.length + 1 }
    faults.push(
      faultAt(anchor, `anchors and aliases (${excerpt(anchor)}) are not allowed`, {
        expected: 'values written out, or extends: FILE',
      }),
    )
  }
  if (node.tag !== undefined) {
    const start = Math.max(0, source.text.lastIndexOf('!', place.start - 1))
    const lineEnd = source.text.slice(start).search(/[\s,[\]{}]|$/)
    const tag = { source, start: source.text.slice(0, start + 1).search(/!+\S*$/), end: start + lineEnd }
    faults.push(faultAt(tag, `tags (${excerpt(tag)}) are not allowed`, { expected: 'a plain value without a tag' }))
  }
}

function placeOf(node: ParsedNode, source: SourceText): Place {
  const [start, end] = node.range
  return { source, start, end }
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
      return faultAt(place, `not valid YAML: ${lowerFirst(error.message)}`)
  }
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
 * Brackets nested too deeply, found before parsing: the parser recurses, and thousands of levels would cost
 * seconds and end in a fault that depends on the size of the machine's stack.
 */
function tooDeep(source: SourceText, text: string): Fault | undefined {
  let depth = 0
  let dashes = 0
  let offset = 0
  for (const token of new Lexer().lex(text)) {
    // The lexer marks documents and scalars with tokens of its own, which take no space in the text.
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

const MARKERS: ReadonlySet<string> = new Set(['\u0002', '\u0018', '\u001f'])
