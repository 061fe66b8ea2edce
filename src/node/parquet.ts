/** Tables as Parquet files: the same table gives the same bytes, on any machine. */
import { parquetRead } from 'hyparquet'
import { parquetWriteBuffer } from 'hyparquet-writer'
import { assert } from '../base/assert.ts'
import type { Column, ColumnSpec, ColumnType, Table, TableSpec } from '../base/table.ts'

/** The Parquet type depends on the kind of column alone, so that files of many runs can be read as one table. */
export const PARQUET_TYPES: { readonly [type in ColumnType]: 'INT64' | 'DOUBLE' | 'INT32' | 'STRING' } = {
  int: 'INT64',
  float: 'DOUBLE',
  flag: 'INT32',
  text: 'STRING',
}

function parquetColumn(column: Column): Parameters<typeof parquetWriteBuffer>[0]['columnData'][number] {
  const { name, type, values } = column
  if (!(values instanceof Float64Array)) return { name, type: 'STRING', nullable: false, data: values as string[] }
  if (type === 'int') {
    // PLAIN throughout: the plainest encoding is the one every reader gets right.
    return { name, type: 'INT64', nullable: false, encoding: 'PLAIN', data: BigInt64Array.from(values, BigInt) }
  }
  if (type === 'flag') return { name, type: 'INT32', nullable: false, encoding: 'PLAIN', data: Array.from(values) }
  // Missing floats are nulls, since readers of Parquet count NaN as a number.
  const data = values.some(Number.isNaN) ? Array.from(values, (value) => (Number.isNaN(value) ? null : value)) : values
  return { name, type: 'DOUBLE', nullable: true, encoding: 'PLAIN', data }
}

const CREATED_BY = 'xiaojin'

export function parquetOf(table: Table): Uint8Array {
  const buffer = parquetWriteBuffer({
    columnData: table.columns.map(parquetColumn),
    rowGroupSize: 1_000_000,
    createdBy: CREATED_BY,
  })
  const bytes = new Uint8Array(buffer)
  if (table.rows === 0) typeEmptyLists(bytes)
  return bytes
}

/** Of Thrift's compact protocol: a list without elements whose type is not given, and one of structures. */
const [UNTYPED_LIST, STRUCT_LIST] = [0x00, 0x0c]
/** In the footer of a table without rows: no rows as field 3, row groups as field 4, the writer as field 6, orders of columns as field 7. */
const NO_ROWS = Buffer.from([0x16, 0x00, 0x19, UNTYPED_LIST, 0x28, CREATED_BY.length, ...Buffer.from(CREATED_BY), 0x19])
const ROW_GROUPS = 3

/** The writer takes the type of a list from its first element; of an empty list it writes none, which arrow-rs refuses. */
function typeEmptyLists(bytes: Uint8Array): void {
  const at = Buffer.from(bytes.buffer).lastIndexOf(NO_ROWS)
  assert(at >= 0, 'the footer of a Parquet file without rows has another form')
  bytes[at + ROW_GROUPS] = STRUCT_LIST
  const columnOrders = at + NO_ROWS.length
  if (bytes[columnOrders] === UNTYPED_LIST) bytes[columnOrders] = STRUCT_LIST
}

/** Reads a table written by `parquetOf`; throws when the file is damaged or lacks a column of the spec. */
export async function readParquet(bytes: Uint8Array, spec: TableSpec): Promise<Table> {
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer
  const chunks = new Map<string, ArrayLike<unknown>[]>()
  await parquetRead({
    file,
    onChunk: ({ columnName, columnData }) => {
      chunks.set(columnName, [...(chunks.get(columnName) ?? []), columnData])
    },
  })
  const columns = spec.columns.map((column) => readColumn(column, chunks.get(column.name) ?? []))
  const rows = columns[0]?.values.length ?? 0
  if (columns.some((column) => column.values.length !== rows)) {
    throw new Error(`the columns of table ${spec.name} differ in length`)
  }
  return { name: spec.name, en: spec.en, zh: spec.zh, rows, columns }
}

function readColumn(spec: ColumnSpec, chunks: readonly ArrayLike<unknown>[]): Column {
  const values = chunks.flatMap((chunk) => Array.from(chunk))
  if (spec.type === 'text') return { ...spec, values: values.map(String) }
  return { ...spec, values: Float64Array.from(values, (value) => (value === null ? Number.NaN : Number(value))) }
}
