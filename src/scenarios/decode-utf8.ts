/** UTF-8 to text without TextDecoder, which the core does not have, and with the place of the first bad byte. */

export interface BadByte {
  readonly offset: number
}

/** The text, without a byte order mark; or where the bytes stop being UTF-8 (RFC 3629). */
export function decodeUtf8(bytes: Uint8Array): string | BadByte {
  const parts: string[] = []
  let units: number[] = []
  let at = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0
  while (at < bytes.length) {
    const first = bytes[at]
    const length = sequenceLength(first)
    if (length === 0 || at + length > bytes.length) return { offset: at }
    let code = length === 1 ? first : first & (0x7f >> length)
    for (let next = 1; next < length; next++) {
      const byte = bytes[at + next]
      if ((byte & 0xc0) !== 0x80) return { offset: at }
      code = (code << 6) | (byte & 0x3f)
    }
    if (code < SMALLEST[length] || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return { offset: at }
    units.push(code)
    at += length
    if (units.length === 4096) {
      parts.push(String.fromCodePoint(...units))
      units = []
    }
  }
  return parts.join('') + String.fromCodePoint(...units)
}

/** Smallest code point that needs a sequence of that length; anything less is an overlong form. */
const SMALLEST = [0, 0, 0x80, 0x800, 0x10000] as const

function sequenceLength(first: number): 0 | 1 | 2 | 3 | 4 {
  if (first < 0x80) return 1
  if (first < 0xc0) return 0
  if (first < 0xe0) return 2
  if (first < 0xf0) return 3
  return first < 0xf8 ? 4 : 0
}
