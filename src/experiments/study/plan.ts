/** What the plan of a study says: its types, and the shape of its file. */
import type { ScalarKind, TextKind } from '../../base/parameter.ts'
import type { Bilingual } from '../../base/vocabulary.ts'
import { ARM_PATHS, MAX_REPLICATIONS, REPLICATIONS_FIELD } from '../../scenarios/experiment.ts'
import { PATHS, parameterAt } from '../../scenarios/parameters.ts'
import type { Shape } from '../../scenarios/shape.ts'
import { EXTENDS_FIELD, oneLine } from '../../scenarios/structure.ts'

/** Values of parameters by dotted path. */
export interface Settings {
  readonly [path: string]: unknown
}

/** An outcome as the pages show it. */
export interface StudyOutcome {
  /** Of an outcome, or `series.` and that of a monthly measure for the mean of its reported months. */
  readonly key: string
  /** Smallest effect of interest, in the unit of the outcome; null where the plan names none. */
  readonly smallest: number | null
  /** A value times this is shown, with so many digits. */
  readonly scale: number
  readonly digits: number
  readonly name: Bilingual
  /** For sentences and charts. */
  readonly short: Bilingual
  /** Unit of a level. */
  readonly level: Bilingual
  /** Unit of a difference. */
  readonly unit: Bilingual
}

/** A way to run both arms of a contrast otherwise than they are. */
export interface Channel {
  readonly id: string
  readonly name: Bilingual
  readonly set: Settings
  /** What the settings cut, and what they leave or change beside it. */
  readonly cut: Bilingual
  readonly left: Bilingual
  /** Decides how a claim is read: the page names a verdict that is reversed without it. */
  readonly reading: boolean
  /** Why values of an earlier plan are missing. */
  readonly withdrawn: Bilingual | null
}

export interface Contrast {
  readonly arm: string
  readonly against: string
  readonly key: string
  /** What the claim foretells of the difference. */
  readonly direction: 1 | -1
}

export interface ClaimPlan {
  readonly id: string
  readonly claim: Bilingual
  /** As `extends` names one. */
  readonly scenario: string
  /** Arms of a scenario without an experiment. */
  readonly arms: readonly { readonly name: string; readonly title: Bilingual; readonly set: Settings }[]
  /** The verdict rests on these. */
  readonly contrasts: readonly Contrast[]
  /** Told beside them. */
  readonly also: readonly Contrast[]
  /** Ids of channels. */
  readonly channels: readonly string[]
}

export interface GridFactor {
  readonly path: string
  readonly name: Bilingual
  readonly values: readonly unknown[]
  /** Two of the values, between which effects are told. */
  readonly ends: readonly [unknown, unknown]
}

export interface GridReading {
  readonly name: Bilingual
  /** What the summary counts together. */
  readonly where: Bilingual
  /** Lines above a column of the picture. */
  readonly lines: readonly Bilingual[]
  readonly set: Settings
}

/** Two factors crossed, under each of the readings. */
export interface Grid {
  readonly scenario: string
  readonly title: Bilingual
  readonly about: Bilingual
  /** Of the picture. */
  readonly caption: Bilingual
  readonly rows: GridFactor
  readonly columns: GridFactor
  /** Heads of the effects: of the rows at either end of the columns, of the columns at either end of the rows. */
  readonly heads: readonly Bilingual[]
  readonly readings: readonly GridReading[]
  readonly outcomes: readonly string[]
  readonly drawn: readonly string[]
}

/** Levels of the plain market by the number of consumers, and effects held against the largest. */
export interface Sizes {
  readonly consumers: readonly number[]
  readonly replications: number
  readonly outcomes: readonly string[]
  readonly effects: readonly { readonly claim: string; readonly outcome: string }[]
  readonly effectReplications: number
}

/** Two values of a parameter, compared as they are and with each channel off. */
export interface Decomposition {
  readonly id: string
  readonly title: Bilingual
  readonly path: string
  readonly values: readonly [unknown, unknown]
  /** Of both arms. */
  readonly set: Settings
  readonly readings: readonly Channel[]
  /** What together must leave nothing of the effect, but for the outcomes `unmoved`. */
  readonly nothing: Channel
  readonly unmoved: readonly string[]
  /** Outcomes of the text, of its comparisons of readings, and of the picture. */
  readonly told: readonly string[]
  readonly compared: readonly string[]
  readonly drawn: readonly string[]
}

/** A mechanism that no channel switches off; on where the parameter has another value than `off`. */
export interface Unswitched {
  readonly id: string
  readonly name: Bilingual
  readonly path: string
  readonly off: unknown
}

