/** A calibration as tables: what its runs recorded, and what the fit says of parameters, targets and misfits. */

import { buildTable, type Cell, flagColumn, floatColumn, intColumn, textColumn } from '../base/build-table.ts'
import type { Table, TableSpec } from '../base/table.ts'
import { meanInterval } from '../measures/intervals.ts'
import type { MeasuredTarget } from '../measures/targets.ts'
import { replicationSeed } from '../random/replication.ts'
import { numberBetween } from '../scenarios/design.ts'
import { parameterAt } from '../scenarios/parameters.ts'
import type { Factor } from '../scenarios/sensitivity.ts'
import { type Calibration, type CalibrationFit, freeValues, isWhole, ownValue } from './calibration.ts'
import type { Evaluation, Point } from './evaluation.ts'
import type { PosteriorFit } from './population-monte-carlo.ts'
import { RISE } from './profiles.ts'
import type { MomentsFit } from './simulated-moments.ts'

const EVALUATION = intColumn('evaluation', '', 'evaluation, from 0', '评估编号，自 0 起')
const PARAMETER = textColumn('parameter', 'dotted key of the parameter', '参数键')
const TARGET = textColumn('target', 'key of the target', '目标键')
const REPLICATION = intColumn('replication', '', 'number of the seed', '种子编号')
const NAMES = [textColumn('en', 'name in English', '英文名'), textColumn('zh', 'name in Chinese', '中文名')]

const FREE: TableSpec = {
  name: 'free_parameters',
  en: 'Parameters that were free, and their ranges',
  zh: '待校准参数及其区间',
  columns: [
    PARAMETER,
    floatColumn('low', '', 'low end of the range', '区间下限'),
    floatColumn('high', '', 'high end of the range', '区间上限'),
    floatColumn('start', '', 'value in the scenario', '情景中的取值'),
    ...NAMES,
  ],
}

const TARGETS: TableSpec = {
  name: 'targets',
  en: 'Published patterns that were compared, fitted to or not',
  zh: '所比较的公开目标（含未参与拟合者）',
  columns: [
    TARGET,
    textColumn('use', 'input, fit, held-out or reported', 'input 输入、fit 拟合、held-out 留出、reported 仅报告'),
    flagColumn('fitted', 'whether the parameters were fitted to it', '是否参与拟合'),
    textColumn('outcome', 'key of the outcome', '指标键'),
    textColumn('unit', 'unit of the outcome', '指标单位'),
    floatColumn('low', '', 'low end of the published range', '公布区间下限'),
    floatColumn('high', '', 'high end of the published range', '公布区间上限'),
    ...NAMES,
  ],
}

const EVALUATIONS: TableSpec = {
  name: 'evaluations',
  en: 'Points that were tried, in the order of asking',
  zh: '依次评估的参数点',
  columns: [
    EVALUATION,
    textColumn('stage', 'what it was asked for', '所属阶段'),
    PARAMETER,
    floatColumn(
      'coordinate',
      '1',
      'coordinate of the point, 0 to 1; of whole numbers each has an equal part',
      '参数点坐标（0 至 1）；整数各占相等的一段',
    ),
    floatColumn('value', '', 'value of the parameter', '参数取值'),
  ],
}

export const EVALUATION_RUNS: TableSpec = {
  name: 'runs',
  en: 'Runs of every evaluation',
  zh: '每次评估的各次运行',
  columns: [
    EVALUATION,
    REPLICATION,
    intColumn('seed', '', 'seed of the run', '运行种子'),
    textColumn('digest', 'SHA-256 over all that the run recorded; empty where it failed', '运行全部记录的 SHA-256'),
  ],
}

export const EVALUATION_OUTCOMES: TableSpec = {
  name: 'run_outcomes',
  en: 'Outcomes of every run that targets are about',
  zh: '每次运行中目标所涉及的结果',
  columns: [
    EVALUATION,
    REPLICATION,
    TARGET,
    floatColumn('value', '', 'value, in the unit of the target', '数值，单位同目标'),
  ],
}

