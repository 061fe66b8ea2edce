/** Checks a tree against the shape of a scenario file and says in plain words what is wrong where. */
import type { z } from 'zod'
import type { Fault } from '../base/errors.ts'
import { FACTOR_PATHS } from './design.ts'
import { ARM_PATHS, ARM_TITLE_FIELD, DESIGN_FIELD, POINTS_FIELD, REPLICATIONS_FIELD } from './experiment.ts'
import type { ScalarKind } from './parameter.ts'
import { PARAMETERS, PATHS, parameterAt, SECTIONS } from './parameters.ts'
import { entryOf, nodeAt, plainValue, type YamlNode } from './read-yaml.ts'
import { OUTCOME_FIELD, SENSITIVITY_FIELDS, VARIED_PATHS } from './sensitivity.ts'
import { excerpt, type FaultParts, faultAt, fullWidthHint, printable } from './source-text.ts'
import {
  CHANGE_FIELDS,
  EXTENDS_FIELD,
  fileSchema,
  mayBeDated,
  NORMALISE_FIELD,
  PRODUCT_FIELD,
  ROSTER_FIELDS,
  rosterSchema,
  scalarSchema,
} from './structure.ts'
import { didYouMean, nearest } from './suggest.ts'

type Issue = z.core.$ZodIssue

export interface Validation {
  readonly faults: readonly Fault[]
  /** Dotted paths of parameters whose values cannot be used; `experiment` and `sensitivity` for the blocks of that name. */
  readonly faulty: ReadonlySet<string>
}

/** Every fault in the shape and the values of a scenario file. */
export function validateFile(root: YamlNode): Validation {
  return collect(root, fileSchema, [], root)
}

/** Every fault of one parameter's value, as an option gives it. */
export function validateValue(path: string, node: YamlNode): Validation {
  const parameter = parameterAt(path)!
  if (parameter.type !== 'roster' && parameter.type !== 'timeline') {
    return collect(node, scalarSchema(parameter), [path], node)
  }
  return validateAt(path, node)
}

/** Every fault of a list or group, checked inside a file that has it at its place. */
export function validateAt(path: string, node: YamlNode): Validation {
  const [section, key] = path.split('.')
  const map = (name: string, inner: YamlNode): YamlNode => ({
    kind: 'map',
    place: node.place,
    entries: [{ key: name, keyPlace: node.place, node: inner }],
  })
  const { faults, faulty } = validateFile(map(section, key === undefined ? node : map(key, node)))
  return { faults: faults.filter((fault) => fault.path !== 'name'), faulty }
}

function collect(root: YamlNode, schema: z.ZodType, prefix: readonly string[], node: YamlNode): Validation {
  const result = schema.safeParse(plainValue(node))
  const faults: Fault[] = []
  const faulty = new Set<string>()
  for (const issue of result.error?.issues ?? []) explainIssue(issue, root, prefix, faults, faulty)
  return { faults, faulty }
}

function explainIssue(
  issue: Issue,
  root: YamlNode,
  prefix: readonly string[],
  faults: Fault[],
  faulty: Set<string>,
): void {
  const path = [...prefix, ...issue.path]
  const owner = PATHS.find((known) => known === path.slice(0, known.split('.').length).join('.'))
  if (owner !== undefined) faulty.add(owner)
  if (path[0] === 'experiment' || path[0] === 'sensitivity') faulty.add(path[0])
  const node = nodeAt(root, issue.path)
  if (node?.kind === 'scalar' && node.refused) return
  if (issue.code === 'unrecognized_keys') {
    const written = new Set(node?.kind === 'map' ? node.entries.map((entry) => entry.key) : [])
    for (const key of issue.keys) faults.push(unknownKey(key, path, node!, written))
  } else if (issue.code === 'invalid_union' && node?.kind === 'list') {
    const inner = rosterSchema.safeParse(plainValue(node))
    for (const deeper of inner.error?.issues ?? []) {
      explainIssue({ ...deeper, path: [...issue.path, ...deeper.path] }, root, prefix, faults, faulty)
    }
  } else if (node === undefined) {
    faults.push(missingKey(path, nodeAt(root, issue.path.slice(0, -1)) ?? root))
  } else {
    const fault = wrongValue(path, node)
    // A text can break two rules at once, which is one fault to its author.
    const last = faults.at(-1)
    if (last?.path !== fault.path || last.line !== fault.line || last.column !== fault.column) faults.push(fault)
  }
}

