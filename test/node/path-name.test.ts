import fc from 'fast-check'
import { expect, test } from 'vitest'
import { pathName } from '../../src/node/path-name.ts'

test.each(['baseline', 'coverage-90', 'a.b_c', '征信覆盖率'])('leaves %s as it is', (name) => {
  expect(pathName(name)).toBe(name)
})

test.each([
  ['../../etc/passwd', /^etc-passwd-[0-9a-f]{6}$/],
  ['..', /^scenario-[0-9a-f]{6}$/],
  ['', /^scenario-[0-9a-f]{6}$/],
  ['.hidden', /^hidden-[0-9a-f]{6}$/],
  ['con', /^x-con-[0-9a-f]{6}$/],
  ['LPT1.yaml', /^x-LPT1.yaml-[0-9a-f]{6}$/],
  ['a b\u0000c\n', /^a-b-c-[0-9a-f]{6}$/],
  ['evil\u202egnp.exe', /^evil-gnp.exe-[0-9a-f]{6}$/],
  ['C:\\windows', /^C-windows-[0-9a-f]{6}$/],
  ['x'.repeat(500), /^x{64}-[0-9a-f]{6}$/],
  ['trailing. ', /^trailing-[0-9a-f]{6}$/],
])('makes %j safe', (name, expected) => {
  expect(pathName(name)).toMatch(expected)
})

test('any name gives one short safe segment, and different names different ones', () => {
  const names = fc.string({ unit: 'binary', maxLength: 300 })
  fc.assert(
    fc.property(names, names, (a, b) => {
      const name = pathName(a)
      expect(name).toMatch(/^[\p{L}\p{M}\p{N}_][\p{L}\p{M}\p{N}._-]*$/u)
      expect(name).not.toMatch(/[.-]$/)
      expect(Buffer.byteLength(name)).toBeLessThanOrEqual(255 - 30)
      if (a.normalize('NFC') !== b.normalize('NFC')) expect(pathName(b)).not.toBe(name)
    }),
    { numRuns: 2000, seed: 2023 },
  )
})
