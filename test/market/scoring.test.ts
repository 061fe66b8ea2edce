/** Bins of scores, and which loans count: those of the reported window whose year ends inside the run. */
import { expect, test } from 'vitest'
import { scoreCell } from '../../src/base/cells.ts'
import { createDecision } from '../../src/market/apply.ts'
import { countDefault, countScore, SCORE_BINS, scoreCellOf } from '../../src/market/scoring.ts'
import { founded, horizon, size } from '../verification/market.ts'

test('bins are 0.3 wide from −6.5 on, the first and the last open', () => {
  for (let bin = 1; bin < SCORE_BINS; bin++) {
    const edge = -6.5 + 0.3 * bin
    const cells = [edge - 1e-9, edge + 1e-9].map((logOdds) => scoreCellOf(logOdds, true, false, 2))
    expect(cells).toEqual([scoreCell(bin - 1, true, false, 2), scoreCell(bin, true, false, 2)])
  }
  const ends = [-100, -6.5, -0.5 + 1e-9, 100].map((logOdds) => scoreCellOf(logOdds, false, true, 0))
  expect(ends).toEqual([0, 0, SCORE_BINS - 1, SCORE_BINS - 1].map((bin) => scoreCell(bin, false, true, 0)))
})

const world = founded(size(20), horizon(3, 20))
const { consumers: c, tally } = world
const decision = { ...createDecision(), scoreCell: 5 }

test('loans from the first reported month on count, as long as twelve months follow', () => {
  const counted = Array.from({ length: 23 }, (_, tick) => tick).filter((tick) => {
    const before = tally.scoreLoans[5]
    world.tick = tick
    countScore(world, decision, 0, 12)
    return tally.scoreLoans[5] > before
  })
  expect(counted).toEqual([3, 4, 5, 6, 7, 8, 9, 10])
})

test.each([
  { made: 2, at: 6, counts: false },
  { made: 3, at: 7, counts: true },
  { made: 10, at: 22, counts: true },
  { made: 10, at: 23, counts: false },
  { made: 11, at: 15, counts: false },
])('a loan of month $made that is non-performing in month $at', ({ made, at, counts }) => {
  c.loanTick[8] = made
  c.loanScore[8] = 7
  world.tick = at
  const before = tally.scoreDefaulted[7]
  countDefault(world, 2, 0)
  expect(tally.scoreDefaulted[7] - before).toBe(counts ? 1 : 0)
})

test('what a score stands for is a chance in millionths, priced at the loss multiplier and at most certain', () => {
  world.tick = 5
  const [expected, priced] = [tally.scoreExpectedPpm[9], tally.scorePricedPpm[9]]
  const { repayment } = world.scenario
  const sure = { ...decision, scoreCell: 9, distressLogOdds: 1000 }
  world.industry = {
    ...world.industry,
    lenders: world.industry.lenders.map((lender) => ({ ...lender, lossMultiplier: 50 })),
  }
  countScore(world, sure, 0, 12)
  const chance = tally.scoreExpectedPpm[9] - expected
  expect(chance).toBeGreaterThan(1e4)
  expect(chance).toBeLessThan(1e6)
  expect(repayment.distressPersistence).toBeLessThan(1)
  expect(tally.scorePricedPpm[9] - priced).toBe(Math.min(1e6, 50 * chance))
})
