/**
 * Runs that share their past: scenarios that differ in nothing but dated changes live the same months until the first change
 * that differs, so one may go on from a snapshot of another.
 */
import type { Scenario } from '../scenarios/scenario.ts'
import { formsFiles } from './coverage-pilot.ts'

/** What a scenario says that decides the months before `month`. What it is called decides nothing. */
function pastOf({ name: _, title: __, timeline, ...rest }: Scenario, month: number): object {
  return { ...rest, timeline: timeline.filter((change) => change.month < month) }
}

/** A value as text with the keys of objects in order. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  )
}

/** The same for all scenarios that lead to the same state at the start of `month`, and for no others. */
export function pastKey(scenario: Scenario, month: number): string {
  return canonical(pastOf(scenario, month))
}

/** First dotted path at which two scenarios differ in what decides the months before `month`; null where they agree. */
export function pastDifference(one: Scenario, other: Scenario, month: number): string | null {
  return differenceOf(pastOf(one, month), pastOf(other, month), '')
}

function differenceOf(one: unknown, other: unknown, path: string): string | null {
  if (canonical(one) === canonical(other)) return null
  const isGroup = (value: unknown): value is object => typeof value === 'object' && value !== null
  if (!isGroup(one) || !isGroup(other) || Array.isArray(one) || Array.isArray(other)) return path
  const [a, b] = [one, other] as { readonly [key: string]: unknown }[]
  for (const key of Object.keys({ ...a, ...b })) {
    const found = differenceOf(a[key], b[key], path === '' ? key : `${path}.${key}`)
    if (found !== null) return found
  }
  return path
}

/** First month for which the timelines of the scenarios say different things; Infinity where they agree. */
export function partingMonth(scenarios: readonly Pick<Scenario, 'timeline'>[]): number {
  const [first, ...others] = scenarios
  const changesAt = ({ timeline }: Pick<Scenario, 'timeline'>, month: number): string =>
    canonical(timeline.filter((change) => change.month === month))
  const months = new Set(scenarios.flatMap(({ timeline }) => timeline.map(({ month }) => month)))
  const parting = [...months].filter((month) =>
    others.some((other) => changesAt(other, month) !== changesAt(first, month)),
  )
  return Math.min(Infinity, ...parting)
}

/** Months that a run has in common with others: `key` is the same for all of them, `done` the months from the start. */
export interface SharedPast {
  readonly key: string
  readonly done: number
}

/**
 * By scenario, what its run shares with those of others that differ from it in names and dated changes only: all months until
 * the first of them parts from another. Undefined where there is nothing to share.
 */
export function sharedPasts(scenarios: readonly Scenario[]): readonly (SharedPast | undefined)[] {
  // Where loans form files at some time, a pilot settles what coverage gives: its curve is part of the past.
  const keys = scenarios.map((scenario) => `${formsFiles(scenario)} ${pastKey(scenario, -Infinity)}`)
  const groups = new Map<string, Scenario[]>()
  keys.forEach((key, at) => {
    groups.set(key, [...(groups.get(key) ?? []), scenarios[at]])
  })
  const pasts = [...groups].map(([key, group], number): [string, SharedPast | undefined] => {
    const { burnIn, months } = group[0].horizon
    const done = burnIn + Math.min(months, partingMonth(group))
    return [key, group.length > 1 && done > 0 ? { key: `${number} ${done}`, done } : undefined]
  })
  const known = new Map(pasts)
  return keys.map((key) => known.get(key))
}

/** Months that need not be lived again, where each past that is shared is lived once. */
export function monthsSpared(pasts: readonly (SharedPast | undefined)[]): number {
  const met = new Set<string>()
  return pasts.reduce((sum, past) => {
    if (past === undefined) return sum
    const isFirst = !met.has(past.key)
    met.add(past.key)
    return isFirst ? sum : sum + past.done
  }, 0)
}