/** What an arm sets, as though it stood in the scenario itself: experiment.arms.a.set.“x.y” → x.y. */
function ownPath(path: readonly PropertyKey[]): readonly PropertyKey[] {
  if (isArmSet(path.slice(0, 4)) && path.length > 4) return [...String(path[4]).split('.'), ...path.slice(5)]
  // A value in the list of a factor is judged as the parameter's own.
  return isFactors(path.slice(0, 2)) && path.length > 3 ? String(path[2]).split('.') : path
}

function isFactors(path: readonly PropertyKey[]): boolean {
  return path.length === 2 && path[0] === 'experiment' && path[1] === 'factors'
}

function isArmSet(path: readonly PropertyKey[]): boolean {
  return path.length === 4 && path[0] === 'experiment' && path[1] === 'arms' && path[3] === 'set'
}

/** Keys that may stand where an unknown one was found. */
function siblings(written: readonly PropertyKey[]): readonly string[] {
  const path = ownPath(written)
  const group = path.join('.')
  if (group === '') return ['extends', 'normalise', ...Object.keys(SECTIONS), 'experiment', 'sensitivity']
  if (path[0] === 'experiment') return experimentKeys(path)
  if (path[0] === 'sensitivity') return ['factors', 'outcomes', ...Object.keys(SENSITIVITY_FIELDS)]
  if (path[0] === 'timeline') return path.at(-1) === 'set' ? datedPaths() : ['month', 'set', 'note']
  if (group.startsWith('lenders.roster.')) return [...Object.keys(ROSTER_FIELDS), 'products']
  const depth = path.length
  const inside = PATHS.filter((known) => known.startsWith(`${group}.`)).map((known) => known.split('.')[depth])
  return [...new Set(inside)]
}

function experimentKeys(path: readonly PropertyKey[]): readonly string[] {
  if (path.length === 1) return ['replications', 'arms', 'factors', 'design', 'points']
  if (isFactors(path)) return FACTOR_PATHS
  if (path.length === 3) return ['set', 'title']
  return path.at(-1) === 'set' ? ARM_PATHS : ['en', 'zh']
}

function datedPaths(): readonly string[] {
  return Object.entries(PARAMETERS).flatMap(([path, parameter]) => (mayBeDated(parameter) ? [path] : []))
}

function unknownKey(key: string, path: readonly PropertyKey[], map: YamlNode, written: ReadonlySet<string>): Fault {
  const place = (map.kind === 'map' ? entryOf(map, key)?.keyPlace : undefined) ?? map.place
  // A key that stands there already cannot be meant once more.
  const open = (candidates: readonly string[]): readonly string[] => candidates.filter((one) => !written.has(one))
  const known = siblings(path)
  const full = [...path, key].join('.')
  const wide = fullWidthHint(key)
  const told = (message: string, parts: FaultParts): Fault =>
    faultAt(place, message, wide === '' ? parts : { ...parts, suggestion: wide })
  if (isArmSet(path)) return told(...unarmed(key, full, open(ARM_PATHS)))
  if (isFactors(path)) return told(...noFactor(key, full, open(FACTOR_PATHS)))
  if (full === `sensitivity.factors.${key}`) return told(...notVaried(key, full, open(VARIED_PATHS)))
  if (ownPath(path)[0] === 'timeline' && path.at(-1) === 'set') return told(...undated(key, full, open(datedPaths())))
  const isInParameters = !['experiment', 'sensitivity', 'timeline'].includes(String(ownPath(path)[0]))
  const here = [...ownPath(path), ''].join('.')
  const others = PATHS.filter((one) => !(one.startsWith(here) && written.has(one.slice(here.length))))
  const suggestion = didYouMean(key, open(known)) || (isInParameters ? elsewhere(key, others) : '')
  const where = path.length === 0 ? '' : ` in ${pathText(path)}`
  return told(`unknown key “${excerpt(place)}”${where}`, {
    path: full,
    // A long list hides a good suggestion.
    expected: suggestion !== '' && known.length > 8 ? '' : list(known),
    suggestion,
  })
}

