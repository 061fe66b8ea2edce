/**
 * What classes and lenders learn of losses in a market whose truth is known: a wedge between seen and unseen loans, accepted
 * loans alone, any number of consumers.
 */
import { produce } from 'immer'
import { describe, expect, test } from 'vitest'
import { LOAN_SLOTS, NO_FILE, SCORED_FILE } from '../../src/agents/consumers.ts'
import { expectedLoss, lossModel, spreadOf } from '../../src/agents/expected-loss.ts'
import type { Industry } from '../../src/agents/lenders/lender.ts'
import { FILE_LEVEL, LEVEL, LOSS_CELLS, lossFactors, SLOPE } from '../../src/agents/lenders/loss-learning.ts'
import {
  annualChargeOff,
  chargeOffTable,
  RETIRED,
  type RiskTable,
  riskAt,
  WORKING,
} from '../../src/agents/loan-chain.ts'
import { closeMonth } from '../../src/market/close.ts'
import type { World } from '../../src/market/world.ts'
import { firstOf } from '../size.ts'
import {
  everybodyApproved,
  everybodyLivesOn,
  fixedMargins,
  flatIncome,
  founded,
  fullAwareness,
  horizon,
  live,
  needsOf,
  noBuffer,
  noIncomeShocks,
  noPromotion,
  type Recipe,
  roster,
  size,
} from './market.ts'

const PERSISTENCE = 0.9
/** Log-odds of paying in distress where the bureau sees the loan, and what of it is lost where it does not. */
const [WILLINGNESS, WEDGE] = [0.2, 1]
const [MEAN, SD] = [-5, 1.5]
const WARM_UP = 40
const MONTHS = 80

/** Half the people have a file, whatever their risk; lenders know nothing else of anybody and take all comers. */
const wedged: Recipe = (draft) => {
  const parts = [noBuffer, fullAwareness, everybodyApproved, noPromotion, fixedMargins, flatIncome, noIncomeShocks]
  for (const part of [...parts, everybodyLivesOn, needsOf(6000, 0, 1)]) part(draft)
  roster(...Array.from({ length: 3 }, () => ({ class: 'bank' as const, products: ['traditional' as const] })))(draft)
  draft.choice.borrowing = 20
  Object.assign(draft.credit, { coverage: 0.5, scoredShare: 1, incomeSlope: 0, ageSlope: 0, sharing: 'negative' })
  Object.assign(draft.tastes, { riskIncomeCorrelation: 0, riskPriceCorrelation: 0, riskOutsideBureauCorrelation: 0 })
  Object.assign(draft.repayment, {
    meanDistress: MEAN,
    distressSd: SD,
    distressPersistence: PERSISTENCE,
    willingness: WILLINGNESS,
    bureauReputation: WEDGE,
    instalmentBurden: 0,
    balanceBurden: 0,
    platformExclusion: 0,
    debtServiceEffect: 0,
  })
  Object.assign(draft.lenders.bank, {
    usesBureau: false,
    usesPlatformData: false,
    reportingShare: 1,
    initialLossMultiplier: 1,
  })
  // One loan at a time, which `eachStartsWell` lets begin out of distress.
  Object.assign(draft.underwriting, { maxLoans: 1, learningWeight: 0.03, classPrior: 0.3, repaymentRecord: false })
}

/** Ends distress that has outlived a loan, so that each new one starts out of it, as in the chain. */
function eachStartsWell({ consumers: c, tick }: World): void {
  for (let i = 0; i < c.count; i++) if (c.loanCount[i] === 0 || c.loanTick[i * LOAN_SLOTS] === tick) c.distress[i] = 0
}

interface Learnt {
  /** ln of losses by the truth of each loan over those that the model expected, by whether there is a file. */
  readonly truth: readonly [unfiled: number, filed: number]
  /** The same as the class has learnt it. */
  readonly learnt: readonly [unfiled: number, filed: number]
  readonly multipliers: readonly number[]
}

/** Charge-offs a year by log-odds of distress, of loans that pay in distress with this chance. */
const truthOf = (world: World, pays: number): RiskTable => {
  const { rates } = lossModel(world.scenario)
  return chargeOffTable([world.offers.termMonths[0]], WORKING, { ...rates, pays })
}

function observe(consumers: number, seed: number): Learnt {
  const world = founded(size(consumers, seed), horizon(0, WARM_UP + MONTHS), wedged)
  const pay = (logOdds: number): number => 1 / (1 + Math.exp(-logOdds))
  const tables = [truthOf(world, pay(WILLINGNESS - WEDGE)), truthOf(world, pay(WILLINGNESS))]
  const { consumers: c } = world
  const [truth, model] = [
    [0, 0],
    [0, 0],
  ]
  const expected = Math.exp(
    expectedLoss(lossModel(world.scenario), spreadOf(SD), WORKING, world.offers.termMonths[0], MEAN),
  )
  live(world, WARM_UP + MONTHS, () => {
    eachStartsWell(world)
    if (world.tick < WARM_UP) return
    for (let i = 0; i < c.count; i++) {
      if (c.loanCount[i] === 0) continue
      const filed = c.file[i] === NO_FILE ? 0 : 1
      const balance = c.loanBalanceFen[i * LOAN_SLOTS]
      truth[filed] += balance * riskAt(tables[filed], 0, MEAN + SD * c.risk[i])
      model[filed] += balance * expected
    }
  })
  const theta = world.industry.learnt[0]
  const level = (file: number): number =>
    theta[LEVEL] + theta[FILE_LEVEL + file] + theta[SLOPE] * (Math.log(expected) + 3.6)
  return {
    truth: [Math.log(truth[0] / model[0]), Math.log(truth[1] / model[1])],
    learnt: [level(NO_FILE), level(SCORED_FILE)],
    multipliers: world.industry.lenders.map(({ lossMultiplier }) => lossMultiplier),
  }
}

