/** A sensitivity analysis as tables: what its runs recorded, and the statistics that are derived from that. */

import { buildTable, type Cell, floatColumn, intColumn, tableOf, textColumn } from '../base/build-table.ts'
import { numbers, type Table, type TableSpec, texts } from '../base/table.ts'
import { type ElementaryEffect, elementaryEffects, type Screening, type Step, screening } from './elementary-effects.ts'
import type { Measure } from './measure.ts'
import { MEASURES_TABLE, measuresOf, measuresTable, type TableMeasure } from './measures-table.ts'
import type { Estimate } from './resampling.ts'
import { tableNamed } from './rows.ts'
import { type SobolIndices, sobolIndices } from './sobol-indices.ts'

const BLOCK = intColumn(
  'block',
  '',
  'trajectory (Morris) or row (Sobol) of the design, from 0',
  '轨迹（Morris）或设计行（Sobol），自 0 起',
)
const POINT = intColumn('point', '', 'point of the block, from 0', '块内设计点，自 0 起')
const REPLICATION = intColumn('replication', '', 'replication of the point, from 0', '该点的重复编号，自 0 起')
const KEY = textColumn('key', 'key of the outcome', '指标键')
const FACTOR = textColumn('factor', 'dotted key of the parameter', '参数键')

const FACTORS: TableSpec = tableOf('factors', 'Factors and their ranges', '因子及其区间', [
  FACTOR,
  floatColumn('low', '', 'low end of the range', '区间下限'),
  floatColumn('high', '', 'high end of the range', '区间上限'),
  textColumn('en', 'name in English', '英文名'),
  textColumn('zh', 'name in Chinese', '中文名'),
])

const POINTS: TableSpec = tableOf('points', 'Points of the design, a row for each factor', '设计点（每个因子一行）', [
  BLOCK,
  POINT,
  FACTOR,
  floatColumn(
    'coordinate',
    '1',
    'coordinate of the design, 0 to 1; of whole numbers each has an equal part',
    '设计坐标（0 至 1）；整数各占相等的一段',
  ),
  floatColumn('value', '', 'value of the parameter', '参数取值'),
])

export const POINT_RUNS: TableSpec = tableOf(
  'runs',
  'Runs: one for each point and replication',
  '各次运行：每个设计点每次重复一行',
  [
    BLOCK,
    POINT,
    REPLICATION,
    intColumn('seed', '', 'seed of the run; the same in all points of a block', '运行种子，块内各点相同'),
    textColumn('digest', 'SHA-256 over all that the run recorded', '运行全部记录的 SHA-256'),
  ],
)

const POINT_OUTCOMES: TableSpec = tableOf(
  'run_outcomes',
  'Outcomes of every run over the reported window',
  '每次运行的报告期结果',
  [BLOCK, POINT, REPLICATION, KEY, floatColumn('value', '', 'value, in the unit of the measure', '数值，单位见指标表')],
)

/** What an analysis keeps of its runs, in this order. */
export const SENSITIVITY_RECORDED: readonly TableSpec[] = [FACTORS, MEASURES_TABLE, POINTS, POINT_RUNS, POINT_OUTCOMES]

const ends = (what: string, zh: string): ReturnType<typeof floatColumn>[] => [
  floatColumn(
    `${what}Low`,
    '',
    `lower end of its 95 % interval (bootstrap over blocks)`,
    `${zh}的95%自助法置信区间下限`,
  ),
  floatColumn(`${what}High`, '', 'upper end of that interval', '该区间上限'),
]

const FAILED = intColumn(
  'failedResamples',
  'count',
  'resamples of the bootstrap in which there is no value; with half of them or more there is no estimate',
  '无法得出数值的自助抽样次数；达到一半时不给出估计',
)

const SCREENING: TableSpec = tableOf(
  'elementary_effects',
  'Elementary effects of each factor, for the whole of its range (Morris 1991; Campolongo et al. 2007)',
  '各因子在整个区间上的基本效应（Morris 1991；Campolongo 等 2007）',
  [
    KEY,
    FACTOR,
    intColumn('trajectories', 'count', 'trajectories in which the effect is known', '效应可得的轨迹数'),
    floatColumn('mu', '', 'mean effect', '平均效应'),
    ...ends('mu', '平均效应'),
    floatColumn('muStar', '', 'mean absolute effect', '平均绝对效应'),
    ...ends('muStar', '平均绝对效应'),
    floatColumn('sigma', '', 'standard deviation of effects: curvature and interaction', '效应标准差（非线性与交互）'),
    ...ends('sigma', '效应标准差'),
    FAILED,
    floatColumn('noiseShare', '1', 'part of the mean square of effects that chance makes', '效应均方中随机噪声的占比'),
  ],
)

