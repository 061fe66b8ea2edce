import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  breakEvenApr,
  breakEvenMonthly,
  type DemandCells,
  expectedBookings,
  meanLifeMonths,
  moveMargin,
  quoteAprBp,
  reviewMargin,
  shareInside,
} from '../../../src/agents/lenders/pricing.ts'
import { signalWeights } from '../../../src/agents/underwriting.ts'
import { luck, scenarioWith } from '../../verification/market.ts'

describe('break-even', () => {
  test('lending at the break-even rate earns nothing on average', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 0.05, noNaN: true }),
        fc.double({ min: 0, max: 0.05, noNaN: true }),
        fc.double({ min: 0, max: 0.3, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (funds, operating, hazard, lossGivenDefault) => {
          const rate = breakEvenMonthly(funds, operating, hazard, lossGivenDefault)
          const loss = hazard * lossGivenDefault
          // Interest on what survives, less the loss of the claim with its interest, pays funds and operations.
          expect(rate - loss * (1 + rate)).toBeCloseTo(funds + operating, 12)
        },
      ),
      { seed: 1 },
    )
  })

  test('no rate pays for losing everything', () => {
    expect(breakEvenMonthly(0.01, 0.01, 1, 1)).toBe(Infinity)
  })

  test('mean life is the sum of balances of a level loan at no interest', () => {
    for (const months of [1, 6, 12, 36]) {
      let balances = 0
      for (let m = 0; m < months; m++) balances += (months - m) / months
      expect(meanLifeMonths(months)).toBeCloseTo(balances, 10)
    }
  })

  test('a quote is break-even plus margin within the cap, or none', () => {
    expect(quoteAprBp(0.1, 0.03, 0.24, 0.02, 0.09)).toBe(1300)
    expect(quoteAprBp(0.23, 0.03, 0.24, 0.02, 0.09)).toBe(2400)
    expect(quoteAprBp(0.25, 0.03, 0.24, 0.02, 0.09)).toBe(-1)
    expect(quoteAprBp(0.1, 0.03, 0.24, 0.1, 0.09)).toBe(-1)
    expect(quoteAprBp(0.1, -0.2, 0.24, 0.02, 0.09)).toBe(0)
    expect(quoteAprBp(Infinity, 0, 3, 0.02, 0.09)).toBe(-1)
    // At the cap and at the cut-off themselves it still lends.
    expect(quoteAprBp(0.24, 0.03, 0.24, 0.09, 0.09)).toBe(2400)
    expect(quoteAprBp(0.1, 0.14, 0.24, 0.02, 0.09)).toBe(2400)
  })

  test('break-even APR: funds, operations and losses, and what one loan costs over its ticket and life', () => {
    const { lenders } = scenarioWith(({ lenders }) => {
      Object.assign(lenders.licensed, { fundsRate: 0.06, operatingRate: 0.03, acquisitionCost: 50, loanCost: 20 })
      Object.assign(lenders.licensed, { applicationCost: 4, training: 1.5 })
    })
    const monthly = (0.005 + 0.0025 + 0.01 * 0.6) / (1 - 0.01 * 0.6)
    const perLoanYuan = 50 * 0.4 + 20 + 4 / 0.8 + 1.5 * 12
    const expected = 12 * monthly + (12 * perLoanYuan) / 5000 / 6.5
    expect(breakEvenApr(lenders.licensed, 0.01, 0.6, 500_000, 12, 6.5, 0.8, 0.4)).toBeCloseTo(expected, 12)
  })
})

function randomCells(seed: number, cap: number): DemandCells {
  const random = luck(seed)
  const [shoppers, products] = [30, 6]
  const margins = Array.from({ length: products }, () => 0.1 * random())
  const breakEven = Array.from({ length: shoppers * products }, () => 0.1 + 0.1 * random())
  const apr = breakEven.map((at, k) => Math.min(cap, at + margins[k % products]))
  const alpha = Array.from({ length: shoppers }, () => 1 + 3 * random())
  const weight = apr.map((rate, k) => (random() < 0.2 ? 0 : Math.exp((-alpha[Math.floor(k / products)] * rate) / 0.1)))
  const total = Float64Array.from({ length: shoppers }, (_, s) =>
    weight.slice(s * products, (s + 1) * products).reduce((sum, w) => sum + w, 0),
  )
  return {
    shoppers,
    products,
    weight: Float64Array.from(weight),
    total,
    share: total.map((inside) => shareInside({ borrowing: 0.4, nestScale: 0.1 }, inside)),
    priceSensitivity: Float64Array.from(alpha),
    borrowing: 0.4,
    nestScale: 0.1,
    exposure: Float64Array.from(weight, (w) => (w === 0 || random() < 0.2 ? 0 : 500 + 4000 * random())),
    unitMargin: Float64Array.from(apr, (rate, k) => rate - breakEven[k]),
    aboveCap: Float64Array.from(breakEven, (at, k) => at + margins[k % products] - cap),
  }
}

