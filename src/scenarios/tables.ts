/**
 * Tables of a researcher's own: groups of numbers that are written whole, in the file or as a CSV that it names, in the
 * scenario itself, in an arm, in a dated change or after --set. Here they become plain keys of the tree.
 */
import type { Fault } from '../base/errors.ts'
import { INSIDE, type Link, type Refusal, resolveLink } from './links.ts'
import { PATHS, parameterAt } from './parameters.ts'
import { readTable } from './read-csv.ts'
import { readTextFile, type ScenarioFiles, type TableFile } from './read-text.ts'
import { changedAt, entryOf, nodeAt, withEntry, type YamlEntry, type YamlMap, type YamlNode } from './read-yaml.ts'
import { faultAt, type Place } from './source-text.ts'

const ROSTER = 'lenders.roster'
const ROSTER_REQUIRED = ['name', 'class', 'model', 'weight', 'products']

/** Groups of numbers, one below a section. */
function groupsOfNumbers(): readonly string[] {
  const groups = new Map<string, boolean>()
  for (const path of PATHS) {
    const keys = path.split('.')
    if (keys.length !== 3) continue
    const group = keys.slice(0, 2).join('.')
    const type = parameterAt(path)?.type
    const numeric = type === 'number' || type === 'integer' || type === 'share'
    groups.set(group, numeric && (groups.get(group) ?? true))
  }
  return [...groups].filter(([, numeric]) => numeric).map(([group]) => group)
}

/** Tables that are named whole, by any road: written in part, they would mix the author's numbers with the defaults. */
export const WHOLE_TABLES: readonly string[] = groupsOfNumbers()

/** Where a CSV may be named instead of spelling a table out. */
export const TABLE_PATHS: readonly string[] = [...WHOLE_TABLES, ROSTER]

/** Dotted paths of the values of a table. */
export function keysOfTable(table: string): readonly string[] {
  return PATHS.filter((path) => path.startsWith(`${table}.`))
}

/** Whether every value of a table may be dated. */
export function isDatedTable(table: string): boolean {
  const keys = keysOfTable(table)
  return keys.length > 0 && keys.every((path) => parameterAt(path)!.dated)
}

/** Ends in .csv: the name of a table. */
export const CSV_NAME = '^.+\\.[cC][sS][vV]$'
export const IS_CSV: RegExp = new RegExp(CSV_NAME)
const IS_WORKBOOK = /\.(xlsx?|xlsm|xlsb|ods|numbers|et)$/i

/** How a table's name becomes a file: by the rules of links in a file, or as typed on the command line. */
type Locate = (name: string, path: string) => Link | Refusal

export interface Filled {
  readonly root: YamlNode
  readonly tables: readonly TableFile[]
  readonly faults: readonly Fault[]
  /** Paths of values that cannot be relied on. */
  readonly faulty: readonly string[]
  /** Whether every table that is named could be read. */
  readonly complete: boolean
}

interface Filling {
  readonly locate: Locate
  readonly files: ScenarioFiles
  readonly tables: TableFile[]
  readonly faults: Fault[]
  readonly faulty: string[]
  complete: boolean
}

/** Reads the tables that a file names, puts their rows where their names stood, and asks whether tables are whole. */
export function withTables(root: YamlNode, from: Link, files: ScenarioFiles): Filled {
  const locate: Locate = (name, path) => resolveLink(from, name, path, files)
  const filling: Filling = { locate, files, tables: [], faults: [], faulty: [], complete: true }
  let filled = root
  for (const path of TABLE_PATHS) filled = atTable(filled, path.split('.'), path, filling)
  filled = changedAt(filled, ['experiment', 'arms'], (arms) => ({
    ...arms,
    entries: arms.entries.map((arm) => ({ ...arm, node: changedAt(arm.node, ['set'], (set) => flat(set, filling)) })),
  }))
  const timeline = nodeAt(filled, ['timeline'])
  if (filled.kind === 'map' && timeline?.kind === 'list') {
    const items = timeline.items.map((item) => changedAt(item, ['set'], (set) => flat(set, filling, isDatedTable)))
    filled = withEntry(filled, 'timeline', { ...timeline, items })
  }
  const { tables, faults, faulty, complete } = filling
  return { root: filled, tables, faults, faulty, complete }
}

/** The value of an option as a group of keys with values; null where it is no table. */
export function optionTable(path: string, node: YamlNode, files: ScenarioFiles): Filled | null {
  const filling: Filling = {
    // On the command line any file may be named.
    locate: (file) => ({ file, root: '' }),
    files,
    tables: [],
    faults: [],
    faulty: [],
    complete: true,
  }
  const read = tableNode(path, node, filling)
  if (read !== null && read.kind !== 'map' && path !== ROSTER) return null
  const { tables, faults, faulty, complete } = filling
  return { root: read ?? node, tables, faults, faulty, complete }
}

/** The table at a nested path filled in; left out where it cannot be read, so that nobody takes its name for a value. */
function atTable(root: YamlNode, keys: readonly string[], path: string, filling: Filling): YamlNode {
  return changedAt(root, keys.slice(0, -1), (map) => {
    const entry = entryOf(map, keys.at(-1)!)
    if (entry === undefined) return map
    const node = tableNode(path, entry.node, filling)
    return node === null
      ? { ...map, entries: map.entries.filter((other) => other !== entry) }
      : withEntry(map, entry.key, node)
  })
}