export interface StudyPlan {
  readonly name: string
  readonly title: Bilingual
  /** Said under the title. */
  readonly note: Bilingual | null
  /** Scenario of arms that name no other, as `extends` names one. */
  readonly base: string
  /** Of every run. */
  readonly set: Settings
  /** Seeds in place of those that are made from the scenario's own. */
  readonly seeds: readonly number[] | null
  readonly replications: number
  /** Of contrasts with a channel off. */
  readonly channelReplications: number
  readonly outcomes: readonly StudyOutcome[]
  readonly channels: readonly Channel[]
  readonly claims: readonly ClaimPlan[]
  /** What the picture of all verdicts is called; {count} stands for their number. */
  readonly subject: Bilingual
  readonly grid: Grid | null
  readonly sizes: Sizes | null
  /** Whether the plain market of the largest size is held against the published targets. */
  readonly targets: boolean
  readonly decompositions: readonly Decomposition[]
  readonly unswitched: readonly Unswitched[]
  /** What the page does not show, beside what it says of itself; {unswitched} stands for the sentence about those. */
  readonly limits: readonly Bilingual[]
}

const NAME = parameterAt('name') as TextKind
const LINE = oneLine(1, 200)
/** Paragraphs: any text of a plan is one line. */
const TEXT = oneLine(1, 2000)
const KEY: ScalarKind = {
  ...oneLine(1, 80),
  form: { en: 'the key of an outcome, such as served.all', zh: '结果的键，如 served.all' },
}
const MAX_VALUES = 20

const scalar = (kind: ScalarKind): Shape => ({ type: 'scalar', kind })
const group = (keys: { readonly [key: string]: Shape }): Shape => ({ type: 'group', keys })
const told = (shape: Shape, en: string, zh: string): Shape => ({ ...shape, about: { en, zh } })
const optional = (shape: Shape, ...about: [] | [en: string, zh: string]): Shape => {
  return { ...(about.length === 0 ? shape : told(shape, ...about)), optional: true }
}
const listOf = (of: Shape, min: number, max: number): Shape => ({ type: 'list', of, min, max })
const mapOf = (of: Shape, en: string, zh: string): Shape => ({ type: 'map', names: { en, zh }, of })
const bilingual = (kind: TextKind): Shape => group({ en: scalar(kind), zh: scalar(kind) })
const integer = (min: number, max: number): Shape => scalar({ type: 'integer', min, max })
const settings: Shape = { type: 'settings', paths: ARM_PATHS }
/** Fresh each time: the JSON Schema names what stands in several places. */
const yes = (): Shape => scalar({ type: 'boolean' })
const value: Shape = { type: 'value' }
const name = scalar(LINE)
const key = scalar(KEY)
const keys = listOf(key, 1, 100)
const texts = bilingual(TEXT)
const line = bilingual(LINE)
const replications = scalar(REPLICATIONS_FIELD)
const scenario = scalar(EXTENDS_FIELD)

const word = scalar({
  type: 'enum',
  choices: { rises: { en: 'rises', zh: '上升' }, falls: { en: 'falls', zh: '下降' } },
})

const contrasts = listOf(
  group({
    arm: told(name, 'Arm whose effect is told.', '所述效应的实验组。'),
    against: told(name, 'Arm that is taken off it.', '被减去的对照组。'),
    foretold: told(
      mapOf(
        word,
        'rises or falls by outcome, such as { served.all: rises }',
        '按结果写 rises 或 falls（如 { served.all: rises }）',
      ),
      'What the claim foretells, by outcome: rises or falls.',
      '论点对各结果的预期：rises 升，falls 降。',
    ),
  }),
  1,
  50,
)

const channelKeys = {
  name: line,
  set: told(settings, 'What is set in both arms.', '两组共同的设定。'),
  cut: optional(texts, 'What the settings cut.', '设定关闭了什么。'),
  left: optional(texts, 'What they leave, or change beside it.', '没有关闭或附带改变了什么。'),
  withdrawn: optional(texts, 'Why values of an earlier plan are missing.', '早先方案的数值为何缺失。'),
}

const outcome = group({
  smallest: optional(
    scalar({ type: 'number', min: 1e-9, max: 1e9 }),
    'Smallest effect of interest, in the unit of the outcome.',
    '最小效应阈值，单位同该结果。',
  ),
  digits: optional(integer(0, 6)),
  name: optional(line),
  short: optional(line),
  level: optional(line),
  unit: optional(line),
})

const channel = group({
  ...channelKeys,
  reading: optional(yes(), 'Whether it decides how a claim is read.', '是否决定论点的解读。'),
})

const arms = mapOf(group({ title: line, set: optional(settings) }), 'arms by name', '以名称为键的实验组')

const claim = group({
  claim: texts,
  scenario: optional(scenario, 'In place of base; its experiment has the arms.', '代替 base；实验组取自其实验。'),
  arms: optional(arms, 'Arms of a scenario without an experiment.', '情景不含实验时的实验组。'),
  contrasts: told(contrasts, 'The verdict rests on these.', '判定以此为据。'),
  also: optional(contrasts, 'Told beside them.', '附带说明。'),
  channels: optional(listOf(name, 1, 50), 'Channels that are switched off, by name.', '所关闭作用机制的名称。'),
})

