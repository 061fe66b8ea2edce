/** Dated changes: the scenario that is in force in a given month. */
import { frozen } from '../base/frozen.ts'
import type { DatedChange, Scenario } from './scenario.ts'

interface State {
  /** First month in which it is in force. */
  readonly month: number
  readonly scenario: Scenario
}

/** The states of a scenario never change, so they are derived once. */
const known: WeakMap<Scenario, readonly State[]> = new WeakMap()

/**
 * The frozen scenario in force in a month (0 = first reported month). Months between two changes give the
 * same object, so that `===` tells whether anything changed.
 */
export function scenarioAt(scenario: Scenario, month: number): Scenario {
  let states = known.get(scenario)
  if (states === undefined) {
    states = derive(scenario)
    known.set(scenario, states)
  }
  return states.findLast((state) => state.month <= month)?.scenario ?? scenario
}

function derive(scenario: Scenario): readonly State[] {
  const states: State[] = []
  let current = scenario
  for (const change of scenario.timeline) {
    current = withChange(current, change)
    if (states.at(-1)?.month === change.month) states.pop()
    states.push({ month: change.month, scenario: current })
  }
  return states
}

function withChange(scenario: Scenario, change: DatedChange): Scenario {
  return Object.entries(change.set).reduce((current, [path, value]) => withValue(current, path, value), scenario)
}

/** A frozen scenario derived from another by one new value at a dotted path that exists; the same where the value is. */
export function withValue(scenario: Scenario, path: string, value: unknown): Scenario {
  return changed(scenario, path.split('.'), frozen(value)) as Scenario
}

function changed(group: unknown, [key, ...below]: readonly string[], value: unknown): unknown {
  const { [key]: before } = group as { readonly [key: string]: unknown }
  const after = below.length === 0 ? value : changed(before, below, value)
  return Object.is(after, before) ? group : Object.freeze({ ...(group as object), [key]: after })
}
