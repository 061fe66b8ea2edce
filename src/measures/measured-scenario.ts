/**
 * What measures and charts need to know of a scenario. Any `Scenario` is one; stating the part that is used keeps
 * this folder free of the machinery of scenarios, and lets recorded tables from elsewhere be measured too.
 */

import { AGE_BAND_EDGES, AGE_KEYS, type AgeKey, type Bilingual, type Purpose } from '../base/vocabulary.ts'

export interface MeasuredScenario {
  readonly name: string
  readonly title: { readonly en: string; readonly zh: string }
  readonly seed: number
  readonly horizon: { readonly burnIn: number; readonly months: number }
  readonly population: {
    readonly consumers: number
    /** Whether consumers are the users of Table 4 or all adults. */
    readonly ages: 'users' | 'population'
    readonly ageShare: { readonly [band in AgeKey]: number }
    readonly youthEnds: number
    readonly middleEnds: number
    readonly retirementAge: number
  }
  readonly needs: { readonly share: { readonly [purpose in Purpose]: number } }
  readonly choice: { readonly bandwidth: number }
  readonly pricing: { readonly aprCap: number }
  readonly regulation: { readonly aprCap: number; readonly licensedCap: number; readonly privateCap: number }
  readonly lenders: { readonly labels: 'codes' | 'names' }
  readonly timeline: readonly MeasuredChange[]
}

/** Parameters that take new values in `month` (0 = first reported month). */
export interface MeasuredChange {
  readonly month: number
  readonly set: { readonly [path: string]: number | string | boolean }
  readonly note?: string | Bilingual
}

/** Index in `AGE_BANDS` of an age in whole years. */
export function ageBandIndex(age: number): number {
  let band = 0
  while (band + 1 < AGE_BAND_EDGES.length && age >= AGE_BAND_EDGES[band + 1]) band++
  return band
}

/** Table 4 as the scenario has it, in the order of `AGE_BANDS`. */
export function ageShares({ population: { ageShare } }: MeasuredScenario): readonly number[] {
  return AGE_KEYS.map((band) => ageShare[band])
}

export interface DatedCap {
  readonly from: number
  /** The month in which another cap takes over; the end of the run for the last. */
  readonly until: number
  readonly cap: number
}

/** The caps that bind loans of a class of lenders: everybody's, and banks' and licensed companies' or platforms' own. */
function capPaths(lenderClass: string): readonly string[] {
  const own = lenderClass === 'platform' ? 'regulation.privateCap' : 'regulation.licensedCap'
  return ['pricing.aprCap', 'regulation.aprCap', own]
}

/** The binding APR cap of a class of lenders over the whole run in order: the scenario's own, then by its timeline. */
export function aprCaps({ horizon, pricing, regulation, timeline }: MeasuredScenario, lenderClass: string): DatedCap[] {
  const inForce: { [path: string]: number } = {
    'pricing.aprCap': pricing.aprCap,
    'regulation.aprCap': regulation.aprCap,
    'regulation.licensedCap': regulation.licensedCap,
    'regulation.privateCap': regulation.privateCap,
  }
  const binding = (): number => Math.min(...capPaths(lenderClass).map((path) => inForce[path]))
  const starts = [{ from: -horizon.burnIn, cap: binding() }]
  for (const { month, set } of [...timeline].sort((a, b) => a.month - b.month)) {
    for (const path of capPaths(lenderClass)) {
      const cap = set[path]
      if (typeof cap === 'number') inForce[path] = cap
    }
    const latest = starts[starts.length - 1]
    // Of several changes in one month the last stands.
    if (latest.from === month) latest.cap = binding()
    else starts.push({ from: month, cap: binding() })
  }
  const changes = starts.filter(({ cap }, index) => index === 0 || cap !== starts[index - 1].cap)
  return changes
    .map(({ from, cap }, index) => ({ from, until: changes[index + 1]?.from ?? horizon.months, cap }))
    .filter(({ from, until }) => from < until)
}

/** The APR caps that bind a class of lenders at any time of the reported window. */
export function reportedCaps(scenario: MeasuredScenario, lenderClass: string): DatedCap[] {
  return aprCaps(scenario, lenderClass).filter(({ until }) => until > 0)
}
