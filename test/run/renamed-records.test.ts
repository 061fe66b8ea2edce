import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { outcomesText, RENAMED_RECORDS, withOldNames } from '../../scripts/lib/renamed-records.mjs'
import type { Table } from '../../src/base/table.ts'
import { RECORDED } from '../../src/measures/records.ts'
import { OUTCOME_MEASURES } from '../../src/measures/registry.ts'
import { nodeFiles } from '../../src/node/scenario-files.ts'
import { digestOf } from '../../src/run/digest.ts'
import { runScenario } from '../../src/run/run.ts'
import { loadScenario } from '../../src/scenarios/load.ts'

const MAP = {
  columns: { 'small.old': 'fresh' },
  texts: { '"old"': '"fresh"' },
  outcomes: { 'old.key': 'fresh.key' },
}
const table = (name: string, column: string, text: string): Table => ({
  name,
  en: '',
  zh: '',
  rows: 1,
  columns: [
    { name: column, type: 'float', unit: '1', en: '', zh: '', values: Float64Array.of(3) },
    { name: 'label', type: 'text', unit: '', en: '', zh: '', values: [text] },
  ],
})

test('columns of a table, texts and outcomes get their old names', () => {
  const result = {
    tables: [table('small', 'fresh', '{"fresh":1}'), table('other', 'fresh', 'fresh')],
    events: ['"fresh"'],
  }
  expect(withOldNames(result, MAP)).toEqual({
    tables: [table('small', 'old', '{"old":1}'), table('other', 'fresh', 'fresh')],
    events: ['"old"'],
  })
  expect(
    outcomesText(
      [
        { key: 'fresh.key', value: 1 },
        { key: 'apr', value: Number.NaN },
      ],
      MAP,
    ),
  ).toBe('[["old.key",1],["apr",null]]')
})

test('every new name is recorded today and no old one is', () => {
  const columns = RECORDED.flatMap(({ name, columns }) => columns.map((column) => `${name}.${column.name}`))
  for (const [old, now] of Object.entries<string>(RENAMED_RECORDS.columns)) {
    expect(columns).not.toContain(old)
    expect(columns).toContain(`${old.split('.')[0]}.${now}`)
  }
  const keys = OUTCOME_MEASURES.map(({ key }) => key)
  for (const [old, now] of Object.entries<string>(RENAMED_RECORDS.outcomes)) {
    expect(keys).not.toContain(old)
    expect(keys).toContain(now)
  }
})

test('under its old names the baseline has the digest from before the renames', () => {
  const before = readFileSync('test/golden/shipped-digests-old-names.txt', 'utf8')
  const sets = ['population.consumers=800', 'horizon.months=8', 'horizon.burnIn=6']
  const overrides = sets.map((text) => ({ option: '--set', text }))
  const { scenario } = loadScenario('scenarios/baseline.yaml', nodeFiles, overrides)
  const { tables, events } = withOldNames(runScenario(scenario))
  expect(before).toContain(`baseline.yaml - ${digestOf(tables, events)}\n`)
})