const mean = (x: readonly number[]): number => x.reduce((sum, one) => sum + one, 0) / x.length

describe('a known wedge', () => {
  const large = observe(8000, 11)
  const small = firstOf([1, 2, 3, 4, 5, 6, 7, 8], 4).map((seed) => observe(1000, seed))

  test('levels converge to the truth of accepted loans: the unseen pay less, and lenders were not told', () => {
    const [unfiled, filed] = large.truth
    // The chain alone, at the mean risk, says what the wedge is worth.
    const rates = { ...lossModel(founded(size(10), wedged).scenario).rates }
    const at = (pays: number): number => annualChargeOff(-3, RETIRED, 12, { ...rates, pays })
    const wedge = Math.log(at(1 / (1 + Math.exp(WEDGE - WILLINGNESS))) / at(1 / (1 + Math.exp(-WILLINGNESS))))
    expect(wedge).toBeGreaterThan(0.5)
    expect(unfiled - filed).toBeGreaterThan(0.5 * wedge)
    // Some 20 months of evidence at 8,000 consumers are about a thousand charge-offs, three per cent in a standard error.
    expect(Math.abs(large.learnt[0] - unfiled)).toBeLessThan(0.2)
    expect(Math.abs(large.learnt[1] - filed)).toBeLessThan(0.25)
    expect(large.learnt[0] - large.learnt[1]).toBeGreaterThan(0.5 * wedge)
  })

  test('a lender’s multiplier adds nothing where lenders are alike', () => {
    expect(Math.abs(Math.log(mean(large.multipliers)))).toBeLessThan(0.15)
  })

  test('trap: an eighth of the consumers learn the same, within the error of their sample', () => {
    for (const file of [0, 1]) {
      const levels = small.map(({ learnt }) => learnt[file])
      const n = levels.length
      const sd = Math.sqrt(mean(levels.map((level) => (level - mean(levels)) ** 2)) * (n / (n - 1)))
      // The large market errs as the mean of eight small ones does.
      expect(Math.abs(mean(levels) - large.learnt[file])).toBeLessThan(4 * sd * Math.sqrt(1 / n + 1 / 8) + 0.02)
    }
  })
})

test('trap: a lender that loses twice what its class expects learns 2, whatever multiplier is in force', () => {
  const world = founded(size(1000, 3), wedged, ({ underwriting }) => {
    underwriting.learningWeight = 0.05
  })
  const believed = (first: number): number => {
    world.industry = produce(world.industry, ({ lenders }: Industry) => {
      lenders[0].lossMultiplier = first
      lenders[0].lossEvidence = { modelled: 0, realised: 0 }
    })
    for (let month = 0; month < 400; month++) {
      world.tally.lenders.expectedLossFen[0] = 10_000_000
      world.tally.lenders.chargedOffFen[0] = 20_000_000
      closeMonth(world)
    }
    return world.industry.lenders[0].lossMultiplier
  }
  expect(believed(1)).toBeCloseTo(2, 1)
  expect(believed(7)).toBe(believed(1))
})

test('no learning: nothing learnt, first beliefs', () => {
  const world = founded(size(500, 3), wedged, ({ underwriting }) => {
    underwriting.learningWeight = 0
  })
  live(world, 24)
  expect(world.tally.lossModelledFen.some((fen) => fen > 0)).toBe(true)
  expect(world.industry.learnt.flat().every((one) => one === 0)).toBe(true)
  expect(world.industry.lenders.map(({ lossMultiplier }) => lossMultiplier)).toEqual([1, 1, 1])
  expect(lossFactors(world.industry.learnt[0]).every((factor) => factor === 1)).toBe(true)
  expect(
    world.lossEvidence.every(({ modelled }) => modelled.length === LOSS_CELLS && !modelled.some((x) => x > 0)),
  ).toBe(true)
})

test('trap: a book that doubles and doubles does not mislead: what is expected is held against loans of the same age', () => {
  // Needs become frequent only after a year; charge-offs of young loans are expected late, as they come.
  const world = founded(size(8000, 5), horizon(0, 60), wedged, ({ needs }) => {
    needs.arrival = { youth: 0.15, middle: 0.15, old: 0.15 }
  })
  let [expected, realised] = [0, 0]
  live(world, 22, () => {
    for (let cell = 0; cell < LOSS_CELLS; cell++) {
      const filed = Math.floor(cell / 8) % 3 !== 0
      if (!filed) continue
      expected += world.tally.lossModelledFen[cell]
      realised += world.tally.lossRealisedFen[cell]
    }
  })
  // Charge-offs of 3,000 yuan: some hundreds by now, of people with a file, for whom the model is right.
  expect(realised / 300_000).toBeGreaterThan(60)
  expect(Math.abs(Math.log(realised / expected))).toBeLessThan(0.4)
})
