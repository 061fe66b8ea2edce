/** The run's digest: SHA-256 over every recorded column's bytes and every event, in one fixed order. */
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import type { Table } from '../base/table.ts'

/** Lines encoded at a time. */
const LINES = 512

/** SHA-256 as bytes come in. */
export interface Sha256 {
  readonly update: (bytes: Uint8Array) => void
  readonly hex: () => string
}

function ownSha256(): Sha256 {
  const hash = sha256.create()
  return { update: (bytes) => void hash.update(bytes), hex: () => bytesToHex(hash.digest()) }
}

/** `openHash` where the platform has a quicker one: the standard says what it finds. */
export function digestOf(
  tables: readonly Table[],
  events: readonly string[],
  openHash: () => Sha256 = ownSha256,
): string {
  const hash = openHash()
  const text = (value: string): void => {
    hash.update(utf8ToBytes(`${value}\n`))
  }
  // Encoding many lines at once is quicker than one by one.
  const texts = (values: readonly string[]): void => {
    for (let from = 0; from < values.length; from += LINES) text(values.slice(from, from + LINES).join('\n'))
  }
  // Columns of text repeat few values many times.
  const quoted = new Map<string, string>()
  const quote = (value: string): string => {
    const known = quoted.get(value)
    if (known !== undefined) return known
    const quotation = JSON.stringify(value)
    quoted.set(value, quotation)
    return quotation
  }
  for (const table of tables) {
    text(`table ${table.name} ${table.rows}`)
    for (const column of table.columns) {
      text(`column ${column.name} ${column.type}`)
      if (column.values instanceof Float64Array) hash.update(littleEndian(column.values))
      else texts(column.values.map(quote))
    }
  }
  texts(events)
  return hash.hex()
}

/** Bytes of a column, low byte first whatever the machine; every NaN is the same NaN. */
function littleEndian(values: Float64Array): Uint8Array {
  const view = new DataView(new ArrayBuffer(values.length * 8))
  for (let k = 0; k < values.length; k++) {
    const value = values[k]
    view.setFloat64(k * 8, Number.isNaN(value) ? Number.NaN : value, true)
  }
  return new Uint8Array(view.buffer)
}
