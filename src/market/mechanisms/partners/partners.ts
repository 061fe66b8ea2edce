/** Step 2 of the month, first: what share of applications intermediaries take to their funding partners. */
import { produceWithPatches } from 'immer'
import type { Industry } from '../../../agents/lenders/lender.ts'
import { assert } from '../../../base/assert.ts'
import { ARREARS_BUCKETS } from '../../../base/cells.ts'
import type { MarketEvent } from '../../events.ts'
import type { Counts, Market, MutableMarket } from '../../world.ts'
import { facilitatedAllowed, facilitatedNow } from './participation.ts'

/** Settles every intermediary's share for the month; an event where it changes says what held it down. */
export function agreePartners(world: MutableMarket): MarketEvent[] {
  const { scenario, month } = world
  const events: MarketEvent[] = []
  world.industry.lenders.forEach((lender, place) => {
    if (lender.partner === null || lender.status !== 'active') return
    const wanted = scenario.lenders[lender.class].facilitatedShare
    if (wanted === 0 && lender.facilitatedShare === 0) return
    const allowed = facilitatedAllowed(scenario, lender.class)
    const partner = world.industry.lenders[lender.partner]
    const share = facilitatedNow(allowed, partner)
    if (share === lender.facilitatedShare) return
    const [industry, patches] = produceWithPatches(world.industry, (draft: Industry) => {
      draft.lenders[place].facilitatedShare = share
    })
    world.industry = industry
    const limits: string[] = []
    if (allowed < wanted) limits.push(`the rule on own funding leaves ${allowed} of the ${wanted} asked for`)
    if (partner.fundedShare < 1)
      limits.push(`the capital of ${partner.code} admits ${partner.fundedShare} of new lending`)
    const why = `${share} of applications go to ${partner.code}${limits.length > 0 ? `: ${limits.join('; ')}` : ''}`
    events.push({ month, actor: lender.code, kind: 'partner', why, patches })
  })
  return events
}

/**
 * Facilitated loans are on two books: what consumers owe on them is what intermediaries say that partners funded, and what
 * partners say they hold. A guarantee needs a loan.
 */
export function checkParticipations({ industry, month, tally }: Market & Counts): void {
  industry.lenders.forEach((lender, place) => {
    const { partnerFundedFen, loansFen, participationFen, guaranteeFen } = lender.ledger
    const owed = tally.facilitatedFen
      .subarray(place * ARREARS_BUCKETS, (place + 1) * ARREARS_BUCKETS)
      .reduce((sum, fen) => sum + fen, 0)
    assert(
      owed === partnerFundedFen,
      `month ${month}: consumers owe ${owed} fen on what ${lender.code} facilitated, its books say ${partnerFundedFen}`,
    )
    assert(
      guaranteeFen >= 0 && (guaranteeFen === 0 || partnerFundedFen > 0),
      `month ${month}: ${lender.code} sets ${guaranteeFen} fen aside for ${partnerFundedFen} fen of facilitated loans`,
    )
    assert(
      partnerFundedFen >= 0 && partnerFundedFen <= loansFen,
      `month ${month}: partners fund ${partnerFundedFen} fen of the ${loansFen} fen owed to ${lender.code}`,
    )
    let funded = 0
    for (const other of industry.lenders) if (other.partner === place) funded += other.ledger.partnerFundedFen
    assert(
      participationFen === funded,
      `month ${month}: ${lender.code} holds ${participationFen} fen of others' loans, their books say ${funded}`,
    )
  })
}