const copy = (cells: DemandCells): DemandCells => ({
  ...cells,
  weight: cells.weight.slice(),
  total: cells.total.slice(),
  share: cells.share.slice(),
  unitMargin: cells.unitMargin.slice(),
  aboveCap: cells.aboveCap.slice(),
})

describe('margin steps', () => {
  test.each([1, 2, 3, 4, 5])('what a step is expected to bring is what it brings once made (market %i)', (seed) => {
    for (const cap of [0.16, 0.5]) {
      for (const step of [0.01, -0.01, 0.05]) {
        const before = randomCells(seed, cap)
        const after = copy(before)
        moveMargin(after, 2, step)
        const foreseen = expectedBookings(before, [1, 2], 2, [step])[0]
        const made = expectedBookings(after, [1, 2], 2, [0])[0]
        expect(made.margin).toBeCloseTo(foreseen.margin, 8)
        expect(made.exposure).toBeCloseTo(foreseen.exposure, 8)
        for (let s = 0; s < after.shoppers; s++) {
          let total = 0
          for (let k = 0; k < 6; k++) total += after.weight[s * 6 + k]
          expect(after.total[s]).toBeCloseTo(total, 10)
        }
      }
    }
  })

  test('bookings are chances to book times what is booked', () => {
    const cells = randomCells(9, 0.3)
    let [margin, exposure] = [0, 0]
    for (let s = 0; s < cells.shoppers; s++) {
      const inside = 1 / (1 + Math.exp(-cells.borrowing - cells.nestScale * Math.log(cells.total[s])))
      for (const k of [0, 4]) {
        const at = s * 6 + k
        const chance = (inside * cells.weight[at]) / cells.total[s]
        exposure += chance * cells.exposure[at]
        margin += chance * cells.exposure[at] * cells.unitMargin[at]
      }
    }
    const bookings = expectedBookings(cells, [0, 4], 0, [0])[0]
    expect(bookings.exposure).toBeCloseTo(exposure, 8)
    expect(bookings.margin).toBeCloseTo(margin, 8)
  })

  test('the cap holds quotes: a raise beyond it and a cut within what is above it change nothing', () => {
    const cells = randomCells(3, 0.12)
    const raised = copy(cells)
    moveMargin(raised, 1, 5)
    for (let s = 0; s < cells.shoppers; s++) {
      const at = s * 6 + 1
      const apr = cells.unitMargin[at] - Math.min(0, cells.aboveCap[at])
      if (cells.weight[at] > 0) expect(raised.unitMargin[at]).toBeCloseTo(apr, 12)
    }
    const back = copy(raised)
    moveMargin(back, 1, -5)
    expect(Array.from(back.unitMargin)).toEqual(Array.from(cells.unitMargin, (margin) => expect.closeTo(margin, 10)))
  })

  test('a review picks the best of three, and stands still without demand', () => {
    for (let seed = 1; seed < 20; seed++) {
      const cells = randomCells(seed, 0.4)
      const worth = expectedBookings(cells, [2], 2, [-0.01, 0, 0.01]).map(({ margin }) => margin)
      const best = [-0.01, 0, 0.01][worth.indexOf(Math.max(...worth))]
      expect(reviewMargin(cells, [2], 2, 0.01, 1)).toBe(best)
    }
    const empty = randomCells(1, 0.4)
    empty.exposure.fill(0)
    expect(reviewMargin(empty, [2], 2, 0.01, 1)).toBe(0)
  })

  test('a lender that capital holds back raises its margin where an unbound one would not', () => {
    const cells = randomCells(4, 2)
    // Bring product 2 to its own optimum first.
    for (let move = 1; move !== 0; ) {
      move = reviewMargin(cells, [2], 2, 0.005, 1)
      moveMargin(cells, 2, move)
    }
    expect(reviewMargin(cells, [2], 2, 0.005, 1)).toBe(0)
    expect(reviewMargin(cells, [2], 2, 0.005, 0.5)).toBe(0.005)
  })
})

test('signals with perfect precision are believed, useless ones are not', () => {
  expect(signalWeights(1e-9, 1, 0).bureau).toBeCloseTo(1, 6)
  expect(signalWeights(Infinity, Infinity, 0)).toEqual({ bureau: 0, platform: 0, variance: 1 })
  expect(signalWeights(Infinity, 3, 0)).toEqual({ bureau: 0, platform: 0.25, variance: 0.75 })
  expect(signalWeights(3, Infinity, 0)).toEqual({ bureau: 0.25, platform: 0, variance: 0.75 })
})
