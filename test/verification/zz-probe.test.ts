import { produce } from 'immer'
import { test } from 'vitest'
import { expectedReturn, outlookOf } from '../../src/agents/entry.ts'
import { populate } from '../../src/market/births.ts'
import { createWorld } from '../../src/market/world.ts'
import { MECHANISMS } from '../../src/scenarios/mechanisms.ts'
import { BARE, founded, horizon, live, size, switched } from './market.ts'

test('probe', () => {
  let s = switched(BARE, { 'industry.exit': true, 'industry.entry': true, ...JSON.parse(process.env.SET ?? '{}') })
  s = produce(s, (d) => {
    d.population.consumers = 8000
    d.horizon = { burnIn: 24, months: 48 }
  })
  const w = createWorld(s)
  populate(w)
  live(w, 72, (m) => {
    for (const e of m.events)
      if (['exit', 'enter', 'windUp', 'raise', 'turnAway', 'policy'].includes(e.kind))
        console.log(e.month, e.actor, e.kind, e.why)
    if (w.month % 12 === 0)
      console.log(
        w.month,
        'ROE',
        ['bank', 'licensed', 'platform']
          .map((c) => expectedReturn(outlookOf(w.industry, w.month, (l) => l.class === c)).toFixed(3))
          .join(' '),
        w.industry.lenders.map((l) => (l.ledger.equityFen / l.ledger.loansFen).toFixed(2)).join(' '),
      )
  })
})
