/** Funding of the coming month by hand: headroom, demand by grade, draws, partners; and what profit is kept. */
import { expect, test } from 'vitest'
import { GRADES } from '../../src/agents/expected-loss.ts'
import type { Lender } from '../../src/agents/lenders/lender.ts'
import { dividendsOf, fundNext } from '../../src/market/funding.ts'
import { founded, roster, size } from '../verification/market.ts'

const POLICY = { capitalRatio: 0.1 }

/** A lender with 20,000 of equity and 100,000 of loans at a ratio of a tenth: 100,000 of headroom. */
function after(approved: readonly number[], set: Partial<Lender> = {}, drawn = 0, shared = 0, runOff = 0): Lender {
  const world = founded(size(20), roster({ products: ['rent'] }))
  const { tally, scenario } = world
  const [first] = world.industry.lenders
  const ledger = { ...first.ledger, equityFen: 20_000, loansFen: 100_000 }
  const lender = { ...first, ledger, approvableFen: new Array(GRADES).fill(0), ...set }
  approved.forEach((fen, grade) => {
    tally.lenderGradeApprovedFen[grade] = fen
  })
  tally.lenders.approvedFen[0] = approved.reduce((sum, fen) => sum + fen, 0) + drawn
  fundNext({ ...scenario.lenders.licensed, ...POLICY }, tally, lender, 0, runOff, shared)
  return lender
}
const funded = (...of: Parameters<typeof after>): number[] => {
  const { fundedGrades, fundedShare } = after(...of)
  return [fundedGrades, fundedShare]
}

test('headroom goes to the best grades; of the marginal one a share', () => {
  expect(funded([40_000, 40_000])).toEqual([GRADES, 1])
  expect(funded([40_000, 40_000, 20_000])).toEqual([GRADES, 1])
  expect(funded([40_000, 40_000, 80_000, 40_000])).toEqual([2.25, 0.5])
  expect(funded([200_000])).toEqual([0.5, 0.5])
  expect(funded([])).toEqual([GRADES, 1])
})

test('draws on open lines come first; a partner that wants half of it gets half', () => {
  expect(funded([40_000, 40_000, 80_000], {}, 40_000)).toEqual([1.5, 0.5])
  expect(funded([40_000, 40_000, 20_000], {}, 0, 100_000)).toEqual([1.25, 0.5])
})

test('what a partner books ties up no capital, what is guaranteed does; what is repaid frees it', () => {
  const ledger = (of: Partial<Lender['ledger']>): Partial<Lender> => {
    const [first] = founded(size(20), roster({ products: ['rent'] })).industry.lenders
    return { ledger: { ...first.ledger, equityFen: 20_000, loansFen: 100_000, ...of } }
  }
  const asked = [100_000, 100_000]
  expect(funded(asked, ledger({}))).toEqual([1, 0.5])
  expect(funded(asked, ledger({ partnerFundedFen: 100_000 }))).toEqual([GRADES, 1])
  expect(funded(asked, ledger({ partnerFundedFen: 100_000, guaranteeFen: 50_000 }))).toEqual([1.5, 0.75])
  expect(funded(asked, ledger({ participationFen: 50_000 }))).toEqual([0.5, 0.25])
  expect(funded(asked, ledger({}), 0, 0, 50_000)).toEqual([1.5, 0.75])
})

test('demand is smoothed; it stands still while offers are off the market, and nobody is funded without room', () => {
  const earlier = (): number[] => [30_000, ...new Array(GRADES - 1).fill(0)]
  expect(after([60_000, 30_000], { approvableFen: earlier() }).approvableFen.slice(0, 2)).toEqual([40_000, 10_000])
  const back = after([60_000], { approvableFen: earlier(), fundedShare: 0 })
  expect([back.approvableFen[0], back.fundedGrades, back.fundedShare]).toEqual([30_000, GRADES, 1])
  const ledger = { ...back.ledger, equityFen: 9000 }
  expect(funded([60_000], { ledger })).toEqual([0, 0])
  expect(funded([60_000], { status: 'runOff' })).toEqual([0, 0])
})

test('dividends are a share of profit, and all of it that lifts capital above the target', () => {
  const policy = { ...founded(size(20)).scenario.lenders.bank, payout: 0.2, capitalTarget: 0.15 }
  const of = (net: number, equity: number): number => dividendsOf(policy, net, equity, 100_000)
  expect([of(1000, 10_000), of(0, 50_000), of(-500, 50_000)]).toEqual([200, 0, 0])
  // Up to the target the usual share, then what is beyond it, then all.
  expect([of(1000, 14_200), of(1000, 14_600), of(1000, 15_000), of(1000, 40_000)]).toEqual([200, 600, 1000, 1000])
})
