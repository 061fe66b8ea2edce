/** `normalise: true`: shares whose sum is off by rounding are divided by it. */
import { isSumOff, roundingOf, SUM_TABLES } from './cross-checks.ts'
import { PATHS } from './parameters.ts'
import type { DatedChange, Scenario } from './scenario.ts'
import { scenarioAt, withValue } from './timeline.ts'

/** New values, by dotted path, of the tables among those of `touched` whose sums are off by no more than rounding. */
export function normalisedShares(scenario: Scenario, touched: (path: string) => boolean): { [path: string]: number } {
  const set: { [path: string]: number } = {}
  for (const table of SUM_TABLES) {
    const paths = PATHS.filter((path) => path.startsWith(`${table}.`))
    if (!paths.some(touched)) continue
    const shares = paths.map((path) => numberAt(scenario, path))
    const sum = shares.reduce((total, share) => total + share, 0)
    if (!isSumOff(sum) || Math.abs(sum - 1) > roundingOf(shares.length)) continue
    paths.forEach((path, k) => {
      set[path] = shares[k] / sum
    })
  }
  return set
}

function numberAt(scenario: Scenario, path: string): number {
  return path.split('.').reduce<unknown>((group, key) => (group as { [key: string]: unknown })[key], scenario) as number
}

/** The scenario with its shares, and those of its dated changes, divided by their sums. */
export function withNormalisedShares(scenario: Scenario): Scenario {
  let made = scenario
  for (const [path, value] of Object.entries(normalisedShares(scenario, () => true)))
    made = withValue(made, path, value)
  let timeline: readonly DatedChange[] = made.timeline
  for (const month of new Set(timeline.map((change) => change.month))) {
    const divided = normalisedShares(scenarioAt(withValue(made, 'timeline', timeline), month), () => true)
    timeline = withDated(timeline, month, divided)
  }
  return withValue(made, 'timeline', timeline)
}

/** New values in the entries of a month: where an entry sets the path already, else in the last. */
function withDated(
  timeline: readonly DatedChange[],
  month: number,
  values: { readonly [path: string]: number },
): DatedChange[] {
  const own = timeline.filter((change) => change.month === month)
  return timeline.map((change) => {
    if (change.month !== month) return change
    const mine = Object.entries(values).filter(([path]) => {
      const home = own.find(({ set }) => Object.hasOwn(set, path)) ?? own.at(-1)
      return home === change
    })
    return mine.length === 0 ? change : { ...change, set: { ...change.set, ...Object.fromEntries(mine) } }
  })
}
