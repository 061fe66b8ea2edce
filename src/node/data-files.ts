/** The tables of a run as files, with a description of every column. */

import { type CsvForm, csvOf, csvRules } from '../base/csv.ts'
import type { Table } from '../base/table.ts'
import { type FileMaker, jsonText, type OutputFile, outputFile } from './output-file.ts'
import { PARQUET_TYPES, parquetOf } from './parquet.ts'

export const EVENTS_FILE = 'events.ndjson'
export const SCENARIO_FILE = 'scenario.resolved.yaml'
/** Of a folder that keeps its runs: the runs to make, and what failed. */
export const PLAN_FILE = 'plan.jsonl'
export const FAILURES_FILE = 'failures.jsonl'
export const TABLE_SCHEMA_FILE = 'data/schema.json'

export const csvPath = (table: string): string => `data/${table}.csv`
export const parquetPath = (table: string): string => `data/${table}.parquet`

/** Of a table with a file for each arm. */
export const partPath = (table: string, arm: string): string => `data/${table}/arm=${arm}/part-0.parquet`

const UNITS = {
  '': 'text',
  '1': 'a plain number; shares and annual rates are fractions (0.24 is 24 %)',
  CNY: 'yuan, exact to the fen (0.01)',
  month: 'months; in a column called month, 0 is the first reported month and the burn-in is negative',
}

function schemaOf(recorded: readonly Table[], derived: readonly Table[], form: CsvForm): unknown {
  const described = (table: Table, origin: string): unknown => ({
    name: table.name,
    origin,
    rows: table.rows,
    description: { en: table.en, zh: table.zh },
    columns: table.columns.map(({ name, type, unit, en, zh }) => {
      return { name, type, parquetType: PARQUET_TYPES[type], unit, description: { en, zh } }
    }),
  })
  return {
    schemaVersion: 1,
    csv: csvRules(form),
    parquet: ['A missing number is null. Int columns are INT64, floats DOUBLE, flags INT32 (0 or 1), text UTF-8.'],
    units: UNITS,
    origins: { recorded: 'counted during the run', derived: 'computed from the recorded tables' },
    tables: [
      ...recorded.map((table) => described(table, 'recorded')),
      ...derived.map((table) => described(table, 'derived')),
    ],
  }
}

/** Tables as CSV and Parquet, with the description of their columns. */
export function tableFiles(recorded: readonly Table[], derived: readonly Table[], form: CsvForm): FileMaker[] {
  const tables = [...recorded, ...derived].flatMap((table): FileMaker[] => [
    () => outputFile(csvPath(table.name), csvOf(table, form), 'anywhere', table.rows),
    () => outputFile(parquetPath(table.name), parquetOf(table), 'anywhere', table.rows),
  ])
  return [...tables, () => outputFile(TABLE_SCHEMA_FILE, jsonText(schemaOf(recorded, derived, form)), 'anywhere')]
}

/** Lines of an event log. */
export function eventsFile(path: string, lines: readonly string[]): OutputFile {
  return outputFile(path, lines.map((line) => `${line}\n`).join(''), 'anywhere', lines.length)
}