const INDICES: TableSpec = tableOf(
  'sobol_indices',
  'Shares of the variance over the ranges of the factors (Saltelli et al. 2010; Jansen 1999)',
  '因子区间内方差的分解（Saltelli 等 2010；Jansen 1999）',
  [
    KEY,
    textColumn('order', 'first, total or second', 'first 一阶、total 总、second 二阶'),
    FACTOR,
    textColumn('with', 'the other factor of a pair', '二阶指数的另一因子'),
    floatColumn('index', '1', 'share of the variance', '方差占比'),
    ...ends('index', '指数'),
    FAILED,
  ],
)

const VARIANCES: TableSpec = tableOf(
  'sobol_variances',
  'What the variance of each outcome is made of',
  '各结果方差的构成',
  [
    KEY,
    intColumn('rows', 'count', 'rows of the design in which every value is known', '数值齐全的设计行数'),
    floatColumn('mean', '', 'mean over the ranges', '区间内均值'),
    floatColumn('variance', '', 'variance over the ranges, less what chance adds', '区间内方差（已扣除随机噪声）'),
    floatColumn('noiseShare', '1', 'part of the variance between points that chance makes', '点间方差中随机噪声的占比'),
    floatColumn(
      'firstSum',
      '1',
      'sum of the first-order indices; the rest are interactions',
      '一阶指数之和，其余为交互',
    ),
    ...ends('firstSum', '一阶指数之和'),
    FAILED,
  ],
)

export interface FactorRange {
  readonly path: string
  readonly low: number
  readonly high: number
  readonly en: string
  readonly zh: string
}

/** One point of the design: coordinates and values by factor. */
export interface DesignPoint {
  readonly block: number
  readonly point: number
  readonly coordinates: readonly number[]
  readonly values: readonly number[]
}

/** What is kept of one run. */
export interface PointRun {
  readonly block: number
  readonly point: number
  readonly replication: number
  readonly seed: number
  readonly digest: string
  /** The outcomes that are asked for, in their order. */
  readonly values: readonly number[]
}

export function sensitivityTables(
  factors: readonly FactorRange[],
  outcomes: readonly Measure[],
  points: readonly DesignPoint[],
  runs: readonly PointRun[],
): Table[] {
  return [
    buildTable(
      FACTORS,
      factors.map(({ path, low, high, en, zh }) => [path, low, high, en, zh]),
    ),
    measuresTable(outcomes.map((asked) => ({ ...asked, headline: true }))),
    buildTable(
      POINTS,
      points.flatMap(({ block, point, coordinates, values }) =>
        factors.map(({ path }, k): Cell[] => [block, point, path, coordinates[k], values[k]]),
      ),
    ),
    buildTable(
      POINT_RUNS,
      runs.map(({ block, point, replication, seed, digest }) => [block, point, replication, seed, digest]),
    ),
    buildTable(
      POINT_OUTCOMES,
      runs.flatMap(({ block, point, replication, values }) =>
        outcomes.map(({ key }, k): Cell[] => [block, point, replication, key, values[k]]),
      ),
    ),
  ]
}

/** How to read the runs of an analysis. */
export interface AnalysisReading {
  readonly method: 'morris' | 'sobol'
  /** Of Morris: the steps of each trajectory. */
  readonly steps: readonly (readonly Step[])[]
  /** Blocks that each resample takes. */
  readonly resamples: readonly ArrayLike<number>[]
}

export interface FactorName {
  readonly path: string
  readonly en: string
  readonly zh: string
}

export function factorsOf(tables: readonly Table[]): FactorName[] {
  const table = tableNamed(tables, FACTORS.name)
  const [path, en, zh] = ['factor', 'en', 'zh'].map((name) => texts(table, name))
  return path.map((name, row) => ({ path: name, en: en[row], zh: zh[row] }))
}

