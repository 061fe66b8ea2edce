/** Checks a tree against the shape of a scenario file and says in plain words what is wrong where. */
import type { z } from 'zod'
import { type Fault, verbatim } from '../base/errors.ts'
import type { ScalarKind } from '../base/parameter.ts'
import type { Bilingual } from '../base/vocabulary.ts'
import { FACTOR_PATHS } from './design.ts'
import { ARM_PATHS, ARM_TITLE_FIELD, DESIGN_FIELD, POINTS_FIELD, REPLICATIONS_FIELD } from './experiment.ts'
import { UNIT_NAMES } from './parameter.ts'
import { PARAMETERS, PATHS, parameterAt, SECTIONS } from './parameters.ts'
import { entryOf, nodeAt, plainValue, type YamlNode } from './read-yaml.ts'
import { REPLACED_KEYS } from './renamed.ts'
import { OUTCOME_FIELD, SENSITIVITY_FIELDS, VARIED_PATHS } from './sensitivity.ts'
import { excerpt, type FaultParts, faultAt, fullWidthHint, printable } from './source-text.ts'
import {
  CHANGE_FIELDS,
  EXTENDS_FIELD,
  fileSchema,
  mayBeDated,
  NORMALISE_FIELD,
  noteTextsSchema,
  PRODUCT_FIELD,
  ROSTER_FIELDS,
  rosterSchema,
  scalarSchema,
} from './structure.ts'
import { didYouMean, isMeant, nearest } from './suggest.ts'

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
  } else if (issue.code === 'invalid_union' && (isNote(path) ? node?.kind === 'map' : node?.kind === 'list')) {
    // zod tells a union’s faults less well than those of the one that was meant.
    const inner = (isNote(path) ? noteTextsSchema : rosterSchema).safeParse(plainValue(node!))
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

/** The note of a dated change, of the scenario or of an arm. */
function isNote(written: readonly PropertyKey[]): boolean {
  const path = ownPath(written)
  return path.length === 3 && path[0] === 'timeline' && path[2] === 'note'
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
  if (path[0] === 'timeline' && path.length === 3) return path[2] === 'set' ? datedPaths() : ['en', 'zh']
  if (path[0] === 'timeline') return ['month', 'set', 'note']
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
  const told = (message: Bilingual, parts: FaultParts): Fault =>
    faultAt(place, message, wide === undefined ? parts : { ...parts, suggestion: wide })
  if (isArmSet(path)) return told(...unarmed(key, full, open(ARM_PATHS)))
  if (isFactors(path)) return told(...noFactor(key, full, open(FACTOR_PATHS)))
  if (full === `sensitivity.factors.${key}`) return told(...notVaried(key, full, open(VARIED_PATHS)))
  if (ownPath(path)[0] === 'timeline' && path.at(-1) === 'set') return told(...undated(key, full, open(datedPaths())))
  const isInParameters = !['experiment', 'sensitivity', 'timeline'].includes(String(ownPath(path)[0]))
  const here = [...ownPath(path), ''].join('.')
  const others = PATHS.filter((one) => !(one.startsWith(here) && written.has(one.slice(here.length))))
  const replaced = Object.hasOwn(REPLACED_KEYS, full) ? REPLACED_KEYS[full] : undefined
  const suggestion = replaced ?? didYouMean(key, open(known)) ?? (isInParameters ? elsewhere(key, others) : undefined)
  return told(unknownKeyText(place, path.length === 0 ? undefined : pathText(path)), {
    path: full,
    // A long list hides a good suggestion.
    expected: suggestion !== undefined && known.length > 8 ? undefined : verbatim(list(known)),
    suggestion,
  })
}

export function unknownKeyText(place: YamlNode['place'], group: Bilingual | undefined): Bilingual {
  const [typed, en, zh] = [excerpt(place), group && ` in ${group.en}`, group && `${group.zh} 中`]
  return { en: `unknown key “${typed}”${en ?? ''}`, zh: `${zh ?? ''}没有键“${typed}”` }
}

const DATED_KEY: Bilingual = { en: 'a dotted key that may change during a run', zh: '运行中可改变的点分键' }
export const DOTTED_KEY: Bilingual = { en: 'a dotted key of the scenario', zh: '情景的点分键' }

/** What is wrong with a path in `timeline … set`. */
function undated(key: string, full: string, open: readonly string[]): [message: Bilingual, parts: FaultParts] {
  if (parameterAt(key) !== undefined) {
    return [
      { en: `${key} is fixed at the start and cannot be dated`, zh: `${key} 在运行开始时固定，不能按月份改变` },
      { path: full, expected: { en: 'a key that may change during a run', zh: '运行中可改变的键' } },
    ]
  }
  return [unknownPathMessage(key), { path: full, expected: DATED_KEY, suggestion: suggestPath(key, open) }]
}

/** What is wrong with a path in `experiment … set`. */
function unarmed(key: string, full: string, open: readonly string[]): [message: Bilingual, parts: FaultParts] {
  const arm = full.slice(0, -key.length - '.set.'.length)
  if (parameterAt(key) === undefined) {
    return [unknownPathMessage(key), { path: full, expected: DOTTED_KEY, suggestion: suggestPath(key, open) }]
  }
  if (key === 'seed' || key.startsWith('horizon.')) {
    const expected = { en: `${key} in the scenario itself`, zh: `将 ${key} 写在情景本身` }
    return [sameInEveryArm(key), { path: full, expected }]
  }
  return [
    {
      en: `${key} is the scenario’s: an arm has a name and a title of its own`,
      zh: `${key} 属于情景；实验组有自己的名称和标题`,
    },
    { path: full, expected: { en: `a title beside set, in ${arm}`, zh: `在 ${arm} 中与 set 并列的 title` } },
  ]
}

export function sameInEveryArm(key: string): Bilingual {
  return { en: `${key} is the same in every arm`, zh: `${key} 在各实验组中必须相同` }
}

/** What is wrong with a path in `experiment … factors`. */
function noFactor(key: string, full: string, open: readonly string[]): [message: Bilingual, parts: FaultParts] {
  if (parameterAt(key) === undefined) {
    return [unknownPathMessage(key), { path: full, expected: DOTTED_KEY, suggestion: suggestPath(key, open) }]
  }
  const noLevels = { en: `${key} is a list or a text and no factor`, zh: `${key} 是列表或文本，不能作为因子` }
  return [
    ARM_PATHS.includes(key) ? noLevels : sameInEveryArm(key),
    {
      path: full,
      expected: {
        en: 'a dotted key with a number, a choice, or true and false',
        zh: '取值为数值、选项或 true / false 的点分键',
      },
    },
  ]
}

/** What is wrong with a path among the factors of a sensitivity analysis. */
function notVaried(key: string, full: string, open: readonly string[]): [message: Bilingual, parts: FaultParts] {
  const expected = { en: 'a dotted key with numbers as values', zh: '取值为数值的点分键' }
  if (parameterAt(key) === undefined) {
    return [unknownPathMessage(key), { path: full, expected, suggestion: suggestPath(key, open) }]
  }
  const noNumber = { en: `${key} is no number and cannot be a factor`, zh: `${key} 不是数值，不能作为因子` }
  const shared = {
    en: `${key} is the same in every run of a sensitivity analysis`,
    zh: `${key} 在敏感性分析的各次运行中必须相同`,
  }
  return [ARM_PATHS.includes(key) ? noNumber : shared, { path: full, expected }]
}

/** What is wrong with a dotted path that is no parameter. */
export function unknownPathMessage(path: string): Bilingual {
  const isGroupOfKeys = PATHS.some((known) => known.startsWith(`${path}.`))
  if (isGroupOfKeys) return groupNotValue(verbatim(path))
  return { en: `unknown key “${shortened(path)}”`, zh: `没有键“${shortened(path)}”` }
}

function groupNotValue({ en, zh }: Bilingual): Bilingual {
  return { en: `${en} is a group of keys, not one value`, zh: `${zh} 是一组键，不是单个值` }
}

/** A suggestion for a dotted path that is no parameter. */
export function suggestPath(path: string, candidates: readonly string[] = PATHS): Bilingual | undefined {
  if (Object.hasOwn(REPLACED_KEYS, path)) return REPLACED_KEYS[path]
  const member = candidates.find((known) => known.startsWith(`${path}.`))
  if (member === undefined) return didYouMean(path, candidates) ?? elsewhere(path, candidates)
  return { en: `name one of its keys, such as ${member}`, zh: `请指明其中一个键，如 ${member}` }
}

/** A key that exists in another group, or was written with dots. */
function elsewhere(key: string, candidates: readonly string[]): Bilingual | undefined {
  const nested = parameterAt(key) === undefined || !candidates.includes(key) ? undefined : key.split('.')
  if (nested !== undefined && nested.length > 1) {
    const groups = nested.slice(0, -1).map((group) => `${group}: { `)
    const written = `${groups.join('')}${nested.at(-1)}: …${' }'.repeat(nested.length - 1)}`
    return { en: `write it nested, as ${written}`, zh: `请写成嵌套形式：${written}` }
  }
  const leaf = key.split('.').at(-1)!
  const homes = candidates.filter((known) => known.endsWith(`.${leaf}`))
  if (homes.length > 0 && homes.length <= 3) return isMeant(...homes)
  const near = nearest(
    leaf,
    candidates.map((known) => known.split('.').at(-1)!),
  )
  const home = near === undefined ? undefined : candidates.find((known) => known.endsWith(`.${near}`))
  return home === undefined ? undefined : isMeant(home)
}

function missingKey(path: readonly PropertyKey[], parent: YamlNode): Fault {
  const owner = pathText(path.slice(0, -1))
  return missingFault(path.length === 1 ? owner : { en: owner.en, zh: `${owner.zh} ` }, path, parent, expectedAt(path))
}

/** A key that a group has to have; `owner` is what the group is called. */
export function missingFault(
  { en, zh }: Bilingual,
  path: readonly PropertyKey[],
  { place }: YamlNode,
  expected: Bilingual,
): Fault {
  const first = { ...place, end: Math.min(place.end, place.start + 1) }
  const key = String(path.at(-1))
  return faultAt(first, { en: `${en} has no ${key}`, zh: `${zh}缺少 ${key}` }, { path: path.join('.'), expected })
}

/** What stands where one value should. */
export function kindText({ kind }: YamlNode): Bilingual {
  return kind === 'map' ? { en: 'a group of keys', zh: '一组键' } : { en: 'a list', zh: '列表' }
}

export function foundText({ place }: YamlNode, value: unknown): Bilingual {
  if (typeof value !== 'string') return verbatim(excerpt(place))
  return { en: `the text ${quoted(value)}`, zh: `文本${quoted(value)}` }
}

export function wantsOneValue({ en, zh }: Bilingual): Bilingual {
  return { en: `${en} takes one value`, zh: `${zh} 只取单个值` }
}

export function noValue({ en, zh }: Bilingual): Bilingual {
  return { en: `${en} has no value`, zh: `${zh} 没有取值` }
}

function wrongValue(path: readonly PropertyKey[], node: YamlNode): Fault {
  const place = firstLine(node)
  const label = pathText(path)
  const own = ownPath(path)
  const parts = { path: path.join('.'), expected: expectedAt(path) }
  const kind = kindAt(path)
  if (node.kind !== 'scalar') {
    const found = kindText(node)
    if (kind === undefined && node.kind === 'list' && expectedAt(path).en.includes('list'))
      return faultAt(place, wrongCount(label, path[0] === 'sensitivity', node.items.length), parts)
    if (path.length === 0) return faultAt(place, NO_GROUP, { ...parts, found })
    return faultAt(place, kind === undefined ? wrongShape(label) : wantsOneValue(label), { ...parts, found })
  }
  const { value } = node
  if (value === null) return faultAt(place, noValue(label), parts)
  const found = foundText(node, value)
  if (path.length === 0) {
    const suggestion = fullWidthHint(node.place.source.text.slice(node.place.start, node.place.end))
    return faultAt(place, NO_GROUP, { ...parts, found, suggestion })
  }
  if (kind === undefined) {
    const roster = label.en === 'lenders.roster' ? didYouMean(String(value), ['table1']) : undefined
    const suggestion = roster ?? (typeof value === 'string' ? fullWidthHint(value) : undefined)
    const isList = isFactors(own.slice(0, 2)) && own.length === 3
    const shape = isGroup(own) && !isList ? groupNotValue(label) : wrongShape(label)
    return faultAt(place, shape, { ...parts, found, suggestion })
  }
  return faultAt(place, wrongScalar(label, kind, value), { ...parts, found, suggestion: repair(kind, value) })
}

const NO_GROUP: Bilingual = { en: 'the file is not a group of keys', zh: '文件内容不是一组键' }

export function wrongShape({ en, zh }: Bilingual): Bilingual {
  return { en: `${en} has the wrong shape`, zh: `${zh} 的结构不对` }
}

function wrongCount({ en, zh }: Bilingual, isAnalysis: boolean, count: number): Bilingual {
  if (isAnalysis) return { en: `${en} has ${count} entr${count === 1 ? 'y' : 'ies'}`, zh: `${zh} 有${count}项` }
  if (count === 0) return { en: `${en} has nothing in it`, zh: `${zh} 是空列表` }
  return { en: `${en} has ${count} entries, too many`, zh: `${zh} 有${count}项，过多` }
}

export function wrongScalar({ en, zh }: Bilingual, kind: ScalarKind, value: string | number | boolean): Bilingual {
  switch (kind.type) {
    case 'boolean':
      return { en: `${en} is neither true nor false`, zh: `${zh} 不是 true 或 false` }
    case 'enum':
      return { en: `${en} has an unknown value`, zh: `${zh} 的取值不在可选范围内` }
    case 'text':
      return typeof value === 'string'
        ? { en: `${en} is not in the right form`, zh: `${zh} 的格式不对` }
        : { en: `${en} is not text`, zh: `${zh} 不是文本` }
    default:
      if (typeof value !== 'number' || !Number.isFinite(value))
        return { en: `${en} is not a number`, zh: `${zh} 不是数值` }
      if (value < kind.min) return { en: `${en} is below its minimum`, zh: `${zh} 低于下限` }
      if (value > kind.max) return { en: `${en} is above its maximum`, zh: `${zh} 高于上限` }
      return { en: `${en} is not a whole number`, zh: `${zh} 不是整数` }
  }
}

/** A guess at what the author meant by a value of the wrong kind; one that this key takes, or none. */
export function repair(kind: ScalarKind, value: string | number | boolean): Bilingual | undefined {
  const wide = typeof value === 'string' && kind.type !== 'text' ? fullWidthHint(value) : undefined
  if (kind.type === 'enum') return didYouMean(String(value).normalize('NFKC'), Object.keys(kind.choices)) ?? wide
  if (kind.type === 'boolean') {
    if (/^(yes|on|y|true)$/i.test(String(value))) return isMeant('true')
    return /^(no|off|n|false)$/i.test(String(value)) ? isMeant('false') : wide
  }
  if (kind.type === 'text') {
    const isText = typeof value === 'string' || !scalarSchema(kind).safeParse(String(value)).success
    return isText ? undefined : { en: `put it in quotes: "${value}"`, zh: `请加引号："${value}"` }
  }
  const takes = (number: number): boolean => scalarSchema(kind).safeParse(number).success
  if (typeof value === 'number') {
    const asShare = Number((value / 100).toPrecision(12))
    const isPercentage = kind.type === 'share' && value >= 2 && value <= 100 && takes(asShare)
    const share = {
      en: `a share, not a percentage: did you mean ${asShare}?`,
      zh: `此处填比例而非百分数，是否应为 ${asShare}？`,
    }
    return isPercentage ? share : undefined
  }
  const meant = typeof value === 'string' ? numberMeant(value) : undefined
  if (meant === undefined || !takes(meant)) return wide
  const { en, zh } = isMeant(String(meant))
  return { en: `${en} (without quotes, signs or separators)`, zh: `${zh}（不加引号、符号或分隔符）` }
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
    if (path.length === 4) return path[2] === 'note' ? CHANGE_FIELDS.note : scalarKind(last)
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

function expectedAt(written: readonly PropertyKey[]): Bilingual {
  const path = ownPath(written)
  const kind = kindAt(path)
  if (kind !== undefined) {
    const unit = path[0] === 'timeline' ? '' : (parameterAt(path.join('.'))?.unit ?? '')
    return expectation(kind, unit)
  }
  const dotted = path.join('.')
  if (dotted === '') return KEYS_WITH_VALUES
  if (path[0] === 'experiment') return experimentExpected(path)
  if (path[0] === 'sensitivity') return sensitivityExpected(path)
  if (dotted === 'lenders.roster')
    return { en: 'table1, or a list of 1 to 64 lenders', zh: 'table1，或1至64家机构的列表' }
  if (dotted === 'timeline') {
    return {
      en: 'a list of { month, set: { key: value }, note }',
      zh: '由 { month, set: { 键: 值 }, note } 组成的列表',
    }
  }
  if (path[0] === 'timeline') {
    return path.at(-1) === 'set' ? NEW_VALUES : { en: 'a map with month and set', zh: '含 month 与 set 的映射' }
  }
  if (path.at(-1) === 'products') {
    const names = list(Object.keys((PRODUCT_FIELD as { choices: object }).choices))
    return { en: `a list of 1 to 10 of ${names}`, zh: `1至10项的列表，可选：${names}` }
  }
  if (dotted.startsWith('lenders.roster.')) {
    return {
      en: 'a map with name, class, model, weight and products, and perhaps a strategy',
      zh: '含 name、class、model、weight 与 products 的映射，可另含 strategy',
    }
  }
  const keys = list(siblings(path))
  return { en: `a group with keys among ${keys}`, zh: `一组键，可选：${keys}` }
}

/** What a scenario file holds. */
export const KEYS_WITH_VALUES: Bilingual = {
  en: 'keys with values, such as “name: my-scenario”',
  zh: '键与取值，如“name: my-scenario”',
}

/** What a dated change sets. */
export const NEW_VALUES: Bilingual = {
  en: 'dotted keys with new values, such as { credit.coverage: 0.9 }',
  zh: '点分键与新取值，如 { credit.coverage: 0.9 }',
}

const RANGES: Bilingual = {
  en: 'dotted keys with ranges, such as { credit.coverage: [0.5, 1] }',
  zh: '点分键与区间，如 { credit.coverage: [0.5, 1] }',
}

function experimentExpected(path: readonly PropertyKey[]): Bilingual {
  if (path.length === 1) {
    return {
      en: 'a group with arms or factors and, if more than one run of each is wanted, replications',
      zh: '一组键：arms 或 factors；各组运行多次时另加 replications',
    }
  }
  if (isFactors(path)) {
    return {
      en: 'dotted keys with lists of values, such as { credit.coverage: [0.5, 0.9] }',
      zh: '点分键与取值列表，如 { credit.coverage: [0.5, 0.9] }',
    }
  }
  if (path[1] === 'factors') return { en: 'a list of values, such as [0.5, 0.9]', zh: '取值列表，如 [0.5, 0.9]' }
  if (path.length === 2) {
    return {
      en: 'arms by name, such as asIs: {} and wide: { set: { credit.coverage: 0.9 } }',
      zh: '以名称为键的实验组，如 asIs: {} 与 wide: { set: { credit.coverage: 0.9 } }',
    }
  }
  if (path.length === 3) {
    return { en: 'a group with set and title; {} for the plain scenario', zh: '含 set 与 title 的一组键；{} 为原情景' }
  }
  return path[3] === 'set'
    ? {
        en: 'dotted keys with values, such as { credit.coverage: 0.9 }',
        zh: '点分键与取值，如 { credit.coverage: 0.9 }',
      }
    : { en: 'a group with en and zh', zh: '含 en 与 zh 的一组键' }
}

function sensitivityExpected(path: readonly PropertyKey[]): Bilingual {
  if (path.length === 1) {
    return {
      en: 'a group with factors, such as { factors: { credit.coverage: [0.5, 1] } }',
      zh: '含 factors 的一组键，如 { factors: { credit.coverage: [0.5, 1] } }',
    }
  }
  if (path[1] === 'outcomes') {
    return {
      en: 'a list of keys of outcomes, such as [served.all, late.over90]',
      zh: '结果指标键的列表，如 [served.all, late.over90]',
    }
  }
  if (path.length === 2) return RANGES
  const { en, zh } = expectation(scalarKind(String(path[2]))!, '')
  return { en: `a list of two numbers, low and high; both are ${en}`, zh: `[下限, 上限] 两个数，均须为 ${zh}` }
}

/** What a key takes, in words. */
export function expectation(kind: ScalarKind, unit: string): Bilingual {
  switch (kind.type) {
    case 'number':
    case 'share':
    case 'integer': {
      const { en, zh } = NUMBERS[kind.type]
      const suffix = inUnit(unit)
      return {
        en: `${en} from ${kind.min} to ${kind.max}${suffix.en}`,
        zh: `${kind.min} 至 ${kind.max} 的${zh}${suffix.zh}`,
      }
    }
    case 'boolean':
      return { en: 'true or false', zh: 'true 或 false' }
    case 'enum': {
      const names = Object.keys(kind.choices)
      if (names.length === 1) return verbatim(names[0])
      return { en: `one of ${list(names)}`, zh: `以下之一：${list(names)}` }
    }
    case 'text':
      return {
        en: `${kind.form.en}; at most ${kind.maxLength} characters`,
        zh: `${kind.form.zh}；不超过${kind.maxLength}个字符`,
      }
  }
}

const NUMBERS = {
  number: { en: 'a number', zh: '数值' },
  share: { en: 'a share', zh: '比例' },
  integer: { en: 'a whole number', zh: '整数' },
} as const

const PLURALS: { readonly [unit: string]: string } = { month: 'months', year: 'years', person: 'people', count: '' }

/** ', per year', ', in CNY per month', ', in months'. */
function inUnit(unit: string): Bilingual {
  const word = PLURALS[unit] ?? unit.replaceAll('/', ' per ')
  if (word === '' || unit === '1') return verbatim('')
  return {
    en: unit.startsWith('1/') ? `, per ${unit.slice(2)}` : `, in ${word}`,
    zh: `，单位：${UNIT_NAMES[unit]?.zh ?? unit}`,
  }
}

/** A path as authors say it: list positions in brackets, counted from 1; the file itself has a name too. */
function pathText(written: readonly PropertyKey[]): Bilingual {
  const path = ownPath(written)
  if (path.length === 0) return { en: 'the scenario', zh: '情景' }
  if (path[0] === 'timeline' && path[2] === 'set' && path.length === 4) return verbatim(String(path[3]))
  const steps = path.map((step, index) =>
    typeof step === 'number' ? `[${step + 1}]` : index === 0 ? String(step) : `.${String(step)}`,
  )
  return verbatim(steps.join(''))
}

export function list(words: readonly string[]): string {
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
export function firstLine(node: YamlNode): YamlNode['place'] {
  const { source, start, end } = node.place
  const lineEnd = source.text.indexOf('\n', start)
  return { source, start, end: lineEnd < 0 ? end : Math.min(end, lineEnd) }
}
