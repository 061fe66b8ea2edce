/**
 * Values that a dated change cancels: a factor, a value of an arm, --set or a free parameter labels whole runs, and the
 * timeline may set the same parameter again.
 */
import type { Fault } from '../base/errors.ts'
import type { Bilingual } from '../base/vocabulary.ts'
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
  readonly what: Bilingual
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
      const told = conflict(one, before, { en: 'holds in no reported month', zh: '在任何报告月份都不生效' })
      if (one.isFault) faults.push(told)
      else warnings.push(told)
      continue
    }
    const later = one.isOwn ? undefined : own.find(differs)
    if (later === undefined) continue
    const holds = { en: `does not hold from month ${later.month} on`, zh: `自第${later.month}月起不再生效` }
    warnings.push(conflict(one, later, holds))
  }
  return { faults, warnings }
}

function conflict({ path, place, what }: Held, date: DatedPlace, holds: Bilingual): Fault {
  const { month } = date
  const where = placeText(date.place)
  const value = String(date.value)
  return faultAt(
    place,
    {
      en: `${what.en}, ${path}, ${holds.en}: the timeline sets it to ${value} in month ${month}`,
      zh: `${what.zh} ${path} ${holds.zh}：时间线在第${month}月将其设为 ${value}`,
    },
    {
      path,
      found: {
        en: `${where}: month ${month}, ${path}: ${value}`,
        zh: `${where}：第${month}月，${path}: ${value}`,
      },
      expected: {
        en: `${path} in one of the two places; an arm can have a timeline of its own`,
        zh: `${path} 只在其中一处设定；实验组可有自己的时间线`,
      },
    },
  )
}

/** file:line:column, or the option. */
export function placeText({ source, start }: Place): string {
  if (source.isOption) return `${source.name} ${source.text}`
  const { line, column } = position(source, start)
  return `${source.name}:${line}:${column}`
}
