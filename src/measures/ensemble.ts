/**
 * Many runs at once: arms of an experiment, each with its replications. What is kept of every run stands in the
 * recorded tables; means, their intervals and paired differences are derived from those.
 */

import {
  buildTable,
  type Cell,
  floatColumn,
  intColumn,
  MONTH_COLUMN,
  tableOf,
  textColumn,
} from '../base/build-table.ts'
import { numbers, type Table, type TableSpec, texts } from '../base/table.ts'
import type { AgeProfile } from './age-profiles.ts'
import { bootstrapInterval } from './bootstrap.ts'
import { type MeanInterval, meanInterval } from './intervals.ts'
import { MEASURES_TABLE, measuresOf, measuresTable } from './measures-table.ts'
import type { Outcome } from './outcomes.ts'
import { holm, type PairedEffect, pairedEffect } from './paired.ts'
import { MONTHLY_MEASURES } from './registry.ts'
import { tableNamed } from './rows.ts'
import type { RunSeries } from './run-series.ts'
import { drift, mser5 } from './stationarity.ts'

export type { TableMeasure as Measure } from './measures-table.ts'
export { measuresOf }

/** What is kept of one run. */
export interface RunSummary {
  readonly seed: number
  readonly digest: string
  readonly series: RunSeries
  readonly outcomes: readonly Outcome[]
}

/** The same with the life-cycle profile, which runs kept one by one leave out. */
export interface ProfiledSummary extends RunSummary {
  readonly ages: AgeProfile
}

export interface EnsembleRun extends RunSummary {
  readonly arm: string
  /** From 0, the run under the scenario's own seed. */
  readonly replication: number
}

const ARM = textColumn('arm', 'arm', '实验组')
const REPLICATION = intColumn(
  'replication',
  '',
  "replication, 0 = the scenario's own seed",
  '重复编号，0 为情景自身种子',
)
const VALUE = floatColumn('value', '', 'value, in the unit of the measure', '数值，单位见指标表')
const interval = [
  floatColumn('mean', '', 'mean over replications', '重复运行的均值'),
  floatColumn('low', '', 'lower end of the 95 % interval of the mean (Student)', '均值95%置信区间下限（t分布）'),
  floatColumn('high', '', 'upper end of that interval', '该区间上限'),
]
const RUN_COUNT = intColumn('runs', 'count', 'replications with a value', '有数值的重复次数')

export const RUNS: TableSpec = tableOf('runs', 'Runs: one for each arm and replication', '各次运行：每组每次重复一行', [
  ARM,
  REPLICATION,
  intColumn('seed', '', 'seed of the run; the same in every arm', '运行种子，各组相同'),
  textColumn('digest', 'SHA-256 over all that the run recorded', '运行全部记录的 SHA-256'),
])

export const SERIES: TableSpec = tableOf(
  'series',
  'Monthly series of every run, reported months',
  '每次运行的逐月序列（报告期）',
  [ARM, REPLICATION, MONTH_COLUMN, textColumn('metric', 'key of the measure', '指标键'), VALUE],
)

export const RUN_OUTCOMES: TableSpec = tableOf(
  'run_outcomes',
  'Scalar outcomes of every run over the reported window',
  '每次运行的报告期标量结果',
  [ARM, REPLICATION, textColumn('key', 'key of the measure', '指标键'), VALUE],
)

/** What an ensemble keeps, in this order. */
export const ENSEMBLE_RECORDED: readonly TableSpec[] = [RUNS, MEASURES_TABLE, SERIES, RUN_OUTCOMES]

export const BANDS: TableSpec = tableOf(
  'bands',
  'Monthly series: mean over replications with its interval, month by month on its own',
  '逐月序列的均值与置信区间（各月单独计算）',
  [textColumn('metric', 'key of the measure', '指标键'), ARM, MONTH_COLUMN, RUN_COUNT, ...interval],
)

export const ARM_OUTCOMES: TableSpec = tableOf(
  'arm_outcomes',
  'Scalar outcomes by arm: mean over replications with its interval',
  '各组标量结果的均值与置信区间',
  [textColumn('key', 'key of the measure', '指标键'), ARM, RUN_COUNT, ...interval],
)

