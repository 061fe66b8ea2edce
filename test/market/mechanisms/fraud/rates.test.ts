import { describe, expect, test } from 'vitest'
import {
  dataWeakness,
  detectionRate,
  falsePositiveRate,
  fraudShare,
  leakChance,
  learntShare,
} from '../../../../src/market/mechanisms/fraud/rates.ts'
import { DEFAULT_SCENARIO } from '../../../../src/scenarios/parameters.ts'

const fraud = {
  ...DEFAULT_SCENARIO.fraud,
  share: 0.01,
  detectionStart: 0.2,
  detectionMax: 0.8,
  falsePositive: 0.04,
  learningCases: 5,
}

describe('experience', () => {
  test('half is learnt after `learningCases` cases per 10,000 consumers, whatever the size of the market', () => {
    expect(learntShare(fraud, 5, 10_000)).toBe(0.5)
    expect(learntShare(fraud, 50, 100_000)).toBe(0.5)
    expect(learntShare(fraud, 0, 10_000)).toBe(0)
  })

  test('detection rises and false alarms fall, each case less than the one before', () => {
    const cases = [0, 1, 2, 4, 8, 16, 32]
    const caught = cases.map((n) => detectionRate(fraud, n, 10_000))
    const alarms = cases.map((n) => falsePositiveRate(fraud, n, 10_000))
    expect(caught[0]).toBe(0.2)
    expect(alarms[0]).toBe(0.04)
    expect(caught[3]).toBeCloseTo(0.2 + 0.6 * (4 / 9), 12)
    expect(alarms[3]).toBeCloseTo(0.04 * (5 / 9), 12)
    for (let k = 2; k < cases.length; k++) {
      const perCase = (of: readonly number[], at: number): number => (of[at] - of[at - 1]) / (cases[at] - cases[at - 1])
      expect(perCase(caught, k)).toBeLessThan(perCase(caught, k - 1))
      expect(perCase(caught, k)).toBeGreaterThan(0)
      expect(perCase(alarms, k)).toBeGreaterThan(perCase(alarms, k - 1))
      expect(perCase(alarms, k)).toBeLessThan(0)
    }
  })
})

describe('leaks', () => {
  test('weakness falls with quality and is higher without a licence', () => {
    const weak = (of: 'bank' | 'licensed' | 'platform', quality: number): number =>
      dataWeakness({ ...fraud, leakUnlicensed: 3 }, of, quality)
    expect(weak('platform', 0.4)).toBeCloseTo(3 * weak('licensed', 0.4), 12)
    expect(weak('bank', 0.4)).toBe(weak('licensed', 0.4))
    expect(weak('bank', 0.9)).toBeLessThan(weak('bank', 0.1))
    expect(weak('platform', 1)).toBe(0)
  })

  test('the chance is that of a Poisson count above nothing; protection scales its rate', () => {
    const leaky = { ...fraud, leakRate: 2 }
    expect(leakChance(leaky, 1, 0.25)).toBeCloseTo(1 - Math.exp(-0.5), 12)
    expect(leakChance({ ...leaky, dataProtection: 0.6 }, 1, 0.25)).toBeCloseTo(1 - Math.exp(-0.2), 12)
    expect(leakChance({ ...leaky, dataProtection: 1 }, 1, 0.25)).toBe(0)
    expect(leakChance({ ...leaky, leakRate: 0 }, 1, 0.25)).toBe(0)
  })

  test('exposure raises the share of fraud in proportion, up to everybody', () => {
    const share = (effect: number, exposed: number): number => fraudShare({ ...fraud, leakEffect: effect }, exposed)
    expect(share(4, 0)).toBe(0.01)
    expect(share(4, 0.5)).toBeCloseTo(0.03, 12)
    expect(share(0, 0.5)).toBe(0.01)
    expect(share(1000, 10)).toBe(1)
  })
})
