/** What a run records of P2P platforms and their investors. */
import type { Row } from '../../../base/build-table.ts'
import { yuanFromFen as yuan } from '../../../base/units.ts'
import type { Funding, Market } from '../../world.ts'
import { holdersOf, idleFen, investorClaimsFen, type P2pFlows, STATUS_NAMES } from './p2p.ts'

/** All investors' money and its changes, for the months table. */
export function investorTotals({ p2p }: Funding): Row {
  const sum = (part: (flow: P2pFlows) => number): number =>
    (p2p?.flows ?? []).reduce((fen, flow) => fen + part(flow), 0)
  return {
    investorCash: yuan((p2p?.investors.cashFen ?? new Float64Array()).reduce((fen, of) => fen + of, 0)),
    investorClaims: yuan(p2p === null ? 0 : p2p.lenders.reduce((fen, _, k) => fen + investorClaimsFen(p2p, k), 0)),
    investorIncome: yuan(sum((flow) => flow.interestFen - flow.feeFen)),
    investorLoss: yuan(sum((flow) => flow.chargedOffFen - flow.recoveredFen)),
  }
}

/** The month's rows of the table p2p, one a platform. */
export function p2pRows({ p2p, industry, month }: Market & Funding): Row[] {
  if (p2p === null) return []
  return p2p.lenders.map((lender, platform) => {
    const { code, ledger } = industry.lenders[lender]
    const flow = p2p.flows[platform]
    const { holders, expectedReturn } = holdersOf(p2p, platform)
    return {
      month,
      platform: code,
      status: STATUS_NAMES[p2p.status[platform]],
      claims: yuan(ledger.investorFen),
      ownClaims: yuan(ledger.loansFen - ledger.investorFen),
      idle: yuan(idleFen(p2p, platform)),
      inflow: yuan(flow.committedFen),
      funded: yuan(flow.fundedFen),
      withdrawalsAsked: yuan(flow.askedFen),
      withdrawalsPaid: yuan(flow.withdrawnFen),
      repaid: yuan(flow.paidFen),
      interest: yuan(flow.interestFen),
      fee: yuan(flow.feeFen),
      lossChargeOff: yuan(flow.chargeOffLossFen),
      lossClosure: yuan(flow.closureLossFen),
      expectedReturn,
      holders,
    }
  })
}
