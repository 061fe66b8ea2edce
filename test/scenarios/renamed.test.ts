import { expect, test } from 'vitest'
import { migrated } from '../../src/scenarios/migrate.ts'
import { PATHS } from '../../src/scenarios/parameters.ts'
import { plainValue, readYaml } from '../../src/scenarios/read-yaml.ts'
import { firstName, RENAMED_KEYS, type Renames, withNewKeys } from '../../src/scenarios/renamed.ts'
import { sourceText } from '../../src/scenarios/source-text.ts'
import { TABLE_PATHS } from '../../src/scenarios/tables.ts'
import { memoryFiles } from './memory-files.ts'

const KEYS: Renames = { 'credit.share': 'credit.coverage', 'lenders.bank.take': 'lenders.bank.costRate' }
const OUTCOMES: Renames = { 'reached.all': 'reach.all' }

const OLD = `# credit.share in a comment stays
name: old   # as is
credit:
  share: 0.9   # of adults
  "incomeSlope": 1
lenders: { bank: { 'take': 0.02 } }
timeline:
  - month: 3
    set: { credit.share: 0.95 }   # credit.share rises
    note: share and credit.share
experiment:
  arms:
    a: { set: { "credit.share": 0.5, timeline: [ { month: 1, set: { credit.share: 0.6 } } ] } }
    b: {}
sensitivity:
  outcomes: [reached.all, "reached.all", apr.mean]
  factors:
    credit.share: [0.1, 0.9]
`

const NEW = `# credit.share in a comment stays
name: old   # as is
credit:
  coverage: 0.9   # of adults
  "incomeSlope": 1
lenders: { bank: { 'costRate': 0.02 } }
timeline:
  - month: 3
    set: { credit.coverage: 0.95 }   # credit.share rises
    note: share and credit.share
experiment:
  arms:
    a: { set: { "credit.coverage": 0.5, timeline: [ { month: 1, set: { credit.coverage: 0.6 } } ] } }
    b: {}
sensitivity:
  outcomes: [reach.all, "reach.all", apr.mean]
  factors:
    credit.coverage: [0.1, 0.9]
`

function migratedText(text: string): string {
  return migrated('old.yaml', memoryFiles({ 'old.yaml': text }), KEYS, OUTCOMES).text
}

test('old names are replaced where they are keys, and nothing else changes', () => {
  expect(migratedText(OLD)).toBe(NEW)
})

test('a file with new names is left alone', () => {
  expect(migratedText(NEW)).toBe(NEW)
})

test('line ends of Windows and factors of an experiment', () => {
  const old = 'name: a\r\nexperiment:\r\n  factors:\r\n    credit.share: [0.5, 0.9]\r\n'
  expect(migratedText(old)).toBe(old.replace('share', 'coverage'))
})

test.each([
  ['text that is not YAML', 'name: [', 'is not closed'],
  ['both names', 'name: a\ncredit: { share: 0.5, coverage: 0.6 }\n', 'is given twice, under its old and its new name'],
  ['an escape', 'name: a\ncredit: { "sh\\u0061re": 0.5 }\n', 'is spelt with escapes'],
  ['an alias', 'name: &a a\ntitle: { en: *a }\ncredit: { share: 0.5 }\n', 'are not allowed'],
])('%s is refused', (_, text, message) => {
  expect(() => migratedText(text)).toThrow(message)
})

test('a tree gets the new names, each with its place', () => {
  const { root, renamed, faults } = withNewKeys(readYaml(sourceText('a', OLD, false)).root!, KEYS)
  expect(faults).toEqual([])
  expect(plainValue(root)).toEqual(
    plainValue(readYaml(sourceText('b', NEW.replaceAll('reach.all', 'reached.all'), false)).root!),
  )
  expect(renamed.map(({ place }) => place.source.text.slice(place.start, place.end))).toEqual([
    'share',
    "'take'",
    'credit.share',
    '"credit.share"',
    'credit.share',
    'credit.share',
  ])
})

test('every new name is a parameter of today outside of tables, no old one is, and each stays in its group', () => {
  const group = (path: string): string => path.slice(0, path.lastIndexOf('.'))
  for (const [old, now] of Object.entries(RENAMED_KEYS)) {
    expect(PATHS).toContain(now)
    expect(PATHS).not.toContain(old)
    expect(group(now)).toBe(group(old))
    expect(TABLE_PATHS).not.toContain(group(now))
    expect(firstName(now)).toBe(old)
  }
  expect(firstName('credit.coverage')).toBe('credit.coverage')
})
