/**
 * A researcher's own tables: where a scenario file names a CSV, its rows stand in the tree as if they had been
 * written there, each cell with its place, so that whatever is wrong with a value is told at the cell.
 */
import type { Fault } from '../base/errors.ts'
import type { Bilingual } from '../base/vocabulary.ts'
import {
  ambiguousFault,
  isAmbiguous,
  type YamlEntry,
  type YamlList,
  type YamlMap,
  type YamlNode,
  type YamlScalar,
} from './read-yaml.ts'
import { faultAt, type Place, type SourceText } from './source-text.ts'

/** How rows become a node: rows of key and value, or one map a row under a header of these fields. */
export type TableShape =
  | 'key,value'
  | {
      readonly fields: readonly string[]
      readonly required: readonly string[]
      /** Fields whose cells hold lists. */
      readonly lists: readonly string[]
    }

export interface TableReading {
  readonly node: YamlNode | undefined
  readonly faults: readonly Fault[]
}

interface Cell {
  readonly text: string
  readonly quoted: boolean
  readonly place: Place
}

/** Rows of cells by RFC 4180: commas, quotes doubled inside quotes, line ends of any kind; empty lines are skipped. */
function cellsOf(source: SourceText): { rows: Cell[][]; fault?: Fault } {
  const { text } = source
  const rows: Cell[][] = []
  let row: Cell[] = []
  let at = 0
  while (at < text.length) {
    const start = at
    let value: string
    const quoted = text[at] === '"'
    if (quoted) {
      value = ''
      for (;;) {
        const close = text.indexOf('"', at + 1)
        if (close < 0) {
          const place = { source, start, end: start + 1 }
          const message = { en: 'a quote is opened and never closed', zh: '引号没有闭合' }
          return { rows, fault: faultAt(place, message, { expected: { en: 'a closing "', zh: '以 " 闭合' } }) }
        }
        value += text.slice(at + 1, close)
        at = close + 1
        if (text[at] !== '"') break
        value += '"'
      }
      while (text[at] === ' ') at++
      if (at < text.length && !',\r\n'.includes(text[at])) {
        const place = { source, start: at, end: at + 1 }
        const message = { en: 'text stands after a closing quote', zh: '闭合引号之后还有文字' }
        return {
          rows,
          fault: faultAt(place, message, { expected: { en: 'a comma or a new line', zh: '逗号或换行' } }),
        }
      }
    } else {
      while (at < text.length && !',\r\n'.includes(text[at])) at++
      value = text.slice(start, at).trim()
    }
    row.push({ text: value, quoted, place: { source, start, end: Math.max(at, start + 1) } })
    if (text[at] === ',') {
      at++
      // A comma at the very end leaves an empty cell behind it.
      if (at === text.length) row.push({ text: '', quoted: false, place: { source, start: at - 1, end: at } })
      continue
    }
    if (row.length > 1 || row[0].text !== '') rows.push(row)
    row = []
    if (text[at] === '\r') at++
    if (text[at] === '\n') at++
  }
  if (row.length > 0) rows.push(row)
  return { rows }
}

const NUMBER = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i

function scalarOf({ text, quoted, place }: Cell): YamlScalar {
  const number = !quoted && NUMBER.test(text)
  const value = number ? Number(text) : !quoted && (text === 'true' || text === 'false') ? text === 'true' : text
  return { kind: 'scalar', place, value: value === '' ? null : value, refused: false }
}

/** Lists in one cell are separated by semicolons. */
function listOf({ text, place }: Cell): YamlList {
  const items = text
    .split(';')
    .map((item): YamlScalar => ({ kind: 'scalar', place, value: item.trim(), refused: false }))
  return { kind: 'list', place, items }
}

/**
 * The node that a CSV spells: under a header `key,value` one row a key; else one row an entry, of which cells of the
 * fields `lists` hold lists and empty cells are left out.
 */
