/** What funding partners book of a month, and what they are asked for. */
import type { Industry } from '../../../agents/lenders/lender.ts'
import type { Scenario } from '../../../scenarios/scenario.ts'
import type { Tally } from '../../tally.ts'
import { NO_PARTICIPATION, type Participation, partnerShareAllowed, splitFlows } from './participation.ts'

/** The part of each lender's month that its funding partner books; `allowanceOf` gives a lender's provisions, fen. */
export function participations(
  scenario: Scenario,
  tally: Tally,
  industry: Industry,
  allowanceOf: (l: number) => number,
): Participation[] {
  const t = tally.lenders
  return industry.lenders.map((lender, l) => {
    const { loansFen, partnerFundedFen } = lender.ledger
    if (partnerFundedFen === 0 && lender.partnerShare === 0) return NO_PARTICIPATION
    const flows = {
      originatedFen: t.originatedFen[l],
      interestFen: t.interestFen[l],
      repaidFen: t.repaidFen[l],
      settledFen: t.settledFen[l],
      chargedOffFen: t.chargedOffFen[l],
      recoveredFen: t.recoveredFen[l],
    }
    const { facilitationFee, guarantee } = scenario.lenders[lender.class]
    return splitFlows(
      loansFen,
      partnerFundedFen,
      lender.partnerShare,
      flows,
      facilitationFee,
      guarantee,
      allowanceOf(l),
    )
  })
}

/** What intermediaries would have this lender fund of what they could lend, fen. */
export function participationWanted(scenario: Scenario, tally: Tally, industry: Industry, l: number): number {
  let wanted = 0
  industry.lenders.forEach((lender, k) => {
    if (lender.partner !== l) return
    wanted += tally.lenders.approvedFen[k] * partnerShareAllowed(scenario, lender.class)
  })
  return wanted
}
