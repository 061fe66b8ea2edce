import type { Cell, Row } from '../base/build-table.ts'
import type { Counters } from '../base/counters.ts'
import type { ColumnType, TableSpec } from '../base/table.ts'
import { yuanFromFen } from '../base/units.ts'

/** Values of some rows by column, in the order of the table's columns. */
export type ColumnValues = readonly (Float64Array | string[])[]

/** Whole numbers that fit stand in these, the narrowest first. */
const NARROW = [Uint8Array, Int8Array, Uint16Array, Int32Array] as const
/** Numbers of a column, or codes of its texts, of so many rows; only the first block of a table may have fewer. */
type Block = Float64Array | Int32Array | Uint32Array | Uint16Array | Uint8Array | Int8Array
const BLOCK_BITS = 13
export const BLOCK: number = 1 << BLOCK_BITS
const FIRST_ROWS = 256

/** Rows as they are kept while a run goes on: by column in blocks, so that a table grows without a copy. Data only. */
export interface PackedRows {
  readonly rows: number
  readonly columns: readonly Block[][]
}

const wideOf = (type: ColumnType): typeof Uint32Array | typeof Float64Array =>
  type === 'text' ? Uint32Array : Float64Array

/** The same numbers in less memory, where each of them fits. */
function narrowed(block: Block): Block {
  for (const Narrow of NARROW.filter(({ BYTES_PER_ELEMENT }) => BYTES_PER_ELEMENT < block.BYTES_PER_ELEMENT)) {
    const copy = new Narrow(block)
    if (copy.every((value, k) => Object.is(value, block[k]))) return copy
  }
  return block
}

/** Texts by the codes that stand for them in columns: few texts, many cells. */
export class Words {
  readonly list: string[]
  private readonly codes: Map<string, number>

  constructor(list: readonly string[] = []) {
    this.list = [...list]
    this.codes = new Map(list.map((text, code) => [text, code]))
  }

  codeOf(text: string): number {
    const known = this.codes.get(text)
    if (known !== undefined) return known
    this.codes.set(text, this.list.length)
    return this.list.push(text) - 1
  }
}

/** The filled parts of a column, block by block. */
export function* blocksOf({ rows, columns }: PackedRows, at: number): Generator<Block> {
  for (const [k, block] of columns[at].entries()) yield block.subarray(0, Math.max(0, rows - k * BLOCK))
}

/** The values of a column in rows `from` up to `to`; `words` are those of its codes. */
export function valuesOf(
  spec: TableSpec,
  { columns, rows }: PackedRows,
  at: number,
  words: readonly string[],
  from = 0,
  to: number = rows,
): Float64Array | string[] {
  const isText = spec.columns[at].type === 'text'
  const values = isText ? new Array<string>(to - from) : new Float64Array(to - from)
  for (let row = from; row < to; row++) {
    const number = columns[at][row >> BLOCK_BITS][row & (BLOCK - 1)]
    values[row - from] = isText ? words[number] : number
  }
  return values
}

/** Where a column stands in its table, and what fills it: a cell of the row, or a counter. */
interface Place {
  readonly name: string
  readonly type: ColumnType
  readonly at: number
}

/** Reads one counter for a row, in the unit in which it counts. */
export type CounterReader = (counter: string) => number

function noCounter(counter: string): never {
  throw new Error(`internal error: nothing reads the counter ${counter}`)
}

/**
 * Rows of one table, kept by column; refuses those that do not fit the table's specification. Columns of `counters`
 * are read from the tally, since to write them all into an object for each row took longer than to count them.
 */
export class TableBuilder implements PackedRows {
  readonly spec: TableSpec
  readonly columns: readonly Block[][]
  rows: number
  /** Rows that the blocks have room for. */
  private room: number
  private readonly words: Words
  private readonly cells: readonly Place[]
  private readonly counted: readonly (Place & { readonly isMoney: boolean })[]

  /** Goes on after the rows of `before`, if given, in blocks of its own: those of a checkpoint are parts of one. */
  constructor(spec: TableSpec, words: Words, counters: Counters = {}, before?: PackedRows) {
    this.spec = spec
    this.words = words
    const places = spec.columns.map(({ name, type }, at): Place => ({ name, type, at }))
    this.counted = Object.entries(counters).flatMap(([name, { unit, column = name, en }]) => {
      const place = en === undefined ? undefined : places.find((found) => found.name === column)
      return place === undefined ? [] : [{ ...place, name, isMoney: unit === 'fen' }]
    })
    this.cells = places.filter(({ at }) => !this.counted.some((counter) => counter.at === at))
    this.columns =
      before?.columns.map((blocks) => blocks.map((block) => block.slice())) ??
      places.map(({ type }) => [new (wideOf(type))(FIRST_ROWS)])
    this.rows = before?.rows ?? 0
    this.room = this.columns[0].reduce((sum, { length }) => sum + length, 0)
  }

  add(row: Row): void {
    this.addCounted(noCounter, row)
  }

  /** Adds a row whose counters `count` reads. */
  addCounted(count: CounterReader, row: Row): void {
    if (this.rows === this.room) this.grow()
    for (const place of this.cells) this.put(place, this.rows, row[place.name])
    for (const { name, at, isMoney } of this.counted) {
      const value = count(name)
      this.columns[at][this.rows >> BLOCK_BITS][this.rows & (BLOCK - 1)] = isMoney ? yuanFromFen(value) : value
    }
    this.rows++
  }

  /** Replaces some cells of an earlier row. */
  change(row: number, cells: Row): void {
    for (const place of this.cells) {
      if (!(place.name in cells)) continue
      const [blocks, k, Wide] = [this.columns[place.at], row >> BLOCK_BITS, wideOf(place.type)]
      if (!(blocks[k] instanceof Wide)) blocks[k] = new Wide(blocks[k])
      this.put(place, row, cells[place.name])
    }
  }

  private put({ name, type, at }: Place, row: number, cell: Cell): void {
    const isText = type === 'text'
    if (typeof cell !== (isText ? 'string' : 'number')) {
      throw new Error(`internal error: row of ${this.spec.name} has no ${type} ${name}`)
    }
    const block = this.columns[at][row >> BLOCK_BITS]
    block[row & (BLOCK - 1)] = isText ? this.words.codeOf(cell as string) : (cell as number)
  }

  /** Doubles the first block until it is whole, and then adds others: small tables take little. */
  private grow(): void {
    const isFirst = this.room < BLOCK
    const size = isFirst ? 2 * this.room : BLOCK
    for (const [at, { type }] of this.spec.columns.entries()) {
      const block = new (wideOf(type))(size)
      const last = this.columns[at].pop() as Block
      if (isFirst) block.set(last)
      else this.columns[at].push(narrowed(last))
      this.columns[at].push(block)
    }
    this.room = isFirst ? size : this.room + BLOCK
  }

  /** The rows from position `from` on, up to `to`. */
  since(from: number, to: number = this.rows): ColumnValues {
    return this.columns.map((_, at) => valuesOf(this.spec, this, at, this.words.list, from, to))
  }
}
