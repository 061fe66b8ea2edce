/**
 * What credit coverage c means where loans form files: month 0 shows c, formed files included. A pilot lives the burn-in of
 * the scenario at a few shares that coverage gives outright, and notes which part of the others have a file from a loan by
 * month 0. That curve goes into the scenario; from it `givenShare` (market/coverage.ts) solves the share given for any c, so
 * that arms, seeds and dated changes of one experiment share one pilot.
 */
import { enablePatches } from 'immer'
import { FORMED_KEYS, GIVEN_AT } from '../agents/formed-files.ts'
import { populate } from '../market/births.ts'
import { nextMonth, tick } from '../market/tick.ts'
import { createWorld } from '../market/world.ts'
import type { Scenario } from '../scenarios/scenario.ts'
import { withValues } from '../scenarios/with-values.ts'

enablePatches()

/** People and seed of every pilot: the curve depends on what the market is, not on how often or how large it is run. */
export const PILOT_PEOPLE = 4000
export const PILOT_SEED = 43

/** Whether loans form files at some time of the run. */
export function formsFiles({ credit, timeline }: Scenario): boolean {
  return credit.fileFormation || timeline.some(({ set }) => set['credit.fileFormation'] === true)
}

/** Keys of the curve that are left to the pilot. */
function missingKeys({ credit: { formed } }: Scenario): readonly (keyof typeof formed)[] {
  return FORMED_KEYS.filter((key) => formed[key] < 0)
}

/** Scenarios at these shares given, as the pilot runs them: what decides nothing here is the same in all. */
function pilotScenario(scenario: Scenario, given: number): Scenario {
  return withValues(scenario, {
    name: 'pilot',
    'title.en': 'pilot',
    'title.zh': 'pilot',
    seed: PILOT_SEED,
    'horizon.months': 1,
    'population.consumers': PILOT_PEOPLE,
    'outputs.panel': 0,
    timeline: [],
    'credit.fileFormation': true,
    'credit.coverage': given,
    // Gives `given` outright, whatever loans add.
    ...Object.fromEntries(FORMED_KEYS.map((key) => [`credit.formed.${key}`, 0])),
  })
}

const known = new Map<string, number>()

/** Part of those to whom coverage gives no file who have one from a loan at the end of month 0. */
function formedPart(scenario: Scenario, given: number): number {
  const pilot = pilotScenario(scenario, given)
  const key = JSON.stringify(pilot)
  const found = known.get(key)
  if (found !== undefined) return found
  const world = createWorld(pilot)
  populate(world)
  for (let month = 0; month <= pilot.horizon.burnIn; month++) {
    tick(world)
    nextMonth(world)
  }
  const part = (world.tally.market.filed / world.consumers.count - given) / (1 - given)
  // Four digits: more would be noise, and files are to be read.
  const formed = Math.min(1, Math.max(0, Math.round(10000 * part) / 10000))
  known.set(key, formed)
  return formed
}

/** What a pilot of `reference` says of the curve, by dotted key; nothing where all of it is given. */
function curveOf(reference: Scenario): { readonly [path: string]: number } {
  return Object.fromEntries(
    missingKeys(reference).map((key) => [`credit.formed.${key}`, formedPart(reference, GIVEN_AT[key])]),
  )
}

/** The scenario with the curve of a pilot of its own, if loans form files and it has none; else as it is. */
export function withCoverage(scenario: Scenario): Scenario {
  return formsFiles(scenario) ? withValues(scenario, curveOf(scenario)) : scenario
}

/**
 * A scenario and the arms of its experiment with the curve of one pilot: that of the scenario without what arms change, so
 * that a treatment is the same exogenous share in all. Arms that set a part of the curve keep it. `always` is for arms that
 * are made later.
 */
export function withSharedCoverage<Arm extends { readonly scenario: Scenario }>(
  scenario: Scenario,
  arms: readonly Arm[],
  always = false,
): { readonly scenario: Scenario; readonly arms: readonly Arm[] } {
  if (!always && ![scenario, ...arms.map((arm) => arm.scenario)].some(formsFiles)) return { scenario, arms }
  const curve = curveOf(scenario)
  const settled = (one: Scenario): Scenario => {
    const open = missingKeys(one).map((key) => `credit.formed.${key}`)
    return withValues(one, Object.fromEntries(open.flatMap((path) => (path in curve ? [[path, curve[path]]] : []))))
  }
  return { scenario: settled(scenario), arms: arms.map((arm) => ({ ...arm, scenario: settled(arm.scenario) })) }
}
