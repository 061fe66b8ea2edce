/** Each ground of refusal at its boundary, at one lender whose rules and sight are known. */
import { produce } from 'immer'
import { expect, test } from 'vitest'
import {
  LOAN_SLOTS,
  markLender,
  NEED_IS_FRAUD,
  NO_FILE,
  NO_TICK,
  REPORTED,
  SCORED_FILE,
  UNSCORED_FILE,
} from '../../src/agents/consumers.ts'
import { expectedLoss, gradeOf, lossBinOf } from '../../src/agents/expected-loss.ts'
import { lossCell } from '../../src/agents/lenders/loss-learning.ts'
import { OUT_OF_WORK, WORKING } from '../../src/agents/loan-chain.ts'
import { scoreCell } from '../../src/base/cells.ts'
import { REFUSALS } from '../../src/base/vocabulary.ts'
import { bureauSignal, createDecision, platformSignal, underwrite } from '../../src/market/apply.ts'
import { lossCellOf, modelBinOf, scoreCellOf } from '../../src/market/scores.ts'
import { openStreams, type World } from '../../src/market/world.ts'
import { draw, normal, type Stream } from '../../src/random/streams.ts'
import { MAX_LENDERS } from '../../src/scenarios/scenario.ts'
import {
  everybodyApproved,
  fixedMargins,
  founded,
  fullAwareness,
  horizon,
  needsOf,
  noPromotion,
  policy,
  type Recipe,
  roster,
  size,
} from '../verification/market.ts'

const MIN_LOAN_FEN = 30_000
const INCOME_FEN = 1_000_000
const TICK = 100

const bank: Recipe = (draft) => {
  for (const part of [fullAwareness, everybodyApproved, noPromotion, fixedMargins, needsOf(5000, 0, 0.1)]) part(draft)
  roster(...Array.from({ length: 6 }, () => ({ class: 'bank' as const, products: ['rent' as const] })))(draft)
  policy({ usesBureau: true })(draft)
  Object.assign(draft.credit, { coverage: 1, scoredShare: 1, sharing: 'full', recordMonths: 60 })
  Object.assign(draft.underwriting, { maxLenders: 3, maxLoans: 4, debtServiceCap: 0.5 })
}

/** Another loan of the applicant: of the lender with that product, in full view of the bureau or not. */
interface OtherLoan {
  readonly product: number
  readonly overdue?: number
  readonly reported?: boolean
  readonly instalmentFen?: number
}

const APPLICANT = 3

function applicantWith(loans: readonly OtherLoan[], chargeOffTick = NO_TICK, recipe: Recipe = () => {}): World {
  const world = founded(size(50, 4), bank, horizon(0, 3), recipe)
  world.tick = TICK
  const { consumers: c } = world
  c.file[APPLICANT] = SCORED_FILE
  c.chargeOffTick[APPLICANT] = chargeOffTick
  c.loanCount[APPLICANT] = loans.length
  loans.forEach(({ product, overdue = 0, reported = true, instalmentFen = 0 }, slot) => {
    const at = APPLICANT * LOAN_SLOTS + slot
    c.loanProduct[at] = product
    c.loanOverdue[at] = overdue
    c.loanFlags[at] = reported ? REPORTED : 0
    c.loanInstalmentFen[at] = instalmentFen
  })
  return world
}

function answer(world: World, demandFen = 500_000): { refusal: string; amountFen: number } {
  const decision = createDecision()
  underwrite(world, APPLICANT, 0, demandFen, INCOME_FEN, decision)
  expect(decision.approved).toBe(decision.refusal === 0)
  return { refusal: REFUSALS[decision.refusal], amountFen: decision.amountFen }
}

const APPROVED = { refusal: '', amountFen: 500_000 }
const refused = (refusal: string): object => ({ refusal, amountFen: 0 })

test('six lenders with a product each, and somebody without a past gets what is asked for', () => {
  const world = applicantWith([])
  expect(Array.from(world.offers.lender.slice(0, 6))).toEqual([0, 1, 2, 3, 4, 5])
  expect(world.regime.needs.minLoanFen).toBe(MIN_LOAN_FEN)
  expect(answer(world)).toEqual(APPROVED)
})

test('as many other lenders in sight as the limit says are too many; own loans and unreported ones do not count', () => {
  const two = [{ product: 1 }, { product: 2 }]
  expect(answer(applicantWith(two))).toEqual(APPROVED)
  expect(answer(applicantWith([...two, { product: 3 }]))).toEqual(refused('concurrentLenders'))
  expect(answer(applicantWith([...two, { product: 2 }]))).toEqual(APPROVED)
  expect(answer(applicantWith([...two, { product: 0 }]))).toEqual(APPROVED)
  expect(answer(applicantWith([...two, { product: 3, reported: false }]))).toEqual(APPROVED)
})

test('one instalment past due bars, here even unreported and elsewhere if reported', () => {
  expect(answer(applicantWith([{ product: 0, overdue: 1, reported: false }]))).toEqual(refused('pastDueHere'))
  expect(answer(applicantWith([{ product: 1, overdue: 1 }]))).toEqual(refused('pastDueElsewhere'))
  expect(answer(applicantWith([{ product: 1, overdue: 1, reported: false }]))).toEqual(APPROVED)
})