/** What is wrong with a path in `timeline … set`. */
function undated(key: string, full: string, open: readonly string[]): [message: string, parts: FaultParts] {
  if (parameterAt(key) !== undefined) {
    return [
      `${key} is fixed at the start and cannot be dated`,
      { path: full, expected: 'a key that may change during a run' },
    ]
  }
  return [
    unknownPathMessage(key),
    { path: full, expected: 'a dotted key that may change during a run', suggestion: suggestPath(key, open) },
  ]
}

/** What is wrong with a path in `experiment … set`. */
function unarmed(key: string, full: string, open: readonly string[]): [message: string, parts: FaultParts] {
  const path = full.slice(0, -key.length - 1)
  if (parameterAt(key) !== undefined) {
    const shared = key === 'seed' || key.startsWith('horizon.')
    return [
      shared ? `${key} is the same in every arm` : `${key} is the scenario’s: an arm has a name and a title of its own`,
      {
        path: full,
        expected: shared ? `${key} in the scenario itself` : `a title beside set, in ${path.slice(0, -4)}`,
      },
    ]
  }
  return [
    unknownPathMessage(key),
    { path: full, expected: 'a dotted key of the scenario', suggestion: suggestPath(key, open) },
  ]
}

/** What is wrong with a path in `experiment … factors`. */
function noFactor(key: string, full: string, open: readonly string[]): [message: string, parts: FaultParts] {
  if (parameterAt(key) !== undefined) {
    return [
      ARM_PATHS.includes(key) ? `${key} is a list or a text and no factor` : `${key} is the same in every arm`,
      { path: full, expected: 'a dotted key with a number, a choice, or true and false' },
    ]
  }
  return [
    unknownPathMessage(key),
    { path: full, expected: 'a dotted key of the scenario', suggestion: suggestPath(key, open) },
  ]
}

/** What is wrong with a path among the factors of a sensitivity analysis. */
function notVaried(key: string, full: string, open: readonly string[]): [message: string, parts: FaultParts] {
  const expected = 'a dotted key with numbers as values'
  if (parameterAt(key) === undefined) {
    return [unknownPathMessage(key), { path: full, expected, suggestion: suggestPath(key, open) }]
  }
  const isVaried = ARM_PATHS.includes(key)
  const message = isVaried
    ? `${key} is no number and cannot be a factor`
    : `${key} is the same in every run of a sensitivity analysis`
  return [message, { path: full, expected }]
}

/** What is wrong with a dotted path that is no parameter. */
export function unknownPathMessage(path: string): string {
  const members = PATHS.filter((known) => known.startsWith(`${path}.`))
  return members.length > 0 ? `${path} is a group of keys, not one value` : `unknown key “${shortened(path)}”`
}

/** A suggestion for a dotted path that is no parameter. */
export function suggestPath(path: string, candidates: readonly string[] = PATHS): string {
  const members = candidates.filter((known) => known.startsWith(`${path}.`))
  if (members.length > 0) return `name one of its keys, such as ${members[0]}`
  return didYouMean(path, candidates) || elsewhere(path, candidates)
}

