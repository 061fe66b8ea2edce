/** The shape of the file of a plan: faults are found with it, and the JSON Schema is made of it. */
import type { ScalarKind, TextKind } from '../../base/parameter.ts'
import { ARM_PATHS, MAX_REPLICATIONS, REPLICATIONS_FIELD } from '../../scenarios/experiment.ts'
import { PATHS, parameterAt } from '../../scenarios/parameters.ts'
import type { Shape } from '../../scenarios/shape.ts'
import { EXTENDS_FIELD, oneLine } from '../../scenarios/structure.ts'

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

const AGAINST = [
  'Arm that is taken off it; without one, the level itself is told.',
  '被减去的对照组；不写则为水平值本身。',
] as const

const contrasts = listOf(
  group({
    arm: told(name, 'Arm whose effect is told.', '所述效应的实验组。'),
    against: optional(name, ...AGAINST),
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

const treatment = listOf(
  group({
    arm: name,
    against: optional(name, ...AGAINST),
    least: mapOf(
      scalar({ type: 'number', min: -1e9, max: 1e9 }),
      'least difference by outcome, below zero where it must fall, such as { series.filed.share: 0.2 }',
      '各结果的最小差值，须下降者为负（如 { series.filed.share: 0.2 }）',
    ),
  }),
  1,
  20,
)

const range = listOf(scalar({ type: 'number', min: -1e9, max: 1e9 }), 2, 2)
const draws = group({
  points: integer(2, 100),
  factors: mapOf(range, 'ranges by parameter, such as { choice.borrowing: [0.8, 1.4] }', '以参数为键的取值范围'),
})

const channelKeys = {
  name: line,
  set: told(settings, 'What is set in both arms.', '两组共同的设定。'),
  cut: optional(texts, 'What the settings cut.', '设定关闭了什么。'),
  left: optional(texts, 'What they leave, or change beside it.', '没有关闭或附带改变了什么。'),
}

const months = listOf(integer(0, 600), 2, 2)

const outcome = group({
  smallest: optional(
    scalar({ type: 'number', min: 1e-9, max: 1e9 }),
    'Smallest effect of interest, in the unit of the outcome.',
    '最小效应阈值，单位同该结果。',
  ),
  of: optional(key, 'Measure, where the outcome has a name of its own.', '所用指标（结果另有名称时）。'),
  months: optional(months, 'First and last month of a mean of series.…', 'series.… 均值的首月与末月。'),
  less: optional(months, 'Months whose mean is taken off that.', '从中减去的均值所取的月份。'),
  digits: optional(integer(0, 6)),
  name: optional(line),
  short: optional(line),
  level: optional(line),
  unit: optional(line),
})

const channel = group({
  ...channelKeys,
  reading: optional(
    yes(),
    'Whether it is another reading or value, and no mechanism that is switched off.',
    '是否为另一种口径或取值，而非所关闭的作用机制。',
  ),
})

const arms = mapOf(group({ title: line, set: optional(settings) }), 'arms by name', '以名称为键的实验组')

const claim = group({
  claim: texts,
  scenario: optional(scenario, 'In place of base; its experiment has the arms.', '代替 base；实验组取自其实验。'),
  arms: optional(arms, 'Arms of a scenario without an experiment.', '情景不含实验时的实验组。'),
  treatment: optional(
    treatment,
    'What must have moved in the arms before anything is judged.',
    '作出判定之前，各组必须已有的变动。',
  ),
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
    draws: optional(
      draws,
      'Draws of unmeasured parameters, once in each claim, by which it is seen whether its outcomes can move.',
      '未经测量的参数的随机抽取，每项论点各运行一遍，用以检验其结果能否变动。',
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
