// Names in recorded tables and events that changed while the numbers stayed: test/golden/renamed-records.json maps old
// names to new ones and lists what was added since. Under the old names, and without additions, a run has the digest
// that it had before.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const FILE = fileURLToPath(new URL('../../test/golden/renamed-records.json', import.meta.url))

/**
 * { columns, texts, outcomes }: old name → new name; columns as table.column, texts as they stand in events. `added`:
 * tables and columns, `addedOutcomes`: patterns of keys.
 */
export const RENAMED_RECORDS = JSON.parse(readFileSync(FILE, 'utf8'))

/** Tables and events of a run under their old names. */
export function withOldNames({ tables, events }, map = RENAMED_RECORDS) {
  const columns = new Map(
    Object.entries(map.columns).map(([old, now]) => {
      const [table, column] = old.split('.')
      return [`${table}.${now}`, column]
    }),
  )
  const added = new Set(map.added)
  const oldText = (text) => Object.entries(map.texts).reduce((before, [old, now]) => before.replaceAll(now, old), text)
  return {
    tables: tables
      .filter(({ name }) => !added.has(name))
      .map((table) => ({
        ...table,
        columns: table.columns
          .filter(({ name }) => !added.has(`${table.name}.${name}`))
          .map((column) => ({
            ...column,
            name: columns.get(`${table.name}.${column.name}`) ?? column.name,
            values: column.type === 'text' ? column.values.map(oldText) : column.values,
          })),
      })),
    events: events.map(oldText),
  }
}

/** Keys and values of outcomes under their old keys, as one text. */
export function outcomesText(outcomes, map = RENAMED_RECORDS) {
  const oldKeys = new Map(Object.entries(map.outcomes).map(([old, now]) => [now, old]))
  const added = (map.addedOutcomes ?? []).map((pattern) => new RegExp(pattern))
  const before = outcomes.filter(({ key }) => !added.some((pattern) => pattern.test(key)))
  return JSON.stringify(before.map(({ key, value }) => [oldKeys.get(key) ?? key, value]))
}
