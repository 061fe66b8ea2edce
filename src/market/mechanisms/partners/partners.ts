/** Step 2 of the month, first: what part of new lending the funding partners of intermediaries put up. */
import { produceWithPatches } from 'immer'
import type { Industry } from '../../../agents/lenders/lender.ts'
import { assert } from '../../../base/assert.ts'
import type { MarketEvent } from '../../events.ts'
import type { Market, MutableMarket } from '../../world.ts'
import { partnerShareAllowed, partnerShareNow } from './participation.ts'

/** Settles every intermediary's share for the month; an event where it changes says what held it down. */
export function agreePartners(world: MutableMarket): MarketEvent[] {
  const { scenario, month } = world
  const events: MarketEvent[] = []
  world.industry.lenders.forEach((lender, place) => {
    if (lender.partner === null || lender.status !== 'active') return
    const wanted = scenario.lenders[lender.class].partnerShare
    if (wanted === 0 && lender.partnerShare === 0) return
    const allowed = partnerShareAllowed(scenario, lender.class)
    const partner = world.industry.lenders[lender.partner]
    const share = partnerShareNow(allowed, partner)
    if (share === lender.partnerShare) return
    const [industry, patches] = produceWithPatches(world.industry, (draft: Industry) => {
      draft.lenders[place].partnerShare = share
    })
    world.industry = industry
    const limits: string[] = []
    if (allowed < wanted) limits.push(`the rule on own funding leaves ${allowed} of the ${wanted} asked for`)
    if (partner.fundedShare < 1)
      limits.push(`the capital of ${partner.code} admits ${partner.fundedShare} of new lending`)
    const why = `${partner.code} funds ${share} of new lending${limits.length > 0 ? `: ${limits.join('; ')}` : ''}`
    events.push({ month, actor: lender.code, kind: 'partner', why, patches })
  })
  return events
}

/** What partners hold of others' loans is what those lenders' books say that partners funded. */
export function checkParticipations({ industry, month }: Market): void {
  industry.lenders.forEach((lender, place) => {
    const { partnerFundedFen, loansFen, participationFen } = lender.ledger
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
