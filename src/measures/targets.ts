/**
 * Published patterns that a run is held against. `targets.yaml` lists them; this reads the parsed file and compares.
 * A target that one run cannot show (it needs two arms, or groups followed through both) says so and has no verdict.
 */
import type { Table } from '../base/table.ts'
import { signed } from './headline.ts'
import type { MeasuredScenario } from './measured-scenario.ts'
import { type OutcomeUnit, outcomes } from './outcomes.ts'
import { OUTCOME_MEASURES } from './registry.ts'

/** input: set by the scenario · fit: free parameters were tuned to it · held-out: not looked at · reported: see note. */
export const TARGET_USES = ['input', 'fit', 'held-out', 'reported'] as const
export type TargetUse = (typeof TARGET_USES)[number]

/** paper: a table of the paper · secondary: original unread · derived: arithmetic on secondary sources. */
export const TARGET_MARKS = ['paper', 'secondary', 'derived'] as const
export type TargetMark = (typeof TARGET_MARKS)[number]

interface TargetBase {
  readonly key: string
  readonly en: string
  readonly zh: string
  readonly use: TargetUse
  readonly source: string
  readonly mark: TargetMark
  readonly note: string
  /** Whose ages the scenario has, where the target means something in one of the two modes only. */
  readonly ages: TargetAges | undefined
}

const TARGET_AGES = ['users', 'population'] as const
export type TargetAges = (typeof TARGET_AGES)[number]

export interface MeasuredTarget extends TargetBase {
  readonly kind: 'range'
  /** Key of the outcome that is compared. */
  readonly outcome: string
  readonly unit: OutcomeUnit
  readonly low: number
  readonly high: number
}

export interface ExperimentTarget extends TargetBase {
  readonly kind: 'experiment'
  /** What was found, in words: sign and size. */
  readonly finding: { readonly en: string; readonly zh: string }
}

export type Target = MeasuredTarget | ExperimentTarget

export interface TargetRow {
  readonly target: Target
  /** NaN when it was not measured. */
  readonly value: number
  readonly status: 'met' | 'missed' | 'not measured' | 'needs an experiment'
}

type Fields = { readonly [key: string]: unknown }

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const RANGE_KEYS = ['key', 'label', 'use', 'ages', 'outcome', 'unit', 'low', 'high', 'source', 'mark', 'note']
const EXPERIMENT_KEYS = ['key', 'label', 'use', 'ages', 'finding', 'source', 'mark', 'note']
const UNITS: readonly string[] = ['1', 'CNY', 'count', 'index'] satisfies OutcomeUnit[]

/** Targets of a parsed `targets.yaml`; throws an error that lists every fault. */
export function readTargets(parsed: unknown): Target[] {
  const list = isFields(parsed) ? parsed.targets : undefined
  if (!Array.isArray(list)) throw new Error('targets: expected a key "targets" with a list')
  const faults: string[] = []
  const seen = new Set<string>()
  const targets = list.map((entry: unknown, index): Target => {
    const fields = isFields(entry) ? entry : {}
    const place = `targets[${index}]${typeof fields.key === 'string' ? ` (${fields.key})` : ''}`
    const fault = (what: string): number => faults.push(`${place}: ${what}`)
    const text = (value: unknown, name: string): string => {
      if (typeof value === 'string' && value.trim() !== '') return value.trim()
      fault(`${name} must be text`)
      return ''
    }
    const number = (name: string): number => {
      const value = fields[name]
      if (typeof value === 'number' && Number.isFinite(value)) return value
      fault(`${name} must be a number`)
      return NaN
    }
    const oneOf = <T extends string>(name: string, allowed: readonly T[]): T => {
      const found = allowed.find((candidate) => candidate === fields[name])
      if (found === undefined) fault(`${name} must be one of ${allowed.join(', ')}`)
      return found ?? allowed[0]
    }
    const bilingual = (name: string): { en: string; zh: string } => {
      const value = fields[name]
      const pair = isFields(value) ? value : {}
      return { en: text(pair.en, `${name}.en`), zh: text(pair.zh, `${name}.zh`) }
    }
    const isExperiment = 'finding' in fields
    for (const name of Object.keys(fields)) {
      if (!(isExperiment ? EXPERIMENT_KEYS : RANGE_KEYS).includes(name)) fault(`unknown key ${name}`)
    }
    const key = text(fields.key, 'key')
    if (seen.has(key)) fault('this key is used twice')
    seen.add(key)
    const base = {
      key,
      ...bilingual('label'),
      use: oneOf('use', TARGET_USES),
      source: text(fields.source, 'source'),
      mark: oneOf('mark', TARGET_MARKS),
      note: fields.note === undefined ? '' : text(fields.note, 'note'),
      ages: fields.ages === undefined ? undefined : oneOf('ages', TARGET_AGES),
    }
    if (isExperiment) return { ...base, kind: 'experiment', finding: bilingual('finding') }
    const [low, high] = [number('low'), number('high')]
    if (low >= high) fault(`low must be below high, found ${low} and ${high}`)
    const unit = oneOf('unit', UNITS as readonly OutcomeUnit[])
    const outcome = text(fields.outcome, 'outcome')
    const known = OUTCOME_MEASURES.find((measure) => measure.key === outcome)
    if (outcome !== '' && known === undefined) fault(`there is no outcome ${outcome}`)
    if (known !== undefined && known.unit !== unit) fault(`outcome ${outcome} is in ${known.unit}, not ${unit}`)
    return { ...base, kind: 'range', outcome, unit, low, high }
  })
  if (faults.length > 0) throw new Error(faults.join('\n'))
  return targets
}

