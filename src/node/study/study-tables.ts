/** The tables of a study: its arms, the values of every run, and what follows from them. */

import { buildTable, type Cell, floatColumn, intColumn, textColumn } from '../../base/build-table.ts'
import { numbers, type Table, type TableSpec, texts } from '../../base/table.ts'
import { armName, type PlannedArm, type Values, variantsOf } from '../../experiments/study/arms.ts'
import { type Finding, findings } from '../../experiments/study/claims.ts'
import { cellOf } from '../../experiments/study/decompositions.ts'
import { RUNS } from '../../measures/ensemble.ts'
import type { StudyData } from './study-data.ts'

const ARM = textColumn('arm', 'short name of the arm', '实验组简称')
const OUTCOME = textColumn(
  'outcome',
  'key of the outcome, in the unit of docs/measures.md',
  '结果的键，单位见 docs/measures.zh-CN.md',
)

export const STUDY_ARMS: TableSpec = {
  name: 'study_arms',
  en: 'Arms of the study: what each of them runs',
  zh: '研究的各实验组及其设定',
  columns: [
    ARM,
    textColumn('scenario', 'scenario, as the plan names it', '情景（按方案所写）'),
    textColumn('scenario_arm', 'arm of its experiment, or nothing', '其实验中的组，可为空'),
    textColumn('sets', 'what is set on top, as JSON', '另行设定的值（JSON）'),
    intColumn('replications', 'count', 'runs that the plan asks for', '方案要求的运行次数'),
  ],
}

export const STUDY_VALUES: TableSpec = {
  name: 'study_values',
  en: 'Outcomes of every run that the plan asks for',
  zh: '方案所要求的每次运行的结果',
  columns: [
    ARM,
    intColumn(
      'replication',
      'count',
      'number of the run under the same seed in every arm, from 0',
      '重复序号，从 0 起，各组同种子',
    ),
    OUTCOME,
    floatColumn(
      'value',
      '',
      'value; missing where the run had nothing to measure, or failed',
      '取值；无可测量或运行失败时缺失',
    ),
  ],
}

export const STUDY_RECORDED: readonly TableSpec[] = [STUDY_ARMS, RUNS, STUDY_VALUES]

const INTERVAL = [
  intColumn('pairs', 'count', 'paired differences', '配对差值的个数'),
  floatColumn('mean', '', 'mean difference', '差值的均值'),
  floatColumn('low', '', 'low end of its 95 % interval (Student’s t)', '其 95% 区间下端（学生 t）'),
  floatColumn('high', '', 'high end', '上端'),
]

const CONTRASTS: TableSpec = {
  name: 'contrasts',
  en: 'Contrasts of all claims, each with its effect and verdict',
  zh: '各论点的对比、效应与判定',
  columns: [
    textColumn('claim', 'name of the claim', '论点名称'),
    textColumn('role', 'verdict, or beside', 'verdict（判定依据）或 beside（附带）'),
    textColumn('scenario_arm', 'arm whose effect is told', '效应所属的实验组'),
    textColumn('against', 'arm that is taken off it; nothing for a level', '对照组；水平值为空'),
    OUTCOME,
    textColumn('foretold', 'rises or falls', '预期方向：rises 升，falls 降'),
    floatColumn('smallest', '', 'smallest effect of interest', '最小效应阈值'),
    ...INTERVAL,
    floatColumn('g', '1', 'Hedges’ g of paired data', '配对数据的 Hedges g'),
    floatColumn('p', '1', 'two-sided p of the paired t test', '配对 t 检验双侧 p'),
    floatColumn('corrected', '1', 'p by Holm over all contrasts of verdicts', '经 Holm 校正的 p'),
    floatColumn(
      'p_small',
      '1',
      'p of two one-sided tests that the effect is smaller than the smallest of interest, by Holm',
      '效应小于最小效应阈值的双单侧检验 p，经 Holm 校正',
    ),
    textColumn('verdict', 'supported, rejected, undecided or untestable; nothing beside', '判定；附带者为空'),
  ],
}

const CHANNELS: TableSpec = {
  name: 'channels_off',
  en: 'Contrasts of verdicts with one channel off, and by how much that changes the effect',
  zh: '关闭单一作用机制时的对比及效应的改变',
  columns: [
    textColumn('claim', 'name of the claim', '论点名称'),
    textColumn('channel', 'name of the channel', '作用机制名称'),
    textColumn('scenario_arm', 'arm whose effect is told', '效应所属的实验组'),
    textColumn('against', 'arm that is taken off it', '对照组'),
    OUTCOME,
    ...INTERVAL,
    floatColumn('change', '', 'mean change of the effect', '效应改变的均值'),
    floatColumn('change_low', '', 'low end of its 95 % interval', '其 95% 区间下端'),
    floatColumn('change_high', '', 'high end', '上端'),
  ],
}

const CHECKS: TableSpec = {
  name: 'checks',
  en: 'What had to hold before claims were judged',
  zh: '判定各论点之前须通过的检验',
  columns: [
    textColumn('claim', 'name of the claim', '论点名称'),
    textColumn('check', 'treatment, or ceiling', 'treatment（处理检验）或 ceiling（天花板检验）'),
    textColumn('scenario_arm', 'arm that is checked', '所检验的实验组'),
    textColumn('against', 'arm that is taken off it; nothing for a level', '对照组；水平值为空'),
    OUTCOME,
    floatColumn(
      'moved',
      '',
      'mean difference or level of a treatment; largest of arms or draws of a ceiling',
      '处理检验为差值或水平的均值；天花板检验为各组与随机抽取中较大的变动',
    ),
    floatColumn('least', '', 'least value that passes', '通过所需的最小值'),
    floatColumn(
      'room',
      '',
      'distance to the bound of the measure; missing where there is none',
      '距指标界限的距离；无界限时缺失',
    ),
    textColumn('result', 'passed, failed, bound or still; nothing over too few pairs', '结果；配对过少时为空'),
  ],
}

