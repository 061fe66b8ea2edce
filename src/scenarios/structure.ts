/** The shape of a scenario file as a zod schema, built from the table of parameters. */

import { z } from 'zod'
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
import type { EnumKind, Parameter, ScalarKind, ScalarParameter, TextKind } from './parameter.ts'
import { PARAMETERS, parameterAt, SECTIONS } from './parameters.ts'
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

function oneLine(minLength: number, maxLength: number): TextKind {
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

const roster = z
  .array(
    z
      .strictObject({
        name: scalarSchema(ROSTER_FIELDS.name).meta({
          description: 'Name of the lender; it labels a starting capital and nothing else.',
        }),
        class: scalarSchema(ROSTER_FIELDS.class).meta({ description: 'Class: its costs, data and capital rule.' }),
        model: scalarSchema(ROSTER_FIELDS.model).meta({
          description: 'Business model: an app that does not see the purpose, a checkout, or a P2P platform.',
        }),
        weight: scalarSchema(ROSTER_FIELDS.weight).meta({ description: 'Splits the capital and brand of its class.' }),
        partner: scalarSchema(ROSTER_FIELDS.partner)
          .meta({
            description:
              'Name of the bank or licensed company of the roster that funds part of its lending; the largest bank if left out.',
          })
          .optional(),
        products: z
          .array(scalarSchema(PRODUCT_FIELD))
          .min(1)
          .max(ARCHETYPES.length)
          .meta({ description: 'Archetypes of Table 2 that it offers.', uniqueItems: true }),
        strategy: scalarSchema(ROSTER_FIELDS.strategy)
          .meta({ description: 'How it redesigns products; left out, it follows from class and products.' })
          .optional(),
      })
      .meta({ description: 'One lender.' }),
  )
  .min(1)
  .max(PARAMETERS['lenders.roster'].maxEntries)

/** A list of lenders on its own: zod tells a union’s faults less well. */
export const rosterSchema: z.ZodType = roster

/** A scenario file. Everything may be left out but the name. */
export const fileSchema: z.ZodType = z
  .strictObject({
    extends: scalarSchema(EXTENDS_FIELD)
      .meta({
        title: 'Extends',
        description:
          'Scenario from which this one is derived: the name of a shipped one (xiaojin list), or a relative path with / inside the project, which is the nearest folder above the scenario with .git or package.json, else its own folder.',
      })
      .optional(),
    normalise: scalarSchema(NORMALISE_FIELD)
      .meta({
        title: 'Normalise',
        description:
          'Whether tables of shares whose sum is off by rounding (half a hundredth a share at most) are divided by it. A file that extends another inherits it.',
        default: false,
      })
      .optional(),
    ...sections(),
    experiment: experimentSchema().optional(),
    sensitivity: sensitivitySchema().optional(),
  })
  .meta({
    title: 'xiaojin scenario',
    description: 'A scenario of the consumer-finance simulator xiaojin. Keys left out keep their defaults.',
  })

interface Group {
  readonly [key: string]: Group | Parameter
}

/** The table as nested groups, in the order of the table. */
function groups(): Group {
  const root: Record<string, unknown> = {}
  for (const [path, parameter] of Object.entries(PARAMETERS)) {
    const keys = path.split('.')
    const leaf = keys.pop()!
    let group = root
    for (const key of keys) {
      group[key] ??= {}
      group = group[key] as Record<string, unknown>
    }
    group[leaf] = parameter
  }
  return root as Group
}

function sections(): z.ZodRawShape {
  const shape = shapeOf(groups(), '')
  for (const [key, { en }] of Object.entries(SECTIONS)) {
    if (parameterAt(key) === undefined) shape[key] = (shape[key] as z.ZodType).meta({ title: en }).optional()
  }
  return shape
}

function shapeOf(group: Group, prefix: string): Record<string, z.ZodType> {
  const shape: Record<string, z.ZodType> = {}
  for (const [key, member] of Object.entries(group)) {
    const path = prefix + key
    const parameter = parameterAt(path)
    if (parameter === undefined) shape[key] = z.strictObject(shapeOf(member as Group, `${path}.`)).optional()
    else if (path === 'name') shape[key] = documented(parameter)
    else shape[key] = documented(parameter).optional()
  }
  return shape
}

/** Values of a parameter, whatever its kind. */
function valueSchema(parameter: Parameter): z.ZodType {
  if (parameter.type === 'roster') return z.union([z.literal('table1'), roster])
  return parameter.type === 'timeline' ? timelineSchema(parameter.maxEntries) : scalarSchema(parameter)
}

function documented(parameter: Parameter): z.ZodType {
  const schema = valueSchema(parameter)
  const notes = [parameter.about.en]
  if (parameter.unit !== '' && parameter.unit !== '1') notes.push(`Unit: ${parameter.unit}.`)
  notes.push(`Source [${parameter.mark}]: ${parameter.source.en}.`)
  return schema.meta({ title: parameter.label.en, description: notes.join(' '), default: parameter.default })
}

function timelineSchema(maxEntries: number): z.ZodType {
  const set: Record<string, z.ZodType> = {}
  for (const [path, parameter] of Object.entries(PARAMETERS)) {
    if (mayBeDated(parameter)) {
      set[path] = scalarSchema(parameter)
        .meta({ title: parameter.label.en, description: parameter.about.en })
        .optional()
    }
  }
  return z
    .array(
      z.strictObject({
        month: scalarSchema(CHANGE_FIELDS.month).meta({
          description: 'Month at whose start the values change; 0 is the first reported month.',
        }),
        set: z.strictObject(set).meta({ description: 'New values by dotted key.', minProperties: 1 }),
        note: scalarSchema(CHANGE_FIELDS.note).meta({ description: 'Why; shown on charts.' }).optional(),
      }),
    )
    .max(maxEntries)
}

/** How many arms there are and what they are called is checked with the places of their keys at hand. */
function experimentSchema(): z.ZodType {
  const about = (key: string): string => EXPERIMENT_KEYS.find((field) => field.key === key)!.about.en
  const set: Record<string, z.ZodType> = {}
  for (const path of ARM_PATHS) {
    const parameter = parameterAt(path)!
    set[path] = valueSchema(parameter).meta({ title: parameter.label.en, description: parameter.about.en }).optional()
  }
  const factors: Record<string, z.ZodType> = {}
  for (const path of FACTOR_PATHS) {
    const parameter = parameterAt(path) as ScalarParameter
    factors[path] = z.array(scalarSchema(parameter)).meta({ title: parameter.label.en }).optional()
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
      title: 'Experiment',
      description: EXPERIMENT_ABOUT.en,
      oneOf: ['arms', 'factors'].map((key) => ({ properties: { [key]: {} }, required: [key] })),
    })
}

/** That a range rises, and what is even or a power of two, is checked with the places of the values at hand. */
function sensitivitySchema(): z.ZodType {
  const about = (key: string): string => SENSITIVITY_KEYS.find((field) => field.key === `sensitivity.${key}`)!.about.en
  const factors: Record<string, z.ZodType> = {}
  for (const path of VARIED_PATHS) {
    const parameter = parameterAt(path) as ScalarParameter
    factors[path] = z
      .array(scalarSchema(parameter))
      .length(2)
      .meta({ title: parameter.label.en, description: parameter.about.en })
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
    .meta({ title: 'Sensitivity analysis', description: SENSITIVITY_ABOUT.en })
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
