/**
 * Names that changed. An old key of a parameter still works, with a warning, wherever a key may stand; `xiaojin migrate`
 * rewrites it. An old key of an outcome is refused and named, since a later version may give it another meaning.
 */
import type { Fault } from '../base/errors.ts'
import { type Bilingual, LENDER_CLASSES } from '../base/vocabulary.ts'
import { changedAt, nodeAt, type YamlEntry, type YamlMap, type YamlNode } from './read-yaml.ts'
import { faultAt, type Place } from './source-text.ts'

/** Old name → new name. */
export interface Renames {
  readonly [old: string]: string
}

/** Parameters by dotted path. A key stays in its group, so that one word of a file changes, and is in no table. */
export const RENAMED_KEYS: Renames = {
  'repayment.meanTrouble': 'repayment.meanDistress',
  'repayment.troubleSd': 'repayment.distressSd',
  'repayment.troublePersistence': 'repayment.distressPersistence',
  'lenders.bank.takeRate': 'lenders.bank.facilitationFee',
  'lenders.licensed.takeRate': 'lenders.licensed.facilitationFee',
  'lenders.platform.takeRate': 'lenders.platform.facilitationFee',
}

/** Keys of outcomes. */
export const RENAMED_OUTCOMES: Renames = {
  'reach.all': 'served.all',
  'reach.noFile': 'served.noFile',
  'reach.unscored': 'served.unscored',
  'reach.scored': 'served.scored',
  'reach.filedAt50': 'served.filedAt50',
  'reach.filedAt90': 'served.filedAt90',
  'reach.filedLast': 'served.filedLast',
  'reach.under20': 'served.under20',
  'reach.from50': 'served.from50',
  'reach.poorest': 'served.poorest',
  'reach.minorPurposes': 'served.minorPurposes',
  'tail.reach': 'tail.served',
  'tail.reachYuan': 'tail.servedYuan',
  'head.reach': 'head.served',
}

/** Parameters that something else has replaced, and what: a file that has one is refused. */
export const REPLACED_KEYS: { readonly [old: string]: Bilingual } = {
  'credit.reportingShare': {
    en: 'since it differs by class, write lenders.bank.reportingShare, lenders.licensed.reportingShare and lenders.platform.reportingShare',
    zh: '现按类别设定，请写 lenders.bank.reportingShare、lenders.licensed.reportingShare 与 lenders.platform.reportingShare',
  },
  'credit.publicitySelection': {
    en: 'who enrols follows from what a file saves: see credit.enrolmentCost',
    zh: '是否自愿建档取决于档案所节省的金额，见 credit.enrolmentCost',
  },
  ...Object.fromEntries(
    LENDER_CLASSES.map((of) => [
      `lenders.${of}.reportsToBureau`,
      {
        en: `write lenders.${of}.reportingShare: 0 for false, the share reported for true`,
        zh: `请写 lenders.${of}.reportingShare：false 即 0，true 即所报送的比例`,
      },
    ]),
  ),
}

/** An old name and where it is written. */
export interface RenamedPlace {
  readonly old: string
  readonly now: string
  readonly place: Place
}

export interface Renamed {
  /** The tree with new keys. */
  readonly root: YamlNode
  readonly renamed: readonly RenamedPlace[]
  /** Keys that stand there under both names. */
  readonly faults: readonly Fault[]
}

/** The name that is valid today. */
export function newName(name: string, names: Renames = RENAMED_KEYS): string {
  return Object.hasOwn(names, name) ? names[name] : name
}

/** The first name that a parameter had: streams of chance are named by it, so that a new name draws the same numbers. */
export function firstName(path: string): string {
  return Object.keys(RENAMED_KEYS).find((old) => RENAMED_KEYS[old] === path) ?? path
}

/** Warnings of old names in a file or an option. */
export function renamedWarnings(renamed: readonly RenamedPlace[]): Fault[] {
  return renamed.map(({ old, now, place }) => {
    const suggestion = { en: 'xiaojin migrate FILE rewrites it', zh: '可用 xiaojin migrate FILE 改写' }
    const message = { en: `${old} is now called ${now}`, zh: `${old} 现名 ${now}` }
    return faultAt(place, message, place.source.isOption ? { path: now } : { path: now, suggestion })
  })
}

/** A tree in which every old key has its new name: in groups, dated changes, arms, factors and ranges. */
export function withNewKeys(root: YamlNode, names: Renames = RENAMED_KEYS): Renamed {
  const found: Found = { names, renamed: [], faults: [] }
  const settings = (map: YamlNode): YamlNode => newSettings(map, '', found)
  let fresh = settings(root)
  fresh = changedAt(fresh, ['experiment', 'arms'], (arms) => ({
    ...arms,
    entries: arms.entries.map((arm) => ({ ...arm, node: changedAt(arm.node, ['set'], settings) })),
  }))
  fresh = changedAt(fresh, ['experiment', 'factors'], settings)
  fresh = changedAt(fresh, ['sensitivity', 'factors'], settings)
  return { root: fresh, renamed: found.renamed, faults: found.faults }
}

/** Old keys of outcomes that a sensitivity analysis asks for. */
export function renamedOutcomes(root: YamlNode, names: Renames): RenamedPlace[] {
  const outcomes = nodeAt(root, ['sensitivity', 'outcomes'])
  return (outcomes?.kind === 'list' ? outcomes.items : []).flatMap((item): RenamedPlace[] => {
    const old = item.kind === 'scalar' ? String(item.value) : ''
    const now = newName(old, names)
    return now === old ? [] : [{ old, now, place: item.place }]
  })
}

interface Found {
  readonly names: Renames
  readonly renamed: RenamedPlace[]
  readonly faults: Fault[]
}

/** Settings by key, nested or dotted, and the dated ones among them. */
function newSettings(node: YamlNode, prefix: string, found: Found): YamlNode {
  if (node.kind !== 'map') return node
  const entries = node.entries.map((entry): YamlEntry => {
    const path = prefix + entry.key
    if (path === 'timeline') return { ...entry, node: newTimeline(entry.node, found) }
    if (Object.keys(found.names).some((old) => old.startsWith(`${path}.`))) {
      return { ...entry, node: newSettings(entry.node, `${path}.`, found) }
    }
    const now = newName(path, found.names)
    if (now === path) return entry
    found.renamed.push({ old: path, now, place: entry.keyPlace })
    return { ...entry, key: now.slice(prefix.length) }
  })
  return { ...node, entries: withoutTwins(entries, prefix, found) }
}

function newTimeline(node: YamlNode, found: Found): YamlNode {
  if (node.kind !== 'list') return node
  return { ...node, items: node.items.map((item) => changedAt(item, ['set'], (set) => newSettings(set, '', found))) }
}

/** A key under its old and its new name has two values, of which none can be taken. */
function withoutTwins(entries: readonly YamlEntry[], prefix: string, { faults }: Found): YamlMap['entries'] {
  const seen = new Set<string>()
  return entries.filter(({ key, keyPlace }) => {
    if (!seen.has(key)) return seen.add(key)
    const path = prefix + key
    const message = {
      en: `${path} is given twice, under its old and its new name`,
      zh: `${path} 以新旧两个名称重复给出`,
    }
    faults.push(faultAt(keyPlace, message, { path, expected: { en: 'one of the two names', zh: '二者取一' } }))
    return false
  })
}