const DIFFERENCES: TableSpec = {
  name: 'study_differences',
  en: 'Second arm less first, as they are and in each variant',
  zh: '第二组减第一组：原样及各变体',
  columns: [
    textColumn('decomposition', 'name of the decomposition', '分解名称'),
    textColumn('variant', 'on, a channel that is off, a reading, or nothing', 'on、所关闭的作用机制、口径或 nothing'),
    OUTCOME,
    floatColumn('first', '', 'mean level of the first arm', '第一组均值'),
    floatColumn('second', '', 'mean level of the second arm', '第二组均值'),
    floatColumn('mean', '', 'mean difference', '差值的均值'),
    floatColumn('least', '', 'least difference over seeds', '各种子中的最小差值'),
    floatColumn('most', '', 'greatest difference over seeds', '各种子中的最大差值'),
  ],
}

export function armRows(arms: readonly (PlannedArm & { readonly name: string })[]): Table {
  const rows = arms.map(({ name, scenario, arm, set, replications }) => {
    return [name, scenario, arm ?? '', JSON.stringify(set), replications]
  })
  return buildTable(STUDY_ARMS, rows)
}

/** Values by arm from the table of a study. */
export function valuesOfTable(table: Table, arms: readonly (PlannedArm & { readonly name: string })[]): Values {
  const [names, outcomes] = [texts(table, 'arm'), texts(table, 'outcome')]
  const [replications, found] = [numbers(table, 'replication'), numbers(table, 'value')]
  const keys = new Map(arms.map((arm) => [arm.name, armName(arm)]))
  const values: Record<string, Record<string, (number | null)[]>> = {}
  for (let row = 0; row < table.rows; row++) {
    const arm = keys.get(names[row])
    if (arm === undefined) throw new Error(`${table.name}: ${names[row]} is no arm of the plan`)
    values[arm] ??= {}
    values[arm][outcomes[row]] ??= []
    values[arm][outcomes[row]][replications[row]] = Number.isNaN(found[row]) ? null : found[row]
  }
  return values
}

/** What follows from the values. */
export function derivedStudyTables(data: Omit<StudyData, 'made'>): Table[] {
  const { plan, values } = data
  if (plan.claims.length === 0) return [buildTable(DIFFERENCES, differenceRows(data))]
  const found = findings(plan, values, data.titles)
  const contrasts = found.flatMap(({ claim, effects }) =>
    effects.map(({ contrast, isMain, effect, corrected, correctedSmall, verdict }): Cell[] => {
      const { arm, against, key, direction, smallest } = contrast
      const { runs, mean, low, high, g, p } = effect
      return [
        ...[
          claim.id,
          isMain ? 'verdict' : 'beside',
          arm,
          against ?? '',
          key,
          direction > 0 ? 'rises' : 'falls',
          smallest,
        ],
        ...[runs, mean, low, high, g, p, corrected, correctedSmall, verdict ?? ''],
      ]
    }),
  )
  const channels = found.flatMap(({ claim, channels: all }) =>
    all.flatMap(({ contrast: { arm, against, key }, off }) =>
      off.map(({ channel, effect, change }): Cell[] => {
        const { runs, mean, low, high } = effect
        return [
          claim.id,
          channel.id,
          arm,
          against ?? '',
          key,
          runs,
          mean,
          low,
          high,
          change.mean,
          change.low,
          change.high,
        ]
      }),
    ),
  )
  const tables = [buildTable(CONTRASTS, contrasts), buildTable(CHANNELS, channels)]
  return [...tables, buildTable(CHECKS, found.flatMap(checkRows))]
}

function checkRows({ claim, checks, effects }: Finding): Cell[][] {
  const treatment = checks.treatment.map(({ treatment: { arm, against, key, least }, effect, passed }): Cell[] => {
    const result = passed === null ? '' : passed ? 'passed' : 'failed'
    return [claim.id, 'treatment', arm, against ?? '', key, effect.mean, least, NaN, result]
  })
  const ceiling = checks.ceiling.map(({ contrast, room, overArms, overDraws, passed, why }, k): Cell[] => {
    const moved = Math.max(overArms, Number.isNaN(overDraws) ? 0 : overDraws)
    const result = passed === null ? '' : (why ?? 'passed')
    const left = Number.isFinite(room) ? room : NaN
    const { smallest } = effects[k].contrast
    return [claim.id, 'ceiling', contrast.arm, contrast.against ?? '', contrast.key, moved, smallest, left, result]
  })
  return [...treatment, ...ceiling]
}

function differenceRows({ plan, values }: Pick<StudyData, 'plan' | 'values'>): Cell[][] {
  const mean = (levels: readonly number[]): number => levels.reduce((sum, value) => sum + value, 0) / levels.length
  return plan.decompositions.flatMap((one) =>
    variantsOf(plan, one).flatMap(({ id }) =>
      plan.outcomes.map(({ key }): Cell[] => {
        const { arms, effect } = cellOf(plan, one, values, id, key)
        return [one.id, id, key, mean(arms[0]), mean(arms[1]), effect.mean, effect.low, effect.high]
      }),
    ),
  )
}