export const DIFFERENCES: TableSpec = tableOf(
  'differences',
  'Scalar outcomes: differences from the first arm, run by run under the same seed',
  '标量结果与第一组之差（同种子配对）',
  [
    textColumn('key', 'key of the measure', '指标键'),
    ARM,
    textColumn('against', 'arm that is taken off', '被减的组'),
    intColumn('runs', 'count', 'pairs in which both runs have a value', '两组均有数值的配对数'),
    floatColumn('mean', '', 'mean of the differences', '差值均值'),
    floatColumn('low', '', 'lower end of its 95 % interval (Student, paired)', '差值95%置信区间下限（配对t分布）'),
    floatColumn('high', '', 'upper end of that interval', '该区间上限'),
    floatColumn('bootLow', '', 'lower end of the 95 % BCa bootstrap interval of the mean', '均值95% BCa 自助区间下限'),
    floatColumn('bootHigh', '', 'upper end of that interval', '该区间上限'),
    floatColumn('sd', '', 'standard deviation of the differences', '差值标准差'),
    floatColumn('g', '1', "Hedges' g of paired data", '配对数据的 Hedges g'),
    floatColumn('p', '1', 'two-sided p of the paired t test', '配对 t 检验双侧 p 值'),
    floatColumn(
      'holm',
      '1',
      "the same after Holm's correction over the outcomes of this arm",
      '该组各指标间经 Holm 校正的 p 值',
    ),
  ],
)

export const STEADINESS: TableSpec = tableOf(
  'steadiness',
  'Whether monthly series are steady over the reported window',
  '报告期内逐月序列是否平稳',
  [
    textColumn('metric', 'key of the measure', '指标键'),
    ARM,
    RUN_COUNT,
    floatColumn('drift', '', 'mean of the second half of the window less that of the first', '后半期均值减前半期均值'),
    floatColumn('low', '', 'lower end of its 95 % interval over replications (Student)', '其95%置信区间下限（t分布）'),
    floatColumn('high', '', 'upper end of that interval', '该区间上限'),
    floatColumn('p', '1', 'two-sided p that there is no drift', '无漂移的双侧 p 值'),
    floatColumn(
      'moreBurnIn',
      'month',
      'months that MSER-5 would cut from the mean series: by so much the burn-in is too short; at half of the window the series does not settle in it',
      'MSER-5 对均值序列建议截去的月数，即预热期尚缺的月数；达窗口一半则该序列在窗口内未趋稳',
    ),
  ],
)

export const DIFFERENCE_BANDS: TableSpec = tableOf(
  'difference_bands',
  'Monthly series: differences from the first arm under the same seed, mean and interval month by month',
  '逐月序列与第一组之差（同种子配对）的均值与区间',
  [
    textColumn('metric', 'key of the measure', '指标键'),
    ARM,
    MONTH_COLUMN,
    RUN_COUNT,
    floatColumn('mean', '', 'mean of the differences', '差值均值'),
    floatColumn('low', '', 'lower end of its 95 % interval (Student, paired)', '差值95%置信区间下限（配对t分布）'),
    floatColumn('high', '', 'upper end of that interval', '该区间上限'),
  ],
)

/** The recorded tables; runs come in the order of arms and, within an arm, of replications. */
export function ensembleTables(runs: readonly EnsembleRun[]): Table[] {
  return [
    buildTable(
      RUNS,
      runs.map(({ arm, replication, seed, digest }) => [arm, replication, seed, digest]),
    ),
    measuresTable(),
    buildTable(
      SERIES,
      runs.flatMap(({ arm, replication, series: { months, values } }) =>
        MONTHLY_MEASURES.flatMap(({ key }, m) =>
          months.map((month, k): Cell[] => [arm, replication, month, key, values[m][k]]),
        ),
      ),
    ),
    buildTable(
      RUN_OUTCOMES,
      runs.flatMap(({ arm, replication, outcomes }) =>
        outcomes.map(({ key, value }): Cell[] => [arm, replication, key, value]),
      ),
    ),
  ]
}

interface Row {
  readonly text: (column: string) => string
  readonly number: (column: string) => number
}

function derivedRows(tables: readonly Table[], { name }: TableSpec): Row[] | undefined {
  const table = tables.find((one) => one.name === name)
  if (table === undefined) return undefined
  return Array.from({ length: table.rows }, (_, row) => ({
    text: (column) => texts(table, column)[row],
    number: (column) => numbers(table, column)[row],
  }))
}

function bandOf(row: Row): Band {
  return { metric: row.text('metric'), arm: row.text('arm'), month: row.number('month'), ...mean(row) }
}

function mean(row: Row): MeanInterval {
  return { runs: row.number('runs'), mean: row.number('mean'), low: row.number('low'), high: row.number('high') }
}

