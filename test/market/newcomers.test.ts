/** Which lenders those know who come of age, by how long the lender has been open. */
import { produce } from 'immer'
import { expect, test } from 'vitest'
import type { Industry } from '../../src/agents/lenders/lender.ts'
import { rebirth } from '../../src/market/births.ts'
import { founded, horizon, policy, roster, scoreLimit, size } from '../verification/market.ts'

const COUNT = 4000

test.each([
  // Adverts reach 3 of 10 a month, and one of 10 forgets: .75 (1 − .6^months), at most what is known of founders.
  { months: 1, knows: 0.3 },
  { months: 2, knows: 0.48 },
  { months: 3, knows: 0.588 },
  { months: 5, knows: 0.6 },
  { months: 400, knows: 0.6 },
  { months: 1, knows: 0.6, founder: true },
])('a lender in its month $months (founder: $founder) is known to $knows', ({ months, knows, founder = false }) => {
  const world = founded(
    size(COUNT),
    horizon(2, 600),
    roster({ products: ['rent'] }, { class: 'platform', products: ['rent'] }),
    policy({ awarenessAtStart: 0.6, advertising: 0.3, salesShare: 0.5 }),
    ({ awareness }) => {
      awareness.forgetting = 0.1
    },
  )
  const entered = 7
  if (!founder) {
    world.industry = produce(world.industry, ({ lenders }: Industry) => {
      Object.assign(lenders[1], { entered })
    })
  }
  world.tick = 2 + entered + months - 1
  let known = 0
  for (let i = 0; i < COUNT; i++) {
    rebirth(world, i)
    if ((world.consumers.knows[i * 2] & 2) !== 0) known++
  }
  expect(Math.abs(known - COUNT * knows) / Math.sqrt(COUNT * knows * (1 - knows))).toBeLessThan(scoreLimit(6))
})
