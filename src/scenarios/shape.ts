/**
 * Shapes of YAML files beside scenarios: groups, maps, lists, scalars, and settings of parameters by dotted key. A
 * shape checks a tree with the words and places of scenarios, and gives the JSON Schema for editors.
 */
import { z } from 'zod'
import { type Fault, verbatim } from '../base/errors.ts'
import type { ScalarKind } from '../base/parameter.ts'
import type { Bilingual } from '../base/vocabulary.ts'
import type { Lang } from './parameter.ts'
import { parameterAt } from './parameters.ts'
import { entryOf, type YamlMap, type YamlNode } from './read-yaml.ts'
import { excerpt, type FaultParts, faultAt, fullWidthHint } from './source-text.ts'
import { scalarSchema, valueSchema } from './structure.ts'
import { didYouMean } from './suggest.ts'
import {
  DOTTED_KEY,
  expectation,
  firstLine,
  foundText,
  kindText,
  list,
  missingFault,
  noValue,
  repair,
  sameInEveryArm,
  suggestPath,
  unknownKeyText,
  unknownPathMessage,
  validateValue,
  wantsOneValue,
  wrongScalar,
  wrongShape,
} from './validate.ts'

interface Described {
  /** For the JSON Schema. */
  readonly about?: Bilingual
  readonly optional?: true
}

export type Shape = Described &
  (
    | { readonly type: 'scalar'; readonly kind: ScalarKind }
    /** A value whose meaning is checked where the file is understood: text, number or truth value. */
    | { readonly type: 'value' }
    | { readonly type: 'group'; readonly keys: { readonly [key: string]: Shape } }
    /** `names` says what its keys are, as in "a map of claims by name". */
    | { readonly type: 'map'; readonly names: Bilingual; readonly of: Shape }
    | { readonly type: 'list'; readonly of: Shape; readonly min: number; readonly max: number }
    /** Values of parameters; `paths` are those that may be set. */
    | { readonly type: 'settings'; readonly paths: readonly string[] }
  )

/** Every fault in the shape of a tree, with its place. `what` is what the whole is called: 'the plan'. */
export function shapeFaults(root: YamlNode, shape: Shape, what: Bilingual): Fault[] {
  const faults: Fault[] = []
  check(root, shape, [], what, faults)
  return faults
}

type Path = readonly (string | number)[]

function check(node: YamlNode, shape: Shape, path: Path, what: Bilingual, faults: Fault[]): void {
  if (node.kind === 'scalar' && node.refused) return
  const label = labelOf(path, what)
  const parts = { path: path.join('.'), expected: expectedOf(shape) }
  if (shape.type === 'scalar' || shape.type === 'value') {
    const fault = scalarFault(node, shape, label, parts)
    if (fault !== undefined) faults.push(fault)
  } else if (node.kind === 'list' && shape.type === 'list') {
    const count = node.items.length
    if (count < shape.min || count > shape.max) {
      const entries = count === 1 ? 'entry' : 'entries'
      const message = { en: `${label.en} has ${count} ${entries}`, zh: `${label.zh} 有${count}项` }
      faults.push(faultAt(firstLine(node), message, parts))
    }
    for (const [index, item] of node.items.entries()) check(item, shape.of, [...path, index], what, faults)
  } else if (node.kind === 'map' && shape.type === 'settings') {
    for (const entry of node.entries) faults.push(...settingFaults(entry, shape.paths, path))
  } else if (node.kind === 'map' && shape.type === 'map') {
    if (node.entries.length === 0) {
      const message = { en: `${label.en} has nothing in it`, zh: `${label.zh} 为空` }
      faults.push(faultAt(firstLine(node), message, parts))
    }
    for (const { key, node: inner } of node.entries) check(inner, shape.of, [...path, key], what, faults)
  } else if (node.kind === 'map' && shape.type === 'group') {
    checkGroup(node, shape.keys, path, what, faults)
  } else {
    const isEmpty = node.kind === 'scalar' && node.value === null
    const found = node.kind === 'scalar' ? verbatim(excerpt(node.place)) : kindText(node)
    const suggestion = node.kind === 'scalar' ? fullWidthHint(found.en) : undefined
    const told = isEmpty ? parts : { ...parts, found, suggestion }
    faults.push(faultAt(firstLine(node), isEmpty ? noValue(label) : wrongShape(label), told))
  }
}

function checkGroup(
  map: YamlMap,
  keys: { readonly [key: string]: Shape },
  path: Path,
  what: Bilingual,
  faults: Fault[],
): void {
  const label = labelOf(path, what)
  for (const { key, keyPlace, node } of map.entries) {
    const own = Object.hasOwn(keys, key) ? keys[key] : undefined
    if (own !== undefined) {
      check(node, own, [...path, key], what, faults)
      continue
    }
    const open = Object.keys(keys).filter((one) => entryOf(map, one) === undefined)
    faults.push(
      faultAt(keyPlace, unknownKeyText(keyPlace, path.length === 0 ? undefined : label), {
        path: [...path, key].join('.'),
        expected: verbatim(list(Object.keys(keys))),
        suggestion: fullWidthHint(key) ?? didYouMean(key, open),
      }),
    )
  }
  for (const [key, own] of Object.entries(keys)) {
    if (own.optional === true || entryOf(map, key) !== undefined) continue
    const owner = path.length === 0 ? label : { en: label.en, zh: `${label.zh} ` }
    faults.push(missingFault(owner, [...path, key], map, expectedOf(own)))
  }
}

