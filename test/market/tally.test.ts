import { expect, test } from 'vitest'
import { LENDER_COUNTERS, MARKET_COUNTERS } from '../../src/market/counters.ts'
import { addTally, assertExact, clearTally, createTally } from '../../src/market/tally.ts'
import { LENDERS, MONTHS } from '../../src/measures/records.ts'

const tally = (): ReturnType<typeof createTally> => createTally(3, 5, 4, 6)

test('every counter has cells of its own: what one counts no other sees', () => {
  const { market: _, cells, lenders, products, niches, groups, ages, ...rest } = tally()
  const arrays = [
    ...[lenders, products, niches, groups, ages].flatMap((of) => Object.values(of)),
    ...Object.values(rest),
  ]
  expect(arrays.length).toBeGreaterThan(100)
  for (const [k, array] of arrays.entries()) array.fill(k + 1)
  for (const [k, array] of arrays.entries()) expect(array.every((cell) => cell === k + 1)).toBe(true)
  expect(cells.length).toBe(arrays.reduce((sum, array) => sum + array.length, 0))
  expect(cells.every((cell) => cell > 0)).toBe(true)
})

test('parts add up to the whole, and clearing leaves nothing', () => {
  const [sum, part] = [tally(), tally()]
  for (const of of [sum, part]) {
    of.cells.fill(2)
    of.market.loans = 3
    of.market.income = 5
  }
  addTally(sum, part)
  expect([sum.market.loans, sum.market.income, sum.market.needs]).toEqual([6, 10, 0])
  expect(sum.cells.every((cell) => cell === 4)).toBe(true)
  expect(part.market.loans).toBe(3)
  clearTally(sum)
  expect(sum).toEqual(tally())
})

test.each(['market', 'cell'])('a %s counter that is no exact integer is found', (of) => {
  const counted = tally()
  assertExact(counted)
  if (of === 'market') counted.market.income = 2 ** 53
  else counted.lenders.repaidFen[2] = 0.5
  expect(() => assertExact(counted)).toThrow('is not exact')
})

test.each([
  [MARKET_COUNTERS, MONTHS],
  [LENDER_COUNTERS, LENDERS],
])('a counter that says what it counts has a column, in money or in its unit', (counters, table) => {
  for (const [name, counter] of Object.entries(counters)) {
    if (!('en' in counter)) continue
    const column = 'column' in counter ? counter.column : name
    const unit = counter.unit === 'fen' ? 'CNY' : counter.unit
    expect(table.columns).toContainEqual(
      expect.objectContaining({ name: column, unit, en: counter.en, zh: counter.zh }),
    )
  }
})
