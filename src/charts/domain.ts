/** Where values can lie: what is drawn of an interval stays inside. */

import type { Measure } from '../measures/ensemble.ts'
import type { MeanInterval } from '../measures/intervals.ts'

/** The interval of a level as it is drawn. */
export function drawnInterval<T extends MeanInterval>({ domain: [least, most] }: Pick<Measure, 'domain'>, found: T): T {
  return within(found, least, most)
}

/** The interval of a difference of two levels as it is drawn. */
export function drawnDifference<T extends MeanInterval>(
  { domain: [least, most] }: Pick<Measure, 'domain'>,
  found: T,
): T {
  return within(found, least - most, most - least)
}

function within<T extends MeanInterval>(found: T, least: number, most: number): T {
  const inside = (value: number): number => Math.min(most, Math.max(least, value))
  // A value outside its domain is a fault of the measure, and shows.
  return { ...found, low: Math.min(found.mean, inside(found.low)), high: Math.max(found.mean, inside(found.high)) }
}
