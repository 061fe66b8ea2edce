/** Whom the log says a rule hits, in words, in a market of one bank, one licensed company and one credit app. */
import { expect, test } from 'vitest'
import { enactPolicy } from '../../src/market/policy.ts'
import type { DatedChange } from '../../src/scenarios/scenario.ts'
import { dated, founded, horizon, roster, size } from '../verification/market.ts'

const market = roster(
  { class: 'bank', products: ['student'] },
  { class: 'licensed', products: ['student', 'rent'] },
  { class: 'platform', products: ['rent'] },
)

function told(...sets: readonly DatedChange['set'][]): string[] {
  const world = founded(
    size(300),
    market,
    horizon(0, 12),
    dated(...sets.map((set, month) => ({ month, set }))),
    ({ regulation }) => {
      Object.assign(regulation, { unlicensedLending: true, studentLending: true, studentAge: 22, graceMonths: 9 })
    },
  )
  return sets.flatMap((_, month) => {
    world.month = month
    world.tick = month
    return enactPolicy(world).map(({ why }) => why)
  })
}

test('a ban names those barred, the products withdrawn, those closed to the young, and those that come back', () => {
  expect(
    told(
      { 'regulation.unlicensedLending': false },
      { 'regulation.studentLending': false },
      { 'regulation.p2p': 'closing' },
    ),
  ).toEqual([
    'regulation.unlicensedLending = false: hits L03: 1 lenders may make no new loans, 1 products withdrawn (L03-a)',
    'regulation.studentLending = false: hits L02: 1 products withdrawn (L02-a), 1 products closed to those under 22',
    'regulation.p2p = closing: hits nobody at once',
  ])
})

test('a cap binds where a quote lies above it; licence capital hits those below it', () => {
  const [low, high] = told({ 'pricing.aprCap': 0.01 }, { 'pricing.aprCap': 3 })
  expect(low).toBe(
    'pricing.aprCap = 0.01: binds for 4 of 4 products (L01-a, L02-a, L02-b, L03-a); 4 of them now refuse some grades of risk',
  )
  expect(high).toBe('pricing.aprCap = 3: binds for none of 4 products at once')
  expect(told({ 'regulation.minCapital.platform': 1e6 }, { 'regulation.minCapital.platform': 0 })).toEqual([
    'regulation.minCapital.platform = 1000000: L03 must raise capital or leave within 9 months',
    'regulation.minCapital.platform = 0: no incumbent is below it',
  ])
})