export function readTable(source: SourceText, shape: TableShape): TableReading {
  const { rows, fault } = cellsOf(source)
  if (fault !== undefined) return { node: undefined, faults: [fault] }
  const whole: Place = { source, start: 0, end: Math.min(1, source.text.length) }
  const [header, ...body] = rows
  if (header === undefined) {
    const entries = { en: 'a header and one row an entry', zh: '一行表头，其后每项一行' }
    const expected = shape === 'key,value' ? KEYS_AND_VALUES : entries
    return { node: undefined, faults: [faultAt(whole, { en: 'the table is empty', zh: '表格为空' }, { expected })] }
  }
  const wrongHeader = headerFault(header, shape)
  if (wrongHeader !== undefined) return { node: undefined, faults: [wrongHeader] }
  const lists = shape === 'key,value' ? [] : shape.lists
  const faults: Fault[] = []
  for (const row of body) {
    if (row.length === header.length) continue
    const found = { en: `${row.length} ${row.length === 1 ? 'cell' : 'cells'}`, zh: `${row.length}个单元格` }
    const expected = { en: `${header.length} cells`, zh: `${header.length}个单元格` }
    const message = { en: 'this row is not as wide as the header', zh: '该行的列数与表头不同' }
    faults.push(faultAt(row[0].place, message, { found, expected }))
  }
  const names = new Set<string>()
  for (const cell of shape === 'key,value' ? body.map((row) => row[0]) : header) {
    if (names.has(cell.text)) {
      const message = { en: `“${cell.text}” stands here twice`, zh: `“${cell.text}”重复出现` }
      faults.push(faultAt(cell.place, message, { expected: { en: 'each name once', zh: '每个名称只出现一次' } }))
    }
    names.add(cell.text)
  }
  for (const { text, quoted, place } of body.flat()) {
    if (!quoted && NUMBER.test(text) && isAmbiguous(text)) faults.push(ambiguousFault(place, text, Number(text)))
  }
  if (faults.length > 0) return { node: undefined, faults }
  if (shape === 'key,value') {
    const entries = body.map(([key, value]) => ({ key: key.text, keyPlace: key.place, node: scalarOf(value) }))
    return { node: { kind: 'map', place: whole, entries }, faults }
  }
  const items = body.map((row): YamlMap => {
    const entries = row.flatMap((cell, k): YamlEntry[] => {
      const key = header[k].text
      if (cell.text === '' && !cell.quoted) return []
      return [{ key, keyPlace: cell.place, node: lists.includes(key) ? listOf(cell) : scalarOf(cell) }]
    })
    return { kind: 'map', place: row[0].place, entries }
  })
  return { node: { kind: 'list', place: whole, items }, faults }
}

const KEYS_AND_VALUES: Bilingual = {
  en: 'a header key,value and one row a key',
  zh: '表头 key,value，其后每个键一行',
}

/** One fault for the whole header, which says what the columns are called and what they should be called. */
function headerFault(header: readonly Cell[], shape: TableShape): Fault | undefined {
  const names = header.map(({ text }) => text)
  const place = { ...header[0].place, end: header.at(-1)!.place.end }
  const isRight = shape === 'key,value' ? names.join() === 'key,value' : hasFields(names, shape)
  if (isRight) return undefined
  const shown = names.length > 8 ? `${names.slice(0, 8).join(', ')}, …` : names.join(', ')
  const separator = /[;\t，；]/.exec(names.join(' '))?.[0]
  return faultAt(
    place,
    { en: `the header is ${shown}`, zh: `表头为 ${shown}` },
    { expected: expectedHeader(shape), suggestion: separator === undefined ? undefined : commasNot(separator) },
  )
}

function expectedHeader(shape: TableShape): Bilingual {
  if (shape === 'key,value') return { en: 'the header key,value and one row a key', zh: KEYS_AND_VALUES.zh }
  const needed = shape.required.join(', ')
  const optional = shape.fields.filter((name) => !shape.required.includes(name)).join(', ')
  return {
    en: `a header with ${needed} and, where wanted, ${optional}`,
    zh: `表头含 ${needed}，可另含 ${optional}`,
  }
}

function commasNot(separator: string): Bilingual {
  const isTab = separator === '\t'
  return {
    en: `columns are separated by commas, not by ${isTab ? 'tabs' : separator}`,
    zh: `各列用半角逗号分隔，不用${isTab ? '制表符' : ` ${separator}`}`,
  }
}

function hasFields(names: readonly string[], { fields, required }: Exclude<TableShape, 'key,value'>): boolean {
  return names.every((name) => fields.includes(name)) && required.every((name) => names.includes(name))
}