/** What a calibration keeps of its runs, in this order. */
export const CALIBRATION_RECORDED: readonly TableSpec[] = [
  FREE,
  TARGETS,
  EVALUATIONS,
  EVALUATION_RUNS,
  EVALUATION_OUTCOMES,
]

export const ESTIMATES: TableSpec = {
  name: 'estimates',
  en: 'The parameters that come nearest to the targets, and how far these tell them',
  zh: '参数估计及其识别程度',
  columns: [
    PARAMETER,
    floatColumn('start', '', 'value in the scenario', '情景中的取值'),
    floatColumn(
      'estimate',
      '',
      'value that comes nearest (smm) or mean of the posterior (abc), of whole numbers the nearest to it',
      '估计值：最接近目标者（smm）或后验均值（abc，整数取最近者）',
    ),
    floatColumn(
      'error',
      '',
      'standard error (smm) or deviation of the posterior (abc)',
      '标准误（smm）或后验标准差（abc）',
    ),
    floatColumn('low', '', 'lower end of the 95 % interval, by the profile or the posterior', '95%区间下限'),
    floatColumn('high', '', 'upper end of that interval', '该区间上限'),
    flagColumn('identified', 'whether the targets tell the parameter inside its range', '目标能否在区间内识别该参数'),
  ],
}

export const FITTED: TableSpec = {
  name: 'fitted',
  en: 'Targets at the scenario’s own values and at the estimate, means over runs',
  zh: '情景原值与估计值处的目标结果（多次运行均值）',
  columns: [
    TARGET,
    floatColumn('before', '', 'mean at the scenario’s values', '情景原值处均值'),
    floatColumn('after', '', 'mean at the estimate', '估计值处均值'),
    floatColumn('afterLow', '', 'lower end of its 95 % interval', '其95%区间下限'),
    floatColumn('afterHigh', '', 'upper end of that interval', '该区间上限'),
    intColumn('runs', 'count', 'runs at the estimate in which it was measured', '估计值处可测得的运行次数'),
    textColumn(
      'status',
      'met, missed or not measured, at the estimate',
      '估计值处：met 符合、missed 未符合、not measured 未测得',
    ),
  ],
}

export const PROFILES: TableSpec = {
  name: 'profiles',
  en: 'Least misfit found with one parameter held and the others free',
  zh: '固定单一参数、其余参数可变时的最小失配',
  columns: [
    PARAMETER,
    floatColumn('value', '', 'where it was held', '固定取值'),
    floatColumn('misfit', '', 'weighted sum of squared distances from the targets', '与目标距离的加权平方和'),
    floatColumn(
      'rise',
      '',
      `above the least of the profile; ${RISE.toFixed(2)} bounds the 95 % interval`,
      '高出该剖面最小值的量',
    ),
  ],
}

const DIRECTIONS: TableSpec = {
  name: 'directions',
  en: 'Singular values of the weighted slopes: how well each direction of the parameters is told',
  zh: '加权斜率矩阵的奇异值：各参数方向的识别强度',
  columns: [
    intColumn('direction', '', 'direction, the best told first', '方向（识别最强者在前）'),
    floatColumn(
      'size',
      '',
      'standard deviations by which the moments move over the whole range',
      '全区间内矩的变动（标准差数）',
    ),
    PARAMETER,
    floatColumn('part', '1', 'part of the parameter in the direction', '参数在该方向上的分量'),
  ],
}

const SLOPES: TableSpec = {
  name: 'slopes',
  en: 'Change of each fitted target over the whole range of each parameter, at the estimate',
  zh: '估计值处各参数走完整个区间时各拟合目标的变化',
  columns: [TARGET, PARAMETER, floatColumn('slope', '', 'change, in the unit of the target', '变化量，单位同目标')],
}

const SEARCHES: TableSpec = {
  name: 'searches',
  en: 'Searches: where they began and ended',
  zh: '各次搜索的起点与终点',
  columns: [
    intColumn('search', '', 'search, from 0', '搜索编号，自 0 起'),
    floatColumn('misfit', '', 'misfit at the end', '终点失配'),
    flagColumn('converged', 'whether nothing better was near; 0 where the points ran out', '是否收敛'),
    PARAMETER,
    floatColumn('from', '', 'value at the beginning', '起点取值'),
    floatColumn('to', '', 'value at the end', '终点取值'),
  ],
}