function scalarFault(
  node: YamlNode,
  shape: Extract<Shape, { type: 'scalar' | 'value' }>,
  label: Bilingual,
  parts: FaultParts,
): Fault | undefined {
  if (node.kind !== 'scalar') return faultAt(firstLine(node), wantsOneValue(label), { ...parts, found: kindText(node) })
  const { value, place } = node
  if (value === null) return faultAt(place, noValue(label), parts)
  if (shape.type === 'value' || scalarSchema(shape.kind).safeParse(value).success) return undefined
  const told = { ...parts, found: foundText(node, value), suggestion: repair(shape.kind, value) }
  return faultAt(firstLine(node), wrongScalar(label, shape.kind, value), told)
}

function settingFaults(
  { key, keyPlace, node }: YamlMap['entries'][number],
  paths: readonly string[],
  group: Path,
): Fault[] {
  const path = [...group, key].join('.')
  if (paths.includes(key)) return validateValue(key, node).faults.map((fault) => ({ ...fault, path }))
  if (parameterAt(key) !== undefined) {
    const expected = { en: 'a key that may differ between arms', zh: '各实验组可不同的键' }
    return [faultAt(keyPlace, sameInEveryArm(key), { path, expected })]
  }
  const parts = { path, expected: DOTTED_KEY, suggestion: suggestPath(key, paths) }
  return [faultAt(keyPlace, unknownPathMessage(key), parts)]
}

function labelOf(path: Path, what: Bilingual): Bilingual {
  if (path.length === 0) return what
  const steps = path.map((step, k) => (typeof step === 'number' ? `[${step + 1}]` : k === 0 ? step : `.${step}`))
  return verbatim(steps.join(''))
}

function expectedOf(shape: Shape): Bilingual {
  switch (shape.type) {
    case 'scalar':
      return expectation(shape.kind, '')
    case 'value':
      return { en: 'one value', zh: '单个值' }
    case 'group': {
      const keys = list(Object.keys(shape.keys))
      return { en: `a group with keys among ${keys}`, zh: `一组键，可选：${keys}` }
    }
    case 'map':
      return { en: `a map of ${shape.names.en}`, zh: `${shape.names.zh}组成的映射` }
    case 'list': {
      const { en, zh } = expectedOf(shape.of)
      const [min, max] = [shape.min, shape.max]
      const count = min === max ? String(min) : `${min} to ${max}`
      return { en: `a list of ${count} entries, each ${en}`, zh: `${count.replace(' to ', '至')}项的列表，每项为${zh}` }
    }
    case 'settings':
      return {
        en: 'dotted keys with values, such as { credit.coverage: 0.9 }',
        zh: '点分键与取值，如 { credit.coverage: 0.9 }',
      }
  }
}

/** The JSON Schema (draft 2020-12) of files of a shape, with descriptions in a language. */
export function jsonSchemaOf(shape: Shape, lang: Lang): object {
  const schema = zodOf(shape, { lang, settings: new Map() })
  return z.toJSONSchema(schema, { io: 'input', target: 'draft-2020-12', reused: 'ref' })
}

interface Schemas {
  readonly lang: Lang
  /** Each made once: they are long, and the JSON Schema names what stands in several places. */
  readonly settings: Map<readonly string[], z.ZodType>
}

function zodOf(shape: Shape, schemas: Schemas): z.ZodType {
  const schema = plainZod(shape, schemas)
  return shape.about === undefined ? schema : schema.meta({ description: shape.about[schemas.lang] })
}

function plainZod(shape: Shape, schemas: Schemas): z.ZodType {
  switch (shape.type) {
    case 'scalar':
      return scalarSchema(shape.kind)
    case 'value':
      return z.union([z.number(), z.string(), z.boolean()])
    case 'group':
      return members(
        Object.entries(shape.keys).map(([key, own]) => {
          const inner = zodOf(own, schemas)
          return [key, own.optional ? inner.optional() : inner]
        }),
      )
    case 'map':
      return z.record(z.string(), zodOf(shape.of, schemas))
    case 'list':
      return z.array(zodOf(shape.of, schemas)).min(shape.min).max(shape.max)
    case 'settings': {
      const { settings, lang } = schemas
      const valueAt = (path: string): z.ZodType => valueSchema(parameterAt(path)!, lang).optional()
      const made = settings.get(shape.paths) ?? members(shape.paths.map((path) => [path, valueAt(path)]))
      settings.set(shape.paths, made)
      return made
    }
  }
}

function members(entries: readonly (readonly [string, z.ZodType])[]): z.ZodType {
  return z.strictObject(Object.fromEntries(entries))
}
