import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeUtf8 } from '../../src/scenarios/decode-utf8.ts'
import { cases } from '../size.ts'

test('agrees with the platform’s strict decoder on any bytes', () => {
  const strict = new TextDecoder('utf-8', { fatal: true })
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 12 }),
    fc.string({ unit: 'binary', maxLength: 12 }).map((text) => new TextEncoder().encode(text)),
    fc
      .array(fc.constantFrom(0x41, 0x80, 0xbf, 0xc0, 0xc2, 0xe0, 0xe4, 0xed, 0xa0, 0xf0, 0x90, 0xf4, 0xf8), {
        maxLength: 8,
      })
      .map((list) => Uint8Array.from(list)),
  )
  fc.assert(
    fc.property(bytes, (input) => {
      let expected: string | undefined
      try {
        expected = strict.decode(input)
      } catch {
        expected = undefined
      }
      const decoded = decodeUtf8(input)
      expect(typeof decoded === 'string' ? decoded : undefined).toBe(expected)
    }),
    { numRuns: cases(1000, 30_000), seed: 2023 },
  )
})

test('long texts and characters across its inner blocks come through', () => {
  const text = '征信覆盖率 🏦 é '.repeat(5000)
  expect(decodeUtf8(new TextEncoder().encode(text))).toBe(text)
})

test('names the first bad byte', () => {
  expect(decodeUtf8(Uint8Array.of(0x41, 0xe4, 0xbd, 0x41))).toEqual({ offset: 1 })
})
