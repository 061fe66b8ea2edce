/** Step 1 of the month: dated changes of the scenario take effect. */
import { produceWithPatches } from 'immer'
import { type Industry, productDesign } from '../agents/lenders.ts'
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
  const [industry, patches] = produceWithPatches(world.industry, (draft: Industry) => {
    if (after.products === before.products) return
    for (const product of draft.products) product.design = productDesign(after, product.archetype)
  })
  world.industry = industry
  const changes = world.base.timeline.filter((change) => change.month === world.month)
  return changes.map((change, index) => ({
    month: world.month,
    actor: 'regulator',
    kind: 'policy',
    why: Object.entries(change.set)
      .map(([path, value]) => `${path} = ${String(value)}`)
      .join(', '),
    patches: index === 0 ? patches : [],
  }))
}
