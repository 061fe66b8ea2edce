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

/** The APR cap from each month on, in order: the scenario's own, then those of its timeline. */
export function aprCaps(scenario: MeasuredScenario): readonly { readonly from: number; readonly cap: number }[] {
  const caps = [{ from: -scenario.horizon.burnIn, cap: scenario.pricing.aprCap }]
  const dated = [...scenario.timeline].sort((a, b) => a.month - b.month)
  for (const { month, set } of dated) {
    const cap = set['pricing.aprCap']
    if (typeof cap === 'number') caps.push({ from: month, cap })
  }
  return caps
}

/** The lowest APR cap in force at any time of the reported window. */
export function lowestCap(scenario: MeasuredScenario): number {
  const caps = aprCaps(scenario)
  const inForce = caps.filter(({ from }, k) => from < scenario.horizon.months && (caps[k + 1]?.from ?? Infinity) > 0)
  return inForce.reduce((lowest, { cap }) => Math.min(lowest, cap), Infinity)
}
