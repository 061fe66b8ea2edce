/**
 * What measures and charts need to know of a scenario. Any `Scenario` is one; stating the part that is used keeps
 * this folder free of the machinery of scenarios, and lets recorded tables from elsewhere be measured too.
 */

export interface MeasuredScenario {
  readonly name: string
  readonly title: { readonly en: string; readonly zh: string }
  readonly seed: number
  readonly horizon: { readonly burnIn: number; readonly months: number }
  readonly population: {
    readonly consumers: number
    /** Whether consumers are the users of Table 4 or all adults. */
    readonly ages: 'users' | 'population'
    readonly ageShare: {
      readonly under20: number
      readonly from20: number
      readonly from30: number
      readonly from40: number
      readonly from50: number
    }
    readonly youthEnds: number
    readonly middleEnds: number
    readonly retirementAge: number
  }
  readonly needs: { readonly share: { readonly [purpose in MeasuredPurpose]: number } }
  readonly choice: { readonly bandwidth: number }
  readonly pricing: { readonly aprCap: number }
  readonly lenders: { readonly labels: 'codes' | 'names' }
  readonly timeline: readonly MeasuredChange[]
}

/** Parameters that take new values in `month` (0 = first reported month). */
export interface MeasuredChange {
  readonly month: number
  readonly set: { readonly [path: string]: number | string | boolean }
  readonly note?: string
}

/** The purposes of the paper's Table 3, in its order. */
export const PURPOSE_ORDER = ['shopping', 'education', 'rent', 'renovation', 'travel', 'other'] as const
export type MeasuredPurpose = (typeof PURPOSE_ORDER)[number]

/** The age bands of the paper's Table 4, half-open, with their lower edges in years. */
export const AGE_BANDS = ['<20', '20-30', '30-40', '40-50', '>=50'] as const
const BAND_EDGES = [18, 20, 30, 40, 50] as const

/** Index in `AGE_BANDS` of an age in whole years. */
export function ageBandIndex(age: number): number {
  let band = 0
  while (band + 1 < BAND_EDGES.length && age >= BAND_EDGES[band + 1]) band++
  return band
}

/** Table 4 as the scenario has it, in the order of `AGE_BANDS`. */
export function ageShares({ population: { ageShare } }: MeasuredScenario): readonly number[] {
  return [ageShare.under20, ageShare.from20, ageShare.from30, ageShare.from40, ageShare.from50]
}

export interface DatedCap {
  readonly from: number
  /** The month in which another cap takes over; the end of the run for the last. */
  readonly until: number
  readonly cap: number
}

/** The APR caps of the whole run in order: the scenario's own, then those of its timeline. */
export function aprCaps({ horizon, pricing, timeline }: MeasuredScenario): DatedCap[] {
  const starts = [{ from: -horizon.burnIn, cap: pricing.aprCap }]
  for (const { month, set } of [...timeline].sort((a, b) => a.month - b.month)) {
    const cap = set['pricing.aprCap']
    if (typeof cap === 'number') starts.push({ from: month, cap })
  }
  return starts
    .map(({ from, cap }, index) => ({ from, until: starts[index + 1]?.from ?? horizon.months, cap }))
    .filter(({ from, until }) => from < until)
}

/** The APR caps in force at any time of the reported window. */
export function reportedCaps(scenario: MeasuredScenario): DatedCap[] {
  return aprCaps(scenario).filter(({ until }) => until > 0)
}

/** The lowest APR cap of the reported window. */
export function lowestCap(scenario: MeasuredScenario): number {
  return reportedCaps(scenario).reduce((lowest, { cap }) => Math.min(lowest, cap), Infinity)
}
