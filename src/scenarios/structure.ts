/** The shape of a scenario file as a zod schema, built from the table of parameters. */

import { z } from 'zod'
import type { EnumKind, ScalarKind, TextKind } from '../base/parameter.ts'
import { ARCHETYPES, type Bilingual, LENDER_CLASSES, STRATEGIES } from '../base/vocabulary.ts'
import { FACTOR_PATHS } from './design.ts'
import {
  ARM_NAME_PATTERN,
  ARM_PATHS,
  ARM_TITLE_FIELD,
  DESIGN_FIELD,
  EXPERIMENT_ABOUT,
  EXPERIMENT_KEYS,
  MAX_ARMS,
  MIN_ARMS,
  POINTS_FIELD,
  REPLICATIONS_FIELD,
} from './experiment.ts'
import { type Lang, type Parameter, type ScalarParameter, UNIT_NAMES } from './parameter.ts'
import { nested, PARAMETERS, parameterAt, SECTIONS } from './parameters.ts'
import { ONE_LINE } from './parameters-run.ts'
import type { RosterEntry } from './scenario.ts'
import {
  MAX_FACTORS,
  OUTCOME_FIELD,
  SENSITIVITY_ABOUT,
  SENSITIVITY_FIELDS,
  SENSITIVITY_KEYS,
  VARIED_PATHS,
} from './sensitivity.ts'

const scalarSchemas = new Map<ScalarKind, z.ZodType>()

const ONE_LINE_FORM: Bilingual = {
  en: 'text on one line, without control characters or characters that turn the direction of reading',
  zh: '单行文字，不含控制字符及改变阅读方向的字符',
}

export function oneLine(minLength: number, maxLength: number): TextKind {
  return { type: 'text', minLength, maxLength, pattern: ONE_LINE, form: ONE_LINE_FORM }
}

function choices(values: readonly string[]): EnumKind['choices'] {
  return Object.fromEntries(values.map((value) => [value, { en: value, zh: value }]))
}

/** Keys of one lender of the roster, except its list of products. */
export const ROSTER_FIELDS: { readonly [key in Exclude<keyof RosterEntry, 'products'>]-?: ScalarKind } = {
  name: oneLine(1, 60),
  class: { type: 'enum', choices: choices(LENDER_CLASSES) },
  model: { type: 'enum', choices: choices(['creditApp', 'ecommerce', 'p2p']) },
  weight: { type: 'number', min: 0.001, max: 1_000_000 },
  strategy: { type: 'enum', choices: choices(STRATEGIES) },
  partner: oneLine(1, 60),
}

/** One product of a lender. */
export const PRODUCT_FIELD: ScalarKind = { type: 'enum', choices: choices(ARCHETYPES) }

/** Keys of one dated change, except its map of new values. */
export const CHANGE_FIELDS: { readonly month: ScalarKind; readonly note: ScalarKind } = {
  month: { type: 'integer', min: -600, max: 599 },
  note: oneLine(0, 200),
}

/** What `extends` takes. */
export const EXTENDS_FIELD: ScalarKind = {
  ...oneLine(1, 500),
  form: {
    en: 'the name of a shipped scenario, such as baseline, or a relative path with /, such as ../baseline.yaml',
    zh: '随附情景的名称（如 baseline），或以 / 分隔的相对路径（如 ../baseline.yaml）',
  },
}

/** What `normalise` takes. */
export const NORMALISE_FIELD: ScalarKind = { type: 'boolean' }

/** Whether `timeline` may change what stands at this path. */
export function mayBeDated(parameter: Parameter): parameter is ScalarParameter {
  return parameter.dated
}

