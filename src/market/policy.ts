/** Step 1 of the month: dated changes of the scenario take effect, and the log says whom they hit. */

import { scenarioAt, withValue } from '../scenarios/timeline.ts'
import { givenShare, resolveCoverage } from './coverage.ts'
import type { MarketEvent } from './events.ts'
import { effectOf, enactRecordRule } from './hooks.ts'
import { type PublicWorld, regimeOf } from './world.ts'

export function enactPolicy(world: PublicWorld): MarketEvent[] {
  const before = world.scenario
  const after = scenarioAt(world.base, world.month)
  if (after === before) return []
  const changes = world.base.timeline.filter((change) => change.month === world.month)
  // One value after another, so that each is told with what it alone does.
  let current = before
  const told = changes.map((change) =>
    Object.entries(change.set)
      .map(([path, value]) => {
        const next = withValue(current, path, value)
        const effect = effectOf(path, current, next, world)
        current = next
        return effect === '' ? `${path} = ${String(value)}` : `${path} = ${String(value)}: ${effect}`
      })
      .join(', '),
  )
  world.scenario = after
  world.regime = regimeOf(after)
  if (givenShare(after.credit) !== givenShare(before.credit)) resolveCoverage(world)
  enactRecordRule(world, before)
  return told.map((why) => ({
    month: world.month,
    actor: 'regulator',
    kind: 'policy',
    why,
    // What lenders own they change themselves: where designs start is not dated.
    patches: [],
  }))
}
