/**
 * A researcher's own tables: where a scenario file names a CSV, its rows stand in the tree as if they had been
 * written there, each cell with its place, so that whatever is wrong with a value is told at the cell.
 */
import type { Fault } from '../base/errors.ts'
import type { YamlEntry, YamlList, YamlMap, YamlNode, YamlScalar } from './read-yaml.ts'
import { faultAt, type Place, type SourceText } from './source-text.ts'

/** How rows become a node: rows of key and value, or one map a row under the names of a header. */
export type TableShape = 'map' | 'list'

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
          return { rows, fault: faultAt(place, 'a quote is opened and never closed', { expected: 'a closing "' }) }
        }
        value += text.slice(at + 1, close)
        at = close + 1
        if (text[at] !== '"') break
        value += '"'
      }
      while (text[at] === ' ') at++
      if (at < text.length && !',\r\n'.includes(text[at])) {
        const place = { source, start: at, end: at + 1 }
        return {
          rows,
          fault: faultAt(place, 'text stands after a closing quote', { expected: 'a comma or a new line' }),
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

function scalarOf({ text, quoted, place }: Cell): YamlScalar {
  const number = !quoted && /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(text)
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
 * The node that a CSV spells. `map`: a header `key,value`, one row a key. `list`: a header of field names, one row an
 * entry, cells of the fields `lists` hold lists, empty cells are left out.
 */
export function readTable(source: SourceText, shape: TableShape, lists: readonly string[] = []): TableReading {
  const { rows, fault } = cellsOf(source)
  if (fault !== undefined) return { node: undefined, faults: [fault] }
  const whole: Place = { source, start: 0, end: Math.min(1, source.text.length) }
  const [header, ...body] = rows
  const expected =
    shape === 'map' ? 'a header key,value and one row a key' : 'a header of field names and one row an entry'
  if (header === undefined) return { node: undefined, faults: [faultAt(whole, 'the table is empty', { expected })] }
  if (shape === 'map' && header.map(({ text }) => text).join() !== 'key,value') {
    const found = header.map(({ text }) => text).join(',')
    return { node: undefined, faults: [faultAt(header[0].place, 'the header is not key,value', { found, expected })] }
  }
  const faults: Fault[] = []
  for (const row of body) {
    if (row.length === header.length) continue
    const found = `${row.length} ${row.length === 1 ? 'cell' : 'cells'}`
    faults.push(
      faultAt(row[0].place, 'this row is not as wide as the header', { found, expected: `${header.length} cells` }),
    )
  }
  const names = new Set<string>()
  for (const cell of shape === 'map' ? body.map((row) => row[0]) : header) {
    if (names.has(cell.text)) {
      faults.push(faultAt(cell.place, `“${cell.text}” stands here twice`, { expected: 'each name once' }))
    }
    names.add(cell.text)
  }
  if (faults.length > 0) return { node: undefined, faults }
  if (shape === 'map') {
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