/** Each target that is one of this scenario, with what the run gives. */
export function compareTargets(
  targets: readonly Target[],
  tables: readonly Table[],
  scenario: MeasuredScenario,
): TargetRow[] {
  const measured = new Map(outcomes(tables, scenario).map(({ key, value }) => [key, value]))
  const own = targets.filter(({ ages }) => ages === undefined || ages === scenario.population.ages)
  return own.map((target): TargetRow => {
    if (target.kind === 'experiment') return { target, value: NaN, status: 'needs an experiment' }
    const value = measured.get(target.outcome) ?? NaN
    if (Number.isNaN(value)) return { target, value, status: 'not measured' }
    return { target, value, status: isMet(target, value) ? 'met' : 'missed' }
  })
}

/** Ends of a range count as inside; NaN is in none. */
export function isMet({ low, high }: MeasuredTarget, value: number): boolean {
  return value >= low && value <= high
}

/** Usual decimals of each unit, and what a value is multiplied by before it is printed. */
const PRINTED: { readonly [unit in OutcomeUnit]: { readonly decimals: number; readonly scale: number } } = {
  '1': { decimals: 1, scale: 100 },
  CNY: { decimals: 0, scale: 1 },
  count: { decimals: 0, scale: 1 },
  index: { decimals: 3, scale: 1 },
}
const MORE_DECIMALS = 6

/** Numbers as they are printed, shares in percent, without their unit. */
export interface TargetNumbers {
  readonly low: string
  readonly high: string
  /** `< 25.1` where the value is so close to the end that decimals do not tell; '–' if it was not measured. */
  readonly value: string
}

/**
 * A target's range and a run's value, rounded so that what is printed never contradicts the verdict: ends get as many
 * decimals as they were published with, and the value as many as show on which side of the ends it lies.
 */
export function targetNumbers({ low, high, unit }: MeasuredTarget, value: number): TargetNumbers {
  const { decimals, scale } = PRINTED[unit]
  const texts = (amount: number): string[] =>
    Array.from({ length: MORE_DECIMALS + 1 }, (_, more) => (scale * amount).toFixed(decimals + more))
  const endText = (end: number): string => {
    const tried = texts(end)
    return tried.find((text) => Math.abs(Number(text) - scale * end) <= 1e-9 * Math.abs(scale * end)) ?? tried.at(-1)!
  }
  const ends = [endText(low), endText(high)]
  const side = (amount: number, from: number, to: number): number => (amount < from ? -1 : amount > to ? 1 : 0)
  const valueText = (): string => {
    const is = side(value, low, high)
    const told = texts(value).find((text) => side(Number(text), Number(ends[0]), Number(ends[1])) === is)
    if (told !== undefined) return withCommas(told)
    const near = value - low < high - value ? ends[0] : ends[1]
    return `${is === 0 ? '' : is < 0 ? '< ' : '> '}${withCommas(near)}`
  }
  return { low: withCommas(ends[0]), high: withCommas(ends[1]), value: Number.isFinite(value) ? valueText() : '–' }
}

function withCommas(text: string): string {
  const [whole, decimals] = text.split('.')
  const digits = whole.replace(/\B(?=(\d{3})+$)/g, ',')
  return signed(decimals === undefined ? digits : `${digits}.${decimals}`)
}
