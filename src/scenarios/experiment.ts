/**
 * An experiment: arms side by side, named one by one or spanned by factors, each run several times under seeds that
 * all arms share. It stands beside the
 * scenario of a file and is no part of it: every arm is a scenario of its own, the file's with some values changed.
 */

import type { EnumKind, NumberKind, TextKind } from '../base/parameter.ts'
import { type BlockKey, keyOf } from '../base/parameter.ts'
import type { Bilingual } from '../base/vocabulary.ts'
import { PATHS, parameterAt } from './parameters.ts'
import type { Scenario } from './scenario.ts'

/** Values of an arm by dotted path, as a file writes them. */
export interface ArmSettings {
  readonly [path: string]: unknown
}

export interface Arm {
  readonly name: string
  readonly title: { readonly en: string; readonly zh: string }
  /** What the arm changes; empty for the plain scenario. */
  readonly set: ArmSettings
  /** The scenario of the file with these changes, complete and frozen; its name and title are the file's. */
  readonly scenario: Scenario
}

export type Design = 'factorial' | 'oat' | 'lhs' | 'sobol'

export interface FactorDesign {
  readonly design: Design
  /** Of lhs and sobol. */
  readonly points?: number
  /** Values by dotted path, as the file has them. */
  readonly factors: { readonly [path: string]: readonly unknown[] }
}

export interface Experiment {
  readonly replications: number
  /** Of an experiment with factors, whose arms are the points of this design. */
  readonly design?: FactorDesign
  /** In the order of the file; differences are told against the first. */
  readonly arms: readonly Arm[]
}

export const MIN_ARMS = 2
export const MAX_ARMS = 16
export const MAX_REPLICATIONS = 1000
/** Points of a design. */
export const MAX_POINTS = 4096
const LONGEST_NAME = 40

const ARM_NAME = /^\p{L}[\p{L}\p{M}\p{N}]*([-_][\p{L}\p{M}\p{N}]+)*$/u
/** Files are named after arms, and Windows takes these names for devices. */
const WINDOWS_DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)$/i
export const ARM_NAME_PATTERN: string = ARM_NAME.source

export const ARM_NAME_FORM: Bilingual = {
  en: `a letter of any script, then letters and digits, with single hyphens or underscores between them, such as wideCoverage, Wide-2 or 扩大覆盖; at most ${LONGEST_NAME} characters`,
  zh: `以任意文字的字母（含汉字）开头，其后为字母或数字，其间可用单个连字符或下划线，如 wideCoverage、Wide-2 或 扩大覆盖；不超过${LONGEST_NAME}个字符`,
}

/** What is wrong with the name of an arm, which also names files. */
export function armNameFault(name: string): Bilingual | undefined {
  if (name.length > LONGEST_NAME) return { en: `has ${name.length} characters`, zh: `长达${name.length}个字符` }
  if (name !== name.normalize('NFC')) {
    return {
      en: 'is not in Unicode normal form C: type its accents again',
      zh: '不是 Unicode 规范形式 C：请重新输入变音符号',
    }
  }
  if (WINDOWS_DEVICE.test(name)) {
    return { en: 'is that of a device of Windows, which no file can have', zh: '是 Windows 的设备名，不能用作文件名' }
  }
  if (!/^\p{L}/u.test(name)) return { en: 'does not begin with a letter', zh: '未以字母或汉字开头' }
  if (ARM_NAME.test(name)) return undefined
  const sign = /[^\p{L}\p{M}\p{N}_-]/u.exec(name)?.[0]
  if (sign === undefined) {
    return {
      en: 'has a hyphen or underscore at its end, or two in a row',
      zh: '以连字符或下划线结尾，或连用两个',
    }
  }
  return /\s/u.test(sign)
    ? { en: 'has a blank in it', zh: '含有空格' }
    : { en: `has a ${sign} in it`, zh: `含有 ${sign}` }
}

export function isArmName(name: string): boolean {
  return armNameFault(name) === undefined
}

/** One name for all spellings that some file system takes for the same. */
export function foldedName(name: string): string {
  return name.normalize('NFKC').toUpperCase().toLowerCase()
}

export const DESIGN_FIELD: EnumKind<Design> = {
  type: 'enum',
  choices: {
    factorial: { en: 'every combination of the values', zh: '各取值的全部组合' },
    oat: { en: 'one factor at a time from the first values', zh: '从首个取值出发逐一改变因子' },
    lhs: { en: 'Latin hypercube between two ends', zh: '两端之间的拉丁超立方' },
    sobol: { en: 'scrambled Sobol sequence between two ends', zh: '两端之间的加扰 Sobol 序列' },
  },
}

