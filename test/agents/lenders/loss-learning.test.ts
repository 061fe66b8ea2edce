/** What a class of lenders learns of losses: known answers, and convergence to the truth that made the evidence. */
import { expect, test } from 'vitest'
import { LOSS_BINS, lossBinOf, lossOfBin } from '../../../src/agents/expected-loss.ts'
import {
  COEFFICIENTS,
  FILE_LEVEL,
  LEVEL,
  learnLosses,
  learntShift,
  lossCell,
  noEvidence,
  OWN_LEVEL,
  RECORD_SHIFT,
  RECORDS,
  SLOPE,
} from '../../../src/agents/lenders/loss-learning.ts'

const NOTHING = new Float64Array(COEFFICIENTS)

/** Evidence on every cell, `yuan` modelled in each, with losses as θ says. */
function evidenceOf(theta: ArrayLike<number>, yuan: number): ReturnType<typeof noEvidence> {
  const evidence = noEvidence()
  for (let bin = 4; bin < 16; bin++) {
    for (let file = 0; file < 3; file++) {
      for (const own of [false, true]) {
        for (let record = 0; record < RECORDS; record++) {
          const cell = lossCell(bin, file, own, record)
          evidence.modelled[cell] = yuan
          evidence.realised[cell] = yuan * Math.exp(learntShift(theta, lossOfBin(bin), file, own, record))
        }
      }
    }
  }
  return evidence
}

test('without evidence the first belief stands', () => {
  expect([...learnLosses(noEvidence(), 0.5, NOTHING)]).toEqual([...NOTHING])
})

test('one cell alone: the level solves its first-order condition by hand', () => {
  const evidence = noEvidence()
  const cell = lossCell(lossBinOf(-3.5), 0, false, 0)
  evidence.modelled[cell] = 2
  evidence.realised[cell] = 3
  const theta = learnLosses(evidence, 0.5, NOTHING)
  const x = lossOfBin(lossBinOf(-3.5)) + 3.6
  // Level, file level and slope share what is learnt in proportion to x: prior × θ = x × (realised − mean).
  const left = 3 - 2 * Math.exp(theta[LEVEL] + theta[FILE_LEVEL] + theta[SLOPE] * x)
  expect(0.5 * theta[LEVEL]).toBeCloseTo(left, 9)
  expect(0.5 * theta[FILE_LEVEL]).toBeCloseTo(left, 9)
  expect(0.5 * theta[SLOPE]).toBeCloseTo(x * left, 9)
  expect(left).toBeGreaterThan(0)
  expect(theta[OWN_LEVEL]).toBe(0)
})

test('with much evidence what is learnt is the truth of each kind of loan', () => {
  const truth = [0.3, 0.4, 0, -0.2, -0.5, -0.3, -0.7, 1.1, -0.25]
  const learnt = learnLosses(evidenceOf(truth, 1000), 0.5, NOTHING)
  for (let bin = 4; bin < 16; bin++) {
    for (let file = 0; file < 3; file++) {
      const of = (theta: ArrayLike<number>): number => learntShift(theta, lossOfBin(bin), file, true, 2)
      expect(of(learnt)).toBeCloseTo(of(truth), 2)
    }
  }
})

test('a state without vintages takes the level of the loans that were made', () => {
  const evidence = evidenceOf([0.8, 0, 0, 0, 0, 0, 0, 0, 0], 50)
  for (let bin = 0; bin < LOSS_BINS; bin++) {
    for (const own of [false, true]) {
      for (let record = 0; record < RECORDS; record++) {
        evidence.modelled[lossCell(bin, 0, own, record)] = 0
        evidence.realised[lossCell(bin, 0, own, record)] = 0
      }
    }
  }
  const theta = learnLosses(evidence, 0.5, NOTHING)
  const unseen = learntShift(theta, -3.6, 0, false, 0)
  const seen = learntShift(theta, -3.6, 1, false, 0)
  expect(theta[FILE_LEVEL]).toBe(0)
  expect(unseen).toBeGreaterThan(0.5 * seen)
})

test('where it begins does not matter', () => {
  const evidence = evidenceOf([0.3, 0.4, 0, -0.2, -0.5, -0.3, -0.7, 1.1, -0.25], 0.1)
  const here = learnLosses(evidence, 0.5, NOTHING)
  const there = learnLosses(evidence, 0.5, [2, -1, 1, 0, 0, 1, -2, 0, 1])
  for (let k = 0; k < COEFFICIENTS; k++) expect(there[k]).toBeCloseTo(here[k], 8)
})

test('losses that never came leave a finite belief', () => {
  const evidence = evidenceOf(NOTHING, 5)
  evidence.realised.fill(0)
  const theta = learnLosses(evidence, 0.5, NOTHING)
  for (const one of theta) expect(Number.isFinite(one)).toBe(true)
  expect(learntShift(theta, -3.6, 0, false, 0)).toBeLessThan(-1.5)
  // The records' shifts and the level of own customers carry what their cells add.
  expect(theta[RECORD_SHIFT]).toBeLessThan(0)
})
