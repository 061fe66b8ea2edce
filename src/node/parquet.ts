/** Tables as Parquet files: the same table gives the same bytes, on any machine. */
import { parquetRead } from 'hyparquet'
import { parquetWriteBuffer } from 'hyparquet-writer'
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
  if (!(values instanceof Float64Array)) return { name, type: 'STRING', nullable: false, data: [...values] }
  if (type === 'int') {
    // PLAIN throughout: the plainest encoding is the one every reader gets right.
    return { name, type: 'INT64', nullable: false, encoding: 'PLAIN', data: Array.from(values, BigInt) }
  }
  if (type === 'flag') return { name, type: 'INT32', nullable: false, encoding: 'PLAIN', data: Array.from(values) }
  // Missing floats are nulls, since readers of Parquet count NaN as a number.
  const data = Array.from(values, (value) => (Number.isNaN(value) ? null : value))
  return { name, type: 'DOUBLE', nullable: true, encoding: 'PLAIN', data }
}

export function parquetOf(table: Table): Uint8Array {
  const buffer = parquetWriteBuffer({
    columnData: table.columns.map(parquetColumn),
    rowGroupSize: 1_000_000,
    createdBy: 'xiaojin',
  })
  return new Uint8Array(buffer)
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
