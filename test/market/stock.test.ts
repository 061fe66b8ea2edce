/** What the month’s last look at consumers counts: balances by months past due and grade, debtors by lenders and age. */
import { expect, test } from 'vitest'
import { LOAN_SLOTS, REPORTED, SCORED_FILE, UNSCORED_FILE } from '../../src/agents/consumers.ts'
import { GRADES } from '../../src/agents/expected-loss.ts'
import { createChunkMonth } from '../../src/market/live.ts'
import { sumBuckets, takeStock } from '../../src/market/stock.ts'
import type { World } from '../../src/market/world.ts'
import { founded, roster, size } from '../verification/market.ts'

interface SomeLoan {
  readonly product: number
  readonly fen: number
  readonly overdue?: number
  readonly grade?: number
  readonly flags?: number
}

function marketOf(...debtors: readonly { readonly age?: number; readonly loans: readonly SomeLoan[] }[]): World {
  const world = founded(size(12), roster({ products: ['rent', 'medical'] }, { products: ['rent'] }))
  const { consumers: c } = world
  debtors.forEach(({ age = 300, loans }, i) => {
    c.birthTick[i] = world.tick - age
    c.loanCount[i] = loans.length
    loans.forEach(({ product, fen, overdue = 0, grade = 0, flags = 0 }, slot) => {
      const at = i * LOAN_SLOTS + slot
      c.loanProduct[at] = product
      c.loanBalanceFen[at] = fen
      c.loanOverdue[at] = overdue
      c.loanGrade[at] = grade
      c.loanFlags[at] = flags
    })
  })
  takeStock(world, 0, 12, createChunkMonth(), false)
  return world
}

test('a bucket a month past due, by the months themselves; non-performing are 4, 5 and 6', () => {
  const loans = [0, 1, 2, 3, 4, 5, 6].map((overdue) => ({
    loans: [{ product: 0, fen: 10 ** overdue, overdue, grade: 3 }],
  }))
  const world = marketOf(...loans)
  const { lenders, market, lenderGradeFen, lenderGradeLateFen } = world.tally
  const { current, past30, past60, past90, past120, past150, past180 } = lenders
  const buckets = [current, past30, past60, past90, past120, past150, past180].map((bucket) => bucket[0])
  expect(buckets).toEqual([1, 10, 100, 1000, 10_000, 100_000, 1_000_000])
  expect([lenderGradeFen[3], lenderGradeLateFen[3]]).toEqual([1111, 1_110_000])
  expect(lenders.balanceFen[0]).toBe(1_111_111)
  sumBuckets(world)
  expect([market.current, market.past30, market.past60, market.past90]).toEqual([1, 10, 100, 1000])
  expect(market.npl).toBe(1_110_000)
})

test('two loans at one lender are one borrower there; two lenders make one who borrows from several', () => {
  const world = marketOf(
    {
      loans: [
        { product: 0, fen: 5 },
        { product: 1, fen: 7, grade: 9 },
      ],
    },
    {
      loans: [
        { product: 1, fen: 11, flags: REPORTED },
        { product: 2, fen: 13 },
      ],
      age: 143,
    },
    { loans: [{ product: 2, fen: 17 }], age: 144 },
  )
  const { lenders, market, products, lenderGradeFen } = world.tally
  expect(Array.from(lenders.borrowers.slice(0, 2))).toEqual([2, 2])
  expect(Array.from(lenders.balanceFen.slice(0, 2))).toEqual([23, 30])
  expect(Array.from(lenders.reportedFen.slice(0, 2))).toEqual([11, 0])
  expect(Array.from(products.balanceFen.slice(0, 3))).toEqual([5, 18, 30])
  expect(Array.from(products.held.slice(0, 3))).toEqual([1, 2, 2])
  expect([lenderGradeFen[9], lenderGradeFen[GRADES]]).toEqual([7, 30])
  expect([market.borrowers, market.multiLender, market.borrowersUnder30, market.multiLenderUnder30]).toEqual([
    3, 1, 1, 1,
  ])
  // Those under 30 first: lenders 1 to 4 each.
  expect(Array.from(world.tally.lendersOfBorrowers)).toEqual([0, 1, 0, 0, 2, 0, 0, 0])
})

test('files and savings are counted as they stand', () => {
  const world = founded(size(12), roster({ products: ['rent'] }))
  const { consumers: c, tally } = world
  c.file.fill(0)
  c.file[1] = UNSCORED_FILE
  c.file[2] = SCORED_FILE
  c.savingsFen.fill(3)
  c.borrowedFrom[4] = 2
  c.lastLender[4] = 1
  c.satisfaction[4] = -20
  takeStock(world, 0, 12, createChunkMonth(), false)
  expect([tally.market.filed, tally.market.scored, tally.market.liquidSavings]).toEqual([2, 1, 36])
  expect([tally.lenders.customers[0], tally.lenders.satisfaction[0], tally.adopters[2]]).toEqual([1, -20, 1])
})
