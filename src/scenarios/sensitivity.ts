/**
 * What a sensitivity analysis asks for. It stands beside the scenario of a file, as an experiment does: factors are
 * parameters with the range over which they move, outcomes are keys of recorded measures.
 */

import type { ScalarKind, TextKind } from '../base/parameter.ts'
import { type BlockKey, keyOf } from '../base/parameter.ts'
import { MAX_SOBOL_DIMENSIONS } from '../base/sobol-sequence.ts'
import type { Bilingual } from '../base/vocabulary.ts'
import { ARM_PATHS } from './experiment.ts'
import type { NumberParameter } from './parameter.ts'
import { parameterAt } from './parameters.ts'
import { nodeAt, type YamlEntry, type YamlNode } from './read-yaml.ts'
import type { Place } from './source-text.ts'

export interface Factor {
  readonly path: string
  readonly low: number
  readonly high: number
}

/** A factor and where it was written. */
export interface PlacedFactor extends Factor {
  readonly place: Place
}

export type SensitivityMethod = 'morris' | 'sobol'

/** Everything that decides which runs an analysis makes. */
export interface SensitivitySettings {
  readonly method: SensitivityMethod
  readonly replications: number
  /** Of Morris: trajectories, and levels of the grid that they walk on. */
  readonly trajectories: number
  readonly levels: number
  /** Of Sobol: rows of the design, and whether it has points for pairs of factors. */
  readonly samples: number
  readonly secondOrder: boolean
}

/** What a file says; what it leaves out has a default. */
export interface SensitivityBlock {
  readonly settings: Partial<SensitivitySettings>
  readonly factors: readonly PlacedFactor[]
  /** Undefined where the file names none. */
  readonly outcomes: readonly { readonly key: string; readonly place: Place }[] | undefined
}

export const DEFAULT_SETTINGS: SensitivitySettings = {
  method: 'morris',
  replications: 2,
  trajectories: 20,
  levels: 4,
  samples: 64,
  secondOrder: false,
}

/** More factors than this have no place in a Sobol design: two dimensions each of the sequence. */
export const MAX_FACTORS: number = Math.floor(MAX_SOBOL_DIMENSIONS / 2)

/** Runs of a point; seeds are numbered by it, so that a change gives every run but a few another seed. */
export const MAX_POINT_REPLICATIONS = 100

/** Kinds of the plain keys of the block. */
export const SENSITIVITY_FIELDS: { readonly [key in keyof SensitivitySettings]: ScalarKind } = {
  method: {
    type: 'enum',
    choices: {
      morris: { en: 'elementary effects: which factors matter at all', zh: '基本效应法：筛选重要因子' },
      sobol: { en: 'shares of variance: how much each matters', zh: '方差分解：各因子贡献大小' },
    },
  },
  replications: { type: 'integer', min: 1, max: MAX_POINT_REPLICATIONS },
  trajectories: { type: 'integer', min: 2, max: 1000 },
  levels: { type: 'integer', min: 2, max: 64 },
  samples: { type: 'integer', min: 4, max: 65_536 },
  secondOrder: { type: 'boolean' },
}

/** A key of an outcome; whether a run tells it is known when one has run. */
export const OUTCOME_FIELD: TextKind = {
  type: 'text',
  minLength: 1,
  maxLength: 60,
  pattern: '^[a-zA-Z][a-zA-Z0-9]*(\\.[a-zA-Z0-9]+)*$',
  form: { en: 'the key of an outcome, such as served.all', zh: '结果指标的键，如 served.all' },
}

