/**
 * Faulty scenarios and the exact text that their author reads, in both languages. `UPDATE=1 npx vitest run test/scenarios` writes
 * the golden texts again; read every changed one as the person who made the mistake would.
 */
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { formatFaults, ScenarioError } from '../../src/base/errors.ts'
import { loadScenario, type Override } from '../../src/scenarios/load.ts'
import type { ScenarioFiles } from '../../src/scenarios/read-text.ts'
import { englishIn } from '../chinese.ts'
import { memoryFiles } from './memory-files.ts'

const FAULTY = join(import.meta.dirname, 'faulty')
const GOLDEN = { en: join(import.meta.dirname, 'golden'), zh: join(import.meta.dirname, 'golden-zh') } as const

const onDisk: ScenarioFiles = {
  size: (name) => (existsSync(join(FAULTY, name)) ? statSync(join(FAULTY, name)).size : undefined),
  read: (name) => readFileSync(join(FAULTY, name)),
}

function errorOf(file: string, files: ScenarioFiles, overrides: readonly Override[]): ScenarioError {
  try {
    loadScenario(file, files, overrides)
  } catch (error) {
    if (error instanceof ScenarioError) return error
    throw error
  }
  throw new Error(`${file} was accepted`)
}

function expectGolden(name: string, { message, faults }: ScenarioError): void {
  for (const lang of ['en', 'zh'] as const) {
    const text = formatFaults(faults, lang)
    const path = join(GOLDEN[lang], `${name}.txt`)
    if (process.env.UPDATE === '1') writeFileSync(path, `${text}\n`)
    expect(`${text}\n`).toBe(existsSync(path) ? readFileSync(path, 'utf8') : '')
    if (lang === 'en') expect(message).toBe(text)
  }
  for (const { zh, ...en } of faults) {
    expect(zh.message).toMatch(/\p{Script=Han}/u)
    for (const key of ['message', 'found', 'expected', 'suggestion'] as const) {
      expect(zh[key] === '', key).toBe(en[key] === '')
      expect(englishIn(zh[key]), key).toEqual([])
    }
  }
}

const cases = readdirSync(FAULTY)
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => name.slice(0, -'.yaml'.length))

test.each(cases)('%s', (name) => {
  expectGolden(name, errorOf(`${name}.yaml`, onDisk, []))
})

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)
const GBK_COVERAGE = [0xb8, 0xb2, 0xb8, 0xc7, 0xc2, 0xca]

/** Files that an editor or git would change, or that are too large to keep. */
const BYTES: { readonly [name: string]: Uint8Array } = {
  'bytes-empty': new Uint8Array(0),
  'bytes-blank': utf8(' \n\n  \n'),
  'bytes-only-comments': utf8('# name: a\n# seed: 3\n'),
  'bytes-only-bom': utf8('\ufeff'),
  'bytes-tabs': utf8('name: a\ncredit:\n\tcoverage: 0.9\n'),
  'bytes-crlf': utf8('name: a\r\ncredit:\r\n  coverage: 9\r\n'),
  'bytes-bom': utf8('\ufeffname: a\nsed: 9\n'),
  'bytes-old-mac-line-ends': utf8('name: a\rseed: 9\r'),
  'bytes-png': Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d),
  'bytes-utf16': Uint8Array.of(0xff, 0xfe, 0x6e, 0, 0x61, 0, 0x6d, 0, 0x65, 0),
  'bytes-gbk': Uint8Array.from([...utf8('name: a\ntitle:\n  zh: '), ...GBK_COVERAGE, 0x0a]),
  'bytes-escape-sequence': utf8('name: a\ntitle: { en: \u001b[31mred }\n'),
  'bytes-deep-brackets': utf8(`name: a\ntimeline: ${'['.repeat(500_000)}\n`),
  'bytes-deep-dashes': utf8(`name: a\ntimeline:\n  ${'- '.repeat(400_000)}x\n`),
  'bytes-deep-blocks': utf8(Array.from({ length: 1400 }, (_, depth) => `${' '.repeat(depth)}a:\n`).join('')),
  'bytes-long-line': utf8(`name: a\ntitle: { en: ${'long '.repeat(60)}, zh: 3 }\n`),
}

test.each(Object.entries(BYTES))('%s', (name, bytes) => {
  const start = performance.now()
  expectGolden(name, errorOf('scenario.yaml', memoryFiles({ 'scenario.yaml': bytes }), []))
  expect(performance.now() - start).toBeLessThan(10_000)
})

test('a file of 100 MB is refused before it is read', () => {
  const files: ScenarioFiles = {
    size: () => 104_857_600,
    read: () => expect.unreachable(),
  }
  expectGolden('bytes-100-megabytes', errorOf('scenario.yaml', files, []))
})

test('a file that is not there', () => {
  expectGolden('no-such-file', errorOf('scenarios/nowhere.yaml', memoryFiles({}), []))
})

const set = (text: string): Override => ({ option: '--set', text })

const OPTIONS: { readonly [name: string]: readonly Override[] } = {
  'option-out-of-range': [set('credit.coverage=90')],
  'option-unknown-key': [set('credit.coverige=0.9'), set('differentiation=0.5')],
  'option-group': [set('credit=0.9')],
  'option-without-value': [set('credit.coverage='), set('credit.coverage'), set('=0.9')],
  'option-not-yaml': [set('credit.coverage=[0.9'), set('seed=!!int 3'), set('seed=*a')],
  'option-breaks-a-sum': [set('needs.share.travel=0.5')],
  'option-timeline': [set('timeline=[{ month: 99, set: { credit.coverage: 0.9 } }]')],
  'option-seed': [{ option: '--seed', text: 'lucky', path: 'seed' }],
  'option-chinese': [set('title.zh=覆盖率研究'), set('pricing.aprCap=百分之二十四')],
}

test.each(Object.entries(OPTIONS))('%s', (name, overrides) => {
  expectGolden(name, errorOf('scenario.yaml', memoryFiles({ 'scenario.yaml': 'name: a\n' }), overrides))
})

test('no golden text is left over', () => {
  const expected = [...cases, ...Object.keys(BYTES), ...Object.keys(OPTIONS), 'bytes-100-megabytes', 'no-such-file']
  for (const folder of Object.values(GOLDEN)) {
    expect(readdirSync(folder).toSorted()).toEqual(expected.map((name) => `${name}.txt`).toSorted())
  }
})