/** A group of dotted keys in which the keys of tables stand in place of tables. */
function flat(set: YamlMap, filling: Filling, isAllowed: (table: string) => boolean = () => true): YamlMap {
  const entries = set.entries.flatMap((entry): YamlEntry[] => {
    const { key, node } = entry
    if (!TABLE_PATHS.includes(key) || !(key === ROSTER || isAllowed(key))) return [entry]
    const read = tableNode(key, node, filling)
    if (read === null) return []
    if (read.kind !== 'map') return [{ ...entry, node: read }]
    // An empty table was refused as such: no further fault.
    if (read.entries.length === 0) return [{ ...entry, key: keysOfTable(key)[0], node: refusedScalar(node.place) }]
    return read.entries.map((value) => ({ ...value, key: `${key}.${value.key}` }))
  })
  const seen = new Set<string>()
  const once = entries.filter((entry) => {
    if (!seen.has(entry.key)) return seen.add(entry.key)
    const parts = {
      path: entry.key,
      expected: { en: 'the table or the single value, not both', zh: '整张表或单个值，二者取一' },
    }
    const message = { en: `${entry.key} is set twice here`, zh: `${entry.key} 在此设定了两次` }
    filling.faults.push(faultAt(entry.keyPlace, message, parts))
    return false
  })
  return { ...set, entries: once }
}

function refusedScalar(place: Place): YamlNode {
  return { kind: 'scalar', place, value: null, refused: true }
}

/** What stands at a table's place: the rows of a CSV where one is named. Null if that cannot be read. */
function tableNode(path: string, node: YamlNode, filling: Filling): YamlNode | null {
  const isName = node.kind === 'scalar' && typeof node.value === 'string'
  if (isName && IS_WORKBOOK.test(String(node.value))) {
    filling.faults.push(workbookFault(path, node.place, String(node.value)))
    filling.complete = false
    return null
  }
  const read = isName && IS_CSV.test(String(node.value)) ? csvNode(path, node.place, String(node.value), filling) : node
  if (read?.kind === 'map') noteMissing(path, read, node, filling)
  return read
}

export function workbookFault(path: string, place: Place, name: string): Fault {
  const ending = name.slice(name.lastIndexOf('.'))
  const message = {
    en: `${path} names a workbook (${ending}), which is not read`,
    zh: `${path} 指向电子表格工作簿（${ending}），无法读取`,
  }
  return faultAt(place, message, {
    path,
    expected: { en: 'a CSV file', zh: 'CSV 文件' },
    suggestion: {
      en: 'in the spreadsheet, save the sheet as “CSV UTF-8 (comma delimited)” and name that file',
      zh: '请在 Excel 或 WPS 中将工作表另存为“CSV UTF-8（逗号分隔）”，再填该文件名',
    },
  })
}

function csvNode(path: string, place: Place, name: string, filling: Filling): YamlNode | null {
  const { locate, files, faults } = filling
  const link = locate(name, path)
  const failed = (...found: Fault[]): null => {
    faults.push(...found)
    filling.complete = false
    return null
  }
  if ('message' in link) return failed(faultAt(place, link.message, { path, expected: link.expected }))
  const text = readTextFile(link.file, files, { place, path, expected: INSIDE })
  if (text.source === undefined) return failed(...text.faults)
  const roster = path === ROSTER
  const shape = roster
    ? { fields: [...ROSTER_REQUIRED, 'strategy', 'partner'], required: ROSTER_REQUIRED, lists: ['products'] }
    : ('key,value' as const)
  const table = readTable(text.source, shape)
  if (table.node === undefined) return failed(...table.faults.map((fault) => ({ ...fault, path })))
  filling.tables.push({ file: link.file, sha256: text.sha256 })
  return table.node
}

/** A table is named whole: what it leaves out would come from another source than the rest. */
function noteMissing(path: string, table: YamlMap, named: YamlNode, { faults, faulty }: Filling): void {
  const keys = keysOfTable(path).map((key) => key.slice(path.length + 1))
  const missing = keys.filter((key) => entryOf(table, key) === undefined)
  if (missing.length === 0) return
  faulty.push(...keysOfTable(path))
  // Unknown keys are reported separately, each with what may have been meant.
  if (table.entries.filter(({ key }) => !keys.includes(key)).length >= missing.length) return
  const { place } = named
  const lineEnd = place.source.text.indexOf('\n', place.start)
  const first = { ...place, end: lineEnd < 0 ? place.end : Math.min(place.end, lineEnd) }
  const lacks =
    missing.length === keys.length
      ? { en: 'has none of its keys', zh: '没有任何应有的键' }
      : { en: `lacks ${missing.join(', ')}`, zh: `缺少 ${missing.join('、')}` }
  const message = { en: `the table ${path} ${lacks.en}`, zh: `表 ${path} ${lacks.zh}` }
  faults.push(
    faultAt(first, message, {
      path,
      expected: { en: `every key of the table: ${keys.join(', ')}`, zh: `该表的全部键：${keys.join('、')}` },
      suggestion: {
        en: 'a table is given whole, so that its numbers come from one source',
        zh: '表须整体给出，使其数字出自同一来源',
      },
    }),
  )
}