export const POINTS_FIELD: NumberKind = { type: 'integer', min: 2, max: MAX_POINTS }

/** Designs that fill the space between two ends with as many points as are asked for. */
export function isFilling(design: Design): boolean {
  return design === 'lhs' || design === 'sobol'
}

export const REPLICATIONS_FIELD: NumberKind = { type: 'integer', min: 1, max: MAX_REPLICATIONS }

/** What an arm may be called on charts: the rules of a scenario's own title. */
export const ARM_TITLE_FIELD: TextKind = parameterAt('title.en') as TextKind

/** What makes runs comparable month by month and person by person is the same in every arm. */
const SHARED = ['name', 'title.en', 'title.zh', 'seed', 'horizon.burnIn', 'horizon.months']

/** Dotted paths that an arm may set. */
export const ARM_PATHS: readonly string[] = PATHS.filter((path) => !SHARED.includes(path))

/** Keys of the block with what they mean, for the schema, `xiaojin explain experiment` and the reference pages. */
export const EXPERIMENT_KEYS: readonly BlockKey[] = [
  keyOf(
    'experiment.replications',
    `whole number, 1 – ${MAX_REPLICATIONS}, default 1`,
    `整数，1 – ${MAX_REPLICATIONS}，默认 1`,
    {
      en: 'Runs of each arm. The first has the seed of the scenario, the others seeds made from it; all arms share them, so that arms compare in pairs.',
      zh: '每个实验组的运行次数。首次用情景自身的种子，其余种子由其派生；各组共用种子，因而可配对比较。',
    },
  ),
  keyOf(
    'experiment.arms',
    `map of ${MIN_ARMS} to ${MAX_ARMS} arms by name`,
    `${MIN_ARMS} 至 ${MAX_ARMS} 个实验组，以名称为键`,
    {
      en: 'Scenarios side by side; differences are told against the first. Names have letters of any script and digits, such as wideCoverage, Wide-2 or 扩大覆盖.',
      zh: '并列比较的情景；差异均相对第一组。名称由任意文字的字母和数字组成，如 wideCoverage、Wide-2 或 扩大覆盖。',
    },
  ),
  keyOf('experiment.arms.<name>.set', 'map of dotted keys and values', '以点分键与取值组成的映射', {
    en: 'What the arm changes in the scenario of the file, such as { credit.coverage: 0.9 }; {} or nothing for the plain scenario. Name, title, seed and horizon are the same in every arm.',
    zh: '该组相对本文件情景的改动，如 { credit.coverage: 0.9 }；{} 或省略即为原情景。名称、标题、种子与模拟期各组相同。',
  }),
  keyOf('experiment.arms.<name>.title', 'texts en and zh', 'en 与 zh 文本', {
    en: 'Title of the arm on charts. When left out it is the name.',
    zh: '该组在图表中的标题；省略时用名称。',
  }),
  keyOf('experiment.factors', 'map of dotted keys and lists of values', '以点分键与取值列表组成的映射', {
    en: 'In place of arms: parameters that move, such as { credit.coverage: [0.5, 0.9] }. Of lhs and sobol, the two ends of a number, or the choices.',
    zh: '代替 arms：所变动的参数，如 { credit.coverage: [0.5, 0.9] }。lhs 与 sobol 给出数值的两端，或各个选项。',
  }),
  keyOf(
    'experiment.design',
    'factorial, oat, lhs or sobol; default factorial',
    'factorial、oat、lhs 或 sobol；默认 factorial',
    {
      en: 'Which combinations of the factors are run: all; one factor at a time from the first values; a Latin hypercube; a scrambled Sobol sequence.',
      zh: '运行因子的哪些组合：全部；从首个取值出发逐一改变；拉丁超立方；加扰 Sobol 序列。',
    },
  ),
  keyOf('experiment.points', `whole number, 2 – ${MAX_POINTS}`, `整数，2 – ${MAX_POINTS}`, {
    en: 'How many points lhs and sobol have. More points of sobol leave those there are as they were.',
    zh: 'lhs 与 sobol 的点数。sobol 增加点数时已有的点不变。',
  }),
]

export const EXPERIMENT_ABOUT: Bilingual = {
  en: 'Arms of an experiment, or factors that span them, and how often each is run. A file that extends another inherits the whole block or replaces it by its own.',
  zh: '实验的各组（或由因子组成的设计）及运行次数。派生文件整体继承父文件的实验设定，或以自己的设定整体取代。',
}
