/** Accounting identities, checked every month, exactly: whole fen leave no room for tolerance. */

import { fundedFen, type Ledger } from '../agents/lenders/lender.ts'
import { assert } from '../base/assert.ts'
import type { Statement } from './close.ts'
import { LENDER_COUNTERS, MARKET_COUNTERS } from './counters.ts'
import { checkMechanisms, receivedByMechanisms } from './hooks.ts'
import type { Counts, Funding, Market } from './world.ts'

/** Money that lenders and consumers count both. */
const SHARED_FLOWS = (Object.keys(MARKET_COUNTERS) as (keyof typeof MARKET_COUNTERS)[]).filter(
  (name): name is keyof typeof MARKET_COUNTERS & keyof typeof LENDER_COUNTERS =>
    MARKET_COUNTERS[name].unit === 'fen' && name in LENDER_COUNTERS,
)

/**
 * Consumers' debts are lenders' books; every ledger balances; households' savings move by what they received
 * and spent and by nothing else; what passes between the two sides is the same seen from both. `savingsBefore` is
 * last month's total.
 */
export function checkIdentities(world: Market & Counts & Funding, savingsBefore: number): void {
  const { tally, industry, month } = world
  industry.lenders.forEach((lender, place) => {
    const { ledger } = lender
    assert(
      tally.lenders.balanceFen[place] === ledger.loansFen,
      `month ${month}: consumers owe ${lender.code} ${tally.lenders.balanceFen[place]} fen, its books say ${ledger.loansFen}`,
    )
    assert(balances(ledger), `month ${month}: the balance sheet of ${lender.code} does not balance`)
  })
  checkMechanisms(world)
  const m = tally.market
  const expected =
    savingsBefore -
    m.estates +
    m.income +
    m.savingsInterest -
    m.illiquidSaving +
    m.originatedFen +
    m.rebateFen -
    m.spending -
    m.repaidFen +
    receivedByMechanisms(world)
  assert(
    m.liquidSavings === expected,
    `month ${month}: savings are ${m.liquidSavings} fen where flows give ${expected}`,
  )
  for (const name of SHARED_FLOWS) {
    const sum = tally.lenders[name].reduce((fen, of) => fen + of, 0)
    assert(sum === m[name], `month ${month}: lenders count ${sum} fen in ${name}, their customers ${m[name]}`)
  }
}

/**
 * Each lender's equity moves by its income, what its owners take and put in, and what its funders lose, and by nothing
 * else; a lender that is gone has nothing and owes nothing. `before` holds the ledgers at the start of the month; those
 * of lenders that opened this month were empty.
 */
export function checkLedgers(world: Market, before: readonly Ledger[], statements: readonly Statement[]): void {
  const { industry, month } = world
  industry.lenders.forEach(({ code, ledger, status }, lender) => {
    const { netIncomeFen, dividendsFen, injectedFen, fundersLossFen } = statements[lender]
    const expected = (before[lender]?.equityFen ?? 0) + netIncomeFen - dividendsFen + injectedFen + fundersLossFen
    assert(
      ledger.equityFen === expected,
      `month ${month}: the equity of ${code} is ${ledger.equityFen} fen where flows give ${expected}`,
    )
    const isEmpty = Object.values(ledger).every((fen) => fen === 0)
    assert(status !== 'closed' || isEmpty, `month ${month}: ${code} is wound up, but its ledger is not empty`)
  })
}

function balances(ledger: Ledger): boolean {
  const assets = fundedFen(ledger) - ledger.allowanceFen + ledger.cashFen
  const { fundingFen, investorFen, guaranteeFen, equityFen } = ledger
  return assets === fundingFen + investorFen + guaranteeFen + equityFen && Number.isSafeInteger(assets)
}
