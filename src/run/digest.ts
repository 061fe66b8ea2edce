/** The run's digest: SHA-256 over every recorded column's bytes and every event, in one fixed order. */
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import type { TableSpec } from '../base/table.ts'
import type { PackedResult } from './result.ts'
import { BLOCK, blocksOf } from './table-builder.ts'

/** Lines encoded at a time. */
const LINES = 512

/** SHA-256 as bytes come in, or texts, which count as UTF-8. */
export interface Sha256 {
  readonly update: (data: Uint8Array | string) => void
  readonly hex: () => string
}

function ownSha256(): Sha256 {
  const hash = sha256.create()
  const bytesOf = (data: Uint8Array | string): Uint8Array => (typeof data === 'string' ? utf8ToBytes(data) : data)
  return { update: (data) => void hash.update(bytesOf(data)), hex: () => bytesToHex(hash.digest()) }
}

/** Of tables that `specs` describe; `openHash` where the platform has a quicker one: the standard says what it finds. */
export function digestOf(
  specs: readonly TableSpec[],
  { words, tables, events }: Omit<PackedResult, 'digest'>,
  openHash: () => Sha256 = ownSha256,
): string {
  const hash = openHash()
  const text = (value: string): void => hash.update(`${value}\n`)
  // Encoding many lines at once is quicker than one by one.
  const lines = (count: number, line: (k: number) => string): void => {
    for (let from = 0; from < count; from += LINES) {
      text(Array.from({ length: Math.min(LINES, count - from) }, (_, k) => line(from + k)).join('\n'))
    }
  }
  const room = new DataView(new ArrayBuffer(8 * BLOCK))
  const quoted = words.map((word) => JSON.stringify(word))
  for (const [k, { name, columns }] of specs.entries()) {
    text(`table ${name} ${tables[k].rows}`)
    for (const [at, column] of columns.entries()) {
      text(`column ${column.name} ${column.type}`)
      for (const block of blocksOf(tables[k], at)) {
        if (column.type === 'text') lines(block.length, (row) => quoted[block[row]])
        else hash.update(littleEndian(block, room))
      }
    }
  }
  lines(events.length, (k) => events[k])
  return hash.hex()
}

/** Bytes of numbers in `room`, low byte first whatever the machine; every NaN is the same NaN. */
function littleEndian(values: ArrayLike<number>, room: DataView): Uint8Array {
  for (let k = 0; k < values.length; k++) {
    const value = values[k]
    room.setFloat64(k * 8, Number.isNaN(value) ? Number.NaN : value, true)
  }
  return new Uint8Array(room.buffer, 0, values.length * 8)
}