test('the amount is what is asked for, down to the smallest loan and up to what income serves', () => {
  const world = applicantWith([])
  expect(answer(world, MIN_LOAN_FEN)).toEqual({ refusal: '', amountFen: MIN_LOAN_FEN })
  expect(answer(world, MIN_LOAN_FEN - 1)).toEqual(refused('debtService'))
  // Instalments of other loans leave less room: at the cap, none.
  const room = (instalmentFen: number): object => answer(applicantWith([{ product: 1, instalmentFen }]))
  const cap = 0.5 * INCOME_FEN
  expect(room(cap)).toEqual(refused('debtService'))
  const left = 10_000
  const decision = createDecision()
  underwrite(applicantWith([{ product: 1, instalmentFen: cap - left }]), APPLICANT, 0, 500_000, INCOME_FEN, decision)
  const { grade } = decision
  const serviceable = Math.floor(left * world.offers.instalmentFactor[grade])
  expect(serviceable).toBeGreaterThan(MIN_LOAN_FEN)
  expect(room(cap - left)).toEqual({ refusal: '', amountFen: Math.min(500_000, serviceable) })
})

test('what the bureau shows by the mode of sharing: all, past due only, or nothing', () => {
  const past = [{ product: 1, overdue: 1 }]
  const three = [{ product: 1 }, { product: 2 }, { product: 3, instalmentFen: INCOME_FEN }]
  const answers = (['full', 'negative', 'none'] as const).map((sharing) => {
    const recipe: Recipe = ({ credit }) => {
      credit.sharing = sharing
    }
    const by = (loans: readonly OtherLoan[]): string => answer(applicantWith(loans, NO_TICK, recipe)).refusal
    return [by(past), by(three)]
  })
  expect(answers).toEqual([
    ['pastDueElsewhere', 'concurrentLenders'],
    ['pastDueElsewhere', ''],
    ['', ''],
  ])
})

test('expected loss: debt service with this loan, work, type, and a fraud’s good looks', () => {
  const world = applicantWith([{ product: 0, instalmentFen: 50_000, reported: false }], NO_TICK, (draft) => {
    Object.assign(draft.repayment, { meanDistress: -4, distressSd: 1, debtServiceEffect: 2, unemploymentEffect: 0.7 })
    draft.fraud.appearance = 1.5
  })
  const { consumers: c, offers, regime } = world
  c.birthTick[APPLICANT] = TICK - 120
  // Nothing is known of who has no file, and this bank has no data of its own.
  c.file[APPLICANT] = NO_FILE
  const { spread, weights } = regime.knowledge[2][NO_FILE]
  expect([weights, spread.sd]).toEqual([{ bureau: 0, platform: 0, variance: 1 }, 1])
  const decided = (demandFen: number): ReturnType<typeof createDecision> => {
    const decision = createDecision()
    underwrite(world, APPLICANT, 0, demandFen, INCOME_FEN, decision)
    return decision
  }
  const expected = (demandFen: number, more = 0, work: typeof WORKING | typeof OUT_OF_WORK = WORKING): number => {
    const service = 2 * ((50_000 + demandFen / offers.postedFactor[0]) / INCOME_FEN)
    return expectedLoss(regime.losses, spread, work, offers.termMonths[0], -4 + service + more)
  }
  expect(decided(500_000).loss).toBeCloseTo(expected(500_000), 12)
  expect(decided(500_000).grade).toBe(gradeOf(expected(500_000)))
  // No more than the product lends.
  const limit = offers.limitFen[0]
  expect(decided(3 * limit).loss).toBeCloseTo(expected(limit), 12)
  c.unemployed[APPLICANT] = 1
  expect(decided(500_000).loss).toBeCloseTo(expected(500_000, 0, OUT_OF_WORK), 12)
  c.marks[APPLICANT] = NEED_IS_FRAUD
  expect(decided(500_000).loss).toBeCloseTo(expected(500_000, -1.5, OUT_OF_WORK), 12)
})

