/** What every new loan must be, read from consumers’ columns after each month of a hard-pressed market. */

import { describe, expect, test } from 'vitest'
import { LOAN_SLOTS, NO_FILE, NO_TICK, REPORTED } from '../../src/agents/consumers.ts'
import { exp } from '../../src/base/math.ts'
import { LENDER_CLASSES, PURPOSES } from '../../src/base/vocabulary.ts'
import { heldOut } from '../../src/market/promotions.ts'
import type { World } from '../../src/market/world.ts'
import { ARCHETYPE_DESIGNS, CHECKOUT_VERTICALS } from '../../src/scenarios/archetypes.ts'
import {
  founded,
  fullAwareness,
  horizon,
  live,
  needsOf,
  policy,
  type Recipe,
  roster,
  size,
} from '../verification/market.ts'

const DSR_CAP = 0.12
const APR_CAP = 0.36

/** Frequent large needs, generous scores, much distress: every rule has somebody to stop. */
const pressed: Recipe = (draft) => {
  needsOf(4000, 1.2, 0.6)(draft)
  fullAwareness(draft)
  policy({ lossCutoff: 1, capital: 100_000, capitalRatio: 0.05, initialMargin: 0.02, fundsRate: 0.03 })(draft)
  roster(
    { class: 'bank', products: ['traditional', 'usedCar'] },
    { class: 'bank', products: ['rent', 'student'] },
    { class: 'licensed', products: ['electronics', 'appliances'] },
    { class: 'licensed', products: ['medical'] },
    { class: 'platform', model: 'ecommerce', products: ['ecommerce', 'student', 'travel'] },
    { class: 'platform', products: ['education'] },
  )(draft)
  draft.lenders.platform.reportingShare = 0
  draft.lenders.bank.usesBureau = true
  draft.lenders.licensed.usesBureau = true
  draft.lenders.platform.usesBureau = false
  draft.lenders.platform.usesPlatformData = true
  Object.assign(draft.credit, { coverage: 0.7, scoredShare: 0.8, sharing: 'full' })
  draft.lenders.bank.reportingShare = 0.8
  draft.lenders.licensed.reportingShare = 0.8
  Object.assign(draft.underwriting, { debtServiceCap: DSR_CAP, maxLenders: 2, maxLoans: 4 })
  Object.assign(draft.pricing, { aprCap: APR_CAP, strategic: true })
  Object.assign(draft.choice, { borrowing: 3, nestScale: 0.2, maxApplications: 5 })
  Object.assign(draft.repayment, { meanDistress: -4.3, distressSd: 1.5, distressPersistence: 0.9, willingness: -2 })
  Object.assign(draft.promotion, { kind: 'feeCut', introMonths: 3, depth: 0.5, rule: 'none', holdout: 0.25 })
  Object.assign(draft.promotion, { launchMonths: 10, campaignEvery: 20, campaignMonths: 10 })
}

interface NewLoan {
  readonly consumer: number
  readonly at: number
  /** Positions of the consumer’s other loans. */
  readonly others: readonly number[]
}

function newLoans(world: World): NewLoan[] {
  const { consumers: c, tick } = world
  const found: NewLoan[] = []
  for (let i = 0; i < c.count; i++) {
    const all = Array.from({ length: c.loanCount[i] }, (_, slot) => i * LOAN_SLOTS + slot)
    for (const at of all) {
      if (c.loanTick[at] === tick && c.birthTick[i] <= tick) {
        found.push({ consumer: i, at, others: all.filter((other) => other !== at) })
      }
    }
  }
  return found
}

