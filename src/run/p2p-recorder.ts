/** What is recorded of P2P platforms and their investors. */
import { yuanFromFen as yuan } from '../base/units.ts'
import { holdersOf, idleFen, investorClaimsFen, type P2pFlows, STATUS_NAMES } from '../market/mechanisms/p2p/p2p.ts'
import type { World } from '../market/world.ts'
import type { Row, TableBuilder } from './table-builder.ts'

/** All investors' money and its changes, for the months table. */
export function investorTotals({ p2p }: World): Row {
  const sum = (part: (flow: P2pFlows) => number): number =>
    (p2p?.flows ?? []).reduce((fen, flow) => fen + part(flow), 0)
  return {
    investorCash: yuan((p2p?.investors.cashFen ?? new Float64Array()).reduce((fen, of) => fen + of, 0)),
    investorClaims: yuan(p2p === null ? 0 : p2p.lenders.reduce((fen, _, k) => fen + investorClaimsFen(p2p, k), 0)),
    investorIncome: yuan(sum((flow) => flow.interestFen - flow.feeFen)),
    investorLoss: yuan(sum((flow) => flow.chargedOffFen - flow.recoveredFen)),
  }
}

/** One row a platform. */
export function recordP2p(table: TableBuilder, { p2p, industry, month }: World): void {
  if (p2p === null) return
  p2p.lenders.forEach((l, platform) => {
    const { code, ledger } = industry.lenders[l]
    const flow = p2p.flows[platform]
    const { holders, expectedReturn } = holdersOf(p2p, platform)
    table.add({
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
    })
  })
}
