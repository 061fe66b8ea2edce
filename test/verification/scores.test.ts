/** What scores mean: true where files form by borrowing or not; spoilt by distortion and self-interest (H7), and repaired. */
import { describe, expect, test } from 'vitest'
import { expectedDefault, type LossModel, lossModel, spreadOf } from '../../src/agents/expected-loss.ts'
import { logistic } from '../../src/base/math.ts'
import { type ScoreQuality, scoreQuality } from '../../src/measures/scores.ts'
import { runScenario } from '../../src/run/run.ts'
import { cases, firstOf } from '../size.ts'
import { fullAwareness, horizon, needsOf, policy, type Recipe, roster, scenarioWith, size } from './market.ts'

/** Two e-commerce platforms with their own data only, generous, at fixed margins: their scores decide little but grades. */
const platforms: Recipe = (draft) => {
  needsOf(2000, 0.8, 0.2)(draft)
  fullAwareness(draft)
  policy({ lossCutoff: 1, capital: 100_000, capitalRatio: 0.05, initialMargin: 0.02, initialLossMultiplier: 0.5 })(
    draft,
  )
  roster(
    { class: 'platform', model: 'ecommerce', products: ['ecommerce', 'electronics'] },
    { class: 'platform', model: 'ecommerce', products: ['travel', 'appliances'] },
  )(draft)
  Object.assign(draft.lenders.platform, { usesBureau: false, usesPlatformData: true })
  Object.assign(draft.pricing, { aprCap: 3, strategic: false })
  Object.assign(draft.underwriting, { learningWeight: 0 })
  Object.assign(draft.repayment, { meanDistress: -3.4, platformExclusion: 0, instalmentBurden: 0, balanceBurden: 0 })
  Object.assign(draft.information, { platformNoiseSd: 0.6, distortionSize: 3 })
}

const quality = (seed: number, set: Partial<ReturnType<typeof scenarioWith>['information']>): ScoreQuality => {
  const { tables } = runScenario(
    scenarioWith(size(6000, seed), platforms, horizon(0, 30), (draft) => {
      Object.assign(draft.information, set)
    }),
  )
  return scoreQuality(tables).find(({ knowledge, file }) => knowledge === 'platform' && file === 'all')!
}

describe.each(firstOf([71, 72, 73]))('seed %i', (seed) => {
  const honest = quality(seed, {})
  const distorted = quality(seed, { distortion: 0.35 })
  const biased = quality(seed, { selfInterest: 1.5 })
  const both = { distortion: 0.35, selfInterest: 1.5 }
  const independent = quality(seed, { ...both, independentScoring: true })

  test('undistorted scores mean what they say', () => {
    expect(honest.defaulted).toBeGreaterThan(150)
    expect(Math.abs(Math.log(honest.calibration))).toBeLessThan(0.25)
  })

  test('distortion costs the ability to rank, and makes scores too kind', () => {
    expect(distorted.auc).toBeLessThan(honest.auc - 0.05)
    expect(distorted.aucHigh).toBeLessThan(honest.aucLow + 0.03)
    expect(distorted.calibration).toBeGreaterThan(1.3 * honest.calibration)
  })

  test('self-interest makes scores too kind by its size and leaves the ranking', () => {
    // Half way between e^1.5 (rare defaults) and less where defaults are frequent.
    expect(biased.calibration).toBeGreaterThan(2 * honest.calibration)
    expect(biased.calibration).toBeLessThan(Math.exp(1.5) * 1.25 * honest.calibration)
    expect(Math.abs(biased.auc - honest.auc)).toBeLessThan(0.06)
  })

  test('an independent scorer restores both, to the loan', () => {
    expect(independent).toEqual(honest)
  })
})

/** Log-odds of paying in distress that are lost where the bureau does not see the loan. */
const REPUTATION = 1.5

/** By how much defaults of unseen loans exceed those of seen ones, for those who borrow at the platforms' terms. */
function wedge(): number {
  const { repayment } = scenarioWith(platforms)
  const seen = lossModel(scenarioWith(platforms))
  const unseen = { ...seen, rates: { ...seen.rates, pays: logistic(repayment.willingness - REPUTATION) } }
  const ratios = [6, 9, 12].map((term) => {
    const everybody = (model: LossModel): number =>
      expectedDefault(model, spreadOf(repayment.distressSd), term, repayment.meanDistress)
    return everybody(unseen) / everybody(seen)
  })
  return ratios.reduce((sum, ratio) => sum + ratio) / ratios.length
}

describe('nobody begins with a file', () => {
  /** Realised over expected defaults of people without a file when they borrowed. */
  const calibration = (fileFormation: boolean, bureauReputation: number): number => {
    const { tables } = runScenario(
      scenarioWith(size(cases(3000, 8000), 74), platforms, horizon(0, 30), (draft) => {
        Object.assign(draft.credit, { coverage: 0, fileFormation, sharing: 'negative' })
        draft.lenders.platform.reportingShare = 1
        draft.repayment.bureauReputation = bureauReputation
      }),
    )
    const unfiled = scoreQuality(tables).find(({ knowledge, file }) => knowledge === 'platform' && file === 'none')!
    expect(unfiled.defaulted).toBeGreaterThan(100)
    return unfiled.calibration
  }

  // Lenders take everybody for somebody whose loan the bureau sees, and learn nothing else here.
  test('nor forms one: they default by the wedge more often than lenders expect', () => {
    const [seen, unseen] = [0, REPUTATION].map((reputation) => calibration(false, reputation))
    expect(Math.abs(Math.log(seen))).toBeLessThan(0.3)
    expect(wedge()).toBeGreaterThan(1.4)
    expect(Math.abs(Math.log(unseen / seen / wedge()))).toBeLessThan(0.18)
  })

  test('and every loan forms one: their loans are seen, so reputation takes nothing away', () => {
    const [without, at] = [0, REPUTATION].map((reputation) => calibration(true, reputation))
    expect(Math.abs(Math.log(at / without))).toBeLessThan(0.05)
  })
})
