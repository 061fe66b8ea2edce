import fc from 'fast-check'
import { expect, test } from 'vitest'
import { herfindahl, lenderClasses, lenderLeague, marketStructure, topShare } from '../../src/measures/lender-league.ts'
import { LENDERS } from '../../src/measures/records.ts'
import { syntheticRecord, tableOf } from '../fixtures/synthetic-record.ts'

test('n equal lenders have a Herfindahl index of 1/n', () => {
  expect(herfindahl([5, 5, 5, 5])).toBe(0.25)
  expect(herfindahl([0, 9])).toBe(1)
  expect(herfindahl([])).toBeNaN()
})

test('the share of the largest counts part of the next one', () => {
  expect(topShare([10, 40, 30, 20], 1)).toBe(0.4)
  expect(topShare([10, 40, 30, 20], 1.5)).toBeCloseTo(0.55, 14)
  expect(topShare([10, 40, 30, 20], 9)).toBe(1)
})

test('top shares rise with the count, from 0 to 1', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 1, maxLength: 20 }), (sizes) => {
      let last = 0
      for (let count = 0; count <= sizes.length; count += 0.5) {
        const share = topShare(sizes, count)
        expect(share).toBeGreaterThanOrEqual(last - 1e-12)
        last = share
      }
      expect(last).toBeCloseTo(1, 12)
    }),
  )
})

const twoMonths = tableOf(
  LENDERS,
  [0, 1].flatMap((month) => [
    {
      month,
      lender: 'L01',
      class: 'licensed',
      status: 'active',
      loans: 1200,
      netIncome: 2,
      interest: 20,
      fundingCost: 5,
      npl: 24,
      chargedOff: 3,
      applications: 10,
      approvals: 4,
      originations: 2,
      originated: 400 + 400 * month,
      meanApr: 0.1 + 0.1 * month,
      equity: 240,
    },
    { month, lender: 'L02', class: 'platform', status: 'active', loans: 400, netIncome: -1 },
  ]),
)
const withBurnIn = tableOf(LENDERS, [{ month: -1, lender: 'L01', class: 'licensed', loans: 9e9, netIncome: 9e9 }])

test('a lender over two months by hand', () => {
  const [first, second] = lenderLeague([twoMonths])
  expect(first.meanLoans).toBe(1200)
  expect(first.share).toBe(0.75)
  expect(first.roa).toBeCloseTo((12 * 2) / 1200, 14)
  expect(first.netInterestMargin).toBeCloseTo((12 * 15) / 1200, 14)
  expect(first.nplShare).toBe(0.02)
  expect(first.chargeOffRate).toBeCloseTo(0.03, 14)
  expect(first.approvalRate).toBe(0.4)
  expect(first.ticket).toBe(300)
  expect(first.meanApr).toBeCloseTo((400 * 0.1 + 800 * 0.2) / 1200, 14)
  expect(first.finalCapitalRatio).toBe(0.2)
  expect(second.roa).toBeCloseTo(-0.03, 14)
  expect(second.approvalRate).toBeNaN()
})

test('burn-in does not count', () => {
  expect(lenderLeague([withBurnIn])).toEqual([])
})

test('the market weighs lenders by loans, the mean counts each once', () => {
  const market = marketStructure(lenderLeague([twoMonths]))
  expect(market.roa).toBeCloseTo(0.75 * 0.02 - 0.25 * 0.03, 14)
  expect(market.roaMean).toBeCloseTo(-0.005, 14)
  expect(market.roaSpread).toBeCloseTo(0.025, 14)
  expect(market.herfindahl).toBeCloseTo(0.625, 14)
  expect(market.licensedTopTenth).toBe(1)
})

test('a lender with next to no loans moves totals, but does not count as one among many', () => {
  const tiny = { month: 0, lender: 'L03', class: 'licensed', status: 'active', loans: 0.01, netIncome: -5 }
  const rows = [
    { month: 0, lender: 'L01', class: 'licensed', status: 'active', loans: 1200, netIncome: 2 },
    { month: 0, lender: 'L02', class: 'licensed', status: 'active', loans: 1200, netIncome: 4 },
  ]
  const market = marketStructure(lenderLeague([tableOf(LENDERS, [...rows, tiny])]))
  expect(market.licensedRoaMean).toBeCloseTo(0.03, 12)
  expect(market.roa).toBeCloseTo((12 * (2 + 4 - 5)) / 2400.01, 12)
  expect(market.lenders).toBe(3)
})

test('a lender that gave up counts in the market, and not as one among those that stayed', () => {
  const rows = [
    { month: 0, lender: 'L01', class: 'licensed', status: 'active', loans: 1200, netIncome: 2 },
    { month: 1, lender: 'L01', class: 'licensed', status: 'active', loans: 1200, netIncome: 2 },
    { month: 0, lender: 'L02', class: 'licensed', status: 'active', loans: 1200, netIncome: -8 },
    { month: 1, lender: 'L02', class: 'licensed', status: 'runOff', loans: 1200, netIncome: -8 },
    // Entered in the second month.
    { month: 1, lender: 'L03', class: 'licensed', status: 'active', loans: 1200, netIncome: 9 },
  ]
  const league = lenderLeague([tableOf(LENDERS, rows)])
  expect(league.map(({ stayed }) => stayed)).toEqual([true, false, false])
  const market = marketStructure(league)
  expect(market.licensedRoaMean).toBeCloseTo(0.02, 12)
  expect(market.roa).toBeCloseTo((12 * (2 + 2 - 8 - 8 + 9)) / (5 * 1200), 12)
})

test('classes add up to the market', () => {
  const tables = syntheticRecord()
  const classes = lenderClasses(tables)
  expect(classes.map((row) => row.class)).toEqual(['bank', 'licensed', 'platform'])
  expect(classes.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12)
  const loans = lenderLeague(tables).reduce((sum, { meanLoans }) => sum + meanLoans, 0)
  expect(classes.reduce((sum, { meanLoans }) => sum + meanLoans, 0)).toBeCloseTo(loans, 4)
})