export function armsOf(tables: readonly Table[]): string[] {
  return [...new Set(texts(tableNamed(tables, RUNS.name), 'arm'))]
}

export interface Band extends MeanInterval {
  readonly metric: string
  readonly arm: string
  readonly month: number
}

/** Read from the derived table where it is among the tables, else derived from the recorded ones; the next two functions do the same. */
export function bands(tables: readonly Table[]): Band[] {
  const known = derivedRows(tables, BANDS)
  if (known !== undefined) return known.map(bandOf)
  const table = tableNamed(tables, SERIES.name)
  const [arm, metric] = [texts(table, 'arm'), texts(table, 'metric')]
  const [month, value] = [numbers(table, 'month'), numbers(table, 'value')]
  const groups = new Map<string, { metric: string; arm: string; month: number; values: number[] }>()
  for (let row = 0; row < table.rows; row++) {
    const id = `${metric[row]} ${arm[row]} ${month[row]}`
    const group = groups.get(id)
    if (group === undefined) {
      groups.set(id, { metric: metric[row], arm: arm[row], month: month[row], values: [value[row]] })
    } else group.values.push(value[row])
  }
  return [...groups.values()].map(({ values, ...place }) => ({ ...place, ...meanInterval(values) }))
}

export interface ArmOutcome extends MeanInterval {
  readonly key: string
  readonly arm: string
}

/** Values of every outcome: key → arm → replication → value. */
function outcomeValues(tables: readonly Table[]): Map<string, Map<string, Map<number, number>>> {
  const table = tableNamed(tables, RUN_OUTCOMES.name)
  const [arm, key] = [texts(table, 'arm'), texts(table, 'key')]
  const [replication, value] = [numbers(table, 'replication'), numbers(table, 'value')]
  const found = new Map<string, Map<string, Map<number, number>>>()
  for (let row = 0; row < table.rows; row++) {
    const byArm = found.get(key[row]) ?? new Map<string, Map<number, number>>()
    found.set(key[row], byArm)
    const byReplication = byArm.get(arm[row]) ?? new Map<number, number>()
    byArm.set(arm[row], byReplication)
    byReplication.set(replication[row], value[row])
  }
  return found
}

/** Keys of outcomes that any run tells, in the order of the measures. */
function toldKeys(tables: readonly Table[], values: ReadonlyMap<string, unknown>): string[] {
  return measuresOf(tables, 'outcome').flatMap(({ key }) => (values.has(key) ? [key] : []))
}

export function armOutcomes(tables: readonly Table[]): ArmOutcome[] {
  const known = derivedRows(tables, ARM_OUTCOMES)
  if (known !== undefined) return known.map((row) => ({ key: row.text('key'), arm: row.text('arm'), ...mean(row) }))
  const values = outcomeValues(tables)
  const arms = armsOf(tables)
  return toldKeys(tables, values).flatMap((key) =>
    arms.map((arm) => ({ key, arm, ...meanInterval([...(values.get(key)?.get(arm)?.values() ?? [])]) })),
  )
}

export interface Difference extends PairedEffect {
  readonly key: string
  readonly arm: string
  readonly against: string
  /** Ends of the 95 % bootstrap interval of the mean (BCa). */
  readonly bootLow: number
  readonly bootHigh: number
  /** p after Holm's correction over all outcomes of this arm that have one. */
  readonly holm: number
}

/** Every other arm less the first, run by run: luck that both runs of a seed share falls out. */
export function differences(tables: readonly Table[]): Difference[] {
  const known = derivedRows(tables, DIFFERENCES)
  if (known !== undefined) {
    return known.map((row) => ({
      key: row.text('key'),
      arm: row.text('arm'),
      against: row.text('against'),
      ...mean(row),
      bootLow: row.number('bootLow'),
      bootHigh: row.number('bootHigh'),
      sd: row.number('sd'),
      g: row.number('g'),
      p: row.number('p'),
      holm: row.number('holm'),
    }))
  }
  const values = outcomeValues(tables)
  const [against, ...others] = armsOf(tables)
  const keys = toldKeys(tables, values)
  const byArm = others.map((arm) => {
    const effects = keys.map((key) => {
      const [first, other] = [against, arm].map((name) => values.get(key)?.get(name) ?? new Map<number, number>())
      const pairs = [...other].map(([replication, value]) => value - (first.get(replication) ?? NaN))
      const { low: bootLow, high: bootHigh } = bootstrapInterval(pairs.filter((value) => Number.isFinite(value)))
      return { ...pairedEffect(pairs), bootLow, bootHigh }
    })
    const corrected = holm(effects.map(({ p }) => p))
    return effects.map((effect, k): Difference => ({ key: keys[k], arm, against, ...effect, holm: corrected[k] }))
  })
  return keys.flatMap((_, k) => byArm.map((own) => own[k]))
}

