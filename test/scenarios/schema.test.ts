/** The committed schema and reference pages equal what the table gives; `UPDATE=1` rewrites them. */
import { readFileSync, writeFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { parametersPage } from '../../scripts/docs-parameters.ts'
import { PARAMETERS } from '../../src/scenarios/parameters.ts'
import { scenarioSchema } from '../../src/scenarios/schema.ts'
import { cases } from '../size.ts'
import { anyFile, place } from './any-file.ts'

function expectCommitted(path: string, text: string): void {
  if (process.env.UPDATE === '1') writeFileSync(path, text)
  expect(text).toBe(readFileSync(path, 'utf8'))
}

test('scenarios/scenario.schema.json is up to date', () => {
  expectCommitted('scenarios/scenario.schema.json', `${JSON.stringify(scenarioSchema('en'), null, 2)}\n`)
})

test('docs/parameters.md is up to date', () => {
  expectCommitted('docs/parameters.md', parametersPage('en'))
})

test('docs/parameters.zh-CN.md is up to date', () => {
  expectCommitted('docs/parameters.zh-CN.md', parametersPage('zh'))
})

// `unit`-like notes apart, the schema must be one that a strict validator takes.
const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(scenarioSchema('en'))

test('the baseline is valid', () => {
  expect(validate(parse(readFileSync('scenarios/baseline.yaml', 'utf8'))), JSON.stringify(validate.errors)).toBe(true)
})

test('what the loader accepts is valid', () => {
  fc.assert(
    fc.property(anyFile, (file) => {
      expect(validate(JSON.parse(JSON.stringify(file))), JSON.stringify(validate.errors)).toBe(true)
    }),
    { numRuns: cases(60, 2000), seed: 2023 },
  )
})

test.each([
  'name-missing',
  'key-unknown',
  'key-in-wrong-group',
  'key-dotted',
  'group-as-number',
  'value-as-group',
  'type-number-in-quotes',
  'type-not-whole',
  'type-choice',
  'type-name',
  'range-shares',
  'range-counts',
  'roster-empty',
  'roster-faults',
  'timeline-of-fixed-key',
  'timeline-unknown-key',
  'timeline-value-out-of-range',
  'timeline-shape',
  'extends-list',
])('faulty/%s.yaml is not valid', (name) => {
  expect(validate(parse(readFileSync(`test/scenarios/faulty/${name}.yaml`, 'utf8')))).toBe(false)
})

test('the schema has every parameter with a title, a description and a default', () => {
  type Node = {
    properties?: { [key: string]: Node }
    anyOf?: Node[]
    title?: string
    description?: string
    default?: unknown
  }
  // What may be a table of its own is spelt out first.
  const spelt = (node: Node): Node => (node.properties === undefined ? node.anyOf![0] : node)
  const schema = scenarioSchema('en') as Node
  for (const [path, parameter] of Object.entries(PARAMETERS)) {
    const leaf = path.split('.').reduce<Node>((node, key) => spelt(node).properties![key], schema)
    expect(leaf.title, path).toBe(parameter.label.en)
    expect(leaf.description, path).toContain(parameter.about.en)
    expect(leaf.default, path).toEqual(parameter.default)
  }
})

test('in Chinese, every description is Chinese and nothing else differs', () => {
  const texts = (schema: unknown): string[] =>
    [...JSON.stringify(schema).matchAll(/"(?:title|description)":"((?:[^"\\\\]|\\\\.)*)"/g)].map(
      ([, text = '']) => text,
    )
  const zh = scenarioSchema('zh')
  for (const text of texts(zh)) expect(text).toMatch(/\p{Script=Han}/u)
  const mute = (schema: object): string =>
    JSON.stringify(schema).replace(/"(title|description)":"((?:[^"\\\\]|\\\\.)*)"/g, '"$1":""')
  expect(mute(zh)).toBe(mute(scenarioSchema('en')))
})

test('the schema refuses a default put out of range', () => {
  for (const [path, parameter] of Object.entries(PARAMETERS)) {
    if (!('max' in parameter)) continue
    expect(validate(place({ name: 'a' }, path, parameter.max * 2 + 1)), path).toBe(false)
  }
})