test('what its class has learnt of such a file, customer and record enters an applicant’s loss, and the loan remembers the cell', () => {
  const world = applicantWith([])
  const decided = (): ReturnType<typeof createDecision> => {
    const decision = createDecision()
    underwrite(world, APPLICANT, 0, 500_000, INCOME_FEN, decision)
    return decision
  }
  const before = decided()
  const theta = [0.2, 0.05, 0.1, 0.4, 0.8, 1.6, 3.2, -0.3, 0]
  world.industry = { ...world.industry, learnt: world.industry.learnt.map(() => theta) }
  expect(decided().loss - before.loss).toBeCloseTo(0.2 + 0.4, 12)
  expect(decided().shift).toBeCloseTo(0.6, 12)
  markLender(world.consumers.borrowedAt, APPLICANT, 0)
  // An own customer without arrears.
  const own = decided()
  expect(own.loss - before.loss).toBeCloseTo(0.2 + 0.4 + 0.8 + 1.6, 12)
  expect(modelBinOf(own.score)).toBe(lossBinOf(before.loss))
  expect(lossCellOf(own.score)).toBe(lossCell(lossBinOf(before.loss), SCORED_FILE, true, 1))
  expect(scoreCellOf(own.score)).toBe(scoreCell(lossBinOf(own.loss), true, false, SCORED_FILE))
  expect(own.score).toBeLessThan(65_536)
  markLender(world.consumers.provenAt, APPLICANT, 0)
  expect(decided().loss - before.loss).toBeCloseTo(0.2 + 0.4 + 0.8 + 3.2, 12)
  world.consumers.shownPastDueTick[APPLICANT] = TICK - 5
  expect(decided().loss - before.loss).toBeCloseTo(0.2 + 0.4 + 0.8 - 0.3, 12)
  // Without the channel records say nothing.
  world.scenario = produce(world.scenario, ({ underwriting }) => {
    underwriting.repaymentRecord = false
  })
  expect(decided().loss - before.loss).toBeCloseTo(0.2 + 0.4 + 0.8, 12)
})

test('a guarantor rates everybody safer than data say, unless a third party scores', () => {
  const distress = (model: 'ecommerce' | 'creditApp', independentScoring: boolean): number => {
    const world = founded(
      size(50, 4),
      bank,
      roster({ class: 'platform', model, products: ['ecommerce'] }),
      policy({ usesBureau: false, usesPlatformData: true, guarantee: 0 }),
      ({ information, repayment }) => {
        Object.assign(information, { selfInterest: 0.4, independentScoring, distortion: 0, platformNoiseSd: 1 })
        repayment.distressSd = 0
      },
    )
    const decision = createDecision()
    underwrite(world, APPLICANT, 0, 100_000, INCOME_FEN, decision)
    return decision.distressLogOdds
  }
  const plain = distress('creditApp', false)
  expect(distress('ecommerce', false)).toBeCloseTo(plain - 0.4, 12)
  expect([distress('ecommerce', true), distress('creditApp', true)]).toEqual([plain, plain])
})

test('distorted data make people look safer by the size of the distortion, independent scores do not', () => {
  const signal = (distortion: number, independentScoring = false): number => {
    const world = applicantWith([], NO_TICK, ({ information }) => {
      Object.assign(information, { distortion, distortionSize: 0.8, independentScoring, signalErrorCorrelation: 0.5 })
    })
    return platformSignal(world, APPLICANT, 0)
  }
  const honest = signal(0)
  expect(signal(1)).toBeCloseTo(honest - 0.8, 12)
  expect(signal(1, true)).toBe(honest)
})

test('signals are the type and an error, which is larger on a file without a score and partly the same for both', () => {
  const world = applicantWith([], NO_TICK, ({ information }) => {
    Object.assign(information, { bureauNoiseSd: 0.5, thinFileVariance: 9, platformNoiseSd: 2, distortion: 0 })
    information.signalErrorCorrelation = 1
  })
  const { consumers: c } = world
  const error = (signal: number): number => signal - c.risk[APPLICANT]
  const scored = error(bureauSignal(world, APPLICANT))
  expect(error(platformSignal(world, APPLICANT, 4))).toBeCloseTo(4 * scored, 12)
  c.file[APPLICANT] = UNSCORED_FILE
  expect(error(bureauSignal(world, APPLICANT))).toBeCloseTo(3 * scored, 12)
})

test('an error is that of the person, the lender, the birth and the seed, no matter who was asked about before', () => {
  const plain: Recipe = ({ information }) => {
    Object.assign(information, { bureauNoiseSd: 1, platformNoiseSd: 1, distortion: 0, signalErrorCorrelation: 0 })
    information.sharedPlatformError = 0.36
  }
  const world = applicantWith([], NO_TICK, plain)
  const other = applicantWith([], NO_TICK, plain)
  Object.assign(other, { streams: openStreams(world.base.seed + 1) })
  const words = new Int32Array(2)
  const drawn = (stream: Stream, consumer: number, entered: number, lender: number): number => {
    draw(stream, consumer, entered, lender, words)
    return normal(words[0])
  }
  // From one question to the next, one thing differs.
  const questions = [
    [world, APPLICANT, -5, 4],
    [world, APPLICANT, -5, 4],
    [world, APPLICANT, -5, 5],
    [world, APPLICANT, 7, 5],
    [other, APPLICANT, 7, 5],
    [other, APPLICANT + 1, 7, 5],
  ] as const
  for (const [market, consumer, entered, lender] of questions) {
    const { consumers: c, streams } = market
    c.risk[consumer] = 0
    c.file[consumer] = SCORED_FILE
    c.enteredTick[consumer] = entered
    const [bureau, platform] = [streams.bureauSignal, streams.platformSignal]
    expect(bureauSignal(market, consumer)).toBe(drawn(bureau, consumer, entered, 0))
    const own = drawn(platform, consumer, entered, lender)
    const common = drawn(platform, consumer, entered, MAX_LENDERS)
    expect(platformSignal(market, consumer, lender)).toBeCloseTo(0.8 * own + 0.6 * common, 12)
  }
})
