import type { Scenario } from './scenario.ts'
import { withValue } from './timeline.ts'

/** A frozen scenario derived from another by new values at dotted paths that exist, one after the other. */
export function withValues(scenario: Scenario, set: { readonly [path: string]: unknown }): Scenario {
  return Object.entries(set).reduce((made, [path, value]) => withValue(made, path, value), scenario)
}

/** The value at a dotted path that exists. */
export function valueAt(scenario: Scenario, path: string): unknown {
  return path.split('.').reduce<unknown>((group, key) => (group as { [key: string]: unknown })[key], scenario)
}