/** What editors show of a value. */
const ABOUT = {
  lender: { en: 'One lender.', zh: '一家机构。' },
  name: {
    en: 'Name of the lender; it labels a starting capital and nothing else.',
    zh: '机构名称；仅用于标明初始资本。',
  },
  class: { en: 'Class: its costs, data and capital rule.', zh: '类别：决定其成本、数据与资本约束。' },
  model: {
    en: 'Business model: an app that does not see the purpose, a checkout, or a P2P platform.',
    zh: '业务模式：看不到用途的信贷 APP、消费场景（场景贷），或 P2P 平台。',
  },
  weight: { en: 'Splits the capital and brand of its class.', zh: '分配所属类别的资本与品牌。' },
  partner: {
    en: 'Name of the bank or licensed company of the roster that funds part of its lending; the largest bank if left out.',
    zh: '为其部分贷款出资的银行或持牌消费金融公司（须在机构名单中）；省略时为最大的银行。',
  },
  products: { en: 'Archetypes of Table 2 that it offers.', zh: '所提供的产品类型（论文表2）。' },
  strategy: {
    en: 'How it redesigns products; left out, it follows from class and products.',
    zh: '产品策略；省略时由类别与产品决定。',
  },
  extendsTitle: { en: 'Extends', zh: '派生自' },
  extends: {
    en: 'Scenario from which this one is derived: the name of a shipped one (xiaojin list), or a relative path with / inside the project, which is the nearest folder above the scenario with .git or package.json, else its own folder.',
    zh: '本情景所派生自的情景：随附情景的名称（见 xiaojin list），或项目内以 / 分隔的相对路径；项目即情景上方最近的含 .git 或 package.json 的文件夹，若无则为情景所在文件夹。',
  },
  normaliseTitle: { en: 'Normalise', zh: '归一化' },
  normalise: {
    en: 'Whether tables of shares whose sum is off by rounding (half a hundredth a share at most) are divided by it. A file that extends another inherits it.',
    zh: '比例表之和因四舍五入略有偏差（每项至多 0.005）时，是否除以其和。派生文件沿用此设定。',
  },
  fileTitle: { en: 'xiaojin scenario', zh: 'xiaojin 情景' },
  file: {
    en: 'A scenario of the consumer-finance simulator xiaojin. Keys left out keep their defaults.',
    zh: '消费金融仿真器 xiaojin 的情景。未写出的键取默认值。',
  },
  month: {
    en: 'Month at whose start the values change; 0 is the first reported month.',
    zh: '取值在该月月初改变；0 为首个报告月。',
  },
  set: { en: 'New values by dotted key.', zh: '以点分键给出的新取值。' },
  note: { en: 'Why; shown on charts.', zh: '变动缘由；显示在图表上。' },
  experiment: { en: 'Experiment', zh: '实验' },
  sensitivity: { en: 'Sensitivity analysis', zh: '敏感性分析' },
} as const satisfies { readonly [key: string]: Bilingual }

function rosterIn(lang: Lang): z.ZodType {
  return z
    .array(
      z
        .strictObject({
          name: scalarSchema(ROSTER_FIELDS.name).meta({ description: ABOUT.name[lang] }),
          class: scalarSchema(ROSTER_FIELDS.class).meta({ description: ABOUT.class[lang] }),
          model: scalarSchema(ROSTER_FIELDS.model).meta({ description: ABOUT.model[lang] }),
          weight: scalarSchema(ROSTER_FIELDS.weight).meta({ description: ABOUT.weight[lang] }),
          partner: scalarSchema(ROSTER_FIELDS.partner).meta({ description: ABOUT.partner[lang] }).optional(),
          products: z
            .array(scalarSchema(PRODUCT_FIELD))
            .min(1)
            .max(ARCHETYPES.length)
            .meta({ description: ABOUT.products[lang], uniqueItems: true }),
          strategy: scalarSchema(ROSTER_FIELDS.strategy).meta({ description: ABOUT.strategy[lang] }).optional(),
        })
        .meta({ description: ABOUT.lender[lang] }),
    )
    .min(1)
    .max(PARAMETERS['lenders.roster'].maxEntries)
}

/** A list of lenders on its own: zod tells a union’s faults less well. */
export const rosterSchema: z.ZodType = rosterIn('en')

/** A note in both languages on its own. */
export const noteTextsSchema: z.ZodType = noteTexts()