const factor = group({
  path: name,
  name: line,
  values: listOf(value, 2, MAX_VALUES),
  ends: told(listOf(value, 2, 2), 'Two of the values, between which effects are told.', '效应所述的两个取值。'),
})

const grid = group({
  scenario: optional(scenario),
  title: line,
  about: texts,
  caption: line,
  rows: factor,
  columns: factor,
  heads: told(listOf(line, 5, 5), 'Heads of the four effects and of the interaction.', '四个效应与交互的表头。'),
  readings: listOf(group({ name: line, where: line, lines: listOf(line, 1, 3), set: settings }), 1, 8),
  outcomes: keys,
  drawn: keys,
})

const sizes = group({
  consumers: told(
    listOf(integer(100, 10_000_000), 2, MAX_VALUES),
    'Numbers of consumers, the smallest first.',
    '消费者人数，由小到大。',
  ),
  replications: integer(2, MAX_REPLICATIONS),
  outcomes: keys,
  effects: optional(
    listOf(group({ claim: name, outcome: key }), 1, 50),
    'Effects held against the largest market.',
    '与最大规模对照的效应。',
  ),
  effectReplications: optional(integer(2, MAX_REPLICATIONS)),
})

const decomposition = group({
  title: line,
  path: told(name, 'Parameter that differs between the arms.', '两组不同的参数。'),
  values: listOf(value, 2, 2),
  set: optional(settings, 'What both arms set.', '两组共同的设定。'),
  readings: optional(mapOf(group(channelKeys), 'readings by name', '以名称为键的解读')),
  nothing: told(
    group({ ...channelKeys, unmoved: optional(keys) }),
    'What together must leave nothing of the effect.',
    '同时设定后效应应完全消失。',
  ),
  told: keys,
  compared: optional(keys),
  drawn: keys,
})

/** The file of a plan. */
export const PLAN_SHAPE: Shape = told(
  group({
    name: told(scalar(NAME), 'Names folders.', '用于文件夹名。'),
    title: line,
    note: optional(texts),
    base: told(
      scenario,
      'Scenario of arms that name no other: a shipped one by its name, or a relative path.',
      '未另指情景的实验组所用情景：随附情景的名称，或相对路径。',
    ),
    set: optional(
      { type: 'settings', paths: PATHS.filter((path) => path !== 'name' && !path.startsWith('title.')) },
      'Values of every run.',
      '每次运行的设定。',
    ),
    replications: optional(
      replications,
      'Runs of each arm under shared seeds; default 10.',
      '每组运行次数，各组共用种子；默认 10。',
    ),
    channelReplications: optional(
      replications,
      'The same where a channel is off; default as many.',
      '关闭作用机制时的次数；默认相同。',
    ),
    seeds: optional(
      listOf(integer(0, Number.MAX_SAFE_INTEGER), 1, MAX_REPLICATIONS),
      'Seeds in place of replications.',
      '以种子列表代替 replications。',
    ),
    outcomes: told(
      mapOf(
        outcome,
        'outcomes by key, such as { served.all: { smallest: 0.02 } }',
        '以键为名的结果（如 { served.all: { smallest: 0.02 } }）',
      ),
      'Outcomes by key, each with its smallest effect of interest.',
      '以键为名的结果，各附最小效应阈值。',
    ),
    channels: optional(
      mapOf(channel, 'channels by name', '以名称为键的作用机制'),
      'What is switched off in both arms, one at a time.',
      '在两组中同时关闭的作用机制，每次一项。',
    ),
    claims: optional(
      mapOf(claim, 'claims by name', '以名称为键的论点'),
      'Claims, each with the contrasts that its verdict rests on.',
      '论点，各附判定所依据的对比。',
    ),
    subject: optional(
      line,
      'Title of the picture of all verdicts; {count} is their number.',
      '全部判定之图的标题；{count} 代表其数目。',
    ),
    grid: optional(grid, 'Two factors crossed, under each of the readings.', '在每种口径下交叉两个因子。'),
    sizes: optional(
      sizes,
      'Levels of the plain market by the number of consumers.',
      '原始市场在各消费者人数下的水平。',
    ),
    targets: optional(
      yes(),
      'Whether the largest of these markets is held against the published targets.',
      '最大规模的市场是否与公布目标对照。',
    ),
    decompositions: optional(
      mapOf(decomposition, 'decompositions by name', '以名称为键的分解'),
      'Two values of a parameter, compared as they are and with each channel off.',
      '参数的两个取值：原样比较，再逐一关闭作用机制比较。',
    ),
    unswitched: optional(
      mapOf(group({ name: line, path: name, off: value }), 'mechanisms by name', '以名称为键的机制'),
      'Mechanisms that no channel switches off.',
      '没有开关的机制。',
    ),
    limits: optional(listOf(texts, 1, 20)),
  }),
  'Plan of a study of the consumer-finance simulator xiaojin.',
  '消费金融模拟器 xiaojin 的研究方案。',
)
