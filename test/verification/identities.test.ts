/** Case 12: money is neither made nor lost, in any valid scenario, in any month, to the fen. */
import fc from 'fast-check'
import { produce } from 'immer'
import { describe, expect, test } from 'vitest'
import { LOAN_SLOTS } from '../../src/agents/consumers.ts'
import { populate } from '../../src/market/births.ts'
import { eventLine, replayIndustry } from '../../src/market/events.ts'
import { checkIdentities } from '../../src/market/identities.ts'
import { investorFlows } from '../../src/market/mechanisms/p2p/p2p.ts'
import { type Month, nextMonth, tick } from '../../src/market/tick.ts'
import { createWorld, type World } from '../../src/market/world.ts'
import type { Scenario } from '../../src/scenarios/scenario.ts'
import { cases } from '../size.ts'
import { anyScenario } from './any-scenario.ts'
import { founded, horizon, live, scenarioWith, size } from './market.ts'

const sum = (x: ArrayLike<number>): number => {
  let total = 0
  for (let k = 0; k < x.length; k++) total += x[k]
  return total
}

const EMPTY = { loansFen: 0, allowanceFen: 0, cashFen: 0, fundingFen: 0, investorFen: 0, guaranteeFen: 0, equityFen: 0 }

/** What consumers owe each lender, from their own loans. */
function debts(world: World): number[] {
  const { consumers: c, industry } = world
  const owed = industry.lenders.map(() => 0)
  for (let i = 0; i < c.count; i++) {
    for (let slot = 0; slot < c.loanCount[i]; slot++) {
      const at = i * LOAN_SLOTS + slot
      owed[industry.products[c.loanProduct[at]].lender] += c.loanBalanceFen[at]
    }
  }
  return owed
}

const investorCash = ({ p2p }: World): number => (p2p === null ? 0 : sum(p2p.investors.cashFen))

/** One month by the test's own books; returns what breaks. */
function audit(world: World): { after: (month: Month) => string[] } {
  const before = {
    ledgers: world.industry.lenders.map((lender) => ({ ...lender.ledger })),
    savings: sum(world.consumers.savingsFen),
    debts: debts(world),
    investorCash: investorCash(world),
  }
  return {
    after({ statements }) {
      const faults: string[] = []
      const check = (what: string, a: number, b: number): void => {
        if (a !== b || !Number.isSafeInteger(a)) faults.push(`month ${world.month}: ${what}: ${a} is not ${b}`)
      }
      const { lenders: t, market: m } = world.tally
      const owed = debts(world)
      const { collectionCost } = world.scenario.repayment
      let lenderCash = 0
      let investorsGave = 0
      const allCash = [0, 0]
      world.industry.lenders.forEach((lender, l) => {
        const was = before.ledgers[l] ?? EMPTY
        const { ledger } = lender
        const s = statements[l]
        check('debts and loans', owed[l], ledger.loansFen)
        const newLoans = t.originatedFen[l] + t.interestFen[l]
        const gone = t.repaidFen[l] + t.settledFen[l] + t.chargedOffFen[l]
        check('loans roll forward', owed[l], (before.debts[l] ?? 0) + newLoans - gone)
        check(
          'equity rolls forward',
          ledger.equityFen,
          was.equityFen + s.netIncomeFen - s.dividendsFen + s.injectedFen + s.fundersLossFen,
        )
        const costs = s.fundingCostFen + s.operatingCostFen + s.acquisitionCostFen + s.serviceCostFen + s.productCostFen
        // What a lender and its funding partner pay one another stays among lenders.
        const fees = s.feeIncomeFen - s.facilitationFeeFen
        const collection = Math.floor(t.chargedOffFen[l] * collectionCost + 0.5)
        const p = investorFlows(world, l)
        // Its fee is among the fees.
        const fromInvestors = p.fundedFen + p.bridgedFen + p.feeFen - p.paidFen - p.recoveredFen
        investorsGave += fromInvestors
        const borrowed = ledger.fundingFen - was.fundingFen + s.fundersLossFen
        const cashIn = t.repaidFen[l] + t.settledFen[l] + t.recoveredFen[l] + fees + borrowed + s.injectedFen
        const cashOut = t.originatedFen[l] + t.rebateFen[l] + t.referralFen[l] + collection + costs + s.dividendsFen
        const after = was.cashFen + cashIn - cashOut + fromInvestors - p.feeFen
        const alone = [ledger, was].every((books) => books.partnerFundedFen === 0 && books.participationFen === 0)
        if (alone) check('cash rolls forward', ledger.cashFen, after)
        allCash[0] += ledger.cashFen
        allCash[1] += after
        check(
          'balance sheet',
          ledger.loansFen - ledger.partnerFundedFen + ledger.participationFen + ledger.cashFen - ledger.allowanceFen,
          ledger.fundingFen + ledger.investorFen + ledger.guaranteeFen + ledger.equityFen,
        )
        if (ledger.fundingFen < 0 || ledger.cashFen < 0) faults.push(`month ${world.month}: negative funds`)
        lenderCash += t.repaidFen[l]
      })
      check('investors’ cash', investorCash(world), before.investorCash - investorsGave)
      check('cash of all rolls forward', allCash[0], allCash[1])
      check('repaid', lenderCash, m.repaidFen)
      check('originated', sum(t.originatedFen), m.originatedFen)
      check('rebates', sum(t.rebateFen), m.rebateFen)
      check('rewards', sum(t.referralFen), m.referralFen)
      check('recovered', sum(t.recoveredFen), m.recoveredFen)
      check('settled', sum(t.settledFen), m.settledFen)
      check('charged off', sum(t.chargedOffFen), m.chargedOffFen)
      check('buckets', m.current + m.past30 + m.past60 + m.past90 + m.npl, sum(owed))
      const received = m.income + m.savingsInterest + m.originatedFen + m.rebateFen + m.referralFen
      const spent = m.spending + m.repaidFen + m.prepaymentFeeFen + m.illiquidSaving + m.estates
      check('households', sum(world.consumers.savingsFen), before.savings + received - spent)
      return faults
    },
  }
}

