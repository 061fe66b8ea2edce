/** What funding partners book of a month, and what they are asked for. */
import type { Industry } from '../../../agents/lenders/lender.ts'
import { ARREARS_BUCKETS, LOAN_FLOW, LOAN_FLOWS } from '../../../base/cells.ts'
import type { Scenario } from '../../../scenarios/scenario.ts'
import type { Tally } from '../../tally.ts'
import { facilitatedMonth, type LoanFlows, NO_PARTICIPATION, type Participation } from './participation.ts'

/** Facilitated loans of each lender, which its funding partner books; `provisionsOn` says what balances call for, fen. */
export function participations(
  scenario: Scenario,
  tally: Tally,
  industry: Industry,
  provisionsOn: (balancesFen: ArrayLike<number>) => number,
): Participation[] {
  return industry.lenders.map((lender, l) => {
    const flows = flowsOf(tally, l)
    const { partnerFundedFen, guaranteeFen } = lender.ledger
    if (partnerFundedFen === 0 && flows.originatedFen === 0) return NO_PARTICIPATION
    const provisions = provisionsOn(tally.facilitatedFen.subarray(l * ARREARS_BUCKETS, (l + 1) * ARREARS_BUCKETS))
    return facilitatedMonth(partnerFundedFen, guaranteeFen, flows, scenario.lenders[lender.class], provisions)
  })
}

function flowsOf({ facilitatedFlowFen }: Tally, lender: number): LoanFlows {
  const of = (flow: number): number => facilitatedFlowFen[lender * LOAN_FLOWS + flow]
  return {
    originatedFen: of(LOAN_FLOW.originated),
    interestFen: of(LOAN_FLOW.interest),
    repaidFen: of(LOAN_FLOW.repaid),
    settledFen: of(LOAN_FLOW.settled),
    chargedOffFen: of(LOAN_FLOW.chargedOff),
    recoveredFen: of(LOAN_FLOW.recovered),
  }
}

/** What intermediaries asked this lender to fund, fen. */
export function participationWanted(tally: Tally, industry: Industry, l: number): number {
  let wanted = 0
  industry.lenders.forEach(({ partner }, k) => {
    if (partner === l) wanted += tally.lenders.facilitatedApprovedFen[k]
  })
  return wanted
}
