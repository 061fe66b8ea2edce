/**
 * Values that a dated change cancels: a factor, a value of an arm, --set or a free parameter labels whole runs, and the
 * timeline may set the same parameter anew.
 */
import type { Fault } from '../base/errors.ts'
import { nodeAt, plainValue, type YamlNode } from './read-yaml.ts'
import { faultAt, type Place, position } from './source-text.ts'

/** One value of a timeline and where it is written. */
export interface DatedPlace {
  readonly path: string
  readonly month: number
  readonly value: unknown
  readonly place: Place
}

/** Values that somebody gave a parameter for whole runs. */
export interface Held {
  readonly path: string
  /** Undefined for a range, of which hardly any value is that of the timeline. */
  readonly values: readonly unknown[] | undefined
  readonly place: Place
  /** What runs are labelled by: 'the factor', 'the value of arm wide', '--set'. */
  readonly what: string
  /** Whether to refuse it where no reported month has it. */
  readonly isFault: boolean
  /** Whether it is written together with the timeline, so that a later change is meant. */
  readonly isOwn: boolean
}

export interface Cancelled {
  readonly faults: readonly Fault[]
  readonly warnings: readonly Fault[]
}

/** The changes of a sound timeline, by month and then as written. */
export function datedPlaces(timeline: YamlNode | undefined): readonly DatedPlace[] {
  const items = timeline?.kind === 'list' ? timeline.items : []
  const changes = items.flatMap((item): DatedPlace[] => {
    const [month, set] = [nodeAt(item, ['month']), nodeAt(item, ['set'])]
    if (month?.kind !== 'scalar' || set?.kind !== 'map') return []
    return set.entries.map(({ key, keyPlace, node }) => {
      return { path: key, month: Number(month.value), value: plainValue(node), place: keyPlace }
    })
  })
  return changes.toSorted((a, b) => a.month - b.month)
}

/** Faults for values that no reported month has, warnings for values that some month does not have. */
export function cancelled(held: readonly Held[], dates: readonly DatedPlace[]): Cancelled {
  const faults: Fault[] = []
  const warnings: Fault[] = []
  for (const one of held) {
    const own = dates.filter(({ path }) => path === one.path)
    const differs = ({ value }: DatedPlace): boolean =>
      one.values === undefined || one.values.some((other) => other !== value)
    const before = own.findLast(({ month }) => month <= 0)
    if (before !== undefined && differs(before)) {
      const told = conflict(one, before, 'holds in no reported month')
      if (one.isFault) faults.push(told)
      else warnings.push(told)
      continue
    }
    const later = one.isOwn ? undefined : own.find(differs)
    if (later === undefined) continue
    warnings.push(conflict(one, later, `does not hold from month ${later.month} on`))
  }
  return { faults, warnings }
}

function conflict({ path, place, what }: Held, date: DatedPlace, holds: string): Fault {
  const where = placeText(date.place)
  return faultAt(
    place,
    `${what}, ${path}, ${holds}: the timeline sets it to ${String(date.value)} in month ${date.month}`,
    {
      path,
      found: `${where}: month ${date.month}, ${path}: ${String(date.value)}`,
      expected: `${path} in one of the two places; an arm can have a timeline of its own`,
    },
  )
}

/** file:line:column, or the option. */
export function placeText({ source, start }: Place): string {
  if (source.isOption) return `${source.name} ${source.text}`
  const { line, column } = position(source, start)
  return `${source.name}:${line}:${column}`
}
