/** Case 7 of the second edition: scarce capital refuses exactly the worst grades, and of the marginal one a share by lot. */
import { expect, test } from 'vitest'
import { GRADES } from '../../src/agents/expected-loss.ts'
import { type ApplicationEntry, takeEntries } from '../../src/market/journal.ts'
import { founded, fullAwareness, horizon, live, needsOf, policy, roster, size } from './market.ts'

const RATIONED = 1
const MONTHS = 36

const world = founded(
  size(14_000, 14),
  horizon(0, MONTHS),
  needsOf(5000, 1, 0.4),
  fullAwareness,
  policy({ lossCutoff: 1, capital: 25, capitalRatio: 0.1, initialMargin: 0.02 }),
  policy({ acquisitionCost: 50, operatingRate: 0.03, overhead: 0.2 }),
  roster(
    { class: 'bank', products: ['traditional'] },
    { class: 'licensed', products: ['traditional'] },
    { class: 'platform', products: ['traditional'] },
  ),
  (draft) => {
    draft.outputs.panel = 1
    draft.choice.borrowing = 2
    draft.pricing.aprCap = 1
    Object.assign(draft.repayment, { meanDistress: -5, distressSd: 2 })
  },
)

interface Answer {
  readonly grade: number
  readonly funded: number
  readonly isRationed: boolean
}
/** What became of approvable applications at lenders short of capital, with the grades that these could fund. */
const answers: Answer[] = []
let shortMonths = 0
let before = world.industry.lenders
live(world, MONTHS, () => {
  if (world.journal === null) throw new Error('no panel')
  const entries = takeEntries(world.journal).filter((entry): entry is ApplicationEntry => entry.kind === 'application')
  for (const { code, fundedGrades: funded } of before) {
    if (funded >= GRADES) continue
    shortMonths++
    for (const { grade, outcome, refusal, lender } of entries) {
      if (lender === code && refusal === 0) answers.push({ grade, funded, isRationed: outcome === RATIONED })
    }
  }
  before = world.industry.lenders
})

test('applicants graded better than the marginal grade are funded, those graded worse are not', () => {
  const better = answers.filter(({ grade, funded }) => grade < Math.floor(funded))
  const worse = answers.filter(({ grade, funded }) => grade > Math.floor(funded))
  expect(shortMonths).toBeGreaterThan(20)
  for (const group of [better, worse]) expect(group.length).toBeGreaterThan(300)
  expect(better.filter(({ isRationed }) => isRationed)).toEqual([])
  expect(worse.filter(({ isRationed }) => !isRationed)).toEqual([])
  // Grades differ: it is not one cut for all.
  expect(new Set(answers.map(({ funded }) => Math.floor(funded))).size).toBeGreaterThan(2)
})

test('of the marginal grade, a share by lot', () => {
  const marginal = answers.filter(({ grade, funded }) => grade === Math.floor(funded))
  let [hits, expected, variance] = [0, 0, 0]
  for (const { funded, isRationed } of marginal) {
    const chance = funded - Math.floor(funded)
    if (!isRationed) hits++
    expected += chance
    variance += chance * (1 - chance)
  }
  expect(variance).toBeGreaterThan(30)
  // One draw a person, lender and month: independent. Limit of a normal score at 1e-4.
  expect(Math.abs(hits - expected) / Math.sqrt(variance)).toBeLessThan(3.9)
})