/** A key that exists in another group, or was written with dots. */
function elsewhere(key: string, candidates: readonly string[]): string {
  const nested = parameterAt(key) === undefined || !candidates.includes(key) ? undefined : key.split('.')
  if (nested !== undefined && nested.length > 1) {
    return `write it nested, as ${nested
      .slice(0, -1)
      .map((group) => `${group}: { `)
      .join('')}${nested.at(-1)}: …${' }'.repeat(nested.length - 1)}`
  }
  const leaf = key.split('.').at(-1)!
  const homes = candidates.filter((known) => known.endsWith(`.${leaf}`))
  if (homes.length > 0 && homes.length <= 3) return `did you mean ${homes.join(' or ')}?`
  const near = nearest(
    leaf,
    candidates.map((known) => known.split('.').at(-1)!),
  )
  const home = near === undefined ? undefined : candidates.find((known) => known.endsWith(`.${near}`))
  return home === undefined ? '' : `did you mean ${home}?`
}

function missingKey(path: readonly PropertyKey[], parent: YamlNode): Fault {
  const key = String(path.at(-1))
  const { place } = parent
  const first = { ...place, end: Math.min(place.end, place.start + 1) }
  const owner = path.length === 1 ? 'the scenario' : pathText(path.slice(0, -1))
  return faultAt(first, `${owner} has no ${key}`, { path: path.join('.'), expected: expectedAt(path) })
}

function wrongValue(path: readonly PropertyKey[], node: YamlNode): Fault {
  const place = firstLine(node)
  const label = pathText(path)
  const own = ownPath(path)
  const parts = { path: path.join('.'), expected: expectedAt(path) }
  const kind = kindAt(path)
  if (node.kind !== 'scalar') {
    const found = node.kind === 'map' ? 'a group of keys' : 'a list'
    if (kind === undefined && node.kind === 'list' && expectedAt(path).includes('list')) {
      const count = node.items.length
      if (path[0] === 'sensitivity')
        return faultAt(place, `${label} has ${count} entr${count === 1 ? 'y' : 'ies'}`, parts)
      return faultAt(place, `${label} has ${count === 0 ? 'nothing in it' : `${count} entries, too many`}`, parts)
    }
    if (path.length === 0) return faultAt(place, 'the file is not a group of keys', { ...parts, found })
    const shape = kind === undefined ? `${label} has the wrong shape` : `${label} takes one value`
    return faultAt(place, shape, { ...parts, found })
  }
  const { value } = node
  if (value === null) return faultAt(place, `${label} has no value`, parts)
  const found = typeof value === 'string' ? `the text ${quoted(value)}` : excerpt(node.place)
  if (path.length === 0) {
    const suggestion = fullWidthHint(node.place.source.text.slice(node.place.start, node.place.end))
    return faultAt(place, 'the file is not a group of keys', { ...parts, found, suggestion })
  }
  if (kind === undefined) {
    const roster = label === 'lenders.roster' ? didYouMean(String(value), ['table1']) : ''
    const suggestion = roster || (typeof value === 'string' ? fullWidthHint(value) : '')
    const isList = isFactors(own.slice(0, 2)) && own.length === 3
    const shape =
      isGroup(own) && !isList ? `${label} is a group of keys, not one value` : `${label} has the wrong shape`
    return faultAt(place, shape, { ...parts, found, suggestion })
  }
  return faultAt(place, wrongScalar(label, kind, value), { ...parts, found, suggestion: repair(kind, value) })
}

function wrongScalar(label: string, kind: ScalarKind, value: string | number | boolean): string {
  switch (kind.type) {
    case 'boolean':
      return `${label} is neither true nor false`
    case 'enum':
      return `${label} has an unknown value`
    case 'text':
      return typeof value === 'string' ? `${label} is not in the right form` : `${label} is not text`
    default:
      if (typeof value !== 'number' || !Number.isFinite(value)) return `${label} is not a number`
      if (value < kind.min) return `${label} is below its minimum`
      if (value > kind.max) return `${label} is above its maximum`
      return `${label} is not a whole number`
  }
}

/** A guess at what the author meant by a value of the wrong kind; one that this key takes, or none. */
function repair(kind: ScalarKind, value: string | number | boolean): string {
  const wide = typeof value === 'string' && kind.type !== 'text' ? fullWidthHint(value) : ''
  if (kind.type === 'enum') return didYouMean(String(value).normalize('NFKC'), Object.keys(kind.choices)) || wide
  if (kind.type === 'boolean') {
    if (/^(yes|on|y|true)$/i.test(String(value))) return 'did you mean true?'
    return /^(no|off|n|false)$/i.test(String(value)) ? 'did you mean false?' : wide
  }
  if (kind.type === 'text') {
    const isText = typeof value === 'string' || !scalarSchema(kind).safeParse(String(value)).success
    return isText ? '' : `put it in quotes: "${value}"`
  }
  const takes = (number: number): boolean => scalarSchema(kind).safeParse(number).success
  if (typeof value === 'number') {
    const asShare = Number((value / 100).toPrecision(12))
    const isPercentage = kind.type === 'share' && value >= 2 && value <= 100 && takes(asShare)
    return isPercentage ? `a share, not a percentage: did you mean ${asShare}?` : ''
  }
  const meant = typeof value === 'string' ? numberMeant(value) : undefined
  if (meant === undefined || !takes(meant)) return wide
  return `did you mean ${meant}? (without quotes, signs or separators)`
}

/** Numbers written as people write them: in quotes, with %, with thousands marks, with full-width digits. */
function numberMeant(text: string): number | undefined {
  const ascii = text.normalize('NFKC').replace(/[\s,_“”‘’"']/g, '')
  const percent = /^(-?\d+(?:\.\d+)?)%$/.exec(ascii)
  if (percent !== null) return Number((Number(percent[1]) / 100).toPrecision(12))
  return /^-?\d+(\.\d+)?$/.test(ascii) ? Number(ascii) : undefined
}

function isGroup(path: readonly PropertyKey[]): boolean {
  if (path[0] === 'sensitivity') return path.length === 1 || (path.length === 2 && path[1] === 'factors')
  if (path[0] === 'experiment') return true
  return PATHS.some((known) => known.startsWith(`${path.join('.')}.`))
}

/** The kind of scalar that belongs at a path; undefined for groups and lists. */
function kindAt(written: readonly PropertyKey[]): ScalarKind | undefined {
  const path = ownPath(written)
  const dotted = path.join('.')
  if (dotted === 'experiment.replications') return REPLICATIONS_FIELD
  if (dotted === 'experiment.design') return DESIGN_FIELD
  if (dotted === 'experiment.points') return POINTS_FIELD
  if (path[0] === 'experiment') return path.length === 5 && path[3] === 'title' ? ARM_TITLE_FIELD : undefined
  if (path[0] === 'sensitivity') return sensitivityKind(path)
  if (dotted === 'extends') return EXTENDS_FIELD
  if (dotted === 'normalise') return NORMALISE_FIELD
  const last = String(path.at(-1))
  if (path[0] === 'timeline') {
    if (path.length === 4) return scalarKind(last)
    return path.length === 3 && (last === 'month' || last === 'note') ? CHANGE_FIELDS[last] : undefined
  }
  if (dotted.startsWith('lenders.roster.')) {
    if (path.length === 5) return PRODUCT_FIELD
    return path.length === 4 && Object.hasOwn(ROSTER_FIELDS, last)
      ? ROSTER_FIELDS[last as keyof typeof ROSTER_FIELDS]
      : undefined
  }
  return scalarKind(dotted)
}

function sensitivityKind([, key, inner, end]: readonly PropertyKey[]): ScalarKind | undefined {
  if (key === 'outcomes') return inner === undefined ? undefined : OUTCOME_FIELD
  if (key === 'factors') return end === undefined ? undefined : scalarKind(String(inner))
  return SENSITIVITY_FIELDS[key as keyof typeof SENSITIVITY_FIELDS]
}

function scalarKind(path: string): ScalarKind | undefined {
  const parameter = parameterAt(path)
  return parameter === undefined || parameter.type === 'roster' || parameter.type === 'timeline' ? undefined : parameter
}

function expectedAt(written: readonly PropertyKey[]): string {
  const path = ownPath(written)
  const kind = kindAt(path)
  if (kind !== undefined) {
    const unit = path[0] === 'timeline' ? '' : (parameterAt(path.join('.'))?.unit ?? '')
    return expectation(kind, unit)
  }
  const dotted = path.join('.')
  if (dotted === '') return 'keys with values, such as “name: my-scenario”'
  if (path[0] === 'experiment') return experimentExpected(path)
  if (path[0] === 'sensitivity') return sensitivityExpected(path)
  if (dotted === 'lenders.roster') return 'table1, or a list of 1 to 64 lenders'
  if (dotted === 'timeline') return 'a list of { month, set: { key: value }, note }'
  if (path[0] === 'timeline') {
    return path.at(-1) === 'set'
      ? 'dotted keys with new values, such as { credit.coverage: 0.9 }'
      : 'a map with month and set'
  }
  if (path.at(-1) === 'products')
    return `a list of 1 to 10 of ${list(Object.keys((PRODUCT_FIELD as { choices: object }).choices))}`
  if (dotted.startsWith('lenders.roster.'))
    return 'a map with name, class, model, weight and products, and perhaps a strategy'
  return `a group with keys among ${list(siblings(path))}`
}

function experimentExpected(path: readonly PropertyKey[]): string {
  if (path.length === 1) return 'a group with arms or factors and, if more than one run of each is wanted, replications'
  if (isFactors(path)) return 'dotted keys with lists of values, such as { credit.coverage: [0.5, 0.9] }'
  if (path[1] === 'factors') return 'a list of values, such as [0.5, 0.9]'
  if (path.length === 2) return 'arms by name, such as asIs: {} and wide: { set: { credit.coverage: 0.9 } }'
  if (path.length === 3) return 'a group with set and title; {} for the plain scenario'
  return path[3] === 'set' ? 'dotted keys with values, such as { credit.coverage: 0.9 }' : 'a group with en and zh'
}

function sensitivityExpected(path: readonly PropertyKey[]): string {
  if (path.length === 1) return 'a group with factors, such as { factors: { credit.coverage: [0.5, 1] } }'
  if (path[1] === 'outcomes') return 'a list of keys of outcomes, such as [reach.all, late.over90]'
  if (path.length === 2) return 'dotted keys with ranges, such as { credit.coverage: [0.5, 1] }'
  return `a list of two numbers, low and high; both are ${expectation(scalarKind(String(path[2]))!, '')}`
}

/** What a key takes, in words. */
export function expectation(kind: ScalarKind, unit: string): string {
  const suffix = inUnit(unit)
  switch (kind.type) {
    case 'number':
      return `a number from ${kind.min} to ${kind.max}${suffix}`
    case 'share':
      return `a share from ${kind.min} to ${kind.max}${suffix}`
    case 'integer':
      return `a whole number from ${kind.min} to ${kind.max}${suffix}`
    case 'boolean':
      return 'true or false'
    case 'enum': {
      const names = Object.keys(kind.choices)
      return names.length === 1 ? names[0] : `one of ${list(names)}`
    }
    case 'text':
      return `${kind.form.en}; at most ${kind.maxLength} characters`
  }
}

const PLURALS: { readonly [unit: string]: string } = { month: 'months', year: 'years', person: 'people', count: '' }

/** ', per year', ', in CNY per month', ', in months'. */
function inUnit(unit: string): string {
  const word = PLURALS[unit] ?? unit.replaceAll('/', ' per ')
  if (word === '' || unit === '1') return ''
  return unit.startsWith('1/') ? `, per ${unit.slice(2)}` : `, in ${word}`
}

/** A path as authors say it: list positions in brackets, counted from 1; the file itself has a name too. */
function pathText(written: readonly PropertyKey[]): string {
  const path = ownPath(written)
  if (path.length === 0) return 'the scenario'
  if (path[0] === 'timeline' && path.length === 4) return String(path[3])
  return path
    .map((step, index) =>
      typeof step === 'number' ? `[${step + 1}]` : index === 0 ? String(step) : `.${String(step)}`,
    )
    .join('')
}

function list(words: readonly string[]): string {
  return words.length > 24 ? `${words.slice(0, 24).join(', ')}, …` : words.join(', ')
}

function quoted(text: string): string {
  return `“${shortened(text)}”`
}

function shortened(text: string): string {
  const shown = printable(text)
  return shown.length > 60 ? `${shown.slice(0, 59)}…` : shown
}

/** Groups and lists span lines; a fault shows the first. */
function firstLine(node: YamlNode): YamlNode['place'] {
  const { source, start, end } = node.place
  const lineEnd = source.text.indexOf('\n', start)
  return { source, start, end: lineEnd < 0 ? end : Math.min(end, lineEnd) }
}
