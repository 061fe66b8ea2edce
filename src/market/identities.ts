/** Accounting identities, checked every month, exactly: whole fen leave no room for tolerance. */

import { fundedFen, type Ledger } from '../agents/lenders/lender.ts'
import { assert } from '../base/assert.ts'
import type { LenderClass } from '../base/vocabulary.ts'
import type { Statement } from './close.ts'
import { reportsToBureau } from './mechanisms/bureau/bureau.ts'
import { checkP2p } from './mechanisms/p2p/p2p.ts'
import type { World } from './world.ts'

/** Parameters that decide which loans are reported. */
const REPORTING = /^credit\.reportingShare$|\.reportsToBureau$|\.mandatoryReporting$/

/**
 * Consumers' debts are lenders' books; every ledger balances; households' savings move by what they received
 * and spent and by nothing else; what passes between the two sides is the same seen from both. `savingsBefore` is
 * last month's total.
 */
export function checkIdentities(world: World, savingsBefore: number): void {
  const { tally, industry, month } = world
  industry.lenders.forEach((lender, l) => {
    const { ledger } = lender
    assert(
      tally.lenders.balanceFen[l] === ledger.loansFen,
      `month ${month}: consumers owe ${lender.code} ${tally.lenders.balanceFen[l]} fen, its books say ${ledger.loansFen}`,
    )
    const reported = tally.lenders.reportedFen[l]
    const expected = bureauHears(world, lender.class)
    assert(
      reported <= ledger.loansFen && (expected === null || reported === (expected ? ledger.loansFen : 0)),
      `month ${month}: the bureau knows of ${reported} fen owed to ${lender.code}, its books say ${ledger.loansFen}`,
    )
    assert(balances(ledger), `month ${month}: the balance sheet of ${lender.code} does not balance`)
  })
  checkP2p(world)
  checkParticipations(world)
  const m = tally.market
  const expected =
    savingsBefore -
    m.estates +
    m.income +
    m.savingsInterest -
    m.illiquidSaving +
    m.originatedFen +
    m.rebateFen +
    m.referralFen -
    m.spending -
    m.repaidFen -
    m.prepaymentFeeFen
  assert(
    m.liquidSavings === expected,
    `month ${month}: savings are ${m.liquidSavings} fen where flows give ${expected}`,
  )
  const { originatedFen, rebateFen, referralFen, repaidFen, settledFen, chargedOffFen, recoveredFen, fraudLossFen } =
    tally.lenders
  const { prepaidFen, prepaymentFeeFen } = tally.lenders
  const flows = [
    ['lent', originatedFen, m.originatedFen],
    ['rebated', rebateFen, m.rebateFen],
    ['paid for referrals', referralFen, m.referralFen],
    ['repaid', repaidFen, m.repaidFen],
    ['settled', settledFen, m.settledFen],
    ['charged off', chargedOffFen, m.chargedOffFen],
    ['recovered', recoveredFen, m.recoveredFen],
    ['lost to fraud', fraudLossFen, m.fraudLossFen],
    ['prepaid', prepaidFen, m.prepaidFen],
    ['paid in fees for prepayment', prepaymentFeeFen, m.prepaymentFeeFen],
  ] as const
  for (const [what, byLender, total] of flows) {
    const sum = byLender.reduce((fen, of) => fen + of, 0)
    assert(sum === total, `month ${month}: lenders count ${sum} fen ${what}, their customers ${total}`)
  }
}

/** Whether the bureau learns of all loans (true) or none (false) of a class, over the whole run; null if of some. */
function bureauHears({ base }: World, of: LenderClass): boolean | null {
  if (base.timeline.some(({ set }) => Object.keys(set).some((path) => REPORTING.test(path)))) return null
  if (!reportsToBureau(base, of) || base.credit.reportingShare <= 0) return false
  return base.credit.reportingShare >= 1 ? true : null
}

/**
 * Each lender's equity moves by its income, what its owners take and put in, and what its funders lose, and by nothing
 * else; a lender that is gone has nothing and owes nothing. `before` holds the ledgers at the start of the month; those
 * of lenders that opened this month were empty.
 */
export function checkLedgers(world: World, before: readonly Ledger[], statements: readonly Statement[]): void {
  const { industry, month } = world
  industry.lenders.forEach(({ code, ledger, status }, l) => {
    const { netIncomeFen, dividendsFen, injectedFen, fundersLossFen } = statements[l]
    const expected = (before[l]?.equityFen ?? 0) + netIncomeFen - dividendsFen + injectedFen + fundersLossFen
    assert(
      ledger.equityFen === expected,
      `month ${month}: the equity of ${code} is ${ledger.equityFen} fen where flows give ${expected}`,
    )
    const isEmpty = Object.values(ledger).every((fen) => fen === 0)
    assert(status !== 'closed' || isEmpty, `month ${month}: ${code} is wound up, but its ledger is not empty`)
  })
}

/** What partners hold of others' loans is what those lenders' books say that partners funded. */
function checkParticipations({ industry, month }: World): void {
  industry.lenders.forEach((lender, l) => {
    const { partnerFundedFen, loansFen, participationFen } = lender.ledger
    assert(
      partnerFundedFen >= 0 && partnerFundedFen <= loansFen,
      `month ${month}: partners fund ${partnerFundedFen} fen of the ${loansFen} fen owed to ${lender.code}`,
    )
    let funded = 0
    for (const other of industry.lenders) if (other.partner === l) funded += other.ledger.partnerFundedFen
    assert(
      participationFen === funded,
      `month ${month}: ${lender.code} holds ${participationFen} fen of others' loans, their books say ${funded}`,
    )
  })
}

function balances(ledger: Ledger): boolean {
  const assets = fundedFen(ledger) - ledger.allowanceFen + ledger.cashFen
  return assets === ledger.fundingFen + ledger.investorFen + ledger.equityFen && Number.isSafeInteger(assets)
}