/** Keys of the block with what they mean, for the schema and `xiaojin explain sensitivity`. */
export const SENSITIVITY_KEYS: readonly BlockKey[] = [
  keyOf('sensitivity.factors', 'map of dotted keys and [low, high]', '以点分键与 [下限, 上限] 组成的映射', {
    en: 'Parameters that move, each over a range of its own inside the range of the parameter. Every value in it is as likely as any other; of whole numbers too.',
    zh: '变动的参数及其区间（须在参数取值范围内），区间内各值等可能，整数亦然。',
  }),
  keyOf('sensitivity.method', 'morris or sobol, default morris', 'morris 或 sobol，默认 morris', {
    en: 'Morris screens many factors with few runs; Sobol splits the variance among few factors with many.',
    zh: 'Morris 以少量运行筛选众多因子；Sobol 以较多运行在少数因子间分解方差。',
  }),
  keyOf('sensitivity.outcomes', 'list of keys, default those of the summary', '指标键列表，默认为摘要所列', {
    en: 'What is asked how it responds: keys of outcomes, such as served.all.',
    zh: '所考察的结果指标，如 served.all。',
  }),
  keyOf(
    'sensitivity.replications',
    `whole number, 1 – ${MAX_POINT_REPLICATIONS}, default 2`,
    `整数，1 – ${MAX_POINT_REPLICATIONS}，默认 2`,
    {
      en: 'Runs of each point, under seeds that the points of a trajectory or row share. From two on, the share of chance is told, and Sobol indices are freed of it.',
      zh: '每个设计点的运行次数；同一轨迹或同一行各点共用种子。不少于两次时报告随机噪声占比，并从 Sobol 指数中扣除。',
    },
  ),
  keyOf('sensitivity.trajectories', 'whole number, 2 – 1000, default 20', '整数，2 – 1000，默认 20', {
    en: 'Morris: walks through the grid; each takes one run more than there are factors, times replications.',
    zh: 'Morris：轨迹数；每条轨迹的运行数为（因子数 + 1）× 重复次数。',
  }),
  keyOf('sensitivity.levels', 'even number, 2 – 64, default 4', '偶数，2 – 64，默认 4', {
    en: 'Morris: values of each factor.',
    zh: 'Morris：每个因子的水平数。',
  }),
  keyOf('sensitivity.samples', 'power of two, 4 – 65536, default 64', '2 的幂，4 – 65536，默认 64', {
    en: 'Sobol: rows of the design; each takes two runs more than there are factors (with secondOrder twice as many less two), times replications.',
    zh: 'Sobol：设计行数；每行的运行数为（因子数 + 2）× 重复次数，含二阶时为其两倍减二。',
  }),
  keyOf('sensitivity.secondOrder', 'true or false, default false', 'true 或 false，默认 false', {
    en: 'Sobol: indices of pairs of factors, too.',
    zh: 'Sobol：是否计算两因子交互指数。',
  }),
]

export const SENSITIVITY_ABOUT: Bilingual = {
  en: 'Factors and ranges for “xiaojin sensitivity”; other commands pass over it. A file that extends another inherits the whole block or replaces it by its own.',
  zh: '供“xiaojin sensitivity”使用的因子与区间，其他命令不读取。派生文件整体继承或整体取代父文件的设定。',
}

/** Parameters that may be factors: numbers, but for the seed and the horizon. */
export const VARIED_PATHS: readonly string[] = ARM_PATHS.filter((path) => numberParameter(path) !== undefined)

export function numberParameter(path: string): NumberParameter | undefined {
  const parameter = parameterAt(path)
  return parameter !== undefined &&
    (parameter.type === 'number' || parameter.type === 'integer' || parameter.type === 'share')
    ? parameter
    : undefined
}

/** What a sound block says. */
export function sensitivityBlock(node: YamlNode): SensitivityBlock {
  const [factors, outcomes] = ['factors', 'outcomes'].map((key) => nodeAt(node, [key]))
  const settings: { [key: string]: unknown } = {}
  for (const key of Object.keys(SENSITIVITY_FIELDS)) {
    const written = nodeAt(node, [key])
    if (written?.kind === 'scalar') settings[key] = written.value
  }
  return {
    settings,
    factors: factors?.kind === 'map' ? factors.entries.map(factorOf) : [],
    outcomes:
      outcomes?.kind !== 'list'
        ? undefined
        : outcomes.items.flatMap((item) =>
            item.kind === 'scalar' ? [{ key: String(item.value), place: item.place }] : [],
          ),
  }
}

function factorOf({ key, keyPlace, node }: YamlEntry): PlacedFactor {
  const [low, high] =
    node.kind === 'list' ? node.items.map((end) => (end.kind === 'scalar' ? Number(end.value) : NaN)) : []
  return { path: key, low, high, place: keyPlace }
}

/** A whole analysis as a block of a file says it, nothing left to defaults. */
export interface WrittenAnalysis extends Partial<SensitivitySettings> {
  readonly method: SensitivityMethod
  readonly replications: number
  readonly factors: { readonly [path: string]: readonly [low: number, high: number] }
  readonly outcomes: readonly string[]
}

/** Without what the other method would need. */
export function writtenAnalysis(
  { method, replications, trajectories, levels, samples, secondOrder }: SensitivitySettings,
  factors: readonly Factor[],
  outcomes: readonly string[],
): WrittenAnalysis {
  return {
    method,
    replications,
    ...(method === 'morris' ? { trajectories, levels } : { samples, secondOrder }),
    factors: Object.fromEntries(factors.map(({ path, low, high }) => [path, [low, high] as const])),
    outcomes,
  }
}

/** The analysis that was written down. */
export function readAnalysis({ factors, outcomes, ...settings }: WrittenAnalysis): {
  readonly settings: SensitivitySettings
  readonly factors: readonly Factor[]
  readonly outcomes: readonly string[]
} {
  return {
    settings: { ...DEFAULT_SETTINGS, ...settings },
    factors: Object.entries(factors).map(([path, [low, high]]) => ({ path, low, high })),
    outcomes,
  }
}