describe('every loan of 40 months', () => {
  const world = founded(size(2500, 41), pressed, horizon(0, 40))
  const { consumers: c } = world
  const faults: string[] = []
  const seen = {
    loans: 0,
    filedWithOne: 0,
    unreported: 0,
    nearCap: 0,
    limited: 0,
    students: 0,
    checkout: 0,
    promoted: 0,
    heldOut: 0,
  }
  let defaulters = 0
  let mostAtOnce = 0
  live(world, 40, () => {
    const { scenario, industry, regime, offers, tick } = world
    const lenderOf = (at: number): number => industry.products[c.loanProduct[at]].lender
    const fault = (what: string, i: number): void => {
      faults.push(`${what}: consumer ${i} in month ${world.month}`)
    }
    for (const { consumer: i, at, others } of newLoans(world)) {
      seen.loans++
      const product = industry.products[c.loanProduct[at]]
      const l = product.lender
      const lender = industry.lenders[l]
      const rules = scenario.lenders[lender.class]
      const ageMonths = tick - c.birthTick[i]
      const { ageFrom, ageTo } = ARCHETYPE_DESIGNS[product.archetype]
      if (ageMonths < (ageFrom - 18) * 12 || ageMonths >= (ageTo - 18) * 12) fault('age', i)
      if (product.archetype === 'student') seen.students++
      const purpose = PURPOSES[c.needPurpose[i]]
      if (lender.model === 'ecommerce') {
        seen.checkout++
        if (!CHECKOUT_VERTICALS[product.archetype].includes(purpose)) fault('not sold at the checkout', i)
      }
      const principal = c.loanPrincipalFen[at]
      if (principal > product.design.limitFen) fault('over the limit', i)
      if (principal === product.design.limitFen) seen.limited++
      if (principal < scenario.needs.minLoan * 100) fault('too small', i)
      if (c.loanAprBp[at] > APR_CAP * 10_000 || c.loanAprBp[at] < 0) fault('APR', i)
      const expected = regime.plan.profile[ageMonths] * exp(c.persistent[i]) * regime.plan.expected[ageMonths]
      const here = others.filter((other) => lenderOf(other) === l)
      const seesFile = rules.usesBureau && c.file[i] !== NO_FILE
      const shown = others.filter((other) => lenderOf(other) !== l && c.loanFlags[other] & REPORTED)
      const inSight = seesFile ? [...here, ...shown] : here
      const owed = inSight.reduce((sum, other) => sum + c.loanInstalmentFen[other], 0)
      const service = (owed + c.loanInstalmentFen[at]) / expected
      // Half a fen of rounding of the instalment.
      if (service > DSR_CAP + 1 / expected) fault('debt service', i)
      if (service > 0.95 * DSR_CAP) seen.nearCap++
      if (here.some((other) => c.loanOverdue[other] > 0)) fault('past due here', i)
      if (seesFile && shown.some((other) => c.loanOverdue[other] > 0)) fault('past due elsewhere', i)
      if (shown.some((other) => industry.lenders[lenderOf(other)].class === 'platform')) fault('not to be reported', i)
      if (others.length > shown.length + here.length && seesFile) seen.unreported++
      const elsewhere = new Set(shown.map(lenderOf))
      if (seesFile && elsewhere.size >= 2) fault('too many lenders', i)
      if (seesFile && elsewhere.size === 1) seen.filedWithOne++
      if (c.defaultedOn[i * 2] & (1 << l)) fault('defaulted here before', i)
      const hidden = c.chargeOffTick[i] === NO_TICK || tick - c.chargeOffTick[i] >= 60
      if (seesFile && !hidden) fault('charge-off in sight', i)
      const promised = offers.promoted[c.loanProduct[at]] === 1 && !heldOut(world, i, l)
      if (c.loanIntroMonths[at] !== (promised ? 3 : 0) || c.loanIntroPercent[at] !== (promised ? 50 : 100)) {
        fault('promotional terms', i)
      }
      if (promised) seen.promoted++
      else if (offers.promoted[c.loanProduct[at]] === 1) seen.heldOut++
    }
    for (let i = 0; i < c.count; i++) {
      mostAtOnce = Math.max(mostAtOnce, c.loanCount[i])
      if (c.defaultedOn[i * 2] !== 0) defaulters++
    }
  })

  test('keeps to the product, the law and the lender’s rules', () => {
    expect(faults).toEqual([])
  })

  test('each rule was put to the test', () => {
    expect(seen.loans).toBeGreaterThan(5000)
    for (const [what, count] of Object.entries(seen)) expect(count, what).toBeGreaterThan(30)
    expect(defaulters).toBeGreaterThan(1000)
    expect(mostAtOnce).toBe(4)
  })
})

test.each([1, 2, 3])('with at most %i loans at once nobody has more', (maxLoans) => {
  const world = founded(size(400, 3), pressed, horizon(0, 12), ({ underwriting }) => {
    underwriting.maxLoans = maxLoans
  })
  let most = 0
  live(world, 12, () => {
    most = Math.max(most, ...world.consumers.loanCount)
  })
  expect(most).toBe(maxLoans)
})

describe('capital', () => {
  const RATIO = 0.1

  test('a lender short of equity lends no more than it allows, but for the month’s error', () => {
    const world = founded(size(6000, 13), pressed, horizon(0, 36), ({ lenders }) => {
      for (const of of LENDER_CLASSES) Object.assign(lenders[of], { capital: 15, capitalRatio: RATIO })
    })
    const lenders = world.industry.lenders.length
    let months = 0
    let rationed = 0
    let before = world.industry.lenders
    let demandBefore = new Float64Array(lenders)
    let runOffBefore = new Float64Array(lenders)
    live(world, 36, () => {
      const { lenders: t } = world.tally
      for (let l = 0; l < lenders; l++) {
        const { fundedShare, ledger } = before[l]
        rationed += t.rationed[l]
        if (world.tick === 0 || fundedShare >= 1) continue
        months++
        // Funded share a = room / W with room = E/κ − L + (what ran off). Lending this month is what the funded grades
        // ask for, of the marginal one a share by lot, so loans end at most at E/κ + a (W' − W) + the change in run-off + chance.
        const asked = t.approvedFen[l]
        const runOff = t.repaidFen[l] - t.interestFen[l] + t.settledFen[l] + t.chargedOffFen[l]
        const largest = Math.max(...world.industry.products.filter((p) => p.lender === l).map((p) => p.design.limitFen))
        const chance = 5 * Math.sqrt(fundedShare * (1 - fundedShare) * asked * largest)
        const more = fundedShare * Math.max(0, asked - demandBefore[l]) + Math.max(0, runOffBefore[l] - runOff)
        const allowed = Math.max(ledger.equityFen / RATIO, ledger.loansFen) + more + chance
        expect(world.industry.lenders[l].ledger.loansFen).toBeLessThanOrEqual(allowed)
        if (fundedShare === 0) expect(t.originatedFen[l]).toBe(0)
      }
      demandBefore = Float64Array.from(t.approvedFen)
      runOffBefore = Float64Array.from(t.repaidFen, (fen, l) => Math.max(0, fen - t.interestFen[l]))
      before = world.industry.lenders
    })
    expect(months).toBeGreaterThan(60)
    expect(rationed).toBeGreaterThan(1000)
  })
})