export const PARTICLES: TableSpec = {
  name: 'particles',
  en: 'The last population: draws from the posterior with their weights',
  zh: '最后一代粒子：后验抽样及权重',
  columns: [
    intColumn('particle', '', 'particle, the nearest first', '粒子编号（距离最近者在前）'),
    floatColumn('weight', '1', 'weight; all make 1', '权重，总和为 1'),
    floatColumn(
      'distance',
      '',
      'root mean squared distance from the targets, in their standard deviations',
      '与目标的均方根距离（以标准差计）',
    ),
    PARAMETER,
    floatColumn('value', '', 'value of the parameter', '参数取值'),
  ],
}

const POPULATIONS: TableSpec = {
  name: 'populations',
  en: 'Populations: how the tolerance fell',
  zh: '各代种群的容差变化',
  columns: [
    intColumn('population', '', 'population, from 0', '种群编号，自 0 起'),
    floatColumn('tolerance', '', 'largest distance kept', '保留粒子的最大距离'),
    floatColumn(
      'acceptance',
      '1',
      'share of new particles nearer than the tolerance before',
      '新粒子中优于前代容差的比例',
    ),
    floatColumn('effectiveSize', '', 'equally weighted particles that it is worth', '有效样本量'),
  ],
}

/** What came out of one run of an evaluation; a run that failed has no digest and no values. */
export interface EvaluationRun {
  readonly evaluation: number
  readonly replication: number
  readonly digest: string
  /** By target, those that are compared in their order; NaN where it was not measured. */
  readonly values: readonly number[]
}

/** What was recorded. `compared` are targets with ranges, those that are fitted to among them. */
export function calibrationTables(
  calibration: Calibration,
  compared: readonly MeasuredTarget[],
  evaluations: readonly Evaluation[],
  runs: readonly EvaluationRun[],
): Table[] {
  const { scenario, free, targets } = calibration
  const isFitted = ({ key }: MeasuredTarget): number => (targets.some((target) => target.key === key) ? 1 : 0)
  return [
    buildTable(
      FREE,
      free.map(({ path, low, high }): Cell[] => {
        const { en, zh } = parameterAt(path)!.label
        return [path, low, high, ownValue(scenario, path), en, zh]
      }),
    ),
    buildTable(
      TARGETS,
      compared.map((target): Cell[] => {
        const { key, use, outcome, unit, low, high, en, zh } = target
        return [key, use, isFitted(target), outcome, unit, low, high, en, zh]
      }),
    ),
    buildTable(
      EVALUATIONS,
      evaluations.flatMap(({ stage, point }, evaluation) => {
        const values = freeValues(calibration, point)
        return free.map(({ path }, k): Cell[] => [evaluation, stage, path, point[k], values[path]])
      }),
    ),
    buildTable(
      EVALUATION_RUNS,
      runs.map(({ evaluation, replication, digest }): Cell[] => {
        return [evaluation, replication, replicationSeed(scenario.seed, replication), digest]
      }),
    ),
    buildTable(
      EVALUATION_OUTCOMES,
      runs.flatMap(({ evaluation, replication, values }) =>
        compared.map(({ key }, t): Cell[] => [evaluation, replication, key, values[t]]),
      ),
    ),
  ]
}

/** A posterior narrower than this part of the uniform prior says that the targets tell the parameter. */
const NARROWER = 0.8

/** Standard deviation of the uniform prior, in parts of the range: over all numbers of it, or over its whole numbers. */
function priorDeviation({ path, low, high }: Factor): number {
  return isWhole(path) ? Math.sqrt((high - low + 2) / (high - low) / 12) : Math.sqrt(1 / 12)
}

