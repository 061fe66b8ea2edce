/**
 * Tables of state as columns: a schema names the columns, their element type, width and meaning; all columns of a table
 * stand in one block of memory, so that a snapshot is a copy of bytes and a thread can share them.
 */
import { assert } from './assert.ts'

/** Element types, with the array that reads them. */
export interface Elements {
  readonly f64: Float64Array
  readonly f32: Float32Array
  readonly i32: Int32Array
  readonly u32: Uint32Array
  readonly i16: Int16Array
  readonly u16: Uint16Array
  readonly i8: Int8Array
  readonly u8: Uint8Array
}

const ARRAYS = {
  f64: Float64Array,
  f32: Float32Array,
  i32: Int32Array,
  u32: Uint32Array,
  i16: Int16Array,
  u16: Uint16Array,
  i8: Int8Array,
  u8: Uint8Array,
} as const

export interface ColumnOfState {
  readonly type: keyof Elements
  /** What a row has several of, by name; one element a row without it. */
  readonly per?: string
  readonly unit: string
  readonly meaning: string
  /** When it changes. */
  readonly changes: string
}

export type StateSchema = { readonly [column: string]: ColumnOfState }

/** How many elements a row has of what `per` names. */
export type Widths = { readonly [per: string]: number }

export type Columns<S extends StateSchema> = { readonly [name in keyof S]: Elements[S[name]['type']] }

/** One block of memory: on a thread's own heap, or shared between threads. */
export type Memory = ArrayBuffer | SharedArrayBuffer

/** No typed array holds more bytes than 4 GiB; a block of memory does. */
const MOST_BYTES_OF_COLUMN = 0x1_0000_0000

function widthOf({ per }: ColumnOfState, widths: Widths): number {
  return per === undefined ? 1 : widths[per]
}

function elementBytes({ type }: ColumnOfState): number {
  return ARRAYS[type].BYTES_PER_ELEMENT
}

/** Bytes that a row takes. */
export function bytesPerRow(schema: StateSchema, widths: Widths): number {
  return Object.values(schema).reduce((bytes, column) => bytes + elementBytes(column) * widthOf(column, widths), 0)
}

/** Where each column begins: the widest elements first, so that all are aligned. */
function offsets(schema: StateSchema, widths: Widths, rows: number): { offsetOf: Map<string, number>; bytes: number } {
  const offsetOf = new Map<string, number>()
  const order = Object.entries(schema).sort(([, a], [, b]) => elementBytes(b) - elementBytes(a))
  let bytes = 0
  for (const [name, column] of order) {
    const size = elementBytes(column) * widthOf(column, widths) * rows
    assert(size < MOST_BYTES_OF_COLUMN, `${rows} rows are too many for the column ${name}`)
    offsetOf.set(name, bytes)
    bytes += size
  }
  return { offsetOf, bytes }
}

/** Bytes of a table of `rows` rows. */
export function bytesOfTable(schema: StateSchema, widths: Widths, rows: number): number {
  return offsets(schema, widths, rows).bytes
}

/** Lays the columns of a schema into `memory`, which has `bytesOfTable` bytes; what stands there is kept. */
export function layColumns<S extends StateSchema>(schema: S, widths: Widths, rows: number, memory: Memory): Columns<S> {
  const { offsetOf } = offsets(schema, widths, rows)
  const columns = Object.entries(schema).map(([name, column]) => [
    name,
    new ARRAYS[column.type](memory as ArrayBuffer, offsetOf.get(name) as number, rows * widthOf(column, widths)),
  ])
  return Object.fromEntries(columns) as Columns<S>
}

/**
 * An object with these keys, their values still to be set. All objects of the same keys have one hidden class in V8: built
 * from entries or by spreading, a large one would get another in each run, and all code compiled so far would be thrown away.
 */
export function ofOneShape<T>(keys: readonly string[]): T {
  return JSON.parse(`{${keys.map((key) => `${JSON.stringify(key)}:null`).join()}}`) as T
}

/** Columns of which a row has several, as `per` names them: to move one of them to another place. */
export function columnsPer(
  schema: StateSchema,
  columns: Columns<StateSchema>,
  per: string,
): Elements[keyof Elements][] {
  return Object.keys(schema)
    .filter((name) => schema[name].per === per)
    .map((name) => columns[name])
}
