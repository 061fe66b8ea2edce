/** What a run records of loans that partners fund. */
import type { Row } from '../../../base/build-table.ts'
import { yuanFromFen as yuan } from '../../../base/units.ts'
import type { Supply } from '../../world.ts'

/** For the months table. */
export function partnerTotals({ industry }: Supply): Row {
  return {
    partnerFunded: yuan(industry.lenders.reduce((sum, { ledger }) => sum + ledger.partnerFundedFen, 0)),
    guarantees: yuan(industry.lenders.reduce((sum, { ledger }) => sum + ledger.guaranteeFen, 0)),
  }
}

/** For a lender's row. */
export function partnerOfLender({ industry }: Supply, lender: number): Row {
  const { ledger, facilitatedShare } = industry.lenders[lender]
  return {
    partnerFunded: yuan(ledger.partnerFundedFen),
    participations: yuan(ledger.participationFen),
    guarantee: yuan(ledger.guaranteeFen),
    facilitatedShare,
  }
}