/** A scenario file, described in a language. Everything may be left out but the name. */
export function fileSchemaIn(lang: Lang): z.ZodType {
  return z
    .strictObject({
      extends: scalarSchema(EXTENDS_FIELD)
        .meta({ title: ABOUT.extendsTitle[lang], description: ABOUT.extends[lang] })
        .optional(),
      normalise: scalarSchema(NORMALISE_FIELD)
        .meta({ title: ABOUT.normaliseTitle[lang], description: ABOUT.normalise[lang], default: false })
        .optional(),
      ...sections(lang),
      experiment: experimentSchema(lang).optional(),
      sensitivity: sensitivitySchema(lang).optional(),
    })
    .meta({ title: ABOUT.fileTitle[lang], description: ABOUT.file[lang] })
}

export const fileSchema: z.ZodType = fileSchemaIn('en')

interface Group {
  readonly [key: string]: Group | Parameter
}

function sections(lang: Lang): z.ZodRawShape {
  const shape = shapeOf(nested((parameter) => parameter) as Group, '', lang)
  for (const [key, name] of Object.entries(SECTIONS)) {
    if (parameterAt(key) === undefined) shape[key] = (shape[key] as z.ZodType).meta({ title: name[lang] }).optional()
  }
  return shape
}

function shapeOf(group: Group, prefix: string, lang: Lang): Record<string, z.ZodType> {
  const shape: Record<string, z.ZodType> = {}
  for (const [key, member] of Object.entries(group)) {
    const path = prefix + key
    const parameter = parameterAt(path)
    if (parameter === undefined) shape[key] = z.strictObject(shapeOf(member as Group, `${path}.`, lang)).optional()
    else if (path === 'name') shape[key] = documented(parameter, lang)
    else shape[key] = documented(parameter, lang).optional()
  }
  return shape
}

/** Values of a parameter, whatever its kind. */
export function valueSchema(parameter: Parameter, lang: Lang): z.ZodType {
  if (parameter.type === 'roster') return z.union([z.literal('table1'), rosterIn(lang)])
  return parameter.type === 'timeline' ? timelineSchema(parameter.maxEntries, lang) : scalarSchema(parameter)
}

function documented(parameter: Parameter, lang: Lang): z.ZodType {
  const schema = valueSchema(parameter, lang)
  const { label, about, unit, mark, source } = parameter
  const notes = [about[lang]]
  if (unit !== '' && unit !== '1') {
    notes.push({ en: `Unit: ${unit}.`, zh: `单位：${UNIT_NAMES[unit].zh}。` }[lang])
  }
  notes.push({ en: `Source [${mark}]: ${source.en}.`, zh: `来源 [${mark}]：${source.zh}。` }[lang])
  const description = notes.join(lang === 'zh' ? '' : ' ')
  return schema.meta({ title: label[lang], description, default: parameter.default })
}

function noteTexts(): z.ZodType {
  return z.strictObject({ en: scalarSchema(CHANGE_FIELDS.note), zh: scalarSchema(CHANGE_FIELDS.note) })
}

function timelineSchema(maxEntries: number, lang: Lang): z.ZodType {
  const set: Record<string, z.ZodType> = {}
  for (const [path, parameter] of Object.entries(PARAMETERS)) {
    if (mayBeDated(parameter)) {
      set[path] = scalarSchema(parameter)
        .meta({ title: parameter.label[lang], description: parameter.about[lang] })
        .optional()
    }
  }
  return z
    .array(
      z.strictObject({
        month: scalarSchema(CHANGE_FIELDS.month).meta({ description: ABOUT.month[lang] }),
        set: z.strictObject(set).meta({ description: ABOUT.set[lang], minProperties: 1 }),
        note: z
          .union([scalarSchema(CHANGE_FIELDS.note), noteTexts()])
          .meta({ description: ABOUT.note[lang] })
          .optional(),
      }),
    )
    .max(maxEntries)
}