/** Values and spreads of the estimate in the units of the parameters. */
function estimateRows(calibration: Calibration, fit: CalibrationFit): Cell[][] {
  return calibration.free.map((factor, k): Cell[] => {
    const { path, low, high } = factor
    const at = (x: number): number => numberBetween(path, low, high, x)
    const [from, to, error, isIdentified] =
      fit.method === 'smm'
        ? [fit.profiles[k].low, fit.profiles[k].high, fit.standardErrors[k], !fit.profiles[k].isFlat]
        : [
            fit.quantiles[k][0],
            fit.quantiles[k][2],
            fit.standardDeviations[k],
            fit.standardDeviations[k] < NARROWER * priorDeviation(factor),
          ]
    const estimate = at(fit.estimate[k])
    const spread = Number.isFinite(error) ? error * (high - low) : NaN
    return [path, ownValue(calibration.scenario, path), estimate, spread, at(from), at(to), isIdentified ? 1 : 0]
  })
}

function fittedRows(
  compared: readonly MeasuredTarget[],
  evaluations: readonly Evaluation[],
  runs: readonly EvaluationRun[],
): Cell[][] {
  const valuesAt = (stage: Evaluation['stage'], t: number): number[] => {
    const evaluation = evaluations.findIndex((one) => one.stage === stage)
    return runs.filter((run) => run.evaluation === evaluation).map(({ values }) => values[t])
  }
  return compared.map(({ key, low, high }, t): Cell[] => {
    const before = meanInterval(valuesAt('start', t))
    const after = meanInterval(valuesAt('estimate', t))
    const isInside = after.mean >= low && after.mean <= high
    const status = Number.isNaN(after.mean) ? 'not measured' : isInside ? 'met' : 'missed'
    return [key, before.mean, after.mean, after.low, after.high, after.runs, status]
  })
}

/** The derived tables. */
export function derivedCalibrationTables(
  calibration: Calibration,
  compared: readonly MeasuredTarget[],
  evaluations: readonly Evaluation[],
  runs: readonly EvaluationRun[],
  fit: CalibrationFit,
): Table[] {
  return [
    buildTable(ESTIMATES, estimateRows(calibration, fit)),
    buildTable(FITTED, fittedRows(compared, evaluations, runs)),
    ...(fit.method === 'smm' ? momentsTables(calibration, fit) : posteriorTables(calibration, fit)),
  ]
}

function momentsTables(calibration: Calibration, fit: MomentsFit): Table[] {
  const { free, targets } = calibration
  const values = (point: Point, path: string): number => freeValues(calibration, point)[path]
  return [
    buildTable(
      PROFILES,
      fit.profiles.flatMap(({ points }, k) => {
        const { path, low, high } = free[k]
        const least = Math.min(...points.map(({ misfit }) => misfit))
        // JSON and Parquet have no infinity: a point that failed is missing.
        return points.map(({ at, misfit }): Cell[] => {
          const known = misfit === Infinity ? NaN : misfit
          return [path, low + at * (high - low), known, known - least]
        })
      }),
    ),
    buildTable(
      DIRECTIONS,
      fit.directions.flatMap(({ size, direction }, d) =>
        free.map(({ path }, k): Cell[] => [d, size, path, direction[k]]),
      ),
    ),
    buildTable(
      SLOPES,
      targets.flatMap(({ key }, m) => free.map(({ path }, k): Cell[] => [key, path, fit.jacobian[m][k]])),
    ),
    buildTable(
      SEARCHES,
      fit.searches.flatMap(({ from, to, misfit, converged }, s) =>
        free.map(({ path }): Cell[] => [s, misfit, converged ? 1 : 0, path, values(from, path), values(to, path)]),
      ),
    ),
  ]
}

function posteriorTables(calibration: Calibration, fit: PosteriorFit): Table[] {
  return [
    buildTable(
      PARTICLES,
      fit.particles.flatMap(({ point, weight, distance }, p) => {
        const values = freeValues(calibration, point)
        return calibration.free.map(({ path }): Cell[] => [p, weight, distance, path, values[path]])
      }),
    ),
    buildTable(
      POPULATIONS,
      fit.populations.map(({ tolerance, acceptance, effectiveSize }, p): Cell[] => [
        p,
        tolerance,
        acceptance,
        effectiveSize,
      ]),
    ),
  ]
}
