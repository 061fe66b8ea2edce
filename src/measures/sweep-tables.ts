/**
 * Tables of a sweep, an arm at a time so that memory does not grow with their number: what each run gave, long and
 * wide, and what follows for the arm.
 */

import { buildTable, type Cell, floatColumn, tableOf, textColumn } from '../base/build-table.ts'
import type { Column, Table, TableSpec } from '../base/table.ts'
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
import { columnOfKey, MEASURES_TABLE, measuresTable } from './measures-table.ts'
import { tableNamed } from './rows.ts'

export const ARMS: TableSpec = tableOf('arms', 'What each arm sets', '各组的设定', [
  textColumn('arm', 'arm', '实验组'),
  textColumn('path', 'dotted key of a parameter', '参数的点分键'),
  textColumn('value', 'its value, as JSON', '取值（JSON）'),
])

/** Tables of the whole sweep that are stacked from those of its arms. */
const STACKED: readonly TableSpec[] = [RUNS, ARMS, ARM_OUTCOMES, DIFFERENCES, STEADINESS]

/** Tables of the whole sweep. With `DRAWN_PARTS` of few arms, they are what it is drawn from. */
export const SWEEP_TABLES: readonly TableSpec[] = [MEASURES_TABLE, ...STACKED]

export const DRAWN_PARTS: readonly TableSpec[] = [BANDS, DIFFERENCE_BANDS]

export interface SweptArm {
  readonly name: string
  readonly set: { readonly [path: string]: unknown }
}

export interface ArmTables {
  /** Written in a file for each arm: outcomes and series, long; outcomes, wide; bands of the arm and of its differences. */
  readonly parts: readonly Table[]
  /** This arm's rows of the tables of the whole sweep. */
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
  const spec: TableSpec = tableOf(
    'wide',
    'Runs with their settings and outcomes, one row each',
    '各次运行的设定与结果，每次一行',
    [
      ...RUNS.columns,
      ...settings.map(([path, value]) =>
        typeof value === 'number'
          ? floatColumn(columnOfKey(path), '', path, path)
          : textColumn(columnOfKey(path), path, path),
      ),
      ...[...outcomes.values()].map(({ key, unit, en, zh }) => floatColumn(columnOfKey(key), unit, en, zh)),
    ],
  )
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

/** `SWEEP_TABLES` from the rows of all arms. */
export function sweepTables(arms: readonly Pick<ArmTables, 'rows'>[]): Table[] {
  return [measuresTable(), ...STACKED.map((_, k) => stacked(arms.map(({ rows }) => rows[k])))]
}

/** The rows of many tables of one shape, one after the other. */
export function stacked(tables: readonly Table[]): Table {
  const rows = tables.reduce((sum, own) => sum + own.rows, 0)
  const columns = tables[0].columns.map((spec, k): Column => {
    const words: string[] = []
    const numbers = new Float64Array(spec.type === 'text' ? 0 : rows)
    let place = 0
    for (const { columns: own } of tables) {
      for (const value of own[k].values) {
        if (typeof value === 'number') numbers[place++] = value
        else words.push(value)
      }
    }
    return { ...spec, values: spec.type === 'text' ? words : numbers }
  })
  return { ...tables[0], rows, columns }
}