/** How many arms there are and what they are called is checked with the places of their keys at hand. */
function experimentSchema(lang: Lang): z.ZodType {
  const about = (key: string): string => EXPERIMENT_KEYS.find((field) => field.key === key)!.about[lang]
  const set: Record<string, z.ZodType> = {}
  for (const path of ARM_PATHS) {
    const parameter = parameterAt(path)!
    set[path] = valueSchema(parameter, lang)
      .meta({ title: parameter.label[lang], description: parameter.about[lang] })
      .optional()
  }
  const factors: Record<string, z.ZodType> = {}
  for (const path of FACTOR_PATHS) {
    const parameter = parameterAt(path) as ScalarParameter
    factors[path] = z.array(scalarSchema(parameter)).meta({ title: parameter.label[lang] }).optional()
  }
  const title = scalarSchema(ARM_TITLE_FIELD).optional()
  const arm = z.strictObject({
    set: z
      .strictObject(set)
      .meta({ description: about('experiment.arms.<name>.set') })
      .optional(),
    title: z
      .strictObject({ en: title, zh: title })
      .meta({ description: about('experiment.arms.<name>.title') })
      .optional(),
  })
  return z
    .strictObject({
      replications: scalarSchema(REPLICATIONS_FIELD)
        .meta({ description: about('experiment.replications'), default: 1 })
        .optional(),
      arms: z
        .record(z.string(), arm)
        .meta({
          description: about('experiment.arms'),
          propertyNames: { pattern: ARM_NAME_PATTERN },
          minProperties: MIN_ARMS,
          maxProperties: MAX_ARMS,
        })
        .optional(),
      factors: z
        .strictObject(factors)
        .meta({ description: about('experiment.factors'), minProperties: 1 })
        .optional(),
      design: scalarSchema(DESIGN_FIELD)
        .meta({ description: about('experiment.design'), default: 'factorial' })
        .optional(),
      points: scalarSchema(POINTS_FIELD)
        .meta({ description: about('experiment.points') })
        .optional(),
    })
    .meta({
      title: ABOUT.experiment[lang],
      description: EXPERIMENT_ABOUT[lang],
      oneOf: ['arms', 'factors'].map((key) => ({ properties: { [key]: {} }, required: [key] })),
    })
}

/** That a range rises, and what is even or a power of two, is checked with the places of the values at hand. */
function sensitivitySchema(lang: Lang): z.ZodType {
  const about = (key: string): string =>
    SENSITIVITY_KEYS.find((field) => field.key === `sensitivity.${key}`)!.about[lang]
  const factors: Record<string, z.ZodType> = {}
  for (const path of VARIED_PATHS) {
    const parameter = parameterAt(path) as ScalarParameter
    factors[path] = z
      .array(scalarSchema(parameter))
      .length(2)
      .meta({ title: parameter.label[lang], description: parameter.about[lang] })
      .optional()
  }
  const fields: Record<string, z.ZodType> = {}
  for (const [key, kind] of Object.entries(SENSITIVITY_FIELDS)) {
    fields[key] = scalarSchema(kind)
      .meta({ description: about(key) })
      .optional()
  }
  return z
    .strictObject({
      ...fields,
      factors: z
        .strictObject(factors)
        .meta({ description: about('factors'), minProperties: 1, maxProperties: MAX_FACTORS }),
      outcomes: z
        .array(scalarSchema(OUTCOME_FIELD))
        .min(1)
        .meta({ description: about('outcomes'), uniqueItems: true })
        .optional(),
    })
    .meta({ title: ABOUT.sensitivity[lang], description: SENSITIVITY_ABOUT[lang] })
}

/** Values of one key. Made once for each kind: a parameter stands in several places, and every command waits for them. */
export function scalarSchema(kind: ScalarKind): z.ZodType {
  let schema = scalarSchemas.get(kind)
  if (schema === undefined) {
    schema = newScalarSchema(kind)
    scalarSchemas.set(kind, schema)
  }
  return schema
}

function newScalarSchema(kind: ScalarKind): z.ZodType {
  switch (kind.type) {
    case 'number':
    case 'share':
      return z.number().check(z.gte(kind.min), z.lte(kind.max))
    case 'integer':
      return z.int().check(z.gte(kind.min), z.lte(kind.max))
    case 'boolean':
      return z.boolean()
    case 'enum':
      return z.enum(Object.keys(kind.choices))
    case 'text':
      return z
        .string()
        .check(z.minLength(kind.minLength), z.maxLength(kind.maxLength), z.regex(new RegExp(kind.pattern, 'u')))
  }
}
