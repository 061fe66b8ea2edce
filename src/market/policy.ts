/** Step 1 of the month: dated changes of the scenario take effect. */
import { scenarioAt } from '../scenarios/timeline.ts'
import { resolveCoverage } from './births.ts'
import { deleteRecords } from './bureau.ts'
import type { MarketEvent } from './events.ts'
import { regimeOf, type World } from './world.ts'

export function enactPolicy(world: World): MarketEvent[] {
  const before = world.scenario
  const after = scenarioAt(world.base, world.month)
  if (after === before) return []
  world.scenario = after
  world.regime = regimeOf(after)
  if (after.credit.coverage !== before.credit.coverage) resolveCoverage(world)
  if (after.credit.recordMonths < before.credit.recordMonths) deleteRecords(world)
  const changes = world.base.timeline.filter((change) => change.month === world.month)
  return changes.map((change) => ({
    month: world.month,
    actor: 'regulator',
    kind: 'policy',
    why: Object.entries(change.set)
      .map(([path, value]) => `${path} = ${String(value)}`)
      .join(', '),
    // What lenders own they change themselves: where designs start is not dated.
    patches: [],
  }))
}
