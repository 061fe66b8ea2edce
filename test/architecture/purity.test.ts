import { expect, test } from 'vitest'
import { purityFaults } from './rules.ts'
import { typescriptIn } from './source.ts'

const faultsOf = (text: string, path = 'src/market/a.ts'): string[] => purityFaults([{ path, text }])

test('nothing in the core depends on the machine, the engine, the locale or the day', () => {
  expect(purityFaults(typescriptIn('src'))).toEqual([])
})

const UNSAFE_MATH =
  'random exp expm1 log log1p log2 log10 pow sin cos tan asin acos atan atan2 sinh cosh tanh asinh acosh atanh cbrt hypot f16round'

test.each(UNSAFE_MATH.split(' '))('refuses Math.%s', (member) => {
  expect(faultsOf(`export const a = Math.${member}(0.5)`)).toHaveLength(1)
})

test.each([
  `const y = Math['exp'](1)`,
  `const m = 'exp' as const; Math[m](1)`,
  `const { exp } = Math`,
  `const math = Math`,
  `f(Math)`,
  `const y = x ** 2`,
  `y **= 2`,
  `const now = Date.now()`,
  `const now = new Date()`,
  `const t = performance.now()`,
  `const env = process.env`,
  `const g = globalThis.Math`,
  `console.log(1)`,
  `await fetch('x')`,
  `const id = crypto.randomUUID()`,
  `window.alert(1)`,
  `document.title = ''`,
  `const f = new Intl.NumberFormat()`,
  `const s = (1234).toLocaleString()`,
  `const s = a.localeCompare(b)`,
  `const s = a['toLocaleUpperCase']()`,
  `setTimeout(() => {}, 1)`,
  `const here = import.meta.url`,
  `const value = eval('1')`,
  `const w = { Date }`,
  `/// <reference types="node" />\nexport {}`,
  `/// <reference lib="dom" />\nexport {}`,
])('refuses %s', (text) => {
  expect(faultsOf(text)).toHaveLength(1)
})

test.each([
  ...'sqrt abs floor ceil trunc round min max imul fround sign clz32'.split(' ').map((f) => `const a = Math.${f}(x)`),
  `// Math.exp and Date.now differ\nconst text = 'Math.exp ** Date.now()'`,
  `const row = { Date: 1, process: 2 }; row.Date + row.process`,
  `interface Row { window: number }`,
  `function read(document: Parsed) { return document.errors }`,
  `import { window } from './window.ts'\nexport const a = window(1)`,
])('accepts %s', (text) => {
  expect(faultsOf(text)).toEqual([])
})

test('leaves node and browser their clocks', () => {
  expect(faultsOf('Date.now()', 'src/node/a.ts')).toEqual([])
  expect(faultsOf('performance.now()', 'src/browser/a.ts')).toEqual([])
})
