/**
 * Tables of a sweep, an arm at a time so that memory does not grow with their number: what each run gave, long and
 * wide, and what follows for the arm.
 */
import { type Column, type Table, type TableSpec, texts } from '../base/table.ts'
import { buildTable, type Cell, floatColumn, textColumn } from './build-table.ts'
import {
  ARM_OUTCOMES,
  armTablesOf,
  BANDS,
  DIFFERENCE_BANDS,
  DIFFERENCES,
  differenceTables,
  type EnsembleRun,
  ensembleTables,
  RUN_OUTCOMES,
  RUNS,
  SERIES,
  STEADINESS,
} from './ensemble.ts'
import { columnOfKey, MEASURES_TABLE } from './measures-table.ts'
import { tableNamed } from './rows.ts'

export const ARMS: TableSpec = {
  name: 'arms',
  en: 'What each arm sets',
  zh: '各组的设定',
  columns: [
    textColumn('arm', 'arm', '实验组'),
    textColumn('path', 'dotted key of a parameter', '参数的点分键'),
    textColumn('value', 'its value, as JSON', '取值（JSON）'),
  ],
}

/** Tables of the whole sweep. With `DRAWN_PARTS` of few arms, they are what it is drawn from. */
export const SWEEP_TABLES: readonly TableSpec[] = [RUNS, MEASURES_TABLE, ARMS, ARM_OUTCOMES, DIFFERENCES, STEADINESS]

export const DRAWN_PARTS: readonly TableSpec[] = [BANDS, DIFFERENCE_BANDS]

export interface SweptArm {
  readonly name: string
  readonly set: { readonly [path: string]: unknown }
}

export interface ArmTables {
  /** Written in a file for each arm: outcomes and series, long; outcomes, wide; bands of the arm and of its differences. */
  readonly parts: readonly Table[]
  /** This arm's rows of `SWEEP_TABLES`. */
  readonly rows: readonly Table[]
}

/** Tables of one arm; differences are told against the runs of the first. */
export function armTables(
  arm: SweptArm,
  runs: readonly EnsembleRun[],
  first: readonly EnsembleRun[] | null,
): ArmTables {
  const recorded = ensembleTables(runs)
  const [bands, outcomes, steadiness] = armTablesOf(recorded)
  const [differences, differenceBands] =
    first === null
      ? [buildTable(DIFFERENCES, []), buildTable(DIFFERENCE_BANDS, [])]
      : differenceTables(ensembleTables([...first, ...runs]))
  return {
    parts: [
      tableNamed(recorded, RUN_OUTCOMES.name),
      tableNamed(recorded, SERIES.name),
      wideTable(arm, runs),
      bands,
      differenceBands,
    ],
    rows: [
      tableNamed(recorded, RUNS.name),
      tableNamed(recorded, MEASURES_TABLE.name),
      buildTable(
        ARMS,
        Object.entries(arm.set).map(([path, value]) => [arm.name, path, JSON.stringify(value)]),
      ),
      outcomes,
      differences,
      steadiness,
    ],
  }
}

/** One row a run, one column an outcome; in the names of columns, dots are underscores. Set parameters come first. */
function wideTable({ name: arm, set }: SweptArm, runs: readonly EnsembleRun[]): Table {
  const settings = Object.entries(set).filter(([, value]) => typeof value !== 'object')
  const outcomes = new Map(runs.flatMap(({ outcomes: all }) => all.map((outcome) => [outcome.key, outcome])))
  const spec: TableSpec = {
    name: 'wide',
    en: 'Runs with their settings and outcomes, one row each',
    zh: '各次运行的设定与结果，每次一行',
    columns: [
      ...RUNS.columns,
      ...settings.map(([path, value]) =>
        typeof value === 'number'
          ? floatColumn(columnOfKey(path), '', path, path)
          : textColumn(columnOfKey(path), path, path),
      ),
      ...[...outcomes.values()].map(({ key, unit, en, zh }) => floatColumn(columnOfKey(key), unit, en, zh)),
    ],
  }
  return buildTable(
    spec,
    runs.map(({ replication, seed, digest, outcomes: own }): Cell[] => {
      const values = new Map(own.map(({ key, value }) => [key, value]))
      return [
        arm,
        replication,
        seed,
        digest,
        ...settings.map(([, value]) => (typeof value === 'number' ? value : String(value))),
        ...[...outcomes.keys()].map((key) => values.get(key) ?? NaN),
      ]
    }),
  )
}

/** The rows of many tables of one shape, one after the other; rows whose text in `once` came before are left out. */
export function stacked(tables: readonly Table[], once?: string): Table {
  const seen = new Set<string>()
  const kept = tables.map((table) => {
    const keys = once === undefined ? undefined : texts(table, once)
    return Array.from({ length: table.rows }, (_, row) => row).filter((row) => {
      if (keys === undefined) return true
      const isNew = !seen.has(keys[row])
      seen.add(keys[row])
      return isNew
    })
  })
  const rows = kept.reduce((sum, own) => sum + own.length, 0)
  const columns = tables[0].columns.map((spec, k): Column => {
    const words: string[] = []
    const numbers = new Float64Array(spec.type === 'text' ? 0 : rows)
    let place = 0
    for (const [index, { columns: own }] of tables.entries()) {
      const { values } = own[k]
      for (const row of kept[index]) {
        if (values instanceof Float64Array) numbers[place++] = values[row]
        else words.push(values[row])
      }
    }
    return { ...spec, values: spec.type === 'text' ? words : numbers }
  })
  return { ...tables[0], rows, columns }
}
