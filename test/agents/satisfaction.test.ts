import { describe, expect, test } from 'vitest'
import {
  advertisingReach,
  blendedSatisfaction,
  displeased,
  loanSatisfaction,
  serviceQuality,
} from '../../src/agents/satisfaction.ts'
import { LENDER_CLASSES } from '../../src/base/vocabulary.ts'
import { DEFAULT_SCENARIO } from '../../src/scenarios/parameters.ts'

const { lenders } = DEFAULT_SCENARIO
const service = { halfTraining: 0.1 }
const staff = (training: number, salesShare: number, advertising = 0.1) => ({
  ...lenders.bank,
  training,
  salesShare,
  advertising,
})

describe('service', () => {
  test('by default its quality is one half and adverts reach as many as stated, in every class', () => {
    for (const of of LENDER_CLASSES) {
      expect(serviceQuality(lenders[of], DEFAULT_SCENARIO.service)).toBeCloseTo(0.5, 15)
      expect(advertisingReach(lenders[of])).toBe(lenders[of].advertising)
    }
  })

  test('each further dose of training halves what is left to perfection: 1 − exp(−ln 2 × doses)', () => {
    expect(serviceQuality(staff(0, 0), service)).toBe(0)
    expect(serviceQuality(staff(0.1, 0), service)).toBeCloseTo(0.5, 12)
    expect(serviceQuality(staff(0.2, 0), service)).toBeCloseTo(0.75, 12)
    expect(serviceQuality(staff(0.15, 0), service)).toBeCloseTo(1 - Math.exp(-1.5 * Math.log(2)), 12)
    const gains = [0, 0.1, 0.2, 0.3].map(
      (t) => serviceQuality(staff(t + 0.1, 0.3), service) - serviceQuality(staff(t, 0.3), service),
    )
    for (let k = 1; k < gains.length; k++) expect(gains[k]).toBeLessThan(gains[k - 1])
  })

  test('what assessment draws to sales is missing in service and widens reach, to everybody at most', () => {
    expect(serviceQuality(staff(0.4, 1), service)).toBe(0)
    expect(advertisingReach(staff(0.4, 1))).toBeCloseTo(0.2, 15)
    expect(advertisingReach(staff(0.4, 0))).toBe(0)
    expect(advertisingReach(staff(0.4, 1, 0.8))).toBe(1)
  })
})

describe('satisfaction', () => {
  const of = { spread: 0.4, quote: 2, partialGrant: 0.3, collection: 0.2, latestWeight: 0.5 }

  test('is service as experienced less what disappointed, in hundredths', () => {
    expect(loanSatisfaction(of, 0.5, 0, 0, 0)).toBe(50)
    expect(loanSatisfaction(of, 0.5, -1, 0, 0)).toBe(10)
    expect(loanSatisfaction(of, 0.5, 0, 0.05, 0)).toBe(40)
    expect(loanSatisfaction(of, 0.5, 0, 0, 0.5)).toBe(35)
    // A quote below the posted one is no disappointment.
    expect(loanSatisfaction(of, 0.5, 0, -0.05, 0)).toBe(50)
  })

  test('stays between −100 and 100', () => {
    expect(loanSatisfaction(of, 1, 4, 0, 0)).toBe(100)
    expect(loanSatisfaction({ ...of, quote: 100 }, 0, 0, 0.2, 1)).toBe(-100)
    expect(displeased(of, -90)).toBe(-100)
  })

  test('of one who stays is a blend, and collection takes its part', () => {
    expect(blendedSatisfaction(of, 20, 60)).toBe(40)
    expect(blendedSatisfaction({ ...of, latestWeight: 1 }, -50, 60)).toBe(60)
    expect(blendedSatisfaction({ ...of, latestWeight: 0 }, -50, 60)).toBe(-50)
    expect(displeased(of, 35)).toBe(15)
  })
})
