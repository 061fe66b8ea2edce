/** A need makes so many applications over its life, and asks nobody again who has refused it. */
import { expect, test } from 'vitest'
import { triesOf } from '../../src/agents/consumers.ts'
import { type ApplicationEntry, takeEntries } from '../../src/market/journal.ts'
import { founded, fullAwareness, horizon, live, needsOf, policy, roster, size } from './market.ts'

const [REFUSED, RATIONED, DECLINED] = [0, 1, 2]
const MOST = 4
const MONTHS = 24

/** Needs of four months among many lenders that refuse many, ration some, and quote more than they post. */
const world = founded(
  size(4000, 7),
  horizon(0, MONTHS),
  needsOf(6000, 1, 0.3),
  fullAwareness,
  policy({ lossCutoff: 0.06, capital: 90, capitalRatio: 0.15, initialMargin: 0.03 }),
  roster(
    { class: 'bank', products: ['traditional', 'electronics'] },
    { class: 'bank', products: ['rent', 'travel'] },
    { class: 'licensed', products: ['electronics', 'appliances'] },
    { class: 'licensed', products: ['medical'] },
    { class: 'platform', products: ['travel', 'rent'] },
    { class: 'platform', products: ['education'] },
  ),
  (draft) => {
    draft.outputs.panel = 1
    draft.needs.expiryMonths = 4
    Object.assign(draft.choice, { borrowing: 1.5, nestScale: 0.3, maxApplications: MOST })
    Object.assign(draft.repayment, { meanDistress: -4.5, distressSd: 2 })
  },
)

/** Applications by need, month by month. */
const needs = new Map<string, { readonly month: number; readonly entry: ApplicationEntry }[]>()
const wrongTries: string[] = []
live(world, MONTHS, () => {
  if (world.journal === null) throw new Error('no panel')
  const { consumers: c, month } = world
  for (const entry of takeEntries(world.journal)) {
    if (entry.kind !== 'application') continue
    const need = `${entry.consumer}/${entry.generation}/${c.needTick[entry.consumer]}`
    needs.set(need, [...(needs.get(need) ?? []), { month, entry }])
    if (triesOf(c, entry.consumer) < (needs.get(need)?.length ?? 0)) wrongTries.push(need)
  }
})
const all = [...needs.values()]
const lives = (tries: (typeof all)[number]): number => new Set(tries.map(({ month }) => month)).size

test('at most so many applications over the life of a need, whatever the month; some needs use them all', () => {
  expect(wrongTries).toEqual([])
  expect(all.filter((tries) => tries.length > MOST)).toEqual([])
  expect(all.filter((tries) => tries.length === MOST && lives(tries) > 1).length).toBeGreaterThan(20)
})

/** Applications that came after one with this outcome, at the same lender or product; `later` = in a later month. */
function again(outcome: number, of: 'lender' | 'product', later: boolean): number {
  let count = 0
  for (const tries of all) {
    tries.forEach(({ month, entry }, k) => {
      if (entry.outcome !== outcome) return
      for (const next of tries.slice(k + 1)) {
        if (next.entry[of] === entry[of] && next.month > month === later) count++
      }
    })
  }
  return count
}

test('neither refused lenders nor declined products are asked again; who was rationed asks again in a later month', () => {
  for (const later of [false, true]) {
    expect(again(REFUSED, 'lender', later)).toBe(0)
    expect(again(DECLINED, 'product', later)).toBe(0)
  }
  expect(again(RATIONED, 'lender', false)).toBe(0)
  expect(again(RATIONED, 'lender', true)).toBeGreaterThan(5)
  const counts = [REFUSED, RATIONED, DECLINED].map((outcome) =>
    all.reduce((sum, tries) => sum + tries.filter(({ entry }) => entry.outcome === outcome).length, 0),
  )
  // Enough of each for the silence above to say something.
  for (const count of counts) expect(count).toBeGreaterThan(10)
})
