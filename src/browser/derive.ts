/**
 * A scenario with other values: by the loader of the command line, checks and all. It is loaded when a value first changes,
 * since it is as large as the rest of the page.
 */
import { type Fault, ScenarioError } from '../base/errors.ts'
import { loadScenario, type Override } from '../scenarios/load.ts'
import type { Scenario } from '../scenarios/scenario.ts'

const FILE = 'scenario.yaml'

export interface Derived {
  /** Null where something is wrong. */
  readonly scenario: Scenario | null
  readonly faults: readonly Fault[]
}

function overridesOf(set: { readonly [path: string]: string }): Override[] {
  return Object.entries(set).map(([path, value]) => ({ option: '--set', text: `${path}=${value}` }))
}

export function derive(base: Scenario, set: { readonly [path: string]: string }): Derived {
  // JSON is YAML.
  const bytes = new TextEncoder().encode(JSON.stringify(base))
  const files = { size: (file: string) => (file === FILE ? bytes.length : undefined), read: () => bytes }
  try {
    return { scenario: loadScenario(FILE, files, overridesOf(set)).scenario, faults: [] }
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error
    return { scenario: null, faults: error.faults }
  }
}

/** What of `set` can stand: the first values that can together; and of the others why they cannot, by path. */
export function whatStands(
  base: Scenario,
  set: { readonly [path: string]: string },
): { readonly set: Record<string, string>; readonly refused: { readonly [path: string]: readonly Fault[] } } {
  const standing: Record<string, string> = {}
  const refused: { [path: string]: readonly Fault[] } = {}
  for (const [path, value] of Object.entries(set)) {
    const { faults } = derive(base, { ...standing, [path]: value })
    if (faults.length === 0) standing[path] = value
    else refused[path] = faults
  }
  return { set: standing, refused }
}