function runAudited(scenario: Scenario): { world: World; events: string[] } {
  const world = createWorld(scenario)
  populate(world)
  const industry = world.industry
  const events: string[] = []
  for (let m = 0; m < scenario.horizon.burnIn + scenario.horizon.months; m++) {
    const books = audit(world)
    const month = tick(world)
    const faults = books.after(month)
    if (faults.length > 0) throw new Error(faults.join('\n'))
    for (const event of month.events) events.push(eventLine(event))
    if (m + 1 < scenario.horizon.burnIn + scenario.horizon.months) nextMonth(world)
  }
  const start = eventLine({
    month: -scenario.horizon.burnIn,
    actor: 'market',
    kind: 'found',
    why: '',
    patches: [{ op: 'replace', path: [], value: industry }],
  })
  expect(replayIndustry([start, ...events], world.month)).toEqual(world.industry)
  return { world, events }
}

const RANDOM = cases(15, 2000)

test('random valid scenarios of 36 months: every identity holds exactly, and the event log replays', () => {
  let lent = 0
  let defaulted = 0
  fc.assert(
    fc.property(anyScenario(150, { burnIn: 6, months: 30 }), (scenario) => {
      const { world } = runAudited(scenario)
      if (world.industry.lenders.some((lender) => lender.ledger.loansFen > 0)) lent++
      if (sum(world.tally.vintageChargedOffFen) > 0 || world.consumers.chargeOffTick.some((when) => when > 0))
        defaulted++
    }),
    { numRuns: RANDOM, seed: 2023 },
  )
  expect(lent).toBeGreaterThan(0.3 * RANDOM)
  expect(defaulted).toBeGreaterThan(0.15 * RANDOM)
})

test('with facilitated loans and lines at once, and lenders that leave, every identity holds', () => {
  for (const seed of [1, 2, 3]) {
    const { world } = runAudited(
      scenarioWith(size(1200, seed), horizon(6, 18), (draft) => {
        draft.products.revolving = true
        draft.industry.exit = true
        Object.assign(draft.lenders.platform, { facilitatedShare: 0.6, guarantee: 0.02 })
      }),
    )
    expect(sum(world.industry.lenders.map(({ ledger }) => ledger.partnerFundedFen))).toBeGreaterThan(0)
    expect(world.tally.market.lines).toBeGreaterThan(0)
  }
})

describe('the check itself', () => {
  const lively = (): { world: World; before: number } => {
    const world = founded(size(300, 3), ({ needs }) => {
      needs.arrival = { youth: 0.5, middle: 0.5, old: 0.5 }
    })
    live(world, 11)
    const before = sum(world.consumers.savingsFen)
    tick(world)
    expect(sum(world.tally.lenders.balanceFen)).toBeGreaterThan(0)
    return { world, before }
  }

  test('passes books that are in order', () => {
    const { world, before } = lively()
    expect(() => checkIdentities(world, before)).not.toThrow()
  })

  test('sees one fen of loans, of equity or of allowance', () => {
    for (const account of [
      'loansFen',
      'equityFen',
      'allowanceFen',
      'cashFen',
      'fundingFen',
      'investorFen',
      'guaranteeFen',
    ] as const) {
      const { world, before } = lively()
      world.industry = produce(world.industry, ({ lenders }) => {
        lenders[0].ledger[account]++
      })
      expect(() => checkIdentities(world, before)).toThrow(/L01/)
    }
  })

  test('sees one fen of anybody’s debt', () => {
    const { world } = lively()
    const { consumers: c } = world
    const debtor = c.loanCount.findIndex((count) => count > 0)
    nextMonth(world)
    c.loanBalanceFen[debtor * LOAN_SLOTS]++
    expect(() => tick(world)).toThrow(/consumers owe L\d\d/)
  })

  test('sees one fen of anybody’s savings', () => {
    const { world } = lively()
    nextMonth(world)
    world.consumers.savingsFen[7]++
    expect(() => tick(world)).toThrow(/savings are/)
  })

  test('sees a flow that only one side counts', () => {
    for (const flow of [
      'originatedFen',
      'rebateFen',
      'referralFen',
      'repaidFen',
      'settledFen',
      'chargedOffFen',
      'recoveredFen',
    ] as const) {
      const { world, before } = lively()
      world.tally.lenders[flow][1]++
      expect(() => checkIdentities(world, before)).toThrow(/lenders count/)
    }
  })

  test('sees savings lost between two months', () => {
    const { world, before } = lively()
    expect(() => checkIdentities(world, before + 1)).toThrow(/savings are/)
  })
})
