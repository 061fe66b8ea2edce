/** What a change made of records of the industry, as the patches that immer would give, without its proxies. */
import type { Patch } from 'immer'

type Place = readonly (string | number)[]

/**
 * Of a record and a changed copy, the one that stands: the record itself where nothing changed, else the copy, frozen.
 * Adds a patch for each of `keys` whose value differs, in their order.
 */
export function changedRecord<T extends object>(
  patches: Patch[],
  place: Place,
  before: T,
  after: T,
  keys: readonly (keyof T & string)[],
): T {
  let changed = false
  for (const key of keys) changed = noteChange(patches, place, key, before[key], after[key]) || changed
  return changed ? Object.freeze(after) : before
}

/** The same of a list of numbers. */
export function changedList(
  patches: Patch[],
  place: Place,
  before: readonly number[],
  after: readonly number[],
): number[] {
  let changed = false
  for (let at = 0; at < after.length; at++) changed = noteChange(patches, place, at, before[at], after[at]) || changed
  return (changed ? Object.freeze(after) : before) as number[]
}

/** Minus zero is another value than zero, but no patch. */
function noteChange(patches: Patch[], place: Place, key: string | number, before: unknown, value: unknown): boolean {
  if (Object.is(before, value)) return false
  if (before !== value) patches.push({ op: 'replace', path: [...place, key], value })
  return true
}
