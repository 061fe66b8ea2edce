/**
 * V8 compiles for hidden classes: where the world of a run has others than those before it, what has been compiled is
 * thrown away. Long sweeps took nearly twice the processor time when consumers got another class in each run from the
 * ninth on.
 */
import { setFlagsFromString } from 'node:v8'
import { enablePatches } from 'immer'
import { expect, test } from 'vitest'
import { populate } from '../../src/market/births.ts'
import { nextMonth, tick } from '../../src/market/tick.ts'
import { createWorld, type World } from '../../src/market/world.ts'
import { nodeFiles } from '../../src/node/scenario-files.ts'
import { loadScenario } from '../../src/scenarios/load.ts'

enablePatches()
setFlagsFromString('--allow-natives-syntax')
const haveSameClass = new Function('a', 'b', 'return %HaveSameMap(a, b)') as (a: object, b: object) => boolean

/** What functions that run for each consumer look into. */
function partsOf(world: World): Record<string, object> {
  const { consumers, scenario, regime, tally, offers, streams, industry } = world
  const [lender] = industry.lenders
  return { world, consumers, scenario, regime, tally, market: tally.market, offers, streams, industry, lender: lender! }
}

const { scenario } = loadScenario('scenarios/baseline.yaml', nodeFiles, [
  { option: '--consumers', path: 'population.consumers', text: '100' },
])

test('the world of a run has the hidden classes of that before, at its start and three months later', () => {
  const runs = Array.from({ length: 16 }, () => {
    const world = createWorld(scenario)
    populate(world)
    const begun = partsOf(world)
    for (let month = 0; month < 3; month++) {
      tick(world)
      nextMonth(world)
    }
    return [begun, partsOf(world)] as const
  })
  // In the first runs V8 may still meet a kind of value that it has not seen in a field.
  const changed = runs.slice(3).flatMap((run, k) =>
    run.flatMap((parts, when) => {
      const before = runs[k + 2]![when]!
      return Object.keys(parts).flatMap((name) =>
        haveSameClass(parts[name]!, before[name]!) ? [] : [`run ${k + 3}: ${name}`],
      )
    }),
  )
  expect(changed).toEqual([])
})
