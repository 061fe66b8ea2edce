/** Bins of scores, and which loans count: those of the reported window whose year ends inside the run. */
import { expect, test } from 'vitest'
import { lossCell } from '../../src/agents/lenders/loss-learning.ts'
import { scoreCell } from '../../src/base/cells.ts'
import { createDecision } from '../../src/market/apply.ts'
import { lossCellOf, modelBinOf, packScore, SCORE_BINS, scoreCellOf } from '../../src/market/scores.ts'
import { countDefault, countScore } from '../../src/market/scoring.ts'
import { founded, horizon, size } from '../verification/market.ts'

test('a score tells apart what it holds, and fits the two bytes of a loan', () => {
  const [least, most] = [packScore(0, 0, 0, false, 0), packScore(SCORE_BINS - 1, SCORE_BINS - 1, 11, true, 3)]
  expect([least, most < 65_536]).toEqual([0, true])
  for (let modelBin = 0; modelBin < SCORE_BINS; modelBin += 3) {
    for (let bin = 0; bin < SCORE_BINS; bin += 4) {
      for (const [bureau, platform, file] of [
        [true, false, 2],
        [false, true, 0],
        [true, true, 1],
      ] as const) {
        for (let record = 0; record < 4; record++) {
          for (const own of [false, true]) {
            const score = packScore(modelBin, bin, scoreCell(0, bureau, platform, file), own, record)
            expect(scoreCellOf(score)).toBe(scoreCell(bin, bureau, platform, file))
            expect(modelBinOf(score)).toBe(modelBin)
            expect(lossCellOf(score)).toBe(lossCell(modelBin, file, own, record))
          }
        }
      }
    }
  }
})

const world = founded(size(20), horizon(3, 20))
const { consumers: c, tally } = world
const score = (cell: number): number => packScore(0, Math.floor(cell / 12), cell % 12, false, 0)
const decision = { ...createDecision(), score: score(5), isRated: true }

test('loans from the first reported month on count, as long as twelve months follow', () => {
  const counted = Array.from({ length: 23 }, (_, tick) => tick).filter((tick) => {
    const before = tally.scoreLoans[5]
    world.tick = tick
    countScore(world, 2, decision, 0, 12)
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
  c.loanScore[8] = score(7)
  world.tick = at
  const before = tally.scoreDefaulted[7]
  countDefault(world, 2, 0)
  expect(tally.scoreDefaulted[7] - before).toBe(counts ? 1 : 0)
})

test('what a score stands for is a chance in millionths, priced at the loss multiplier and at most certain', () => {
  world.tick = 5
  const [expected, priced] = [tally.scoreExpectedPpm[9], tally.scorePricedPpm[9]]
  const { repayment } = world.scenario
  const sure = { ...decision, score: score(9), distressLogOdds: 1000 }
  world.industry = {
    ...world.industry,
    lenders: world.industry.lenders.map((lender) => ({ ...lender, lossMultiplier: 50 })),
  }
  countScore(world, 2, sure, 0, 12)
  const chance = tally.scoreExpectedPpm[9] - expected
  expect(chance).toBeGreaterThan(1e4)
  expect(chance).toBeLessThan(1e6)
  expect(repayment.distressPersistence).toBeLessThan(1)
  expect(tally.scorePricedPpm[9] - priced).toBe(Math.min(1e6, 50 * chance))
})

test('what a class has learnt is part of what a score stands for; a draw on a line is no new score', () => {
  world.tick = 5
  const counted = (shift: number, isRated: boolean): number[] => {
    const before = [tally.scoreLoans[9], tally.scoreExpectedPpm[9]]
    countScore(world, 2, { ...decision, score: score(9), distressLogOdds: -5, shift, isRated }, 0, 12)
    return [tally.scoreLoans[9] - before[0], tally.scoreExpectedPpm[9] - before[1]]
  }
  const [one, plain] = counted(0, true)
  expect(one).toBe(1)
  expect(Math.abs(counted(Math.log(2), true)[1] - 2 * plain)).toBeLessThanOrEqual(1)
  expect(counted(0, false)).toEqual([0, 0])
})