/** Every other arm less the first, month by month and run by run. */
export function differenceBands(tables: readonly Table[]): Band[] {
  const known = derivedRows(tables, DIFFERENCE_BANDS)
  if (known !== undefined) return known.map(bandOf)
  const table = tableNamed(tables, SERIES.name)
  const [arm, metric] = [texts(table, 'arm'), texts(table, 'metric')]
  const [month, value, replication] = ['month', 'value', 'replication'].map((name) => numbers(table, name))
  const against = armsOf(tables).at(0)
  const first = new Map<string, number>()
  const groups = new Map<string, { metric: string; arm: string; month: number; values: number[] }>()
  for (let row = 0; row < table.rows; row++) {
    const place = `${metric[row]} ${month[row]}`
    if (arm[row] === against) first.set(`${place} ${replication[row]}`, value[row])
    else {
      const id = `${place} ${arm[row]}`
      const group = groups.get(id) ?? { metric: metric[row], arm: arm[row], month: month[row], values: [] }
      groups.set(id, group)
      // The first arm comes first.
      group.values.push(value[row] - (first.get(`${place} ${replication[row]}`) ?? NaN))
    }
  }
  return [...groups.values()].map(({ values, ...place }) => ({ ...place, ...meanInterval(values) }))
}

function steadiness(tables: readonly Table[]): Cell[][] {
  const table = tableNamed(tables, SERIES.name)
  const [arm, metric] = [texts(table, 'arm'), texts(table, 'metric')]
  const [replication, value] = [numbers(table, 'replication'), numbers(table, 'value')]
  const groups = new Map<string, { metric: string; arm: string; runs: Map<number, number[]> }>()
  for (let row = 0; row < table.rows; row++) {
    const id = `${metric[row]} ${arm[row]}`
    const group = groups.get(id) ?? { metric: metric[row], arm: arm[row], runs: new Map<number, number[]>() }
    groups.set(id, group)
    const series = group.runs.get(replication[row])
    if (series === undefined) group.runs.set(replication[row], [value[row]])
    else series.push(value[row])
  }
  return [...groups.values()].map(({ metric: name, arm: of, runs }) => {
    const all = [...runs.values()]
    const { runs: count, mean: moved, low, high, p } = drift(all)
    const mean = all[0].map((_, month) => all.reduce((sum, series) => sum + series[month], 0) / all.length)
    return [name, of, count, moved, low, high, p, mser5(mean)]
  })
}

const tail = ({ runs, mean, low, high }: MeanInterval): Cell[] => [runs, mean, low, high]

/** What follows for each arm by itself: bands, outcomes and steadiness. */
export function armTablesOf(tables: readonly Table[]): readonly [bands: Table, outcomes: Table, steady: Table] {
  return [
    buildTable(
      BANDS,
      bands(tables).map((band) => [band.metric, band.arm, band.month, ...tail(band)]),
    ),
    buildTable(
      ARM_OUTCOMES,
      armOutcomes(tables).map((found) => [found.key, found.arm, ...tail(found)]),
    ),
    buildTable(STEADINESS, steadiness(tables)),
  ]
}

/** What sets the other arms apart from the first: differences of outcomes and of monthly series. */
export function differenceTables(tables: readonly Table[]): readonly [differences: Table, bands: Table] {
  return [
    buildTable(
      DIFFERENCES,
      differences(tables).map((found) => {
        const { key, arm, against, bootLow, bootHigh, sd, g, p, holm: corrected } = found
        return [key, arm, against, ...tail(found), bootLow, bootHigh, sd, g, p, corrected]
      }),
    ),
    buildTable(
      DIFFERENCE_BANDS,
      differenceBands(tables).map((band) => [band.metric, band.arm, band.month, ...tail(band)]),
    ),
  ]
}

/** The derived tables of an ensemble. */
export function derivedEnsembleTables(tables: readonly Table[]): Table[] {
  const [bandTable, outcomeTable, steadyTable] = armTablesOf(tables)
  const [differenceTable, differenceBandTable] = differenceTables(tables)
  return [bandTable, outcomeTable, differenceTable, steadyTable, differenceBandTable]
}