/** An outcome with what was found of it, factors in their order. */
export type OutcomeSensitivity =
  | { readonly method: 'morris'; readonly measure: TableMeasure; readonly screenings: readonly Screening[] }
  | { readonly method: 'sobol'; readonly measure: TableMeasure; readonly indices: SobolIndices }

/** Resamples in which one of an outcome's estimates has no value: the most of them. */
export function failedResamples(one: OutcomeSensitivity): number {
  const estimates =
    one.method === 'morris' ? one.screenings.map(({ sigma }) => sigma) : [...one.indices.total, ...one.indices.second]
  return Math.max(0, ...estimates.map(({ failed }) => failed))
}

/** The statistics of every outcome, from the recorded tables. */
export function sensitivities(tables: readonly Table[], reading: AnalysisReading): OutcomeSensitivity[] {
  const factors = factorsOf(tables).length
  const values = valuesByKey(tables)
  return measuresOf(tables, 'outcome').map((measure): OutcomeSensitivity => {
    const blocks = values.get(measure.key) ?? []
    if (reading.method === 'sobol') {
      return { method: 'sobol', measure, indices: sobolIndices(blocks, factors, reading.resamples) }
    }
    const effects = blocks.map((points, block): ElementaryEffect[] =>
      elementaryEffects(points, reading.steps[block], factors),
    )
    const screenings = Array.from({ length: factors }, (_, factor) =>
      screening(
        effects.map((found) => found[factor]),
        reading.resamples,
      ),
    )
    return { method: 'morris', measure, screenings }
  })
}

/** Key → block → point → replication → value. */
function valuesByKey(tables: readonly Table[]): Map<string, number[][][]> {
  const table = tableNamed(tables, POINT_OUTCOMES.name)
  const [block, point, replication, value] = ['block', 'point', 'replication', 'value'].map((name) =>
    numbers(table, name),
  )
  const key = texts(table, 'key')
  const found = new Map<string, number[][][]>()
  for (let row = 0; row < table.rows; row++) {
    let blocks = found.get(key[row])
    if (blocks === undefined) {
      blocks = []
      found.set(key[row], blocks)
    }
    blocks[block[row]] ??= []
    const points = blocks[block[row]]
    points[point[row]] ??= []
    points[point[row]][replication[row]] = value[row]
  }
  return found
}

const cells = ({ value, low, high }: Estimate): Cell[] => [value, low, high]

/** The derived tables. */
export function derivedSensitivityTables(tables: readonly Table[], found: readonly OutcomeSensitivity[]): Table[] {
  const factors = factorsOf(tables)
  const screened = found.flatMap((one) =>
    one.method === 'morris'
      ? one.screenings.map(({ trajectories, mu, muStar, sigma, noiseShare }, k): Cell[] => [
          ...[one.measure.key, factors[k].path, trajectories],
          // Sigma takes two effects, the others one: where it fails, one of the row has no value.
          ...[...cells(mu), ...cells(muStar), ...cells(sigma), sigma.failed, noiseShare],
        ])
      : [],
  )
  const split = found.flatMap((one) => (one.method === 'sobol' ? [one] : []))
  if (split.length === 0) return [buildTable(SCREENING, screened)]
  return [
    buildTable(
      INDICES,
      split.flatMap(({ measure, indices }) => [
        ...(['first', 'total'] as const).flatMap((order) =>
          indices[order].map((index, k): Cell[] => [
            measure.key,
            order,
            factors[k].path,
            '',
            ...cells(index),
            index.failed,
          ]),
        ),
        ...pairsOf(factors.length).flatMap(([i, j], k): Cell[][] => {
          const index = indices.second[k]
          const pair = [factors[i].path, factors[j].path]
          return index === undefined ? [] : [[measure.key, 'second', ...pair, ...cells(index), index.failed]]
        }),
      ]),
    ),
    buildTable(
      VARIANCES,
      split.map(({ measure, indices: { rows, mean, variance, noiseShare, firstSum } }) => [
        ...[measure.key, rows, mean, variance, noiseShare],
        ...[...cells(firstSum), firstSum.failed],
      ]),
    ),
  ]
}

/** Pairs of factors in the order of the second-order indices. */
function pairsOf(factors: number): [number, number][] {
  const found: [number, number][] = []
  for (let i = 0; i < factors; i++) for (let j = i + 1; j < factors; j++) found.push([i, j])
  return found
}
