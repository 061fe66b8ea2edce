/** Case 12 at length: with every mechanism on, 12 years and, in a soak, 22 years and 20 seeds, every identity holds every month to the fen. */

import { expect, test } from 'vitest'
import { populate } from '../../src/market/births.ts'
import { eventLine, type MarketEvent, replayIndustry } from '../../src/market/events.ts'
import { nextMonth, tick } from '../../src/market/tick.ts'
import { createWorld } from '../../src/market/world.ts'
import { MECHANISMS } from '../../src/scenarios/mechanisms.ts'
import { withValues } from '../../src/scenarios/with-values.ts'
import { cases } from '../size.ts'
import { horizon, scenarioWith, size } from './market.ts'

const BURN_IN = 24
const MONTHS = cases(72, 240)
const seeds = Array.from({ length: cases(1, 20) }, (_, k) => k + 1)

/** All adults in place of users is no row of MECHANISMS: it puts other people into the market. */
const AGES = [
  ...seeds.map((seed) => [seed, 'users'] as const),
  ...seeds.slice(0, 3).map((seed) => [seed, 'population'] as const),
]

test.each(AGES)('seed %i, ages of %s', (seed, ages) => {
  const scenario = Object.values(MECHANISMS).reduce(
    (latest, { on }) => withValues(latest, on),
    scenarioWith(size(400, seed), horizon(BURN_IN, MONTHS), ({ population }) => {
      population.ages = ages
    }),
  )
  const world = createWorld(scenario)
  populate(world)
  const start: MarketEvent = {
    month: -BURN_IN,
    actor: 'market',
    kind: 'found',
    why: '',
    patches: [{ op: 'replace', path: [], value: world.industry }],
  }
  const events = [eventLine(start)]
  let lent = 0
  let chargedOff = 0
  // `tick` checks the identities of every month and throws where one breaks.
  for (let m = 0; m < BURN_IN + MONTHS; m++) {
    for (const event of tick(world).events) events.push(eventLine(event))
    lent += world.tally.market.originatedFen
    chargedOff += world.tally.market.chargedOffFen
    if (m + 1 < BURN_IN + MONTHS) nextMonth(world)
  }
  expect(world.month).toBe(MONTHS - 1)
  expect(lent).toBeGreaterThan(0)
  expect(chargedOff).toBeGreaterThan(0)
  expect(replayIndustry(events, world.month)).toEqual(world.industry)
})
